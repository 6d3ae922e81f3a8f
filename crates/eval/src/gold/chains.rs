//! Attributions with chains: single sentences (`gold/chains.json`) and Wikinews articles (`gold/wikinews`).

use crate::Gold;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io;
use whosaid_text::{SourceText, Span};

/// A text with everything that is attributed in it.
#[derive(Clone, Debug)]
pub struct ChainDocument {
    /// Its id in the corpus.
    pub id: String,
    /// The outlet that published it.
    pub outlet: Option<String>,
    /// The text.
    pub text: SourceText,
    /// The attributions.
    pub attributions: Vec<GoldAttribution>,
}

/// One attribution.
#[derive(Clone, Debug)]
pub struct GoldAttribution {
    /// Words that name who says it. For single sentences, which do not mark them, the last hop that nobody cites.
    pub source: Vec<Span>,
    /// Words that signal it.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
    /// Kind and words of each hop, outermost first.
    pub chain: Vec<GoldHop>,
    /// Stance by its word.
    pub stance: String,
    /// Form by its word.
    pub form: String,
    /// Whether an outlet is credited with being first.
    pub first_report: bool,
}

/// A hop.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldHop {
    /// Kind by its word.
    pub kind: String,
    /// Words of the article.
    pub text: String,
    /// Where they stand in code points, if they stand there more than once.
    start: Option<u32>,
}

/// Which part of the Wikinews articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The articles to train on.
    Train,
    /// The articles kept for development.
    Dev,
}

#[derive(Deserialize)]
struct RawDocument {
    id: String,
    outlet: Option<String>,
    sentence: Option<String>,
    text: Option<String>,
    #[serde(default)]
    skip: bool,
    #[serde(default)]
    attributions: Vec<RawAttribution>,
}

#[derive(Deserialize)]
struct RawAttribution {
    #[serde(default)]
    source: Vec<[u32; 2]>,
    cue: RawPieces,
    content: RawPieces,
    chain: Vec<GoldHop>,
    #[serde(default)]
    stance: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    first_report: bool,
}

/// Pieces as offsets in code points, or as the words themselves.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawPieces {
    Offsets(Vec<[u32; 2]>),
    Words(String),
}

/// Reads the single sentences.
///
/// # Errors
/// A file that cannot be read.
pub fn sentences(gold: &Gold) -> io::Result<Vec<ChainDocument>> {
    read(gold, "gold/chains.json")
}

/// Reads one part of the Wikinews articles.
///
/// # Errors
/// A file that cannot be read.
pub fn wikinews(gold: &Gold, part: Part) -> io::Result<Vec<ChainDocument>> {
    let dev = std::fs::read_to_string(gold.path("gold/wikinews/dev.txt"))?;
    let dev: BTreeSet<&str> = dev.split_whitespace().collect();
    let mut documents = read(gold, "gold/wikinews/chains.json")?;
    documents.retain(|document| dev.contains(document.id.as_str()) == (part == Part::Dev));
    Ok(documents)
}

fn read(gold: &Gold, path: &str) -> io::Result<Vec<ChainDocument>> {
    let json = std::fs::read_to_string(gold.path(path))?;
    let raw: Vec<RawDocument> = serde_json::from_str(&json).map_err(io::Error::other)?;
    raw.into_iter().filter(|document| !document.skip).map(RawDocument::document).collect()
}

impl RawDocument {
    fn document(self) -> io::Result<ChainDocument> {
        let text =
            SourceText::new(self.sentence.or(self.text).unwrap_or_default()).map_err(io::Error::other)?;
        let attributions = self.attributions.into_iter().map(|raw| raw.attribution(&text)).collect();
        Ok(ChainDocument { id: self.id, outlet: self.outlet, text, attributions })
    }
}

impl RawAttribution {
    fn attribution(self, text: &SourceText) -> GoldAttribution {
        let cue = self.cue.spans(text);
        let source = match &self.cue {
            RawPieces::Offsets(_) => offsets(&self.source, text),
            RawPieces::Words(_) => speaking_hop(&self.chain, text),
        };
        GoldAttribution {
            source,
            cue,
            content: self.content.spans(text),
            chain: self.chain,
            stance: self.stance,
            form: self.form,
            first_report: self.first_report,
        }
    }
}

impl RawPieces {
    fn spans(&self, text: &SourceText) -> Vec<Span> {
        match self {
            RawPieces::Offsets(pairs) => offsets(pairs, text),
            RawPieces::Words(words) => words_at(words, None, text).into_iter().collect(),
        }
    }
}

fn offsets(pairs: &[[u32; 2]], text: &SourceText) -> Vec<Span> {
    let span = |pair: &[u32; 2]| text.span(text.byte_of(pair[0])? as usize..text.byte_of(pair[1])? as usize);
    pairs.iter().filter_map(span).collect()
}

fn words_at(words: &str, start: Option<u32>, text: &SourceText) -> Option<Span> {
    let from = start.and_then(|start| text.byte_of(start)).unwrap_or(0) as usize;
    let at = from + text.get(from..)?.find(words)?;
    text.span(at..at + words.len())
}

fn speaking_hop(chain: &[GoldHop], text: &SourceText) -> Vec<Span> {
    let hops = chain.iter().rev().filter(|hop| hop.kind != "unspecified");
    let mut spans = hops.filter_map(|hop| words_at(&hop.text, hop.start, text));
    let is_cited = |span: &Span| {
        let before = text.get(..span.start() as usize).unwrap_or("").trim_end();
        ["citing", "quoting", "cited"].iter().any(|verb| before.ends_with(verb))
    };
    spans.find(|span| !is_cited(span)).into_iter().collect()
}
