//! What is not money: drafts, accounts, chats, updates, settings.

use catatduit::ledger::{
    Act, CategorySlug, Channel, Draft, DraftDoubt, DraftId, DraftItem, Fact, Money, Permille, TransactionId,
    TransactionType, WalletChoice,
};
use catatduit::store::{
    Chat, ChatKind, Credential, LinkCode, LinkPurpose, Linked, Pen, Reply, Session, Store, StoreError,
};

use super::family::{Family, append, day, moment, store_with};

fn write<T: Send + 'static>(
    store: &Store,
    job: impl FnMut(&mut Pen<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write(job).unwrap()
}

pub(crate) fn draft(family: Family, number: u8, expires: i64) -> Draft {
    Draft {
        id: DraftId::from_bytes([number; 16]),
        household: family.household,
        member: family.member(0),
        channel: Channel::Telegram,
        text: "bakso 15, isi gopay 50".to_owned(),
        items: vec![
            DraftItem {
                kind: TransactionType::Expense,
                amount: Some(Money::idr(15_000)),
                other_amount: Some(Money::idr(15)),
                category: CategorySlug::MAKANAN,
                wallet: Some(WalletChoice::Known(family.wallet(0))),
                to_wallet: None,
                fee: None,
                day: day("2026-11-22"),
                description: "Bakso".to_owned(),
                person: Some("Budi".to_owned()),
                confidence: Permille::new(700),
            },
            DraftItem {
                kind: TransactionType::Transfer,
                amount: None,
                other_amount: None,
                category: CategorySlug::TRANSFER,
                wallet: None,
                to_wallet: Some(WalletChoice::Template("GoPay".to_owned())),
                fee: Some(Money::idr(1_000)),
                day: day("2026-11-21"),
                description: String::new(),
                person: None,
                confidence: Permille::ZERO,
            },
        ],
        doubts: vec![
            DraftDoubt::Magnitude { item: 0 },
            DraftDoubt::NoAmount { item: 1 },
            DraftDoubt::OneWallet { item: 1 },
            DraftDoubt::OddDay { item: 1 },
            DraftDoubt::MaybeNotMoney,
            DraftDoubt::TotalDiffers { total: Money::idr(70_000) },
            DraftDoubt::Unsure,
        ],
        confidence: Permille::new(420),
        created: moment(0),
        expires: moment(expires),
        settled: None,
    }
}

pub(crate) fn credential(family: Family) -> Credential {
    Credential { member: family.member(0), hash: "$2b$12$abc".to_owned(), changed: moment(0) }
}

pub(crate) fn session(family: Family, byte: u8, expires: i64) -> Session {
    Session {
        token_hash: [byte; 32],
        member: family.member(0),
        created: moment(0),
        last_used: moment(1),
        expires: moment(expires),
        address: Some("192.168.1.7".parse().unwrap()),
        device: Some("Chrome · Android".to_owned()),
    }
}

pub(crate) fn link_code(family: Family) -> LinkCode {
    LinkCode {
        code_hash: [9; 32],
        purpose: LinkPurpose::Group,
        member: family.member(0),
        expires: moment(15),
    }
}

pub(crate) fn reply(family: Family) -> Reply {
    Reply { member: family.member(0), key_hash: [8; 32], outcome: b"done".to_vec(), expires: moment(12) }
}

pub(crate) fn group(family: Family) -> Chat {
    chat(-1_001_234_567_890, ChatKind::Group, family)
}

fn chat(chat: i64, kind: ChatKind, family: Family) -> Chat {
    Chat { chat, household: family.household, member: family.member(0), kind, linked: moment(0), name: None }
}

#[test]
fn drafts_come_back_as_they_went_in_and_lapse_in_order() {
    let family = Family::of(1);
    let store = store_with(family);
    let drafts = [draft(family, 1, 30), draft(family, 2, 10), draft(family, 3, 20)];
    for draft in drafts.clone() {
        write(&store, move |pen| pen.put_draft(&draft));
    }
    assert_eq!(store.read(|look| look.draft(drafts[1].id)).unwrap().as_ref(), Some(&drafts[1]));
    assert_eq!(store.read(|look| look.drafts(family.member(0))).unwrap(), drafts);
    assert_eq!(store.read(|look| look.drafts(family.member(1))).unwrap(), []);
    let lapsed = |second, limit| -> Vec<DraftId> {
        let drafts = store.read(|look| look.expired_drafts(moment(second), limit)).unwrap();
        drafts.into_iter().map(|draft| draft.id).collect()
    };
    assert_eq!(lapsed(9, 10), []);
    assert_eq!(lapsed(20, 10), [drafts[1].id, drafts[2].id]);
    assert_eq!(lapsed(99, 1), [drafts[1].id]);
    // A change moves it in the order of lapsing, and a deleted one is nowhere.
    let mut longer = drafts[1].clone();
    longer.expires = moment(40);
    longer.settled = Some(7);
    write(&store, move |pen| pen.put_draft(&longer));
    let id = drafts[2].id;
    assert!(write(&store, move |pen| pen.delete_draft(id)));
    assert_eq!(lapsed(99, 10), [drafts[0].id, drafts[1].id]);
    assert!(store.audit().unwrap().is_sound());
}

#[test]
fn a_member_is_found_by_name_whatever_its_case_until_they_are_gone() {
    let family = Family::of(1);
    let store = store_with(family);
    let found = store.read(|look| look.member_named("ANGGOTA 1 0")).unwrap().unwrap();
    assert_eq!(found.id, family.member(0));
    let mut renamed = found.clone();
    renamed.name = "Anggota 1 1".to_owned();
    let fact = |after| vec![Fact::Member { before: Some(found.clone()), after }];
    let taken = append(&store, family.change(Act::ChangeMember, fact(renamed.clone())));
    assert!(matches!(taken, Err(StoreError::Conflict { noun: "member", .. })), "{taken:?}");
    renamed.name = "Ibu Sri".to_owned();
    append(&store, family.change(Act::ChangeMember, fact(renamed.clone()))).unwrap();
    assert_eq!(store.read(|look| look.member_named("anggota 1 0")).unwrap(), None);
    assert_eq!(store.read(|look| look.member_named("ibu sri")).unwrap().unwrap().id, found.id);
    let mut gone = renamed.clone();
    gone.removed = Some(moment(5));
    let fact = Fact::Member { before: Some(renamed), after: gone };
    append(&store, family.change(Act::ChangeMember, vec![fact])).unwrap();
    assert_eq!(store.read(|look| look.member_named("ibu sri")).unwrap(), None);
    assert_eq!(store.read(|look| look.members(family.household)).unwrap().len(), 2);
    assert!(store.audit().unwrap().is_sound());
}

#[test]
fn passwords_sessions_and_codes_are_kept_and_forgotten_when_their_time_is_over() {
    let family = Family::of(1);
    let store = store_with(family);
    let member = family.member(0);
    let (credential, code, reply) = (credential(family), link_code(family), reply(family));
    assert!(!format!("{credential:?}").contains("abc"), "a hash is not for logs");
    let session = move |byte, expires| session(family, byte, expires);
    let (kept, coded, replied) = (credential.clone(), code.clone(), reply.clone());
    write(&store, move |pen| {
        pen.put_credential(&kept)?;
        pen.put_session(&session(1, 10))?;
        pen.put_session(&session(2, 20))?;
        pen.put_link_code(&coded)?;
        pen.put_reply(&replied)?;
        assert!(pen.mark_update(1, 77, moment(11))?);
        assert!(!pen.mark_update(1, 77, moment(99))?, "handled once is handled");
        assert!(pen.mark_update(2, 77, moment(99))?, "another source counts by itself");
        // Used again, so it lives longer.
        pen.put_session(&session(1, 50))
    });
    assert_eq!(store.read(|look| look.credential(member)).unwrap(), Some(credential));
    assert_eq!(store.read(|look| look.sessions(member)).unwrap(), [session(1, 50), session(2, 20)]);
    assert_eq!(store.read(|look| look.link_code(&[9; 32])).unwrap(), Some(code));
    assert_eq!(store.read(|look| look.reply(member, &[8; 32])).unwrap(), Some(reply));

    assert_eq!(write(&store, |pen| pen.prune(moment(12), 1)), 1);
    assert_eq!(write(&store, |pen| pen.prune(moment(12), 10)), 1);
    assert!(!store.read(|look| look.update_seen(1, 77)).unwrap());
    assert!(store.read(|look| look.update_seen(2, 77)).unwrap());
    assert_eq!(store.read(|look| look.reply(member, &[8; 32])).unwrap(), None);
    assert_eq!(write(&store, |pen| pen.prune(moment(20), 10)), 2);
    assert_eq!(store.read(|look| look.sessions(member)).unwrap(), [session(1, 50)]);
    assert_eq!(store.read(|look| look.link_code(&[9; 32])).unwrap(), None);
    assert!(store.audit().unwrap().is_sound());
}

#[test]
fn chats_and_what_their_messages_are_about() {
    let (family, others) = (Family::of(1), Family::of(2));
    let store = store_with(family);
    let chats = [group(family), chat(42, ChatKind::Private, family), chat(43, ChatKind::Private, others)];
    for chat in chats.clone() {
        write(&store, move |pen| pen.put_chat(&chat));
    }
    assert_eq!(store.read(|look| look.chat(-1_001_234_567_890)).unwrap().as_ref(), Some(&chats[0]));
    assert_eq!(store.read(|look| look.chats(family.household)).unwrap(), chats[..2]);
    // Linked anew to another family: it is no longer the first one's.
    write(&store, move |pen| pen.put_chat(&chat(42, ChatKind::Private, others)));
    assert_eq!(store.read(|look| look.chats(family.household)).unwrap(), chats[..1]);
    assert!(write(&store, |pen| pen.delete_chat(42)));
    assert_eq!(store.read(|look| look.chat(42)).unwrap(), None);

    let transactions = Linked::Transactions(vec![TransactionId::from_bytes([1; 16])]);
    let (about, waiting) = (transactions.clone(), Linked::Draft(DraftId::from_bytes([2; 16])));
    let put = waiting.clone();
    write(&store, move |pen| {
        pen.put_linked(Channel::Telegram, 42, 7, &about)?;
        pen.put_linked(Channel::Web, 42, 7, &put)
    });
    assert_eq!(store.read(|look| look.linked(Channel::Telegram, 42, 7)).unwrap(), Some(transactions));
    assert_eq!(store.read(|look| look.linked(Channel::Web, 42, 7)).unwrap(), Some(waiting));
    assert_eq!(store.read(|look| look.linked(Channel::Telegram, 42, 8)).unwrap(), None);
    assert!(store.audit().unwrap().is_sound());
}

#[test]
fn settings_have_short_names_and_any_bytes() {
    let store = Store::in_memory().unwrap();
    write(&store, |pen| pen.put_setting("webhook-secret", &[0, 255]));
    assert_eq!(store.read(|look| look.setting("webhook-secret")).unwrap(), Some(vec![0, 255]));
    assert_eq!(store.read(|look| look.setting("webhook")).unwrap(), None);
    let long = "a".repeat(33);
    let refused: Result<(), StoreError> = store.write(move |pen| pen.put_setting(&long, &[]));
    assert!(matches!(refused, Err(StoreError::TooLong { .. })));
    assert!(write(&store, |pen| pen.delete_setting("webhook-secret")));
    assert_eq!(store.read(|look| look.setting("webhook-secret")).unwrap(), None);
}
