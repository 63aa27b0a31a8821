//! A connection as it comes in, with TLS or without. The handshake is made when the connection is first read, by the
//! task that it belongs to: nobody else waits for it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_rustls::{Accept, TlsAcceptor};

pub(super) enum Line {
    Plain(TcpStream),
    Greeting(Box<Accept<TcpStream>>),
    Locked(Box<TlsStream<TcpStream>>),
    /// The greeting failed.
    Broken,
}

impl Line {
    pub(super) fn new(stream: TcpStream, tls: Option<&TlsAcceptor>) -> Self {
        match tls {
            Some(tls) => Self::Greeting(Box::new(tls.accept(stream))),
            None => Self::Plain(stream),
        }
    }

    /// Past its greeting.
    fn greeted(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<&mut Self>> {
        if let Self::Greeting(accept) = self {
            match ready!(Pin::new(accept).poll(cx)) {
                Ok(stream) => *self = Self::Locked(Box::new(stream)),
                Err(error) => {
                    *self = Self::Broken;
                    // Strangers scan; what they send says nothing about the box.
                    tracing::debug!(%error, "a handshake failed");
                    return Poll::Ready(Err(error));
                }
            }
        }
        Poll::Ready(Ok(self))
    }
}

fn broken<T>() -> Poll<io::Result<T>> {
    Poll::Ready(Err(io::ErrorKind::NotConnected.into()))
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match ready!(self.get_mut().greeted(cx))? {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Self::Locked(stream) => Pin::new(stream).poll_read(cx, buffer),
            Self::Greeting(_) | Self::Broken => broken(),
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match ready!(self.get_mut().greeted(cx))? {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Locked(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Greeting(_) | Self::Broken => broken(),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match ready!(self.get_mut().greeted(cx))? {
            Self::Plain(stream) => Pin::new(stream).poll_write_vectored(cx, bytes),
            Self::Locked(stream) => Pin::new(stream).poll_write_vectored(cx, bytes),
            Self::Greeting(_) | Self::Broken => broken(),
        }
    }

    fn is_write_vectored(&self) -> bool {
        matches!(self, Self::Plain(_) | Self::Greeting(_) | Self::Locked(_))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Locked(stream) => Pin::new(stream).poll_flush(cx),
            // Nothing was written yet.
            Self::Greeting(_) | Self::Broken => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Locked(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Greeting(_) | Self::Broken => Poll::Ready(Ok(())),
        }
    }
}
