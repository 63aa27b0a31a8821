//! Where money sits, and the templates families pick from.

use super::{CardCycle, Currency, HouseholdId, Member, MemberId, Role, WalletId};

/// A wallet ("dompet"). Its balance is the sum of its entries and is nowhere in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wallet {
    pub id: WalletId,
    pub household: HouseholdId,
    /// What the family calls it: 1 to 40 characters, unique in the household whatever its case.
    pub name: String,
    pub kind: WalletKind,
    pub currency: Currency,
    /// `#RRGGBB`.
    pub colour: String,
    /// Other words that mean it in a message, lower case.
    pub aliases: Vec<String>,
    /// Position in lists, lowest first.
    pub order: u32,
    /// Not offered any more; what is recorded in it stays.
    pub archived: bool,
    /// In no list any more: only ever a wallet that nothing was recorded in.
    pub removed: bool,
    pub sharing: Sharing,
    /// Of a credit card.
    pub card: Option<CardCycle>,
    pub version: u32,
}

/// Who sees what of a wallet. The default is a wallet of the whole family.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sharing {
    /// Whose it is; none: the family's.
    pub holder: Option<MemberId>,
    /// What those see who are neither the holder nor named below; children see nothing of it.
    pub others: Visibility,
    /// What single members see, whatever their role; each member once.
    pub grants: Vec<(MemberId, Visibility)>,
}

/// How much of a wallet a member sees. Ordered: a later one sees what an earlier one sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Visibility {
    /// Nothing, not even that it exists.
    Private,
    /// What came in and went out in a month, and no single record.
    MonthlySum,
    #[default]
    Full,
}

impl Wallet {
    /// Of a wallet that no brand gave its colour.
    pub const PLAIN_COLOUR: &'static str = "#55635E";

    /// How much of it that member sees. To record in it, a member must see it in full.
    pub fn visible_to(&self, member: &Member) -> Visibility {
        let Sharing { holder, others, grants } = &self.sharing;
        if *holder == Some(member.id) {
            return Visibility::Full;
        }
        let granted = grants.iter().find(|(to, _)| *to == member.id).map(|(_, granted)| *granted);
        granted.unwrap_or(if member.role == Role::Child { Visibility::Private } else { *others })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WalletKind {
    Cash,
    Bank,
    EWallet,
    Card,
}

/// A wallet many families have, ready to be picked or named in a message.
#[derive(Debug, PartialEq, Eq)]
pub struct WalletTemplate {
    pub name: &'static str,
    pub kind: WalletKind,
    /// The brand's colour, `#RRGGBB`.
    pub colour: &'static str,
    /// Other spellings people use, lower case; matched as whole words, never as parts of one.
    pub aliases: &'static [&'static str],
}

const fn template(
    name: &'static str,
    kind: WalletKind,
    colour: &'static str,
    aliases: &'static [&'static str],
) -> WalletTemplate {
    WalletTemplate { name, kind, colour, aliases }
}

pub const WALLET_TEMPLATES: [WalletTemplate; 30] = {
    use WalletKind::{Bank, Card, Cash, EWallet};
    [
        template(
            "Cash",
            Cash,
            "#2E7D32",
            &[
                "tunai",
                "kas",
                "cas",
                "kes",
                "kontan",
                "duit tunai",
                "uang tunai",
                "uang pas",
                "duit pas",
                "uang kes",
                "duit kes",
            ],
        ),
        template("GoPay", EWallet, "#00AED6", &["go pay", "gopey", "gpay", "gopai"]),
        template("OVO", EWallet, "#4C3494", &["ofo", "ovo cash"]),
        template("Dana", EWallet, "#118EEA", &["e-wallet dana"]),
        template(
            "ShopeePay",
            EWallet,
            "#EE4D2D",
            &["shopee pay", "spay", "shopepay", "shoppepay", "shopeepey"],
        ),
        template("LinkAja", EWallet, "#E1251B", &["link aja", "linkaj"]),
        template(
            "BCA",
            Bank,
            "#0060AF",
            &["bank bca", "m-bca", "mbca", "qris bca", "debit bca", "mybca", "bca mobile", "klikbca"],
        ),
        template("Mandiri", Bank, "#003D79", &["bank mandiri", "livin", "livin mandiri", "mandri"]),
        template("BRI", Bank, "#00529C", &["bank bri", "brimo"]),
        template("BNI", Bank, "#F15A23", &["bank bni", "wondr"]),
        template("BTN", Bank, "#0B4EA2", &["bank btn"]),
        template("CIMB Niaga", Bank, "#7E1416", &["cimb", "niaga", "octo", "octo mobile", "octo clicks"]),
        template("Danamon", Bank, "#F58220", &["bank danamon", "d-bank"]),
        template(
            "Permata",
            Bank,
            "#00A551",
            &["bank permata", "permatabank", "permatamobile", "permatamobile x"],
        ),
        template("Panin", Bank, "#0054A6", &["bank panin", "paninbank"]),
        template("OCBC NISP", Bank, "#E30613", &["ocbc", "nisp"]),
        template("BSI", Bank, "#00A39D", &["bank bsi", "byond", "bank syariah indonesia"]),
        template("Muamalat", Bank, "#5B2C83", &["bank muamalat"]),
        template("Jenius", Bank, "#00A4DE", &["btpn"]),
        template("Blu", Bank, "#00B2E3", &["blu bca", "blubca", "blu by bca", "blu by bca digital"]),
        template("Jago", Bank, "#F7A600", &["bank jago", "jago syariah"]),
        template("Neobank", Bank, "#FFD100", &["neo bank", "bnc", "neo"]),
        template("SeaBank", Bank, "#FF6F00", &["sea bank", "seabnk"]),
        template("Kartu Kredit", Card, "#37474F", &["cc", "credit card", "k. kredit", "kredit card"]),
        template("Flazz", Card, "#1565C0", &["kartu flazz"]),
        template(
            "e-Money",
            Card,
            "#F9A825",
            &[
                "emoney",
                "e money",
                "e-toll",
                "etoll",
                "mandiri e-money",
                "kartu tol",
                "kartu e-toll",
                "kartu etoll",
                "kartu e-money",
            ],
        ),
        template("TapCash", Card, "#EF6C00", &["tap cash"]),
        template("Brizzi", Card, "#0D47A1", &["brizi"]),
        template("JakCard", Card, "#C62828", &["jak card"]),
        template("KMT", Card, "#AD1457", &["kartu multi trip", "kartu commuter"]),
    ]
};

impl WalletTemplate {
    /// The template of exactly this name, whatever its case.
    pub fn named(name: &str) -> Option<&'static Self> {
        WALLET_TEMPLATES.iter().find(|template| template.name.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_templates_answer_to_one_word() {
        let mut words: Vec<String> = WALLET_TEMPLATES
            .iter()
            .flat_map(|template| {
                let mut words: Vec<String> =
                    template.aliases.iter().map(|alias| (*alias).to_owned()).collect();
                words.push(template.name.to_lowercase());
                words.sort();
                words.dedup();
                words
            })
            .collect();
        let count = words.len();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), count);
    }
}
