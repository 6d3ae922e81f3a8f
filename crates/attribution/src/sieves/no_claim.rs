//! What tells nothing: the words for whom an outlet cites, and a source's wish to stay unnamed.
//!
//! "The Gazette reported, citing **two officials**, that the pier is closed." "An aide who **asked not to be named**".

use crate::first_report;
use crate::meaning::Context;
use crate::outline::Outline;
use whosaid_language::TokenRange;

/// How many attributions before and after are looked at.
const NEAR: usize = 8;

/// Sets such attributions aside, once the chains are known.
pub(crate) fn set_aside(context: &Context<'_>, outlines: &mut [Outline]) {
    let aside: Vec<bool> = (0..outlines.len())
        .map(|idx| is_only_source(context, outlines, idx) || is_wish_for_no_name(context, &outlines[idx]))
        .collect();
    for (outline, aside) in outlines.iter_mut().zip(aside) {
        outline.merged |= aside;
    }
}

/// Whether the whole content stands in the source of another attribution, and is not credited for coming first: "the
/// survey, first reported by the Gazette, says".
fn is_only_source(context: &Context<'_>, outlines: &[Outline], idx: usize) -> bool {
    let Outline { cue, content, .. } = &outlines[idx];
    if first_report::credit(context, cue, content).is_some() {
        return false;
    }
    let near = idx.saturating_sub(NEAR)..(idx + NEAR).min(outlines.len());
    !content.is_empty()
        && near.filter(|&other| other != idx && !outlines[other].merged).any(|other| {
            let source = &outlines[other].source;
            content.iter().all(|piece| source.iter().any(|whole| holds(*whole, *piece)))
        })
}

fn holds(whole: TokenRange, piece: TokenRange) -> bool {
    whole.start <= piece.start && piece.end <= whole.end
}

/// "[who] (not) to be named".
fn is_wish_for_no_name(context: &Context<'_>, outline: &Outline) -> bool {
    let Some(last) = outline.content.last() else { return false };
    let mut words = last.range().map(|at| at as u32).skip_while(|&at| {
        context.grammar().relatives.has(context.hash(at)) || context.word(at).eq_ignore_ascii_case("not")
    });
    let opens = [words.next(), words.next(), words.next()].map(|at| at.map(|at| context.hash(at)));
    let [Some(to), Some(be), Some(named)] = opens else { return false };
    let phrase = &context.grammar().to_be;
    phrase.has(to) && phrase.has(be) && context.grammar().named.has(named)
}
