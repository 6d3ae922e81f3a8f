//! A feed of what changed, as Atom (RFC 4287).
//!
//! Start with [`feed`]. Times come in as ISO 8601; a day alone counts from its first second in UTC, as Atom knows no
//! days. Ids are `urn:uuid:` and stay the same however often the feed is written.

use super::graphml::escape;
use super::names;
use std::fmt::Write;
use whosaid::text::{Clock, Moment};

/// A feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// What tells it from other feeds: the same words, the same id.
    pub about: String,
    /// When it last changed, for a feed without entries; else the newest entry's time counts.
    pub updated: String,
    /// Where the feed itself lies, if it lies at an address.
    pub own: Option<String>,
    /// The page that shows the same.
    pub page: Option<String>,
    /// Its entries, newest first.
    pub entries: Vec<Entry>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What tells it from other entries: the same words, the same id.
    pub about: String,
    /// Its title.
    pub title: String,
    /// When it happened, ISO 8601.
    pub updated: String,
    /// What happened, in lines of plain text.
    pub words: String,
    /// The address that shows it.
    pub link: Option<String>,
    /// An address that it is about.
    pub related: Option<String>,
    /// What kind of thing it is, for filters.
    pub category: Option<String>,
}

/// Time of a feed that never changed.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// Writes a feed.
pub fn feed(feed: &Feed) -> String {
    let newest = feed.entries.iter().filter_map(|entry| instant(&entry.updated)).max();
    let newest = newest.or_else(|| instant(&feed.updated));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n",
    );
    let _ = writeln!(out, "  <id>{}</id>", names::urn("feed", &[&feed.about]));
    let _ = writeln!(out, "  <title>{}</title>", line(&feed.title));
    let _ = writeln!(out, "  <updated>{}</updated>", written(newest));
    link(&mut out, "  ", "self", feed.own.as_deref());
    link(&mut out, "  ", "alternate", feed.page.as_deref());
    let _ = writeln!(out, "  <author><name>whosaid</name></author>");
    let version = env!("CARGO_PKG_VERSION");
    let _ = writeln!(out, "  <generator version=\"{version}\">whosaid</generator>");
    for told in &feed.entries {
        entry(&mut out, feed, told);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, feed: &Feed, entry: &Entry) {
    let _ = writeln!(out, "  <entry>\n    <id>{}</id>", names::urn("entry", &[&feed.about, &entry.about]));
    let _ = writeln!(out, "    <title>{}</title>", line(&entry.title));
    let _ = writeln!(out, "    <updated>{}</updated>", written(instant(&entry.updated)));
    if let Some(category) = &entry.category {
        let _ = writeln!(out, "    <category term=\"{}\"/>", line(category));
    }
    link(out, "    ", "alternate", entry.link.as_deref());
    link(out, "    ", "related", entry.related.as_deref());
    let _ = writeln!(out, "    <content type=\"text\">{}</content>\n  </entry>", escape(&entry.words));
}

fn link(out: &mut String, indent: &str, rel: &str, href: Option<&str>) {
    if let Some(href) = href {
        let _ = writeln!(out, "{indent}<link rel=\"{rel}\" href=\"{}\"/>", line(href));
    }
}

/// One line as XML.
fn line(words: &str) -> String {
    escape(&crate::words::calm(words))
}

/// A time with clock and offset, as Atom wants it.
fn instant(value: &str) -> Option<Moment> {
    let moment: Moment = value.parse().ok()?;
    let midnight = Clock { hour: 0, minute: 0, second: 0 };
    let clock = moment.clock.unwrap_or(midnight);
    Some(Moment { clock: Some(clock), offset_minutes: moment.offset_minutes.or(Some(0)), ..moment })
}

fn written(moment: Option<Moment>) -> String {
    moment.map_or_else(|| NEVER.to_owned(), |moment| moment.to_string())
}
