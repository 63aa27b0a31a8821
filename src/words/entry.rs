//! Words about single records: their parts, their history, what hinders taking one part back.

use crate::ledger::{Act, Field, Money};

/// What is said about a record's parts and history.
#[derive(Debug)]
pub struct Entry {
    names: fn(Field) -> &'static str,
    acts: fn(Act) -> &'static str,
    /// A wallet or a record that this member does not see.
    pub hidden: &'static str,
    pub yes: &'static str,
    pub pictures: fn(usize) -> String,
    /// More came back of a purchase than it cost: by how much.
    pub over_refunded: fn(Money) -> String,
    /// Parts that later changes touched again.
    pub overtaken: fn(&str) -> String,
    pub changed: &'static str,
    pub not_a_picture: &'static str,
    pub picture_too_large: &'static str,
    /// In front of the record it was kept with.
    pub picture_kept: &'static str,
    pub picture_lost: &'static str,
    /// It came with what still waits for a yes.
    pub picture_later: &'static str,
    pub picture_how: &'static str,
    pub archived: &'static str,
    pub past: &'static str,
    pub too_many: fn(usize) -> String,
}

/// Every part a record has.
const FIELDS: [Field; 19] = [
    Field::Type,
    Field::Amount,
    Field::Category,
    Field::Description,
    Field::Lines,
    Field::Wallet,
    Field::ToWallet,
    Field::Received,
    Field::Fee,
    Field::Day,
    Field::Person,
    Field::Note,
    Field::PaidBy,
    Field::ForWhom,
    Field::Tags,
    Field::Attachments,
    Field::RefundOf,
    Field::SecretUntil,
    Field::Voided,
];

impl Entry {
    /// What a part is called.
    pub fn field(&self, field: Field) -> &'static str {
        (self.names)(field)
    }

    /// The same by the name that doors spell it with.
    pub fn field_named(&self, name: &str) -> Option<&'static str> {
        FIELDS.into_iter().find(|field| field.name() == name).map(|field| self.field(field))
    }

    /// What an act did to a record, in the past tense.
    pub fn act(&self, act: Act) -> &'static str {
        (self.acts)(act)
    }
}

pub(super) static INDONESIAN: Entry = Entry {
    names: |field| match field {
        Field::Type => "Jenis",
        Field::Amount => "Jumlah",
        Field::Category => "Kategori",
        Field::Description => "Keterangan",
        Field::Lines => "Rincian",
        Field::Wallet => "Dompet",
        Field::ToWallet => "Dompet tujuan",
        Field::Received => "Yang diterima",
        Field::Fee => "Biaya",
        Field::Day => "Tanggal",
        Field::Person => "Orang",
        Field::Note => "Catatan",
        Field::PaidBy => "Dibayar oleh",
        Field::ForWhom => "Untuk",
        Field::Tags => "Tag",
        Field::Attachments => "Foto",
        Field::RefundOf => "Refund dari",
        Field::SecretUntil => "Rahasia sampai",
        Field::Voided => "Dihapus",
    },
    acts: |act| match act {
        Act::Record | Act::SetUp | Act::AddWallet | Act::SetBalance => "Dicatat",
        Act::Void => "Dihapus",
        Act::Restore => "Dikembalikan",
        Act::Undo { .. } => "Dibatalkan",
        Act::Erase => "Isinya dihapus selamanya",
        _ => "Diubah",
    },
    hidden: "tidak terlihat olehmu",
    yes: "ya",
    pictures: |count| format!("{count} foto"),
    over_refunded: |by| format!("Uang yang kembali {by} lebih banyak daripada harga belinya."),
    overtaken: |parts| {
        format!("Setelah itu sudah ada perubahan lain di bagian ini: {parts}. Belum ada yang berubah.")
    },
    changed: "sudah diubah lagi setelahnya",
    not_a_picture: "bukan foto JPEG, PNG, atau WebP yang bisa dibuka",
    picture_too_large: "terlalu besar: paling banyak 10 MB dan 25 juta titik",
    picture_kept: "Fotonya disimpan:",
    picture_lost: "Fotonya belum bisa kuambil. Kirim lagi nanti sebagai balasan pesan catatannya, ya.",
    picture_later: "Simpan dulu catatannya, lalu kirim lagi fotonya sebagai balasan.",
    picture_how: "Balas pesan catatannya dengan foto ini, atau kirim foto dengan keterangan seperti \"bakso 15rb\".",
    archived: "sudah diarsipkan",
    past: "harus hari yang akan datang",
    too_many: |most| format!("lebih dari {most}"),
};

pub(super) static ENGLISH: Entry = Entry {
    names: |field| match field {
        Field::Type => "Type",
        Field::Amount => "Amount",
        Field::Category => "Category",
        Field::Description => "Description",
        Field::Lines => "Lines",
        Field::Wallet => "Wallet",
        Field::ToWallet => "Into wallet",
        Field::Received => "Received",
        Field::Fee => "Fee",
        Field::Day => "Day",
        Field::Person => "Person",
        Field::Note => "Note",
        Field::PaidBy => "Paid by",
        Field::ForWhom => "For",
        Field::Tags => "Tags",
        Field::Attachments => "Photos",
        Field::RefundOf => "Refund of",
        Field::SecretUntil => "Secret until",
        Field::Voided => "Deleted",
    },
    acts: |act| match act {
        Act::Record | Act::SetUp | Act::AddWallet | Act::SetBalance => "Recorded",
        Act::Void => "Deleted",
        Act::Restore => "Restored",
        Act::Undo { .. } => "Undone",
        Act::Erase => "Erased for good",
        _ => "Changed",
    },
    hidden: "not visible to you",
    yes: "yes",
    pictures: |count| if count == 1 { "1 photo".to_owned() } else { format!("{count} photos") },
    over_refunded: |by| format!("What came back is {by} more than the purchase cost."),
    overtaken: |parts| format!("Later changes touched the same parts: {parts}. Nothing has changed."),
    changed: "was changed again since",
    not_a_picture: "is not a JPEG, PNG or WebP picture that can be opened",
    picture_too_large: "is too large: at most 10 MB and 25 million pixels",
    picture_kept: "Photo kept:",
    picture_lost: "I could not fetch the photo. Send it again later as a reply to the record, please.",
    picture_later: "Save the record first, then send the photo again as a reply.",
    picture_how: "Reply to the record with this photo, or send the photo with a caption such as \"bakso 15rb\".",
    archived: "is archived",
    past: "must be a day to come",
    too_many: |most| format!("more than {most}"),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_found_by_its_name_and_called_something_of_its_own() {
        for words in [&INDONESIAN, &ENGLISH] {
            for (place, field) in FIELDS.into_iter().enumerate() {
                assert_eq!(words.field_named(field.name()), Some(words.field(field)));
                let others = &FIELDS[place + 1..];
                assert!(others.iter().all(|other| words.field(*other) != words.field(field)), "{field:?}");
            }
            assert_eq!(words.field_named("price"), None);
        }
    }
}
