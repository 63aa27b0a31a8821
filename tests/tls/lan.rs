//! A home without a name on the internet: the box vouches for itself, and each device is told once to trust it.

use std::collections::BTreeSet;
use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use catatduit::tls::{Announced, Announcement, announce};
use mdns_sd::{HostnameResolutionEvent, ServiceDaemon};
use reqwest::Version;
use rustls::pki_types::CertificateDer;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{at_home, device, root_in, until};
use crate::support::appliance::{Clock, TestAppliance};
use crate::support::client::Client;

const NAME: &str = "catatduit.local";

/// Somebody whose device was told to trust the box.
fn trusting(the_box: &TestAppliance, root: &CertificateDer<'static>) -> (reqwest::Client, String) {
    let at = the_box.address();
    (device(root, &the_box.clock, NAME, at), format!("https://{NAME}:{}", at.port()))
}

#[tokio::test]
async fn a_device_that_was_told_once_meets_the_box_locked() {
    let folder = tempfile::tempdir().unwrap();
    let the_box = at_home(folder.path()).start(&Clock::new()).await;
    let plain = Client::new(
        the_box.app().outside().http().clone(),
        format!("http://{}", the_box.appliance().plain_address()),
    );

    // A device that trusts nothing yet gets what it needs without a lock.
    let http = the_box.app().outside().http();
    let given =
        http.get(format!("http://{}/ca.crt", the_box.appliance().plain_address())).send().await.unwrap();
    assert_eq!(given.headers()["content-type"], "application/x-x509-ca-cert");
    let root = CertificateDer::from(given.bytes().await.unwrap().to_vec());
    assert_eq!(root, root_in(folder.path()));
    let in_words = plain.get("/ca").await;
    assert_eq!(in_words.header("content-type"), "text/html; charset=utf-8");
    assert!(
        in_words.text.contains("Percayai kotak ini") && in_words.text.contains("Android"),
        "{}",
        in_words.text
    );
    assert!(plain.get("/ca?lang=en").await.text.contains("Trust this box"));
    assert!(plain.get("/ca.pem").await.text.starts_with("-----BEGIN CERTIFICATE-----"));

    let (http, base) = trusting(&the_box, &root);
    let answer = http.get(format!("{base}/healthz")).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.version()), (200, Version::HTTP_2));
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=2592000");
    let by_address = http.get(format!("https://{}/healthz", the_box.address())).send().await.unwrap();
    assert_eq!(by_address.status(), 200, "it is met by its address too");

    let mut owner = Client::new(http.clone(), base);
    let made = owner.post("/api/v1/setup", &the_box.set_up_form()).await;
    made.is(201);
    assert!(made.header("set-cookie").contains("; Secure"), "{}", made.header("set-cookie"));
    owner.take_cookie(&made);
    owner.record("kopi 25rb").await;

    // Nobody else is trusted by it, and it is trusted by nobody else.
    let stranger = the_box.app().outside().http().get(format!("https://{}/healthz", the_box.address()));
    assert!(stranger.send().await.is_err());
}

#[tokio::test]
async fn without_a_lock_the_box_only_shows_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let the_box = at_home(folder.path()).start(&Clock::new()).await;
    let at = the_box.appliance().plain_address();
    let plain = Client::new(the_box.app().outside().http().clone(), format!("http://{at}"));
    let led = plain.get("/buku?bulan=2026-11").await;
    assert_eq!(led.status, 307);
    let port = the_box.address().port();
    assert_eq!(led.header("location"), format!("https://127.0.0.1:{port}/buku?bulan=2026-11"));
    assert!(!led.headers.contains_key("strict-transport-security"), "a promise without a lock is none");
    assert_eq!(plain.get("/healthz").await.status, 200);
    assert_eq!(plain.get("/api/v1/session").await.status, 307);
    let sent = plain.post("/api/v1/session", &json!({"name": "Ayah", "password": "kucing makan ikan"})).await;
    assert_eq!(sent.status, 403, "what was sent in the clear is not led on: {}", sent.text);
}

#[tokio::test]
async fn its_keys_are_for_its_own_user_and_stay_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::new();
    let the_box = at_home(folder.path()).start(&clock).await;
    let of = |the_box: &TestAppliance| the_box.appliance().certificates().status().certificate.unwrap();
    let (root, leaf) = (root_in(folder.path()), of(&the_box));
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    for name in ["tls/ca.key", "tls/ca.crt", "tls/lan.pem"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    assert_eq!(mode("tls"), 0o700);
    let names: BTreeSet<String> = [NAME, "localhost"].map(str::to_owned).into();
    assert_eq!(leaf.names, names);
    the_box.stop().await;

    let again = at_home(folder.path()).start(&clock).await;
    assert_eq!((root_in(folder.path()), of(&again)), (root, leaf), "devices need not be told again");
}

#[tokio::test]
async fn its_certificate_is_made_anew_long_before_its_end_and_when_it_moves() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::new();
    let addresses = Arc::new(Mutex::new(vec!["192.168.1.7".parse::<IpAddr>().unwrap()]));
    let seen = Arc::clone(&addresses);
    let outside = clock.outside().with_addresses(move || seen.lock().unwrap().clone());
    let the_box = at_home(folder.path()).outside(outside).start(&clock).await;
    let root = root_in(folder.path());
    let shown = || the_box.appliance().certificates().status().certificate.unwrap();
    let first = shown();
    assert!(first.addresses.contains(&"192.168.1.7".parse().unwrap()), "{first:?}");

    // One that is on the internet is nothing that a home can vouch for.
    *addresses.lock().unwrap() = vec!["192.168.2.9".parse().unwrap(), "203.0.113.7".parse().unwrap()];
    until("a certificate for the new address", || shown() != first).await;
    let second = shown();
    assert!(second.addresses.contains(&"192.168.2.9".parse().unwrap()), "{second:?}");
    assert!(!second.addresses.contains(&"203.0.113.7".parse().unwrap()), "{second:?}");

    clock.advance(Duration::from_hours(24 * 58));
    assert_eq!(shown(), second, "it is not due yet");
    clock.advance(Duration::from_hours(24 * 3));
    until("a certificate for longer", || shown() != second).await;
    assert!(shown().not_after > second.not_after);
    let (http, base) = trusting(&the_box, &root);
    assert_eq!(http.get(format!("{base}/healthz")).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_owner_is_told_about_it() {
    let folder = tempfile::tempdir().unwrap();
    let the_box = at_home(folder.path()).start(&Clock::new()).await;
    let (http, base) = trusting(&the_box, &root_in(folder.path()));
    let mut owner = Client::new(http, base);
    let made = owner.post("/api/v1/setup", &the_box.set_up_form()).await;
    owner.take_cookie(&made);
    let told = owner.get("/api/v1/certificate").await.is(200);
    assert_eq!((&told["mode"], &told["trouble"]), (&json!("lan"), &Value::Null), "{told:#}");
    assert_eq!(told["certificate"]["names"], json!([NAME, "localhost"]), "{told:#}");
    assert_eq!(told["certificate"]["not_after"], "2027-02-20T03:00:00Z", "{told:#}");
    assert_eq!(told["next_renewal"], "2027-01-20T19:00:00Z", "{told:#}");
    assert_eq!(told["trust_page"], "/ca");
}

#[tokio::test]
async fn devices_at_home_find_it_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let the_box = at_home(folder.path()).start(&Clock::new()).await;
    let certificates = the_box.appliance().certificates().clone();
    assert_eq!(
        Announcement::of(NAME, the_box.address(), true).map(|_| ()),
        None,
        "nobody could reach it there"
    );
    // On this machine alone, where another port keeps it apart from what else answers here.
    let port = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let what = Announcement { name: NAME.to_owned(), address: the_box.address(), with_tls: true, port };
    let stop = CancellationToken::new();
    let answering = announce(certificates.clone(), what, stop.clone());
    let asking = async {
        let device = ServiceDaemon::new_with_port(port).unwrap();
        let told = device.resolve_hostname(&format!("{NAME}."), Some(60_000)).unwrap();
        let found = loop {
            match told.recv_async().await.expect("an answer") {
                HostnameResolutionEvent::AddressesFound(name, addresses) => break (name, addresses),
                HostnameResolutionEvent::SearchTimeout(_) => panic!("nobody answered for {NAME}"),
                _ => {}
            }
        };
        let named = Announced::As(NAME.to_owned());
        until("the owner can see it", || certificates.status().announced == named).await;
        found
    };
    let (name, addresses) = tokio::select! {
        found = asking => found,
        ended = answering => panic!("it stopped answering: {ended:?}"),
    };
    assert_eq!(name.trim_end_matches('.'), NAME);
    let addresses: Vec<_> = addresses.iter().map(mdns_sd::ScopedIp::to_ip_addr).collect();
    assert_eq!(addresses, [the_box.address().ip()]);
}
