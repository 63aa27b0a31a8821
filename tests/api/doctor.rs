//! How the box is, for its owners; and its figures, for programs.

use catatduit::doctor::Doctor;
use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};

async fn item(owner: &Client, id: &str) -> Value {
    let checkup = owner.get("/api/v1/doctor").await.is(200);
    let items = checkup["items"].as_array().unwrap();
    items.iter().find(|item| item["id"] == id).unwrap().clone()
}

#[tokio::test]
async fn an_owner_sees_every_item_in_their_language_and_nobody_else_any() {
    let (the_box, ayah) = TestAppliance::family().await;
    let checkup = ayah.get("/api/v1/doctor").await.is(200);
    let items = checkup["items"].as_array().unwrap();
    assert_eq!(items.len(), 89);
    let counted: u64 =
        ["passed", "warned", "failed", "not_applicable"].map(|of| checkup[of].as_u64().unwrap()).iter().sum();
    assert_eq!(counted, 89);
    assert_eq!(items[1]["title"], "Rahasia tersimpan aman");
    ayah.patch("/api/v1/session", &json!({"language": "en"})).await.is(200);
    assert_eq!(item(&ayah, "S2").await["title"], "Secrets stored securely");
    let volumes = item(&ayah, "G4").await;
    ayah.record("bakso 15rb pake gopay").await;
    // Whoever opens the page again at once is told what was found before.
    assert_eq!(item(&ayah, "G4").await, volumes);
    the_box.clock.advance(Doctor::HELD);
    let more = item(&ayah, "G4").await;
    assert_ne!(volumes["evidence"], more["evidence"]);
    assert!(more["evidence"].as_str().unwrap().starts_with("4 records this month"), "{more}");
    assert!(!more.to_string().contains("bakso"));
    the_box.member("Ibu", Role::Adult).get("/api/v1/doctor").await.is_problem(403, "forbidden");
    the_box.client().get("/api/v1/doctor").await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn telegram_is_asked_about_the_bot() {
    let fake = FakeTelegram::start().await;
    let the_box = Setting::default().telegram(&fake).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    // The menus are put up as the bot starts.
    let registered = async {
        while item(&ayah, "T3").await["verdict"] != "pass" {
            the_box.clock.advance(Doctor::HELD);
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_mins(1), registered).await.expect("six menus");
    let known = item(&ayah, "T1").await;
    assert_eq!(known["verdict"], "pass", "{known}");
    assert!(known["evidence"].as_str().unwrap().contains(FakeTelegram::USERNAME), "{known}");
    let inlet = item(&ayah, "T2").await;
    assert_eq!(inlet["verdict"], "pass", "{inlet}");
    assert_eq!(item(&ayah, "S10").await["verdict"], "pass");
}

#[tokio::test]
async fn figures_count_by_route_and_never_by_what_a_caller_chose() {
    let (_box, ayah) = TestAppliance::family().await;
    ayah.record("bakso 15rb pake gopay").await;
    ayah.get("/api/v1/transactions/01M2XM0A4E8S6W3Q1Z9X7C5V2B").await.is(404);
    let page = ayah.get("/metrics").await.text;
    for line in [
        "catatduit_http_requests_total{method=\"POST\",route=\"/api/v1/captures\",status=\"2xx\"} 1",
        "catatduit_http_requests_total{method=\"GET\",route=\"/api/v1/transactions/{id}\",status=\"4xx\"} 1",
        "catatduit_capture_seconds_count{stage=\"understand\"} 1",
        "catatduit_records_this_month 4",
        "catatduit_members 1",
    ] {
        assert!(page.lines().any(|found| found == line), "{line} in {page}");
    }
    assert!(!page.contains("01M2XM0A4E8S6W3Q1Z9X7C5V2B") && !page.contains("bakso"), "{page}");
    // Somebody elsewhere shows an owner's key.
    let elsewhere = ayah.anonymous().with("x-forwarded-for", "203.0.113.9");
    assert_eq!(elsewhere.get("/metrics").await.status, 401);
    for (scope, status) in [("read", 403), ("account", 200)] {
        let made = ayah.post("/api/v1/tokens", &json!({"name": scope, "scope": scope})).await.is(201);
        let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
        assert_eq!(elsewhere.with("authorization", &bearer).get("/metrics").await.status, status, "{scope}");
    }
}

#[tokio::test]
async fn a_clock_that_went_back_is_in_the_way_and_is_told() {
    let (the_box, ayah) = TestAppliance::family().await;
    ayah.record("bakso 15rb pake gopay").await;
    assert_eq!(ayah.get("/readyz").await.is(200)["troubles"], json!([]));
    the_box.clock.set_back(std::time::Duration::from_hours(1));
    assert_eq!(ayah.get("/readyz").await.is(503)["troubles"], json!(["clock_wrong"]));
    assert_eq!(item(&ayah, "I7").await["verdict"], "fail");
}

#[tokio::test]
async fn an_owner_is_told_on_telegram_what_is_wrong_and_when_it_is_over() {
    let fake = FakeTelegram::start().await;
    let the_box = Setting::default().telegram(&fake).watchful().start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    let home = Room::Private(SARI);
    let link = ayah.act("/api/v1/telegram/link").await.is(201);
    fake.say(home, SARI, &format!("/start {}", link["code"].as_str().unwrap()));
    fake.until_shown(home, "tersambung").await;
    ayah.record("bakso 15rb pake gopay").await;
    // The clock goes back behind what was just recorded, and on from there: a minute of it is worth telling.
    the_box.clock.set_back(std::time::Duration::from_hours(2));
    let passing = async {
        for _ in 0..600 {
            the_box.clock.advance(std::time::Duration::from_secs(5));
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let told = tokio::select! {
        told = fake.until_shown(home, "Jam kotak salah") => told,
        () = passing => panic!("nobody was told"),
    };
    // Whoever looks after it says so, and then nobody else is told.
    let alarms = ayah.get("/api/v1/doctor/alarms").await.is(200);
    assert_eq!(
        (&alarms["items"][0]["code"], &alarms["items"][0]["acknowledged"]),
        (&json!("clock"), &json!(false))
    );
    fake.press(home, SARI, told.message_id, &told.button("Sudah kulihat").unwrap());
    let seen = async {
        while ayah.get("/api/v1/doctor/alarms").await.is(200)["items"][0]["acknowledged"] != true {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_mins(1), seen).await.expect("the press is heeded");
    the_box.clock.advance(std::time::Duration::from_hours(4));
    fake.until_shown(home, "Sudah beres: jam kotak").await;
    let alarms = ayah.get("/api/v1/doctor/alarms").await.is(200);
    assert!(alarms["items"].as_array().unwrap().iter().all(|alarm| alarm["code"] != "clock"), "{alarms}");
}

#[tokio::test]
async fn readings_and_troubles_are_for_owners() {
    let the_box = Setting::default().watchful().start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    let read = async {
        loop {
            let readings = ayah.get("/api/v1/doctor/readings").await.is(200);
            if let Some(first) = readings["items"].as_array().unwrap().first() {
                break (readings["every_s"].clone(), first.clone());
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let (every, first) =
        tokio::time::timeout(std::time::Duration::from_mins(1), read).await.expect("a reading");
    assert_eq!(every, 300);
    assert!(first["own_memory"].as_u64().unwrap() > 1_000_000, "{first}");
    assert_eq!(first["waiting"], 0);
    assert_eq!(ayah.get("/api/v1/doctor/alarms").await.is(200)["items"], json!([]));
    // What does not hold is not held to be seen when it comes.
    ayah.act("/api/v1/doctor/alarms/clock/acknowledge").await.is(204);
    let forgotten = async {
        while !the_box.app().acknowledged_alarms().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_mins(1), forgotten).await.expect("it is forgotten");
    ayah.act("/api/v1/doctor/alarms/lapar/acknowledge").await.is_problem(404, "missing");
    let ibu = the_box.member("Ibu", Role::Adult);
    for path in ["/api/v1/doctor/readings", "/api/v1/doctor/alarms"] {
        ibu.get(path).await.is_problem(403, "forbidden");
    }
    ibu.act("/api/v1/doctor/alarms/disk/acknowledge").await.is_problem(403, "forbidden");
}
