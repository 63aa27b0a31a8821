//! What black-box tests stand on.

pub mod fake_telegram;
