//! Second thoughts in words: "hapus", "jadi 18rb", "bukan gopay, bca", or the price that was asked for.

use std::time::Duration;

use super::errand::About;
use super::outcome::{Heard, Outcome};
use super::text::clean_text;
use super::{Acting, Amendment, DraftFix, Error, Noun, Why};
use crate::capture::{self, Fix, Kind, Reading, Setting};
use crate::ledger::{Act, Change, DraftDoubt, DraftId, Money, TransactionId, Wallet, WalletId};
use crate::outside::later;
use crate::store::Look;

/// How long after recording something a bare "hapus" or "jadi 18rb" is still about it.
const AFTERTHOUGHT: Duration = Duration::from_mins(10);

impl Acting {
    /// Hears a message said about something recorded or drafted: "hapus", "jadi 18rb", "bukan gopay, bca".
    /// One that says nothing about it is heard as a message of its own.
    pub fn say_about(&self, text: &str, about: &About) -> Result<Heard, Error> {
        let text = clean_text(text)?;
        let (setting, wallets) = self.listening()?;
        let reading = capture::read(&text, &setting);
        let fix = capture::read_fix(&text, &setting);
        // A whole new purchase told in reply to an old one is a purchase of its own.
        let is_new = |fix: &Fix| fix.leftover && reading.kind == Kind::Transaction && !is_bare(&reading);
        let Some(fix) = fix.filter(|fix| !is_new(fix)) else { return self.say(&text, None) };
        let outcome = match self.resolve(about)? {
            About::Nothing => return self.say(&text, None),
            About::Transactions(ids) => self.apply_fix(&ids, &fix, &wallets)?,
            About::Draft(id) => self.apply_to_draft(id, &fix, &wallets)?,
        };
        Ok(Heard { reading, outcome })
    }

    /// A message that only makes sense after the one before it: the price that was asked for, or a second
    /// thought about what was just recorded or drafted.
    ///
    /// It must be short and plain. "Hapus" takes back; "gimana caranya hapus akun" does not.
    pub(super) fn follow_up(
        &self,
        text: &str,
        reading: &Reading,
        setting: &Setting,
        wallets: &[Wallet],
    ) -> Result<Option<Outcome>, Error> {
        let Some(fix) = capture::read_fix(text, setting).filter(|fix| !fix.leftover) else { return Ok(None) };
        match self.app.store().read(|look| self.just_now(look))? {
            Some(Recent::Draft { id, asks_amount }) => {
                let answers = asks_amount && fix.amount.is_some() && is_bare(reading);
                if answers || fix.says_so {
                    self.apply_to_draft(id, &fix, wallets).map(Some)
                } else {
                    Ok(None)
                }
            }
            Some(Recent::Records(ids)) if fix.says_so => self.apply_fix(&ids, &fix, wallets).map(Some),
            _ => Ok(None),
        }
    }

    /// What this member said last through this channel, if that was a moment ago and still stands.
    fn just_now(&self, look: &Look<'_>) -> Result<Option<Recent>, Error> {
        let fresh = |at| self.ctx.now < later(at, AFTERTHOUGHT);
        let mut drafts = look.drafts(self.member.id)?.into_iter();
        let draft = drafts.rfind(|draft| draft.settled.is_none() && draft.channel == self.ctx.channel);
        let draft = draft.filter(|draft| fresh(draft.created));
        let changes = look.newest_changes(self.household.id, None, 20)?;
        let mine = |change: &Change| {
            let own = change.member == Some(self.member.id) && change.channel == self.ctx.channel;
            own && !change.act.is_about_lessons()
        };
        let change = changes.into_iter().find(mine).filter(|change| fresh(change.at));
        let drafted_later = match (&draft, &change) {
            (Some(draft), Some(change)) => draft.created >= change.at,
            (draft, _) => draft.is_some(),
        };
        if let Some(draft) = draft.filter(|_| drafted_later) {
            let asks_amount = draft
                .doubts
                .iter()
                .any(|doubt| matches!(doubt, DraftDoubt::NoAmount { .. } | DraftDoubt::Magnitude { .. }));
            return Ok(Some(Recent::Draft { id: draft.id, asks_amount }));
        }
        let Some(change) = change else { return Ok(None) };
        let stands = look.undo_of(change.seq)?.is_none() && matches!(change.act, Act::Record | Act::Amend);
        Ok(stands.then(|| Recent::Records(change.transactions())))
    }

    fn apply_to_draft(&self, id: DraftId, fix: &Fix, wallets: &[Wallet]) -> Result<Outcome, Error> {
        if fix.void {
            return self.drop_draft(id);
        }
        let fix = self.draft_fix(id, fix, wallets)?;
        self.fix_draft(id, vec![fix], true)
    }

    fn apply_fix(&self, ids: &[TransactionId], fix: &Fix, wallets: &[Wallet]) -> Result<Outcome, Error> {
        if fix.void {
            return self.void(ids.to_vec());
        }
        let amendment = Amendment {
            amount: fix.amount.map(Money::minor),
            category: fix.category,
            wallet: fixed_wallet(fix.wallet.as_deref(), wallets)?,
            to_wallet: fixed_wallet(fix.to_wallet.as_deref(), wallets)?,
            day: fix.day,
            description: fix.description.clone(),
            kind: fix.kind,
            ..Amendment::default()
        };
        let ids = match (amendment.amount, fix.replaces, ids) {
            // "bukan 15 tapi 20": the one of several that says 15.
            (Some(_), Some(old), [_, _, ..]) => self.of_amount(ids, old)?,
            _ => ids.to_vec(),
        };
        self.amend_all(ids, amendment)
    }

    fn of_amount(&self, ids: &[TransactionId], old: Money) -> Result<Vec<TransactionId>, Error> {
        let found = self.app.store().read(|look| -> Result<Vec<_>, Error> {
            let mut found = Vec::new();
            for id in ids {
                if self.own(look, *id)?.amount()? == old {
                    found.push(*id);
                }
            }
            Ok(found)
        })?;
        if found.len() == 1 { Ok(found) } else { Err(Error::invalid("amount", Why::Misfit)) }
    }

    fn draft_fix(&self, id: DraftId, fix: &Fix, wallets: &[Wallet]) -> Result<DraftFix, Error> {
        let draft = self.draft(id)?.draft;
        // An amount goes to the item that lacks one; anything else to the only item, or the first.
        let lacking = draft.doubts.iter().find_map(|doubt| match doubt {
            DraftDoubt::NoAmount { item } | DraftDoubt::Magnitude { item } => Some(*item),
            _ => None,
        });
        Ok(DraftFix {
            item: lacking.filter(|_| fix.amount.is_some()).unwrap_or(0),
            kind: fix.kind,
            amount: fix.amount.map(Money::minor),
            category: fix.category,
            wallet: fixed_wallet(fix.wallet.as_deref(), wallets)?,
            to_wallet: fixed_wallet(fix.to_wallet.as_deref(), wallets)?,
            day: fix.day,
            description: fix.description.clone(),
        })
    }
}

/// The wallet a correction names; a template the family does not have is not added by a correction.
fn fixed_wallet(name: Option<&str>, wallets: &[Wallet]) -> Result<Option<WalletId>, Error> {
    let Some(name) = name else { return Ok(None) };
    let found = wallets.iter().find(|wallet| wallet.name == name && !wallet.archived);
    found.map(|wallet| Some(wallet.id)).ok_or_else(|| Error::missing(Noun::Wallet, &name))
}

/// What a second thought is about.
enum Recent {
    Draft { id: DraftId, asks_amount: bool },
    Records(Vec<TransactionId>),
}

/// A message that is nothing but an amount.
fn is_bare(reading: &Reading) -> bool {
    match reading.items.as_slice() {
        [] => true,
        [item] => item.description.is_empty(),
        _ => false,
    }
}
