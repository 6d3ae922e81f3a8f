//! Which collection a command works on.

use crate::error::CommandError;
use clap::Args;
use whosaid::text::Day;
use whosaid::{Mode, Resources};
use whosaid_store::{AnyStore, Create, Desk, Filter};

/// Where the collection lies.
#[derive(Args, Clone, Debug)]
pub struct DeskArgs {
    /// File of the collection, or the address of a PostgreSQL database (postgres://...)
    #[arg(long, value_name = "FILE", default_value = "desk.whosaid")]
    desk: String,
}

impl DeskArgs {
    /// Opens the collection to read.
    pub fn store(&self) -> Result<AnyStore, CommandError> {
        Ok(whosaid_store::open_to_read(&self.desk)?)
    }

    /// Opens the collection to note something in it.
    pub fn store_to_write(&self) -> Result<AnyStore, CommandError> {
        Ok(whosaid_store::open(&self.desk, Create::Never)?)
    }

    /// Opens the collection to read, with what is needed to show stories.
    pub fn reader(&self) -> Result<Desk<AnyStore>, CommandError> {
        Ok(Desk::new(self.store()?, Resources::english(Mode::Fast)))
    }

    /// Opens the collection to change it, without reading articles.
    pub fn writer(&self, create: Create) -> Result<Desk<AnyStore>, CommandError> {
        self.adder(create, Resources::english(Mode::Fast))
    }

    /// Opens the collection to read articles into it.
    pub fn adder(&self, create: Create, resources: Resources) -> Result<Desk<AnyStore>, CommandError> {
        let store = whosaid_store::open(&self.desk, create)?;
        Ok(Desk::new(store, resources))
    }

    /// The file or address, as it was typed.
    pub fn address(&self) -> &str {
        &self.desk
    }

    /// The file or address, without a password.
    pub fn name(&self) -> String {
        whosaid_store::shown(&self.desk)
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

impl ArticleFilterArgs {
    /// As the store wants it.
    pub fn filter(&self) -> Filter {
        Filter { outlet: self.outlet.clone(), from: self.from, to: self.to, ..Filter::default() }
    }
}

/// Reads a day.
pub fn day(typed: &str) -> Result<Day, String> {
    typed.parse().map_err(|_| "write YYYY-MM-DD".to_owned())
}
