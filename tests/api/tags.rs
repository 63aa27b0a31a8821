//! Tags: said in the chat, counted, renamed, made one.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

async fn tags(who: &Client) -> Vec<(String, u64, String)> {
    let all = who.get("/api/v1/tags").await.is(200);
    let one = |tag: &Value| {
        let text = |name: &str| tag[name].as_str().unwrap().to_owned();
        (text("tag"), tag["count"].as_u64().unwrap(), text("last_day"))
    };
    all["items"].as_array().unwrap().iter().map(one).collect()
}

fn used(tag: &str, count: u64, last: &str) -> (String, u64, String) {
    (tag.to_owned(), count, last.to_owned())
}

#[tokio::test]
async fn what_a_message_names_becomes_a_tag_and_no_word_of_the_record() {
    let (_box, ayah) = TestAppliance::family().await;
    let record = ayah.record("beli ketupat 50rb #Lebaran pake gopay #rumah_baru").await;
    assert_eq!(record["description"], "Ketupat");
    assert_eq!(record["text"], "beli ketupat 50rb #Lebaran pake gopay #rumah_baru");
    let two = ayah.say("kemarin beli opor 30rb, es buah 10rb #lebaran").await;
    assert_eq!(two["transactions"].as_array().unwrap().len(), 2, "{two:#}");
    assert_eq!(tags(&ayah).await, [used("lebaran", 3, "2026-11-22"), used("rumah-baru", 1, "2026-11-22")]);
    let address = format!("/api/v1/transactions/{}", record["id"].as_str().unwrap());
    let taken_back = ayah.delete(&address).await.is(200);
    assert_eq!(tags(&ayah).await, [used("lebaran", 2, "2026-11-21")]);
    ayah.act(&format!("/api/v1/changes/{}/undo", taken_back["change"])).await.is(200);
    assert_eq!(tags(&ayah).await.len(), 2);
}

#[tokio::test]
async fn a_tag_is_renamed_or_made_one_with_another_as_one_act() {
    let (the_box, ayah) = TestAppliance::family().await;
    ayah.record("beli ketupat 50rb #lebaran").await;
    ayah.record("beli opor 30rb #idulfitri #lebaran").await;
    ayah.record("beli sirup 20rb #idulfitri").await;
    let before = tags(&ayah).await;
    let rename = json!({"from": "#Idulfitri", "to": "lebaran"});
    let renamed = ayah.post("/api/v1/tags/rename", &rename).await.is(200);
    assert_eq!((&renamed["renamed"], &renamed["is_all"]), (&json!(2), &json!(true)));
    assert_eq!(tags(&ayah).await, [used("lebaran", 3, "2026-11-22")]);
    ayah.post("/api/v1/tags/rename", &rename).await.is_problem(404, "missing");
    ayah.act(&format!("/api/v1/changes/{}/undo", renamed["change"])).await.is(200);
    assert_eq!(tags(&ayah).await, before);

    let same = json!({"from": "lebaran", "to": "Lebaran"});
    ayah.post("/api/v1/tags/rename", &same).await.is_problem(422, "invalid");
    let no_tag = json!({"from": "a,b", "to": "c"});
    ayah.post("/api/v1/tags/rename", &no_tag).await.is_problem(422, "invalid");
    ayah.post("/api/v1/tags/rename", &json!({"from": "a"})).await.is_problem(400, "malformed");
    let anak = the_box.member("Anak", Role::Child);
    anak.post("/api/v1/tags/rename", &rename).await.is_problem(403, "forbidden");
}

#[tokio::test]
async fn nobody_counts_what_they_do_not_see() {
    let (the_box, ayah) = TestAppliance::family().await;
    ayah.record("beli ketupat 50rb #lebaran").await;
    let rani = the_box.member("Rani", Role::Child);
    assert_eq!(tags(&rani).await, []);
    assert_eq!(tags(&the_box.neighbour()).await, []);
}
