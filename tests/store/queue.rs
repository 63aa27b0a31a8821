//! The outgoing queue: in order within a chat, the chats by who is due first.

use catatduit::ledger::{OutgoingId, Timestamp};
use catatduit::store::{Look, Outgoing, Store, StoreError};
use proptest::prelude::*;

use super::family::moment;

pub(crate) fn message(id: u64, chat: i64, not_before: Timestamp) -> Outgoing {
    let mut bytes = [0; 16];
    // Ids of one millisecond are in no order; the queue must not depend on theirs.
    bytes[..8].copy_from_slice(&id.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    Outgoing {
        id: OutgoingId::from_bytes(bytes),
        chat,
        is_group: chat < 0,
        order: 0,
        payload: id.to_be_bytes().to_vec(),
        attempts: 0,
        not_before,
        dead: None,
        created: moment(0),
        links: Vec::new(),
        draft: None,
    }
}

fn number(message: &Outgoing) -> u64 {
    u64::from_be_bytes(message.payload.as_slice().try_into().unwrap())
}

fn put(store: &Store, message: Outgoing) -> Outgoing {
    store.write(move |pen| pen.put_outgoing(&message)).map_err(|error: StoreError| error).unwrap()
}

fn due(store: &Store, second: i64) -> Vec<u64> {
    store.read(|look| look.outgoing_due(moment(second), 10)).unwrap().iter().map(number).collect()
}

fn waiting(look: &Look<'_>, chat: i64) -> Result<Vec<u64>, StoreError> {
    Ok(look.outgoing_of_chat(chat, 10)?.iter().map(number).collect())
}

#[test]
fn a_chat_is_due_when_its_first_message_is_and_stays_in_order() {
    let store = Store::in_memory().unwrap();
    let first = put(&store, message(1, 7, moment(10)));
    put(&store, message(2, 7, moment(0)));
    put(&store, message(3, -9, moment(5)));
    assert_eq!((first.order, due(&store, 4)), (1, vec![]));
    assert_eq!(due(&store, 5), [3]);
    assert_eq!(due(&store, 10), [3, 1], "the longest due first");
    assert_eq!(store.read(Look::outgoing_next_due).unwrap(), Some(moment(5)));

    // Sending failed: the message keeps its place and holds up the one behind it.
    let later = Outgoing { attempts: 1, not_before: moment(60), ..first.clone() };
    assert_eq!(put(&store, later).order, 1);
    assert_eq!(due(&store, 30), [3]);
    assert_eq!(store.read(|look| waiting(look, 7)).unwrap(), [1, 2]);

    // Given up: it is kept, and holds up nothing.
    let dead = Outgoing { dead: Some((moment(61), "the chat is gone".to_owned())), ..first.clone() };
    put(&store, dead.clone());
    assert_eq!(due(&store, 30), [2, 3]);
    assert_eq!(store.read(|look| look.dead_letters(10)).unwrap(), [dead]);
    assert_eq!(store.read(|look| look.outgoing_count(10)).unwrap(), 2);

    // Sent, all of them.
    for id in [first.id, message(2, 7, moment(0)).id, message(3, -9, moment(5)).id] {
        let was_there: Result<bool, StoreError> = store.write(move |pen| pen.delete_outgoing(id));
        assert!(was_there.unwrap());
    }
    assert_eq!(due(&store, 1_000), Vec::<u64>::new());
    assert_eq!(store.read(Look::outgoing_next_due).unwrap(), None);
    assert!(store.audit().unwrap().is_sound());
}

/// What a sender may do with the queue.
#[derive(Debug, Clone)]
enum Step {
    Put { chat: i64, due: i64 },
    Delay { which: usize, due: i64 },
    Bury { which: usize },
    Delete { which: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let which = any::<usize>();
    let step = prop_oneof![
        4 => (-2..3_i64, 0..50_i64).prop_map(|(chat, due)| Step::Put { chat, due }),
        2 => (which, 0..50_i64).prop_map(|(which, due)| Step::Delay { which, due }),
        1 => which.prop_map(|which| Step::Bury { which }),
        2 => which.prop_map(|which| Step::Delete { which }),
    ];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_sender_does_the_due_are_the_first_of_their_chats(steps in steps()) {
        let store = Store::in_memory().unwrap();
        let mut queue: Vec<Outgoing> = Vec::new();
        let mut count = 0;
        for step in steps {
            let picked = |which: usize| which % queue.len().max(1);
            match step {
                Step::Put { chat, due } => {
                    count += 1;
                    queue.push(put(&store, message(count, chat, moment(due))));
                }
                Step::Delay { which, due } if !queue.is_empty() => {
                    let place = picked(which);
                    queue[place].not_before = moment(due);
                    put(&store, queue[place].clone());
                }
                Step::Bury { which } if !queue.is_empty() => {
                    let place = picked(which);
                    queue[place].dead = Some((moment(99), "no way".to_owned()));
                    put(&store, queue[place].clone());
                }
                Step::Delete { which } if !queue.is_empty() => {
                    let id = queue.remove(picked(which)).id;
                    store.write(move |pen| pen.delete_outgoing(id)).map_err(|error: StoreError| error).unwrap();
                }
                Step::Delay { .. } | Step::Bury { .. } | Step::Delete { .. } => {}
            }
        }
        let alive = || queue.iter().filter(|message| message.dead.is_none());
        let mut expected: Vec<(Timestamp, i64, u64)> = (-2..3)
            .filter_map(|chat| alive().filter(|message| message.chat == chat).min_by_key(|message| message.order))
            .filter(|first| first.not_before <= moment(25))
            .map(|first| (first.not_before, first.chat, number(first)))
            .collect();
        expected.sort_unstable();
        let expected: Vec<u64> = expected.into_iter().map(|(_, _, number)| number).collect();
        prop_assert_eq!(due(&store, 25), expected);
        prop_assert_eq!(store.read(|look| look.outgoing_count(1_000)).unwrap(), alive().count());
        let report = store.audit().unwrap();
        prop_assert!(report.is_sound(), "{:?}", report);
    }
}
