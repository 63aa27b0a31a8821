use std::borrow::Cow;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::Metadata;

use super::*;

/// A built web app, in miniature.
fn file(name: &str) -> Option<EmbeddedFile> {
    let data: &'static [u8] = match name {
        "index.html" => b"<!doctype html>",
        "index.html.br" => b"page, brotli",
        "index.html.gz" => b"page, gzip",
        "pages/in.html" => b"any page, in",
        "pages/in/home.html" => b"home, in",
        "pages/in/reports.html" => b"reports, in",
        "pages/in/reports.html.br" => b"reports, in, brotli",
        "assets/app-1a2b3c.js" => b"export {}",
        "assets/app-1a2b3c.js.gz" => b"script, gzip",
        "manifest.webmanifest" => b"{}",
        "icon.svg" => b"<svg/>",
        _ => return None,
    };
    let mut hash = [0; 32];
    for (place, byte) in hash.iter_mut().zip(data.iter().cycle().take(32)) {
        *place = *byte;
    }
    Some(EmbeddedFile { data: Cow::Borrowed(data), metadata: Metadata::__rust_embed_new(hash, None, None) })
}

fn ask(path: &str, headers: &[(header::HeaderName, &str)]) -> Response {
    let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap()));
    answer(path, &headers.collect(), file)
}

fn header_of<'a>(response: &'a Response, name: &str) -> &'a str {
    response.header(name).unwrap_or("")
}

#[tokio::test]
async fn the_smallest_twin_that_the_browser_takes_is_sent() {
    let rows = [
        ("", "", "<!doctype html>"),
        ("gzip, deflate, br", "br", "page, brotli"),
        ("gzip", "gzip", "page, gzip"),
        ("br;q=0, gzip;q=0.5", "gzip", "page, gzip"),
        ("zstd", "", "<!doctype html>"),
    ];
    for (accepted, encoding, body) in rows {
        let response = ask("/", &[(header::ACCEPT_ENCODING, accepted)]);
        assert_eq!(header_of(&response, "content-encoding"), encoding, "{accepted}");
        assert_eq!(header_of(&response, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header_of(&response, "content-length"), body.len().to_string());
        assert_eq!(header_of(&response, "vary"), "Accept-Encoding, Cookie");
        assert_eq!(response.into_body().into_string().await.unwrap(), body);
    }
}

#[test]
fn only_names_with_a_hash_are_kept_for_good() {
    assert_eq!(
        header_of(&ask("/assets/app-1a2b3c.js", &[]), "cache-control"),
        "public, max-age=31536000, immutable"
    );
    for path in ["/", "/index.html", "/icon.svg", "/manifest.webmanifest"] {
        assert_eq!(header_of(&ask(path, &[]), "cache-control"), "no-cache", "{path}");
    }
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let tag = header_of(&ask("/icon.svg", &[]), "etag").to_owned();
    for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
        let response = ask("/icon.svg", &[(header::IF_NONE_MATCH, &known)]);
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(header_of(&response, "etag"), tag);
    }
    assert_eq!(ask("/icon.svg", &[(header::IF_NONE_MATCH, "\"other\"")]).status(), StatusCode::OK);
    let packed = ask("/", &[(header::ACCEPT_ENCODING, "br")]);
    assert_ne!(header_of(&packed, "etag"), header_of(&ask("/", &[]), "etag"), "twins are not the same bytes");
}

#[test]
fn the_apps_own_addresses_get_its_page_and_nothing_else_does() {
    let page = [(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")];
    let anything = [(header::ACCEPT, "*/*")];
    assert_eq!(ask("/obrolan", &page).status(), StatusCode::OK);
    assert_eq!(header_of(&ask("/transaksi/01M2", &page), "cache-control"), "no-cache");
    assert_eq!(ask("/obrolan", &anything).status(), StatusCode::NOT_FOUND);
    for path in ["/missing.js", "/assets/old-9z.js", "/.env", "/index.html.br", "/../Cargo.toml"] {
        assert_eq!(ask(path, &page).status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_browser_with_a_session_gets_the_form_of_the_page_that_it_asks_for() {
    let page = (header::ACCEPT, "text/html");
    let (session, example) = ("a=b; catatduit_session=1f", "catatduit_demo=2e");
    let rows = [
        ("/", session, "home, in"),
        ("/", example, "home, in"),
        ("/reports", session, "reports, in"),
        ("/reports/", session, "reports, in"),
        ("/reports/trend", session, "any page, in"),
        ("/obrolan", session, "any page, in"),
        ("/reports", "a=b; not_catatduit_session=1f", "<!doctype html>"),
        ("/index.html", session, "<!doctype html>"),
    ];
    for (path, cookies, body) in rows {
        let response = ask(path, &[page.clone(), (header::COOKIE, cookies)]);
        assert_eq!(header_of(&response, "cache-control"), "no-cache", "{path}");
        assert_eq!(response.into_body().into_string().await.unwrap(), body, "{path}");
    }
    let packed = [page, (header::COOKIE, session), (header::ACCEPT_ENCODING, "br")];
    let response = ask("/reports", &packed);
    assert_eq!(header_of(&response, "vary"), "Accept-Encoding, Cookie");
    assert_eq!(response.into_body().into_string().await.unwrap(), "reports, in, brotli");
}

#[test]
fn every_file_says_what_it_is() {
    let rows = [
        ("/assets/app-1a2b3c.js", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/icon.svg", "image/svg+xml"),
    ];
    for (path, kind) in rows {
        assert_eq!(header_of(&ask(path, &[]), "content-type"), kind, "{path}");
    }
}

#[tokio::test]
async fn a_binary_without_the_web_app_says_so() {
    let response = answer("/", &HeaderMap::new(), |_| None);
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(response.into_body().into_string().await.unwrap().contains("just web"));
}

#[tokio::test]
async fn what_is_carried_compressed_alone_is_unpacked_for_a_caller_who_takes_no_compression() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(b"export const half = 1 / 2").unwrap();
    let packed = packed.finish().unwrap();
    let only = |name: &str| {
        let data = Cow::Owned(packed.clone());
        let metadata = Metadata::__rust_embed_new([7; 32], None, None);
        (name == "assets/half-4d.js.gz").then_some(EmbeddedFile { data, metadata })
    };
    let ask = |accepted: &str| {
        let headers = [(header::ACCEPT_ENCODING, accepted.parse().unwrap())];
        answer("/assets/half-4d.js", &headers.into_iter().collect(), only)
    };
    let (plain, zipped) = (ask("identity"), ask("gzip, br"));
    assert_eq!((header_of(&plain, "content-encoding"), header_of(&zipped, "content-encoding")), ("", "gzip"));
    assert_eq!(header_of(&plain, "content-type"), "text/javascript; charset=utf-8");
    assert_ne!(header_of(&plain, "etag"), header_of(&zipped, "etag"), "they are not the same bytes");
    assert_eq!(plain.into_body().into_string().await.unwrap(), "export const half = 1 / 2");
    assert_eq!(zipped.into_body().into_vec().await.unwrap(), packed);
}
