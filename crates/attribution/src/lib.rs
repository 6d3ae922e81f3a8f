//! Annotated to Reading: who says what, through whom, and in which manner.
//!
//! Start with [`attribute`], then [`Reading`]. Terms follow PARC3 and PolNeAR: an attribution ties a source and a
//! cue to a content. This room sees one article alone.

mod chain;
#[cfg(test)]
mod chain_tests;
mod cues;
mod draft;
mod features;
mod first_report;
mod form;
mod forms;
mod grammar;
mod inner;
mod kind;
mod layouts;
mod lexicon;
mod line;
mod linker;
mod meaning;
mod named_outlets;
mod outline;
mod own_outlet;
mod reading;
mod rules;
mod scorer;
mod sieves;
mod speaker;
mod stance;
mod tagger;
#[cfg(test)]
mod testing;
pub mod training;
mod unsaid;
mod weighed;
mod words;

pub use chain::{GivenSpans, attribute_given};
pub use cues::Cues;
pub use reading::{Aspect, Attribution, Evidence, Form, Hop, Reading, SourceKind, Stance};
pub use weighed::KINDS;

use whosaid_language::{Annotated, TokenRange};
use whosaid_linear::TokenScores;
use whosaid_time::TimeMention;

/// Scores of roles for every token, where an encoder has read the article: one row of [`training::Role::NAMES`] each.
#[derive(Clone, Copy)]
pub struct RoleScores<'a> {
    /// Of the attributions of a paragraph.
    pub outer: &'a TokenScores,
    /// Reads runs of tokens once more, each as if it stood alone: contents, for what is said in them.
    pub inner: &'a dyn Fn(&Annotated, &[TokenRange]) -> TokenScores,
    /// Of kinds of sources ([`KINDS`]).
    pub kinds: &'a TokenScores,
}

/// Reads the attributions of one article, by the linear tagger or by the `scores` of an encoder.
pub fn attribute(
    cues: &Cues,
    annotated: Annotated,
    times: Vec<TimeMention>,
    scores: Option<RoleScores<'_>>,
) -> Reading {
    let linked = {
        let mut scorer = scorer::Scorer::new(cues);
        let tagged = tagger::tag_all(&mut scorer, &annotated, scores);
        let mut linked = linker::link(cues, &annotated, &tagged);
        inner::find(cues, &mut scorer, &annotated, scores, &mut linked);
        linked
    };
    let attributions = chain::resolve(cues, &annotated, scores.map(|scores| scores.kinds), linked);
    Reading { annotated, times, attributions }
}
