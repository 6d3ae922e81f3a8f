//! "citing" between a source and what it reports belongs to neither: the cited one is a hop of its own.
//!
//! "The Gazette, **citing two officials**, reported that the vote was off": the report is the content, not the
//! officials. What is cited is kept for the chain.

use crate::kind::{self, Verdict};
use crate::meaning::Context;
use crate::outline::{Outline, without};
use crate::{SourceKind, speaker};
use whosaid_language::TokenRange;

/// The fewest words that a report has.
const SHORTEST_REPORT: usize = 3;

/// The most tokens of someone cited.
const LONGEST_CITED: u32 = 60;
/// How many tokens before its verb of reporting a source can cite someone.
const FARTHEST: usize = 24;

/// Takes the cited ones out of contents.
pub(crate) fn repair(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    for outline in outlines {
        let citing = outline.cue.first().filter(|cue| is_citing(context, cue.start)).map(|cue| cue.start);
        match citing {
            Some(verb) => report_of_citing(context, outline, verb),
            None => {
                source_before_citing(context, outline);
                cut_from_content(context, outline);
            }
        }
    }
}

/// Whether a word is a form of citing or quoting.
pub(crate) fn is_citing(context: &Context<'_>, at: u32) -> bool {
    context.grammar().cited.has(context.hash(at))
}

/// The one cited after a verb at `verb`, if it is someone or something that can tell.
pub(crate) fn cited(context: &Context<'_>, verb: u32) -> Option<TokenRange> {
    let until = context.sentence(verb).end.min(verb + LONGEST_CITED);
    let stops = &context.grammar().after_cited;
    let end = (verb + 1..until).find(|&at| context.is_small_in(stops, at)).unwrap_or(until);
    let words = speaker::trimmed(context, TokenRange { start: verb + 1, end });
    let reason = matches!(context.word(end), "\"" | "“")
        || (context.word(end) == "as" && context.word(end + 1) != "saying")
        || (!words.is_empty() && context.is_possessive_ending(words.end - 1));
    (!words.is_empty() && !reason && kind::of(context, words).is_some_and(|verdict| can_tell(&verdict)))
        .then_some(words)
}

fn can_tell(verdict: &Verdict) -> bool {
    (verdict.sure || verdict.rule == "kind/shape-of-name") && verdict.kind != SourceKind::Unspecified
}

/// "[Gazette] [citing] [two officials, reported that the vote was off]".
fn report_of_citing(context: &Context<'_>, outline: &mut Outline, verb: u32) {
    let Some(words) = cited(context, verb) else { return };
    let Some(last) = outline.content.iter().map(|piece| piece.end).max() else { return };
    let mut at = words.end;
    while context.word(at) == "," {
        at += 1;
    }
    let reporting = &context.grammar().reporting;
    if reporting.has(context.hash(at)) {
        outline.cue = vec![TokenRange { start: at, end: at + 1 }];
        at = (at + 1..at + 5).find(|&next| context.word(next) == "that").unwrap_or(at) + 1;
    } else if context.word(at) == "that" {
        at += 1;
        let before = verb.saturating_sub(2);
        if context.word(verb.saturating_sub(1)) == "," && reporting.has(context.hash(before)) {
            outline.cue = vec![TokenRange { start: before, end: before + 1 }];
        }
    }
    let report = TokenRange { start: at, end: last.max(at) };
    if report.len() < SHORTEST_REPORT {
        return;
    }
    outline.content = vec![report];
    outline.cited = Some(words);
    if outline.source.is_empty() {
        outline.source.extend(speaker::antecedent(context, verb));
    }
}

/// "The Gazette, citing two officials, [reported]": the source stands before the citing.
fn source_before_citing(context: &Context<'_>, outline: &mut Outline) {
    let Some(&cue) =
        outline.cue.first().filter(|cue| context.grammar().reporting.has(context.hash(cue.start)))
    else {
        return;
    };
    let start = context.sentence(cue.start).start;
    let Some(verb) = (start..cue.start).rev().take(FARTHEST).find(|&at| is_citing(context, at)) else {
        return;
    };
    let Some(words) =
        cited(context, verb).filter(|words| words.end <= cue.start && cue.start <= words.end + 1)
    else {
        return;
    };
    if outline.source.iter().all(|piece| piece.start > verb) && !outline.content_holds(verb) {
        outline.source = speaker::antecedent(context, verb).into_iter().collect();
        outline.cited = Some(words);
    }
}

/// A content that runs on over ", citing officials" at one of its ends.
fn cut_from_content(context: &Context<'_>, outline: &mut Outline) {
    let verb =
        outline.content.iter().flat_map(|piece| piece.start..piece.end).find(|&at| is_citing(context, at));
    let Some(verb) = verb.filter(|&verb| !crate::form::in_quotation(context.annotated, verb as usize)) else {
        return;
    };
    let Some(words) = cited(context, verb) else { return };
    let at_start = outline.content.iter().any(|piece| piece.start == verb);
    let at_end = outline.content.iter().any(|piece| piece.holds(verb as usize) && piece.end <= words.end + 1);
    if at_end && (at_start || context.word(verb - 1) == ",") {
        let cut = TokenRange { start: verb, end: words.end + 1 };
        let rest = without(&outline.content, cut);
        if !rest.is_empty() {
            outline.content = rest;
            outline.cited = Some(words);
        }
    }
}
