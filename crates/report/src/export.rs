//! What others take away: a run in the formats of spreadsheets, pages, annotations, provenance and graphs.
//!
//! Start with [`export`]: one file a format under `export/`, each following the standard that its header names. Short
//! extracts stand for the articles' words unless full text is asked for: an export is meant to be passed on, and the
//! texts belong to their outlets. Every extract carries the article's id, the hash of its text and its place in code
//! points, so that whoever has the text can check it. Nothing here says what is true: no format carries a rating.

pub mod atom;
pub mod csv;
mod graphml;
mod json;
mod json_ld;
mod markdown;
mod names;
mod page;
mod prov;
mod sheet;
mod web_annotation;
mod who;

use crate::html::{self, Figure, PageOptions};
use whosaid::Run;

/// Formats of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A telling a row, RFC 4180.
    Csv,
    /// The JSON of the contract; without full text each place carries its words.
    Json,
    /// CommonMark.
    Markdown,
    /// A page of extracts; with full text the report.
    Html,
    /// schema.org NewsArticle, Quotation and Claim as JSON-LD 1.1.
    JsonLd,
    /// A W3C Web Annotation collection.
    WebAnnotation,
    /// W3C PROV-O as JSON-LD 1.1.
    Prov,
    /// Who told whom, as GraphML 1.0.
    Graphml,
}

/// What an export holds besides the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportOptions {
    /// Whole texts and whole quotations instead of short extracts.
    pub full_text: bool,
    /// Measured quality, for the footer of a report.
    pub figures: Vec<Figure>,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 8] = [
        Format::Csv,
        Format::Json,
        Format::Markdown,
        Format::Html,
        Format::JsonLd,
        Format::WebAnnotation,
        Format::Prov,
        Format::Graphml,
    ];

    /// The word that people type.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::JsonLd => "json-ld",
            Format::WebAnnotation => "web-annotation",
            Format::Prov => "prov",
            Format::Graphml => "graphml",
        }
    }

    /// The format of a word that people typed.
    pub fn named(name: &str) -> Option<Self> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The media type, as registered.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Json => "application/json",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Html => "text/html; charset=utf-8",
            Format::JsonLd | Format::Prov => "application/ld+json",
            Format::WebAnnotation => "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
            Format::Graphml => "application/graphml+xml",
        }
    }

    /// The ending of a file's name, without the point.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::JsonLd | Format::WebAnnotation | Format::Prov => "jsonld",
            Format::Graphml => "graphml",
        }
    }
}

/// Writes a run in a format.
pub fn export(run: &Run, format: Format, options: &ExportOptions) -> String {
    let full_text = options.full_text;
    match format {
        Format::Csv => csv::tellings(run, full_text),
        Format::Json => json::write(run, full_text),
        Format::Markdown => markdown::write(run, full_text),
        Format::Html if full_text => {
            html::page(run, &PageOptions { title: None, figures: options.figures.clone() })
        }
        Format::Html => page::write(run),
        Format::JsonLd => json_ld::write(run, full_text),
        Format::WebAnnotation => web_annotation::write(run, full_text),
        Format::Prov => prov::write(run, full_text),
        Format::Graphml => graphml::write(run),
    }
}

/// Pretty JSON with a line's end. These values have string keys and finite depth, so writing them cannot fail.
fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
