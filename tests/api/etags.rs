//! `ETag`, `If-None-Match`, `If-Match`.

use std::time::Duration;

use catatduit::ledger::Role;
use reqwest::Method;
use serde_json::json;

use crate::support::appliance::TestAppliance;

const READS: [&str; 7] = [
    "/api/v1/session",
    "/api/v1/drafts",
    "/api/v1/transactions?limit=5",
    "/api/v1/wallets",
    "/api/v1/categories",
    "/api/v1/summaries/day",
    "/api/v1/lessons",
];

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let (_box, ayah) = TestAppliance::family().await;
    for path in READS {
        let first = ayah.get(path).await;
        let tag = first.header("etag").to_owned();
        assert_eq!(first.header("cache-control"), "private, no-cache", "{path}");
        let known = ayah.with("if-none-match", &tag);
        for again in [known.get(path).await, known.send(known.request(Method::HEAD, path)).await] {
            again.is(304);
            assert_eq!((again.text.as_str(), again.header("etag")), ("", tag.as_str()), "{path}");
            assert_eq!(again.header("cache-control"), "private, no-cache", "{path}");
        }
        for listed in [format!("\"other\", {tag}"), format!("W/{tag}"), "*".to_owned()] {
            ayah.with("if-none-match", &listed).get(path).await.is(304);
        }
        ayah.with("if-none-match", "\"other\"").get(path).await.is(200);
        assert_eq!(ayah.get(path).await.header("etag"), tag, "{path}: the same answer has the same name");
    }
}

#[tokio::test]
async fn what_changed_is_sent_again() {
    let (_box, ayah) = TestAppliance::family().await;
    for path in ["/api/v1/transactions?limit=5", "/api/v1/wallets", "/api/v1/summaries/day"] {
        let tag = ayah.get(path).await.header("etag").to_owned();
        ayah.record("kopi 22rb pake gopay").await;
        let again = ayah.with("if-none-match", &tag).get(path).await;
        again.is(200);
        assert_ne!(again.header("etag"), tag, "{path}");
    }
}

#[tokio::test]
async fn another_day_language_member_or_question_is_another_answer() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let path = "/api/v1/summaries/day";
    let tag = ayah.get(path).await.header("etag").to_owned();
    let knowing = |client: &crate::support::client::Client| client.with("if-none-match", &tag);
    knowing(&ibu).get(path).await.is(200);
    knowing(&ayah).get("/api/v1/summaries/day?day=2026-11-21").await.is(200);
    knowing(&ayah.anonymous()).get(path).await.is_problem(401, "unauthenticated");
    the_box.clock.advance(Duration::from_hours(24));
    knowing(&ayah).get(path).await.is(200);
}

#[tokio::test]
async fn a_correction_is_held_against_what_the_person_saw() {
    let (_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let path = format!("/api/v1/transactions/{}", bakso["id"].as_str().unwrap());
    let seen = ayah.get(&path).await.header("etag").to_owned();
    assert!(seen.starts_with("\"v1."), "{seen}");
    // What else happened in the house is no change of this one.
    ayah.record("kopi 22rb").await;
    let looking = ayah.with("if-match", &seen);
    looking.patch(&path, &json!({"amount": 16_000})).await.is(200);
    looking.patch(&path, &json!({"amount": 17_000})).await.is_problem(412, "outdated");
    ayah.with("if-match", "\"v2\"").patch(&path, &json!({"amount": 18_000})).await.is(200);
    ayah.with("if-match", "\"unknown\"")
        .patch(&path, &json!({"amount": 1}))
        .await
        .is_problem(412, "outdated");
    ayah.with("if-match", "*").patch(&path, &json!({"note": "enak"})).await.is(200);
    ayah.patch(&path, &json!({"amount": 1, "version": 1})).await.is_problem(409, "stale");
    let now = ayah.get(&path).await;
    assert_eq!(now.is(200)["amount"], 18_000);
    assert!(now.header("etag").starts_with("\"v4."));
}

#[tokio::test]
async fn every_change_of_a_thing_with_versions_is_held_against_what_the_person_saw() {
    let (the_box, ayah) = TestAppliance::family().await;
    the_box.member("Ibu", Role::Adult);
    let members = ayah.get("/api/v1/members").await.is(200);
    let member = |name: &str| {
        let member = members["items"].as_array().unwrap().iter().find(|member| member["name"] == name);
        member.unwrap()["id"].as_str().unwrap().to_owned()
    };
    let added = ayah
        .post("/api/v1/wallets", &json!({"name": "Visa", "kind": "card", "balance": -5_000}))
        .await
        .is(201);
    let visa = format!("/api/v1/wallets/{}", added["wallet"]["id"].as_str().unwrap());
    let belanja = "/api/v1/categories/belanja".to_owned();
    let ibu = format!("/api/v1/members/{}", member("Ibu"));
    let family = "/api/v1/household".to_owned();
    let private = json!({"holder": member("Ayah"), "others": "monthly_sum", "grants": []});
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let bakso = format!("/api/v1/transactions/{}", bakso["id"].as_str().unwrap());
    // What is looked at, and what then changes it.
    let rows = [
        (&visa, Method::PATCH, visa.clone(), json!({"name": "Visa Ayah"})),
        (&visa, Method::PUT, format!("{visa}/card"), json!({"statement_day": 20, "due_day": 5})),
        (&visa, Method::DELETE, format!("{visa}/card"), json!(null)),
        (&visa, Method::PUT, format!("{visa}/sharing"), private),
        (&visa, Method::DELETE, visa.clone(), json!(null)),
        (&belanja, Method::PATCH, belanja.clone(), json!({"colour": "#112233"})),
        (&belanja, Method::PUT, format!("{belanja}/merged"), json!({"into": "lainnya"})),
        (&belanja, Method::DELETE, format!("{belanja}/merged"), json!(null)),
        (&ibu, Method::PATCH, ibu.clone(), json!({"name": "Bunda"})),
        (&family, Method::PATCH, family.clone(), json!({"name": "Keluarga Lain"})),
        (&bakso, Method::PATCH, bakso.clone(), json!({"amount": 16_000})),
        (&bakso, Method::DELETE, bakso.clone(), json!(null)),
    ];
    for (looked_at, method, path, body) in rows {
        let what = format!("{method} {path}");
        let seen = ayah.get(looked_at).await;
        assert!(seen.header("etag").starts_with(&format!("\"v{}.", seen.json()["version"])), "{what}");
        let change = async |tag: &str| {
            let client = ayah.with("if-match", tag);
            let request = client.request(method.clone(), &path);
            client.send(if body.is_null() { request } else { request.json(&body) }).await
        };
        for other in ["\"v77\"", "\"no tag of ours\""] {
            change(other).await.is_problem(412, "outdated");
        }
        change(seen.header("etag")).await.is(200);
        change(seen.header("etag")).await.is_problem(412, "outdated");
    }
}

#[tokio::test]
async fn pictures_balances_and_rates_are_held_against_what_the_person_saw_too() {
    let (_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let path = format!("/api/v1/transactions/{}", bakso["id"].as_str().unwrap());
    let mut picture = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 8).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let attach = async |tag: &str| {
        let request = ayah.with("if-match", tag).request(Method::POST, &format!("{path}/attachments"));
        ayah.send(request.body(picture.get_ref().clone())).await
    };
    let seen = ayah.get(&path).await.header("etag").to_owned();
    let added = attach(&seen).await.is(201);
    attach(&seen).await.is_problem(412, "outdated");
    let shown = added["transaction"]["attachments"][0].as_str().unwrap();
    let shown = format!("{path}/attachments/{shown}");
    ayah.with("if-match", &seen).delete(&shown).await.is_problem(412, "outdated");
    ayah.with("if-match", "\"v2\"").delete(&shown).await.is(200);

    // A wallet that was called otherwise meanwhile may be another one in the person's eyes.
    let wallet = format!("/api/v1/wallets/{}", ayah.wallet("GoPay").await["id"].as_str().unwrap());
    let seen = ayah.get(&wallet).await.header("etag").to_owned();
    ayah.with("if-match", &seen).put(&format!("{wallet}/balance"), &json!({"balance": 9_000})).await.is(200);
    ayah.patch(&wallet, &json!({"name": "Dompet Ijo"})).await.is(200);
    let late = ayah.with("if-match", &seen).put(&format!("{wallet}/balance"), &json!({"balance": 1})).await;
    late.is_problem(412, "outdated");

    let rate = "/api/v1/rates/USD/2026-11-01";
    let worth = |micros: i64| json!({ "micros": micros });
    let first = ayah.with("if-match", "\"v1\"");
    first.put(rate, &worth(16_000_000_000)).await.is_problem(412, "outdated");
    ayah.put(rate, &worth(16_000_000_000)).await.is(200);
    assert_eq!(ayah.get("/api/v1/rates").await.is(200)["items"][0]["version"], 1);
    first.put(rate, &worth(16_100_000_000)).await.is(200);
    first.put(rate, &worth(16_200_000_000)).await.is_problem(412, "outdated");
    first.delete(rate).await.is_problem(412, "outdated");
    ayah.with("if-match", "\"v2\"").delete(rate).await.is(200);
}
