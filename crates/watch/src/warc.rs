//! Pages as they came, in WARC 1.1 (ISO 28500): a `response` with address, time and hash, and a `metadata` that says
//! which feed led there and whom it has it from.

use crate::watch::Page;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Headers that no longer hold once the content is unpacked.
const STALE: [&str; 3] = ["content-encoding", "transfer-encoding", "content-length"];

/// Two records.
pub fn records(page: &Page) -> Vec<u8> {
    let mut head = String::from("HTTP/1.1 200 OK\r\n");
    for (name, value) in page.headers.iter().filter(|(name, _)| !STALE.contains(&name.as_str())) {
        let _ = write!(head, "{name}: {}\r\n", one_line(value));
    }
    let _ = write!(head, "content-length: {}\r\n\r\n", page.bytes.len());
    let response = record_id(page, "response");
    let digest = format!("WARC-Payload-Digest: sha256:{}\r\n", page.sha256);
    let kind = "application/http; msgtype=response";
    let mut out = record(page, "response", &response, &digest, kind, &[head.as_bytes(), &page.bytes]);

    let mut fields = format!("via: {}\r\n", one_line(&page.feed));
    let _ = write!(fields, "linkedAs: {}\r\n", one_line(&page.entry.link));
    for (name, value) in
        [("source", &page.entry.source), ("title", &page.entry.title), ("published", &page.entry.published)]
    {
        if let Some(value) = value {
            let _ = write!(fields, "{name}: {}\r\n", one_line(value));
        }
    }
    let of = format!("WARC-Concurrent-To: {response}\r\n");
    let id = record_id(page, "metadata");
    out.extend(record(page, "metadata", &id, &of, "application/warc-fields", &[fields.as_bytes()]));
    out
}

fn record(page: &Page, kind: &str, id: &str, more: &str, content_type: &str, content: &[&[u8]]) -> Vec<u8> {
    let length: usize = content.iter().map(|part| part.len()).sum();
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {}\r\nWARC-Target-URI: {}\r\n{more}\
         Content-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n",
        page.fetched,
        one_line(&page.address),
    );
    let mut out = head.into_bytes();
    content.iter().for_each(|part| out.extend_from_slice(part));
    out.extend_from_slice(b"\r\n\r\n");
    out
}

/// A `urn:uuid:` (version 8) of what the record is about.
fn record_id(page: &Page, kind: &str) -> String {
    let mut hash = Sha256::new();
    for part in [kind, &page.address, &page.fetched, &page.sha256] {
        hash.update(part.as_bytes());
        hash.update([0x1f]);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Text that ends no line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::Entry;

    #[test]
    fn lengths_and_hashes_fit() {
        let entry = Entry {
            link: "https://a.example/1".into(),
            source: Some("Post\r\nX: y".into()),
            ..Entry::default()
        };
        let bytes = b"<p>\r\n\r\nWARC/1.1".to_vec();
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let page = Page {
            address: "https://a.example/1?x".into(),
            feed: "https://a.example/rss".into(),
            entry,
            fetched: "2031-03-04T09:00:00Z".into(),
            headers: vec![
                ("content-type".into(), "text/html".into()),
                ("content-encoding".into(), "gzip".into()),
            ],
            bytes,
            sha256,
        };
        let text = String::from_utf8(records(&page)).unwrap();
        let (mut rest, mut kinds) = (text.as_str(), Vec::new());
        while !rest.is_empty() {
            let (head, after) = rest.split_once("\r\n\r\n").unwrap();
            assert!(head.starts_with("WARC/1.1\r\n"));
            let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim();
            let length: usize = field("Content-Length:").parse().unwrap();
            kinds.push(field("WARC-Type:").to_owned());
            rest = after[length..].strip_prefix("\r\n\r\n").unwrap();
        }
        assert_eq!(kinds, ["response", "metadata"]);
        assert!(text.contains("source: Post  X: y") && !text.contains("content-encoding"));
        assert_eq!(records(&page), records(&page));
    }
}
