//! [`Lexicon`]: the English words, lists and models that this room works with.

/// Loaded lists and models of one language.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {}

impl Lexicon {
    /// The English that is built into the program.
    pub fn english() -> Self {
        Lexicon {}
    }
}
