//! The command line: clap types and dispatch, a file per noun.
