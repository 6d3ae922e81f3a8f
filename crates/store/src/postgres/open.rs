//! Connecting: is there a collection in the database, whose, which layout; and bringing older tables up to date.

use crate::StoreError;
use crate::opening::Create;
use crate::sql::known_layout;
use postgres::error::SqlState;
use postgres::{Client, Config, NoTls};
use std::io;
use std::time::Duration;

/// The layouts, oldest first. Never edited after a release: a change is a new one.
pub(super) const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_collection.sql")];
/// How long to wait for a server that does not answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Waits until no other writer is at work, until the end of the step ("whos", as in files).
pub(super) const TURN: &str = "SELECT pg_advisory_xact_lock(2003332979)";
/// A commit is on the disk when it returns; another writer is waited for as long as with files.
const SET_UP: &str = "SET search_path = whosaid; SET synchronous_commit = on; SET lock_timeout = '10s';
    SET client_min_messages = warning; SET application_name = 'whosaid';";

/// Opens a collection, which is made where there is none if that is wanted.
pub(super) fn open(config: &Config, name: &str, create: Create, to_read: bool) -> Result<Client, StoreError> {
    let mut client = connect(config, name, false)?;
    let found = layout(&mut client, name)?;
    if found == 0 && create == Create::Never {
        return Err(StoreError::Missing { path: name.to_owned() });
    }
    if found < MIGRATIONS.len() {
        migrate(&mut client, MIGRATIONS).map_err(|source| error(name, source))?;
    }
    if to_read {
        client.batch_execute(READ_ONLY).map_err(|source| error(name, source))?;
    }
    Ok(client)
}

const READ_ONLY: &str = "SET default_transaction_read_only = on";

/// Connects and sets the connection up.
pub(super) fn connect(config: &Config, name: &str, to_read: bool) -> Result<Client, StoreError> {
    let mut config = config.clone();
    config.connect_timeout(config.get_connect_timeout().copied().unwrap_or(PATIENCE));
    let wrap = |source| error(name, source);
    let mut client = config.connect(NoTls).map_err(wrap)?;
    client.batch_execute(SET_UP).map_err(wrap)?;
    if to_read {
        client.batch_execute(READ_ONLY).map_err(wrap)?;
    }
    Ok(client)
}

/// Number of the layout; 0 where there is nothing yet.
fn layout(client: &mut Client, name: &str) -> Result<usize, StoreError> {
    let wrap = |source| error(name, source);
    let encoding: String = client.query_one("SHOW server_encoding", &[]).map_err(wrap)?.get(0);
    if encoding != "UTF8" {
        let why = format!("the database keeps text as {encoding}, not as UTF8");
        return Err(StoreError::Database { path: name.to_owned(), source: why.into() });
    }
    let there = "SELECT to_regclass('whosaid.layout') IS NOT NULL,
        EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace('whosaid'))";
    let there = client.query_one(there, &[]).map_err(wrap)?;
    match (there.get(0), there.get(1)) {
        (false, false) => Ok(0),
        (false, true) => Err(StoreError::Foreign { path: name.to_owned() }),
        (true, _) => {
            let number: i64 = client.query_one("SELECT number FROM layout", &[]).map_err(wrap)?.get(0);
            known_layout(number, MIGRATIONS.len(), name)
        }
    }
}

/// Applies the layouts that the database does not have yet, all in one step.
pub(super) fn migrate(client: &mut Client, migrations: &[&str]) -> Result<(), postgres::Error> {
    let mut step = client.transaction()?;
    step.batch_execute(TURN)?;
    step.batch_execute(
        "CREATE SCHEMA IF NOT EXISTS whosaid; CREATE TABLE IF NOT EXISTS layout (number BIGINT NOT NULL)",
    )?;
    // Another process may have done it while this one waited.
    let done: i64 = step.query_one("SELECT coalesce(max(number), 0) FROM layout", &[])?.get(0);
    for migration in migrations.iter().skip(done as usize) {
        step.batch_execute(migration)?;
    }
    step.execute("DELETE FROM layout", &[])?;
    step.execute("INSERT INTO layout VALUES ($1)", &[&done.max(migrations.len() as i64)])?;
    step.commit()
}

/// What the server or the connection says, in the words of this room.
pub(super) fn error(name: &str, source: postgres::Error) -> StoreError {
    let path = name.to_owned();
    let Some(told) = source.as_db_error() else {
        // No answer from a server: an address that cannot be, nobody there, a line that broke.
        return StoreError::CannotOpen { path, source: io::Error::other(chain(&source)) };
    };
    let code = told.code();
    if *code == SqlState::DISK_FULL {
        StoreError::Full { path }
    } else if *code == SqlState::LOCK_NOT_AVAILABLE {
        StoreError::Busy { path }
    } else if [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED].contains(code) {
        StoreError::Damaged { path, source: source.into() }
    } else if refuses(code) {
        StoreError::CannotOpen { path, source: io::Error::other(told.message().to_owned()) }
    } else {
        StoreError::Database { path, source: chain(&source).into() }
    }
}

/// Whether the server does not let this user in, or not to do this.
fn refuses(code: &SqlState) -> bool {
    let refusals = [
        SqlState::INVALID_PASSWORD,
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION,
        SqlState::INVALID_CATALOG_NAME,
        SqlState::INSUFFICIENT_PRIVILEGE,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
    ];
    refusals.contains(code)
}

/// An error with all that it rests on, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let more = next.to_string();
        if !told.contains(&more) {
            told = format!("{told}: {more}");
        }
        cause = next.source();
    }
    told
}
