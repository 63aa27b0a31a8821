//! English: mirrors the Indonesian, sentence by sentence.

use super::{
    Asking, BotTalk, Buttons, Commands, Dates, Fields, Nouns, Reports, Said, Talk, Troubles, Whys, Words,
};
use crate::ledger::Language;

pub(super) static WORDS: Words = Words {
    language: Language::English,
    dates: Dates {
        weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        months_short: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        months: [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        today: "today",
        yesterday: "yesterday",
        tomorrow: "tomorrow",
        day_unit: "d",
        hour_unit: "h",
        minute_unit: "min",
    },
    talk: Talk {
        opening_balance: "Opening balance",
        expense: "Expense",
        income: "Income",
        transfer: "Transfer",
        adjustment: "Balance adjustment",
        left: "left",
        fee: "fee",
        several: |count, total| Said::plain(format!("{count} records, total ")).strong(total),
        amended: "Changed.",
        voided: "Deleted:",
        undone: "Undone:",
        restored: "Restored:",
        undone_act: "Undone.",
        nothing_to_undo: "There is nothing to undo.",
        wallet_of: |name| format!("{name}'s wallet"),
        other_wallet: "another wallet",
        not_recorded: "Okay, not recorded.",
        chat: "I did not read that as money in or out, so nothing was recorded. Example: beli bakso 15rb pake gopay",
        cannot_answer: "I cannot answer that one yet. Try /today, /month or /wallets.",
        balance_set: |wallet, balance, difference| {
            Said::plain(format!("{wallet} now holds "))
                .strong(&balance)
                .then(format!(". The difference of {difference} is recorded as an adjustment."))
        },
        balance_same: |wallet, balance| {
            Said::plain(format!("{wallet} holds ")).strong(&balance).then(" already.")
        },
        wallet_added: |wallet, balance| {
            Said::plain(format!("Wallet {wallet} added, balance ")).strong(&balance).then(".")
        },
        wallet_born: |wallets| format!("New wallet: {wallets}."),
        learned: |words, meaning| Said::plain("I learned: ").quoted(words).then(format!(" → {meaning}.")),
        this_wallet: |wallet| format!("wallet {wallet}"),
        unlearned: |words| Said::plain("OK, forgotten: ").quoted(words).then("."),
        never_again: |words| Said::plain("OK, I will not learn this again: ").quoted(words).then("."),
        wallets: "Wallets",
        no_wallets: "No wallets yet. Add one with /addwallet, for example: /addwallet GoPay 100rb",
        total: "Total",
        away_off: |length| format!("I was off for {length}."),
        away_offline: |length| format!("I was offline for {length}."),
        caught_up: |recorded, waiting| match (recorded, waiting) {
            (0, 0) => String::new(),
            (1, 0) => "1 message is now recorded.".to_owned(),
            (recorded, 0) => format!("{recorded} messages are now recorded."),
            (0, 1) => "1 message needs a look.".to_owned(),
            (0, waiting) => format!("{waiting} messages need a look."),
            (1, waiting) => format!("1 message is now recorded, {waiting} to check."),
            (recorded, waiting) => format!("{recorded} messages are now recorded, {waiting} to check."),
        },
    },
    ask: Asking {
        is_it: |amount| Said::plain("Do you mean ").strong(&amount).then("?"),
        no_amount: |what| Said::plain(format!("How much was {what}?")),
        no_amount_income: |what| Said::plain(format!("How much came in from {what}?")),
        no_amount_transfer: "How much was moved?",
        which_from: "From which wallet?",
        which_to: "To which wallet?",
        odd_day: |day| format!("Is the date {day} right?"),
        maybe_not_money: "Did this happen, and shall I record it?",
        total_differs: |total| {
            Said::plain("The parts do not add up to ").strong(&total).then(". Record it like this?")
        },
        right: "Is this right?",
        no_wallet: "no wallet yet",
        no_amount_yet: "no amount yet",
        new_amount: |what| format!("How much for {what}? Just write the number, for example 18rb."),
        new_day: |what| format!("When was {what}? Write for example yesterday, tgl 5, or 10/11."),
        not_an_amount: "I cannot read an amount there. Write for example 18rb.",
        not_a_day: "I cannot read a date there. Write for example yesterday, tgl 5, or 10/11.",
    },
    reporting: &super::reporting::ENGLISH,
    report: Reports {
        decimal_mark: '.',
        income: "In",
        expense: "Out",
        net: "Net",
        count: |count| match count {
            1 => "1 record".to_owned(),
            count => format!("{count} records"),
        },
        empty_day: "No records yet.",
        empty_month: "No records yet.",
        by_month: |name, came, went| format!("{name}, by the month: in {came}, out {went}"),
        biggest: "Largest:",
        expense_ratio: |ratio| format!("Expense ratio {ratio} of income"),
        saving_ratio: |ratio| format!("Saving ratio {ratio} of income"),
        against: "Against the time before:",
        more: |what, amount, part| format!("{what} up {amount}{part}"),
        less: |what, amount, part| format!("{what} down {amount}{part}"),
        same: |what| format!("{what} the same"),
        spent: |whose, amount| Said::plain(format!("Out {whose}: ")).strong(&amount),
        earned: |whose, amount| Said::plain(format!("In {whose}: ")).strong(&amount),
        moved: |whose, amount| Said::plain(format!("Moved {whose}: ")).strong(&amount),
        for_category: "for",
        by_wallet: "by",
    },
    button: Buttons {
        save: "Save",
        yes: |amount| format!("Yes, {amount}"),
        cancel: "Cancel",
        no: "No",
        category: "Category",
        wallet: "Wallet",
        to_wallet: "To wallet",
        amount: "Amount",
        date: "Date",
        delete: "Delete",
        undo: "Undo",
        restore: "Restore",
        never_again: "Never again",
        back: "‹ Back",
        next: "More ›",
        previous: "‹ Previous",
        other_day: "Another date",
    },
    command: Commands {
        help: "How to use this bot",
        today: "Today's summary",
        month: "This month's summary",
        summary: "Today and this month",
        wallets: "Wallets and their balances",
        add_wallet: "Add a wallet",
        set_balance: "Set a wallet's balance",
        undo: "Undo the last one",
        find: "Find records",
        language: "Change the language",
        add_wallet_how: "Write the wallet's name, with its balance if you like. Example: /addwallet GoPay 100rb",
        set_balance_how: "Write the wallet and what it holds now. Example: /setbalance GoPay 250rb",
        find_how: "Write what to look for. Example: /cari bakso",
        language_how: "Choose a language:               /family members of the family\n\
 /bahasa id or /bahasa en",
        unknown: "I do not know that command yet. See /help.",
        no_such_wallet: |name| format!("There is no wallet called {name}. See /wallets."),
        month_unreadable: "I cannot read that month. Example: /month 2026-10",
    },
    bot: BotTalk {
        stranger: "This bot belongs to one family. Please ask its owner for an invitation.",
        linked: |name| {
            format!(
                "Hi {name}, this Telegram is now connected. Just write what you spent, for example: beli bakso 15rb pake gopay"
            )
        },
        link_invalid: "This link no longer works. Make a new one in the app: More, then Telegram.",
        hello: |name| format!("Hi {name}, just write what you spent. Example: beli bakso 15rb pake gopay"),
        help: "Write as you always do and I record it:\n\
               · beli bakso 15rb pake gopay\n\
               · kemarin bensin 50rb, parkir 2rb\n\
               · gajian 8,5jt masuk bca\n\
               · transfer 500rb dari bca ke gopay\n\n\
               Wrong? Reply to the message with “hapus”, “jadi 18rb” or “bukan gopay, bca”, or edit your message.\n\n\
               /today today's summary\n\
               /month this month's summary\n\
               /summary both\n\
               /laporan this week, month or year\n\
               /wallets wallets and balances\n\
               /addwallet add a wallet\n\
               /setbalance set a balance\n\
               /undo undo the last one\n\
               /cari find records\n\
               /bahasa change the language\n\
               /keluar unlink this account",
        language_set: "Okay, English from now on.",
        only_text: "I can only read text so far. Just write it, for example: bakso 15rb",
        too_long: "That message is too long for me to read at once. Please send it in several.",
        stale_button: "This button no longer works.",
        stranger_button: "This button is for the family only.",
        full: |owner| match owner {
            Some(owner) => format!(
                "Not saved yet because the storage is full. Your message is safe, I will try again. Ask: {owner}."
            ),
            None => "Not saved yet because the storage is full. Your message is safe, I will try again."
                .to_owned(),
        },
        unsettled: |owner| match owner {
            Some(owner) => format!(
                "My storage failed just while recording this, so it may or may not be saved. Your message is safe, \
                 I will try again and never record it twice. Ask: {owner}."
            ),
            None => {
                "My storage failed just while recording this, so it may or may not be saved. Your message is \
                     safe, I will try again and never record it twice."
                    .to_owned()
            }
        },
        broken: |owner| match owner {
            Some(owner) => format!(
                "Not saved yet because my box has a problem. Your message is safe, I will try again. Ask: {owner}."
            ),
            None => "Not saved yet because my box has a problem. Your message is safe, I will try again."
                .to_owned(),
        },
        too_fast: "Too many messages at once. The latest are not recorded. Please wait a moment, then send them again.",
        lost: "I could not handle that message, so it is not recorded. Please write it in another way.",
    },
    export: super::export::ENGLISH,
    entry: &super::entry::ENGLISH,
    resources: &super::resources::EN,
    console: &super::console::ENGLISH,
    finding: &super::finding::EN,
    people: &super::people::EN,
    lasting: &super::lasting::EN,
    linking: &super::linking::EN,
    the_box: &super::box_itself::EN,
    notices: &super::notices::EN,
    backup: &super::backup::EN,
    trust: &super::trust::ENGLISH,
    trouble: Troubles {
        missing: |what| format!("There is no such {what}."),
        stale: |what| format!("This {what} was just changed by someone else. Reload, then try again."),
        gone: |what| format!("This {what} is no longer valid."),
        forbidden: "Your role may not do that yet. Ask the owner or an adult of the family.",
        unauthenticated: "Please sign in first.",
        repeated: "This was done already. Look what came of it before doing it again.",
        too_many: |wait| format!("Too many tries. Wait {wait}, then try again."),
        full: "Not saved because the storage is full. Everything recorded before is safe.",
        unsettled: "The storage failed just while saving this, so it may or may not be saved. Everything recorded \
                    before is safe. Look first, and repeat it only if it is not there.",
        broken: "The box has a problem, so this is not saved. Everything recorded before is safe.",
        invalid: |field, why| format!("{field} {why}. Nothing was changed."),
        nouns: Nouns {
            household: "household",
            member: "member",
            wallet: "wallet",
            category: "category",
            transaction: "record",
            draft: "draft",
            change: "change",
            link: "link",
            session: "session",
            lesson: "Lesson",
            rate: "exchange rate",
            token: "Access key",
            passkey: "Passkey",
            tag: "tag",
        },
        fields: Fields {
            amount: "The amount",
            balance: "The balance",
            category: "The category",
            wallet: "The wallet",
            to_wallet: "The receiving wallet",
            day: "The date",
            description: "The description",
            note: "The note",
            name: "The name",
            password: "The password",
            code: "The code",
            household: "The household's name",
            text: "The message",
            colour: "The colour",
            icon: "The icon",
            aliases: "The other names",
            currency: "The currency",
            rate: "The rate",
            tag: "The tag",
            other: "The entry",
        },
        why: Whys {
            empty: "is empty",
            too_long: |most| format!("is longer than {most} characters"),
            too_short: |least| format!("is shorter than {least} characters"),
            guessable: "is too easy to guess",
            taken: "is taken already",
            unknown: "is not known here",
            amount: "must be more than nothing and within reason",
            currency: "is of another currency",
            same_wallet: "must be a different one",
            misfit: "does not fit this type of record",
            wrong: "is not right",
            last_owner: "is that of the last owner: hand over to another member first",
            characters: "holds characters that cannot be written",
            missing: "is missing",
        },
    },
};
