//! Which Telegram accounts speak for which member: linked by a code, listed, ended.

use super::outcome::LinkNews;
use super::password::fingerprint;
use super::text::clean_line;
use super::{Acting, App, Errand, Error, Noun, Origin, Outcome, Owner, SecurityKind, SecurityOutcome};
use crate::ctx::Ctx;
use crate::ledger::{Channel, ChatLinkId, HouseholdId, Member, MemberId, Timestamp};
use crate::outside::later;
use crate::store::{self, Chat, ChatKind, LinkPurpose, Look, Pen};
use data_encoding::HEXLOWER;

/// A one-time code a member sends to the bot to be known there.
#[derive(Clone)]
pub struct LinkCode {
    pub code: String,
    pub expires: Timestamp,
}

impl std::fmt::Debug for LinkCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkCode").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// Who writes, as Telegram says.
#[derive(Clone, PartialEq, Eq)]
pub struct TelegramAccount {
    pub user: i64,
    /// What the account is called there, if it says so.
    pub name: Option<String>,
}

/// Numbers and names are not for logs.
impl std::fmt::Debug for TelegramAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TelegramAccount").finish_non_exhaustive()
    }
}

/// A Telegram account that speaks for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is ended by. It does not lead to the account.
    pub id: ChatLinkId,
    /// What the account was called when it was linked.
    pub name: Option<String>,
    /// Where it records.
    pub household: HouseholdId,
    pub household_name: String,
    pub linked: Timestamp,
}

impl Acting {
    /// A code that links one Telegram account to this member; good once, for a while.
    pub fn link_code(&self) -> Result<LinkCode, Error> {
        let code = HEXLOWER.encode(&self.app.outside().chance::<16>());
        let expires = later(self.ctx.now, self.app.options().link_life);
        let link = store::LinkCode {
            code_hash: fingerprint(&code),
            purpose: LinkPurpose::Chat,
            member: self.member.id,
            expires,
        };
        self.change(move |pen| Ok(pen.put_link_code(&link)?))?;
        Ok(LinkCode { code, expires })
    }

    /// The Telegram accounts that speak for this person, in whichever of their households, the latest linked first.
    pub fn links(&self) -> Result<Vec<Link>, Error> {
        self.app.store().read(|look| {
            let chats = of_person(look, &self.member)?;
            self.app.seen(look, chats)
        })
    }

    /// Ends the link of one Telegram account: one of this person's, or, by an owner, one of a member whose password
    /// they may set anew. What waited to be sent there is not sent any more.
    pub fn end_link(&self, id: ChatLinkId) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            let of = |chat: &Chat| this.app.link_id(chat.chat) == id;
            let own = of_person(pen, &this.member)?.into_iter().find(of);
            let (chat, whom) = if let Some(chat) = own {
                (chat, None)
            } else {
                let chat = pen.chats(this.household.id)?.into_iter().find(of);
                let chat = chat.ok_or_else(|| Error::missing(Noun::Link, &id))?;
                // To anybody else it looks the same as none.
                let owner = this.clone().as_owner().map_err(|_| Error::missing(Noun::Link, &id))?;
                let whom = owner.in_care(pen, chat.member)?.id;
                (chat, Some(whom))
            };
            pen.forget_chat(chat.chat)?;
            this.note(pen, SecurityKind::UnlinkChat, whom)
        })
    }

    /// Ends the link of the Telegram account that says so itself. [`Error::Gone`] when there is none.
    pub fn leave_telegram(&self, telegram_user: i64) -> Result<Outcome, Error> {
        let this = self.clone();
        self.write(move |pen| {
            let chat = pen.chat(telegram_user)?;
            let own = |chat: &Chat| chat.kind == ChatKind::Private && chat.member == this.member.id;
            let chat = chat.filter(own).ok_or(Error::Gone { noun: Noun::Link })?;
            pen.forget_chat(chat.chat)?;
            this.note(pen, SecurityKind::UnlinkChat, None)?;
            Ok(Outcome::Unlinked)
        })
    }
}

impl Owner {
    /// The Telegram accounts that speak for another member, whose password this owner may set anew.
    pub fn links_of(&self, id: MemberId) -> Result<Vec<Link>, Error> {
        self.app.store().read(|look| {
            let member = self.in_care(look, id)?;
            let chats = of_member(look, &member)?;
            self.app.seen(look, chats)
        })
    }
}

impl App {
    /// Who speaks from this Telegram account; nobody we know otherwise.
    pub fn telegram_member(&self, telegram_user: i64) -> Result<Option<Ctx>, Error> {
        let now = self.outside().now();
        self.store().read(|look| {
            let chat = look.chat(telegram_user)?.filter(|chat| chat.kind == ChatKind::Private);
            Ok(chat.map(|chat| Ctx { member: chat.member, now, channel: Channel::Telegram }))
        })
    }

    /// Follows a link: from now on the account speaks for the member who made it. [`Error::Gone`] when the
    /// code is unknown, used or too old. An account that speaks for somebody else is not moved: the outcome is then
    /// [`Outcome::LinkAsked`], and the code stays good.
    pub fn follow_link(
        &self,
        code: &str,
        account: &TelegramAccount,
        errand: Errand,
    ) -> Result<Outcome, Error> {
        self.link(code, account, false, errand)
    }

    /// Like [`App::follow_link`], after a yes: the account speaks no longer for whom it spoke.
    pub fn move_link(&self, code: &str, account: &TelegramAccount, errand: Errand) -> Result<Outcome, Error> {
        self.link(code, account, true, errand)
    }

    fn link(
        &self,
        code: &str,
        account: &TelegramAccount,
        may_move: bool,
        errand: Errand,
    ) -> Result<Outcome, Error> {
        let hash = fingerprint(code);
        let now = self.outside().now();
        let link = self.store().read(|look| look.link_code(&hash))?;
        let link = link.filter(|link| link.purpose == LinkPurpose::Chat && now < link.expires);
        let link = link.ok_or(Error::Gone { noun: Noun::Link })?;
        let ctx = Ctx { member: link.member, now, channel: Channel::Telegram };
        let acting = self.act(&ctx)?.with(errand);
        let this = acting.clone();
        let name = account.name.as_deref().map(clean_line).filter(|name| !name.is_empty());
        let name: Option<String> = name.map(|name| name.chars().take(Chat::MAX_NAME).collect());
        let user = account.user;
        acting.write(move |pen| {
            // Looked up again: two phones may follow one link at once.
            if pen.link_code(&hash)?.is_none() {
                return Err(Error::Gone { noun: Noun::Link });
            }
            let member = this.member();
            let former = former(pen, user, member)?;
            if former.is_some() && !may_move {
                let household = this.household().name.clone();
                return Ok(Outcome::LinkAsked { member: Box::new(member.clone()), household });
            }
            pen.delete_link_code(&hash)?;
            let mut news = LinkNews::all(pen, member, user, false)?;
            if let Some(former) = &former {
                pen.forget_chat(user)?;
                news.extend(LinkNews::all(pen, former, user, true)?);
                let (kind, done) = (SecurityKind::UnlinkChat, SecurityOutcome::Done);
                let nowhere = Origin::default();
                this.app.note(pen, kind, done, Some(former), Channel::Telegram, &nowhere)?;
            }
            // A private chat has its user's number, so this is both who speaks and where to answer.
            pen.put_chat(&Chat {
                chat: user,
                household: member.household,
                member: member.id,
                kind: ChatKind::Private,
                linked: now,
                name: name.clone(),
            })?;
            this.note(pen, SecurityKind::LinkChat, None)?;
            Ok(Outcome::Linked { member: Box::new(member.clone()), account: name.clone(), news })
        })
    }

    fn seen(&self, look: &Look<'_>, mut chats: Vec<Chat>) -> Result<Vec<Link>, Error> {
        chats.sort_by_key(|chat| std::cmp::Reverse(chat.linked));
        let mut links = Vec::new();
        for chat in chats {
            let household = look.household(chat.household)?;
            links.push(Link {
                id: self.link_id(chat.chat),
                name: chat.name,
                household: chat.household,
                household_name: household.map(|household| household.name).unwrap_or_default(),
                linked: chat.linked,
            });
        }
        Ok(links)
    }
}

impl LinkNews {
    /// The accounts that speak for a person, but for the one that it is about.
    fn all(look: &Look<'_>, member: &Member, about: i64, is_parted: bool) -> Result<Vec<Self>, Error> {
        let chats = of_person(look, member)?.into_iter().filter(|chat| chat.chat != about);
        let language = member.language;
        Ok(chats.map(|chat| Self { chat: chat.chat, language, is_parted }).collect())
    }
}

/// Ends all of a person's links, whichever of their households they record in, and the codes that would make others.
/// Whether there were any.
pub(super) fn unlink_person(pen: &mut Pen<'_>, member: &Member) -> Result<bool, Error> {
    let mut ended = 0;
    for membership in pen.memberships(member.account)? {
        ended += pen.unlink(&membership)?;
    }
    Ok(ended > 0)
}

/// For whom an account speaks that is about to speak for `next`, if that is somebody else who is still here.
fn former(look: &Look<'_>, telegram_user: i64, next: &Member) -> Result<Option<Member>, Error> {
    let Some(chat) = look.chat(telegram_user)?.filter(|chat| chat.kind == ChatKind::Private) else {
        return Ok(None);
    };
    let member = look.member(chat.member)?;
    Ok(member.filter(|member| member.id != next.id && member.removed.is_none()))
}

fn of_member(look: &Look<'_>, member: &Member) -> Result<Vec<Chat>, Error> {
    let mut chats = look.chats(member.household)?;
    chats.retain(|chat| chat.kind == ChatKind::Private && chat.member == member.id);
    Ok(chats)
}

fn of_person(look: &Look<'_>, member: &Member) -> Result<Vec<Chat>, Error> {
    let mut chats = Vec::new();
    for membership in look.memberships(member.account)? {
        chats.extend(of_member(look, &membership)?);
    }
    Ok(chats)
}
