//! The made-up family writes what the box would have understood: its records are no better than real ones.

use std::collections::BTreeMap;

use catatduit::capture::{KnownWallet, Setting, read};
use catatduit::demo;
use catatduit::ledger::{Act, Fact, Transaction, WalletId};
use catatduit::store::Store;

#[test]
fn its_messages_read_as_what_it_recorded() {
    let store = Store::in_memory().unwrap();
    let filled = demo::fill(&store, 8, "2026-11-22".parse().unwrap()).unwrap();
    let wallets = store.read(|look| look.wallets(filled.household)).unwrap();
    let names: BTreeMap<WalletId, String> =
        wallets.into_iter().map(|wallet| (wallet.id, wallet.name)).collect();
    let known: Vec<KnownWallet> = names.values().map(|name| KnownWallet::named(name)).collect();

    let mut messages = 0;
    for change in store.read(|look| look.changes_after(0, usize::MAX)).unwrap() {
        let recorded: Vec<&Transaction> = change.facts.iter().filter_map(new_transaction).collect();
        let text = recorded.first().and_then(|transaction| transaction.source.text.as_deref());
        let Some(text) = text.filter(|_| change.act == Act::Record) else { continue };
        let reading = read(text, &Setting::with(recorded[0].day, known.clone()));
        let read: Vec<_> = reading
            .items
            .iter()
            .map(|item| {
                let wallet = item.wallet.clone().unwrap_or_else(|| "Cash".to_owned());
                (item.kind, item.amount, wallet, item.to_wallet.clone(), item.day)
            })
            .collect();
        let expected: Vec<_> = recorded
            .iter()
            .map(|transaction| {
                let amount = transaction.amount().unwrap();
                let to = transaction.to_wallet().map(|wallet| names[&wallet].clone());
                (transaction.kind(), Some(amount), names[&transaction.wallet()].clone(), to, transaction.day)
            })
            .collect();
        assert_eq!(read, expected, "{text}");
        messages += 1;
    }
    assert!(messages > 5_000, "{messages}");
}

fn new_transaction(fact: &Fact) -> Option<&Transaction> {
    match fact {
        Fact::Transaction { before: None, after } => Some(after),
        _ => None,
    }
}
