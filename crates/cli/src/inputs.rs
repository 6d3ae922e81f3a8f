//! Files, folders and standard input as documents, one after the other: nothing is held longer than its turn.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use whosaid::ingest::{MAX_DOCUMENT_BYTES, SetAside};

/// One document on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it came from; a line of a JSONL file is `FILE:LINE`.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The documents of all inputs, in the order typed; folders by path, to any depth, hidden entries left out.
pub struct Inputs {
    waiting: VecDeque<String>,
    lines: Option<Lines>,
}

struct Lines {
    path: String,
    reader: Box<dyn BufRead>,
    line: u64,
}

impl Inputs {
    pub fn new(inputs: &[String]) -> Self {
        Inputs { waiting: inputs.iter().cloned().collect(), lines: None }
    }

    /// Opens the next waiting input: a folder is put in its place, a JSONL file is read by lines from now on.
    fn open(&mut self, path: String) -> Option<Result<Document, SetAside>> {
        if path == "-" {
            return self.open_standard_input();
        }
        let file = Path::new(&path);
        match fs::metadata(file) {
            Err(why) => Some(Err(set_aside(&path, &why))),
            Ok(found) if found.is_dir() => match entries(file) {
                Err(why) => Some(Err(set_aside(&path, &why))),
                Ok(entries) => {
                    entries.into_iter().rev().for_each(|entry| self.waiting.push_front(entry));
                    None
                }
            },
            Ok(_) if has_extension(file, &["jsonl", "ndjson"]) => match File::open(file) {
                Err(why) => Some(Err(set_aside(&path, &why))),
                Ok(open) => {
                    self.lines = Some(Lines { path, reader: Box::new(BufReader::new(open)), line: 0 });
                    None
                }
            },
            Ok(found) if found.len() > MAX_DOCUMENT_BYTES as u64 => Some(Err(too_large(&path))),
            Ok(_) => Some(
                fs::read(file).map_err(|why| set_aside(&path, &why)).map(|bytes| Document { path, bytes }),
            ),
        }
    }

    /// Standard input is JSONL if its first line is one whole JSON object, else one document.
    fn open_standard_input(&mut self) -> Option<Result<Document, SetAside>> {
        let mut reader = BufReader::new(io::stdin());
        let first = match bounded_line(&mut reader) {
            Ok(Some(line)) => line,
            Ok(None) => return Some(Ok(Document { path: "-".to_owned(), bytes: Vec::new() })),
            Err(why) => return Some(Err(set_aside("-", &why))),
        };
        let trimmed = first.trim_ascii();
        if trimmed.starts_with(b"{") && trimmed.ends_with(b"}") {
            let reader = Box::new(io::Cursor::new(first).chain(reader));
            self.lines = Some(Lines { path: "-".to_owned(), reader, line: 0 });
            return None;
        }
        let mut bytes = first;
        match reader.take(MAX_DOCUMENT_BYTES as u64 + 1).read_to_end(&mut bytes) {
            Err(why) => Some(Err(set_aside("-", &why))),
            Ok(_) if bytes.len() > MAX_DOCUMENT_BYTES => Some(Err(too_large("-"))),
            Ok(_) => Some(Ok(Document { path: "-".to_owned(), bytes })),
        }
    }

    /// The next line of the JSONL file that is open; blank lines are passed over.
    fn next_line(&mut self) -> Option<Result<Document, SetAside>> {
        let lines = self.lines.as_mut()?;
        loop {
            lines.line += 1;
            let path = format!("{}:{}", lines.path, lines.line);
            match bounded_line(&mut lines.reader) {
                Ok(Some(bytes)) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(bytes)) if bytes.len() > MAX_DOCUMENT_BYTES => return Some(Err(too_large(&path))),
                Ok(Some(bytes)) => return Some(Ok(Document { path, bytes })),
                Ok(None) => {
                    self.lines = None;
                    return None;
                }
                Err(why) => {
                    self.lines = None;
                    return Some(Err(set_aside(&path, &why)));
                }
            }
        }
    }
}

impl Iterator for Inputs {
    type Item = Result<Document, SetAside>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(line) = self.next_line() {
                return Some(line);
            }
            let path = self.waiting.pop_front()?;
            if let Some(document) = self.open(path) {
                return Some(document);
            }
        }
    }
}

/// One line with its end; of a line past the limit only the first bytes past it are kept.
fn bounded_line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
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

/// What lies in a folder, by path, hidden entries left out.
fn entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            entries.push(entry.path());
        }
    }
    entries.sort();
    Ok(entries.into_iter().map(|path| path.to_string_lossy().into_owned()).collect())
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension().is_some_and(|found| wanted.iter().any(|want| found.eq_ignore_ascii_case(want)))
}

fn set_aside(path: &str, why: &io::Error) -> SetAside {
    SetAside {
        path: path.to_owned(),
        why: format!("cannot be opened: {why}; check the path and its permissions"),
    }
}

fn too_large(path: &str) -> SetAside {
    let limit = MAX_DOCUMENT_BYTES >> 20;
    SetAside {
        path: path.to_owned(),
        why: format!("larger than {limit} MiB; split it into one file an article"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_read_in_order_and_lines_are_counted() {
        let folder = std::env::temp_dir().join(format!("whosaid-inputs-{}", std::process::id()));
        fs::create_dir_all(folder.join("b")).unwrap();
        fs::write(folder.join("a.jsonl"), "{\"text\":\"x\"}\n\n{\"text\":\"y\"}").unwrap();
        fs::write(folder.join("b/c.txt"), "z").unwrap();
        fs::write(folder.join(".hidden"), "no").unwrap();
        let root = folder.to_string_lossy().into_owned();
        let found: Vec<_> = Inputs::new(&[root.clone(), format!("{root}/missing")]).collect();
        let paths: Vec<_> = found
            .iter()
            .map(|document| match document {
                Ok(document) => document.path.strip_prefix(&root).unwrap(),
                Err(set_aside) => set_aside.path.strip_prefix(&root).unwrap(),
            })
            .collect();
        assert_eq!(paths, ["/a.jsonl:1", "/a.jsonl:3", "/b/c.txt", "/missing"]);
        assert!(found[3].is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
