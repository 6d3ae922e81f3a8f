//! What can go wrong with a collection, in words that say on which file and what to do.

use std::io;
use thiserror::Error;

/// Why a collection could not be opened, read or changed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no file.
    #[error("there is no collection at {path}")]
    Missing {
        /// Where it was looked for.
        path: String,
    },
    /// The file is something else.
    #[error("{path} is not a collection of whosaid")]
    Foreign {
        /// The file.
        path: String,
    },
    /// A newer program made the file.
    #[error("{path} was made by a newer whosaid (layout {found}; this one knows up to {known})")]
    Newer {
        /// The file.
        path: String,
        /// Number of its layout.
        found: u32,
        /// The newest layout that this program knows.
        known: u32,
    },
    /// The file is damaged.
    #[error("{path} is damaged: {source}")]
    Damaged {
        /// The file.
        path: String,
        /// What the database says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// No room is left where the file lies.
    #[error("no room is left for {path}; nothing of the last step was kept, all before it was")]
    Full {
        /// The file.
        path: String,
    },
    /// Another process is writing.
    #[error("{path} is being written by another process")]
    Busy {
        /// The file.
        path: String,
    },
    /// The file system refuses.
    #[error("cannot open {path}: {source}")]
    CannotOpen {
        /// The file.
        path: String,
        /// What the file system says.
        source: io::Error,
    },
    /// This program was built without what it takes.
    #[error("{path} cannot be opened: this whosaid was built without PostgreSQL")]
    NotBuiltIn {
        /// The address.
        path: String,
    },
    /// The database refuses for another reason.
    #[error("{path}: {source}")]
    Database {
        /// The file.
        path: String,
        /// What the database says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A row holds what no version of this program writes.
    #[error("{path} is damaged: row {row} of {table} cannot be understood")]
    BadRow {
        /// The file.
        path: String,
        /// The table.
        table: &'static str,
        /// The row.
        row: i64,
    },
    /// A name that names nothing in this collection.
    #[error("there is no {what} {name} in this collection")]
    NoSuch {
        /// What kind of thing.
        what: &'static str,
        /// As the user wrote it.
        name: String,
    },
    /// A name that names several things.
    #[error("{name} may be any of several {what}s")]
    Ambiguous {
        /// What kind of thing.
        what: &'static str,
        /// As the user wrote it.
        name: String,
    },
    /// A file of corrections that is none.
    #[error("these are no corrections of whosaid: {source}")]
    NotCorrections {
        /// What is wrong with the JSON.
        source: serde_json::Error,
    },
    /// A file of corrections of a later form.
    #[error("corrections of the form {schema} are not known")]
    UnknownCorrections {
        /// What the file says it is.
        schema: String,
    },
    /// A correction whose value does not fit.
    #[error("'{value}' is no {what}")]
    BadValue {
        /// What was expected.
        what: &'static str,
        /// What was given.
        value: String,
    },
}

impl StoreError {
    /// What the user can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            StoreError::Missing { .. } => "make one with `whosaid add`, or name another with --desk",
            StoreError::Foreign { .. } => "name another file with --desk",
            StoreError::Newer { .. } => "use a newer whosaid",
            StoreError::Damaged { .. } | StoreError::BadRow { .. } => {
                "take a copy of it, then a backup, or add the articles to a new collection"
            }
            StoreError::Full { .. } => "make room and do it again",
            StoreError::Busy { .. } => "wait for it and try again",
            StoreError::CannotOpen { .. } => "check the path or address and its permissions",
            StoreError::NotBuiltIn { .. } => "build it with `cargo build --release --features postgres`",
            StoreError::Database { .. } => "try again; if it stays, take a copy and report it",
            StoreError::NoSuch { .. } => "list them again: numbers and names change when stories grow",
            StoreError::Ambiguous { .. } => "write more of it",
            StoreError::NotCorrections { .. } | StoreError::UnknownCorrections { .. } => {
                "give a file that `whosaid corrections export` wrote"
            }
            StoreError::BadValue { .. } => "see `whosaid help set`",
        }
    }
}
