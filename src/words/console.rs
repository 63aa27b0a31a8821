//! What the box says on the terminal where it is started.

/// Sentences of the command line.
#[derive(Debug)]
pub struct Console {
    /// In front of what went wrong, and of each cause under it.
    pub failed: &'static str,
    pub because: &'static str,
    /// In front of a list of what is wrong with the settings.
    pub settings: &'static str,
}

pub(super) static INDONESIAN: Console =
    Console { failed: "Gagal", because: "karena", settings: "pengaturannya perlu dibetulkan dulu." };

pub(super) static ENGLISH: Console =
    Console { failed: "Failed", because: "because", settings: "the settings have to be mended first." };
