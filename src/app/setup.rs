//! The first hour of a household: one link that makes one person its owner. A box may hold several, fully apart.

use super::entrance::SignedIn;
use super::password::fingerprint;
use super::wallet::{SETUP_CHANNEL, make_wallet};
use super::{App, Error, Noun, Origin, Why};
use crate::ledger::{
    Act, Currency, Cycle, Fact, Household, Language, Member, MemberId, Money, Movement, Particulars, Role,
    Source, Timestamp, Transaction, Wallet, Zone,
};
use crate::outside::later;
use crate::store::{Look, NewChange, Pen};
use crate::words;
use data_encoding::HEXLOWER;

/// The one-time code of the set-up link.
#[derive(Clone)]
pub struct SetupCode {
    pub code: String,
    pub expires: Timestamp,
}

impl std::fmt::Debug for SetupCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetupCode").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// A family as its owner describes it.
#[derive(Clone)]
pub struct NewHousehold {
    /// 1 to 60 characters.
    pub household: String,
    pub zone: Zone,
    /// What the owner is called and signs in with; 1 to 40 characters.
    pub owner: String,
    pub password: String,
    pub language: Language,
    /// None: one wallet for cash.
    pub wallets: Vec<OpeningWallet>,
}

impl std::fmt::Debug for NewHousehold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewHousehold").field("wallets", &self.wallets.len()).finish_non_exhaustive()
    }
}

/// A wallet the family has when it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningWallet {
    pub name: String,
    /// Rupiah it holds now.
    pub balance: i64,
}

/// Under which key the code's hash and end are kept.
const SETTING: &str = "setup-code";
const MOST_WALLETS: usize = 30;

impl App {
    pub fn is_set_up(&self) -> Result<bool, Error> {
        self.store().read(|look| Ok(!look.households()?.is_empty()))
    }

    /// A new code; the one before stops working. Each makes one household.
    pub fn setup_code(&self) -> Result<SetupCode, Error> {
        let now = self.outside().now();
        let code = HEXLOWER.encode(&self.outside().chance::<16>());
        let expires = later(now, self.options().link_life);
        let mut kept = expires.as_millisecond().to_be_bytes().to_vec();
        kept.extend(fingerprint(&code));
        self.store().write(move |pen| pen.put_setting(SETTING, &kept))?;
        Ok(SetupCode { code, expires })
    }

    /// Whether the code would be taken now.
    pub fn setup_code_is_good(&self, code: &str) -> Result<bool, Error> {
        let now = self.outside().now();
        self.store().read(|look| code_is_good(look, code, now))
    }

    /// [`Error::Gone`] for a code that would not be taken.
    pub fn setup_link_is_open(&self, code: &str) -> Result<(), Error> {
        if self.setup_code_is_good(code)? { Ok(()) } else { Err(Error::Gone { noun: Noun::Link }) }
    }

    /// Makes a household with its owner, by the link's code or, without one, by a command on the box itself. Who signs
    /// in on this box already owns it with the same name and password.
    pub fn set_up(&self, code: Option<&str>, new: &NewHousehold, origin: &Origin) -> Result<SignedIn, Error> {
        let now = self.outside().now();
        let household_name = named("household", &new.household, Household::MAX_NAME)?;
        let owner_name = named("owner", &new.owner, Member::MAX_NAME)?;
        // A wrong code costs nothing.
        if let Some(code) = code {
            self.setup_link_is_open(code)?;
        }
        // The costly part before the store's one writer is asked for anything.
        let person = self.person("owner", &owner_name, &new.password, None)?;
        if let Some(account) = person.account() {
            self.must_be_another(account, &household_name)?;
        }
        let id = self.new_member_id(now);
        let household = Household {
            id: self.new_household_id(now),
            name: household_name,
            zone: new.zone.clone(),
            currency: Currency::IDR,
            cycle: Cycle::Calendar,
            threshold: self.options().threshold,
            created: now,
            version: 1,
        };
        let mut owner = Member {
            id,
            account: person.account().unwrap_or(id),
            household: household.id,
            name: owner_name,
            role: Role::Owner,
            language: new.language,
            default_wallet: None,
            created: now,
            removed: None,
            version: 1,
        };
        let (wallets, openings) = self.opening_wallets(&household, &owner, &new.wallets, now)?;
        owner.default_wallet = wallets.first().map(|wallet| wallet.id);
        let mut facts = vec![
            Fact::Household { before: None, after: household.clone() },
            Fact::Member { before: None, after: owner.clone() },
        ];
        facts.extend(wallets.into_iter().map(|after| Fact::Wallet { before: None, after }));
        facts.extend(openings.into_iter().map(|opening| super::transaction::fact(None, opening)));
        let (app, code, origin) = (self.clone(), code.map(str::to_owned), origin.clone());
        let life = self.options().session_absolute;
        let member = owner.clone();
        let secret = self.store().write(move |pen: &mut Pen<'_>| -> Result<String, Error> {
            if let Some(code) = &code
                && !code_is_good(pen, code, now)?
            {
                return Err(Error::Gone { noun: Noun::Link });
            }
            pen.append(NewChange {
                household: household.id,
                at: now,
                member: Some(owner.id),
                channel: SETUP_CHANNEL,
                act: Act::SetUp,
                facts: facts.clone(),
            })?;
            person.keep(pen, owner.account, now)?;
            app.note_joined(pen, &person, &owner, &origin)?;
            pen.delete_setting(SETTING)?;
            app.open_session(pen, &owner, &origin)
        })?;
        Ok(SignedIn { member, secret, life })
    }

    /// Whoever sets up the same household twice meant the first time.
    fn must_be_another(&self, account: MemberId, name: &str) -> Result<(), Error> {
        self.store().read(|look| {
            for member in super::household::live(look, account)? {
                let there = look.household(member.household)?;
                if there.is_some_and(|there| there.name.to_lowercase() == name.to_lowercase()) {
                    return Err(Error::invalid("household", Why::Taken));
                }
            }
            Ok(())
        })
    }

    fn opening_wallets(
        &self,
        household: &Household,
        owner: &Member,
        wanted: &[OpeningWallet],
        now: Timestamp,
    ) -> Result<(Vec<Wallet>, Vec<Transaction>), Error> {
        let cash = [OpeningWallet { name: "Cash".to_owned(), balance: 0 }];
        let wanted = if wanted.is_empty() { &cash } else { wanted };
        if wanted.len() > MOST_WALLETS {
            return Err(Error::invalid("wallets", Why::TooLong { most: MOST_WALLETS }));
        }
        let (mut wallets, mut openings): (Vec<Wallet>, Vec<Transaction>) = (Vec::new(), Vec::new());
        for (order, opening) in (0..).zip(wanted) {
            let name = named("wallets", &opening.name, 40)?;
            if wallets.iter().any(|wallet| wallet.name.to_lowercase() == name.to_lowercase()) {
                return Err(Error::invalid("wallets", Why::Taken));
            }
            let id = self.new_wallet_id(now);
            let wallet = make_wallet(id, household.id, &name, None, household.currency, order)?;
            if opening.balance != 0 {
                let transaction = Transaction {
                    id: self.new_transaction_id(now),
                    household: household.id,
                    day: household.zone.day_of(now),
                    member: owner.id,
                    movement: Movement::Adjustment {
                        wallet: id,
                        difference: Money::new(opening.balance, household.currency),
                        description: words::of(owner.language).talk.opening_balance.to_owned(),
                    },
                    person: None,
                    note: None,
                    particulars: Particulars::default(),
                    source: Source { channel: SETUP_CHANNEL, text: None, confidence: None },
                    recorded: now,
                    voided: None,
                    erased: None,
                    version: 1,
                };
                transaction.check().map_err(|_| Error::invalid("wallets", Why::Amount))?;
                openings.push(transaction);
            }
            wallets.push(wallet);
        }
        Ok((wallets, openings))
    }
}

fn code_is_good(look: &Look<'_>, code: &str, now: Timestamp) -> Result<bool, Error> {
    let Some(kept) = look.setting(SETTING)? else { return Ok(false) };
    let Some((expires, hash)) = kept.split_first_chunk::<8>() else { return Ok(false) };
    let in_time = now.as_millisecond() < i64::from_be_bytes(*expires);
    Ok(in_time && bool::from(subtle::ConstantTimeEq::ct_eq(hash, &fingerprint(code)[..])))
}

/// A name as it will be kept: one line, no more than so many characters, not nothing.
pub(super) fn named(field: &'static str, text: &str, most: usize) -> Result<String, Error> {
    let name = super::text::clean_line(text);
    if name.is_empty() {
        return Err(Error::invalid(field, Why::Empty));
    }
    if name.chars().count() > most { Err(Error::invalid(field, Why::TooLong { most })) } else { Ok(name) }
}
