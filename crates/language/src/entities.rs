//! Mentions joined to one entity per article: name variants, titles and roles, pronouns.

use crate::{Annotated, Lexicon};

/// Adds descriptions and pronouns to `mentions` and joins all of them into `entities`.
pub(crate) fn join(_lexicon: &Lexicon, _annotated: &mut Annotated) {}
