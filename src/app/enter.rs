//! Recording outright: a form that was filled in, rather than a message that was understood.

use super::amend::{Amendment, usual_category};
use super::outcome::{Outcome, Recorded};
use super::seen::usual_wallet;
use super::transaction::fact;
use super::{Acting, Error, Why};
use crate::ledger::{
    Act, Line, Money, Movement, Particulars, Source, Transaction, TransactionType, WalletId,
};
use crate::store::Look;

impl Acting {
    /// Records what a person says outright: everything that an amendment can say, about nothing so far. It needs an
    /// amount, or lines; a wallet that is not named is the member's usual one, and a day is today.
    pub fn enter(&self, said: Amendment) -> Result<Outcome, Error> {
        self.must_record()?;
        if said.amount.is_none() && said.lines.as_ref().is_none_or(Vec::is_empty) {
            return Err(Error::invalid("amount", Why::Missing));
        }
        let this = self.clone();
        self.write(move |pen| {
            let blank = this.blank(pen, said.wallet)?;
            let transaction = this.amended(pen, &blank, &said)?;
            transaction.check()?;
            let id = transaction.id;
            let (change, transactions) =
                this.append_and_see(pen, Act::Record, vec![fact(None, transaction)], &[id])?;
            Ok(Outcome::Recorded(Recorded {
                change,
                transactions,
                new_wallets: Vec::new(),
                draft: None,
                learned: Vec::new(),
            }))
        })
    }

    /// An expense of nothing, to be amended into what it is.
    fn blank(&self, look: &Look<'_>, wallet: Option<WalletId>) -> Result<Transaction, Error> {
        let wallet = if let Some(id) = wallet {
            self.open_wallet(look, id)?
        } else {
            let mut wallets = look.wallets(self.household.id)?;
            wallets.retain(|wallet| self.sight.sees(wallet.id));
            let usual = usual_wallet(&self.member, &wallets);
            usual.ok_or(Error::invalid("wallet", Why::Missing))?.id
        };
        let kind = TransactionType::Expense;
        let line = Line {
            amount: Money::zero(self.own_wallet(look, wallet)?.currency),
            category: usual_category(kind),
            description: String::new(),
        };
        Ok(Transaction {
            id: self.app.new_transaction_id(self.ctx.now),
            household: self.household.id,
            day: self.today(),
            member: self.member.id,
            movement: Movement::Expense { wallet, lines: vec![line] },
            person: None,
            note: None,
            particulars: Particulars::default(),
            source: Source { channel: self.ctx.channel, text: None, confidence: None },
            recorded: self.ctx.now,
            voided: None,
            erased: None,
            version: 1,
        })
    }
}
