//! Finding records by what is written in them.

use tokio_util::sync::CancellationToken;

use super::outcome::Seen;
use super::seen::see;
use super::{Acting, App, Error};
use crate::search::Order;

impl Acting {
    /// The newest live records that have every word of the text, also with a letter wrong; at most so many.
    pub fn find(&self, text: &str, most: usize) -> Result<Vec<Seen>, Error> {
        let store = self.app.store();
        let found = self.app.inner.search.find(store, self.household.id, text, Order::Newest, most)?;
        store.read(|look| {
            let mut transactions = Vec::with_capacity(found.ids.len());
            for id in &found.ids {
                // The index may be a moment behind: what was voided meanwhile is not shown.
                transactions.extend(
                    look.transaction(*id)?
                        .filter(|found| found.household == self.household.id && found.is_live()),
                );
            }
            see(look, transactions)
        })
    }
}

impl App {
    /// Keeps what is recorded findable, until it is told to stop.
    pub async fn keep_findable(self, stop: CancellationToken) -> anyhow::Result<()> {
        self.inner.search.clone().follow(self.inner.store.clone(), stop).await
    }
}
