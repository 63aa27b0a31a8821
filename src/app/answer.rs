//! Answers questions about the family's money with figures computed from the ledger.

use std::sync::Arc;

use super::outcome::{Answer, MonthlySum};
use super::{Acting, Error};
use crate::capture::{Question, Topic};
use crate::ledger::{Money, Period, TransactionType};

impl Acting {
    pub(super) fn answer(&self, question: Option<&Question>) -> Result<Answer, Error> {
        let Some(question) = question else { return Ok(Answer::Unknown) };
        match question.topic {
            Topic::Balance => self.balances(question.wallet.as_deref()),
            Topic::Summary => self.summary_of(question.period),
            Topic::Spending => self.total(question, TransactionType::Expense),
            Topic::Income => self.total(question, TransactionType::Income),
            Topic::Unknown => Ok(Answer::Unknown),
        }
    }

    /// What the wallets hold, or the one that is named.
    pub fn balances(&self, named: Option<&str>) -> Result<Answer, Error> {
        let mut wallets = self.wallets()?;
        if let Some(name) = named {
            wallets.retain(|seen| seen.wallet.name == name);
        }
        let total = self.total_held(&wallets)?;
        Ok(Answer::Balances { wallets, total })
    }

    fn summary_of(&self, period: Option<Period>) -> Result<Answer, Error> {
        let summary = match period {
            Some(period) => self.summary(period, None)?,
            None => self.month_summary(None)?,
        };
        Ok(Answer::Summary(Box::new(summary)))
    }

    /// The sum of one side of a period, of one category or wallet when the question names it.
    fn total(&self, question: &Question, kind: TransactionType) -> Result<Answer, Error> {
        let period = question.period.unwrap_or_else(|| self.household.cycle.period_of(self.today()));
        self.app.store().read(|look| {
            let wallets = self.seen_wallets(look)?;
            let wallet =
                question.wallet.as_ref().map(|name| wallets.iter().find(|wallet| wallet.name == *name));
            if wallet == Some(None) {
                // A wallet the family does not have holds nothing to count.
                return Ok(Answer::Unknown);
            }
            let wallet = wallet.flatten();
            let categories = Arc::new(look.known_categories(self.household.id)?);
            let category = question.category.map(|category| categories.resolve(category));
            let mut amount = Money::zero(self.household.currency);
            let mut count = 0;
            let figures = self.figures(look, period)?;
            for cell in figures.cells {
                // The totals count each category as the one it is merged into.
                let fits = cell.kind == kind
                    && cell.amount.currency() == amount.currency()
                    && category.is_none_or(|category| category == cell.category)
                    && wallet.is_none_or(|wallet| wallet.id == cell.wallet);
                if fits {
                    amount = amount.plus(cell.amount)?;
                    count += cell.count;
                }
            }
            if question.category.is_none() && wallet.is_none() {
                let currency = amount.currency();
                let own = figures.monthly.iter().filter(|sum| sum.wallet.currency == currency);
                for MonthlySum { sums, .. } in own {
                    let side = if kind == TransactionType::Income { sums.income } else { sums.expense };
                    amount = amount.plus(side)?;
                }
            }
            Ok(Answer::Total {
                kind,
                period,
                category,
                categories,
                wallet: wallet.map(|wallet| wallet.name.clone()),
                amount,
                count,
            })
        })
    }
}
