//! Lists as a table for the terminal, as CSV (RFC 4180, without formulas) and as JSON.

use crate::desk::DeskArgs;
use crate::error::{CommandError, Outcome};
use crate::output::Output;
use clap::{Args, ValueEnum};
use serde::Serialize;
use whosaid_report::export::atom::{self, Feed};
use whosaid_report::export::csv;
use whosaid_store::{AnyStore, Listing, Page, StoreError};

/// Characters of a cell at most in a table.
const WIDEST: usize = 72;

/// Which rows of a list.
#[derive(Args, Clone, Copy, Debug)]
pub struct PageArgs {
    /// Print at most this many rows, 0 for all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
    /// Pass over this many rows first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: u32,
}

impl PageArgs {
    /// As the store wants it.
    pub fn page(self) -> Page {
        let limit = if self.limit == 0 { u32::MAX } else { self.limit };
        Page { offset: self.offset, limit }
    }
}

/// What every list takes: which rows, in which shape, of which collection.
#[derive(Args, Clone, Debug)]
pub struct RowsArgs {
    #[command(flatten)]
    page: PageArgs,
    #[command(flatten)]
    listing: ListingArgs,
    #[command(flatten)]
    desk: DeskArgs,
}

impl RowsArgs {
    /// Asks the collection for the rows and writes them.
    pub fn list<T: Serialize>(
        &self,
        ask: impl FnOnce(&AnyStore, Page) -> Result<Listing<T>, StoreError>,
        columns: &[Column<T>],
    ) -> Result<Outcome, CommandError> {
        self.write(&self.ask(ask)?, columns)
    }

    /// Asks the collection for the rows.
    pub fn ask<T>(
        &self,
        ask: impl FnOnce(&AnyStore, Page) -> Result<Listing<T>, StoreError>,
    ) -> Result<Listing<T>, CommandError> {
        Ok(ask(&self.desk.store()?, self.page.page())?)
    }

    /// Writes rows.
    pub fn write<T: Serialize>(
        &self,
        listing: &Listing<T>,
        columns: &[Column<T>],
    ) -> Result<Outcome, CommandError> {
        write(&self.listing, listing, columns)
    }

    /// Writes a feed in place of rows.
    pub fn write_feed(&self, feed: &Feed) -> Result<Outcome, CommandError> {
        let mut output = Output::open(&self.listing.output)?;
        output.write(&atom::feed(feed))?;
        output.finish()?;
        Ok(Outcome::Done)
    }

    /// The rows asked for.
    pub fn page(&self) -> Page {
        self.page.page()
    }

    /// The collection.
    pub fn desk(&self) -> &DeskArgs {
        &self.desk
    }
}

/// Whether a list is written as a feed.
#[derive(Args, Clone, Copy, Debug)]
pub struct FeedArgs {
    /// Write a feed instead of a list
    #[arg(long = "as", value_enum, value_name = "FEED", conflicts_with = "format")]
    feed: Option<FeedFormat>,
}

impl FeedArgs {
    /// Whether a feed is asked for.
    pub fn is_feed(self) -> bool {
        self.feed.is_some()
    }
}

/// Shapes of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FeedFormat {
    /// Atom (RFC 4287)
    Atom,
}

/// Shape and place of a list.
#[derive(Args, Clone, Debug)]
pub struct ListingArgs {
    /// Shape of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
    /// Where to write, - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: String,
}

/// Shapes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Columns for the eye; long cells are cut
    Table,
    /// Comma-separated, every column whole
    Csv,
    /// One object with the total and the rows
    Json,
}

/// A column: its name, whether a table shows it, and its cell of a row.
pub struct Column<T> {
    name: &'static str,
    in_table: bool,
    cell: fn(&T) -> String,
}

/// A column that every shape shows.
pub fn shown<T>(name: &'static str, cell: fn(&T) -> String) -> Column<T> {
    Column { name, in_table: true, cell }
}

/// A column for CSV alone.
pub fn further<T>(name: &'static str, cell: fn(&T) -> String) -> Column<T> {
    Column { name, in_table: false, cell }
}

/// The text of what may not be known.
pub fn known(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

#[derive(Serialize)]
struct JsonListing<'a, T> {
    total: u64,
    rows: &'a [T],
}

/// Writes a list.
#[allow(clippy::print_stderr)]
pub fn write<T: Serialize>(
    args: &ListingArgs,
    listing: &Listing<T>,
    columns: &[Column<T>],
) -> Result<Outcome, CommandError> {
    let mut output = Output::open(&args.output)?;
    output.write(&match args.format {
        ListFormat::Table => table(&listing.rows, columns),
        ListFormat::Csv => csv(&listing.rows, columns),
        ListFormat::Json => json(listing),
    })?;
    output.finish()?;
    let (n, total) = (listing.rows.len() as u64, listing.total);
    if args.format == ListFormat::Table && n < total {
        eprintln!("whosaid: {n} of {total}; --limit and --offset show others");
    }
    if total == 0 {
        eprintln!("whosaid: nothing found");
        return Ok(Outcome::NothingFound);
    }
    Ok(Outcome::Done)
}

/// A list as one line of JSON.
pub fn json<T: Serialize>(listing: &Listing<T>) -> String {
    // Rows have string keys and finite depth, so writing them cannot fail.
    let whole = JsonListing { total: listing.total, rows: &listing.rows };
    serde_json::to_string(&whole).unwrap_or_default() + "\n"
}

fn csv<T>(rows: &[T], columns: &[Column<T>]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let mut text = csv::row(&names);
    for row in rows {
        let cells: Vec<String> = columns.iter().map(|column| (column.cell)(row)).collect();
        text.push_str(&csv::row(&cells));
    }
    text
}

fn table<T>(rows: &[T], columns: &[Column<T>]) -> String {
    let columns: Vec<&Column<T>> = columns.iter().filter(|column| column.in_table).collect();
    let mut lines: Vec<Vec<String>> = vec![columns.iter().map(|column| column.name.to_owned()).collect()];
    lines.extend(rows.iter().map(|row| columns.iter().map(|c| plain(&(c.cell)(row))).collect()));
    let width = |n: usize| lines.iter().map(|cells| cells[n].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut text = String::new();
    for cells in &lines {
        let mut line = String::new();
        for (cell, &width) in cells.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// One line without anything a terminal would act on: article text may hold what it likes.
fn plain(cell: &str) -> String {
    let acts = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let words: String = cell.chars().map(|c| if acts(c) { ' ' } else { c }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(WIDEST) {
        Some((cut, _)) => {
            let cut = words[..cut].char_indices().next_back().map_or(cut, |(last, _)| last);
            format!("{}…", &words[..cut])
        }
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> [Column<(&'static str, u32)>; 2] {
        [shown("name", |row| row.0.to_owned()), shown("n", |row| row.1.to_string())]
    }

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        let rows = [("a, \"b\"", 1), ("=c", 2)];
        assert_eq!(csv(&rows, &columns()), "name,n\r\n\"a, \"\"b\"\"\",1\r\n'=c,2\r\n");
    }

    #[test]
    fn nothing_acts_on_the_terminal() {
        assert_eq!(table(&[("a\u{1b}[31m\nb\u{202e}", 1)], &columns()), "name      n\na [31m b  1\n");
        assert_eq!(plain(&"x".repeat(200)).chars().count(), WIDEST);
    }
}
