//! Around every operation: problems, who may call from where, and what every answer says.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::appliance::{Clock, Setting, TestAppliance};

#[tokio::test]
async fn a_body_that_is_no_json_is_a_problem() {
    let (_box, ayah) = TestAppliance::family().await;
    let send = |kind: &'static str, body: &'static str| {
        let request = ayah.request(Method::POST, "/api/v1/captures").header("content-type", kind).body(body);
        ayah.send(request)
    };
    for body in ["", "{", "kopi 22rb", "[1,", "{\"text\": \"a\"} x", "\u{feff}{}"] {
        send("application/json", body).await.is_problem(400, "malformed");
    }
    for body in ["null", "[]", "\"kopi\"", "5"] {
        let problem = send("application/json", body).await.is_problem(400, "malformed");
        assert_eq!(problem["errors"][0]["why"], "harus berupa objek", "{problem:#}");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
        send(kind, "{\"text\":\"kopi 22rb\"}").await.is_problem(415, "not_json");
    }
    send("application/json; charset=utf-8", "{\"text\":\"kopi 22rb\"}").await.is(200);
    let bare = ayah.request(Method::POST, "/api/v1/captures").body("{\"text\":\"kopi 22rb\"}");
    ayah.send(bare).await.is_problem(415, "not_json");
    let invalid = ayah.request(Method::POST, "/api/v1/captures").header("content-type", "application/json");
    ayah.send(invalid.body(vec![b'"', 0xff, b'"'])).await.is_problem(400, "malformed");
}

#[tokio::test]
async fn every_value_that_does_not_fit_is_named() {
    let (_box, ayah) = TestAppliance::family().await;
    let body = json!({"text": 5, "about": "x", "colour": "red"});
    let problem = ayah.post("/api/v1/captures", &body).await.is_problem(400, "malformed");
    let mut errors: Vec<(&str, &str)> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["field"].as_str().unwrap(), error["why"].as_str().unwrap()))
        .collect();
    errors.sort_unstable();
    assert_eq!(
        errors,
        [
            ("about", "bukan pengenal yang benar"),
            ("colour", "isian ini tidak dikenal"),
            ("text", "harus berupa teks")
        ]
    );
    assert_eq!(problem["type"], "/api-docs#malformed");
    let rows = [
        (json!({}), "belum diisi"),
        (json!({"text": ""}), "masih kosong"),
        (json!({"text": "x".repeat(4_097)}), "lebih panjang dari 4096 huruf"),
        (json!({"text": null}), "harus berupa teks"),
    ];
    for (body, why) in rows {
        let problem = ayah.post("/api/v1/captures", &body).await.is_problem(400, "malformed");
        let error = &problem["errors"][0];
        assert_eq!((&error["field"], &error["why"]), (&json!("text"), &json!(why)), "{problem:#}");
        assert_eq!((&error["pointer"], problem["errors"].as_array().unwrap().len()), (&json!("#/text"), 1));
    }
    let another = TestAppliance::new().await;
    let mut form = another.set_up_form();
    form["wallets"][1]["balance"] = json!("banyak");
    form["a/b"] = json!(1);
    let problem = another.client().post("/api/v1/setup", &form).await.is_problem(400, "malformed");
    let mut pointers: Vec<_> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (
                error["pointer"].as_str().unwrap(),
                error["code"].as_str().unwrap(),
                error["field"].as_str().unwrap(),
            )
        })
        .collect();
    pointers.sort_unstable();
    assert_eq!(
        pointers,
        [("#/a~1b", "unknown_field", "a/b"), ("#/wallets/1/balance", "type", "wallets[1].balance"),]
    );
    // Characters are counted, not bytes.
    ayah.post("/api/v1/readings", &json!({"text": "🍜".repeat(4_096)})).await.is(200);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let (_box, ayah) = TestAppliance::family().await;
    let body = json!({"text": "x".repeat(70_000)});
    ayah.post("/api/v1/captures", &body).await.is_problem(413, "too_large");
    // Nested so deep that reading it naively would use up the stack.
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let request = ayah.request(Method::POST, "/api/v1/captures").header("content-type", "application/json");
    ayah.send(request.body(deep)).await.is_problem(400, "malformed");
    ayah.get("/api/v1/session").await.is(200);
}

#[tokio::test]
async fn addresses_and_methods_that_do_not_exist_are_problems() {
    let (_box, ayah) = TestAppliance::family().await;
    for path in ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/session", "/api/v1/session/"] {
        ayah.get(path).await.is_problem(404, "no_such_address");
    }
    let rows = [
        (Method::PUT, "/api/v1/session", ["GET", "POST", "PATCH", "DELETE", "HEAD"].as_slice()),
        (Method::PUT, "/api/v1/transactions", &["GET", "POST", "HEAD"]),
        (Method::POST, "/api/v1/transactions/01M2XM0A4E8S6W3Q1Z9X7C5V2B", &["GET", "PATCH", "DELETE"]),
        (Method::GET, "/api/v1/undo", &["POST"]),
        (Method::OPTIONS, "/api/v1/captures", &["POST"]),
    ];
    for (method, path, known) in rows {
        let answer = ayah.send(ayah.request(method.clone(), path)).await;
        answer.is_problem(405, "wrong_method");
        let allowed: Vec<&str> = answer.header("allow").split(", ").collect();
        assert!(known.iter().all(|method| allowed.contains(method)), "{method} {path}: {allowed:?}");
        assert!(!allowed.contains(&method.as_str()), "{method} {path}: {allowed:?}");
    }
}

#[tokio::test]
async fn what_has_no_valid_id_does_not_exist() {
    let (_box, ayah) = TestAppliance::family().await;
    for id in ["x", "01M2XM0A4E8S6W3Q1Z9X7C5V2", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "%00", "..%2f..", "'; drop"] {
        ayah.get(&format!("/api/v1/transactions/{id}")).await.is_problem(404, "missing");
        ayah.act(&format!("/api/v1/drafts/{id}/confirm")).await.is_problem(404, "missing");
    }
    // An id may be written in either case.
    let bakso = ayah.record("bakso 15rb").await;
    let lower = bakso["id"].as_str().unwrap().to_lowercase();
    assert_eq!(ayah.get(&format!("/api/v1/transactions/{lower}")).await.is(200), bakso);
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let (the_box, ayah) = TestAppliance::family().await;
    let message = json!({"text": "bakso 15rb pake gopay"});
    let own = format!("http://{}", the_box.address());
    let refused = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:1"),
    ];
    for (name, value) in refused {
        let page = ayah.with(name, value);
        page.post("/api/v1/captures", &message).await.is_problem(403, "cross_site");
        page.act("/api/v1/undo").await.is_problem(403, "cross_site");
        page.delete("/api/v1/session").await.is_problem(403, "cross_site");
        let who = json!({"name": "Ayah", "password": TestAppliance::PASSWORD});
        page.anonymous().post("/api/v1/session", &who).await.is_problem(403, "cross_site");
    }
    assert_eq!(ayah.balance("GoPay").await, 250_000);
    // Looking changes nothing, and its answer is kept from the page by the browser.
    let looked = ayah.with("origin", "https://evil.example").get("/api/v1/wallets").await;
    looked.is(200);
    assert!(!looked.headers.contains_key("access-control-allow-origin"));
    for (name, value) in
        [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none"), ("origin", own.as_str())]
    {
        ayah.with(name, value).post("/api/v1/captures", &message).await.is(200);
    }
}

#[tokio::test]
async fn a_page_at_the_public_address_is_ones_own() {
    let the_box =
        Setting::default().told("PUBLIC_URL", "https://duit.example.org").start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    let message = json!({"text": "kopi 22rb"});
    ayah.with("origin", "https://duit.example.org").post("/api/v1/captures", &message).await.is(200);
    ayah.with("origin", "http://duit.example.org")
        .post("/api/v1/captures", &message)
        .await
        .is_problem(403, "cross_site");
}

#[tokio::test]
async fn every_answer_is_careful_and_has_a_name() {
    let (_box, ayah) = TestAppliance::family().await;
    let mut names = std::collections::BTreeSet::new();
    for path in [
        "/api/v1/session",
        "/api/v1/nothing",
        "/healthz",
        "/readyz",
        "/",
        "/nothing.js",
        "/api/v1/openapi.json",
    ] {
        let answer = ayah.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
        assert!(names.insert(answer.header("x-request-id").to_owned()), "{path}");
        if path.starts_with("/api") {
            assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'", "{path}");
            let caching = if path.ends_with("session") { "private, no-cache" } else { "no-store" };
            assert_eq!(answer.header("cache-control"), caching, "{path}");
            for part in ["Cookie", "Authorization", "Accept-Language", "Accept-Encoding", "Origin"] {
                assert!(answer.header("vary").split(", ").any(|known| known == part), "{path}: {part}");
            }
        }
    }
}

#[tokio::test]
async fn a_request_keeps_the_name_it_came_with_and_a_problem_tells_it() {
    let (_box, ayah) = TestAppliance::family().await;
    for name in ["0d9f6c1e-7a52-4f0b-9a0e-2f3c5b8d1e44", "proxy.1_2-345"] {
        let answer = ayah.with("x-request-id", name).get("/api/v1/nothing").await;
        let problem = answer.is_problem(404, "no_such_address");
        assert_eq!((answer.header("x-request-id"), problem["request_id"].as_str()), (name, Some(name)));
    }
    for name in ["short", "with space in it", "a\"quote\"12345", &"x".repeat(65)] {
        let answer = ayah.with("x-request-id", name).get("/api/v1/nothing").await;
        let problem = answer.is_problem(404, "no_such_address");
        assert_eq!(answer.header("x-request-id").len(), 16, "{name}");
        assert_eq!(problem["request_id"], answer.header("x-request-id"));
    }
}

#[tokio::test]
async fn parameters_that_nobody_knows_or_that_do_not_fit_are_named() {
    let (_box, ayah) = TestAppliance::family().await;
    let rows = [
        ("/api/v1/transactions?walet=x", "walet", "unknown_field"),
        ("/api/v1/transactions?limit=0", "limit", "too_small"),
        ("/api/v1/transactions?limit=201", "limit", "too_large"),
        ("/api/v1/transactions?limit=banyak", "limit", "type"),
        ("/api/v1/transactions?limit=5&limit=6", "limit", "twice"),
        ("/api/v1/transactions?from=kemarin", "from", "format"),
        ("/api/v1/transactions?from=", "from", "format"),
        ("/api/v1/lessons?before=-1", "before", "too_small"),
        ("/api/v1/wallets?limit=5", "limit", "unknown_field"),
    ];
    for (path, field, code) in rows {
        let problem = ayah.get(path).await.is_problem(400, "malformed");
        let error = &problem["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)), "{path}: {problem:#}");
        assert_eq!(error["pointer"], Value::Null, "{path}");
    }
    let both = ayah.get("/api/v1/transactions?limit=0&to=x&nada=1").await.is_problem(400, "malformed");
    assert_eq!(both["errors"].as_array().unwrap().len(), 3, "{both:#}");
    let unlooked = ayah.with("if-match", "\"v1\"").act("/api/v1/undo").await;
    assert_eq!(unlooked.is_problem(400, "malformed")["errors"][0]["field"], "If-Match");
}

#[tokio::test]
async fn a_large_answer_is_made_smaller_for_whoever_takes_it_so() {
    let (_box, ayah) = TestAppliance::family().await;
    for number in 1..=10 {
        ayah.record(&format!("parkir {number}000 pake cash")).await;
    }
    let plain = ayah.get("/api/v1/transactions").await;
    assert!(!plain.headers.contains_key("content-encoding"));
    let request = ayah.request(Method::GET, "/api/v1/transactions").header("accept-encoding", "br, gzip");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let tag = answer.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(
        tag,
        format!("{}-gzip\"", plain.header("etag").trim_end_matches('"')),
        "other bytes, another tag"
    );
    let bytes = answer.bytes().await.unwrap();
    assert!(bytes.len() * 3 < plain.text.len(), "{} of {}", bytes.len(), plain.text.len());
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*bytes), &mut text).unwrap();
    assert_eq!(text, plain.text);
    ayah.with("if-none-match", &tag).get("/api/v1/transactions").await.is(304);
    let small = ayah.request(Method::GET, "/api/v1/wallets/x").header("accept-encoding", "gzip");
    assert!(!small.send().await.unwrap().headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn the_contract_is_served_as_it_is_kept() {
    let the_box = TestAppliance::new().await;
    let answer = the_box.client().get("/api/v1/openapi.json").await;
    answer.is(200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.text, catatduit::api::document());
}

#[tokio::test]
async fn head_is_get_without_its_body() {
    let (_box, ayah) = TestAppliance::family().await;
    for path in ["/api/v1/session", "/api/v1/wallets", "/healthz"] {
        let answer = ayah.send(ayah.request(Method::HEAD, path)).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, ""), "{path}");
    }
}

#[tokio::test]
async fn a_box_that_stops_says_so() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ready = ayah.get("/readyz").await.is(200);
    assert_eq!(ready["checks"]["store"], "ok");
    assert_eq!(ready["checks"]["tasks"]["http"], "running");
    assert_eq!(ayah.get("/healthz").await.is(200), json!({"status": "ok"}));
    the_box.stop().await;
    assert!(ayah.request(Method::GET, "/healthz").send().await.is_err(), "nobody listens any more");
}

/// Bytes that no well-behaved client sends.
#[tokio::test]
async fn nonsense_on_the_line_ends_that_line_alone() {
    let (the_box, ayah) = TestAppliance::family().await;
    let nonsense: [&[u8]; 5] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"GET /api/v1/\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /api/v1/captures HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
        b"\r\n\r\n\r\n\r\n",
    ];
    for bytes in nonsense {
        let mut line = TcpStream::connect(the_box.address()).await.unwrap();
        line.write_all(bytes).await.unwrap();
        line.shutdown().await.unwrap();
        let mut answer = Vec::new();
        // Whether the line is closed politely or not, it ends, and nothing was done.
        let _ = line.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    }
    let headers = (0..200).fold(ayah.request(Method::GET, "/api/v1/session"), |request, number| {
        request.header(format!("x-{number}"), "x".repeat(100))
    });
    let refused = headers.send().await;
    assert!(refused.is_ok_and(|answer| answer.status().is_client_error()), "too many headers");
    let me: Value = ayah.get("/api/v1/session").await.is(200);
    assert_eq!(me["member"]["name"], "Ayah");
}
