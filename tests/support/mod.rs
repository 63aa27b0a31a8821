//! What black-box tests stand on.

pub(crate) mod appliance;
pub(crate) mod client;
pub(crate) mod device;
pub(crate) mod examples;
pub(crate) mod fake_bucket;
pub(crate) mod fake_telegram;
pub(crate) mod listener;
pub(crate) mod totp;
