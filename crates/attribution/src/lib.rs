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
mod inner;
mod kind;
mod lexicon;
mod line;
mod linker;
mod meaning;
mod named_outlets;
mod outline;
mod own_outlet;
mod reading;
mod rules;
mod sieves;
mod speaker;
mod stance;
mod tagger;
#[cfg(test)]
mod testing;
pub mod training;
mod unsaid;
mod words;

pub use chain::{GivenSpans, attribute_given};
pub use cues::Cues;
pub use reading::{Aspect, Attribution, Evidence, Form, Hop, Reading, SourceKind, Stance};

use whosaid_language::Annotated;
use whosaid_time::TimeMention;

/// Reads the attributions of one article.
pub fn attribute(cues: &Cues, annotated: Annotated, times: Vec<TimeMention>) -> Reading {
    let tagged = tagger::tag(cues, &annotated);
    let mut linked = linker::link(cues, &annotated, &tagged);
    inner::find(cues, &annotated, &mut linked);
    let attributions = chain::resolve(cues, &annotated, linked);
    Reading { annotated, times, attributions }
}
