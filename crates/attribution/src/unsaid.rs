//! Sources left unsaid: a quotation that goes on, a second verb of the same subject, or nobody at all.

use crate::SourceKind;
use crate::meaning::Context;
use crate::outline::{Outline, OutlineHop};
use crate::{form, kind};
use whosaid_language::{MentionForm, TokenRange};

/// The hop of an attribution without source words, and the rule that found it.
pub(crate) fn hop(
    context: &Context<'_>,
    outline: &Outline,
    previous: Option<&Outline>,
) -> Option<(OutlineHop, &'static str)> {
    let carried = previous.and_then(|outline| outline.hops.last());
    let carried = carried.filter(|hop| hop.kind != SourceKind::Unspecified);
    let Some(&cue) = outline.cue.first() else {
        let hop = carried.filter(|_| goes_on(context, outline, previous))?;
        return Some((hop.clone(), "speaker/quotation-goes-on"));
    };
    let same_sentence =
        previous.is_some_and(|previous| context.sentence(previous.place()) == context.sentence(cue.start));
    if same_sentence
        && (is_gerund(context, cue) || is_coordinated(context, cue))
        && let Some(hop) = carried
    {
        return Some((hop.clone(), "speaker/same-subject"));
    }
    if form::of(context.annotated, &outline.content) == crate::Form::Direct
        && goes_on(context, outline, previous)
        && let Some(hop) = carried.filter(|_| !is_passive(context, cue))
    {
        return Some((hop.clone(), "speaker/quotation-goes-on"));
    }
    if is_gerund(context, cue)
        && let Some(subject) = subject(context, cue)
    {
        return Some((subject, "speaker/subject-of-sentence"));
    }
    let hop = OutlineHop { kind: SourceKind::Unspecified, words: cue, entity: None, resolved: None };
    Some((hop, "speaker/nobody-in-particular"))
}

/// Whether a quotation stands in the paragraph of the attribution before, or opens the next one.
fn goes_on(context: &Context<'_>, outline: &Outline, previous: Option<&Outline>) -> bool {
    let (Some(piece), Some(previous)) = (outline.content.first(), previous) else {
        return false;
    };
    let here = context.paragraph_idx(piece.start);
    let there = context.paragraph_idx(previous.place());
    let quoted = form::in_quotation(context.annotated, piece.start as usize);
    here == there || (quoted && here == there + 1)
}

fn is_gerund(context: &Context<'_>, cue: TokenRange) -> bool {
    context.word(cue.start).ends_with("ing")
}

fn is_passive(context: &Context<'_>, cue: TokenRange) -> bool {
    cue.range().any(|at| context.grammar().be.has(context.hash(at as u32)))
}

/// The name that the sentence of a participle begins with: "The mayor resigned, citing his health".
fn subject(context: &Context<'_>, cue: TokenRange) -> Option<OutlineHop> {
    let before = TokenRange { start: context.sentence(cue.start).start, end: cue.start };
    let mention = context.mentions(before).find(|mention| mention.form != MentionForm::Pronoun)?;
    let verdict = kind::of(context, mention.tokens).filter(|_| mention.tokens.start < before.start + 3)?;
    let hop = OutlineHop {
        kind: verdict.kind,
        words: mention.tokens,
        entity: Some(mention.entity),
        resolved: None,
    };
    Some(hop)
}

/// "… and denied that …": an active verb right after a conjunction.
fn is_coordinated(context: &Context<'_>, cue: TokenRange) -> bool {
    let joins = &context.grammar().before_joined_verbs;
    let mut before = cue.start.saturating_sub(3)..cue.start;
    !is_passive(context, cue) && before.any(|at| context.is_small_in(joins, at))
}
