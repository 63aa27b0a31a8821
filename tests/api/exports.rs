//! Taking everything along: the archive holds what there is, adds up, and lets nobody else's things out.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;
use std::process::Command;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

/// The files of an archive, by name; of a picture, how long it is.
async fn archive(client: &Client, path: &str) -> BTreeMap<String, String> {
    let request = client.request(reqwest::Method::GET, path);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/zip");
    let named = response.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert_eq!(named, "attachment; filename=\"catatduit-2026-11-22.zip\"");
    let bytes = response.bytes().await.unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|place| {
            let mut file = archive.by_index(place).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let name = file.name().unwrap().into_owned();
            let is_picture = name.starts_with("pictures/");
            let text = if is_picture { bytes.len().to_string() } else { String::from_utf8(bytes).unwrap() };
            (name, text)
        })
        .collect()
}

fn list(files: &BTreeMap<String, String>, name: &str) -> Vec<Value> {
    serde_json::from_str(&files[name]).unwrap_or_else(|error| panic!("{name}: {error}"))
}

async fn family_with_history() -> (TestAppliance, Client) {
    let (home, ayah) = TestAppliance::family().await;
    ayah.record("beli bakso 15rb pake gopay").await;
    ayah.record("gajian 8,5jt masuk bca").await;
    ayah.record("tf bca ke gopay 100rb admin 2500").await;
    ayah.say("kopi 22rb, roti 10rb").await;
    let gone = ayah.record("parkir 2rb").await;
    ayah.delete(&format!("/api/v1/transactions/{}", gone["id"].as_str().unwrap())).await;
    ayah.post("/api/v1/wallets", &json!({"name": "=cmd|' /C calc'!A0", "balance": 7_000})).await.is(201);
    (home, ayah)
}

#[tokio::test]
async fn the_household_s_archive_holds_everything_and_adds_up() {
    let (_home, ayah) = family_with_history().await;
    let files = archive(&ayah, "/api/v1/exports/household").await;
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "bin.json",
            "categories.json",
            "household.json",
            "journal.hledger",
            "journal.json",
            "lessons.json",
            "members.json",
            "rates.json",
            "transactions.csv",
            "transactions.json",
            "wallets.json",
        ]
    );
    let wallets = ayah.get("/api/v1/wallets").await.is(200);
    let held: BTreeMap<&str, i64> = wallets["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|wallet| (wallet["name"].as_str().unwrap(), wallet["balance"].as_i64().unwrap()))
        .collect();
    for wallet in list(&files, "wallets.json") {
        assert_eq!(wallet["balance_minor"], held[wallet["name"].as_str().unwrap()]);
    }
    let transactions = list(&files, "transactions.json");
    let texts: Vec<&str> = transactions.iter().filter_map(|one| one["text"].as_str()).collect();
    assert!(texts.contains(&"beli bakso 15rb pake gopay"), "{texts:?}");
    let bin = list(&files, "bin.json");
    assert_eq!((bin.len(), &bin[0]["text"]), (1, &json!("parkir 2rb")));
    assert!(list(&files, "journal.json").iter().any(|change| change["act"] == "void"));

    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(files["transactions.csv"].as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    let spent: i64 = rows
        .iter()
        .filter(|row| row[2].eq_ignore_ascii_case("pengeluaran"))
        .map(|row| row[3].parse::<i64>().unwrap())
        .sum();
    assert_eq!(spent, 15_000 + 22_000 + 10_000, "{}", files["transactions.csv"]);
    let formula = |cell: &str| cell.starts_with(['=', '+', '@', '\t']);
    assert!(rows.iter().flatten().all(|cell| !formula(cell)), "a cell is a formula");
    assert!(files["transactions.csv"].contains("'=cmd|"));
}

#[tokio::test]
async fn hledger_finds_the_journal_right_and_its_balances_are_ours() {
    let (_home, ayah) = family_with_history().await;
    let files = archive(&ayah, "/api/v1/exports/household").await;
    let Some(hledger) = hledger() else { return };
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal.hledger");
    std::fs::write(&journal, &files["journal.hledger"]).unwrap();
    let run = |arguments: &[&str]| {
        let out = Command::new(&hledger)
            .arg("-f")
            .arg(&journal)
            .args(arguments)
            .env("LANG", "C.UTF-8")
            .output()
            .unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        assert!(out.status.success(), "{text}{}", String::from_utf8_lossy(&out.stderr));
        text
    };
    run(&["check"]);
    let balances = run(&["balance", "aset", "--flat", "--no-total", "-O", "csv"]);
    let wallets = ayah.get("/api/v1/wallets").await.is(200);
    for wallet in wallets["items"].as_array().unwrap() {
        let (name, balance) = (wallet["name"].as_str().unwrap(), wallet["balance"].as_i64().unwrap());
        let name = name.trim_start_matches('=');
        assert!(
            balances.lines().any(|line| line.contains(name) && line.contains(&format!("{balance} IDR"))),
            "{name} {balance}:\n{balances}"
        );
    }
    // And it would have found a wrong one.
    let wrong = files["journal.hledger"].replacen("15000 IDR", "15001 IDR", 1);
    std::fs::write(&journal, wrong).unwrap();
    let out =
        Command::new(&hledger).arg("-f").arg(&journal).arg("check").env("LANG", "C.UTF-8").output().unwrap();
    assert!(!out.status.success());
}

#[tokio::test]
async fn everyone_takes_their_own_and_only_the_owner_the_household_s() {
    let (home, ayah) = family_with_history().await;
    let ibu = home.member("Ibu", Role::Adult);
    ibu.record("beli sayur 30rb").await;
    let files = archive(&ibu, "/api/v1/exports/mine").await;
    let transactions = list(&files, "transactions.json");
    assert_eq!((transactions.len(), &transactions[0]["text"]), (1, &json!("beli sayur 30rb")));
    assert!(!files.values().any(|text| text.contains("bakso")), "somebody else's words are in it");
    assert_eq!(list(&files, "members.json").len(), 1);
    ibu.get("/api/v1/exports/household").await.is(403);
    ayah.anonymous().get("/api/v1/exports/household").await.is(401);
    let neighbour = archive(&home.neighbour(), "/api/v1/exports/household").await;
    assert!(!neighbour.values().any(|text| text.contains("bakso") || text.contains("GoPay")));
}

/// Where it is not there this part is left out, and the output says so.
#[expect(clippy::disallowed_methods, reason = "where the test tools are is told by the environment")]
fn hledger() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join("hledger")).find(|file| file.is_file());
    if found.is_none() {
        let _ = std::io::stderr().write_all(
            b"LEFT OUT: the journal read by hledger, which is not installed. tests/run installs it.\n",
        );
    }
    found
}

async fn photographed(client: &Client, text: &str) -> (String, String) {
    let record = client.record(text).await;
    let id = record["id"].as_str().unwrap().to_owned();
    let mut picture = Cursor::new(Vec::new());
    image::RgbImage::new(16, 9).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let address = format!("/api/v1/transactions/{id}/attachments");
    let request = client.request(reqwest::Method::POST, &address).body(picture.into_inner());
    let added = client.send(request).await.is(201);
    (id, added["transaction"]["attachments"][0].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_tag_is_no_formula_either() {
    let (_home, ayah) = TestAppliance::family().await;
    let id = ayah.record("bakso 15rb pake gopay").await["id"].as_str().unwrap().to_owned();
    ayah.patch(&format!("/api/v1/transactions/{id}"), &json!({"tags": ["-a1"]})).await.is(200);
    let files = archive(&ayah, "/api/v1/exports/household").await;
    let table = &files["transactions.csv"];
    assert!(table.contains(",'-a1,") && !table.contains(",-a1,"), "{table}");
}

#[tokio::test]
async fn pictures_come_along_by_the_names_that_the_tables_give_and_only_those_one_sees() {
    let (home, ayah) = TestAppliance::family().await;
    let (bakso, first) = photographed(&ayah, "beli bakso 15rb pake gopay").await;
    let (gone, binned) = photographed(&ayah, "parkir 2rb").await;
    ayah.delete(&format!("/api/v1/transactions/{gone}")).await.is(200);
    let ibu = home.member("Ibu", Role::Adult);
    let me = ibu.get("/api/v1/session").await.is(200);
    let added = ibu.post("/api/v1/wallets", &json!({"name": "Simpanan"})).await.is(201);
    let sharing = format!("/api/v1/wallets/{}/sharing", added["wallet"]["id"].as_str().unwrap());
    let private = json!({"holder": me["member"]["id"], "others": "private", "grants": []});
    ayah.put(&sharing, &private).await.is(200);
    let (_, hidden) = photographed(&ibu, "arisan 100rb pake simpanan").await;

    let files = archive(&ayah, "/api/v1/exports/household").await;
    let mut pictures: Vec<&str> =
        files.keys().map(String::as_str).filter(|name| name.starts_with("pictures/")).collect();
    let mut expected = [format!("pictures/{first}.jpg"), format!("pictures/{binned}.jpg")];
    expected.sort();
    pictures.sort_unstable();
    assert_eq!(pictures, expected);
    let full = ayah.request(reqwest::Method::GET, &format!("/api/v1/attachments/{first}"));
    let full = full.send().await.unwrap().bytes().await.unwrap();
    assert_eq!(files[&format!("pictures/{first}.jpg")], full.len().to_string());
    let listed = list(&files, "transactions.json");
    let listed = listed.iter().find(|one| one["id"] == bakso.as_str()).unwrap();
    assert_eq!(listed["pictures"], json!([format!("pictures/{first}.jpg")]));
    assert!(files["transactions.csv"].contains(&format!("pictures/{first}.jpg")));
    let hers = archive(&ibu, "/api/v1/exports/mine").await;
    assert!(hers.contains_key(&format!("pictures/{hidden}.jpg")));
    assert!(!hers.contains_key(&format!("pictures/{first}.jpg")));
}
