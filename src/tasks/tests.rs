use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::bail;
use tokio::sync::mpsc;

use super::*;
use crate::error::Error;

/// Long enough for a slow machine; no test waits for its end.
const LONG: Duration = Duration::from_secs(30);

fn quick() -> Tasks {
    Tasks::new(BackOff { first: Duration::from_millis(1), most: Duration::from_millis(4), tries: 4 })
}

fn status_of(tasks: &Tasks, name: &str) -> Status {
    tasks.status().into_iter().find(|status| status.name == name).expect("the task is known")
}

async fn until(what: impl Fn() -> bool) {
    let waited = tokio::time::timeout(LONG, async {
        while !what() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    waited.await.expect("it comes about");
}

async fn fallen(tasks: &Tasks) -> Fallen {
    tokio::time::timeout(LONG, tasks.fallen()).await.expect("it is told")
}

#[tokio::test]
async fn a_task_that_ends_is_told_with_its_reason() {
    let tasks = quick();
    tasks.spawn("patient", Policy::OneTry, |stop| async move {
        stop.cancelled().await;
        Ok(())
    });
    tasks.spawn("listener", Policy::OneTry, |_| async { bail!("the port is gone") });
    assert_eq!(fallen(&tasks).await, Fallen { task: "listener", reason: "the port is gone".to_owned() });
    assert_eq!(status_of(&tasks, "listener").phase, Phase::Ended);
    assert!(matches!(status_of(&tasks, "patient").phase, Phase::Running(_)));
}

#[tokio::test]
async fn an_end_without_a_failure_is_told_too() {
    for policy in [Policy::OneTry, Policy::Retry] {
        let tasks = quick();
        tasks.spawn("idle", policy, |_| async { Ok(()) });
        assert_eq!(fallen(&tasks).await.to_string(), "the task idle ended: it had nothing left to do");
        assert_eq!(status_of(&tasks, "idle").restarts, 0);
    }
}

#[tokio::test]
async fn a_task_that_fails_again_and_again_is_told_after_its_last_try() {
    let tasks = quick();
    let tries = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&tries);
    tasks.spawn("hopeless", Policy::Retry, move |_| {
        let before = counted.fetch_add(1, Ordering::SeqCst);
        async move { if before < 2 { panic!("beli bakso") } else { bail!("the folder is gone") } }
    });
    assert_eq!(fallen(&tasks).await.to_string(), "the task hopeless ended: the folder is gone");
    assert_eq!((tries.load(Ordering::SeqCst), status_of(&tasks, "hopeless").restarts), (4, 3));
}

#[tokio::test]
async fn failures_with_good_times_between_them_are_not_in_a_row() {
    let tasks = quick();
    let (tried, mut heard) = mpsc::unbounded_channel();
    tasks.spawn("moody", Policy::Retry, move |_| {
        let tried = tried.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(8)).await;
            tried.send(())?;
            bail!("not again")
        }
    });
    for _ in 0..12 {
        tokio::time::timeout(LONG, heard.recv()).await.expect("it is tried again");
    }
    assert!(tasks.fallen().now_or_never().is_none());
}

#[tokio::test]
async fn a_panic_is_a_failure_and_its_words_are_not_kept() {
    let tasks = quick();
    tasks.spawn("clumsy", Policy::OneTry, |_| async { panic!("beli bakso") });
    assert_eq!(fallen(&tasks).await.to_string(), "the task clumsy ended: it panicked");
}

#[tokio::test]
async fn a_failed_task_is_started_again_until_it_works() {
    let tasks = quick();
    let tries = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&tries);
    tasks.spawn("stubborn", Policy::Retry, move |stop| {
        let before = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            match before {
                0 => bail!("not yet"),
                1 => panic!("not yet either"),
                _ => stop.cancelled().await,
            }
            Ok(())
        }
    });
    until(|| {
        let status = status_of(&tasks, "stubborn");
        status.restarts == 2 && matches!(status.phase, Phase::Running(_))
    })
    .await;
    let status = status_of(&tasks, "stubborn");
    assert_eq!((tries.load(Ordering::SeqCst), status.restarts), (3, 2));
    assert_eq!(status.last_error.as_deref(), Some("it panicked"));
    assert!(tasks.fallen().now_or_never().is_none());
}

#[tokio::test]
async fn a_failure_keeps_its_causes() {
    let tasks = Tasks::new(BackOff { first: LONG, most: LONG, ..BackOff::default() });
    tasks.spawn("caller", Policy::Retry, |_| async {
        Err(anyhow::anyhow!("connection refused").context("asking for messages"))
    });
    until(|| {
        status_of(&tasks, "caller").phase == Phase::Waiting
            && status_of(&tasks, "caller").last_error.is_some()
    })
    .await;
    assert_eq!(
        status_of(&tasks, "caller").last_error.as_deref(),
        Some("asking for messages: connection refused")
    );
    // A wait for the next try does not hold up the stop.
    assert_eq!(tasks.shutdown(LONG).await, [""; 0]);
}

#[tokio::test]
async fn stopping_waits_for_tasks_and_is_no_fall() {
    let tasks = quick();
    let (done, mut heard) = mpsc::unbounded_channel();
    tasks.spawn("tidy", Policy::OneTry, move |stop| {
        let done = done.clone();
        async move {
            stop.cancelled().await;
            tokio::time::sleep(Duration::from_millis(5)).await;
            done.send("tidied up")?;
            bail!("too late to matter")
        }
    });
    assert_eq!(tasks.shutdown(LONG).await, [""; 0]);
    assert_eq!(heard.try_recv(), Ok("tidied up"));
    assert!(tasks.fallen().now_or_never().is_none());
}

#[tokio::test]
async fn what_does_not_stop_in_time_is_named() {
    let tasks = quick();
    tasks.spawn("deaf", Policy::Retry, |_| std::future::pending());
    tasks.spawn("polite", Policy::Retry, |stop| async move {
        stop.cancelled().await;
        Ok(())
    });
    assert_eq!(tasks.shutdown(Duration::from_millis(50)).await, ["deaf"]);
}

#[tokio::test]
async fn blocking_work_gives_its_answer_and_its_panic_is_an_error() {
    assert_eq!(blocking(|| Ok::<_, Error>(7)).await.unwrap(), 7);
    let error = blocking(|| -> Result<(), Error> { panic!("beli bakso") }).await.expect_err("it panicked");
    assert!(matches!(error, Error::Broken { .. }));
}
