//! The certificate that browsers are shown: from a public authority (`acme`), from the box's own (`lan`), or none,
//! because another server has it (`proxy`) or there is no TLS (`off`). It is renewed long before its end; what cannot
//! be renewed is said, and what there is stays in use.

mod acme;
mod announce;
mod folder;
mod local;
mod pair;

use std::collections::BTreeSet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_util::sync::CancellationToken;

pub use announce::{Announcement, announce};
pub use local::{LocalTrouble, Root, is_home};
pub use pair::Facts;

use crate::config::{Config, TlsMode};
use crate::ledger::Timestamp;
use crate::outside::{Outside, later};
use crate::tasks::blocking;
use acme::Authority as Public;
use folder::Folder;
use local::Authority;
use pair::Pair;

/// The box's certificates. A cheap clone.
#[derive(Clone)]
pub struct Certificates {
    inner: Arc<Inner>,
}

struct Inner {
    mode: TlsMode,
    source: Source,
    folder: Folder,
    outside: Outside,
    shown: Arc<Shown>,
    state: Mutex<State>,
}

/// Who gives the certificate.
enum Source {
    Own { authority: Box<Authority>, name: String },
    Public(Box<Public>),
    Nobody,
}

#[derive(Debug, Default)]
struct State {
    facts: Option<Facts>,
    is_stand_in: bool,
    trouble: Option<Trouble>,
    /// How often in a row it could not be renewed.
    failures: u32,
    next_try: Option<Timestamp>,
    announced: Announced,
}

/// Why the certificate could not be renewed, the last time that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub at: Timestamp,
    /// For the owner's eyes, in no language in particular.
    pub what: String,
}

/// Whether devices in the home find the box by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Announced {
    #[default]
    No,
    /// By this name, another one than was asked for when somebody in the home has that.
    As(String),
    /// The system did not allow it.
    Failed(String),
}

impl Announced {
    fn name(&self) -> Option<String> {
        match self {
            Self::As(name) => Some(name.clone()),
            _ => None,
        }
    }
}

/// How the box is met, and for how long its certificate holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub mode: TlsMode,
    /// What browsers are shown at present; none where the box does not speak TLS.
    pub certificate: Option<Facts>,
    /// Nobody vouches for what is shown: it only keeps the place of the first public one.
    pub is_stand_in: bool,
    /// When it is renewed, or tried again.
    pub next_renewal: Option<Timestamp>,
    /// What kept it from being renewed; none after it went well.
    pub trouble: Option<Trouble>,
    pub announced: Announced,
}

/// How often it is looked whether something is due.
const TICK: Duration = Duration::from_secs(5);
/// Waits between tries that fail one after the other; the last one stays. Public authorities count failures, and close
/// the door for an hour after five.
const PATIENCE: [Duration; 6] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(6),
];

/// The box's certificates could not be taken up.
#[derive(Debug, thiserror::Error)]
pub enum TlsTrouble {
    #[error(transparent)]
    Local(#[from] LocalTrouble),
    #[error("preparing certificates from {0}")]
    Public(String, #[source] Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Certificates").field(&self.status()).finish()
    }
}

impl Certificates {
    /// Takes up what the data folder holds, and makes what can be made without anybody else. Blocks.
    pub fn open(config: &Config, outside: Outside) -> Result<Self, TlsTrouble> {
        let folder = Folder::of(&config.data_dir);
        let source = match config.tls.mode {
            TlsMode::Lan => {
                Source::Own { authority: Box::new(Authority::open(&folder)?), name: config.lan.name.clone() }
            }
            TlsMode::Acme => Source::Public(Box::new(Public::of(config)?)),
            TlsMode::Proxy | TlsMode::Off => Source::Nobody,
        };
        let inner = Inner {
            mode: config.tls.mode,
            source,
            folder,
            outside,
            shown: Arc::default(),
            state: Mutex::default(),
        };
        let this = Self { inner: Arc::new(inner) };
        this.take_up()?;
        Ok(this)
    }

    /// How TLS is spoken; none where the box does not speak it. Always the same, whichever certificate is shown.
    pub fn server(&self) -> Option<Arc<ServerConfig>> {
        if !self.inner.mode.is_ours() {
            return None;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        // TLS 1.3, and 1.2 with forward secrecy and authenticated encryption: the library has nothing older.
        let versions = &[&rustls::version::TLS13, &rustls::version::TLS12];
        let builder = ServerConfig::builder_with_provider(provider).with_protocol_versions(versions).ok()?;
        let mut server = builder.with_no_client_auth().with_cert_resolver(self.inner.shown.clone());
        server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        if let Source::Public(_) = self.inner.source {
            server.alpn_protocols.push(acme::PROOF.to_vec());
        }
        Some(Arc::new(server))
    }

    /// What devices in the home are given to trust.
    pub fn root(&self) -> Option<Root> {
        match &self.inner.source {
            Source::Own { authority, .. } => Some(authority.root.clone()),
            _ => None,
        }
    }

    pub fn status(&self) -> Status {
        let state = self.inner.state();
        let due =
            state.facts.as_ref().map(|facts| if state.is_stand_in { facts.not_before } else { facts.due() });
        Status {
            mode: self.inner.mode,
            certificate: state.facts.clone(),
            is_stand_in: state.is_stand_in,
            next_renewal: state.next_try.or(due),
            trouble: state.trouble.clone(),
            announced: state.announced.clone(),
        }
    }

    /// Renews what is due until it is told to stop.
    pub async fn keep(self, stop: CancellationToken) -> anyhow::Result<()> {
        while !stop.is_cancelled() {
            let wait = if self.is_due() { self.renew().await } else { TICK };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => {}
            }
        }
        Ok(())
    }

    /// Shows what the folder holds, where that fits; else what can be made at once.
    fn take_up(&self) -> Result<(), TlsTrouble> {
        match &self.inner.source {
            Source::Own { .. } => {
                if let Some(pair) = self.kept(local::LEAF) {
                    self.show(pair, false);
                }
                if self.is_due() {
                    self.give_own()?;
                }
            }
            Source::Public(public) => {
                if let Some(pair) = self.kept(&public.file) {
                    self.show(pair, false);
                } else {
                    let made =
                        local::stand_in(&self.inner.folder, &public.names(), self.inner.outside.now())?;
                    self.show(made, true);
                }
            }
            Source::Nobody => {}
        }
        Ok(())
    }

    /// A damaged file is as good as none: another certificate can be had.
    fn kept(&self, file: &str) -> Option<Pair> {
        let pair = match self.inner.folder.read(file) {
            Ok(text) => Pair::read(&text?).map_err(anyhow::Error::from),
            Err(error) => Err(error.into()),
        };
        pair.map_err(
            |error| tracing::warn!(error = %format!("{error:#}"), file, "a certificate cannot be used"),
        )
        .ok()
    }

    fn show(&self, pair: Pair, is_stand_in: bool) {
        self.inner.shown.put(pair.key);
        let mut state = self.inner.state();
        (state.facts, state.is_stand_in) = (Some(pair.facts), is_stand_in);
    }

    fn is_due(&self) -> bool {
        let (now, state) = (self.inner.outside.now(), self.inner.state());
        // Earlier than that no box of ours was made: a clock that says so was not set yet.
        let now = now.max(local::BEGINNING);
        let Some(facts) = &state.facts else { return self.inner.mode.is_ours() };
        let (names, addresses) = self.wanted(state.announced.name());
        let fits = names.is_subset(&facts.names) && addresses.is_subset(&facts.addresses);
        // A clock that was set back may stand before a certificate's beginning.
        state.is_stand_in || !fits || now >= facts.due() || now < facts.not_before
    }

    /// What the certificate has to be for.
    fn wanted(&self, announced: Option<String>) -> (BTreeSet<String>, BTreeSet<IpAddr>) {
        match &self.inner.source {
            Source::Own { name, .. } => {
                let own = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                let addresses =
                    self.inner.outside.addresses().into_iter().filter(|address| is_home(*address));
                let names = [name.clone(), "localhost".to_owned()].into_iter().chain(announced);
                (names.collect(), addresses.chain(own).collect())
            }
            Source::Public(public) => (public.names(), BTreeSet::new()),
            Source::Nobody => (BTreeSet::new(), BTreeSet::new()),
        }
    }

    /// One try; how long to wait for the next.
    async fn renew(&self) -> Duration {
        let result = match &self.inner.source {
            Source::Own { .. } => {
                let this = self.clone();
                blocking(move || Ok::<_, anyhow::Error>(this.give_own()?)).await
            }
            Source::Public(public) => self.get_public(public).await.map_err(anyhow::Error::from),
            Source::Nobody => Ok(()),
        };
        let mut state = self.inner.state();
        match result {
            Ok(()) => {
                (state.failures, state.trouble, state.next_try) = (0, None, None);
                TICK
            }
            Err(error) => {
                let asked = error.downcast_ref::<acme::Refusal>().and_then(|refusal| refusal.after);
                let place = usize::try_from(state.failures).unwrap_or(usize::MAX).min(PATIENCE.len() - 1);
                let wait = PATIENCE[place].max(asked.unwrap_or_default());
                let (at, what) = (self.inner.outside.now(), format!("{error:#}"));
                tracing::warn!(error = %what, wait_s = wait.as_secs(), "the certificate could not be renewed; the one before stays in use");
                state.failures = state.failures.saturating_add(1);
                state.trouble = Some(Trouble { at, what });
                state.next_try = Some(later(at, wait));
                wait
            }
        }
    }

    fn give_own(&self) -> Result<(), LocalTrouble> {
        if let Source::Own { authority, .. } = &self.inner.source {
            let announced = self.inner.state().announced.name();
            let ((names, addresses), now) = (self.wanted(announced), self.inner.outside.now());
            let pair = authority.give(&self.inner.folder, &names, &addresses, now)?;
            tracing::info!(not_after = %pair.facts.not_after, "made a certificate for the home");
            self.show(pair, false);
        }
        Ok(())
    }

    async fn get_public(&self, public: &Public) -> Result<(), acme::Refusal> {
        let pair = public.order(&self.inner.folder, &self.inner.shown).await?;
        tracing::info!(not_after = %pair.facts.not_after, issuer = pair.facts.issuer, "got a certificate");
        self.show(pair, false);
        if self.is_due() {
            // Asking again at once, and again, would be noise to the authority and close its door.
            return Err(acme::Refusal::new(
                "looking at the new certificate",
                "it does not last or does not fit",
            ));
        }
        Ok(())
    }

    pub(crate) fn note_announced(&self, announced: Announced) {
        self.inner.state().announced = announced;
    }
}

impl Inner {
    /// A panic while it is held leaves nothing half done: each change is an assignment.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is shown to whoever asks: the certificate, and to an authority the proof that it asked for.
#[derive(Debug, Default)]
struct Shown {
    certificate: RwLock<Option<Arc<CertifiedKey>>>,
    proof: RwLock<Option<(String, Arc<CertifiedKey>)>>,
}

impl Shown {
    fn put(&self, key: Arc<CertifiedKey>) {
        *self.certificate.write().unwrap_or_else(PoisonError::into_inner) = Some(key);
    }

    fn prove(&self, proof: Option<(String, Arc<CertifiedKey>)>) {
        *self.proof.write().unwrap_or_else(PoisonError::into_inner) = proof;
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        if rustls_acme::is_tls_alpn_challenge(&hello) {
            let proof = self.proof.read().unwrap_or_else(PoisonError::into_inner);
            let (name, key) = proof.as_ref()?;
            return (hello.server_name() == Some(name.as_str())).then(|| key.clone());
        }
        self.certificate.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Whether somebody on the internet could reach the box at this address, as far as the address says.
pub fn is_public(address: IpAddr) -> bool {
    let address = address.to_canonical();
    let is_link_local = matches!(address, IpAddr::V6(v6) if v6.is_unicast_link_local());
    !is_home(address) && !is_link_local && !address.is_unspecified() && !address.is_multicast()
}
