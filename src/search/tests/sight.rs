//! A search shows, counts and guesses nothing that the asking member does not see.

use super::*;

#[test]
fn nothing_is_found_counted_or_guessed_that_the_member_does_not_see() {
    let family = Family::new();
    family.record("2026-11-20", "Bakso", 15_000);
    let mut private = family.expense("2026-11-20", "Berlian bakso", 900_000);
    if let Movement::Expense { wallet, .. } = &mut private.movement {
        *wallet = family.private.id;
    }
    family.put(None, &private);
    let mut secret = family.expense("2026-11-21", "Kado bakso", 75_000);
    secret.member = MemberId::from_bytes([3; 16]);
    secret.particulars.secret_until = Some("2026-12-25".parse().unwrap());
    family.put(None, &secret);
    let mut moved = family.expense("2026-11-22", "", 0);
    moved.movement = Movement::Transfer {
        from: family.private.id,
        to: family.wallet.id,
        amount: Money::idr(50_000),
        received: None,
        fee: None,
        description: "Bakso bersama".to_owned(),
    };
    family.put(None, &moved);
    let wallets = [family.wallet.clone(), family.private.clone()];
    let sees = |sight: &Sight, text: &str| {
        let wanted = Wanted { limit: 10, with_totals: true, ..Wanted::default() };
        let found = family.search.find(&family.store, sight, &family.asked(text), wanted).unwrap();
        assert_eq!(found.totals.unwrap().count, found.ids.len() as u64);
        family.shown(&found.ids)
    };
    for is_indexed in [false, true] {
        // One sees no more than the common wallet, two holds the other, three has the secret.
        assert_eq!(sees(&family.sight(1), "bakso"), "Bakso bersama | Bakso", "{is_indexed}");
        assert_eq!(sees(&family.sight(2), "bakso"), "Bakso bersama | Berlian bakso | Bakso", "{is_indexed}");
        assert_eq!(sees(&family.sight(3), "bakso"), "Bakso bersama | Kado bakso | Bakso", "{is_indexed}");
        let stranger = sight_of(1, &[], TODAY);
        assert_eq!(sees(&stranger, ""), "", "{is_indexed}");
        // On the day itself it is no secret any more.
        let christmas = sight_of(1, &wallets, "2026-12-25");
        assert_eq!(sees(&christmas, "kado"), "Kado bakso", "{is_indexed}");
        family.catch_up();
    }
    let guess = |number: u8, text: &str| {
        let query = family.asked(text);
        family.search.did_you_mean(&family.store, &family.sight(number), text, &query).unwrap()
    };
    assert_eq!(guess(2, "berlinaa"), Some("berlian".to_owned()));
    assert_eq!(guess(1, "berlinaa"), None);
    assert_eq!(guess(1, "bersamaa baksoi"), None, "both find something already");
}

#[test]
fn one_household_never_finds_what_is_anothers() {
    let first = Family::new();
    let second = Family::with(first.search.clone(), first.store.clone(), 2);
    first.record("2026-11-20", "Bakso", 15_000);
    let mut other = second.expense("2026-11-21", "Bakso", 16_000);
    other.id = TransactionId::compose(5, [5; 10]);
    second.put(None, &other);
    for _ in 0..2 {
        let ids = |family: &Family| family.find("bakso", Sort::Best).ids;
        assert_eq!((ids(&first).len(), ids(&second)), (1, vec![other.id]));
        assert_eq!((first.count("bakso"), second.count("bakso")), (1, 1));
        first.catch_up();
    }
}
