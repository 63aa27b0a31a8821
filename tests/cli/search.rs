//! `catatduit search`.

use super::Desk;

#[test]
fn the_search_index_is_built_again_beside_no_running_box() {
    let desk = Desk::new().file("password", "kucing oren di atap");
    let data = ["--data-dir", "data"];
    let run = |words: &[&str]| desk.run(&[words, data.as_slice()].concat());
    let complained = run(&["search", "rebuild"]).bad(1);
    assert!(complained.contains("catatduit serve"), "{complained}");
    run(&["setup", "--household", "Wijaya", "--owner", "Rina", "--password-file", "password"]).good();
    for _ in 0..2 {
        assert_eq!(run(&["search", "rebuild"]).good(), "Pencarian sudah disusun ulang dari 1 perubahan.\n");
    }
    std::fs::remove_dir_all(desk.path().join("data/search")).unwrap();
    run(&["search", "rebuild"]).good();
    assert!(desk.path().join("data/search/meta.json").exists());
}
