//! The HTTP door, through HTTP.

mod access;
mod answers;
mod captures;
mod drafts;
mod envelope;
mod events;
mod exports;
mod lessons;
mod mcp;
mod reports;
mod restart;
mod search;
mod session;
mod setup;
mod site;
mod summaries;
mod telegram;
mod transactions;
mod undo;
mod wallets;
