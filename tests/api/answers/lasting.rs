//! How the operations on what lasts and what goes are called: webhooks, deletions, how long things are kept; and how they
//! go wrong.

use catatduit::ledger::{HouseholdId, MemberId, Role};
use catatduit::store::{Leaving, StoreError};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Call, House, NOBODY};
use crate::support::client::Answer;

const ACCOUNT: &str = "/api/v1/deletion/account";
const HOUSEHOLD: &str = "/api/v1/deletion/household";

/// A browser's device, as it describes itself.
pub(crate) fn device() -> Value {
    json!({
        "endpoint": "https://push.contoh.example/ayah",
        "key": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    })
}

impl House {
    async fn webhook(&self) -> String {
        let new = json!({"url": "https://contoh.example/kabar"});
        let made = self.owner.post("/api/v1/webhooks", &new).await.is(201);
        format!("/api/v1/webhooks/{}", made["webhook"]["id"].as_str().unwrap())
    }

    /// A device that is told; its address.
    async fn subscription(&self) -> String {
        let made = self.owner.put("/api/v1/push/subscriptions", &device()).await.is(200);
        format!("/api/v1/push/subscriptions/{}", made["id"].as_str().unwrap())
    }

    /// Somebody stays who owns the household, so that Ayah may go.
    fn may_go(&self) -> Value {
        self.the_box.member("Nenek", Role::Owner);
        json!({"name": "Ayah"})
    }

    /// Asks for one of the deletions; gives its receipt.
    async fn going(&self, path: &str) -> String {
        let name = if path == ACCOUNT { self.may_go() } else { json!({"name": "Keluarga Uji"}) };
        let asked = self.owner.post(path, &name).await.is(201);
        asked["receipt"].as_str().unwrap().to_owned()
    }

    /// The call that goes right; none for what is about something else.
    pub(super) async fn right_of_lasting(&self, operation: &str) -> Option<Call> {
        let get = |path: String| (Method::GET, path, Value::Null);
        Some(match operation {
            "show_push_key" => get("/api/v1/push/key".into()),
            "list_subscriptions" => get("/api/v1/push/subscriptions".into()),
            "put_subscription" => (Method::PUT, "/api/v1/push/subscriptions".into(), device()),
            "remove_subscription" => (Method::DELETE, self.subscription().await, Value::Null),
            "try_subscription" => (Method::POST, format!("{}/trial", self.subscription().await), Value::Null),
            "show_wishes" => get("/api/v1/push/wishes".into()),
            "change_wishes" => (Method::PATCH, "/api/v1/push/wishes".into(), json!({"records": true})),
            "list_webhooks" => get("/api/v1/webhooks".into()),
            "add_webhook" => {
                let new = json!({"url": "https://contoh.example/kabar", "acts": ["record"]});
                (Method::POST, "/api/v1/webhooks".into(), new)
            }
            "change_webhook" => (Method::PATCH, self.webhook().await, json!({"details": true})),
            "remove_webhook" => (Method::DELETE, self.webhook().await, Value::Null),
            "try_webhook" => (Method::POST, format!("{}/ping", self.webhook().await), Value::Null),
            "list_deliveries" => get(format!("{}/deliveries", self.webhook().await)),
            "ask_for_deletion" => (Method::POST, ACCOUNT.into(), self.may_go()),
            "ask_for_household_deletion" => (Method::POST, HOUSEHOLD.into(), json!({"name": "Keluarga Uji"})),
            "call_off_deletion" => {
                self.going(ACCOUNT).await;
                (Method::DELETE, ACCOUNT.into(), Value::Null)
            }
            "call_off_household_deletion" => {
                self.going(HOUSEHOLD).await;
                (Method::DELETE, HOUSEHOLD.into(), Value::Null)
            }
            "look_at_receipt" => get(format!("/api/v1/receipts/{}", self.going(HOUSEHOLD).await)),
            "set_retention" => {
                let kept = json!({
                    "messages_months": 12, "pictures_months": null, "draft_hours": 24, "bin_days": 30, "log_days": 90
                });
                (Method::PUT, "/api/v1/household/retention".into(), kept)
            }
            _ => return None,
        })
    }

    /// The answer to a call that goes wrong in a way of its own; none where what goes wrong with every call will do.
    pub(super) async fn wrong_of_lasting(&self, operation: &str, status: u16, call: &Call) -> Option<Answer> {
        let (method, path, body) = call.clone();
        let wrong = match (operation, status) {
            ("add_webhook" | "change_webhook", 422) => (method, path, json!({"url": "bukan alamat"})),
            ("put_subscription", 422) => {
                let mut here = device();
                here["endpoint"] = json!("https://192.168.1.20/x");
                (method, path, here)
            }
            ("change_wishes", 422) => (method, path, json!({"quiet": {"from": 60, "until": 60}})),
            ("ask_for_deletion" | "ask_for_household_deletion", 422) => {
                (method, path, json!({"name": "Bukan namanya"}))
            }
            ("list_telegram_links", 404) => (method, format!("{path}?member={NOBODY}"), body),
            ("list_deliveries", 400) => (method, format!("{path}?cursor=x"), body),
            ("look_at_receipt", 400) => (method, format!("/api/v1/receipts/{}", "x".repeat(99)), body),
            ("look_at_receipt", 404) => (method, "/api/v1/receipts/x".into(), body),
            // Once again.
            ("call_off_deletion" | "call_off_household_deletion", 404) => {
                self.send(&self.owner, call.clone()).await.is(204);
                call.clone()
            }
            ("call_off_deletion" | "call_off_household_deletion", 410) => {
                self.begin(operation == "call_off_deletion").await;
                call.clone()
            }
            _ => return None,
        };
        Some(self.send(&self.owner, wrong).await)
    }

    /// A deletion is under way.
    async fn begin(&self, is_of_person: bool) {
        let me = self.owner.get("/api/v1/session").await.is(200);
        let id = |of: &str| me[of]["id"].as_str().unwrap().to_owned();
        let leaving = if is_of_person {
            Leaving::Account(id("member").parse::<MemberId>().unwrap())
        } else {
            Leaving::Household(id("household").parse::<HouseholdId>().unwrap())
        };
        let now = self.the_box.clock.now();
        let begin = move |pen: &mut catatduit::store::Pen<'_>| -> Result<(), StoreError> {
            let mut farewell = pen.farewell(leaving)?.unwrap();
            farewell.begun = Some(now);
            pen.put_farewell(&farewell)
        };
        self.the_box.store.write(begin).unwrap();
    }
}
