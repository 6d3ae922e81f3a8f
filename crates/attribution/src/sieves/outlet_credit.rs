//! An outlet credited in passing, which the models do not see beside another attribution.
//!
//! "The vote is off, two officials say, **the Gazette reported**." "**The Herald wrote** that the mayor denied it."

use crate::meaning::Context;
use crate::outline::Outline;
use crate::{Aspect, SourceKind};
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
    for Credit { outlet, cue, report } in credits(context) {
        if taken[outlet.range()].iter().any(|&is| is) || taken[cue.start as usize] {
            continue;
        }
        let rule = RuleId::new("attribution/outlet-credit");
        outlines.push(Outline::new(vec![outlet], vec![cue], vec![report], 0.7, rule));
    }
}

/// Puts the outlet in front of what its report tells, where it is in the chain of none of it.
pub(crate) fn link(context: &Context<'_>, outlines: &mut [Outline]) {
    for Credit { outlet, report, .. } in credits(context) {
        if context.is_own_outlet(outlet) {
            continue;
        }
        let from = outlines.partition_point(|outline| outline.start() < report.start);
        for outline in outlines[from..].iter_mut().take_while(|outline| outline.start() < report.end) {
            let inside = |piece: &TokenRange| report.start <= piece.start && piece.end <= report.end;
            let is_told = !outline.source.is_empty() && outline.source.iter().all(inside);
            if is_told && !outline.own_voice && outline.hops.iter().all(|hop| hop.kind != SourceKind::Outlet)
            {
                outline.hops.insert(0, context.outlet_hop(outlet));
                outline.because(context, Aspect::Chain, "chain/outlet-credit", outlet);
            }
        }
    }
}

/// An outlet with its verb of reporting and what it reports.
struct Credit {
    outlet: TokenRange,
    cue: TokenRange,
    report: TokenRange,
}

/// The credits of an article outside quotations, by position.
fn credits(context: &Context<'_>) -> Vec<Credit> {
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
        let report = report(context, outlet, cue);
        found.extend(report.map(|report| Credit { outlet, cue, report }));
    }
    found
}

/// "reported", "has previously reported", right after the outlet.
fn verb_after(context: &Context<'_>, from: u32) -> Option<u32> {
    let grammar = context.grammar();
    let at = (from..from + 3).find(|&at| !context.is_small_in(&grammar.before_reporting, at))?;
    context.is_in(&grammar.reporting, at).then_some(at)
}

/// What follows the verb, or what stands before the outlet.
fn report(context: &Context<'_>, outlet: TokenRange, cue: TokenRange) -> Option<TokenRange> {
    let sentence = context.sentence(cue.start);
    // "reported Friday that"
    let that = (cue.end..cue.end + 2).find(|&at| context.word(at) == "that");
    let content = if let Some(that) = that {
        TokenRange { start: that + 1, end: sentence.end }
    } else {
        let comma = (sentence.start..outlet.start).rev().take(4).find(|&at| context.word(at) == ",")?;
        // ", but the Gazette reported more": a report of its own.
        let contrast = context.is_small_in(&context.grammar().contrasts, comma + 1);
        (!contrast).then_some(())?;
        TokenRange { start: sentence.start, end: comma }
    };
    let content = crate::speaker::trimmed(context, content);
    (content.len() >= SHORTEST_REPORT).then_some(content)
}
