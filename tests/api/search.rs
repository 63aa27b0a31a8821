//! Searching, narrowed lists and completions.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

/// What a family said over some days, the last one the newest.
const SAID: [&str; 8] = [
    "bakso urat 15rb pake gopay",
    "kemarin bensin 50rb pake cash",
    "nasi goreng 18rb pake gopay",
    "gaji 5jt ke bca",
    "kemarin soto 22rb pake cash",
    "mie goreng 20rb pake gopay",
    "transfer 100rb dari bca ke gopay",
    "martabak telur 35rb pake cash",
];

async fn family() -> (TestAppliance, Client) {
    let (the_box, ayah) = TestAppliance::family().await;
    for text in SAID {
        the_box.clock.advance(Duration::from_secs(1));
        ayah.record(text).await;
    }
    (the_box, ayah)
}

fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |escaped, byte| escaped + &format!("%{byte:02X}"))
}

async fn search(client: &Client, q: &str, more: &str) -> Value {
    client.get(&format!("/api/v1/search?q={}{more}", escaped(q))).await.is(200)
}

fn descriptions<'a>(items: &'a Value, of: impl Fn(&'a Value) -> &'a Value) -> Vec<&'a str> {
    items.as_array().unwrap().iter().map(|item| of(item)["description"].as_str().unwrap()).collect()
}

fn found(page: &Value) -> Vec<&str> {
    descriptions(&page["items"], |item| &item["transaction"])
}

#[tokio::test]
async fn finds_words_fields_and_ranges_and_says_what_they_come_to() {
    let (_box, ayah) = family().await;
    let goreng = search(&ayah, "goreng", "").await;
    assert_eq!(found(&goreng), ["Mie goreng", "Nasi goreng"]);
    assert_eq!(
        goreng["totals"],
        json!({"count": 2, "sums": [{"currency": "IDR", "income": 0, "expense": 38_000}]})
    );
    assert_eq!(goreng["items"][0]["in_description"], json!([{"start": 4, "end": 10}]));
    assert_eq!((&goreng["complete"], &goreng["did_you_mean"]), (&json!(true), &Value::Null));
    let rows: [(&str, &[&str]); 9] = [
        ("kategori:makanan >18rb @gopay", &["Mie goreng"]),
        ("category:food <=20rb hari ini", &["Mie goreng", "Nasi goreng", "Bakso urat"]),
        ("kemarin", &["Soto", "Bensin"]),
        ("tipe:masuk", &["Gaji"]),
        ("tipe:transfer", &["Transfer"]),
        ("goreng -nasi", &["Mie goreng"]),
        ("\"nasi goreng\"", &["Nasi goreng"]),
        ("gorenk", &["Mie goreng", "Nasi goreng"]),
        ("makanan cash", &["Martabak telur", "Soto"]),
    ];
    for (q, expected) in rows {
        let page = search(&ayah, q, "").await;
        let found = found(&page);
        let named: Vec<&str> =
            found.iter().map(|name| if name.is_empty() { "Transfer" } else { name }).collect();
        assert_eq!(named, expected, "{q}");
        assert_eq!(page["totals"]["count"], expected.len(), "{q}");
    }
}

#[tokio::test]
async fn says_what_it_understood_and_what_may_have_been_meant() {
    let (_box, ayah) = family().await;
    let page = search(&ayah, "mrtabak -@gopay kemarin", "").await;
    assert_eq!(
        page["understood"],
        json!([
            {"text": "-@gopay", "means": "wallet", "negated": true, "days": null},
            {"text": "kemarin", "means": "days", "negated": false, "days": {"from": "2026-11-21", "to": "2026-11-21"}},
            {"text": "mrtabak", "means": "word", "negated": false, "days": null},
        ])
    );
    let page = search(&ayah, "mrtabka", "").await;
    assert_eq!((&page["totals"]["count"], &page["did_you_mean"]), (&json!(0), &json!("martabak")));
    let page = search(&ayah, "", "&limit=2").await;
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    assert!(page["totals"]["count"].as_u64().unwrap() > 8, "the openings of wallets too");
}

#[tokio::test]
async fn pages_follow_each_other_in_every_order() {
    let (the_box, ayah) = family().await;
    for (order, expected) in [
        ("sort=day", ["Martabak telur", "Mie goreng", "Nasi goreng", "Bakso urat", "Soto"]),
        ("sort=day&direction=asc", ["Soto", "Bakso urat", "Nasi goreng", "Mie goreng", "Martabak telur"]),
        ("sort=amount", ["Martabak telur", "Soto", "Mie goreng", "Nasi goreng", "Bakso urat"]),
        ("sort=amount&direction=asc", ["Bakso urat", "Nasi goreng", "Mie goreng", "Soto", "Martabak telur"]),
        ("sort=recorded", ["Martabak telur", "Mie goreng", "Soto", "Nasi goreng", "Bakso urat"]),
    ] {
        for path in ["search?q=kategori:makanan", "transactions?category=makanan"] {
            let (mut all, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = ayah.get(&format!("/api/v1/{path}&{order}&limit=2{cursor}")).await.is(200);
                let items = page["items"].as_array().unwrap();
                let name = |item: &Value| {
                    let shown = item.get("transaction").unwrap_or(item);
                    shown["description"].as_str().unwrap().to_owned()
                };
                all.extend(items.iter().map(name));
                let Some(next) = page["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(all, expected, "{path}, {order}");
        }
    }
    // What is recorded meanwhile moves nothing, and a cursor of another order is of no use.
    let first = ayah.get("/api/v1/search?q=goreng&limit=1").await.is(200);
    let cursor = first["next_cursor"].as_str().unwrap().to_owned();
    the_box.clock.advance(Duration::from_secs(1));
    ayah.record("tahu goreng 5rb pake cash").await;
    let second = ayah.get(&format!("/api/v1/search?q=goreng&limit=5&cursor={cursor}")).await.is(200);
    assert_eq!(found(&second), ["Nasi goreng"]);
    ayah.get(&format!("/api/v1/search?q=goreng&sort=amount&cursor={cursor}"))
        .await
        .is_problem(400, "bad_cursor");
}

#[tokio::test]
async fn a_list_is_narrowed_by_every_field() {
    let (_box, ayah) = family().await;
    let id = |wallet: &Value| wallet["id"].as_str().unwrap().to_owned();
    let (gopay, cash) = (id(&ayah.wallet("GoPay").await), id(&ayah.wallet("Cash").await));
    let me = ayah.get("/api/v1/session").await.is(200)["member"]["id"].as_str().unwrap().to_owned();
    let soto = search(&ayah, "soto", "").await["items"][0]["transaction"]["id"].as_str().unwrap().to_owned();
    let amended = json!({"note": "di stasiun", "person": "Pak Budi"});
    ayah.patch(&format!("/api/v1/transactions/{soto}"), &amended).await.is(200);
    let nobody = "01M2XKQH3RCW2J4S6Z8A0G9K7P";
    let rows: [(String, &[&str]); 14] = [
        ("type=income".to_owned(), &["Gaji"]),
        ("type=transfer&type=income".to_owned(), &["Transfer", "Gaji"]),
        ("category=transportasi".to_owned(), &["Bensin"]),
        (
            format!("wallet={gopay}&wallet={cash}&type=expense&amount_min=22000"),
            &["Martabak telur", "Soto", "Bensin"],
        ),
        (format!("wallet={gopay}&category=makanan"), &["Mie goreng", "Nasi goreng", "Bakso urat"]),
        ("amount_min=20000&amount_max=35000".to_owned(), &["Martabak telur", "Mie goreng", "Soto"]),
        ("has_note=true".to_owned(), &["Soto"]),
        ("has_note=false&type=expense&to=2026-11-21".to_owned(), &["Bensin"]),
        ("has_attachment=true".to_owned(), &[]),
        ("person=budi".to_owned(), &["Soto"]),
        ("tag=lebaran".to_owned(), &[]),
        (format!("member={nobody}"), &[]),
        (format!("member={me}&member={nobody}&q=goreng"), &["Mie goreng", "Nasi goreng"]),
        (format!("for_member={me}"), &[]),
    ];
    for (query, expected) in rows {
        let page = ayah.get(&format!("/api/v1/transactions?{query}")).await.is(200);
        assert_eq!(descriptions(&page["items"], |item| item), expected, "{query}");
        assert_eq!(page["complete"], true);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_no_text_is() {
    let (_box, ayah) = family().await;
    let long = "x".repeat(401);
    for (path, field) in [
        ("search?sort=size", "sort"),
        ("search?direction=up", "direction"),
        ("search?limit=0", "limit"),
        (&format!("search?q={long}"), "q"),
        ("search/suggestions", "q"),
        ("search/suggestions?q=a&limit=21", "limit"),
        ("transactions?category=Makanan!", "category"),
        ("transactions?type=gift", "type"),
        ("transactions?tag=a,b", "tag"),
        ("transactions?amount_min=-1", "amount_min"),
        ("transactions?has_note=maybe", "has_note"),
        ("transactions?member=Ibu", "member"),
    ] {
        let problem = ayah.get(&format!("/api/v1/{path}")).await.is_problem(400, "malformed");
        assert_eq!(problem["errors"][0]["field"], field, "{path}: {problem:#}");
    }
    for q in
        ["\"", "-", "kategori:", ">", "><=", "@", "#", "-- \" - #@:", "\u{202E}\u{0}", "((", "*", "a:b:c"]
    {
        search(&ayah, q, "").await;
    }
}

#[tokio::test]
async fn a_search_is_completed_while_it_is_typed() {
    let (_box, ayah) = family().await;
    let suggested = async |q: &str| -> Vec<String> {
        let reply = ayah.get(&format!("/api/v1/search/suggestions?q={}", escaped(q))).await.is(200);
        reply["items"].as_array().unwrap().iter().map(|item| item["q"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(suggested("bak").await, ["\"Bakso urat\""]);
    let both = ["goreng kategori:\"Makanan & Minuman\"", "goreng \"Mie goreng\""];
    assert_eq!(suggested("goreng mi").await, both);
    assert_eq!(suggested("@go").await, ["@GoPay"]);
    assert_eq!(suggested("kat:maka").await, ["kategori:\"Makanan & Minuman\""]);
    assert!(suggested("mak").await.contains(&"kategori:\"Makanan & Minuman\"".to_owned()));
    assert_eq!(suggested("").await, [""; 0]);
    assert_eq!(suggested("helikop").await, [""; 0]);
}

#[tokio::test]
async fn nobody_finds_anything_without_signing_in() {
    let (the_box, _ayah) = family().await;
    let stranger = the_box.client();
    for path in ["search?q=bakso", "search/suggestions?q=bak", "transactions?q=bakso"] {
        stranger.get(&format!("/api/v1/{path}")).await.is_problem(401, "unauthenticated");
    }
}
