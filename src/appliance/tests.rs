//! A box that starts, stops, and minds its folder.

use super::*;

/// A box in memory on a free port, started by whoever gets it.
async fn small_box() -> Appliance {
    let app = App::new(
        Store::in_memory().unwrap(),
        Search::in_memory().unwrap(),
        Outside::real().unwrap(),
        app::Options::default(),
    );
    let config = Config { listen: "127.0.0.1:0".parse().unwrap(), ..Config::default() };
    let tempo = bot_options(&config);
    Appliance::on(app, config, tempo).await.unwrap()
}

#[tokio::test]
async fn a_task_that_ends_by_itself_ends_the_box_with_its_name_and_stops_the_rest() {
    let small_box = small_box().await;
    let (tasks, address) = (small_box.tasks().clone(), small_box.address());
    tasks.spawn("errand", Policy::Retry, move |_| async move {
        // By now the box answers, as it would for years.
        tokio::net::TcpStream::connect(address).await?;
        Ok(())
    });
    let end = small_box.run(std::future::pending()).await;
    assert_eq!(end.unwrap_err().to_string(), "the task errand ended: it had nothing left to do");
    let left = tasks.status().into_iter().filter(|task| task.phase != crate::tasks::Phase::Ended).count();
    assert_eq!(left, 0, "{tasks:?}");
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "nobody answers any more");
}

#[tokio::test]
async fn a_box_that_is_told_to_stop_ends_well() {
    let small_box = small_box().await;
    let tasks = small_box.tasks().clone();
    small_box.run(std::future::ready(())).await.unwrap();
    assert!(tasks.status().iter().all(|task| task.phase == crate::tasks::Phase::Ended), "{tasks:?}");
}

#[cfg(unix)]
#[test]
fn the_data_folder_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("new/data");
    drop(open_store(&folder, 4).unwrap());
    let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert!(folder.join(STORE_FILE).exists());
}
