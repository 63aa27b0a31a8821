//! Which Telegram account speaks for which member.

use super::password::fingerprint;
use super::{Acting, App, Errand, Error, Noun, Outcome, SecurityKind};
use crate::ctx::Ctx;
use crate::ledger::{Channel, MemberId, Timestamp};
use crate::outside::later;
use crate::store::{self, Chat, ChatKind, LinkPurpose};
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

/// A Telegram account and the member it speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub telegram_user: i64,
    pub member: MemberId,
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

    /// The Telegram accounts that speak for this member.
    pub fn links(&self) -> Result<Vec<Link>, Error> {
        self.app.store().read(|look| {
            let chats = look.chats(self.household.id)?.into_iter();
            let own = chats.filter(|chat| chat.kind == ChatKind::Private && chat.member == self.member.id);
            Ok(own.map(|chat| Link { telegram_user: chat.chat, member: chat.member }).collect())
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
    /// code is unknown, used or too old.
    pub fn follow_link(&self, code: &str, telegram_user: i64, errand: Errand) -> Result<Outcome, Error> {
        let hash = fingerprint(code);
        let now = self.outside().now();
        let link = self.store().read(|look| look.link_code(&hash))?;
        let link = link.filter(|link| link.purpose == LinkPurpose::Chat && now < link.expires);
        let link = link.ok_or(Error::Gone { noun: Noun::Link })?;
        let ctx = Ctx { member: link.member, now, channel: Channel::Telegram };
        let acting = self.act(&ctx)?.with(errand);
        let (this, member) = (acting.clone(), acting.member().clone());
        acting.write(move |pen| {
            // Looked up again: two phones may follow one link at once.
            if pen.link_code(&hash)?.is_none() {
                return Err(Error::Gone { noun: Noun::Link });
            }
            pen.delete_link_code(&hash)?;
            // A private chat has its user's number, so this is both who speaks and where to answer.
            pen.put_chat(&Chat {
                chat: telegram_user,
                household: member.household,
                member: member.id,
                kind: ChatKind::Private,
                linked: now,
            })?;
            this.note(pen, SecurityKind::LinkChat, None)?;
            Ok(Outcome::Linked { member: Box::new(member.clone()) })
        })
    }
}
