//! The timeline of one story: a drawing and a table that says the same.

use super::lens::{Lens, Words};
use crate::svg::{self, Column, Dot};
use crate::words;
use std::collections::BTreeMap;
use whosaid::claims::{Dossier, TimelineEntry};

/// Rows of the table; the rest is counted.
const MOST_ROWS: usize = 50;

/// Times in the drawing; the rest stands in the table only.
const MOST_COLUMNS: usize = 40;

/// The timeline of one story.
pub struct TimelineView {
    /// The drawing, as HTML; empty without entries.
    pub svg: String,
    /// The table.
    pub rows: Vec<RowView>,
    /// Entries not shown.
    pub n_left_out: usize,
    /// Times that the drawing leaves out.
    pub n_columns_left_out: usize,
}

/// One row.
pub struct RowView {
    /// Id on the page.
    pub id: String,
    /// Its number.
    pub number: usize,
    /// When, in words.
    pub when: String,
    /// The value as it is in the JSON.
    pub value: String,
    /// What happened.
    pub what: String,
    /// Where it stands.
    pub place: Words,
    /// Whether it was still to come when told.
    pub future: bool,
    /// The claim's link and number, where it has a card.
    pub claim: Option<(String, String)>,
}

impl TimelineView {
    /// Looks at the timeline of one story.
    pub fn of(lens: Lens<'_>, story: usize, dossier: &Dossier) -> Self {
        let rows = rows(lens, story, dossier);
        let mut columns = columns(lens, dossier, &rows);
        let n_columns_left_out = columns.len().saturating_sub(MOST_COLUMNS);
        columns.drain(..n_columns_left_out);
        let svg = match rows.is_empty() {
            true => String::new(),
            false => svg::timeline(&columns, &format!("s{}-timeline-note", story + 1)),
        };
        let n_left_out = dossier.timeline.len().saturating_sub(MOST_ROWS);
        TimelineView { svg, rows, n_left_out, n_columns_left_out }
    }
}

fn rows(lens: Lens<'_>, story: usize, dossier: &Dossier) -> Vec<RowView> {
    let row = |(idx, entry): (usize, &TimelineEntry)| {
        Some(RowView {
            id: format!("s{}-t{}", story + 1, idx + 1),
            number: idx + 1,
            when: words::timex(&entry.when),
            value: words::calm(&entry.when),
            what: words::clip(
                words::calm(words::head(&entry.what, 2_000)).trim_start_matches([',', ';', ':', '.', ' ']),
                240,
            ),
            place: lens.words(entry.article, entry.span)?,
            future: entry.future,
            claim: entry.claim.and_then(|claim| lens.claim_link(story, claim)),
        })
    };
    dossier.timeline.iter().take(MOST_ROWS).enumerate().filter_map(row).collect()
}

fn columns(lens: Lens<'_>, dossier: &Dossier, rows: &[RowView]) -> Vec<Column> {
    let mut columns: BTreeMap<String, Column> = BTreeMap::new();
    for row in rows {
        let dot = Dot {
            label: row.number.to_string(),
            title: format!("{}: {}, {}", row.number, row.when, words::clip(&row.what, 80)),
            href: format!("#{}", row.id),
            future: row.future,
        };
        let day = words::head(&row.value, 10).to_owned();
        columns.entry(day).or_default().events.push(dot);
    }
    for &idx in &dossier.story.articles {
        let Some(article) = lens.article(idx) else { continue };
        let Some(when) = article.published.value else { continue };
        let outlet = words::outlet(article);
        let dot = Dot {
            label: outlet.strip_prefix("The ").unwrap_or(&outlet).chars().take(8).collect(),
            title: format!("{outlet}: {}", words::title(article)),
            href: lens.article_href(idx),
            future: false,
        };
        columns.entry(when.day.to_string()).or_default().articles.push(dot);
    }
    columns.into_iter().map(|(value, column)| Column { label: label(&value), ..column }).collect()
}

/// "14 Nov" over "2023"; "Nov" over "2023"; "2023".
fn label(value: &str) -> [String; 2] {
    let written = words::timex(value);
    match written.rsplit_once(' ') {
        Some((day, year)) => [day.to_owned(), year.to_owned()],
        None => [written, String::new()],
    }
}
