//! What is kept: the store, its layout, how long things stay, how much there is.

use std::time::Duration;

use super::super::finding::{Both, Ruling, both};
use super::super::seen::Seen;
use super::{mebibytes, ruled, span, store};
use crate::app::App;

pub(in crate::doctor) fn opened(seen: &Seen) -> Ruling {
    match &seen.store {
        Err(why) => Ruling::fail(
            both!("catatan tidak terbuka: {why}", "the records did not open: {why}"),
            both!(
                "biarkan berkasnya seperti adanya, dan kembalikan cadangan terbaru",
                "leave the file as it is, and put back the newest backup"
            ),
        ),
        Ok(store) => match &store.trial {
            Ok(took) => {
                let (took_ms, size) = (took.as_millis(), mebibytes(store.state.bytes));
                Ruling::pass(both!(
                    "terbuka, {size} MiB; tulisan percobaan tersimpan dalam {took_ms} ms",
                    "open, {size} MiB; a trial of writing was durable after {took_ms} ms"
                ))
            }
            Err(why) => Ruling::fail(
                both!("tulisan percobaan gagal: {why}", "a trial of writing failed: {why}"),
                both!(
                    "periksa ruang dan kesehatan penyimpanannya",
                    "look at the room on the disk, and at its health"
                ),
            ),
        },
    }
}

pub(in crate::doctor) fn migrations(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|_| {
        let (schema, copies) = (App::store_schema(), seen.older_stores);
        Ruling::pass(both!(
            "tata letak {schema}, yang terbaru untuk versi ini; {copies} salinan dari sebelum perubahan tata letak",
            "layout {schema}, the newest that this version knows; {copies} copies from before a change of layout"
        ))
    }))
}

pub(in crate::doctor) fn rollback(seen: &Seen) -> Ruling {
    let Some(folder) = &seen.folder else {
        return Ruling::none(both!("kotaknya hanya di memori", "the box is in memory only"));
    };
    let copies = seen.older_stores;
    let is_known = folder.join("versions").exists();
    let is_upgraded = folder.join("before-upgrade").exists();
    if !is_known {
        return Ruling::warn(
            both!(
                "folder data tidak mencatat versi yang membukanya",
                "the data folder does not say which version opened it"
            ),
            both!("nyalakan kotaknya sekali dengan versi ini", "start the box once with this version"),
        );
    }
    if is_upgraded {
        Ruling::pass(both!(
            "catatan dari sebelum pembaruan terakhir disimpan ({copies} salinan tata letak); jalan kembali: catatduit rollback",
            "the records from before the last upgrade are kept ({copies} copies of a layout); the way back: catatduit rollback"
        ))
    } else {
        Ruling::none(both!(
            "versinya tercatat, dan belum pernah diperbarui: belum ada yang perlu dikembalikan",
            "its version is known, and it was never upgraded: there is nothing to go back to"
        ))
    }
}

/// One is made every night; a day and a half without is late.
const BACKUP_LATE_MS: i64 = 36 * 3_600_000;

pub(in crate::doctor) fn backups(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| {
        let state = match &store.backups {
            Ok(state) => state,
            Err(why) => {
                return Ruling::fail(
                    both!("keadaan cadangan tidak terbaca: {why}", "the state of the backups cannot be read: {why}"),
                    both!("lihat I2", "see I2"),
                );
            }
        };
        let Some(place) = &state.place else {
            return Ruling::none(both!("kotaknya hanya di memori", "the box is in memory only"));
        };
        if let Some(trouble) = &state.trouble {
            let (since, detail) = (store.when(trouble.since), trouble.detail.as_str());
            return Ruling::fail(
                both!("cadangan bermasalah sejak {since}: {detail}", "the backups are in trouble since {since}: {detail}"),
                both!("lihat docs/backups.md, lalu: catatduit backup create", "see docs/backups.md, then: catatduit backup create"),
            );
        }
        let Some(last) = &state.last else {
            return Ruling::warn(
                both!("belum ada cadangan di {place}", "there is no backup in {place} yet"),
                both!("jalankan: catatduit backup create", "run: catatduit backup create"),
            );
        };
        let (made, bytes) = (store.when(last.made), last.bytes);
        if !state.nightly || seen.now.as_millisecond() - last.made.as_millisecond() > BACKUP_LATE_MS {
            return Ruling::warn(
                both!("cadangan terakhir dari {made}, di {place}", "the last backup is of {made}, in {place}"),
                both!("biarkan kotaknya menyala di malam hari, atau: catatduit backup create", "leave the box on at night, or run: catatduit backup create"),
            );
        }
        if state.on_same_disk {
            return Ruling::warn(
                both!("cadangan terakhir dari {made} ({bytes} byte), di penyimpanan yang sama dengan catatannya", "the last backup is of {made} ({bytes} bytes), on the same disk as the records"),
                both!("isi backup.to dengan tempat lain", "set backup.to to another place"),
            );
        }
        Ruling::pass(both!(
            "cadangan terakhir dari {made} ({bytes} byte), di {place}",
            "the last backup is of {made} ({bytes} bytes), in {place}"
        ))
    }))
}

pub(in crate::doctor) fn restoration(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| {
        let proof = store.backups.as_ref().ok().and_then(|state| state.proof.as_ref());
        let Some(proof) = proof else {
            return Ruling::warn(
                both!("belum ada cadangan yang dicoba dipulihkan", "no backup was put back on trial yet"),
                both!(
                    "terjadi sendiri setiap malam, atau: catatduit backup verify",
                    "it happens by itself every night, or run: catatduit backup verify"
                ),
            );
        };
        let (name, at, records) = (proof.name.as_str(), store.when(proof.at), proof.transactions);
        if seen.now.as_millisecond() - proof.at.as_millisecond() > 2 * BACKUP_LATE_MS {
            return Ruling::warn(
                both!("terakhir dicoba {at}: {name}", "last put back on trial {at}: {name}"),
                both!("jalankan: catatduit backup verify", "run: catatduit backup verify"),
            );
        }
        Ruling::pass(both!(
            "{name} dipulihkan di tempat percobaan {at}, dan {records} catatan serta semua saldonya cocok",
            "{name} was put back on trial {at}, and {records} records and all balances agree"
        ))
    }))
}

/// Slower than this, most messages are answered late.
const SLOW_US: u64 = 250_000;

pub(in crate::doctor) fn writing(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| {
        let commits = &store.state.commits;
        let (count, failures) = (commits.count, store.state.failures);
        let slow = commits.quantile_us(990);
        let slow_ms = slow.unwrap_or(0) / 1_000;
        if !store.state.is_writable {
            return Ruling::fail(
                both!("tulisan terakhir gagal", "the last write failed"),
                both!("periksa penyimpanannya", "look at the disk"),
            );
        }
        if slow.is_some_and(|slow| slow > SLOW_US) {
            return Ruling::warn(
                both!(
                    "{count} tulisan bersama, 99% selesai dalam {slow_ms} ms; {failures} gagal",
                    "{count} joint writes, 99% done within {slow_ms} ms; {failures} failed"
                ),
                both!(
                    "penyimpanannya lambat: pakai SSD bila bisa",
                    "the disk is slow: use an SSD if you can"
                ),
            );
        }
        Ruling::pass(both!(
            "{count} tulisan bersama sejak dibuka, 99% selesai dalam {slow_ms} ms; {failures} gagal",
            "{count} joint writes since it was opened, 99% done within {slow_ms} ms; {failures} failed"
        ))
    }))
}

pub(in crate::doctor) fn monitoring(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| {
        let house = match &store.house {
            Ok(house) => house,
            Err(why) => {
                return Ruling::fail(
                    both!("tidak bisa dihitung: {why}", "cannot be counted: {why}"),
                    both!("jalankan: catatduit search rebuild", "run: catatduit search rebuild"),
                );
            }
        };
        let behind = house.head.saturating_sub(house.found_up_to);
        let size = mebibytes(store.state.bytes);
        let free = store.measured.map_or_else(String::new, |measured| {
            let free = measured.bytes.saturating_sub(measured.used);
            format!("{} KiB", free / 1024)
        });
        let free = if free.is_empty() { "?".to_owned() } else { free };
        if behind > super::super::ready::MOST_BEHIND && seen.running_for.is_some() {
            return Ruling::warn(
                both!("pencarian tertinggal {behind} perubahan", "the search is {behind} changes behind"),
                both!(
                    "tunggu sebentar, atau jalankan: catatduit search rebuild",
                    "wait a while, or run: catatduit search rebuild"
                ),
            );
        }
        Ruling::pass(both!(
            "{size} MiB, bebas di dalamnya {free}; pencarian tertinggal {behind} perubahan",
            "{size} MiB, free inside {free}; the search is {behind} changes behind"
        ))
    }))
}

/// The job looks once an hour.
const LATE: Duration = Duration::from_hours(3);

pub(in crate::doctor) fn retention(seen: &Seen) -> Ruling {
    let (Some(metrics), Some(running_for)) = (&seen.metrics, seen.running_for) else {
        return Ruling::not_running();
    };
    let now_ms = seen.now.as_millisecond();
    let ago = metrics
        .runs()
        .get("retention")
        .map(|at_ms| Duration::from_millis(u64::try_from(now_ms - at_ms).unwrap_or(0)));
    match ago {
        Some(ago) if ago <= LATE => {
            let Both { id, en } = span(ago);
            Ruling::pass(both!(
                "terakhir diperiksa {id} yang lalu; aturannya ada di Pengaturan",
                "last gone through {en} ago; the rules are in the settings"
            ))
        }
        None if running_for <= LATE => Ruling::warn(
            both!("belum selesai sekali pun sejak dinyalakan", "not gone through once since the start"),
            both!("jalankan lagi perintah ini beberapa menit lagi", "run this command again in some minutes"),
        ),
        late => {
            let Both { id, en } = span(late.unwrap_or(running_for));
            Ruling::fail(
                both!("tidak berjalan selama {id}", "has not run for {en}"),
                both!("lihat log kotaknya tentang retention", "look into the box's log for retention"),
            )
        }
    }
}

pub(in crate::doctor) fn sign_ups(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| match &store.house {
        Err(why) => Ruling::fail(
            both!("tidak bisa dihitung: {why}", "cannot be counted: {why}"),
            both!("lihat I2", "see I2"),
        ),
        Ok(house) => {
            let joined = house.months.first().map_or(0, |(_, count)| count.joined);
            let (members, chats) = (house.members, house.chats);
            Ruling::pass(both!(
                "{members} anggota, {chats} chat tertaut; {joined} bergabung bulan ini",
                "{members} members, {chats} chats linked; {joined} joined this month"
            ))
        }
    }))
}

pub(in crate::doctor) fn volumes(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| match &store.house {
        Err(why) => Ruling::fail(
            both!("tidak bisa dihitung: {why}", "cannot be counted: {why}"),
            both!("lihat I2", "see I2"),
        ),
        Ok(house) => {
            let counts: Vec<u64> = house.months.iter().map(|(_, count)| count.records).collect();
            let this = counts.first().copied().unwrap_or(0);
            let before = counts.get(1).copied().unwrap_or(0);
            let head = house.head;
            Ruling::pass(both!(
                "{this} catatan bulan ini, {before} bulan lalu; {head} perubahan seluruhnya",
                "{this} records this month, {before} last month; {head} changes in all"
            ))
        }
    }))
}
