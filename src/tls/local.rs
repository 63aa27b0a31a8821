//! The box's own authority, for a home without a name on the internet: its root, which a family's devices are told to
//! trust, and the certificate that it gives to the box.
//!
//! The root vouches for nothing but names that a home may use and addresses that no machine on the internet has. Who
//! steals its key cannot pass for a bank with it.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose, NameConstraints, SanType, date_time_ymd,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use sha2::{Digest as _, Sha256};

use super::folder::{FileTrouble, Folder};
use super::pair::{Facts, NotAPair, Pair};
use crate::config::HOME_ENDINGS;
use crate::ledger::Timestamp;
use crate::outside::earlier;

pub(super) const ROOT_KEY: &str = "ca.key";
pub(super) const ROOT: &str = "ca.crt";
pub(super) const LEAF: &str = "lan.pem";
pub(super) const STAND_IN: &str = "stand-in.pem";

/// How long the box's own certificate holds; a new one is made when a third of that is left. Apple takes at most 825
/// days.
const LEAF_LIFE: Duration = Duration::from_hours(90 * 24);
/// A device whose clock is a little behind takes it too.
const BACKDATED: Duration = Duration::from_hours(24);

/// The first day of the root, which is fixed: a box without a clock of its own may believe any day when it is first
/// started.
pub(super) const BEGINNING: Timestamp = Timestamp::constant(1_735_689_600, 0);

/// The box's own authority could not be taken up.
#[derive(Debug, thiserror::Error)]
pub enum LocalTrouble {
    #[error(transparent)]
    File(#[from] FileTrouble),
    #[error("tls/{0} in the data folder")]
    Damaged(&'static str, #[source] NotAPair),
    #[error("making a certificate")]
    Making(#[from] rcgen::Error),
}

/// What the box vouches with.
pub(super) struct Authority {
    key: KeyPair,
    certificate: rcgen::Certificate,
    pub(super) root: Root,
}

/// What devices are given to trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    pub pem: String,
    pub der: Vec<u8>,
    pub facts: Facts,
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Authority").field(&self.root.facts.issuer).finish()
    }
}

impl Authority {
    /// The one in the folder, made there if there is none. A damaged key is refused and never replaced: a family's
    /// devices trust it.
    pub(super) fn open(folder: &Folder) -> Result<Self, LocalTrouble> {
        let key = if let Some(pem) = folder.read(ROOT_KEY)? {
            KeyPair::from_pem(&pem)
                .map_err(|error| LocalTrouble::Damaged(ROOT_KEY, NotAPair::because(error)))?
        } else {
            let key = KeyPair::generate()?;
            folder.write(ROOT_KEY, &key.serialize_pem())?;
            // A root of another key would not fit.
            let root = root_of(&key)?.self_signed(&key)?;
            folder.write(ROOT, &root.pem())?;
            key
        };
        let certificate = root_of(&key)?.self_signed(&key)?;
        // Its text stays the one that was handed out; made anew it has the same name and key.
        let pem = if let Some(pem) = folder.read(ROOT)? {
            pem
        } else {
            let pem = certificate.pem();
            folder.write(ROOT, &pem)?;
            pem
        };
        let damaged = |error| LocalTrouble::Damaged(ROOT, error);
        let der = CertificateDer::from_pem_slice(pem.as_bytes())
            .map_err(|error| damaged(NotAPair::because(error)))?;
        let facts = Facts::of(&der).map_err(damaged)?;
        Ok(Self { key, certificate, root: Root { pem, der: der.to_vec(), facts } })
    }

    /// A certificate for the box, kept in the folder.
    pub(super) fn give(
        &self,
        folder: &Folder,
        names: &BTreeSet<String>,
        addresses: &BTreeSet<IpAddr>,
        now: Timestamp,
    ) -> Result<Pair, LocalTrouble> {
        let key = KeyPair::generate()?;
        let mut params = leaf_of(names, addresses, now)?;
        params.use_authority_key_identifier_extension = true;
        let leaf = params.signed_by(&key, &self.certificate, &self.key)?;
        let pem = [key.serialize_pem(), leaf.pem()].concat();
        let pair = Pair::read(&pem).map_err(|error| LocalTrouble::Damaged(LEAF, error))?;
        folder.write(LEAF, &pem)?;
        Ok(pair)
    }
}

/// A certificate that nobody vouches for, so that the box can be reached while it waits for a better one.
pub(super) fn stand_in(
    folder: &Folder,
    names: &BTreeSet<String>,
    now: Timestamp,
) -> Result<Pair, LocalTrouble> {
    let key = KeyPair::generate()?;
    let leaf = leaf_of(names, &BTreeSet::new(), now)?.self_signed(&key)?;
    let pem = [key.serialize_pem(), leaf.pem()].concat();
    let pair = Pair::read(&pem).map_err(|error| LocalTrouble::Damaged(STAND_IN, error))?;
    folder.write(STAND_IN, &pem)?;
    Ok(pair)
}

/// Follows from the key alone, so that it can be made again.
fn root_of(key: &KeyPair) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    let tag = Sha256::digest(key.public_key_raw());
    // Two boxes in one home are told apart by it.
    let name = format!("CatatDuit {}", data_encoding::HEXUPPER.encode(&tag[..3]));
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.distinguished_name.push(DnType::OrganizationName, "CatatDuit");
    (params.not_before, params.not_after) = (date_time_ymd(2025, 1, 1), date_time_ymd(2049, 12, 31));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let names = HOME_ENDINGS.into_iter().chain(["localhost"]);
    let names = names.map(|name| GeneralSubtree::DnsName(name.to_owned()));
    let addresses = HOME_NETWORKS.iter().filter_map(|(first, bits)| {
        let first: IpAddr = first.parse().ok()?;
        Some(GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(first, *bits)))
    });
    let permitted_subtrees = names.chain(addresses).collect();
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    Ok(params)
}

fn leaf_of(
    names: &BTreeSet<String>,
    addresses: &BTreeSet<IpAddr>,
    now: Timestamp,
) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names.iter().cloned().collect::<Vec<_>>())?;
    params.subject_alt_names.extend(addresses.iter().copied().map(SanType::IpAddress));
    params.distinguished_name = DistinguishedName::new();
    if let Some(name) = names.first() {
        params.distinguished_name.push(DnType::CommonName, name.as_str());
    }
    // Never before its root.
    let from = earlier(now, BACKDATED).max(BEGINNING);
    params.not_before = date_time_ymd(1970, 1, 1) + age(from);
    params.not_after = params.not_before + BACKDATED + LEAF_LIFE;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

/// What has passed since 1970 until this moment.
fn age(at: Timestamp) -> Duration {
    Duration::from_secs(u64::try_from(at.as_second()).unwrap_or_default())
}

/// The addresses that the root may vouch for: those of homes, of networks between machines of one owner, of carriers'
/// own networks, and of the machine itself.
const HOME_NETWORKS: [(&str, u8); 8] = [
    ("10.0.0.0", 8),
    ("172.16.0.0", 12),
    ("192.168.0.0", 16),
    ("100.64.0.0", 10),
    ("169.254.0.0", 16),
    ("127.0.0.0", 8),
    ("fc00::", 7),
    ("::1", 128),
];

/// Whether no machine on the internet has this address.
pub fn is_home(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_private() || v4.is_loopback() || v4.is_link_local() || (a == 100 && b & 0xc0 == 64)
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let above = tempfile::tempdir().unwrap();
        let folder = Folder::of(above.path());
        (above, folder)
    }

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_authority_stays_the_same_and_is_never_replaced() {
        let (_above, folder) = folder();
        let first = Authority::open(&folder).unwrap().root;
        assert_eq!(Authority::open(&folder).unwrap().root, first);

        // The root alone is made again with its name and key, and vouches for the same.
        std::fs::remove_file(folder.path(ROOT)).unwrap();
        let again = Authority::open(&folder).unwrap().root;
        assert_eq!(again.facts.issuer, first.facts.issuer);
        assert_eq!(again.facts.not_after, first.facts.not_after);

        std::fs::write(folder.path(ROOT_KEY), "not a key").unwrap();
        let error = Authority::open(&folder).unwrap_err();
        assert!(error.to_string().contains("tls/ca.key"), "{error}");
        assert_eq!(std::fs::read_to_string(folder.path(ROOT_KEY)).unwrap(), "not a key");
    }

    #[test]
    fn the_root_vouches_for_homes_only() {
        use rustls::client::danger::ServerCertVerifier as _;
        let (_above, folder) = folder();
        let authority = Authority::open(&folder).unwrap();
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from(authority.root.der.clone())).unwrap();
        let verifier = rustls::client::WebPkiServerVerifier::builder_with_provider(roots.into(), provider)
            .build()
            .unwrap();
        let now: Timestamp = "2026-11-22T03:00:00Z".parse().unwrap();
        let believed = |name: &str, address: &str| {
            let addresses = BTreeSet::from([address.parse().unwrap()]);
            let pair = authority.give(&folder, &names(&[name]), &addresses, now).unwrap();
            let leaf = &pair.key.cert[0];
            let seconds = u64::try_from(now.as_second()).unwrap();
            let at = rustls::pki_types::UnixTime::since_unix_epoch(Duration::from_secs(seconds));
            [name, address].map(|asked| {
                let server = rustls::pki_types::ServerName::try_from(asked.to_owned()).unwrap();
                verifier.verify_server_cert(leaf, &[], &server, &[], at).is_ok()
            })
        };
        assert_eq!(believed("catatduit.local", "192.168.1.7"), [true, true]);
        assert_eq!(believed("duit.home.arpa", "fd00::7"), [true, true]);
        assert_eq!(believed("localhost", "127.0.0.1"), [true, true]);
        assert_eq!(believed("bank.example", "192.168.1.7"), [false, false]);
        assert_eq!(believed("catatduit.local", "203.0.113.7"), [false, false]);
    }

    #[test]
    fn a_certificate_is_due_when_a_third_of_it_is_left() {
        let (_above, folder) = folder();
        let now: Timestamp = "2026-11-22T03:00:00Z".parse().unwrap();
        let pair = stand_in(&folder, &names(&["duit.example.org"]), now).unwrap();
        let days = |at: Timestamp| (at.as_second() - now.as_second()) / 86_400;
        assert_eq!((days(pair.facts.not_before), days(pair.facts.not_after)), (-1, 90));
        assert_eq!(days(pair.facts.due()), 59);
        assert!(pair.facts.holds(now) && !pair.facts.holds(pair.facts.not_after));
        // A box that believes it is 1970 still makes one.
        let early = stand_in(&folder, &names(&["duit.example.org"]), Timestamp::UNIX_EPOCH).unwrap();
        assert!(!early.facts.holds(Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn which_addresses_are_a_home_s() {
        for (address, home) in [
            ("192.168.1.7", true),
            ("10.1.2.3", true),
            ("172.31.0.1", true),
            ("172.32.0.1", false),
            ("100.64.0.1", true),
            ("100.128.0.1", false),
            ("127.0.0.1", true),
            ("8.8.8.8", false),
            ("::1", true),
            ("fd12::1", true),
            ("fe80::1", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_home(address.parse().unwrap()), home, "{address}");
        }
    }
}
