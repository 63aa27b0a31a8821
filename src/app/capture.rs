//! Hears what a member says: records it, drafts it, answers it, or changes what it was about.

use std::sync::Arc;
use std::time::Instant;

use super::errand::About;
use super::outcome::{Heard, Outcome};
use super::seen::see_draft;
use super::text::{clean_line, clean_text};
use super::{Acting, Error};
use crate::capture::{self, Doubt, Item, Kind, KnownWallet, Reading, Setting};
use crate::ledger::{
    Draft, DraftDoubt, DraftItem, TransactionType, WALLET_TEMPLATES, Wallet, WalletChoice, WalletTemplate,
};
use crate::outside::later;
use crate::store::{Linked, Look, Pen};

/// A message in a chat, by the chat's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageRef {
    pub chat: i64,
    pub message: i64,
}

impl Acting {
    /// The longest message read, in characters: Telegram's own limit.
    pub const MAX_TEXT: usize = 4_096;

    /// What a text would be understood as. Nothing is recorded.
    pub fn preview(&self, text: &str) -> Result<Reading, Error> {
        let text = clean_text(text)?;
        let setting = self.app.store().read(|look| self.setting(look))?;
        Ok(capture::read(&text, &setting))
    }

    /// What a text would be understood as, with the words that decided. Nothing is recorded.
    pub fn explain(&self, text: &str) -> Result<Reading, Error> {
        let text = clean_text(text)?;
        let setting = self.app.store().read(|look| self.setting(look))?;
        Ok(capture::explain(&text, &setting))
    }

    /// The correction a text would make of something already said, if it would make one.
    pub fn preview_fix(&self, text: &str) -> Result<Option<capture::Fix>, Error> {
        let text = clean_text(text)?;
        let setting = self.app.store().read(|look| self.setting(look))?;
        Ok(capture::read_fix(&text, &setting))
    }

    /// Hears a message. `origin` is where it stands in its chat, so that an edit of it finds what it became.
    pub fn say(&self, text: &str, origin: Option<MessageRef>) -> Result<Heard, Error> {
        let text = clean_text(text)?;
        let metrics = self.app.metrics();
        let began = Instant::now();
        let (setting, wallets) = self.listening()?;
        metrics.staged("know", began.elapsed());
        let began = Instant::now();
        let reading = capture::read(&text, &setting);
        metrics.staged("understand", began.elapsed());
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
        let began = Instant::now();
        let outcome = self.write(move |pen| {
            let outcome = this.settle_or_keep(pen, draft.clone(), certain)?;
            this.remember_origin(pen, origin, &outcome)?;
            Ok(outcome)
        })?;
        metrics.staged("record", began.elapsed());
        Ok(Heard { reading, outcome })
    }

    /// Understands a message, and keeps what it would record as a draft however sure that is: for whoever may propose
    /// but not decide.
    pub fn propose(&self, text: &str) -> Result<Outcome, Error> {
        let text = clean_text(text)?;
        self.must_record()?;
        let (setting, wallets) = self.listening()?;
        let reading = capture::read(&text, &setting);
        if reading.kind != Kind::Transaction {
            return self.write(|_| Ok(Outcome::Ignored));
        }
        let (this, draft) = (self.clone(), self.draft_of(&reading, &wallets));
        self.write(move |pen| this.settle_or_keep(pen, draft.clone(), false))
    }

    /// What a message in a chat stands for.
    pub fn about(&self, message: MessageRef) -> Result<About, Error> {
        self.app.store().read(|look| {
            Ok(match look.linked(self.ctx.channel, message.chat, message.message)? {
                None => About::Nothing,
                Some(Linked::Draft(id)) => About::Draft(id),
                Some(Linked::Transactions(ids)) => About::Transactions(ids),
            })
        })
    }

    /// A draft that was settled meanwhile stands for what it became.
    pub(super) fn resolve(&self, about: &About) -> Result<About, Error> {
        let About::Draft(id) = about else { return Ok(about.clone()) };
        let settled = self.app.store().read(|look| Self::settled_transactions(look, *id))?;
        Ok(if settled.is_empty() { about.clone() } else { About::Transactions(settled) })
    }

    pub(super) fn listening(&self) -> Result<(Setting, Vec<Wallet>), Error> {
        self.app.store().read(|look| Ok((self.setting(look)?, self.seen_wallets(look)?)))
    }

    /// What the reader of messages needs to know of this family: its day, and the wallets that this member may
    /// name. The well-known ones they do not see are known too; naming one adds it.
    fn setting(&self, look: &Look<'_>) -> Result<Setting, Error> {
        let habits = self.app.habits(look, self.household.id)?;
        Ok(Setting { habits, ..self.untaught_setting(look)? })
    }

    /// The same without what the family taught.
    pub(super) fn untaught_setting(&self, look: &Look<'_>) -> Result<Setting, Error> {
        let own = self.seen_wallets(look)?;
        let mut wallets: Vec<KnownWallet> = own
            .iter()
            .filter(|wallet| !wallet.archived)
            .map(|wallet| KnownWallet {
                id: Some(wallet.id),
                name: wallet.name.clone(),
                aliases: wallet.aliases.clone(),
                kind: wallet.kind,
            })
            .collect();
        let missing = WALLET_TEMPLATES
            .iter()
            .filter(|template| own.iter().all(|wallet| !wallet.name.eq_ignore_ascii_case(template.name)));
        wallets.extend(missing.map(|template| KnownWallet::named(template.name)));
        Ok(Setting {
            cycle: self.household.cycle,
            today: self.household.zone.day_of(self.heard_at()),
            hour: self.household.zone.local(self.heard_at()).hour(),
            currency: self.household.currency,
            wallets,
            habits: Arc::default(),
            categories: Arc::new(look.known_categories(self.household.id)?),
        })
    }

    pub(super) fn is_certain(&self, reading: &Reading) -> bool {
        reading.doubts.is_empty() && reading.confidence >= self.household.threshold
    }

    pub(super) fn draft_of(&self, reading: &Reading, wallets: &[Wallet]) -> Draft {
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

    /// A draft that waits as long as its household says.
    pub(super) fn lasting(&self, look: &Look<'_>, draft: Draft) -> Result<Draft, Error> {
        let expires = later(draft.created, self.app.draft_life(look, self.household.id)?);
        Ok(Draft { expires, ..draft })
    }

    fn settle_or_keep(&self, pen: &mut Pen<'_>, draft: Draft, certain: bool) -> Result<Outcome, Error> {
        if certain && draft.missing().is_empty() {
            return self.record(pen, draft, false);
        }
        let draft = self.lasting(pen, draft)?;
        pen.put_draft(&draft)?;
        Ok(Outcome::Drafted(see_draft(pen, draft)?))
    }

    pub(super) fn remember_origin(
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
