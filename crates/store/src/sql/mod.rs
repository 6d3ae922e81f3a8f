//! A collection in tables: what every database that speaks SQL shares. [`SqlStore`] is the store, [`Database`] is what a
//! folder such as `sqlite/` gives: a connection, its few own words of SQL, and its way to find words in texts.
//!
//! `articles.rs`, `stories.rs`, `corrections.rs` and `alerts.rs` write and read what is kept, `lists.rs` answers the lists,
//! `speakers.rs` keeps totals for one of them, `check.rs` looks whether all is whole, `value.rs` is what stands in a cell.
//! Statements are written so that every database understands them, values as `?1`, `?2`; each database has the same tables
//! in layouts of its own.

mod alerts;
mod articles;
mod check;
mod corrections;
mod lists;
mod speakers;
mod stories;
pub(crate) mod value;

use crate::StoreError;
use crate::corrections::Correction;
use crate::rows::{
    AlertRow, ArticleRow, ChangeRow, ClaimRow, ConflictRow, QuoteRow, SearchRow, SpeakerRow, StoryRow,
    StoryRows, TimelineRow,
};
use crate::store::{
    ArticleNo, Counts, Filter, Gathering, Kept, Layers, Listing, NewArticle, Page, Placement, Store,
    StoredReading, StoryMaking, StoryNo,
};
use speakers::Touched;
use value::{Held, Row, Value, values};
use whosaid::text::ArticleId;

/// Where databases say one thing in different words.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// Compares with a pattern, letter case aside.
    pub like: &'static str,
    /// Joins a table so that rows come in the order of what stands before it.
    pub join_in_order: &'static str,
    /// The table that words are searched in, joined with the articles `a`.
    pub words: &'static str,
    /// Whether a text holds the words asked for, which stand as `?`.
    pub has_words: &'static str,
    /// A number that is the smaller the better a text matches; the words are the statement's first value.
    pub match_rank: &'static str,
}

/// A connection to a database that holds the tables of a collection.
pub trait Database {
    /// Its own words of SQL.
    fn dialect(&self) -> &'static Dialect;

    /// The collection as its user knows it, to be told in errors.
    fn name(&self) -> &str;

    /// Gives every row of an answer to `each`.
    fn select(
        &self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Changes rows and gives how many.
    fn change(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError>;

    /// Begins a step, once no other writer is at work.
    fn begin(&self) -> Result<(), StoreError>;

    /// Keeps a step.
    fn commit(&self) -> Result<(), StoreError>;

    /// Gives a step up, as far as anything of it is left.
    fn roll_back(&self);

    /// Keeps the words of an article, to be shown and to be found.
    fn put_words(&self, no: ArticleNo, title: Option<&str>, text: &str) -> Result<(), StoreError>;

    /// Words and phrases as the database wants to be asked for them: all, or any. Empty if there is no word in them.
    fn asked_for(&self, terms: &[String], any: bool) -> String;

    /// Words of an article around what was asked for, with `[` and `]` around what matched.
    fn extract(&self, no: ArticleNo, asked_for: &str) -> Result<String, StoreError>;

    /// What the database itself finds broken, in words.
    fn faults(&self) -> Result<Vec<String>, StoreError>;
}

impl dyn Database + '_ {
    /// Every row of an answer.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut row: impl FnMut(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = Vec::new();
        self.select(sql, values, &mut |found| {
            rows.push(row(found)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row of an answer.
    fn row<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        row: impl FnMut(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, values, row)?.into_iter().next())
    }

    /// The first column of every row.
    fn column<T: Held>(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<T>, StoreError> {
        self.rows(sql, values, |row| row.first())
    }

    /// The first column of the first row.
    pub(crate) fn cell<T: Held>(&self, sql: &str, values: &[Value<'_>]) -> Result<Option<T>, StoreError> {
        self.row(sql, values, |row| row.first())
    }

    /// A number that the answer always has.
    pub(crate) fn number(&self, sql: &str) -> Result<i64, StoreError> {
        Ok(self.cell(sql, values![])?.unwrap_or_default())
    }

    /// What stands in a cell is not what was written there.
    fn odd(&self, why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
        StoreError::Database { path: self.name().to_owned(), source: why.into() }
    }
}

/// A step that is given up unless it is kept.
struct Step<'a> {
    db: &'a dyn Database,
    kept: bool,
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        if !self.kept {
            self.db.roll_back();
        }
    }
}

/// The number of a layout that is found, where this program knows so many.
pub(crate) fn known_layout(found: i64, n_known: usize, name: &str) -> Result<usize, StoreError> {
    match usize::try_from(found) {
        Ok(layout @ 1..) if layout <= n_known => Ok(layout),
        _ => Err(StoreError::Newer {
            path: name.to_owned(),
            found: found.try_into().unwrap_or(u32::MAX),
            known: n_known as u32,
        }),
    }
}

/// A collection in a database.
#[derive(Debug)]
pub struct SqlStore<D> {
    pub(crate) database: D,
}

impl<D: Database> SqlStore<D> {
    fn db(&self) -> &dyn Database {
        &self.database
    }

    /// All of `change` or nothing.
    pub(crate) fn write<T>(
        &mut self,
        change: impl FnOnce(&dyn Database) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.database.begin()?;
        let mut step = Step { db: &self.database, kept: false };
        let done = change(step.db)?;
        step.db.commit()?;
        step.kept = true;
        Ok(done)
    }
}

impl<D: Database> Store for SqlStore<D> {
    fn add_articles(&mut self, articles: &[NewArticle<'_>], added: &str) -> Result<Vec<Kept>, StoreError> {
        self.write(|db| articles.iter().map(|new| articles::add(db, new, added)).collect())
    }

    fn put_readings(&mut self, readings: &[(ArticleNo, Layers)]) -> Result<(), StoreError> {
        self.write(|db| {
            readings.iter().try_for_each(|(no, layers)| articles::replace_layers(db, *no, layers))
        })
    }

    fn place(&mut self, placement: &Placement) -> Result<bool, StoreError> {
        self.write(|db| stories::place(db, placement))
    }

    fn put_stories(&mut self, stories: &[StoryRows], weighed: &str) -> Result<(), StoreError> {
        self.write(|db| {
            let mut touched = Touched::new();
            stories.iter().try_for_each(|story| stories::put(db, story, weighed, &mut touched))?;
            speakers::count(db, &touched)
        })
    }

    fn correct(&mut self, corrections: &[Correction], touched: &[ArticleId]) -> Result<usize, StoreError> {
        self.write(|db| corrections::append(db, corrections, touched))
    }

    fn see_alerts(&mut self, upto: i64) -> Result<(), StoreError> {
        self.write(|db| alerts::see(db, upto))
    }

    fn counts(&self) -> Result<Counts, StoreError> {
        check::counts(self.db())
    }

    fn known(&self, ids: &[ArticleId]) -> Result<Vec<Option<ArticleNo>>, StoreError> {
        ids.iter().map(|id| articles::number(self.db(), &id.to_string())).collect()
    }

    fn named(&self, id: &str) -> Result<ArticleNo, StoreError> {
        let found = articles::beginning_with(self.db(), id)?;
        let name = || id.to_owned();
        match found[..] {
            [] => Err(StoreError::NoSuch { what: "article", name: name() }),
            [only] => Ok(only),
            _ => Err(StoreError::Ambiguous { what: "article", name: name() }),
        }
    }

    fn newest(&self, id: &str) -> Result<Option<ArticleId>, StoreError> {
        articles::newest(self.db(), id)
    }

    fn at_address(&self, address: &str) -> Result<Vec<ArticleNo>, StoreError> {
        articles::at_address(self.db(), address)
    }

    fn readings(&self, wanted: &[ArticleNo]) -> Result<Vec<StoredReading>, StoreError> {
        let readings = wanted.iter().map(|&no| articles::reading(self.db(), no));
        Ok(readings.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn gathering(&self) -> Result<Gathering, StoreError> {
        stories::gathering(self.db())
    }

    fn outlines(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        stories::outlines(self.db())
    }

    fn stale(&self, limit: u32) -> Result<Vec<StoryNo>, StoreError> {
        stories::stale(self.db(), limit)
    }

    fn made_otherwise(&self, made_with: &str, limit: u32) -> Result<Vec<ArticleNo>, StoreError> {
        articles::made_otherwise(self.db(), made_with, limit)
    }

    fn members(&self, story: StoryNo) -> Result<Vec<ArticleNo>, StoreError> {
        stories::members(self.db(), story)
    }

    fn story(&self, story: StoryNo) -> Result<StoryRow, StoreError> {
        let found = stories::story(self.db(), story)?;
        found.ok_or_else(|| StoreError::NoSuch { what: "story", name: story.to_string() })
    }

    fn dossier(&self, story: StoryNo) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        stories::dossier(self.db(), story)
    }

    fn making(&self, story: StoryNo) -> Result<Option<StoryMaking>, StoreError> {
        stories::making(self.db(), story)
    }

    fn dossier_members(&self, story: StoryNo) -> Result<Option<Vec<ArticleNo>>, StoreError> {
        stories::dossier_members(self.db(), story)
    }

    fn articles(&self, filter: &Filter, page: Page) -> Result<Listing<ArticleRow>, StoreError> {
        lists::articles(self.db(), filter, page)
    }

    fn stories(&self, filter: &Filter, page: Page) -> Result<Listing<StoryRow>, StoreError> {
        lists::stories(self.db(), filter, page)
    }

    fn claims(&self, filter: &Filter, page: Page) -> Result<Listing<ClaimRow>, StoreError> {
        lists::claims(self.db(), filter, page)
    }

    fn quotes(&self, filter: &Filter, page: Page) -> Result<Listing<QuoteRow>, StoreError> {
        lists::quotes(self.db(), filter, page)
    }

    fn speakers(&self, filter: &Filter, page: Page) -> Result<Listing<SpeakerRow>, StoreError> {
        lists::speakers(self.db(), filter, page)
    }

    fn timeline(&self, filter: &Filter, page: Page) -> Result<Listing<TimelineRow>, StoreError> {
        lists::timeline(self.db(), filter, page)
    }

    fn conflicts(&self, filter: &Filter, page: Page) -> Result<Listing<ConflictRow>, StoreError> {
        lists::conflicts(self.db(), filter, page)
    }

    fn search(&self, filter: &Filter, page: Page) -> Result<Listing<SearchRow>, StoreError> {
        lists::search(self.db(), filter, page)
    }

    fn stories_with(&self, filter: &Filter, limit: u32) -> Result<Vec<StoryNo>, StoreError> {
        lists::stories_with(self.db(), filter, limit)
    }

    fn changes(&self, filter: &Filter, page: Page) -> Result<Listing<ChangeRow>, StoreError> {
        lists::changes(self.db(), filter, page)
    }

    fn alerts(&self, filter: &Filter, page: Page) -> Result<Listing<AlertRow>, StoreError> {
        lists::alerts(self.db(), filter, page)
    }

    fn corrections(&self) -> Result<Vec<Correction>, StoreError> {
        corrections::all(self.db())
    }

    fn check(&self) -> Result<Vec<String>, StoreError> {
        check::check(self.db())
    }
}
