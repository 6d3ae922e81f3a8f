//! One file a command: its arguments and the function that does it.

pub mod add;
pub mod alerts;
pub mod annotate;
pub mod changes;
pub mod claims;
pub mod conflicts;
pub mod corrections;
pub mod dossier;
pub mod explain;
pub mod export;
pub mod judge;
pub mod list;
pub mod merge;
pub mod quotes;
pub mod report;
pub mod search;
pub mod serve;
pub mod set;
pub mod sources;
pub mod split;
pub mod stories;
pub mod story;
pub mod timeline;
pub mod trace;
pub mod undo;
