//! Pictures with transactions.

use std::io::Cursor;
use std::time::Duration;

use catatduit::ledger::Role;
use image::{ImageFormat, RgbImage};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::appliance::TestAppliance;
use crate::support::client::{Answer, Client};

fn receipt(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::new(width, height).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn address(transaction: &Value) -> String {
    format!("/api/v1/transactions/{}", transaction["id"].as_str().unwrap())
}

async fn add(client: &Client, transaction: &Value, bytes: Vec<u8>) -> Answer {
    let request = client.request(Method::POST, &format!("{}/attachments", address(transaction)));
    client.send(request.header("content-type", "image/jpeg").body(bytes)).await
}

fn first(changed: &Value) -> String {
    changed["transaction"]["attachments"][0].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_picture_is_kept_shown_and_taken_away() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let added = add(&ayah, &bakso, receipt(2000, 1000, ImageFormat::Png)).await.is(201);
    let id = first(&added);
    let (full, small) = (format!("/api/v1/attachments/{id}"), format!("/api/v1/attachments/{id}/thumbnail"));
    let neighbour = the_box.neighbour();
    for address in [&full, &small] {
        let picture = ibu.get(address).await;
        assert_eq!(picture.status, 200, "{}", picture.text);
        assert_eq!(picture.header("content-type"), "image/jpeg");
        assert_eq!(picture.header("x-content-type-options"), "nosniff");
        assert_eq!(picture.header("cache-control"), "private, max-age=31536000, immutable");
        let known = ibu.with("if-none-match", picture.header("etag")).get(address).await;
        assert_eq!((known.status.as_u16(), known.text.as_str()), (304, ""));
        neighbour.get(address).await.is_problem(404, "missing");
        the_box.client().get(address).await.is_problem(401, "unauthenticated");
    }

    let one = format!("{}/attachments/{id}", address(&bakso));
    let removed = ayah.delete(&one).await.is(200);
    assert_eq!(removed["transaction"]["attachments"], json!([]));
    ayah.get(&full).await.is_problem(404, "missing");
    ayah.delete(&one).await.is_problem(404, "missing");
    ayah.act(&format!("/api/v1/changes/{}/undo", removed["change"])).await.is(200);
    assert_eq!(ayah.get(&full).await.status, 200);

    // After a while, what was taken away is gone for good; what is shown stays.
    let other = first(&add(&ayah, &bakso, receipt(8, 8, ImageFormat::WebP)).await.is(201));
    assert_eq!(other, id, "the first is still the first");
    ayah.delete(&one).await.is(200);
    the_box.clock.advance(Duration::from_hours(24 * 31));
    assert_eq!(the_box.app().empty_bins().unwrap(), 1);
    assert_eq!(the_box.app().empty_bins().unwrap(), 0);
    let report = the_box.store.audit().unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test]
async fn a_picture_is_as_secret_as_its_record() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let gift = ayah.record("kado 200rb pake gopay").await;
    let id = first(&add(&ayah, &gift, receipt(8, 8, ImageFormat::Jpeg)).await.is(201));
    let full = format!("/api/v1/attachments/{id}");
    assert_eq!(ibu.get(&full).await.status, 200);
    ayah.patch(&address(&gift), &json!({"secret_until": "2026-12-25"})).await.is(200);
    ibu.get(&full).await.is_problem(404, "missing");
    assert_eq!(ayah.get(&full).await.status, 200);
}

#[tokio::test]
async fn what_is_no_picture_is_not_kept() {
    let (the_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    for bytes in [b"".to_vec(), b"<svg/>".to_vec(), b"\xFF\xD8\xFF".to_vec()] {
        let problem = add(&ayah, &bakso, bytes).await.is_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "picture");
    }
    add(&ayah, &bakso, vec![0xFF; 11 * 1024 * 1024]).await.is_problem(413, "too_large");
    let fine = || receipt(8, 8, ImageFormat::Png);
    add(&the_box.member("Eyang", Role::Viewer), &bakso, fine()).await.is_problem(403, "forbidden");
    add(&the_box.neighbour(), &bakso, fine()).await.is_problem(404, "missing");
    for _ in 0..10 {
        add(&ayah, &bakso, fine()).await.is(201);
    }
    let problem = add(&ayah, &bakso, fine()).await.is_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["field"], "attachments");
    ayah.delete(&address(&bakso)).await.is(200);
    add(&ayah, &bakso, fine()).await.is_problem(410, "gone");
}

/// The head of an upload whose body does not come; gives what the box says to that alone.
async fn said_to_a_head(the_box: &TestAppliance, headers: &str) -> String {
    let mut line = TcpStream::connect(the_box.address()).await.unwrap();
    let head = format!(
        "POST /api/v1/transactions/01M2XM0A4E8S6W3Q1Z9X7C5V2B/attachments HTTP/1.1\r\nHost: kotak\r\n\
         Content-Type: image/png\r\nContent-Length: 9000000\r\n{headers}\r\n"
    );
    line.write_all(head.as_bytes()).await.unwrap();
    let mut said = vec![0; 64];
    let length = line.read(&mut said).await.unwrap();
    String::from_utf8_lossy(&said[..length]).into_owned()
}

#[tokio::test]
async fn of_somebody_unknown_no_file_is_read_and_no_place_is_held() {
    let (the_box, ayah) = TestAppliance::family().await;
    for key in ["", "Idempotency-Key: kunci\r\n"] {
        for who in ["Cookie: catatduit_session=x\r\n", "Authorization: Bearer cd_x\r\n", ""] {
            let said = said_to_a_head(&the_box, &format!("{who}{key}")).await;
            assert!(said.starts_with("HTTP/1.1 401"), "{who}{key}{said}");
        }
    }
    // A key of lesser scope neither.
    let made = ayah.post("/api/v1/tokens", &json!({"name": "baca", "scope": "read"})).await.is(201);
    let who = format!("Authorization: Bearer {}\r\n", made["secret"].as_str().unwrap());
    for key in ["", "Idempotency-Key: kunci\r\n"] {
        assert!(said_to_a_head(&the_box, &format!("{who}{key}")).await.starts_with("HTTP/1.1 403"));
    }
}

#[tokio::test]
async fn a_file_with_a_key_is_as_large_as_one_without_and_kept_once() {
    let (_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let once = ayah.with("idempotency-key", "kunci");
    let large = vec![0; catatduit::app::MOST_PICTURE_BYTES + 1];
    add(&once, &bakso, large).await.is_problem(413, "too_large");
    let picture = receipt(20, 10, ImageFormat::Png);
    // More at once than there are places.
    let keys = ["a", "b", "c", "d", "e"].map(|key| ayah.with("idempotency-key", key));
    let added = keys.iter().map(|once| add(once, &bakso, picture.clone()));
    for answer in futures_util::future::join_all(added).await {
        answer.is(201);
    }
    for once in &keys {
        add(once, &bakso, picture.clone()).await.is(201);
    }
    let now = ayah.get(&address(&bakso)).await.is(200);
    assert_eq!(now["attachments"].as_array().unwrap().len(), 5);
}
