//! Files that a browser or a program sends, as documents: bounded, and named by labels that no file is ever opened by.

use crate::error::Problem;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use whosaid::ingest::MAX_DOCUMENT_BYTES;
use whosaid_report::words::calm;

/// Bytes of one request at most.
pub const MOST_BYTES: usize = 256 << 20;
/// Documents of one request at most.
const MOST_DOCUMENTS: usize = 20_000;
/// Longest name of a document, in characters.
const LONGEST_NAME: usize = 200;

/// What was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    /// Documents: a name, and the content.
    pub documents: Vec<(String, Vec<u8>)>,
    /// What cannot be a document: its name and why.
    pub set_aside: Vec<(String, String)>,
}

impl Upload {
    /// Takes the files of a form.
    pub async fn of_form(mut form: Multipart) -> Result<Self, Problem> {
        let mut upload = Upload::default();
        while let Some(field) = form.next_field().await.map_err(bad_form)? {
            upload.add_field(field).await?;
        }
        Ok(upload)
    }

    async fn add_field(&mut self, field: Field<'_>) -> Result<(), Problem> {
        let Some(name) = field.file_name().map(label) else { return Ok(()) };
        let bytes = field.bytes().await.map_err(bad_form)?;
        // A browser sends an empty file without a name where none was chosen.
        if name.is_empty() && bytes.is_empty() {
            return Ok(());
        }
        self.add(&name, bytes.to_vec())
    }

    /// Takes one file: a JSONL file is one document a line.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Problem> {
        let name = label(name);
        let lower = name.to_lowercase();
        if lower.ends_with(".jsonl") || lower.ends_with(".ndjson") {
            let lines = bytes.split(|&byte| byte == b'\n').enumerate();
            for (n, line) in lines.filter(|(_, line)| !line.trim_ascii().is_empty()) {
                self.add_document(format!("{name}:{}", n + 1), line.to_vec())?;
            }
            return Ok(());
        }
        self.add_document(name, bytes)
    }

    fn add_document(&mut self, name: String, bytes: Vec<u8>) -> Result<(), Problem> {
        if bytes.len() > MAX_DOCUMENT_BYTES {
            let limit = MAX_DOCUMENT_BYTES >> 20;
            self.set_aside
                .push((name, format!("larger than {limit} MiB; split it into one file an article")));
            return Ok(());
        }
        if self.documents.len() >= MOST_DOCUMENTS {
            return Err(Problem::TooLarge { limit: format!("{MOST_DOCUMENTS} documents") });
        }
        self.documents.push((name, bytes));
        Ok(())
    }
}

/// A name to show a document by: no folder above it, no character that reorders or breaks a line, not too long.
fn label(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(part.trim(), "" | "." | ".."));
    let name = calm(&parts.collect::<Vec<_>>().join("/"));
    name.chars().take(LONGEST_NAME).collect()
}

fn bad_form(why: axum::extract::multipart::MultipartError) -> Problem {
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
        let mut upload = Upload::default();
        upload.add("a.jsonl", b"{\"text\": \"x\"}\n\n{\"text\": \"y\"}\n".to_vec()).unwrap();
        upload.add("b.txt", b"one\ntwo".to_vec()).unwrap();
        let names: Vec<_> = upload.documents.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a.jsonl:1", "a.jsonl:3", "b.txt"]);
    }

    #[test]
    fn what_is_too_large_is_set_aside() {
        let mut upload = Upload::default();
        upload.add("a.txt", vec![b' '; MAX_DOCUMENT_BYTES + 1]).unwrap();
        assert_eq!((upload.documents.len(), upload.set_aside.len()), (0, 1));
    }
}
