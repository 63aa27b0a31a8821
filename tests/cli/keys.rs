//! `catatduit keys`, with and without a running box.

use super::serve::{Running, SETUP, desk};

/// The first words of the lines: the keys' ids, as they are said to be.
fn ids(said: &str) -> Vec<&str> {
    said.lines().map(|line| line.split_whitespace().next().unwrap()).collect()
}

#[test]
fn keys_are_listed_and_replaced_beside_no_running_box() {
    let desk = desk();
    assert!(desk.run(&["keys", "list"]).bad(1).contains("belum ada catatan"));
    assert!(desk.run(&["keys", "rotate"]).bad(1).contains("belum ada catatan"));
    desk.run(&SETUP).good();
    assert!(desk.run(&["keys", "list"]).good().contains("Belum ada kunci token"));
    let first = desk.run(&["keys", "rotate"]).good();
    let listed = desk.run(&["keys", "list"]).good();
    assert!(listed.trim_end().ends_with("menandatangani"), "{listed}");
    assert!(first.contains(ids(&listed)[0]), "{first}");
}

#[test]
fn a_running_box_makes_its_first_key_and_replaces_it_when_told() {
    let desk = desk();
    desk.run(&SETUP).good();
    // A box that was started once has a key of its own.
    Running::start(&desk).stop();
    let first = desk.run(&["keys", "list"]).good();
    assert_eq!(ids(&first).len(), 1, "{first}");
    let running = Running::start(&desk);
    let said = desk.run(&["keys", "rotate"]).good();
    let listed = desk.run(&["keys", "list"]).good();
    let (before, after) = (ids(&listed)[0], ids(&listed)[1]);
    assert_eq!(before, ids(&first)[0]);
    assert!(said.contains(after), "{said}");
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines[0].contains("masih diterima sampai"), "{listed}");
    assert!(lines[1].ends_with("menandatangani"), "{listed}");
    running.stop();
}
