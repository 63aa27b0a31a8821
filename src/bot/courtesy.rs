//! Calls that matter only now and to nobody's money: the answer to a pressed button, a refusal. Made at once
//! and once; nothing about them is stored.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use super::client::{Client, SendMessage};
use super::markup;
use crate::ledger::Timestamp;
use crate::outside::later;
use crate::words::Said;

/// More than that at once is somebody's mischief, and dropped.
const ROOM: usize = 256;

#[derive(Debug)]
pub(super) enum Courtesy {
    /// Ends the waiting circle on a button, with or without a word over the chat.
    Answer {
        callback: String,
        text: Option<String>,
    },
    Say {
        chat: i64,
        said: Said,
    },
}

/// The way to whoever makes the calls.
#[derive(Debug)]
pub(super) struct Courtesies {
    way: mpsc::Sender<Courtesy>,
    /// Held by the task that makes the calls; a restarted one takes over.
    end: Mutex<mpsc::Receiver<Courtesy>>,
}

impl Default for Courtesies {
    fn default() -> Self {
        let (way, end) = mpsc::channel(ROOM);
        Self { way, end: Mutex::new(end) }
    }
}

impl Courtesies {
    pub(super) fn ask(&self, courtesy: Courtesy) {
        if self.way.try_send(courtesy).is_err() {
            tracing::debug!("too many calls to Telegram wait, one was dropped");
        }
    }

    pub(super) async fn run(&self, client: &Client, stop: CancellationToken) {
        let mut end = self.end.lock().await;
        loop {
            let courtesy = tokio::select! {
                Some(courtesy) = end.recv() => courtesy,
                () = stop.cancelled() => return,
            };
            let done = match &courtesy {
                Courtesy::Answer { callback, text } => {
                    client.answer_callback(callback, text.as_deref(), text.is_some()).await
                }
                Courtesy::Say { chat, said } => {
                    let html = markup::page(said);
                    client.send_message(&SendMessage::html(*chat, &html)).await.map(|_| ())
                }
            };
            if let Err(error) = done {
                tracing::debug!(%error, "a courtesy did not reach its chat");
            }
        }
    }
}

/// Who was told something lately, so that nobody is told again and again.
#[derive(Debug)]
pub(super) struct Recently {
    pause: Duration,
    told: BTreeMap<i64, Timestamp>,
}

impl Recently {
    pub(super) const fn new(pause: Duration) -> Self {
        Self { pause, told: BTreeMap::new() }
    }

    /// Whether it is time to tell that chat, and if so, remembers that it was told.
    pub(super) fn may_tell(&mut self, chat: i64, now: Timestamp) -> bool {
        let pause = self.pause;
        self.told.retain(|_, at| now < later(*at, pause));
        if self.told.contains_key(&chat) || self.told.len() >= ROOM {
            return false;
        }
        self.told.insert(chat, now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_twice_within_the_pause() {
        let mut recently = Recently::new(Duration::from_hours(1));
        let start: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        assert!(recently.may_tell(1, start));
        assert!(!recently.may_tell(1, later(start, Duration::from_mins(59))));
        assert!(recently.may_tell(2, later(start, Duration::from_mins(59))));
        assert!(recently.may_tell(1, later(start, Duration::from_hours(1))));
    }

    #[test]
    fn a_crowd_of_strangers_takes_no_more_room() {
        let mut recently = Recently::new(Duration::from_hours(1));
        let now = Timestamp::UNIX_EPOCH;
        let told = (0..10_000).filter(|chat| recently.may_tell(*chat, now)).count();
        assert_eq!(told, ROOM);
        assert_eq!(recently.told.len(), ROOM);
    }
}
