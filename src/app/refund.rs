//! Money that came back: a refund and the purchase it belongs to, seen from both sides.

use super::{Acting, Error};
use crate::ledger::{Money, Transaction, TransactionId};
use crate::store::Look;

/// What belongs to a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Of a refund: the purchase, if this member sees it.
    pub refund_of: Option<Refunded>,
    /// Of a purchase: what came back of it, oldest first.
    pub refunds: Vec<Transaction>,
    /// What is left of a purchase after what came back; less than nothing when more came back than it cost. None
    /// without a refund.
    pub left: Option<Money>,
}

/// A purchase of which money came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refunded {
    pub purchase: Transaction,
    /// As for [`Links::left`], all its refunds counted.
    pub left: Money,
}

impl Acting {
    pub fn links_of(&self, id: TransactionId) -> Result<Links, Error> {
        self.app.store().read(|look| {
            let transaction = self.own(look, id)?;
            let refunds = self.refunds(look, id)?;
            let left = if refunds.is_empty() { None } else { Some(Self::left_of(&transaction, &refunds)?) };
            let purchase = transaction.particulars.refund_of.map(|id| look.transaction(id)).transpose()?;
            let purchase = purchase.flatten().filter(|purchase| self.shows(purchase));
            let refund_of = purchase.map(|purchase| -> Result<_, Error> {
                let left = Self::left_of(&purchase, &self.refunds(look, purchase.id)?)?;
                Ok(Refunded { purchase, left })
            });
            Ok(Links { refund_of: refund_of.transpose()?, refunds, left })
        })
    }

    /// By how much more came back than a purchase cost, from either side; none when all is well.
    pub fn over_refunded(&self, id: TransactionId) -> Result<Option<Money>, Error> {
        let links = self.links_of(id)?;
        let left = links.refund_of.map(|refunded| refunded.left).or(links.left);
        Ok(left.filter(|left| left.minor() < 0).map(Money::negated).transpose()?)
    }

    /// The refunds of a purchase that this member sees.
    fn refunds(&self, look: &Look<'_>, purchase: TransactionId) -> Result<Vec<Transaction>, Error> {
        let mut refunds = look.refunds_of(purchase)?;
        refunds.retain(|refund| self.shows(refund));
        Ok(refunds)
    }

    /// Refunds in another currency, as after a move to another wallet, are not counted.
    fn left_of(purchase: &Transaction, refunds: &[Transaction]) -> Result<Money, Error> {
        let (mut left, currency) = (purchase.amount()?, purchase.currency());
        for refund in refunds.iter().filter(|refund| refund.currency() == currency) {
            left = left.minus(refund.amount()?)?;
        }
        Ok(left)
    }
}
