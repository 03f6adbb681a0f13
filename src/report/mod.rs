//! Markdown from the same domain values that the panes draw.
