use super::*;

#[test]
fn every_section_names_a_role() {
    assert_eq!(text::unknown_sections(), Vec::<&str>::new());
}

#[test]
fn no_phrase_stands_for_two_categories() {
    let mut all: Vec<Term> = text::entries();
    all.sort_by(|a, b| a.phrase.cmp(b.phrase));
    let clashes: Vec<String> = all
        .chunk_by(|a, b| a.phrase == b.phrase)
        .flat_map(|same| {
            [
                same.iter().filter_map(|term| term.expense).collect::<Vec<_>>(),
                same.iter().filter_map(|term| term.income).collect(),
            ]
            .into_iter()
            .filter(|meanings| meanings.iter().any(|meaning| *meaning != meanings[0]))
            .map(|meanings| format!("{}: {meanings:?}", same[0].phrase))
        })
        .collect();
    assert!(clashes.is_empty(), "{clashes:#?}");
}

#[test]
fn a_written_form_is_no_word_and_its_canonical_words_are() {
    let lexicon = Lexicon::shipped();
    let mut written: Vec<(&str, &str)> = spellings().collect();
    written.sort_unstable();
    for pair in written.windows(2) {
        assert!(pair[0].0 != pair[1].0, "{} is spelt out twice", pair[0].0);
    }
    for (form, canonical) in written {
        assert_eq!(lexicon.word(form), None, "{form} stands for {canonical} and is a word itself");
        for word in canonical.split(' ') {
            assert!(lexicon.word(word).is_some(), "{form} stands for {canonical}, which nobody knows");
        }
    }
}

#[test]
fn phrases_are_lower_case_and_short_enough() {
    for term in Lexicon::shipped().terms() {
        assert_eq!(term.phrase, term.phrase.to_lowercase());
        assert!(term.phrase.split(' ').count() <= LONGEST, "{}", term.phrase);
        assert!(!term.phrase.contains("  "), "{}", term.phrase);
    }
}
