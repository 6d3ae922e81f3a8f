//! An outlet credited in passing, which the models do not see beside another attribution.
//!
//! "The vote is off, two officials say, **the Gazette reported**." "**The Herald wrote** that the mayor denied it."

use crate::meaning::Context;
use crate::outline::Outline;
use whosaid_language::{EntityKind, MentionForm, TokenRange};
use whosaid_text::RuleId;

/// The fewest words that a report has.
const SHORTEST_REPORT: usize = 3;

/// Adds the credit where the outlet is in no source and its verb in no cue.
pub(crate) fn find(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    let mut taken = vec![false; context.annotated.tokens.len()];
    for piece in outlines.iter().flat_map(|outline| outline.cue.iter().chain(&outline.source)) {
        taken[piece.range()].fill(true);
    }
    let mut found = Vec::new();
    for mention in &context.annotated.mentions {
        let outlet = mention.tokens;
        if mention.kind != EntityKind::Outlet || mention.form == MentionForm::Pronoun {
            continue;
        }
        if crate::form::in_quotation(context.annotated, outlet.start as usize)
            || !context.is_read(outlet.start)
        {
            continue;
        }
        let Some(verb) = verb_after(context, outlet.end) else { continue };
        let cue = TokenRange { start: verb, end: verb + 1 };
        if taken[outlet.range()].iter().any(|&is| is) || taken[verb as usize] {
            continue;
        }
        if let Some(content) = report(context, outlet, cue) {
            let rule = RuleId::new("attribution/outlet-credit");
            found.push(Outline::new(vec![outlet], vec![cue], vec![content], 0.7, rule));
        }
    }
    outlines.append(&mut found);
}

/// "reported", "has previously reported", right after the outlet.
fn verb_after(context: &Context<'_>, from: u32) -> Option<u32> {
    let skipped = ["has", "had", "first", "previously", "also", "earlier", "later", "recently"];
    let at = (from..from + 3).find(|&at| !skipped.contains(&context.word(at)))?;
    context.grammar().reporting.has(context.hash(at)).then_some(at)
}

/// What follows the verb, or what stands before the outlet.
fn report(context: &Context<'_>, outlet: TokenRange, cue: TokenRange) -> Option<TokenRange> {
    let sentence = context.sentence(cue.start);
    let content = if context.word(cue.end) == "that" {
        TokenRange { start: cue.end + 1, end: sentence.end }
    } else {
        let comma = (sentence.start..outlet.start).rev().take(4).find(|&at| context.word(at) == ",")?;
        TokenRange { start: sentence.start, end: comma }
    };
    let content = crate::speaker::trimmed(context, content);
    (content.len() >= SHORTEST_REPORT).then_some(content)
}
