//! What the house says, in every language it speaks: one struct of strings a language, so that a missing one
//! does not compile. Doors add their own markup; nothing here knows a transport.

mod backup;
mod box_itself;
mod console;
mod dates;
mod en;
mod entry;
mod export;
mod finding;
mod id;
mod lasting;
mod linking;
mod notices;
mod people;
mod reporting;
mod resources;
mod said;
mod trouble;
mod trust;

pub use backup::BackupTalk;
pub use box_itself::BoxTalk;
pub use console::{Console, KeyTalk, SigningTalk, StoreTalk};
pub use dates::{day, month, period, time_span};
pub use entry::Entry;
pub use export::ExportTalk;
pub use finding::Finding;
pub use lasting::Lasting;
pub use linking::Linking;
pub use notices::Notices;
pub use people::People;
pub use reporting::Reporting;
pub use resources::Resources;
pub use said::{Said, Span};
pub use trouble::{field, noun, trouble, why};
pub use trust::TrustTalk;

use crate::ledger::{Language, Money};

/// All words of one language.
#[derive(Debug)]
pub struct Words {
    pub language: Language,
    pub dates: Dates,
    pub talk: Talk,
    pub ask: Asking,
    pub report: Reports,
    pub reporting: &'static Reporting,
    pub button: Buttons,
    pub command: Commands,
    pub bot: BotTalk,
    pub trouble: Troubles,
    pub export: ExportTalk,
    pub entry: &'static Entry,
    pub resources: &'static Resources,
    pub console: &'static Console,
    pub finding: &'static Finding,
    pub people: &'static People,
    pub lasting: &'static Lasting,
    pub linking: &'static Linking,
    pub notices: &'static Notices,
    pub backup: &'static BackupTalk,
    pub the_box: &'static BoxTalk,
    pub trust: &'static TrustTalk,
}

/// The words of a language.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::Indonesian => &id::WORDS,
        Language::English => &en::WORDS,
    }
}

#[derive(Debug)]
pub struct Dates {
    /// Monday first.
    pub weekdays: [&'static str; 7],
    /// January first, as short as a list needs.
    pub months_short: [&'static str; 12],
    pub months: [&'static str; 12],
    pub today: &'static str,
    pub yesterday: &'static str,
    pub tomorrow: &'static str,
    /// The unit after a number: `3 j 12 m`.
    pub day_unit: &'static str,
    pub hour_unit: &'static str,
    pub minute_unit: &'static str,
}

/// What is said about things that happened.
#[derive(Debug)]
pub struct Talk {
    /// What a wallet held when it was added.
    pub opening_balance: &'static str,
    pub expense: &'static str,
    pub income: &'static str,
    pub transfer: &'static str,
    pub adjustment: &'static str,
    /// In front of a new balance.
    pub left: &'static str,
    /// "with a fee of"
    pub fee: &'static str,
    /// "3 records, together"
    pub several: fn(usize, &str) -> Said,
    pub amended: &'static str,
    pub voided: &'static str,
    pub undone: &'static str,
    pub restored: &'static str,
    /// An act of another kind than a record was taken back.
    pub undone_act: &'static str,
    pub nothing_to_undo: &'static str,
    /// A wallet made for somebody: "Dompet Rani".
    pub wallet_of: fn(&str) -> String,
    /// In the place of a wallet that the reader may not see.
    pub other_wallet: &'static str,
    pub not_recorded: &'static str,
    pub chat: &'static str,
    pub cannot_answer: &'static str,
    pub balance_set: fn(&str, Money, Money) -> Said,
    pub balance_same: fn(&str, Money) -> Said,
    pub wallet_added: fn(&str, Money) -> Said,
    /// Wallets that a message named and that were added by it.
    pub wallet_born: fn(&str) -> String,
    /// What words mean from now on: the words, and the category or wallet.
    pub learned: fn(&str, &str) -> Said,
    /// A wallet, as what some words mean.
    pub this_wallet: fn(&str) -> String,
    pub unlearned: fn(&str) -> Said,
    pub never_again: fn(&str) -> Said,
    pub wallets: &'static str,
    pub no_wallets: &'static str,
    pub total: &'static str,
    pub away_off: fn(&str) -> String,
    pub away_offline: fn(&str) -> String,
    /// How many messages were recorded meanwhile, how many wait for a look.
    pub caught_up: fn(usize, usize) -> String,
}

/// What is asked before something is recorded.
#[derive(Debug)]
pub struct Asking {
    pub is_it: fn(Money) -> Said,
    pub no_amount: fn(&str) -> Said,
    pub no_amount_income: fn(&str) -> Said,
    pub no_amount_transfer: &'static str,
    pub which_from: &'static str,
    pub which_to: &'static str,
    pub odd_day: fn(&str) -> String,
    pub maybe_not_money: &'static str,
    pub total_differs: fn(Money) -> Said,
    /// Nothing special is unclear; it is shown for a nod.
    pub right: &'static str,
    pub no_wallet: &'static str,
    pub no_amount_yet: &'static str,
    pub new_amount: fn(&str) -> String,
    pub new_day: fn(&str) -> String,
    pub not_an_amount: &'static str,
    pub not_a_day: &'static str,
}

#[derive(Debug)]
pub struct Reports {
    /// Between whole and tenths of a percentage.
    pub decimal_mark: char,
    pub income: &'static str,
    pub expense: &'static str,
    pub net: &'static str,
    pub count: fn(u64) -> String,
    pub empty_day: &'static str,
    pub empty_month: &'static str,
    /// A wallet of which only a month's sums are shared: its name, what came in, what went out.
    pub by_month: fn(&str, Money, Money) -> String,
    pub biggest: &'static str,
    pub expense_ratio: fn(&str) -> String,
    pub saving_ratio: fn(&str) -> String,
    pub against: &'static str,
    pub more: fn(&str, Money, &str) -> String,
    pub less: fn(&str, Money, &str) -> String,
    pub same: fn(&str) -> String,
    pub spent: fn(&str, Money) -> Said,
    pub earned: fn(&str, Money) -> Said,
    pub moved: fn(&str, Money) -> Said,
    /// In front of a category's name, and of a wallet's, when a figure is about one of them.
    pub for_category: &'static str,
    pub by_wallet: &'static str,
}

#[derive(Debug)]
pub struct Buttons {
    pub save: &'static str,
    pub yes: fn(Money) -> String,
    pub cancel: &'static str,
    pub no: &'static str,
    pub category: &'static str,
    pub wallet: &'static str,
    pub to_wallet: &'static str,
    pub amount: &'static str,
    pub date: &'static str,
    pub delete: &'static str,
    pub undo: &'static str,
    pub restore: &'static str,
    /// Takes a lesson back for good.
    pub never_again: &'static str,
    pub back: &'static str,
    pub next: &'static str,
    pub previous: &'static str,
    pub other_day: &'static str,
}

/// The line under a command in Telegram's menu.
#[derive(Debug)]
pub struct Commands {
    pub help: &'static str,
    pub today: &'static str,
    pub month: &'static str,
    pub summary: &'static str,
    pub wallets: &'static str,
    pub add_wallet: &'static str,
    pub set_balance: &'static str,
    pub undo: &'static str,
    pub find: &'static str,
    pub language: &'static str,
    pub add_wallet_how: &'static str,
    pub set_balance_how: &'static str,
    pub find_how: &'static str,
    pub language_how: &'static str,
    pub unknown: &'static str,
    pub no_such_wallet: fn(&str) -> String,
    pub month_unreadable: &'static str,
}

/// What only a chat partner says.
#[derive(Debug)]
pub struct BotTalk {
    pub stranger: &'static str,
    pub linked: fn(&str) -> String,
    pub link_invalid: &'static str,
    pub hello: fn(&str) -> String,
    pub help: &'static str,
    pub language_set: &'static str,
    pub only_text: &'static str,
    pub too_long: &'static str,
    pub stale_button: &'static str,
    pub stranger_button: &'static str,
    pub full: fn(Option<&str>) -> String,
    pub unsettled: fn(Option<&str>) -> String,
    pub broken: fn(Option<&str>) -> String,
    pub too_fast: &'static str,
    pub lost: &'static str,
}

/// What went wrong, without blame: what was kept and what to do.
#[derive(Debug)]
pub struct Troubles {
    pub missing: fn(&str) -> String,
    pub stale: fn(&str) -> String,
    pub gone: fn(&str) -> String,
    pub forbidden: &'static str,
    pub unauthenticated: &'static str,
    pub repeated: &'static str,
    pub too_many: fn(&str) -> String,
    pub full: &'static str,
    pub unsettled: &'static str,
    pub broken: &'static str,
    pub invalid: fn(&str, &str) -> String,
    pub nouns: Nouns,
    pub fields: Fields,
    pub why: Whys,
}

#[derive(Debug)]
pub struct Nouns {
    pub household: &'static str,
    pub member: &'static str,
    pub wallet: &'static str,
    pub category: &'static str,
    pub transaction: &'static str,
    pub draft: &'static str,
    pub change: &'static str,
    pub link: &'static str,
    pub session: &'static str,
    pub lesson: &'static str,
    pub rate: &'static str,
    pub token: &'static str,
    pub passkey: &'static str,
    pub tag: &'static str,
}

/// The names of what people fill in.
#[derive(Debug)]
pub struct Fields {
    pub amount: &'static str,
    pub balance: &'static str,
    pub category: &'static str,
    pub wallet: &'static str,
    pub to_wallet: &'static str,
    pub day: &'static str,
    pub description: &'static str,
    pub note: &'static str,
    pub name: &'static str,
    pub password: &'static str,
    /// Of a second factor.
    pub code: &'static str,
    pub household: &'static str,
    pub text: &'static str,
    pub colour: &'static str,
    pub icon: &'static str,
    pub aliases: &'static str,
    pub currency: &'static str,
    pub rate: &'static str,
    pub tag: &'static str,
    pub other: &'static str,
}

#[derive(Debug)]
pub struct Whys {
    pub empty: &'static str,
    pub too_long: fn(usize) -> String,
    pub too_short: fn(usize) -> String,
    pub guessable: &'static str,
    pub taken: &'static str,
    pub unknown: &'static str,
    pub amount: &'static str,
    pub currency: &'static str,
    pub same_wallet: &'static str,
    pub misfit: &'static str,
    pub wrong: &'static str,
    pub last_owner: &'static str,
    pub characters: &'static str,
    pub missing: &'static str,
}
