//! A credit for being first, in passing.
//!
//! "The talks, **first reported by the Gazette**, ended on Friday."

use crate::meaning::Context;
use crate::outline::Outline;
use crate::words::lower_hash;
use whosaid_language::TokenRange;
use whosaid_text::RuleId;

/// Adds the credit where no attribution has that outlet as its source in that sentence.
pub(crate) fn find(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    let by = lower_hash("by");
    let grammar = context.grammar();
    outlines.sort_by_key(Outline::place);
    let mut found = Vec::new();
    for sentence in &context.annotated.sentences {
        let Some(first) =
            sentence.tokens.range().map(|at| at as u32).find(|&at| context.is_in(&grammar.firsts, at))
        else {
            continue;
        };
        if !context.is_in(&grammar.first_told, first + 1) {
            continue;
        }
        let until = sentence.tokens.end.min(first + 8);
        let Some(by_at) = (first + 2..until).find(|&at| context.hash(at) == by) else { continue };
        let Some(outlet) = context.outlet_from(by_at + 1, sentence.tokens.end) else { continue };
        let (content, cue) =
            (before(context, sentence.tokens, first), TokenRange { start: first, end: by_at + 1 });
        if content.is_empty() || is_known(context, within(outlines, sentence.tokens), outlet, cue, content) {
            continue;
        }
        let rule = RuleId::new("attribution/first-report-credit");
        found.push(Outline::new(vec![outlet], vec![cue], vec![content], 0.8, rule));
    }
    outlines.append(&mut found);
}

/// The attributions of a sentence, of all in order of their place.
fn within(outlines: &mut [Outline], sentence: TokenRange) -> &mut [Outline] {
    let start = outlines.partition_point(|outline| outline.place() < sentence.start);
    let end = outlines.partition_point(|outline| outline.place() < sentence.end);
    &mut outlines[start..end]
}

/// Whether an attribution has the credit already: what it credits is then what stands before it, not "which" or what
/// comes after. Others that took the outlet for their source give it back.
fn is_known(
    context: &Context<'_>,
    outlines: &mut [Outline],
    outlet: TokenRange,
    cue: TokenRange,
    content: TokenRange,
) -> bool {
    let overlap = |a: &TokenRange, b: TokenRange| a.start < b.end && b.start < a.end;
    let mut known = false;
    for outline in outlines.iter_mut().filter(|one| one.source.iter().any(|piece| overlap(piece, outlet))) {
        if outline.cue.iter().any(|piece| overlap(piece, cue)) {
            let relative = |piece: &TokenRange| {
                piece.len() == 1 && context.grammar().relatives.has(context.hash(piece.start))
            };
            let told = outline.content.iter().any(|piece| overlap(piece, content));
            if !told || outline.content.iter().any(relative) {
                outline.content = vec![content];
            }
            known = true;
        } else {
            outline.source = vec![content];
        }
    }
    known
}

/// The noun phrase that the credit belongs to.
fn before(context: &Context<'_>, sentence: TokenRange, first: u32) -> TokenRange {
    let mut end = first;
    let skipped = |at: u32| {
        context.is_mark(at)
            || context.grammar().be.has(context.hash(at))
            || context.grammar().relatives.has(context.hash(at))
    };
    while end > sentence.start && skipped(end - 1) {
        end -= 1;
    }
    let mut start = end;
    while start > sentence.start
        && !matches!(context.word(start - 1), "," | ";" | ":" | "—" | "–" | "“" | "\"")
    {
        start -= 1;
    }
    TokenRange { start, end }
}
