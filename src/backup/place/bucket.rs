//! A bucket of an S3-compatible store, over the network. The only place that names `object_store`.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{HttpClient, HttpConnector};
use object_store::path::Path as Address;
use object_store::{
    ClientOptions, MultipartUpload, ObjectStore as _, ObjectStoreExt as _, PutPayload, RetryConfig,
};
use zeroize::Zeroizing;

use super::super::error::BackupError;
use super::super::name::Entry;
use super::super::{Progress, Step, Watch};
use crate::outside::Outside;

/// A bucket, and how one gets in.
#[derive(Clone)]
pub struct Bucket {
    /// None: Amazon's, in the region.
    pub endpoint: Option<String>,
    pub region: String,
    pub bucket: String,
    /// Without a slash at either end; empty: the bucket itself.
    pub prefix: String,
    pub access_key: String,
    pub secret_key: Arc<Zeroizing<String>>,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bucket").field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

/// What goes up at once. Stores take parts of 5 MiB at least, and 10,000 of them: 80 GB are enough.
const PART: usize = 8 * 1024 * 1024;

/// A network that was away for a moment is tried again; a night has only so many minutes.
const TRIES: usize = 4;
const PATIENCE: Duration = Duration::from_mins(2);

impl Bucket {
    pub(super) fn shown(&self) -> String {
        let slash = if self.prefix.is_empty() { "" } else { "/" };
        format!("s3://{}{slash}{}", self.bucket, self.prefix)
    }

    pub(super) fn list(&self) -> Result<Vec<Entry>, BackupError> {
        self.run(async |store| {
            let folder = (!self.prefix.is_empty()).then(|| Address::from(self.prefix.as_str()));
            let listed = store.list_with_delimiter(folder.as_ref()).await.map_err(away)?;
            let entry =
                |object: object_store::ObjectMeta| Entry::of(object.location.filename()?, object.size);
            Ok(listed.objects.into_iter().filter_map(entry).collect())
        })
    }

    pub(super) fn put(&self, name: &str, from: &Path, watch: Watch<'_>) -> Result<(), BackupError> {
        let failed = BackupError::here("reading a backup");
        let mut file = File::open(from).map_err(&failed)?;
        let bytes = file.metadata().map_err(&failed)?.len();
        self.run(async |store| {
            let address = self.address(name);
            let mut upload = store.put_multipart(&address).await.map_err(away)?;
            // A part that is given up is not kept by the store: it would be paid for, and never seen.
            if let Err(error) = send(&mut *upload, &mut file, bytes, watch).await {
                let _ = upload.abort().await;
                return Err(error);
            }
            upload.complete().await.map_err(away)?;
            let there = store.head(&address).await.map_err(away)?.size;
            if there == bytes {
                Ok(())
            } else {
                Err(BackupError::Unreachable(format!("{there} of {bytes} bytes arrived").into()))
            }
        })
    }

    pub(super) fn get(&self, entry: &Entry, to: &Path, watch: Watch<'_>) -> Result<(), BackupError> {
        let failed = BackupError::here("writing what was fetched");
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(&failed)?;
        self.run(async |store| {
            let fetched = store.get(&self.address(&entry.name())).await.map_err(|error| match error {
                object_store::Error::NotFound { .. } => BackupError::Missing { name: entry.name() },
                other => away(other),
            })?;
            let (mut parts, mut done) = (fetched.into_stream(), 0);
            while let Some(part) = parts.next().await {
                let part = part.map_err(away)?;
                file.write_all(&part).map_err(&failed)?;
                done += part.len() as u64;
                watch(Progress { step: Step::Fetching, done, of: Some(entry.bytes) });
            }
            file.sync_all().map_err(&failed)
        })
    }

    pub(super) fn delete(&self, name: &str) -> Result<(), BackupError> {
        self.run(async |store| match store.delete(&self.address(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(away(error)),
        })
    }

    fn address(&self, name: &str) -> Address {
        if self.prefix.is_empty() {
            Address::from(name)
        } else {
            Address::from(format!("{}/{name}", self.prefix))
        }
    }

    /// Whoever makes a backup is synchronous and may wait; the network is not. The connections end with the errand.
    fn run<T>(
        &self,
        errand: impl AsyncFnOnce(&AmazonS3) -> Result<T, BackupError>,
    ) -> Result<T, BackupError> {
        let threads = tokio::runtime::Builder::new_current_thread().enable_all().build();
        threads.map_err(BackupError::here("preparing the network"))?.block_on(async {
            let store = self.store()?;
            errand(&store).await
        })
    }

    fn store(&self) -> Result<AmazonS3, BackupError> {
        let retry = RetryConfig { max_retries: TRIES, retry_timeout: PATIENCE, ..RetryConfig::default() };
        let mut store = AmazonS3Builder::new()
            .with_http_connector(Connector(HttpClient::new(Outside::http_for_files()?)))
            .with_region(&self.region)
            .with_bucket_name(&self.bucket)
            .with_access_key_id(&self.access_key)
            .with_secret_access_key(self.secret_key.as_str())
            // One by one is what every store of the kind can do, and there are few.
            .with_disable_bulk_delete(true)
            .with_retry(retry);
        if let Some(endpoint) = &self.endpoint {
            store = store.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        store.build().map_err(away)
    }
}

async fn send(
    upload: &mut dyn MultipartUpload,
    file: &mut File,
    of: u64,
    watch: Watch<'_>,
) -> Result<(), BackupError> {
    let mut done = 0;
    loop {
        let mut part = Vec::with_capacity(PART);
        file.take(PART as u64).read_to_end(&mut part).map_err(BackupError::here("reading a backup"))?;
        if part.is_empty() {
            return Ok(());
        }
        done += part.len() as u64;
        upload.put_part(PutPayload::from(part)).await.map_err(away)?;
        watch(Progress { step: Step::Storing, done, of: Some(of) });
    }
}

fn away(error: object_store::Error) -> BackupError {
    BackupError::Unreachable(error.into())
}

/// The box's own client: its roots, its deadlines, its one kind of cryptography.
#[derive(Debug)]
struct Connector(HttpClient);

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(self.0.clone())
    }
}
