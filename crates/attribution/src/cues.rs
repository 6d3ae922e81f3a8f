//! [`Cues`]: the cue lexicons and models that this room works with.

use crate::lexicon::Lexicon;
use crate::linker;
use crate::meaning::Meaning;
use crate::scorer::RoleModel;
use crate::tagger::Role;
use whosaid_linear::{Model, ModelError, Pair};

const FIRST: &[u8] = include_bytes!("../../../models/en/attribution-first.model");
const LINKER: &[u8] = include_bytes!("../../../models/en/attribution-linker.model");
const SECOND: &[u8] = include_bytes!("../../../models/en/attribution-second.model");

/// Loaded cue lists and models of one language.
#[derive(Clone, Debug)]
pub struct Cues {
    pub(crate) lexicon: Lexicon,
    pub(crate) tagger: RoleModel,
    pub(crate) linker: Model,
    /// What attributions mean: kinds, chains, stances.
    pub(crate) meaning: Meaning,
}

impl Cues {
    /// The English that is built into the program.
    pub fn english() -> Self {
        Cues {
            lexicon: Lexicon::english(),
            tagger: RoleModel::new(Pair::new(
                &built_in(FIRST, &Role::NAMES),
                &built_in(SECOND, &Role::NAMES),
            )),
            linker: built_in(LINKER, &linker::LABELS),
            meaning: Meaning::english(),
        }
    }

    /// Reads with other models: those of the tagger's two passes (both or none), and that of the linker.
    ///
    /// # Errors
    /// A file that is damaged or another model; one pass of the tagger without the other.
    pub fn use_models(&mut self, tagger: [Option<&[u8]>; 2], linker: Option<&[u8]>) -> Result<(), String> {
        let read = |bytes, labels: &[&str]| model(bytes, labels).map_err(|why| why.to_string());
        match tagger {
            [Some(first), Some(second)] => {
                let pair = Pair::new(&read(first, &Role::NAMES)?, &read(second, &Role::NAMES)?);
                self.tagger = RoleModel::new(pair);
            }
            [None, None] => {}
            _ => return Err("the tagger has two models, and one of them is not there".to_owned()),
        }
        if let Some(bytes) = linker {
            self.linker = read(bytes, &linker::LABELS)?;
        }
        Ok(())
    }
}

impl Default for Cues {
    fn default() -> Self {
        Self::english()
    }
}

fn model(bytes: &[u8], labels: &[&str]) -> Result<Model, ModelError> {
    Model::from_bytes(bytes).and_then(|model| model.expect_labels(labels))
}

fn built_in(bytes: &[u8], labels: &[&str]) -> Model {
    model(bytes, labels).expect("the built-in model is whole: a test reads it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_models_are_whole() {
        assert_eq!(Cues::english().tagger.pair.n_labels(), Role::ALL.len());
    }
}
