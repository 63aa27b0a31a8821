//! Slips of the finger: a letter left out, doubled, exchanged or swapped with its neighbour.
//!
//! Two words within `n` slips have a common form after at most `n` letters are taken out of each. The index holds
//! those forms of every known word as hashes, so one lookup makes the few forms of the typed word and compares only
//! the words that share one.

/// Hash of a form to the position of its word.
#[derive(Debug)]
pub(super) struct Neighbours {
    words: Vec<&'static str>,
    forms: Vec<(u32, u32)>,
}

/// Below this many letters one slip makes a different word.
const ONE_SLIP: usize = 5;
/// From here on two slips still leave one word likely.
const TWO_SLIPS: usize = 9;
/// Longer typed words are no words; looking for them would only cost time.
const LONGEST: usize = 24;

impl Neighbours {
    pub(super) fn of(all: &[&'static str]) -> Self {
        let words: Vec<&'static str> =
            all.iter().copied().filter(|word| word.len() >= ONE_SLIP - 1 && word.is_ascii()).collect();
        let mut forms = Vec::new();
        for (position, word) in (0_u32..).zip(&words) {
            each_form(word.as_bytes(), slips(word.len() + 1), &mut |form| forms.push((form, position)));
        }
        forms.sort_unstable();
        forms.dedup();
        // It grew by doubling, and stays as long as the box runs.
        forms.shrink_to_fit();
        Self { words, forms }
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
            let from = self.forms.partition_point(|(other, _)| *other < form);
            for (_, position) in self.forms[from..].iter().take_while(|(other, _)| *other == form) {
                let Some(word) =
                    usize::try_from(*position).ok().and_then(|position| self.words.get(position))
                else {
                    continue;
                };
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
