//! One word spelt otherwise. `None` when the way does not fit the word.

use fastrand::Rng;

use crate::corpus::money::choose;

const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// A slip of the thumb: a neighbouring key, two letters swapped, one left out, one twice.
pub(super) fn slip(rng: &mut Rng, word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    // The first letter is rarely the wrong one.
    let at = rng.usize(1..letters.len());
    match rng.u32(0..10) {
        0..4 => {
            let wanted = letters[at].to_ascii_lowercase();
            let row = ROWS.iter().find(|row| row.contains(wanted))?;
            let near: Vec<char> = row.chars().collect();
            let key = near.iter().position(|letter| *letter == wanted)?;
            let other = if rng.bool() { key.checked_sub(1) } else { Some(key + 1) };
            letters[at] = *near.get(other?)?;
        }
        4..7 => {
            if letters[at - 1] == letters[at] {
                return None;
            }
            letters.swap(at - 1, at);
        }
        7..9 => {
            if letters.len() < 5 {
                return None;
            }
            letters.remove(at);
        }
        _ => letters.insert(at, letters[at]),
    }
    Some(letters.into_iter().collect())
}

/// As it sounds. What is written first may be heard as the second, anywhere in a word.
const SOUNDS: [(&str, &str); 29] = [
    ("f", "p"),
    ("v", "p"),
    ("v", "f"),
    ("z", "j"),
    ("z", "s"),
    ("x", "ks"),
    ("ks", "x"),
    ("sy", "s"),
    ("kh", "h"),
    ("ck", "k"),
    ("ch", "c"),
    ("sh", "s"),
    ("th", "t"),
    ("ph", "f"),
    ("ee", "i"),
    ("oo", "u"),
    ("ai", "e"),
    ("au", "o"),
    ("j", "dj"),
    ("u", "oe"),
    ("c", "k"),
    ("pp", "p"),
    ("tt", "t"),
    ("ll", "l"),
    ("rr", "r"),
    ("ia", "iya"),
    ("ua", "uwa"),
    ("y", "i"),
    ("ie", "i"),
];
/// The same at a word's end.
const ENDINGS: [(&str, &str); 16] = [
    ("k", "g"),
    ("k", ""),
    ("k", "q"),
    ("g", "k"),
    ("t", "d"),
    ("d", "t"),
    ("b", "p"),
    ("in", "en"),
    ("ik", "ek"),
    ("ir", "er"),
    ("is", "es"),
    ("ur", "or"),
    ("uk", "ok"),
    ("ung", "ong"),
    ("h", ""),
    ("a", "e"),
];

pub(super) fn by_ear(rng: &mut Rng, word: &str) -> Option<String> {
    if rng.bool() {
        let fitting: Vec<_> = ENDINGS.iter().filter(|(end, _)| word.ends_with(end)).collect();
        let (end, heard) = **choice(rng, &fitting)?;
        return Some(format!("{}{heard}", word.strip_suffix(end)?));
    }
    let fitting: Vec<_> = SOUNDS.iter().filter(|(written, _)| word.contains(written)).collect();
    let (written, heard) = **choice(rng, &fitting)?;
    Some(word.replacen(written, heard, 1))
}

/// `bensn`, `mkn`: one or all of the inner vowels left out.
pub(super) fn without_vowels(rng: &mut Rng, word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let inner: Vec<usize> = (1..letters.len()).filter(|index| is_vowel(letters[*index])).collect();
    let dropped: Vec<usize> = if rng.u32(0..10) < 4 && letters.len() <= 7 {
        // What ends in a vowel keeps it: `kopi` is `kpi`, seldom `kp`.
        inner.into_iter().filter(|index| *index + 1 < letters.len()).collect()
    } else {
        vec![*choice(rng, &inner)?]
    };
    let left: String = letters
        .iter()
        .enumerate()
        .filter(|(index, _)| !dropped.contains(index))
        .map(|(_, letter)| *letter)
        .collect();
    (left.chars().count() >= 3 && left != word).then_some(left)
}

/// `enakkk`.
pub(super) fn drawn_out(rng: &mut Rng, word: &str) -> Option<String> {
    let last = word.chars().last()?;
    Some(format!("{word}{}", last.to_string().repeat(rng.usize(1..=3))))
}

fn choice<'a, T: Copy>(rng: &mut Rng, from: &'a [T]) -> Option<&'a T> {
    if from.is_empty() {
        return None;
    }
    let indices: Vec<usize> = (0..from.len()).collect();
    from.get(choose(rng, &indices))
}
