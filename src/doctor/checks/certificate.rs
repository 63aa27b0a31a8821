//! How browsers reach the box: S1.

use super::super::finding::{Ruling, both};
use super::super::seen::Seen;
use crate::config::BaseUrl;
use crate::tls::{Facts, Status, Trouble};

pub(in crate::doctor) fn https(seen: &Seen) -> Ruling {
    let listen = seen.config.listen;
    let public = seen.config.public_url.as_ref();
    if seen.running_for.is_none() {
        return Ruling::not_running();
    }
    if let Some(Status { certificate: Some(facts), is_stand_in, trouble, .. }) = &seen.certificates {
        return certified(facts, *is_stand_in, trouble.as_ref(), seen);
    }
    if public.is_some_and(BaseUrl::is_https) {
        return Ruling::warn(
            both!(
                "public_url memakai https dan dilayani perantara di depan kotak; sertifikatnya tidak terlihat dari sini",
                "public_url uses https and is served by a proxy in front of the box; its certificate is not seen from here"
            ),
            both!(
                "periksa sertifikatnya dari peramban di luar rumah",
                "look at the certificate from a browser outside the home"
            ),
        );
    }
    if listen.ip().is_loopback() {
        return Ruling::none(both!(
            "hanya mendengarkan di {listen}: tidak ada yang melewati jaringan",
            "listens at {listen} only: nothing crosses the network"
        ));
    }
    Ruling::warn(
        both!("melayani HTTP biasa di {listen}", "serves plain HTTP at {listen}"),
        both!(
            "pasang HTTPS di depannya dan isi public_url, atau dengarkan di 127.0.0.1",
            "put HTTPS in front of it and set public_url, or listen at 127.0.0.1"
        ),
    )
}

/// What browsers are shown by the box itself.
fn certified(facts: &Facts, is_stand_in: bool, trouble: Option<&Trouble>, seen: &Seen) -> Ruling {
    let (until, issuer) = (facts.not_after, &facts.issuer);
    let why = trouble.map_or("", |trouble| trouble.what.as_str());
    if is_stand_in {
        return Ruling::fail(
            both!(
                "belum ada sertifikat umum, yang dipakai hanya pengganti: {why}",
                "there is no public certificate yet, only a stand-in: {why}"
            ),
            both!("lihat docs/certificates.md", "see docs/certificates.md"),
        );
    }
    if facts.not_after <= seen.now {
        return Ruling::fail(
            both!("sertifikatnya habis pada {until}: {why}", "the certificate ended at {until}: {why}"),
            both!("lihat docs/certificates.md", "see docs/certificates.md"),
        );
    }
    if trouble.is_some() {
        return Ruling::warn(
            both!(
                "sertifikat dari {issuer} berlaku sampai {until}, tetapi pembaruannya gagal: {why}",
                "the certificate of {issuer} holds until {until}, but its renewal failed: {why}"
            ),
            both!(
                "dicoba lagi sendiri; lihat docs/certificates.md",
                "it is tried again by itself; see docs/certificates.md"
            ),
        );
    }
    if seen.calls.page.is_none() {
        return Ruling::fail(
            both!(
                "sertifikat dari {issuer} tidak dipercaya oleh kotaknya sendiri",
                "the certificate of {issuer} is not believed by the box itself"
            ),
            both!("lihat docs/certificates.md", "see docs/certificates.md"),
        );
    }
    Ruling::pass(both!(
        "sertifikat dari {issuer}, berlaku sampai {until}, dan dipercaya saat kotak memanggil dirinya",
        "a certificate of {issuer} that holds until {until}, and is believed when the box calls itself"
    ))
}
