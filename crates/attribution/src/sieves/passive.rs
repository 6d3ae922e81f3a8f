//! The subject of a passive verb of opinion is no source: nobody says who thinks so, or "by" does.
//!
//! "The bridge **is expected** to open in May." "She **was described by** the council as a model."

use crate::meaning::Context;
use crate::outline::{Outline, without};
use whosaid_language::TokenRange;

/// How far before its cue a subject can end, in tokens.
const SUBJECT_REACH: u32 = 2;

/// Takes subjects of passive cues out of sources, and puts agents in.
pub(crate) fn repair(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    for outline in outlines {
        let Some(&cue) = outline.cue.first() else { continue };
        if is_expletive(context, outline, cue) {
            outline.source.clear();
            continue;
        }
        if !is_passive(context, cue) {
            continue;
        }
        if let Some(agent) = agent(context, cue) {
            let rest = without(&outline.content, agent);
            if !rest.is_empty() {
                (outline.source, outline.content) = (vec![agent], rest);
            }
            continue;
        }
        let is_subject =
            |piece: &TokenRange| piece.end <= cue.start && cue.start - piece.end <= SUBJECT_REACH;
        if !outline.source.is_empty() && outline.source.iter().all(is_subject) {
            outline.content.append(&mut outline.source);
            outline.content.sort_unstable();
        }
    }
}

/// "It is thought", "it's said", "it was suggested": nobody in particular.
fn is_expletive(context: &Context<'_>, outline: &Outline, cue: TokenRange) -> bool {
    let [source] = outline.source.as_slice() else { return false };
    let it = source.len() == 1 && context.word(source.start).eq_ignore_ascii_case("it");
    let be = &context.grammar().passive_be;
    let after_be = (source.end..cue.end).skip_while(|&at| !context.is_small_in(be, at)).skip(1);
    let by = context.word(cue.end - 1) == "by" || context.word(cue.end) == "by";
    it && !by
        && source.end <= cue.start + 1
        && after_be.take(3).any(|at| {
            let word = context.word(at);
            context.grammar().opinion.has(context.hash(at))
                || (context.is_telling_verb(at) && word.ends_with("ed"))
        })
}

/// A form of "be" (in the cue or right before it) with the participle of a verb of opinion.
fn is_passive(context: &Context<'_>, cue: TokenRange) -> bool {
    let grammar = context.grammar();
    let participle = (cue.start..cue.end).find(|&at| grammar.opinion.has(context.hash(at)));
    participle.is_some_and(|at| {
        (at.saturating_sub(3)..at)
            .any(|before| grammar.be.has(context.hash(before)) && !is_active_have(context, before, at))
    })
}

/// "has said" is active, "has been said" passive.
fn is_active_have(context: &Context<'_>, at: u32, participle: u32) -> bool {
    (context.is_small_in(&context.grammar().have, at) || matches!(context.word(at), "'s" | "’s"))
        && !(at..participle).any(|next| context.word(next) == "been")
        && !(matches!(context.word(at), "'s" | "’s") && context.word(participle + 1) == "to")
}

fn agent(context: &Context<'_>, cue: TokenRange) -> Option<TokenRange> {
    let by = (cue.end - 1..cue.end + 1).find(|&at| context.word(at) == "by")?;
    let until = context.sentence(cue.start).end;
    let after = &context.grammar().after_agents;
    let stop = |at: &u32| context.is_mark(*at) || context.is_small_in(after, *at);
    let end = (by + 1..until).find(stop).unwrap_or(until);
    let words = TokenRange { start: by + 1, end };
    (!words.is_empty() && !context.word(words.start).ends_with("ing")).then_some(words)
}
