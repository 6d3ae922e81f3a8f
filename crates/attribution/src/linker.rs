//! Tagged pieces linked to attributions: which content and which source belong to which cue.

use crate::Cues;
use crate::tagger::{Part, Role};
use whosaid_language::{Annotated, TokenRange};

/// What a step over a sentence border costs, in words.
const SENTENCE_COST: u32 = 12;
/// A source farther from a cue than this is not its source.
const FARTHEST_SOURCE: u32 = 30;

/// Source, cue and content of one attribution, as pieces of tokens by position.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Linked {
    pub source: Vec<TokenRange>,
    pub cue: Vec<TokenRange>,
    pub content: Vec<TokenRange>,
    /// How sure the models are, 0 to 1.
    pub confidence: f32,
}

/// A run of tokens of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    part: Part,
    tokens: TokenRange,
    sentence: u32,
}

/// Joins pieces to attributions, by position of their first piece.
pub(crate) fn link(_cues: &Cues, annotated: &Annotated, roles: &[Role]) -> Vec<Linked> {
    let mut linked: Vec<Linked> = Vec::new();
    for paragraph in &annotated.paragraphs {
        let pieces = pieces(annotated, paragraph.tokens, roles);
        let before = linked.len();
        link_paragraph(annotated, &pieces, &mut linked);
        linked[before..].sort_by_key(first_token);
    }
    linked
}

fn pieces(annotated: &Annotated, paragraph: TokenRange, roles: &[Role]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for token_idx in paragraph.range() {
        let Some(part) = roles[token_idx].part() else { continue };
        let token = token_idx as u32;
        match pieces.last_mut() {
            Some(last) if last.part == part && last.tokens.end == token && !roles[token_idx].begins() => {
                last.tokens.end = token + 1;
            }
            _ => {
                let sentence = annotated.sentence_of(token_idx) as u32;
                pieces.push(Piece { part, tokens: TokenRange { start: token, end: token + 1 }, sentence });
            }
        }
    }
    pieces
}

/// Every content goes to the nearest cue, and every cue takes the nearest source.
fn link_paragraph(annotated: &Annotated, pieces: &[Piece], linked: &mut Vec<Linked>) {
    let of = |part: Part| pieces.iter().filter(move |piece| piece.part == part);
    let cues: Vec<&Piece> = of(Part::Cue).collect();
    let mut found: Vec<Linked> = cues
        .iter()
        .map(|cue| Linked { cue: vec![cue.tokens], confidence: 0.5, ..Linked::default() })
        .collect();
    let mut free = Vec::new();
    for content in of(Part::Content) {
        match (0..cues.len()).min_by_key(|&idx| (cost(content, cues[idx]), idx)) {
            Some(nearest) => found[nearest].content.push(content.tokens),
            None => free.push(content),
        }
    }
    for (cue, one) in cues.iter().zip(&mut found) {
        let nearest = of(Part::Source).min_by_key(|source| (cost(source, cue), source.tokens.start));
        one.source.extend(
            nearest.filter(|source| cost(source, cue) <= FARTHEST_SOURCE).map(|source| source.tokens),
        );
    }
    for content in free {
        match linked.last_mut() {
            Some(last) if begins_quoted(annotated, content, pieces) => last.content.push(content.tokens),
            _ => {
                let source = of(Part::Source).map(|source| source.tokens).take(1).collect();
                let content = vec![content.tokens];
                found.push(Linked { source, content, confidence: 0.3, ..Linked::default() });
            }
        }
    }
    found.retain(|one| !one.content.is_empty());
    found.iter_mut().for_each(|one| join_neighbors(&mut one.content));
    linked.extend(found);
}

/// Whether a content opens its paragraph with a quotation mark: the speaker before goes on.
fn begins_quoted(annotated: &Annotated, content: &Piece, pieces: &[Piece]) -> bool {
    let sentence = annotated.sentences[content.sentence as usize];
    let paragraph = annotated.paragraphs[sentence.paragraph_idx as usize];
    let opens = matches!(annotated.word(paragraph.tokens.start as usize), "“" | "\"");
    opens
        && content.tokens.start <= paragraph.tokens.start + 1
        && pieces.iter().all(|piece| piece.part == Part::Content)
}

fn cost(a: &Piece, b: &Piece) -> u32 {
    let gap = a.tokens.start.saturating_sub(b.tokens.end) + b.tokens.start.saturating_sub(a.tokens.end);
    gap + SENTENCE_COST * a.sentence.abs_diff(b.sentence)
}

fn join_neighbors(pieces: &mut Vec<TokenRange>) {
    pieces.sort_unstable();
    pieces.dedup_by(|next, kept| {
        let touch = kept.end == next.start;
        kept.end = if touch { next.end } else { kept.end };
        touch
    });
}

fn first_token(one: &Linked) -> u32 {
    let pieces = one.source.iter().chain(&one.cue).chain(&one.content);
    pieces.map(|piece| piece.start).min().unwrap_or(u32::MAX)
}
