//! Opening the file: is it a collection, whose, which layout; and bringing an older one up to date.

use crate::StoreError;
use crate::opening::Create;
use crate::sql::known_layout;
use rusqlite::{Connection, ErrorCode};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

/// Marks the file as a collection of whosaid ("whos").
const APPLICATION: i32 = 0x7768_6f73;
/// The layouts, oldest first. Never edited after a release: a change is a new one.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_collection.sql"),
    include_str!("migrations/0002_alerts.sql"),
    include_str!("migrations/0003_speakers.sql"),
];
/// How long to wait for another writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens the file, brings an older layout up to date after a copy is kept beside it, and sets it up for one writer and
/// many readers. A commit is on the disk when it returns.
pub(crate) fn open(path: &Path, create: Create) -> Result<Connection, StoreError> {
    let name = path.to_string_lossy().into_owned();
    look_at(path, &name, create)?;
    let wrap = |source| error(&name, source);
    let mut connection = Connection::open(path).map_err(wrap)?;
    connection.busy_timeout(PATIENCE).map_err(wrap)?;
    let layout = layout(&connection, &name)?;
    if layout < MIGRATIONS.len() {
        if layout > 0 {
            keep_copy(&connection, path, &name, layout)?;
        }
        migrate(&mut connection, &name, MIGRATIONS)?;
    }
    let set_up = "PRAGMA journal_mode = wal; PRAGMA synchronous = full; PRAGMA foreign_keys = on;
        PRAGMA temp_store = memory; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864;";
    connection.execute_batch(set_up).map_err(wrap)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Tells a missing and a foreign file before the database touches it.
fn look_at(path: &Path, name: &str, create: Create) -> Result<(), StoreError> {
    let foreign = || StoreError::Foreign { path: name.to_owned() };
    let cannot = |source| StoreError::CannotOpen { path: name.to_owned(), source };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == io::ErrorKind::NotFound && create == Create::IfMissing => return Ok(()),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            return Err(StoreError::Missing { path: name.to_owned() });
        }
        Err(source) => return Err(cannot(source)),
    };
    if file.metadata().map_err(cannot)?.is_dir() {
        return Err(foreign());
    }
    let mut head = Vec::new();
    file.by_ref().take(16).read_to_end(&mut head).map_err(cannot)?;
    let is_database = head.is_empty() || head == b"SQLite format 3\0";
    is_database.then_some(()).ok_or_else(foreign)
}

/// Number of the file's layout; 0 for a new file.
fn layout(connection: &Connection, name: &str) -> Result<usize, StoreError> {
    let number = |sql: &str| -> Result<i64, StoreError> {
        connection.query_row(sql, [], |row| row.get(0)).map_err(|source| error(name, source))
    };
    let application = number("PRAGMA application_id")?;
    let layout = number("PRAGMA user_version")?;
    let is_new = application == 0 && layout == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0;
    if is_new {
        return Ok(0);
    }
    if application != i64::from(APPLICATION) {
        return Err(StoreError::Foreign { path: name.to_owned() });
    }
    known_layout(layout, MIGRATIONS.len(), name)
}

/// Keeps a copy of an older file beside it, as `NAME.layout-N`; a copy that is there already is never written over.
pub(super) fn keep_copy(
    connection: &Connection,
    path: &Path,
    name: &str,
    layout: usize,
) -> Result<(), StoreError> {
    let copy = (0..).map(|n| match n {
        0 => format!("{name}.layout-{layout}"),
        n => format!("{name}.layout-{layout}.{n}"),
    });
    let Some(copy) = copy.into_iter().find(|copy| !Path::new(copy).exists()) else { return Ok(()) };
    let half = format!("{copy}.half");
    let _ = fs::remove_file(&half);
    connection.execute("VACUUM INTO ?1", [&half]).map_err(|source| error(name, source))?;
    fs::rename(&half, &copy)
        .map_err(|source| StoreError::CannotOpen { path: path.to_string_lossy().into_owned(), source })
}

/// Applies the layouts that the file does not have yet, all in one step.
pub(crate) fn migrate(
    connection: &mut Connection,
    name: &str,
    migrations: &[&str],
) -> Result<(), StoreError> {
    let mut apply = || -> rusqlite::Result<()> {
        let step = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // Another process may have done it while this one waited.
        let done: u32 = step.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        for migration in migrations.iter().skip(done as usize) {
            step.execute_batch(migration)?;
        }
        step.pragma_update(None, "application_id", APPLICATION)?;
        step.pragma_update(None, "user_version", done.max(migrations.len() as u32))?;
        step.commit()
    };
    apply().map_err(|source| error(name, source))
}

/// What the database says, in the words of this room.
pub(crate) fn error(name: &str, source: rusqlite::Error) -> StoreError {
    let path = name.to_owned();
    match source.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full { path },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, source: source.into() },
        Some(ErrorCode::NotADatabase) => StoreError::Foreign { path },
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            StoreError::CannotOpen { path, source: io::Error::other(source) }
        }
        _ => StoreError::Database { path, source: source.into() },
    }
}
