//! The names of fields and of their values, Indonesian and English.

use super::Means;
use crate::ledger::{Day, Period, TransactionType};
use crate::search::query::Label;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Type,
    Category,
    Wallet,
    By,
    For,
    Person,
    Tag,
    Amount,
    Days(Side),
    Has,
    Without,
}

/// Which days around the named ones are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Just,
    From,
    UpTo,
}

impl Side {
    pub(super) fn of(self, period: Period) -> Period {
        match self {
            Self::Just => period,
            Self::From => Period { first: period.first, last: Day::LAST },
            Self::UpTo => Period { first: Day::FIRST, last: period.last },
        }
    }
}

impl Field {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_lowercase().as_str() {
            "tipe" | "jenis" | "type" => Self::Type,
            "kategori" | "kat" | "category" | "cat" => Self::Category,
            "dompet" | "wallet" | "akun" | "rekening" | "account" => Self::Wallet,
            "oleh" | "by" | "pencatat" | "dibayar" => Self::By,
            "untuk" | "utk" | "buat" | "for" => Self::For,
            "orang" | "person" | "nama" | "with" => Self::Person,
            "tag" | "label" => Self::Tag,
            "jumlah" | "nominal" | "harga" | "amount" => Self::Amount,
            "tanggal" | "tgl" | "hari" | "bulan" | "tahun" | "date" | "day" | "month" | "year" => {
                Self::Days(Side::Just)
            }
            "sejak" | "mulai" | "since" | "from" | "after" => Self::Days(Side::From),
            "sampai" | "hingga" | "until" | "to" | "before" => Self::Days(Side::UpTo),
            "ada" | "punya" | "has" => Self::Has,
            "tanpa" | "no" | "without" => Self::Without,
            _ => return None,
        })
    }
}

/// The type that goes by that word.
pub(super) fn type_named(word: &str) -> Option<TransactionType> {
    Some(match word.to_lowercase().as_str() {
        "keluar" | "pengeluaran" | "belanja" | "expense" | "expenses" | "out" | "spending" => {
            TransactionType::Expense
        }
        "masuk" | "pemasukan" | "pendapatan" | "income" | "in" => TransactionType::Income,
        "transfer" | "pindah" | "tf" | "transfers" => TransactionType::Transfer,
        "penyesuaian" | "setel" | "adjustment" => TransactionType::Adjustment,
        _ => return None,
    })
}

/// The type that a word alone may mean, beside what it says.
pub(super) fn type_meant(word: &str) -> Option<TransactionType> {
    type_named(word)
        .filter(|_| !matches!(word, "keluar" | "belanja" | "out" | "masuk" | "in" | "setel" | "pindah"))
}

/// What a transaction may have or not.
pub(super) fn had(word: &str) -> Option<(Label, Means)> {
    Some(match word.to_lowercase().as_str() {
        "foto" | "gambar" | "lampiran" | "struk" | "bukti" | "photo" | "picture" | "attachment"
        | "receipt" => (Label::Attachment, Means::Attachment),
        "catatan" | "note" | "notes" => (Label::Note, Means::Note),
        _ => return None,
    })
}
