//! A second factor: turned on by a code of it, asked for at the door, and no code counts twice.

use std::net::Ipv4Addr;
use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::{Answer, Client};
use crate::support::totp::TotpApp;

const STEP: Duration = Duration::from_secs(30);

fn password() -> Value {
    json!({"password": TestAppliance::PASSWORD})
}

fn proof(code: &str) -> Value {
    json!({"password": TestAppliance::PASSWORD, "code": code})
}

async fn sign_in(client: &Client, code: Option<&str>) -> Answer {
    let who = json!({"name": "Ayah", "password": TestAppliance::PASSWORD, "code": code});
    client.post("/api/v1/session", &who).await
}

/// Turns it on; gives the app and the recovery codes. Its code is used, so the next one is a step later.
async fn turned_on(the_box: &TestAppliance, ayah: &Client) -> (TotpApp, Vec<String>) {
    let offer = ayah.post("/api/v1/account/totp", &password()).await.is(201);
    let app = TotpApp(offer["secret"].as_str().unwrap().to_owned());
    let code = json!({"code": app.code(the_box)});
    let codes = ayah.post("/api/v1/account/totp/confirm", &code).await.is(200);
    the_box.clock.advance(STEP);
    let codes = codes["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned());
    (app, codes.collect())
}

#[tokio::test]
async fn it_is_on_only_after_a_code_of_it_was_shown() {
    let (the_box, ayah) = TestAppliance::family().await;
    let client = the_box.client();
    let account = ayah.get("/api/v1/account").await.is(200);
    assert_eq!((&account["totp_since"], &account["recovery_codes"]), (&Value::Null, &json!(0)));
    assert_eq!(account["password_changed"], "2026-11-22T03:00:00Z");
    let wrong = json!({"password": "bukan yang benar"});
    let problem = ayah.post("/api/v1/account/totp", &wrong).await.is_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["code"], "wrong");
    let code = json!({"code": "000000"});
    let problem = ayah.post("/api/v1/account/totp/confirm", &code).await.is_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["field"], "totp", "nothing was begun");

    let offer = ayah.post("/api/v1/account/totp", &password()).await.is(201);
    let secret = offer["secret"].as_str().unwrap();
    let uri = offer["uri"].as_str().unwrap();
    assert!(
        uri.starts_with("otpauth://totp/") && uri.contains(secret) && uri.contains("issuer=CatatDuit"),
        "{uri}"
    );
    sign_in(&client, None).await.is(200);
    ayah.post("/api/v1/account/totp/confirm", &code).await.is_problem(422, "invalid");
    sign_in(&client, None).await.is(200);
    let app = TotpApp(secret.to_owned());
    let code = json!({"code": app.code(&the_box)});
    let codes = ayah.post("/api/v1/account/totp/confirm", &code).await.is(200);
    assert_eq!(codes["codes"].as_array().unwrap().len(), 10);
    sign_in(&client, None).await.is_problem(401, "code_needed");
    let account = ayah.get("/api/v1/account").await.is(200);
    assert_eq!(
        (&account["totp_since"], &account["recovery_codes"]),
        (&json!("2026-11-22T03:00:00Z"), &json!(10))
    );
    // One that is on is not replaced by whoever sits at an open browser.
    ayah.post("/api/v1/account/totp", &password()).await.is_problem(422, "invalid");
}

#[tokio::test]
async fn signing_in_takes_two_steps_and_tells_strangers_nothing() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (app, _) = turned_on(&the_box, &ayah).await;
    let client = the_box.client();
    let code = app.code(&the_box);
    // With a wrong password, a code is not even looked at.
    let mut told = Vec::new();
    for name in ["Ayah", "Siapa"] {
        for code in [None, Some(code.as_str()), Some("000000")] {
            let who = json!({"name": name, "password": "bukan yang benar", "code": code});
            let mut problem = client.post("/api/v1/session", &who).await.is_problem(401, "wrong_password");
            problem["request_id"].take();
            told.push(problem);
        }
    }
    assert!(told.iter().all(|problem| *problem == told[0]), "{told:#?}");

    let needed = sign_in(&client, None).await;
    let problem = needed.is_problem(401, "code_needed");
    assert!(!needed.headers.contains_key("set-cookie"));
    assert_eq!(problem["title"], "Tinggal satu langkah: kodenya.");
    let signed = sign_in(&client, Some(&code)).await;
    assert_eq!(signed.is(200)["member"]["name"], "Ayah");
    assert!(signed.header("set-cookie").starts_with("catatduit_session="));
}

#[tokio::test]
async fn a_code_counts_once_and_within_one_step_of_its_time() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (app, _) = turned_on(&the_box, &ayah).await;
    let client = the_box.client();
    let early = app.code(&the_box);
    sign_in(&client, Some(&early)).await.is(200);
    sign_in(&client, Some(&early)).await.is_problem(401, "wrong_code");
    the_box.clock.advance(STEP);
    sign_in(&client, Some(&early)).await.is_problem(401, "wrong_code");
    let late = app.code(&the_box);
    the_box.clock.advance(STEP);
    // As the app writes it.
    let spaced = format!("{} {}", &late[..3], &late[3..]);
    sign_in(&client, Some(&spaced)).await.is(200);
    let older = app.code(&the_box);
    the_box.clock.advance(STEP * 2);
    sign_in(&client, Some(&older)).await.is_problem(401, "wrong_code");
}

#[tokio::test]
async fn a_recovery_code_counts_once() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (_, codes) = turned_on(&the_box, &ayah).await;
    let client = the_box.client();
    let written = codes[3].to_lowercase().replace('-', " ");
    sign_in(&client, Some(&written)).await.is(200);
    sign_in(&client, Some(&codes[3])).await.is_problem(401, "wrong_code");
    assert_eq!(ayah.get("/api/v1/account").await.is(200)["recovery_codes"], 9);
    let renewed = ayah.post("/api/v1/account/recovery-codes", &proof(&codes[4])).await.is(201);
    assert_eq!(renewed["codes"].as_array().unwrap().len(), 10);
    sign_in(&client, Some(&codes[5])).await.is_problem(401, "wrong_code");
    sign_in(&client, renewed["codes"][0].as_str()).await.is(200);
}

#[tokio::test]
async fn turning_it_off_needs_both_and_then_nothing_is_asked() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (app, codes) = turned_on(&the_box, &ayah).await;
    let path = "/api/v1/account/totp/end";
    for (proof, field) in [
        (json!({"password": "bukan yang benar", "code": app.code(&the_box)}), "password"),
        (proof("000000"), "code"),
    ] {
        let problem = ayah.post(path, &proof).await.is_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    ayah.post(path, &proof(&app.code(&the_box))).await.is(204);
    sign_in(&the_box.client(), None).await.is(200);
    ayah.post(path, &proof(&codes[0])).await.is_problem(422, "invalid");
    let kinds = "kind=turn_on_totp&kind=turn_off_totp";
    let page = ayah.get(&format!("/api/v1/audit?{kinds}")).await.is(200);
    let items = page["items"].as_array().unwrap().iter();
    let told: Vec<String> = items
        .map(|item| format!("{} {}", item["kind"].as_str().unwrap(), item["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        ["turn_off_totp done", "turn_off_totp refused", "turn_off_totp refused", "turn_on_totp done"]
    );
}

#[tokio::test]
async fn whoever_knows_the_password_cannot_try_codes_from_everywhere() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (app, _) = turned_on(&the_box, &ayah).await;
    let mut tries = 0;
    // Each time from another address, and the password is right each time.
    for last in 2..30 {
        let stranger = the_box.client().coming_from(Ipv4Addr::new(127, 0, 0, last).into());
        let answer = sign_in(&stranger, Some("000000")).await;
        if answer.status == 429 {
            assert_eq!(answer.header("retry-after"), "60");
            break;
        }
        answer.is_problem(401, "wrong_code");
        tries += 1;
    }
    assert_eq!(tries, 5);
    the_box.clock.advance(Duration::from_mins(1));
    sign_in(&the_box.client(), Some(&app.code(&the_box))).await.is(200);
    let page = ayah.get("/api/v1/audit?kind=hold_off").await.is(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_the_store_holds_opens_nothing() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (app, codes) = turned_on(&the_box, &ayah).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy");
    the_box.store.copy_to(&path).unwrap();
    let bytes = std::fs::read(path).unwrap();
    let seed = app.seed();
    let holds = |secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
    assert!(holds(b"Keluarga Uji"), "it is the store");
    assert!(!holds(&seed) && !holds(app.0.as_bytes()));
    for code in codes {
        assert!(!holds(code.as_bytes()) && !holds(code.replace('-', "").as_bytes()));
    }
}

#[tokio::test]
async fn an_invitation_is_no_way_around_it() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (app, _) = turned_on(&the_box, &ayah).await;
    let neighbour = the_box.neighbour();
    let place = json!({"role": "adult", "wallets": []});
    let code = neighbour.post("/api/v1/invitations", &place).await.is(201)["code"].clone();
    let who = |totp: Option<&str>| json!({"code": code, "name": "Ayah", "password": TestAppliance::PASSWORD, "language": "id", "totp": totp});
    let client = the_box.client();
    for (totp, why) in [(None, "missing"), (Some("000000"), "wrong")] {
        let refused = client.post("/api/v1/join", &who(totp)).await;
        let problem = refused.is_problem(422, "invalid");
        assert_eq!(
            (&problem["errors"][0]["field"], &problem["errors"][0]["code"]),
            (&json!("code"), &json!(why))
        );
        assert!(!refused.headers.contains_key("set-cookie"));
    }
    let code = app.code(&the_box);
    client.post("/api/v1/join", &who(Some(&code))).await.is(201);
    sign_in(&client, Some(&code)).await.is_problem(401, "wrong_code");
}

#[tokio::test]
async fn it_is_each_person_s_own() {
    let (the_box, ayah) = TestAppliance::family().await;
    turned_on(&the_box, &ayah).await;
    let ibu = the_box.member("Ibu", Role::Adult);
    assert_eq!(ibu.get("/api/v1/account").await.is(200)["totp_since"], Value::Null);
    // Whoever has no password yet has nothing to prove themselves with.
    ibu.post("/api/v1/account/totp", &password()).await.is_problem(422, "invalid");
}
