//! [`Lexicon`]: the English words, lists and models that this room works with.

use crate::words::WordLists;

/// Loaded lists and models of one language.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    pub(crate) words: WordLists,
}

impl Lexicon {
    /// The English that is built into the program.
    pub fn english() -> Self {
        Lexicon { words: WordLists::english() }
    }
}
