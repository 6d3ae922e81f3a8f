//! Files that a browser or a program sends: bounded, named by labels that no file is ever opened by, and taken apart
//! into documents one by one, as files that hold several are anywhere else.

use crate::error::Problem;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use std::io::Cursor;
use whosaid::ingest::{Document, Entry, SetAside, open};
use whosaid_report::words::calm;

/// Bytes of one request at most.
pub const MOST_BYTES: usize = 256 << 20;
/// Documents of one request at most, however they are packed.
const MOST_DOCUMENTS: usize = 50_000;
/// Bytes of all documents of one request at most, however they are packed.
const MOST_UNPACKED_BYTES: usize = 4 << 30;
/// Longest name of a document, in characters.
const LONGEST_NAME: usize = 200;

/// What was sent: each file's label and content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    files: Vec<(String, Vec<u8>)>,
}

impl Upload {
    /// Takes one file.
    pub fn of(name: &str, bytes: Vec<u8>) -> Self {
        Upload { files: vec![(label(name), bytes)] }
    }

    /// Takes the files of a form.
    ///
    /// # Errors
    /// [`Problem::TooLarge`], and [`Problem::BadBody`] for a form without a file.
    pub async fn of_form(mut form: Multipart) -> Result<Self, Problem> {
        let mut files = Vec::new();
        while let Some(field) = form.next_field().await.map_err(bad_form)? {
            let Some(name) = field.file_name().map(label) else { continue };
            let bytes = field.bytes().await.map_err(bad_form)?.to_vec();
            // A browser sends an empty file without a name where none was chosen.
            if !name.is_empty() || !bytes.is_empty() {
                files.push((name, bytes));
            }
        }
        match files.is_empty() {
            true => Err(Problem::BadBody { why: "there is no file in it".to_owned() }),
            false => Ok(Upload { files }),
        }
    }

    /// How many files there are.
    pub fn n_files(&self) -> usize {
        self.files.len()
    }

    /// The content of the first file.
    pub fn first(&self) -> &[u8] {
        self.files.first().map_or(&[], |(_, bytes)| bytes)
    }

    /// The documents of all files, one after the other, each with the number of files opened so far. What is packed
    /// beyond all bounds ends there, and says so.
    pub fn documents(self) -> impl Iterator<Item = (usize, Result<Document, SetAside>)> {
        let entries = self.files.into_iter().enumerate().flat_map(|(n, (name, bytes))| {
            let entries = open(&name, Cursor::new(bytes));
            entries.filter_map(document).map(move |document| (n + 1, document))
        });
        let (mut n_documents, mut n_bytes) = (0, 0);
        let mut is_over = false;
        entries.map_while(move |(n, document)| {
            if is_over {
                return None;
            }
            n_documents += 1;
            n_bytes += document.as_ref().map_or(0, |document| document.bytes.len());
            is_over = n_documents > MOST_DOCUMENTS || n_bytes > MOST_UNPACKED_BYTES;
            let too_much = |path: String| SetAside {
                path,
                why: format!("more than {MOST_DOCUMENTS} documents or {} GiB", MOST_UNPACKED_BYTES >> 30),
            };
            let path = document.as_ref().map_or_else(|aside| aside.path.clone(), |d| d.path.clone());
            Some((n, if is_over { Err(too_much(path)) } else { document }))
        })
    }
}

/// What can be read of a file, named by a label.
fn document(entry: Entry) -> Option<Result<Document, SetAside>> {
    match entry {
        Entry::Document(Document { path, bytes }) => Some(Ok(Document { path: label(&path), bytes })),
        Entry::SetAside(SetAside { path, why }) => Some(Err(SetAside { path: label(&path), why })),
        Entry::PassedOver(_) => None,
    }
}

/// A name to show a document by: no folder above it, no character that reorders or breaks a line, not too long.
fn label(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(part.trim(), "" | "." | ".."));
    let name = calm(&parts.collect::<Vec<_>>().join("/"));
    name.chars().take(LONGEST_NAME).collect()
}

fn bad_form(why: MultipartError) -> Problem {
    match why.status().as_u16() {
        413 => Problem::TooLarge { limit: format!("{} MiB in one go", MOST_BYTES >> 20) },
        _ => Problem::BadBody { why: why.body_text() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_labels() {
        let check = |name: &str, expected: &str| assert_eq!(label(name), expected, "{name}");
        check("../../etc/passwd", "etc/passwd");
        check("..\\..\\boot.ini", "boot.ini");
        check("/saved/a page.html", "saved/a page.html");
        check("gpj.\u{202e}exe", "gpj.\u{fffd}exe");
        check(&"a".repeat(1_000), &"a".repeat(LONGEST_NAME));
    }

    #[test]
    fn lines_are_documents() {
        let mut upload = Upload::of("a.jsonl", b"{\"text\": \"x\"}\n\n{\"text\": \"y\"}\n".to_vec());
        upload.files.push(("b.txt".to_owned(), b"one\ntwo".to_vec()));
        let found = upload.documents().map(|(n, document)| (n, document.unwrap().path));
        let expected = [(1, "a.jsonl:1"), (1, "a.jsonl:3"), (2, "b.txt")];
        assert!(found.eq(expected.map(|(n, path)| (n, path.to_owned()))));
    }

    /// A `.zip` of one stored file under a name, as bytes.
    fn zip(name: &str, content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let n_name = u16::try_from(name.len()).unwrap().to_le_bytes();
        let crc = crc32(content).to_le_bytes();
        let common = [&[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0][..], &crc, &size, &size, &n_name, &[0, 0]].concat();
        let local = [&b"PK\x03\x04"[..], &common, name.as_bytes(), content].concat();
        let central = [&b"PK\x01\x02\x14\0"[..], &common, &[0; 14], name.as_bytes()].concat();
        let place = [&(central.len() as u32).to_le_bytes()[..], &(local.len() as u32).to_le_bytes()].concat();
        let end = [&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &place, &[0, 0]].concat();
        [local, central, end].concat()
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let step = |crc: u32, byte: &u8| {
            (0..8)
                .fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
        };
        !bytes.iter().fold(u32::MAX, step)
    }

    #[test]
    fn names_in_an_archive_lead_nowhere() {
        for name in ["../../../etc/cron.d/job.txt", "/etc/job.txt", "..\\job.txt", "a/\u{202e}txt.job.txt"] {
            let found: Vec<_> =
                Upload::of("a.zip", zip(name, b"The pier fell, she said.")).documents().collect();
            let path = match found.first() {
                Some((_, Ok(document))) => &document.path,
                Some((_, Err(aside))) => &aside.path,
                // A name that begins with a point is hidden, and passed over.
                None => continue,
            };
            assert!(
                path.starts_with("a.zip") && !path.contains("..") && !path.contains('\u{202e}'),
                "{path}"
            );
        }
    }
}
