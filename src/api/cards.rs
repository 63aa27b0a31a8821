//! Credit cards: the days of their months, and what those came to.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{LookingAtOne, Refused, Removing, Setting};
use super::reply::Shown;
use super::scalar::Nullable;
use super::tag::IfMatch;
use super::view::Period;
use super::wallets::WalletChanged;
use crate::app;
use crate::ledger::{CardCycle, Day, WalletId};

#[derive(Debug)]
pub(super) struct Cards;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Wallets")]
impl Cards {
    /// Set a card's days
    ///
    /// When a credit card's month closes and when it is to be paid; only for a wallet of the kind `card`.
    #[oai(path = "/wallets/:id/card", method = "put", operation_id = "set_card_days")]
    async fn set_card(
        &self,
        caller: Caller,
        id: Path<WalletId>,
        /// The `ETag` of the wallet that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        card: Body<CardDays>,
    ) -> Result<Shown<WalletChanged>, Refused<Setting>> {
        let change = of_card(seen, Some(card.0.into()));
        Ok(Shown(caller.run(move |me| WalletChanged::of(&me.change_wallet(id.0, change)?)).await?))
    }

    /// Take a card's days away
    #[oai(path = "/wallets/:id/card", method = "delete", operation_id = "drop_card_days")]
    async fn drop_card(
        &self,
        caller: Caller,
        id: Path<WalletId>,
        /// The `ETag` of the wallet that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
    ) -> Result<Shown<WalletChanged>, Refused<Removing>> {
        let change = of_card(seen, None);
        Ok(Shown(caller.run(move |me| WalletChanged::of(&me.change_wallet(id.0, change)?)).await?))
    }

    /// Look at a card's statements
    ///
    /// The one that today's purchases fall on, and the one before, which has closed; neither for a wallet without card
    /// days.
    #[oai(path = "/wallets/:id/statements", method = "get", operation_id = "look_at_statements")]
    async fn statements(
        &self,
        caller: Caller,
        id: Path<WalletId>,
    ) -> Result<Shown<Statements>, Refused<LookingAtOne>> {
        Ok(Shown(caller.run(move |me| Ok(Statements::from(me.statements(id.0)?))).await?))
    }
}

/// Days of the month, 1 to 31; in a shorter month its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct CardDays {
    /// When the card's month closes.
    #[oai(validator(minimum(value = "1"), maximum(value = "31")))]
    pub statement_day: u8,
    /// When it is to be paid.
    #[oai(validator(minimum(value = "1"), maximum(value = "31")))]
    pub due_day: u8,
}

/// A card's months around today.
#[derive(Debug, Object)]
pub(super) struct Statements {
    /// The one that today's purchases fall on.
    pub current: Nullable<Statement>,
    /// The one before, which has closed.
    pub closed: Nullable<Statement>,
}

/// One month of a credit card.
#[derive(Debug, Object)]
pub(super) struct Statement {
    pub period: Period,
    /// What was bought, moved elsewhere and charged, less what came back, in the wallet's currency. What was paid in
    /// counts in no statement.
    pub amount: i64,
    /// When it is to be paid.
    pub due: Day,
}

fn of_card(seen: IfMatch, card: Option<CardCycle>) -> app::WalletChange {
    app::WalletChange { version: seen.or(None), card: Some(card), ..app::WalletChange::default() }
}

impl From<CardCycle> for CardDays {
    fn from(CardCycle { statement_day, due_day }: CardCycle) -> Self {
        Self { statement_day, due_day }
    }
}

impl From<CardDays> for CardCycle {
    fn from(CardDays { statement_day, due_day }: CardDays) -> Self {
        Self { statement_day, due_day }
    }
}

impl From<Option<app::Statements>> for Statements {
    fn from(statements: Option<app::Statements>) -> Self {
        let statement = |of: app::Statement| Statement {
            period: of.period.into(),
            amount: of.amount.minor(),
            due: of.due,
        };
        Self {
            current: statements.map(|both| statement(both.current)).into(),
            closed: statements.map(|both| statement(both.closed)).into(),
        }
    }
}
