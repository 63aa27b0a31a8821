//! Files that people send.

use serde_json::{Value, json};

use super::{FakeTelegram, Person, Room, now_s};

impl FakeTelegram {
    /// Takes a file, so that it can be fetched under this name.
    pub(crate) fn keep_file(&self, id: &str, bytes: &[u8]) {
        self.state().files.insert(id.to_owned(), bytes.to_vec());
    }

    /// Takes a picture; gives what a message says of it.
    pub(crate) fn photo(&self, bytes: &[u8]) -> Value {
        let id = format!("photo-{}", self.state().files.len());
        self.keep_file(&id, bytes);
        json!([{"file_id": "too-small", "width": 9, "height": 9}, {"file_id": id, "width": 90, "height": 90}])
    }

    /// A reply with other content than text.
    pub(crate) fn reply_with(&self, room: Room, from: Person, to: i64, content: &Value) -> i64 {
        let original = json!({"message_id": to, "date": now_s(), "chat": room.json()});
        let mut content = content.clone();
        content["reply_to_message"] = original;
        self.message(room, from, &content)
    }
}
