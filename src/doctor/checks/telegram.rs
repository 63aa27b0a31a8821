//! The bot: T1 to T5.

use super::super::finding::{Ruling, both};
use super::super::seen::{Seen, TelegramAsked};
use super::{ruled, store};

fn asked(seen: &Seen) -> Result<&TelegramAsked, Ruling> {
    seen.telegram.as_ref().ok_or_else(|| {
        if seen.config.telegram.bot_token.is_none() {
            Ruling::none(both!(
                "tidak ada token bot: kotaknya hanya di peramban",
                "there is no bot token: the box works in the browser only"
            ))
        } else {
            Ruling::none(both!("bot dimatikan di setelan", "the settings turn the bot off"))
        }
    })
}

pub(in crate::doctor) fn registered(seen: &Seen) -> Ruling {
    ruled(asked(seen).map(|asked| match &asked.name {
        Ok(Some(name)) => Ruling::pass(both!(
            "Telegram mengenal token ini sebagai @{name}",
            "Telegram knows this token as @{name}"
        )),
        Ok(None) => Ruling::warn(
            both!(
                "Telegram mengenal token ini, tetapi botnya tanpa nama",
                "Telegram knows this token, but the bot has no name"
            ),
            both!("beri nama lewat @BotFather", "give it a name at @BotFather"),
        ),
        Err(why) => Ruling::fail(
            both!(
                "Telegram tidak menjawab untuk token ini: {why}",
                "Telegram does not answer for this token: {why}"
            ),
            both!(
                "periksa internetnya; bila tokennya ditolak, ambil lagi dari @BotFather",
                "check the internet; if the token is refused, get it again from @BotFather"
            ),
        ),
    }))
}

pub(in crate::doctor) fn inlet(seen: &Seen) -> Ruling {
    ruled((|| {
        let asked = asked(seen)?;
        let Some(bot) = &seen.bot else { return Err(Ruling::not_running()) };
        let (url, waiting) = match &asked.webhook {
            Ok((url, waiting)) => (url.as_str(), *waiting),
            Err(why) => {
                return Ok(Ruling::fail(
                    both!(
                        "Telegram tidak mengatakan webhooknya: {why}",
                        "Telegram does not tell of the webhook: {why}"
                    ),
                    both!("periksa internetnya", "check the internet"),
                ));
            }
        };
        if let Some(why) = &bot.trouble {
            return Ok(Ruling::warn(
                both!("pesan tidak masuk dengan lancar: {why}", "messages do not come in well: {why}"),
                both!(
                    "periksa internetnya; kotaknya terus mencoba",
                    "check the internet; the box keeps trying"
                ),
            ));
        }
        let inlet = bot.inlet;
        let fits = match inlet {
            "webhook" | "trying_webhook" => {
                seen.config.public_url.as_ref().is_some_and(|public| url.starts_with(public.as_str()))
            }
            "polling" => url.is_empty(),
            _ => true,
        };
        if !fits {
            return Ok(Ruling::fail(
                both!(
                    "pesan masuk lewat {inlet}, tetapi Telegram mengirim ke tempat lain",
                    "messages come in by {inlet}, but Telegram delivers elsewhere"
                ),
                both!(
                    "hentikan program lain yang memakai token ini",
                    "stop the other program that uses this token"
                ),
            ));
        }
        Ok(Ruling::pass(both!(
            "pesan masuk lewat {inlet}, dan Telegram mengatakan yang sama; {waiting} menunggu di sana",
            "messages come in by {inlet}, and Telegram says the same; {waiting} wait there"
        )))
    })())
}

pub(in crate::doctor) fn menus(seen: &Seen) -> Ruling {
    ruled(asked(seen).map(|asked| match &asked.menus {
        Ok((there, of)) if there == of && *of > 0 => Ruling::pass(both!(
            "{there} menu terpasang: Indonesia dan Inggris, pribadi dan grup",
            "{there} menus are put up: Indonesian and English, private and groups"
        )),
        Ok((there, of)) => Ruling::warn(
            both!("{there} dari {of} menu terpasang", "{there} of {of} menus are put up"),
            both!(
                "nyalakan ulang kotaknya: menu dipasang saat mulai",
                "restart the box: it puts the menus up when it starts"
            ),
        ),
        Err(why) => Ruling::warn(
            both!("Telegram tidak mengatakan menunya: {why}", "Telegram does not tell of the menus: {why}"),
            both!("periksa internetnya", "check the internet"),
        ),
    }))
}

/// A first message that waits for longer is late, in milliseconds.
const LATE_MS: i64 = 15 * 60 * 1_000;

pub(in crate::doctor) fn letters(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| {
        let Ok(house) = &store.house else { return Ruling::no_store() };
        let (waiting, dead) = (house.waiting, house.dead);
        let late_ms = house.next_due.map_or(0, |due| seen.now.as_millisecond() - due.as_millisecond());
        if waiting > 0 && late_ms > LATE_MS && seen.running_for.is_some() {
            let late = late_ms / 60_000;
            return Ruling::fail(
                both!(
                    "{waiting} pesan menunggu, yang pertama sejak {late} menit",
                    "{waiting} messages wait, the first for {late} min"
                ),
                both!("periksa internet dan token botnya", "check the internet and the bot's token"),
            );
        }
        if dead > 0 {
            return Ruling::warn(
                both!(
                    "{dead} pesan tidak pernah sampai; {waiting} menunggu",
                    "{dead} messages never arrived; {waiting} wait"
                ),
                both!(
                    "alasannya ada di log, dan di GET /api/v1/telegram",
                    "the reasons are in the log, and in GET /api/v1/telegram"
                ),
            );
        }
        Ruling::pass(both!(
            "{waiting} pesan menunggu, tidak ada yang gagal",
            "{waiting} messages wait, none was given up"
        ))
    }))
}

pub(in crate::doctor) fn pace(seen: &Seen) -> Ruling {
    let (rate, burst) = (seen.config.limits.chat_per_minute, seen.config.limits.chat_burst);
    Ruling::none(both!(
        "masuk {rate} pesan per menit per chat, sekaligus {burst}; keluar menurut batas Telegram. Diuji di tests/bot/outbox.rs",
        "{rate} messages a minute from a chat, {burst} at once; out within Telegram's limits. Tested in tests/bot/outbox.rs"
    ))
}
