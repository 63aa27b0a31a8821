//! What a family says about the box itself.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;

#[tokio::test]
async fn a_member_says_something_and_an_owner_answers_and_puts_it_away() {
    let (the_box, owner) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let new = json!({"words": "  Hurufnya kecil\nsekali ", "page": "/transactions", "mood": "middling"});
    let said = ibu.post("/api/v1/feedback", &new).await.is(201);
    assert_eq!((&said["words"], &said["member"]["name"]), (&json!("Hurufnya kecil\nsekali"), &json!("Ibu")));
    assert_eq!(
        (&said["mood"], &said["done"], &said["answer"]),
        (&json!("middling"), &Value::Null, &Value::Null)
    );

    let path = format!("/api/v1/feedback/{}", said["id"].as_str().unwrap());
    ibu.patch(&path, &json!({"done": true})).await.is(403);
    let answered = owner.patch(&path, &json!({"answer": "Sudah diperbesar.", "done": true})).await.is(200);
    assert_eq!(answered["done"], json!(the_box.clock.now().to_string()));
    let seen = ibu.get("/api/v1/feedback").await.is(200);
    assert_eq!(seen["items"][0]["answer"], "Sudah diperbesar.");
    let open = owner.patch(&path, &json!({"answer": "", "done": false})).await.is(200);
    assert_eq!((&open["answer"], &open["done"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn what_somebody_said_is_for_the_owners_of_their_household_alone() {
    let (the_box, owner) = TestAppliance::family().await;
    let (ibu, rani) = (the_box.member("Ibu", Role::Adult), the_box.member("Rani", Role::Child));
    ibu.post("/api/v1/feedback", &json!({"words": "dari ibu"})).await.is(201);
    rani.post("/api/v1/feedback", &json!({"words": "dari rani"})).await.is(201);
    let words = |seen: Value| -> Vec<String> {
        let items = seen["items"].as_array().unwrap();
        items.iter().map(|item| item["words"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(words(owner.get("/api/v1/feedback").await.is(200)), ["dari rani", "dari ibu"]);
    assert_eq!(words(rani.get("/api/v1/feedback").await.is(200)), ["dari rani"]);
    assert!(words(the_box.neighbour().get("/api/v1/feedback").await.is(200)).is_empty());
    owner.post("/api/v1/feedback", &json!({"words": " \n "})).await.is_problem(422, "invalid");
}

#[tokio::test]
async fn a_household_keeps_the_newest_of_what_was_said() {
    let (_box, owner) = TestAppliance::family().await;
    for number in 0..205 {
        owner.post("/api/v1/feedback", &json!({"words": number.to_string()})).await.is(201);
    }
    let seen = owner.get("/api/v1/feedback").await.is(200);
    let items = seen["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["words"], &items[199]["words"]), (200, &json!("204"), &json!("5")));
}
