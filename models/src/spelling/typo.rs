//! Slips of the finger: a letter left out, doubled, exchanged or swapped with its neighbour.
//!
//! Two words within `n` slips have a common form after at most `n` letters are taken out of each. The index holds
//! those forms of every known word as hashes, so one lookup makes the few forms of the typed word and compares only
//! the words that share one.

/// Which words have a form, by its hash. There are some hundred thousand forms, so each takes four bytes: forms whose
/// hashes end alike stand together, with what begins their hash and the place of their word.
#[derive(Debug)]
pub(super) struct Neighbours {
    words: Vec<&'static str>,
    /// Where the forms of each ending start, and the end of the last.
    starts: Vec<u32>,
    forms: Vec<(u16, u16)>,
}

/// Below this many letters one slip makes a different word.
const ONE_SLIP: usize = 5;
/// From here on two slips still leave one word likely.
const TWO_SLIPS: usize = 9;
/// Longer typed words are no words; looking for them would only cost time.
const LONGEST: usize = 24;

impl Neighbours {
    pub(super) fn of(all: &[&'static str]) -> Self {
        let mut words: Vec<&'static str> =
            all.iter().copied().filter(|word| word.len() >= ONE_SLIP - 1 && word.is_ascii()).collect();
        words.truncate(usize::from(u16::MAX));
        words.shrink_to_fit();
        // Counted first, then put in place: nothing larger than the result is ever held.
        let mut starts = vec![0_u32; ENDINGS + 1];
        for word in &words {
            each_form(word.as_bytes(), slips(word.len() + 1), &mut |form| starts[ending(form) + 1] += 1);
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut forms = vec![(0_u16, 0_u16); place(starts[ENDINGS])];
        for (position, word) in (0_u16..).zip(&words) {
            each_form(word.as_bytes(), slips(word.len() + 1), &mut |form| {
                let free = &mut free[ending(form)];
                forms[place(*free)] = (beginning(form), position);
                *free += 1;
            });
        }
        Self { words, starts, forms }
    }

    /// The nearest known word within the slips its length allows; of equally near ones the one with the same
    /// first and last letter, else none is chosen when they disagree.
    pub(super) fn nearest(&self, typed: &str) -> Option<&'static str> {
        if typed.len() < ONE_SLIP || typed.len() > LONGEST || !typed.is_ascii() {
            return None;
        }
        let allowed = slips(typed.len());
        let mut best: Option<(usize, &'static str)> = None;
        each_form(typed.as_bytes(), allowed, &mut |form| {
            let (at, begins) = (ending(form), beginning(form));
            let alike = &self.forms[place(self.starts[at])..place(self.starts[at + 1])];
            for (_, position) in alike.iter().filter(|(other, _)| *other == begins) {
                let Some(word) = self.words.get(usize::from(*position)) else { continue };
                let cost = cost(typed.as_bytes(), word.as_bytes());
                if cost <= allowed * STEP && best.is_none_or(|(least, other)| (cost, *word) < (least, other))
                {
                    best = Some((cost, *word));
                }
            }
        });
        best.map(|(_, word)| word)
    }
}

/// How many endings of a hash are told apart.
const ENDINGS: usize = 1 << 16;

fn ending(form: u32) -> usize {
    place(form % (1 << 16))
}

fn beginning(form: u32) -> u16 {
    u16::try_from(form >> 16).unwrap_or(0)
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(0)
}

fn slips(letters: usize) -> usize {
    if letters >= TWO_SLIPS { 2 } else { 1 }
}

/// One slip costs this much, so that half preferences fit below it.
const STEP: usize = 4;

/// Weighted distance: [`STEP`] a slip, 2 less for a missing or doubled vowel or a swap of neighbours, more when the
/// first letter differs.
fn cost(typed: &[u8], word: &[u8]) -> usize {
    let first = if typed.first() == word.first() { 0 } else { STEP };
    first + distance(typed, word)
}

/// Optimal string alignment with cheap vowels.
fn distance(typed: &[u8], word: &[u8]) -> usize {
    let width = word.len() + 1;
    let mut rows = vec![0_usize; width * (typed.len() + 1)];
    for j in 1..width {
        rows[j] = rows[j - 1] + single(word[j - 1]);
    }
    for i in 1..=typed.len() {
        rows[i * width] = rows[(i - 1) * width] + single(typed[i - 1]);
        for j in 1..width {
            let (a, b) = (typed[i - 1], word[j - 1]);
            let exchanged = rows[(i - 1) * width + j - 1] + exchange(a, b);
            let extra = rows[(i - 1) * width + j] + single(a);
            let missing = rows[i * width + j - 1] + single(b);
            let mut least = exchanged.min(extra).min(missing);
            if i > 1 && j > 1 && a == word[j - 2] && typed[i - 2] == b {
                least = least.min(rows[(i - 2) * width + j - 2] + STEP - 1);
            }
            rows[i * width + j] = least;
        }
    }
    rows[rows.len() - 1]
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn single(letter: u8) -> usize {
    if is_vowel(letter) { STEP - 1 } else { STEP }
}

fn exchange(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if is_vowel(a) && is_vowel(b) {
        STEP - 1
    } else {
        STEP
    }
}

/// Hashes of the word with none, one, or two letters taken out.
fn each_form(word: &[u8], slips: usize, found: &mut impl FnMut(u32)) {
    found(hash(word, word.len(), word.len()));
    for one in 0..word.len() {
        found(hash(word, one, word.len()));
        if slips > 1 {
            for two in one + 1..word.len() {
                found(hash(word, one, two));
            }
        }
    }
}

/// FNV-1a of the word without the letters at two positions.
fn hash(word: &[u8], one: usize, two: usize) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for (position, byte) in word.iter().enumerate() {
        if position != one && position != two {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}
