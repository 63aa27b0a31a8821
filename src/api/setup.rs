//! The first household of the box, made in the browser with the one-time code that the box prints.

use poem_openapi::param::Query;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Visitor;
use super::guesses::Tried;
use super::problem::{Open, Problem, Refused, SettingUp};
use super::reply::{Made, Shown, WithCookie};
use super::session::Me;
use super::view::{Language, WalletKind};
use crate::app::{self, App};
use crate::ledger::{WALLET_TEMPLATES, WalletTemplate, Zone};

#[derive(Debug)]
pub(super) struct SetUp;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Setup")]
impl SetUp {
    /// Look at the set-up link
    ///
    /// Says whether the code of the link still works, and which wallets can be picked.
    #[oai(path = "/setup", method = "get", operation_id = "look_at_setup")]
    async fn look(
        &self,
        visitor: Visitor,
        /// The code in the link that the box printed.
        #[oai(validator(max_length = 64))]
        code: Query<Option<String>>,
    ) -> Result<Shown<SetUpView>, Refused<Open>> {
        let code = code.0.unwrap_or_default();
        let demo = visitor.door.demo();
        let look = move |app: &App| {
            Ok(SetUpView::new(app.setup_code_is_good(&code)?, demo.is_offered(app.is_set_up()?)))
        };
        Ok(Shown(visitor.run(look).await?))
    }

    /// Set up the box
    ///
    /// Makes the household, its owner and its first wallets, and signs the owner in. Works once, with a code
    /// that is still valid.
    #[oai(path = "/setup", method = "post", operation_id = "set_up")]
    async fn set_up(
        &self,
        visitor: Visitor,
        new: Body<NewHousehold>,
    ) -> Result<WithCookie<Made<Me>>, Refused<SettingUp>> {
        let (code, new) = new.0.taken()?;
        let origin = visitor.guest.origin.clone();
        let tried = Tried { name: new.owner.clone(), password: new.password.clone(), code: None };
        let shown = code.clone();
        let is_open = move |app: &App| app.setup_link_is_open(&shown);
        let set_up = move |app: &App| app.set_up(Some(&code), &new, &origin);
        let signed = visitor.settles_in("owner", tried, is_open, set_up).await?;
        let me = visitor.becomes(&signed).me().await?;
        Ok(WithCookie(Made(me), visitor.cookie(&signed)))
    }
}

/// What the set-up page needs to know.
#[derive(Debug, Object)]
pub(super) struct SetUpView {
    /// Whether the code works: it is right, not too old, and the box is not set up yet.
    valid: bool,
    /// Whether an example family can be looked at: a browser is let in by `POST /demo`.
    demo: bool,
    /// Wallets many families have.
    wallet_templates: Vec<TemplateView>,
}

/// A wallet many families have, ready to be picked.
#[derive(Debug, Object)]
pub(super) struct TemplateView {
    name: String,
    kind: WalletKind,
    /// `#RRGGBB`, for dots and bars, never for text.
    colour: String,
}

impl SetUpView {
    pub(super) fn new(valid: bool, demo: bool) -> Self {
        Self { valid, demo, wallet_templates: WALLET_TEMPLATES.iter().map(TemplateView::from).collect() }
    }
}

impl From<&WalletTemplate> for TemplateView {
    fn from(template: &WalletTemplate) -> Self {
        Self {
            name: template.name.to_owned(),
            kind: template.kind.into(),
            colour: template.colour.to_owned(),
        }
    }
}

/// A household to be, with its owner.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewHousehold {
    /// The code in the link that the box printed.
    #[oai(validator(min_length = 1, max_length = 64))]
    code: String,
    /// What the family calls itself.
    #[oai(validator(min_length = 1, max_length = 60))]
    household: String,
    /// The family's time zone, by its IANA name: `Asia/Jakarta`, `Asia/Makassar`, `Asia/Jayapura`.
    #[oai(validator(min_length = 1, max_length = 40))]
    zone: String,
    /// The owner's name, which they sign in with.
    #[oai(validator(min_length = 1, max_length = 40))]
    owner: String,
    /// The owner's password.
    #[oai(validator(min_length = 8, max_length = 200))]
    password: String,
    /// The owner's language.
    language: Language,
    /// The wallets to start with; one for cash when empty.
    #[oai(validator(max_items = 30))]
    wallets: Vec<OpeningWallet>,
}

/// A wallet to start with.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct OpeningWallet {
    /// The name of a template, or a name of the family's own.
    #[oai(validator(min_length = 1, max_length = 40))]
    template: String,
    /// What it holds now, in the currency's minor unit; negative for a debt.
    #[oai(validator(minimum(value = "-9000000000000000"), maximum(value = "9000000000000000")))]
    balance: i64,
}

impl NewHousehold {
    /// The code, and the household as the house describes one.
    fn taken(self) -> Result<(String, app::NewHousehold), Problem> {
        let wallets = self.wallets.into_iter();
        let new = app::NewHousehold {
            household: self.household,
            zone: Zone::named(&self.zone).map_err(|_| app::Error::invalid("zone", app::Why::Unknown))?,
            owner: self.owner,
            password: self.password,
            language: self.language.into(),
            wallets: wallets
                .map(|wallet| app::OpeningWallet { name: wallet.template, balance: wallet.balance })
                .collect(),
        };
        Ok((self.code, new))
    }
}
