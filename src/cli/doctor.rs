//! `catatduit doctor`: whether the box is as it should be.
//!
//! Its exit code is for scripts: 0 when nothing is amiss, 3 when something is worth a look, 4 when something is wrong.
//! 1 and 2 are those of every command: it could not look, or was asked in a wrong way.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Args;

use super::{Failure, House, write_out};
use crate::appliance::{STORE_FILE, premises_of};
use crate::config::Loaded;
use crate::doctor::{self, Both, Doctor, Finding, Verdict};
use crate::ledger::Language;
use crate::ops::control::{Reply, Request, ask};
use crate::outside::Outside;
use crate::words;

#[derive(Debug, Args)]
pub(super) struct Asked {
    /// Print JSON, with every sentence in both languages
    #[arg(long)]
    json: bool,
    /// Print only what is not as it should be
    #[arg(long)]
    only_troubles: bool,
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let loaded = house.load(&[])?;
    let language = loaded.config.language;
    examine(loaded, asked).map_err(|error| Failure::new(language, error))
}

fn examine(loaded: Loaded, asked: &Asked) -> anyhow::Result<ExitCode> {
    let language = loaded.config.language;
    let began = Instant::now();
    let (mut findings, is_running) = match ask(&loaded.config.data_dir, &Request::Doctor) {
        Ok(Some(Reply::Doctor { findings })) => (findings, true),
        Ok(Some(Reply::Failed { sentence })) => bail!(sentence),
        Ok(Some(_)) => bail!("the box answered another question"),
        Ok(None) => (look_beside(loaded)?, false),
        Err(error) => return Err(error).context("asking the running box"),
    };
    let worst = doctor::worst(&findings);
    let counts = count(&findings);
    if asked.only_troubles {
        findings.retain(|finding| finding.verdict >= Verdict::Warn);
    }
    if asked.json {
        let shown = serde_json::json!({
            "verdict": worst,
            "running": is_running,
            "took_ms": u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            "counts": counts.iter().map(|(verdict, count)| (verdict.code(), count))
                .collect::<std::collections::BTreeMap<_, _>>(),
            "items": findings,
        });
        write_out(&format!("{shown:#}\n"))?;
    } else {
        let mut text: String = findings.iter().map(|finding| line(finding, language)).collect();
        let summed: Vec<String> =
            counts.iter().map(|(verdict, count)| format!("{count} {}", verdict.code())).collect();
        text.extend(["\n", &summed.join(", "), "\n"]);
        write_out(&text)?;
    }
    Ok(match worst {
        Verdict::Pass | Verdict::NotApplicable => ExitCode::SUCCESS,
        Verdict::Warn => ExitCode::from(3),
        Verdict::Fail => ExitCode::from(4),
    })
}

/// No box runs: what can be seen without one.
fn look_beside(loaded: Loaded) -> anyhow::Result<Vec<Finding>> {
    let folder = &loaded.config.data_dir;
    // Anything else would be a look at a folder spelt wrong.
    if !folder.join(STORE_FILE).exists() {
        bail!((words::of(loaded.config.language).console.no_store)(&folder.display().to_string()));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let outside = Outside::real()?;
    runtime.context("starting the threads")?.block_on(async {
        Ok(Doctor::new(premises_of(loaded, outside).await).examine(Duration::ZERO).await.to_vec())
    })
}

fn count(findings: &[Finding]) -> [(Verdict, usize); 4] {
    [Verdict::Pass, Verdict::Warn, Verdict::Fail, Verdict::NotApplicable]
        .map(|verdict| (verdict, findings.iter().filter(|finding| finding.verdict == verdict).count()))
}

fn line(finding: &Finding, language: Language) -> String {
    let Finding { item, verdict, .. } = finding;
    let code = verdict.code();
    let (title, evidence) = (finding.title.of(language), finding.evidence.of(language));
    let proof = finding.proof.as_ref().map(|proof| format!("           {proof}\n")).unwrap_or_default();
    let advised = |advice: &Both| format!("           -> {} ({})\n", advice.of(language), finding.manual);
    let advice = finding.advice.as_ref().map(advised).unwrap_or_default();
    format!("{code:<4}  {item:<3}  {title}\n           {evidence}\n{proof}{advice}")
}
