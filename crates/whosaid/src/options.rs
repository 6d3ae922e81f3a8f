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
    /// The encoder, on top of the linear models: as good as it gets, at a few articles a second and core.
    Accurate,
    /// The linear models alone: hundreds of articles a second and core.
    Fast,
}

impl Default for Options {
    fn default() -> Self {
        Options { mode: Mode::Accurate }
    }
}

impl Options {
    /// The options as (name, value), by name.
    pub(crate) fn for_manifest(self) -> Vec<(String, String)> {
        let mode = match self.mode {
            Mode::Accurate => "accurate",
            Mode::Fast => "fast",
        };
        vec![("mode".to_owned(), mode.to_owned())]
    }
}
