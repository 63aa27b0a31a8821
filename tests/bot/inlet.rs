//! The two ways in, and changing between them.

use catatduit::bot::{Inlet, Options, WEBHOOK_PATH, endpoint};
use catatduit::config::TelegramMode;
use poem::listener::{Acceptor as _, Listener as _, TcpAcceptor, TcpListener};
use poem::{Route, Server};
use serde_json::json;

use super::home::{Home, options};
use crate::support::fake_telegram::{Failure, FakeTelegram, Room, SARI};

const HOME: Room = Room::Private(SARI);

/// A place that Telegram can reach.
pub(crate) struct Address {
    acceptor: TcpAcceptor,
    pub(crate) url: String,
}

impl Address {
    pub(crate) async fn new() -> Self {
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let url = format!("http://{}", acceptor.local_addr()[0].as_socket_addr().unwrap());
        Self { acceptor, url }
    }

    #[expect(clippy::disallowed_methods, reason = "the server of a test ends with its runtime")]
    pub(crate) fn serve(self, home: &Home) {
        let app = Route::new().at(WEBHOOK_PATH, endpoint(home.bot.clone()));
        tokio::spawn(Server::new_with_acceptor(self.acceptor).run(app));
    }
}

async fn reachable(mode: TelegramMode) -> (Home, String) {
    let address = Address::new().await;
    let url = address.url.clone();
    let home = Home::unlinked(Options { mode, public_url: Some(url.clone()), ..options() }).await;
    address.serve(&home);
    (home, url)
}

async fn until_inlet(home: &Home, inlet: Inlet) {
    home.fake.until(&format!("{inlet:?}"), |_| (home.bot.status().inlet == inlet).then_some(())).await;
}

#[tokio::test]
async fn a_webhook_that_works_is_used_and_nothing_is_polled() {
    let (home, url) = reachable(TelegramMode::Auto).await;
    home.link(SARI).await;
    until_inlet(&home, Inlet::Webhook).await;
    assert_eq!(home.fake.webhook_url(), Some(format!("{url}{WEBHOOK_PATH}")));
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    home.fake.until_shown(HOME, "Bakso").await;
    home.fake.until_drained().await;
    assert_eq!((home.fake.polls(), home.fake.delivered_by_webhook()), (0, 2));
}

#[tokio::test]
async fn who_has_a_copy_of_the_store_has_not_the_webhooks_secret() {
    const KEPT: &str = "telegram-secret";
    let (mut home, _) = reachable(TelegramMode::Webhook).await;
    until_inlet(&home, Inlet::Webhook).await;
    let holds = |home: &Home, secret: &str| {
        let kept = home.app.memory().recall(KEPT).unwrap().unwrap();
        kept.windows(secret.len()).any(|part| part == secret.as_bytes())
    };
    assert!(!holds(&home, &home.fake.webhook_secret().unwrap()));
    // What an earlier version kept as it was is good no longer.
    let plain = "a".repeat(64);
    home.app.memory().keep(KEPT, plain.clone().into_bytes()).unwrap();
    home.restart().await;
    let other = |fake: &FakeTelegram| fake.webhook_secret().filter(|secret| *secret != plain);
    home.fake.until("another secret", other).await;
    assert!(!holds(&home, &plain));
}

#[tokio::test]
async fn a_delivery_without_the_secret_is_refused_and_counted() {
    let (home, url) = reachable(TelegramMode::Webhook).await;
    home.link(SARI).await;
    let secret = home.fake.webhook_secret().unwrap();
    assert_eq!(secret.len(), 64);
    let http = home.app.outside().http();
    let update = json!({"update_id": 5, "message": {"message_id": 77, "date": 1, "text": "bakso 15rb",
        "from": {"id": SARI.id}, "chat": {"id": SARI.id, "type": "private"}}});
    let post = |secret: Option<String>| {
        let request = http.post(format!("{url}{WEBHOOK_PATH}")).json(&update);
        secret
            .into_iter()
            .fold(request, |request, secret| request.header("X-Telegram-Bot-Api-Secret-Token", secret))
    };
    let mut almost = secret.clone();
    almost.replace_range(63.., if secret.ends_with('0') { "1" } else { "0" });
    for wrong in
        [None, Some(String::new()), Some("wrong".to_owned()), Some(almost), Some(secret.to_uppercase() + "0")]
    {
        assert_eq!(post(wrong).send().await.unwrap().status(), 401);
    }
    assert_eq!(home.bot.status().refused_deliveries, 5);
    assert!(home.ledger().is_empty());
    assert_eq!(post(Some(secret.clone())).send().await.unwrap().status(), 200);
    // Answered only when it was durable.
    assert_eq!(home.ledger().len(), 1);
    // The same delivery again is fine, and changes nothing.
    assert_eq!(post(Some(secret.clone())).send().await.unwrap().status(), 200);
    assert_eq!(home.ledger().len(), 1);

    let with_secret = |body: Vec<u8>| {
        http.post(format!("{url}{WEBHOOK_PATH}"))
            .header("X-Telegram-Bot-Api-Secret-Token", &secret)
            .body(body)
    };
    assert_eq!(with_secret(b"not json".to_vec()).send().await.unwrap().status(), 400);
    assert_eq!(with_secret(vec![b' '; 2_000_000]).send().await.unwrap().status(), 413);
    let get = http.get(format!("{url}{WEBHOOK_PATH}")).send().await.unwrap();
    assert_eq!(get.status(), 405);
}

#[tokio::test]
async fn it_changes_over_and_back_by_itself_and_loses_and_repeats_nothing() {
    let (home, _) = reachable(TelegramMode::Auto).await;
    home.link(SARI).await;
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    home.fake.until_shown(HOME, "Bakso").await;
    home.fake.until_drained().await;

    // The way in closes: messages wait at Telegram, then come by polling.
    home.fake.lose_webhook_deliveries(true);
    home.fake.say(HOME, SARI, "kopi 22rb pake gopay");
    home.fake.until_shown(HOME, "Kopi").await;
    assert!(home.fake.polls() > 0);
    assert_eq!(home.fake.delivered_by_webhook(), 2);

    // It opens again: the webhook is tried by and by, and taken.
    home.fake.lose_webhook_deliveries(false);
    until_inlet(&home, Inlet::Webhook).await;
    home.fake.say(HOME, SARI, "parkir 2rb pake gopay");
    home.fake.until_shown(HOME, "Parkir").await;
    assert_eq!(home.ledger(), ["15000 Bakso GoPay", "22000 Kopi GoPay", "2000 Parkir GoPay"]);
}

#[tokio::test]
async fn an_address_that_telegram_does_not_take_leaves_polling() {
    let home = {
        let public_url = Some("http://127.0.0.1:1".to_owned());
        Home::unlinked(Options { mode: TelegramMode::Auto, public_url, ..options() }).await
    };
    // Nobody listens there, so deliveries fail.
    home.link(SARI).await;
    assert!(home.fake.polls() > 0);
}

#[tokio::test]
async fn polling_takes_down_a_webhook_that_somebody_left() {
    let fake = FakeTelegram::start().await;
    let home = Home::beside(fake, options(), |fake| fake.leave_webhook("http://127.0.0.1:1/old"));
    home.link(SARI).await;
    assert_eq!(home.fake.webhook_url(), None);
}

#[tokio::test]
async fn trouble_at_the_start_is_waited_out() {
    let fake = FakeTelegram::start().await;
    let failing = |fake: &FakeTelegram| {
        fake.fail("getMe", None, &[Failure::DropBefore]);
        fake.fail("deleteWebhook", None, &[Failure::TooMany { retry_after: 1 }]);
        fake.fail("getUpdates", None, &[Failure::Server(502)]);
    };
    let home = Home::beside(fake, options(), failing);
    home.link(SARI).await;
    let status = home.bot.status();
    assert_eq!((status.inlet, status.bot.as_deref()), (Inlet::Polling, Some(FakeTelegram::USERNAME)));
    assert_eq!(status.trouble, None);
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_told_as_trouble() {
    let fake = FakeTelegram::start().await;
    let home = Home::beside(fake, options(), FakeTelegram::revoke_token);
    let trouble = home.fake.until("trouble", |_| home.bot.status().trouble).await;
    assert_eq!(trouble, "the token is not accepted");
    assert_eq!(home.bot.status().inlet, Inlet::Starting);
}

#[tokio::test]
async fn the_menu_is_put_up_in_both_languages_for_private_chats_and_groups() {
    let home = Home::new().await;
    let menus = home.fake.calls("setMyCommands");
    let put_up = |scope: &str, language: Option<&str>| {
        let menu = menus.iter().find(|call| {
            call.ask["scope"]["type"] == scope
                && call.ask.get("language_code").and_then(|code| code.as_str()) == language
        });
        menu.map(|call| call.ask["commands"][0]["description"].as_str().unwrap().to_owned())
    };
    for scope in ["default", "all_private_chats", "all_group_chats"] {
        assert_eq!(put_up(scope, None).as_deref(), Some("Ringkasan hari ini"));
        assert_eq!(put_up(scope, Some("id")).as_deref(), Some("Ringkasan hari ini"));
        assert_eq!(put_up(scope, Some("en")).as_deref(), Some("Today's summary"));
    }
    assert!(menus.iter().all(|call| call.ok));
}

#[tokio::test]
async fn switched_off_it_says_and_hears_nothing() {
    let fake = FakeTelegram::start().await;
    let off = Options { mode: TelegramMode::Off, ..options() };
    let home = Home::beside(fake, off, |_| ());
    until_inlet(&home, Inlet::Off).await;
    assert!(home.fake.calls("getMe").is_empty());
}
