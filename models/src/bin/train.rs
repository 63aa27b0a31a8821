//! Trains the two nets on what `catatduit model view` wrote, and leaves weights and manifest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use catatduit_nlu::training::{Course, Example, Progress, Score, Trainee, read};
use catatduit_nlu::{Calibration, Encoder, Manifest, Second, Shape};

/// Every step allocates large tensors; the system's allocator gives them back to the kernel each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str =
    "train DATA OUT [--epochs N] [--encoder bag|convolution|attention] [--width N] [--layers N]
      [--buckets N] [--seed N] [--limit N] [--written N] [--copies N] [--refine N] [--rate R] [--batch N]
      [--from FILE]

DATA holds generated.view, messages.view and calibration.view; OUT gets net.safetensors, second.safetensors and
manifest.json.";

#[derive(Clone)]
struct Options {
    data: PathBuf,
    out: PathBuf,
    shape: Shape,
    course: Course,
    seed: u64,
    /// Weights to start from, of the same shape; by chance without.
    from: Option<PathBuf>,
    /// At most so many generated messages.
    limit: usize,
    /// At most so many hand-written messages, chosen at random: for learning curves.
    written: usize,
    /// How often a hand-written message counts for each generated one.
    copies: usize,
    /// Epochs over the hand-written messages and as many generated ones, after those over all.
    refine: usize,
}

#[expect(clippy::print_stderr, clippy::print_stdout, reason = "a program for a terminal")]
fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("train: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
    let data = PathBuf::from(arguments.next()?);
    let out = PathBuf::from(arguments.next()?);
    let mut options = Options {
        data,
        out,
        shape: Shape { buckets: 20_480, gram_width: 64, width: 96, layers: 2, encoder: Encoder::Attention },
        course: Course {
            epochs: 2,
            batch: 64,
            rate: 2e-3,
            hide_lexicon: 0.25,
            hide_letters: 0.1,
            hide_rules: 0.5,
        },
        seed: 1,
        from: None,
        limit: usize::MAX,
        written: usize::MAX,
        copies: 2,
        refine: 6,
    };
    while let Some(name) = arguments.next() {
        let value = arguments.next()?;
        match name.as_str() {
            "--epochs" => options.course.epochs = value.parse().ok()?,
            "--batch" => options.course.batch = value.parse().ok()?,
            "--rate" => options.course.rate = value.parse().ok()?,
            "--width" => options.shape.width = value.parse().ok()?,
            "--layers" => options.shape.layers = value.parse().ok()?,
            "--buckets" => options.shape.buckets = value.parse().ok()?,
            "--from" => options.from = Some(PathBuf::from(value)),
            "--seed" => options.seed = value.parse().ok()?,
            "--written" => options.written = value.parse().ok()?,
            "--limit" => options.limit = value.parse().ok()?,
            "--refine" => options.refine = value.parse().ok()?,
            "--copies" => options.copies = value.parse().ok()?,
            "--encoder" => {
                options.shape.encoder = match value.as_str() {
                    "bag" => Encoder::Bag,
                    "convolution" => Encoder::Convolution,
                    "attention" => Encoder::Attention,
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
    Some(options)
}

fn run(options: &Options) -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    std::fs::create_dir_all(&options.out)?;
    let other = second(options);
    // What is missing is said before an hour of work, not after.
    let corpus = corpus_hash(&options.data)?;
    let from = options.from.as_deref().map(corpus_beside).transpose()?;
    if let Some(missing) = other.from.as_deref().filter(|from| !from.is_file()) {
        return Err(format!("{} is not there: the second net begins by it", missing.display()).into());
    }
    let (messages, score) = learn(options, FIRST, started)?;
    let (_, other_score) = learn(&other, SECOND, started)?;
    let of_both = [("", score), ("second_", other_score)];
    let figures = of_both.into_iter().flat_map(|(net, score)| {
        [("kind", score.kind), ("class", score.class), ("whole", score.whole)]
            .map(|(name, told)| (format!("{net}{name}"), told.share()))
    });
    let manifest = Manifest {
        corpus,
        seed: options.seed,
        from,
        messages,
        shape: options.shape,
        second: Second { seed: other.seed, shape: other.shape },
        verdicts: Manifest::verdict_names(),
        classes: Manifest::class_names(),
        calibration: Calibration::default(),
        figures: figures.collect::<BTreeMap<_, _>>(),
    };
    std::fs::write(options.out.join("manifest.json"), serde_json::to_string_pretty(&manifest)? + "\n")?;
    Ok(())
}

const FIRST: &str = "net.safetensors";
const SECOND: &str = "second.safetensors";

/// The second net tells half as many n-grams apart, sees the generated messages half as often and begins by another
/// chance: the less it is like the first, the more it means when both say the same.
fn second(first: &Options) -> Options {
    let shape = Shape { buckets: first.shape.buckets / 2, ..first.shape };
    let course = Course { epochs: first.course.epochs.div_ceil(2), ..first.course };
    let from = first.from.as_ref().map(|from| from.with_file_name(SECOND));
    Options { shape, course, seed: first.seed + 1, from, ..first.clone() }
}

/// Teaches one net and writes its weights; says how many messages it learnt from, and how well.
#[expect(clippy::print_stdout, reason = "a program for a terminal")]
fn learn(
    options: &Options,
    name: &str,
    started: Instant,
) -> Result<(usize, Score), Box<dyn std::error::Error>> {
    let load = |name: &str| read(&options.data.join(name), options.shape.buckets);
    let mut generated = load("generated.view")?;
    generated.truncate(options.limit);
    let mut written = load("messages.view")?;
    if options.written < written.len() {
        fastrand::Rng::with_seed(options.seed).shuffle(&mut written);
        written.truncate(options.written);
    }
    let unseen = load("calibration.view")?;
    println!(
        "{name}: {} generated, {} written, {} unseen; read after {:.0} s",
        generated.len(),
        written.len(),
        unseen.len(),
        started.elapsed().as_secs_f32()
    );
    let told = |trainee: &Trainee, progress: Progress| {
        let after = started.elapsed().as_secs();
        match trainee.score(&unseen) {
            Ok(score) => {
                println!("{after:>5} s  epoch {:>2}  loss {:.4}  {score}", progress.epoch, progress.loss)
            }
            Err(error) => println!("{after:>5} s  epoch {:>2}  no score: {error}", progress.epoch),
        }
    };
    let mut trainee = Trainee::new(&options.shape, options.seed)?;
    if let Some(from) = &options.from {
        trainee.take_up(from)?;
    }
    // First the breadth of the words, then how people really write.
    let broad: Vec<&Example> = generated.iter().chain((0..options.copies).flat_map(|_| &written)).collect();
    trainee.learn(&broad, &options.course, told)?;
    let some = generated.iter().take(written.len());
    let real: Vec<&Example> = written.iter().chain(some).collect();
    let refining = Course { epochs: options.refine, rate: options.course.rate / 2.0, ..options.course };
    trainee.learn(&real, &refining, told)?;
    trainee.save(&options.out.join(name))?;
    Ok((generated.len() + written.len(), trainee.score(&unseen)?))
}

/// The corpus that some weights were learnt from, as the manifest beside them says.
fn corpus_beside(weights: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(weights.with_file_name("manifest.json"))?;
    Ok(serde_json::from_str::<Manifest>(&text)?.corpus)
}

/// What `corpus` wrote beside the messages.
fn corpus_hash(data: &Path) -> std::io::Result<String> {
    Ok(std::fs::read_to_string(data.join("corpus.hash"))?.trim().to_owned())
}
