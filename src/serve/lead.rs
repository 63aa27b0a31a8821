//! The address without TLS, where the box has one with it: it leads there, and does nothing else but what a device
//! needs before it can follow.

use poem::http::{Method, StatusCode, Uri, header};
use poem::{Endpoint, Request, Response, Result};

/// Where the box is met with TLS.
#[derive(Debug, Clone)]
pub(super) struct Lead {
    /// For a caller who does not say what the box is called.
    pub(super) name: String,
    pub(super) port: u16,
}

impl Endpoint for Lead {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        // A program that sends something has sent it in the clear by now; leading it on would hide that for ever.
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let refusal = Response::builder().status(StatusCode::FORBIDDEN);
            let refusal = refusal.content_type("text/plain; charset=utf-8");
            return Ok(refusal.body("Pakai https. / Use https.\n"));
        }
        let host = request.header(header::HOST);
        let to = self.address(host, request.uri());
        // Not for ever: an owner may go back.
        let answer = Response::builder().status(StatusCode::TEMPORARY_REDIRECT);
        Ok(answer.header(header::LOCATION, to).header(header::CACHE_CONTROL, "no-store").finish())
    }
}

impl Lead {
    fn address(&self, host: Option<&str>, uri: &Uri) -> String {
        let name = host.and_then(name_in).unwrap_or(&self.name);
        let port = if self.port == 443 { String::new() } else { format!(":{}", self.port) };
        let rest = uri.path_and_query().map_or("/", |rest| rest.as_str());
        format!("https://{name}{port}{rest}")
    }
}

/// A host without its port, if it is one.
fn name_in(host: &str) -> Option<&str> {
    let name = match host.strip_prefix('[') {
        Some(rest) => host.get(..rest.find(']')? + 2)?,
        None => host.split(':').next()?,
    };
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || b"-.:[]".contains(&letter);
    (!name.is_empty() && name.len() <= 255 && name.bytes().all(fits)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_leads_to_the_same_page_of_the_same_host() {
        let lead = |port| Lead { name: "catatduit.local".to_owned(), port };
        let rows = [
            (443, Some("192.168.1.7:8080"), "/a/b?c=d", "https://192.168.1.7/a/b?c=d"),
            (8443, Some("duit.example.org"), "/", "https://duit.example.org:8443/"),
            (443, Some("[fd00::7]:80"), "/", "https://[fd00::7]/"),
            (443, None, "/x", "https://catatduit.local/x"),
            (443, Some("evil.example/@"), "/", "https://catatduit.local/"),
            (443, Some(""), "//elsewhere.example", "https://catatduit.local//elsewhere.example"),
        ];
        for (port, host, path, expected) in rows {
            assert_eq!(lead(port).address(host, &path.parse().unwrap()), expected);
        }
    }
}
