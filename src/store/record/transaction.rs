//! How transactions are kept.

use serde::{Deserialize, Serialize};

use super::{
    MomentForm, MoneyForm, Record, category, channel, day, each, moment, moment_form, money, money_form,
    permille,
};
use crate::ledger::{
    HouseholdId, Line, MemberId, Movement, Permille, Source, Transaction, TransactionId, WalletId,
};
use crate::store::error::Unreadable;
use crate::store::key;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct TransactionForm {
    id: [u8; 16],
    household: [u8; 16],
    day: u32,
    member: [u8; 16],
    movement: MovementForm,
    person: Option<String>,
    note: Option<String>,
    channel: u8,
    text: Option<String>,
    confidence: Option<u16>,
    recorded: MomentForm,
    voided: Option<MomentForm>,
    version: u32,
}

#[derive(Debug, Serialize, Deserialize)]
enum MovementForm {
    Expense { wallet: [u8; 16], lines: Vec<LineForm> },
    Income { wallet: [u8; 16], lines: Vec<LineForm> },
    Transfer { from: [u8; 16], to: [u8; 16], amount: MoneyForm, fee: Option<MoneyForm>, description: String },
    Adjustment { wallet: [u8; 16], difference: MoneyForm, description: String },
}

#[derive(Debug, Serialize, Deserialize)]
struct LineForm {
    amount: MoneyForm,
    category: String,
    description: String,
}

impl Record for Transaction {
    type Form = TransactionForm;

    fn form(&self) -> TransactionForm {
        TransactionForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            day: self.day.number(),
            member: self.member.to_bytes(),
            movement: movement_form(&self.movement),
            person: self.person.clone(),
            note: self.note.clone(),
            channel: key::channel(self.source.channel),
            text: self.source.text.clone(),
            confidence: self.source.confidence.map(Permille::get),
            recorded: moment_form(self.recorded),
            voided: self.voided.map(moment_form),
            version: self.version,
        }
    }

    fn restore(form: TransactionForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: TransactionId::from_bytes(form.id),
            household: HouseholdId::from_bytes(form.household),
            day: day(form.day)?,
            member: MemberId::from_bytes(form.member),
            movement: movement(form.movement)?,
            person: form.person,
            note: form.note,
            source: Source {
                channel: channel(form.channel)?,
                text: form.text,
                confidence: form.confidence.map(permille).transpose()?,
            },
            recorded: moment(form.recorded)?,
            voided: form.voided.map(moment).transpose()?,
            version: form.version,
        })
    }
}

fn movement_form(movement: &Movement) -> MovementForm {
    match movement {
        Movement::Expense { wallet, lines } => {
            MovementForm::Expense { wallet: wallet.to_bytes(), lines: lines.iter().map(line_form).collect() }
        }
        Movement::Income { wallet, lines } => {
            MovementForm::Income { wallet: wallet.to_bytes(), lines: lines.iter().map(line_form).collect() }
        }
        Movement::Transfer { from, to, amount, fee, description } => MovementForm::Transfer {
            from: from.to_bytes(),
            to: to.to_bytes(),
            amount: money_form(*amount),
            fee: fee.map(money_form),
            description: description.clone(),
        },
        Movement::Adjustment { wallet, difference, description } => MovementForm::Adjustment {
            wallet: wallet.to_bytes(),
            difference: money_form(*difference),
            description: description.clone(),
        },
    }
}

fn movement(form: MovementForm) -> Result<Movement, Unreadable> {
    Ok(match form {
        MovementForm::Expense { wallet, lines } => {
            Movement::Expense { wallet: WalletId::from_bytes(wallet), lines: each(lines, line)? }
        }
        MovementForm::Income { wallet, lines } => {
            Movement::Income { wallet: WalletId::from_bytes(wallet), lines: each(lines, line)? }
        }
        MovementForm::Transfer { from, to, amount, fee, description } => Movement::Transfer {
            from: WalletId::from_bytes(from),
            to: WalletId::from_bytes(to),
            amount: money(amount)?,
            fee: fee.map(money).transpose()?,
            description,
        },
        MovementForm::Adjustment { wallet, difference, description } => Movement::Adjustment {
            wallet: WalletId::from_bytes(wallet),
            difference: money(difference)?,
            description,
        },
    })
}

fn line_form(line: &Line) -> LineForm {
    LineForm {
        amount: money_form(line.amount),
        category: line.category.as_str().to_owned(),
        description: line.description.clone(),
    }
}

fn line(form: LineForm) -> Result<Line, Unreadable> {
    Ok(Line {
        amount: money(form.amount)?,
        category: category(&form.category)?,
        description: form.description,
    })
}
