//! What a call says, and its signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde::Serialize;

use crate::app::{Error, HookCall, HookEvent, Seen};
use crate::ledger::{MemberId, Timestamp, TransactionId, TransactionType, WalletId};

/// The body of a call.
#[derive(Serialize)]
struct Letter<'a> {
    #[serde(rename = "type")]
    kind: String,
    /// When it happened.
    timestamp: String,
    data: Option<Data<'a>>,
}

#[derive(Serialize)]
struct Data<'a> {
    household: String,
    /// Its position in the journal.
    seq: u64,
    act: &'static str,
    member: Option<String>,
    transactions: Vec<String>,
    wallets: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<Vec<Record<'a>>>,
}

#[derive(Serialize)]
struct Record<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    /// In the currency's minor unit.
    amount: i64,
    currency: String,
    category: String,
    wallet: &'a str,
    to_wallet: Option<&'a str>,
    day: String,
    description: String,
    member: &'a str,
    voided: bool,
}

/// What a trial says.
const PING: &str = "ping";

/// The body of a call.
pub(super) fn body(call: &HookCall) -> Result<Vec<u8>, Error> {
    let letter = match &call.event {
        None => Letter { kind: PING.to_owned(), timestamp: call.created.to_string(), data: None },
        Some(event) => Letter {
            kind: format!("change.{}", event.happened.act.code()),
            timestamp: event.happened.at.to_string(),
            data: Some(data(event)?),
        },
    };
    serde_json::to_vec(&letter).map_err(|error| Error::broken("writing a call to a program", error))
}

fn data(event: &HookEvent) -> Result<Data<'_>, Error> {
    let happened = &event.happened;
    let records = event.records.as_ref().map(|records| records.iter().map(record).collect());
    Ok(Data {
        household: event.household.to_string(),
        seq: happened.seq,
        act: happened.act.code(),
        member: happened.member.as_ref().map(MemberId::to_string),
        transactions: happened.transactions.iter().map(TransactionId::to_string).collect(),
        wallets: happened.wallets.iter().map(WalletId::to_string).collect(),
        records: records.transpose()?,
    })
}

fn record(seen: &Seen) -> Result<Record<'_>, Error> {
    let transaction = &seen.transaction;
    let amount = transaction.amount()?;
    Ok(Record {
        id: transaction.id.to_string(),
        kind: match transaction.kind() {
            TransactionType::Expense => "expense",
            TransactionType::Income => "income",
            TransactionType::Transfer => "transfer",
            TransactionType::Adjustment => "adjustment",
        },
        amount: amount.minor(),
        currency: amount.currency().to_string(),
        category: transaction.category().to_string(),
        wallet: &seen.wallet.wallet.name,
        to_wallet: seen.to_wallet.as_ref().map(|to| to.wallet.name.as_str()),
        day: transaction.day.to_string(),
        description: transaction.description(),
        member: &seen.member,
        voided: transaction.voided.is_some(),
    })
}

/// The signature of a body, as the header carries it: over the call's id, the moment of sending in seconds and the
/// body, with points between.
pub(super) fn signature(secret: &[u8], id: &str, at: Timestamp, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mut context = hmac::Context::with_key(&key);
    context.update(format!("{id}.{}.", at.as_second()).as_bytes());
    context.update(body);
    format!("v1,{}", STANDARD.encode(context.sign()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification.
    #[test]
    fn signs_as_the_standard_s_example() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let at = Timestamp::from_second(1_614_265_330).unwrap();
        let body = br#"{"test": 2432232314}"#;
        assert_eq!(
            signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }
}
