//! The HTTP door, through HTTP.

mod access;
mod answers;
mod attachments;
mod captures;
mod category_changes;
mod drafts;
mod entering;
mod envelope;
mod events;
mod exports;
mod history;
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
mod trash;
mod undo;
mod wallet_changes;
mod wallets;
