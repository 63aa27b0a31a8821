//! Tokens for a while: no more than the key they were made from, not longer, and nobody but the box makes one.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catatduit::ledger::Role;
use catatduit::seal::Purpose;
use catatduit::store::Look;
use jwt_compact::alg::{Hs256, Hs256Key, Hs512, Hs512Key};
use jwt_compact::{Algorithm as _, AlgorithmSignature as _};
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

/// A personal token of this member's: its secret, and the address at which it is revoked.
async fn token(member: &Client, scope: &str) -> (String, String) {
    let made = member.post("/api/v1/tokens", &json!({"name": "skrip", "scope": scope})).await.is(201);
    let id = made["token"]["id"].as_str().unwrap();
    (made["secret"].as_str().unwrap().to_owned(), format!("/api/v1/tokens/{id}"))
}

/// A program that shows this.
fn showing(client: &Client, secret: &str) -> Client {
    client.anonymous().with("authorization", &format!("Bearer {secret}"))
}

/// Exchanges what a client shows for an access token.
async fn exchanged(client: &Client, scope: &str) -> Value {
    client.post("/api/v1/access-tokens", &json!({"scope": scope})).await.is(201)
}

/// A program with an access token of what this client shows.
async fn program(client: &Client, scope: &str) -> Client {
    showing(client, exchanged(client, scope).await["access_token"].as_str().unwrap())
}

/// A part of a token, read.
fn part(token: &str, place: usize) -> Value {
    let part = token.split('.').nth(place).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// The key that the box signs with.
fn key(home: &TestAppliance) -> Vec<u8> {
    let keys = home.store.read(Look::signing_keys).unwrap();
    let key = keys.into_iter().rev().find(|key| key.expires.is_none()).unwrap();
    home.app().unsealed(Purpose::SigningKey, &key.id, &key.secret).unwrap().to_vec()
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    format!("{header}.{claims}")
}

fn signed(key: &[u8], header: &Value, claims: &Value) -> String {
    let text = unsigned(header, claims);
    let signature = Hs256.sign(&Hs256Key::new(key), text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_bytes()))
}

/// The same with some parts other ones; `null` takes one away.
fn but(of: &Value, other: &Value) -> Value {
    let mut changed = of.clone();
    for (name, value) in other.as_object().unwrap() {
        if value.is_null() {
            changed.as_object_mut().unwrap().remove(name);
        } else {
            changed[name] = value.clone();
        }
    }
    changed
}

#[tokio::test]
async fn a_key_is_exchanged_for_a_token_that_works_for_a_quarter_of_an_hour() {
    let (home, ayah) = TestAppliance::family().await;
    let (secret, _) = token(&ayah, "record").await;
    let at_home = showing(&ayah, &secret);
    let made = exchanged(&at_home, "record").await;
    assert_eq!(
        (&made["token_type"], &made["expires_in"], &made["scope"], &made["expires"]),
        (&json!("Bearer"), &json!(900), &json!("record"), &json!("2026-11-22T03:15:00Z"))
    );
    let access = made["access_token"].as_str().unwrap();
    let (header, claims) = (part(access, 0), part(access, 1));
    assert_eq!((&header["alg"], &header["typ"]), (&json!("HS256"), &json!("at+jwt")));
    assert_eq!(header["kid"], home.app().signing_keys().unwrap()[0].id);
    assert_eq!((&claims["iss"], &claims["aud"]), (&json!("catatduit"), &json!("catatduit-api")));
    assert!(!claims.to_string().contains("Ayah"), "nobody is named: {claims}");
    let program = showing(&ayah, access);
    program.post("/api/v1/captures", &json!({"text": "kopi 20rb"})).await.is(200);
    program.post("/api/v1/wallets", &json!({"name": "OVO"})).await.is_problem(403, "forbidden");
    assert_ne!(exchanged(&at_home, "record").await["access_token"], made["access_token"]);
    home.clock.advance(Duration::from_mins(15) + Duration::from_secs(31));
    program.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
    at_home.get("/api/v1/wallets").await.is(200);
}

#[tokio::test]
async fn a_token_has_no_more_rights_and_no_longer_a_life_than_its_key() {
    let (home, ayah) = TestAppliance::family().await;
    let (secret, _) = token(&ayah, "record").await;
    let at_home = showing(&ayah, &secret);
    for scope in ["write", "account"] {
        let asked = json!({"scope": scope});
        at_home.post("/api/v1/access-tokens", &asked).await.is_problem(403, "forbidden");
    }
    let lesser = program(&at_home, "read").await;
    lesser.post("/api/v1/captures", &json!({"text": "kopi 20rb"})).await.is_problem(403, "forbidden");
    // It is no key itself, or it would never end.
    lesser.post("/api/v1/access-tokens", &json!({"scope": "read"})).await.is_problem(403, "forbidden");
    lesser.delete("/api/v1/session").await.is_problem(403, "forbidden");

    let days = json!({"name": "sehari", "scope": "read", "days": 1});
    let made = ayah.post("/api/v1/tokens", &days).await.is(201);
    home.clock.advance(Duration::from_hours(24) - Duration::from_mins(5));
    let short = exchanged(&showing(&ayah, made["secret"].as_str().unwrap()), "read").await;
    assert_eq!(short["expires_in"], 300);
    let short = showing(&ayah, short["access_token"].as_str().unwrap());
    short.get("/api/v1/wallets").await.is(200);
    home.clock.advance(Duration::from_mins(5));
    short.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_ends_with_what_it_was_made_from() {
    let (home, ayah) = TestAppliance::family().await;
    let ibu = home.member("Ibu", Role::Adult);
    let (hers, _) = token(&ibu, "read").await;
    let hers = program(&showing(&ibu, &hers), "read").await;
    let me = hers.get("/api/v1/session").await.is(200)["member"]["id"].clone();
    ayah.delete(&format!("/api/v1/members/{}", me.as_str().unwrap())).await.is(204);
    hers.get("/api/v1/session").await.is_problem(401, "unauthenticated");

    let (secret, address) = token(&ayah, "read").await;
    let of_token = program(&showing(&ayah, &secret), "read").await;
    let of_session = program(&ayah, "account").await;
    of_token.get("/api/v1/wallets").await.is(200);
    assert!(ayah.get("/api/v1/tokens").await.is(200)["items"][0]["last_used"].is_string());
    ayah.delete(&address).await.is(204);
    of_token.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
    of_session.get("/api/v1/tokens").await.is(200);
    ayah.delete("/api/v1/session").await.is(204);
    of_session.get("/api/v1/tokens").await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn what_the_box_did_not_sign_for_this_is_nothing() {
    let (home, ayah) = TestAppliance::family().await;
    let (secret, _) = token(&ayah, "read").await;
    let made = exchanged(&showing(&ayah, &secret), "read").await;
    let good = made["access_token"].as_str().unwrap();
    let (header, claims, key) = (part(good, 0), part(good, 1), key(&home));
    let id = |client: Client| async move {
        client.get("/api/v1/session").await.is(200)["member"]["id"].as_str().unwrap().to_owned()
    };
    let ibu = id(home.member("Ibu", Role::Adult)).await;
    let neighbour = id(home.neighbour()).await;
    let now = home.clock.now().as_second();
    let (text, signature) = good.rsplit_once('.').unwrap();
    let of_header = |other: Value| signed(&key, &but(&header, &other), &claims);
    let of_claims = |other: Value| signed(&key, &header, &but(&claims, &other));
    let sha_512 = |algorithm: &str| {
        let text = unsigned(&but(&header, &json!({"alg": algorithm})), &claims);
        let signature = Hs512.sign(&Hs512Key::new(&key), text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_bytes()))
    };
    let rows = [
        ("as it is", good.to_owned(), 200),
        ("signed again as it is", signed(&key, &header, &claims), 200),
        ("a clock a little ahead", of_claims(json!({"nbf": now + 29})), 200),
        ("a clock a little behind", of_claims(json!({"exp": now - 29})), 200),
        // Who signed.
        (
            "no algorithm, no signature",
            format!("{}.", unsigned(&but(&header, &json!({"alg": "none"})), &claims)),
            401,
        ),
        ("no algorithm", of_header(json!({"alg": "none"})), 401),
        ("no algorithm, in capitals", of_header(json!({"alg": "None"})), 401),
        ("an algorithm that is not named", of_header(json!({"alg": null})), 401),
        ("another algorithm that the key would do for", sha_512("HS512"), 401),
        ("another algorithm that says it is the right one", sha_512("HS256"), 401),
        ("an algorithm with a public key", of_header(json!({"alg": "RS256"})), 401),
        ("an elliptic one", of_header(json!({"alg": "EdDSA"})), 401),
        ("an unknown key", of_header(json!({"kid": "00000000000000ff"})), 401),
        ("no key's name", of_header(json!({"kid": null})), 401),
        ("a key's name that is none", of_header(json!({"kid": "../../secret.key"})), 401),
        ("a key of its own", of_header(json!({"jwk": {"kty": "oct", "k": "AAAA"}, "kid": "1"})), 401),
        ("another key", signed(&[0; 32], &header, &claims), 401),
        ("no key", signed(&[], &header, &claims), 401),
        ("no signature", format!("{text}."), 401),
        ("half a signature", format!("{text}.{}", &signature[..22]), 401),
        (
            "another's signature",
            format!("{}.{signature}", unsigned(&header, &but(&claims, &json!({"jti": "x"})))),
            401,
        ),
        // What kind of thing was signed.
        ("another kind", of_header(json!({"typ": "JWT"})), 401),
        ("no kind", of_header(json!({"typ": null})), 401),
        ("another content", of_header(json!({"cty": "JWT"})), 401),
        // Until when.
        ("over", of_claims(json!({"exp": now - 31})), 401),
        ("without an end", of_claims(json!({"exp": null})), 401),
        ("an end that is a text", of_claims(json!({"exp": (now + 900).to_string()})), 401),
        ("an end before there was time", of_claims(json!({"exp": -9_000_000_000_000_000_i64})), 401),
        ("an end after all time", of_claims(json!({"exp": i64::MAX})), 401),
        ("not yet", of_claims(json!({"nbf": now + 31})), 401),
        ("without a beginning", of_claims(json!({"nbf": null})), 401),
        // By and for whom.
        ("another issuer", of_claims(json!({"iss": "https://example.com"})), 401),
        ("no issuer", of_claims(json!({"iss": null})), 401),
        ("for another audience", of_claims(json!({"aud": "catatduit-web"})), 401),
        ("for several audiences", of_claims(json!({"aud": ["catatduit-api"]})), 401),
        ("for nobody", of_claims(json!({"aud": null})), 401),
        ("another member of the family", of_claims(json!({"sub": ibu})), 401),
        ("a member of another household", of_claims(json!({"sub": neighbour})), 401),
        ("nobody's member", of_claims(json!({"sub": "01M2XM0A4E8S6W3Q1Z9X7C5V2B"})), 401),
        ("no member", of_claims(json!({"sub": null})), 401),
        ("made from nothing", of_claims(json!({"parent": "00"})), 401),
        ("a scope that is none", of_claims(json!({"scope": "everything"})), 401),
        // What is no token at all.
        ("four parts", format!("{good}.x"), 401),
        ("two parts", text.to_owned(), 401),
        ("dots", "..".to_owned(), 401),
        ("far too long", format!("{good}{}", "A".repeat(4_000)), 401),
    ];
    for (what, token, status) in rows {
        let answer = showing(&ayah, &token).get("/api/v1/wallets").await;
        assert_eq!(answer.status.as_u16(), status, "{what}: {token}: {}", answer.text);
    }
    // A key that leaked cannot make more of a program's rights than the program has.
    let more = showing(&ayah, &of_claims(json!({"scope": "account"})));
    more.get("/api/v1/wallets").await.is(200);
    more.post("/api/v1/captures", &json!({"text": "kopi 20rb"})).await.is_problem(403, "forbidden");
}

#[tokio::test]
async fn keys_are_replaced_and_tokens_of_the_one_before_work_until_they_end() {
    let (home, ayah) = TestAppliance::family().await;
    let before = exchanged(&ayah, "read").await["access_token"].as_str().unwrap().to_owned();
    let key = home.app().rotate_keys().unwrap();
    let after = exchanged(&ayah, "read").await["access_token"].as_str().unwrap().to_owned();
    assert_ne!(part(&before, 0)["kid"], part(&after, 0)["kid"]);
    assert_eq!(part(&after, 0)["kid"], key.id);
    for token in [&before, &after] {
        showing(&ayah, token).get("/api/v1/wallets").await.is(200);
    }
    home.clock.advance(Duration::from_mins(20));
    home.app().tend_keys().unwrap();
    let left = home.app().signing_keys().unwrap();
    assert_eq!(left.iter().map(|key| &key.id).collect::<Vec<_>>(), [&key.id]);
    showing(&ayah, &before).get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
    // Once for all the tokens of an hour; the box itself changed the keys.
    let audit = ayah.get("/api/v1/audit?kind=make_access_token&kind=rotate_keys").await.is(200);
    let noted: Vec<_> = audit["items"].as_array().unwrap().iter().collect();
    assert_eq!(noted.len(), 2, "{audit:#}");
    assert_eq!((&noted[0]["kind"], &noted[0]["member"]), (&json!("rotate_keys"), &Value::Null));
    assert_eq!((&noted[0]["channel"], &noted[1]["kind"]), (&json!("box"), &json!("make_access_token")));
    assert_eq!(noted[1]["member"]["name"], "Ayah");
}

#[tokio::test]
async fn an_answer_with_a_token_is_kept_for_no_repetition() {
    let (_home, ayah) = TestAppliance::family().await;
    let once = ayah.with("idempotency-key", "tukar");
    let asked = json!({"scope": "read"});
    let made = once.post("/api/v1/access-tokens", &asked).await.is(201);
    assert!(made["access_token"].is_string());
    once.post("/api/v1/access-tokens", &asked).await.is_problem(409, "repeated");
    for (body, status) in
        [(json!({}), 400), (json!({"scope": "all"}), 400), (json!({"scope": "read", "x": 1}), 400)]
    {
        ayah.post("/api/v1/access-tokens", &body).await.is(status);
    }
}
