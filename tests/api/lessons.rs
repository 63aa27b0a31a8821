//! What corrections teach: the third message is right, other families are not touched, everything has its way back.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;

/// Says something, whatever comes of it is recorded, and gives the transaction.
async fn recorded(client: &Client, text: &str) -> Value {
    let outcome = client.say(text).await;
    let outcome = match outcome["outcome"].as_str() {
        Some("drafted") => {
            let id = outcome["draft"]["id"].as_str().unwrap();
            client.act(&format!("/api/v1/drafts/{id}/confirm")).await.is(200)
        }
        _ => outcome,
    };
    assert_eq!(outcome["outcome"], "recorded", "{text}: {outcome:#}");
    outcome["transactions"][0].clone()
}

/// The type and category of what a message would become.
async fn reads(client: &Client, text: &str) -> (Value, Value) {
    let reading = client.post("/api/v1/readings", &json!({"text": text})).await.is(200);
    let item = &reading["transactions"][0];
    (item["type"].clone(), item["category"].clone())
}

async fn category(client: &Client, text: &str) -> Value {
    reads(client, text).await.1
}

async fn correct(client: &Client, transaction: &Value, part: &str, value: &str) -> Value {
    let address = format!("/api/v1/transactions/{}", transaction["id"].as_str().unwrap());
    client.patch(&address, &json!({part: value})).await.is(200)
}

async fn lessons(client: &Client) -> Vec<Value> {
    client.get("/api/v1/lessons").await.is(200)["items"].as_array().unwrap().clone()
}

fn address(lesson: &Value) -> String {
    format!("/api/v1/lessons/{}", lesson["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_merchant_that_was_corrected_is_known_from_then_on() {
    let (the_box, ayah) = TestAppliance::family().await;
    let neighbour = the_box.neighbour();
    let before = category(&neighbour, "zulvano 15rb").await;
    let first = recorded(&ayah, "zulvano 15rb").await;
    assert_ne!(first["category"], "hewan");

    let changed = correct(&ayah, &first, "category", "hewan").await;
    let learned = &changed["learned"][0];
    assert_eq!((&learned["phrase"], &learned["category"]), (&json!("zulvano"), &json!("hewan")));
    assert_eq!((&learned["teaches"], &learned["state"]), (&json!("category"), &json!("active")));
    assert_eq!(learned["member"]["name"], "Ayah");

    for text in ["zulvano 20rb", "beli makan di zulvano 20rb", "zulvno 20rb", "zulavno 20 ribu", "zlvn 20rb"]
    {
        assert_eq!(category(&ayah, text).await, "hewan", "{text}");
    }
    let third = ayah.say("zulvno 30rb pake gopay").await;
    assert_eq!(third["outcome"], "recorded", "{third:#}");
    assert_eq!(third["transactions"][0]["category"], "hewan");
    assert_eq!(reads(&ayah, "refund zulvano 15rb").await, (json!("income"), json!("refund")));

    // Nobody else knows, and nothing recorded earlier was rewritten.
    assert_eq!(category(&neighbour, "zulvano 15rb").await, before);
    assert_eq!(lessons(&neighbour).await, Vec::<Value>::new());
    neighbour.delete(&address(learned)).await.is_problem(404, "missing");
    let listed = lessons(&ayah).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["source"]["id"], first["id"]);
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn whoever_asks_is_told_who_decided_and_by_which_words() {
    let (_box, ayah) = TestAppliance::family().await;
    let explained = async |text: &str| {
        let reading = ayah.post("/api/v1/readings?explain=true", &json!({"text": text})).await.is(200);
        reading["transactions"][0].clone()
    };
    assert_eq!(
        explained("beli bakso 15rb").await["decided"],
        json!({"by": "rule", "words": ["beli", "bakso"]})
    );
    let unknown = explained("zulvano 15rb").await;
    assert_eq!(unknown["decided"]["by"], "model");
    let by_model = explained("langganan qerbela 54rb sebulan").await;
    assert_eq!(by_model["decided"], json!({"by": "model", "words": ["langganan", "qerbela"]}));

    let first = recorded(&ayah, "zulvano 15rb").await;
    correct(&ayah, &first, "category", "hewan").await;
    let taught = explained("zulvno 20rb").await;
    assert_eq!(taught["category"], "hewan");
    assert_eq!(taught["decided"], json!({"by": "habit", "words": ["zulvno"]}));
    let reading = ayah.post("/api/v1/readings", &json!({"text": "zulvno 20rb"})).await.is(200);
    assert_eq!(reading["transactions"][0].get("decided"), None);
    let spent = ayah.get("/api/v1/summaries/month").await.is(200);
    assert_eq!(spent["expense"], 15_000, "asking records nothing");
}

#[tokio::test]
async fn undoing_the_correction_undoes_the_lesson_and_redoing_it_restores_both() {
    let (the_box, ayah) = TestAppliance::family().await;
    let before = category(&ayah, "zulvano 15rb").await;
    let first = recorded(&ayah, "zulvano 15rb").await;
    let change = correct(&ayah, &first, "category", "hewan").await["change"].clone();
    let undone = ayah.act(&format!("/api/v1/changes/{change}/undo")).await.is(200);
    assert_eq!(category(&ayah, "zulvano 15rb").await, before);
    assert_eq!(lessons(&ayah).await[0]["state"], "undone");
    ayah.act(&format!("/api/v1/changes/{}/undo", undone["change"])).await.is(200);
    assert_eq!(category(&ayah, "zulvano 15rb").await, "hewan");
    assert_eq!(lessons(&ayah).await[0]["state"], "active");
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn taking_a_lesson_back_restores_exactly_what_was_there_before() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let first = recorded(&ayah, "zulvano 15rb").await;
    correct(&ayah, &first, "category", "hewan").await;
    // Another opinion: the newest wins, and both are seen.
    let second = correct(&ibu, &first, "category", "hiburan").await["learned"][0].clone();
    assert_eq!(category(&ayah, "zulvano 15rb").await, "hiburan");
    let states: Vec<Value> = lessons(&ayah).await.iter().map(|lesson| lesson["state"].clone()).collect();
    assert_eq!(states, ["active", "replaced"]);

    let changed = ibu.delete(&address(&second)).await.is(200);
    assert_eq!(changed["lesson"]["state"], "undone");
    assert_eq!(category(&ayah, "zulvano 15rb").await, "hewan");
    ibu.delete(&address(&second)).await.is_problem(410, "gone");
    ibu.act(&format!("/api/v1/changes/{}/undo", changed["change"])).await.is(200);
    assert_eq!(category(&ayah, "zulvano 15rb").await, "hiburan");
    // The record itself was not touched by any of it.
    let now = ayah.get(&format!("/api/v1/transactions/{}", first["id"].as_str().unwrap())).await.is(200);
    assert_eq!((&now["category"], &now["version"]), (&json!("hiburan"), &json!(3)));
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn what_is_forbidden_is_not_learnt_again_until_that_is_undone() {
    let (the_box, ayah) = TestAppliance::family().await;
    let before = category(&ayah, "zulvano 15rb").await;
    let first = recorded(&ayah, "zulvano 15rb").await;
    let learned = correct(&ayah, &first, "category", "hewan").await["learned"][0].clone();
    let forbidden = ayah.act(&format!("{}/forbid", address(&learned))).await.is(200);
    assert_eq!(forbidden["lesson"]["state"], "forbidden");
    assert_eq!(category(&ayah, "zulvano 15rb").await, before);
    let again = correct(&ayah, &first, "category", "hiburan").await;
    assert_eq!(again["learned"], json!([]));
    assert_eq!(category(&ayah, "zulvano 15rb").await, before);
    ayah.act(&format!("/api/v1/changes/{}/undo", forbidden["change"])).await.is(200);
    assert_eq!(category(&ayah, "zulvano 15rb").await, "hewan");
    let again = correct(&ayah, &first, "category", "belanja").await;
    assert_eq!(again["learned"][0]["phrase"], "zulvano");
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn only_those_who_may_change_records_may_change_lessons() {
    let (the_box, ayah) = TestAppliance::family().await;
    let first = recorded(&ayah, "zulvano 15rb").await;
    let learned = correct(&ayah, &first, "category", "hewan").await["learned"][0].clone();
    // A child sees nothing of the wallet that it was spent from, so nothing of what was learnt from it.
    for (name, role, sees, status, code) in
        [("Kakek", Role::Viewer, 1, 403, "forbidden"), ("Adik", Role::Child, 0, 404, "missing")]
    {
        let member = the_box.member(name, role);
        assert_eq!(lessons(&member).await.len(), sees, "{name}");
        member.delete(&address(&learned)).await.is_problem(status, code);
        member.act(&format!("{}/forbid", address(&learned))).await.is_problem(status, code);
    }
    the_box.client().get("/api/v1/lessons").await.is_problem(401, "unauthenticated");
    let ibu = the_box.member("Ibu", Role::Adult);
    ibu.delete(&address(&learned)).await.is(200);
}

#[tokio::test]
async fn a_fixed_draft_teaches_at_once_and_words_do_too() {
    let (the_box, ayah) = TestAppliance::family().await;
    let drafted = ayah.say("beli bakso zulvano").await;
    assert_eq!(drafted["outcome"], "drafted", "{drafted:#}");
    assert_eq!(drafted["draft"]["learned"], json!([]));
    let draft = format!("/api/v1/drafts/{}", drafted["draft"]["id"].as_str().unwrap());
    let fixed = ayah.patch(&draft, &json!({"items": [{"index": 0, "category": "hewan"}]})).await.is(200);
    assert_eq!(fixed["learned"][0]["phrase"], "zulvano");
    assert_eq!(category(&ayah, "zulvano 15rb").await, "hewan");
    // The price that was asked for still finds its draft.
    let told = ayah.say("15rb").await;
    assert_eq!(told["outcome"], "recorded", "{told:#}");
    assert_eq!(lessons(&ayah).await[0]["source"]["id"], told["transactions"][0]["id"]);

    recorded(&ayah, "qerbela 25rb").await;
    let told = ayah.say("bukan lainnya, hiburan").await;
    assert_eq!(told["outcome"], "amended", "{told:#}");
    assert_eq!(told["learned"][0]["phrase"], "qerbela");
    assert!(told["message"].as_str().unwrap().ends_with("\nAku belajar: qerbela → Hiburan."), "{told:#}");
    assert_eq!(category(&ayah, "qerbla 15rb").await, "hiburan");
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn what_names_nothing_in_particular_teaches_nothing() {
    let (_box, ayah) = TestAppliance::family().await;
    let first = recorded(&ayah, "makan 15rb").await;
    assert_eq!(correct(&ayah, &first, "category", "hiburan").await["learned"], json!([]));
    let second = recorded(&ayah, "zulvano 15rb").await;
    for (part, value) in [("description", "Lain"), ("day", "2026-11-20"), ("note", "x")] {
        assert_eq!(correct(&ayah, &second, part, value).await["learned"], json!([]), "{part}");
    }
    assert_eq!(lessons(&ayah).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_wallets_nickname_is_learnt() {
    let (the_box, ayah) = TestAppliance::family().await;
    let bca = ayah.wallet("BCA").await["id"].as_str().unwrap().to_owned();
    let first = recorded(&ayah, "bakso 15rb pake kartu ayah").await;
    assert_eq!(first["wallet"]["name"], "Cash");
    let learned = correct(&ayah, &first, "wallet", &bca).await["learned"][0].clone();
    assert_eq!((&learned["phrase"], &learned["wallet"]["name"]), (&json!("kartu ayah"), &json!("BCA")));
    assert_eq!(learned["teaches"], "wallet");
    for text in ["sate 20rb pake kartu ayah", "sate 20rb pake krtu ayah"] {
        let told = recorded(&ayah, text).await;
        assert_eq!(
            (&told["wallet"]["name"], &told["description"]),
            (&json!("BCA"), &json!("Sate")),
            "{text}"
        );
    }
    ayah.delete(&address(&learned)).await.is(200);
    assert_eq!(recorded(&ayah, "sate 20rb pake kartu ayah").await["wallet"]["name"], "Cash");
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn lessons_outlive_a_restart_and_come_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::new();
    let first = Setting::default().in_folder(folder.path()).start(&clock).await;
    let ayah = first.set_up().await;
    for (name, slug) in [("zulvano", "hewan"), ("qerbela", "hiburan"), ("wixatru", "donasi")] {
        let told = recorded(&ayah, &format!("{name} 15rb")).await;
        correct(&ayah, &told, "category", slug).await;
    }
    first.stop().await;
    let second = Setting::default().in_folder(folder.path()).start(&clock).await;
    let ayah = ayah.moved_to(second.address());
    assert_eq!(category(&ayah, "zulvno 15rb").await, "hewan");
    let page = ayah.get("/api/v1/lessons?limit=2").await.is(200);
    let phrases = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|lesson| lesson["phrase"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(phrases(&page), ["wixatru", "qerbela"]);
    let next = ayah.get(&format!("/api/v1/lessons?limit=2&before={}", page["next_before"])).await.is(200);
    assert_eq!((phrases(&next), &next["next_before"]), (vec!["zulvano".to_owned()], &Value::Null));
}
