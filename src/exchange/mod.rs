//! Import and export, a file per format; knows domain and app, never SQL.
