//! Backups in a bucket of an S3-compatible store.

use std::sync::Arc;

use catatduit::app::{BackupTroubleKind as Kind, Error};
use catatduit::backup::{BackupError, Backups, Bucket, Key, Place, Plan};
use catatduit::outside::Outside;
use catatduit::store::{Store, StoreOptions};
use catatduit::tasks::blocking;

use super::{RECORDS, TheBox, quiet};
use crate::support::fake_bucket::FakeBucket;

pub(crate) fn place(fake: &FakeBucket, access_key: &str) -> Place {
    Place::Bucket(Bucket {
        endpoint: Some(fake.endpoint.clone()),
        region: "us-east-1".to_owned(),
        bucket: FakeBucket::BUCKET.to_owned(),
        prefix: "rumah/kotak".to_owned(),
        access_key: access_key.to_owned(),
        secret_key: Arc::new(FakeBucket::SECRET_KEY.to_owned().into()),
    })
}

/// Verbs are synchronous; the fake needs the threads of the test meanwhile.
pub(crate) async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    blocking(move || Ok::<T, Error>(work())).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_takes_and_gives_backups_and_forgets_old_ones() {
    let fake = FakeBucket::start().await;
    let to = place(&fake, FakeBucket::ACCESS_KEY);
    let the_box = away(move || {
        let the_box = TheBox::at(to);
        let sari = the_box.set_up();
        // More than one part: pictures do not become smaller.
        the_box.fill(9 * 1024 * 1024);
        the_box.record(sari, "kopi susu 22rb");
        the_box
    })
    .await;
    let the_box = away(move || {
        assert!(the_box.app.tend_backups().unwrap().proven);
        the_box.app.ask_for_backup();
        assert_eq!(the_box.app.tend_backups().unwrap().cleared, 1);
        the_box
    })
    .await;
    let keys = fake.keys();
    assert_eq!((keys.len(), fake.dangling()), (1, 0), "{keys:?}");
    assert!(keys[0].starts_with("rumah/kotak/catatduit-000002-"), "{keys:?}");
    assert_eq!(the_box.app.backup_state().unwrap().place.unwrap(), "s3://keluarga/rumah/kotak");

    let fresh = tempfile::tempdir().unwrap();
    let key = Key::new(None, &[], the_box.data_dir().join("backup.key")).unwrap();
    let plan = Plan { data_dir: fresh.path().to_owned(), key, ..the_box.plan() };
    let restored = away(move || Backups::new(plan, Outside::real().unwrap()).restore(None, &quiet)).await;
    assert_eq!(restored.unwrap().transactions, RECORDS);
    let store = Store::open(&fresh.path().join("catatduit.redb"), StoreOptions::default()).unwrap();
    assert!(store.audit().unwrap().is_sound());

    fake.spoil(&keys[0]);
    let refused = away(move || the_box.app.prove_backups(&quiet)).await;
    assert!(matches!(refused, Err(BackupError::Damaged { .. })), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_refuses_is_told_and_nothing_is_left_in_it() {
    let fake = FakeBucket::start().await;
    let stranger = place(&fake, "AKIALAIN");
    let trouble = away(move || {
        let the_box = TheBox::at(stranger);
        the_box.set_up();
        assert!(matches!(the_box.app.tend_backups(), Err(BackupError::Unreachable(_))));
        the_box.app.backup_state().unwrap().trouble.unwrap()
    })
    .await;
    assert_eq!(trouble.kind, Kind::Unreachable);
    assert!(!trouble.detail.contains(FakeBucket::SECRET_KEY), "{}", trouble.detail);
    assert!(fake.refused() > 0 && fake.keys().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_breaks_off_is_given_up_in_the_bucket_too() {
    let fake = FakeBucket::start().await;
    fake.fill_up();
    let to = place(&fake, FakeBucket::ACCESS_KEY);
    away(move || {
        let the_box = TheBox::at(to);
        the_box.set_up();
        assert!(matches!(the_box.app.tend_backups(), Err(BackupError::Unreachable(_))));
    })
    .await;
    assert_eq!((fake.dangling(), fake.keys().len()), (0, 0));
}
