//! Letters that stand for others, and what is left of a word without its vowels.

/// Digits read as the letters they look like, letters repeated for effect written once: `s4tee` is `sate`.
pub(super) fn letters(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    let wordy = word.chars().filter(|letter| letter.is_alphabetic()).count() * 2 >= word.chars().count();
    for letter in word.chars() {
        let letter = match letter {
            '4' if wordy => 'a',
            '3' if wordy => 'e',
            '1' if wordy => 'i',
            '0' if wordy => 'o',
            '5' if wordy => 's',
            '6' | '9' if wordy => 'g',
            '7' if wordy => 't',
            other => other,
        };
        // Three of a letter are never meant, two may be: the sound key takes care of those.
        let thrice = plain.ends_with(letter) && plain.chars().rev().nth(1) == Some(letter);
        if !thrice {
            plain.push(letter);
        }
    }
    // A stretched last letter is written once: `kopiii`, `makann`.
    let mut tail = plain.chars().rev();
    if let (Some(last), Some(before)) = (tail.next(), tail.next())
        && last == before
    {
        plain.truncate(plain.len() - last.len_utf8());
    }
    plain
}

/// Equal for words that sound alike to an Indonesian ear: `ph`, `v` and `f` are `p`, `oe` is `u`, and so on.
pub(super) fn key(word: &str) -> String {
    let plain = letters(word);
    let mut key = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some(letter) = rest.chars().next() {
        let (sound, taken) = digraph(rest).unwrap_or((single(letter), letter.len_utf8()));
        if !sound.is_empty() && !key.ends_with(sound) {
            key.push_str(sound);
        } else if sound.is_empty() && letter.is_alphanumeric() {
            key.push(letter);
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    key
}

fn digraph(rest: &str) -> Option<(&'static str, usize)> {
    let sound = match rest.get(..2)? {
        "ph" => "p",
        "oe" => "u",
        "dj" => "j",
        "tj" | "ch" => "c",
        "kh" | "ck" => "k",
        "th" | "dh" if rest.len() > 2 => return Some((if rest.starts_with('t') { "t" } else { "d" }, 2)),
        "sh" | "sy" => "s",
        "ks" => "x",
        "ie" if rest.len() == 2 => "i",
        "ai" | "ay" if rest.len() == 2 => "e",
        _ => return None,
    };
    Some((sound, 2))
}

/// The empty text stands for "itself".
fn single(letter: char) -> &'static str {
    match letter {
        'f' | 'v' => "p",
        'q' => "k",
        'z' => "s",
        'y' => "i",
        _ => "",
    }
}

/// The consonants, doubled ones once, after the first letter, which always stays: `belanja` is `blnj`.
pub fn skeleton(word: &str) -> String {
    let mut bones = String::with_capacity(word.len());
    let mut before = None;
    for letter in word.chars() {
        if (before.is_none() || !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')) && before != Some(letter) {
            bones.push(letter);
        }
        before = Some(letter);
    }
    bones
}

/// Whether the letters of `short` occur in `full` in this order.
pub(super) fn is_within(short: &str, full: &str) -> bool {
    let mut letters = full.chars();
    short.chars().all(|wanted| letters.any(|letter| letter == wanted))
}
