//! Every key there is, declared once: its name, its default and what it is for. The example file, the names of
//! the environment variables and the hints for misspelt keys are all made from this table.

/// One setting.
#[derive(Debug)]
pub struct Key {
    /// `listen` or `telegram.mode`: the table and the key of the file.
    pub name: &'static str,
    pub shape: Shape,
    /// What holds when nobody says otherwise; none: the setting is then not set.
    pub default: Option<&'static str>,
    /// A value to show in the example file for a key that has no default.
    pub example: &'static str,
    /// Never printed, and may come from the file that the key `…_file` names.
    pub secret: bool,
    pub about: &'static str,
}

/// How the file writes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    Number,
}

const fn text(name: &'static str, default: &'static str, about: &'static str) -> Key {
    Key { name, shape: Shape::Text, default: Some(default), example: "", secret: false, about }
}

const fn number(name: &'static str, default: &'static str, about: &'static str) -> Key {
    Key { name, shape: Shape::Number, default: Some(default), example: "", secret: false, about }
}

const fn unset(name: &'static str, example: &'static str, about: &'static str) -> Key {
    Key { name, shape: Shape::Text, default: None, example, secret: false, about }
}

const fn secret(name: &'static str, example: &'static str, about: &'static str) -> Key {
    Key { name, shape: Shape::Text, default: None, example, secret: true, about }
}

/// In the order of the example file: what stands in no table first.
pub static KEYS: &[Key] = &[
    text(
        "data_dir",
        "catatduit-data",
        "The folder that holds everything the family recorded; made at the first start, for its owner only. \
         Relative to where the box is started. Under systemd its StateDirectory is used unless this is set.",
    ),
    text(
        "listen",
        "0.0.0.0:8080",
        "Address and port of the web app and the API. 127.0.0.1:8080 is for this machine only, [::]:8080 takes \
         IPv6 too.",
    ),
    unset(
        "secret_key_file",
        "/etc/catatduit/secret.key",
        "A file that holds the key that secrets in the store are sealed with: 64 hexadecimal digits. Unset: secret.key \
         in data_dir, made at the first start. Kept with no copy of the store, it keeps a stolen copy shut.",
    ),
    unset(
        "public_url",
        "https://duit.example.org",
        "How the box is reached from outside, without a path. Links are written with it, and Telegram can deliver \
         to it when it begins with https.",
    ),
    text(
        "tls",
        "off",
        "How browsers reach the box with TLS: lan (a certificate authority of its own, for a home without a name on the \
         internet), acme (a public certificate), proxy (another server in front of it), or off (none).",
    ),
    text(
        "tls_listen",
        "0.0.0.0:443",
        "Address and port that lan and acme answer on; listen then only leads there.",
    ),
    text(
        "redirect_listen",
        "0.0.0.0:80",
        "One more address that leads to the one with TLS, or off. Where it is taken or not allowed, the box goes on \
         without it.",
    ),
    text(
        "trusted_proxies",
        "127.0.0.1, ::1",
        "Under tls = \"proxy\": which addresses, or networks such as 10.0.0.0/8, may say for whom they call. Nobody else \
         is believed.",
    ),
    text("language", "id", "The language until a member chooses: id (Indonesian) or en (English)."),
    text(
        "demo",
        "before_setup",
        "When whoever reaches the box may look at an example family, in memory only: before_setup, always, or never.",
    ),
    unset(
        "acme.names",
        "duit.example.org",
        "The names to get a certificate for, with commas between them. Unset: the one of public_url.",
    ),
    unset("acme.contact", "ibu@example.org", "An e-mail address for the certificate authority to write to."),
    text(
        "acme.directory",
        "production",
        "The certificate authority: production or staging of Let's Encrypt, or the address of another one's directory.",
    ),
    unset(
        "acme.root_file",
        "/etc/catatduit/acme-root.pem",
        "Certificates, in PEM, to believe the directory by, for an authority of your own.",
    ),
    text(
        "lan.name",
        "catatduit.local",
        "The box's name in the home, under .local, .lan, .home.arpa or .internal.",
    ),
    text(
        "lan.announce",
        "yes",
        "Whether the box answers, by mDNS, devices in the home that ask for that name: yes or no. Only a name under \
         .local can be asked for.",
    ),
    text(
        "log.level",
        "info",
        "What is logged: error, warn, info, debug or trace; also per part, as in \"info,catatduit::bot=debug\". \
         What a family wrote is in no log at any level.",
    ),
    text("log.format", "auto", "text, json, or auto: text on a terminal and JSON otherwise."),
    text(
        "log.to",
        "both",
        "Where the log goes: stderr (standard error, which systemd's journal keeps), files (JSON, in logs in data_dir; \
         `catatduit logs` and the app show them), or both.",
    ),
    number("log.file_mb", "5", "A file of the log that has so many MiB is followed by another one."),
    number(
        "log.keep_mb",
        "50",
        "All files of the log together: the oldest are removed before there are more MiB.",
    ),
    number("log.keep_days", "30", "A file of the log that is older than so many days is removed."),
    secret(
        "telegram.bot_token",
        "123456789:the-token-that-BotFather-gave",
        "The bot's token. Without one, an owner can give it in the app.",
    ),
    unset(
        "telegram.bot_token_file",
        "/etc/catatduit/bot-token",
        "A file that holds the bot's token, instead of telegram.bot_token.",
    ),
    text(
        "telegram.api_base",
        "https://api.telegram.org",
        "Telegram's server, or a Bot API server of your own.",
    ),
    text(
        "telegram.mode",
        "auto",
        "How messages come in: webhook (Telegram calls public_url), polling (the box asks), off, or auto: webhook \
         where it is shown to work and polling otherwise.",
    ),
    number("session.idle_days", "30", "A browser that was not used for so many days has to sign in again."),
    number("session.absolute_days", "180", "A browser has to sign in again after so many days in any case."),
    number(
        "capture.threshold_permille",
        "850",
        "How sure a reading must be, in thousandths, to be recorded without asking. Given to a household when it \
         is set up.",
    ),
    number(
        "capture.draft_expiry_hours",
        "48",
        "A question about a message that nobody answered lapses after so many hours.",
    ),
    unset(
        "api.allowed_origins",
        "https://grafik.example.org, https://lain.example.org",
        "Sites whose pages may use the API from a browser, with a token of their own; commas between them. No other \
         site may unless it is named here.",
    ),
    number(
        "limits.api_per_second",
        "10",
        "How often each program of a member's, and each address that calls without saying who it is, may use the API for \
         long.",
    ),
    number("limits.api_burst", "20", "How many calls of the API may come at once."),
    number(
        "limits.pages_per_second",
        "30",
        "How often a member may use the API for long through the pages that they are signed in on. All members at one \
         address together may four times as often.",
    ),
    number(
        "limits.pages_burst",
        "120",
        "How many calls of a member's pages may come at once; opening a page takes eight.",
    ),
    number(
        "limits.webhook_per_second",
        "30",
        "How often each address may deliver messages from Telegram for long.",
    ),
    number("limits.webhook_burst", "50", "How many deliveries may come at once."),
    number(
        "limits.chat_per_minute",
        "60",
        "How many messages a chat may send in a minute for long. More are not read, and the chat is told so; what \
         waited while the box was away is not counted.",
    ),
    number("limits.chat_burst", "40", "How many messages of a chat may come at once."),
    text(
        "webhooks.home_network",
        "yes",
        "Whether programs in the home's own network may be called when something happens: yes or no. Those elsewhere \
         may in any case, once an owner added them.",
    ),
    text(
        "webhooks.this_machine",
        "no",
        "Whether programs on this very machine may be called: yes or no. What clouds and routers keep at link-local \
         addresses is never called.",
    ),
    number("webhooks.timeout_seconds", "10", "How long such a program has to answer."),
    unset(
        "push.contact",
        "mailto:ibu@example.org",
        "How the push services of browsers may reach whoever keeps this box, beginning with https: or mailto:. Unset: \
         public_url, if it begins with https. Apple wants one that exists.",
    ),
    text(
        "push.private_services",
        "no",
        "Whether push services may be in the home's own network or on this machine, and without TLS: yes or no. The \
         services of browsers are neither; this is for those who run their own.",
    ),
    text(
        "backup.nightly",
        "yes",
        "Whether the box makes a backup every night, tries it out and clears old ones away: yes or no.",
    ),
    number(
        "backup.hour",
        "2",
        "The hour of the household's day at which the night's backup is due, 0 to 23.",
    ),
    unset(
        "backup.to",
        "/mnt/usb/catatduit",
        "Where backups go: a folder that is there, or s3://bucket or s3://bucket/folder. Unset: backups in data_dir, \
         which a broken disk takes with it. Each box needs a place of its own.",
    ),
    number("backup.keep_daily", "7", "For so many days that have one, the day's last backup is kept."),
    number("backup.keep_weekly", "4", "For so many weeks, the week's last backup is kept."),
    number("backup.keep_monthly", "12", "For so many months, the month's last backup is kept."),
    secret(
        "backup.passphrase",
        "empat kata yang panjang",
        "What backups are encrypted with and opened with again, at least 12 characters. Without it, and without \
         backup.recipient, the box makes a key of its own: `catatduit backup key` shows it, and without it no backup can \
         be opened once the box is gone.",
    ),
    unset(
        "backup.passphrase_file",
        "/etc/catatduit/backup-passphrase",
        "A file that holds the passphrase, instead of backup.passphrase.",
    ),
    unset(
        "backup.recipient",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
        "Keys made by age-keygen that may open the backups, besides the box's own; commas between them. Not together \
         with a passphrase.",
    ),
    text(
        "backup.telegram_copy",
        "no",
        "Whether each backup also goes, encrypted as it is, to the owners' private chats with the bot, in parts that the bot \
         may send: yes or no.",
    ),
    unset(
        "backup.s3_endpoint",
        "https://s3.example.org",
        "The server of an S3-compatible store. Unset: Amazon's, in the region.",
    ),
    text("backup.s3_region", "us-east-1", "The region of an S3-compatible store."),
    unset("backup.s3_access_key", "AKIAIOSFODNN7EXAMPLE", "The id of the key for an S3-compatible store."),
    secret("backup.s3_secret_key", "the-secret-of-that-key", "The secret of that key."),
    unset(
        "backup.s3_secret_key_file",
        "/etc/catatduit/s3-secret-key",
        "A file that holds the secret, instead of backup.s3_secret_key.",
    ),
    secret(
        "errors.sentry_dsn",
        "https://key@sentry.example/7",
        "A Sentry to tell of errors in the box and its pages: kind, sentence and place, nothing of the family's. Unset: \
         nothing leaves the box.",
    ),
    unset(
        "errors.sentry_dsn_file",
        "/etc/catatduit/sentry-dsn",
        "A file that holds it, instead of errors.sentry_dsn.",
    ),
    secret(
        "health.heartbeat_url",
        "https://hc.example.org/ping/0b8c",
        "An address to call once a minute while the box can do its work, for a service that tells you when the calls stop. \
         Unset: none.",
    ),
    unset(
        "health.heartbeat_url_file",
        "/etc/catatduit/heartbeat-url",
        "A file that holds it, instead of health.heartbeat_url.",
    ),
    number("store.cache_mb", "24", "Memory for what was read from the store lately, in MiB."),
];

impl Key {
    pub fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// `CATATDUIT_TELEGRAM_MODE`. `CATATDUIT_TELEGRAM__MODE` is taken as well: see [`Key::of_variable`].
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.replace('.', "_").to_uppercase())
    }

    /// The key that an environment variable sets. The point between table and key may be one underscore or two.
    pub fn of_variable(variable: &str) -> Option<&'static Self> {
        let plain = variable.replace("__", "_");
        KEYS.iter().find(|key| key.variable() == plain)
    }

    /// The known key whose name is most like an unknown one.
    pub fn nearest(unknown: &str) -> &'static Self {
        let unknown = unknown.to_lowercase();
        // Whoever forgot the table wrote only the last part; whoever gave one meant the whole.
        let likeness = |key: &&Key| {
            let last = key.name.rsplit('.').next().unwrap_or(key.name);
            let whole = strsim::jaro_winkler(&unknown, key.name);
            if unknown.contains('.') { whole } else { whole.max(strsim::jaro_winkler(&unknown, last)) }
        };
        KEYS.iter().max_by(|left, right| likeness(left).total_cmp(&likeness(right))).unwrap_or(&KEYS[0])
    }
}

/// What every environment variable of ours begins with.
pub(super) const PREFIX: &str = "CATATDUIT_";

/// The text of `config.example.toml`: each key with its default and what it is for.
pub fn example_file() -> String {
    let mut lines: Vec<String> = EXAMPLE_HEAD.iter().map(|line| (*line).to_owned()).collect();
    let mut table = "";
    for key in KEYS {
        let (of_table, last) = key.name.split_once('.').unwrap_or(("", key.name));
        lines.push(String::new());
        if of_table != table {
            table = of_table;
            lines.push(format!("[{table}]"));
        }
        lines.extend(wrapped(key.about, 108).iter().map(|line| format!("# {line}")));
        lines.push(match (key.default, key.shape) {
            (Some(value), Shape::Text) => format!("{last} = \"{value}\""),
            (Some(value), Shape::Number) => format!("{last} = {value}"),
            (None, _) => format!("# {last} = \"{}\"", key.example),
        });
    }
    lines.push(String::new());
    lines.join("\n")
}

const EXAMPLE_HEAD: &[&str] = &[
    "# CatatDuit's settings: every key, with its default. The box needs none of them.",
    "#",
    "# It reads the file given by --config or CATATDUIT_CONFIG, else ./config.toml, else",
    "# /etc/catatduit/config.toml. The environment wins over the file (CATATDUIT_TELEGRAM_MODE sets",
    "# telegram.mode), and the command line over both. `catatduit config` shows what holds, and why.",
];

fn wrapped(sentence: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in sentence.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_keys_share_a_name_or_a_variable() {
        let names: BTreeSet<_> = KEYS.iter().map(|key| key.name).collect();
        let variables: BTreeSet<_> = KEYS.iter().map(Key::variable).collect();
        assert_eq!((names.len(), variables.len()), (KEYS.len(), KEYS.len()));
    }

    #[test]
    fn a_variable_takes_one_underscore_or_two_for_the_point() {
        for variable in ["CATATDUIT_TELEGRAM_BOT_TOKEN", "CATATDUIT_TELEGRAM__BOT_TOKEN"] {
            assert_eq!(Key::of_variable(variable).map(|key| key.name), Some("telegram.bot_token"));
        }
        assert_eq!(Key::of_variable("CATATDUIT_DATA_DIR").map(|key| key.name), Some("data_dir"));
        assert!(Key::of_variable("CATATDUIT_TELEGRAM").is_none());
        assert!(Key::of_variable("DATA_DIR").is_none());
    }

    #[test]
    fn the_nearest_key_is_the_one_a_person_meant() {
        let rows = [
            ("telegram.bot_tokn", "telegram.bot_token"),
            ("telegram.token_file", "telegram.bot_token_file"),
            ("bot_token", "telegram.bot_token"),
            ("Listen", "listen"),
            ("datadir", "data_dir"),
            ("lang", "language"),
            ("log.fmt", "log.format"),
            ("session.idle", "session.idle_days"),
            ("url", "public_url"),
        ];
        for (unknown, meant) in rows {
            assert_eq!(Key::nearest(unknown).name, meant, "{unknown}");
        }
    }

    #[test]
    fn every_key_says_what_it_is_for() {
        for key in KEYS {
            assert!(key.about.ends_with('.') && key.about.len() > 20, "{}", key.name);
            assert_eq!(key.default.is_none(), !key.example.is_empty(), "{}", key.name);
        }
    }
}
