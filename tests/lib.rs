//! The whole box seen from outside, in one test binary.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod access;
mod api;
mod backups;
mod bot;
mod capture;
mod cli;
mod crash;
mod demo;
mod doors;
mod farewell;
mod household;
mod learning;
mod migrations;
mod openapi;
mod reports;
mod store;
mod story;
mod support;
mod tidy;
mod tls;
mod understanding;
