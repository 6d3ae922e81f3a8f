//! Denials beside what they deny: a source that denies, or says that it is not so, against assertions of the same.
//!
//! The two must share what is said of the matter, its verb or, where that is a light one, its noun: "denied that the
//! crew were exchanged for prisoners" against "freed in exchange for four prisoners". Names and numbers alone, which
//! half of a story shares, tie nothing.

use super::{Found, Pair, Told};
use crate::ConflictKind;
use crate::alike::WORDS;
use crate::tellings::is_verb;
use crate::terms::Word;
use whosaid_attribution::{SourceKind, Stance};
use whosaid_language::TokenRange;
use whosaid_text::RuleId;

/// Likeness in words of a denial and what it denies.
const ALIKE: f32 = 0.06;
/// Probability that a denial and an assertion tell one claim, the "no" aside.
const LIKELY: f32 = 0.24;
/// The same where what is denied is told of someone: reports are denied more often than what an outlet saw.
const LIKELY_REPORT: f32 = 0.15;
/// The same where nobody is said to deny, but someone says that it is not so.
const LIKELY_PLAIN_NO: f32 = 0.55;
/// How much a word must say to carry what is denied.
const LEAST_WEIGHT: f32 = 2.0;
/// The same for a noun, as a share of what the most telling word says.
const LEAST_SHARE: f32 = 0.4;
/// Content words that both share at least.
const LEAST_SHARED: usize = 2;
/// Tokens between a "no" and what it is said of.
const REACH: usize = 8;

/// A denial of what the other telling asserts.
pub(super) fn denial(told: &Told, pair: &Pair) -> Option<Found> {
    let (denied, denier, least) = sides(told, pair)?;
    let alike = pair.figures[WORDS];
    if alike < ALIKE
        || pair.likely < least
        || told.one_voice(denied, denier)
        || !told.one_time(denied, denier)
    {
        return None;
    }
    let shared = shared(&told.terms[denied].words, &told.terms[denier].words);
    let carried = shared.iter().any(|word| carries(told, denier, word));
    if shared.len() < least_shared(told, denier) || !carried {
        return None;
    }
    let who = who(told, denier);
    Some(Found {
        kind: ConflictKind::Denial,
        a: denied,
        b: denier,
        sure: pair.likely,
        about: format!("denied by {who}"),
        rule: RuleId::new("conflict/denial"),
    })
}

/// Who denies, in words.
fn who<'a>(told: &'a Told, denier: usize) -> &'a str {
    let text = &told.readings[told.pieces[denier].article].annotated.article.text;
    match told.pieces[denier].chain.last() {
        Some(hop) if hop.kind == SourceKind::Unspecified => "reports that name nobody",
        Some(hop) => hop.name(text),
        None => "the outlet",
    }
}

/// What is denied, who denies it, and how alike they must be; `None` where neither denies what the other asserts.
fn sides(told: &Told, pair: &Pair) -> Option<(usize, usize, f32)> {
    let (a, b) = (pair.a, pair.b);
    let asserts = |at: usize| asserts(told, at);
    let denies = |at: usize| denies(told, at);
    let says_no = |at: usize| says_no(told, at);
    let least = |denied: usize| if told.pieces[denied].chain.is_empty() { LIKELY } else { LIKELY_REPORT };
    match () {
        () if denies(a) && asserts(b) => Some((b, a, least(b))),
        () if asserts(a) && denies(b) => Some((a, b, least(a))),
        () if says_no(a) && asserts(b) => Some((b, a, LIKELY_PLAIN_NO)),
        () if asserts(a) && says_no(b) => Some((a, b, LIKELY_PLAIN_NO)),
        () => None,
    }
}

/// Whether a telling says plainly that something is so.
pub(super) fn asserts(told: &Told, at: usize) -> bool {
    told.pieces[at].stance == Stance::Asserts && !told.terms[at].negative && !is_open(told, at)
}

/// Whether someone is said to deny it.
pub(super) fn denies(told: &Told, at: usize) -> bool {
    told.pieces[at].stance == Stance::Denies
}

/// Whether someone says that it is not so.
pub(super) fn says_no(told: &Told, at: usize) -> bool {
    let piece = &told.pieces[at];
    let said = piece.stance == Stance::Asserts && !piece.chain.is_empty();
    let annotated = &told.readings[piece.article].annotated;
    let words = &told.rules.words_of_claims;
    let may_be = || {
        words.may_be.stands_in(annotated, piece.tokens) || words.to_come.stands_in(annotated, piece.tokens)
    };
    said && told.terms[at].negative && !may_be() && !is_open(told, at)
}

/// Whether a telling leaves open what it tells: "whether it was a swap", "Was it a swap?".
fn is_open(told: &Told, at: usize) -> bool {
    let piece = &told.pieces[at];
    let annotated = &told.readings[piece.article].annotated;
    let asks = piece.tokens.end.checked_sub(1).is_some_and(|last| annotated.word(last as usize) == "?");
    asks || told.rules.words_of_claims.open.stands_in(annotated, piece.tokens)
}

/// Content words that a denial must share: all of a short one ("this is not a swap").
fn least_shared(told: &Told, denier: usize) -> usize {
    let words = &told.terms[denier].words;
    words.iter().filter(|word| word.weight >= LEAST_WEIGHT).count().clamp(1, LEAST_SHARED)
}

/// Content words that both sides have.
fn shared<'a>(a: &'a [Word], b: &[Word]) -> Vec<&'a Word> {
    a.iter().filter(|word| b.binary_search_by_key(&word.key, |other| other.key).is_ok()).collect()
}

/// Whether a word that both share carries what is denied: its verb, or its noun where it has none that says anything,
/// if few of its words tell more.
fn carries(told: &Told, denier: usize, shared: &Word) -> bool {
    let words = &told.terms[denier].words;
    let light = &told.rules.words_of_claims.joining_verbs;
    let has_verb = words.iter().any(|word| word.is_verb && !light.holds_key(word.key));
    let most = words.iter().map(|word| word.info).fold(0.0, f32::max);
    let Ok(at) = words.binary_search_by_key(&shared.key, |word| word.key) else { return false };
    let own = &words[at];
    let tells = if has_verb { own.is_verb } else { own.is_noun && own.info >= LEAST_SHARE * most };
    tells && own.weight >= LEAST_WEIGHT && is_denied(told, denier, own.key)
}

/// Whether what is said not to be so holds a word: all of it where a source denies, else what follows a "no".
fn is_denied(told: &Told, denier: usize, key: u32) -> bool {
    let piece = &told.pieces[denier];
    let annotated = &told.readings[piece.article].annotated;
    let named = |at: usize| annotated.mentions.iter().any(|mention| mention.tokens.holds(at));
    let at =
        piece.tokens.range().find(|&at| whosaid_story::stem_key(annotated.word(at)) == key && !named(at));
    let Some(at) = at else { return false };
    let before =
        TokenRange { start: piece.tokens.start.max(at.saturating_sub(REACH) as u32), end: at as u32 };
    if piece.stance == Stance::Denies {
        return true;
    }
    let Some(no) = before.range().rev().find(|&at| told.rules.is_negation(annotated.word(at))) else {
        return false;
    };
    // "They want a lock, not a key" puts one beside the other and denies neither.
    if no > 0 && annotated.word(no - 1) == "," {
        return false;
    }
    let is_heavy = |at: &usize| {
        let word = annotated.word(*at);
        !told.rules.words.is_function_word(word)
            && told.rules.words.weight(whosaid_story::stem_key(word)) >= LEAST_WEIGHT
    };
    let verb = |at: &usize| annotated.tags.get(*at).is_some_and(|&tag| is_verb(tag));
    !(no + 1..at).filter(verb).any(|at| is_heavy(&at))
}
