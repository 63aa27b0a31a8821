//! The private line, asked and refused.

use super::*;
use crate::app::Options;
use crate::outside::Outside;
use crate::store::Store;

const ADDRESS: &str = "http://127.0.0.1:8080";

fn app() -> App {
    let options = Options { password_cost: 4, ..Options::default() };
    App::new(
        Store::in_memory().unwrap(),
        crate::search::Search::in_memory().unwrap(),
        Outside::real().unwrap(),
        options,
    )
}

fn doctor_of(app: &App) -> Doctor {
    Doctor::new(crate::doctor::Premises {
        config: crate::config::Config::default(),
        settings_file: None,
        outside: app.outside().clone(),
        app: Ok(app.clone()),
        folder: None,
        running: None,
        telegram: Arc::new(|| Box::pin(async { None })),
        cookie: String::new(),
    })
}

fn family() -> Family {
    Family {
        household: "Keluarga Wijaya".to_owned(),
        zone: "Asia/Makassar".to_owned(),
        owner: "Rina".to_owned(),
        password: "kucing oren di atap".to_owned(),
        language: "id".to_owned(),
        wallets: vec![("Cash".to_owned(), 200_000), ("BCA".to_owned(), 5_000_000)],
    }
}

/// Asks as a command does, from a thread of its own.
async fn asked(folder: &Path, request: Request) -> Option<Reply> {
    let folder = folder.to_owned();
    tasks::blocking(move || ask(&folder, &request).map_err(|error| Error::broken("asking", error)))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_running_box_is_asked_and_an_absent_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(asked(folder.path(), Request::SetupLink).await, None);
    let line = Line::open(folder.path()).unwrap();
    let (app, tasks) = (app(), tasks::Tasks::default());
    let serving = app.clone();
    tasks.spawn("control", tasks::Policy::Retry, move |stop| {
        let doctor = doctor_of(&serving);
        line.clone().serve(serving.clone(), ADDRESS.to_owned(), Language::English, doctor, stop)
    });
    let Some(Reply::SetupLink { link }) = asked(folder.path(), Request::SetupLink).await else {
        panic!("a link is given")
    };
    let code = link.strip_prefix("http://127.0.0.1:8080/setup?code=").expect("the link opens the page");
    assert!(app.setup_code_is_good(code).unwrap());

    let done = asked(folder.path(), Request::SetUp(family())).await;
    assert_eq!(done, Some(Reply::SetUp { address: ADDRESS.to_owned() }));
    assert!(app.is_set_up().unwrap());
    let again = asked(folder.path(), Request::SetUp(family())).await;
    assert!(matches!(again, Some(Reply::Failed { .. })), "{again:?}");
    let another = asked(folder.path(), Request::SetupLink).await;
    assert!(matches!(another, Some(Reply::SetupLink { .. })), "{another:?}");
    assert_eq!(asked(folder.path(), Request::RenewSearch).await, Some(Reply::SearchRenewed));
    let Some(Reply::KeysRotated { id }) = asked(folder.path(), Request::RotateKeys).await else {
        panic!("another key is made")
    };
    let listed = asked(folder.path(), Request::Keys).await;
    let Some(Reply::Keys { keys }) = listed else { panic!("{listed:?}") };
    assert_eq!(keys.last().map(|key| (&key.id, &key.expires)), Some((&id, &None)));

    let Some(Reply::Doctor { findings }) = asked(folder.path(), Request::Doctor).await else {
        panic!("the box says how it is")
    };
    assert_eq!(findings.len(), 89);

    assert_eq!(tasks.shutdown(Duration::from_secs(30)).await, [""; 0]);
    assert!(!socket_in(folder.path()).exists());
}

#[tokio::test]
async fn only_the_owner_of_the_folder_may_open_it_and_a_left_over_socket_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    drop(Line::open(folder.path()).unwrap());
    assert_eq!(asked(folder.path(), Request::SetupLink).await, None);
    let _line = Line::open(folder.path()).unwrap();
    let mode = std::fs::metadata(socket_in(folder.path())).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn what_is_no_zone_or_language_is_refused() {
    let wrong = Family { zone: "Asia/Atlantis".to_owned(), ..family() };
    assert!(matches!(wrong.as_household(), Err(Error::Invalid { field: "zone", .. })));
    let wrong = Family { language: "fr".to_owned(), ..family() };
    assert!(matches!(wrong.as_household(), Err(Error::Invalid { field: "language", .. })));
    assert!(!format!("{:?}", Request::SetUp(family())).contains("kucing"));
}
