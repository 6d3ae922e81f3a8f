//! A saying inside another's content came through that other: its chain goes in front.
//!
//! "**The Gazette reported** that the mayor denied it": Gazette, then the mayor.

use crate::meaning::Context;
use crate::outline::{Outline, OutlineHop};
use crate::{Aspect, SourceKind};

/// Containers inside containers are followed this far.
const DEEPEST: usize = 4;

/// Puts the chains of all containing attributions in front, outermost first.
pub(crate) fn link(context: &Context<'_>, outlines: &mut [Outline]) {
    let containers: Vec<Option<usize>> =
        (0..outlines.len()).map(|inner| container(outlines, inner)).collect();
    let own: Vec<Vec<OutlineHop>> = outlines.iter().map(|outline| outline.hops.clone()).collect();
    for (inner, outline) in outlines.iter_mut().enumerate() {
        let Some(outer) =
            containers[inner].filter(|_| !outline.own_voice && !is_first_credit(context, outline))
        else {
            continue;
        };
        let mut prefix: Vec<OutlineHop> = Vec::new();
        let outward = std::iter::successors(Some(outer), |&idx| containers[idx]).take(DEEPEST);
        outward.for_each(|idx| drop(prefix.splice(0..0, own[idx].iter().cloned())));
        prefix.retain(|hop| !own[inner].iter().any(|own| is_same(own, hop)));
        if let Some(hop) = prefix.last() {
            outline.because(context, Aspect::Chain, "chain/nested", hop.words);
            outline.hops.splice(0..0, prefix);
        }
    }
}

/// "the talks, first reported by the Gazette" inside another's words: the credit is the writer's own.
fn is_first_credit(context: &Context<'_>, outline: &Outline) -> bool {
    outline.hops.last().is_some_and(|hop| hop.kind == SourceKind::Outlet)
        && crate::first_report::credit(context, &outline.cue, &outline.content).is_some()
}

fn is_same(a: &OutlineHop, b: &OutlineHop) -> bool {
    a.words == b.words
}

/// The attribution with the shortest content that holds the source and cue of `inner`.
fn container(outlines: &[Outline], inner: usize) -> Option<usize> {
    let marks = || outlines[inner].source.iter().chain(&outlines[inner].cue);
    marks().next()?;
    let holds = |idx: &usize| {
        *idx != inner
            && marks().all(|piece| outlines[*idx].content_holds(piece.start))
            && !outlines[*idx].cue.iter().any(|cue| outlines[inner].content_holds(cue.start))
    };
    let size = |idx: &usize| outlines[*idx].content.iter().map(|piece| piece.len()).sum::<usize>();
    let near = inner.saturating_sub(24)..(inner + 24).min(outlines.len());
    near.filter(holds).min_by_key(size)
}
