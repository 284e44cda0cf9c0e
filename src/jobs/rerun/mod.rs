//! A report that can be repeated from itself: what its page holds for that, and how it is read, checked, and laid out again.

pub mod layout;
pub mod page;
pub mod recipe;
