//! Files, folders and standard input as documents, one after the other: nothing is held longer than its turn.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use whosaid::ingest::{self, Document, Entries, Entry, SetAside};

/// The documents of all inputs, in the order typed; folders by path, to any depth, hidden entries left out; what
/// holds several documents, one by one.
pub struct Inputs {
    waiting: VecDeque<String>,
    open: Option<Entries>,
    passed_over: BTreeMap<&'static str, u64>,
}

impl Inputs {
    pub fn new(inputs: &[String]) -> Self {
        Inputs { waiting: inputs.iter().cloned().collect(), open: None, passed_over: BTreeMap::new() }
    }

    /// What held nothing to read by its kind, and how often, so far.
    pub fn passed_over(&self) -> &BTreeMap<&'static str, u64> {
        &self.passed_over
    }

    /// Opens the next waiting input; a folder is put in its place.
    fn open(&mut self, path: String) -> Option<SetAside> {
        if path == "-" {
            self.open = Some(ingest::open_stream("-", io::stdin()));
            return None;
        }
        let file = Path::new(&path);
        let opened = fs::metadata(file).and_then(|found| {
            if found.is_dir() {
                let entries = entries(file)?;
                entries.into_iter().rev().for_each(|entry| self.waiting.push_front(entry));
            } else {
                self.open = Some(ingest::open(&path, File::open(file)?));
            }
            Ok(())
        });
        opened.err().map(|why| set_aside(&path, &why))
    }

    fn pass_over(&mut self, what: &'static str) {
        *self.passed_over.entry(what).or_default() += 1;
    }
}

impl Iterator for Inputs {
    type Item = Result<Document, SetAside>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.open.as_mut().and_then(Iterator::next) {
                Some(Entry::Document(document)) => return Some(Ok(document)),
                Some(Entry::SetAside(aside)) => return Some(Err(aside)),
                Some(Entry::PassedOver(what)) => self.pass_over(what),
                None => {
                    let path = self.waiting.pop_front()?;
                    if let Some(aside) = self.open(path) {
                        return Some(Err(aside));
                    }
                }
            }
        }
    }
}

/// What lies in a folder, by path, without hidden entries and the parts of saved pages.
fn entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let in_page = ingest::belongs_to_page(&format!("{name}/"), |page| folder.join(page).exists());
        if !name.starts_with('.') && !in_page {
            entries.push(entry.path());
        }
    }
    entries.sort();
    Ok(entries.into_iter().map(|path| path.to_string_lossy().into_owned()).collect())
}

fn set_aside(path: &str, why: &io::Error) -> SetAside {
    SetAside {
        path: path.to_owned(),
        why: format!("cannot be opened: {why}; check the path and its permissions"),
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
        fs::create_dir_all(folder.join("d_files")).unwrap();
        fs::write(folder.join("d.html"), "<p>").unwrap();
        fs::write(folder.join("d_files/e.js"), "no").unwrap();
        let root = folder.to_string_lossy().into_owned();
        let found: Vec<_> = Inputs::new(&[root.clone(), format!("{root}/missing")]).collect();
        let paths: Vec<_> = found
            .iter()
            .map(|document| match document {
                Ok(document) => document.path.strip_prefix(&root).unwrap(),
                Err(set_aside) => set_aside.path.strip_prefix(&root).unwrap(),
            })
            .collect();
        assert_eq!(paths, ["/a.jsonl:1", "/a.jsonl:3", "/b/c.txt", "/d.html", "/missing"]);
        assert!(found[4].is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
