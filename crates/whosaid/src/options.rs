//! [`Options`]: what a user may choose that changes results.

/// Choices of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Which models read the articles.
    pub mode: Mode,
}

/// Which models read the articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The linear models.
    Fast,
}

impl Default for Options {
    fn default() -> Self {
        Options { mode: Mode::Fast }
    }
}

impl Options {
    /// The options as (name, value), by name.
    pub(crate) fn for_manifest(self) -> Vec<(String, String)> {
        let mode = match self.mode {
            Mode::Fast => "fast",
        };
        vec![("mode".to_owned(), mode.to_owned())]
    }
}
