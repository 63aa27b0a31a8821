//! How the operations on wallets, categories, rates, tags, keys and reports go right, and how they go wrong.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Call, House, NOBODY};
use crate::support::appliance::{Clock, Setting};
use crate::support::client::Answer;
use crate::support::fake_telegram::FakeTelegram;

/// Days that the reports of one period take.
const WRONG_DAYS: &str = "from=2026-11-20";

fn get(path: &str) -> Call {
    (Method::GET, format!("/api/v1/{path}"), Value::Null)
}

fn put(path: &str, body: Value) -> Call {
    (Method::PUT, format!("/api/v1/{path}"), body)
}

fn delete(path: &str) -> Call {
    (Method::DELETE, format!("/api/v1/{path}"), Value::Null)
}

impl House {
    /// A credit card with its days.
    async fn card(&self) -> String {
        let new = json!({"name": "Kartu Kredit", "kind": "card"});
        let added = self.owner.post("/api/v1/wallets", &new).await.is(201);
        let id = added["wallet"]["id"].as_str().unwrap().to_owned();
        let days = json!({"statement_day": 20, "due_day": 5});
        self.owner.put(&format!("/api/v1/wallets/{id}/card"), &days).await.is(200);
        id
    }

    async fn token(&self) -> String {
        let new = json!({"name": "skrip", "scope": "read"});
        let made = self.owner.post("/api/v1/tokens", &new).await.is(201);
        made["token"]["id"].as_str().unwrap().to_owned()
    }

    async fn rate(&self) -> String {
        let path = "rates/USD/2026-11-01";
        self.owner.put(&format!("/api/v1/{path}"), &json!({"micros": 16_250_500_000_i64})).await.is(200);
        path.to_owned()
    }

    /// What every item of a list is called by that field.
    async fn each(&self, list: &str, field: &str) -> Vec<Value> {
        let listed = self.owner.get(&format!("/api/v1/{list}")).await.is(200);
        listed["items"].as_array().unwrap().iter().map(|item| item[field].clone()).collect()
    }

    /// From a box that has a Telegram of its own.
    async fn answer_of_a_bot(&self, operation: &str) -> Answer {
        let fake = FakeTelegram::start().await;
        let setting = Setting::default().told("TELEGRAM_API_BASE", &fake.base);
        let the_box = setting.start(&Clock::new()).await;
        let owner = the_box.set_up().await;
        let set = owner.put("/api/v1/telegram/token", &json!({"token": FakeTelegram::TOKEN})).await;
        if operation == "set_bot_token" { set } else { owner.delete("/api/v1/telegram/token").await }
    }

    pub(super) async fn right_of_resources(&self, operation: &str) -> Option<Call> {
        Some(match operation {
            "look_at_wallet" => get(&format!("wallets/{}", self.wallet().await)),
            "change_wallet" => {
                let path = format!("/api/v1/wallets/{}", self.wallet().await);
                (Method::PATCH, path, json!({"version": 1, "aliases": ["gopay ayah"]}))
            }
            "remove_wallet" => delete(&format!("wallets/{}", self.wallet().await)),
            "order_wallets" => {
                let mut wallets = self.each("wallets", "id").await;
                wallets.reverse();
                put("wallet-order", json!({"wallets": wallets}))
            }
            "prefer_wallet" => put(&format!("wallets/{}/preferred", self.wallet().await), Value::Null),
            "list_wallet_templates" => get("wallet-templates"),
            "set_card_days" => {
                let days = json!({"statement_day": 15, "due_day": 1});
                put(&format!("wallets/{}/card", self.card().await), days)
            }
            "drop_card_days" => delete(&format!("wallets/{}/card", self.card().await)),
            "look_at_statements" => get(&format!("wallets/{}/statements", self.card().await)),
            "look_at_category" => get("categories/makanan"),
            "add_category" => {
                (Method::POST, "/api/v1/categories".into(), json!({"name": "Kopi", "flow": "expense"}))
            }
            "change_category" => {
                (Method::PATCH, "/api/v1/categories/belanja".into(), json!({"version": 0, "hidden": true}))
            }
            "merge_category" => put("categories/belanja/merged", json!({"into": "lainnya"})),
            "unmerge_category" => {
                let into = json!({"into": "lainnya"});
                self.owner.put("/api/v1/categories/belanja/merged", &into).await.is(200);
                delete("categories/belanja/merged")
            }
            "order_categories" => {
                let mut categories = self.each("categories?all=true", "slug").await;
                categories.reverse();
                put("category-order", json!({"categories": categories}))
            }
            "list_sharings" => get("sharings"),
            "list_rates" => get("rates"),
            "set_rate" => put("rates/USD/2026-11-01", json!({"micros": 16_250_500_000_i64})),
            "drop_rate" => delete(&self.rate().await),
            "list_tags" => get("tags"),
            "rename_tag" => {
                let path = format!("/api/v1/transactions/{}", self.transaction().await);
                self.owner.patch(&path, &json!({"tags": ["lebaran"]})).await.is(200);
                let names = json!({"from": "lebaran", "to": "mudik"});
                (Method::POST, "/api/v1/tags/rename".into(), names)
            }
            "list_tokens" => get("tokens"),
            "make_token" => {
                (Method::POST, "/api/v1/tokens".into(), json!({"name": "skrip", "scope": "read"}))
            }
            "revoke_token" => delete(&format!("tokens/{}", self.token().await)),
            "set_bot_token" => put("telegram/token", json!({"token": "bukan token"})),
            "remove_bot_token" => delete("telegram/token"),
            "look_at_household" => get("household"),
            "change_household" => {
                (Method::PATCH, "/api/v1/household".into(), json!({"version": 1, "name": "Santoso"}))
            }
            "look_at_member" => get(&format!("members/{}", self.ibu().await)),
            "report_period" => get("reports/period?period=month"),
            "report_trend" => get("reports/trend?by=month&count=3"),
            "report_comparison" => get("reports/comparison?period=month"),
            "report_largest" => get("reports/largest?limit=3"),
            "report_frequent" => get("reports/frequent?limit=3"),
            "report_unusual" => get("reports/unusual"),
            "report_net_worth" => get("reports/net-worth?months=3"),
            "report_calendar" => get("reports/calendar?month=2026-11"),
            "report_rows" => get("reports/rows?from=2026-11-01&to=2026-11-30"),
            _ => return None,
        })
    }

    /// The answer to a call that goes wrong in a way of its own; none where what goes wrong with every call will do.
    pub(super) async fn wrong_of_resources(
        &self,
        operation: &str,
        status: u16,
        call: &Call,
    ) -> Option<Answer> {
        let (method, path, body) = call.clone();
        let other = |path: &str, body: Value| Some((method.clone(), format!("/api/v1/{path}"), body));
        let told = |body: Value| Some((method.clone(), path.clone(), body));
        let wrong = match (operation, status) {
            ("change_wallet" | "change_category" | "change_member" | "change_household", 409) => {
                told(json!({"version": 99, "name": "Lain"}))
            }
            // The right call is not taken, so that no test asks Telegram.
            ("set_bot_token", 422) | ("remove_bot_token", 404) => Some(call.clone()),
            ("set_bot_token" | "remove_bot_token", 200 | 204) => {
                return Some(self.answer_of_a_bot(operation).await);
            }
            ("change_household", 422) => told(json!({"zone": "Mars/Base"})),
            ("change_wallet", 422) => told(json!({"name": "bca"})),
            ("order_wallets", 422) => told(json!({"wallets": []})),
            ("order_categories", 422) => told(json!({"categories": []})),
            ("set_card_days", 422) => other(&format!("wallets/{}/card", self.wallet().await), body),
            ("add_category" | "change_category", 422) => {
                let mut taken = body;
                taken["name"] = json!("makanan & minuman");
                told(taken)
            }
            ("merge_category", 422) => told(json!({"into": "gaji"})),
            ("set_rate", 422) => other("rates/IDR/2026-11-01", body),
            ("rename_tag", 422) => told(json!({"from": "lebaran", "to": "lebaran"})),
            ("make_token", 422) => told(json!({"name": " ", "scope": "read"})),
            ("report_comparison", 422) => other(&format!("reports/comparison?with_{WRONG_DAYS}"), body),
            (report, 422) if report.starts_with("report_") => {
                other(&format!("{}?{WRONG_DAYS}", path.split('?').next()?.strip_prefix("/api/v1/")?), body)
            }
            // Once again.
            ("remove_wallet" | "unmerge_category", 410) => {
                self.send(&self.owner, call.clone()).await.is(200);
                Some(call.clone())
            }
            ("prefer_wallet", 410) => {
                self.owner.delete(path.strip_suffix("/preferred")?).await.is(200);
                Some(call.clone())
            }
            ("look_at_category" | "change_category", 404) => other("categories/tidak-ada", body),
            ("merge_category" | "unmerge_category", 404) => other("categories/tidak-ada/merged", body),
            ("set_rate" | "drop_rate", 404) => other("rates/USD/kemarin", body),
            ("rename_tag", 404) => told(json!({"from": "tidak-ada", "to": "mudik"})),
            ("revoke_token", 404) => other(&format!("tokens/{NOBODY}"), body),
            ("report_rows", 400) => Some((method, format!("{path}&cursor=x"), body)),
            _ => None,
        };
        Some(self.send(&self.owner, wrong?).await)
    }
}
