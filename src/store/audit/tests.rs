//! An audit that finds nothing is worth something only if it finds what is wrong.

use super::AuditReport;
use crate::ledger::{
    Act, CategorySlug, Channel, Currency, Cycle, Day, Fact, Household, HouseholdId, Lesson, LessonId,
    LessonSource, LessonState, Line, MemberId, Money, Movement, OutgoingId, Particulars, Permille, Reach,
    Sharing, Source, Teaching, Timestamp, Transaction, TransactionId, Wallet, WalletId, WalletKind, Zone,
};
use crate::store::tables::Table;
use crate::store::{NewChange, Outgoing, Pen, Store, StoreError, key};

const AT: Timestamp = Timestamp::UNIX_EPOCH;
const HOUSEHOLD: HouseholdId = HouseholdId::from_bytes([1; 16]);
const WALLET: WalletId = WalletId::from_bytes([2; 16]);
const EXPENSE: TransactionId = TransactionId::from_bytes([3; 16]);
const LESSON: LessonId = LessonId::from_bytes([6; 16]);

fn on() -> Day {
    Day::new(2026, 11, 22).unwrap()
}

fn store() -> Store {
    let household = Household {
        id: HOUSEHOLD,
        name: "Keluarga".to_owned(),
        zone: Zone::named("Asia/Jakarta").unwrap(),
        currency: Currency::IDR,
        cycle: Cycle::Calendar,
        threshold: Permille::new(850),
        created: AT,
        version: 1,
    };
    let wallet = Wallet {
        id: WALLET,
        household: HOUSEHOLD,
        name: "Cash".to_owned(),
        kind: WalletKind::Cash,
        currency: Currency::IDR,
        colour: "#2E7D32".to_owned(),
        aliases: Vec::new(),
        order: 0,
        archived: false,
        removed: false,
        sharing: Sharing::default(),
        card: None,
        version: 1,
    };
    let line =
        Line { amount: Money::idr(15_000), category: CategorySlug::MAKANAN, description: "Bakso".to_owned() };
    let expense = Transaction {
        id: EXPENSE,
        household: HOUSEHOLD,
        day: on(),
        member: MemberId::from_bytes([4; 16]),
        movement: Movement::Expense { wallet: WALLET, lines: vec![line] },
        person: None,
        note: None,
        particulars: Particulars { tags: vec!["lebaran".parse().unwrap()], ..Particulars::default() },
        source: Source { channel: Channel::Web, text: None, confidence: None },
        recorded: AT,
        voided: None,
        erased: None,
        version: 1,
    };
    let lesson = Lesson {
        id: LESSON,
        household: HOUSEHOLD,
        order: 1,
        phrase: "zulvano".to_owned(),
        teaches: Teaching::Wallet(WALLET),
        reach: Reach::Within,
        source: LessonSource::Transaction(EXPENSE),
        member: MemberId::from_bytes([4; 16]),
        at: AT,
        state: LessonState::Active,
    };
    let change = NewChange {
        household: HOUSEHOLD,
        at: AT,
        member: None,
        channel: Channel::Box,
        act: Act::SetUp,
        facts: vec![
            Fact::Household { before: None, after: household },
            Fact::Wallet { before: None, after: wallet },
            Fact::Transaction { before: None, after: Box::new(expense) },
            Fact::Lesson { before: None, after: Box::new(lesson) },
        ],
    };
    let message = Outgoing {
        id: OutgoingId::from_bytes([5; 16]),
        chat: 7,
        is_group: false,
        order: 0,
        payload: Vec::new(),
        attempts: 0,
        not_before: AT,
        dead: None,
        created: AT,
        links: Vec::new(),
        draft: None,
    };
    let store = Store::in_memory().unwrap();
    store
        .write(move |pen| {
            pen.put_outgoing(&message)?;
            pen.append(change.clone())
        })
        .map(|_| ())
        .map_err(|error: StoreError| error)
        .unwrap();
    store
}

/// What an audit says after `harm` was done behind the store's back.
fn after(harm: fn(&mut Pen<'_>) -> Result<(), StoreError>) -> AuditReport {
    let store = store();
    assert_eq!(store.audit().unwrap().differences, Vec::new());
    store.write(harm).unwrap();
    store.audit().unwrap()
}

#[test]
fn every_kind_of_harm_is_found_where_it_was_done() {
    type Harm = fn(&mut Pen<'_>) -> Result<(), StoreError>;
    let harms: [(Table, Harm); 22] = [
        (Table::Balances, |pen| pen.put(Table::Balances, &WALLET.to_bytes(), &Money::idr(-14_999))),
        (Table::Balances, |pen| pen.delete(Table::Balances, &WALLET.to_bytes()).map(drop)),
        (Table::DayTotals, |pen| empty(pen, Table::DayTotals)),
        (Table::MonthTotals, |pen| empty(pen, Table::MonthTotals)),
        (Table::DayPhrases, |pen| empty(pen, Table::DayPhrases)),
        (Table::MonthTags, |pen| empty(pen, Table::MonthTags)),
        (Table::WalletMonths, |pen| empty(pen, Table::WalletMonths)),
        (Table::PartsBySize, |pen| empty(pen, Table::PartsBySize)),
        (Table::PartsByDay, |pen| empty(pen, Table::PartsByDay)),
        (Table::TransactionsByDay, |pen| empty(pen, Table::TransactionsByDay)),
        (Table::TransactionsByWallet, |pen| {
            pen.list(Table::TransactionsByWallet, &key::listed([9; 16], on(), EXPENSE))
        }),
        (Table::TransactionsByTag, |pen| empty(pen, Table::TransactionsByTag)),
        (Table::Tags, |pen| empty(pen, Table::Tags)),
        (Table::ChangesOfHousehold, |pen| empty(pen, Table::ChangesOfHousehold)),
        (Table::ChangesOfTransaction, |pen| empty(pen, Table::ChangesOfTransaction)),
        (Table::Undone, |pen| pen.put_bytes(Table::Undone, &[0; 8], &[0; 8])),
        (Table::WalletsOfHousehold, |pen| empty(pen, Table::WalletsOfHousehold)),
        (Table::LessonsOfHousehold, |pen| empty(pen, Table::LessonsOfHousehold)),
        (Table::LessonsOfPhrase, |pen| empty(pen, Table::LessonsOfPhrase)),
        (Table::Lessons, |pen| {
            let Some(mut lesson) = pen.lesson(LESSON)? else { return Ok(()) };
            lesson.state = LessonState::Forbidden;
            pen.put(Table::Lessons, &LESSON.to_bytes(), &lesson)
        }),
        (Table::OutgoingDue, |pen| empty(pen, Table::OutgoingDue)),
        (Table::OutgoingHeads, |pen| pen.put_bytes(Table::OutgoingHeads, &key::chat(7), &[9; 8])),
    ];
    for (table, harm) in harms {
        let report = after(harm);
        let mut found: Vec<&str> = report.differences.iter().map(|difference| difference.table).collect();
        found.dedup();
        assert_eq!(found, [table.name()], "{report:?}");
    }
}

#[test]
fn a_record_that_the_journal_did_not_leave_is_found() {
    let report = after(|pen| {
        let Some(mut expense) = pen.transaction(EXPENSE)? else { return Ok(()) };
        expense.note = Some("Bukan begini".to_owned());
        pen.put(Table::Transactions, &EXPENSE.to_bytes(), &expense)
    });
    assert_eq!(report.differences.len(), 1);
    assert_eq!(report.differences[0].what, "is not what the journal says");
    let report = after(|pen| pen.delete(Table::Changes, &1_u64.to_be_bytes()).map(drop));
    assert!(report.differences.iter().any(|difference| difference.what == "is not in the journal"));
}

#[test]
fn one_harm_hides_no_other() {
    type Harm = fn(&mut Pen<'_>) -> Result<(), StoreError>;
    let altered: Harm = |pen| {
        let Some(mut expense) = pen.transaction(EXPENSE)? else { return Ok(()) };
        expense.note = Some("Bukan begini".to_owned());
        pen.put(Table::Transactions, &EXPENSE.to_bytes(), &expense)
    };
    let lost: Harm = |pen| empty(pen, Table::MonthTotals);
    let others: [(Table, Harm); 3] = [
        (Table::ChangesOfHousehold, |pen| pen.list(Table::ChangesOfHousehold, &key::pointing([9; 16], 7))),
        (Table::Secrets, |pen| pen.list(Table::Secrets, &key::listed([9; 16], on(), EXPENSE))),
        (Table::RefundsOf, |pen| pen.list(Table::RefundsOf, &key::refund(EXPENSE, EXPENSE))),
    ];
    for (table, other) in others {
        for (own, harm) in [(Table::Transactions, altered), (Table::MonthTotals, lost)] {
            let store = store();
            store.write(other).unwrap();
            store.write(harm).unwrap();
            let report = store.audit().unwrap();
            let found = |table: Table| report.differences.iter().any(|found| found.table == table.name());
            assert!(found(table) && found(own), "{report:?}");
        }
    }
}

#[test]
fn a_record_in_the_place_of_another_is_found() {
    let report = after(|pen| {
        let Some(expense) = pen.transaction(EXPENSE)? else { return Ok(()) };
        pen.delete(Table::Transactions, &EXPENSE.to_bytes())?;
        pen.put(Table::Transactions, &[9; 16], &expense)
    });
    let noted: Vec<&str> = report.differences.iter().map(|difference| difference.what.as_str()).collect();
    for what in ["is 03030303030303030303030303030303", "is not in the journal", "is missing"] {
        assert!(noted.contains(&what), "{what}: {report:?}");
    }
}

#[test]
fn a_record_that_cannot_be_read_is_named_by_its_place() {
    let store = store();
    store.write(|pen| pen.put_bytes(Table::Wallets, &WALLET.to_bytes(), &[1, 2, 3])).unwrap();
    let error: StoreError = store.read(|look| look.wallet(WALLET)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "wallets-1 holds something unreadable under 02020202020202020202020202020202: the record is not what its \
         version says"
    );
    let report = store.audit().unwrap();
    let noted: Vec<&str> = report.differences.iter().map(|difference| difference.what.as_str()).collect();
    assert!(noted.contains(&"the record is not what its version says"), "{report:?}");
}

fn empty(pen: &mut Pen<'_>, table: Table) -> Result<(), StoreError> {
    let keys =
        pen.gather(table, &crate::store::source::Span::all(), usize::MAX, |key, _| Ok(key.to_vec()))?;
    for key in keys {
        pen.delete(table, &key)?;
    }
    Ok(())
}
