//! A certificate with its key, as it lies in a file and as it is shown to browsers; and what it says of itself.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use rustls::crypto::ring::sign::any_ecdsa_type;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::ledger::Timestamp;

/// A certificate, those that vouch for it, and its key.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) key: Arc<CertifiedKey>,
    pub(super) facts: Facts,
}

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub names: BTreeSet<String>,
    pub addresses: BTreeSet<IpAddr>,
    /// Who vouches for it.
    pub issuer: String,
    pub not_before: Timestamp,
    pub not_after: Timestamp,
    /// SHA-256 of the certificate, in hexadecimal.
    pub fingerprint: String,
}

/// A file does not hold a key and a certificate that belong together.
#[derive(Debug, thiserror::Error)]
#[error("not a certificate with its key: {0}")]
pub struct NotAPair(String);

impl NotAPair {
    #[expect(clippy::needless_pass_by_value, reason = "an error ends here, and is handed over")]
    pub(super) fn because(why: impl ToString) -> Self {
        Self(why.to_string())
    }
}

impl Pair {
    /// From a file with the key first.
    pub(super) fn read(pem: &str) -> Result<Self, NotAPair> {
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(NotAPair::because)?;
        let chain = CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<Vec<_>, _>>();
        let chain = chain.map_err(NotAPair::because)?;
        let facts = Facts::of(chain.first().ok_or_else(|| NotAPair::because("there is no certificate"))?)?;
        let key = any_ecdsa_type(&key).map_err(NotAPair::because)?;
        let key = CertifiedKey::new(chain, key);
        key.keys_match().map_err(NotAPair::because)?;
        Ok(Self { key: Arc::new(key), facts })
    }
}

impl Facts {
    pub(super) fn of(der: &CertificateDer<'_>) -> Result<Self, NotAPair> {
        let (_, certificate) = X509Certificate::from_der(der).map_err(NotAPair::because)?;
        let (mut names, mut addresses) = (BTreeSet::new(), BTreeSet::new());
        let others = certificate.subject_alternative_name().map_err(NotAPair::because)?;
        for name in others.iter().flat_map(|others| &others.value.general_names) {
            match name {
                GeneralName::DNSName(name) => {
                    names.insert((*name).to_owned());
                }
                GeneralName::IPAddress(bytes) => addresses.extend(address_of(bytes)),
                _ => {}
            }
        }
        let at = |time: x509_parser::time::ASN1Time| {
            Timestamp::from_second(time.timestamp()).map_err(NotAPair::because)
        };
        let validity = certificate.validity();
        Ok(Self {
            names,
            addresses,
            issuer: certificate.issuer().to_string(),
            not_before: at(validity.not_before)?,
            not_after: at(validity.not_after)?,
            fingerprint: fingerprint(der),
        })
    }

    /// When a third of its life is left.
    pub fn due(&self) -> Timestamp {
        let life = self.not_after.as_second() - self.not_before.as_second();
        Timestamp::from_second(self.not_after.as_second() - life / 3).unwrap_or(self.not_after)
    }

    /// Whether it holds at this moment.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.not_before <= now && now < self.not_after
    }
}

pub(super) fn fingerprint(der: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(der))
}

fn address_of(bytes: &[u8]) -> Option<IpAddr> {
    match bytes.len() {
        4 => Some(IpAddr::from(<[u8; 4]>::try_from(bytes).ok()?)),
        16 => Some(IpAddr::from(<[u8; 16]>::try_from(bytes).ok()?)),
        _ => None,
    }
}
