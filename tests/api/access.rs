//! Who may do what to whose: what is a child's own, and what a neighbour sees. The whole matrix is in `access::isolation`.

use catatduit::ledger::Role;
use serde_json::json;

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

#[tokio::test]
async fn a_child_changes_what_is_theirs() {
    let (the_box, owner) = TestAppliance::family().await;
    let rani = the_box.member("Rani", Role::Child);
    let jajan = rani.record("jajan 5rb pake cash").await;
    let address = format!("/api/v1/transactions/{}", jajan["id"].as_str().unwrap());
    rani.patch(&address, &json!({"amount": 6_000})).await.is(200);
    rani.act("/api/v1/undo").await.is(200);
    rani.delete(&address).await.is(200);
    assert_eq!(owner.balance("Cash").await, 500_000);
    let drafted = rani.say("beli permen pake cash").await;
    let draft = format!("/api/v1/drafts/{}", drafted["draft"]["id"].as_str().unwrap());
    rani.patch(&draft, &json!({"items": [{"index": 0, "amount": 2_000}]})).await.is(200);
    assert_eq!(rani.act(&format!("{draft}/confirm")).await.is(200)["outcome"], "recorded");
}

#[tokio::test]
async fn a_neighbour_sees_nothing_of_the_house() {
    let (the_box, owner) = TestAppliance::family().await;
    owner.record("bakso 15rb pake gopay").await;
    let neighbour = the_box.neighbour();
    let list = neighbour.get("/api/v1/transactions").await.is(200);
    assert_eq!(list["items"], json!([]));
    let wallets = neighbour.get("/api/v1/wallets").await.is(200);
    assert_eq!(wallets["items"].as_array().unwrap().len(), 1);
    assert_eq!(neighbour.get("/api/v1/summaries/month").await.is(200)["expense"], 0);
    let theirs = owner.wallet("GoPay").await["id"].as_str().unwrap().to_owned();
    let list = neighbour.get(&format!("/api/v1/transactions?wallet={theirs}")).await.is(200);
    assert_eq!(list["items"], json!([]), "a wallet of another house filters like one that is not there");
    let cursor =
        owner.get("/api/v1/transactions?limit=1").await.is(200)["next_cursor"].as_str().unwrap().to_owned();
    let list = neighbour.get(&format!("/api/v1/transactions?cursor={cursor}")).await.is(200);
    assert_eq!(list["items"], json!([]));
}

#[tokio::test]
async fn what_is_the_whole_box_s_is_for_owners_of_the_household_it_was_set_up_with() {
    let (the_box, owner) = TestAppliance::family().await;
    let neighbour = the_box.neighbour();
    for path in [
        "backups",
        "certificate",
        "doctor/alarms",
        "doctor/readings",
        "errors",
        "logs",
        "outages",
        "telegram",
    ] {
        let path = format!("/api/v1/{path}");
        owner.get(&path).await.is(200);
        neighbour.get(&path).await.is_problem(403, "forbidden");
    }
    neighbour.get("/api/v1/doctor").await.is_problem(403, "forbidden");
    neighbour.act("/api/v1/backups").await.is_problem(403, "forbidden");
    neighbour.act("/api/v1/doctor/alarms/disk/acknowledge").await.is_problem(403, "forbidden");
    let keeps =
        async |who: &Client| who.get("/api/v1/session").await.is(200)["household"]["keeps_box"].clone();
    assert_eq!((keeps(&owner).await, keeps(&neighbour).await), (json!(true), json!(false)));
}

#[tokio::test]
async fn only_those_who_look_after_the_box_are_told_of_its_troubles() {
    let (the_box, owner) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let neighbour = the_box.neighbour();
    for (who, chat) in [(&owner, 1), (&ibu, 2), (&neighbour, 3)] {
        the_box.link_telegram(who, chat).await;
    }
    let told = |adults_too| {
        let keepers = the_box.app().keepers(adults_too).unwrap();
        keepers.into_iter().map(|(chat, _)| chat).collect::<Vec<_>>()
    };
    assert_eq!((told(false), told(true)), (vec![1], vec![1, 2]));
}
