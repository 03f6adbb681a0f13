//! The cockpit: one loop, one table of commands, panes and the layers above them.

pub mod command;
pub mod event;
pub mod glyph;
pub mod keymap;
pub mod layer;
pub mod pane;
pub mod scope;
pub mod theme;
pub mod view;
pub mod widget;
pub mod window;
