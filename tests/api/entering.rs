//! Recording outright, and correcting many at once.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

const TRANSACTIONS: &str = "/api/v1/transactions";

fn address(transaction: &Value) -> String {
    format!("{TRANSACTIONS}/{}", transaction["id"].as_str().unwrap())
}

async fn enter(client: &Client, new: &Value) -> Value {
    client.post(TRANSACTIONS, new).await.is(201)
}

async fn wallet(client: &Client, name: &str) -> Value {
    client.wallet(name).await["id"].clone()
}

async fn me(client: &Client) -> Value {
    client.get("/api/v1/session").await.is(200)["member"]["id"].clone()
}

fn sound(the_box: &TestAppliance) {
    let report = the_box.store.audit().unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test]
async fn what_happened_is_recorded_as_it_is_said() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let (ayah_id, ibu_id) = (me(&ayah).await, me(&ibu).await);
    let gopay = wallet(&ayah, "GoPay").await;
    let new = json!({
        "type": "expense", "wallet": gopay, "day": "2026-11-20", "person": "Budi", "note": "arisan",
        "lines": [
            {"amount": 15_000, "category": "makanan", "description": "  Bakso \n urat "},
            {"amount": 9_000, "description": "Sabun"},
        ],
        "category": "rumah-tangga", "paid_by": ibu_id, "for_whom": [ayah_id, ibu_id],
        "tags": ["#Arisan", "rumah baru"],
    });
    let entered = enter(&ayah, &new).await;
    let made = &entered["transaction"];
    assert_eq!(made["amount"], 24_000);
    assert_eq!(
        made["lines"],
        json!([
            {"amount": 15_000, "category": "makanan", "description": "Bakso urat"},
            {"amount": 9_000, "category": "rumah-tangga", "description": "Sabun"},
        ])
    );
    assert_eq!(
        (&made["day"], &made["person"], &made["note"]),
        (&json!("2026-11-20"), &json!("Budi"), &json!("arisan"))
    );
    assert_eq!(made["paid_by"], json!({"id": ibu_id, "name": "Ibu"}));
    assert_eq!(made["for_whom"][1]["name"], "Ibu");
    assert_eq!(made["tags"], json!(["arisan", "rumah-baru"]));
    assert_eq!((&made["member"]["name"], &made["channel"]), (&json!("Ayah"), &json!("api")));
    assert_eq!((&made["text"], &made["confidence"]), (&Value::Null, &Value::Null));
    assert_eq!(entered["warnings"], json!([]));
    assert_eq!(ayah.get(&address(made)).await.is(200), *made);
    assert_eq!(ayah.balance("GoPay").await, 226_000);

    ayah.act(&format!("/api/v1/changes/{}/undo", entered["change"])).await.is(200);
    assert_eq!(ayah.balance("GoPay").await, 250_000);
    sound(&the_box);
}

#[tokio::test]
async fn little_said_is_filled_in_as_usual() {
    let (_box, ayah) = TestAppliance::family().await;
    let made = enter(&ayah, &json!({"type": "expense", "amount": 7_000})).await["transaction"].clone();
    assert_eq!((&made["category"], &made["wallet"]["name"]), (&json!("lainnya"), &json!("Cash")));
    assert_eq!((&made["day"], &made["description"]), (&json!("2026-11-22"), &json!("")));
    let income = enter(&ayah, &json!({"type": "income", "amount": 5})).await["transaction"].clone();
    assert_eq!(income["category"], "pemasukan-lain");
    let bca = wallet(&ayah, "BCA").await;
    let moved = json!({"type": "transfer", "amount": 100_000, "fee": 2_500, "wallet": bca,
        "to_wallet": wallet(&ayah, "GoPay").await, "description": "Isi saldo"});
    let moved = enter(&ayah, &moved).await["transaction"].clone();
    assert_eq!((&moved["fee"], &moved["category"]), (&json!(2_500), &json!("transfer")));
    assert_eq!((ayah.balance("BCA").await, ayah.balance("GoPay").await), (4_897_500, 350_000));
    let free = ayah.patch(&address(&moved), &json!({"fee": 0})).await.is(200);
    assert_eq!(free["transaction"]["fee"], Value::Null);
    assert_eq!(ayah.balance("BCA").await, 4_900_000);
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_nothing_is_recorded() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (cash, neighbour) = (wallet(&ayah, "Cash").await, the_box.neighbour());
    let (stranger, their_wallet) = (me(&neighbour).await, wallet(&neighbour, "Cash").await);
    let purchase = ayah.record("bakso 15rb pake gopay").await["id"].clone();
    let before = ayah.get(TRANSACTIONS).await.is(200);
    let rows = [
        (json!({"amount": 5}), 400, "type"),
        (json!({"type": "expense"}), 422, "amount"),
        (json!({"type": "expense", "lines": []}), 400, "lines"),
        (json!({"type": "expense", "amount": 0}), 400, "amount"),
        (json!({"type": "gift", "amount": 5}), 400, "type"),
        (json!({"type": "adjustment", "amount": 5}), 422, "type"),
        (json!({"type": "expense", "amount": 5, "lines": [{"amount": 5}]}), 422, "lines"),
        (json!({"type": "expense", "amount": 5, "category": "gaji"}), 422, "category"),
        (json!({"type": "expense", "lines": [{"amount": 5, "category": "gaji"}]}), 422, "category"),
        (json!({"type": "expense", "amount": 5, "fee": 5}), 422, "fee"),
        (json!({"type": "expense", "amount": 5, "received": 5}), 422, "received"),
        (json!({"type": "expense", "amount": 5, "to_wallet": cash}), 422, "to_wallet"),
        (json!({"type": "transfer", "amount": 5}), 422, "to_wallet"),
        (json!({"type": "transfer", "amount": 5, "wallet": cash, "to_wallet": cash}), 422, "to_wallet"),
        (json!({"type": "expense", "amount": 5, "paid_by": stranger}), 422, "paid_by"),
        (json!({"type": "expense", "amount": 5, "for_whom": [stranger]}), 422, "for_whom"),
        (json!({"type": "expense", "amount": 5, "tags": ["a,b"]}), 422, "tags[0]"),
        (json!({"type": "expense", "amount": 5, "tags": vec!["a"; 11]}), 400, "tags"),
        (json!({"type": "expense", "amount": 5, "secret_until": "2026-11-22"}), 422, "secret_until"),
        (json!({"type": "expense", "amount": 5, "refund_of": purchase}), 422, "refund_of"),
        (json!({"type": "expense", "amount": 5, "price": 5}), 400, "price"),
    ];
    for (new, status, field) in rows {
        let code = if status == 400 { "malformed" } else { "invalid" };
        let problem = ayah.post(TRANSACTIONS, &new).await.is_problem(status, code);
        assert_eq!(problem["errors"][0]["field"], field, "{new}: {problem:#}");
    }
    for (part, id) in [("wallet", &their_wallet), ("refund_of", &json!("01M2XKQH3RF5T7Y9B1D3H5M8QV"))] {
        let new = json!({"type": "income", "amount": 5, part: id});
        ayah.post(TRANSACTIONS, &new).await.is_problem(404, "missing");
    }
    the_box
        .member("Nenek", Role::Viewer)
        .post(TRANSACTIONS, &json!({"type": "expense", "amount": 5}))
        .await
        .is_problem(403, "forbidden");
    assert_eq!(ayah.get(TRANSACTIONS).await.is(200), before);
}

#[tokio::test]
async fn an_entry_is_split_into_lines_and_made_one_again() {
    let (the_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 24rb pake gopay").await;
    let lines = json!([
        {"amount": 15_000, "description": "Bakso"},
        {"amount": 9_000, "category": "hiburan", "description": "Parkir"},
    ]);
    let split = ayah.patch(&address(&bakso), &json!({"version": 1, "lines": lines})).await.is(200);
    let split = &split["transaction"];
    assert_eq!((&split["amount"], &split["lines"][0]["category"]), (&json!(24_000), &json!("makanan")));
    assert_eq!(
        (&split["lines"][1]["category"], &split["description"]),
        (&json!("hiburan"), &json!("Bakso, Parkir"))
    );
    // Which of the two an amount is about is not guessed.
    ayah.patch(&address(&bakso), &json!({"amount": 5})).await.is_problem(422, "invalid");
    let whole = json!({"lines": [{"amount": 30_000, "description": "Bakso"}]});
    let one = ayah.patch(&address(&bakso), &whole).await.is(200);
    assert_eq!(one["transaction"]["lines"].as_array().unwrap().len(), 1);
    assert_eq!(ayah.balance("GoPay").await, 220_000);
    sound(&the_box);
}

#[tokio::test]
async fn what_was_said_beside_it_can_be_unsaid() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let ibu_id = me(&ibu).await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let said =
        json!({"paid_by": ibu_id, "for_whom": [ibu_id], "tags": ["kantor"], "secret_until": "2026-12-25"});
    let now = ayah.patch(&address(&bakso), &said).await.is(200)["transaction"].clone();
    assert_eq!((&now["paid_by"]["name"], &now["secret_until"]), (&json!("Ibu"), &json!("2026-12-25")));
    ibu.get(&address(&bakso)).await.is_problem(404, "missing");
    ibu.patch(&address(&bakso), &json!({"clear": ["secret_until"]})).await.is_problem(404, "missing");
    let unsaid = json!({"clear": ["paid_by", "secret_until"], "for_whom": [], "tags": []});
    let now = ayah.patch(&address(&bakso), &unsaid).await.is(200)["transaction"].clone();
    for (part, nothing) in [
        ("paid_by", Value::Null),
        ("secret_until", Value::Null),
        ("for_whom", json!([])),
        ("tags", json!([])),
    ] {
        assert_eq!(now[part], nothing, "{part}");
    }
    // Only whose record it is makes it a secret.
    ibu.patch(&address(&bakso), &json!({"secret_until": "2026-12-25"})).await.is_problem(403, "forbidden");
    sound(&the_box);
}

#[tokio::test]
async fn many_are_corrected_as_one_act() {
    let (the_box, ayah) = TestAppliance::family().await;
    let mut ids = Vec::new();
    for text in ["bakso 15rb", "kopi 22rb", "roti 12rb"] {
        ids.push(ayah.record(&format!("{text} pake gopay")).await["id"].clone());
    }
    let cash = wallet(&ayah, "Cash").await;
    let said = json!({"ids": ids, "category": "hiburan", "wallet": cash, "day": "2026-11-20",
        "add_tags": ["liburan", "bali"], "person": "Budi"});
    let changed = ayah.post("/api/v1/transactions/amend", &said).await.is(200);
    for now in changed["transactions"].as_array().unwrap() {
        assert_eq!(
            (&now["category"], &now["wallet"]["name"], &now["day"]),
            (&json!("hiburan"), &json!("Cash"), &json!("2026-11-20"))
        );
        assert_eq!((&now["tags"], &now["person"]), (&json!(["liburan", "bali"]), &json!("Budi")));
    }
    assert_eq!((ayah.balance("GoPay").await, ayah.balance("Cash").await), (250_000, 451_000));
    let fewer = json!({"ids": [ids[0], ids[0]], "remove_tags": ["bali"], "add_tags": ["liburan"]});
    let fewer = ayah.post("/api/v1/transactions/amend", &fewer).await.is(200);
    assert_eq!(fewer["transactions"].as_array().unwrap().len(), 1, "each once");
    assert_eq!(fewer["transactions"][0]["tags"], json!(["liburan"]));
    // The later word about one of them stands; the tag that it took away is not there to be taken away.
    ayah.act(&format!("/api/v1/changes/{}/undo", changed["change"])).await.is(200);
    assert_eq!((ayah.balance("GoPay").await, ayah.balance("Cash").await), (201_000, 500_000));
    assert_eq!(
        ayah.get(&format!("{TRANSACTIONS}/{}", ids[0].as_str().unwrap())).await.is(200)["tags"],
        json!([])
    );
    sound(&the_box);
}

#[tokio::test]
async fn of_many_all_are_changed_or_none() {
    let (the_box, ayah) = TestAppliance::family().await;
    let anak = the_box.member("Anak", Role::Child);
    let bakso = ayah.record("bakso 15rb pake gopay").await["id"].clone();
    let gaji = ayah.record("gaji 5jt masuk bca").await["id"].clone();
    let amend = "/api/v1/transactions/amend";
    let both = json!({"ids": [bakso, gaji], "category": "hiburan"});
    ayah.post(amend, &both).await.is_problem(422, "invalid");
    let unknown = json!({"ids": [bakso, "01M2XKQH3RF5T7Y9B1D3H5M8QV"], "day": "2026-11-20"});
    ayah.post(amend, &unknown).await.is_problem(404, "missing");
    ayah.post(amend, &json!({"ids": []})).await.is_problem(400, "malformed");
    ayah.post(amend, &json!({"ids": vec![bakso.clone(); 501]})).await.is_problem(400, "malformed");
    let seen = anak.post(amend, &json!({"ids": [bakso], "day": "2026-11-20"})).await;
    assert!(matches!(seen.status.as_u16(), 403 | 404), "{seen:?}");
    the_box
        .neighbour()
        .post(amend, &json!({"ids": [bakso], "day": "2026-11-20"}))
        .await
        .is_problem(404, "missing");
    let now = ayah.get(&format!("{TRANSACTIONS}/{}", bakso.as_str().unwrap())).await.is(200);
    assert_eq!((&now["category"], &now["version"]), (&json!("makanan"), &json!(1)));
}

#[tokio::test]
async fn a_refund_and_its_purchase_know_each_other() {
    let (the_box, ayah) = TestAppliance::family().await;
    let shoes = ayah.record("sepatu 200rb pake gopay").await;
    let refund = |amount: i64| json!({"type": "income", "amount": amount, "category": "refund", "refund_of": shoes["id"]});
    let first = enter(&ayah, &refund(150_000)).await;
    assert_eq!(first["warnings"], json!([]));
    let first = first["transaction"].clone();
    assert_eq!(first["refund_of"], shoes["id"]);
    let links = ayah.get(&format!("{}/links", address(&first))).await.is(200);
    assert_eq!(
        (&links["refund_of"]["transaction"]["id"], &links["refund_of"]["left"]),
        (&shoes["id"], &json!(50_000))
    );

    let second = enter(&ayah, &refund(60_000)).await;
    assert_eq!(
        (&second["warnings"][0]["code"], &second["warnings"][0]["amount"]),
        (&json!("refund_exceeds"), &json!(10_000))
    );
    let links = ayah.get(&format!("{}/links", address(&shoes))).await.is(200);
    assert_eq!(links["left"], -10_000);
    assert_eq!(links["refunds"].as_array().unwrap().len(), 2);

    // What is taken back or unlinked is no refund any more; one that is no income cannot be one.
    ayah.delete(&address(&second["transaction"])).await.is(200);
    let unlinked = ayah.patch(&address(&first), &json!({"clear": ["refund_of"]})).await.is(200);
    let links = ayah.get(&format!("{}/links", address(&shoes))).await.is(200);
    assert_eq!((&links["left"], &links["refunds"]), (&Value::Null, &json!([])));
    ayah.act(&format!("/api/v1/changes/{}/undo", unlinked["change"])).await.is(200);
    let spent = ayah.patch(&address(&first), &json!({"type": "expense"})).await.is(200);
    assert_eq!(spent["transaction"]["refund_of"], Value::Null);
    ayah.patch(&address(&shoes), &json!({"refund_of": first["id"]})).await.is_problem(422, "invalid");
    the_box.neighbour().get(&format!("{}/links", address(&shoes))).await.is_problem(404, "missing");
    sound(&the_box);
}
