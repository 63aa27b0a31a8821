//! What ships is what it says: the weights load, fit this code, are small, and were made from this corpus.

use std::path::Path;

use catatduit_nlu::{Judge, Manifest, sources};

/// The model is part of a binary that a small computer holds in memory, in bytes.
const MOST_BYTES: u64 = 6_000_000;

#[test]
fn the_weights_load_and_answer_in_this_code_s_labels() {
    let manifest = Manifest::shipped().expect("the manifest's labels are this code's");
    assert_eq!(manifest.verdicts, Manifest::verdict_names());
    assert_eq!(manifest.classes, Manifest::class_names());
    let calibration = Judge::shipped().calibration().expect("the weights fit their manifest");
    assert_eq!(calibration, &manifest.calibration);
}

#[test]
fn the_weights_are_small() {
    let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("weights");
    let of = |name: &str| std::fs::metadata(weights.join(name)).expect("the weights are there").len();
    let bytes = of("net.safetensors") + of("second.safetensors");
    assert!((1_000_000..=MOST_BYTES).contains(&bytes), "{bytes} bytes");
}

#[test]
fn the_weights_are_not_older_than_the_corpus() {
    let manifest = Manifest::shipped().expect("the manifest's labels are this code's");
    let corpus = sources::hash(&sources::folder()).expect("the corpus is there");
    assert_eq!(manifest.corpus, corpus, "the corpus changed: models/train.sh makes the weights anew");
    assert!(
        !manifest.calibration.weights.is_empty(),
        "models/train.sh ends with fitting what confidence means"
    );
}
