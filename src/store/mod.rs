//! SQL in, domain out.
