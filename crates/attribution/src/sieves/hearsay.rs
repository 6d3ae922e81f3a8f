//! "reportedly" and its like are the cue: whoever does what is told of is no source.
//!
//! "The mayor **reportedly** called his rival": nobody in particular says so. "The mayor reportedly said" is left
//! as it is, and so are quoted contents.

use crate::meaning::Context;
use crate::outline::{Outline, without};
use whosaid_language::TokenRange;

/// The most tokens between a subject and the adverb.
const SUBJECT_REACH: u32 = 3;

/// Takes subjects of acts that are told by hearsay out of sources.
pub(crate) fn repair(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    for outline in outlines {
        let Some(adverb) = outline.cue.first().and_then(|&cue| adverb(context, cue)) else { continue };
        let near =
            |piece: &TokenRange| piece.end <= adverb.start && adverb.start - piece.end <= SUBJECT_REACH;
        let quoted = outline
            .content
            .first()
            .is_some_and(|piece| crate::form::in_quotation(context.annotated, piece.start as usize));
        if quoted || !outline.source.iter().all(near) {
            continue;
        }
        let rest = without(&outline.cue, adverb);
        outline.content.extend(rest.into_iter().chain(outline.source.drain(..)));
        join(&mut outline.content);
        outline.cue = vec![adverb];
    }
}

/// The adverb of hearsay in a cue without a verb of saying.
fn adverb(context: &Context<'_>, cue: TokenRange) -> Option<TokenRange> {
    let says = (cue.start..cue.end).any(|at| context.is_saying_verb(at));
    let at = (cue.start..cue.end).find(|&at| context.grammar().hearsay.has(context.hash(at)))?;
    (!says && cue.len() > 1).then_some(TokenRange { start: at, end: at + 1 })
}

fn join(pieces: &mut Vec<TokenRange>) {
    pieces.sort_unstable();
    pieces.dedup_by(|next, kept| {
        let touch = kept.end >= next.start;
        kept.end = if touch { kept.end.max(next.end) } else { kept.end };
        touch
    });
}
