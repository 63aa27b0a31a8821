//! A family's money, recorded by chatting with a box of their own.

pub mod api;
pub mod app;
pub mod appliance;
pub mod bot;
pub mod capture;
pub mod cli;
pub mod config;
pub mod ctx;
pub mod demo;
pub mod error;
pub mod export;
pub mod hooks;
pub mod jobs;
pub mod ledger;
pub mod limit;
pub mod ops;
pub mod outside;
pub mod picture;
pub mod say;
pub mod seal;
pub mod search;
pub mod serve;
pub mod site;
pub mod store;
pub mod tasks;
pub mod words;
