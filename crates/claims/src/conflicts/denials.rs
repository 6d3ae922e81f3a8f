//! Denials beside what they deny: a source that denies, or says that it is not so, against assertions of the same.
//!
//! The two must share what is said of the matter, its verb or, where that is a light one, its noun: "denied that the
//! crew were exchanged for prisoners" against "freed in exchange for four prisoners". Names and numbers alone, which
//! half of a story shares, tie nothing.

use super::{Found, Pair, Told};
use crate::ConflictKind;
use crate::alike::{OTHER_NUMBER, WORDS};
use crate::tellings::is_verb;
use crate::terms::Word;
use whosaid_attribution::{Form, SourceKind, Stance};
use whosaid_language::{Annotated, Tag};
use whosaid_story::stem_key;
use whosaid_text::RuleId;

/// Likeness in words of a denial and what it denies.
const ALIKE: f32 = 0.06;
/// Probability that a denial and an assertion tell one claim, the "no" aside.
const LIKELY: f32 = 0.24;
/// The same where what is denied is told of someone: reports are denied more often than what an outlet saw.
const LIKELY_REPORT: f32 = 0.15;
/// The same where nobody is said to deny, but someone says that it is not so.
const LIKELY_PLAIN_NO: f32 = 0.55;
/// What it adds to how sure it is that someone is said to deny it.
const SAID_TO_DENY: f32 = 0.5;
/// How much a word must say to carry what is denied.
const LEAST_WEIGHT: f32 = 2.0;
/// The same for a noun, as a share of what the most telling word says.
const LEAST_SHARE: f32 = 0.4;
/// Content words that both share at least.
const LEAST_SHARED: usize = 2;
/// Tokens between a "no" and what it is said of.
const REACH: usize = 8;
/// Days after a denial in which what comes out can still be what it denies; later it is told of something new.
const STILL_DENIED: i32 = 14;

/// A denial of what the other telling asserts.
pub(super) fn denial(told: &Told, pair: &Pair) -> Option<Found> {
    let (denied, denier, least) = sides(told, pair)?;
    let alike = pair.figures[WORDS];
    if alike < ALIKE
        || pair.likely < least
        || told.one_voice(denied, denier)
        || !told.one_time(denied, denier)
        || !told.terms[denied].in_one_scene(&told.terms[denier])
        || !told.of_one_subject(denied, denier)
        || is_told_later(told, denied, denier)
    {
        return None;
    }
    let shared = told.terms[denier].shared_words(&told.terms[denied]);
    let is_carried = if is_clause(told, denier) {
        shared.len() >= least_shared(told, denier) && is_carried(told, denier, &shared)
    } else {
        says_what_is_denied(told, denied, denier)
    };
    if !is_carried {
        return None;
    }
    Some(Found {
        kind: ConflictKind::Denial,
        a: denied,
        b: denier,
        sure: pair.likely + if denies(told, denier) { SAID_TO_DENY } else { 0.0 },
        about: format!("denied by {}", who(told, denier)),
        rule: RuleId::new("conflict/denial"),
    })
}

/// Whether a telling came out long after a denial.
fn is_told_later(told: &Told, denied: usize, denier: usize) -> bool {
    let day = |at: usize| told.moment(at).map(|moment| moment.day.ordinal());
    matches!((day(denied), day(denier)), (Some(told), Some(denied)) if told > denied + STILL_DENIED)
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

/// Whether a plain "no" can be said of the same as an assertion: told at about the same time, of no other number.
fn may_be_of_one(told: &Told, pair: &Pair) -> bool {
    told.days_between(pair.a, pair.b).is_none_or(|days| days <= STILL_DENIED)
        && pair.figures[OTHER_NUMBER] == 0.0
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
        () if says_no(a) && asserts(b) && may_be_of_one(told, pair) => Some((b, a, LIKELY_PLAIN_NO)),
        () if asserts(a) && says_no(b) && may_be_of_one(told, pair) => Some((a, b, LIKELY_PLAIN_NO)),
        () => None,
    }
}

/// Whether a telling is a clause: it has a finite verb, or begins with another one ("denied [having left]").
fn is_clause(told: &Told, at: usize) -> bool {
    let piece = &told.pieces[at];
    let tags = told.readings[piece.article].annotated.tags.get(piece.tokens.range()).unwrap_or(&[]);
    let begins_with_verb = matches!(tags, [Tag::TO | Tag::VB | Tag::VBG, ..]);
    begins_with_verb || tags.iter().any(|tag| tag.is_finite())
}

/// Whether a telling rests on whom the denial of a bare noun names: "denied [Pike's allegations]".
fn says_what_is_denied(told: &Told, denied: usize, denier: usize) -> bool {
    let speaker = told.terms[denied].speaker;
    speaker.is_some_and(|speaker| told.terms[denier].names.binary_search(&speaker).is_ok())
}

/// Whether a telling says plainly, in a clause of its own, that something is so.
pub(super) fn asserts(told: &Told, at: usize) -> bool {
    told.pieces[at].stance == Stance::Asserts
        && is_clause(told, at)
        && !told.terms[at].negative
        && !is_open(told, at)
        && !stands_behind_no(told, at)
}

/// Whether what a telling says hangs on a "no" before it: "none of them accused [him of theft]".
fn stands_behind_no(told: &Told, at: usize) -> bool {
    let piece = &told.pieces[at];
    let annotated = &told.readings[piece.article].annotated;
    let start = annotated.sentences.get(piece.sentence_idx).map_or(piece.tokens.start, |it| it.tokens.start);
    (start..piece.tokens.start).any(|at| told.rules.is_negation(annotated.word(at as usize)))
}

/// Whether someone is said to deny it.
pub(super) fn denies(told: &Told, at: usize) -> bool {
    let piece = &told.pieces[at];
    let by_someone = piece.chain.last().is_none_or(|hop| hop.kind != SourceKind::Unspecified);
    piece.stance == Stance::Denies && by_someone && !is_own_answer(told, at)
}

/// Whether a telling is what someone put against what is denied, in words of his own: "she pushed back: [We were there]".
fn is_own_answer(told: &Told, at: usize) -> bool {
    let piece = &told.pieces[at];
    let attributions = &told.readings[piece.article].attributions;
    let attribution = piece.attribution.and_then(|id| attributions.get(id.idx()));
    let is_quoted = attribution.is_some_and(|attribution| attribution.form == Form::Direct);
    is_quoted && !told.terms[at].negative && !piece.says_untrue
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

/// Whether a telling leaves open what it tells, or tells it of some only: "whether it was a swap", "Was it a swap?",
/// "who were not there".
fn is_open(told: &Told, at: usize) -> bool {
    let piece = &told.pieces[at];
    let annotated = &told.readings[piece.article].annotated;
    let asks = piece.tokens.end.checked_sub(1).is_some_and(|last| annotated.word(last as usize) == "?");
    let words = &told.rules.words_of_claims;
    let start = piece.tokens.start as usize;
    asks || words.open.stands_in(annotated, piece.tokens)
        || words.restricting.stands_at(annotated, start, piece.tokens.end as usize)
}

/// Content words that a denial must share: all of a short one ("this is not a swap").
fn least_shared(told: &Told, denier: usize) -> usize {
    let words = &told.terms[denier].words;
    words.iter().filter(|word| word.weight >= LEAST_WEIGHT).count().clamp(1, LEAST_SHARED)
}

/// Whether words that a denial shares carry what is denied: its first verb, or its noun where it has no verb that says
/// anything, if few of its words tell more. Of a sentence ("had gone on strike") that is a noun of what it says of its
/// subject, where there is one.
fn is_carried(told: &Told, denier: usize, shared: &[&Word]) -> bool {
    let words = &told.terms[denier].words;
    let light = &told.rules.words_of_claims.joining_verbs;
    let verbs = words.iter().filter(|word| word.is_verb && !light.holds_key(word.key));
    if let Some(first) = verbs.min_by_key(|word| word.at) {
        return shared.iter().any(|word| word.key == first.key)
            && first.weight >= LEAST_WEIGHT
            && denied_at(told, denier, first.key).is_some();
    }
    let most = words.iter().map(|word| word.info).fold(0.0, f32::max);
    let carries = |word: &&Word| word.is_noun && word.weight >= LEAST_WEIGHT;
    let place = |word: &Word| denied_at(told, denier, word.key);
    let piece = &told.pieces[denier];
    let tags = &told.readings[piece.article].annotated.tags;
    let verb = piece.tokens.range().find(|&at| tags.get(at).is_some_and(|&tag| is_verb(tag))).unwrap_or(0);
    let said_of_it = words.iter().filter(carries).any(|word| place(word).is_some_and(|at| at > verb));
    let mut shared = shared.iter().copied().filter(carries).filter(|word| word.info >= LEAST_SHARE * most);
    shared.any(|word| place(word).is_some_and(|at| !said_of_it || at > verb))
}

/// Where a word stands that is no name, in what is said not to be so: anywhere where a source denies, else behind a
/// "no".
fn denied_at(told: &Told, denier: usize, key: u32) -> Option<usize> {
    let piece = &told.pieces[denier];
    let annotated = &told.readings[piece.article].annotated;
    let named = |at: usize| annotated.mentions.iter().any(|mention| mention.tokens.holds(at));
    let at = piece.tokens.range().find(|&at| stem_key(annotated.word(at)) == key && !named(at))?;
    let denied =
        piece.stance == Stance::Denies || follows_no(told, annotated, piece.tokens.start as usize, at);
    denied.then_some(at)
}

/// Whether a "no" before a word falls on it: near, beside no other thing, and on no other verb in between.
fn follows_no(told: &Told, annotated: &Annotated, start: usize, at: usize) -> bool {
    let mut before = start.max(at.saturating_sub(REACH))..at;
    let Some(no) = before.rfind(|&at| told.rules.is_negation(annotated.word(at))) else { return false };
    // "They want a lock, not a key" puts one beside the other and denies neither.
    if no > 0 && annotated.word(no - 1) == "," {
        return false;
    }
    let is_telling_verb = |at: usize| {
        let word = annotated.word(at);
        annotated.tags.get(at).is_some_and(|&tag| is_verb(tag))
            && !told.rules.words.is_function_word(word)
            && told.rules.words.weight(stem_key(word)) >= LEAST_WEIGHT
    };
    !(no + 1..at).any(is_telling_verb)
}
