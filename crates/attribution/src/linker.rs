//! Tagged pieces linked to attributions: which content and which source belong to which cue.

use crate::{Cues, tagger::Role};
use whosaid_language::{Annotated, TokenRange};

/// Source, cue and content of one attribution, as pieces of tokens by position.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Linked {
    pub source: Vec<TokenRange>,
    pub cue: Vec<TokenRange>,
    pub content: Vec<TokenRange>,
    /// How sure the models are, 0 to 1.
    pub confidence: f32,
}

/// Joins pieces to attributions, by position of their first piece.
pub(crate) fn link(_cues: &Cues, _annotated: &Annotated, _roles: &[Role]) -> Vec<Linked> {
    Vec::new()
}
