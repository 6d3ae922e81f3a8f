//! Whom the source cites is the hop after it.
//!
//! "Reuters said, **citing officials**, that …" "according to the Gazette, which **cited two people** familiar …"

use super::cited_source::{cited, is_citing};
use crate::meaning::Context;
use crate::outline::{Outline, OutlineHop};
use crate::{Aspect, SourceKind, kind};
use whosaid_language::TokenRange;

/// How many tokens after source and cue the verb of citing can stand.
const AFTER: u32 = 6;

/// How many tokens from the source on the verb of citing is looked for.
const WINDOW: usize = 150;

/// Puts the cited one at the end of the chain, and drops an attribution that is nothing but the citing.
pub(crate) fn link(context: &Context<'_>, outlines: &mut [Outline]) {
    let mut cited_at = Vec::new();
    for outline in outlines.iter_mut() {
        if outline.hops.last().is_none_or(|hop| hop.kind == SourceKind::Unspecified) {
            continue;
        }
        let Some(words) = outline.cited.or_else(|| cited_nearby(context, outline)) else { continue };
        let Some(verdict) = kind::of(context, words) else { continue };
        cited_at.push(words.start - 1);
        let entity = context.entity_in(words);
        outline.hops.push(OutlineHop { kind: verdict.kind, words, entity, resolved: None });
        outline.because(context, Aspect::Chain, "chain/citing", words);
    }
    for outline in outlines.iter_mut() {
        let alone = outline.cue.first().is_some_and(|cue| cited_at.contains(&cue.start));
        outline.merged |= alone && outline.cited.is_none();
    }
}

/// Someone cited right after the source, cue or content.
fn cited_nearby(context: &Context<'_>, outline: &Outline) -> Option<TokenRange> {
    if outline.cue.first().is_some_and(|cue| is_citing(context, cue.start)) {
        return None;
    }
    let sentence = context.sentence(outline.place());
    let near = || outline.source.iter().chain(&outline.cue);
    let first = near().map(|piece| piece.start).min()?.max(sentence.start);
    let last = near().map(|piece| piece.end).max()?;
    let verb = (first..sentence.end)
        .take(WINDOW)
        .find(|&at| is_citing(context, at) && !outline.content_holds(at))?;
    let adjacent = verb <= last + AFTER
        || outline.content.iter().any(|piece| piece.end <= verb && verb <= piece.end + 3);
    adjacent.then(|| cited(context, verb)).flatten()
}
