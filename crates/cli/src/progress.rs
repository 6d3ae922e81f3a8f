//! A line of progress on standard error, for work that takes long.
#![allow(clippy::print_stderr)]

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

/// How often a line is told.
const EVERY: Duration = Duration::from_secs(2);

/// Counts articles and tells now and then. Silent when asked to be, and for work that is soon done.
pub struct Progress {
    told: bool,
    quiet: bool,
    last: Instant,
    n_articles: usize,
}

impl Progress {
    pub fn new(quiet: bool) -> Self {
        Progress { told: false, quiet, last: Instant::now(), n_articles: 0 }
    }

    /// Counts articles that were read.
    pub fn read(&mut self, n_articles: usize) {
        self.n_articles += n_articles;
        if !self.quiet && self.last.elapsed() >= EVERY {
            self.last = Instant::now();
            self.told = true;
            self.line(&format!("{} articles read", self.n_articles));
        }
    }

    /// Tells of a stage that may take a while.
    pub fn stage(&mut self, what: &str) {
        if !self.quiet && self.told {
            self.line(what);
        }
    }

    /// Ends the line.
    pub fn done(&self) {
        if self.told && stderr().is_terminal() {
            eprintln!();
        }
    }

    fn line(&self, text: &str) {
        if stderr().is_terminal() {
            eprint!("\r\x1b[Kwhosaid: {text}");
        } else {
            eprintln!("whosaid: {text}");
        }
    }
}
