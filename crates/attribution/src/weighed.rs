//! The kind of a source by the scores of an encoder, where they say another kind than the rules, and loudly.
//!
//! Rules know lists and the grammar of titles; the encoder knows what names of its kind do in a text: an outlet that no
//! list has is known by what it reports.

use crate::SourceKind;
use crate::kind::Verdict;
use crate::meaning::Context;
use whosaid_language::{Tag, TokenRange};

/// The labels of the scores, in order.
pub const KINDS: [&str; 7] =
    ["person", "spokesperson", "organization", "outlet", "document", "unnamed", "unspecified"];

/// By how many points a word the encoder's kind must lead that of a rule which guesses...
const LEAD_OVER_GUESS: i64 = 300;
/// ...and that of a rule which is sure.
const LEAD_OVER_RULE: i64 = 1600;

/// The kind that the scores give these words instead, if they lead by enough.
pub(crate) fn other_kind(context: &Context<'_>, words: TokenRange, verdict: &Verdict) -> Option<SourceKind> {
    let scores = context.kinds?;
    let mut sums = [0i64; KINDS.len()];
    for token_idx in words.range() {
        sums.iter_mut().zip(scores.of(token_idx)).for_each(|(sum, &score)| *sum += i64::from(score));
    }
    let by_rule = KINDS.iter().position(|name| *name == verdict.kind.name())?;
    let best = (0..KINDS.len()).rev().max_by_key(|&idx| sums[idx])?;
    let lead = (sums[best] - sums[by_rule]) / words.len().max(1) as i64;
    if lead < if verdict.sure { LEAD_OVER_RULE } else { LEAD_OVER_GUESS } {
        return None;
    }
    let is_name = |tag: &Tag| matches!(tag, Tag::NNP | Tag::NNPS);
    let has_name = context.annotated.tags.get(words.range()).is_some_and(|tags| tags.iter().any(is_name));
    let is_spokesperson = verdict.kind == SourceKind::Spokesperson;
    if matches!(KINDS[best], "person" | "outlet") && (!has_name || is_spokesperson) {
        return None;
    }
    match KINDS[best] {
        "person" => Some(SourceKind::Person),
        "spokesperson" => Some(SourceKind::Spokesperson),
        "organization" => Some(SourceKind::Organization),
        "outlet" => Some(SourceKind::Outlet),
        "document" => Some(SourceKind::Document),
        "unnamed" => Some(unnamed(context, words)),
        _ => None,
    }
}

/// Plural and described as far as the words' tags tell.
fn unnamed(context: &Context<'_>, words: TokenRange) -> SourceKind {
    let tags = context.annotated.tags.get(words.range()).unwrap_or(&[]);
    let is_noun = |tag: &&Tag| matches!(tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS);
    let plural = tags.iter().find(is_noun).is_some_and(|tag| matches!(tag, Tag::NNS | Tag::NNPS));
    SourceKind::Unnamed { plural, described: words.len() > 2 }
}
