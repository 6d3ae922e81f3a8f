//! [`Cues`]: the cue lexicons and models that this room works with.

/// Loaded cue lists and models of one language.
#[derive(Clone, Debug, Default)]
pub struct Cues {}

impl Cues {
    /// The English that is built into the program.
    pub fn english() -> Self {
        Cues {}
    }
}
