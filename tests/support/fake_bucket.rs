//! A bucket of an S3-compatible store: as much of the wire as carrying backups takes, over real HTTP. It lets nobody in
//! who does not sign with its key, and can lose the line in the middle of an upload.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use poem::http::{Method, StatusCode, header};
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::{EndpointExt as _, Request, Response, Server};
use tokio::task::JoinHandle;

/// A running one. Stops when dropped.
pub(crate) struct FakeBucket {
    pub(crate) endpoint: String,
    held: Arc<Mutex<Held>>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Held {
    objects: BTreeMap<String, Vec<u8>>,
    /// By upload: the key, and the parts by their number.
    uploads: BTreeMap<String, (String, BTreeMap<u32, Vec<u8>>)>,
    /// No part is taken any more.
    is_full: bool,
    /// How often it was asked with a signature of another key, or none.
    refused: usize,
}

impl FakeBucket {
    pub(crate) const BUCKET: &'static str = "keluarga";
    pub(crate) const ACCESS_KEY: &'static str = "AKIAKOTAKUJI";
    pub(crate) const SECRET_KEY: &'static str = "rahasia-kotak-uji";

    pub(crate) async fn start() -> Self {
        let held = Arc::new(Mutex::new(Held::default()));
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let address = acceptor.local_addr().remove(0).as_socket_addr().copied().unwrap();
        let serving = Arc::clone(&held);
        let endpoint = poem::endpoint::make(move |request| {
            let held = Arc::clone(&serving);
            async move { answer(&held, request).await }
        });
        #[expect(clippy::disallowed_methods, reason = "owned by the fake, and ended with it")]
        let task = tokio::spawn(async move {
            let _ = Server::new_with_acceptor(acceptor).run(endpoint.map_to_response()).await;
        });
        Self { endpoint: format!("http://{address}"), held, task }
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        self.held().objects.keys().cloned().collect()
    }

    /// Changes one byte in the middle of an object.
    pub(crate) fn spoil(&self, key: &str) {
        let mut held = self.held();
        let object = held.objects.get_mut(key).unwrap();
        let middle = object.len() / 2;
        object[middle] ^= 1;
    }

    /// From now on no part of an upload is taken.
    pub(crate) fn fill_up(&self) {
        self.held().is_full = true;
    }

    /// Uploads that were begun and neither finished nor given up.
    pub(crate) fn dangling(&self) -> usize {
        self.held().uploads.len()
    }

    pub(crate) fn refused(&self) -> usize {
        self.held().refused
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap()
    }
}

impl Drop for FakeBucket {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(held: &Mutex<Held>, mut request: Request) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let key = uri.path().trim_start_matches('/').strip_prefix(FakeBucket::BUCKET).unwrap_or_default();
    let key = key.trim_start_matches('/').to_owned();
    let query: BTreeMap<String, String> =
        form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let signed = request.header(header::AUTHORIZATION).unwrap_or_default().to_owned();
    let body = request.take_body().into_vec().await.unwrap_or_default();
    let mut held = held.lock().unwrap();
    if !signed.starts_with(&format!("AWS4-HMAC-SHA256 Credential={}/", FakeBucket::ACCESS_KEY)) {
        held.refused += 1;
        return plain(StatusCode::FORBIDDEN);
    }
    let upload = query.get("uploadId").cloned();
    match (method, upload) {
        (Method::GET, _) if query.contains_key("list-type") => list(&held, &query),
        (Method::POST, None) if query.contains_key("uploads") => {
            let id = format!("upload-{}", held.uploads.len());
            held.uploads.insert(id.clone(), (key, BTreeMap::new()));
            xml(format!(
                "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
            ))
        }
        (Method::PUT, Some(id)) => {
            if held.is_full {
                return plain(StatusCode::INSUFFICIENT_STORAGE);
            }
            let number = query["partNumber"].parse().unwrap();
            held.uploads.get_mut(&id).unwrap().1.insert(number, body);
            Response::builder().header(header::ETAG, format!("\"{number}\"")).finish()
        }
        (Method::POST, Some(id)) => {
            let (key, parts) = held.uploads.remove(&id).unwrap();
            held.objects.insert(key, parts.into_values().flatten().collect());
            xml("<CompleteMultipartUploadResult><ETag>\"1\"</ETag></CompleteMultipartUploadResult>"
                .to_owned())
        }
        (Method::DELETE, Some(id)) => {
            held.uploads.remove(&id);
            plain(StatusCode::NO_CONTENT)
        }
        (Method::DELETE, None) => {
            held.objects.remove(&key);
            plain(StatusCode::NO_CONTENT)
        }
        (Method::GET | Method::HEAD, None) => match held.objects.get(&key) {
            None => plain(StatusCode::NOT_FOUND),
            Some(object) => Response::builder()
                .header(header::ETAG, "\"1\"")
                .header(header::LAST_MODIFIED, "Sun, 22 Nov 2026 03:00:00 GMT")
                .header(header::CONTENT_LENGTH, object.len())
                .body(object.clone()),
        },
        _ => plain(StatusCode::NOT_IMPLEMENTED),
    }
}

fn list(held: &Held, query: &BTreeMap<String, String>) -> Response {
    let prefix = query.get("prefix").map(String::as_str).unwrap_or_default();
    let objects = held.objects.iter().filter(|(key, _)| {
        // What lies in a folder below is not asked for.
        key.strip_prefix(prefix).is_some_and(|rest| !rest.contains('/'))
    });
    let contents = objects.fold(String::new(), |contents, (key, object)| {
        let size = object.len();
        contents
            + &format!(
                "<Contents><Key>{key}</Key><LastModified>2026-11-22T03:00:00.000Z</LastModified><ETag>\"1\"</ETag>\
                 <Size>{size}</Size></Contents>"
            )
    });
    xml(format!("<ListBucketResult>{contents}</ListBucketResult>"))
}

fn xml(text: String) -> Response {
    Response::builder().content_type("application/xml").body(text)
}

fn plain(status: StatusCode) -> Response {
    status.into()
}
