//! Telling a push service which box a message is from (RFC 8292): a statement that the box's key signed, for that service
//! alone and a while.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;

use crate::app::PushKey;
use crate::ledger::Timestamp;

/// How long a statement holds. A day at most, says the standard; clocks differ.
const HOLDS_S: i64 = 12 * 3_600;

/// The value of `Authorization` for messages to a service. `audience` is its origin, `contact` how it may reach us.
pub(super) fn authorization(key: &PushKey, audience: &str, contact: &str, now: Timestamp) -> String {
    let head = json!({"typ": "JWT", "alg": "ES256"});
    let claims = json!({"aud": audience, "exp": now.as_second() + HOLDS_S, "sub": contact});
    let said = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(head.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let signature: Signature = SigningKey::from(key.secret()).sign(said.as_bytes());
    let (signature, public) =
        (URL_SAFE_NO_PAD.encode(signature.to_bytes()), URL_SAFE_NO_PAD.encode(key.public()));
    format!("vapid t={said}.{signature}, k={public}")
}
