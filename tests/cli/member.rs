//! `catatduit member`, while the box runs and while it does not.

use super::serve::{Running, SETUP, desk};

/// The code in the link that a command printed.
#[track_caller]
fn code_in(said: &str) -> String {
    let link = said.lines().find(|line| line.contains("/reset?code=")).unwrap_or_else(|| panic!("{said}"));
    link.trim().split_once("?code=").unwrap().1.to_owned()
}

#[test]
fn a_box_that_is_stopped_lists_its_people_and_makes_a_link() {
    let desk = desk();
    let complained = desk.run(&["member", "list"]).bad(1);
    assert!(complained.contains("belum ada catatan di catatduit-data"), "{complained}");
    desk.run(&SETUP).good();
    assert_eq!(desk.run(&["member", "list"]).good(), "Keluarga Wijaya\tRina\tpemilik\tkata sandi\n");
    let said = desk.run(&["member", "reset", "rina"]).good();
    assert!(said.contains("Kotaknya belum jalan"), "{said}");
    let code = code_in(&said);
    assert_eq!(code.len(), 32, "{said}");
    let complained = desk.run(&["member", "reset", "Budi"]).bad(1);
    assert!(complained.starts_with("Gagal: "), "{complained}");

    // The link works once it runs.
    let running = Running::start(&desk);
    let new = format!(r#"{{"code":"{code}","password":"payung biru basah"}}"#);
    assert_eq!(running.post("/api/v1/reset", &new), "HTTP/1.1 201 Created");
    let sign_in = |password| format!(r#"{{"name":"Rina","password":"{password}"}}"#);
    assert_eq!(running.post("/api/v1/session", &sign_in("kucing oren di atap")), "HTTP/1.1 401 Unauthorized");
    assert_eq!(running.post("/api/v1/session", &sign_in("payung biru basah")), "HTTP/1.1 200 OK");
}

#[test]
fn a_box_that_runs_does_the_same() {
    let desk = desk();
    desk.run(&SETUP).good();
    let running = Running::start(&desk);
    assert_eq!(desk.run(&["member", "list"]).good(), "Keluarga Wijaya\tRina\tpemilik\tkata sandi\n");
    let said = desk.run(&["member", "reset", "Rina"]).good();
    assert!(said.contains(&format!("http://{}/reset?code=", running.address)), "{said}");
    let new = format!(r#"{{"code":"{}","password":"payung biru basah"}}"#, code_in(&said));
    assert_eq!(running.post("/api/v1/reset", &new), "HTTP/1.1 201 Created");
    assert_eq!(running.post("/api/v1/reset", &new), "HTTP/1.1 410 Gone");
    let complained = desk.run(&["member", "reset", "Budi"]).bad(1);
    assert!(complained.starts_with("Gagal: "), "{complained}");
}
