//! From linked pieces to attributions: form, kinds of source, chain, stance, first report.
//!
//! Each step is a file of its own: `kind` and `speaker` make the hop of the words themselves, `unsaid` that of
//! sources left out, the sieves the other hops; `form`, `stance` and `first_report` say in which manner.

use crate::linker::Linked;
use crate::meaning::Context;
use crate::outline::Outline;
use crate::speaker::{self, Credited};
use crate::{Aspect, Attribution, Cues, Hop, first_report, form, sieves, stance, unsaid, weighed};
use whosaid_language::{Annotated, TokenRange};
use whosaid_linear::TokenScores;
use whosaid_text::{AttributionId, Span};

/// The pieces of one attribution, given from outside instead of found by the models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenSpans {
    /// Words that name who says it.
    pub source: Vec<Span>,
    /// Words that signal it.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// Works out the attributions whose pieces are given: for measuring the meaning apart from the finding.
pub fn attribute_given(cues: &Cues, annotated: &Annotated, given: &[GivenSpans]) -> Vec<Attribution> {
    let tokens = |spans: &[Span]| {
        spans.iter().map(|&span| annotated.tokens_in(span)).filter(|r| !r.is_empty()).collect()
    };
    let linked = given.iter().map(|spans| Linked {
        source: tokens(&spans.source),
        cue: tokens(&spans.cue),
        content: tokens(&spans.content),
        confidence: 1.0,
    });
    let context = Context::new(cues, annotated);
    let mut outlines: Vec<Outline> = linked.map(Outline::linked).collect();
    sieves::mark_corrections(&context, &mut outlines);
    finish(&context, outlines)
}

/// Says of each linked attribution who stands behind it, through whom, and in which manner.
pub(crate) fn resolve(
    cues: &Cues,
    annotated: &Annotated,
    kinds: Option<&TokenScores>,
    linked: Vec<Linked>,
) -> Vec<Attribution> {
    let mut context = Context::new(cues, annotated);
    context.kinds = kinds;
    let mut outlines: Vec<Outline> = linked.into_iter().map(Outline::linked).collect();
    for repair in sieves::REPAIRS {
        repair(&context, &mut outlines);
    }
    for find in sieves::FINDERS {
        find(&context, &mut outlines);
    }
    finish(&context, outlines)
}

fn finish(context: &Context<'_>, mut outlines: Vec<Outline>) -> Vec<Attribution> {
    outlines.sort_by_key(|outline| (outline.start(), outline.place()));
    credit(context, &mut outlines);
    for link in sieves::LINKS {
        link(context, &mut outlines);
    }
    outlines.retain(|outline| !outline.merged);
    let outlines = outlines.into_iter().enumerate();
    outlines.map(|(idx, outline)| attribution(context, AttributionId(idx as u32), outline)).collect()
}

/// Gives each attribution the hop of its own source, in the order in which a reader meets them.
fn credit(context: &Context<'_>, outlines: &mut [Outline]) {
    let mut credited = Credited::default();
    let mut order: Vec<usize> = (0..outlines.len()).collect();
    order.sort_by_key(|&idx| outlines[idx].place());
    let mut before: Option<usize> = None;
    for idx in order {
        let source = outlines[idx].source.first().copied();
        if !outlines[idx].own_voice
            && source.is_some_and(|words| speaker::is_own_voice(context, words, &outlines[idx].cue))
        {
            outlines[idx].own_voice = true;
            before = Some(idx);
            continue;
        }
        let found = source.and_then(|words| speaker::hop(context, &credited, words));
        if let Some((mut hop, mut verdict)) = found {
            if let Some(kind) = weighed::other_kind(context, hop.words, &verdict) {
                (hop.kind, verdict.rule) = (kind, "kind/encoder");
            }
            let place = outlines[idx].place();
            let is_inner = before.is_some_and(|before| outlines[before].content_holds(place));
            credited.add(&hop, is_inner);
            outlines[idx].hops.push(hop);
            outlines[idx].because(context, Aspect::Kind, verdict.rule, verdict.words);
        } else if !outlines[idx].own_voice {
            let previous = before.map(|before| &outlines[before]);
            if let Some((hop, rule)) = unsaid::hop(context, &outlines[idx], previous) {
                let words = hop.words;
                outlines[idx].hops.push(hop);
                outlines[idx].because(context, Aspect::Speaker, rule, words);
            }
        }
        before = Some(idx);
    }
}

fn attribution(context: &Context<'_>, id: AttributionId, outline: Outline) -> Attribution {
    let annotated = context.annotated;
    let spans = |pieces: &[TokenRange]| -> Vec<Span> {
        pieces.iter().flat_map(|&piece| annotated.spans(piece)).collect()
    };
    let mut why = outline.why;
    let (by_rule, evidence) = stance::of(context, &outline.cue, &outline.content);
    why.extend(evidence.filter(|_| outline.stance.is_none()));
    let first = first_report::credit(context, &outline.cue, &outline.content);
    let first_report = first.is_some();
    why.extend(first);
    let hop = |hop: crate::outline::OutlineHop| Hop {
        kind: hop.kind,
        span: annotated.first_span(hop.words),
        entity: hop.entity,
        resolved: hop.resolved,
    };
    Attribution {
        id,
        source: spans(&outline.source),
        cue: spans(&outline.cue),
        content: spans(&outline.content),
        form: form::of(annotated, &outline.content),
        stance: outline.stance.unwrap_or(by_rule),
        first_report,
        confidence: outline.confidence,
        rule: outline.rule,
        chain: outline.hops.into_iter().map(hop).collect(),
        why,
    }
}
