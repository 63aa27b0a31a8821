//! Checking the indexes of what is not money: members' names, lessons, drafts, sessions, chats, what waits to be sent.

use std::collections::BTreeMap;

use super::{AuditReport, Rows, compare, count, each};
use crate::ledger::{
    Attachment, AttachmentId, Draft, Invitation, Lesson, Member, PictureSize, Transaction, TransactionId,
    Wallet,
};
use crate::store::accounts::{self, LinkCode, Session};
use crate::store::chats::{self, Chat, Seen};
use crate::store::error::StoreError;
use crate::store::expiry::{self, Expiring};
use crate::store::look::Look;
use crate::store::notices::{self, Notice, Subscription};
use crate::store::outgoing::{self, Outgoing};
use crate::store::settings::{self, Reply};
use crate::store::tables::Table;
use crate::store::tokens::Token;
use crate::store::webhooks::{self, Delivery};
use crate::store::{drafts, facts, key, lessons};

pub(super) fn check(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    check_family(look, report)?;
    check_lessons(look, report)?;
    check_drafts(look, report)?;
    check_outgoing(look, report)?;
    check_pictures(look, report)?;
    check_passing(look, report)?;
    let mut due = Rows::new();
    each(look, report, Table::Deliveries, &mut |_, _, delivery: Delivery| {
        due.extend(webhooks::due_key(&delivery).map(|key| (key.to_vec(), Vec::new())));
        Ok(())
    })?;
    compare(look, report, Table::DeliveriesDue, due)?;
    let (mut of_member, mut due) = (Rows::new(), Rows::new());
    each(look, report, Table::Subscriptions, &mut |_, _, subscription: Subscription| {
        of_member.insert(notices::of_member(&subscription).to_vec(), Vec::new());
        Ok(())
    })?;
    each(look, report, Table::Notices, &mut |_, _, notice: Notice| {
        due.insert(notices::due_key(&notice).to_vec(), Vec::new());
        Ok(())
    })?;
    compare(look, report, Table::SubscriptionsOfMember, of_member)?;
    compare(look, report, Table::NoticesDue, due)?;
    let mut of_household = Rows::new();
    each(look, report, Table::Chats, &mut |_, _, chat: Chat| {
        of_household.insert(chats::of_household(&chat).to_vec(), Vec::new());
        Ok(())
    })?;
    compare(look, report, Table::ChatsOfHousehold, of_household)
}

fn check_family(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let (mut members, mut names, mut wallets) = (Rows::new(), Rows::new(), Rows::new());
    let mut accounts = Rows::new();
    each(look, report, Table::Members, &mut |_, _, member: Member| {
        members.insert(facts::in_household(member.household, member.id.to_bytes()).to_vec(), Vec::new());
        if member.removed.is_none() {
            names.insert(key::folded(&member.name).to_vec(), member.account.to_bytes().to_vec());
        }
        accounts.insert(facts::of_account(&member).to_vec(), Vec::new());
        Ok(())
    })?;
    each(look, report, Table::Wallets, &mut |_, _, wallet: Wallet| {
        wallets.insert(facts::in_household(wallet.household, wallet.id.to_bytes()).to_vec(), Vec::new());
        Ok(())
    })?;
    compare(look, report, Table::MembersOfHousehold, members)?;
    compare(look, report, Table::MemberNames, names)?;
    compare(look, report, Table::MembersOfAccount, accounts)?;
    compare(look, report, Table::WalletsOfHousehold, wallets)
}

fn check_lessons(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let mut rows: BTreeMap<Table, Rows> = BTreeMap::new();
    each(look, report, Table::Lessons, &mut |_, _, lesson: Lesson| {
        for (table, key) in lessons::places(&lesson) {
            rows.entry(table).or_default().insert(key, Vec::new());
        }
        Ok(())
    })?;
    for table in [Table::LessonsOfHousehold, Table::LessonsOfPhrase] {
        compare(look, report, table, rows.remove(&table).unwrap_or_default())?;
    }
    Ok(())
}

fn check_drafts(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let (mut of_member, mut by_expiry) = (Rows::new(), Rows::new());
    each(look, report, Table::Drafts, &mut |_, _, draft: Draft| {
        of_member.insert(drafts::of_member(&draft).to_vec(), Vec::new());
        by_expiry.insert(drafts::by_expiry(&draft).to_vec(), Vec::new());
        Ok(())
    })?;
    compare(look, report, Table::DraftsOfMember, of_member)?;
    compare(look, report, Table::DraftsByExpiry, by_expiry)
}

/// Every picture that a transaction shows is there and is its own, and every picture has all its bytes.
fn check_pictures(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let mut kept: BTreeMap<AttachmentId, TransactionId> = BTreeMap::new();
    let mut bytes = 0;
    each(look, report, Table::Attachments, &mut |report, _, attachment: Attachment| {
        kept.insert(attachment.id, attachment.transaction);
        for size in PictureSize::ALL {
            let key = key::picture(attachment.id, size);
            bytes += 1;
            if look.bytes(Table::AttachmentBytes, &key)?.is_none_or(|bytes| bytes.is_empty()) {
                report.note(Table::AttachmentBytes, &key, "is missing");
            }
        }
        Ok(())
    })?;
    count(look, Table::AttachmentBytes, bytes, report)?;
    each(look, report, Table::Transactions, &mut |report, _, transaction: Transaction| {
        for id in &transaction.particulars.attachments {
            if kept.get(id) != Some(&transaction.id) {
                report.note(
                    Table::Attachments,
                    &id.to_bytes(),
                    "is shown by a transaction that it is not of",
                );
            }
        }
        Ok(())
    })
}

fn check_outgoing(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let (mut of_chat, mut dead) = (Rows::new(), Rows::new());
    let mut firsts: BTreeMap<i64, (u64, [u8; 8])> = BTreeMap::new();
    each(look, report, Table::Outgoing, &mut |_, _, message: Outgoing| {
        let id = message.id.to_bytes().to_vec();
        if message.dead.is_some() {
            dead.insert(id, Vec::new());
            return Ok(());
        }
        of_chat.insert(outgoing::in_chat(&message).to_vec(), id);
        let place = (message.order, key::moment(message.not_before));
        let first = firsts.entry(message.chat).or_insert(place);
        *first = place.min(*first);
        Ok(())
    })?;
    let (mut heads, mut due) = (Rows::new(), Rows::new());
    for (chat, (_, at)) in firsts {
        heads.insert(key::chat(chat).to_vec(), at.to_vec());
        due.insert(key::join::<16>(&[&at, &key::chat(chat)]).to_vec(), Vec::new());
    }
    compare(look, report, Table::OutgoingOfChat, of_chat)?;
    compare(look, report, Table::OutgoingDead, dead)?;
    compare(look, report, Table::OutgoingHeads, heads)?;
    compare(look, report, Table::OutgoingDue, due)
}

/// What is forgotten after its time.
fn check_passing(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let (mut sessions, mut tokens, mut passing) = (Rows::new(), Rows::new(), Rows::new());
    let mut expires =
        |at, kind, key: &[u8]| passing.insert(expiry::key_of(at, kind, key).to_vec(), Vec::new());
    each(look, report, Table::Sessions, &mut |_, key, session: Session| {
        sessions.insert(accounts::of_member(&session).to_vec(), Vec::new());
        expires(session.expires, Expiring::Session, key);
        Ok(())
    })?;
    each(look, report, Table::Tokens, &mut |_, key, token: Token| {
        tokens.insert(accounts::in_hand_of(token.member, &token.hash).to_vec(), Vec::new());
        if let Some(at) = token.expires {
            expires(at, Expiring::Token, key);
        }
        Ok(())
    })?;
    each(look, report, Table::LinkCodes, &mut |_, key, code: LinkCode| {
        expires(code.expires, Expiring::LinkCode, key);
        Ok(())
    })?;
    each(look, report, Table::Invitations, &mut |_, key, invitation: Invitation| {
        expires(invitation.expires, Expiring::Invitation, key);
        Ok(())
    })?;
    each(look, report, Table::Replies, &mut |_, _, reply: Reply| {
        expires(reply.expires, Expiring::Reply, &settings::reply_key(reply.member, &reply.key_hash));
        Ok(())
    })?;
    each(look, report, Table::SeenUpdates, &mut |_, key, seen: Seen| {
        expires(seen.until, Expiring::Update, key);
        Ok(())
    })?;
    compare(look, report, Table::SessionsOfMember, sessions)?;
    compare(look, report, Table::TokensOfMember, tokens)?;
    compare(look, report, Table::Expiries, passing)
}
