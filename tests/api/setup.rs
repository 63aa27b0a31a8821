//! The first hour of a box.

use std::time::Duration;

use serde_json::json;

use crate::support::appliance::TestAppliance;

#[tokio::test]
async fn the_link_makes_one_person_the_owner_and_works_once() {
    let the_box = TestAppliance::new().await;
    let mut client = the_box.client();
    let form = the_box.set_up_form();
    let link = format!("/api/v1/setup?code={}", form["code"].as_str().unwrap());
    let look = client.get(&link).await.is(200);
    assert_eq!(look["valid"], true);
    let gopay = &look["wallet_templates"][1];
    assert_eq!(
        (&gopay["name"], &gopay["kind"], &gopay["colour"]),
        (&json!("GoPay"), &json!("ewallet"), &json!("#00AED6"))
    );

    let answer = client.post("/api/v1/setup", &form).await;
    let me = answer.is(201);
    assert_eq!(me["member"]["name"], "Ayah");
    assert_eq!(me["member"]["role"], "owner");
    assert_eq!(me["household"]["name"], "Keluarga Uji");
    assert_eq!(me["household"]["zone"], "Asia/Jakarta");
    assert_eq!(me["household"]["currency"], "IDR");
    assert_eq!(me["household"]["today"], "2026-11-22");
    assert_eq!(me["telegram"], json!({"bot": null, "linked": false}));
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");

    client.take_cookie(&answer);
    assert_eq!(client.get("/api/v1/session").await.is(200), me);
    assert_eq!(client.balance("Cash").await, 500_000);
    assert_eq!(client.balance("BCA").await, 5_000_000);

    assert_eq!(client.get(&link).await.is(200)["valid"], false);
    client.anonymous().post("/api/v1/setup", &form).await.is_problem(410, "gone");
}

#[tokio::test]
async fn the_printed_link_opens_the_box_until_somebody_followed_it() {
    let the_box = TestAppliance::new().await;
    let link = the_box.appliance().invitation().await.unwrap().expect("nobody has set the box up");
    let home = format!("http://{}/setup?code=", the_box.address());
    let mut form = the_box.set_up_form();
    form["code"] = json!(link.strip_prefix(&home).unwrap());
    the_box.client().post("/api/v1/setup", &form).await.is_problem(410, "gone");
    let link = the_box.appliance().invitation().await.unwrap().unwrap();
    form["code"] = json!(link.strip_prefix(&home).unwrap());
    the_box.client().post("/api/v1/setup", &form).await.is(201);
    assert_eq!(the_box.appliance().invitation().await.unwrap(), None);
}

#[tokio::test]
async fn a_link_grows_old_and_a_wrong_one_opens_nothing() {
    let the_box = TestAppliance::new().await;
    let client = the_box.client();
    assert_eq!(client.get("/api/v1/setup").await.is(200)["valid"], false);
    assert_eq!(client.get("/api/v1/setup?code=guess").await.is(200)["valid"], false);
    let mut form = the_box.set_up_form();
    the_box.clock.advance(Duration::from_mins(31));
    client.post("/api/v1/setup", &form).await.is_problem(410, "gone");
    form["code"] = json!("guess");
    client.post("/api/v1/setup", &form).await.is_problem(410, "gone");
    let too_long = format!("/api/v1/setup?code={}", "x".repeat(100));
    client.get(&too_long).await.is_problem(400, "malformed");
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_nothing_is_made() {
    let the_box = TestAppliance::new().await;
    let client = the_box.client();
    let rows = [
        ("password", json!("12345678"), 422, "invalid"),
        ("password", json!("short"), 400, "malformed"),
        ("zone", json!("Mars/Base"), 422, "invalid"),
        ("language", json!("fr"), 400, "malformed"),
        ("household", json!("   "), 422, "invalid"),
        ("owner", json!("x".repeat(41)), 400, "malformed"),
        (
            "wallets",
            json!([{"template": "Cash", "balance": 0}, {"template": "cash", "balance": 0}]),
            422,
            "invalid",
        ),
    ];
    for (field, value, status, code) in rows {
        let mut form = the_box.set_up_form();
        form[field] = value;
        let problem = client.post("/api/v1/setup", &form).await.is_problem(status, code);
        assert_eq!(problem["errors"][0]["field"], field, "{problem:#}");
    }
    let form = the_box.set_up_form();
    client.post("/api/v1/setup", &form).await.is(201);
}
