//! What a feed links to, as the ingest room reads it, and lists of feeds (OPML, or an address a line).

use serde::{Deserialize, Serialize};
use url::Url;
use whosaid::ingest::read_feed;

/// Entries read of one feed.
const MOST_ENTRIES: usize = 2_000;

/// What a feed links to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Address of the page.
    pub link: String,
    /// Headline.
    pub title: Option<String>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// Whom the feed has it from (RSS `source`): the true publisher.
    pub source: Option<String>,
}

/// The entries of a feed at an address, in its order, each address once.
///
/// # Errors
/// What is wrong with it, in words.
pub fn entries(feed: &[u8], address: &str) -> Result<Vec<Entry>, String> {
    let Some(found) = read_feed(feed) else { return Err("it is neither RSS, Atom nor JSON Feed".to_owned()) };
    let base = Url::parse(address).map_err(|why| why.to_string())?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for entry in found.entries.into_iter().take(MOST_ENTRIES) {
        let link = entry.url.as_deref().and_then(|link| base.join(link.trim()).ok());
        let link = link.filter(|link| matches!(link.scheme(), "http" | "https"));
        let Some(mut link) = link else { continue };
        link.set_fragment(None);
        if seen.insert(link.to_string()) {
            entries.push(Entry {
                link: link.to_string(),
                title: entry.title,
                published: entry.published.map(|moment| moment.to_string()),
                source: entry.outlet,
            });
        }
    }
    Ok(entries)
}

/// The addresses of feeds that a list names: OPML, or an address a line.
///
/// # Errors
/// What is wrong with it, in words.
pub fn feeds_of(list: &str) -> Result<Vec<String>, String> {
    let list = list.trim_start_matches('\u{feff}').trim_start();
    if !list.starts_with('<') {
        let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        return Ok(lines.map(str::to_owned).collect());
    }
    if !list.contains("<opml") {
        return Err("it is neither OPML nor a list of addresses".to_owned());
    }
    Ok(attributes(list, "xmlUrl").filter(|url| !url.is_empty()).collect())
}

/// Values of an attribute that stands anywhere in a text.
fn attributes<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    text.split(name).skip(1).filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = rest[1..].split(quote).next()?;
        Some(value.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&").trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(feed: &str, expected: &[[&str; 4]]) {
        let found = entries(feed.as_bytes(), "https://news.example/feeds/all").unwrap();
        let flat = |entry: &Entry| {
            let of = |value: &Option<String>| value.clone().unwrap_or_default();
            [entry.link.clone(), of(&entry.title), of(&entry.published), of(&entry.source)]
        };
        assert_eq!(found.iter().map(flat).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn rss_keeps_its_source() {
        check(
            "<?xml version='1.0'?><rss version='2.0'><channel><title>All</title><link>https://news.example</link>\
             <item><title>Ferry &amp; pier</title><link> https://a.example/1#top </link>\
             <pubDate>Tue, 04 Mar 2031 09:30:00 +0000</pubDate>\
             <source url='https://a.example/rss'>The Post</source></item>\
             <item><link>https://news.example/2</link><title><![CDATA[Two]]></title></item>\
             <item><link>javascript:alert(1)</link><title>Three</title></item>\
             <item><link>https://a.example/1</link></item></channel></rss>",
            &[
                ["https://a.example/1", "Ferry & pier", "2031-03-04T09:30:00Z", "a.example"],
                ["https://news.example/2", "Two", "", ""],
            ],
        );
    }

    #[test]
    fn what_is_no_feed_is_named() {
        for feed in ["<html></html>", "", "{}", "no feed"] {
            assert!(entries(feed.as_bytes(), "https://news.example/").is_err(), "{feed}");
        }
    }

    #[test]
    fn lists_name_feeds() {
        let opml = "<opml version='2.0'><body><outline text='News'><outline type='rss' xmlUrl='https://a.example/rss?a&amp;b'/>\
                    </outline></body></opml>";
        assert_eq!(feeds_of(opml).unwrap(), ["https://a.example/rss?a&b"]);
        assert_eq!(feeds_of("# mine\nhttps://a.example/rss\n\n").unwrap(), ["https://a.example/rss"]);
        assert!(feeds_of("<html/>").is_err());
    }
}
