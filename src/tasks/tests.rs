use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::bail;
use tokio::sync::mpsc;

use super::*;
use crate::error::Error;

/// Long enough for a slow machine; no test waits for its end.
const LONG: Duration = Duration::from_secs(30);

fn quick() -> Tasks {
    Tasks::new(BackOff { first: Duration::from_millis(1), most: Duration::from_millis(4) })
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

#[tokio::test]
async fn an_essential_task_that_ends_is_told_with_its_reason() {
    let tasks = quick();
    tasks.spawn("patient", Policy::Essential, |stop| async move {
        stop.cancelled().await;
        Ok(())
    });
    tasks.spawn("listener", Policy::Essential, |_| async { bail!("the port is gone") });
    let fallen = tokio::time::timeout(LONG, tasks.fallen()).await.expect("it is told");
    assert_eq!(fallen, Fallen { task: "listener", reason: "the port is gone".to_owned() });
    assert_eq!(status_of(&tasks, "listener").phase, Phase::Ended);
    assert!(matches!(status_of(&tasks, "patient").phase, Phase::Running(_)));
}

#[tokio::test]
async fn the_end_of_an_essential_task_is_told_even_without_a_failure() {
    let tasks = quick();
    tasks.spawn("idle", Policy::Essential, |_| async { Ok(()) });
    let fallen = tokio::time::timeout(LONG, tasks.fallen()).await.expect("it is told");
    assert_eq!(fallen.task, "idle");
}

#[tokio::test]
async fn a_panic_is_a_failure_and_its_words_are_not_kept() {
    let tasks = quick();
    tasks.spawn("clumsy", Policy::Essential, |_| async { panic!("beli bakso") });
    let fallen = tokio::time::timeout(LONG, tasks.fallen()).await.expect("it is told");
    assert_eq!(fallen.to_string(), "the task clumsy ended: it panicked");
}

#[tokio::test]
async fn a_failed_task_is_started_again_until_it_works() {
    let tasks = quick();
    let tries = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&tries);
    tasks.spawn("stubborn", Policy::Restart, move |_| {
        let before = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            match before {
                0 => bail!("not yet"),
                1 => panic!("not yet either"),
                _ => Ok(()),
            }
        }
    });
    until(|| status_of(&tasks, "stubborn").phase == Phase::Ended).await;
    let status = status_of(&tasks, "stubborn");
    assert_eq!((tries.load(Ordering::SeqCst), status.restarts), (3, 2));
    assert_eq!(status.last_error.as_deref(), Some("it panicked"));
}

#[tokio::test]
async fn a_failure_keeps_its_causes() {
    let tasks = Tasks::new(BackOff { first: LONG, most: LONG });
    tasks.spawn("caller", Policy::Restart, |_| async {
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
async fn stopping_waits_for_tasks_and_for_what_they_leave_behind() {
    let tasks = quick();
    let (done, mut heard) = mpsc::unbounded_channel();
    let (also_done, own) = (done.clone(), tasks.clone());
    tasks.spawn("tidy", Policy::Essential, move |stop| {
        let (done, own) = (also_done.clone(), own.clone());
        async move {
            stop.cancelled().await;
            done.send("tidy")?;
            own.spawn_once("farewell", async move { Ok(done.send("farewell")?) });
            Ok(())
        }
    });
    assert_eq!(tasks.shutdown(LONG).await, [""; 0]);
    assert_eq!((heard.try_recv(), heard.try_recv()), (Ok("tidy"), Ok("farewell")));
    assert!(tasks.fallen().now_or_never().is_none());
}

#[tokio::test]
async fn what_does_not_stop_in_time_is_named() {
    let tasks = quick();
    tasks.spawn("deaf", Policy::Restart, |_| std::future::pending());
    tasks.spawn("polite", Policy::Restart, |stop| async move {
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
