//! What holds many documents: archives of crawls, `.zip`, JSON lines, and anything of these as gzip or zstd.
//!
//! Start with [`open`]. Documents come one after the other, so that memory does not grow with the file. Everything a
//! container says of itself is bounded: sizes, depth, names.

mod inflated;
mod lines;
mod records;
mod zip;
mod zstd;

pub(crate) use inflated::GZIP_MAGIC;
pub(crate) use records::{end_of_header, opens_archive};
pub(crate) use zstd::unpacked as unpacked_zstd;

use crate::crawl::CrawlRecord;
use crate::{MAX_DOCUMENT_BYTES, SetAside};
use inflated::{Inflated, OneStream, Step};
use records::Records;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};

/// One document on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it came from: `FILE`, `FILE:LINE`, `FILE@OFFSET` for a record of a crawl, `FILE/NAME` in a `.zip`.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// What a file gave next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Something to read.
    Document(Document),
    /// Something that cannot be read: damage, or a bound that it is past.
    SetAside(SetAside),
    /// Something that holds nothing to read by its kind, such as a picture: what it is.
    PassedOver(&'static str),
}

/// The entries of a file, one after the other.
pub type Entries = Box<dyn Iterator<Item = Entry>>;

/// A document inside another file is set aside past this many bytes.
const MAX_INNER_BYTES: u64 = 64 << 20;
/// Files in files in files are opened so deep.
const MAX_DEPTH: usize = 3;
/// How much of a file is looked at to tell what it is...
const SAMPLE_BYTES: usize = 4096;
/// ...and of one whose first block or dictionary must be read whole for that.
const ZSTD_SAMPLE_BYTES: usize = 2 << 20;

/// Opens a file: its documents, if it holds several, else itself.
pub fn open(path: &str, mut source: impl Read + Seek + 'static) -> Entries {
    let mut start = Vec::new();
    let sampled = (&mut source).take(SAMPLE_BYTES as u64).read_to_end(&mut start).map(|_| ());
    match sampled.and_then(|()| source.seek(SeekFrom::Start(0)).map(|_| ())) {
        Err(why) => one(Entry::SetAside(unreadable(path, &why))),
        Ok(()) if zip::opens_zip(&start) => zip::entries(path, source, 0),
        Ok(()) => open_within(path, Box::new(source), 0),
    }
}

/// Opens what can be read only once, from its beginning to its end. A `.zip` is held whole, for its list comes last.
pub fn open_stream(path: &str, reader: impl Read + 'static) -> Entries {
    open_within(path, Box::new(reader), 0)
}

/// Whether some bytes are of a file that holds several documents.
pub(crate) fn holds_several(bytes: &[u8]) -> bool {
    bytes.starts_with(&GZIP_MAGIC)
        || zstd::opens_zstd(bytes)
        || zip::opens_zip(bytes)
        || (opens_archive(bytes) && CrawlRecord::of(bytes).is_none_or(|record| record.is_first_of_several()))
}

fn open_within(path: &str, mut reader: Box<dyn Read>, depth: usize) -> Entries {
    if depth > MAX_DEPTH {
        return one(Entry::SetAside(SetAside::new(path, "a file in a file in a file; unpack it")));
    }
    let mut start = Vec::new();
    if let Err(why) = (&mut reader).take(SAMPLE_BYTES as u64).read_to_end(&mut start) {
        return one(Entry::SetAside(unreadable(path, &why)));
    }
    let is_zstd = zstd::opens_zstd(&start);
    if is_zstd {
        let more = ZSTD_SAMPLE_BYTES - start.len().min(ZSTD_SAMPLE_BYTES);
        // What cannot be read is met again by what reads on.
        let _ = (&mut reader).take(more as u64).read_to_end(&mut start);
    }
    let inflated = (is_zstd || start.starts_with(&GZIP_MAGIC)).then(|| beginning(&start));
    let is_zip = zip::opens_zip(&start);
    let is_archive = opens_archive(inflated.as_deref().unwrap_or(&start));
    let is_lines = lines::are_lines(path, &start);
    let reader = Cursor::new(start).chain(reader);
    if is_archive {
        return pages(path, reader);
    }
    if inflated.is_some() {
        let endings = [".gz", ".GZ", ".zst", ".ZST"];
        let inner = endings.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
        return open_within(inner, Box::new(OneStream::new(reader)), depth + 1);
    }
    if is_lines {
        return Box::new(lines::Lines::new(path, BufReader::new(reader)));
    }
    let limit = if depth == 0 { MAX_DOCUMENT_BYTES as u64 } else { MAX_INNER_BYTES };
    match whole(path, reader, limit) {
        Ok(document) if is_zip => zip::entries(path, Cursor::new(document.bytes), depth),
        Ok(document) => one(Entry::Document(document)),
        Err(aside) => one(Entry::SetAside(aside)),
    }
}

fn one(entry: Entry) -> Entries {
    Box::new(std::iter::once(entry))
}

/// What a packed file begins with, inflated.
fn beginning(start: &[u8]) -> Vec<u8> {
    let mut packed = Inflated::new(start);
    let mut inflated = Vec::new();
    while inflated.len() < 64 && matches!(packed.step(&mut inflated), Step::More) {}
    inflated
}

fn whole(path: &str, reader: impl Read, limit_bytes: u64) -> Result<Document, SetAside> {
    let mut bytes = Vec::new();
    let read = reader.take(limit_bytes + 1).read_to_end(&mut bytes);
    match read {
        Err(why) if bytes.is_empty() => Err(unreadable(path, &why)),
        _ if bytes.len() as u64 > limit_bytes => {
            let limit = limit_bytes >> 20;
            Err(SetAside::new(path, format!("larger than {limit} MiB; split it into one file an article")))
        }
        // A file that breaks off is read as far as it goes.
        _ => Ok(Document { path: path.to_owned(), bytes }),
    }
}

fn unreadable(path: &str, why: &io::Error) -> SetAside {
    SetAside::new(path, format!("cannot be read: {why}"))
}

/// The pages of a crawl's archive.
fn pages(path: &str, reader: impl Read + 'static) -> Entries {
    let path = path.to_owned();
    let records = Records::new(reader).flat_map(move |record| {
        let record = match record {
            Ok(record) => record,
            Err(damage) => {
                return vec![Entry::SetAside(SetAside::new(&format!("{path}@{}", damage.at), damage.why))];
            }
        };
        let place = match record.nth {
            0 => format!("{path}@{}", record.at),
            nth => format!("{path}@{}+{nth}", record.at),
        };
        let mut entries = Vec::new();
        if let Some(remark) = record.remark {
            entries.push(Entry::SetAside(SetAside::new(&place, format!("{remark}; read as far as it goes"))));
        }
        entries.push(match CrawlRecord::of(&record.bytes).map(|record| record.passed_over()) {
            Some(Some(what)) => Entry::PassedOver(what),
            Some(None) => Entry::Document(Document { path: place, bytes: record.bytes }),
            None => Entry::SetAside(SetAside::new(&place, "a record without a header")),
        });
        entries
    });
    Box::new(records)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn check(path: &str, bytes: &[u8], expected: &[&str]) {
        let told = |entry: Entry| match entry {
            Entry::Document(document) => format!("{} {}", document.path, document.bytes.len()),
            Entry::SetAside(aside) => format!("! {} {}", aside.path, aside.why),
            Entry::PassedOver(what) => format!("- {what}"),
        };
        let found: Vec<_> = open(path, Cursor::new(bytes.to_vec())).map(told).collect();
        assert_eq!(found, expected);
        let found: Vec<_> = open_stream(path, Cursor::new(bytes.to_vec())).map(told).collect();
        assert_eq!(found, expected, "as a stream");
    }

    const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The pier fell.</p>";

    fn record(kind: &str, content: &str) -> String {
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {}\r\n\r\n{content}\r\n\r\n", content.len())
    }

    #[test]
    fn files_of_one_document_are_that_document() {
        check("a.txt", b"The pier fell.", &["a.txt 14"]);
        check("a.txt.gz", &gzip(b"The pier fell."), &["a.txt 14"]);
        check("a.txt", b"", &["a.txt 0"]);
        let nested = gzip(&gzip(&gzip(&gzip(&gzip(b"The pier fell.")))));
        check("a.gz", &nested, &["! a a file in a file in a file; unpack it"]);
    }

    #[test]
    fn pages_of_crawls_come_one_by_one() {
        let (info, page) = (record("warcinfo", "software: x"), record("response", PAGE));
        let length = page.len() - 4;
        let plain = format!("{info}{page}{page}");
        let places = [info.len(), info.len() + page.len()].map(|at| format!("a.warc@{at} {length}"));
        check("a.warc", plain.as_bytes(), &["- remarks of the crawler", &places[0], &places[1]]);
        let first = gzip(info.as_bytes());
        let at = first.len();
        let members = [first, gzip(page.as_bytes())].concat();
        check("a.warc.gz", &members, &["- remarks of the crawler", &format!("a.warc.gz@{at} {length}")]);
        let cut =
            format!("{}{info}", &page[..page.len() - 10]).replace("WARC/1.0\r\nWARC-Type: warcinfo", "");
        let cut = &cut[..page.len() - 10];
        check(
            "a.warc",
            cut.as_bytes(),
            &[
                "! a.warc@0 shorter than it states: the file ends in it; read as far as it goes",
                &format!("a.warc@0 {}", cut.len()),
            ],
        );
    }

    #[test]
    fn zstd_is_opened() {
        use ruzstd::encoding::{CompressionLevel, compress_to_vec};
        let zstd = |text: &str| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest);
        check("a.txt.zst", &zstd("The pier fell."), &["a.txt 14"]);
        check("a.jsonl.zst", &zstd("{}\n{}"), &["a.jsonl:1 3", "a.jsonl:2 2"]);
        let page = record("response", PAGE);
        let length = page.len() - 4;
        check("a.warc.zst", &zstd(&page), &[&format!("a.warc.zst@0 {length}")]);
    }

    #[test]
    fn lines_come_one_by_one() {
        check("a.jsonl", b"{\"a\":1}\n\n{}\n", &["a.jsonl:1 8", "a.jsonl:3 3"]);
        check("-", b"{\"a\":1}\n{}", &["-:1 8", "-:2 2"]);
        check("-", b"{\n\"a\":1}", &["- 8"]);
        check("a.jsonl.gz", &gzip(b"{}\n{}"), &["a.jsonl:1 3", "a.jsonl:2 2"]);
    }
}
