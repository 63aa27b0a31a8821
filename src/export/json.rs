//! Everything as JSON: one file a kind of thing, one thing a line inside its array.

use std::io::Write;

use serde_json::{Value, json};

use super::{Archive, picture, unwritten};
use crate::app::{Error, Export, Seen, WalletSeen};
use crate::ledger::{
    Act, Category, Change, Channel, Cycle, Fact, Flow, Household, Lesson, LessonState, Line, Member, Money,
    Movement, Rate, Tag, Teaching, Transaction, TransactionType, Visibility, WalletKind,
};

pub(super) fn write<W: Write>(export: &Export<'_>, archive: &mut Archive<W>) -> Result<(), Error> {
    let one = |value: &Value| serde_json::to_vec_pretty(value).map_err(unwritten);
    archive.file("household.json")?.write_all(&one(&household(export.household))?).map_err(unwritten)?;
    list(archive, "members.json", |row| export.members()?.iter().try_for_each(|one| row(&member(one))))?;
    list(archive, "wallets.json", |row| export.wallets()?.iter().try_for_each(|one| row(&wallet(one))))?;
    list(archive, "categories.json", |row| {
        export.categories()?.iter().try_for_each(|one| row(&category(one)))
    })?;
    list(archive, "rates.json", |row| export.rates()?.iter().try_for_each(|one| row(&rate(one))))?;
    list(archive, "lessons.json", |row| export.lessons()?.iter().try_for_each(|one| row(&lesson(one))))?;
    list(archive, "transactions.json", |row| export.each_transaction(|seen| row(&seen_transaction(seen))))?;
    list(archive, "bin.json", |row| export.each_voided(|seen| row(&seen_transaction(seen))))?;
    list(archive, "journal.json", |row| export.each_change(|one| row(&change(one))))
}

/// A file with an array, written row by row.
fn list<W: Write>(
    archive: &mut Archive<W>,
    name: &str,
    rows: impl FnOnce(&mut dyn FnMut(&Value) -> Result<(), Error>) -> Result<(), Error>,
) -> Result<(), Error> {
    let out = archive.file(name)?;
    out.write_all(b"[").map_err(unwritten)?;
    let mut before = "\n";
    rows(&mut |value| {
        out.write_all(before.as_bytes()).map_err(unwritten)?;
        before = ",\n";
        serde_json::to_writer(&mut *out, value).map_err(unwritten)
    })?;
    out.write_all(b"\n]\n").map_err(unwritten)
}

fn household(household: &Household) -> Value {
    json!({
        "id": household.id.to_string(),
        "name": household.name,
        "zone": household.zone.name(),
        "currency": household.currency.code(),
        "payday": match household.cycle { Cycle::Calendar => None, Cycle::Payday(day) => Some(day) },
        "threshold_permille": household.threshold.get(),
        "created": household.created.to_string(),
    })
}

fn member(member: &Member) -> Value {
    json!({
        "id": member.id.to_string(),
        "name": member.name,
        "role": member.role.code(),
        "language": member.language.code(),
        "default_wallet": member.default_wallet.map(|id| id.to_string()),
        "created": member.created.to_string(),
        "removed": member.removed.map(|at| at.to_string()),
    })
}

fn wallet(seen: &WalletSeen) -> Value {
    let wallet = &seen.wallet;
    json!({
        "id": wallet.id.to_string(),
        "name": wallet.name,
        "kind": match wallet.kind {
            WalletKind::Cash => "cash",
            WalletKind::Bank => "bank",
            WalletKind::EWallet => "ewallet",
            WalletKind::Card => "card",
        },
        "currency": wallet.currency.code(),
        "colour": wallet.colour,
        "aliases": wallet.aliases,
        "archived": wallet.archived,
        "holder": wallet.sharing.holder.map(|id| id.to_string()),
        "others": visibility(wallet.sharing.others),
        "grants": wallet.sharing.grants.iter()
            .map(|(to, granted)| json!({"member": to.to_string(), "sees": visibility(*granted)}))
            .collect::<Vec<_>>(),
        "statement_day": wallet.card.map(|card| card.statement_day),
        "due_day": wallet.card.map(|card| card.due_day),
        "balance_minor": seen.balance.minor(),
    })
}

const fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Private => "private",
        Visibility::MonthlySum => "monthly_sum",
        Visibility::Full => "full",
    }
}

fn category(category: &Category) -> Value {
    json!({
        "slug": category.slug.as_str(),
        "flow": match category.flow {
            Flow::Expense => "expense",
            Flow::Income => "income",
            Flow::Transfer => "transfer",
        },
        "name": category.name,
        "colour": category.colour,
        "icon": category.icon,
        "group": category.group,
        "hidden": category.hidden,
        "merged_into": category.merged_into.as_ref().map(ToString::to_string),
    })
}

fn rate(rate: &Rate) -> Value {
    json!({"currency": rate.currency.code(), "day": rate.day.to_string(), "micros": rate.micros})
}

fn lesson(lesson: &Lesson) -> Value {
    let teaches = match &lesson.teaches {
        Teaching::Category { kind: of, category } | Teaching::Type { kind: of, category } => {
            json!({"type": kind(*of), "category": category.as_str()})
        }
        Teaching::Wallet(id) => json!({"wallet": id.to_string()}),
    };
    json!({
        "id": lesson.id.to_string(),
        "phrase": lesson.phrase,
        "teaches": teaches,
        "member": lesson.member.to_string(),
        "at": lesson.at.to_string(),
        "state": match lesson.state {
            LessonState::Active => "active",
            LessonState::Undone => "undone",
            LessonState::Forbidden => "forbidden",
        },
    })
}

const fn kind(kind: TransactionType) -> &'static str {
    match kind {
        TransactionType::Expense => "expense",
        TransactionType::Income => "income",
        TransactionType::Transfer => "transfer",
        TransactionType::Adjustment => "adjustment",
    }
}

fn seen_transaction(seen: &Seen) -> Value {
    let mut value = transaction(&seen.transaction);
    value["wallet_name"] = json!(seen.wallet.wallet.name);
    value["to_wallet_name"] = json!(seen.to_wallet.as_ref().map(|to| &to.wallet.name));
    value["member_name"] = json!(seen.member);
    value
}

fn transaction(transaction: &Transaction) -> Value {
    let minor = |money: Option<Money>| money.map(Money::minor);
    let (lines, amount, received, fee, description) = match &transaction.movement {
        Movement::Expense { lines, .. } | Movement::Income { lines, .. } => {
            (lines.as_slice(), None, None, None, None)
        }
        Movement::Transfer { amount, received, fee, description, .. } => {
            (&[][..], Some(*amount), *received, *fee, Some(description))
        }
        Movement::Adjustment { difference, description, .. } => {
            (&[][..], Some(*difference), None, None, Some(description))
        }
    };
    let more = &transaction.particulars;
    json!({
        "id": transaction.id.to_string(),
        "type": kind(transaction.kind()),
        "day": transaction.day.to_string(),
        "currency": transaction.currency().code(),
        "wallet": transaction.wallet().to_string(),
        "to_wallet": transaction.to_wallet().map(|id| id.to_string()),
        "lines": lines.iter().map(line).collect::<Vec<_>>(),
        "amount_minor": minor(amount),
        "received_minor": minor(received),
        "received_currency": received.map(|money| money.currency().to_string()),
        "fee_minor": minor(fee),
        "description": description,
        "person": transaction.person,
        "note": transaction.note,
        "paid_by": more.paid_by.map(|id| id.to_string()),
        "for_whom": more.for_whom.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "tags": more.tags.iter().map(Tag::as_str).collect::<Vec<_>>(),
        "attachments": more.attachments.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "pictures": more.attachments.iter().map(|id| picture(*id)).collect::<Vec<_>>(),
        "refund_of": more.refund_of.map(|id| id.to_string()),
        "secret_until": more.secret_until.map(|day| day.to_string()),
        "member": transaction.member.to_string(),
        "channel": channel(transaction.source.channel),
        "text": transaction.source.text,
        "confidence_permille": transaction.source.confidence.map(crate::ledger::Permille::get),
        "recorded": transaction.recorded.to_string(),
        "voided": transaction.voided.map(|at| at.to_string()),
        "version": transaction.version,
    })
}

fn line(line: &Line) -> Value {
    json!({
        "amount_minor": line.amount.minor(),
        "category": line.category.as_str(),
        "description": line.description,
    })
}

const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Telegram => "telegram",
        Channel::Web => "web",
        Channel::Api => "api",
        Channel::Box => "box",
    }
}

/// One act: who did it, when, and which things it left behind.
fn change(change: &Change) -> Value {
    let things: Vec<Value> = change
        .facts
        .iter()
        .map(|fact| match fact {
            Fact::Transaction { after, .. } => {
                json!({"transaction": after.id.to_string(), "version": after.version})
            }
            Fact::Wallet { after, .. } => json!({"wallet": after.id.to_string(), "version": after.version}),
            Fact::Member { after, .. } => json!({"member": after.id.to_string(), "version": after.version}),
            Fact::Household { after, .. } => {
                json!({"household": after.id.to_string(), "version": after.version})
            }
            Fact::Lesson { after, .. } => json!({"lesson": after.id.to_string()}),
            Fact::Category { after, .. } => {
                json!({"category": after.slug.as_str(), "version": after.version})
            }
            Fact::Rate { after, .. } => {
                json!({"rate": after.currency.code(), "day": after.day.to_string()})
            }
        })
        .collect();
    let undoes = match change.act {
        Act::Undo { seq } => Some(seq),
        _ => None,
    };
    json!({
        "seq": change.seq,
        "at": change.at.to_string(),
        "member": change.member.map(|id| id.to_string()),
        "channel": channel(change.channel),
        "act": change.act.code(),
        "undoes": undoes,
        "things": things,
    })
}
