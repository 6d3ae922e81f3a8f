//! Sieves: each sees to one kind of thing that the models leave out or get wrong, by rule.
//!
//! [`REPAIRS`] put the pieces of attributions right, [`FINDERS`] add attributions that the models do not see,
//! [`LINKS`] add hops to a chain. Each list runs in its order, strictest first; a later sieve sees only what is
//! still open.

mod author;
mod beside_cue;
mod carried_outlet;
mod cited_source;
mod citing;
mod correction_note;
mod embedded_post;
mod first_report_credit;
mod hearsay;
mod nested;
mod no_claim;
mod outlet_credit;
mod passive;
mod title_before_name;
mod told_outlet;
mod trailing_source;

pub(crate) use correction_note::mark as mark_corrections;

use crate::meaning::Context;
use crate::outline::Outline;

/// Changes pieces of attributions, or adds attributions.
pub(crate) type Finder = fn(&Context<'_>, &mut Vec<Outline>);
/// Adds hops to the chains of all attributions, which are in order of position and have their own hop.
pub(crate) type Link = fn(&Context<'_>, &mut [Outline]);

/// Repairs of pieces.
pub(crate) const REPAIRS: &[Finder] = &[
    trailing_source::repair,
    cited_source::repair,
    passive::repair,
    beside_cue::repair,
    hearsay::repair,
    title_before_name::repair,
];

/// Finders of attributions.
pub(crate) const FINDERS: &[Finder] =
    &[correction_note::find, embedded_post::find, first_report_credit::find, outlet_credit::find];

/// Links of chains: inner hops first, then whom the source told, then whose content it stands in, then whose report.
/// Last, what tells nothing is set aside.
pub(crate) const LINKS: &[Link] = &[
    author::link,
    citing::link,
    told_outlet::link,
    carried_outlet::link,
    nested::link,
    outlet_credit::link,
    no_claim::set_aside,
];
