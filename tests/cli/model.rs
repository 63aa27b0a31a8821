//! `catatduit model`: scoring, showing and fitting on labelled messages.

use serde_json::{Value, json};

use super::Desk;

const TWO: &str = r#"{"text":"beli bakso 15rb pake gopay","kind":"transaction","transactions":[{"type":"expense","amount":15000,"category":"makanan","wallet":"GoPay"}]}
{"text":"selamat pagi","kind":"other","cue":"chat","transactions":[]}
"#;

/// The record is not what anybody would read: wrong on purpose.
const WRONG: &str = r#"{"text":"beli bakso 15rb","phenomenon":"mistakes","kind":"transaction","transactions":[{"type":"income","amount":99000,"category":"gaji"}]}
"#;

fn figure(scored: &Value, name: &str) -> (i64, i64) {
    let share = &scored["figures"][name];
    (share["right"].as_i64().unwrap(), share["of"].as_i64().unwrap())
}

#[test]
fn right_and_wrong_are_counted_and_a_folder_is_its_files() {
    let desk = Desk::new().file("two.jsonl", TWO).file("wrong.jsonl", WRONG).file("notes.txt", "no label");
    let said = desk.run(&["model", "eval", ".", "--json"]).good();
    let scored: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(scored["messages"], 3);
    assert_eq!(figure(&scored, "exact record"), (2, 3));
    assert_eq!(figure(&scored, "kind"), (3, 3));
    assert_eq!(figure(&scored, "amount"), (1, 2));
    assert_eq!(figure(&scored, "wallet"), (2, 2));
    // A message without a phenomenon has its file's name.
    let phenomena: Vec<&String> = scored["phenomena"].as_object().unwrap().keys().collect();
    assert_eq!(phenomena, ["mistakes", "two"]);
    let table = desk.run(&["model", "eval", "two.jsonl", "wrong.jsonl", "--by-phenomenon"]).good();
    assert!(table.starts_with("3 messages\n") && table.contains("exact record"), "{table}");
    assert!(table.contains("\nmistakes ") && table.contains("\ntwo "), "{table}");
    assert!(!table.contains("bakso"), "figures only: {table}");
}

#[test]
fn failures_are_shown_but_never_those_of_held_out_messages() {
    let desk = Desk::new().file("wrong.jsonl", WRONG);
    let said = desk.run(&["model", "eval", "wrong.jsonl", "--failures"]).good();
    assert!(said.contains("[mistakes] \"beli bakso 15rb\"") && said.contains("99000"), "{said}");

    std::fs::create_dir(desk.path().join("holdout")).unwrap();
    for name in ["dates.jsonl", "development.jsonl"] {
        std::fs::write(desk.path().join("holdout").join(name), WRONG).unwrap();
    }
    for path in ["holdout", "holdout/dates.jsonl", "./holdout/", "wrong.jsonl holdout/dates.jsonl"] {
        let mut arguments = vec!["model", "eval", "--failures"];
        arguments.extend(path.split(' '));
        let complained = desk.run(&arguments).bad(1);
        assert!(complained.contains("held-out messages are not shown"), "{path}: {complained}");
        assert!(!complained.contains("bakso"), "{path}: {complained}");
    }
    // What is there to be looked at may be; what it is worth does not count among the held-out figures.
    desk.run(&["model", "eval", "holdout/development.jsonl", "--failures"]).good();
    let said = desk.run(&["model", "eval", "holdout", "--json"]).good();
    assert_eq!(serde_json::from_str::<Value>(&said).unwrap()["messages"], 1);
}

#[test]
fn a_label_out_of_form_is_named_by_file_and_line() {
    let rows = [
        ("{\"text\":\"bakso 15rb\"", "EOF"),
        (r#"{"kind":"other"}"#, "text"),
        (r#"{"text":"bakso 15rb","kind":"belanja"}"#, "belanja"),
        (r#"{"text":"bakso 15rb","kind":"transaction","transactions":[]}"#, "a transaction has items"),
        (
            r#"{"text":"halo","kind":"other","transactions":[{"type":"expense","amount":1,"category":"makanan"}]}"#,
            "a transaction has items",
        ),
        (
            r#"{"text":"bakso","kind":"transaction","transactions":[{"type":"expense","amount":1,"category":"Jajan Sore"}]}"#,
            "",
        ),
        (
            r#"{"text":"bakso","kind":"transaction","transactions":[{"type":"expense","amount":1.5,"category":"makanan"}]}"#,
            "floating point",
        ),
    ];
    for (line, why) in rows {
        let desk = Desk::new().file("rows.jsonl", &format!("{TWO}\n{line}\n"));
        for command in ["eval", "view"] {
            let complained = desk.run(&["model", command, "rows.jsonl"]);
            assert_eq!(complained.code, Some(1), "{command} {line}: {}", complained.said);
            let complained = complained.complained;
            assert!(
                complained.contains("rows.jsonl:4") && complained.contains(why),
                "{command}: {complained}"
            );
        }
    }
    let complained = Desk::new().run(&["model", "eval", "nowhere.jsonl"]).bad(1);
    assert!(complained.contains("nowhere.jsonl"), "{complained}");
    let complained = Desk::new().run(&["model", "eval", "."]).bad(1);
    assert!(complained.contains("no labelled messages"), "{complained}");
}

#[test]
fn messages_are_shown_as_the_net_sees_them() {
    let desk = Desk::new().file("two.jsonl", TWO);
    let said = desk.run(&["model", "view", "two.jsonl"]).good();
    let views: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(views.len(), 2);
    assert_eq!((&views[0]["verdict"], &views[0]["classes"]), (&json!("transaction"), &json!(["-makanan"])));
    assert_eq!((&views[1]["verdict"], &views[1]["classes"]), (&json!("chat"), &json!([null])));
    let words = views[0]["words"].to_string();
    assert!(words.contains("bakso") && words.contains("15000"), "{words}");
}

#[test]
fn confidence_is_fitted_into_the_manifest_and_nothing_else_of_it_changes() {
    let manifest = include_str!("../../models/weights/manifest.json");
    let few = Desk::new().file("two.jsonl", TWO).file("manifest.json", manifest);
    let complained = few.run(&["model", "calibrate", "two.jsonl", "--manifest", "manifest.json"]).bad(1);
    assert!(complained.contains("too few"), "{complained}");
    assert_eq!(std::fs::read_to_string(few.path().join("manifest.json")).unwrap(), manifest);

    // Every third label is wrong, so that there is something to be unsure of.
    let rows: Vec<String> = (1..=150)
        .map(|nth| {
            let amount = if nth % 3 == 0 { 1 } else { nth * 1000 };
            let record = json!({"type": "expense", "amount": amount, "category": "makanan"});
            json!({"text": format!("bakso {nth}rb"), "kind": "transaction", "transactions": [record]})
                .to_string()
        })
        .collect();
    let desk = Desk::new().file("rows.jsonl", &rows.join("\n")).file("manifest.json", manifest);
    let said = desk.run(&["model", "calibrate", "rows.jsonl", "--manifest", "manifest.json"]).good();
    assert!(said.starts_with("fitted on 1"), "{said}");
    let read = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let before = read(manifest);
    let mut after = read(&std::fs::read_to_string(desk.path().join("manifest.json")).unwrap());
    assert_ne!(after["calibration"], before["calibration"]);
    assert!(after["calibration"]["weights"].as_object().unwrap().contains_key("kind"), "{after}");
    after["calibration"] = before["calibration"].clone();
    assert_eq!(after, before);
}
