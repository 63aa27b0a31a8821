//! Guessing passwords and codes: who is held to account, and for how long they wait.
//!
//! A wrong password counts against its name at the address it was tried from, so that a stranger who tries somebody's
//! name keeps nobody out but themselves; and, more patiently, against the address alone, for whoever goes through
//! names. From the internet it also counts against the name alone, very patiently, for whoever goes through addresses.
//! Whoever does that can keep a member from signing in with a password elsewhere for as long as they go on, but not at
//! home, not where that member signed in since the box was started, and not with a passkey. A wrong code counts against
//! the person, wherever it is tried: who tries one knows the password.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::caller::{Caller, Visitor};
use super::problem::{Code, Problem};
use super::tag;
use super::visit::network;
use crate::app::{Acting, Admitted, App, Guest, Recognised, SignedIn};
use crate::error::{Error, Why};
use crate::ledger::{MemberId, Timestamp};
use crate::limit::{Lockout, Wait, network_of};
use crate::tasks::blocking;
use crate::tls::is_public;

const MINUTE: Duration = Duration::from_mins(1);

/// Wrong tries.
#[derive(Debug)]
pub(super) struct Guesses {
    names: Lockout,
    addresses: Lockout,
    people: Lockout,
    /// By [sort](sort_of) of names, from wherever nobody of that name signed in yet.
    from_afar: Lockout,
    /// Names with an address where they signed in.
    familiar: Mutex<BTreeSet<String>>,
}

/// Of so many names with an address it is known that they signed in there; more wait as strangers do.
const MOST_FAMILIAR: usize = 1_000;

impl Default for Guesses {
    fn default() -> Self {
        const DAY: Duration = Duration::from_hours(24);
        Self {
            // A person mistypes now and then.
            names: Lockout::new(5, MINUTE, MINUTE * 60, DAY),
            // A family behind one router shares an address, and somebody in it may have made it wait.
            addresses: Lockout::new(20, MINUTE / 2, MINUTE * 15, MINUTE * 60),
            people: Lockout::new(5, MINUTE, MINUTE * 60, DAY),
            // Fewer than two hundred tries a day find no password that was ever worth the name.
            from_afar: Lockout::new(80, MINUTE, MINUTE * 15, DAY),
            familiar: Mutex::default(),
        }
    }
}

/// How a try stands with the name alone.
enum AtName {
    Not,
    /// It will count, once its turn has come.
    Due(String),
    Counted(String),
}

/// One try under a name that has begun. It counts as wrong until somebody says otherwise.
struct Attempt<'a> {
    guesses: &'a Guesses,
    name: String,
    address: String,
    /// Whether it counts against the name alone.
    from_afar: AtName,
    /// What follows if it is wrong.
    wait: Option<Wait>,
}

impl Guesses {
    fn begin(&self, app: &App, name: &str, guest: &Guest) -> Result<Attempt<'_>, Wait> {
        let now = app.outside().now();
        let address = network(guest.origin.address);
        let alone = App::sign_in_name(name);
        let name = format!("{address} {alone}");
        let named = self.names.try_once(&name, now)?;
        let at_all = self.addresses.try_once(&address, now).inspect_err(|_| self.names.take_back(&name))?;
        let is_from_afar = is_from_afar(app, guest) && !self.familiar().contains(&name);
        let from_afar = if is_from_afar { AtName::Due(sort_of(&alone)) } else { AtName::Not };
        Ok(Attempt { guesses: self, name, address, from_afar, wait: named.or(at_all) })
    }

    fn familiar(&self) -> MutexGuard<'_, BTreeSet<String>> {
        // A panic while holding it leaves nothing half done.
        self.familiar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt<'_> {
    /// Counts it against the name alone, where it has to be. Only what is about to be compared counts there: whoever hangs
    /// up while they wait for their turn keeps nobody out.
    fn has_its_turn(&mut self, now: Timestamp) -> Result<(), Wait> {
        if let AtName::Due(sort) = &self.from_afar {
            self.wait = self.wait.or(self.guesses.from_afar.try_once(sort, now)?);
            self.from_afar = AtName::Counted(sort.clone());
        }
        Ok(())
    }

    /// The password was right. Others at the address, or of the name, may still be guessing.
    fn was_right(self) {
        self.guesses.names.forgive(&self.name);
        self.guesses.addresses.take_back(&self.address);
        if let AtName::Counted(sort) = &self.from_afar {
            self.guesses.from_afar.take_back(sort);
            let mut familiar = self.guesses.familiar();
            if familiar.len() < MOST_FAMILIAR {
                familiar.insert(self.name);
            }
        }
    }

    /// It never came to a comparison.
    fn was_none(self) {
        self.guesses.names.take_back(&self.name);
        self.guesses.addresses.take_back(&self.address);
        if let AtName::Counted(sort) = &self.from_afar {
            self.guesses.from_afar.take_back(sort);
        }
    }
}

/// One of 4,096 sorts of names. Made-up names are counted as well, or else who waits would tell that a name is known;
/// so many of them are never kept apart that one could be forgotten for them.
fn sort_of(name: &str) -> String {
    let mut sort = tag::name_of(name.as_bytes());
    sort.truncate(3);
    sort
}

/// Whether somebody comes from outside the home, as far as their address says: one of the home's own IPv6 network is of
/// the home.
fn is_from_afar(app: &App, guest: &Guest) -> bool {
    guest.origin.address.is_some_and(|address| {
        let network = network_of(address);
        is_public(address) && !app.outside().addresses().into_iter().any(|own| network_of(own) == network)
    })
}

/// What somebody tries to come in with.
pub(super) struct Tried {
    pub name: String,
    pub password: String,
    pub code: Option<String>,
}

impl Visitor {
    /// Lets somebody in by their name and password, and a code if they have a second factor.
    pub(super) async fn sign_in(&self, tried: Tried) -> Result<SignedIn, Problem> {
        let Tried { name, password, code } = tried;
        let who = self.recognise(name.clone(), password).await?;
        let (account, guesses) = (key_of(who.account()), self.door.guesses());
        let shows_one = who.needs_code() && code.is_some();
        let mut wait = None;
        if shows_one {
            wait = guesses.people.try_once(&account, self.door.outside().now())?;
        }
        let guest = self.guest.clone();
        match self.run(move |app| app.admit(&who, code.as_deref(), &guest)).await? {
            Admitted::In(signed) => {
                if shows_one {
                    guesses.people.forgive(&account);
                }
                Ok(*signed)
            }
            Admitted::CodeNeeded => Err(Problem::new(Code::CodeNeeded)),
            Admitted::WrongCode => {
                self.was_wrong(name, wait).await?;
                Err(Problem::new(Code::WrongCode))
            }
        }
    }

    /// Makes somebody a member under a name, with a link that `is_open`. A name that somebody signs in with already is
    /// theirs: their password and code are tried as when they sign in, so that a wrong one counts and is noted alike. To
    /// anybody else the name, which stands in `field`, is taken.
    pub(super) async fn settles_in(
        &self,
        field: &'static str,
        tried: Tried,
        is_open: impl FnOnce(&App) -> Result<(), Error> + Send + 'static,
        verb: impl FnOnce(&App) -> Result<SignedIn, Error> + Send + 'static,
    ) -> Result<SignedIn, Problem> {
        let Tried { name, password, code } = tried;
        self.door.addresses().count(&network(self.guest.origin.address), self.door.outside().now())?;
        let asked = name.clone();
        let is_known = move |app: &App| is_open(app).and_then(|()| app.is_known(&asked));
        if !self.run(is_known).await? {
            let _turn = self.door.turn_to_hash().await?;
            return self.run(verb).await;
        }
        let who = match self.recognise(name.clone(), password).await {
            Err(problem) if problem.code == Code::WrongPassword => {
                return Err(Error::invalid(field, Why::Taken).into());
            }
            who => who?,
        };
        let (account, people) = (key_of(who.account()), &self.door.guesses().people);
        let shows_one = who.needs_code() && code.is_some();
        let wait = if shows_one { people.try_once(&account, self.door.outside().now())? } else { None };
        let _turn = self.door.turn_to_hash().await?;
        match self.run(move |app| Ok(verb(app))).await? {
            Ok(signed) => {
                people.forgive(&account);
                Ok(signed)
            }
            Err(wrong @ Error::Invalid { field: "code", why: Why::Wrong }) if shows_one => {
                let guest = self.guest.clone();
                let note = move |app: &App| {
                    app.has_refused_code(&who, &guest);
                    Ok(())
                };
                self.run(note).await?;
                self.was_wrong(name, wait).await?;
                Err(wrong.into())
            }
            Err(other) => {
                if shows_one {
                    people.take_back(&account);
                }
                Err(other.into())
            }
        }
    }

    async fn recognise(&self, name: String, password: String) -> Result<Recognised, Problem> {
        let mut attempt = self.door.guesses().begin(self.door.app(), &name, &self.guest)?;
        let _turn = self.door.turn_to_hash().await?;
        if let Err(wait) = attempt.has_its_turn(self.door.outside().now()) {
            attempt.was_none();
            return Err(wait.into());
        }
        let (guest, tried) = (self.guest.clone(), name.clone());
        match self.run(move |app| app.recognise(&tried, &password, &guest)).await {
            Ok(who) => {
                attempt.was_right();
                Ok(who)
            }
            Err(problem) if problem.code == Code::Unauthenticated => {
                self.was_wrong(name, attempt.wait).await?;
                Err(Problem::new(Code::WrongPassword))
            }
            Err(problem) => {
                attempt.was_none();
                Err(problem)
            }
        }
    }

    /// Notes that whoever tried has to wait, if they have.
    async fn was_wrong(&self, name: String, wait: Option<Wait>) -> Result<(), Problem> {
        if wait.is_none() {
            return Ok(());
        }
        let guest = self.guest.clone();
        self.run(move |app| app.has_held_off(&name, &guest)).await
    }
}

impl Caller {
    /// Like [`Caller::run`], for what asks a member once more who they are: a wrong answer counts against them.
    pub(super) async fn proving<T: Send + 'static>(
        &self,
        verbs: impl FnOnce(Acting) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.door.turn_to_hash().await?;
        let this = self.clone();
        let proven = blocking(move || {
            let (_, me) = this.act()?;
            let (people, who) = (&this.door.guesses().people, key_of(me.account()));
            let tried = people.try_once(&who, me.now());
            tried.map_err(|wait| Error::TooMany { retry_after_s: wait.seconds })?;
            let outcome = verbs(me);
            match &outcome {
                Ok(_) => people.forgive(&who),
                Err(Error::Invalid { why: Why::Wrong, .. }) => {}
                Err(_) => people.take_back(&who),
            }
            outcome
        });
        Ok(proven.await?)
    }
}

fn key_of(account: MemberId) -> String {
    account.to_string()
}
