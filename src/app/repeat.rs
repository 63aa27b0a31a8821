//! Calls that may come twice: a caller gives a call a key, and the same call with the same key is done once and
//! answered the same.
//!
//! The mark that a call was done is in the transaction of its effect, so that nothing is ever done twice. Its answer
//! is kept right after; a power cut between the two loses the answer alone, and the repetition is told so.

use sha2::{Digest as _, Sha256};

use super::password::fingerprint;
use super::{Acting, Error};
use crate::outside::later;
use crate::store::{Look, Pen, Reply};

/// A call with the key that its caller gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    key: [u8; 32],
    asked: [u8; 32],
    turn: [u8; 8],
}

/// What is known of a call that came before with the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Earlier {
    /// It asked for something else.
    Another,
    /// It was done, and what it came to is not kept.
    Unanswered,
    /// It was done, and this was the answer, in the door's own bytes.
    Answered(Vec<u8>),
}

/// A key is remembered so long: far beyond any retry.
const REMEMBERED: std::time::Duration = std::time::Duration::from_hours(24);

impl Call {
    /// `asked` is everything that makes it this call and no other; `turn` tells two arrivals of it apart.
    pub fn new(key: &str, asked: &[&[u8]], turn: [u8; 8]) -> Self {
        let mut hash = Sha256::new();
        for part in asked {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self { key: fingerprint(key), asked: hash.finalize().into(), turn }
    }
}

impl Acting {
    /// What is known of an earlier call of this member with the same key.
    pub fn earlier(&self, call: &Call) -> Result<Option<Earlier>, Error> {
        let kept = self.app.store().read(|look| self.kept(look, call))?;
        Ok(kept.map(|kept| match kept {
            Kept { asked, .. } if asked != call.asked => Earlier::Another,
            Kept { answer: Some(answer), .. } => Earlier::Answered(answer),
            Kept { answer: None, .. } => Earlier::Unanswered,
        }))
    }

    /// Keeps what a call was answered.
    pub fn keep_answer(&self, call: &Call, answer: Vec<u8>) -> Result<(), Error> {
        let (this, call) = (self.clone(), *call);
        self.app.store().write(move |pen| this.put(pen, &call, Some(answer.clone())))
    }

    /// Refuses a call that was done before. One call may write several times.
    pub(super) fn must_be_new(&self, look: &Look<'_>, call: &Call) -> Result<(), Error> {
        match self.kept(look, call)? {
            Some(kept) if kept.turn != call.turn => Err(Error::Repeated),
            _ => Ok(()),
        }
    }

    /// Marks a call as done.
    pub(super) fn mark(&self, pen: &mut Pen<'_>, call: &Call) -> Result<(), Error> {
        self.put(pen, call, None)
    }

    fn kept(&self, look: &Look<'_>, call: &Call) -> Result<Option<Kept>, Error> {
        let reply = look.reply(self.member.id, &call.key)?;
        Ok(reply.filter(|reply| reply.expires > self.ctx.now).map(|reply| Kept::decode(&reply.outcome)))
    }

    fn put(&self, pen: &mut Pen<'_>, call: &Call, answer: Option<Vec<u8>>) -> Result<(), Error> {
        let kept = Kept { asked: call.asked, turn: call.turn, answer };
        Ok(pen.put_reply(&Reply {
            member: self.member.id,
            key_hash: call.key,
            outcome: kept.encode(),
            expires: later(self.ctx.now, REMEMBERED),
        })?)
    }
}

/// What is remembered of a call: none of what it asked, and what it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    asked: [u8; 32],
    turn: [u8; 8],
    answer: Option<Vec<u8>>,
}

/// Leads the bytes. The forms before it held no answer.
const FORM: u8 = 3;

impl Kept {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![FORM];
        bytes.extend(self.asked);
        bytes.extend(self.turn);
        if let Some(answer) = &self.answer {
            bytes.push(1);
            bytes.extend(answer);
        }
        bytes
    }

    /// What cannot be read was done by an earlier version, which kept no answers: nobody's call is done twice for it.
    fn decode(bytes: &[u8]) -> Self {
        Self::read(bytes).unwrap_or(Self { asked: [0; 32], turn: [0; 8], answer: None })
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (form, rest) = bytes.split_first()?;
        let (asked, rest) = rest.split_first_chunk::<32>()?;
        let (turn, rest) = rest.split_first_chunk::<8>()?;
        let answer = rest.split_first().map(|(_, answer)| answer.to_vec());
        (*form == FORM).then_some(Self { asked: *asked, turn: *turn, answer })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        for answer in [None, Some(Vec::new()), Some(b"{}".to_vec())] {
            let kept = Kept { asked: [7; 32], turn: [9; 8], answer };
            assert_eq!(Kept::decode(&kept.encode()), kept);
        }
        for older in [&[0_u8][..], &[1, 0, 0, 0, 0, 0, 0, 0, 5], &[]] {
            assert_eq!(Kept::decode(older).answer, None, "{older:?}");
        }
    }

    #[test]
    fn a_call_is_told_from_every_other() {
        let call = |asked: &[&[u8]]| Call::new("key", asked, [0; 8]).asked;
        assert_eq!(call(&[b"POST", b"/a"]), call(&[b"POST", b"/a"]));
        assert_ne!(call(&[b"POST", b"/a"]), call(&[b"POST/", b"a"]));
        assert_ne!(call(&[b"POST", b"/a"]), call(&[b"POST", b"/a", b""]));
    }
}
