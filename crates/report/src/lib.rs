//! A run to text that others read: the page, the JSON of the contract, Markdown for the terminal, exports.
//!
//! Start with [`html::page`], [`json::dossier`], [`markdown::summary`] or [`export::export`]: one file a format, each with view types of
//! its own. This room shows what was concluded and where it stands in the articles; it concludes nothing.

pub mod export;
pub mod html;
pub mod json;
pub mod markdown;
mod svg;
pub mod voice;
pub mod words;
