//! Callers who take their time, begin what they never end, or come in numbers: everybody else is answered.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{at_home, device, root_in, trusting};
use crate::support::appliance::{Clock, TestAppliance};

const NAME: &str = "catatduit.local";

struct Home {
    the_box: TestAppliance,
    folder: tempfile::TempDir,
}

impl Home {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let the_box = at_home(folder.path()).start(&Clock::new()).await;
        Self { the_box, folder }
    }

    fn at(&self) -> SocketAddr {
        self.the_box.address()
    }

    /// Somebody of the family, on a new connection, is answered.
    async fn answers(&self) {
        let http = device(&root_in(self.folder.path()), &self.the_box.clock, NAME, self.at());
        let answer = http.get(format!("https://{NAME}:{}/healthz", self.at().port())).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }

    /// What comes back for these bytes until the box hangs up, which it does.
    async fn answer_to(&self, bytes: &[u8]) -> Vec<u8> {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut stream = tokio::net::TcpStream::connect(self.at()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut said = Vec::new();
        // Cut off in the middle is an end, too.
        let _ = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut said))
            .await
            .expect("an end");
        said
    }

    /// A connection with TLS, for callers who write its bytes themselves.
    async fn locked(&self, speaks: &str) -> TlsStream<tokio::net::TcpStream> {
        let config = trusting(&root_in(self.folder.path()), &self.the_box.clock, &[speaks]);
        let stream = tokio::net::TcpStream::connect(self.at()).await.unwrap();
        let name = ServerName::try_from(NAME).unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
    }
}

#[tokio::test]
async fn half_handshakes_keep_nobody_waiting() {
    let home = Home::new().await;
    // The beginning of a ClientHello that announces more than ever comes.
    let begun = [22, 3, 1, 1, 0, 1, 0, 0, 252, 3, 3];
    let waiting: Vec<_> = (0..60)
        .map(|number| {
            let mut stream = TcpStream::connect(home.at()).unwrap();
            stream.write_all(&begun[..number % (begun.len() + 1)]).unwrap();
            stream
        })
        .collect();
    home.answers().await;
    drop(waiting);
}

#[tokio::test]
async fn what_is_no_handshake_ends_the_connection_and_nothing_else() {
    let home = Home::new().await;
    let said = home.answer_to(b"GET / HTTP/1.1\r\nHost: catatduit.local\r\n\r\n").await;
    assert!(!said.starts_with(b"HTTP"), "nothing is said without a lock: {said:?}");
    home.answers().await;
}

#[tokio::test]
async fn old_tls_is_not_spoken() {
    let home = Home::new().await;
    // TLS 1.0, complete, with two suites of its time.
    let mut hello = vec![22, 3, 1, 0, 47, 1, 0, 0, 43, 3, 1];
    hello.extend(1..=32);
    hello.extend([0, 0, 4, 0, 47, 0, 53, 1, 0]);
    let said = home.answer_to(&hello).await;
    // A fatal alert, and no word of a handshake.
    assert!(said.len() == 7 && said[0] == 21 && said[5] == 2, "{said:?}");
    home.answers().await;
}

#[tokio::test]
async fn headers_without_an_end_are_refused() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let home = Home::new().await;
    let mut stream = home.locked("http/1.1").await;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: catatduit.local\r\nX-Long: ").await.unwrap();
    let part = [b'x'; 16 * 1024];
    let mut said = Vec::new();
    for _ in 0..200 {
        // The box may have hung up by now.
        if stream.write_all(&part).await.is_err() {
            break;
        }
    }
    let _ = stream.read_to_end(&mut said).await;
    let said = String::from_utf8_lossy(&said);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{said}");
    home.answers().await;
}

#[tokio::test]
async fn streams_begun_and_taken_back_keep_nobody_waiting() {
    let home = Home::new().await;
    let (client, connection) = h2::client::handshake(home.locked("h2").await).await.unwrap();
    let flood = async {
        let mut client = client;
        for _ in 0..20_000 {
            // The box may have hung up by now.
            let Ok(mut ready) = client.ready().await else { return };
            let request =
                poem::http::Request::get(format!("https://{NAME}/api/v1/session")).body(()).unwrap();
            let Ok((_, mut stream)) = ready.send_request(request, true) else { return };
            stream.send_reset(h2::Reason::CANCEL);
            client = ready;
        }
    };
    let others = async {
        for _ in 0..5 {
            home.answers().await;
        }
    };
    // It ends however the box likes it.
    let driven = async { drop(connection.await) };
    let all = async { tokio::join!(driven, flood, others) };
    tokio::time::timeout(Duration::from_mins(2), all).await.expect("others are answered meanwhile");
    home.answers().await;
}

#[tokio::test]
async fn so_many_streams_at_once_and_no_more() {
    let home = Home::new().await;
    let (client, connection) = h2::client::handshake(home.locked("h2").await).await.unwrap();
    let asked = async {
        let mut client = client.ready().await.unwrap();
        let request = poem::http::Request::get(format!("https://{NAME}/healthz")).body(()).unwrap();
        let (answer, _) = client.send_request(request, true).unwrap();
        assert_eq!(answer.await.unwrap().status(), 200);
        client.current_max_send_streams()
    };
    tokio::select! {
        most = asked => assert_eq!(most, 64),
        ended = connection => panic!("the connection ended: {ended:?}"),
    }
}

#[tokio::test]
async fn one_address_cannot_take_every_place() {
    let home = Home::new().await;
    let mut held = Vec::new();
    for _ in 0..100 {
        held.push(connected_from(Ipv4Addr::new(127, 0, 0, 2), home.at()).await);
    }
    // The box closes what is one too many at once.
    let mut one_more = connected_from(Ipv4Addr::new(127, 0, 0, 2), home.at()).await;
    let mut byte = [0];
    let read = tokio::io::AsyncReadExt::read(&mut one_more, &mut byte);
    let read = tokio::time::timeout(Duration::from_secs(8), read).await.expect("it is closed at once");
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
    home.answers().await;
    connected_from(Ipv4Addr::new(127, 0, 0, 3), home.at()).await;
    drop(held);
}

/// A connection from this address of the machine.
async fn connected_from(address: Ipv4Addr, at: SocketAddr) -> tokio::net::TcpStream {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind((IpAddr::V4(address), 0).into()).unwrap();
    socket.connect(at).await.unwrap()
}
