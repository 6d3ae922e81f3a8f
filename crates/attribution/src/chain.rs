//! From linked pieces to attributions: form, kinds of source, chain, stance, first report.

use crate::{Attribution, Cues, linker::Linked};
use whosaid_language::Annotated;

/// Says of each linked attribution who stands behind it, through whom, and in which manner.
pub(crate) fn resolve(_cues: &Cues, _annotated: &Annotated, _linked: Vec<Linked>) -> Vec<Attribution> {
    Vec::new()
}
