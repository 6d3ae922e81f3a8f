//! Whom the source cites is the hop after it.
//!
//! "Reuters said, **citing officials**, that …" "according to the Gazette, which **cited two people** familiar …"

use crate::meaning::Context;
use crate::outline::{Outline, OutlineHop};
use crate::{Aspect, SourceKind, kind, speaker};
use whosaid_language::TokenRange;

/// Puts the cited one at the end of the chain, and drops an attribution that is nothing but the citing.
pub(crate) fn link(context: &Context<'_>, outlines: &mut [Outline]) {
    let mut cited_at = Vec::new();
    for outline in outlines.iter_mut() {
        let credits = outline
            .hops
            .last()
            .is_some_and(|hop| !matches!(hop.kind, SourceKind::Unspecified) && !is_citing(context, outline));
        let Some((verb, words)) = credits.then(|| cited(context, outline)).flatten() else { continue };
        let Some(verdict) = kind::of(context, words).filter(is_teller) else { continue };
        cited_at.push(verb);
        let entity = context.entity_in(words);
        outline.hops.push(OutlineHop { kind: verdict.kind, words, entity, resolved: None });
        outline.because(context, Aspect::Chain, "chain/citing", TokenRange { start: verb, end: words.end });
    }
    for outline in outlines.iter_mut() {
        outline.merged |= outline.cue.first().is_some_and(|cue| cited_at.contains(&cue.start));
    }
}

fn is_teller(verdict: &kind::Verdict) -> bool {
    (verdict.sure || verdict.rule == "kind/shape-of-name") && verdict.kind != SourceKind::Unspecified
}

fn is_citing(context: &Context<'_>, outline: &Outline) -> bool {
    outline.cue.first().is_some_and(|cue| context.grammar().cited.has(context.hash(cue.start)))
}

/// The verb of citing and its object, near the source or cue and outside the content.
fn cited(context: &Context<'_>, outline: &Outline) -> Option<(u32, TokenRange)> {
    let sentence = context.sentence(outline.place());
    let near = outline.source.iter().chain(&outline.cue).map(|piece| (piece.start, piece.end));
    let (first, last) =
        near.fold((u32::MAX, 0), |(first, last), (start, end)| (first.min(start), last.max(end)));
    let window = TokenRange { start: first.max(sentence.start), end: sentence.end };
    let verb = (window.start..window.end)
        .find(|&at| context.grammar().cited.has(context.hash(at)) && !outline.content_holds(at))?;
    let adjacent =
        verb <= last + 6 || outline.content.iter().any(|piece| piece.end <= verb && verb <= piece.end + 3);
    if !adjacent {
        return None;
    }
    let words = object(context, verb + 1, window.end);
    (!words.is_empty()).then_some((verb, words))
}

/// The noun phrase after the verb: up to a comma, a verb of saying, or the end.
fn object(context: &Context<'_>, start: u32, until: u32) -> TokenRange {
    let stop = |at: u32| {
        matches!(
            context.word(at),
            "," | "." | ";" | ":" | "(" | "\"" | "“" | "reported" | "said" | "as" | "reports" | "—" | "–"
        )
    };
    let end = (start..until).find(|&at| stop(at)).unwrap_or(until);
    speaker::trimmed(context, TokenRange { start, end })
}
