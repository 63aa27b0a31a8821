//! The certificate that browsers are shown: where it comes from, and for how long it holds.

use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Owning, Refused};
use super::reply::Shown;
use super::scalar::{Instant, Nullable};
use crate::config::TlsMode;
use crate::tls::{Announced, Status, Trouble};

#[derive(Debug)]
pub(super) struct Certificates;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Box")]
impl Certificates {
    /// Look at the box's certificate
    ///
    /// Where it comes from, whom it is for, until when it holds, and what keeps it from being renewed. Only for owners of
    /// the household that the box was set up with.
    #[oai(path = "/certificate", method = "get", operation_id = "look_at_certificate")]
    async fn look(&self, caller: Caller) -> Result<Shown<CertificateView>, Refused<Owning>> {
        let status = caller.door.certificate();
        Ok(Shown(caller.run(move |me| me.as_keeper().map(|_| CertificateView::of(status))).await?))
    }
}

/// Where the certificate comes from. `acme`: a public authority. `lan`: the box's own. `proxy`: a server in front of the
/// box has it. `off`: there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
enum CertificateMode {
    Acme,
    Lan,
    Proxy,
    Off,
}

/// The box's certificate.
#[derive(Debug, Object)]
pub(super) struct CertificateView {
    mode: CertificateMode,
    /// What browsers are shown; `null` where the box does not speak TLS itself.
    certificate: Nullable<ShownCertificateView>,
    /// When it is renewed, or tried again.
    next_renewal: Nullable<Instant>,
    /// What keeps it from being renewed; `null` after that went well.
    trouble: Nullable<RenewalTroubleView>,
    /// The name that devices in the home find the box by; `null` where they do not.
    announced: Nullable<String>,
    /// Where devices take in the box's own authority; `null` where others vouch for the box.
    trust_page: Nullable<String>,
}

/// A certificate.
#[derive(Debug, Object)]
struct ShownCertificateView {
    names: Vec<String>,
    addresses: Vec<String>,
    /// Who vouches for it.
    issuer: String,
    not_before: Instant,
    not_after: Instant,
    /// SHA-256, in hexadecimal.
    fingerprint: String,
    /// Nobody vouches for it: it keeps the place of the first public one.
    stand_in: bool,
}

/// Why it could not be renewed.
#[derive(Debug, Object)]
struct RenewalTroubleView {
    at: Instant,
    /// As it was met; for the owner's eyes, not in any language in particular.
    what: String,
}

impl CertificateView {
    fn of(status: Status) -> Self {
        let shown = status.certificate.map(|facts| ShownCertificateView {
            names: facts.names.into_iter().collect(),
            addresses: facts.addresses.iter().map(ToString::to_string).collect(),
            issuer: facts.issuer,
            not_before: facts.not_before.into(),
            not_after: facts.not_after.into(),
            fingerprint: facts.fingerprint,
            stand_in: status.is_stand_in,
        });
        let announced = match status.announced {
            Announced::As(name) => Some(name),
            Announced::No | Announced::Failed(_) => None,
        };
        let trouble = status.trouble.map(|Trouble { at, what }| RenewalTroubleView { at: at.into(), what });
        Self {
            mode: match status.mode {
                TlsMode::Acme => CertificateMode::Acme,
                TlsMode::Lan => CertificateMode::Lan,
                TlsMode::Proxy => CertificateMode::Proxy,
                TlsMode::Off => CertificateMode::Off,
            },
            certificate: shown.into(),
            next_renewal: status.next_renewal.map(Instant).into(),
            trouble: trouble.into(),
            announced: announced.into(),
            trust_page: (status.mode == TlsMode::Lan).then(|| "/ca".to_owned()).into(),
        }
    }
}
