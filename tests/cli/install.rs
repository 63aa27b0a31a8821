//! `install.sh`, into a folder instead of a machine.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

#[track_caller]
fn install(root: &Path, binary: &str) -> (bool, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/install.sh");
    let ran = Command::new("sh").arg(script).arg("--root").arg(root).arg(binary).output().unwrap();
    (ran.status.success(), String::from_utf8(ran.stdout).unwrap() + &String::from_utf8(ran.stderr).unwrap())
}

#[test]
fn everything_is_put_in_its_place_and_settings_stay() {
    let root = tempfile::tempdir().unwrap();
    let binary = env!("CARGO_BIN_EXE_catatduit");
    let (good, said) = install(root.path(), binary);
    assert!(good, "{said}");
    assert!(said.starts_with(concat!("catatduit ", env!("CARGO_PKG_VERSION"), " installed in ")), "{said}");

    let mode = |path: &str| fs::metadata(root.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("usr/local/bin/catatduit"), 0o755);
    assert_eq!(mode("etc/systemd/system/catatduit.service"), 0o644);
    assert_eq!(mode("etc/catatduit/config.toml"), 0o640);
    let settings = root.path().join("etc/catatduit/config.toml");
    let listed = Command::new(root.path().join("usr/local/bin/catatduit"))
        .args(["config", "--config"])
        .arg(&settings)
        .env_clear()
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.starts_with("data_dir = \"/var/lib/catatduit\""), "{listed}");

    fs::write(&settings, "language = \"en\"\n").unwrap();
    let (good, said) = install(root.path(), binary);
    assert!(good, "{said}");
    assert_eq!(fs::read_to_string(&settings).unwrap(), "language = \"en\"\n");
}

#[test]
fn a_program_that_is_not_there_or_does_not_run_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let (good, said) = install(root.path(), "no-such-program");
    assert!(!good && said.contains("there is no no-such-program"), "{said}");
    let (good, said) = install(root.path(), concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));
    assert!(!good && said.contains("does not run on this machine"), "{said}");
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
}

#[test]
fn a_program_that_is_not_what_its_checksum_says_is_refused() {
    let (root, got) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let binary = got.path().join("catatduit");
    fs::write(&binary, "#!/bin/sh\necho catatduit 1.2.3\n").unwrap();
    fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).unwrap();
    let summed = Command::new("sha256sum").arg("catatduit").current_dir(&got).output().unwrap();
    fs::write(got.path().join("catatduit.sha256"), summed.stdout).unwrap();
    let (good, said) = install(root.path(), binary.to_str().unwrap());
    assert!(good && said.starts_with("catatduit 1.2.3 installed in "), "{said}");

    let kept = root.path().join("usr/local/bin/catatduit");
    fs::write(&binary, "#!/bin/sh\necho catatduit 6.6.6\n").unwrap();
    let (good, said) = install(root.path(), binary.to_str().unwrap());
    assert!(!good && said.contains("is not what") && said.contains("catatduit.sha256 says"), "{said}");
    assert!(fs::read_to_string(kept).unwrap().contains("1.2.3"));
}
