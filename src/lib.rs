//! A family's money, recorded by chatting with a box of their own.

pub mod ledger;
pub mod capture;
