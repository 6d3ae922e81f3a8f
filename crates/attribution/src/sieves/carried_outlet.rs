//! An unnamed source keeps the outlet it told, also where the outlet is not named again.
//!
//! "A source told The Sun … **The insider added** …": The Sun stays the hop before. "**A source said** it was over. The
//! insider told The Sun …": The Sun was told before, too.

use crate::meaning::Context;
use crate::outline::{Outline, OutlineHop};
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
    carry_back(context, outlines);
}

/// Gives the outlet that a source spoken of before is said to have told to where it was first spoken of.
fn carry_back(context: &Context<'_>, outlines: &mut [Outline]) {
    let mut next: Option<(usize, OutlineHop, bool)> = None;
    for outline in outlines.iter_mut().rev() {
        let Some(SourceKind::Unnamed { plural, .. }) = outline.hops.last().map(|hop| hop.kind) else {
            continue;
        };
        let paragraph = context.paragraph_idx(outline.place());
        let again = goes_on(context, &outline.hops[outline.hops.len() - 1]);
        let outlet = outline.hops.iter().rev().nth(1).filter(|hop| hop.kind == SourceKind::Outlet).cloned();
        if let Some(outlet) = outlet {
            next = again.then_some((paragraph, outlet, plural));
            continue;
        }
        if let Some((place, outlet, number)) = next.take() {
            let near = place.saturating_sub(paragraph) < REACH && number == plural && outline.hops.len() == 1;
            if near {
                outline.because(context, Aspect::Chain, "chain/same-unnamed-source", outlet.words);
                outline.hops.insert(0, outlet.clone());
                next = again.then_some((paragraph, outlet, number));
            }
        }
    }
}

/// "the source", "he", "they", "the same insider": one spoken of before.
fn goes_on(context: &Context<'_>, hop: &OutlineHop) -> bool {
    let first = context.hash(hop.words.start);
    let grammar = context.grammar();
    let definite = grammar.definites.has(first);
    let bare_head = hop.words.len() <= 3;
    (definite && bare_head)
        || (hop.words.len() == 1 && (grammar.he_or_she.has(first) || grammar.they.has(first)))
}
