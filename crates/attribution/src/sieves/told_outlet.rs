//! An outlet that the source spoke to is the hop before it.
//!
//! "A source **told The Sun** that the tour is off." "In an interview **with the BBC**, she said …" "In **a Gazette
//! report**, he said …"

use crate::meaning::Context;
use crate::outline::Outline;
use crate::{Aspect, SourceKind};
use whosaid_language::TokenRange;

/// How many tokens after a cue the outlet can begin.
const AFTER: u32 = 9;
/// How many tokens before a source the words "in an interview with" can begin.
const BEFORE: u32 = 14;

/// Puts the outlet before the last hop.
pub(crate) fn link(context: &Context<'_>, outlines: &mut [Outline]) {
    for outline in outlines {
        let Some(origin) = outline.hops.last() else { continue };
        if matches!(origin.kind, SourceKind::Outlet | SourceKind::Unspecified | SourceKind::Document) {
            continue;
        }
        let Some(words) = listener(context, outline).filter(|&words| !context.is_own_outlet(words)) else {
            continue;
        };
        let at = outline.hops.len() - 1;
        outline.hops.insert(at, context.outlet_hop(words));
        outline.because(context, Aspect::Chain, "chain/told-outlet", words);
    }
}

fn listener(context: &Context<'_>, outline: &Outline) -> Option<TokenRange> {
    after_cue(context, outline)
        .or_else(|| inside_source(context, outline))
        .or_else(|| before_source(context, outline))
        .or_else(|| beside_insider(context, outline))
}

/// "a Herald source", "the Springfield Gazette's insider".
fn beside_insider(context: &Context<'_>, outline: &Outline) -> Option<TokenRange> {
    let piece = *outline.source.first()?;
    let insider = (piece.start + 1..piece.end.min(piece.start + AFTER))
        .find(|&at| context.grammar().insiders.has(context.hash(at)))?;
    let end = insider - u32::from(context.is_possessive_ending(insider - 1));
    let articled = context.grammar().articles.has(context.hash(piece.start));
    let start = piece.start + u32::from(articled);
    let named = context.is_capital(start) && start < end;
    let outlet = context.outlet_from(start, end).filter(|words| named && words.end == end)?;
    Some(outlet)
}

/// "told The Sun", "said in a statement to the BBC", "confirmed to Fox News".
fn after_cue(context: &Context<'_>, outline: &Outline) -> Option<TokenRange> {
    let cue = *outline.cue.first()?;
    let sentence = context.sentence(cue.start);
    let told = cue.range().any(|at| context.grammar().told.has(context.hash(at as u32)));
    // "wrote Ann Pike, the builder, in an email to the BBC": the source follows the cue.
    let follows = |piece: &&TokenRange| piece.start >= cue.end && piece.start <= cue.end + 1;
    let source_end = outline.source.iter().find(follows).map_or(cue.end, |piece| piece.end);
    let mut at = cue.start + 1;
    let until = sentence.end.min(source_end + AFTER);
    while at < until {
        if (cue.end..source_end).contains(&at)
            || at == source_end && source_end > cue.end && context.word(at) == ","
        {
            at += 1;
            continue;
        }
        let in_cue = at < cue.end;
        let taken = outline.content_holds(at) || outline.source_holds(at);
        let beside = at == cue.end && !outline.source_holds(at) && (is_to(context, at - 1) || told);
        if !in_cue && !beside && (taken || context.grammar().cutters.has(context.hash(at))) {
            return None;
        }
        let direct = told && at <= cue.end && context.grammar().told.has(context.hash(at - 1));
        if (direct || is_to(context, at - 1))
            && let Some(words) = context.outlet_from(at, sentence.end)
        {
            return Some(words);
        }
        at += 1;
    }
    None
}

/// "officials who spoke to the AP".
fn inside_source(context: &Context<'_>, outline: &Outline) -> Option<TokenRange> {
    let piece = *outline.source.first()?;
    let sentence = context.sentence(piece.start);
    let reach = TokenRange { start: piece.start + 1, end: sentence.end.min(piece.end + AFTER) };
    let mut relative = false;
    for at in reach.start..reach.end {
        let (before, hash) = (context.word(at - 1), context.hash(at));
        if at >= piece.end
            && (outline.content_holds(at) || matches!(context.word(at), "." | ";" | "\"" | "”"))
        {
            return None;
        }
        relative |= context.grammar().relatives.has(hash)
            || context.is_small_in(&context.grammar().speaking, at)
            || (at >= piece.end && context.grammar().spoken.has(hash));
        let told = context.grammar().told.has(context.hash(at - 1));
        let via = before.eq_ignore_ascii_case("via");
        if (via || relative && (told || matches!(before, "to" | "with" | "by")))
            && let Some(words) = context.outlet_from(at, sentence.end)
        {
            return Some(words);
        }
    }
    None
}

/// "In an interview with the BBC, she said", "Speaking to Sky News, he said".
fn before_source(context: &Context<'_>, outline: &Outline) -> Option<TokenRange> {
    let place = outline.source.first().or(outline.cue.first())?.start;
    let sentence = context.sentence(place);
    let from = sentence.start.max(place.saturating_sub(BEFORE));
    let mut armed = false;
    for at in from..place {
        if outline.content_holds(at) {
            armed = false;
            continue;
        }
        armed |= context.grammar().spoken.has(context.hash(at));
        if let Some(words) = work_of_outlet(context, at, place) {
            return Some(words);
        }
        if armed
            && at > from
            && is_to(context, at - 1)
            && let Some(words) = context.outlet_from(at, place)
        {
            return Some(words);
        }
    }
    None
}

/// "In a Gazette report": the outlet.
fn work_of_outlet(context: &Context<'_>, at: u32, place: u32) -> Option<TokenRange> {
    let articled = u32::from(context.grammar().articles.has(context.hash(at + 1)));
    let inside = matches!(context.word(at), "In" | "in");
    let words = inside.then(|| context.outlet_from(at + 1 + articled, place)).flatten()?;
    let owned = u32::from(context.is_possessive_ending(words.end));
    let next = context.hash(words.end + owned);
    let work = context.grammar().works.has(next) || context.word(words.end + owned) == "interview";
    work.then_some(words)
}

fn is_to(context: &Context<'_>, at: u32) -> bool {
    context.is_small_in(&context.grammar().before_told_outlets, at)
}
