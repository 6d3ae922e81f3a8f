//! What articles state, cut at the right size: one telling a clause that has a verb of its own.
//!
//! Sentences are cut at semicolons, dashes, coordinated clauses, relative and adverbial clauses, and where an
//! attributed content begins or ends. A piece too short to state anything stays with its neighbor. The chain and the
//! stance come from the narrowest attribution whose content covers most of the piece.

use crate::Telling;
use crate::statement::trimmed;
use crate::words::ClaimWords;
use whosaid_attribution::{Aspect, Attribution, Hop, Reading, Stance};
use whosaid_language::{Annotated, Sentence, Tag, TokenRange};
use whosaid_text::{AttributionId, SectionKind, Span};
use whosaid_time::{TimeKind, TimeMention};

/// Words that a piece must have to state something.
const LEAST_WORDS: usize = 4;
/// Words beside source and cue that a piece outside all content must have.
const LEAST_UNFRAMED: usize = 3;
/// Articles' tellings at most, so that one endless text stays readable.
const MOST_TELLINGS: usize = 2_000;

/// One thing that one article states.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Index of the article.
    pub article: usize,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Its words.
    pub span: Span,
    /// Tokens that say who says it, not what is said.
    pub frame: Vec<TokenRange>,
    /// The attribution it stands in.
    pub attribution: Option<AttributionId>,
    /// The hops, outermost first.
    pub chain: Vec<Hop>,
    /// Stance of the origin.
    pub stance: Stance,
    /// Whether what is said is itself that something is not so: "the report was untrue".
    pub says_untrue: bool,
    /// When it happened, where the piece tells.
    pub when: Option<String>,
    /// Whether it stands in the headline.
    pub headline: bool,
    /// Index of its sentence.
    pub sentence_idx: usize,
}

impl Piece {
    /// The piece as a telling, of which it is so sure.
    pub fn telling(&self, confidence: f32) -> Telling {
        Telling {
            article: self.article,
            span: self.span,
            attribution: self.attribution,
            chain: self.chain.clone(),
            stance: self.stance,
            when: self.when.clone(),
            confidence,
            why: Vec::new(),
        }
    }
}

/// Cuts what an article states, by position.
pub(crate) fn pieces(words: &ClaimWords, article: usize, reading: &Reading) -> Vec<Piece> {
    let annotated = &reading.annotated;
    let contents = contents(reading);
    let mut pieces = Vec::new();
    for (sentence_idx, sentence) in annotated.sentences.iter().enumerate() {
        let section = annotated.paragraphs.get(sentence.paragraph_idx as usize).map(|p| p.section);
        let Some(section) = section.filter(|section| section.is_read()) else { continue };
        let frames = frames(reading, sentence.tokens);
        for tokens in clauses(words, annotated, *sentence, &contents) {
            let Some(tokens) = stated(words, reading, &contents, &frames, tokens) else { continue };
            let headline = section == SectionKind::Headline;
            pieces.push(piece(article, reading, &contents, tokens, sentence_idx, headline));
        }
        if pieces.len() > MOST_TELLINGS {
            break;
        }
    }
    pieces
}

/// Tokens of sources and cues in a sentence, of attributions that have a content.
pub(crate) fn frames(reading: &Reading, sentence: TokenRange) -> Vec<TokenRange> {
    let annotated = &reading.annotated;
    let span = annotated.span(sentence);
    let told = reading.attributions.iter().filter(|attribution| !attribution.content.is_empty());
    let spans = told.flat_map(|attribution| attribution.source.iter().chain(&attribution.cue));
    spans.filter(|frame| frame.overlaps(span)).map(|&frame| annotated.tokens_in(frame)).collect()
}

/// What a clause states without the words at its ends that say who says it; `None` where it says no more than that.
fn stated(
    words: &ClaimWords,
    reading: &Reading,
    contents: &[(Span, usize)],
    frames: &[TokenRange],
    tokens: TokenRange,
) -> Option<TokenRange> {
    let annotated = &reading.annotated;
    let inner = trimmed(words, annotated, tokens, frames);
    if !inner.is_empty() && words.cites.holds(annotated.word(inner.start as usize)) {
        return None;
    }
    let span = annotated.span(inner);
    let framed = |at: usize| frames.iter().any(|frame| frame.holds(at));
    let n_left = inner
        .range()
        .filter(|&at| !framed(at) && annotated.word(at).starts_with(char::is_alphanumeric))
        .count();
    let within = covering(reading, contents, span).is_some();
    let least = if within || !inner.range().any(framed) { 2 } else { LEAST_UNFRAMED };
    (n_left >= least).then_some(inner)
}

/// Spans of content with the index of their attribution, by position.
fn contents(reading: &Reading) -> Vec<(Span, usize)> {
    let attributions = reading.attributions.iter().enumerate();
    let mut spans: Vec<(Span, usize)> =
        attributions.flat_map(|(idx, a)| a.content.iter().map(move |&span| (span, idx))).collect();
    spans.sort_unstable();
    spans
}

fn piece(
    article: usize,
    reading: &Reading,
    contents: &[(Span, usize)],
    tokens: TokenRange,
    sentence_idx: usize,
    headline: bool,
) -> Piece {
    let annotated = &reading.annotated;
    let span = annotated.span(tokens);
    let attribution = covering(reading, contents, span);
    let frame = attribution.map_or_else(Vec::new, |a| frame(annotated, a, tokens));
    Piece {
        article,
        tokens,
        span,
        frame,
        attribution: attribution.map(|a| a.id),
        chain: attribution.map_or_else(Vec::new, |a| a.chain.clone()),
        stance: attribution.map_or(Stance::Asserts, |a| a.stance),
        says_untrue: attribution.is_some_and(says_untrue),
        when: when(reading, annotated, span, sentence_idx),
        headline,
        sentence_idx,
    }
}

/// Whether an attribution denies by what is said, not by the verb of saying.
fn says_untrue(attribution: &Attribution) -> bool {
    let touches = |pieces: &[Span], words: Span| pieces.iter().any(|piece| piece.overlaps(words));
    attribution.stance == Stance::Denies
        && attribution.why.iter().filter(|evidence| evidence.aspect == Aspect::Stance).any(|evidence| {
            touches(&attribution.content, evidence.span) && !touches(&attribution.cue, evidence.span)
        })
}

/// The narrowest attribution whose content holds at least half of the span.
fn covering<'a>(reading: &'a Reading, contents: &[(Span, usize)], span: Span) -> Option<&'a Attribution> {
    let until = contents.partition_point(|(content, _)| content.start() < span.end());
    let mut best: Option<(u32, &Attribution)> = None;
    for &(content, idx) in contents[..until].iter().rev().take(64) {
        let attribution = &reading.attributions[idx];
        let shared: u32 = attribution.content.iter().map(|part| part.shared(span)).sum();
        let length: u32 = attribution.content.iter().map(|part| part.len()).sum();
        if content.overlaps(span)
            && shared * 5 >= span.len() * 2
            && best.is_none_or(|(least, _)| length < least)
        {
            best = Some((length, attribution));
        }
    }
    best.map(|(_, attribution)| attribution)
}

/// The tokens of source and cue inside a piece.
fn frame(annotated: &Annotated, attribution: &Attribution, tokens: TokenRange) -> Vec<TokenRange> {
    let spans = attribution.source.iter().chain(&attribution.cue);
    let ranges = spans.map(|&span| annotated.tokens_in(span));
    let clipped = ranges.map(|range| TokenRange {
        start: range.start.clamp(tokens.start, tokens.end),
        end: range.end.clamp(tokens.start, tokens.end),
    });
    clipped.filter(|range| !range.is_empty()).collect()
}

/// The date that a span tells; where it tells none, the only date of its sentence.
fn when(reading: &Reading, annotated: &Annotated, span: Span, sentence_idx: usize) -> Option<String> {
    let inside = |span: Span| {
        let from = reading.times.partition_point(|time| time.span.end() <= span.start());
        reading.times[from..].iter().take_while(move |time| time.span.start() < span.end())
    };
    let dated = |time: &&TimeMention| {
        matches!(time.kind, TimeKind::Date | TimeKind::Time)
            && time.value.as_deref().is_some_and(|value| value.starts_with(|c: char| c.is_ascii_digit()))
    };
    if let Some(time) = inside(span).find(dated) {
        return time.value.clone();
    }
    let sentence = annotated.span(annotated.sentences.get(sentence_idx)?.tokens);
    let mut of_sentence = inside(sentence).filter(dated);
    let only = of_sentence.next()?;
    of_sentence.next().is_none().then(|| only.value.clone())?
}

/// Cuts a sentence into clauses that each state something.
fn clauses(
    words: &ClaimWords,
    annotated: &Annotated,
    sentence: Sentence,
    contents: &[(Span, usize)],
) -> Vec<TokenRange> {
    let range = sentence.tokens;
    let mut borders = content_borders(annotated, range, contents);
    borders.extend((range.start + 1..range.end).filter(|&at| is_border(words, annotated, range, at)));
    borders.sort_unstable();
    borders.dedup();
    borders.push(range.end);
    let mut pieces: Vec<TokenRange> = Vec::new();
    let mut start = range.start;
    for end in borders {
        let piece = TokenRange { start, end };
        match pieces.last_mut() {
            Some(last) if !states(annotated, piece) || !states(annotated, *last) => last.end = end,
            _ => pieces.push(piece),
        }
        start = end;
    }
    pieces.retain(|piece| n_words(annotated, *piece) >= 2);
    pieces
}

fn content_borders(annotated: &Annotated, range: TokenRange, contents: &[(Span, usize)]) -> Vec<u32> {
    let span = annotated.span(range);
    let until = contents.partition_point(|(content, _)| content.start() < span.end());
    let near = contents[..until].iter().rev().take(64).filter(|(content, _)| content.overlaps(span));
    let tokens = near.map(|&(content, _)| annotated.tokens_in(content));
    tokens
        .flat_map(|tokens| [tokens.start, tokens.end])
        .filter(|at| range.start < *at && *at < range.end)
        .collect()
}

fn n_words(annotated: &Annotated, tokens: TokenRange) -> usize {
    tokens.range().filter(|&at| annotated.word(at).starts_with(char::is_alphanumeric)).count()
}

/// Whether a piece has a verb and enough words to state something.
fn states(annotated: &Annotated, tokens: TokenRange) -> bool {
    n_words(annotated, tokens) >= LEAST_WORDS && tokens.range().any(|at| is_verb(tag(annotated, at)))
}

fn tag(annotated: &Annotated, at: usize) -> Tag {
    annotated.tags.get(at).copied().unwrap_or(Tag::NN)
}

/// Whether a word is a verb in any form, or a modal.
pub(crate) fn is_verb(tag: Tag) -> bool {
    tag.is_verb() || tag == Tag::MD
}

/// Whether a clause begins at a token.
fn is_border(words: &ClaimWords, annotated: &Annotated, range: TokenRange, at: u32) -> bool {
    let at = at as usize;
    let (before, here) = (annotated.word(at - 1), annotated.word(at));
    let next = if at + 1 < range.end as usize { tag(annotated, at + 1) } else { Tag::Stop };
    if matches!(before, ";" | "—" | "–" | "--" | ":") {
        return true;
    }
    let after_comma = before == ",";
    match () {
        // "two days before the crash" is one time, not two clauses.
        () if words.of_duration.holds(before) && words.bounds.holds(here) => false,
        () if words.clause.holds(here) => true,
        () if words.clause_joined.holds(here) => after_comma || next.is_finite(),
        () if words.clause_after_comma.holds(here) => after_comma,
        () => after_comma && matches!(tag(annotated, at), Tag::VBG | Tag::VBN),
    }
}
