//! Stance of a source toward what it tells: the rules of `data/en/cues/stances.txt`, `asserts` where none matches.

use crate::meaning::Context;
use crate::{Aspect, Evidence, Stance};
use whosaid_language::TokenRange;

/// The stance of an attribution by its cue and content, and the evidence where a rule decided.
pub(crate) fn of(
    context: &Context<'_>,
    cue: &[TokenRange],
    content: &[TokenRange],
) -> (Stance, Option<Evidence>) {
    let scene = context.scene(cue, content);
    let Some((rule, words)) = context.meaning.stances.first(scene) else {
        return (Stance::Asserts, None);
    };
    let span = context.annotated.span(words);
    (named(&rule.gives), Some(Evidence { aspect: Aspect::Stance, rule: rule.id.clone(), span }))
}

fn named(word: &str) -> Stance {
    let all = [Stance::Denies, Stance::Confirms, Stance::Corrects, Stance::Questions, Stance::NoComment];
    all.into_iter().find(|stance| stance.name() == word).unwrap_or(Stance::Asserts)
}
