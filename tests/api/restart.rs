//! Stopping and starting, full and failing disks: what was acknowledged is there.

use std::time::Duration;

use serde_json::json;

use crate::store::disk::{Fault, FaultyDisk};
use crate::support::appliance::{Clock, Setting};

#[tokio::test]
async fn a_box_that_is_started_again_knows_everything() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::new();
    let first = Setting::default().in_folder(folder.path()).start(&clock).await;
    let ayah = first.set_up().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let drafted = ayah.say("beli sate pake cash").await["draft"].clone();
    let once = ayah.with("idempotency-key", "dari-hp-1");
    let message = json!({"text": "kopi 22rb pake cash"});
    let kopi = once.post("/api/v1/captures", &message).await.is(200);
    let mut follower = ayah.follow(None).await;
    let seen = follower.next().await.unwrap().id;
    drop(follower);
    assert!(first.app().is_set_up().unwrap());
    first.stop().await;

    clock.advance(Duration::from_mins(5));
    let second = Setting::default().in_folder(folder.path()).start(&clock).await;
    let ayah = ayah.moved_to(second.address());
    let address = format!("/api/v1/transactions/{}", bakso["id"].as_str().unwrap());
    assert_eq!(ayah.get(&address).await.is(200), bakso, "and the session still holds");
    assert_eq!((ayah.balance("GoPay").await, ayah.balance("Cash").await), (235_000, 478_000));
    assert_eq!(ayah.get("/api/v1/drafts").await.is(200)["items"], json!([drafted]));
    let again = ayah.with("idempotency-key", "dari-hp-1").post("/api/v1/captures", &message).await.is(200);
    assert_eq!(again["transactions"][0]["id"], kopi["transactions"][0]["id"]);
    assert_eq!(ayah.balance("Cash").await, 478_000);
    let mut follower = ayah.follow(Some(seen - 1)).await;
    assert_eq!(follower.next().await.unwrap().id, seen - 1);
    assert_eq!(follower.change().await["seq"], seen);
    ayah.act("/api/v1/undo").await.is(200);
    assert_eq!(ayah.balance("Cash").await, 500_000);
}

#[tokio::test]
async fn a_full_disk_is_said_and_room_is_enough_to_go_on() {
    let disk = FaultyDisk::new();
    let the_box = Setting::default().on_disk(disk.arc()).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    disk.leave_room_for(Some(0));
    let mut kept = 0;
    let message = json!({"text": "parkir 2rb pake cash"});
    let full = loop {
        let answer = ayah.post("/api/v1/captures", &message).await;
        if answer.status != 200 {
            break answer;
        }
        kept += 1;
        assert!(kept < 20_000, "the disk never filled up");
    };
    let problem = full.is_problem(507, "storage_full");
    assert_eq!(problem["title"], "Belum tersimpan karena penyimpanan penuh.");
    assert_eq!(ayah.balance("Cash").await, 500_000 - 2_000 * kept, "all that was acknowledged, and no more");
    ayah.get("/api/v1/summaries/month").await.is(200);
    disk.leave_room_for(None);
    ayah.post("/api/v1/captures", &message).await.is(200);
    assert_eq!(ayah.balance("Cash").await, 500_000 - 2_000 * (kept + 1));
}

#[tokio::test]
async fn when_nobody_knows_whether_it_was_kept_that_is_said_and_it_is_there_once_or_not_at_all() {
    let disk = FaultyDisk::new();
    let the_box = Setting::default().on_disk(disk.arc()).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    let message = json!({"text": "parkir 2rb pake cash"});
    let mut kept = 0;
    // The later in a write the disk fails, the nearer its commit was to its end.
    let problem = 'search: {
        for call in 0..60 {
            disk.set(Fault::From(call));
            let answer = ayah.post("/api/v1/captures", &message).await;
            disk.set(Fault::None);
            if answer.status == 200 {
                kept += 1;
            } else if answer.json()["code"] == "unsettled" {
                break 'search answer.is_problem(500, "unsettled");
            } else {
                answer.is_problem(500, "broken");
            }
        }
        panic!("no failure left it open what was kept");
    };
    assert_eq!(problem["title"], "Penyimpanan terganggu tepat saat menyimpan.");
    assert!(problem["detail"].as_str().unwrap().starts_with("Belum pasti tersimpan; catatan lama aman."));
    // The next write makes it plain, whichever way it went.
    ayah.post("/api/v1/captures", &message).await.is(200);
    kept += 1;
    let balance = ayah.balance("Cash").await;
    let (without, with) = (500_000 - 2_000 * kept, 500_000 - 2_000 * (kept + 1));
    assert!(balance == without || balance == with, "{balance}, expected {without} or {with}");
}

#[tokio::test]
async fn a_failing_disk_is_the_boxs_own_trouble_and_its_words_stay_inside() {
    let disk = FaultyDisk::new();
    let the_box = Setting::default().on_disk(disk.arc()).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    disk.set(Fault::From(0));
    let message = json!({"text": "parkir 2rb pake cash"});
    let answer = ayah.post("/api/v1/captures", &message).await;
    let problem = answer.is_problem(500, "broken");
    assert_eq!(problem["errors"], json!([]));
    for inner in ["disk", "fault", "io", "redb", "writing"] {
        let words: Vec<&str> = answer.text.split(|letter: char| !letter.is_alphanumeric()).collect();
        assert!(!words.contains(&inner), "{}", answer.text);
    }
    disk.set(Fault::None);
    ayah.post("/api/v1/captures", &message).await.is(200);
    assert_eq!(ayah.balance("Cash").await, 498_000);
}
