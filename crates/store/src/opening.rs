//! Opening a collection by the name that a user gives: a file, or the address of a PostgreSQL database.

use crate::StoreError;
use crate::sqlite::SqliteStore;
use crate::store::Store;
use std::path::Path;

/// Whether a collection is made where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Create {
    /// It is made.
    IfMissing,
    /// It is an error.
    Never,
}

/// A collection, wherever it is kept.
pub type AnyStore = Box<dyn Store + Send>;

/// How addresses of a PostgreSQL database begin.
const POSTGRES: [&str; 2] = ["postgres://", "postgresql://"];

/// Whether a name is the address of a database rather than a file.
pub fn is_address(name: &str) -> bool {
    POSTGRES.iter().any(|scheme| name.starts_with(scheme))
}

/// Opens a collection to read and write.
///
/// # Errors
/// [`StoreError`] where there is none, or it is foreign, newer or damaged, or this program cannot open its kind.
pub fn open(name: &str, create: Create) -> Result<AnyStore, StoreError> {
    match is_address(name) {
        true => database(name, create, false),
        false => Ok(Box::new(SqliteStore::open(Path::new(name), create)?)),
    }
}

/// Opens a collection to read only.
///
/// # Errors
/// As [`open`].
pub fn open_to_read(name: &str) -> Result<AnyStore, StoreError> {
    match is_address(name) {
        true => database(name, Create::Never, true),
        false => Ok(Box::new(SqliteStore::open_to_read(Path::new(name))?)),
    }
}

#[cfg(feature = "postgres")]
fn database(address: &str, create: Create, to_read: bool) -> Result<AnyStore, StoreError> {
    use crate::postgres::PostgresStore;
    Ok(Box::new(match to_read {
        true => PostgresStore::open_to_read(address)?,
        false => PostgresStore::open(address, create)?,
    }))
}

#[cfg(not(feature = "postgres"))]
fn database(address: &str, _create: Create, _to_read: bool) -> Result<AnyStore, StoreError> {
    Err(StoreError::NotBuiltIn { path: shown(address) })
}

/// A collection's name as it may be shown: an address without its password.
pub fn shown(name: &str) -> String {
    let Some((scheme, rest)) = name.split_once("://").filter(|_| is_address(name)) else {
        return name.to_owned();
    };
    // What stands behind the path may hold a password too.
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (who, place) = rest.rsplit_once('@').map_or((None, rest), |(who, place)| (Some(who), place));
    let who = who.map(|who| format!("{}@", who.split(':').next().unwrap_or(who)));
    format!("{scheme}://{}{place}", who.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        let check = |name: &str, expected: &str| assert_eq!(shown(name), expected);
        check("desk.whosaid", "desk.whosaid");
        check("postgres://ada:s3:cret@host:5432/desk", "postgres://ada@host:5432/desk");
        check("postgresql://host/desk?user=ada&password=secret", "postgresql://host/desk");
        check("postgres://%2Fvar%2Frun/desk", "postgres://%2Fvar%2Frun/desk");
    }

    #[cfg(not(feature = "postgres"))]
    #[test]
    fn a_program_without_postgres_says_so() {
        let Err(error) = open("postgres://ada:secret@host/desk", Create::Never) else { panic!("opened") };
        assert!(error.to_string().contains("without PostgreSQL") && !error.to_string().contains("secret"));
        assert!(error.hint().contains("--features postgres"), "{}", error.hint());
    }
}
