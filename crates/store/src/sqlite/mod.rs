//! A collection in one SQLite file: write-ahead log, one writer and many readers, full-text search by FTS5.
//!
//! `open.rs` opens and upgrades the file, `words.rs` finds words. What it shares with other databases stands in `sql/`.

mod open;
#[cfg(test)]
mod tests;
mod words;

use crate::StoreError;
use crate::opening::Create;
use crate::sql::value::{Row, Value, values};
use crate::sql::{Database, Dialect, SqlStore};
use crate::store::ArticleNo;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use std::borrow::Cow;
use std::path::Path;

/// A connection to a collection in one file.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    path: String,
}

/// A collection in one file.
pub type SqliteStore = SqlStore<Sqlite>;

impl SqliteStore {
    /// Opens a collection to read and write. An older file is brought up to date after a copy is kept beside it.
    ///
    /// # Errors
    /// [`StoreError`] where there is none, or it is foreign, newer or damaged.
    pub fn open(path: &Path, create: Create) -> Result<Self, StoreError> {
        let connection = open::open(path, create)?;
        Ok(SqlStore { database: Sqlite { connection, path: path.to_string_lossy().into_owned() } })
    }

    /// Opens a collection to read only.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        let store = Self::open(path, Create::Never)?;
        let only = store.database.connection.pragma_update(None, "query_only", true);
        only.map_err(|source| open::error(&store.database.path, source))?;
        Ok(store)
    }
}

const DIALECT: Dialect = Dialect {
    like: "LIKE",
    join_in_order: "CROSS JOIN",
    words: "prose_words JOIN article a ON a.no = prose_words.rowid",
    has_words: "prose_words MATCH ?",
    match_rank: "bm25(prose_words, 4.0, 1.0)",
};

impl Sqlite {
    fn error(&self, source: rusqlite::Error) -> StoreError {
        open::error(&self.path, source)
    }

    fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(sql).map_err(|source| self.error(source))
    }
}

impl Database for Sqlite {
    fn dialect(&self) -> &'static Dialect {
        &DIALECT
    }

    fn name(&self) -> &str {
        &self.path
    }

    fn select(
        &self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let wrap = |source| self.error(source);
        let mut statement = self.connection.prepare_cached(sql).map_err(wrap)?;
        let mut rows = statement.query(params_from_iter(values)).map_err(wrap)?;
        while let Some(row) = rows.next().map_err(wrap)? {
            each(&SqliteRow { row, db: self })?;
        }
        Ok(())
    }

    fn change(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let change = || self.connection.prepare_cached(sql)?.execute(params_from_iter(values));
        change().map(|n| n as u64).map_err(|source| self.error(source))
    }

    fn begin(&self) -> Result<(), StoreError> {
        self.batch("BEGIN IMMEDIATE")
    }

    fn commit(&self) -> Result<(), StoreError> {
        self.batch("COMMIT")
    }

    fn roll_back(&self) {
        // Some errors have given the step up already.
        let _ = self.connection.execute_batch("ROLLBACK");
    }

    fn put_words(&self, no: ArticleNo, title: Option<&str>, text: &str) -> Result<(), StoreError> {
        self.change("INSERT INTO prose VALUES (?1, ?2, ?3)", values![no, title, text])?;
        let words = "INSERT INTO prose_words (rowid, title, text) VALUES (?1, ?2, ?3)";
        self.change(words, values![no, title, text])?;
        Ok(())
    }

    fn asked_for(&self, terms: &[String], any: bool) -> String {
        words::expression(terms, any)
    }

    fn extract(&self, no: ArticleNo, asked_for: &str) -> Result<String, StoreError> {
        words::extract(self, no, asked_for)
    }

    fn faults(&self) -> Result<Vec<String>, StoreError> {
        let mut faults = Vec::new();
        for sql in ["PRAGMA integrity_check", "PRAGMA foreign_key_check"] {
            self.select(sql, values![], &mut |row| {
                let told = row.nth(0)?;
                if told != Value::from("ok") {
                    faults.push(format!("{sql}: {told:?}"));
                }
                Ok(())
            })?;
        }
        faults.extend(words::faults(self)?);
        Ok(faults)
    }
}

struct SqliteRow<'a> {
    row: &'a rusqlite::Row<'a>,
    db: &'a Sqlite,
}

impl Row for SqliteRow<'_> {
    fn named(&self, column: &str) -> Result<Value<'_>, StoreError> {
        let n = self.row.as_ref().column_index(column).map_err(|source| self.db.error(source))?;
        self.nth(n)
    }

    fn nth(&self, column: usize) -> Result<Value<'_>, StoreError> {
        Ok(match self.row.get_ref(column).map_err(|source| self.db.error(source))? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Text(bytes) => {
                let text = std::str::from_utf8(bytes).map_err(|_| self.odd("text"))?;
                Value::Text(Cow::Borrowed(text))
            }
            ValueRef::Blob(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
            ValueRef::Real(_) => return Err(self.odd("number")),
        })
    }

    fn odd(&self, column: &str) -> StoreError {
        let why = format!("column {column} holds what nobody wrote there").into();
        StoreError::Database { path: self.db.path.clone(), source: why }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Truth(truth) => ValueRef::Integer((*truth).into()),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
