//! Brat standoff with sources, cues and contents tied to attributions, as PolNeAR and our Wikinews gold have it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use whosaid_text::{SourceText, Span};

/// A text and its attributions by one annotator.
#[derive(Clone, Debug)]
pub struct BratDocument {
    /// File name of the text without its ending.
    pub name: String,
    /// The text.
    pub text: SourceText,
    /// The attributions, in the order of the file.
    pub attributions: Vec<Pieces>,
}

/// The pieces of one attribution; within a role they are sorted, and joined where they touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Who says it.
    pub source: Vec<Span>,
    /// The words that signal it.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// Which annotation of a document that several annotators did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Annotators {
    /// The first in the order of their ids.
    First,
    /// Each, as a document of its own.
    All,
}

/// Reads `FOLDER/text/NAME.txt` with `FOLDER/attributions/NAME_ANNOTATOR.ann` (or `NAME.ann`), by name.
///
/// # Errors
/// A file that cannot be read.
pub fn read(folder: &Path, annotators: Annotators) -> io::Result<Vec<BratDocument>> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("attributions"))? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        if let Some(stem) = file.strip_suffix(".ann") {
            files.entry(document_name(stem).to_owned()).or_default().push(file);
        }
    }
    let mut documents = Vec::new();
    for (name, mut annotations) in files {
        let text = std::fs::read_to_string(folder.join("text").join(format!("{name}.txt")))?;
        let text = SourceText::new(text).map_err(io::Error::other)?;
        annotations.sort();
        if annotators == Annotators::First {
            annotations.truncate(1);
        }
        for annotation in annotations {
            let lines = std::fs::read_to_string(folder.join("attributions").join(annotation))?;
            let attributions = parse(&lines, &text);
            documents.push(BratDocument { name: name.clone(), text: text.clone(), attributions });
        }
    }
    Ok(documents)
}

/// The name without the annotator's four hexadecimal digits, where it ends in them.
fn document_name(stem: &str) -> &str {
    match stem.rsplit_once('_') {
        Some((name, id))
            if id.len() == 4 && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) =>
        {
            name
        }
        _ => stem,
    }
}

/// The attributions of a standoff file. Lines that are neither spans nor events (wrapped text) are skipped, and
/// so are events without cue and content.
fn parse(lines: &str, text: &SourceText) -> Vec<Pieces> {
    let spans: BTreeMap<&str, Vec<Span>> =
        lines.split('\n').filter_map(|line| span_line(line, text)).collect();
    let mut attributions = Vec::new();
    for line in lines.split('\n') {
        let Some((_, parts)) = line.split_once('\t').filter(|(id, _)| id.starts_with('E')) else { continue };
        let mut pieces = Pieces::default();
        for (role, spans) in parts.split(' ').filter_map(|part| {
            let (role, id) = part.split_once(':')?;
            Some((role.trim_end_matches(|c: char| c.is_ascii_digit()), spans.get(id)?))
        }) {
            match role {
                "Source" => pieces.source.extend(spans),
                "Cue" => pieces.cue.extend(spans),
                "Content" => pieces.content.extend(spans),
                _ => {}
            }
        }
        if !pieces.cue.is_empty() || !pieces.content.is_empty() {
            attributions.push(pieces.merged());
        }
    }
    attributions
}

/// `T1<tab>Source 5 9;12 14<tab>words`
fn span_line<'a>(line: &'a str, text: &SourceText) -> Option<(&'a str, Vec<Span>)> {
    let mut fields = line.split('\t');
    let id = fields.next().filter(|id| id.starts_with('T'))?;
    let (_, offsets) = fields.next()?.split_once(' ')?;
    let mut spans = Vec::new();
    for pair in offsets.split(';') {
        let (start, end) = pair.split_once(' ')?;
        let (start, end) = (text.byte_of(start.parse().ok()?)?, text.byte_of(end.parse().ok()?)?);
        spans.push(text.span(start as usize..end as usize)?);
    }
    Some((id, spans))
}

impl Pieces {
    /// The same with every role's pieces sorted, and joined where they touch or overlap.
    pub fn merged(self) -> Self {
        Pieces { source: merge(self.source), cue: merge(self.cue), content: merge(self.content) }
    }
}

fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.cover(span),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standoff_is_read() {
        let text = SourceText::new("Élan said it rained, and that it snowed.").unwrap();
        let lines = "T1\tSource 0 4\tÉlan\nT2\tCue 5 9\tsaid\nT3\tContent 10 19;25 39\tit rained ...\nwrapped\n\
                     T4\tAttribution 5 9\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content2:T3 \n\
                     E2\tAttribution:T4 Source:T1";
        let read = parse(lines, &text);
        let words = |spans: &[Span]| spans.iter().map(|&span| text.slice(span)).collect::<Vec<_>>();
        assert_eq!(read.len(), 1);
        assert_eq!(words(&read[0].source), ["Élan"]);
        assert_eq!(words(&read[0].cue), ["said"]);
        assert_eq!(words(&read[0].content), ["it rained", "that it snowed"]);
    }

    #[test]
    fn annotator_ids_are_no_part_of_the_name() {
        assert_eq!(document_name("paper_2016-09-01_story_0a1f"), "paper_2016-09-01_story");
        assert_eq!(document_name("a-story-2019_0000"), "a-story-2019");
        assert_eq!(document_name("a-story"), "a-story");
    }
}
