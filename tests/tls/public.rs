//! Public certificates, from an authority that somebody else wrote and that checks everything: pebble, which is what
//! Let's Encrypt tests clients with. It refuses some requests on purpose, and asks the box for its proof.

use std::fs;
use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use catatduit::outside::Outside;
use catatduit::tls::Status;
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::{device, until, with_tls};
use crate::support::appliance::{Clock, Setting, TestAppliance};

pub(crate) const NAME: &str = "duit.example.org";

/// The authority's program. Where it is not there the story is left out, and the output says so.
#[expect(
    clippy::disallowed_methods,
    reason = "where the test tools are is told by the script that installs them"
)]
fn program() -> Option<PathBuf> {
    let told = std::env::var("CATATDUIT_TEST_PEBBLE").unwrap_or_default();
    if !told.is_empty() {
        assert!(
            Path::new(&told).is_file(),
            "CATATDUIT_TEST_PEBBLE names {told}, which is not there: run tests/run"
        );
        return Some(told.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join("pebble")).find(|file| file.is_file());
    if found.is_none() {
        let _ = std::io::stderr().write_all(
            b"LEFT OUT: public certificates from pebble, which is not installed. tests/run installs it.\n",
        );
    }
    found
}

/// What an authority and its box need: free ports, and the authority's own certificate.
pub(crate) struct Ground {
    program: PathBuf,
    folder: tempfile::TempDir,
    directory: u16,
    management: u16,
    names: u16,
    /// Where the authority looks for the proof.
    of_the_box: u16,
}

impl Ground {
    pub(crate) fn new() -> Option<Self> {
        let program = program()?;
        // All are held until each is known, so that no two are the same.
        let held: Vec<_> = (0..4).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
        let port = |place: usize| held[place].local_addr().unwrap().port();
        let (directory, management, names, of_the_box) = (port(0), port(1), port(2), port(3));
        let this =
            Self { program, folder: tempfile::tempdir().unwrap(), directory, management, names, of_the_box };
        this.certify("root.pem");
        Some(this)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The certificate that the authority's own server shows, vouched for by the root of this name.
    fn certify(&self, root: &str) {
        let (root_key, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let vouching = params.self_signed(&root_key).unwrap();
        let server = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let server = server.signed_by(&key, &vouching, &root_key).unwrap();
        fs::write(self.path(root), vouching.pem()).unwrap();
        fs::write(self.path("server.pem"), server.pem()).unwrap();
        fs::write(self.path("server.key"), key.serialize_pem()).unwrap();
    }

    /// Certificates hold for so many seconds.
    pub(crate) fn start(&self, seconds: u32) -> Authority {
        let settings = serde_json::json!({"pebble": {
            "listenAddress": format!("127.0.0.1:{}", self.directory),
            "managementListenAddress": format!("127.0.0.1:{}", self.management),
            "certificate": self.path("server.pem"),
            "privateKey": self.path("server.key"),
            "httpPort": 1,
            "tlsPort": self.of_the_box,
            "ocspResponderURL": "",
            "externalAccountBindingRequired": false,
            "certificateValidityPeriod": seconds,
        }});
        fs::write(self.path("pebble.json"), settings.to_string()).unwrap();
        let dns = format!("127.0.0.1:{}", self.names);
        let mut names = quiet(&self.program.with_file_name("pebble-challtestsrv"));
        names.args([
            "-defaultIPv4",
            "127.0.0.1",
            "-defaultIPv6",
            "",
            "-dns01",
            &dns,
            "-http01",
            "",
            "-https01",
            "",
        ]);
        names.args(["-tlsalpn01", "", "-management", "127.0.0.1:0"]);
        let mut authority = quiet(&self.program);
        authority.arg("-config").arg(self.path("pebble.json")).args(["-dnsserver", &dns]);
        // It sleeps to be like a busy one, and finds numbers too old; the second is worth a test.
        authority.env("PEBBLE_VA_NOSLEEP", "1").env("PEBBLE_WFE_NONCEREJECT", "30");
        let running = [names.spawn().unwrap(), authority.spawn().unwrap()];
        let this = Authority(running);
        let at = SocketAddr::from(([127, 0, 0, 1], self.directory));
        for _ in 0..500 {
            if TcpStream::connect(at).is_ok() {
                return this;
            }
            #[expect(
                clippy::disallowed_methods,
                reason = "a program of others is starting, on its own thread's time"
            )]
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("pebble never listened");
    }

    async fn start_box(&self, trusted: &str) -> TestAppliance {
        self.setting(trusted).start(&Clock::new()).await
    }

    /// A box that asks this authority, and believes that it is the one with this root.
    pub(crate) fn setting(&self, trusted: &str) -> Setting {
        let setting: Setting = with_tls("acme", self.folder.path());
        let setting = setting.told("TLS_LISTEN", &format!("127.0.0.1:{}", self.of_the_box));
        let setting = setting.told("ACME_DIRECTORY", &format!("https://127.0.0.1:{}/dir", self.directory));
        let setting = setting.told("ACME_ROOT_FILE", self.path(trusted).to_str().unwrap());
        let setting = setting.told("ACME_NAMES", NAME).told("ACME_CONTACT", "ibu@example.org");
        // An authority has the real time.
        setting.outside(Outside::real().unwrap())
    }

    /// The root that the authority vouches with, which it tells by itself.
    pub(crate) async fn root(&self) -> CertificateDer<'static> {
        let own = CertificateDer::from_pem_file(self.path("root.pem")).unwrap();
        let at = SocketAddr::from(([127, 0, 0, 1], self.management));
        let http = device(&own, &real_time(), "unused.example", at);
        let answer = http.get(format!("https://{at}/roots/0")).send().await.unwrap();
        CertificateDer::from_pem_slice(&answer.bytes().await.unwrap()).unwrap()
    }
}

fn quiet(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

pub(crate) fn real_time() -> Clock {
    Clock::at(Outside::real().unwrap().now())
}

/// Ended with the test.
pub(crate) struct Authority([Child; 2]);

impl Drop for Authority {
    fn drop(&mut self) {
        for child in &mut self.0 {
            // It may have ended by itself; then there is nothing to end.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

pub(crate) fn status(the_box: &TestAppliance) -> Status {
    the_box.appliance().certificates().status()
}

/// Whether a browser that trusts only this is answered.
async fn is_met(the_box: &TestAppliance, root: &CertificateDer<'static>) -> bool {
    let at = the_box.address();
    let http = device(root, &real_time(), NAME, at);
    let answer = http.get(format!("https://{NAME}:{}/healthz", at.port())).send().await;
    answer.is_ok_and(|answer| {
        assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
        answer.status() == 200
    })
}

#[tokio::test]
async fn a_certificate_is_got_and_got_again_before_it_ends() {
    let Some(ground) = Ground::new() else { return };
    let authority = ground.start(30);
    let the_box = ground.start_box("root.pem").await;
    assert!(status(&the_box).is_stand_in, "it answers before there is one");
    until("a certificate", || !status(&the_box).is_stand_in).await;
    let first = status(&the_box);
    let facts = first.certificate.clone().unwrap();
    assert_eq!((facts.names.iter().next().unwrap().as_str(), first.trouble), (NAME, None));
    assert!(facts.issuer.contains("Pebble"), "{}", facts.issuer);
    assert!(is_met(&the_box, &ground.root().await).await);
    let tls = fs::read_dir(ground.path("tls")).unwrap().map(|file| file.unwrap());
    let kept: Vec<_> = tls.filter(|file| file.file_name().to_string_lossy().starts_with("acme-")).collect();
    assert_eq!(kept.len(), 2, "the account and the certificate: {kept:?}");
    for file in kept {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }

    until("another certificate", || status(&the_box).certificate.as_ref() != Some(&facts)).await;
    let second = status(&the_box).certificate.unwrap();
    assert!(second.not_before < facts.not_after, "in good time");
    assert!(is_met(&the_box, &ground.root().await).await);

    // The authority is gone: what there is stays in use, and the reason is told.
    drop(authority);
    until("a reason", || status(&the_box).trouble.is_some()).await;
    let shown = status(&the_box);
    assert!(!shown.is_stand_in && shown.certificate.is_some(), "{shown:?}");
    assert!(shown.next_renewal.is_some());
}

#[tokio::test]
async fn a_box_whose_authority_is_not_there_answers_says_so_and_tries_again() {
    let Some(ground) = Ground::new() else { return };
    let the_box = ground.start_box("root.pem").await;
    until("a reason", || status(&the_box).trouble.is_some()).await;
    let told = status(&the_box);
    assert!(told.is_stand_in && told.certificate.is_some(), "{told:?}");
    let why = told.trouble.unwrap().what;
    assert!(why.contains(&format!("https://127.0.0.1:{}/dir", ground.directory)), "{why}");
    // Nobody vouches for what it shows meanwhile but itself.
    let shown = fs::read(ground.path("tls/stand-in.pem")).unwrap();
    assert!(is_met(&the_box, &CertificateDer::from_pem_slice(&shown).unwrap()).await);

    let _authority = ground.start(600);
    until("a certificate", || !status(&the_box).is_stand_in).await;
    assert_eq!(status(&the_box).trouble, None);
    assert!(is_met(&the_box, &ground.root().await).await);
}

#[tokio::test]
async fn an_authority_that_is_another_one_gets_nothing() {
    let Some(ground) = Ground::new() else { return };
    // The root that the box believes has nothing to do with who answers.
    fs::rename(ground.path("root.pem"), ground.path("other.pem")).unwrap();
    ground.certify("root.pem");
    let _authority = ground.start(600);
    let the_box = ground.start_box("other.pem").await;
    until("a reason", || status(&the_box).trouble.is_some()).await;
    let told = status(&the_box);
    assert!(told.is_stand_in, "{told:?}");
    let why = told.trouble.unwrap().what;
    assert!(why.contains("certificate"), "{why}");
    assert!(
        !ground.path("tls").read_dir().unwrap().any(|file| {
            let name = file.unwrap().file_name();
            name.to_string_lossy().ends_with(".account")
        }),
        "nothing was even asked"
    );
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_is_told_as_the_authority_says_it() {
    let Some(mut ground) = Ground::new() else { return };
    // The authority looks where nobody listens.
    let of_the_box = ground.of_the_box;
    ground.of_the_box = 1;
    let _authority = ground.start(600);
    ground.of_the_box = of_the_box;
    let the_box = ground.start_box("root.pem").await;
    until("a reason", || status(&the_box).trouble.is_some()).await;
    let why = status(&the_box).trouble.unwrap().what;
    assert!(why.contains(NAME) && why.to_lowercase().contains("connect"), "{why}");
}
