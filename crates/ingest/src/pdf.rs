//! PDF: the text of its pages, by the `pdf-extract` library; lines joined to paragraphs.
//!
//! A PDF holds letters at places, no sentences. Lines are joined where a paragraph goes on, words where a hyphen parted
//! them; numbers of pages and lines that every page repeats are left out. Limits: columns come in the order in which they
//! were drawn, which is mostly but not always that of reading; a hyphen at the end of a line is taken for a parted word where
//! a small letter follows, so that "well-" and "known" become one; tables and captions run into the text.

use crate::draft::Draft;
use crate::{SetAside, plain};
use pdf_extract::{Document, PlainTextOutput, output_doc_page};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// PDF files larger than this many bytes are set aside.
const MAX_PDF_BYTES: usize = 32 << 20;
/// A PDF of more pages is a book or a whole newspaper.
const MOST_PAGES: usize = 100;
/// Lines on so many pages or more belong to the pages and not to the text.
const REPEATED: usize = 3;
/// Fewest letters of a text.
const FEWEST_LETTERS: usize = 30;

/// Whether some bytes open a PDF.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// Reads a PDF.
pub(crate) fn read(path: &str, bytes: &[u8]) -> Result<Draft, SetAside> {
    let aside = |why: String| SetAside::new(path, why);
    if bytes.len() > MAX_PDF_BYTES {
        return Err(aside(format!("the PDF is larger than {} MB; save its text", MAX_PDF_BYTES >> 20)));
    }
    let broken = "the PDF could not be taken apart; save its text";
    // The library panics at much that it does not expect: that must not stop other documents.
    let read = catch_unwind(AssertUnwindSafe(|| pages(bytes)));
    let pages = read.unwrap_or(Err(broken)).map_err(|why| aside(why.to_owned()))?;
    let text = paragraphs(&pages);
    if text.chars().filter(|c| c.is_alphabetic()).take(FEWEST_LETTERS).count() < FEWEST_LETTERS {
        return Err(aside(
            "the PDF holds pictures of its pages and no text; recognize the text first (OCR)".to_owned(),
        ));
    }
    Ok(plain::read(&text))
}

/// The text of each page; of one that cannot be taken apart none.
fn pages(bytes: &[u8]) -> Result<Vec<String>, &'static str> {
    let mut document =
        Document::load_mem(bytes).map_err(|_| "the PDF is damaged; open it and print it anew")?;
    // Many are encrypted without a password, only to forbid printing; those are opened on loading.
    let is_encrypted = document.trailer.get(b"Encrypt").is_ok() && !document.was_encrypted();
    if is_encrypted && document.decrypt("").is_err() {
        return Err("the PDF is encrypted; save it without its password");
    }
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    if numbers.len() > MOST_PAGES {
        return Err("the PDF has more than 100 pages; split it into articles");
    }
    let page = |number: u32| {
        let mut text = String::new();
        output_doc_page(&document, &mut PlainTextOutput::new(&mut text), number).ok()?;
        Some(text)
    };
    let read = |number| catch_unwind(AssertUnwindSafe(|| page(number))).ok().flatten();
    let pages: Vec<Option<String>> = numbers.into_iter().map(read).collect();
    if !pages.is_empty() && pages.iter().all(Option::is_none) {
        return Err("the PDF could not be taken apart; save its text");
    }
    Ok(pages.into_iter().flatten().collect())
}

/// Lines of pages to paragraphs, one a line.
fn paragraphs(pages: &[String]) -> String {
    let mut on_pages: BTreeMap<&str, usize> = BTreeMap::new();
    for page in pages {
        let mut lines: Vec<&str> = page.lines().map(str::trim).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.into_iter().for_each(|line| *on_pages.entry(line).or_default() += 1);
    }
    let is_of_page = |line: &str| {
        !line.is_empty()
            && (line.chars().all(|c| c.is_ascii_digit())
                || on_pages.get(line).is_some_and(|&n| n >= REPEATED))
    };
    let mut text = String::new();
    let mut is_apart = false;
    for line in pages.iter().flat_map(|page| page.lines().chain([""])).map(str::trim) {
        if line.is_empty() {
            is_apart = true;
        } else if !is_of_page(line) {
            join(&mut text, line, is_apart);
            is_apart = false;
        }
    }
    text
}

/// Adds a line; `is_apart` where there was a gap before it.
fn join(text: &mut String, line: &str, is_apart: bool) {
    let goes_on = line.starts_with(char::is_lowercase) && !text.ends_with(['.', '!', '?', ':', '”', '"']);
    let parted = text.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphabetic));
    if parted && line.starts_with(char::is_lowercase) {
        text.pop();
    } else if text.is_empty() {
    } else if is_apart && !goes_on {
        text.push_str("\n\n");
    } else {
        text.push(' ');
    }
    text.push_str(&line.split_whitespace().collect::<Vec<_>>().join(" "));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RawDocument, read as read_document};

    /// A PDF with some lines on each page, `extra` in its trailer.
    fn pdf(pages: &[&[&str]], extra: &str) -> Vec<u8> {
        let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + n * 2)).collect();
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" ")),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        ];
        for (n, lines) in pages.iter().enumerate() {
            let shown: Vec<String> = lines
                .iter()
                .enumerate()
                .filter(|(_, line)| !line.is_empty())
                .map(|(nth, line)| format!("BT /F 11 Tf 60 {} Td ({line}) Tj ET", 780 - nth * 14))
                .collect();
            let content = shown.join("\n");
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
                5 + n * 2
            ));
            objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
        }
        let mut file = "%PDF-1.4\n".to_owned();
        let mut places = Vec::new();
        for (n, object) in objects.iter().enumerate() {
            places.push(file.len());
            file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", n + 1));
        }
        let table = file.len();
        file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
        places.iter().for_each(|at| file.push_str(&format!("{at:010} 00000 n \n")));
        let size = objects.len() + 1;
        file.push_str(&format!("trailer<</Size {size}/Root 1 0 R{extra}>>\nstartxref\n{table}\n%%EOF\n"));
        file.into_bytes()
    }

    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let read = read("a.pdf", bytes).map(|draft| draft.given.text).map_err(|aside| aside.why);
        match (read, expected) {
            (Ok(text), Ok(expected)) => assert_eq!(text, expected),
            (Err(why), Err(expected)) => assert!(why.contains(expected), "{why}"),
            (read, expected) => panic!("{read:?}, expected {expected:?}"),
        }
    }

    const FIRST: &[&str] = &[
        "Pier falls in Port Ellis",
        "",
        "The old pier of Port Ellis fell into the sea on Mon-",
        "day night, Mayor Ada Fenn said. Nobody was hurt, and",
        "",
        "",
        "1",
    ];
    const SECOND: &[&str] = &["the harbor is open again.", "", "It was old.", "", "", "", "2"];

    #[test]
    fn lines_become_paragraphs() {
        check(
            &pdf(&[FIRST, SECOND], ""),
            Ok(
                "Pier falls in Port Ellis\n\nThe old pier of Port Ellis fell into the sea on Monday night, Mayor Ada Fenn said. Nobody was hurt, and the harbor is open again.\n\nIt was old.",
            ),
        );
        let articles = read_document(RawDocument { path: "a.pdf", bytes: &pdf(&[FIRST, SECOND], "") });
        let article = articles[0].as_ref().unwrap();
        assert_eq!(article.title.as_deref(), Some("Pier falls in Port Ellis"));
    }

    #[test]
    fn what_every_page_repeats_is_left_out() {
        let page = |prose: &'static str| vec!["Harbor Gazette", "", prose];
        let pages =
            [page("The pier fell on Monday."), page("It was very old."), page("It will be built anew.")];
        let pages: Vec<&[&str]> = pages.iter().map(Vec::as_slice).collect();
        check(&pdf(&pages, ""), Ok("The pier fell on Monday.\n\nIt was very old.\n\nIt will be built anew."));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        check(&pdf(&[&[]], ""), Err("pictures"));
        check(&pdf(&[FIRST; 101], ""), Err("100 pages"));
        let locked = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(oooooooooooooooooooooooooooooooo)/U(uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu)>>/ID[(x)(x)]";
        check(&pdf(&[FIRST], locked), Err("encrypted"));
        check(b"%PDF-1.4\noops", Err("damaged"));
        let whole = pdf(&[FIRST, SECOND], "");
        for end in (0..whole.len()).step_by(41) {
            let _ = read("a.pdf", &whole[..end]);
            let mut damaged = whole.clone();
            damaged[end] ^= 0x15;
            let _ = read("a.pdf", &damaged);
        }
    }
}
