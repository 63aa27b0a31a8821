//! How transactions are kept.

use serde::{Deserialize, Serialize};

use super::{
    MomentForm, MoneyForm, Record, body_of, category, channel, day, each, moment, moment_form, money,
    money_form, permille,
};
use crate::ledger::{
    AttachmentId, Day, HouseholdId, Line, MemberId, Movement, Particulars, Permille, Source, Transaction,
    TransactionId, WalletId,
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
    particulars: ParticularsForm,
    channel: u8,
    text: Option<String>,
    confidence: Option<u16>,
    recorded: MomentForm,
    voided: Option<MomentForm>,
    erased: Option<MomentForm>,
    version: u32,
}

#[derive(Debug, Serialize, Deserialize)]
enum MovementForm {
    Expense {
        wallet: [u8; 16],
        lines: Vec<LineForm>,
    },
    Income {
        wallet: [u8; 16],
        lines: Vec<LineForm>,
    },
    Transfer {
        from: [u8; 16],
        to: [u8; 16],
        amount: MoneyForm,
        received: Option<MoneyForm>,
        fee: Option<MoneyForm>,
        description: String,
    },
    Adjustment {
        wallet: [u8; 16],
        difference: MoneyForm,
        description: String,
    },
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct ParticularsForm {
    paid_by: Option<[u8; 16]>,
    for_whom: Vec<[u8; 16]>,
    tags: Vec<String>,
    attachments: Vec<[u8; 16]>,
    refund_of: Option<[u8; 16]>,
    secret_until: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
struct LineForm {
    amount: MoneyForm,
    category: String,
    description: String,
}

impl Record for Transaction {
    type Form = TransactionForm;
    const VERSION: u8 = 2;

    fn form(&self) -> TransactionForm {
        TransactionForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            day: self.day.number(),
            member: self.member.to_bytes(),
            movement: movement_form(&self.movement),
            person: self.person.clone(),
            note: self.note.clone(),
            particulars: particulars_form(&self.particulars),
            channel: key::channel(self.source.channel),
            text: self.source.text.clone(),
            confidence: self.source.confidence.map(Permille::get),
            recorded: moment_form(self.recorded),
            voided: self.voided.map(moment_form),
            erased: self.erased.map(moment_form),
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
            particulars: particulars(form.particulars)?,
            source: Source {
                channel: channel(form.channel)?,
                text: form.text,
                confidence: form.confidence.map(permille).transpose()?,
            },
            recorded: moment(form.recorded)?,
            voided: form.voided.map(moment).transpose()?,
            erased: form.erased.map(moment).transpose()?,
            version: form.version,
        })
    }

    fn restore_older(version: u8, body: &[u8]) -> Result<Self, Unreadable> {
        match version {
            1 => Self::restore(body_of::<TransactionForm1>(body)?.newer()),
            _ => Err(Unreadable("the transaction has a version this catatduit does not know")),
        }
    }
}

fn particulars_form(particulars: &Particulars) -> ParticularsForm {
    let Particulars { paid_by, for_whom, tags, attachments, refund_of, secret_until } = particulars;
    ParticularsForm {
        paid_by: paid_by.map(MemberId::to_bytes),
        for_whom: for_whom.iter().map(|member| member.to_bytes()).collect(),
        tags: tags.iter().map(|tag| tag.as_str().to_owned()).collect(),
        attachments: attachments.iter().map(|attachment| attachment.to_bytes()).collect(),
        refund_of: refund_of.map(TransactionId::to_bytes),
        secret_until: secret_until.map(Day::number),
    }
}

fn particulars(form: ParticularsForm) -> Result<Particulars, Unreadable> {
    Ok(Particulars {
        paid_by: form.paid_by.map(MemberId::from_bytes),
        for_whom: form.for_whom.into_iter().map(MemberId::from_bytes).collect(),
        tags: each(form.tags, |tag| tag.parse().map_err(|_| Unreadable("not a tag")))?,
        attachments: form.attachments.into_iter().map(AttachmentId::from_bytes).collect(),
        refund_of: form.refund_of.map(TransactionId::from_bytes),
        secret_until: form.secret_until.map(day).transpose()?,
    })
}

fn movement_form(movement: &Movement) -> MovementForm {
    match movement {
        Movement::Expense { wallet, lines } => {
            MovementForm::Expense { wallet: wallet.to_bytes(), lines: lines.iter().map(line_form).collect() }
        }
        Movement::Income { wallet, lines } => {
            MovementForm::Income { wallet: wallet.to_bytes(), lines: lines.iter().map(line_form).collect() }
        }
        Movement::Transfer { from, to, amount, received, fee, description } => MovementForm::Transfer {
            from: from.to_bytes(),
            to: to.to_bytes(),
            amount: money_form(*amount),
            received: received.map(money_form),
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
        MovementForm::Transfer { from, to, amount, received, fee, description } => Movement::Transfer {
            from: WalletId::from_bytes(from),
            to: WalletId::from_bytes(to),
            amount: money(amount)?,
            received: received.map(money).transpose()?,
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

/// As it was kept before tags, people and pictures.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TransactionForm1 {
    id: [u8; 16],
    household: [u8; 16],
    day: u32,
    member: [u8; 16],
    movement: MovementForm1,
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
enum MovementForm1 {
    Expense { wallet: [u8; 16], lines: Vec<LineForm> },
    Income { wallet: [u8; 16], lines: Vec<LineForm> },
    Transfer { from: [u8; 16], to: [u8; 16], amount: MoneyForm, fee: Option<MoneyForm>, description: String },
    Adjustment { wallet: [u8; 16], difference: MoneyForm, description: String },
}

impl TransactionForm1 {
    pub(super) fn newer(self) -> TransactionForm {
        let movement = match self.movement {
            MovementForm1::Expense { wallet, lines } => MovementForm::Expense { wallet, lines },
            MovementForm1::Income { wallet, lines } => MovementForm::Income { wallet, lines },
            MovementForm1::Transfer { from, to, amount, fee, description } => {
                MovementForm::Transfer { from, to, amount, received: None, fee, description }
            }
            MovementForm1::Adjustment { wallet, difference, description } => {
                MovementForm::Adjustment { wallet, difference, description }
            }
        };
        TransactionForm {
            id: self.id,
            household: self.household,
            day: self.day,
            member: self.member,
            movement,
            person: self.person,
            note: self.note,
            particulars: ParticularsForm::default(),
            channel: self.channel,
            text: self.text,
            confidence: self.confidence,
            recorded: self.recorded,
            voided: self.voided,
            erased: None,
            version: self.version,
        }
    }
}
