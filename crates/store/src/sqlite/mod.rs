//! A collection in one SQLite file: write-ahead log, one writer and many readers, full-text search by FTS5.
//!
//! `open.rs` opens and upgrades the file, `articles.rs`, `stories.rs` and `corrections.rs` write and read what is kept,
//! `lists.rs` answers the lists, `speakers.rs` keeps totals for one of them. Only this folder knows SQL.

mod alerts;
mod articles;
mod corrections;
mod lists;
mod open;
mod speakers;
mod stories;
#[cfg(test)]
mod tests;

pub use open::Create;

use crate::StoreError;
use crate::corrections::Correction;
use crate::rows::{
    AlertRow, ArticleRow, ChangeRow, ClaimRow, ConflictRow, QuoteRow, SearchRow, SpeakerRow, StoryRow,
    StoryRows, TimelineRow,
};
use crate::store::{
    ArticleNo, Counts, Filter, Gathering, Kept, Layers, Listing, NewArticle, Page, Placement, Store,
    StoredReading, StoryNo,
};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use speakers::Touched;
use std::path::Path;
use whosaid::text::ArticleId;

/// A collection in one file.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    path: String,
}

impl SqliteStore {
    /// Opens a collection to read and write. An older file is brought up to date after a copy is kept beside it.
    ///
    /// # Errors
    /// [`StoreError`] where there is none, or it is foreign, newer or damaged.
    pub fn open(path: &Path, create: Create) -> Result<Self, StoreError> {
        let connection = open::open(path, create)?;
        Ok(SqliteStore { connection, path: path.to_string_lossy().into_owned() })
    }

    /// Opens a collection to read only.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        let store = Self::open(path, Create::Never)?;
        store.read(|c| c.pragma_update(None, "query_only", true))?;
        Ok(store)
    }

    fn read<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        ask(&self.connection).map_err(|source| open::error(&self.path, source))
    }

    /// All of `change` or nothing.
    fn write<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let all = || {
            let step = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = change(&step)?;
            step.commit()?;
            Ok(done)
        };
        all().map_err(|source| open::error(&self.path, source))
    }
}

impl Store for SqliteStore {
    fn add_articles(&mut self, articles: &[NewArticle<'_>], added: &str) -> Result<Vec<Kept>, StoreError> {
        self.write(|step| articles.iter().map(|new| articles::add(step, new, added)).collect())
    }

    fn put_readings(&mut self, readings: &[(ArticleNo, Layers)]) -> Result<(), StoreError> {
        self.write(|step| {
            readings.iter().try_for_each(|(no, layers)| articles::replace_layers(step, *no, layers))
        })
    }

    fn place(&mut self, placement: &Placement) -> Result<bool, StoreError> {
        self.write(|step| stories::place(step, placement))
    }

    fn put_stories(&mut self, stories: &[StoryRows], weighed: &str) -> Result<(), StoreError> {
        self.write(|step| {
            let mut touched = Touched::new();
            stories.iter().try_for_each(|story| stories::put(step, story, weighed, &mut touched))?;
            speakers::count(step, &touched)
        })
    }

    fn correct(&mut self, corrections: &[Correction], touched: &[ArticleId]) -> Result<usize, StoreError> {
        self.write(|step| corrections::append(step, corrections, touched))
    }

    fn see_alerts(&mut self, upto: i64) -> Result<(), StoreError> {
        self.write(|step| alerts::see(step, upto))
    }

    fn counts(&self) -> Result<Counts, StoreError> {
        self.read(lists::counts)
    }

    fn known(&self, ids: &[ArticleId]) -> Result<Vec<Option<ArticleNo>>, StoreError> {
        self.read(|c| ids.iter().map(|id| articles::number(c, &id.to_string())).collect())
    }

    fn named(&self, id: &str) -> Result<ArticleNo, StoreError> {
        let found = self.read(|c| articles::beginning_with(c, id))?;
        let name = || id.to_owned();
        match found[..] {
            [] => Err(StoreError::NoSuch { what: "article", name: name() }),
            [only] => Ok(only),
            _ => Err(StoreError::Ambiguous { what: "article", name: name() }),
        }
    }

    fn newest(&self, id: &str) -> Result<Option<ArticleId>, StoreError> {
        self.read(|c| articles::newest(c, id))
    }

    fn at_address(&self, address: &str) -> Result<Vec<ArticleNo>, StoreError> {
        self.read(|c| articles::at_address(c, address))
    }

    fn readings(&self, wanted: &[ArticleNo]) -> Result<Vec<StoredReading>, StoreError> {
        let mut readings = Vec::with_capacity(wanted.len());
        for &no in wanted {
            match self.read(|c| articles::reading(c, no))? {
                None => {}
                Some(Some(reading)) => readings.push(reading),
                Some(None) => {
                    let path = self.path.clone();
                    return Err(StoreError::BadRow { path, table: "article", row: no.0 });
                }
            }
        }
        Ok(readings)
    }

    fn gathering(&self) -> Result<Gathering, StoreError> {
        self.read(stories::gathering)
    }

    fn outlines(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read(stories::outlines)
    }

    fn stale(&self, limit: u32) -> Result<Vec<StoryNo>, StoreError> {
        self.read(|c| stories::stale(c, limit))
    }

    fn made_otherwise(&self, made_with: &str, limit: u32) -> Result<Vec<ArticleNo>, StoreError> {
        self.read(|c| articles::made_otherwise(c, made_with, limit))
    }

    fn members(&self, story: StoryNo) -> Result<Vec<ArticleNo>, StoreError> {
        self.read(|c| stories::members(c, story))
    }

    fn story(&self, story: StoryNo) -> Result<StoryRow, StoreError> {
        let found = self.read(|c| stories::story(c, story))?;
        found.ok_or_else(|| StoreError::NoSuch { what: "story", name: story.to_string() })
    }

    fn dossier(&self, story: StoryNo) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        self.read(|c| stories::dossier(c, story))
    }

    fn dossier_members(&self, story: StoryNo) -> Result<Option<Vec<ArticleNo>>, StoreError> {
        self.read(|c| stories::dossier_members(c, story))
    }

    fn articles(&self, filter: &Filter, page: Page) -> Result<Listing<ArticleRow>, StoreError> {
        self.read(|c| lists::articles(c, filter, page))
    }

    fn stories(&self, filter: &Filter, page: Page) -> Result<Listing<StoryRow>, StoreError> {
        self.read(|c| lists::stories(c, filter, page))
    }

    fn claims(&self, filter: &Filter, page: Page) -> Result<Listing<ClaimRow>, StoreError> {
        self.read(|c| lists::claims(c, filter, page))
    }

    fn quotes(&self, filter: &Filter, page: Page) -> Result<Listing<QuoteRow>, StoreError> {
        self.read(|c| lists::quotes(c, filter, page))
    }

    fn speakers(&self, filter: &Filter, page: Page) -> Result<Listing<SpeakerRow>, StoreError> {
        self.read(|c| lists::speakers(c, filter, page))
    }

    fn timeline(&self, filter: &Filter, page: Page) -> Result<Listing<TimelineRow>, StoreError> {
        self.read(|c| lists::timeline(c, filter, page))
    }

    fn conflicts(&self, filter: &Filter, page: Page) -> Result<Listing<ConflictRow>, StoreError> {
        self.read(|c| lists::conflicts(c, filter, page))
    }

    fn search(&self, filter: &Filter, page: Page) -> Result<Listing<SearchRow>, StoreError> {
        self.read(|c| lists::search(c, filter, page))
    }

    fn changes(&self, filter: &Filter, page: Page) -> Result<Listing<ChangeRow>, StoreError> {
        self.read(|c| lists::changes(c, filter, page))
    }

    fn alerts(&self, filter: &Filter, page: Page) -> Result<Listing<AlertRow>, StoreError> {
        self.read(|c| lists::alerts(c, filter, page))
    }

    fn corrections(&self) -> Result<Vec<Correction>, StoreError> {
        self.read(corrections::all)
    }

    fn check(&self) -> Result<Vec<String>, StoreError> {
        self.read(lists::check)
    }
}
