//! Hears what a member says: records it, drafts it, answers it, or changes what it was about.

use unicode_normalization::UnicodeNormalization as _;

use super::errand::About;
use super::outcome::{Heard, Outcome};
use super::seen::see_draft;
use super::transaction::Amendment;
use super::{Acting, DraftFix, Error, Noun, Why};
use crate::capture::{self, Doubt, Fix, Item, Kind, KnownWallet, Reading, Setting};
use crate::ledger::{
    Act, Channel, Draft, DraftDoubt, DraftItem, Fact, TransactionId, TransactionType, Wallet, WalletChoice,
    WalletTemplate,
};
use crate::outside::later;
use crate::store::{Linked, Look, Pen};

/// A message in a chat, by the chat's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageRef {
    pub chat: i64,
    pub message: i64,
}

/// How long after recording something a bare "hapus" or "jadi 18rb" is still about it.
const AFTERTHOUGHT: std::time::Duration = std::time::Duration::from_secs(10 * 60);

impl Acting {
    /// The longest message read, in characters: Telegram's own limit.
    pub const MAX_TEXT: usize = 4_096;

    /// What a text would be understood as. Nothing is recorded.
    pub fn preview(&self, text: &str) -> Result<Reading, Error> {
        let text = clean_text(text)?;
        let setting = self.app.store().read(|look| self.setting(look))?;
        Ok(capture::read(&text, &setting))
    }

    /// Hears a message. `origin` is where it stands in its chat, so that an edit of it finds what it became.
    pub fn say(&self, text: &str, origin: Option<MessageRef>) -> Result<Heard, Error> {
        let text = clean_text(text)?;
        let (setting, wallets) = self.listening()?;
        let reading = capture::read(&text, &setting);
        if reading.kind == Kind::Query {
            let answer = self.answer(reading.question.as_ref())?;
            let outcome = self.write(move |_| Ok(Outcome::Answered(answer.clone())))?;
            return Ok(Heard { reading, outcome });
        }
        if let Some(outcome) = self.follow_up(&text, &reading, &setting, &wallets)? {
            return Ok(Heard { reading, outcome });
        }
        if reading.kind == Kind::Other {
            let outcome = self.write(|_| Ok(Outcome::Ignored))?;
            return Ok(Heard { reading, outcome });
        }
        self.must_record()?;
        let draft = self.draft_of(&reading, &wallets);
        let (this, certain) = (self.clone(), self.is_certain(&reading));
        let outcome = self.write(move |pen| {
            let outcome = this.settle_or_keep(pen, draft.clone(), certain)?;
            this.remember_origin(pen, origin, &outcome)?;
            Ok(outcome)
        })?;
        Ok(Heard { reading, outcome })
    }

    /// Hears a message said about something recorded or drafted: "hapus", "jadi 18rb", "bukan gopay, bca".
    /// One that says nothing about it is heard as a message of its own.
    pub fn say_about(&self, text: &str, about: &About) -> Result<Heard, Error> {
        let text = clean_text(text)?;
        let (setting, wallets) = self.listening()?;
        let reading = capture::read(&text, &setting);
        let fix = capture::read_fix(&text, &setting);
        let outcome = match (self.resolve(about)?, fix) {
            (_, None) | (About::Nothing, _) => return self.say(&text, None),
            (About::Transactions(ids), Some(fix)) => self.apply_fix(&ids, &fix, &wallets)?,
            (About::Draft(id), Some(fix)) => {
                if fix.void {
                    self.drop_draft(id)?
                } else {
                    let fix = self.draft_fix(id, &fix, &wallets)?;
                    self.fix_draft(id, vec![fix], true)?
                }
            }
        };
        Ok(Heard { reading, outcome })
    }

    /// Hears a message again after its writer edited it: what it became is made to say the new thing.
    pub fn resay(&self, text: &str, origin: MessageRef) -> Result<Heard, Error> {
        let text = clean_text(text)?;
        let about = self.about(origin)?;
        let (setting, wallets) = self.listening()?;
        let reading = capture::read(&text, &setting);
        match self.resolve(&about)? {
            About::Nothing => self.say(&text, Some(origin)),
            About::Draft(id) => self.replace_draft(id, reading, &wallets, origin),
            About::Transactions(ids) => self.replace_transactions(&ids, reading, &wallets, origin),
        }
    }

    /// What a message in a chat stands for.
    pub fn about(&self, message: MessageRef) -> Result<About, Error> {
        self.app.store().read(|look| {
            Ok(match look.linked(Channel::Telegram, message.chat, message.message)? {
                None => About::Nothing,
                Some(Linked::Draft(id)) => About::Draft(id),
                Some(Linked::Transactions(ids)) => About::Transactions(ids),
            })
        })
    }

    /// A draft that was settled meanwhile stands for what it became.
    fn resolve(&self, about: &About) -> Result<About, Error> {
        let About::Draft(id) = about else { return Ok(about.clone()) };
        let settled = self.app.store().read(|look| self.settled_transactions(look, *id))?;
        Ok(if settled.is_empty() { about.clone() } else { About::Transactions(settled) })
    }

    fn listening(&self) -> Result<(Setting, Vec<Wallet>), Error> {
        self.app.store().read(|look| {
            let wallets = look.wallets(self.household.id)?;
            Ok((self.setting(look)?, wallets))
        })
    }

    /// What the reader of messages needs to know of this family: its day, and the wallets it may name. The
    /// well-known ones it does not have yet are known too; naming one adds it.
    fn setting(&self, look: &Look<'_>) -> Result<Setting, Error> {
        let own = look.wallets(self.household.id)?;
        let mut wallets: Vec<KnownWallet> = own
            .iter()
            .filter(|wallet| !wallet.archived)
            .map(|wallet| KnownWallet {
                name: wallet.name.clone(),
                aliases: wallet.aliases.clone(),
                kind: wallet.kind,
            })
            .collect();
        let missing = crate::ledger::WALLET_TEMPLATES
            .iter()
            .filter(|template| own.iter().all(|wallet| !wallet.name.eq_ignore_ascii_case(template.name)));
        wallets.extend(missing.map(|template| KnownWallet::named(template.name)));
        Ok(Setting {
            today: self.today(),
            hour: self.household.zone.local(self.ctx.now).hour(),
            currency: self.household.currency,
            wallets,
        })
    }

    fn is_certain(&self, reading: &Reading) -> bool {
        reading.doubts.is_empty() && reading.confidence >= self.household.threshold
    }

    fn draft_of(&self, reading: &Reading, wallets: &[Wallet]) -> Draft {
        let mut doubts: Vec<DraftDoubt> = reading.doubts.iter().map(draft_doubt).collect();
        if doubts.is_empty() {
            doubts.push(DraftDoubt::Unsure);
        }
        Draft {
            id: self.app.new_draft_id(self.ctx.now),
            household: self.household.id,
            member: self.member.id,
            channel: self.ctx.channel,
            text: reading.text.clone(),
            items: reading
                .items
                .iter()
                .enumerate()
                .map(|(index, item)| draft_item(index, item, reading, wallets))
                .collect(),
            doubts,
            confidence: reading.confidence,
            created: self.ctx.now,
            expires: later(self.ctx.now, self.app.options().draft_life),
            settled: None,
        }
    }

    fn settle_or_keep(&self, pen: &mut Pen<'_>, draft: Draft, certain: bool) -> Result<Outcome, Error> {
        if certain && draft.missing().is_empty() {
            return self.record(pen, draft, false);
        }
        pen.put_draft(&draft)?;
        Ok(Outcome::Drafted(see_draft(pen, draft)?))
    }

    fn remember_origin(
        &self,
        pen: &mut Pen<'_>,
        origin: Option<MessageRef>,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        let linked = match outcome {
            Outcome::Recorded(recorded) => {
                Linked::Transactions(recorded.transactions.iter().map(|seen| seen.transaction.id).collect())
            }
            Outcome::Drafted(seen) => Linked::Draft(seen.draft.id),
            _ => return Ok(()),
        };
        if let Some(origin) = origin {
            pen.put_linked(self.ctx.channel, origin.chat, origin.message, &linked)?;
        }
        Ok(())
    }

    /// A message that only makes sense after the one before it: the price that was asked for, or a second
    /// thought about what was just recorded.
    fn follow_up(
        &self,
        text: &str,
        reading: &Reading,
        setting: &Setting,
        wallets: &[Wallet],
    ) -> Result<Option<Outcome>, Error> {
        let Some(fix) = capture::read_fix(text, setting) else { return Ok(None) };
        let asked = self.app.store().read(|look| self.asked_for_amount(look))?;
        if let (Some(id), Some(_), false) = (asked, fix.amount, fix.void)
            && is_bare(reading)
        {
            let fix = self.draft_fix(id, &fix, wallets)?;
            return self.fix_draft(id, vec![fix], true).map(Some);
        }
        if reading.kind == Kind::Transaction {
            return Ok(None);
        }
        match self.app.store().read(|look| self.just_recorded(look))? {
            Some(ids) => self.apply_fix(&ids, &fix, wallets).map(Some),
            None => Ok(None),
        }
    }

    /// This member's newest draft, when it waits for an amount and was asked lately.
    fn asked_for_amount(&self, look: &Look<'_>) -> Result<Option<crate::ledger::DraftId>, Error> {
        let newest =
            look.drafts(self.member.id)?.into_iter().filter(|draft| draft.settled.is_none()).next_back();
        Ok(newest
            .filter(|draft| self.ctx.now < later(draft.created, AFTERTHOUGHT))
            .filter(|draft| draft.doubts.iter().any(|doubt| matches!(doubt, DraftDoubt::NoAmount { .. })))
            .map(|draft| draft.id))
    }

    /// What this member recorded last, if that was a moment ago and through this channel.
    fn just_recorded(&self, look: &Look<'_>) -> Result<Option<Vec<TransactionId>>, Error> {
        for change in look.newest_changes(self.household.id, None, 20)? {
            if change.member != Some(self.member.id) || change.channel != self.ctx.channel {
                continue;
            }
            let fresh = self.ctx.now < later(change.at, AFTERTHOUGHT);
            let stands = look.undo_of(change.seq)?.is_none();
            let about_records = matches!(change.act, Act::Record | Act::Amend);
            return Ok((fresh && stands && about_records).then(|| change.transactions()));
        }
        Ok(None)
    }

    fn apply_fix(&self, ids: &[TransactionId], fix: &Fix, wallets: &[Wallet]) -> Result<Outcome, Error> {
        if fix.void {
            return self.void(ids.to_vec());
        }
        let amendment = Amendment {
            amount: fix.amount.map(crate::ledger::Money::minor),
            category: fix.category,
            wallet: self.fixed_wallet(fix.wallet.as_deref(), wallets)?,
            to_wallet: self.fixed_wallet(fix.to_wallet.as_deref(), wallets)?,
            day: fix.day,
            description: fix.description.clone(),
            kind: fix.kind,
            ..Amendment::default()
        };
        let ids = match (amendment.amount, fix.replaces, ids) {
            // "bukan 15 tapi 20": the one of several that says 15.
            (Some(_), Some(old), [_, _, ..]) => self.of_amount(ids, old)?,
            _ => ids.to_vec(),
        };
        self.amend_all(ids, amendment)
    }

    fn of_amount(
        &self,
        ids: &[TransactionId],
        old: crate::ledger::Money,
    ) -> Result<Vec<TransactionId>, Error> {
        let found = self.app.store().read(|look| -> Result<Vec<_>, Error> {
            let mut found = Vec::new();
            for id in ids {
                if self.own(look, *id)?.amount()? == old {
                    found.push(*id);
                }
            }
            Ok(found)
        })?;
        if found.len() == 1 { Ok(found) } else { Err(Error::invalid("amount", Why::Misfit)) }
    }

    fn draft_fix(
        &self,
        id: crate::ledger::DraftId,
        fix: &Fix,
        wallets: &[Wallet],
    ) -> Result<DraftFix, Error> {
        let draft = self.draft(id)?.draft;
        // An amount goes to the item that lacks one; anything else to the only item, or the first.
        let lacking = draft.doubts.iter().find_map(|doubt| match doubt {
            DraftDoubt::NoAmount { item } | DraftDoubt::Magnitude { item } => Some(*item),
            _ => None,
        });
        Ok(DraftFix {
            item: lacking.filter(|_| fix.amount.is_some()).unwrap_or(0),
            kind: fix.kind,
            amount: fix.amount.map(crate::ledger::Money::minor),
            category: fix.category,
            wallet: self.fixed_wallet(fix.wallet.as_deref(), wallets)?,
            to_wallet: self.fixed_wallet(fix.to_wallet.as_deref(), wallets)?,
            day: fix.day,
            description: fix.description.clone(),
        })
    }

    /// The wallet a correction names; a template the family does not have is not added by a correction.
    fn fixed_wallet(
        &self,
        name: Option<&str>,
        wallets: &[Wallet],
    ) -> Result<Option<crate::ledger::WalletId>, Error> {
        let Some(name) = name else { return Ok(None) };
        let found = wallets.iter().find(|wallet| wallet.name == name && !wallet.archived);
        found.map(|wallet| Some(wallet.id)).ok_or_else(|| Error::missing(Noun::Wallet, &name))
    }

    fn replace_draft(
        &self,
        id: crate::ledger::DraftId,
        reading: Reading,
        wallets: &[Wallet],
        origin: MessageRef,
    ) -> Result<Heard, Error> {
        let fresh = Draft { id, ..self.draft_of(&reading, wallets) };
        let (this, certain) = (self.clone(), self.is_certain(&reading));
        let is_transaction = reading.kind == Kind::Transaction;
        let outcome = self.write(move |pen| {
            this.waiting_draft(pen, id)?;
            if !is_transaction {
                pen.delete_draft(id)?;
                return Ok(Outcome::Dropped { draft: id });
            }
            let outcome = if certain && fresh.missing().is_empty() {
                this.record(pen, fresh.clone(), true)?
            } else {
                pen.put_draft(&fresh)?;
                Outcome::Drafted(see_draft(pen, fresh.clone())?)
            };
            this.remember_origin(pen, Some(origin), &outcome)?;
            Ok(outcome)
        })?;
        Ok(Heard { reading, outcome })
    }

    /// Makes recorded transactions say what an edited message says now: as one act, item by item, adding and
    /// voiding where the number of items changed.
    fn replace_transactions(
        &self,
        ids: &[TransactionId],
        reading: Reading,
        wallets: &[Wallet],
        origin: MessageRef,
    ) -> Result<Heard, Error> {
        if reading.kind != Kind::Transaction {
            let outcome = self.void(ids.to_vec())?;
            return Ok(Heard { reading, outcome });
        }
        self.must_record()?;
        let draft = self.draft_of(&reading, wallets);
        let (this, ids) = (self.clone(), ids.to_vec());
        let outcome = self.write(move |pen| this.rewrite(pen, &ids, draft.clone(), origin))?;
        Ok(Heard { reading, outcome })
    }

    fn rewrite(
        &self,
        pen: &mut Pen<'_>,
        ids: &[TransactionId],
        draft: Draft,
        origin: MessageRef,
    ) -> Result<Outcome, Error> {
        let missing = draft.missing();
        if !missing.is_empty() {
            // The edit took away what a record needs; what is recorded stays until it is said.
            return Err(Error::invalid("amount", Why::Missing));
        }
        let (new_wallets, new) = self.to_transactions(pen, &draft)?;
        let mut facts: Vec<Fact> =
            new_wallets.into_iter().map(|after| Fact::Wallet { before: None, after }).collect();
        let mut kept = Vec::new();
        for (place, id) in ids.iter().enumerate() {
            let before = self.own(pen, *id)?;
            self.must_change(&before)?;
            let version = before.version + 1;
            let after = match new.get(place) {
                Some(new) => {
                    kept.push(*id);
                    crate::ledger::Transaction {
                        id: *id,
                        member: before.member,
                        recorded: before.recorded,
                        note: before.note.clone(),
                        version,
                        ..new.clone()
                    }
                }
                None => crate::ledger::Transaction {
                    voided: before.voided.or(Some(self.ctx.now)),
                    version,
                    ..before.clone()
                },
            };
            facts.push(super::transaction::fact(Some(before), after));
        }
        for extra in new.into_iter().skip(ids.len()) {
            kept.push(extra.id);
            facts.push(super::transaction::fact(None, extra));
        }
        let (change, transactions) = self.append_and_see(pen, Act::Amend, facts, &kept)?;
        pen.put_linked(self.ctx.channel, origin.chat, origin.message, &Linked::Transactions(kept))?;
        Ok(Outcome::Amended { change, transactions })
    }
}

/// A message that is nothing but an amount.
fn is_bare(reading: &Reading) -> bool {
    match reading.items.as_slice() {
        [] => true,
        [item] => item.description.is_empty(),
        _ => false,
    }
}

fn draft_doubt(doubt: &Doubt) -> DraftDoubt {
    match *doubt {
        Doubt::NoAmount { item } => DraftDoubt::NoAmount { item },
        Doubt::Magnitude { item, .. } => DraftDoubt::Magnitude { item },
        Doubt::OneWallet { item } => DraftDoubt::OneWallet { item },
        Doubt::OddDay { item } => DraftDoubt::OddDay { item },
        Doubt::MaybeNotMoney => DraftDoubt::MaybeNotMoney,
        Doubt::TotalDiffers { total } => DraftDoubt::TotalDiffers { total },
    }
}

fn draft_item(index: usize, item: &Item, reading: &Reading, wallets: &[Wallet]) -> DraftItem {
    let other_amount = reading.doubts.iter().find_map(|doubt| match doubt {
        Doubt::Magnitude { item, other } if *item == index => Some(*other),
        _ => None,
    });
    let choice = |name: &String| {
        let own = wallets.iter().find(|wallet| wallet.name == *name && !wallet.archived);
        match own {
            Some(wallet) => Some(WalletChoice::Known(wallet.id)),
            None => {
                WalletTemplate::named(name).map(|template| WalletChoice::Template(template.name.to_owned()))
            }
        }
    };
    let transfer = item.kind == TransactionType::Transfer;
    DraftItem {
        kind: item.kind,
        amount: item.amount,
        other_amount,
        category: item.category,
        wallet: item.wallet.as_ref().and_then(choice),
        to_wallet: item.to_wallet.as_ref().filter(|_| transfer).and_then(choice),
        fee: item.fee,
        day: item.day,
        description: clean_line(&item.description),
        person: item.person.as_deref().map(clean_line),
        confidence: item.confidence,
    }
}

/// A message as it is kept: composed characters, line breaks but no other control characters, not too long.
pub(super) fn clean_text(text: &str) -> Result<String, Error> {
    let text: String = text.nfc().filter(|c| *c == '\n' || !c.is_control()).collect();
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid("text", Why::Empty));
    }
    if text.chars().count() > Acting::MAX_TEXT {
        return Err(Error::invalid("text", Why::TooLong { most: Acting::MAX_TEXT }));
    }
    Ok(text.to_owned())
}

/// A name or description as it is kept: one line, single spaces, composed characters, nothing invisible that
/// turns text around.
pub(super) fn clean_line(text: &str) -> String {
    let visible: String = text
        .nfc()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_lines_and_nothing_that_cannot_be_seen() {
        assert_eq!(clean_text(" kopi 22rb\nroti\u{7} 10rb \n").unwrap(), "kopi 22rb\nroti 10rb");
        assert_eq!(clean_line("  Kopi\n\tsusu \u{202E}gelap "), "Kopi susu gelap");
        assert!(clean_text(" \n ").is_err());
        assert!(clean_text(&"a".repeat(Acting::MAX_TEXT + 1)).is_err());
    }
}
