//! Settings: what the defaults are, and what the user makes of them.
