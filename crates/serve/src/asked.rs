//! What an address asks for: filters and pages of lists, as pages and API share them.

use crate::error::Problem;
use serde::Deserialize;
use std::fmt::Write;
use whosaid::text::Day;
use whosaid_store::{Filter, Page, StoryNo};

/// Rows of a page, where the address does not say.
const ROWS: u32 = 50;
/// Rows of a page at most.
const MOST_ROWS: u32 = 1_000;

/// The part of an address after the question mark. What is empty counts as not given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words.
    pub words: String,
    /// Part of an outlet's name.
    pub outlet: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Part of a source's name.
    pub source: String,
    /// Whole name of a source.
    pub speaker: String,
    /// Kind of source, of conflict.
    pub kind: String,
    /// Status of a claim.
    pub status: String,
    /// Number of a story.
    pub story: String,
    /// Id of an article.
    pub article: String,
    /// Older versions too.
    pub versions: String,
    /// Only what was not seen yet.
    pub unseen: String,
    /// Rows wanted.
    pub limit: String,
    /// Rows passed over.
    pub offset: String,
    /// Id of the correction that led here.
    pub done: String,
}

impl Asked {
    /// What lists are narrowed to.
    ///
    /// # Errors
    /// [`Problem::BadValue`] for what is no day or number.
    pub fn filter(&self) -> Result<Filter, Problem> {
        Ok(Filter {
            words: given(&self.words),
            any_word: false,
            outlet: given(&self.outlet),
            from: self.day(&self.from)?,
            to: self.day(&self.to)?,
            source: given(&self.source),
            speaker: given(&self.speaker),
            article: given(&self.article),
            kind: given(&self.kind),
            status: given(&self.status),
            story: self.number::<i64>(&self.story, "number of a story")?.map(StoryNo),
            versions: is_set(&self.versions),
            unseen: is_set(&self.unseen),
        })
    }

    /// Which rows.
    ///
    /// # Errors
    /// [`Problem::BadValue`] for what is no number.
    pub fn page(&self) -> Result<Page, Problem> {
        let limit = self.number::<u32>(&self.limit, "number of rows")?.unwrap_or(ROWS);
        let offset = self.number::<u32>(&self.offset, "number of rows")?.unwrap_or(0);
        Ok(Page { offset, limit: limit.clamp(1, MOST_ROWS) })
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        self.pairs().any(|(name, value)| !matches!(name, "limit" | "offset") && !value.trim().is_empty())
    }

    /// The same list from another row on, as the part of an address after the question mark.
    pub fn starting_at(&self, offset: u64) -> String {
        let mut out = String::from("?");
        for (name, value) in self.pairs().filter(|(name, _)| *name != "offset") {
            if !value.trim().is_empty() {
                let _ = write!(out, "{name}={}&", percent(value));
            }
        }
        let _ = write!(out, "offset={offset}");
        out
    }

    /// What narrows the list, as the part of an address from the question mark on; empty where nothing does.
    pub fn narrowing(&self) -> String {
        let rows = ["limit", "offset", "unseen"];
        let pairs = self.pairs().filter(|(name, value)| !rows.contains(name) && !value.trim().is_empty());
        let parts: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", percent(value))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("words", &self.words),
            ("outlet", &self.outlet),
            ("from", &self.from),
            ("to", &self.to),
            ("source", &self.source),
            ("speaker", &self.speaker),
            ("kind", &self.kind),
            ("status", &self.status),
            ("story", &self.story),
            ("article", &self.article),
            ("versions", &self.versions),
            ("unseen", &self.unseen),
            ("limit", &self.limit),
            ("offset", &self.offset),
        ]
        .into_iter()
        .map(|(name, value)| (name, value.as_str()))
    }

    fn day(&self, typed: &str) -> Result<Option<Day>, Problem> {
        let bad = |value| Problem::BadValue { what: "day; write YYYY-MM-DD", value };
        given(typed).map(|typed| typed.parse().map_err(|_| bad(typed))).transpose()
    }

    fn number<T: std::str::FromStr>(&self, typed: &str, what: &'static str) -> Result<Option<T>, Problem> {
        given(typed).map(|value| value.parse().map_err(|_| Problem::BadValue { what, value })).transpose()
    }
}

fn is_set(typed: &str) -> bool {
    matches!(typed, "1" | "true" | "on" | "yes")
}

fn given(typed: &str) -> Option<String> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| typed.to_owned())
}

/// A value as it stands in an address: everything but letters, digits and a few signs as `%` and two digits.
pub fn percent(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_not_given() {
        let asked = Asked { words: " ".to_owned(), from: "2031-03-04".to_owned(), ..Asked::default() };
        let filter = asked.filter().unwrap();
        assert_eq!((filter.words, filter.from.map(|day| day.to_string())), (None, Some("2031-03-04".into())));
        let check = |asked: Asked| assert!(matches!(asked.filter(), Err(Problem::BadValue { .. })));
        check(Asked { from: "yesterday".to_owned(), ..Asked::default() });
        check(Asked { story: "one".to_owned(), ..Asked::default() });
    }

    #[test]
    fn a_page_is_bounded() {
        let page =
            |limit: &str| Asked { limit: limit.to_owned(), ..Asked::default() }.page().map(|p| p.limit);
        assert_eq!(page("").unwrap(), ROWS);
        assert_eq!(page("0").unwrap(), 1);
        assert_eq!(page("4000000000").unwrap(), MOST_ROWS);
        assert!(page("-1").is_err());
    }

    #[test]
    fn the_next_page_asks_for_the_same() {
        let asked = Asked { words: "a&b ü".to_owned(), offset: "50".to_owned(), ..Asked::default() };
        assert_eq!(asked.starting_at(100), "?words=a%26b%20%C3%BC&offset=100");
        assert_eq!(asked.narrowing(), "?words=a%26b%20%C3%BC");
        assert_eq!(Asked { unseen: "no".to_owned(), ..Asked::default() }.narrowing(), "");
    }
}
