//! A credit card's statements: what each came to, and when it is due.

use super::super::{Acting, Error};
use crate::ledger::{CardCycle, Day, Money, Period, TransactionType, Wallet, WalletId};
use crate::store::Look;

/// A card's months around today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statements {
    /// The one that today's purchases fall on.
    pub current: Statement,
    /// The one before, which has closed.
    pub closed: Statement,
}

/// One month of a credit card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    pub period: Period,
    /// What was bought, moved elsewhere and charged, less what came back; what was paid in counts in no statement.
    pub amount: Money,
    pub due: Day,
}

impl Acting {
    /// What a card's current statement and the one before came to; none for a wallet without card days.
    pub fn statements(&self, id: WalletId) -> Result<Option<Statements>, Error> {
        self.app.store().read(|look| {
            let wallet = self.own_wallet(look, id)?;
            let Some(cycle) = wallet.card else { return Ok(None) };
            let current = cycle.statement_of(self.today());
            let closed = cycle.statement_of(current.first.plus_days(-1));
            Ok(Some(Statements {
                current: self.statement(look, &wallet, cycle, current)?,
                closed: self.statement(look, &wallet, cycle, closed)?,
            }))
        })
    }

    fn statement(
        &self,
        look: &Look<'_>,
        wallet: &Wallet,
        cycle: CardCycle,
        period: Period,
    ) -> Result<Statement, Error> {
        let mut amount = Money::zero(wallet.currency);
        for cell in self.figures(look, period)?.cells.iter().filter(|cell| cell.wallet == wallet.id) {
            amount = amount.plus(charged(cell.kind, cell.amount)?)?;
        }
        Ok(Statement { period, amount, due: cycle.due(period) })
    }
}

/// What an amount adds to a statement.
fn charged(kind: TransactionType, amount: Money) -> Result<Money, Error> {
    Ok(match kind {
        TransactionType::Expense | TransactionType::Transfer => amount,
        TransactionType::Income => amount.negated()?,
        // What a card turned out to owe is no purchase of any month.
        TransactionType::Adjustment => Money::zero(amount.currency()),
    })
}
