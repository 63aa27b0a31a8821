//! Drafts: what was understood with a doubt, until a person says yes, fixes it, or lets it go.

use super::outcome::{DraftSeen, Outcome, Recorded};
use super::seen::{see_draft, usual_wallet};
use super::transaction::{fact, fitting};
use super::{Acting, Error, Noun, Why};
use crate::ledger::{
    Act, Categories, CategorySlug, Day, Draft, DraftDoubt, DraftId, DraftItem, Fact, Money, Settling,
    Timestamp, Transaction, TransactionType, Unsettled, Wallet, WalletChoice, WalletId,
};
use crate::outside::later;
use crate::store::{Look, Pen};

/// How long a settled draft is kept: as long as somebody may reply to its message.
const SETTLED_LIFE: std::time::Duration = std::time::Duration::from_hours(90 * 24);

/// What a person says one item of a draft should be. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftFix {
    /// Position of the item.
    pub item: usize,
    pub kind: Option<TransactionType>,
    /// Minor units, more than nothing.
    pub amount: Option<i64>,
    pub category: Option<CategorySlug>,
    pub wallet: Option<WalletId>,
    pub to_wallet: Option<WalletId>,
    pub day: Option<Day>,
    pub description: Option<String>,
}

impl Acting {
    /// This member's drafts that still wait, oldest first.
    pub fn drafts(&self) -> Result<Vec<DraftSeen>, Error> {
        self.app.store().read(|look| {
            let drafts = look.drafts(self.member.id)?;
            let waiting = drafts.into_iter().filter(|draft| self.waits(draft));
            waiting.map(|draft| see_draft(look, draft)).collect()
        })
    }

    /// One draft, settled ones too.
    pub fn draft(&self, id: DraftId) -> Result<DraftSeen, Error> {
        self.app.store().read(|look| {
            let draft = self.own_draft(look, id)?;
            see_draft(look, draft)
        })
    }

    /// Changes items of a draft. When `record` is set and nothing is left to ask, it is recorded at once.
    pub fn fix_draft(&self, id: DraftId, fixes: Vec<DraftFix>, record: bool) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            let mut draft = this.waiting_draft(pen, id)?;
            let before = draft.clone();
            for fix in &fixes {
                this.fix(pen, &mut draft, fix)?;
            }
            let learned = this.learn_from_draft(pen, &before, &draft)?;
            if record && draft.doubts.is_empty() {
                return Ok(match this.record(pen, draft, true)? {
                    Outcome::Recorded(recorded) => Outcome::Recorded(Recorded { learned, ..recorded }),
                    other => other,
                });
            }
            pen.put_draft(&draft)?;
            Ok(Outcome::Drafted(DraftSeen { learned, ..see_draft(pen, draft)? }))
        })
    }

    /// The yes. A draft that still lacks something comes back as it is, to be asked about.
    pub fn confirm_draft(&self, id: DraftId) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            let mut draft = this.waiting_draft(pen, id)?;
            let missing = draft.missing();
            if missing.is_empty() {
                return this.record(pen, draft, true);
            }
            draft.doubts = missing;
            pen.put_draft(&draft)?;
            Ok(Outcome::Drafted(see_draft(pen, draft)?))
        })
    }

    /// The no: nothing is recorded and the draft is gone.
    pub fn drop_draft(&self, id: DraftId) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            this.waiting_draft(pen, id)?;
            pen.delete_draft(id)?;
            Ok(Outcome::Dropped { draft: id })
        })
    }

    /// What the draft became, when it was settled.
    pub(super) fn settled_transactions(
        look: &Look<'_>,
        id: DraftId,
    ) -> Result<Vec<crate::ledger::TransactionId>, Error> {
        let settled = look.draft(id)?.and_then(|draft| draft.settled);
        let change = settled.map(|seq| look.change(seq)).transpose()?.flatten();
        Ok(change.map(|change| change.transactions()).unwrap_or_default())
    }

    fn waits(&self, draft: &Draft) -> bool {
        draft.settled.is_none() && self.ctx.now < draft.expires
    }

    /// A draft of this member's, or one that they may settle for another; any other looks the same as none.
    fn own_draft(&self, look: &Look<'_>, id: DraftId) -> Result<Draft, Error> {
        let missing = || Error::missing(Noun::Draft, &id);
        let draft = look.draft(id)?.filter(|draft| draft.household == self.household.id);
        let draft = draft.ok_or_else(missing)?;
        if self.sees_draft(look, &draft)? { Ok(draft) } else { Err(missing()) }
    }

    /// Who may change what others recorded may settle what others drafted, if they see every wallet it is about.
    pub(super) fn sees_draft(&self, look: &Look<'_>, draft: &Draft) -> Result<bool, Error> {
        if draft.member == self.member.id {
            return Ok(true);
        }
        if !self.may_change_others() {
            return Ok(false);
        }
        let usual = Self::usual_wallet_of(look, draft)?;
        let sees = |choice: Option<&WalletChoice>| match choice {
            Some(WalletChoice::Known(id)) => self.sight.sees(*id),
            Some(WalletChoice::Template(_)) => true,
            None => usual.is_none_or(|id| self.sight.sees(id)),
        };
        Ok(draft.items.iter().all(|item| {
            sees(item.wallet.as_ref()) && item.to_wallet.as_ref().is_none_or(|to| sees(Some(to)))
        }))
    }

    /// Where the money of whoever wrote the draft goes out of when they name no wallet.
    fn usual_wallet_of(look: &Look<'_>, draft: &Draft) -> Result<Option<WalletId>, Error> {
        let wallets = look.wallets(draft.household)?;
        let writer = look.member(draft.member)?;
        Ok(writer.and_then(|writer| usual_wallet(&writer, &wallets).map(|wallet| wallet.id)))
    }

    /// A draft nobody has settled yet. Of two people who press the same button, the second finds it gone.
    pub(super) fn waiting_draft(&self, look: &Look<'_>, id: DraftId) -> Result<Draft, Error> {
        let draft = self.own_draft(look, id)?;
        if self.waits(&draft) { Ok(draft) } else { Err(Error::Gone { noun: Noun::Draft }) }
    }

    fn fix(&self, look: &Look<'_>, draft: &mut Draft, fix: &DraftFix) -> Result<(), Error> {
        let categories = look.known_categories(self.household.id)?;
        let index = fix.item;
        let item = draft.items.get_mut(index).ok_or(Error::invalid("index", Why::Unknown))?;
        if let Some(kind) = fix.kind {
            set_kind(item, kind, &categories)?;
        }
        if let Some(minor) = fix.amount {
            let amount = Money::new(minor, self.household.currency);
            if !amount.is_recordable() {
                return Err(Error::invalid("amount", Why::Amount));
            }
            item.amount = Some(amount);
            item.other_amount = None;
        }
        if let Some(category) = fix.category {
            item.category = fitting(&categories, item.kind, category)?;
        }
        if let Some(id) = fix.wallet {
            item.wallet = Some(WalletChoice::Known(self.own_wallet(look, id)?.id));
        }
        if let Some(id) = fix.to_wallet {
            if item.kind != TransactionType::Transfer {
                return Err(Error::invalid("to_wallet", Why::Misfit));
            }
            item.to_wallet = Some(WalletChoice::Known(self.own_wallet(look, id)?.id));
        }
        if let Some(day) = fix.day {
            item.day = day;
        }
        if let Some(description) = &fix.description {
            item.description = super::text::clean_line(description);
        }
        let both_wallets =
            item.kind != TransactionType::Transfer || item.wallet.is_some() && item.to_wallet.is_some();
        draft.doubts.retain(|doubt| match doubt {
            DraftDoubt::NoAmount { item } | DraftDoubt::Magnitude { item } => {
                *item != index || fix.amount.is_none()
            }
            DraftDoubt::OneWallet { item } => *item != index || !both_wallets,
            DraftDoubt::OddDay { item } => *item != index || fix.day.is_none(),
            DraftDoubt::MaybeNotMoney | DraftDoubt::TotalDiffers { .. } | DraftDoubt::Unsure => true,
        });
        Ok(())
    }

    /// Writes a draft's items into the ledger as one act, with the template wallets it needs. `kept` says
    /// that the draft is in the store.
    pub(super) fn record(&self, pen: &mut Pen<'_>, mut draft: Draft, kept: bool) -> Result<Outcome, Error> {
        let (new_wallets, transactions) = self.to_transactions(pen, &draft, self.ctx.now)?;
        let ids: Vec<_> = transactions.iter().map(|transaction| transaction.id).collect();
        let wallets = new_wallets.iter().cloned().map(|after| Fact::Wallet { before: None, after });
        let facts =
            wallets.chain(transactions.into_iter().map(|transaction| fact(None, transaction))).collect();
        let (change, transactions) = self.append_and_see(pen, Act::Record, facts, &ids)?;
        let draft_id = kept.then_some(draft.id);
        if kept {
            draft.settled = Some(change);
            draft.expires = later(self.ctx.now, SETTLED_LIFE);
            pen.put_draft(&draft)?;
        }
        Ok(Outcome::Recorded(Recorded {
            change,
            transactions,
            new_wallets,
            draft: draft_id,
            learned: Vec::new(),
        }))
    }

    /// The transactions a draft stands for, recorded at that moment, and the wallets they need that the household does not
    /// have yet.
    pub(super) fn to_transactions(
        &self,
        look: &Look<'_>,
        draft: &Draft,
        recorded: Timestamp,
    ) -> Result<(Vec<Wallet>, Vec<Transaction>), Error> {
        let wallets = self.seen_wallets(look)?;
        let named = draft.items.iter().flat_map(|item| item.wallet.iter().chain(&item.to_wallet));
        for choice in named {
            let WalletChoice::Known(id) = choice else { continue };
            if look.wallet(*id)?.is_none_or(|wallet| wallet.removed) {
                return Err(Error::missing(Noun::Wallet, id));
            }
        }
        let mut added: Vec<(String, WalletId)> = Vec::new();
        let mut new_wallets: Vec<Wallet> = Vec::new();
        for name in draft.items.iter().flat_map(template_names) {
            if added.iter().any(|(known, _)| *known == name) {
                continue;
            }
            let known = wallets.iter().find(|wallet| wallet.name.eq_ignore_ascii_case(&name));
            let id = if let Some(wallet) = known {
                wallet.id
            } else {
                let mut wallet = self.new_wallet(look, &name, None)?;
                wallet.order += u32::try_from(new_wallets.len()).unwrap_or(0);
                let id = wallet.id;
                new_wallets.push(wallet);
                id
            };
            added.push((name, id));
        }
        let settling = Settling {
            usual_wallet: Self::usual_wallet_of(look, draft)?,
            added,
            ids: self.app.new_transaction_ids(recorded, draft.items.len()),
            now: recorded,
        };
        let transactions = draft.settle(&settling)?;
        let is_new = |id: &WalletId| new_wallets.iter().any(|wallet| wallet.id == *id);
        for id in transactions.iter().flat_map(Transaction::wallets).filter(|id| !is_new(id)) {
            // Somebody may have closed a wallet to them since they wrote.
            self.own_wallet(look, id)?;
        }
        Ok((new_wallets, transactions))
    }
}

fn template_names(item: &DraftItem) -> Vec<String> {
    let name = |choice: &Option<WalletChoice>| match choice {
        Some(WalletChoice::Template(name)) => Some(name.clone()),
        _ => None,
    };
    name(&item.wallet).into_iter().chain(name(&item.to_wallet)).collect()
}

fn set_kind(item: &mut DraftItem, kind: TransactionType, categories: &Categories) -> Result<(), Error> {
    let usual = match kind {
        TransactionType::Expense => CategorySlug::LAINNYA,
        TransactionType::Income => CategorySlug::PEMASUKAN_LAIN,
        TransactionType::Transfer => CategorySlug::TRANSFER,
        TransactionType::Adjustment => return Err(Error::invalid("type", Why::Misfit)),
    };
    item.kind = kind;
    if categories.fit(kind, item.category).is_none() {
        item.category = categories.resolve(usual);
    }
    if kind != TransactionType::Transfer {
        item.to_wallet = None;
        item.fee = None;
    }
    Ok(())
}

impl From<Unsettled> for Error {
    fn from(unsettled: Unsettled) -> Self {
        match unsettled {
            Unsettled::Doubts(doubts) if matches!(doubts.first(), Some(DraftDoubt::OneWallet { .. })) => {
                Self::invalid("to_wallet", Why::Missing)
            }
            Unsettled::Doubts(_) => Self::invalid("amount", Why::Missing),
            Unsettled::NoWallet => Self::invalid("wallet", Why::Missing),
            Unsettled::Unsound(unsound) => unsound.into(),
        }
    }
}
