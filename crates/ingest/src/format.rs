//! Which format a document is in: its first characters decide, its name helps where they do not.

use crate::{agency, feed, mail};

/// How much of a document is looked at.
const SAMPLE_BYTES: usize = 4096;

/// A format this room reads, or knows and does not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// One object or a list of objects.
    Json,
    /// One object a line.
    JsonLines,
    /// A web page.
    Html,
    /// Markdown, by its name or its front matter.
    Markdown,
    /// Anything else.
    Plain,
    /// RSS, Atom or a sitemap.
    Feed,
    /// NewsML-G2 or NITF.
    Agency,
    /// A mail, or a page saved as one.
    Mail,
}

impl Format {
    /// The format of a decoded document.
    pub fn of(path: &str, text: &str) -> Self {
        let start = text.trim_start();
        let extension = path.rsplit_once('.').map_or(String::new(), |(_, ext)| ext.to_ascii_lowercase());
        match extension.as_str() {
            "json" => return Format::Json,
            "jsonl" | "ndjson" => return Format::JsonLines,
            _ => {}
        }
        let head = head(start).to_ascii_lowercase();
        let is_xml = !head.starts_with("<!doctype html") && head.starts_with('<');
        if is_xml && feed::is_feed(&head) && !is_page(&head) {
            return Format::Feed;
        }
        if is_xml && agency::is_agency_xml(&head) {
            return Format::Agency;
        }
        if matches!(extension.as_str(), "eml" | "mbox" | "mht" | "mhtml") || mail::is_mail(start) {
            return Format::Mail;
        }
        if head.starts_with("<?xml")
            && matches!(extension.as_str(), "xml" | "rss" | "atom" | "rdf")
            && !is_page(&head)
        {
            return Format::Feed;
        }
        if is_page(&head) || matches!(extension.as_str(), "html" | "htm" | "xhtml") {
            return Format::Html;
        }
        if matches!(extension.as_str(), "md" | "markdown") {
            return Format::Markdown;
        }
        if is_json(start) {
            return Format::Json;
        }
        Format::Plain
    }
}

/// Whether a text opens as a page does.
fn is_page(head: &str) -> bool {
    let opens =
        ["<!doctype html", "<html", "<head", "<body", "<!doctype"].iter().any(|tag| head.starts_with(tag));
    let later = ["<html", "<head>", "<body", "<!doctype html"].iter().any(|tag| head.contains(tag));
    opens || (head.starts_with('<') && later)
}

/// Whether a text opens as an object with fields or a list of objects, and so is not prose in brackets.
fn is_json(start: &str) -> bool {
    let inside = |open: char| start.strip_prefix(open).map(str::trim_start);
    match (inside('{'), inside('[')) {
        (Some(rest), _) => rest.starts_with('"') || rest.starts_with('}'),
        (_, Some(rest)) => rest.starts_with('{'),
        _ => false,
    }
}

fn head(text: &str) -> &str {
    let mut end = SAMPLE_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The encoding that a page states in its head (`<meta charset=...>`, `<?xml encoding=...?>`).
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<&str> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let at = [b"charset=".as_slice(), b"encoding="].iter().find_map(|mark| {
        sample
            .windows(mark.len())
            .position(|window| window.eq_ignore_ascii_case(mark))
            .map(|at| at + mark.len())
    })?;
    let rest = &sample[at..];
    let rest = &rest[rest.iter().take_while(|b| matches!(b, b'"' | b'\'' | b' ')).count()..];
    let length =
        rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':')).count();
    std::str::from_utf8(&rest[..length]).ok().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, expected: Format) {
        assert_eq!(Format::of(path, text), expected, "{path}: {text}");
    }

    #[test]
    fn formats_are_told() {
        check("a.jsonl", "{}", Format::JsonLines);
        check("a.json", "oops", Format::Json);
        check("-", "{\"text\": 1}", Format::Json);
        check("-", "[{\"text\": 1}]", Format::Json);
        check("a.txt", "[Applause] The pier", Format::Plain);
        check("a.txt", "{curly} The pier", Format::Plain);
        check("a.xml", "<?xml version='1.0'?><rss>", Format::Feed);
        check("a", "<!-- x --><feed xmlns='http://www.w3.org/2005/Atom'>", Format::Feed);
        check("a", "<urlset>", Format::Feed);
        check("a", "<newsItem guid='1'>", Format::Agency);
        check("a.eml", "oops", Format::Mail);
        check("a", "", Format::Plain);
        check("a.txt", "<!DOCTYPE html><html>", Format::Html);
        check("a.htm", "oops", Format::Html);
        check("a", "<!-- saved --><html>", Format::Html);
        check("a.md", "# Pier falls", Format::Markdown);
    }

    #[test]
    fn the_stated_encoding_is_found() {
        let check =
            |page: &str, expected: Option<&str>| assert_eq!(declared_encoding(page.as_bytes()), expected);
        check("<meta charset=\"iso-8859-1\">", Some("iso-8859-1"));
        check("<META http-equiv=x content='text/html; CHARSET=Shift_JIS'>", Some("Shift_JIS"));
        check("<?xml version='1.0' encoding='koi8-r'?>", Some("koi8-r"));
        check("charset=", None);
    }
}
