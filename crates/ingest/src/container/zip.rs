//! `.zip` files and WACZ (a crawl with its index in a `.zip`): the list at the end, then entry by entry.
//!
//! Read are stored and deflated entries, also in the 64-bit form (APPNOTE.TXT 6.3). Names that lead out of the archive,
//! encrypted and overlapping entries are refused; nothing is ever written.

use super::{Entries, Entry, one, open_within};
use crate::SetAside;
use flate2::read::DeflateDecoder;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

/// The longest list of entries that is read, in bytes.
const MAX_LIST_BYTES: u64 = 256 << 20;
/// The list's end record with the longest comment, and the 64-bit locator before it.
const TAIL_BYTES: u64 = 22 + 65_535 + 20;

/// One entry as the list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Listed {
    name: String,
    encrypted: bool,
    method: u16,
    packed_bytes: u64,
    at: u64,
}

/// Whether some bytes open a `.zip`.
pub(super) fn opens_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The documents of a `.zip`, in the order of their names.
pub(super) fn entries(path: &str, mut source: impl Read + Seek + 'static, depth: usize) -> Entries {
    let (mut listed, size_bytes) = match list(&mut source) {
        Ok(found) => found,
        Err(why) => {
            return one(Entry::SetAside(SetAside::new(path, format!("a .zip that cannot be read: {why}"))));
        }
    };
    let packed: u128 = listed.iter().map(|entry| u128::from(entry.packed_bytes)).sum();
    if packed > u128::from(size_bytes) {
        return one(Entry::SetAside(SetAside::new(path, "a .zip whose entries overlap")));
    }
    listed.sort_by(|a, b| (&a.name, a.at).cmp(&(&b.name, b.at)));
    let names: BTreeSet<String> = listed.iter().map(|entry| entry.name.clone()).collect();
    if names.contains("[Content_Types].xml") || names.contains("mimetype") {
        return one(Entry::SetAside(SetAside::new(
            path,
            "looks like an office file; save it as text or HTML",
        )));
    }
    let path = path.to_owned();
    let source = Rc::new(RefCell::new(source));
    Box::new(listed.into_iter().flat_map(move |entry| open_entry(&path, &entry, &names, &source, depth)))
}

fn open_entry<R: Read + Seek + 'static>(
    path: &str,
    entry: &Listed,
    names: &BTreeSet<String>,
    source: &Rc<RefCell<R>>,
    depth: usize,
) -> Entries {
    if let Some(what) = passed_over(&entry.name, names) {
        return one(Entry::PassedOver(what));
    }
    let place = format!("{path}/{}", entry.name);
    let aside = |why: &str| one(Entry::SetAside(SetAside::new(&place, why)));
    if leads_out(&entry.name) {
        return aside("its name leads out of the .zip");
    }
    if entry.encrypted {
        return aside("is encrypted; unpack it");
    }
    let at = match content_at(&mut *source.borrow_mut(), entry.at) {
        Ok(at) => at,
        Err(why) => return aside(&format!("cannot be read: {why}")),
    };
    let window = Window { source: Rc::clone(source), at, left: entry.packed_bytes };
    match entry.method {
        0 => open_within(&place, Box::new(window), depth + 1),
        8 => open_within(&place, Box::new(DeflateDecoder::new(window)), depth + 1),
        other => aside(&format!("is packed by method {other}; unpack it")),
    }
}

/// Whether a name is absolute, or goes up.
fn leads_out(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    name.starts_with(['/', '\\']) || drive || name.split(['/', '\\']).any(|part| part == "..")
}

/// What an entry is that holds nothing to read.
fn passed_over(name: &str, names: &BTreeSet<String>) -> Option<&'static str> {
    let mut parts = name.split('/');
    if name.ends_with('/') {
        return Some("folders");
    }
    if parts.any(|part| (part.starts_with('.') && part != "..") || part == "__MACOSX") {
        return Some("hidden files");
    }
    let is_crawl =
        names.contains("datapackage.json") && names.iter().any(|name| name.starts_with("archive/"));
    if is_crawl && !name.starts_with("archive/") {
        return Some("remarks of the crawler");
    }
    if crate::belongs_to_page(name, |page| names.contains(page)) {
        return Some("parts of saved pages");
    }
    crate::is_other_content(name).then_some("other content")
}

/// A stretch of a file that is shared with others.
struct Window<R> {
    source: Rc<RefCell<R>>,
    at: u64,
    left: u64,
}

impl<R: Read + Seek> Read for Window<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len());
        let mut source = self.source.borrow_mut();
        source.seek(SeekFrom::Start(self.at))?;
        let n = source.read(&mut out[..most])?;
        self.at += n as u64;
        self.left -= n as u64;
        Ok(n)
    }
}

/// All entries, and the size of the file.
fn list(source: &mut (impl Read + Seek)) -> io::Result<(Vec<Listed>, u64)> {
    let size_bytes = source.seek(SeekFrom::End(0))?;
    let tail_at = size_bytes.saturating_sub(TAIL_BYTES);
    source.seek(SeekFrom::Start(tail_at))?;
    let mut tail = Vec::new();
    source.take(TAIL_BYTES).read_to_end(&mut tail)?;
    let end = tail.windows(4).rposition(|w| w == b"PK\x05\x06").ok_or_else(|| broken("it has no list"))?;
    let short = Fields(&tail[end..]);
    let (mut length, mut at) = (u64::from(short.u32(12)?), u64::from(short.u32(16)?));
    if at == u64::from(u32::MAX) || length == u64::from(u32::MAX) {
        let locator = end.checked_sub(20).ok_or_else(|| broken("its list is not found"))?;
        let long_at = Fields(&tail[locator..]).u64(8)?;
        source.seek(SeekFrom::Start(long_at))?;
        let mut long = Vec::new();
        source.take(56).read_to_end(&mut long)?;
        (length, at) = (Fields(&long).u64(40)?, Fields(&long).u64(48)?);
    }
    if length > MAX_LIST_BYTES || at.checked_add(length).is_none_or(|end| end > size_bytes) {
        return Err(broken("its list is not where it says"));
    }
    source.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes)?;
    Ok((listed(&bytes)?, size_bytes))
}

fn listed(bytes: &[u8]) -> io::Result<Vec<Listed>> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while rest.starts_with(b"PK\x01\x02") {
        let fields = Fields(rest);
        let lengths = [fields.u16(28)?, fields.u16(30)?, fields.u16(32)?].map(usize::from);
        let name = rest.get(46..46 + lengths[0]).ok_or_else(|| broken("its list is cut off"))?;
        let extra = rest.get(46 + lengths[0]..46 + lengths[0] + lengths[1]).unwrap_or_default();
        let sizes = [fields.u32(24)?, fields.u32(20)?, fields.u32(42)?];
        let [_, packed_bytes, at] = long_sizes(sizes, extra);
        entries.push(Listed {
            name: String::from_utf8_lossy(name).replace(char::is_control, "?"),
            encrypted: fields.u16(8)? & 1 != 0,
            method: fields.u16(10)?,
            packed_bytes,
            at,
        });
        rest = rest.get(46 + lengths.iter().sum::<usize>()..).unwrap_or_default();
    }
    Ok(entries)
}

/// Sizes (unpacked, packed, place) that the 64-bit extra field takes over where they are at their bound.
fn long_sizes(sizes: [u32; 3], extra: &[u8]) -> [u64; 3] {
    let mut long = Fields(&[]);
    let mut rest = extra;
    while let (Ok(id), Ok(length)) = (Fields(rest).u16(0), Fields(rest).u16(2)) {
        let end = (4 + usize::from(length)).min(rest.len());
        if id == 1 {
            long = Fields(&rest[4..end]);
        }
        rest = &rest[end..];
    }
    let mut nth = 0;
    sizes.map(|size| {
        let taken_over = (size == u32::MAX).then(|| long.u64(8 * nth).ok()).flatten();
        nth += usize::from(taken_over.is_some());
        taken_over.unwrap_or(u64::from(size))
    })
}

/// Where an entry's content begins: past its own header.
fn content_at(source: &mut (impl Read + Seek), at: u64) -> io::Result<u64> {
    source.seek(SeekFrom::Start(at))?;
    let mut header = Vec::new();
    source.take(30).read_to_end(&mut header)?;
    if !header.starts_with(b"PK\x03\x04") {
        return Err(broken("it is not where the list says"));
    }
    let fields = Fields(&header);
    Ok(at + 30 + u64::from(fields.u16(26)?) + u64::from(fields.u16(28)?))
}

fn broken(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Little-endian numbers at places.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn bytes<const N: usize>(&self, at: usize) -> io::Result<[u8; N]> {
        let found = self.0.get(at..at + N).and_then(|bytes| bytes.try_into().ok());
        found.ok_or_else(|| broken("it is cut off"))
    }

    fn u16(&self, at: usize) -> io::Result<u16> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    fn u32(&self, at: usize) -> io::Result<u32> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    fn u64(&self, at: usize) -> io::Result<u64> {
        self.bytes(at).map(u64::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::DeflateEncoder};
    use std::io::{Cursor, Write};

    /// A `.zip` with some entries, deflated.
    fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut file, mut list) = (Vec::new(), Vec::new());
        for (name, content) in entries {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(content).unwrap();
            let packed = encoder.finish().unwrap();
            let at = file.len() as u32;
            let shared = |out: &mut Vec<u8>| {
                for number in [20u16, 0, 8, 0, 0] {
                    out.extend(number.to_le_bytes());
                }
                for number in [0, packed.len() as u32, content.len() as u32] {
                    out.extend(number.to_le_bytes());
                }
                out.extend((name.len() as u16).to_le_bytes());
                out.extend(0u16.to_le_bytes());
            };
            file.extend(b"PK\x03\x04");
            shared(&mut file);
            file.extend(name.as_bytes());
            file.extend(&packed);
            list.extend(b"PK\x01\x02\x14\0");
            shared(&mut list);
            list.extend([0; 10]);
            list.extend(at.to_le_bytes());
            list.extend(name.as_bytes());
        }
        let at = file.len() as u32;
        file.extend(&list);
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend([entries.len() as u16, entries.len() as u16].map(u16::to_le_bytes).concat());
        file.extend([list.len() as u32, at].map(u32::to_le_bytes).concat());
        file.extend([0, 0]);
        file
    }

    fn check(bytes: Vec<u8>, expected: &[&str]) {
        let told = entries("a.zip", Cursor::new(bytes), 0).map(|entry| match entry {
            Entry::Document(document) => format!("{} {}", document.path, document.bytes.len()),
            Entry::SetAside(aside) => format!("! {} {}", aside.path, aside.why),
            Entry::PassedOver(what) => format!("- {what}"),
        });
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn entries_are_read_by_name() {
        let file = zip(&[("b/two.txt", b"two"), ("a.txt", b"The pier fell."), ("b/", b""), (".x", b"x")]);
        check(file, &["- hidden files", "a.zip/a.txt 14", "- folders", "a.zip/b/two.txt 3"]);
        check(zip(&[]), &[]);
        check(
            zip(&[("in.zip", &zip(&[("a.jsonl", b"{}\n{}")]))]),
            &["a.zip/in.zip/a.jsonl:1 3", "a.zip/in.zip/a.jsonl:2 2"],
        );
    }

    #[test]
    fn parts_of_a_saved_page_are_passed_over() {
        let file =
            zip(&[("p.html", b"<p>"), ("p_files/a.js", b"x"), ("p_files/b.html", b"x"), ("c.png", b"x")]);
        check(
            file,
            &["- other content", "a.zip/p.html 3", "- parts of saved pages", "- parts of saved pages"],
        );
    }

    #[test]
    fn a_crawl_with_its_index_is_read() {
        let record = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 3\r\n\r\n<p>\r\n\r\n";
        let file = zip(&[
            ("datapackage.json", b"{}"),
            ("archive/a.warc", record.as_bytes()),
            ("pages/p.jsonl", b"{}"),
        ]);
        check(file, &["a.zip/archive/a.warc@0 55", "- remarks of the crawler", "- remarks of the crawler"]);
    }

    #[test]
    fn hostile_files_are_refused() {
        check(
            zip(&[("/etc/a.txt", b"x"), ("../b.txt", b"x"), ("c:\\d.txt", b"x")]),
            &[
                "! a.zip/../b.txt its name leads out of the .zip",
                "! a.zip//etc/a.txt its name leads out of the .zip",
                "! a.zip/c:\\d.txt its name leads out of the .zip",
            ],
        );
        check(
            zip(&[("zeros.txt", &vec![0; (64 << 20) + 1])]),
            &["! a.zip/zeros.txt larger than 64 MiB; split it into one file an article"],
        );
        check(
            zip(&[("word/a.xml", b"x"), ("[Content_Types].xml", b"x")]),
            &["! a.zip looks like an office file; save it as text or HTML"],
        );
        check(b"PK\x03\x04oops".to_vec(), &["! a.zip a .zip that cannot be read: it has no list"]);
        let mut overlapping = zip(&[("a.txt", b"The pier fell.")]);
        let at = overlapping.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        overlapping[at + 20..at + 24].fill(0x7f);
        check(overlapping, &["! a.zip a .zip whose entries overlap"]);
        let cut = zip(&[("a.txt", b"The pier fell.")]);
        for end in 0..cut.len() {
            let _ = entries("a.zip", Cursor::new(cut[..end].to_vec()), 0).count();
        }
    }
}
