//! The desk in a browser: pages and a JSON API over one collection, in one program, with nothing fetched from anywhere.
//!
//! Start with [`serve`], then `routes.rs`, which lists every address. `guard.rs` decides who may read and write,
//! `keeper.rs` lends the collection to many readers and one writer. A handler asks the desk, makes a view, and renders
//! it: `pages/` as HTML with the parts that the report page has too, `api/` as JSON. This room concludes nothing,
//! knows no SQL, and reads neither files nor the clock: what it needs arrives in [`ServeOptions`].

mod api;
mod asked;
mod error;
pub mod feeds;
mod guard;
#[cfg(test)]
mod guard_tests;
mod jobs;
mod keeper;
mod links;
mod options;
mod pages;
mod routes;
mod server;
mod statics;
#[cfg(test)]
mod testing;
mod uploads;

pub use guard::Key;
pub use keeper::Keeper;
pub use options::{ServeOptions, Sharing};
pub use server::{App, ServeError, Server, serve};
