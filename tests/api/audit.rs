//! Who did what, when and from where.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

/// Kinds and who did each, newest first.
async fn told(client: &Client, query: &str) -> Vec<(String, String)> {
    let page = client.get(&format!("/api/v1/audit?{query}")).await.is(200);
    assert_eq!(page["next_cursor"], Value::Null, "{page:#}");
    let items = page["items"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    items.map(|item| (text(&item["kind"]), text(&item["member"]["name"]))).collect()
}

fn rows(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(kind, who)| ((*kind).to_owned(), (*who).to_owned())).collect()
}

#[tokio::test]
async fn the_journal_and_the_doors_are_told_as_one_newest_first() {
    let (the_box, ayah) = TestAppliance::family().await;
    let second = Duration::from_secs(1);
    ayah.record("bakso 15rb pake gopay").await;
    the_box.clock.advance(second);
    ayah.post("/api/v1/tokens", &json!({"name": "skrip", "scope": "read"})).await.is(201);
    the_box.clock.advance(second);
    let ibu = the_box.member("Ibu", Role::Adult);
    ibu.record("kopi 22rb").await;
    the_box.clock.advance(second);
    let browser = ayah.with("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Firefox/132.0");
    assert_eq!(browser.get("/api/v1/exports/mine").await.status, 200);

    let expected = [
        ("take_export", "Ayah"),
        ("record", "Ibu"),
        ("join", "-"),
        ("make_key", "Ayah"),
        ("record", "Ayah"),
        ("set_up", "Ayah"),
    ];
    assert_eq!(told(&ayah, "").await, rows(&expected));
    let newest = ayah.get("/api/v1/audit?limit=1").await.is(200)["items"][0].clone();
    assert_eq!(
        (&newest["address"], &newest["device"], &newest["channel"], &newest["outcome"]),
        (&json!("127.0.0.1"), &json!("Firefox · Linux"), &json!("api"), &json!("done"))
    );
    let recorded = ayah.get("/api/v1/audit?kind=record&limit=1").await.is(200)["items"][0].clone();
    let id = recorded["transactions"][0].as_str().unwrap();
    ayah.get(&format!("/api/v1/transactions/{id}")).await.is(200);
    // Whoever is no owner reads about themselves.
    assert_eq!(told(&ibu, "").await, rows(&[("view_detail", "Ayah"), ("record", "Ibu"), ("join", "-")]));
}

#[tokio::test]
async fn it_is_narrowed_by_member_kind_and_day() {
    let (the_box, ayah) = TestAppliance::family().await;
    ayah.record("bakso 15rb pake gopay").await;
    let ibu = the_box.member("Ibu", Role::Adult);
    the_box.clock.advance(Duration::from_hours(48));
    ibu.record("kopi 22rb").await;
    ayah.post("/api/v1/tokens", &json!({"name": "skrip", "scope": "read"})).await.is(201);
    let members = ayah.get("/api/v1/members").await.is(200);
    let id = members["items"].as_array().unwrap().iter().find(|member| member["name"] == "Ibu").unwrap();
    let id = id["id"].as_str().unwrap();

    assert_eq!(told(&ayah, "kind=record&kind=make_key").await.len(), 3);
    assert_eq!(told(&ayah, &format!("member={id}")).await, rows(&[("record", "Ibu"), ("join", "-")]));
    assert_eq!(told(&ayah, "from=2026-11-24").await.len(), 2);
    assert_eq!(told(&ayah, "to=2026-11-23&kind=record").await, rows(&[("record", "Ayah")]));
    assert_eq!(told(&ayah, "from=2026-11-23&to=2026-11-23").await, rows(&[]));
    ayah.get("/api/v1/audit?kind=gossip").await.is_problem(400, "malformed");
    ayah.get("/api/v1/audit?cursor=x").await.is_problem(400, "bad_cursor");
}

#[tokio::test]
async fn pages_go_on_where_they_ended_whatever_happens_meanwhile() {
    let (_the_box, ayah) = TestAppliance::family().await;
    for place in 1..=4 {
        ayah.record(&format!("kopi {place}0rb")).await;
        ayah.post("/api/v1/tokens", &json!({"name": "skrip", "scope": "read"})).await.is(201);
    }
    let whole = ayah.get("/api/v1/audit").await.is(200);
    let mut cursor = String::new();
    let mut items = Vec::new();
    loop {
        let page = ayah.get(&format!("/api/v1/audit?limit=2{cursor}")).await.is(200);
        items.extend(page["items"].as_array().unwrap().clone());
        ayah.record("es teh 5rb").await;
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(json!(items), whole["items"]);
    assert_eq!(items.len(), 9);
}

#[tokio::test]
async fn looking_at_another_s_record_is_noted_once_an_hour_and_they_can_tell() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let address = |record: &Value| format!("/api/v1/transactions/{}", record["id"].as_str().unwrap());
    let hers = address(&ibu.record("kopi 22rb").await);
    let tea = address(&ibu.record("es teh 5rb").await);
    let own = address(&ayah.record("bakso 15rb").await);
    for place in [&hers, &own, &tea, &hers] {
        ayah.get(place).await.is(200);
    }
    ayah.get(&format!("{hers}/changes")).await.is(200);
    let seen = "kind=view_detail";
    assert_eq!(told(&ayah, seen).await, rows(&[("view_detail", "Ayah")]));
    let entry = ibu.get(&format!("/api/v1/audit?{seen}")).await.is(200)["items"][0].clone();
    assert_eq!((&entry["member"]["name"], &entry["whom"]["name"]), (&json!("Ayah"), &json!("Ibu")));
    the_box.clock.advance(Duration::from_hours(1));
    ayah.get(&format!("{tea}/changes")).await.is(200);
    assert_eq!(told(&ibu, seen).await.len(), 2);
}

#[tokio::test]
async fn what_an_owner_does_not_see_is_not_told_to_them() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let me = ibu.get("/api/v1/session").await.is(200);
    let added = ibu.post("/api/v1/wallets", &json!({"name": "Simpanan"})).await.is(201);
    let address = format!("/api/v1/wallets/{}/sharing", added["wallet"]["id"].as_str().unwrap());
    let sharing = json!({"holder": me["member"]["id"], "others": "private", "grants": []});
    ayah.put(&address, &sharing).await.is(200);
    ibu.record("arisan 100rb pake simpanan").await;
    assert_eq!(told(&ibu, "kind=record").await, rows(&[("record", "Ibu")]));
    assert_eq!(told(&ayah, "kind=record").await, rows(&[]));
    // Of another household nobody hears anything.
    let neighbour = the_box.neighbour();
    assert_eq!(told(&neighbour, "").await, rows(&[("join", "-"), ("set_up", "-")]));
}

#[tokio::test]
async fn a_changed_part_and_a_farewell_are_called_what_they_are() {
    let (the_box, ayah) = TestAppliance::family().await;
    the_box.member("Ibu", Role::Adult);
    let members = ayah.get("/api/v1/members").await.is(200);
    let ibu = members["items"].as_array().unwrap().iter().find(|member| member["name"] == "Ibu").unwrap();
    let address = format!("/api/v1/members/{}", ibu["id"].as_str().unwrap());
    ayah.patch(&address, &json!({"role": "viewer"})).await.is(200);
    ayah.patch(&address, &json!({"name": "Bunda"})).await.is(200);
    ayah.delete(&address).await.is(204);
    let kinds: Vec<String> = told(&ayah, "").await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["leave", "change_member", "change_role", "join", "set_up"]);
    let left = ayah.get("/api/v1/audit?kind=leave").await.is(200)["items"][0].clone();
    assert_eq!((&left["member"]["name"], &left["whom"]["name"]), (&json!("Ayah"), &json!("Bunda")));
}
