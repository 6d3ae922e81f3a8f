//! Feeds polled politely, and the pages they link to. The only room that touches the network, and only when asked.
//!
//! Start with [`Watch`], which polls feeds once and hands over each page as it came. `visit.rs` makes one request within
//! bounds, `robots.rs` says what a site allows (RFC 9309), `manners.rs` when a host may be asked again, `feed.rs` reads
//! what a feed links to, `memory.rs` is what must be known the next time, `warc.rs` writes pages as they came with
//! address, time and hash (ISO 28500). Nothing here reads a page: that is the ingest room's.

mod feed;
mod manners;
mod memory;
mod problem;
mod robots;
mod visit;
mod warc;
mod watch;

pub use feed::{Entry, entries, feeds_of};
pub use manners::Clock;
pub use memory::Memory;
pub use problem::Problem;
pub use robots::Robots;
pub use visit::Bounds;
pub use warc::records;
pub use watch::{Page, Polled, Told, Watch};
