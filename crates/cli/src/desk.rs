//! Which collection a command works on.

use crate::error::CommandError;
use clap::Args;
use std::path::Path;
use whosaid::text::Day;
use whosaid::{Mode, Resources};
use whosaid_store::{Create, Desk, Page, SqliteStore};

/// Where the collection lies.
#[derive(Args, Clone, Debug)]
pub struct DeskArgs {
    /// File of the collection
    #[arg(long, value_name = "FILE", default_value = "desk.whosaid")]
    desk: String,
}

impl DeskArgs {
    /// Opens the collection to read.
    pub fn store(&self) -> Result<SqliteStore, CommandError> {
        Ok(SqliteStore::open_to_read(Path::new(&self.desk))?)
    }

    /// Opens the collection to read, with what is needed to show stories.
    pub fn reader(&self) -> Result<Desk<SqliteStore>, CommandError> {
        Ok(Desk::new(self.store()?, Resources::english(Mode::Fast)))
    }

    /// Opens the collection to change it, without reading articles.
    pub fn writer(&self, create: Create) -> Result<Desk<SqliteStore>, CommandError> {
        self.adder(create, Resources::english(Mode::Fast))
    }

    /// Opens the collection to read articles into it.
    pub fn adder(&self, create: Create, resources: Resources) -> Result<Desk<SqliteStore>, CommandError> {
        let store = SqliteStore::open(Path::new(&self.desk), create)?;
        Ok(Desk::new(store, resources))
    }

    /// The file.
    pub fn path(&self) -> &str {
        &self.desk
    }
}

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

/// Which articles.
#[derive(Args, Clone, Debug)]
pub struct ArticleFilterArgs {
    /// Of outlets whose name holds this
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Not before this day, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub from: Option<Day>,
    /// Not after this day, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub to: Option<Day>,
}

/// Reads a day.
pub fn day(typed: &str) -> Result<Day, String> {
    typed.parse().map_err(|_| "write YYYY-MM-DD".to_owned())
}
