//! An unnamed source keeps the outlet it told, also where the outlet is not named again.
//!
//! "A source told The Sun … **The insider added** …": The Sun stays the hop before.

use crate::meaning::Context;
use crate::outline::{Outline, OutlineHop};
use crate::words::lower_hash;
use crate::{Aspect, SourceKind};

/// How far, in paragraphs, the outlet carries from one mention of the source to the next.
const REACH: usize = 4;

/// Gives the outlet of the last unnamed source to "the source", "he" and to what is left unsaid.
pub(crate) fn link(context: &Context<'_>, outlines: &mut [Outline]) {
    let mut last: Option<(usize, OutlineHop, bool)> = None;
    for outline in outlines.iter_mut() {
        let Some(SourceKind::Unnamed { plural, .. }) = outline.hops.last().map(|hop| hop.kind) else {
            continue;
        };
        let paragraph = context.paragraph_idx(outline.place());
        if let Some(outlet) = outline.hops.iter().rev().nth(1).filter(|hop| hop.kind == SourceKind::Outlet) {
            last = Some((paragraph, outlet.clone(), plural));
            continue;
        }
        let again = outline.hops.len() == 1 && goes_on(context, &outline.hops[0]);
        match &last {
            Some((place, outlet, number)) if again && paragraph - place <= REACH && *number == plural => {
                let outlet = outlet.clone();
                outline.because(context, Aspect::Chain, "chain/same-unnamed-source", outlet.words);
                outline.hops.insert(0, outlet);
                last = last.map(|(_, outlet, number)| (paragraph, outlet, number));
            }
            _ if !again => last = None,
            _ => {}
        }
    }
}

/// "the source", "he", "they", "the same insider": one spoken of before.
fn goes_on(context: &Context<'_>, hop: &OutlineHop) -> bool {
    let first = context.hash(hop.words.start);
    let grammar = context.grammar();
    let definite = ["the", "that", "this"].map(lower_hash).contains(&first);
    let bare_head = hop.words.len() <= 3;
    (definite && bare_head)
        || (hop.words.len() == 1 && (grammar.he_or_she.has(first) || grammar.they.has(first)))
}
