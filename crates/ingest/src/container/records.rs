//! A crawl's archive cut into its records: WARC (ISO 28500) and ARC, plain, gzip or zstd, one record after the other.
//!
//! Nothing that a record says of itself is believed without a look: a length that does not lead to the next record,
//! a header without end and bytes between records are damage, told with the place in the file; reading goes on at the
//! next record. What is in a record is `crawl.rs`'s.

use super::inflated::{Inflated, Step};
use std::io::Read;

/// A record longer than this is stepped over.
pub(crate) const MAX_RECORD_BYTES: u64 = 64 << 20;
/// A header longer than this is none.
const MAX_HEADER_BYTES: usize = 64 << 10;

/// A record of a crawl's archive.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Where it begins: the byte in the file, of its gzip member where there is one.
    pub at: u64,
    /// How many records came before it in the same gzip member.
    pub nth: u64,
    /// Header, blank line and content, as in a WARC file.
    pub bytes: Vec<u8>,
    /// What is wrong with it, where it can be read all the same.
    pub remark: Option<String>,
}

/// A stretch of the file that gave no record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Where it begins.
    pub at: u64,
    /// What is wrong.
    pub why: String,
}

/// The records of a file.
pub(crate) struct Records<R: Read> {
    inflated: Inflated<R>,
    buffer: Vec<u8>,
    /// How far the buffer has been taken.
    at: usize,
    /// How many bytes were taken before the buffer.
    n_before: u64,
    n_in_member: u64,
    member: u64,
    /// What comes after the bytes in the buffer.
    edge: Edge,
    /// Whether damage was told since the last record.
    told: bool,
    is_arc: bool,
}

/// Why no more bytes can be had at once.
#[derive(Debug, PartialEq, Eq)]
enum Edge {
    Open,
    Member,
    Broken(String),
    End,
}

/// Whether some bytes open a WARC or ARC file.
pub(crate) fn opens_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/") || bytes.starts_with(b"filedesc://")
}

impl<R: Read> Records<R> {
    /// Starts at the current place of a reader.
    pub fn new(reader: R) -> Self {
        Records {
            inflated: Inflated::new(reader),
            buffer: Vec::new(),
            at: 0,
            n_before: 0,
            n_in_member: 0,
            member: 0,
            edge: Edge::Open,
            told: false,
            is_arc: false,
        }
    }

    /// The place of the next byte, as told to users.
    fn place(&self) -> u64 {
        if self.inflated.is_packed() { self.member } else { self.n_before + self.at as u64 }
    }

    fn left(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    fn take(&mut self, n_bytes: usize) {
        self.at = (self.at + n_bytes).min(self.buffer.len());
        if self.at > (1 << 20) || self.at == self.buffer.len() {
            self.n_before += self.at as u64;
            self.buffer.drain(..self.at);
            self.at = 0;
        }
    }

    /// Reads on inside the same gzip member; `false` where there is no more.
    fn fill(&mut self) -> bool {
        if self.edge != Edge::Open {
            return false;
        }
        let n_bytes = self.buffer.len();
        loop {
            match self.inflated.step(&mut self.buffer) {
                Step::More if self.buffer.len() > n_bytes => return true,
                Step::More => {}
                Step::EndOfMember => self.edge = Edge::Member,
                Step::Broken(why) => self.edge = Edge::Broken(why),
                Step::End => self.edge = Edge::End,
            }
            if self.edge != Edge::Open {
                return false;
            }
        }
    }

    /// Takes blanks between records, over ends of members. Gives damage met on the way; `None` at the end.
    fn go_to_next(&mut self) -> Option<Result<(), Damage>> {
        loop {
            let blanks = self.left().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.take(blanks);
            if !self.left().is_empty() {
                return Some(Ok(()));
            }
            if self.fill() {
                if self.n_in_member == 0 {
                    self.member = self.inflated.member_at();
                }
                continue;
            }
            match std::mem::replace(&mut self.edge, Edge::Open) {
                Edge::End => {
                    self.edge = Edge::End;
                    return None;
                }
                Edge::Broken(why) => {
                    let at = self.place();
                    self.n_in_member = 0;
                    return Some(Err(Damage { at, why }));
                }
                Edge::Member | Edge::Open => self.n_in_member = 0,
            }
        }
    }

    fn next_record(&mut self) -> Result<Record, Damage> {
        let at = self.place();
        let nth = self.n_in_member;
        self.n_in_member += u64::from(self.inflated.is_packed());
        let damage = |why: &str| Damage { at, why: why.to_owned() };
        let mut header = match self.header() {
            Ok(header) => header,
            Err(why) => {
                self.resync();
                return Err(damage(why));
            }
        };
        let Some(length) = content_length(&header) else {
            self.resync();
            return Err(damage("a record without a length that can be read"));
        };
        if length > MAX_RECORD_BYTES {
            // Such a length is not believed: the next record is looked for from here.
            self.resync();
            let limit = MAX_RECORD_BYTES >> 20;
            return Err(Damage { at, why: format!("a record of {length} bytes, more than {limit} MB") });
        }
        let header_bytes = header.len();
        let n_kept = self.content(length, &mut header);
        let mut record = Record { at, nth, bytes: header, remark: None };
        let cut_off = n_kept < length;
        if let Some(end) = self.swallowed(&record.bytes[header_bytes..], cut_off) {
            let rest = record.bytes.split_off(header_bytes + end);
            self.put_back(&rest);
            record.remark = Some("its stated length reaches into the next record".to_owned());
        } else if cut_off {
            let why = if let Edge::Broken(why) = &self.edge { why.as_str() } else { "the file ends in it" };
            record.remark = Some(format!("shorter than it states: {why}"));
            if matches!(self.edge, Edge::Broken(_)) {
                self.edge = Edge::Member;
            }
        }
        Ok(record)
    }

    /// Takes a header with its blank line; for ARC, a header in the form of WARC that says the same.
    fn header(&mut self) -> Result<Vec<u8>, &'static str> {
        if self.is_arc && !self.left().starts_with(b"WARC/") {
            return self.arc_header();
        }
        while self.left().len() < 5 && self.fill() {}
        if !self.left().starts_with(b"WARC/") {
            return Err("bytes that begin no record");
        }
        let mut seen = 0;
        loop {
            if let Some(end) = end_of_header(&self.left()[seen..]) {
                let header = self.left()[..seen + end].to_vec();
                self.take(seen + end);
                return Ok(header);
            }
            seen = self.left().len().saturating_sub(3);
            if seen > MAX_HEADER_BYTES {
                return Err("a header without an end");
            }
            if !self.fill() {
                return Err("a header that is cut off");
            }
        }
    }

    /// `URL IP-address date content-type length`, one line.
    fn arc_header(&mut self) -> Result<Vec<u8>, &'static str> {
        while !self.left().contains(&b'\n') && self.left().len() < MAX_HEADER_BYTES && self.fill() {}
        let end = self.left().iter().position(|&byte| byte == b'\n').ok_or("a header line without an end")?;
        let line = String::from_utf8_lossy(&self.left()[..end]).trim_end().to_owned();
        let mut fields = line.rsplitn(5, ' ');
        let mut field = || fields.next().unwrap_or("");
        let (length, kind, date, _, url) = (field(), field(), field(), field(), field());
        if !url.contains(':') || length.parse::<u64>().is_err() {
            return Err("a line that is no header of an ARC record");
        }
        let warc_type = if url.starts_with("filedesc:") { "warcinfo" } else { "response" };
        let stamp = arc_date(date).map_or(String::new(), |date| format!("WARC-Date: {date}\r\n"));
        self.take(end + 1);
        Ok(format!(
            "WARC/1.0\r\nWARC-Type: {warc_type}\r\nWARC-Target-URI: {url}\r\n{stamp}ARC-Content-Type: {kind}\r\nContent-Type: application/http\r\nContent-Length: {length}\r\n\r\n"
        )
        .into_bytes())
    }

    /// Takes content of a stated length, gives how much there was.
    fn content(&mut self, length: u64, out: &mut Vec<u8>) -> u64 {
        let mut taken = 0;
        while taken < length {
            if self.left().is_empty() && !self.fill() {
                break;
            }
            let n = usize::try_from(length - taken).unwrap_or(usize::MAX).min(self.left().len());
            out.extend_from_slice(&self.buffer[self.at..self.at + n]);
            taken += n as u64;
            self.take(n);
        }
        taken
    }

    /// Where in a record's content the next record begins, if its length lied: what follows is no record, and the
    /// content holds one.
    fn swallowed(&mut self, content: &[u8], cut_off: bool) -> Option<usize> {
        if self.is_arc || (!cut_off && self.record_follows()) {
            return None;
        }
        find_record(content)
    }

    fn record_follows(&mut self) -> bool {
        loop {
            let blanks = self.left().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let rest = &self.left()[blanks..];
            if rest.len() >= 5 {
                return rest.starts_with(b"WARC/");
            }
            if blanks > MAX_HEADER_BYTES {
                return false;
            }
            if !self.fill() {
                return self.left()[blanks..].is_empty();
            }
        }
    }

    fn put_back(&mut self, bytes: &[u8]) {
        let mut buffer = bytes.to_vec();
        buffer.extend_from_slice(self.left());
        self.n_before = (self.n_before + self.at as u64).saturating_sub(bytes.len() as u64);
        self.buffer = buffer;
        self.at = 0;
    }

    /// Goes on to where a record seems to begin, or to the end of the gzip member.
    fn resync(&mut self) {
        self.take(1);
        loop {
            if self.is_arc {
                match self.left().iter().position(|&byte| byte == b'\n') {
                    Some(end) => return self.take(end + 1),
                    None => self.take(self.left().len()),
                }
            } else if let Some(at) = find_record(self.left()) {
                return self.take(at);
            } else {
                self.take(self.left().len().saturating_sub(16));
            }
            if !self.fill() {
                return self.take(self.left().len());
            }
        }
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<Record, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let result = match self.go_to_next()? {
                Ok(()) => {
                    self.is_arc |= self.left().starts_with(b"filedesc://");
                    self.next_record()
                }
                Err(damage) => Err(damage),
            };
            // One stretch of damage is told once, however many bytes in it look like the start of something.
            if result.is_err() && std::mem::replace(&mut self.told, true) {
                continue;
            }
            self.told = result.is_err();
            return Some(result);
        }
    }
}

/// Where the next record begins in some bytes: a version at the start of a line.
fn find_record(bytes: &[u8]) -> Option<usize> {
    let mark = b"\nWARC/";
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|&byte| byte == b'\n').map(|at| from + at) {
        let rest = &bytes[at..];
        if rest.starts_with(mark) && rest.get(6).is_some_and(u8::is_ascii_digit) {
            return Some(at + 1);
        }
        from = at + 1;
    }
    None
}

/// Where the content begins after a header: past its blank line.
pub(crate) fn end_of_header(bytes: &[u8]) -> Option<usize> {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').find_map(|(at, _)| {
        let rest = &bytes[at + 1..];
        let crlf = rest.starts_with(b"\r\n").then_some(3);
        crlf.or(rest.starts_with(b"\n").then_some(2)).map(|length| at + length)
    })
}

fn content_length(header: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(header);
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = lines.filter(|(name, _)| name.trim().eq_ignore_ascii_case("content-length"));
    lengths.next()?.1.trim().parse().ok()
}

/// `20140216050221` as `2014-02-16T05:02:21Z`.
fn arc_date(digits: &str) -> Option<String> {
    let part = |range: std::ops::Range<usize>| digits.get(range);
    let right = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (day, clock) = right.then(|| (part(0..8), part(8..14)))?;
    let (day, clock) = (day?, clock?);
    Some(format!(
        "{}-{}-{}T{}:{}:{}Z",
        &day[..4],
        &day[4..6],
        &day[6..],
        &clock[..2],
        &clock[2..4],
        &clock[4..]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn record(url: &str, content: &str) -> String {
        stated(url, content, content.len())
    }

    fn stated(url: &str, content: &str, length: usize) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {url}\r\nContent-Length: {length}\r\n\r\n{content}\r\n\r\n"
        )
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// The contents of all records, and `!` where damage was told.
    fn contents(bytes: &[u8]) -> Vec<String> {
        let records = Records::new(bytes).map(|record| match record {
            Ok(record) => {
                let end = end_of_header(&record.bytes).unwrap();
                let mark = if record.remark.is_some() { "?" } else { "" };
                format!("{}{mark}", String::from_utf8_lossy(&record.bytes[end..]).trim_end())
            }
            Err(damage) => format!("!{}", damage.why),
        });
        records.collect()
    }

    #[test]
    fn records_are_cut() {
        let file = [record("a:1", "one"), record("a:2", ""), record("a:3", "three\r\n\r\nlines")].concat();
        let expected = ["one", "", "three\r\n\r\nlines"];
        assert_eq!(contents(file.as_bytes()), expected);
        assert_eq!(contents(&gzip(&file)), expected, "all in one member");
        let members = [gzip(&record("a:1", "one")), gzip(&record("a:2", "two"))].concat();
        assert_eq!(contents(&members), ["one", "two"], "a member each");
        assert_eq!(contents(&[&members[..], &[0; 512]].concat()), ["one", "two"], "zeros at the end");
        assert_eq!(
            contents(file.replace("\r\n", "\n").as_bytes()),
            ["one", "", "three\n\nlines\n"].map(str::trim_end)
        );
        assert!(contents(b"").is_empty());
    }

    #[test]
    fn places_are_told() {
        let (one, two) = (record("a:1", "one"), record("a:2", "two"));
        let file = [one.clone(), two.clone()].concat();
        let places =
            |bytes: &[u8]| Records::new(bytes).map(|r| r.unwrap()).map(|r| (r.at, r.nth)).collect::<Vec<_>>();
        assert_eq!(places(file.as_bytes()), [(0, 0), (one.len() as u64, 0)]);
        let member = gzip(&one);
        assert_eq!(places(&[member.clone(), gzip(&two)].concat()), [(0, 0), (member.len() as u64, 0)]);
        assert_eq!(places(&gzip(&file)), [(0, 0), (0, 1)]);
    }

    #[test]
    fn lengths_that_lie_cost_one_record_at_most() {
        let long = [stated("a:1", "one", 90), record("a:2", "two"), record("a:3", "three")].concat();
        assert_eq!(contents(long.as_bytes()), ["one?", "two", "three"]);
        let longest = [stated("a:1", "one", 1 << 40), record("a:2", "two")].concat();
        let found = contents(longest.as_bytes());
        assert!(found[0].starts_with("!a record of"));
        assert_eq!(found[1..], ["two"]);
        let short = [stated("a:1", "one and more", 3), record("a:2", "two")].concat();
        assert_eq!(contents(short.as_bytes()), ["one", "!bytes that begin no record", "two"]);
        let members = [gzip(&stated("a:1", "one", 90)), gzip(&record("a:2", "two"))].concat();
        assert_eq!(contents(&members), ["one?", "two"]);
        let none = record("a:1", "one").replace("Content-Length: 3", "Content-Length: three")
            + &record("a:2", "two");
        assert_eq!(contents(none.as_bytes()), ["!a record without a length that can be read", "two"]);
    }

    #[test]
    fn damage_is_stepped_over() {
        let (one, two, three) = (record("a:1", "one"), record("a:2", "two"), record("a:3", "three"));
        let noise = format!("{one}oops\r\noops\r\n{two}");
        assert_eq!(contents(noise.as_bytes()), ["one", "!bytes that begin no record", "two"]);
        let mut broken = gzip(&two);
        let middle = broken.len() / 2;
        broken[middle..].fill(0xff);
        let members = [gzip(&one), broken, gzip(&three)].concat();
        let found = contents(&members);
        assert_eq!(
            (found.first().unwrap().as_str(), found.last().unwrap().as_str()),
            ("one", "three"),
            "{found:?}"
        );
        let member = gzip(&one);
        let cut = contents(&[gzip(&two), member[..member.len() - 12].to_vec()].concat());
        assert_eq!(cut, ["two", "one", "!damaged gzip data (incomplete deflate stream)"]);
        assert_eq!(contents(&one.as_bytes()[..one.len() - 6]), ["o?"]);
        assert_eq!(contents(&one.as_bytes()[..20]), ["!a header that is cut off"]);
        assert_eq!(
            contents(format!("WARC/1.0\r\n{}", "x".repeat(1 << 20)).as_bytes()),
            ["!a header without an end"]
        );
    }

    #[test]
    fn frames_of_zstd_are_members() {
        use ruzstd::encoding::{CompressionLevel, compress_to_vec};
        let zstd = |text: &str| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest);
        let (one, two, three) = (record("a:1", "one"), record("a:2", "two"), record("a:3", "three"));
        let frames = [zstd(&one), zstd(&two)].concat();
        assert_eq!(contents(&frames), ["one", "two"]);
        let second = Records::new(&frames[..]).nth(1).unwrap().unwrap();
        assert_eq!((second.at, second.nth), (zstd(&one).len() as u64, 0));
        assert_eq!(contents(&zstd(&format!("{one}{two}"))), ["one", "two"]);
        let skipped = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3], &frames[..]].concat();
        let skipped_later = [&frames[..], &skipped].concat();
        assert_eq!(contents(&skipped_later), ["one", "two", "one", "two"]);
        let mut broken = zstd(&two);
        let middle = broken.len() / 2;
        broken[middle..].fill(0xff);
        let found = contents(&[zstd(&one), broken, zstd(&three)].concat());
        assert_eq!((found[0].as_str(), found.last().unwrap().as_str()), ("one", "three"), "{found:?}");
        assert!(found[1].contains('!') || found[1].contains('?'), "{found:?}");
        let noise = [&zstd(&one), &b"oops, no frame"[..], &zstd(&three)].concat();
        let found = contents(&noise);
        assert_eq!((found[0].as_str(), found.last().unwrap().as_str()), ("one", "three"), "{found:?}");
        assert_eq!(contents(&[&frames[..], &[0; 512]].concat())[..2], ["one", "two"]);
    }

    #[test]
    fn a_dictionary_in_the_first_frame_is_used() {
        // Made by zstd 1.5 from invented records: a dictionary of 1 kB, then a frame each.
        let file = include_bytes!("../../tests/fixtures/dictionary.warc.zst");
        let found = contents(file);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().all(|content| content.contains("pier of Port Ellis")), "{found:?}");
        let packed = include_bytes!("../../tests/fixtures/packed-dictionary.warc.zst");
        assert_eq!(contents(packed), found);
    }

    #[test]
    fn arc_files_are_read() {
        let file = "filedesc://a.arc 0.0.0.0 20310409150000 text/plain 9\n1 0 Test\n\nhttp://a.example/b c 0.0.0.0 20310409150000 text/html 3\none\n\nhttp://a.example/ 0.0.0.0 2031 text/html abc\nhttp://a.example/ 0.0.0.0 20310409150000 text/html 3\ntwo\n";
        let found = contents(file.as_bytes());
        assert_eq!(found[..2], ["1 0 Test", "one"]);
        assert_eq!(found.last().unwrap(), "two");
        let record = Records::new(file.as_bytes()).nth(1).unwrap().unwrap();
        let text = String::from_utf8(record.bytes).unwrap();
        assert!(
            text.contains("WARC-Target-URI: http://a.example/b c\r\nWARC-Date: 2031-04-09T15:00:00Z"),
            "{text}"
        );
    }
}
