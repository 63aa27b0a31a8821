//! Drafts: messages understood with a doubt, waiting for a person's yes.

use poem_openapi::param::Path;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::captures::CaptureOutcome;
use super::lessons::Lesson;
use super::problem::{ActingOnOne, Confirming, Fixing, Looking, Refused};
use super::reply::{Done, Shown};
use super::scalar::{Instant, Nullable};
use super::transactions::unexpected;
use super::view::{Channel, TransactionType, share};
use crate::app::{self, Acting, DraftSeen, DraftWallets, Error, Outcome};
use crate::ledger::{
    self, CategorySlug, Currency, Day, DraftDoubt as Doubt, DraftId, Money, WalletChoice, WalletId,
};

#[derive(Debug)]
pub(super) struct Drafts;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Chat")]
impl Drafts {
    /// My drafts
    ///
    /// What waits for the caller's yes, oldest first.
    #[oai(path = "/drafts", method = "get", operation_id = "list_drafts")]
    async fn list(&self, caller: Caller) -> Result<Shown<DraftList>, Refused<Looking>> {
        let items = caller.run(|me| me.drafts()?.iter().map(Draft::seen).collect()).await?;
        Ok(Shown(DraftList { items }))
    }

    /// Fix a draft
    ///
    /// Fills in or changes parts of its items; a part that is left out stays as it is.
    #[oai(path = "/drafts/:id", method = "patch", operation_id = "fix_draft")]
    async fn fix(
        &self,
        caller: Caller,
        id: Path<DraftId>,
        fixes: Body<DraftFixes>,
    ) -> Result<Shown<Draft>, Refused<Fixing>> {
        let fixes = fixes.0.items.into_iter().map(app::DraftFix::from).collect();
        Ok(Shown(caller.run(move |me| Draft::of(&me.fix_draft(id.0, fixes, false)?)).await?))
    }

    /// Say yes to a draft
    ///
    /// Records it. Of two people who say yes at once, one records it and the other is told that it is `gone`.
    #[oai(path = "/drafts/:id/confirm", method = "post", operation_id = "confirm_draft")]
    async fn confirm(
        &self,
        caller: Caller,
        id: Path<DraftId>,
    ) -> Result<Shown<CaptureOutcome>, Refused<Confirming>> {
        let confirmed = move |me: Acting| CaptureOutcome::of(&me, &me.confirm_draft(id.0)?);
        Ok(Shown(caller.run(confirmed).await?))
    }

    /// Let a draft go
    ///
    /// Nothing is recorded.
    #[oai(path = "/drafts/:id", method = "delete", operation_id = "drop_draft")]
    async fn let_go(&self, caller: Caller, id: Path<DraftId>) -> Result<Done, Refused<ActingOnOne>> {
        caller.run(move |me| me.drop_draft(id.0)).await?;
        Ok(Done)
    }
}

/// What waits for the caller's yes.
#[derive(Debug, Object)]
pub(super) struct DraftList {
    pub items: Vec<Draft>,
}

/// A message that waits for a yes.
#[derive(Debug, Object)]
pub(super) struct Draft {
    pub id: DraftId,
    /// The message as the person wrote it.
    pub text: String,
    pub items: Vec<DraftItem>,
    /// Why it is asked, in the order to ask.
    pub doubts: Vec<DraftDoubt>,
    /// How probable it is that the whole record is right, 0 to 1.
    pub confidence: f64,
    pub channel: Channel,
    pub created: Instant,
    /// From this moment on it can no longer be confirmed.
    pub expires: Instant,
    /// What the box learnt from the fix just made; empty where nothing was fixed.
    pub learned: Vec<Lesson>,
}

/// One transaction to be.
#[derive(Debug, Object)]
pub(super) struct DraftItem {
    /// Its position in the draft, from 0.
    pub index: u32,
    #[oai(rename = "type")]
    pub kind: TransactionType,
    /// In the currency's minor unit; `null` when it must be filled in before the yes.
    pub amount: Nullable<i64>,
    /// The other thing a bare small number may mean.
    pub other_amount: Nullable<i64>,
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: String,
    pub category: CategorySlug,
    /// For a transfer, where the money leaves; `null` only for a transfer that did not say.
    pub wallet: Nullable<DraftWallet>,
    /// For a transfer, where it arrives.
    pub to_wallet: Nullable<DraftWallet>,
    pub fee: Nullable<i64>,
    pub day: Day,
    pub description: String,
    /// The other person of a debt, a gift or a loan.
    pub person: Nullable<String>,
    /// How probable it is that this item is right, 0 to 1.
    pub confidence: f64,
}

/// The wallet that an item would be recorded in.
#[derive(Debug, Object)]
pub(super) struct DraftWallet {
    /// `null` for a well-known wallet that the family does not have yet: the yes adds it.
    pub id: Nullable<WalletId>,
    pub name: String,
    /// Whether the message named it; otherwise it is the member's usual one.
    pub named: bool,
}

/// A reason to ask before recording.
#[derive(Debug, Object)]
pub(super) struct DraftDoubt {
    pub kind: DraftDoubtKind,
    /// The item it is about; `null` when it is about all of them.
    pub item: Nullable<u32>,
    /// For `total_differs`: the total that the message names.
    pub amount: Nullable<i64>,
}

/// `unsure` says nothing in particular: the reading as a whole is below the household's threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum DraftDoubtKind {
    NoAmount,
    Magnitude,
    OneWallet,
    OddDay,
    MaybeNotMoney,
    TotalDiffers,
    Unsure,
}

/// Fixes to a draft.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct DraftFixes {
    #[oai(validator(min_items = 1, max_items = 100))]
    items: Vec<ItemFix>,
}

/// What should be different about one item. What is left out or `null` stays as it is.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ItemFix {
    /// Its position in the draft, from 0.
    #[oai(validator(maximum(value = "99")))]
    index: u32,
    #[oai(rename = "type", nullable)]
    kind: Option<TransactionType>,
    /// In the currency's minor unit.
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "9000000000000000")))]
    amount: Option<i64>,
    #[oai(nullable)]
    category: Option<CategorySlug>,
    #[oai(nullable)]
    wallet: Option<WalletId>,
    #[oai(nullable)]
    to_wallet: Option<WalletId>,
    #[oai(nullable)]
    day: Option<Day>,
    #[oai(nullable, validator(max_length = 200))]
    description: Option<String>,
}

impl Draft {
    fn of(outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::Drafted(seen) = outcome else { return Err(unexpected(outcome)) };
        Self::seen(seen)
    }

    pub(super) fn seen(seen: &DraftSeen) -> Result<Self, Error> {
        let draft = &seen.draft;
        let items = (0..).zip(&draft.items).zip(&seen.wallets);
        Ok(Self {
            id: draft.id,
            text: draft.text.clone(),
            items: items.map(|((index, item), wallets)| DraftItem::of(index, item, wallets)).collect(),
            doubts: draft.doubts.iter().map(DraftDoubt::from).collect(),
            confidence: share(draft.confidence),
            channel: draft.channel.into(),
            created: draft.created.into(),
            expires: draft.expires.into(),
            learned: Lesson::all(&seen.learned)?,
        })
    }
}

impl DraftItem {
    fn of(index: u32, item: &ledger::DraftItem, wallets: &DraftWallets) -> Self {
        let minor = |money: Option<Money>| Nullable(money.map(Money::minor));
        let money = item.amount.or(item.other_amount).or(item.fee);
        let place = |name: &Option<String>, choice: &Option<WalletChoice>, named| {
            let id = match choice {
                Some(WalletChoice::Known(id)) => Some(*id),
                Some(WalletChoice::Template(_)) => None,
                None => wallets.usual,
            };
            Nullable(name.clone().map(|name| DraftWallet { id: id.into(), name, named }))
        };
        Self {
            index,
            kind: item.kind.into(),
            amount: minor(item.amount),
            other_amount: minor(item.other_amount),
            currency: money.map_or(Currency::IDR, Money::currency).to_string(),
            category: item.category,
            wallet: place(&wallets.wallet, &item.wallet, wallets.wallet_was_named),
            to_wallet: place(&wallets.to_wallet, &item.to_wallet, true),
            fee: minor(item.fee),
            day: item.day,
            description: item.description.clone(),
            person: item.person.clone().into(),
            confidence: share(item.confidence),
        }
    }
}

impl From<&Doubt> for DraftDoubt {
    fn from(doubt: &Doubt) -> Self {
        let (kind, item, amount) = match *doubt {
            Doubt::NoAmount { item } => (DraftDoubtKind::NoAmount, Some(item), None),
            Doubt::Magnitude { item } => (DraftDoubtKind::Magnitude, Some(item), None),
            Doubt::OneWallet { item } => (DraftDoubtKind::OneWallet, Some(item), None),
            Doubt::OddDay { item } => (DraftDoubtKind::OddDay, Some(item), None),
            Doubt::MaybeNotMoney => (DraftDoubtKind::MaybeNotMoney, None, None),
            Doubt::TotalDiffers { total } => (DraftDoubtKind::TotalDiffers, None, Some(total.minor())),
            Doubt::Unsure => (DraftDoubtKind::Unsure, None, None),
        };
        let item = item.and_then(|item| u32::try_from(item).ok());
        Self { kind, item: item.into(), amount: amount.into() }
    }
}

impl From<ItemFix> for app::DraftFix {
    fn from(fix: ItemFix) -> Self {
        Self {
            item: usize::try_from(fix.index).unwrap_or(usize::MAX),
            kind: fix.kind.map(ledger::TransactionType::from),
            amount: fix.amount,
            category: fix.category,
            wallet: fix.wallet,
            to_wallet: fix.to_wallet,
            day: fix.day,
            description: fix.description,
        }
    }
}
