//! Pages of other sites, and the ones that the owner named.

use reqwest::Method;
use serde_json::json;

use crate::support::appliance::{Clock, Setting, TestAppliance};

const NAMED: &str = "https://grafik.example.org";

async fn open_box() -> TestAppliance {
    let setting = Setting::default()
        .told("API_ALLOWED_ORIGINS", "https://lain.example.org, https://grafik.example.org");
    setting.start(&Clock::new()).await
}

#[tokio::test]
async fn a_named_site_may_ask_and_read() {
    let the_box = open_box().await;
    let page = the_box.client().with("origin", NAMED).with("sec-fetch-site", "cross-site");
    let asked = page.request(Method::OPTIONS, "/api/v1/captures");
    let asked = asked.header("access-control-request-method", "POST");
    let allowed = page.send(asked.header("access-control-request-headers", "authorization")).await;
    allowed.is(204);
    assert_eq!(allowed.header("access-control-allow-origin"), NAMED);
    assert!(allowed.header("access-control-allow-methods").contains("POST"));
    assert!(allowed.header("access-control-allow-headers").contains("Authorization"));
    assert!(!allowed.headers.contains_key("access-control-allow-credentials"));
    let read = page.get("/api/v1/setup").await;
    read.is(200);
    assert_eq!(read.header("access-control-allow-origin"), NAMED);
    assert!(read.header("access-control-expose-headers").contains("ETag"));
    assert!(read.header("vary").contains("Origin"));
    // A problem can be read as well.
    let refused = page.post("/api/v1/captures", &json!({"text": "kopi 22rb"})).await;
    refused.is_problem(401, "unauthenticated");
    assert_eq!(refused.header("access-control-allow-origin"), NAMED);
}

#[tokio::test]
async fn a_named_site_does_not_act_with_what_the_browser_holds() {
    let the_box = open_box().await;
    let ayah = the_box.set_up().await;
    let page = ayah.with("origin", NAMED);
    page.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
    page.act("/api/v1/undo").await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_site_that_nobody_named_may_nothing() {
    for the_box in [open_box().await, TestAppliance::new().await] {
        for origin in ["https://evil.example", "https://grafik.example.org.evil.example", "null", "*"] {
            let page = the_box.client().with("origin", origin);
            let asked = page.request(Method::OPTIONS, "/api/v1/captures");
            let answer = page.send(asked.header("access-control-request-method", "POST")).await;
            answer.is_problem(405, "wrong_method");
            assert!(!answer.headers.contains_key("access-control-allow-origin"), "{origin}");
            page.post("/api/v1/captures", &json!({})).await.is_problem(403, "cross_site");
            let read = page.get("/api/v1/setup").await;
            assert!(!read.headers.contains_key("access-control-allow-origin"), "{origin}");
        }
    }
}
