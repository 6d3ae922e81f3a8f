//! Whole statements: a piece without the words that say who says it, and the clearest form in which an article gives it.
//!
//! Nothing is written anew: a statement is always a run of the article's own words.

use crate::tellings::{Piece, frames};
use crate::words::ClaimWords;
use whosaid_attribution::Reading;
use whosaid_language::{Annotated, Tag, TokenRange};
use whosaid_text::Span;

/// A run of words that can be read alone, and how well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Statement {
    /// The words.
    pub span: Span,
    /// How well it reads alone, 0 to 1.
    pub clarity: f32,
}

/// The clearest form of a piece: the piece itself, what is said in its sentence, or the whole sentence. Where none of
/// them is new it is the piece as it stands, if it has a verb, else the clearest one all the same.
pub(crate) fn statement(
    words: &ClaimWords,
    reading: &Reading,
    piece: &Piece,
    is_new: impl Fn(Span) -> bool,
) -> Statement {
    let annotated = &reading.annotated;
    let own = trimmed(words, annotated, after_dateline(annotated, piece.tokens), &[]);
    let unclear = Statement { span: annotated.span(own), clarity: 0.05 };
    let clearer = |best: Statement, next: Statement| if next.clarity > best.clarity { next } else { best };
    let forms = forms(words, reading, piece, own);
    let new = forms.iter().copied().filter(|form| form.clarity > unclear.clarity && is_new(form.span));
    let best = new.fold(unclear, clearer);
    let says_little = best == unclear && !own.range().any(|at| tag(annotated, at).is_finite());
    if says_little { forms.into_iter().fold(unclear, clearer) } else { best }
}

/// The forms in which a piece may be given, its own words first.
fn forms(words: &ClaimWords, reading: &Reading, piece: &Piece, own: TokenRange) -> Vec<Statement> {
    let annotated = &reading.annotated;
    let form = |tokens: TokenRange, worth: f32| Statement {
        span: annotated.span(tokens),
        clarity: worth * clarity(words, annotated, tokens),
    };
    let mut forms = vec![form(own, if piece.headline { 0.75 } else { 1.0 })];
    let Some(sentence) = annotated.sentences.get(piece.sentence_idx).map(|sentence| sentence.tokens) else {
        return forms;
    };
    let sentence = after_dateline(annotated, sentence);
    if let Some(attribution) = piece.attribution.and_then(|id| reading.attributions.get(id.idx())) {
        for &content in &attribution.content {
            let tokens = clipped(annotated.tokens_in(content), sentence);
            if tokens.start <= piece.tokens.start && piece.tokens.end <= tokens.end {
                forms.push(form(trimmed(words, annotated, tokens, &[]), 0.8));
            }
        }
    }
    let unframed = trimmed(words, annotated, without_tail(reading, sentence), &frames(reading, sentence));
    forms.extend([form(unframed, 0.7), form(sentence, 0.6)]);
    forms
}

/// A sentence up to where what is said ends, if only the words that say who says it follow.
fn without_tail(reading: &Reading, sentence: TokenRange) -> TokenRange {
    let annotated = &reading.annotated;
    let span = annotated.span(sentence);
    let contents = reading.attributions.iter().flat_map(|attribution| &attribution.content);
    let ends =
        contents.filter(|content| content.overlaps(span)).map(|&content| annotated.tokens_in(content).end);
    match ends.max() {
        Some(end) if end < sentence.end => TokenRange { start: sentence.start, end: end.max(sentence.start) },
        _ => sentence,
    }
}

fn clipped(tokens: TokenRange, within: TokenRange) -> TokenRange {
    let clip = |at: u32| at.clamp(within.start, within.end);
    TokenRange { start: clip(tokens.start), end: clip(tokens.end) }
}

/// How well a run of words reads alone; nothing where it is not a whole clause.
fn clarity(words: &ClaimWords, annotated: &Annotated, tokens: TokenRange) -> f32 {
    if !is_whole(words, annotated, tokens) {
        return 0.0;
    }
    let n_words = tokens.range().filter(|&at| annotated.word(at).starts_with(char::is_alphanumeric)).count();
    let length = match n_words {
        0..5 => 0.5,
        5..8 => 0.85,
        8..30 => 1.0,
        30..45 => 0.7,
        _ => 0.4,
    };
    let first =
        tokens.range().find(|&at| !is_mark(annotated.word(at))).map_or(Tag::Stop, |at| tag(annotated, at));
    let voice = if matches!(first, Tag::PRP | Tag::EX) { 0.5 } else { 1.0 };
    length * voice
}

/// Whether a run of words is a clause that starts with its subject and has a finite verb.
fn is_whole(claim_words: &ClaimWords, annotated: &Annotated, tokens: TokenRange) -> bool {
    let words = || tokens.range().filter(|&at| !is_mark(annotated.word(at)));
    let Some(first) = words().next() else { return false };
    let opens = matches!(
        tag(annotated, first),
        Tag::DT
            | Tag::NN
            | Tag::NNS
            | Tag::NNP
            | Tag::NNPS
            | Tag::PRP
            | Tag::PRPS
            | Tag::CD
            | Tag::EX
            | Tag::JJ
            | Tag::JJR
            | Tag::JJS
            | Tag::PDT
    );
    let joins = claim_words.joins.holds(annotated.word(first));
    let hangs = first > 0 && claim_words.prepositions.holds(annotated.word(first - 1));
    if !opens || joins || hangs {
        return false;
    }
    let mut relative = false;
    for at in words().skip(1) {
        match tag(annotated, at) {
            Tag::WDT | Tag::WP | Tag::WRB => relative = true,
            tag if tag.is_finite() && relative => relative = false,
            tag if tag.is_finite() => return balanced(annotated, tokens),
            _ => {}
        }
    }
    false
}

/// Whether quotation marks and brackets are closed where they are opened.
fn balanced(annotated: &Annotated, tokens: TokenRange) -> bool {
    let count = |of: &[&str]| tokens.range().filter(|&at| of.contains(&annotated.word(at))).count();
    count(&["“"]) == count(&["”"]) && count(&["\""]).is_multiple_of(2) && count(&["("]) == count(&[")"])
}

/// A sentence without the place and agency that stand before its first words: "TARSK (Agency) -".
fn after_dateline(annotated: &Annotated, tokens: TokenRange) -> TokenRange {
    let mut head = tokens.range().take(12);
    let Some(dash) = head.find(|&at| matches!(annotated.word(at), "-" | "—" | "–" | "--")) else {
        return tokens;
    };
    let before = tokens.start as usize..dash;
    let capital = |word: &str| word.len() > 1 && !word.contains(char::is_lowercase);
    let place = before.clone().next().is_some_and(|at| capital(annotated.word(at)));
    let plain = before.clone().any(|at| tag(annotated, at).is_finite());
    if place && !plain { TokenRange { start: dash as u32 + 1, end: tokens.end } } else { tokens }
}

/// A run of words without the marks and joining words at its ends, and without the tokens of `frames` there.
pub(crate) fn trimmed(
    words: &ClaimWords,
    annotated: &Annotated,
    tokens: TokenRange,
    frames: &[TokenRange],
) -> TokenRange {
    let TokenRange { mut start, mut end } = tokens;
    let framed = |at: u32| frames.iter().any(|frame| frame.holds(at as usize));
    loop {
        let before = (start, end);
        while start < end && (framed(start) || is_loose_start(words, annotated.word(start as usize))) {
            start += 1;
        }
        if start > before.0 {
            start = after_hearer(words, annotated, TokenRange { start, end }).start;
        }
        if is_age(annotated, TokenRange { start, end }) {
            start = before.0;
        }
        while start < end && (framed(end - 1) || is_loose_end(words, annotated.word(end as usize - 1))) {
            end -= 1;
        }
        if end > start + 2 && is_cut_off(annotated, end) {
            end -= 2;
        }
        (start, end) = without_lone_quotes(annotated, start, end);
        if (start, end) == before {
            return TokenRange { start, end };
        }
    }
}

/// Whether a run of words begins with the age of someone who is named before it: "47, shared the news".
fn is_age(annotated: &Annotated, tokens: TokenRange) -> bool {
    let number = |at: u32| annotated.word(at as usize).bytes().all(|byte| byte.is_ascii_digit());
    tokens.len() > 2 && number(tokens.start) && annotated.word(tokens.start as usize + 1) == ","
}

/// What follows "told the newspaper that", where a run of words begins with the one who was told.
fn after_hearer(words: &ClaimWords, annotated: &Annotated, tokens: TokenRange) -> TokenRange {
    let told = |at: u32| words.told.holds(annotated.word(at as usize));
    if tokens.start == 0 || !told(tokens.start - 1) {
        return tokens;
    }
    let that = tokens.range().take(6).find(|&at| annotated.word(at) == "that");
    that.map_or(tokens, |at| TokenRange { start: at as u32 + 1, end: tokens.end })
}

/// Takes off a quotation mark at an end that has no partner inside, or a pair that holds all the rest.
fn without_lone_quotes(annotated: &Annotated, start: u32, end: u32) -> (u32, u32) {
    if end <= start + 1 {
        return (start, end);
    }
    let (first, last) = (annotated.word(start as usize), annotated.word(end as usize - 1));
    let inside = || (start as usize + 1..end as usize - 1).map(|at| annotated.word(at));
    let is_quote = |word: &str| matches!(word, "“" | "”" | "\"" | "‘" | "``" | "''");
    let lone = !inside().any(is_quote);
    match (is_quote(first), is_quote(last)) {
        (true, true) if lone => (start + 1, end - 1),
        (true, false) if lone => (start + 1, end),
        (false, true) if lone => (start, end - 1),
        _ => (start, end),
    }
}

/// Whether one small word after a comma is all that is left of what went on: "on his special day, in".
fn is_cut_off(annotated: &Annotated, end: u32) -> bool {
    let last = end as usize - 1;
    annotated.word(last - 1) == "," && matches!(tag(annotated, last), Tag::IN | Tag::TO | Tag::DT | Tag::CC)
}

fn is_loose_start(words: &ClaimWords, word: &str) -> bool {
    matches!(word, "," | ";" | ":" | "." | ")" | "-" | "–" | "—" | "--" | "…" | "...")
        || words.loose_start.holds(word)
}

fn is_loose_end(words: &ClaimWords, word: &str) -> bool {
    matches!(word, "," | ";" | ":" | "(" | "-" | "–" | "—" | "--") || words.loose_end.holds(word)
}

fn is_mark(word: &str) -> bool {
    !word.contains(char::is_alphanumeric)
}

fn tag(annotated: &Annotated, at: usize) -> Tag {
    annotated.tags.get(at).copied().unwrap_or(Tag::NN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ClaimRules;
    use crate::tests::reading;
    use whosaid_language::Lexicon;

    #[test]
    fn a_name_is_not_parted_from_its_age() {
        let (lexicon, words) = (Lexicon::english(), ClaimRules::english().words_of_claims);
        let check = |sentence: &str, expected: &str| {
            let annotated = reading(&lexicon, "a.example", "", sentence).annotated;
            let all = TokenRange { start: 0, end: annotated.tokens.len() as u32 };
            let name = TokenRange { start: 0, end: 2 };
            let left = trimmed(&words, &annotated, all, &[name]);
            assert_eq!(annotated.words(left), expected);
        };
        check("Ann Pike, 47, shared the news.", "Ann Pike, 47, shared the news.");
        check("Ann Pike, the baker, shared the news.", "the baker, shared the news.");
    }
}
