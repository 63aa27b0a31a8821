//! What black-box tests stand on.

pub(crate) mod fake_telegram;
