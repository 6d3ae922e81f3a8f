//! Feeds, sitemaps, agency items, JSON and mail, made of the words of their formats.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid_ingest::{RawDocument, read, read_feed};

/// What a byte below their number stands for; other bytes stand for themselves.
const WORDS: &[&str] = &[
    "<rss><channel>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<urlset>", "<sitemapindex>", "<item>", "</item>",
    "<entry>", "<link href='https://a.example/1'/>", "<title>", "</title>", "<description>", "<content:encoded>",
    "<![CDATA[", "]]>", "<!DOCTYPE r [<!ENTITY a \"aaaa\">]>", "&a;", "<pubDate>Wed, 09 Apr 2031 15:00:00 GMT</pubDate>",
    "<newsItem guid='1'>", "<inlineXML>", "<nitf><body><body.content>", "{\"uri\":\"1\",\"body_xhtml\":\"", "\"}",
    "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[", "{\"text\":\"", "From a@b Wed\n", "MIME-Version: 1.0\n",
    "Content-Type: multipart/mixed; boundary=x\n\n", "--x\n", "Content-Transfer-Encoding: base64\n\n",
    "Subject: =?utf-8?q?Caf=C3=A9?=\n", "\n\n", "The old pier of Port Ellis fell into the sea on Monday. ",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let mut list = Vec::new();
    for &byte in rest {
        match WORDS.get(byte as usize) {
            Some(word) => list.extend_from_slice(word.as_bytes()),
            None => list.push(byte),
        }
    }
    let path = ["a.xml", "a.json", "a.eml", "a.mbox", "a"][*first as usize % 5];
    let _ = read(RawDocument { path, bytes: &list });
    let _ = read_feed(&list);
});
