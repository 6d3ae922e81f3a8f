//! Sieves: each finds one kind of thing that the words of an attribution leave to its surroundings.
//!
//! [`FINDERS`] add attributions that the models do not see; [`LINKS`] add hops to a chain. Both run in the order
//! of their list, strictest first; a later one sees only what is still open.

mod author;
mod carried_outlet;
mod citing;
mod correction_note;
mod first_report_credit;
mod nested;
mod told_outlet;

use crate::meaning::Context;
use crate::outline::Outline;

/// Adds attributions.
pub(crate) type Finder = fn(&Context<'_>, &mut Vec<Outline>);
/// Adds hops to the chains of all attributions, which are in order of position and have their own hop.
pub(crate) type Link = fn(&Context<'_>, &mut [Outline]);

pub(crate) use correction_note::mark as mark_corrections;

/// Finders of attributions.
pub(crate) const FINDERS: &[Finder] = &[correction_note::find, first_report_credit::find];

/// Links of chains: inner hops first, then whom the source told, then whose content it stands in.
pub(crate) const LINKS: &[Link] =
    &[author::link, citing::link, told_outlet::link, carried_outlet::link, nested::link];
