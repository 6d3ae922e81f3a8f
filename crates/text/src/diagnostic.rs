//! What a stage has to say about odd input. Odd input is not an error: the stage returns its product too.

use crate::Span;

/// A remark about one article that the user should see; never fatal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The words it is about, if any.
    pub span: Option<Span>,
    /// What is odd and what was done about it: lower case, no full stop.
    pub message: String,
}
