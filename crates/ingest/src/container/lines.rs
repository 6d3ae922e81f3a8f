//! JSON lines: a document a line.

use super::{Document, Entry, unreadable};
use crate::{MAX_DOCUMENT_BYTES, SetAside};
use std::io::{self, BufRead};

/// The lines of a file.
pub(super) struct Lines<R> {
    path: String,
    reader: R,
    line: u64,
    ended: bool,
}

/// Whether a file is read by lines: by its name; standard input where its first line is one whole object.
pub(super) fn are_lines(path: &str, start: &[u8]) -> bool {
    let lower = path.to_ascii_lowercase();
    if path != "-" {
        return lower.ends_with(".jsonl") || lower.ends_with(".ndjson");
    }
    let first = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let cut_off = first.len() == start.len() && start.len() == super::SAMPLE_BYTES;
    let first = first.trim_ascii();
    // A first line longer than the sample opens an object on one line, as JSON lines do and printed JSON does not.
    first.starts_with(b"{") && (first.ends_with(b"}") || cut_off)
}

impl<R: BufRead> Lines<R> {
    pub fn new(path: &str, reader: R) -> Self {
        Lines { path: path.to_owned(), reader, line: 0, ended: false }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        while !self.ended {
            self.line += 1;
            let path = format!("{}:{}", self.path, self.line);
            match bounded_line(&mut self.reader) {
                Ok(Some(bytes)) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(bytes)) if bytes.len() > MAX_DOCUMENT_BYTES => {
                    let limit = MAX_DOCUMENT_BYTES >> 20;
                    return Some(Entry::SetAside(SetAside::new(&path, format!("larger than {limit} MiB"))));
                }
                Ok(Some(bytes)) => return Some(Entry::Document(Document { path, bytes })),
                Ok(None) => self.ended = true,
                Err(why) => {
                    self.ended = true;
                    return Some(Entry::SetAside(unreadable(&path, &why)));
                }
            }
        }
        None
    }
}

/// One line with its end; of a line past the limit only the first bytes past it are kept.
fn bounded_line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    use io::Read as _;
    let mut line = Vec::new();
    reader.by_ref().take(MAX_DOCUMENT_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
    while line.len() > MAX_DOCUMENT_BYTES {
        let mut rest = Vec::new();
        reader.by_ref().take(1 << 20).read_until(b'\n', &mut rest)?;
        if rest.is_empty() || rest.ends_with(b"\n") {
            break;
        }
    }
    Ok((!line.is_empty()).then_some(line))
}
