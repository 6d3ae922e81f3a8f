//! A collection in a PostgreSQL database, for a desk that several machines share: the same tables as in a file, in a schema
//! of their own named `whosaid`, one writer at a time and many readers, full-text search by `tsvector`.
//!
//! `open.rs` connects and brings the tables up to date, `cells.rs` translates what stands in cells, `words.rs` finds words.
//! What it shares with other databases stands in `sql/`. Connections are not encrypted: the server is reached by a Unix
//! socket, on the same machine or through a tunnel.

mod cells;
mod open;
#[cfg(test)]
mod server;
#[cfg(test)]
mod tests;
mod words;

use crate::StoreError;
use crate::opening::{Create, shown};
use crate::sql::value::{Row, Value, values};
use crate::sql::{Database, Dialect, SqlStore};
use crate::store::ArticleNo;
use cells::{Cell, PostgresRow};
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Config, Statement};
use std::cell::{RefCell, RefMut};
use std::collections::BTreeMap;

/// Statements that a connection keeps prepared at most.
const MOST_STATEMENTS: usize = 256;

/// A connection to a collection in a database.
pub struct Postgres {
    config: Config,
    name: String,
    to_read: bool,
    session: RefCell<Session>,
}

/// A connection with its prepared statements.
struct Session {
    client: Client,
    statements: BTreeMap<String, Statement>,
    in_step: bool,
}

/// A collection in a database.
pub type PostgresStore = SqlStore<Postgres>;

impl PostgresStore {
    /// Opens a collection to read and write, by an address such as `postgres://user@host/database`. Older tables are
    /// brought up to date.
    ///
    /// # Errors
    /// [`StoreError`] where there is none, or it is foreign or newer, or the server refuses.
    pub fn open(address: &str, create: Create) -> Result<Self, StoreError> {
        Self::connect(address, create, false)
    }

    /// Opens a collection to read only.
    ///
    /// # Errors
    /// As [`PostgresStore::open`].
    pub fn open_to_read(address: &str) -> Result<Self, StoreError> {
        Self::connect(address, Create::Never, true)
    }

    fn connect(address: &str, create: Create, to_read: bool) -> Result<Self, StoreError> {
        let name = shown(address);
        let config: Config = address.parse().map_err(|source| open::error(&name, source))?;
        let client = open::open(&config, &name, create, to_read)?;
        let session = RefCell::new(Session::new(client));
        Ok(SqlStore { database: Postgres { config, name, to_read, session } })
    }
}

const DIALECT: Dialect = Dialect {
    like: "ILIKE",
    join_in_order: "JOIN",
    words: "prose w JOIN article a ON a.no = w.article",
    has_words: "w.words @@ to_tsquery('words', ?)",
    match_rank: "-ts_rank(w.words, to_tsquery('words', ?1), 1)",
};

impl Session {
    fn new(client: Client) -> Self {
        Session { client, statements: BTreeMap::new(), in_step: false }
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= MOST_STATEMENTS {
            self.statements.clear();
        }
        let statement = self.client.prepare(&sql.replace('?', "$"))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Postgres {
    fn error(&self, source: postgres::Error) -> StoreError {
        open::error(&self.name, source)
    }

    /// The connection; a new one where the server has closed it, unless it took half a step with it.
    fn session(&self) -> Result<RefMut<'_, Session>, StoreError> {
        let mut session = self.session.borrow_mut();
        if session.client.is_closed() && !session.in_step {
            *session = self.new_session()?;
        }
        Ok(session)
    }

    fn new_session(&self) -> Result<Session, StoreError> {
        open::connect(&self.config, &self.name, self.to_read).map(Session::new)
    }

    /// Asks; once more over a new connection where the server has closed this one, unless half a step went with it.
    fn ask<T>(&self, ask: impl Fn(&mut Session) -> Result<T, postgres::Error>) -> Result<T, StoreError> {
        let mut session = self.session()?;
        let mut answer = ask(&mut session);
        let is_lost = |source: &postgres::Error| session.client.is_closed() || says_goodbye(source);
        if answer.as_ref().is_err_and(is_lost) && !session.in_step {
            *session = self.new_session()?;
            answer = ask(&mut session);
        }
        answer.map_err(|source| self.error(source))
    }

    fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.ask(|session| session.client.batch_execute(sql))
    }
}

/// Whether the server has closed the connection with this: it may say so before the end of the stream is seen.
fn says_goodbye(source: &postgres::Error) -> bool {
    let goodbyes = [&SqlState::ADMIN_SHUTDOWN, &SqlState::CRASH_SHUTDOWN];
    source.is_closed() || source.code().is_some_and(|code| goodbyes.contains(&code))
}

impl Database for Postgres {
    fn dialect(&self) -> &'static Dialect {
        &DIALECT
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn select(
        &self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let cells: Vec<Cell<'_>> = values.iter().map(Cell).collect();
        let cells: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|cell| cell as _).collect();
        // All rows are here before the first is looked at: who looks may ask again.
        let rows = self.ask(|session| {
            let statement = session.prepared(sql)?;
            session.client.query(&statement, &cells)
        })?;
        rows.iter().try_for_each(|row| each(&PostgresRow { row, db: self }))
    }

    fn change(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let cells: Vec<Cell<'_>> = values.iter().map(Cell).collect();
        let cells: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|cell| cell as _).collect();
        self.ask(|session| {
            let statement = session.prepared(sql)?;
            session.client.execute(&statement, &cells)
        })
    }

    fn begin(&self) -> Result<(), StoreError> {
        self.batch("BEGIN")?;
        self.session.borrow_mut().in_step = true;
        let turn = self.batch(open::TURN);
        if turn.is_err() {
            self.roll_back();
        }
        turn
    }

    fn commit(&self) -> Result<(), StoreError> {
        self.batch("COMMIT")?;
        self.session.borrow_mut().in_step = false;
        Ok(())
    }

    fn roll_back(&self) {
        let mut session = self.session.borrow_mut();
        // A connection that is lost has given the step up already.
        let _ = session.client.batch_execute("ROLLBACK");
        session.in_step = false;
    }

    fn put_words(&self, no: ArticleNo, title: Option<&str>, text: &str) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO prose (article, title, text, words) VALUES (?1, ?2, ?3,
                setweight(to_tsvector('words', ?4), 'A') || to_tsvector('words', ?5))",
            values![no, title, text, words::to_index(title.unwrap_or("")), words::to_index(text)],
        )?;
        Ok(())
    }

    fn asked_for(&self, terms: &[String], any: bool) -> String {
        words::expression(terms, any)
    }

    fn extract(&self, no: ArticleNo, asked_for: &str) -> Result<String, StoreError> {
        let db: &dyn Database = self;
        let text =
            db.cell::<String>("SELECT text FROM prose WHERE article = ?1", values![no])?.unwrap_or_default();
        let marked = db.cell::<String>(words::MARKED, values![words::to_mark(&text), asked_for])?;
        Ok(words::extract(&text, &marked.unwrap_or_default()))
    }

    /// The server keeps keys and references itself.
    fn faults(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
}
