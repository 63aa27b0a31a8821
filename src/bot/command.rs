//! The commands of the menu: what each does, and how the menu is told to Telegram.

use super::act::{Desk, Done};
use super::client::{CallError, Client};
use super::dialog::{self, Command};
use super::keyboard;
use super::wire;
use crate::app::{About, Error, NewWallet, Noun, Once, Paging, Seen, WalletSeen};
use crate::ledger::Language;
use crate::say;
use crate::words::{Words, of};

/// Words of the longest amount somebody writes: "dua ratus lima puluh ribu rupiah".
const LONGEST_AMOUNT: usize = 8;
/// Results shown by /cari.
const FOUND: usize = 10;

pub(super) fn obey(desk: &Desk<'_>, command: &Command) -> Result<Done, Error> {
    let words = desk.words;
    match command {
        Command::Start(Some(code)) => desk.follow(code),
        Command::Start(None) => desk.say((words.bot.hello)(&desk.acting.member().name)),
        Command::Help => desk.say(words.bot.help),
        Command::Today => {
            let summary = desk.reader()?.day_summary(None)?;
            desk.say(say::day_report(words, &summary, desk.today))
        }
        Command::Month(text) => month(desk, text),
        Command::Summary => {
            let (today, month) = (desk.reader()?.day_summary(None)?, desk.reader()?.month_summary(None)?);
            desk.lines([
                say::day_report(words, &today, desk.today),
                say::month_report(words, &month, desk.today),
            ])
        }
        Command::Report => {
            desk.say_with(&words.reporting.which.into(), keyboard::reports(words), About::Nothing)
        }
        Command::Wallets => {
            let balances = desk.reader()?.balances(None)?;
            desk.say(say::answer(words, &balances, desk.today))
        }
        Command::AddWallet(text) => add_wallet(desk, text),
        Command::SetBalance(text) => set_balance(desk, text),
        Command::Undo => match desk.acting.clone().with(desk.reply()).undo_newest() {
            Err(Error::Missing { noun: Noun::Change, .. }) => desk.say(words.talk.nothing_to_undo),
            outcome => Ok(outcome?.into()),
        },
        Command::Find(text) if text.is_empty() => desk.say(words.command.find_how),
        Command::Find(text) => find(desk, text),
        Command::Family(text) => super::family::family(desk, text),
        Command::Language(Some(language)) => desk.speak(*language),
        Command::Language(None) => {
            desk.say_with(&words.command.language_how.into(), keyboard::languages(), About::Nothing)
        }
        Command::Leave => desk.ask_to_leave(),
        Command::Unknown => desk.say(words.command.unknown),
    }
}

fn month(desk: &Desk<'_>, text: &str) -> Result<Done, Error> {
    let named = if text.is_empty() {
        None
    } else {
        let Some(month) = dialog::month_named(text, desk.today.month()) else {
            return desk.say(desk.words.command.month_unreadable);
        };
        Some(month)
    };
    let summary = desk.reader()?.month_summary(named)?;
    let details = keyboard::details(desk.words, desk.public_url, summary.period);
    desk.say_with(&say::month_report(desk.words, &summary, desk.today), details, About::Nothing)
}

fn add_wallet(desk: &Desk<'_>, text: &str) -> Result<Done, Error> {
    let (name, balance) = name_and_amount(desk, text)?;
    if name.is_empty() {
        return desk.say(desk.words.command.add_wallet_how);
    }
    let new = NewWallet { name, balance: balance.unwrap_or(0), ..NewWallet::default() };
    Ok(desk.acting.clone().with(desk.reply()).add_wallet(&new)?.into())
}

fn set_balance(desk: &Desk<'_>, text: &str) -> Result<Done, Error> {
    let (name, balance) = name_and_amount(desk, text)?;
    let (Some(balance), false) = (balance, name.is_empty()) else {
        return desk.say(desk.words.command.set_balance_how);
    };
    let wallets = desk.acting.wallets()?;
    let Some(wallet) = wallet_named(&wallets, &name) else {
        return desk.say((desk.words.command.no_such_wallet)(&name));
    };
    Ok(desk.acting.clone().with(desk.reply()).set_balance(wallet.wallet.id, balance)?.into())
}

fn wallet_named<'a>(wallets: &'a [WalletSeen], name: &str) -> Option<&'a WalletSeen> {
    let name = name.to_lowercase();
    let by_name = wallets.iter().find(|seen| seen.wallet.name.to_lowercase() == name);
    by_name.or_else(|| wallets.iter().find(|seen| seen.wallet.aliases.contains(&name)))
}

/// `Tabungan Anak 1,5 jt`: the amount is the ending, up to the word that no longer changes it.
fn name_and_amount(desk: &Desk<'_>, text: &str) -> Result<(String, Option<i64>), Error> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = None;
    let mut name = words.len();
    for split in (1..words.len()).rev().take(LONGEST_AMOUNT) {
        let longer = amount(desk, &words[split..].join(" "))?;
        if longer.is_some() && longer != found {
            (found, name) = (longer, split);
        }
    }
    Ok((words[..name].join(" "), found))
}

/// Minor units. Nothing and a debt are balances too, though no message records them.
fn amount(desk: &Desk<'_>, text: &str) -> Result<Option<i64>, Error> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest.trim_start()),
        None => (1, text),
    };
    let is_zero = text.trim_start_matches("Rp").trim_start_matches("rp").trim() == "0";
    if is_zero {
        return Ok(Some(0));
    }
    // An amount begins with a figure, or is written in words; a name that holds one is not it.
    let fix = desk.acting.preview_fix(text)?;
    let bare = fix.filter(|fix| {
        !fix.void
            && fix.wallet.is_none()
            && fix.category.is_none()
            && fix.day.is_none()
            && fix.description.is_none()
    });
    Ok(bare.and_then(|fix| fix.amount).map(|amount| sign * amount.minor()))
}

fn find(desk: &Desk<'_>, text: &str) -> Result<Done, Error> {
    let finding = desk.reader()?.search(text, Paging { most: FOUND, ..Paging::default() })?;
    let shown: Vec<Seen> = finding.hits.items.iter().map(|hit| hit.seen.clone()).collect();
    desk.say_with(
        &say::finding(desk.words, text, &finding, desk.today),
        keyboard::records(desk.words, &shown, None),
        about(&shown),
    )
}

fn about(found: &[Seen]) -> About {
    About::Transactions(found.iter().map(|seen| seen.transaction.id).collect())
}

/// The menu in one language.
pub(super) fn menu(words: &Words) -> Vec<wire::Command> {
    let said = &words.command;
    [
        ("today", said.today),
        ("month", said.month),
        ("summary", said.summary),
        ("laporan", words.reporting.command),
        ("wallets", said.wallets),
        ("addwallet", said.add_wallet),
        ("setbalance", said.set_balance),
        ("undo", said.undo),
        ("cari", said.find),
        ("keluarga", words.people.menu),
        ("bahasa", said.language),
        ("keluar", words.linking.menu),
        ("help", said.help),
    ]
    .map(|(command, description)| wire::Command { command, description })
    .to_vec()
}

/// In which scopes the menu is put up, each in Indonesian and English.
pub(super) const SCOPES: [&str; 3] = ["default", "all_private_chats", "all_group_chats"];

/// Tells Telegram the menu: in Indonesian for everybody, in English for phones that speak it.
pub(super) async fn register(client: &Client) -> Result<(), CallError> {
    for scope in SCOPES {
        let indonesian = menu(of(Language::Indonesian));
        client.set_my_commands(&indonesian, scope, None).await?;
        client.set_my_commands(&indonesian, scope, Some("id")).await?;
        client.set_my_commands(&menu(of(Language::English)), scope, Some("en")).await?;
    }
    Ok(())
}

/// The update's number as the store keeps it.
pub(super) const fn once(update: i64) -> Once {
    Once::Update(update.unsigned_abs())
}
