//! Readings as Arrow tables, for archives: a row an article, its mentions, times, attributions and tellings in lists.
//!
//! Start with [`batch`]. The columns are a promise to others, described in `docs/ARCHIVE.md`: they change only by
//! addition. [`Writer`] writes them as Parquet, [`readings`] makes readings of them again, byte for byte the same, so
//! that gathering and weighing can be done elsewhere and later. This room opens no file.

mod columns;
pub mod gathering;
mod kept;
mod rows;
mod writer;

pub use kept::readings;
pub use rows::{TABLES, batch, tables};
pub use writer::{Layout, Writer};

use thiserror::Error;

/// Why tables could not be written or read.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// Columns that do not fit together.
    #[error("the columns do not fit together: {0}")]
    Columns(#[from] arrow_schema::ArrowError),
    /// A file that could not be written.
    #[error("the Parquet file could not be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A table that lacks a column.
    #[error("the table has no column '{name}' of {kind}; give tables as `read` and `archive` make them")]
    NoColumn {
        /// The column.
        name: &'static str,
        /// What is expected in it.
        kind: &'static str,
    },
    /// A row that another version wrote or that was changed.
    #[error("row {row} cannot be understood; read the articles again")]
    Row {
        /// Which row.
        row: usize,
    },
}

impl ArchiveError {
    /// The same of a table in which these rows stand so much later.
    fn later(self, n_rows: usize) -> Self {
        match self {
            ArchiveError::Row { row } => ArchiveError::Row { row: row + n_rows },
            other => other,
        }
    }
}
