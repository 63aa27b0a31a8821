//! A disk that can be told to misbehave: to fail, to fill up, to lose what was not synced when the power goes.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use catatduit::store::Disk;

/// What happens to calls that change the disk, counted from 0 by [`FaultyDisk::calls`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// The call of this number fails, the ones after it work again.
    Once(u64),
    /// That call and all after it fail, until another fault is set.
    From(u64),
    /// From that call on nothing answers any more, not even reads; see [`FaultyDisk::after_power_cut`].
    PowerCut(u64),
}

/// Bytes in memory that know which of them would survive a power cut.
///
/// As with a real one, what is written is seen at once by who reads it, and kept only by a sync. A sync that fails
/// forgets what it should have kept: it is still seen, and no later sync keeps it unless it is written again.
#[derive(Debug, Clone)]
pub(crate) struct FaultyDisk {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    seen: Vec<u8>,
    kept: Vec<u8>,
    unsynced: Vec<Unsynced>,
    fault: Fault,
    calls: u64,
    syncs: u64,
    /// How many more blocks may be written to for the first time.
    free_blocks: Option<u64>,
    used_blocks: BTreeSet<u64>,
    /// What it cannot write down, and how often it was asked to.
    unwritable: Option<Vec<u8>>,
    refused: u64,
}

#[derive(Debug, Clone)]
enum Unsynced {
    Write { offset: usize, bytes: Vec<u8> },
    Resize { size: usize },
}

/// What a real disk writes whole or not at all.
const SECTOR: usize = 512;
const BLOCK: u64 = 4096;

impl FaultyDisk {
    pub(crate) fn new() -> Self {
        Self::holding(Vec::new())
    }

    pub(crate) fn holding(bytes: Vec<u8>) -> Self {
        let blocks = u64::try_from(bytes.len()).unwrap().div_ceil(BLOCK);
        let state = State {
            seen: bytes.clone(),
            kept: bytes,
            unsynced: Vec::new(),
            fault: Fault::None,
            calls: 0,
            syncs: 0,
            free_blocks: None,
            used_blocks: (0..blocks).collect(),
            unwritable: None,
            refused: 0,
        };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    pub(crate) fn arc(&self) -> Arc<dyn Disk> {
        Arc::new(self.clone())
    }

    /// From now on; numbers of calls start anew.
    pub(crate) fn set(&self, fault: Fault) {
        let mut state = self.lock();
        state.fault = fault;
        state.calls = 0;
    }

    /// Calls that changed or synced it since the last [`FaultyDisk::set`].
    pub(crate) fn calls(&self) -> u64 {
        self.lock().calls
    }

    pub(crate) fn syncs(&self) -> u64 {
        self.lock().syncs
    }

    /// Leaves room for so many blocks that were never written to; `None` for as many as one likes.
    pub(crate) fn leave_room_for(&self, blocks: Option<u64>) {
        self.lock().free_blocks = blocks;
    }

    /// From now on no write succeeds in which these bytes occur, and all others do.
    pub(crate) fn never_write(&self, bytes: &[u8]) {
        self.lock().unwritable = Some(bytes.to_owned());
    }

    /// How many writes were refused for [`FaultyDisk::never_write`].
    pub(crate) fn refused(&self) -> u64 {
        self.lock().refused
    }

    /// What a reader sees.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.lock().seen.clone()
    }

    /// What is left once the power was gone: all that was synced, and of the rest whatever `chance` lets through,
    /// sector by sector.
    pub(crate) fn after_power_cut(&self, mut chance: impl FnMut() -> bool) -> Vec<u8> {
        let state = self.lock();
        let mut bytes = state.kept.clone();
        for unsynced in &state.unsynced {
            match unsynced {
                Unsynced::Write { offset, bytes: written } => {
                    let mut at = *offset;
                    for part in sectors(*offset, written) {
                        if chance() && at + part.len() <= bytes.len() {
                            bytes[at..at + part.len()].copy_from_slice(part);
                        }
                        at += part.len();
                    }
                }
                Unsynced::Resize { size } => {
                    if chance() {
                        bytes.resize(*size, 0);
                    }
                }
            }
        }
        bytes
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

/// The written bytes, cut where sectors begin.
fn sectors(offset: usize, written: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = written;
    let mut at = offset;
    while !rest.is_empty() {
        let length = (SECTOR - at % SECTOR).min(rest.len());
        let (part, behind) = rest.split_at(length);
        parts.push(part);
        at += length;
        rest = behind;
    }
    parts
}

fn failed() -> io::Error {
    io::Error::other("the disk does not answer")
}

impl State {
    /// Counts a call that changes the disk, and fails it if that is its turn.
    fn change(&mut self) -> io::Result<()> {
        let call = self.calls;
        self.calls += 1;
        let fails = match self.fault {
            Fault::None => false,
            Fault::Once(at) => call == at,
            Fault::From(at) | Fault::PowerCut(at) => call >= at,
        };
        if fails { Err(failed()) } else { Ok(()) }
    }

    fn answer(&self) -> io::Result<()> {
        match self.fault {
            Fault::PowerCut(at) if self.calls > at => Err(failed()),
            _ => Ok(()),
        }
    }

    fn look_through(&mut self, data: &[u8]) -> io::Result<()> {
        let Some(unwritable) = &self.unwritable else { return Ok(()) };
        if data.windows(unwritable.len()).any(|part| part == unwritable) {
            self.refused += 1;
            return Err(failed());
        }
        Ok(())
    }

    /// Takes the blocks of a write that were never written to, or finds the disk full.
    fn take_room(&mut self, offset: u64, length: u64) -> io::Result<()> {
        let blocks = offset / BLOCK..(offset + length).div_ceil(BLOCK);
        for block in blocks {
            if self.used_blocks.contains(&block) {
                continue;
            }
            if let Some(free) = &mut self.free_blocks {
                *free = free.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
            }
            self.used_blocks.insert(block);
        }
        Ok(())
    }
}

impl Disk for FaultyDisk {
    fn size(&self) -> io::Result<u64> {
        let state = self.lock();
        state.answer()?;
        Ok(u64::try_from(state.seen.len()).unwrap())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.lock();
        state.answer()?;
        let from = usize::try_from(offset).unwrap();
        out.copy_from_slice(state.seen.get(from..from + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.lock();
        let from = usize::try_from(offset).unwrap();
        let whole = state.change();
        if whole.is_err() && matches!(state.fault, Fault::PowerCut(at) if state.calls == at + 1) {
            // The very write during which the power goes may still get in, in part.
            state.unsynced.push(Unsynced::Write { offset: from, bytes: data.to_vec() });
        }
        whole?;
        state.look_through(data)?;
        state.take_room(offset, u64::try_from(data.len()).unwrap())?;
        state
            .seen
            .get_mut(from..from + data.len())
            .ok_or(io::ErrorKind::UnexpectedEof)?
            .copy_from_slice(data);
        state.unsynced.push(Unsynced::Write { offset: from, bytes: data.to_vec() });
        Ok(())
    }

    fn resize(&self, size: u64) -> io::Result<()> {
        let mut state = self.lock();
        state.change()?;
        let size = usize::try_from(size).unwrap();
        state.seen.resize(size, 0);
        state.unsynced.push(Unsynced::Resize { size });
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.lock();
        let whole = state.change();
        if whole.is_err() {
            if !matches!(state.fault, Fault::PowerCut(_)) {
                state.unsynced.clear();
            }
            return whole;
        }
        state.syncs += 1;
        for unsynced in std::mem::take(&mut state.unsynced) {
            match unsynced {
                Unsynced::Write { offset, bytes } => {
                    let end = offset + bytes.len();
                    if end > state.kept.len() {
                        state.kept.resize(end, 0);
                    }
                    state.kept[offset..end].copy_from_slice(&bytes);
                }
                Unsynced::Resize { size } => state.kept.resize(size, 0),
            }
        }
        Ok(())
    }
}
