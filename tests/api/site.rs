//! The web app's files, as far as they do not depend on whether it was built.

use reqwest::Method;

use crate::support::appliance::TestAppliance;

const PAGE: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

#[tokio::test]
async fn every_page_of_the_app_is_its_one_page() {
    let the_box = TestAppliance::new().await;
    let browser = the_box.client().with("accept", PAGE);
    let home = browser.get("/").await;
    assert_eq!(home.header("content-type"), "text/html; charset=utf-8");
    assert!(home.text.contains("CatatDuit"));
    for path in ["/obrolan", "/setup?code=abc", "/api-docs", "/transaksi/01M2XM0A4E8S6W3Q1Z9X7C5V2B"] {
        let page = browser.get(path).await;
        assert_eq!((page.status, &page.text), (home.status, &home.text), "{path}");
    }
}

#[tokio::test]
async fn what_is_no_page_and_no_file_is_not_there() {
    let the_box = TestAppliance::new().await;
    let browser = the_box.client().with("accept", PAGE);
    for path in
        ["/assets/nothing-1a2b.js", "/favicon-of-another.ico", "/.env", "/.git/config", "/wp-login.php"]
    {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8", "{path}");
    }
    let script = the_box.client().with("accept", "*/*").get("/obrolan").await;
    assert_eq!(script.status, 404, "only a browser that asks for a page gets one");
    assert_eq!(browser.get("/api/v1/obrolan").await.is_problem(404, "no_such_address")["status"], 404);
}

#[tokio::test]
async fn the_app_is_only_read() {
    let the_box = TestAppliance::new().await;
    let client = the_box.client().with("accept", PAGE);
    let page = client.get("/").await;
    let head = client.send(client.request(Method::HEAD, "/")).await;
    assert_eq!((head.status, head.text.as_str()), (page.status, ""));
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let answer = client.send(client.request(method, "/")).await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET, HEAD"));
    }
}

/// The cookie alone chooses: what it is worth is asked of the API, whose no is a stranger's.
#[tokio::test]
async fn a_cookie_that_is_worth_nothing_opens_a_page_and_nothing_else() {
    let the_box = TestAppliance::new().await;
    let mut browser = the_box.client().with("accept", PAGE);
    browser.hold("00");
    for path in ["/", "/transactions", "/reports", "/wallets/01M2XM0A4E8S6W3Q1Z9X7C5V2B"] {
        let page = browser.get(path).await;
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(page.text.contains("CatatDuit"), "{path}");
    }
    assert_eq!(browser.get("/api/v1/session/holder").await.is(200)["me"], serde_json::Value::Null);
    browser.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
}
