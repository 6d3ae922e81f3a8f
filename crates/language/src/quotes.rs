//! Quotation marks paired.

use crate::Annotated;

/// Fills `quotations`.
pub(crate) fn pair(_annotated: &mut Annotated) {}
