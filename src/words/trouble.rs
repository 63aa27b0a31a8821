//! Errors in a person's words: what was kept and what to do, without blame.

use std::time::Duration;

use super::{Words, time_span};
use crate::error::{Error, Noun, Why};

/// The sentence for an error.
pub fn trouble(words: &Words, error: &Error) -> String {
    let said = &words.trouble;
    match error {
        Error::Missing { noun: what, .. } => (said.missing)(noun(words, *what)),
        Error::Stale { noun: what } => (said.stale)(noun(words, *what)),
        Error::Gone { noun: what } => (said.gone)(noun(words, *what)),
        Error::Overtaken { fields } => {
            let names: Vec<&str> = fields.iter().map(|field| words.entry.field(*field)).collect();
            (words.entry.overtaken)(&names.join(", "))
        }
        Error::Forbidden => said.forbidden.to_owned(),
        Error::Unauthenticated => said.unauthenticated.to_owned(),
        Error::Invalid { field: name, why: reason } => {
            (said.invalid)(field(words, name), &why(words, *reason))
        }
        Error::Repeated => said.repeated.to_owned(),
        Error::TooMany { retry_after_s } => {
            (said.too_many)(&time_span(words, Duration::from_secs(u64::from(*retry_after_s))))
        }
        Error::Full => said.full.to_owned(),
        Error::Unsettled { .. } => said.unsettled.to_owned(),
        Error::Broken { .. } => said.broken.to_owned(),
    }
}

/// What a kind of thing is called.
pub fn noun(words: &Words, noun: Noun) -> &'static str {
    let nouns = &words.trouble.nouns;
    match noun {
        Noun::Household => nouns.household,
        Noun::Member => nouns.member,
        Noun::Wallet => nouns.wallet,
        Noun::Category => nouns.category,
        Noun::Transaction => nouns.transaction,
        Noun::Draft => nouns.draft,
        Noun::Change => nouns.change,
        Noun::Link => nouns.link,
        Noun::Session => nouns.session,
        Noun::Lesson => nouns.lesson,
        Noun::Rate => nouns.rate,
        Noun::Token => nouns.token,
        Noun::Passkey => nouns.passkey,
        Noun::Attachment => words.entry.field(crate::ledger::Field::Attachments),
        Noun::Tag => nouns.tag,
        Noun::Deletion => words.lasting.deletion,
        Noun::Webhook => words.lasting.webhook,
        Noun::Fault => words.the_box.fault,
        Noun::Feedback => words.the_box.feedback,
        Noun::Subscription => words.notices.device,
    }
}

/// What a field is called; a field without a name of its own is "the entry".
pub fn field(words: &Words, name: &str) -> &'static str {
    let fields = &words.trouble.fields;
    match name {
        "amount" => fields.amount,
        "balance" => fields.balance,
        "category" | "categories" | "into" => fields.category,
        "wallet" | "wallets" => fields.wallet,
        "to_wallet" => fields.to_wallet,
        "day" => fields.day,
        "description" => fields.description,
        "note" => fields.note,
        "name" | "owner" => fields.name,
        "password" | "old" | "new" => fields.password,
        "code" => fields.code,
        "household" => fields.household,
        "text" => fields.text,
        "colour" => fields.colour,
        "icon" => fields.icon,
        "aliases" => fields.aliases,
        "currency" => fields.currency,
        "micros" => fields.rate,
        "tag" | "tags" => fields.tag,
        "url" | "endpoint" => words.lasting.url,
        "quiet" => words.notices.quiet,
        "picture" => words.entry.field(crate::ledger::Field::Attachments),
        name => words.entry.field_named(name).unwrap_or(fields.other),
    }
}

/// What is wrong with a value, after the field's name: `kosong`.
pub fn why(words: &Words, why: Why) -> String {
    let whys = &words.trouble.why;
    match why {
        Why::Empty => whys.empty.to_owned(),
        Why::TooLong { most } => (whys.too_long)(most),
        Why::TooShort { least } => (whys.too_short)(least),
        Why::Guessable => whys.guessable.to_owned(),
        Why::Taken => whys.taken.to_owned(),
        Why::Unknown => whys.unknown.to_owned(),
        Why::Amount => whys.amount.to_owned(),
        Why::Currency => whys.currency.to_owned(),
        Why::SameWallet => whys.same_wallet.to_owned(),
        Why::Misfit => whys.misfit.to_owned(),
        Why::Characters => whys.characters.to_owned(),
        Why::Missing => whys.missing.to_owned(),
        Why::Changed => words.entry.changed.to_owned(),
        Why::NotAPicture => words.entry.not_a_picture.to_owned(),
        Why::PictureTooLarge => words.entry.picture_too_large.to_owned(),
        Why::Archived => words.entry.archived.to_owned(),
        Why::Past => words.entry.past.to_owned(),
        Why::TooMany { most } => (words.entry.too_many)(most),
        Why::Wrong => whys.wrong.to_owned(),
        Why::LastOwner => whys.last_owner.to_owned(),
        Why::OtherName => words.lasting.other_name.to_owned(),
        Why::NotAnAddress => words.lasting.not_an_address.to_owned(),
        Why::OutOfReach => words.lasting.out_of_reach.to_owned(),
        Why::NoBot => words.lasting.no_bot.to_owned(),
        Why::Unchecked => words.lasting.unchecked.to_owned(),
        Why::Settled => words.lasting.settled.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Language;
    use crate::words::of;

    #[test]
    fn every_trouble_is_told_calmly_in_both_languages() {
        let errors = [
            Error::missing(Noun::Wallet, &"x"),
            Error::Stale { noun: Noun::Transaction },
            Error::Gone { noun: Noun::Draft },
            Error::Overtaken { fields: vec![crate::ledger::Field::Amount, crate::ledger::Field::Tags] },
            Error::Forbidden,
            Error::Unauthenticated,
            Error::invalid("amount", Why::Amount),
            Error::invalid("name", Why::TooLong { most: 40 }),
            Error::Repeated,
            Error::TooMany { retry_after_s: 90 },
            Error::Full,
            Error::Unsettled { source: "disk".into() },
            Error::broken("reading", "disk"),
        ];
        for error in &errors {
            for language in [Language::Indonesian, Language::English] {
                let said = trouble(of(language), error);
                assert!(said.ends_with('.'), "{said}");
                assert!(!said.contains('!'), "{said}");
                assert!(!said.contains("disk"), "the inner cause stays inside: {said}");
            }
        }
        assert_eq!(
            trouble(of(Language::Indonesian), &errors[7]),
            "Nama lebih panjang dari 40 huruf. Belum ada yang berubah."
        );
    }
}
