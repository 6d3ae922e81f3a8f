//! `whosaid explain`: the tree behind what was concluded at one place.

use crate::args::Common;
use crate::error::{CommandError, Outcome};
use crate::output::Output;
use crate::reading;
use clap::Args;
use whosaid::{Finding, explain_claims, explain_reading};

/// Print which rule or model, and which words, made what was concluded at one place
///
/// With further inputs, the claims of the story are explained too.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// The place: a file and an offset in characters of its text, as `annotate` counts them
    #[arg(value_name = "FILE:OFFSET")]
    place: String,
    /// The other articles of the story: files, folders
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
}

/// Does it.
pub fn run(common: &Common, args: &ExplainArgs) -> Result<Outcome, CommandError> {
    let (path, offset) = parse_place(&args.place)?;
    let mut inputs = vec![path.clone()];
    inputs.extend(args.inputs.iter().cloned());
    let run = reading::run(common, &inputs)?;
    let found = run.readings.iter().position(|reading| is_from(reading, &path));
    let Some(article_idx) = found else {
        let set_aside = run.set_aside.into_iter().find(|set_aside| set_aside.path == path);
        let why = set_aside.map_or("no article in it".to_owned(), |set_aside| set_aside.why);
        return Err(CommandError::SetAside { path, why });
    };
    let reading = &run.readings[article_idx];
    let text = &reading.annotated.article.text;
    let n_points = text.code_points(text.len() as u32);
    let byte = text.byte_of(offset).filter(|&byte| (byte as usize) < text.len());
    let byte = byte.ok_or(CommandError::PastTheEnd { path, n_points, offset })?;

    let mut findings = explain_reading(reading, byte);
    if !args.inputs.is_empty() {
        findings.extend(explain_claims(&run, article_idx, byte));
    }
    let mut output = Output::open("-")?;
    for finding in &findings {
        write_tree(&mut output, finding, 0)?;
    }
    output.finish()?;
    Ok(Outcome::Done)
}

fn is_from(reading: &whosaid::attribution::Reading, path: &str) -> bool {
    reading.annotated.article.path.as_deref() == Some(path)
}

/// `FILE:OFFSET`, the last colon parting the two.
fn parse_place(place: &str) -> Result<(String, u32), CommandError> {
    let parted =
        place.rsplit_once(':').and_then(|(path, offset)| Some((path.to_owned(), offset.parse().ok()?)));
    parted
        .filter(|(path, _)| !path.is_empty())
        .ok_or_else(|| CommandError::NoPlace { place: place.to_owned() })
}

fn write_tree(output: &mut Output, finding: &Finding, depth: usize) -> Result<(), CommandError> {
    let indent = "  ".repeat(depth);
    let rule = finding.rule.as_ref().map_or(String::new(), |rule| format!("  [{rule}]"));
    let words = if finding.words.is_empty() { String::new() } else { format!("  \"{}\"", finding.words) };
    output.write(&format!("{indent}{}{words}{rule}\n", finding.what))?;
    finding.because.iter().try_for_each(|below| write_tree(output, below, depth + 1))
}

#[cfg(test)]
mod tests {
    use super::parse_place;

    #[test]
    fn a_place_is_a_file_and_an_offset() {
        assert_eq!(parse_place("a:b.txt:12").unwrap(), ("a:b.txt".to_owned(), 12));
        for place in ["a.txt", "a.txt:", "a.txt:-1", ":5", "a.txt:x"] {
            assert!(parse_place(place).is_err(), "{place}");
        }
    }
}
