//! The desk's store: a collection that lives. Articles, their readings, the stories they tell, what changed between
//! versions, and what readers corrected.
//!
//! Start with [`Desk`], which adds, gathers, weighs and corrects, on top of a [`Store`], which keeps. [`SqliteStore`]
//! keeps all in one file; `PostgresStore` (cargo feature `postgres`) in a database on a server; [`open`] takes the name of
//! either. `contract.rs` says what any store must do. This room reads no clock and opens nothing but the collection; it
//! knows nothing of terminals and pages.

mod alerts;
pub mod codec;
#[cfg(test)]
mod contract;
pub mod corrections;
mod decisions;
mod desk;
mod error;
mod gathering;
pub mod keys;
mod looking;
mod moments;
mod naming;
mod opening;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod rows;
mod seen;
mod selection;
mod sql;
pub mod sqlite;
mod store;
mod trace;
mod versions;
mod weighing;
mod wishes;

pub use desk::{Added, Desk, Settled};
pub use error::StoreError;
pub use looking::ShownArticle;
pub use opening::{AnyStore, Create, open, open_to_read, shown};
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
pub use seen::{Runs, Seen, Stamp};
pub use sqlite::SqliteStore;
pub use store::{
    ArticleNo, Counts, Filter, Gatherable, Gathering, Kept, Layers, Listing, NewArticle, Page, Placement,
    Store, StoredArticle, StoredReading, StoryMaking, StoryNo, Version,
};
pub use trace::{TracedClaim, TracedHop, TracedTelling};
pub use versions::{Difference, difference};
pub use wishes::{Signature, Wish};
