//! An HTTP answer as a crawl keeps it: status, headers, and a body that may be chunked and compressed.
//!
//! Crawlers store bodies as they came or already taken apart, and do not always say which: what does not look chunked
//! or compressed is taken as it is (RFC 9112, RFC 9110 section 8.4).

use crate::container::{end_of_header, unpacked_zstd};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::Read;

/// Bodies are inflated up to this many bytes.
const MAX_BODY_BYTES: u64 = 64 << 20;

/// The head of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// 200 and its like; 0 where no status line can be read.
    pub status: u16,
    fields: Vec<(String, String)>,
}

impl Head {
    /// Reads header fields, one a line; a first line without a colon is the status line.
    pub fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut head = Head::default();
        for (n, line) in text.lines().enumerate() {
            if n == 0 && line.to_ascii_uppercase().starts_with("HTTP/") {
                head.status = line.split_whitespace().nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
            } else if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = head.fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                head.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        head
    }

    /// The first field of a name in lower case.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The media type, in lower case, without parameters.
    pub fn media_type(&self) -> String {
        let value = self.field("content-type").unwrap_or("");
        value.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
    }

    /// The encoding of characters that the content type states.
    pub fn charset(&self) -> Option<&str> {
        charset(self.field("content-type")?)
    }
}

/// The `charset` parameter of a content type.
pub(crate) fn charset(content_type: &str) -> Option<&str> {
    let lower = content_type.to_ascii_lowercase();
    let at = lower.find("charset=")? + "charset=".len();
    let rest = content_type.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = rest.find(['"', '\'', ';', ' ']).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|name| !name.is_empty())
}

/// Parts an answer into its head and its body as sent; all of it is body where there is no head.
pub(crate) fn split(bytes: &[u8]) -> (Head, &[u8]) {
    if !bytes.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"HTTP/")) {
        return (Head::default(), bytes);
    }
    match end_of_header(bytes) {
        Some(end) => (Head::read(&bytes[..end]), &bytes[end..]),
        None => (Head::read(bytes), &[]),
    }
}

/// The body with chunks joined and compression undone.
pub(crate) fn body<'a>(head: &Head, sent: &'a [u8]) -> Cow<'a, [u8]> {
    let chunked =
        head.field("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let mut body = match chunked.then(|| unchunked(sent)).flatten() {
        Some(joined) => Cow::Owned(joined),
        None => Cow::Borrowed(sent),
    };
    let codings = head.field("content-encoding").unwrap_or("").to_ascii_lowercase();
    for coding in codings.rsplit(',').map(str::trim) {
        if let Some(inflated) = inflated(coding, &body) {
            body = Cow::Owned(inflated);
        }
    }
    body
}

/// The chunks joined, as far as they can be read; `None` where the first is no chunk.
fn unchunked(sent: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(sent.len());
    let mut rest = sent;
    loop {
        let Some((size, content)) = chunk_size(rest) else {
            // What follows a broken chunk is kept: better a stray number in the page than half a page.
            joined.extend_from_slice(rest);
            return (rest.len() < sent.len()).then_some(joined);
        };
        if size == 0 {
            return Some(joined);
        }
        let size = size.min(content.len());
        joined.extend_from_slice(&content[..size]);
        rest = &content[size..];
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(joined);
        }
    }
}

/// The size that a chunk's line states, and what comes after the line.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().take(128).position(|&byte| byte == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let size = line.split(';').next()?.trim();
    Some((usize::from_str_radix(size, 16).ok()?, &bytes[end + 1..]))
}

/// The bytes inflated, as far as they can be; `None` where they are not in this coding or nothing came of it.
fn inflated(coding: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let read: &mut dyn Read = match coding {
        "gzip" | "x-gzip" if bytes.starts_with(&[0x1f, 0x8b]) => &mut MultiGzDecoder::new(bytes),
        "deflate" if bytes.first().is_some_and(|first| first & 0x0f == 8) => &mut ZlibDecoder::new(bytes),
        "deflate" => &mut DeflateDecoder::new(bytes),
        "zstd" => return unpacked_zstd(bytes, MAX_BODY_BYTES).filter(|body| !body.is_empty()),
        "br" if !looks_like_text(bytes) => &mut brotli_decompressor::Decompressor::new(bytes, 4096),
        _ => return None,
    };
    // Half a page is better than none: what came before an error is kept.
    let _ = read.take(MAX_BODY_BYTES).read_to_end(&mut out);
    (!out.is_empty()).then_some(out)
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    start.starts_with(b"<") || start.starts_with(b"{")
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    const PAGE: &str = "<p>The pier fell.</p>";

    fn check(head: &str, sent: &[u8], expected: &str) {
        let answer = [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), sent].concat();
        let (head, sent) = split(&answer);
        assert_eq!(head.status, 200);
        assert_eq!(String::from_utf8_lossy(&body(&head, sent)), expected, "{head:?}");
    }

    #[test]
    fn heads_are_read() {
        let (head, body) =
            split(b"HTTP/1.0 404 Not found\nContent-Type: Text/HTML; charset=\"koi8-r\"\nX: a\n b\n\nx");
        assert_eq!((head.status, body), (404, b"x".as_slice()));
        assert_eq!(
            (head.media_type().as_str(), head.charset(), head.field("x")),
            ("text/html", Some("koi8-r"), Some("a b"))
        );
        assert_eq!(split(b"no head"), (Head::default(), b"no head".as_slice()));
        assert_eq!(split(b"HTTP/1.1 200").1, b"");
    }

    #[test]
    fn chunks_are_joined() {
        let chunked = "Transfer-Encoding: chunked\r\n";
        check(chunked, b"3\r\n<p>\r\n12;x=1\r\nThe pier fell.</p>\r\n0\r\n\r\n", PAGE);
        check(chunked, PAGE.as_bytes(), PAGE);
        check(chunked, b"3\r\n<p>\r\nff\r\nThe pier fell.</p>", PAGE);
        check(chunked, b"3\r\n<p>\r\noops", "<p>oops");
        check(chunked, b"ffffffffffffffffffff\r\n", "ffffffffffffffffffff\r\n");
    }

    #[test]
    fn compression_is_undone() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        for encoder in [&mut gzip as &mut dyn Write, &mut zlib, &mut raw] {
            encoder.write_all(PAGE.as_bytes()).unwrap();
        }
        let gzip = gzip.finish().unwrap();
        check("Content-Encoding: gzip\r\n", &gzip, PAGE);
        check("Content-Encoding: deflate\r\n", &zlib.finish().unwrap(), PAGE);
        check("Content-Encoding: deflate\r\n", &raw.finish().unwrap(), PAGE);
        check("Content-Encoding: gzip\r\n", PAGE.as_bytes(), PAGE);
        check("Content-Encoding: br\r\n", PAGE.as_bytes(), PAGE);
        let zstd =
            ruzstd::encoding::compress_to_vec(PAGE.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
        check("Content-Encoding: zstd\r\n", &zstd, PAGE);
        check("Content-Encoding: zstd\r\n", PAGE.as_bytes(), PAGE);
        check("Content-Encoding: unheard-of\r\n", PAGE.as_bytes(), PAGE);
        let chunk = [format!("{:x}\r\n", gzip.len()).as_bytes(), &gzip, b"\r\n0\r\n\r\n"].concat();
        check("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", &chunk, PAGE);
        let cut =
            body(&Head::read(b"HTTP/1.1 200\ncontent-encoding: gzip"), &gzip[..gzip.len() - 9]).into_owned();
        assert!(PAGE.as_bytes().starts_with(&cut) && !cut.is_empty(), "{cut:?}");
    }

    #[test]
    fn a_bomb_is_bounded() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        let zeros = vec![0; 1 << 20];
        (0..100).for_each(|_| gzip.write_all(&zeros).unwrap());
        let head = Head::read(b"HTTP/1.1 200\ncontent-encoding: gzip");
        assert_eq!(body(&head, &gzip.finish().unwrap()).len() as u64, MAX_BODY_BYTES);
    }
}
