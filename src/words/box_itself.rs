//! What the house says of the box itself, to those who look after it.

/// Lengths and moments come written for people.
#[derive(Debug)]
pub struct BoxTalk {
    /// What kinds of things are called.
    pub fault: &'static str,
    pub feedback: &'static str,
    /// It ended though nobody had asked it to: how long it was away, from when, until when.
    pub was_away: fn(&str, &str, &str) -> String,
    /// On the button under a trouble, and what is said when it was pressed.
    pub see_alarm: &'static str,
    pub alarm_seen: &'static str,
}

pub(super) static ID: BoxTalk = BoxTalk {
    fault: "Gangguan",
    feedback: "Masukan",
    was_away: |length, from, until| {
        format!(
            "Kotak mati mendadak selama {length}: dari {from} sampai {until}. Catatan keluarga aman. Kalau bukan karena \
             listrik padam, lihat log di halaman Kotak."
        )
    },
    see_alarm: "Sudah kulihat",
    alarm_seen: "Oke. Yang lain tidak perlu diberi tahu.",
};

pub(super) static EN: BoxTalk = BoxTalk {
    fault: "Error",
    feedback: "Feedback",
    was_away: |length, from, until| {
        format!(
            "The box went off without warning for {length}: from {from} until {until}. The family's records are safe. If it \
             was no power cut, look at the log on the page about the box."
        )
    },
    see_alarm: "I am on it",
    alarm_seen: "All right. Nobody else needs to be told.",
};
