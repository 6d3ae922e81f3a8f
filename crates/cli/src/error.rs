//! How a command ends, and what it says when it fails: what failed on which thing, and what to do.
#![allow(clippy::print_stderr)]

use std::io;
use std::path::PathBuf;
use thiserror::Error;
use whosaid::ModelFileError;
use whosaid_serve::ServeError;
use whosaid_store::StoreError;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did what was asked.
    Done,
    /// There was nothing to do it on.
    NothingFound,
}

/// Why a command failed.
#[derive(Debug, Error)]
pub enum CommandError {
    #[error("cannot write {path}: {source}")]
    CannotWrite { path: String, source: io::Error },
    #[error("'{place}' does not name a place in an article")]
    NoPlace { place: String },
    #[error("{path} has {n_points} characters, offset {offset} lies past its end")]
    PastTheEnd { path: String, n_points: u32, offset: u32 },
    #[error("{path} could not be read: {why}")]
    SetAside { path: String, why: String },
    #[error("cannot start {n_threads} threads: {source}")]
    CannotStartThreads { n_threads: usize, source: rayon::ThreadPoolBuildError },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[cfg(feature = "archive")]
    #[error("cannot write the tables of {path}: {source}")]
    Archive { path: String, source: whosaid_archive::ArchiveError },
    #[cfg(feature = "archive")]
    #[error("{path} is one file and there are several inputs")]
    OneFileForMany { path: String },
    #[error("cannot read {path}: {source}")]
    CannotRead { path: String, source: io::Error },
    #[error("cannot run '{command}': {source}")]
    CannotRun { command: String, source: io::Error },
    #[error("'{command}' failed ({status}), so the alerts stay unseen")]
    CommandFailed { command: String, status: String },
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error("the password in {path} has fewer than {n_chars} characters")]
    ShortPassword { path: String, n_chars: usize },
    #[error("no model in {folder}: none of {names}")]
    NoModels { folder: PathBuf, names: String },
    #[error("model {folder}/{source}")]
    Model { folder: PathBuf, source: ModelFileError },
}

impl CommandError {
    /// What the user can do about it.
    fn hint(&self) -> &'static str {
        match self {
            CommandError::CannotWrite { .. } => "choose a place that can be written with -o",
            CommandError::NoPlace { .. } => "write FILE:OFFSET, the offset in characters from 0",
            CommandError::PastTheEnd { .. } => "offsets count characters of the text as `annotate` prints it",
            CommandError::SetAside { .. } => "give a file with the text of one article",
            CommandError::NoModels { .. } | CommandError::Model { .. } => {
                "give --models a folder with files as models/en has them, or leave it out"
            }
            CommandError::Serve(ServeError::CannotListen { .. }) => "choose another port with --port",
            CommandError::Serve(_) => "try again",
            CommandError::ShortPassword { .. } => "write a longer one on its first line",
            CommandError::CannotStartThreads { .. } => "ask for fewer with --threads",
            CommandError::Store(error) => error.hint(),
            CommandError::CannotRun { .. } | CommandError::CommandFailed { .. } => {
                "try the command alone, with the JSON of `whosaid alerts --keep --format json` on its standard input"
            }
            #[cfg(feature = "archive")]
            CommandError::Archive { .. } => "choose a place with room that can be written with -o",
            #[cfg(feature = "archive")]
            CommandError::OneFileForMany { .. } => "give a folder with -o, a name without .parquet",
            CommandError::CannotRead { .. } => "check the path and its permissions",
        }
    }

    /// Prints the error and its hint to standard error.
    pub fn tell(&self) {
        eprintln!("whosaid: {self}; {}", self.hint());
    }
}
