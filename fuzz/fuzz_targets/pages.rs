//! Pages made of elements, their dates and their data: sections lie in the text, dates are days.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid_ingest::{RawDocument, read};

/// What a byte below their number stands for; other bytes stand for themselves.
const WORDS: &[&str] = &[
    "<html lang=en-US>", "<h1>", "</h1>", "<p>", "</p>", "<div class=date>", "</div>", "<time datetime='", "'>", "</time>",
    "<script type='application/ld+json'>", "</script>", "{\"@type\":\"NewsArticle\",\"datePublished\":\"", "\"}", "<svg>",
    "</svg>", "<meta property='article:published_time' content='", "<footer>", "<!--", "-->", "<![CDATA[", "2031-04-09",
    "9 April 2031", "04/09/2031", "9.4.31", "2031年4月9日", "T15:00:00Z", "Updated ", "Published ", "&#8217;", "&amp;",
    "The old pier of Port Ellis fell into the sea on Monday, the mayor said. ",
];

fuzz_target!(|bytes: &[u8]| {
    let mut page = Vec::from(*b"<html>");
    for &byte in bytes {
        match WORDS.get(byte as usize) {
            Some(word) => page.extend_from_slice(word.as_bytes()),
            None => page.push(byte),
        }
    }
    for article in read(RawDocument { path: "a.html", bytes: &page }).into_iter().flatten() {
        for section in &article.sections {
            assert!(article.text.get(section.span.range()).is_some());
        }
    }
});
