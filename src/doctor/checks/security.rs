//! Security: S2 to S13.

use super::super::finding::{Ruling, both};
use super::super::seen::Seen;
use super::{answered, ruled, store};
use crate::config::BaseUrl;

pub(in crate::doctor) fn secrets(seen: &Seen) -> Ruling {
    let (looked, open) = match &seen.files {
        None => {
            return Ruling::none(both!(
                "kotaknya hanya di memori: tidak ada berkas",
                "the box is in memory only: there are no files"
            ));
        }
        Some(Err(why)) => {
            return Ruling::fail(
                both!("folder data tidak bisa dibaca: {why}", "the data folder cannot be read: {why}"),
                both!(
                    "jalankan perintah ini sebagai pemilik folder itu",
                    "run this command as the folder's owner"
                ),
            );
        }
        Some(Ok((looked, open))) => (looked, open),
    };
    if let Some(first) = open.first() {
        let (path, mode, others) = (first.path.display(), first.mode, open.len() - 1);
        return Ruling::fail(
            both!(
                "{path} bisa dibaca orang lain di mesin ini (mode {mode:04o}), dan {others} lagi",
                "{path} can be read by others on this machine (mode {mode:04o}), and {others} more"
            ),
            both!("jalankan: chmod -R go-rwx FOLDER", "run: chmod -R go-rwx FOLDER"),
        );
    }
    if let Some((path, mode)) = seen.settings.as_ref().filter(|(_, mode)| mode & 0o007 != 0)
        && seen.config.telegram.bot_token.is_some()
    {
        let path = path.display();
        return Ruling::fail(
            both!(
                "{path} bisa dibaca semua orang (mode {mode:04o}), dan bot punya token",
                "{path} can be read by everybody (mode {mode:04o}), and the bot has a token"
            ),
            both!("jalankan: chmod 640 {path}", "run: chmod 640 {path}"),
        );
    }
    Ruling::pass(both!(
        "{looked} berkas dilihat; folder data dan berkas rahasianya hanya untuk pemiliknya",
        "{looked} files looked at; the data folder and the secrets in it are for their owner only"
    ))
}

pub(in crate::doctor) fn sealing(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| {
        let place = match (&seen.config.secret_key_file, &seen.folder) {
            (Some(file), _) => file.clone(),
            (None, Some(folder)) => folder.join("secret.key"),
            (None, None) => {
                return Ruling::none(both!(
                    "kotaknya hanya di memori: kuncinya hilang bersamanya",
                    "the box is in memory only: its key is gone with it"
                ));
            }
        };
        let shown = place.display();
        let is_apart = seen.folder.as_ref().is_none_or(|folder| !place.starts_with(folder));
        let keys = store.keys.as_ref().map_or(0, Vec::len);
        if !place.exists() {
            return Ruling::fail(
                both!("berkas kunci {shown} tidak ada", "the key's file {shown} is not there"),
                both!("kembalikan dari cadangan sebelum kotaknya dihentikan", "put it back from a backup before the box is stopped"),
            );
        }
        if is_apart {
            Ruling::pass(both!(
                "catatan dibuka dengan {shown}, di luar folder data; {keys} kunci token tersegel",
                "the records were opened with {shown}, outside the data folder; {keys} token keys are sealed"
            ))
        } else {
            Ruling::pass(both!(
                "catatan dibuka dengan {shown}, di luar basis data; {keys} kunci token tersegel. Salinan folder utuh membawa keduanya: pisahkan dengan secret_key_file",
                "the records were opened with {shown}, outside the database; {keys} token keys are sealed. A copy of the whole folder holds both: keep them apart with secret_key_file"
            ))
        }
    }))
}

pub(in crate::doctor) fn token_keys(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| match &store.keys {
        Err(why) => Ruling::fail(
            both!("kunci token tidak bisa dibaca: {why}", "the token keys cannot be read: {why}"),
            both!("kembalikan secret.key yang benar", "put the right secret.key back"),
        ),
        Ok(keys) => {
            let signing: Vec<&str> =
                keys.iter().filter(|key| key.expires.is_none()).map(|key| key.id.as_str()).collect();
            match signing.as_slice() {
                [id] => {
                    let older = keys.len() - 1;
                    Ruling::pass(both!(
                        "256 bit acak, kunci {id} menandatangani; {older} kunci lama masih diterima",
                        "256 random bits, key {id} signs; {older} older keys are still taken"
                    ))
                }
                [] => Ruling::warn(
                    both!("belum ada kunci token", "there is no token key yet"),
                    both!(
                        "jalankan kotaknya, atau: catatduit keys rotate",
                        "start the box, or run: catatduit keys rotate"
                    ),
                ),
                several => {
                    let count = several.len();
                    Ruling::fail(
                        both!("{count} kunci menandatangani sekaligus", "{count} keys sign at once"),
                        both!("jalankan: catatduit keys rotate", "run: catatduit keys rotate"),
                    )
                }
            }
        }
    }))
}

pub(in crate::doctor) fn rate_limits(seen: &Seen) -> Ruling {
    if seen.running_for.is_none() {
        return Ruling::not_running();
    }
    let (rate, burst) = (seen.config.limits.api_per_second, seen.config.limits.api_burst);
    match &seen.calls.hurry {
        Some((before, Some(answer))) => {
            let wait = answer.header("retry-after");
            if wait.is_empty() {
                Ruling::fail(
                    both!(
                        "menolak dengan 429, tetapi tanpa Retry-After",
                        "refuses with 429, but without Retry-After"
                    ),
                    both!("laporkan ini", "report this"),
                )
            } else {
                Ruling::pass(both!(
                    "{before} panggilan beruntun dijawab, lalu 429 dengan Retry-After {wait} (setelan: {rate}/s, sekaligus {burst})",
                    "{before} calls in a row were answered, then 429 with Retry-After {wait} (settings: {rate}/s, {burst} at once)"
                ))
            }
        }
        Some((before, None)) => Ruling::fail(
            both!(
                "{before} panggilan beruntun, dan tidak satu pun ditolak",
                "{before} calls in a row, and none was refused"
            ),
            both!("laporkan ini", "report this"),
        ),
        None => Ruling::warn(
            both!(
                "tidak dicoba: setelannya {rate}/s, sekaligus {burst}, atau alamatnya dipakai bersama",
                "not tried: the settings are {rate}/s, {burst} at once, or the address is shared"
            ),
            both!("kecilkan limits.api_burst, bawaannya 20", "lower limits.api_burst, 20 is usual"),
        ),
    }
}

pub(in crate::doctor) fn input(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.invalid.as_ref()).map(|answer| {
        let status = answer.status;
        if (status == 400 || status == 422) && answer.body.contains("\"errors\"") {
            Ruling::pass(both!(
                "isian yang salah ditolak ({status}) dengan nama kolomnya",
                "a form with things wrong in it is refused ({status}), field by field"
            ))
        } else {
            Ruling::fail(
                both!(
                    "isian yang salah dijawab {status}",
                    "a form with things wrong in it is answered {status}"
                ),
                both!("laporkan ini", "report this"),
            )
        }
    }))
}

/// What the page has to say to browsers.
const ASKED: [(&str, &str); 6] = [
    ("content-security-policy", "frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("permissions-policy", "geolocation=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

pub(in crate::doctor) fn headers(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.page.as_ref()).map(|page| {
        let policy = page.header("content-security-policy");
        let missing = ASKED.iter().find(|(name, holds)| !page.header(name).contains(holds));
        if let Some((name, holds)) = missing {
            return Ruling::fail(
                both!("header {name} tanpa `{holds}`", "the header {name} lacks `{holds}`"),
                both!("sesuatu di depan kotak mengubahnya", "something in front of the box changes it"),
            );
        }
        if policy.contains("unsafe-inline") || policy.contains("unsafe-eval") {
            return Ruling::fail(
                both!("CSP mengizinkan skrip sebaris", "the CSP lets scripts run inline"),
                both!("sesuatu di depan kotak mengubahnya", "something in front of the box changes it"),
            );
        }
        let count = ASKED.len();
        Ruling::pass(both!(
            "{count} header diperiksa di halaman muka; CSP tanpa skrip sebaris",
            "{count} headers looked at on the front page; a CSP without inline scripts"
        ))
    }))
}

pub(in crate::doctor) fn cors(seen: &Seen) -> Ruling {
    ruled((|| {
        let read = answered(seen, seen.calls.foreign.as_ref())?;
        let sent = answered(seen, seen.calls.forged.as_ref())?;
        let (allowed, status) = (read.header("access-control-allow-origin"), sent.status);
        if !allowed.is_empty() {
            return Ok(Ruling::fail(
                both!(
                    "situs asing boleh membaca jawaban ({allowed})",
                    "a stranger's site may read answers ({allowed})"
                ),
                both!(
                    "periksa api.allowed_origins dan perantaranya",
                    "look at api.allowed_origins and at the proxy"
                ),
            ));
        }
        if status != 403 {
            return Ok(Ruling::fail(
                both!(
                    "kiriman dari situs asing dijawab {status}",
                    "what a stranger's site sends is answered {status}"
                ),
                both!("laporkan ini", "report this"),
            ));
        }
        let named = seen.config.api.allowed_origins.len();
        Ok(Ruling::pass(both!(
            "situs asing tidak bisa membaca (tanpa Allow-Origin) dan kirimannya ditolak (403); {named} situs diizinkan",
            "a stranger's site can read nothing (no Allow-Origin) and is refused (403); {named} sites are allowed"
        )))
    })())
}

pub(in crate::doctor) fn webhook_secret(seen: &Seen) -> Ruling {
    ruled((|| {
        let Some(bot) = &seen.bot else {
            return Err(if seen.running_for.is_none() {
                Ruling::not_running()
            } else {
                Ruling::none(both!("tidak ada bot", "there is no bot"))
            });
        };
        let answer = answered(seen, seen.calls.unsigned.as_ref())?;
        let (status, refused) = (answer.status, bot.refused_deliveries);
        if status == 401 {
            Ok(Ruling::pass(both!(
                "kiriman tanpa rahasia Telegram ditolak (401); {refused} ditolak sejak dinyalakan",
                "a delivery without Telegram's secret is refused (401); {refused} were since the start"
            )))
        } else {
            Ok(Ruling::fail(
                both!(
                    "kiriman tanpa rahasia Telegram dijawab {status}",
                    "a delivery without Telegram's secret is answered {status}"
                ),
                both!("laporkan ini", "report this"),
            ))
        }
    })())
}

pub(in crate::doctor) fn passwords(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| {
        let with = store.members.iter().filter(|member| member.has_password).count();
        let second = store.members.iter().filter(|member| member.has_second_factor).count();
        Ruling::none(both!(
            "{with} anggota punya kata sandi (bcrypt), {second} dengan faktor kedua; biayanya diuji di sumbernya",
            "{with} members have a password (bcrypt), {second} of them a second factor; its cost is tested in the source"
        ))
    }))
}

pub(in crate::doctor) fn sessions(seen: &Seen) -> Ruling {
    ruled((|| {
        let forged = answered(seen, seen.calls.forged.as_ref())?;
        let cookie = seen.cookie.to_ascii_lowercase();
        let needs_secure = seen.config.public_url.as_ref().is_some_and(BaseUrl::is_https);
        let lacks = [("httponly", true), ("samesite=", true), ("path=/", true), ("secure", needs_secure)]
            .into_iter()
            .find(|(part, asked)| *asked && !cookie.contains(part));
        let (idle, most) = (seen.config.session.idle_days, seen.config.session.absolute_days);
        if let Some((part, _)) = lacks {
            return Ok(Ruling::fail(
                both!("cookie sesi tanpa {part}", "the session's cookie lacks {part}"),
                both!("laporkan ini", "report this"),
            ));
        }
        if forged.status != 403 {
            let status = forged.status;
            return Ok(Ruling::fail(
                both!(
                    "kiriman lintas situs dijawab {status}",
                    "what comes across sites is answered {status}"
                ),
                both!("laporkan ini", "report this"),
            ));
        }
        Ok(Ruling::pass(both!(
            "cookie HttpOnly dan SameSite; sesi berakhir setelah {idle} hari diam atau {most} hari; kiriman lintas situs ditolak",
            "the cookie is HttpOnly and SameSite; a session ends after {idle} idle days or {most} days; what comes across sites is refused"
        )))
    })())
}
