//! Invited, joining, renamed, sent away; several households on one box.

use std::time::Duration;

use catatduit::app::{NewHousehold, Origin};
use catatduit::ledger::{Language, Role, Zone};
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

async fn invite(owner: &Client, role: &str, wallets: &[&str]) -> String {
    let mut ids = Vec::new();
    for name in wallets {
        ids.push(owner.wallet(name).await["id"].clone());
    }
    let invited = owner.post("/api/v1/invitations", &json!({"role": role, "wallets": ids})).await.is(201);
    invited["code"].as_str().unwrap().to_owned()
}

fn newcomer(code: &str, name: &str, password: &str) -> Value {
    json!({"code": code, "name": name, "password": password, "language": "id"})
}

async fn join(the_box: &TestAppliance, code: &str, name: &str) -> Client {
    let mut client = the_box.client();
    let answer = client.post("/api/v1/join", &newcomer(code, name, TestAppliance::PASSWORD)).await;
    answer.is(201);
    client.take_cookie(&answer);
    client
}

async fn names(client: &Client) -> Vec<String> {
    let wallets = client.get("/api/v1/wallets").await.is(200);
    wallets["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

async fn member(client: &Client, name: &str) -> String {
    let members = client.get("/api/v1/members").await.is(200);
    let found = members["items"].as_array().unwrap().iter().find(|member| member["name"] == name);
    format!("/api/v1/members/{}", found.unwrap()["id"].as_str().unwrap())
}

#[tokio::test]
async fn an_invitation_is_followed_once_and_in_time() {
    let (the_box, ayah) = TestAppliance::family().await;
    let code = invite(&ayah, "adult", &[]).await;
    let offer = the_box.client().get(&format!("/api/v1/join?code={code}")).await.is(200);
    assert_eq!(
        (&offer["household"], &offer["by"], &offer["role"]),
        (&json!("Keluarga Uji"), &json!("Ayah"), &json!("adult"))
    );
    let ibu = join(&the_box, &code, "Ibu").await;
    assert_eq!(names(&ibu).await, ["Cash", "GoPay", "BCA"]);
    assert_eq!(ibu.get("/api/v1/session").await.is(200)["member"]["role"], "adult");
    let again = newcomer(&code, "Om Budi", TestAppliance::PASSWORD);
    the_box.client().post("/api/v1/join", &again).await.is_problem(410, "gone");
    assert_eq!(ayah.get("/api/v1/invitations").await.is(200)["items"], json!([]));
    // They sign in by name and password from then on.
    let who = json!({"name": "ibu", "password": TestAppliance::PASSWORD});
    the_box.client().post("/api/v1/session", &who).await.is(200);

    let late = invite(&ayah, "viewer", &[]).await;
    the_box.clock.advance(Duration::from_hours(73));
    let late = newcomer(&late, "Eyang", TestAppliance::PASSWORD);
    the_box.client().post("/api/v1/join", &late).await.is_problem(410, "gone");
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn an_invitation_can_be_withdrawn_and_ends_with_its_owner() {
    let (the_box, ayah) = TestAppliance::family().await;
    let code = invite(&ayah, "adult", &[]).await;
    let open = ayah.get("/api/v1/invitations").await.is(200);
    let address = format!("/api/v1/invitations/{}", open["items"][0]["id"].as_str().unwrap());
    ayah.delete(&address).await.is(204);
    ayah.delete(&address).await.is_problem(404, "missing");
    the_box.client().get(&format!("/api/v1/join?code={code}")).await.is_problem(410, "gone");

    let code = invite(&ayah, "adult", &[]).await;
    the_box.member("Ibu", Role::Adult);
    ayah.act(&format!("{}/owner", member(&ayah, "Ibu").await)).await.is(200);
    the_box.client().get(&format!("/api/v1/join?code={code}")).await.is_problem(410, "gone");
}

#[tokio::test]
async fn a_child_or_helper_reaches_the_wallets_they_were_promised() {
    let (the_box, ayah) = TestAppliance::family().await;
    let mbak = join(&the_box, &invite(&ayah, "child", &["GoPay"]).await, "Mbak Tini").await;
    assert_eq!(names(&mbak).await, ["GoPay"]);
    assert_eq!(mbak.record("sayur 12rb").await["wallet"]["name"], "GoPay");
    mbak.get("/api/v1/summaries/month").await.is(200);
    let rani = join(&the_box, &invite(&ayah, "child", &[]).await, "Rani").await;
    assert_eq!(names(&rani).await, ["Dompet Rani"]);
    rani.record("jajan 5rb").await;
    assert_eq!(rani.get("/api/v1/transactions").await.is(200)["items"].as_array().unwrap().len(), 1);
    assert_eq!(mbak.get("/api/v1/summaries/month").await.is(200)["expense"], 12_000);
    assert_eq!(ayah.get("/api/v1/summaries/month").await.is(200)["expense"], 17_000);
}

#[tokio::test]
async fn who_is_sent_away_is_out_and_what_they_recorded_stays() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = join(&the_box, &invite(&ayah, "adult", &[]).await, "Ibu").await;
    let bakso = ibu.record("bakso 15rb pake gopay").await;
    let address = member(&ayah, "Ibu").await;
    ayah.delete(&address).await.is(204);
    ibu.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    let who = json!({"name": "Ibu", "password": TestAppliance::PASSWORD});
    the_box.client().post("/api/v1/session", &who).await.is_problem(401, "wrong_password");
    let kept = ayah.get(&format!("/api/v1/transactions/{}", bakso["id"].as_str().unwrap())).await.is(200);
    assert_eq!(kept["member"]["name"], "Ibu");
    ayah.delete(&address).await.is_problem(404, "missing");
    // The name is free again.
    join(&the_box, &invite(&ayah, "adult", &[]).await, "Ibu").await;
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn there_is_always_an_owner() {
    let (the_box, ayah) = TestAppliance::family().await;
    let own = member(&ayah, "Ayah").await;
    let refused = ayah.delete(&own).await.is_problem(422, "invalid");
    assert_eq!(refused["errors"][0]["field"], "role");
    ayah.patch(&own, &json!({"role": "adult"})).await.is_problem(422, "invalid");
    let ibu = the_box.member("Ibu", Role::Adult);
    ibu.patch(&own, &json!({"role": "viewer"})).await.is_problem(403, "forbidden");
    assert_eq!(ayah.act(&format!("{}/owner", member(&ayah, "Ibu").await)).await.is(200)["role"], "owner");
    assert_eq!(ayah.get("/api/v1/session").await.is(200)["member"]["role"], "adult");
    ayah.patch(&own, &json!({"name": "Papa"})).await.is(200);
    ayah.delete(&own).await.is(204);
    ayah.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    ibu.patch(&member(&ibu, "Ibu").await, &json!({"name": "ibu"})).await.is(200);
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn one_person_belongs_to_two_households() {
    let (the_box, ayah) = TestAppliance::family().await;
    the_box.clock.advance(Duration::from_secs(1));
    let code = the_box.app().setup_code().unwrap().code;
    let oma = NewHousehold {
        household: "Rumah Oma".to_owned(),
        zone: Zone::named("Asia/Jakarta").unwrap(),
        owner: "Oma".to_owned(),
        password: "kebun teh di puncak".to_owned(),
        language: Language::Indonesian,
        wallets: Vec::new(),
    };
    let signed = the_box.app().set_up(Some(&code), &oma, &Origin::default()).unwrap();
    let mut oma = the_box.client();
    oma.hold(&signed.secret);
    let code = invite(&oma, "adult", &[]).await;
    // Somebody else's name is taken, and stays so whatever the password.
    let wrong = newcomer(&code, "ayah", "bukan sandi ayah");
    let refused = the_box.client().post("/api/v1/join", &wrong).await.is_problem(422, "invalid");
    assert_eq!(refused["errors"][0]["field"], "name");
    let there = join(&the_box, &code, "Ayah").await;
    let me = there.get("/api/v1/session").await.is(200);
    assert_eq!(me["household"]["name"], "Rumah Oma");
    let both = there.get("/api/v1/households").await.is(200);
    let both: Vec<&Value> = both["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(both, ["Keluarga Uji", "Rumah Oma"]);

    // The first session acts at home until it is told otherwise.
    ayah.record("bakso 15rb pake gopay").await;
    assert_eq!(ayah.get("/api/v1/session").await.is(200)["household"]["name"], "Keluarga Uji");
    let to = json!({"household": me["household"]["id"]});
    let now = ayah.put("/api/v1/session/household", &to).await.is(200);
    assert_eq!((&now["household"]["name"], &now["member"]["role"]), (&json!("Rumah Oma"), &json!("adult")));
    assert_eq!(ayah.get("/api/v1/transactions").await.is(200)["items"], json!([]));
    assert_eq!(names(&ayah).await, ["Cash"]);
    // Oma belongs to her own only.
    let home = json!({"household": there.get("/api/v1/households").await.is(200)["items"][0]["id"]});
    oma.put("/api/v1/session/household", &home).await.is_problem(404, "missing");

    // Leaving one, the sign-in stays for the other.
    ayah.put("/api/v1/session/household", &home).await.is(200);
    the_box.member("Ibu", Role::Owner);
    ayah.delete(&member(&ayah, "Ayah").await).await.is(204);
    let who = json!({"name": "Ayah", "password": TestAppliance::PASSWORD});
    let signed = the_box.client().post("/api/v1/session", &who).await.is(200);
    assert_eq!(signed["household"]["name"], "Rumah Oma");
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn a_wallet_is_shared_by_who_it_belongs_to() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let id = |client: Value| client["member"]["id"].clone();
    let (ayah_id, ibu_id) =
        (id(ayah.get("/api/v1/session").await.is(200)), id(ibu.get("/api/v1/session").await.is(200)));
    let bca = ayah.wallet("BCA").await["id"].as_str().unwrap().to_owned();
    let address = format!("/api/v1/wallets/{bca}/sharing");
    let shared = |others: &str, grants: Value| json!({"holder": ayah_id, "others": others, "grants": grants});
    ibu.put(&address, &shared("full", json!([]))).await.is_problem(403, "forbidden");
    ayah.put(&address, &shared("private", json!([]))).await.is(200);
    assert_eq!(names(&ibu).await, ["Cash", "GoPay"]);
    ibu.get(&address).await.is_problem(404, "missing");
    let granted = json!([{"member": ibu_id, "sees": "full"}]);
    let view = ayah.put(&address, &shared("monthly_sum", granted.clone())).await.is(200);
    assert_eq!((&view["others"], &view["grants"]), (&json!("monthly_sum"), &granted));
    assert_eq!(names(&ibu).await, ["Cash", "GoPay", "BCA"]);
    ibu.put(&address, &shared("full", json!([]))).await.is_problem(403, "forbidden");
    let twice = json!([{"member": ibu_id, "sees": "full"}, {"member": ibu_id, "sees": "private"}]);
    for wrong in [
        json!({"others": "private", "grants": []}),
        json!({"holder": "01M2XM0A4E8S6W3Q1Z9X7C5V2B", "others": "full", "grants": []}),
        shared("full", twice),
        shared("full", json!([{"member": ayah_id, "sees": "full"}])),
    ] {
        ayah.put(&address, &wrong).await.is_problem(422, "invalid");
    }
}

#[tokio::test]
async fn a_gift_is_kept_secret_by_who_recorded_it() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let gift = ayah.record("kalung 300rb pake gopay").await;
    let address = format!("/api/v1/transactions/{}", gift["id"].as_str().unwrap());
    ibu.patch(&address, &json!({"secret_until": "2026-12-24"})).await.is_problem(403, "forbidden");
    ayah.patch(&address, &json!({"secret_until": "2026-12-24"})).await.is(200);
    ibu.get(&address).await.is_problem(404, "missing");
    assert_eq!((ayah.balance("GoPay").await, ibu.balance("GoPay").await), (-50_000, 250_000));
    ayah.patch(&address, &json!({"clear": ["secret_until"]})).await.is(200);
    ibu.get(&address).await.is(200);
    assert!(the_box.store.audit().unwrap().is_sound());
}
