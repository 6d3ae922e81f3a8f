//! Columns of words with IOB labels: names of persons, organizations and places.

use crate::Gold;
use std::io;
use std::path::Path;
use std::process::Command;
use whosaid_language::names::LABELS;
use whosaid_language::{Annotated, Lexicon, Paragraph, Sentence, Token, TokenRange, annotate_tokens};
use whosaid_text::{SectionKind, SourceText, Span};

/// A document: sentences of words with labels.
#[derive(Clone, Debug, Default)]
pub struct IobDocument {
    /// Its sentences.
    pub sentences: Vec<Vec<IobWord>>,
}

/// A word and its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IobWord {
    /// As written.
    pub text: String,
    /// Index into [`LABELS`].
    pub label: usize,
}

/// How a corpus writes its columns.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// Column of the word.
    pub word: usize,
    /// Column of the label.
    pub label: usize,
    /// What its kinds are called here ("PER", "ORG", "LOC"); others are no names.
    pub kind: fn(&str) -> Option<&'static str>,
}

/// Universal NER: `index word IOB2-label - annotator`.
pub const UNER: Columns = Columns { word: 1, label: 2, kind: plain_kind };
/// WikiGold: `word IOB1-label`.
pub const WIKIGOLD: Columns = Columns { word: 0, label: 1, kind: plain_kind };
/// CrossNER politics: `word IOB2-label` with kinds of its own.
pub const CROSSNER_POLITICS: Columns = Columns { word: 0, label: 1, kind: politics_kind };

fn plain_kind(kind: &str) -> Option<&'static str> {
    ["PER", "ORG", "LOC"].into_iter().find(|known| *known == kind)
}

fn politics_kind(kind: &str) -> Option<&'static str> {
    match kind {
        "politician" | "person" => Some("PER"),
        "organisation" | "politicalparty" => Some("ORG"),
        "country" | "location" => Some("LOC"),
        _ => None,
    }
}

/// Universal NER English EWT: part "dev" or "train.prerelease-2022-12-02".
///
/// # Errors
/// A file that cannot be read.
pub fn uner(gold: &Gold, part: &str) -> io::Result<Vec<IobDocument>> {
    let text = unzipped(&gold.path(&format!("data/uner-english/en_ewt-ud-{part}.iob2.gz")))?;
    Ok(read(&text, UNER))
}

/// Reads all documents of a text of columns. Blank lines end sentences; `# newdoc` and `-DOCSTART-` begin documents.
pub fn read(text: &str, columns: Columns) -> Vec<IobDocument> {
    let mut documents = vec![IobDocument::default()];
    let mut sentence: Vec<IobWord> = Vec::new();
    let mut kind_before = None;
    for line in text.lines().chain([""]) {
        let begins_document = line.starts_with("# newdoc") || line.starts_with("-DOCSTART-");
        if line.trim().is_empty() || begins_document {
            if !sentence.is_empty() {
                let last = documents.len() - 1;
                documents[last].sentences.push(std::mem::take(&mut sentence));
            }
            kind_before = None;
            if begins_document {
                documents.push(IobDocument::default());
            }
            continue;
        }
        let fields: Vec<&str> = line.split(['\t', ' ']).collect();
        let (Some(word), Some(label)) = (fields.get(columns.word), fields.get(columns.label)) else {
            continue;
        };
        if line.starts_with("# ") {
            continue;
        }
        let (position, kind) = label.split_once('-').unwrap_or(("O", ""));
        let kind = (columns.kind)(kind);
        let begins = position == "B" || kind != kind_before;
        sentence.push(IobWord { text: (*word).to_owned(), label: label_of(kind, begins) });
        kind_before = kind;
    }
    documents.retain(|document| !document.sentences.is_empty());
    documents
}

/// The label of a word of a name of a kind ("PER", "ORG", "LOC"), or of none.
pub fn label_of(kind: Option<&str>, begins: bool) -> usize {
    let Some(kind) = kind else { return 0 };
    let position = if begins { "B" } else { "I" };
    LABELS.iter().position(|label| label.split_once('-') == Some((position, kind))).unwrap_or(0)
}

/// What `gzip` makes of a file.
///
/// # Errors
/// What the command says.
pub fn unzipped(path: &Path) -> io::Result<String> {
    let output = Command::new("gzip").arg("-dc").arg(path).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("gzip could not unpack {}", path.display())));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

impl IobDocument {
    /// The labels of all words, in order.
    pub fn labels(&self) -> Vec<usize> {
        self.sentences.iter().flatten().map(|word| word.label).collect()
    }

    /// The document with its own words and sentences as layers, tagged and with names found.
    pub fn annotated(&self, lexicon: &Lexicon) -> Annotated {
        let mut text = String::new();
        let (mut tokens, mut sentences, mut paragraphs) = (Vec::new(), Vec::new(), Vec::new());
        for (paragraph_idx, sentence) in self.sentences.iter().enumerate() {
            let first = tokens.len() as u32;
            for word in sentence {
                let start = text.len() as u32;
                text.push_str(&word.text);
                tokens.push(Token { span: Span::new(start, text.len() as u32) });
                text.push(' ');
            }
            text.push('\n');
            let tokens = TokenRange { start: first, end: tokens.len() as u32 };
            paragraphs.push(Paragraph { tokens, section: SectionKind::Body });
            sentences.push(Sentence { tokens, paragraph_idx: paragraph_idx as u32 });
        }
        let text = SourceText::new(text).expect("a corpus document is shorter than 4 GiB");
        let mut annotated = Annotated::bare(super::plain_article(&text));
        annotated.tokens = tokens;
        annotated.sentences = sentences;
        annotated.paragraphs = paragraphs;
        annotate_tokens(lexicon, annotated)
    }
}

/// Spans of a sequence of labels: start, end, and the label that begins them.
pub fn spans(labels: &[usize]) -> Vec<(usize, usize, usize)> {
    let mut spans: Vec<(usize, usize, usize)> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        if label % 2 == 1 {
            spans.push((at, at + 1, label));
        } else if let (true, Some(last)) = (label > 0, spans.last_mut()) {
            last.1 = at + 1;
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_become_documents() {
        let text =
            "# newdoc id = a\n1\tAnn\tB-PER\n2\tLee\tI-PER\n3\tsang\tO\n\n1\tOslo\tB-LOC\n2\tXYZ\tB-OTH\n";
        let documents = read(text, UNER);
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].labels(), [1, 2, 0, 5, 0]);
        assert_eq!(spans(&documents[0].labels()), [(0, 2, 1), (3, 4, 5)]);
    }

    #[test]
    fn names_may_begin_inside() {
        let documents = read("-DOCSTART- O\n\nOslo I-LOC\nsaw O\nAnn I-PER\n", WIKIGOLD);
        assert_eq!(documents[0].labels(), [5, 0, 1]);
    }
}
