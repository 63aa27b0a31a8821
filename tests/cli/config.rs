//! `catatduit config`.

use super::Desk;

#[track_caller]
fn line<'a>(said: &'a str, key: &str) -> &'a str {
    said.lines().find(|line| line.starts_with(&format!("{key} "))).expect("every key has its line")
}

#[test]
fn each_value_is_shown_with_where_it_came_from() {
    let desk = Desk::new()
        .file("config.toml", "language = \"en\"\n\n[telegram]\nmode = \"off\"\n")
        .variable("CATATDUIT_LISTEN", "127.0.0.1:4000");
    let said = desk.run(&["config", "--data-dir", "elsewhere", "--set", "store.cache_mb=7"]).good();
    let squeezed = |key| line(&said, key).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed("data_dir"), "data_dir = \"elsewhere\" # command line --data-dir");
    assert_eq!(squeezed("listen"), "listen = \"127.0.0.1:4000\" # environment CATATDUIT_LISTEN");
    assert_eq!(squeezed("language"), "language = \"en\" # config.toml line 1");
    assert_eq!(squeezed("telegram.mode"), "telegram.mode = \"off\" # config.toml line 4");
    assert_eq!(squeezed("store.cache_mb"), "store.cache_mb = 7 # command line --set store.cache_mb");
    assert_eq!(squeezed("log.level"), "log.level = \"info\" # default");
}

#[test]
fn a_secret_is_never_printed() {
    let desk = Desk::new()
        .file("token", "123456:very-secret\n")
        .variable("CATATDUIT_TELEGRAM_BOT_TOKEN_FILE", "token");
    let said = desk.run(&["config"]).good();
    assert!(line(&said, "telegram.bot_token").starts_with("telegram.bot_token unset"));
    let said = desk.run(&["config", "--set", "telegram.bot_token=123456:very-secret"]).good();
    assert!(line(&said, "telegram.bot_token").starts_with("telegram.bot_token set"));
    assert!(!said.contains("very-secret"), "{said}");
}

#[test]
fn the_file_may_be_named_by_flag_or_variable_and_must_then_exist() {
    let desk = Desk::new()
        .file("mine.toml", "listen = \"127.0.0.1:1\"\n")
        .file("yours.toml", "listen = \"127.0.0.1:2\"\n")
        .variable("CATATDUIT_CONFIG", "mine.toml");
    assert!(desk.run(&["config"]).good().contains("mine.toml line 1"));
    assert!(desk.run(&["config", "--config", "yours.toml"]).good().contains("yours.toml line 1"));
    let complained = desk.run(&["config", "--config", "nobodys.toml"]).bad(1);
    assert!(complained.contains("nobodys.toml"), "{complained}");
}

#[test]
fn wrong_settings_are_told_in_the_language_of_the_box() {
    let desk = Desk::new().file("config.toml", "lisen = \"127.0.0.1:1\"\n");
    let complained = desk.run(&["config"]).bad(1);
    assert_eq!(
        complained,
        "Gagal: pengaturannya perlu dibetulkan dulu.\n  config.toml line 1: unknown key `lisen`; the nearest known \
         key is `listen`\n"
    );
    let complained = desk.variable("CATATDUIT_LANGUAGE", "en").run(&["config"]).bad(1);
    assert!(complained.starts_with("Failed: the settings have to be mended first."), "{complained}");
}

#[test]
fn the_example_is_the_file_in_the_repository() {
    let said = Desk::new().run(&["config", "--example"]).good();
    assert_eq!(said, include_str!("../../config.example.toml"));
}
