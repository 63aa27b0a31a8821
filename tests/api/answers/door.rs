//! Calls about signing in, and what goes wrong with them.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Call, House};
use crate::support::appliance::TestAppliance;
use crate::support::client::Answer;
use crate::support::totp::TotpApp;

impl House {
    /// The call that goes right; none for what is about something else.
    pub(super) async fn right_at_the_door(&self, operation: &str) -> Option<Call> {
        let get = |path: &str| (Method::GET, format!("/api/v1/{path}"), Value::Null);
        Some(match operation {
            "who_holds_session" => get("session/holder"),
            "list_sessions" => get("sessions"),
            "end_session" => {
                let all = self.owner.get("/api/v1/sessions").await.is(200);
                let id = all["items"][0]["id"].as_str().unwrap();
                (Method::DELETE, format!("/api/v1/sessions/{id}"), Value::Null)
            }
            "list_telegram_links" => get("telegram/links"),
            "end_telegram_link" => {
                let id = self.the_box.link_telegram(&self.owner, 42).await;
                (Method::DELETE, format!("/api/v1/telegram/links/{id}"), Value::Null)
            }
            "end_other_sessions" => (Method::DELETE, "/api/v1/sessions".into(), Value::Null),
            "change_password" => {
                let change = json!({"old": TestAppliance::PASSWORD, "new": "payung biru basah"});
                (Method::PUT, "/api/v1/account/password".into(), change)
            }
            "look_at_account" => get("account"),
            "begin_totp" => {
                let proof = json!({"password": TestAppliance::PASSWORD});
                (Method::POST, "/api/v1/account/totp".into(), proof)
            }
            "confirm_totp" => {
                let code = self.begun_totp().await;
                (Method::POST, "/api/v1/account/totp/confirm".into(), json!({"code": code}))
            }
            "end_totp" | "renew_recovery_codes" => {
                let code = self.recovery_code().await;
                let path = if operation == "end_totp" { "totp/end" } else { "recovery-codes" };
                let proof = json!({"password": TestAppliance::PASSWORD, "code": code});
                (Method::POST, format!("/api/v1/account/{path}"), proof)
            }
            "make_reset" => {
                (Method::POST, format!("/api/v1/members/{}/reset", self.ibu().await), Value::Null)
            }
            "look_at_reset" => get(&format!("reset?code={}", self.reset_code().await)),
            "use_reset" => {
                let new = json!({"code": self.reset_code().await, "password": "payung biru basah"});
                (Method::POST, "/api/v1/reset".into(), new)
            }
            _ => return None,
        })
    }

    /// A body that does not fit.
    pub(super) fn wrong_at_the_door(operation: &str, body: Value) -> Value {
        match operation {
            "change_password" => json!({"old": "salah", "new": "payung biru basah"}),
            "begin_totp" => json!({"password": "salah"}),
            "confirm_totp" => json!({"code": "000000"}),
            "end_totp" | "renew_recovery_codes" => json!({"password": "salah", "code": "000000"}),
            "use_reset" => json!({"code": body["code"], "password": "12345678"}),
            _ => body,
        }
    }

    /// A second factor is asked for, and not shown or wrong.
    pub(super) async fn provoke_code(&self, code: Option<&str>, (method, path, body): Call) -> Answer {
        self.recovery_code().await;
        let mut body = body;
        if code == Some("wrong_code") {
            body["code"] = json!("000000");
        }
        self.send(&self.owner, (method, path, body)).await
    }

    async fn reset_code(&self) -> String {
        let made = self.owner.act(&format!("/api/v1/members/{}/reset", self.ibu().await)).await.is(201);
        made["code"].as_str().unwrap().to_owned()
    }

    /// A code that confirms a second factor.
    async fn begun_totp(&self) -> String {
        let proof = json!({"password": TestAppliance::PASSWORD});
        let offer = self.owner.post("/api/v1/account/totp", &proof).await.is(201);
        TotpApp(offer["secret"].as_str().unwrap().to_owned()).code(&self.the_box)
    }

    /// A recovery code of a second factor that is on.
    async fn recovery_code(&self) -> String {
        let code = json!({"code": self.begun_totp().await});
        let codes = self.owner.post("/api/v1/account/totp/confirm", &code).await.is(200);
        codes["codes"][0].as_str().unwrap().to_owned()
    }

    pub(super) async fn provoke_setup(&self, status: u16) -> Answer {
        let the_box = TestAppliance::new().await;
        let client = the_box.client();
        let mut form = the_box.set_up_form();
        match status {
            422 => form["password"] = json!("12345678"),
            _ => form["code"] = json!("salah"),
        }
        let tries = if status == 429 { 20 } else { 0 };
        for _ in 0..tries {
            client.post("/api/v1/setup", &form).await.is_problem(410, "gone");
        }
        client.post("/api/v1/setup", &form).await
    }
}
