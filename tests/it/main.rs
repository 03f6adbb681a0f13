//! The one test binary: what a person types and then sees, and the rules the source keeps.
#![cfg(test)]

mod actions;
mod burndown;
mod cli_care;
mod cli_files;
mod cli_import;
mod cli_items;
mod cli_log;
mod cli_output;
mod cli_sprint;
mod cli_story;
mod cli_team;
mod cli_terminal;
mod close;
mod docs;
mod export;
mod ground;
mod guards;
mod import;
mod import_team;
mod keys;
mod planning;
mod properties;
mod pty;
mod real_data;
mod retro;
mod review;
mod screens_backlog;
mod screens_board;
mod screens_item;
mod screens_plan;
mod shell;
mod shell_import;
mod support;
mod three_sprints;
mod tidy;
