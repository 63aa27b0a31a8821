//! The web app, carried inside the binary: its files with their compressed twins, caching by content, and one page
//! for every address that the app routes itself.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::GzDecoder;
use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, Request, Response, Result};
use rust_embed::{EmbeddedFile, RustEmbed};

/// What the web app's build left. Empty in a checkout that never built it.
#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Dist;

/// Answers every address that nothing else answers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Site;

const PAGE: &str = "index.html";

/// Files below it carry a hash of their content in their name.
const HASHED: &str = "assets/";

/// Below it, what else the build made of the page: the same, with what the browser will need named at its top.
const FORMS: &str = "pages/";

/// Every cookie that the box sets is of a session: its family's, or the example's.
const OUR_COOKIES: &str = "catatduit_";

/// Names a compressed twin: its ending and the encoding it is.
const TWINS: [(&str, &str); 2] = [("br", "br"), (GZIP, "gzip")];
const GZIP: &str = "gz";

impl Endpoint for Site {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let refusal = Response::builder().status(StatusCode::METHOD_NOT_ALLOWED);
            return Ok(refusal.header(header::ALLOW, "GET, HEAD").finish());
        }
        let mut response = answer(request.uri().path(), request.headers(), Dist::get);
        if request.method() == Method::HEAD {
            response.take_body();
        }
        Ok(response)
    }
}

/// The answer for a path, from what `file` finds under a name.
fn answer(path: &str, headers: &HeaderMap, file: impl Fn(&str) -> Option<EmbeddedFile>) -> Response {
    let name = path.trim_start_matches('/');
    let name = if name.is_empty() { PAGE } else { name };
    if path != "/"
        && !is_twin(name)
        && let Some(carried) = carried(name, headers, &file)
    {
        return shown(name, carried, headers);
    }
    if !is_page(name, headers) {
        return Response::builder()
            .status(StatusCode::NOT_FOUND)
            .content_type("text/plain; charset=utf-8")
            .header(header::CACHE_CONTROL, "no-cache")
            .body("Tidak ada. / Not found.\n");
    }
    let page = forms(path, headers).iter().find_map(|form| carried(form, headers, &file));
    let Some(page) = page else { return not_built() };
    let mut response = shown(PAGE, page, headers);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Cookie"));
    response
}

/// What the page at an address may be, the best first. Whether a session lasts is for the API to say; the page alone
/// shows nobody anything.
fn forms(path: &str, headers: &HeaderMap) -> [String; 3] {
    let name = if path == "/" { "home" } else { path.trim_matches('/') };
    let (first, second) =
        if is_in(headers) { (format!("in/{name}"), "in") } else { ("out".to_owned(), "out") };
    [format!("{FORMS}{first}.html"), format!("{FORMS}{second}.html"), PAGE.to_owned()]
}

fn is_in(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|list| list.split(';')).any(|cookie| cookie.trim_start().starts_with(OUR_COOKIES))
}

/// Whether a browser asks for a page: the app itself knows which pages there are.
fn is_page(name: &str, headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    name == PAGE || (!name.contains('.') && accepts.contains("text/html"))
}

fn is_twin(name: &str) -> bool {
    TWINS.iter().any(|(ending, _)| name.rsplit_once('.').is_some_and(|(_, last)| last == *ending))
}

/// A file as it is sent.
struct Carried {
    data: Cow<'static, [u8]>,
    tag: String,
    encoding: Option<&'static str>,
}

/// The smallest form of a file that the browser takes; none where there is no such file.
fn carried(name: &str, headers: &HeaderMap, file: impl Fn(&str) -> Option<EmbeddedFile>) -> Option<Carried> {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let twin = |(ending, encoding): &(&str, &'static str)| {
        let twin = file(&format!("{name}.{ending}"))?;
        Some(Carried { tag: tag_of(&twin, ""), data: twin.data, encoding: Some(encoding) })
    };
    let taken = TWINS.iter().filter(|(_, encoding)| accepts(accepted, encoding)).find_map(twin);
    taken.or_else(|| plain(name, file))
}

/// A file without compression, which of most is not carried.
fn plain(name: &str, file: impl Fn(&str) -> Option<EmbeddedFile>) -> Option<Carried> {
    if let Some(plain) = file(name) {
        return Some(Carried { tag: tag_of(&plain, ""), data: plain.data, encoding: None });
    }
    let zipped = file(&format!("{name}.{GZIP}"))?;
    let mut data = Vec::new();
    GzDecoder::new(&*zipped.data).read_to_end(&mut data).ok()?;
    Some(Carried { tag: tag_of(&zipped, "-plain"), data: data.into(), encoding: None })
}

fn shown(name: &str, carried: Carried, headers: &HeaderMap) -> Response {
    let Carried { data, tag, encoding } = carried;
    let caching = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = Response::builder()
        .header(header::ETAG, &tag)
        .header(header::CACHE_CONTROL, caching)
        .header(header::VARY, "Accept-Encoding")
        .finish();
    if is_known(headers, &tag) {
        response.set_status(StatusCode::NOT_MODIFIED);
        return response;
    }
    if let Ok(kind) = HeaderValue::from_str(&kind_of(name)) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    if let Some(encoding) = encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response.headers_mut().insert(header::CONTENT_LENGTH, data.len().into());
    response.set_body(data.into_owned());
    response
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        named && !refused
    })
}

/// From the content itself, so that a restart or a rebuild of the same sources keeps what browsers have.
fn tag_of(content: &EmbeddedFile, form: &str) -> String {
    use std::fmt::Write as _;
    let mut tag = String::from("\"");
    for byte in content.metadata.sha256_hash().iter().take(12) {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push_str(form);
    tag.push('"');
    tag
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = known.flat_map(|list| list.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn kind_of(name: &str) -> String {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let is_text = kind.type_() == "text" || matches!(kind.subtype().as_str(), "javascript" | "json");
    if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}

/// What a person sees whose binary was built without the web app.
fn not_built() -> Response {
    const WORDS: &str = "<!doctype html>\n<html lang=\"id\">\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width\">\n<title>CatatDuit</title>\n\
        <h1>CatatDuit</h1>\n\
        <p>Kotaknya menyala, tetapi aplikasi webnya belum ikut dibangun. Jalankan <code>just web</code>, lalu \
        bangun dan nyalakan lagi. Catatanmu aman, dan Telegram tetap bisa dipakai.</p>\n\
        <p lang=\"en\">The box is running, but its web app was not built in. Run <code>just web</code>, then build \
        and start it again. Your records are safe, and Telegram still works.</p>\n</html>\n";
    Response::builder()
        .status(StatusCode::SERVICE_UNAVAILABLE)
        .content_type("text/html; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-store")
        .body(WORDS)
}

#[cfg(test)]
mod tests;
