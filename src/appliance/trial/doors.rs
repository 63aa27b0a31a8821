//! How the example is met: the way in and out of it, and its API beside the family's.

use std::sync::atomic::Ordering;

use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, Request, Response, Result};

use super::{COOKIE, LASTS, NotNow, Trial, UNTIL, locked};
use crate::api::{self, SESSION_COOKIE};
use crate::ctx::Met;
use crate::site::Site;
use crate::tasks::blocking;

/// The address of the example family: its page, which the web app draws; the way in, and the way out.
pub(super) struct WayIn(pub(super) Trial);

impl Endpoint for WayIn {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let Self(trial) = self;
        if request.method().is_safe() {
            return Site.call(request).await;
        }
        let answer = Response::builder().header(header::CACHE_CONTROL, "no-store");
        if api::is_from_another_site(&request, &trial.inner.door) {
            return Ok(answer.status(StatusCode::FORBIDDEN).finish());
        }
        let shown = cookie_in(request.headers(), COOKIE);
        let over_tls = request.data::<Met>().is_some_and(|met| met.over_tls);
        match *request.method() {
            Method::POST => {
                let (app, demo) = (trial.inner.app.clone(), trial.inner.config.demo);
                let is_offered = blocking(move || app.is_set_up()).await.map(|is| demo.is_offered(is));
                if !is_offered.unwrap_or(false) {
                    return Ok(answer.status(StatusCode::NOT_FOUND).finish());
                }
                Ok(match trial.begin(shown.as_deref()).await {
                    Ok(secret) => answer
                        .status(StatusCode::NO_CONTENT)
                        .header(header::SET_COOKIE, cookie(&secret, LASTS.as_secs(), over_tls))
                        .finish(),
                    Err(NotNow::Taken) => answer.status(StatusCode::CONFLICT).finish(),
                    Err(NotNow::TooOften(seconds)) => answer
                        .status(StatusCode::TOO_MANY_REQUESTS)
                        .header(header::RETRY_AFTER, seconds)
                        .finish(),
                    Err(NotNow::Broken(error)) => {
                        tracing::warn!(error = format!("{error:#}"), "no example family could be made up");
                        answer.status(StatusCode::SERVICE_UNAVAILABLE).finish()
                    }
                })
            }
            Method::DELETE => {
                let live = trial.live().await;
                if live.is_some_and(|live| shown.as_deref() == Some(locked(&live.secret).as_str())) {
                    trial.end().await;
                }
                let gone = cookie("", 0, over_tls);
                Ok(answer.status(StatusCode::NO_CONTENT).header(header::SET_COOKIE, gone).finish())
            }
            _ => Ok(answer
                .status(StatusCode::METHOD_NOT_ALLOWED)
                .header(header::ALLOW, "GET, HEAD, POST, DELETE")
                .finish()),
        }
    }
}

/// The family's API, and the example's beside it.
pub(super) struct Beside<E> {
    pub(super) real: E,
    pub(super) trial: Trial,
}

/// Whoever is in the example may make a family of their own: this one is always the box's.
const SETUP: &str = "/api/v1/setup";

impl<E: Endpoint<Output = Response>> Endpoint for Beside<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let headers = request.headers_mut();
        // A program shows a token of its own, and is a family's.
        let Some(secret) =
            cookie_in(headers, COOKIE).filter(|_| !headers.contains_key(header::AUTHORIZATION))
        else {
            return self.real.call(request).await;
        };
        let over_tls = request.data::<Met>().is_some_and(|met| met.over_tls);
        // From here on nobody sees the cookie of a real session.
        request.headers_mut().remove(header::COOKIE);
        if request.uri().path() == SETUP {
            let is_new = request.method() == Method::POST;
            let mut response = self.real.call(request).await?;
            if is_new && response.status().is_success() {
                self.trial.end().await;
                forget(&mut response, over_tls);
            }
            return Ok(response);
        }
        // One that is over, or another visitor's, opens nothing.
        let live = self.trial.live().await.filter(|live| *locked(&live.secret) == secret);
        let Some(live) = live else {
            let mut response = self.real.call(request).await?;
            forget(&mut response, over_tls);
            return Ok(response);
        };
        live.used.store(self.trial.now().as_millisecond(), Ordering::Relaxed);
        if let Ok(session) = HeaderValue::from_str(&format!("{SESSION_COOKIE}={secret}")) {
            request.headers_mut().insert(header::COOKIE, session);
        }
        let mut response = live.api.call(request).await?;
        match kept_apart(response.headers_mut()) {
            // They signed out, and nobody else is in it.
            Some(new) if new.is_empty() => self.trial.end().await,
            Some(new) => *locked(&live.secret) = new,
            None => {}
        }
        if let Ok(until) = HeaderValue::from_str(&live.until.to_string()) {
            response.headers_mut().insert(UNTIL, until);
        }
        Ok(response)
    }
}

/// What the example calls its session is its own cookie outside: a real one is never overwritten. Gives the new secret.
fn kept_apart(headers: &mut HeaderMap) -> Option<String> {
    let said = headers.get(header::SET_COOKIE)?.to_str().ok()?;
    let (secret, rest) = said.strip_prefix(SESSION_COOKIE)?.strip_prefix('=')?.split_once(';')?;
    let (secret, text) = (secret.to_owned(), format!("{COOKIE}={secret};{rest}"));
    match HeaderValue::from_str(&text) {
        Ok(value) => headers.insert(header::SET_COOKIE, value),
        Err(_) => headers.remove(header::SET_COOKIE),
    };
    Some(secret)
}

/// Takes the example's cookie away from a browser.
fn forget(response: &mut Response, over_tls: bool) {
    response.headers_mut().append(header::SET_COOKIE, cookie("", 0, over_tls));
}

fn cookie_in(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(given, _)| *given == name).map(|(_, secret)| secret.to_owned())
}

fn cookie(secret: &str, life_s: u64, over_tls: bool) -> HeaderValue {
    let secure = if over_tls { "; Secure" } else { "" };
    let text = format!("{COOKIE}={secret}; Path=/; Max-Age={life_s}; HttpOnly; SameSite=Strict{secure}");
    // Our own secrets are hexadecimal, so the text is always one a header can hold.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_session_is_never_overwritten() {
        let told = |text: &str| {
            let mut headers = HeaderMap::from_iter([(header::SET_COOKIE, text.parse().unwrap())]);
            let secret = kept_apart(&mut headers);
            (secret, headers[header::SET_COOKIE].to_str().unwrap().to_owned())
        };
        let (secret, text) = told("catatduit_session=ab12; Path=/; HttpOnly");
        assert_eq!(
            (secret.as_deref(), text.as_str()),
            (Some("ab12"), "catatduit_demo=ab12; Path=/; HttpOnly")
        );
        let (secret, text) = told("catatduit_session=; Path=/; Max-Age=0");
        assert_eq!((secret.as_deref(), text.as_str()), (Some(""), "catatduit_demo=; Path=/; Max-Age=0"));
        assert_eq!(told("other=1; Path=/"), (None, "other=1; Path=/".to_owned()));
    }
}
