//! What a device needs to trust a box with an authority of its own: the root, and how to take it in.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use poem::http::{StatusCode, header};
use poem::{Endpoint, Request, Response};
use sha2::{Digest as _, Sha256};

use crate::ledger::Language;
use crate::tls::Root;
use crate::words::{self, TrustTalk};

pub(super) const ROOT: &str = "/ca.crt";
pub(super) const ROOT_AS_PEM: &str = "/ca.pem";
pub(super) const PAGE: &str = "/ca";

/// The root as devices take it in: what a browser gets of this type, it offers to install.
pub(super) fn root(root: &Root) -> impl Endpoint<Output = Response> + 'static {
    file("application/x-x509-ca-cert", "attachment; filename=\"catatduit-ca.crt\"", root.der.clone())
}

/// The root as programs take it in.
pub(super) fn root_as_pem(root: &Root) -> impl Endpoint<Output = Response> + 'static {
    file("application/x-pem-file", "attachment; filename=\"catatduit-ca.pem\"", root.pem.clone().into_bytes())
}

fn file(
    kind: &'static str,
    name: &'static str,
    bytes: Vec<u8>,
) -> impl Endpoint<Output = Response> + 'static {
    poem::endpoint::make_sync(move |_| {
        Response::builder()
            .status(StatusCode::OK)
            .content_type(kind)
            .header(header::CONTENT_DISPOSITION, name)
            .header(header::CACHE_CONTROL, "no-cache")
            .body(bytes.clone())
    })
}

/// How to take it in, on each kind of device.
pub(super) fn page(root: &Root, usual: Language) -> impl Endpoint<Output = Response> + 'static {
    let print = print_of(&root.facts.fingerprint);
    poem::endpoint::make_sync(move |request: Request| {
        let language = asked_for(&request).unwrap_or(usual);
        let hash = BASE64.encode(Sha256::digest(STYLE.as_bytes()));
        // The page is complete in itself: a device that does not trust the box yet gets no second file.
        let policy =
            format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors 'none'");
        Response::builder()
            .status(StatusCode::OK)
            .content_type("text/html; charset=utf-8")
            .header(header::CONTENT_SECURITY_POLICY, policy)
            .header(header::CONTENT_LANGUAGE, language.code())
            .header(header::CACHE_CONTROL, "no-cache")
            .body(written(words::of(language).trust, language, &print))
    })
}

/// `?lang=en`, or what the browser prefers.
fn asked_for(request: &Request) -> Option<Language> {
    let query = request.uri().query().unwrap_or_default();
    let named = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang");
    let named = named.and_then(|(_, code)| Language::of_code(&code));
    let preferred = request.header(header::ACCEPT_LANGUAGE).and_then(|text| text.get(..2));
    named.or_else(|| preferred.and_then(Language::of_code))
}

/// As devices show it: pairs of digits.
fn print_of(fingerprint: &str) -> String {
    let pairs = fingerprint.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).to_uppercase());
    pairs.collect::<Vec<_>>().join(":")
}

const STYLE: &str = "body{font:1.05rem/1.6 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:1.5rem;\
    color:#1c2521;background:#fbfaf7}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin:1.8rem 0 .3rem}\
    a{color:#0b5d3b}a.get{display:inline-block;padding:.7rem 1.1rem;border-radius:.5rem;background:#0b5d3b;color:#fff;\
    text-decoration:none;font-weight:600}code{word-break:break-all;font-size:.9rem}li{margin:.25rem 0}\
    @media(prefers-color-scheme:dark){body{color:#e8ece9;background:#141a17}a{color:#7fd6a8}\
    a.get{background:#7fd6a8;color:#10231a}}";

fn written(talk: &TrustTalk, language: Language, print: &str) -> String {
    let other = match language {
        Language::Indonesian => Language::English,
        Language::English => Language::Indonesian,
    };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title} · CatatDuit</title><style>{STYLE}</style></head>\
         <body><main><p><a href=\"{PAGE}?lang={other_code}\" hreflang=\"{other_code}\" lang=\"{other_code}\">{other_name}</a></p>\
         <h1>{title}</h1><p>{why}</p><p><a class=\"get\" href=\"{ROOT}\">{get}</a></p>\
         <p>{compare}<br><code>{print}</code></p>",
        code = language.code(),
        title = talk.title,
        other_code = other.code(),
        other_name = talk.other_language,
        why = talk.why,
        get = talk.get,
        compare = talk.compare,
    );
    for (device, steps) in talk.devices {
        let _ = write!(page, "<h2>{device}</h2><ol>");
        for step in *steps {
            let _ = write!(page, "<li>{step}</li>");
        }
        page.push_str("</ol>");
    }
    let _ = writeln!(page, "<h2>{}</h2><p>{}</p></main></body></html>", talk.then_title, talk.then);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_kind_of_device_in_both_languages() {
        for language in [Language::Indonesian, Language::English] {
            let page = written(words::of(language).trust, language, "AB:CD");
            for needed in ["Android", "iPhone", "Windows", "macOS", "Linux", "Firefox", "/ca.crt", "AB:CD"] {
                assert!(page.contains(needed), "{needed} in {}", language.code());
            }
        }
        assert_eq!(print_of("00ff1a"), "00:FF:1A");
    }
}
