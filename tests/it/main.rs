//! The one test binary: what a person types and then sees, and the rules the source keeps.
#![cfg(test)]

mod ground;
mod guards;
mod import;
mod properties;
mod real_data;
mod tidy;
