//! Who says it, named behind a comma at the end of a sentence that names nobody else.
//!
//! "The pump was reported faulty two days before, **a senior engineer told the Gazette**." Where the models took "was
//! reported" for nobody in particular, or saw nothing, the end of the sentence decides.

use crate::meaning::Context;
use crate::outline::Outline;
use whosaid_language::{Tag, TokenRange};
use whosaid_text::RuleId;

/// The most words of a source, and of the one who is told.
const LONGEST_SOURCE: u32 = 14;
const LONGEST_HEARER: u32 = 6;
/// Words that what is said has at least.
const LEAST_CONTENT: usize = 5;
/// How sure such an attribution is.
const CONFIDENCE: f32 = 0.6;

/// What is said, who says it and the verb.
type Trailing = (TokenRange, TokenRange, TokenRange);

/// Adds them, in place of what names nobody in the same sentence.
pub(crate) fn repair(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    let sentences = &context.annotated.sentences;
    let mut trailing: Vec<Option<Trailing>> =
        sentences.iter().map(|sentence| trailing(context, sentence.tokens)).collect();
    for outline in outlines.iter() {
        // Whoever is named elsewhere in the sentence has it, and so has a cue behind what is said.
        let last_cue = outline.cue.iter().map(|cue| cue.end).max().unwrap_or(0);
        let until = if outline.source.is_empty() { last_cue } else { u32::MAX };
        for sentence in touched(context, outline) {
            trailing[sentence].take_if(|(content, _, _)| until > content.end);
        }
    }
    outlines.retain(|outline| touched(context, outline).all(|sentence| trailing[sentence].is_none()));
    let rule = RuleId::new("attribution/trailing-source");
    outlines.extend(trailing.into_iter().flatten().map(|(content, source, cue)| {
        Outline::new(vec![source], vec![cue], vec![content], CONFIDENCE, rule.clone())
    }));
}

/// The sentences that an outline has words in, some of them more than once.
fn touched<'a>(context: &'a Context<'_>, outline: &'a Outline) -> impl Iterator<Item = usize> + 'a {
    let pieces = [&outline.source, &outline.cue, &outline.content].into_iter().flatten();
    pieces.filter(|piece| !piece.is_empty()).flat_map(|piece| {
        let at = |token: u32| context.annotated.sentence_of(token as usize);
        at(piece.start)..(at(piece.end - 1) + 1).min(context.annotated.sentences.len())
    })
}

/// What is said, who says it and the verb, in a sentence that ends "…, SOURCE told HEARER."
fn trailing(context: &Context<'_>, sentence: TokenRange) -> Option<Trailing> {
    let end = (sentence.start..sentence.end).rev().find(|&at| !context.is_mark(at))? + 1;
    let floor = sentence.start.max(end.saturating_sub(LONGEST_HEARER + 1));
    let verb = (floor..end).rev().find(|&at| is_past(context, at) && context.is_saying_verb(at))?;
    let told = context.grammar().told.has(context.hash(verb));
    if verb + 1 < end && !(told && is_phrase(context, TokenRange { start: verb + 1, end })) {
        return None;
    }
    let floor = sentence.start.max(verb.saturating_sub(LONGEST_SOURCE));
    let comma = (floor..verb).rev().find(|&at| context.word(at) == ",")?;
    let source = TokenRange { start: comma + 1, end: verb };
    let content = TokenRange { start: sentence.start, end: comma };
    let quoted = (content.start..content.end).any(|at| matches!(context.word(at), "“" | "”" | "\""));
    let fits = content.len() >= LEAST_CONTENT && !quoted && has_finite(context, content);
    (fits && context.is_read(source.start) && is_phrase(context, source)).then_some((
        content,
        source,
        TokenRange { start: verb, end: verb + 1 },
    ))
}

fn tag(context: &Context<'_>, at: u32) -> Tag {
    context.annotated.tags.get(at as usize).copied().unwrap_or(Tag::NN)
}

fn is_past(context: &Context<'_>, at: u32) -> bool {
    matches!(tag(context, at), Tag::VBD | Tag::VBZ | Tag::VBP)
}

fn has_finite(context: &Context<'_>, words: TokenRange) -> bool {
    (words.start..words.end).any(|at| is_past(context, at) || tag(context, at) == Tag::MD)
}

/// Whether words begin as a noun phrase does and hold no verb.
fn is_phrase(context: &Context<'_>, words: TokenRange) -> bool {
    let opens = matches!(
        tag(context, words.start),
        Tag::DT | Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::PRP | Tag::PRPS | Tag::CD | Tag::JJ
    );
    let verb = |at: u32| {
        is_past(context, at) || matches!(tag(context, at), Tag::MD | Tag::VB | Tag::WP | Tag::WDT | Tag::CC)
    };
    !words.is_empty() && opens && !(words.start..words.end).any(|at| verb(at) || context.is_mark(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cues;
    use crate::testing::annotated;

    /// Checks who is found to say what.
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let (cues, annotated) = (Cues::english(), annotated(text));
        let context = Context::new(&cues, &annotated);
        let mut outlines = Vec::new();
        repair(&context, &mut outlines);
        let found = outlines.first().map(|outline: &Outline| {
            (annotated.words(outline.source[0]), annotated.words(outline.content[0]))
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_end_of_a_sentence_names_who_says_it() {
        check(
            "The pump was reported faulty two days before, a senior engineer told the Gazette.",
            Some(("a senior engineer", "The pump was reported faulty two days before")),
        );
        check(
            "The ferry will not sail before May, the harbor master said.",
            Some(("the harbor master", "The ferry will not sail before May")),
        );
        check("The ferry sank near the pier, and the crew left.", None);
        check("The crew, the mayor and the captain told the Gazette.", None);
        check("The ferry sank, which the mayor said.", None);
        check("“The ferry will not sail before May,” the harbor master said.", None);
    }
}
