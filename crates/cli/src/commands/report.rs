//! `whosaid report`: the main job.
#![allow(clippy::print_stderr)]

use crate::args::{Common, InputArgs};
use crate::error::{CommandError, Outcome};
use crate::output::Output;
use crate::reading;
use clap::Args;
use whosaid::{Mode, Run};
use whosaid_report::html::{self, Figure};

/// The measured figures of this version, told in the footer of every page.
const MEASURED: &str = include_str!("../../../../gold/measured.tsv");

/// Write one self-contained page that answers "who says so?" for every claim
///
/// The page opens in any browser and touches no network. Articles that cannot be read are listed on it with the
/// reason; they never stop the others.
#[derive(Args, Debug)]
pub struct ReportArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Where to write the page, - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "story.html")]
    output: String,
}

/// Does it.
pub fn run(common: &Common, args: &ReportArgs) -> Result<Outcome, CommandError> {
    let mut output = Output::open(&args.output)?;
    let run = reading::run(common, &args.input.inputs)?;
    reading::tell_set_aside(&run.set_aside);
    if run.readings.is_empty() {
        return Ok(reading::nothing_found(&args.input.inputs));
    }
    output.write(&html::page(
        &run,
        &html::PageOptions { title: None, figures: measured(reading::options(common).mode) },
    ))?;
    output.finish()?;
    if args.output != "-" && !common.quiet {
        eprintln!("whosaid: {}; open {} in a browser", in_numbers(&run), args.output);
    }
    Ok(Outcome::Done)
}

/// The figures of a mode as the page shows them.
pub(super) fn measured(mode: Mode) -> Vec<Figure> {
    let rows = MEASURED.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t'));
    rows.filter_map(|columns| match columns.collect::<Vec<_>>()[..] {
        [what, data, _, _, accurate, fast] => {
            let value = if mode == Mode::Accurate { accurate } else { fast };
            Some(Figure { what: what.to_owned(), data: data.to_owned(), value: value.to_owned() })
        }
        _ => None,
    })
    .collect()
}

fn in_numbers(run: &Run) -> String {
    let n_claims: usize = run.dossiers.iter().map(|dossier| dossier.claims.len()).sum();
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    format!(
        "{}, {}, {}",
        count(run.readings.len(), "article", "articles"),
        count(run.dossiers.len(), "story", "stories"),
        count(n_claims, "claim", "claims"),
    )
}

#[cfg(test)]
mod tests {
    use super::{MEASURED, measured};
    use whosaid::Mode;

    #[test]
    fn every_row_of_measured_figures_is_shown() {
        let n_rows = MEASURED.lines().filter(|line| !line.starts_with('#')).count();
        for mode in [Mode::Accurate, Mode::Fast] {
            assert_eq!(measured(mode).len(), n_rows);
        }
        assert!(n_rows > 0);
    }
}
