//! Who comes in: so many connections at once, and none that keeps the box waiting, in its handshake neither.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::listener::Acceptor;
use poem::web::{LocalAddr, RemoteAddr};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpListener;
use tokio::time::{Instant, Sleep};
use tokio_rustls::TlsAcceptor;

use super::line::Line;
use super::places::{Place, Places};

/// After the system could not hand over a connection (too many open files), it is asked again.
const BREATH: Duration = Duration::from_millis(200);

/// How long a connection may keep the box waiting.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// A new connection has made its handshake, if there is one, and says its first word within this.
    greeting: Duration,
    /// From a request's first byte to its answer's: a whole request comes in, and is answered, within this.
    request: Duration,
    /// A connection without a request is kept so long. Longer than the comments on a stream of events are apart.
    idle: Duration,
    /// Whoever has something to read takes some of it within this.
    reading: Duration,
}

const LIMITS: Limits = Limits {
    greeting: Duration::from_secs(10),
    request: Duration::from_secs(30),
    idle: Duration::from_secs(75),
    reading: Duration::from_mins(1),
};

/// Hands out connections.
pub(super) struct Gate {
    listener: TcpListener,
    address: SocketAddr,
    places: Places,
    tls: Option<TlsAcceptor>,
}

impl Gate {
    pub(super) fn new(
        listener: TcpListener,
        address: SocketAddr,
        places: Places,
        tls: Option<Arc<ServerConfig>>,
    ) -> Self {
        Self { listener, address, places, tls: tls.map(TlsAcceptor::from) }
    }
}

impl Acceptor for Gate {
    type Io = Patient<Line>;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![LocalAddr(self.address.into())]
    }

    async fn accept(&mut self) -> io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        let mut free = self.places.free().await.ok_or(io::ErrorKind::BrokenPipe)?;
        loop {
            match self.listener.accept().await {
                Ok((stream, from)) => {
                    let Some(place) = self.places.take(free, from.ip()) else {
                        tracing::debug!(address = %from.ip(), "an address has all its connections already");
                        free = self.places.free().await.ok_or(io::ErrorKind::BrokenPipe)?;
                        continue;
                    };
                    // Answers are written whole: waiting to fill a packet only delays them.
                    let _ = stream.set_nodelay(true);
                    let (local, remote) = (LocalAddr(self.address.into()), RemoteAddr(from.into()));
                    let scheme = if self.tls.is_some() { Scheme::HTTPS } else { Scheme::HTTP };
                    let line = Line::new(stream, self.tls.as_ref());
                    return Ok((Patient::new(line, LIMITS, Some(place)), local, remote, scheme));
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot take a connection");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }
}

/// A connection with a limit to its patience: it fails when a request does not come in whole, or nothing does, or
/// when what was answered is not taken.
pub(super) struct Patient<Io> {
    io: Io,
    limits: Limits,
    timer: Pin<Box<Sleep>>,
    /// A request has begun and nothing was answered yet.
    owes: bool,
    /// Runs while the other side does not take what there is for it.
    untaken: Option<Pin<Box<Sleep>>>,
    _place: Option<Place>,
}

impl<Io> Patient<Io> {
    fn new(io: Io, limits: Limits, place: Option<Place>) -> Self {
        let timer = Box::pin(tokio::time::sleep(limits.greeting));
        Self { io, limits, timer, owes: false, untaken: None, _place: place }
    }

    fn expect_within(&mut self, limit: Duration) {
        self.timer.as_mut().reset(Instant::now() + limit);
    }

    fn answered(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(bytes)) if bytes > 0) {
            self.owes = false;
            self.expect_within(self.limits.idle);
        }
        self.taken(cx, written)
    }

    /// What became of writing, or that it has been waited for too long.
    fn taken<T>(&mut self, cx: &mut Context<'_>, end: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if end.is_ready() {
            self.untaken = None;
            return end;
        }
        let limit = self.limits.reading;
        let untaken = self.untaken.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        match untaken.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Patient<Io> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        let read = Pin::new(&mut this.io).poll_read(cx, buffer);
        if buffer.filled().len() > before && !this.owes {
            this.owes = true;
            this.expect_within(this.limits.request);
        }
        // Asked after reading, so that the timer wakes this task whatever came.
        if this.timer.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Patient<Io> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.io).poll_write(cx, bytes);
        this.answered(cx, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.io).poll_write_vectored(cx, bytes);
        this.answered(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.io).poll_flush(cx);
        this.taken(cx, flushed)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};

    use super::*;

    const LONG: Duration = Duration::from_mins(1);
    const SHORT: Duration = Duration::from_millis(100);

    fn connection(limits: Limits) -> (DuplexStream, Patient<DuplexStream>) {
        let (client, server) = duplex(1024);
        (client, Patient::new(server, limits, None))
    }

    async fn read(patient: &mut Patient<DuplexStream>) -> io::Result<usize> {
        patient.read(&mut [0; 64]).await
    }

    #[tokio::test]
    async fn a_silent_caller_is_let_go() {
        let (_client, mut patient) =
            connection(Limits { greeting: SHORT, request: LONG, idle: LONG, reading: LONG });
        assert_eq!(read(&mut patient).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_handshake_that_never_ends_is_given_up() {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let nobody = Arc::new(rustls::server::ResolvesServerCertUsingSni::new());
        let tls = TlsAcceptor::from(Arc::new(builder.with_no_client_auth().with_cert_resolver(nobody)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = tokio::net::TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        // The beginning of a handshake's record; the rest never comes.
        client.write_all(&[22, 3, 1, 1, 0, 1, 0]).await.unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        let limits = Limits { greeting: SHORT, request: LONG, idle: LONG, reading: LONG };
        let mut patient = Patient::new(Line::new(stream, Some(&tls)), limits, None);
        let read = patient.read(&mut [0; 64]).await;
        assert_eq!(read.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_request_that_drips_in_is_given_up() {
        let (mut client, mut patient) =
            connection(Limits { greeting: LONG, request: SHORT, idle: LONG, reading: LONG });
        // A byte at a time would go on for longer than anyone waits.
        for _ in 0..1_000 {
            client.write_all(b"X").await.unwrap();
            tokio::time::sleep(Duration::from_millis(5)).await;
            if let Err(error) = read(&mut patient).await {
                assert_eq!(error.kind(), io::ErrorKind::TimedOut);
                return;
            }
        }
        panic!("the request was never given up");
    }

    #[tokio::test]
    async fn a_connection_without_a_request_ends_and_one_that_is_written_to_does_not() {
        let (mut client, mut patient) =
            connection(Limits { greeting: LONG, request: SHORT, idle: LONG, reading: LONG });
        client.write_all(b"GET").await.unwrap();
        assert_eq!(read(&mut patient).await.unwrap(), 3);
        patient.write_all(b":").await.unwrap();
        tokio::time::sleep(SHORT * 2).await;
        client.write_all(b"GET").await.unwrap();
        assert_eq!(read(&mut patient).await.unwrap(), 3, "an answer ends the wait for one");

        let (_client, mut patient) =
            connection(Limits { greeting: LONG, request: LONG, idle: SHORT, reading: LONG });
        patient.write_all(b":").await.unwrap();
        assert_eq!(read(&mut patient).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn whoever_does_not_take_an_answer_is_let_go_and_whoever_is_slow_is_not() {
        let limits = Limits { greeting: LONG, request: LONG, idle: LONG, reading: SHORT };
        let (_client, mut patient) = connection(limits);
        let end = patient.write_all(&[0; 4096]).await;
        assert_eq!(end.unwrap_err().kind(), io::ErrorKind::TimedOut);

        let (mut client, mut patient) = connection(limits);
        let slow = async {
            for _ in 0..16 {
                tokio::time::sleep(SHORT / 4).await;
                client.read_exact(&mut [0; 256]).await.unwrap();
            }
        };
        let (end, ()) = tokio::join!(patient.write_all(&[0; 4096]), slow);
        end.unwrap();
    }
}
