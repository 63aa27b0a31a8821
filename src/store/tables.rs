//! Every table, declared once: its name, what its keys are and why it exists.
//!
//! Keys are our own fixed-width big-endian bytes ([`super::key`]), values our own versioned records
//! ([`super::record`]); a table without values is an index. A name ends in the version of its layout:
//! a change of layout is a new table and a migration that fills it.

use redb::TableDefinition;

/// One of the store's tables as the engine below knows it: bytes to bytes.
pub(super) type Definition = TableDefinition<'static, &'static [u8], &'static [u8]>;

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident = $name:literal,)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Table {
            $($(#[$doc])* $table,)*
        }

        impl Table {
            pub(super) const ALL: &'static [Self] = &[$(Self::$table,)*];

            pub(super) const fn name(self) -> &'static str {
                match self {
                    $(Self::$table => $name,)*
                }
            }
        }
    };
}

tables! {
    /// What the store knows of itself: its schema, how often it was committed, the next place in the outgoing
    /// queue. Key: a name of 16 bytes. Value: 8 bytes. Its layout never changes, because every version must be
    /// able to read the schema of every other.
    Meta = "meta-1",

    /// The truth of every act ever done; everything else about money can be recounted from it.
    /// Key: seq (8). Value: the change.
    Changes = "changes-1",
    /// The journal of one household, to page through. Key: household (16), seq (8).
    ChangesOfHousehold = "changes-of-household-1",
    /// The history of one transaction. Key: transaction (16), seq (8).
    ChangesOfTransaction = "changes-of-transaction-1",
    /// Which change took another back. Key: seq taken back (8). Value: seq of the undo (8).
    Undone = "undone-1",

    /// Key: household (16). Value: the household as the newest fact left it.
    Households = "households-1",
    /// Key: member (16). Value: the member as the newest fact left them.
    Members = "members-1",
    /// Key: household (16), member (16).
    MembersOfHousehold = "members-of-household-1",
    /// The memberships of one person. Key: the member that their sign-in is kept under (16), member (16).
    MembersOfAccount = "members-of-account-1",
    /// Sign-in by name. Key: SHA-256 of the lower-case name (32), so that it has a fixed width.
    /// Value: the member that the sign-in is kept under (16). Only names of members who are not gone.
    MemberNames = "member-names-1",
    /// Key: wallet (16). Value: the wallet as the newest fact left it.
    Wallets = "wallets-1",
    /// Key: household (16), wallet (16).
    WalletsOfHousehold = "wallets-of-household-1",
    /// Key: transaction (16). Value: the transaction as the newest fact left it, voided ones too.
    Transactions = "transactions-1",
    /// Lists by day. Key: household (16), day (4), transaction (16). Only those that count.
    TransactionsByDay = "transactions-by-day-1",
    /// Lists of one wallet. Key: wallet (16), day (4), transaction (16). Only those that count.
    TransactionsByWallet = "transactions-by-wallet-1",

    /// Records that are kept from the others until a day. Key: household (16), that day (4), transaction (16).
    Secrets = "secrets-1",
    /// The bin: what was taken back, by when. Key: household (16), milliseconds (8), transaction (16).
    Voided = "voided-1",

    /// Which tags there are. Key: household (16), SHA-256 of the tag (32). Value: the tag, and how many transactions
    /// that count carry it, at least one.
    Tags = "tags-1",
    /// Lists of one tag. Key: household (16), SHA-256 of the tag (32), day (4), transaction (16). Only those that
    /// count.
    TransactionsByTag = "transactions-by-tag-1",
    /// What came back of a purchase. Key: purchase (16), refund (16). Only refunds that count.
    RefundsOf = "refunds-of-1",

    /// Pictures kept with transactions. Key: attachment (16). Value: what is known of it beside its bytes.
    Attachments = "attachments-1",
    /// Key: attachment (16), size (1). Value: a JPEG, as it is.
    AttachmentBytes = "attachment-bytes-1",

    /// What the household made of its categories. Key: household (16), slug (16). Value: the category as the newest
    /// fact left it.
    Categories = "categories-1",
    /// Exchange rates. Key: household (16), currency (3), day (4). Value: the rate as the newest fact left it.
    Rates = "rates-1",

    /// What corrections taught. Key: lesson (16). Value: the lesson as the newest fact left it, undone ones too.
    Lessons = "lessons-1",
    /// In the order they were taught. Key: household (16), order (8), lesson (16).
    LessonsOfHousehold = "lessons-of-household-1",
    /// Everything ever taught about the same words. Key: household (16), SHA-256 of the phrase's letters (32),
    /// order (8), lesson (16).
    LessonsOfPhrase = "lessons-of-phrase-1",

    /// The sum of a wallet's entries. Key: wallet (16). Value: money.
    Balances = "balances-1",
    /// Key: household (16), day (4), the cell (52). Value: amount and counts.
    DayTotals = "day-totals-1",
    /// The same by calendar month, so that a year is twelve short scans. Key: household (16), month (4),
    /// the cell (52). Value: amount and counts.
    MonthTotals = "month-totals-1",
    /// What tags came to. Key: household (16), day (4), kind (1), SHA-256 of the tag (32), wallet (16), currency (3).
    /// Value: amount, count, the tag.
    DayTags = "day-tags-1",
    /// The same by calendar month in the place of the day.
    MonthTags = "month-tags-1",
    /// What descriptions came to, without their case, marks and figures. Keys and values as of the tags.
    DayPhrases = "day-phrases-1",
    /// The same by calendar month in the place of the day.
    MonthPhrases = "month-phrases-1",
    /// By how much a month moved a wallet, so that what it held in the past is counted back from its balance.
    /// Key: wallet (16), month (4). Value: minor units.
    WalletMonths = "wallet-months-1",
    /// What transactions have of a category, the largest first. Key: household (16), month (4), kind (1),
    /// category (16), currency (3), amount with all bits flipped (8), day (4), transaction (16), wallet (16).
    PartsBySize = "parts-by-size-1",
    /// The same by day. Key: household (16), kind (1), category (16), currency (3), day (4), transaction (16),
    /// wallet (16), amount (8).
    PartsByDay = "parts-by-day-1",

    /// Messages that wait for a yes. Key: draft (16).
    Drafts = "drafts-1",
    /// Key: member (16), draft (16).
    DraftsOfMember = "drafts-of-member-1",
    /// Key: expiry in milliseconds (8), draft (16).
    DraftsByExpiry = "drafts-by-expiry-1",

    /// Password hashes, apart from members so that no list of members carries them. Key: the member that a person's
    /// sign-in is kept under (16).
    Credentials = "credentials-1",
    /// Second factors. Key: the member that a person's sign-in is kept under (16). Only of people who have one.
    SecondFactors = "second-factors-1",
    /// Key: SHA-256 of the token (32), so that a stolen store opens no door.
    Sessions = "sessions-1",
    /// Key: member (16), SHA-256 of the token (32).
    SessionsOfMember = "sessions-of-member-1",
    /// Keys for members' programs. Key: SHA-256 of the token (32).
    Tokens = "tokens-1",
    /// Key: member (16), SHA-256 of the token (32).
    TokensOfMember = "tokens-of-member-1",
    /// What access tokens are signed with, sealed. Key: the key's id (8).
    SigningKeys = "signing-keys-1",
    /// Passkeys. Key: SHA-256 of the credential's id (32), which authenticators choose and may be long.
    Passkeys = "passkeys-1",
    /// Key: the member that a person's sign-in is kept under (16), SHA-256 of the credential's id (32).
    PasskeysOfAccount = "passkeys-of-account-1",
    /// One-time codes. Key: SHA-256 of the code (32).
    LinkCodes = "link-codes-1",
    /// Places that are offered. Key: most of the code's SHA-256 (16), so that a stolen store invites nobody.
    Invitations = "invitations-1",

    /// What happened at the doors. Key: household (16), place in its log (8).
    Security = "security-1",
    /// How long a household keeps what may be forgotten. Key: household (16). Only where it is not as usual.
    Retention = "retention-1",
    /// Who is to be deleted, and when. Key: the household or member (16).
    Farewells = "farewells-1",
    /// What deletions came to. Key: most of the SHA-256 of the receipt's code (16).
    Receipts = "receipts-1",
    /// Programs that are called when something happens. Key: household (16), webhook (16).
    Webhooks = "webhooks-1",
    /// Calls to them, those that wait and those that were made. Key: webhook (16), delivery (16).
    Deliveries = "deliveries-1",
    /// Those that wait, in the order in which they are due. Key: due in milliseconds (8), webhook (16), delivery (16).
    DeliveriesDue = "deliveries-due-1",

    /// Devices that may be told something. Key: subscription (16), most of the SHA-256 of where it is reached.
    Subscriptions = "subscriptions-1",
    /// Key: member (16), subscription (16).
    SubscriptionsOfMember = "subscriptions-of-member-1",
    /// What members want to hear of. Key: member (16). Only where it is not as usual.
    Wishes = "wishes-1",
    /// What waits for devices, of each topic one. Key: subscription (16), topic (2).
    Notices = "notices-1",
    /// In the order in which they are due. Key: due in milliseconds (8), subscription (16), topic (2).
    NoticesDue = "notices-due-1",

    /// Chats that belong to the family. Key: chat (8).
    Chats = "chats-1",
    /// Key: household (16), chat (8).
    ChatsOfHousehold = "chats-of-household-1",
    /// What a message in a chat is about, for replies and edits. Key: channel (1), chat (8), message (8).
    Linked = "linked-1",
    /// Updates already handled, stored with their effect, so that a repeated one changes nothing.
    /// Key: source (1), update (8).
    SeenUpdates = "seen-updates-1",

    /// Messages waiting to be sent, and dead ones. Key: outgoing (16).
    Outgoing = "outgoing-1",
    /// Who is next in a chat. Key: chat (8), place (8). Value: outgoing (16). Not the dead.
    OutgoingOfChat = "outgoing-of-chat-1",
    /// The first of each chat, so that it can be moved in the order of due times.
    /// Key: chat (8). Value: due in milliseconds (8).
    OutgoingHeads = "outgoing-heads-1",
    /// The chats in the order in which their first message is due. Key: due in milliseconds (8), chat (8).
    OutgoingDue = "outgoing-due-1",
    /// Messages given up. Key: outgoing (16).
    OutgoingDead = "outgoing-dead-1",

    /// Replies to requests that carried an idempotency key. Key: member (16), SHA-256 of the key (32).
    Replies = "replies-1",
    /// Small settings of the box. Key: a name of 32 bytes.
    Settings = "settings-1",
    /// What may be forgotten when its time has passed: sessions, codes, tokens, replies, updates.
    /// Key: time in milliseconds (8), kind (1), the thing's own key padded with zeros (48).
    Expiries = "expiries-1",
}

impl Table {
    pub(super) const fn definition(self) -> Definition {
        TableDefinition::new(self.name())
    }

    /// Position in [`Table::ALL`].
    pub(super) const fn place(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_end_in_a_version() {
        for (place, table) in Table::ALL.iter().enumerate() {
            assert_eq!(table.place(), place);
            let (_, version) = table.name().rsplit_once('-').unwrap();
            assert!(version.parse::<u32>().is_ok_and(|version| version > 0), "{}", table.name());
            assert!(Table::ALL[place + 1..].iter().all(|other| other.name() != table.name()));
        }
    }
}
