//! What screens are made of: the text field, rendered Markdown, drawing on the grid.

pub mod editor;
pub mod markdown;
pub mod paint;
pub mod rows;
