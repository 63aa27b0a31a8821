//! Addresses on the internet that the box calls by itself where its owner wants it to. They hold what nobody else needs
//! to know, so they are secrets.

use std::fmt;

use super::secret::Secret;

/// Where a Sentry, or what speaks as one, takes errors: `https://key@sentry.example/7`.
#[derive(Clone, PartialEq, Eq)]
pub struct Dsn {
    /// `https://sentry.example/api/7/envelope/`
    envelope: String,
    key: Secret,
}

impl Dsn {
    pub(super) fn read(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://").filter(|(scheme, _)| is_web(scheme))?;
        let (key, rest) = rest.split_once('@')?;
        // An old one has a second key, which is not sent any more.
        let key = key.split(':').next().unwrap_or(key);
        let (host, project) = rest.trim_end_matches('/').split_once('/')?;
        let (folder, project) =
            project.rsplit_once('/').map_or(("", project), |(folder, project)| (folder, project));
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_project = !project.is_empty() && project.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_key || !is_project || host.is_empty() || rest.contains(['?', '#', '@', ' ']) {
            return None;
        }
        let folder = if folder.is_empty() { String::new() } else { format!("/{folder}") };
        let envelope = format!("{scheme}://{host}{folder}/api/{project}/envelope/");
        Some(Self { envelope, key: Secret::new(key) })
    }

    /// Where an envelope is sent.
    pub fn envelope(&self) -> &str {
        &self.envelope
    }

    /// What says who sends it: the value of `X-Sentry-Auth`.
    pub fn auth(&self) -> String {
        let client = concat!("catatduit/", env!("CARGO_PKG_VERSION"));
        format!("Sentry sentry_version=7, sentry_client={client}, sentry_key={}", self.key.reveal())
    }
}

impl fmt::Debug for Dsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dsn(set)")
    }
}

/// Whether it is an address of the web, with a path or without.
pub(super) fn is_address(text: &str) -> bool {
    let host = text.split_once("://").filter(|(scheme, _)| is_web(scheme)).map(|(_, rest)| rest);
    host.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']))
}

fn is_web(scheme: &str) -> bool {
    matches!(scheme, "https" | "http")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dsn_says_where_and_with_what_key() {
        let rows = [
            ("https://abc@sentry.example/7", Some("https://sentry.example/api/7/envelope/")),
            ("http://abc:def@127.0.0.1:9000/errors/7/", Some("http://127.0.0.1:9000/errors/api/7/envelope/")),
            ("https://sentry.example/7", None),
            ("https://abc@sentry.example", None),
            ("ftp://abc@sentry.example/7", None),
        ];
        for (text, envelope) in rows {
            assert_eq!(Dsn::read(text).as_ref().map(Dsn::envelope), envelope, "{text}");
        }
        let dsn = Dsn::read("https://abc@sentry.example/7").unwrap();
        assert!(dsn.auth().ends_with("sentry_key=abc"));
        assert!(!format!("{dsn:?}").contains("abc"));
    }

    #[test]
    fn an_address_has_a_host() {
        assert!(is_address("https://hc.example/ping/6a1f") && is_address("http://192.168.1.7:3001/x?y=z"));
        assert!(!is_address("hc.example/ping") && !is_address("https:///ping") && !is_address("file:///etc"));
    }
}
