//! What is said about what was found.

/// Words about a search's results.
#[derive(Debug)]
pub struct Finding {
    /// How many records match.
    pub found: fn(&str, u64) -> String,
    pub nothing: fn(&str) -> String,
    /// In front of a sum.
    pub income: &'static str,
    pub expense: &'static str,
    /// A text that would find something.
    pub did_you_mean: fn(&str) -> String,
    /// So many of the newest are shown, and how to see less.
    pub newest: fn(usize) -> String,
    /// Older records may be missing.
    pub partial: &'static str,
}

pub(super) const ID: Finding = Finding {
    found: |text, count| format!("{count} catatan cocok dengan “{text}”"),
    nothing: |text| format!("Tidak ada catatan yang cocok dengan “{text}”."),
    income: "Masuk",
    expense: "Keluar",
    did_you_mean: |text| format!("Maksudnya /cari {text} ?"),
    newest: |shown| {
        format!(
            "Ini {shown} yang terbaru. Persempit, misalnya: bakso bulan lalu, >50rb, @gopay, kategori:makanan"
        )
    },
    partial: "Catatan lama masih disusun, jadi hasilnya mungkin belum lengkap.",
};

pub(super) const EN: Finding = Finding {
    found: |text, count| match count {
        1 => format!("1 record matches “{text}”"),
        _ => format!("{count} records match “{text}”"),
    },
    nothing: |text| format!("No record matches “{text}”."),
    income: "In",
    expense: "Out",
    did_you_mean: |text| format!("Did you mean /cari {text} ?"),
    newest: |shown| {
        format!(
            "These are the newest {shown}. Narrow it down, as in: bakso last month, >50rb, @gopay, category:food"
        )
    },
    partial: "Older records are still being put in order, so some may be missing.",
};
