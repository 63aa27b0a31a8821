//! Endings and beginnings that leave a word's meaning for us as it is.

/// Endings, longest first: possession, emphasis, doing it for somebody.
const ENDINGS: [&str; 13] =
    ["annya", "innya", "kannya", "nya", "kan", "lah", "kah", "pun", "in", "an", "ku", "mu", "i"];

/// Beginnings and the letter that the stem may have lost to them: `nyuci` is `cuci`, `ngopi` is `kopi`.
const BEGINNINGS: [(&str, &str); 19] = [
    ("meng", "k"),
    ("meny", "s"),
    ("mem", "p"),
    ("men", "t"),
    ("meng", ""),
    ("mem", ""),
    ("men", ""),
    ("me", ""),
    ("nge", ""),
    ("ng", "k"),
    ("ng", ""),
    ("ny", "c"),
    ("ny", "s"),
    ("m", "p"),
    ("n", "t"),
    ("n", ""),
    ("ber", ""),
    ("be", ""),
    ("se", ""),
];

/// The least letters a stem keeps.
const SHORTEST: usize = 3;

/// The stems this word may be built on, the least change first.
pub(super) fn stems(word: &str) -> impl Iterator<Item = String> {
    let bare = ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .filter(|stem| stem.len() >= SHORTEST)
        .map(str::to_owned);
    let begun = std::iter::once(word)
        .chain(ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)))
        .flat_map(|rest| {
            BEGINNINGS.iter().filter_map(move |(beginning, lost)| {
                let stem = rest.strip_prefix(beginning)?;
                let fits = stem.len() + lost.len() > SHORTEST
                    && (lost.is_empty() || stem.starts_with(['a', 'i', 'u', 'e', 'o']));
                fits.then(|| format!("{lost}{stem}"))
            })
        });
    bare.chain(begun)
}
