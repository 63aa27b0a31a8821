//! The API and the web app, as they answer.

use super::super::finding::{Ruling, both};
use super::super::seen::Seen;
use super::{answered, ruled};

pub(in crate::doctor) fn document(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.document.as_ref()).map(|answer| {
        if answer.status == 200 && answer.body.contains("\"openapi\"") {
            Ruling::pass(both!(
                "/api/v1/openapi.json dijawab; halamannya ada di /api-docs",
                "/api/v1/openapi.json is answered; its page is at /api-docs"
            ))
        } else {
            let status = answer.status;
            Ruling::fail(
                both!("/api/v1/openapi.json dijawab {status}", "/api/v1/openapi.json is answered {status}"),
                both!("sesuatu di depan kotak menahannya", "something in front of the box holds it back"),
            )
        }
    }))
}

pub(in crate::doctor) fn versions(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.document.as_ref()).map(|answer| {
        if answer.body.contains("\"/api/v1/") {
            Ruling::pass(both!(
                "setiap alamat mulai dengan /api/v1; aturannya di docs/api.md",
                "every address begins with /api/v1; the policy is in docs/api.md"
            ))
        } else {
            Ruling::fail(
                both!("tidak ada alamat /api/v1 di dokumennya", "the document has no address below /api/v1"),
                both!("laporkan ini", "report this"),
            )
        }
    }))
}

pub(in crate::doctor) fn validation(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.invalid.as_ref()).map(|answer| {
        let status = answer.status;
        if (400..500).contains(&status) && answer.body.contains("\"errors\"") {
            Ruling::pass(both!(
                "satu isian yang salah dicoba dan ditolak ({status}); semuanya diuji dari skemanya (tests/contract)",
                "one wrong form was tried and refused ({status}); all are tested from the schema (tests/contract)"
            ))
        } else {
            Ruling::fail(
                both!("isian yang salah dijawab {status}", "a wrong form is answered {status}"),
                both!("laporkan ini", "report this"),
            )
        }
    }))
}

pub(in crate::doctor) fn problems(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.nowhere.as_ref()).map(|answer| {
        let kind = answer.header("content-type");
        if answer.status == 404
            && kind.starts_with("application/problem+json")
            && answer.body.contains("\"code\"")
        {
            Ruling::pass(both!(
                "alamat yang tidak ada dijawab problem+json dengan kode",
                "an address that is not there is answered with problem+json and a code"
            ))
        } else {
            let status = answer.status;
            Ruling::fail(
                both!(
                    "alamat yang tidak ada dijawab {status} sebagai {kind}",
                    "an address that is not there is answered {status} as {kind}"
                ),
                both!(
                    "sesuatu di depan kotak mengubah jawabannya",
                    "something in front of the box changes its answers"
                ),
            )
        }
    }))
}

pub(in crate::doctor) fn pagination(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.document.as_ref()).map(|answer| {
        // The document is long; what is read of it holds the first lists.
        if answer.body.contains("next_cursor") || answer.body.contains("\"cursor\"") {
            Ruling::pass(both!(
                "daftar memakai kursor (next_cursor di dokumennya)",
                "lists go on by a cursor (next_cursor in the document)"
            ))
        } else {
            Ruling::warn(
                both!(
                    "tidak ada next_cursor di bagian dokumen yang dibaca",
                    "no next_cursor in the part of the document that was read"
                ),
                both!("lihat dokumennya", "look into the document"),
            )
        }
    }))
}

pub(in crate::doctor) fn caching(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.nowhere.as_ref()).map(|answer| {
        let kept = answer.header("cache-control");
        let unchanged = seen.metrics.as_ref().map_or(0, crate::metrics::Metrics::unchanged);
        if kept.contains("no-store") {
            Ruling::pass(both!(
                "jawaban API tidak disimpan perantara (no-store tanpa ETag); {unchanged} jawaban 304 sejak dinyalakan",
                "proxies keep no answer of the API (no-store without an ETag); {unchanged} answers were 304 since the start"
            ))
        } else {
            Ruling::fail(
                both!("Cache-Control jawaban API: {kept}", "Cache-Control of the API's answers: {kept}"),
                both!("sesuatu di depan kotak mengubahnya", "something in front of the box changes it"),
            )
        }
    }))
}

/// A binary that was built without the web app shows a page that says so.
fn no_app() -> Ruling {
    Ruling::warn(
        both!(
            "halaman muka tidak memuat skrip: program ini dibangun tanpa aplikasi web",
            "the front page loads no script: this program was built without the web app"
        ),
        both!("pasang program rilis", "install a released program"),
    )
}

pub(in crate::doctor) fn shrinking(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.page.as_ref()).map(|_| {
        let (Some(asset), Some(map)) = (&seen.calls.asset, &seen.calls.source_map) else { return no_app() };
        if map.status == 200 && map.body.contains("\"mappings\"") {
            return Ruling::fail(
                both!("peta sumber ikut terkirim", "source maps are served"),
                both!("pasang program rilis", "install a released program"),
            );
        }
        let size = asset.header("content-length");
        Ruling::pass(both!(
            "skrip pertama {size} byte terkompresi, tanpa peta sumber",
            "the first script is {size} bytes compressed, without a source map"
        ))
    }))
}

pub(in crate::doctor) fn lazy(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.page.as_ref()).map(|page| {
        let scripts = page.body.matches("<script type=\"module\"").count();
        if scripts == 0 {
            return no_app();
        }
        Ruling::pass(both!(
            "halaman muka memuat {scripts} skrip; layar lain dimuat saat dibuka",
            "the front page loads {scripts} scripts; other screens are loaded when they are opened"
        ))
    }))
}

pub(in crate::doctor) fn assets(seen: &Seen) -> Ruling {
    ruled(answered(seen, seen.calls.page.as_ref()).map(|_| {
        let Some(asset) = &seen.calls.asset else { return no_app() };
        let (kept, packed) = (asset.header("cache-control"), asset.header("content-encoding"));
        if kept.contains("immutable") && (packed == "br" || packed == "gzip") {
            Ruling::pass(both!("berkas dengan hash: {kept}, {packed}", "files with a hash: {kept}, {packed}"))
        } else {
            Ruling::fail(
                both!(
                    "berkas dengan hash: Cache-Control `{kept}`, Content-Encoding `{packed}`",
                    "files with a hash: Cache-Control `{kept}`, Content-Encoding `{packed}`"
                ),
                both!("sesuatu di depan kotak mengubahnya", "something in front of the box changes it"),
            )
        }
    }))
}
