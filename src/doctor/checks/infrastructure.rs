//! The machine, the network, and what the box says of itself.

use std::net::{IpAddr, SocketAddr, UdpSocket};

use super::super::alarm::Alarm;
use super::super::finding::{Both, Ruling, both};
use super::super::ready;
use super::super::seen::Seen;
use super::{answered, mebibytes, ruled, span, store};
use crate::config::{Log, LogFormat, LogTo};
use crate::metrics::LatencySeen;
use crate::tasks::Phase;

pub(in crate::doctor) fn cache(seen: &Seen) -> Ruling {
    let Some(metrics) = seen.metrics.as_ref().filter(|_| seen.running_for.is_some()) else {
        return Ruling::not_running();
    };
    let reads: u64 = metrics
        .routes()
        .iter()
        .filter(|route| route.method == "GET" && route.route.starts_with("/api/"))
        .map(|route| route.by_class[1] + route.by_class[2])
        .sum();
    let (unchanged, room) = (metrics.unchanged(), seen.config.store.cache_mb);
    let share = (unchanged * 100).checked_div(reads).unwrap_or(0);
    Ruling::pass(both!(
        "{unchanged} dari {reads} bacaan dijawab tanpa membuka catatan ({share}%); {room} MiB untuk halaman basis data",
        "{unchanged} of {reads} reads were answered without the records ({share}%); {room} MiB for the database's pages"
    ))
}

pub(in crate::doctor) fn web_server(seen: &Seen) -> Ruling {
    ruled((|| {
        let page = answered(seen, seen.calls.page.as_ref())?;
        let status = page.status;
        if status != 200 {
            return Ok(Ruling::fail(
                both!("halaman muka dijawab {status}", "the front page is answered {status}"),
                both!("lihat log kotaknya", "look into the box's log"),
            ));
        }
        let packed = seen.calls.asset.as_ref().map_or("-", |asset| asset.header("content-encoding"));
        let id = page.header("x-request-id");
        Ok(Ruling::pass(both!(
            "halaman muka dijawab 200 dengan nomor permintaan {id}; berkas terkompresi {packed}",
            "the front page is answered 200 with the request id {id}; files come compressed {packed}"
        )))
    })())
}

pub(in crate::doctor) fn sizing(seen: &Seen) -> Ruling {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let Some(memory) = seen.machine.memory else {
        return Ruling::none(both!(
            "mesin ini tidak mengatakan memorinya",
            "this machine does not tell of its memory"
        ));
    };
    let (total, free) = (mebibytes(memory.total), mebibytes(memory.free));
    let own = mebibytes(seen.machine.own_memory.unwrap_or(0));
    let cache = u64::from(seen.config.store.cache_mb);
    if memory.free_permille() < 50 {
        return Ruling::warn(
            both!("{free} dari {total} MiB memori tersisa", "{free} of {total} MiB of memory are left"),
            both!("kurangi program lain, atau store.cache_mb", "run fewer programs, or lower store.cache_mb"),
        );
    }
    if cache > total / 4 {
        return Ruling::warn(
            both!(
                "store.cache_mb {cache} adalah lebih dari seperempat memori ({total} MiB)",
                "store.cache_mb {cache} is more than a quarter of the memory ({total} MiB)"
            ),
            both!("kecilkan store.cache_mb", "lower store.cache_mb"),
        );
    }
    Ruling::pass(both!(
        "{cores} inti, {free} dari {total} MiB memori tersisa, proses ini {own} MiB, cache {cache} MiB",
        "{cores} cores, {free} of {total} MiB of memory left, this process {own} MiB, cache {cache} MiB"
    ))
}

pub(in crate::doctor) fn health(seen: &Seen) -> Ruling {
    if seen.running_for.is_none() {
        return Ruling::warn(
            both!("kotaknya tidak sedang berjalan", "the box is not running"),
            both!(
                "jalankan: catatduit serve, atau systemctl start catatduit",
                "run: catatduit serve, or systemctl start catatduit"
            ),
        );
    }
    ruled((|| {
        let alive = answered(seen, seen.calls.alive.as_ref())?;
        let ready = answered(seen, seen.calls.ready.as_ref())?;
        if let Some(disk) = seen.machine.disk.filter(|disk| disk.free < ready::LEAST_FREE) {
            let free = mebibytes(disk.free);
            return Ok(Ruling::fail(
                both!(
                    "tinggal {free} MiB di penyimpanan folder data",
                    "only {free} MiB are left on the data folder's disk"
                ),
                both!("kosongkan ruang", "make some room"),
            ));
        }
        let newest = seen.store.as_ref().ok().and_then(|store| store.house.as_ref().ok()?.newest);
        let newest = newest.map(crate::ledger::Timestamp::as_millisecond);
        if !ready::is_sane(seen.now.as_millisecond(), newest) || seen.machine.clock_is_set == Some(false) {
            let now = seen.now;
            return Ok(Ruling::fail(
                both!(
                    "jam kotak menunjukkan {now}, yang tidak mungkin benar atau belum disetel jaringan",
                    "the box's clock shows {now}, which cannot be right or was not set by the network"
                ),
                both!("periksa: timedatectl", "look at: timedatectl"),
            ));
        }
        if alive.status != 200 || ready.status != 200 {
            let (alive, status) = (alive.status, ready.status);
            let why: String = ready.body.chars().take(300).collect();
            return Ok(Ruling::fail(
                both!(
                    "/healthz {alive}, /readyz {status}: {why}",
                    "/healthz {alive}, /readyz {status}: {why}"
                ),
                both!(
                    "baca `troubles` di /readyz; artinya ada di panduan",
                    "read `troubles` of /readyz; the manual explains them"
                ),
            ));
        }
        let tasks = seen.tasks.len();
        let restarts: u32 = seen.tasks.iter().map(|task| task.restarts).sum();
        let waiting: Vec<&str> =
            seen.tasks.iter().filter(|task| task.phase == Phase::Waiting).map(|task| task.name).collect();
        let free = seen.machine.disk.map_or(0, |disk| mebibytes(disk.free));
        if !waiting.is_empty() {
            let waiting = waiting.join(", ");
            return Ok(Ruling::warn(
                both!(
                    "gagal dan menunggu dicoba lagi: {waiting}",
                    "failed, and wait to be tried again: {waiting}"
                ),
                both!("lihat log kotaknya", "look into the box's log"),
            ));
        }
        Ok(Ruling::pass(both!(
            "/healthz dan /readyz 200; {tasks} tugas berjalan ({restarts} pernah diulang); {free} MiB bebas; jam wajar",
            "/healthz and /readyz 200; {tasks} tasks at work ({restarts} restarts); {free} MiB free; the clock is sane"
        )))
    })())
}

pub(in crate::doctor) fn dns(seen: &Seen) -> Ruling {
    let Some(url) = &seen.config.public_url else {
        return Ruling::none(both!(
            "public_url tidak diisi: kotaknya dipakai di dalam rumah saja",
            "public_url is not set: the box is used in the home only"
        ));
    };
    match &seen.resolved {
        None => Ruling::none(both!("tidak dilihat", "not looked at")),
        Some(Err(why)) => Ruling::fail(
            both!("nama di {url} tidak ditemukan: {why}", "the name in {url} is not found: {why}"),
            both!("periksa catatan DNS nama itu", "look at the name's DNS records"),
        ),
        Some(Ok(found)) => {
            let listed = found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            if found.iter().copied().any(is_own) {
                Ruling::pass(both!(
                    "{url} menuju {listed}, alamat mesin ini",
                    "{url} leads to {listed}, an address of this machine"
                ))
            } else {
                Ruling::warn(
                    both!(
                        "{url} menuju {listed}; dari sini tidak terlihat apakah itu router rumah ini",
                        "{url} leads to {listed}; whether that is this home's router cannot be seen from here"
                    ),
                    both!("buka alamat itu dari jaringan lain", "open that address from another network"),
                )
            }
        }
    }
}

/// Only an address of this machine can be listened at.
fn is_own(ip: IpAddr) -> bool {
    UdpSocket::bind(SocketAddr::new(ip, 0)).is_ok()
}

pub(in crate::doctor) fn logs(seen: &Seen) -> Ruling {
    if seen.running_for.is_none() {
        return Ruling::not_running();
    }
    let level = &seen.config.log.level;
    let format = match seen.config.log.format {
        LogFormat::Auto => "auto",
        LogFormat::Text => "text",
        LogFormat::Json => "json",
    };
    if level.split(',').any(|part| matches!(part.trim(), "off" | "error")) {
        return Ruling::warn(
            both!(
                "log.level adalah {level}: sebagian galat tidak tercatat",
                "log.level is {level}: some troubles are not logged"
            ),
            both!("pakai log.level = \"info\"", "use log.level = \"info\""),
        );
    }
    ruled(answered(seen, seen.calls.page.as_ref()).map(|page| {
        let id = page.header("x-request-id");
        if id.is_empty() {
            return Ruling::fail(
                both!("jawaban tanpa nomor permintaan", "answers have no request id"),
                both!("sesuatu di depan kotak membuangnya", "something in front of the box drops it"),
            );
        }
        Ruling::pass(both!(
            "tingkat {level}, bentuk {format}, ke keluaran galat; nomor permintaan seperti {id} ada di setiap jawaban",
            "level {level}, format {format}, to standard error; every answer has a request id such as {id}"
        ))
    }))
}

pub(in crate::doctor) fn log_rotation(seen: &Seen) -> Ruling {
    if seen.running_for.is_none() {
        return Ruling::not_running();
    }
    let Log { to, file_mb, keep_mb, keep_days, .. } = &seen.config.log;
    if *to != LogTo::Stderr && seen.folder.is_some() {
        return Ruling::pass(both!(
            "berkas log diganti setiap hari dan pada {file_mb} MB; yang disimpan paling banyak {keep_mb} MB dan {keep_days} hari",
            "a log file ends with its day and at {file_mb} MB; at most {keep_mb} MB and {keep_days} days are kept"
        ));
    }
    if std::path::Path::new("/run/systemd/journal/socket").exists() {
        Ruling::pass(both!(
            "kotak menulis ke keluaran galat, dan journald di mesin ini merotasi menurut ukuran dan umur",
            "the box writes to standard error, and journald on this machine rotates by size and age"
        ))
    } else {
        Ruling::warn(
            both!(
                "log hanya pergi ke keluaran galat, dan tidak ada journald di mesin ini",
                "the log goes to standard error only, and there is no journald on this machine"
            ),
            both!("pakai log.to = \"files\"", "use log.to = \"files\""),
        )
    }
}

/// The box's inbox of errors, its own and those of browsers.
pub(in crate::doctor) fn inbox(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| {
        let open = store.open_faults;
        let said = both!("{open} macam galat belum selesai", "{open} kinds of errors are not solved");
        if open == 0 {
            return Ruling::pass(said);
        }
        Ruling::warn(
            said,
            both!(
                "baca GET /api/v1/errors, lalu tandai yang sudah selesai",
                "read GET /api/v1/errors, and mark what is solved"
            ),
        )
    }))
}

fn of_api(seen: &Seen) -> Option<LatencySeen> {
    let metrics = seen.metrics.as_ref().filter(|_| seen.running_for.is_some())?;
    let routes = metrics.routes();
    let of_api = routes
        .iter()
        // Streams last as long as somebody looks, and signing in is slow on purpose.
        .filter(|route| route.route.starts_with("/api/v1/") && route.route != "/api/v1/session");
    Some(of_api.fold(LatencySeen::default(), |sum, route| sum.with(&route.latency)))
}

pub(in crate::doctor) fn performance(seen: &Seen) -> Ruling {
    let Some(latency) = of_api(seen) else { return Ruling::not_running() };
    let count = latency.count;
    let stages = seen.metrics.as_ref().map(|metrics| metrics.stages().len()).unwrap_or_default();
    let middle_ms = latency.quantile_us(500).unwrap_or(0) / 1_000;
    let slow_ms = latency.quantile_us(990).unwrap_or(0) / 1_000;
    Ruling::pass(both!(
        "{count} jawaban API sejak dinyalakan: separuh dalam {middle_ms} ms, 99% dalam {slow_ms} ms; {stages} tahap pesan diukur",
        "{count} answers of the API since the start: half within {middle_ms} ms, 99% within {slow_ms} ms; {stages} stages of messages are timed"
    ))
}

pub(in crate::doctor) fn quick(seen: &Seen) -> Ruling {
    let Some(latency) = of_api(seen) else { return Ruling::not_running() };
    let (slow_ms, count) = (latency.quantile_us(990).unwrap_or(0) / 1_000, latency.count);
    if slow_ms > 250 && count >= 100 {
        Ruling::warn(
            both!(
                "99% dari {count} jawaban dalam {slow_ms} ms",
                "99% of {count} answers within {slow_ms} ms"
            ),
            both!("lihat D3: biasanya penyimpanannya yang lambat", "see D3: usually the disk is slow"),
        )
    } else {
        Ruling::pass(both!(
            "99% dari {count} jawaban dalam {slow_ms} ms",
            "99% of {count} answers within {slow_ms} ms"
        ))
    }
}

pub(in crate::doctor) fn uptime(seen: &Seen) -> Ruling {
    let Some(running_for) = seen.running_for else { return Ruling::not_running() };
    let Both { id, en } = span(running_for);
    ruled(store(seen).map(|store| {
        let (all, sudden) =
            (store.outages.len(), store.outages.iter().filter(|outage| !outage.is_clean).count());
        Ruling::pass(both!(
            "menyala selama {id}; {all} kali padam tercatat, {sudden} di antaranya mendadak",
            "has run for {en}; {all} outages are on record, {sudden} of them without warning"
        ))
    }))
}

pub(in crate::doctor) fn figures(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.figures.as_ref()).map(|answer| {
        let lines = answer.body.lines().filter(|line| !line.starts_with('#')).count();
        if answer.status == 200 && answer.body.contains("catatduit_store_bytes") {
            Ruling::pass(both!("/metrics memberi {lines} angka", "/metrics gives {lines} figures"))
        } else {
            let status = answer.status;
            Ruling::fail(
                both!("/metrics dijawab {status}", "/metrics is answered {status}"),
                both!("lihat log kotaknya", "look into the box's log"),
            )
        }
    }))
}

pub(in crate::doctor) fn errors(seen: &Seen) -> Ruling {
    let Some(metrics) = seen.metrics.as_ref().filter(|_| seen.running_for.is_some()) else {
        return Ruling::not_running();
    };
    let routes = metrics.routes();
    let failed: u64 = routes.iter().map(|route| route.by_class[4]).sum();
    let all: u64 = routes.iter().map(|route| route.latency.count).sum();
    let restarts: u32 = seen.tasks.iter().map(|task| task.restarts).sum();
    if failed > 0 && failed * 100 >= all {
        let (worst, count) = routes
            .iter()
            .max_by_key(|route| route.by_class[4])
            .map(|route| (format!("{} {}", route.method, route.route), route.by_class[4]))
            .unwrap_or_default();
        return Ruling::fail(
            both!(
                "{failed} dari {all} permintaan gagal, terbanyak {worst} ({count})",
                "{failed} of {all} requests failed, most of all {worst} ({count})"
            ),
            both!("cari di log menurut nomor permintaannya", "look for their request ids in the log"),
        );
    }
    Ruling::pass(both!(
        "{failed} dari {all} permintaan gagal sejak dinyalakan; tugas diulang {restarts} kali",
        "{failed} of {all} requests failed since the start; tasks were restarted {restarts} times"
    ))
}

pub(in crate::doctor) fn alarms(seen: &Seen) -> Ruling {
    let Some(watch) = seen.tasks.iter().find(|task| task.name == "watch") else {
        return Ruling::not_running();
    };
    if !matches!(watch.phase, Phase::Running(_)) {
        let why = watch.last_error.clone().unwrap_or_default();
        return Ruling::fail(
            both!("pengawas tidak berjalan: {why}", "the watch is not at work: {why}"),
            both!("lihat log kotaknya", "look into the box's log"),
        );
    }
    let rules = Alarm::ALL.len();
    Ruling::pass(both!(
        "{rules} aturan diperiksa setiap menit: penyimpanan, jam, memori, suhu, antrean, Telegram, galat, pencarian, sertifikat; cadangan punya kabar sendiri",
        "{rules} rules are held every minute: disk, clock, memory, temperature, queue, Telegram, errors, search, certificate; backups have news of their own"
    ))
}

pub(in crate::doctor) fn on_call(seen: &Seen) -> Ruling {
    ruled(store(seen).map(|store| {
        let (owners, all) = store.keepers;
        if seen.bot.is_none() || owners == 0 {
            return Ruling::warn(
                both!("tidak ada pemilik yang bisa diberi tahu lewat Telegram", "no owner can be told by Telegram"),
                both!("pasang bot, lalu sambungkan akun Telegram pemilik", "set up the bot, and link the owner's Telegram account"),
            );
        }
        Ruling::pass(both!(
            "{owners} chat pemilik diberi tahu; kalau belum ada yang melihatnya, {all} chat semua orang dewasa: yang mendesak setelah setengah jam, lainnya setelah enam jam dan tidak malam hari (22.00-07.00)",
            "{owners} chats of owners are told; if nobody has seen it, {all} chats of all adults: what is urgent after half an hour, the rest after six hours and not by night (22:00-07:00)"
        ))
    }))
}
