//! [`Cues`]: the cue lexicons and models that this room works with.

use crate::lexicon::Lexicon;
use crate::linker;
use crate::meaning::Meaning;
use crate::tagger::Role;
use whosaid_linear::{Model, Pair};

const FIRST: &[u8] = include_bytes!("../../../models/en/attribution-first.model");
const LINKER: &[u8] = include_bytes!("../../../models/en/attribution-linker.model");
const SECOND: &[u8] = include_bytes!("../../../models/en/attribution-second.model");

/// Loaded cue lists and models of one language.
#[derive(Clone, Debug)]
pub struct Cues {
    pub(crate) lexicon: Lexicon,
    pub(crate) tagger: Pair,
    pub(crate) linker: Model,
    /// What attributions mean: kinds, chains, stances.
    pub(crate) meaning: Meaning,
}

impl Cues {
    /// The English that is built into the program.
    pub fn english() -> Self {
        Cues {
            lexicon: Lexicon::english(),
            tagger: Pair::new(&built_in(FIRST, &Role::NAMES), &built_in(SECOND, &Role::NAMES)),
            linker: built_in(LINKER, &linker::LABELS),
            meaning: Meaning::english(),
        }
    }
}

impl Default for Cues {
    fn default() -> Self {
        Self::english()
    }
}

fn built_in(bytes: &[u8], labels: &[&str]) -> Model {
    let model = Model::from_bytes(bytes).and_then(|model| model.expect_labels(labels));
    model.expect("the built-in model is whole: a test reads it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_models_are_whole() {
        assert_eq!(Cues::english().tagger.n_labels(), Role::ALL.len());
    }
}
