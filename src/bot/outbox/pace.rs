//! How fast Telegram lets a bot talk: pure arithmetic on moments given from outside.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

/// The limits of Telegram's own documentation for bots.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Between two messages to one chat.
    pub per_chat: Duration,
    /// Messages to one group within [`Limits::group_window`].
    pub per_group: usize,
    pub group_window: Duration,
    /// Messages to all chats within one second.
    pub per_second: usize,
}

impl Limits {
    pub const TELEGRAM: Self = Self {
        per_chat: Duration::from_secs(1),
        per_group: 20,
        group_window: Duration::from_mins(1),
        per_second: 30,
    };
}

/// What was sent lately, and so who may be written to when.
#[derive(Debug)]
pub(super) struct Pace {
    limits: Limits,
    chats: BTreeMap<i64, VecDeque<Instant>>,
    all: VecDeque<Instant>,
}

impl Pace {
    pub(super) const fn new(limits: Limits) -> Self {
        Self { limits, chats: BTreeMap::new(), all: VecDeque::new() }
    }

    /// From when on that chat may be written to; not after `now` when it may be at once.
    pub(super) fn ready_at(&self, chat: i64, is_group: bool, now: Instant) -> Instant {
        let mut ready = now;
        if let Some(sent) = self.chats.get(&chat) {
            if let Some(last) = sent.back() {
                ready = ready.max(*last + self.limits.per_chat);
            }
            if is_group && let Some(first) = nth_from_the_end(sent, self.limits.per_group) {
                ready = ready.max(first + self.limits.group_window);
            }
        }
        if let Some(first) = nth_from_the_end(&self.all, self.limits.per_second) {
            ready = ready.max(first + Duration::from_secs(1));
        }
        ready
    }

    pub(super) fn sent(&mut self, chat: i64, at: Instant) {
        self.all.push_back(at);
        self.chats.entry(chat).or_default().push_back(at);
        self.forget(at);
    }

    /// Drops what no limit looks at any more, so that it never grows with the family's history.
    fn forget(&mut self, now: Instant) {
        let keep = self.limits.group_window.max(self.limits.per_chat);
        drop_older(&mut self.all, now, Duration::from_secs(1));
        for sent in self.chats.values_mut() {
            drop_older(sent, now, keep);
        }
        self.chats.retain(|_, sent| !sent.is_empty());
    }
}

fn nth_from_the_end(sent: &VecDeque<Instant>, count: usize) -> Option<Instant> {
    sent.len().checked_sub(count).and_then(|index| sent.get(index)).copied()
}

fn drop_older(sent: &mut VecDeque<Instant>, now: Instant, keep: Duration) {
    while sent.front().is_some_and(|at| now.saturating_duration_since(*at) > keep) {
        sent.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends as fast as allowed and gives the seconds at which each message went.
    fn times(count: usize, chat_of: impl Fn(usize) -> (i64, bool)) -> Vec<u64> {
        let start = Instant::now();
        let mut pace = Pace::new(Limits::TELEGRAM);
        let mut now = start;
        (0..count)
            .map(|index| {
                let (chat, is_group) = chat_of(index);
                now = pace.ready_at(chat, is_group, now);
                pace.sent(chat, now);
                (now - start).as_secs()
            })
            .collect()
    }

    #[test]
    fn a_chat_gets_one_message_a_second() {
        assert_eq!(times(4, |_| (7, false)), [0, 1, 2, 3]);
    }

    #[test]
    fn a_group_gets_twenty_a_minute() {
        let times = times(42, |_| (-7, true));
        assert_eq!(times[19], 19);
        assert_eq!(times[20], 60);
        assert_eq!(times[40], 120);
    }

    #[test]
    fn all_chats_together_get_thirty_a_second() {
        let times = times(61, |index| (i64::try_from(index).unwrap(), false));
        assert_eq!((times[29], times[30], times[59], times[60]), (0, 1, 1, 2));
    }

    #[test]
    fn remembers_only_what_matters() {
        let start = Instant::now();
        let mut pace = Pace::new(Limits::TELEGRAM);
        for second in 0..1000 {
            pace.sent(second % 50, start + Duration::from_secs(u64::try_from(second).unwrap()));
        }
        let kept: usize = pace.chats.values().map(VecDeque::len).sum();
        assert!(kept <= 61, "{kept}");
        assert!(pace.all.len() <= 2);
    }
}
