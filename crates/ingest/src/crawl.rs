//! Records of a crawl's archive: which hold something to read, and the page in one that does.

use crate::container::end_of_header;
use crate::http::{self, Head};
use crate::{SetAside, dates};
use std::borrow::Cow;
use whosaid_text::Moment;

/// What came with a document from outside of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Surroundings {
    /// The address it was fetched from.
    pub url: Option<String>,
    /// The encoding of characters that the server stated.
    pub charset: Option<String>,
    /// When it was fetched: it was published no later.
    pub fetched: Option<Moment>,
    /// When the server says that it was last changed.
    pub last_modified: Option<Moment>,
}

/// A record that stands alone: its header, and its content.
#[derive(Clone, Debug)]
pub(crate) struct CrawlRecord<'a> {
    header: Head,
    content: &'a [u8],
}

/// Media types that may hold an article or a list of articles.
const READ: [&str; 9] = [
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/xml",
    "text/xml",
    "application/pdf",
];

impl<'a> CrawlRecord<'a> {
    /// Takes a record apart; `None` for bytes that are none.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let end = end_of_header(bytes).filter(|_| bytes.starts_with(b"WARC/"))?;
        Some(CrawlRecord { header: Head::read(&bytes[..end]), content: &bytes[end..] })
    }

    /// Whether more follows than the content that the header states, so that this is a file of several records.
    pub fn is_first_of_several(&self) -> bool {
        let stated = self.header.field("content-length").and_then(|length| length.parse::<usize>().ok());
        let rest = stated.and_then(|length| self.content.get(length..)).unwrap_or_default();
        !rest.trim_ascii().is_empty()
    }

    /// Why there is nothing to read in it, if that can be told at once: what it holds instead.
    pub fn passed_over(&self) -> Option<&'static str> {
        match self.header.field("warc-type").unwrap_or("") {
            "response" => {}
            "resource" | "conversion" => {
                let url = self.header.field("warc-target-uri").unwrap_or("").trim_matches(['<', '>']);
                if url.starts_with("metadata:") || url.starts_with("urn:") {
                    return Some("remarks of the crawler");
                }
                let kind = self.header.media_type();
                return (!kind.is_empty() && !READ.contains(&kind.as_str())).then_some("other content");
            }
            "request" => return Some("requests"),
            "revisit" => return Some(self.revisit()),
            "metadata" | "warcinfo" => return Some("remarks of the crawler"),
            _ => return Some("other records"),
        }
        let (head, _) = http::split(self.content);
        let kind = head.media_type();
        match head.status {
            200..=206 => {}
            300..=399 => return Some("redirections"),
            0 if self.content.starts_with(b"<") => return None,
            _ => return Some("answers without a page"),
        }
        let url = self.header.field("warc-target-uri").unwrap_or("");
        if url.trim_end_matches('>').ends_with("/robots.txt") {
            return Some("other content");
        }
        (!kind.is_empty() && !READ.contains(&kind.as_str())).then_some("other content")
    }

    /// What a revisit found: it keeps no page, for the page was kept before, in this file or another.
    fn revisit(&self) -> &'static str {
        let field = |name: &str| self.header.field(name).map(|url| url.trim_matches(['<', '>']));
        if self.header.field("warc-profile").is_some_and(|profile| profile.contains("server-not-modified")) {
            return "revisits: pages that have not changed since they were kept";
        }
        match field("warc-refers-to-target-uri") {
            Some(kept) if field("warc-target-uri") != Some(kept) => {
                "revisits: other addresses of pages kept elsewhere"
            }
            _ => "revisits of pages kept elsewhere",
        }
    }

    /// The page, and what the record says about it.
    ///
    /// # Errors
    /// Why there is none.
    pub fn page(&self, path: &str) -> Result<(Cow<'a, [u8]>, Surroundings), SetAside> {
        if let Some(what) = self.passed_over() {
            return Err(SetAside::new(path, format!("holds no page ({what})")));
        }
        let url = self.header.field("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let fetched = self.header.field("warc-date").and_then(dates::parse);
        let is_answer = self.header.field("warc-type") == Some("response");
        let (head, sent) =
            if is_answer { http::split(self.content) } else { (Head::default(), self.content) };
        let body = if is_answer { http::body(&head, sent) } else { Cow::Borrowed(self.content) };
        let charset = head.charset().or(if is_answer { None } else { self.header.charset() });
        let last_modified = head.field("last-modified").and_then(dates::parse);
        Ok((body, Surroundings { url, charset: charset.map(str::to_owned), fetched, last_modified }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &str, content: &str, expected: Option<&str>) {
        let record = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://a.example/b>\r\nWARC-Date: 2031-04-09T15:00:00Z\r\n\r\n{content}"
        );
        let record = CrawlRecord::of(record.as_bytes()).unwrap();
        assert_eq!(record.passed_over(), expected, "{content}");
        match record.page("a.warc") {
            Ok((_, around)) => {
                assert_eq!(around.url.as_deref(), Some("https://a.example/b"));
                assert!(expected.is_none() && around.fetched.is_some());
            }
            Err(aside) => assert!(aside.why.contains(expected.unwrap())),
        }
    }

    #[test]
    fn records_with_pages_are_told_from_others() {
        check("response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>", None);
        check("response", "HTTP/1.1 200 OK\r\n\r\n<p>", None);
        check("response", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", Some("other content"));
        check("response", "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n", Some("redirections"));
        check("response", "HTTP/1.1 500 Oops\r\n\r\n", Some("answers without a page"));
        check("response", "<html>", None);
        check("response", "", Some("answers without a page"));
        check("revisit", "HTTP/1.1 200 OK\r\n\r\n", Some("revisits of pages kept elsewhere"));
        let not_modified = "WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n\r\n";
        let elsewhere = "WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Target-URI: <https://a.example/b?x=1>\r\nWARC-Refers-To-Target-URI: https://a.example/b\r\n\r\n";
        let same = elsewhere.replace("?x=1", "");
        let told = |record: &str| CrawlRecord::of(record.as_bytes()).unwrap().passed_over().unwrap();
        assert!(told(not_modified).contains("not changed") && told(elsewhere).contains("other addresses"));
        assert_eq!(told(&same), "revisits of pages kept elsewhere");
        check("request", "GET / HTTP/1.1\r\n\r\n", Some("requests"));
        check("warcinfo", "software: x", Some("remarks of the crawler"));
        check("resource", "<p>", None);
        check("unheard-of", "", Some("other records"));
    }
}
