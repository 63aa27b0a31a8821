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
fn a_message_is_searched_only_for_those_who_may_read_it() {
    let family = Family::new();
    let mut moved = family.expense("2026-11-22", "", 0);
    moved.movement = Movement::Transfer {
        from: family.private.id,
        to: family.wallet.id,
        amount: Money::idr(50_000),
        received: None,
        fee: None,
        description: "Uang belanja".to_owned(),
    };
    moved.member = MemberId::from_bytes([3; 16]);
    moved.source.text = Some("transfer 50rb uang belanja dari celengan zulvano".to_owned());
    family.put(None, &moved);
    let finds = |sight: &Sight, text: &str| {
        let wanted = Wanted { limit: 10, with_totals: true, ..Wanted::default() };
        let found = family.search.find(&family.store, sight, &family.asked(text), wanted).unwrap();
        assert_eq!(found.totals.unwrap().count, found.ids.len() as u64);
        found.ids.len()
    };
    for is_indexed in [false, true] {
        // A word, its beginning, a slip of the finger, another form of it, a phrase; what is known of it anyway.
        for text in ["zulvano", "zulv", "zulvanno", "mencelengi", "\"celengan zulvano\""] {
            // One sees one end of it, two both, three wrote it and sees one end.
            let seen = [1, 2, 3].map(|number| finds(&family.sight(number), text));
            assert_eq!(seen, [0, 1, 1], "{text}, {is_indexed}");
        }
        assert_eq!(finds(&family.sight(1), "belanja -zulvano"), 1, "what is not read leaves nothing out");
        assert_eq!(finds(&family.sight(3), "belanja -zulvano"), 0);
        assert_eq!(finds(&family.sight(1), "\"uang belanja\""), 1);
        family.catch_up();
    }
}

#[test]
fn what_one_message_says_of_a_secret_is_found_by_nobody_else() {
    let family = Family::new();
    let text = Some("di toko qerbela bakso 15rb, boneka 75rb".to_owned());
    let mut open = family.expense("2026-11-22", "Bakso", 15_000);
    open.member = MemberId::from_bytes([3; 16]);
    open.source.text.clone_from(&text);
    let mut secret = family.expense("2026-11-22", "Boneka", 75_000);
    (secret.member, secret.recorded, secret.source.text) = (open.member, open.recorded, text);
    secret.particulars.secret_until = Some("2026-12-25".parse().unwrap());
    let mut other = family.expense("2026-11-22", "Kopi", 10_000);
    other.member = open.member;
    other.source.text = Some("kopi 10rb di toko qerbela".to_owned());
    for record in [&open, &secret, &other] {
        family.put(None, record);
    }
    let shown = |number: u8, today: &str| {
        let sight = sight_of(number, std::slice::from_ref(&family.wallet), today);
        let kept = if today == TODAY { vec![secret.clone()] } else { Vec::new() };
        let wanted = Wanted { limit: 10, ..Wanted::default() };
        let query = family.asked("qerbela");
        family.shown(&family.search.find(&family.store, &sight.keeping(kept), &query, wanted).unwrap().ids)
    };
    for is_indexed in [false, true] {
        assert_eq!(shown(1, TODAY), "Kopi", "{is_indexed}");
        assert_eq!(shown(3, TODAY), "Kopi | Bakso", "{is_indexed}");
        assert_eq!(shown(1, "2026-12-25"), "Kopi | Bakso", "{is_indexed}");
        family.catch_up();
    }
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
