//! Precedence, hints and secrets, from layers written out here.

use super::*;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn flag(key: &str, value: &str) -> Given {
    Given { key: key.to_owned(), value: value.to_owned(), flag: "--set".to_owned() }
}

fn file(text: &str) -> File {
    File { path: "config.toml".into(), text: text.to_owned() }
}

fn load(text: &str, pairs: &[(&str, &str)], given: &[Given]) -> Result<(Config, Settings), ConfigError> {
    let mut settings = Settings::merge(Some(&file(text)), &environment(pairs), given);
    let read = |path: &Path| match path.to_str() {
        Some("token-file") => Ok("token-of-the-file\n".to_owned()),
        Some("dsn-file") => Ok("http://key@sentry.example/8\n".to_owned()),
        Some("url-file") => Ok("https://hc.example.org/ping/2\n".to_owned()),
        _ => Err(io::Error::from(io::ErrorKind::NotFound)),
    };
    Config::of(&mut settings, &read).map(|config| (config, settings))
}

#[track_caller]
fn check_refused(text: &str, pairs: &[(&str, &str)], expected: &[&str]) {
    let error = load(text, pairs, &[]).expect_err("these settings are refused");
    let troubles: Vec<_> = error.troubles.iter().map(ToString::to_string).collect();
    assert_eq!(troubles, expected);
}

#[test]
fn the_box_needs_no_settings() {
    let config = Config::default();
    assert_eq!(config.data_dir, Path::new("catatduit-data"));
    assert_eq!(config.listen.to_string(), "0.0.0.0:8080");
    assert_eq!(config.language, Language::Indonesian);
    assert_eq!(config.capture.threshold, Permille::new(850));
    assert_eq!(config.telegram.bot_token, None);
}

#[test]
fn a_later_layer_wins_over_an_earlier_one() {
    let text = "listen = \"127.0.0.1:1\"";
    let port = |pairs: &[(&str, &str)], given: &[Given], text: &str| {
        let (config, settings) = load(text, pairs, given).expect("these settings are good");
        (config.listen.port(), settings.get("listen").expect("listen is set").source.to_string())
    };
    let in_environment = [("CATATDUIT_LISTEN", "127.0.0.1:2")];
    let given = [flag("listen", "127.0.0.1:3")];
    assert_eq!(port(&[], &[], ""), (8080, "default".to_owned()));
    assert_eq!(port(&[], &[], text), (1, "config.toml line 1".to_owned()));
    assert_eq!(port(&in_environment, &[], text), (2, "environment CATATDUIT_LISTEN".to_owned()));
    assert_eq!(port(&in_environment, &given, text), (3, "command line --set".to_owned()));
    assert_eq!(port(&[], &given, text), (3, "command line --set".to_owned()));
}

#[test]
fn an_empty_variable_sets_nothing() {
    let (config, _) = load("", &[("CATATDUIT_PUBLIC_URL", ""), ("CATATDUIT_LISTEN", "")], &[]).unwrap();
    assert_eq!(config, Config::default());
}

#[test]
fn a_unit_s_state_folder_is_used_unless_one_is_chosen() {
    let unit = ("STATE_DIRECTORY", "/var/lib/catatduit:/var/lib/other");
    let folder = |text: &str, pairs: &[(&str, &str)]| load(text, pairs, &[]).unwrap().0.data_dir;
    assert_eq!(folder("", &[unit]), Path::new("/var/lib/catatduit"));
    assert_eq!(folder("data_dir = \"/srv/duit\"", &[unit]), Path::new("/srv/duit"));
    assert_eq!(folder("", &[unit, ("CATATDUIT_DATA_DIR", "/srv/duit")]), Path::new("/srv/duit"));
}

#[test]
fn a_misspelt_key_is_told_with_its_line_and_the_nearest_one() {
    check_refused(
        "language = \"en\"\n\n[telegram]\nbot_tokn = \"x\"\n",
        &[],
        &[
            "config.toml line 4: unknown key `telegram.bot_tokn`; the nearest known key is `telegram.bot_token`",
        ],
    );
    check_refused(
        "[telegramm]\nmode = \"off\"\n",
        &[],
        &["config.toml line 1: unknown key `telegramm`; the nearest known key is `telegram.mode`"],
    );
}

#[test]
fn a_misspelt_variable_is_a_warning_with_the_nearest_one() {
    let (_, settings) =
        load("", &[("CATATDUIT_TELEGRAM_TOKEN", "x"), ("CATATDUIT_SKIP_WEB", "1")], &[]).unwrap();
    let warnings: Vec<_> = settings.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["environment CATATDUIT_TELEGRAM_TOKEN: sets nothing; the nearest known variable is \
          CATATDUIT_TELEGRAM_BOT_TOKEN"]
    );
}

#[test]
fn everything_wrong_is_told_at_once() {
    check_refused(
        "listen = 8080\nlanguage = \"fr\"\ndata_dir = []\n[store]\ncache_mb = 0\n[log]\nlevel = \"loud\"\n",
        &[("CATATDUIT_PUBLIC_URL", "duit.example.org")],
        &[
            "config.toml line 3: data_dir is written as array; it takes text or a whole number",
            "config.toml line 1: listen `8080` is not an address and port such as 0.0.0.0:8080",
            "environment CATATDUIT_PUBLIC_URL: public_url is not an address such as https://duit.example.org, \
             without a path",
            "config.toml line 2: language `fr` is none of id, en",
            "config.toml line 7: log.level `loud` is none of off, error, warn, info, debug, trace",
            "config.toml line 5: store.cache_mb `0` is not a whole number from 1 to 4096",
        ],
    );
}

#[test]
fn what_is_no_toml_is_told_with_its_line() {
    let error = load("language = \"id\"\nlisten = \n", &[], &[]).expect_err("this is no TOML");
    assert!(error.to_string().contains("config.toml line 2: cannot be read as TOML"), "{error}");
}

#[test]
fn values_that_do_not_fit_together_are_refused() {
    check_refused(
        "[session]\nidle_days = 31\nabsolute_days = 30\n",
        &[],
        &["config.toml line 2: session.idle_days must not be more than session.absolute_days"],
    );
    check_refused(
        "[telegram]\nmode = \"webhook\"\nbot_token = \"t\"\n",
        &[("CATATDUIT_PUBLIC_URL", "http://duit.example.org")],
        &["config.toml line 2: telegram.mode webhook needs a public_url that begins with https://"],
    );
}

#[test]
fn the_way_to_telegram_may_be_told_before_the_token_which_the_app_can_take() {
    let (config, _) = load("[telegram]\nmode = \"polling\"\n", &[], &[]).expect("a token may come later");
    assert_eq!((config.telegram.mode, config.telegram.bot_token), (TelegramMode::Polling, None));
}

#[test]
fn a_secret_comes_from_the_nearer_of_value_and_file() {
    let token = |text: &str, pairs: &[(&str, &str)]| {
        let (config, _) = load(text, pairs, &[]).expect("these settings are good");
        config.telegram.bot_token.expect("there is a token").reveal().to_owned()
    };
    let value = "[telegram]\nbot_token = \"token-as-it-is\"\n";
    let by_file = "[telegram]\nbot_token_file = \"token-file\"\n";
    assert_eq!(token(value, &[]), "token-as-it-is");
    assert_eq!(token(by_file, &[]), "token-of-the-file");
    assert_eq!(token(value, &[("CATATDUIT_TELEGRAM_BOT_TOKEN_FILE", "token-file")]), "token-of-the-file");
    assert_eq!(token(by_file, &[("CATATDUIT_TELEGRAM_BOT_TOKEN", "token-as-it-is")]), "token-as-it-is");
    assert_eq!(token("", &[("CATATDUIT_TELEGRAM__BOT_TOKEN", "two-underscores")]), "two-underscores");
}

#[test]
fn a_secret_is_neither_guessed_nor_shown() {
    check_refused(
        "[telegram]\nbot_token = \"very-secret\"\nbot_token_file = \"token-file\"\n",
        &[],
        &["config.toml line 2: telegram.bot_token and telegram.bot_token_file are both set; keep one"],
    );
    check_refused(
        "[telegram]\nbot_token = \"very secret\"\n",
        &[],
        &["config.toml line 2: telegram.bot_token is empty or has spaces in it"],
    );
    let error = load("[telegram]\nbot_token_file = \"no-such-file\"\n", &[], &[]).expect_err("no such file");
    assert!(error.to_string().contains("no-such-file cannot be read"), "{error}");
    let (config, _) = load("[telegram]\nbot_token = \"very-secret\"\n", &[], &[]).unwrap();
    assert!(!format!("{config:?}").contains("very-secret"));
}

#[test]
fn a_place_for_backups_is_a_folder_or_a_bucket_with_its_keys() {
    let told = |text: &str| {
        let keys = [flag("backup.s3_access_key", "AKIA"), flag("backup.s3_secret_key", "secret")];
        let given = [&[flag("backup.to", text)], &keys[..]].concat();
        load("", &[], &given).map(|(config, _)| config.backup.to)
    };
    let bucket = |bucket: &str, prefix: &str| BackupTo::Bucket {
        bucket: bucket.to_owned(),
        prefix: prefix.to_owned(),
    };
    assert_eq!(told("/mnt/usb").unwrap(), BackupTo::Folder("/mnt/usb".into()));
    assert_eq!(told("s3://keluarga").unwrap(), bucket("keluarga", ""));
    assert_eq!(told("s3://keluarga/rumah/kotak/").unwrap(), bucket("keluarga", "rumah/kotak"));
    assert!(told("s3://").is_err() && told("s3://a b").is_err());
    check_refused(
        "[backup]\nto = \"s3://keluarga\"\n",
        &[],
        &["config.toml line 2: backup.to needs backup.s3_access_key and backup.s3_secret_key"],
    );
    check_refused(
        "[backup]\npassphrase = \"too short\"\n",
        &[],
        &["config.toml line 2: backup.passphrase is shorter than 12 characters"],
    );
}

#[test]
fn an_address_loses_its_slash_and_has_no_path() {
    assert_eq!(
        BaseUrl::read("http://127.0.0.1:8081/").as_ref().map(BaseUrl::as_str),
        Ok("http://127.0.0.1:8081")
    );
    for text in ["duit.example.org", "https://", "https://a/b", "https://me@a", "ftp://a", "https://a b"] {
        assert!(BaseUrl::read(text).is_err(), "{text}");
    }
}

#[test]
fn each_of_several_sites_is_checked() {
    let told = |text: &str| load("", &[], &[flag("api.allowed_origins", text)]);
    let (config, _) = told("https://a.example,http://10.0.0.7:3000/").unwrap();
    let named: Vec<&str> = config.api.allowed_origins.iter().map(BaseUrl::as_str).collect();
    assert_eq!(named, ["https://a.example", "http://10.0.0.7:3000"]);
    for text in ["*", "https://a.example, *", "a.example", "https://a.example/page"] {
        assert!(told(text).is_err(), "{text}");
    }
}

#[test]
fn every_key_changes_something() {
    let others = [
        ("data_dir", "elsewhere"),
        ("listen", "127.0.0.1:80"),
        ("secret_key_file", "elsewhere.key"),
        ("public_url", "https://duit.example.org"),
        ("tls", "lan"),
        ("tls_listen", "127.0.0.1:443"),
        ("redirect_listen", "off"),
        ("trusted_proxies", "10.0.0.0/8"),
        ("language", "en"),
        ("demo", "never"),
        ("acme.names", "duit.example.org"),
        ("acme.contact", "ibu@example.org"),
        ("acme.directory", "staging"),
        ("acme.root_file", "root.pem"),
        ("lan.name", "duit.lan"),
        ("lan.announce", "no"),
        ("log.level", "warn,catatduit::bot=debug"),
        ("log.format", "json"),
        ("log.to", "files"),
        ("log.file_mb", "6"),
        ("log.keep_mb", "60"),
        ("log.keep_days", "31"),
        ("telegram.bot_token", "1:t"),
        ("telegram.bot_token_file", "token-file"),
        ("telegram.api_base", "http://127.0.0.1:8081"),
        ("telegram.mode", "off"),
        ("session.idle_days", "7"),
        ("session.absolute_days", "365"),
        ("capture.threshold_permille", "900"),
        ("capture.draft_expiry_hours", "1"),
        ("api.allowed_origins", "https://a.example, https://b.example"),
        ("limits.api_per_second", "11"),
        ("limits.api_burst", "21"),
        ("limits.pages_per_second", "31"),
        ("limits.pages_burst", "121"),
        ("limits.webhook_per_second", "31"),
        ("limits.webhook_burst", "51"),
        ("limits.chat_per_minute", "61"),
        ("limits.chat_burst", "41"),
        ("webhooks.home_network", "no"),
        ("webhooks.this_machine", "yes"),
        ("webhooks.timeout_seconds", "11"),
        ("push.contact", "mailto:ayah@contoh.example"),
        ("push.private_services", "yes"),
        ("backup.nightly", "no"),
        ("backup.hour", "3"),
        ("backup.to", "/mnt/usb"),
        ("backup.keep_daily", "8"),
        ("backup.keep_weekly", "5"),
        ("backup.keep_monthly", "13"),
        ("backup.passphrase", "kucing oren di atap"),
        ("backup.passphrase_file", "token-file"),
        ("backup.recipient", "age1a, age1b"),
        ("backup.telegram_copy", "yes"),
        ("backup.s3_endpoint", "https://s3.example.org"),
        ("backup.s3_region", "ap-southeast-3"),
        ("backup.s3_access_key", "AKIA"),
        ("backup.s3_secret_key", "secret"),
        ("backup.s3_secret_key_file", "token-file"),
        ("errors.sentry_dsn", "https://key@sentry.example/7"),
        ("errors.sentry_dsn_file", "dsn-file"),
        ("health.heartbeat_url", "https://hc.example.org/ping/1"),
        ("health.heartbeat_url_file", "url-file"),
        ("store.cache_mb", "64"),
    ];
    assert_eq!(others.map(|(key, _)| key).as_slice(), KEYS.iter().map(|key| key.name).collect::<Vec<_>>());
    for (key, value) in others {
        let (config, _) = load("", &[], &[flag(key, value)]).expect(key);
        assert_ne!(config, Config::default(), "{key}");
    }
}

#[test]
fn the_example_file_is_made_from_the_keys_and_holds_the_defaults() {
    let committed = include_str!("../../config.example.toml");
    assert_eq!(
        committed,
        example_file(),
        "config.example.toml: write it anew with `catatduit config --example`"
    );
    let (config, settings) = load(committed, &[], &[]).expect("the example can be used");
    assert_eq!(config, Config::default());
    let from_the_file = KEYS.iter().filter(|key| key.default.is_some()).all(|key| {
        settings.get(key.name).is_some_and(|setting| matches!(setting.source, Source::File { .. }))
    });
    assert!(from_the_file, "the example sets every key that has a default");
}

#[test]
fn a_public_certificate_needs_a_name() {
    check_refused(
        "tls = \"acme\"\n",
        &[],
        &[
            "config.toml line 1: tls acme needs acme.names, or a public_url that begins with https:// and a name",
        ],
    );
    check_refused(
        "tls = \"acme\"\n",
        &[("CATATDUIT_PUBLIC_URL", "https://10.0.0.7")],
        &[
            "config.toml line 1: tls acme needs acme.names, or a public_url that begins with https:// and a name",
        ],
    );
    let names = |pairs: &[(&str, &str)]| load("tls = \"acme\"", pairs, &[]).unwrap().0.certified_names();
    let public = ("CATATDUIT_PUBLIC_URL", "https://Duit.example.org:8443");
    assert_eq!(names(&[public]), ["duit.example.org"]);
    assert_eq!(
        names(&[public, ("CATATDUIT_ACME_NAMES", "a.example, b.example")]),
        ["a.example", "b.example"]
    );
}

#[test]
fn what_calls_out_is_an_address_and_never_repeated() {
    check_refused(
        "[errors]\nsentry_dsn = \"sesuatu-yang-rahasia\"\n[health]\nheartbeat_url = \"rahasia-lain\"\n",
        &[],
        &[
            "config.toml line 2: errors.sentry_dsn is not an address such as https://key@sentry.example/7",
            "config.toml line 4: health.heartbeat_url is not an address such as https://example.org/ping",
        ],
    );
}
