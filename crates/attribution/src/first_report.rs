//! Whether an attribution credits an outlet with being first: the rules of `data/en/cues/first_reports.txt`.

use crate::meaning::Context;
use crate::{Aspect, Evidence};
use whosaid_language::TokenRange;

/// The evidence that a cue credits its source with being first.
pub(crate) fn credit(context: &Context<'_>, cue: &[TokenRange], content: &[TokenRange]) -> Option<Evidence> {
    let (rule, words) = context.meaning.first_reports.first(context.scene(cue, content))?;
    let span = context.annotated.span(words);
    Some(Evidence { aspect: Aspect::FirstReport, rule: rule.id.clone(), span })
}
