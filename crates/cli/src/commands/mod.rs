//! One file a command: its arguments and the function that does it.

pub mod annotate;
pub mod dossier;
pub mod explain;
pub mod report;
