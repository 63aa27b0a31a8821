//! How the operations about the box itself are called, its bot, backups, log, absences, errors and what is said about
//! it; and how they go wrong.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Call, House, NOBODY};
use crate::support::client::Answer;

/// What a page tells of an error.
fn an_error() -> Value {
    json!({
        "kind": "TypeError", "message": "x is undefined", "page": "/",
        "stack": "    at f (https://duit.example/assets/index-B4x8Zq1_.js:1:2345)",
    })
}

impl House {
    /// The call that goes right; none for what is about something else.
    pub(super) async fn right_of_keeping(&self, operation: &str) -> Option<Call> {
        let get = |path: &str| (Method::GET, path.to_owned(), Value::Null);
        Some(match operation {
            "look_at_backups" => get("/api/v1/backups"),
            "make_backup" => (Method::POST, "/api/v1/backups".into(), Value::Null),
            "look_at_telegram" => get("/api/v1/telegram"),
            "look_at_certificate" => get("/api/v1/certificate"),
            "look_at_box" => get("/api/v1/doctor"),
            "list_readings" => get("/api/v1/doctor/readings"),
            "list_alarms" => get("/api/v1/doctor/alarms"),
            "acknowledge_alarm" => {
                (Method::POST, "/api/v1/doctor/alarms/disk/acknowledge".into(), Value::Null)
            }
            "look_at_logs" => get("/api/v1/logs"),
            "look_at_outages" => get("/api/v1/outages"),
            "report_error" => (Method::POST, "/api/v1/errors".into(), an_error()),
            "list_errors" => get("/api/v1/errors"),
            "solve_error" => {
                self.owner.post("/api/v1/errors", &an_error()).await.is(204);
                let all = self.owner.get("/api/v1/errors").await.is(200);
                let id = all["items"][0]["id"].as_str().unwrap();
                (Method::POST, format!("/api/v1/errors/{id}/solve"), Value::Null)
            }
            "send_feedback" => (Method::POST, "/api/v1/feedback".into(), json!({"words": "hurufnya kecil"})),
            "list_feedback" => get("/api/v1/feedback"),
            "answer_feedback" => {
                let said = json!({"words": "hurufnya kecil"});
                let said = self.owner.post("/api/v1/feedback", &said).await.is(201);
                let path = format!("/api/v1/feedback/{}", said["id"].as_str().unwrap());
                (Method::PATCH, path, json!({"answer": "Sudah diperbesar.", "done": true}))
            }
            _ => return None,
        })
    }

    /// The answer to a call that goes wrong in a way of its own; none where what goes wrong with every call will do.
    pub(super) async fn wrong_of_keeping(&self, operation: &str, status: u16, call: &Call) -> Option<Answer> {
        let (method, path, body) = call.clone();
        let wrong = match (operation, status) {
            ("look_at_logs", 400) => (method, format!("{path}?cursor=x"), body),
            ("send_feedback", 422) => (method, path, json!({"words": " "})),
            ("acknowledge_alarm", 404) => (method, "/api/v1/doctor/alarms/none/acknowledge".into(), body),
            ("solve_error", 404) => (method, "/api/v1/errors/0000000000000000/solve".into(), body),
            ("answer_feedback", 404) => (method, format!("/api/v1/feedback/{NOBODY}"), body),
            _ => return None,
        };
        Some(self.send(&self.owner, wrong).await)
    }
}
