//! How drafts are kept.

use serde::{Deserialize, Serialize};

use super::{
    MomentForm, MoneyForm, Record, category, channel, day, each, moment, moment_form, money, money_form,
    permille,
};
use crate::ledger::{Draft, DraftDoubt, DraftId, DraftItem, HouseholdId, MemberId, WalletChoice, WalletId};
use crate::store::error::Unreadable;
use crate::store::key;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct DraftForm {
    id: [u8; 16],
    household: [u8; 16],
    member: [u8; 16],
    channel: u8,
    text: String,
    items: Vec<ItemForm>,
    doubts: Vec<DoubtForm>,
    confidence: u16,
    created: MomentForm,
    expires: MomentForm,
    settled: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ItemForm {
    kind: u8,
    amount: Option<MoneyForm>,
    other_amount: Option<MoneyForm>,
    category: String,
    wallet: Option<ChoiceForm>,
    to_wallet: Option<ChoiceForm>,
    fee: Option<MoneyForm>,
    day: u32,
    description: String,
    person: Option<String>,
    confidence: u16,
}

#[derive(Debug, Serialize, Deserialize)]
enum ChoiceForm {
    Known([u8; 16]),
    Template(String),
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum DoubtForm {
    NoAmount { item: u32 },
    Magnitude { item: u32 },
    OneWallet { item: u32 },
    OddDay { item: u32 },
    MaybeNotMoney,
    TotalDiffers { total: MoneyForm },
    Unsure,
}

impl Record for Draft {
    type Form = DraftForm;

    fn form(&self) -> DraftForm {
        DraftForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            member: self.member.to_bytes(),
            channel: key::channel(self.channel),
            text: self.text.clone(),
            items: self.items.iter().map(item_form).collect(),
            doubts: self.doubts.iter().copied().map(doubt_form).collect(),
            confidence: self.confidence.get(),
            created: moment_form(self.created),
            expires: moment_form(self.expires),
            settled: self.settled,
        }
    }

    fn restore(form: DraftForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: DraftId::from_bytes(form.id),
            household: HouseholdId::from_bytes(form.household),
            member: MemberId::from_bytes(form.member),
            channel: channel(form.channel)?,
            text: form.text,
            items: each(form.items, item)?,
            doubts: each(form.doubts, doubt)?,
            confidence: permille(form.confidence)?,
            created: moment(form.created)?,
            expires: moment(form.expires)?,
            settled: form.settled,
        })
    }
}

fn item_form(item: &DraftItem) -> ItemForm {
    ItemForm {
        kind: key::kind(item.kind),
        amount: item.amount.map(money_form),
        other_amount: item.other_amount.map(money_form),
        category: item.category.as_str().to_owned(),
        wallet: item.wallet.as_ref().map(choice_form),
        to_wallet: item.to_wallet.as_ref().map(choice_form),
        fee: item.fee.map(money_form),
        day: item.day.number(),
        description: item.description.clone(),
        person: item.person.clone(),
        confidence: item.confidence.get(),
    }
}

fn item(form: ItemForm) -> Result<DraftItem, Unreadable> {
    Ok(DraftItem {
        kind: key::kind_of(form.kind).ok_or(Unreadable("not a type of transaction"))?,
        amount: form.amount.map(money).transpose()?,
        other_amount: form.other_amount.map(money).transpose()?,
        category: category(&form.category)?,
        wallet: form.wallet.map(choice),
        to_wallet: form.to_wallet.map(choice),
        fee: form.fee.map(money).transpose()?,
        day: day(form.day)?,
        description: form.description,
        person: form.person,
        confidence: permille(form.confidence)?,
    })
}

fn choice_form(choice: &WalletChoice) -> ChoiceForm {
    match choice {
        WalletChoice::Known(wallet) => ChoiceForm::Known(wallet.to_bytes()),
        WalletChoice::Template(name) => ChoiceForm::Template(name.clone()),
    }
}

fn choice(form: ChoiceForm) -> WalletChoice {
    match form {
        ChoiceForm::Known(wallet) => WalletChoice::Known(WalletId::from_bytes(wallet)),
        ChoiceForm::Template(name) => WalletChoice::Template(name),
    }
}

fn doubt_form(doubt: DraftDoubt) -> DoubtForm {
    // A draft has a handful of items; a position that does not fit points nowhere, as it did before.
    let place = |item: usize| u32::try_from(item).unwrap_or(u32::MAX);
    match doubt {
        DraftDoubt::NoAmount { item } => DoubtForm::NoAmount { item: place(item) },
        DraftDoubt::Magnitude { item } => DoubtForm::Magnitude { item: place(item) },
        DraftDoubt::OneWallet { item } => DoubtForm::OneWallet { item: place(item) },
        DraftDoubt::OddDay { item } => DoubtForm::OddDay { item: place(item) },
        DraftDoubt::MaybeNotMoney => DoubtForm::MaybeNotMoney,
        DraftDoubt::TotalDiffers { total } => DoubtForm::TotalDiffers { total: money_form(total) },
        DraftDoubt::Unsure => DoubtForm::Unsure,
    }
}

fn doubt(form: DoubtForm) -> Result<DraftDoubt, Unreadable> {
    let place = |item: u32| usize::try_from(item).map_err(|_| Unreadable("not an item"));
    Ok(match form {
        DoubtForm::NoAmount { item } => DraftDoubt::NoAmount { item: place(item)? },
        DoubtForm::Magnitude { item } => DraftDoubt::Magnitude { item: place(item)? },
        DoubtForm::OneWallet { item } => DraftDoubt::OneWallet { item: place(item)? },
        DoubtForm::OddDay { item } => DraftDoubt::OddDay { item: place(item)? },
        DoubtForm::MaybeNotMoney => DraftDoubt::MaybeNotMoney,
        DoubtForm::TotalDiffers { total } => DraftDoubt::TotalDiffers { total: money(total)? },
        DoubtForm::Unsure => DraftDoubt::Unsure,
    })
}
