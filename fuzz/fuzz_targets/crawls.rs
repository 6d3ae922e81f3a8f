//! Crawls and what else holds several documents, made of the words of their formats: every entry is read or told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::Cursor;
use whosaid_ingest::{Entry, RawDocument, open, open_stream, read};

/// What a byte below their number stands for; other bytes stand for themselves.
const WORDS: &[&[u8]] = &[
    b"WARC/1.0\r\n", b"WARC/1.1\n", b"WARC-Type: response\r\n", b"WARC-Type: resource\r\n", b"WARC-Type: revisit\r\n",
    b"WARC-Target-URI: <https://a.example/b>\r\n", b"WARC-Date: 2031-04-09T15:00:00Z\r\n", b"Content-Length: ", b"0", b"7",
    b"4096", b"99999999999999999999", b"\r\n", b"\r\n\r\n", b"\n\n", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 404 No\r\n",
    b"Content-Type: text/html; charset=koi8-r\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: br\r\n", b"Content-Encoding: deflate\r\n", b"1f\r\n", b"<html><body><p>The old pier of Port Ellis fell into the sea.</p>",
    b"filedesc://a.arc 0.0.0.0 20310409150000 text/plain 9\n", b"http://a.example/ 0.0.0.0 20310409150000 text/html 20\n",
    b"\x1f\x8b\x08\0\0\0\0\0\0\x03", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\0\0\0\0", b"\xff\xff\xff\xff",
    b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18\x08\0\0\0", b"\x37\xa4\x30\xec", b"Content-Encoding: zstd\r\n", b"%PDF-1.4\n",
];

fuzz_target!(|bytes: &[u8]| {
    let mut file = Vec::new();
    for &byte in bytes {
        match WORDS.get(byte as usize) {
            Some(word) => file.extend_from_slice(word),
            None => file.push(byte),
        }
    }
    let entries = open("a.warc", Cursor::new(file.clone())).chain(open_stream("-", Cursor::new(file.clone())));
    for entry in entries {
        if let Entry::Document(document) = entry {
            let _ = read(RawDocument { path: &document.path, bytes: &document.bytes });
        }
    }
    let _ = read(RawDocument { path: "a", bytes: &file });
});
