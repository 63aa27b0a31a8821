//! Another server stands in front of the box: what it says about callers is taken, if it is one that is trusted.

use crate::support::appliance::{Clock, Setting, TestAppliance};

/// Sets the box up through a server that calls for somebody; gives the cookie and the address that the box knows.
async fn met(the_box: &TestAppliance) -> (String, String, bool) {
    let mut owner = the_box
        .client()
        .with("x-forwarded-for", "198.51.100.9, 203.0.113.7")
        .with("x-forwarded-proto", "https");
    let made = owner.post("/api/v1/setup", &the_box.set_up_form()).await;
    made.is(201);
    owner.take_cookie(&made);
    let sessions = owner.get("/api/v1/sessions").await.is(200);
    let address = sessions["items"][0]["address"].as_str().unwrap().to_owned();
    let cookie = made.header("set-cookie").to_owned();
    (cookie, address, made.headers.contains_key("strict-transport-security"))
}

#[tokio::test]
async fn a_trusted_server_says_who_calls_and_that_the_way_is_locked() {
    let the_box = Setting::default().told("TLS", "proxy").start(&Clock::new()).await;
    let (cookie, address, promised) = met(&the_box).await;
    assert!(cookie.contains("; Secure"), "{cookie}");
    assert_eq!(address, "203.0.113.7", "what a stranger wrote before it is not believed");
    assert!(promised);
}

#[tokio::test]
async fn nobody_else_is_believed() {
    let elsewhere = Setting::default().told("TLS", "proxy").told("TRUSTED_PROXIES", "10.0.0.1");
    for setting in [elsewhere, Setting::default()] {
        let the_box = setting.start(&Clock::new()).await;
        let (cookie, address, promised) = met(&the_box).await;
        assert!(!cookie.contains("Secure"), "{cookie}");
        assert_eq!(address, "127.0.0.1");
        assert!(!promised);
    }
}
