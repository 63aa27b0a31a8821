//! Notices to members' devices, as a push service and a browser see them: signed by the box, readable for the device
//! alone, and of nothing that its member may not see.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catatduit::ledger::Role;
use catatduit::store::Look;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use ring::{aead, hkdf, signature};
use serde_json::{Value, json};

use super::webhooks::{Call, Program, Reply};
use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;

/// A browser with a push service of its own: it reads what it is sent by RFC 8291, written down once more.
struct Device {
    secret: SecretKey,
    auth: [u8; 16],
    service: Program,
}

/// How long a key that is made of another is.
struct Bytes(usize);

impl hkdf::KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn derived<const N: usize>(salt: &[u8], from: &[u8], info: &[u8]) -> [u8; N] {
    let mut made = [0; N];
    let key = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(from);
    key.expand(&[info], Bytes(N)).unwrap().fill(&mut made).unwrap();
    made
}

impl Device {
    async fn new(seed: u8) -> Self {
        let service = Program::start().await;
        Self { secret: SecretKey::from_slice(&[seed; 32]).unwrap(), auth: [seed; 16], service }
    }

    fn public(&self) -> Vec<u8> {
        self.secret.public_key().to_encoded_point(false).as_bytes().to_vec()
    }

    fn described(&self) -> Value {
        json!({
            "endpoint": self.service.url(),
            "key": URL_SAFE_NO_PAD.encode(self.public()),
            "auth": URL_SAFE_NO_PAD.encode(self.auth),
        })
    }

    /// Adds it for a member; its address.
    async fn added(&self, member: &Client) -> String {
        let made = member.put("/api/v1/push/subscriptions", &self.described()).await.is(200);
        format!("/api/v1/push/subscriptions/{}", made["id"].as_str().unwrap())
    }

    fn opened(&self, call: &Call) -> Value {
        let (salt, rest) = call.body.split_at(16);
        let (size, rest) = rest.split_at(4);
        assert!(u32::from_be_bytes(size.try_into().unwrap()) >= 18);
        assert_eq!(rest[0], 65, "the box's key for this message");
        let (theirs, sealed) = rest[1..].split_at(65);
        let point = p256::PublicKey::from_sec1_bytes(theirs).unwrap();
        let shared = p256::ecdh::diffie_hellman(self.secret.to_nonzero_scalar(), point.as_affine());
        let info = [b"WebPush: info\0", &self.public()[..], theirs].concat();
        let both: [u8; 32] = derived(&self.auth, shared.raw_secret_bytes(), &info);
        let key: [u8; 16] = derived(salt, &both, b"Content-Encoding: aes128gcm\0");
        let nonce: [u8; 12] = derived(salt, &both, b"Content-Encoding: nonce\0");
        let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key).unwrap());
        let mut text = sealed.to_vec();
        let nonce = aead::Nonce::assume_unique_for_key(nonce);
        let plain = key.open_in_place(nonce, aead::Aad::empty(), &mut text).unwrap();
        let plain = plain.strip_suffix(&[2]).expect("the last record's mark");
        assert_eq!(plain.len() % 256, 0, "its length says nothing");
        serde_json::from_slice(plain).unwrap()
    }

    /// The next notice.
    async fn told(&mut self) -> Value {
        let call = self.service.call().await;
        self.opened(&call)
    }
}

/// A box that may send to this machine, and its owner.
async fn home(clock: &Clock) -> (TestAppliance, Client) {
    let the_box = Setting::default().told("PUSH_PRIVATE_SERVICES", "yes").start(clock).await;
    let ayah = the_box.set_up().await;
    (the_box, ayah)
}

/// Waits until the device at that address is as it should be.
async fn device_is(member: &Client, address: &str, fits: impl Fn(&Value) -> bool) -> Value {
    let mut last = Value::Null;
    for _ in 0..400 {
        let devices = member.get("/api/v1/push/subscriptions").await.is(200);
        let items = devices["items"].as_array().unwrap();
        let found = items.iter().find(|item| address.ends_with(item["id"].as_str().unwrap()));
        last = found.cloned().unwrap_or(Value::Null);
        if fits(&last) {
            return last;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the device never became so: {last:#}");
}

/// In how many seconds the next notice is due, once it is due later.
async fn due_in(the_box: &TestAppliance, clock: &Clock) -> i64 {
    for _ in 0..400 {
        let due = the_box.store.read(Look::next_notice_due).unwrap();
        let left = due.map_or(0, |due| due.as_second() - clock.now().as_second());
        if left > 0 {
            return left;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("no notice waits for later");
}

#[tokio::test]
async fn a_notice_is_signed_by_the_box_and_read_by_the_device_alone() {
    let clock = Clock::new();
    let (_the_box, ayah) = home(&clock).await;
    let mut phone = Device::new(7).await;
    let address = phone.added(&ayah).await;
    assert_eq!(phone.added(&ayah).await, address, "the same device once more");
    ayah.act(&format!("{address}/trial")).await.is(204);

    let call = phone.service.call().await;
    let told = phone.opened(&call);
    assert_eq!((&told["title"], &told["url"]), (&json!("Pemberitahuan sampai"), &json!("/settings/notices")));
    assert!(!String::from_utf8_lossy(&call.body).contains("Pemberitahuan"));
    let headers = ["content-encoding", "ttl", "urgency"].map(|name| call.header(name));
    assert_eq!(headers, ["aes128gcm", "600", "high"]);
    assert_eq!(call.header("topic").len(), 32);

    // The statement, checked by another library than made it.
    let key = ayah.get("/api/v1/push/key").await.is(200)["key"].as_str().unwrap().to_owned();
    let (token, k) =
        call.header("authorization").strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(k, key);
    let (said, signed) = token.rsplit_once('.').unwrap();
    let by = URL_SAFE_NO_PAD.decode(k).unwrap();
    let by = signature::UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, by);
    by.verify(said.as_bytes(), &URL_SAFE_NO_PAD.decode(signed).unwrap()).unwrap();
    let part = |at| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(said.split('.').nth(at).unwrap()).unwrap()).unwrap()
    };
    assert_eq!(part(0)["alg"], "ES256");
    let service = phone.service.url();
    assert_eq!(part(1)["aud"], service.strip_suffix("/kabar").unwrap());
    let left = part(1)["exp"].as_i64().unwrap() - clock.now().as_second();
    assert!((3_600..=86_400).contains(&left), "{left}");
    let seen = device_is(&ayah, &address, |device| !device["arrived"].is_null()).await;
    assert_eq!(seen["trouble"], Value::Null);
}

#[tokio::test]
async fn others_records_are_told_to_who_asked_together_and_as_they_see_them() {
    let clock = Clock::new();
    let (the_box, ayah) = home(&clock).await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let (mut phone, mut fathers) = (Device::new(1).await, Device::new(2).await);
    let address = phone.added(&ibu).await;
    fathers.added(&ayah).await;
    ayah.record("kopi 22rb pake gopay").await;
    ibu.patch("/api/v1/push/wishes", &json!({"records": true})).await.is(200);
    ayah.patch("/api/v1/push/wishes", &json!({"records": true})).await.is(200);

    let recorded = ayah.record("beli bakso 15rb pake gopay").await;
    clock.advance(Duration::from_secs(11));
    let told = phone.told().await;
    assert_eq!(
        (&told["title"], &told["body"]),
        (&json!("Ayah mencatat Rp15.000"), &json!("Bakso · GoPay")),
        "what was recorded before she asked is not told"
    );
    assert!(told["url"].as_str().unwrap().contains(recorded["id"].as_str().unwrap()));
    device_is(&ibu, &address, |device| !device["arrived"].is_null()).await;

    // Several in a short time are one notice; what is in nobody else's wallet is in none.
    let mine = ayah.post("/api/v1/wallets", &json!({"name": "Simpanan"})).await.is(201);
    let me = ayah.get("/api/v1/session").await.is(200);
    let sharing = json!({"holder": me["member"]["id"], "others": "private", "grants": []});
    let mine = format!("/api/v1/wallets/{}/sharing", mine["wallet"]["id"].as_str().unwrap());
    ayah.put(&mine, &sharing).await.is(200);
    ayah.record("roti 9rb pake gopay").await;
    ayah.record("sate 30rb pake gopay").await;
    ayah.record("bakso 44rb pake simpanan").await;
    clock.advance(Duration::from_secs(11));
    let told = phone.told().await;
    assert_eq!(told["title"], "2 catatan baru");
    assert!(!told.to_string().contains("44") && told["body"].as_str().unwrap().contains("Sate"), "{told}");

    // One's own records are no news.
    assert!(fathers.service.was_not_called());
    ibu.record("parkir 2rb pake gopay").await;
    clock.advance(Duration::from_secs(11));
    assert_eq!(fathers.told().await["title"], "Ibu mencatat Rp2.000");
    assert!(phone.service.was_not_called());
}

#[tokio::test]
async fn what_a_service_says_is_heeded() {
    let clock = Clock::new();
    let (the_box, ayah) = home(&clock).await;
    let mut phone = Device::new(3).await;
    let address = phone.added(&ayah).await;
    let trial = format!("{address}/trial");

    phone.service.answers([Reply::Busy(120), Reply::Status(503), Reply::Status(201)]);
    ayah.act(&trial).await.is(204);
    phone.told().await;
    device_is(&ayah, &address, |device| device["trouble"] == "status").await;
    assert_eq!(due_in(&the_box, &clock).await, 120, "not before the time that it asked for");
    clock.advance(Duration::from_mins(2));
    phone.told().await;
    assert_eq!(due_in(&the_box, &clock).await, 60);
    clock.advance(Duration::from_mins(1));
    phone.told().await;
    device_is(&ayah, &address, |device| device["trouble"].is_null() && !device["arrived"].is_null()).await;

    phone.service.answers([Reply::Status(410)]);
    ayah.act(&trial).await.is(204);
    phone.told().await;
    device_is(&ayah, &address, Value::is_null).await;
    ayah.act(&trial).await.is_problem(404, "missing");
}

#[tokio::test]
async fn quiet_hours_hold_news_back_and_a_trial_goes_through() {
    let clock = Clock::new();
    let (the_box, ayah) = home(&clock).await;
    let mut phone = Device::new(4).await;
    let address = phone.added(&ayah).await;
    // It is 10:00 in Jakarta.
    let quiet = json!({"records": true, "joins": false, "quiet": {"from": 9 * 60, "until": 11 * 60}});
    let wishes = ayah.patch("/api/v1/push/wishes", &quiet).await.is(200);
    assert_eq!(wishes["quiet"], json!({"from": 540, "until": 660}));
    the_box.member("Ibu", Role::Adult).record("kopi 22rb pake gopay").await;
    clock.advance(Duration::from_secs(11));
    ayah.act(&format!("{address}/trial")).await.is(204);
    assert_eq!(phone.told().await["tag"], "trial");
    assert_eq!(due_in(&the_box, &clock).await, 3_600);
    assert!(phone.service.was_not_called());
    clock.advance(Duration::from_hours(1));
    assert_eq!(phone.told().await["title"], "Ibu mencatat Rp22.000");
    ayah.patch("/api/v1/push/wishes", &json!({"is_quiet": false})).await.is(200);
    assert_eq!(ayah.get("/api/v1/push/wishes").await.is(200)["quiet"], Value::Null);
}

#[tokio::test]
async fn a_sign_in_elsewhere_is_told_and_a_device_that_signed_out_hears_nothing_more() {
    let clock = Clock::new();
    let (the_box, ayah) = home(&clock).await;
    let (mut phone, mut old) = (Device::new(5).await, Device::new(6).await);
    let address = phone.added(&ayah).await;
    let mut laptop = the_box.client();
    let entry = json!({"name": "Ayah", "password": TestAppliance::PASSWORD});
    let entered = laptop.post("/api/v1/session", &entry).await;
    entered.is(200);
    laptop.take_cookie(&entered);
    let told = phone.told().await;
    assert_eq!((&told["title"], &told["url"]), (&json!("Keamanan akunmu"), &json!("/settings/security")));
    assert!(told["body"].as_str().unwrap().starts_with("Akunmu masuk"), "{told}");

    old.added(&laptop).await;
    laptop.delete("/api/v1/session").await;
    let ibu = the_box.member("Ibu", Role::Adult);
    ayah.patch("/api/v1/push/wishes", &json!({"records": true})).await.is(200);
    ibu.record("kopi 22rb pake gopay").await;
    clock.advance(Duration::from_secs(11));
    assert_eq!(phone.told().await["title"], "Ibu mencatat Rp22.000");
    for _ in 0..400 {
        let list = ayah.get("/api/v1/push/subscriptions").await.is(200);
        if list["items"].as_array().unwrap().len() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert!(old.service.was_not_called());

    // Somebody else at the same phone: it is theirs from then on.
    phone.added(&ibu).await;
    assert_eq!(ayah.get("/api/v1/push/subscriptions").await.is(200)["items"], json!([]));
    ayah.delete(&address).await.is_problem(404, "missing");
    ibu.delete(&address).await.is(204);
}

#[tokio::test]
async fn a_device_hears_no_longer_than_the_key_it_was_added_with() {
    let clock = Clock::new();
    let (the_box, ayah) = home(&clock).await;
    let ibu = the_box.member("Ibu", Role::Adult);
    ayah.patch("/api/v1/push/wishes", &json!({"records": true})).await.is(200);
    let key = json!({"name": "skrip", "scope": "account"});
    let made = ayah.post("/api/v1/tokens", &key).await.is(201);
    let bearer = |secret: &Value| format!("Bearer {}", secret.as_str().unwrap());
    let program = ayah.anonymous().with("authorization", &bearer(&made["secret"]));
    let short = program.post("/api/v1/access-tokens", &json!({"scope": "account"})).await.is(201);
    let brief = ayah.anonymous().with("authorization", &bearer(&short["access_token"]));
    let (mut by_key, mut by_access) = (Device::new(5).await, Device::new(6).await);
    by_key.added(&program).await;
    by_access.added(&brief).await;
    // Longer than the access token lives, and while its key is good.
    clock.advance(Duration::from_hours(1));
    ibu.record("kopi 22rb pake gopay").await;
    clock.advance(Duration::from_secs(11));
    assert_eq!(by_key.told().await["title"], "Ibu mencatat Rp22.000");
    assert_eq!(by_access.told().await["title"], "Ibu mencatat Rp22.000");

    ayah.delete(&format!("/api/v1/tokens/{}", made["token"]["id"].as_str().unwrap())).await.is(204);
    ibu.record("es teh 5rb pake gopay").await;
    clock.advance(Duration::from_secs(11));
    for _ in 0..400 {
        let list = ayah.get("/api/v1/push/subscriptions").await.is(200);
        if list["items"].as_array().unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(ayah.get("/api/v1/push/subscriptions").await.is(200)["items"], json!([]));
    assert!(by_key.service.was_not_called() && by_access.service.was_not_called());
}

#[tokio::test]
async fn no_service_is_called_that_should_not_be() {
    let (_the_box, ayah) = TestAppliance::family().await;
    let phone = Device::new(9).await;
    let rows = [
        ("http://push.contoh.example/x", "not_an_address"),
        ("https://ayah:rahasia@push.contoh.example/x", "not_an_address"),
        ("ftp://push.contoh.example/x", "not_an_address"),
        ("https://192.168.1.20/x", "out_of_reach"),
        ("https://127.0.0.1/x", "out_of_reach"),
        ("https://[::1]/x", "out_of_reach"),
        ("https://169.254.169.254/x", "out_of_reach"),
        ("https://[::ffff:10.0.0.1]/x", "out_of_reach"),
    ];
    for (endpoint, why) in rows {
        let mut device = phone.described();
        device["endpoint"] = json!(endpoint);
        let refused = ayah.put("/api/v1/push/subscriptions", &device).await.is(422);
        assert!(refused.to_string().contains(why), "{endpoint}: {refused}");
    }
    for (field, value) in [("key", "AAAA"), ("auth", "AAAA")] {
        let mut device = phone.described();
        device["endpoint"] = json!("https://push.contoh.example/x");
        device[field] = json!(value);
        ayah.put("/api/v1/push/subscriptions", &device).await.is(422);
    }
    // A name that leads home is found out when it is called.
    let mut device = phone.described();
    device["endpoint"] = json!("https://localhost/x");
    let made = ayah.put("/api/v1/push/subscriptions", &device).await.is(200);
    let address = format!("/api/v1/push/subscriptions/{}", made["id"].as_str().unwrap());
    ayah.act(&format!("{address}/trial")).await.is(204);
    device_is(&ayah, &address, |device| device["trouble"] == "out_of_reach").await;
}
