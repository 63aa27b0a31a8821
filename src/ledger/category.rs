//! What money was for: a fixed slug with a name, a colour and an icon. Slugs never change; names may.

use std::fmt;
use std::str::FromStr;

use super::{HouseholdId, Language};

/// A category's permanent name: 1 to 16 lower-case ASCII letters, digits and hyphens.
///
/// Sixteen bytes padded with zeros, so that a storage key that holds one has a fixed width and stays
/// readable in a dump.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategorySlug([u8; 16]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a category's slug is 1 to 16 lower-case letters, digits and hyphens")]
pub struct NotASlug;

impl CategorySlug {
    pub const MAKANAN: Self = Self::fixed("makanan");
    pub const TRANSPORTASI: Self = Self::fixed("transportasi");
    pub const TAGIHAN: Self = Self::fixed("tagihan");
    pub const RUMAH_TANGGA: Self = Self::fixed("rumah-tangga");
    pub const BELANJA: Self = Self::fixed("belanja");
    pub const KESEHATAN: Self = Self::fixed("kesehatan");
    pub const PENDIDIKAN: Self = Self::fixed("pendidikan");
    pub const HIBURAN: Self = Self::fixed("hiburan");
    pub const PERAWATAN_DIRI: Self = Self::fixed("perawatan-diri");
    pub const KELUARGA: Self = Self::fixed("keluarga");
    pub const DONASI: Self = Self::fixed("donasi");
    pub const HEWAN: Self = Self::fixed("hewan");
    pub const TABUNGAN: Self = Self::fixed("tabungan");
    pub const UTANG: Self = Self::fixed("utang");
    pub const LAINNYA: Self = Self::fixed("lainnya");
    pub const GAJI: Self = Self::fixed("gaji");
    pub const BONUS: Self = Self::fixed("bonus");
    pub const USAHA: Self = Self::fixed("usaha");
    pub const HASIL_INVESTASI: Self = Self::fixed("hasil-investasi");
    pub const HADIAH: Self = Self::fixed("hadiah");
    pub const REFUND: Self = Self::fixed("refund");
    pub const PEMASUKAN_LAIN: Self = Self::fixed("pemasukan-lain");
    pub const TRANSFER: Self = Self::fixed("transfer");
    /// An adjustment to a wallet's real balance: neither income nor expense, so in no list of categories.
    pub const PENYESUAIAN: Self = Self::fixed("penyesuaian");

    const fn fixed(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut slug = [0; 16];
        let mut index = 0;
        while index < bytes.len() {
            slug[index] = bytes[index];
            index += 1;
        }
        Self(slug)
    }

    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..end]).unwrap_or("")
    }

    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// What [`CategorySlug::to_bytes`] gave.
    pub fn from_bytes(bytes: [u8; 16]) -> Result<Self, NotASlug> {
        Self(bytes).as_str().parse()
    }

    /// The system category behind this slug, if it is one.
    pub fn system(self) -> Option<&'static SystemCategory> {
        SYSTEM_CATEGORIES.iter().find(|category| category.slug == self)
    }
}

impl FromStr for CategorySlug {
    type Err = NotASlug;

    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let fits = (1..=16).contains(&text.len());
        let plain = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if fits && plain { Ok(Self::fixed(text)) } else { Err(NotASlug) }
    }
}

impl fmt::Display for CategorySlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CategorySlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which way money of a category flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flow {
    Expense,
    Income,
    Transfer,
}

/// What a household made of a category: one of its own, or a system one that it renamed, recoloured, hid or merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub household: HouseholdId,
    pub slug: CategorySlug,
    /// Never changes: what was recorded under it keeps its sign.
    pub flow: Flow,
    /// What the family calls it, 1 to 40 characters; none: the system's names.
    pub name: Option<String>,
    /// `#RRGGBB`.
    pub colour: String,
    /// One emoji.
    pub icon: String,
    /// The heading it stands under, 1 to 40 characters; none: on its own.
    pub group: Option<String>,
    /// Position in lists, lowest first; the same ones by slug.
    pub order: u32,
    /// Not offered any more; what was recorded under it stays.
    pub hidden: bool,
    /// Counts as that one, its whole history too. That one is merged into none itself.
    pub merged_into: Option<CategorySlug>,
    pub version: u32,
}

/// A category every household starts with.
#[derive(Debug, PartialEq, Eq)]
pub struct SystemCategory {
    pub slug: CategorySlug,
    pub flow: Flow,
    pub name_id: &'static str,
    pub name_en: &'static str,
    /// `#RRGGBB`, for dots and bars, never for text.
    pub colour: &'static str,
    /// One emoji.
    pub icon: &'static str,
}

impl SystemCategory {
    pub const fn name(&self, language: Language) -> &'static str {
        match language {
            Language::Indonesian => self.name_id,
            Language::English => self.name_en,
        }
    }
}

const fn system(
    slug: CategorySlug,
    flow: Flow,
    name_id: &'static str,
    name_en: &'static str,
    colour: &'static str,
    icon: &'static str,
) -> SystemCategory {
    SystemCategory { slug, flow, name_id, name_en, colour, icon }
}

/// The categories every household has, in the order lists show them. `utang` is listed as an expense, and
/// may be income too: borrowing and being paid back bring money in.
pub const SYSTEM_CATEGORIES: [SystemCategory; 23] = {
    use CategorySlug as C;
    use Flow::{Expense, Income, Transfer};
    [
        system(C::MAKANAN, Expense, "Makanan & Minuman", "Food & Drink", "#E67E22", "🍜"),
        system(C::TRANSPORTASI, Expense, "Transportasi", "Transport", "#3498DB", "🚗"),
        system(C::TAGIHAN, Expense, "Tagihan & Utilitas", "Bills & Utilities", "#8E44AD", "🧾"),
        system(C::RUMAH_TANGGA, Expense, "Keperluan Rumah Tangga", "Household", "#16A085", "🧹"),
        system(C::BELANJA, Expense, "Belanja", "Shopping", "#E84393", "🛍️"),
        system(C::KESEHATAN, Expense, "Kesehatan", "Health", "#E74C3C", "💊"),
        system(C::PENDIDIKAN, Expense, "Pendidikan", "Education", "#2980B9", "📚"),
        system(C::HIBURAN, Expense, "Hiburan", "Entertainment", "#9B59B6", "🎬"),
        system(C::PERAWATAN_DIRI, Expense, "Perawatan Diri", "Personal Care", "#FD79A8", "💇"),
        system(C::KELUARGA, Expense, "Anak & Keluarga", "Children & Family", "#F1C40F", "👨‍👩‍👧"),
        system(C::DONASI, Expense, "Sosial & Donasi", "Giving", "#27AE60", "🤲"),
        system(C::HEWAN, Expense, "Hewan Peliharaan", "Pets", "#A0522D", "🐾"),
        system(C::TABUNGAN, Expense, "Tabungan & Investasi", "Savings & Investment", "#1ABC9C", "🐷"),
        system(C::UTANG, Expense, "Utang & Piutang", "Debts & Loans", "#7F8C8D", "🤝"),
        system(C::LAINNYA, Expense, "Lainnya", "Other", "#95A5A6", "📦"),
        system(C::GAJI, Income, "Gaji", "Salary", "#0B7A66", "💼"),
        system(C::BONUS, Income, "Bonus & THR", "Bonus", "#2ECC71", "🎉"),
        system(
            C::USAHA,
            Income,
            "Usaha, Freelance & Penjualan",
            "Business, Freelance & Sales",
            "#00B894",
            "🏪",
        ),
        system(C::HASIL_INVESTASI, Income, "Hasil Investasi", "Investment Income", "#00CEC9", "📈"),
        system(C::HADIAH, Income, "Hadiah & Kiriman", "Gifts & Remittances", "#FDCB6E", "🎁"),
        system(C::REFUND, Income, "Refund & Cashback", "Refunds & Cashback", "#74B9FF", "↩️"),
        system(C::PEMASUKAN_LAIN, Income, "Pemasukan Lain", "Other Income", "#A3CB38", "💰"),
        system(C::TRANSFER, Transfer, "Transfer", "Transfer", "#2A6496", "🔄"),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_slugs_are_valid_unique_and_survive_bytes() {
        for (index, category) in SYSTEM_CATEGORIES.iter().enumerate() {
            let slug = category.slug;
            assert_eq!(slug.as_str().parse(), Ok(slug));
            assert_eq!(CategorySlug::from_bytes(slug.to_bytes()), Ok(slug));
            assert!(SYSTEM_CATEGORIES.iter().skip(index + 1).all(|other| other.slug != slug));
        }
    }

    #[test]
    fn refuses_what_is_no_slug() {
        for text in ["", "Makanan", "makan an", "a-very-long-category", "é"] {
            assert_eq!(text.parse::<CategorySlug>(), Err(NotASlug), "{text}");
        }
    }
}
