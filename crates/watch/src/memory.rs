//! What must be known the next time: tags of feeds, when each may be asked again, which pages were fetched.

use crate::feed::Entry;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is remembered between polls, kept as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Feeds by address.
    #[serde(default)]
    pub(crate) feeds: BTreeMap<String, KnownFeed>,
    /// Pages that were fetched or given up, by address, with the day.
    #[serde(default)]
    pub(crate) pages: BTreeMap<String, KnownPage>,
    /// Pages that were linked and still have to be fetched, by address: a feed that has not changed does not name them
    /// again.
    #[serde(default)]
    pub(crate) waiting: BTreeMap<String, Waiting>,
    /// Hosts that asked to be left alone, until when, milliseconds since 1970.
    #[serde(default)]
    pub(crate) blocked: BTreeMap<String, i64>,
}

/// What is known of a feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct KnownFeed {
    /// `ETag` of the last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
    /// Not before, seconds since 1970.
    pub next: i64,
    /// Failures since it last answered.
    pub n_failures: u32,
}

/// A page that still has to be fetched.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Waiting {
    /// The feed that links to it.
    pub feed: String,
    /// What the feed says of it.
    pub entry: Entry,
}

/// What is known of a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct KnownPage {
    /// When it was last tried, seconds since 1970.
    pub tried: i64,
    /// Failures that may pass; a page that is done has none.
    pub n_failures: u32,
}

/// Attempts at one page.
pub(crate) const MOST_TRIES: u32 = 4;
/// Pages are forgotten after so many seconds without being linked: a hundred days.
const FORGOTTEN: i64 = 100 * 86_400;

impl Memory {
    /// Reads what was kept; a file that cannot be understood is as good as none.
    pub fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// Writes what must be kept.
    pub fn write(&self) -> String {
        // These types have string keys and finite depth, so writing them cannot fail.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Notes a page that a feed links to. Whether it is new.
    pub(crate) fn note(&mut self, feed: &str, entry: &Entry) -> bool {
        let is_new = !self.pages.contains_key(&entry.link) && !self.waiting.contains_key(&entry.link);
        if is_new {
            let waiting = Waiting { feed: feed.to_owned(), entry: entry.clone() };
            self.waiting.insert(entry.link.clone(), waiting);
        }
        is_new
    }

    /// Pages whose time has come.
    pub(crate) fn due(&self, now: i64) -> Vec<Waiting> {
        let is_due = |link: &String| {
            let failed = self.pages.get(link).filter(|page| page.n_failures > 0);
            failed.is_none_or(|page| page.tried + crate::manners::back_off(page.n_failures) as i64 <= now)
        };
        self.waiting.iter().filter(|(link, _)| is_due(link)).map(|(_, waiting)| waiting.clone()).collect()
    }

    /// The page was fetched, or there is no use in asking again.
    pub(crate) fn done(&mut self, link: &str, now: i64) {
        self.waiting.remove(link);
        self.pages.insert(link.to_owned(), KnownPage { tried: now, n_failures: 0 });
    }

    /// The page could not be had now; after some attempts it is given up.
    pub(crate) fn failed(&mut self, link: &str, now: i64) {
        let n_failures = self.pages.get(link).map_or(0, |page| page.n_failures) + 1;
        if n_failures >= MOST_TRIES {
            return self.done(link, now);
        }
        self.pages.insert(link.to_owned(), KnownPage { tried: now, n_failures });
    }

    /// Still linked: not to be forgotten.
    pub(crate) fn linked(&mut self, link: &str, now: i64) {
        if let Some(page) = self.pages.get_mut(link).filter(|page| page.n_failures == 0) {
            page.tried = now;
        }
    }

    pub(crate) fn forget(&mut self, now: i64) {
        self.pages.retain(|_, page| page.tried + FORGOTTEN > now);
    }
}
