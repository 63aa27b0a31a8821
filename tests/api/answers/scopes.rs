//! The scope that the contract names is enough: every act, done with a key of that scope. That a lesser one is not is
//! found out where everybody calls everything.

use std::collections::BTreeMap;

use catatduit::api;
use serde_json::{Value, json};

use super::{House, TOLD_ELSEWHERE};

/// A key is no session: these change or end the one that they are called with.
const SESSIONS_ONLY: [&str; 2] = ["sign_out", "switch_household"];

/// They get past the door and find that this house has no bot; that they work is shown where one is.
const OF_THE_BOT: [&str; 2] = ["set_bot_token", "remove_bot_token"];

#[tokio::test]
async fn a_key_of_the_scope_that_the_contract_names_is_enough() {
    let contract: Value = serde_json::from_str(&api::document()).unwrap();
    let methods = contract["paths"].as_object().unwrap().values().flat_map(|of| of.as_object().unwrap());
    let acts = methods.filter(|(method, operation)| *method != "get" && operation["security"].is_array());
    let mut wrong = BTreeMap::new();
    for (_, operation) in acts {
        let (name, scope) = (operation["operationId"].as_str().unwrap(), &operation["x-scope"]);
        if TOLD_ELSEWHERE.contains(&name) {
            continue;
        }
        let house = House::new().await;
        let (method, path, body) = house.right(name).await;
        let made =
            house.owner.post("/api/v1/tokens", &json!({"name": "skrip", "scope": scope})).await.is(201);
        let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
        let program = house.owner.anonymous().with("authorization", &bearer);
        let answer = match name {
            "add_attachment" => house.send_file(&program, &path, super::picture()).await,
            _ => house.send(&program, (method, path, body)).await,
        };
        let is_right = if SESSIONS_ONLY.contains(&name) {
            answer.status == 403
        } else if OF_THE_BOT.contains(&name) {
            [404, 422].contains(&answer.status.as_u16())
        } else {
            answer.status.is_success()
        };
        if !is_right {
            wrong.insert(format!("{name} with {scope}"), format!("{} {}", answer.status, answer.text));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
