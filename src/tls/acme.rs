//! A certificate from a public authority, by ACME: the box proves that its names lead to it by showing a certificate
//! made for the question (TLS-ALPN-01), on the port where it answers anyway.
//!
//! The protocol's objects and the proof are `rustls-acme`'s. The requests are made with the box's own client, so that
//! names are looked up as everywhere else in the box, each call has a deadline, and what an authority says is kept.

mod wire;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertificateParams, DistinguishedName, KeyPair};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls_acme::acme::{
    ACME_TLS_ALPN_NAME, Account, Auth, AuthStatus, Challenge, Identifier, Order, OrderStatus,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::time::{Instant, sleep};

use super::folder::{FileTrouble, Folder};
use super::pair::Pair;
use super::{Shown, TlsTrouble};
use crate::config::Config;
use crate::outside::Outside;
use wire::Wire;

/// What an authority that asks for a proof says it speaks.
pub(super) const PROOF: &[u8] = ACME_TLS_ALPN_NAME;

/// All of one order.
const WHOLE: Duration = Duration::from_mins(5);
/// Until the authority has looked, or has made the certificate.
const PATIENCE: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_secs(1);

/// A public authority, and what it is asked for.
pub(super) struct Authority {
    names: Vec<String>,
    contact: Option<String>,
    directory: String,
    http: reqwest::Client,
    /// Where its certificate lies in the folder.
    pub(super) file: String,
    account_file: String,
}

/// An authority did not give a certificate.
#[derive(Debug, thiserror::Error)]
#[error("{doing}: {why}")]
pub(super) struct Refusal {
    doing: String,
    why: String,
    /// It asked to be left alone for so long.
    pub(super) after: Option<Duration>,
}

impl Refusal {
    #[expect(clippy::needless_pass_by_value, reason = "an error ends here, and is handed over")]
    pub(super) fn new(doing: impl Into<String>, why: impl ToString) -> Self {
        Self { doing: doing.into(), why: why.to_string(), after: None }
    }

    fn keeping(error: &FileTrouble) -> Self {
        Self::new("keeping the certificate", format!("{:#}", Chain(error)))
    }
}

/// An error with what caused it, in one line.
struct Chain<'a>(&'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl Authority {
    pub(super) fn of(config: &Config) -> Result<Self, TlsTrouble> {
        let directory = config.acme.directory.as_str().to_owned();
        let trouble =
            |source: Box<dyn std::error::Error + Send + Sync>| TlsTrouble::Public(directory.clone(), source);
        let roots = match &config.acme.root_file {
            Some(file) => CertificateDer::pem_file_iter(file)
                .and_then(Iterator::collect)
                .map_err(|error| trouble(format!("{}: {error}", file.display()).into()))?,
            None => Vec::<CertificateDer<'static>>::new(),
        };
        let http = Outside::http_trusting(&roots).map_err(|error| trouble(error.into()))?;
        // Staging and production, or two authorities, do not share an account or a certificate.
        let tag = data_encoding::HEXLOWER.encode(&Sha256::digest(directory.as_bytes())[..6]);
        Ok(Self {
            names: config.certified_names(),
            contact: config.acme.contact.clone(),
            http,
            file: format!("acme-{tag}.pem"),
            account_file: format!("acme-{tag}.account"),
            directory,
        })
    }

    pub(super) fn names(&self) -> BTreeSet<String> {
        self.names.iter().cloned().collect()
    }

    /// Asks for a certificate, proves what has to be proved, and keeps what comes.
    pub(super) async fn order(&self, folder: &Folder, shown: &Shown) -> Result<Pair, Refusal> {
        let ordered = tokio::time::timeout(WHOLE, self.carry_out(folder, shown)).await;
        // Nobody is shown a proof that nobody waits for.
        shown.prove(None);
        let ordered = ordered.map_err(|_| Refusal::new("ordering a certificate", "it took too long"))?;
        let pem = ordered?;
        let pair = Pair::read(&pem).map_err(|error| Refusal::new("reading the certificate", error))?;
        let written = folder.write(&self.file, &pem);
        written.map_err(|error| Refusal::keeping(&error))?;
        Ok(pair)
    }

    async fn carry_out(&self, folder: &Folder, shown: &Shown) -> Result<String, Refusal> {
        let mut wire = Wire::open(self.http.clone(), &self.directory).await?;
        let account = wire.sign_in(self.account_key(folder)?, self.contact.as_deref()).await?;
        let identifiers: Vec<_> =
            self.names.iter().map(|name| json!({"type": "dns", "value": name})).collect();
        let new_order = account.directory.new_order.clone();
        let placed = wire
            .post(&account, "placing the order", &new_order, &json!({"identifiers": identifiers}))
            .await?;
        let address = placed.location.clone();
        let address = address.ok_or_else(|| Refusal::new("placing the order", "the order has no address"))?;
        let mut order: Order = placed.read("placing the order")?;
        for authorization in &order.authorizations {
            prove(&mut wire, &account, authorization, shown).await?;
        }
        let key = KeyPair::generate().map_err(|error| Refusal::new("making a key", error))?;
        let until = Instant::now() + PATIENCE;
        let mut is_asked = false;
        loop {
            match order.status {
                OrderStatus::Valid { certificate } => {
                    let chain = wire.ask(&account, "fetching the certificate", &certificate).await?;
                    return Ok([key.serialize_pem(), "\n".to_owned(), chain.body].concat());
                }
                OrderStatus::Invalid => {
                    let why = order.error.and_then(|error| error.detail);
                    return Err(Refusal::new("ordering", why.unwrap_or_else(|| "it was refused".to_owned())));
                }
                OrderStatus::Ready if !is_asked => {
                    is_asked = true;
                    let request = json!({"csr": self.request(&key)?});
                    let done = wire.post(&account, "finishing the order", &order.finalize, &request).await?;
                    order = done.read("finishing the order")?;
                    continue;
                }
                OrderStatus::Pending | OrderStatus::Ready | OrderStatus::Processing => {}
            }
            if Instant::now() >= until {
                return Err(Refusal::new("ordering", "the certificate was never made"));
            }
            sleep(PAUSE).await;
            order =
                wire.ask(&account, "asking for the order", &address).await?.read("asking for the order")?;
        }
    }

    fn request(&self, key: &KeyPair) -> Result<String, Refusal> {
        let made = CertificateParams::new(self.names.clone()).and_then(|mut params| {
            params.distinguished_name = DistinguishedName::new();
            params.serialize_request(key)
        });
        let made = made.map_err(|error| Refusal::new("writing the request", error))?;
        Ok(data_encoding::BASE64URL_NOPAD.encode(made.der()))
    }

    /// The key of the account, made before the first order.
    fn account_key(&self, folder: &Folder) -> Result<Vec<u8>, Refusal> {
        let kept = folder.read(&self.account_file).map_err(|error| Refusal::keeping(&error))?;
        if let Some(text) = kept {
            let key = data_encoding::BASE64.decode(text.trim().as_bytes());
            return key.map_err(|error| Refusal::new("reading the account's key", error));
        }
        let key = Account::generate_key_pair();
        let written = folder.write(&self.account_file, &data_encoding::BASE64.encode(&key));
        written.map_err(|error| Refusal::keeping(&error))?;
        Ok(key)
    }
}

/// Shows the authority that one of the names leads here.
async fn prove(wire: &mut Wire, account: &Account, address: &str, shown: &Shown) -> Result<(), Refusal> {
    const DOING: &str = "proving a name";
    let auth: Auth = wire.ask(account, DOING, address).await?.read(DOING)?;
    let Identifier::Dns(name) = auth.identifier.clone();
    if matches!(auth.status, AuthStatus::Valid) {
        return Ok(());
    }
    let (challenge, proof) = account
        .tls_alpn_01(&auth.challenges, name.clone())
        .map_err(|error| Refusal::new(format!("proving {name}"), error))?;
    shown.prove(Some((name.clone(), Arc::new(proof))));
    wire.post(account, DOING, &challenge.url, &json!({})).await?;
    let until = Instant::now() + PATIENCE;
    loop {
        sleep(PAUSE).await;
        let auth: Auth = wire.ask(account, DOING, address).await?.read(DOING)?;
        match auth.status {
            AuthStatus::Valid => return Ok(()),
            AuthStatus::Pending if Instant::now() < until => {}
            AuthStatus::Pending => {
                return Err(Refusal::new(format!("proving {name}"), "the authority never looked"));
            }
            _ => return Err(Refusal::new(format!("proving {name}"), why_not(&auth.challenges))),
        }
    }
}

/// What the authority says went wrong, such as that it could not connect.
fn why_not(challenges: &[Challenge]) -> String {
    let told = challenges.iter().filter_map(|challenge| challenge.error.as_ref()?.detail.clone());
    told.reduce(|first, next| format!("{first}; {next}"))
        .unwrap_or_else(|| "the name was not proved".to_owned())
}
