//! Mail: newsletters as `.eml`, many in one `.mbox`, and pages that a browser saved as one file (`.mht`).
//!
//! The longest part that is text or HTML is the article. Parts, transfer encodings and encoded words follow MIME
//! (RFC 2045 to 2047), as far as newsletters use it.

use crate::draft::Draft;
use crate::html::{self, Trafilatura};
use crate::{GivenArticle, SetAside, dates, encoding, http, tags};
use whosaid_text::{Article, HowDated};

/// Parts in parts in parts are opened so deep.
const MAX_DEPTH: usize = 6;
/// How many parts of a mail are looked at.
const MOST_PARTS: usize = 200;

/// Whether a text opens with header fields that only mail has.
pub(crate) fn is_mail(start: &str) -> bool {
    let mut lines = start.lines().take(40).take_while(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or("");
    let is_field = |line: &str, names: &[&str]| {
        let name = line.split(':').next().unwrap_or("").to_ascii_lowercase();
        line.contains(':') && names.contains(&name.as_str())
    };
    const FIRST: [&str; 8] = [
        "received",
        "return-path",
        "delivered-to",
        "mime-version",
        "message-id",
        "from",
        "x-received",
        "date",
    ];
    let opens = first.starts_with("From ") || is_field(first, &FIRST);
    opens && lines.any(|line| is_field(line, &["mime-version", "message-id", "content-type"]))
}

/// Reads a mail, or a file of many.
pub(crate) fn read(path: &str, bytes: &[u8]) -> Vec<Result<Article, SetAside>> {
    let mails = split(bytes);
    let several = mails.len() > 1;
    let read = mails.into_iter().enumerate().map(|(n, mail)| {
        let place = if several { format!("{path}#{}", n + 1) } else { path.to_owned() };
        article(path, mail).map_err(|aside| SetAside { path: place, ..aside })
    });
    read.collect()
}

/// The mails of a file: an `.mbox` parts them by lines that begin with "From ".
fn split(bytes: &[u8]) -> Vec<&[u8]> {
    if !bytes.starts_with(b"From ") {
        return vec![bytes];
    }
    let mut starts = vec![0];
    let mut at = 0;
    while let Some(end) = bytes[at..].iter().position(|&byte| byte == b'\n').map(|end| at + end + 1) {
        let blank_before = end < 2 || bytes[..end].ends_with(b"\n\n") || bytes[..end].ends_with(b"\n\r\n");
        if blank_before && bytes[end..].starts_with(b"From ") {
            starts.push(end);
        }
        at = end;
    }
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &bytes[start..end]).collect()
}

fn article(path: &str, mail: &[u8]) -> Result<Article, SetAside> {
    let mail = match mail.starts_with(b"From ") {
        true => mail.iter().position(|&byte| byte == b'\n').map_or(mail, |end| &mail[end + 1..]),
        false => mail,
    };
    let (header, body) = split_header(mail);
    let head = http::Head::read(header);
    let mut parts = Vec::new();
    gather(&head, body, 0, &mut parts);
    let longest =
        |html: bool| parts.iter().filter(|part| part.is_html == html).max_by_key(|part| part.text.len());
    let field = |name: &str| head.field(name).map(decoded_words).filter(|text| !text.trim().is_empty());
    let mut draft = match (longest(true), longest(false)) {
        (Some(page), plain) => html::read(path, &page.text, &Trafilatura).or_else(|aside| {
            let text = plain.map_or_else(|| tags::lines(&page.text), |plain| plain.text.clone());
            if text.trim().is_empty() { Err(aside) } else { Ok(of_text(text)) }
        })?,
        (None, Some(plain)) => of_text(plain.text.clone()),
        (None, None) => return Err(SetAside::new(path, "a mail without text")),
    };
    draft.given.url = draft.given.url.or(field("snapshot-content-location"));
    draft.given.title = field("subject").or(draft.given.title);
    let date = field("date").and_then(|text| dates::parse(&text));
    draft.published = date.map(|at| (at, HowDated::Header)).or(draft.published);
    if draft.given.url.is_none() {
        draft.given.outlet = field("from").and_then(|from| sender(&from));
    }
    draft.finish(path)
}

fn of_text(text: String) -> Draft {
    Draft { given: GivenArticle { text, ..GivenArticle::default() }, ..Draft::default() }
}

/// The sender's name, else the domain of the address.
fn sender(from: &str) -> Option<String> {
    let (name, address) = from.split_once('<').unwrap_or(("", from));
    let name = name.trim().trim_matches('"');
    let domain = address.rsplit('@').next().map(|domain| domain.trim_end_matches(['>', ' ']));
    let found = if name.is_empty() { domain? } else { name };
    (!found.is_empty()).then(|| found.to_owned())
}

struct Part {
    is_html: bool,
    text: String,
}

fn gather(head: &http::Head, body: &[u8], depth: usize, parts: &mut Vec<Part>) {
    if depth > MAX_DEPTH || parts.len() >= MOST_PARTS {
        return;
    }
    let kind = head.media_type();
    let kind = if kind.is_empty() { "text/plain" } else { kind.as_str() };
    if kind.starts_with("multipart/") {
        let Some(boundary) = parameter(head.field("content-type").unwrap_or(""), "boundary") else { return };
        for part in between(body, boundary.as_bytes()) {
            let (header, body) = split_header(part);
            gather(&http::Head::read(header), body, depth + 1, parts);
        }
        return;
    }
    let attached = head.field("content-disposition").is_some_and(|how| how.trim().starts_with("attachment"));
    if attached || !matches!(kind, "text/plain" | "text/html") {
        return;
    }
    let bytes =
        match head.field("content-transfer-encoding").unwrap_or("").trim().to_ascii_lowercase().as_str() {
            "base64" => of_base64(body),
            "quoted-printable" => of_quoted(body, false),
            _ => body.to_vec(),
        };
    let text = encoding::decode(&bytes, head.charset()).text;
    parts.push(Part { is_html: kind == "text/html", text });
}

fn split_header(part: &[u8]) -> (&[u8], &[u8]) {
    let part = part.strip_prefix(b"\r\n").or(part.strip_prefix(b"\n")).unwrap_or(part);
    match crate::container::end_of_header(part) {
        Some(end) => part.split_at(end),
        None => (part, &[]),
    }
}

fn parameter(value: &str, name: &str) -> Option<String> {
    let lower = value.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let rest = value.get(at..)?;
    let found = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split([';', ' ', '\t']).next()?,
    };
    (!found.is_empty()).then(|| found.to_owned())
}

/// What stands between the boundary lines.
fn between<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mark = [b"--", boundary].concat();
    let mut parts = Vec::new();
    let (mut at, mut start) = (0, None);
    while at < body.len() && parts.len() < MOST_PARTS {
        let end = body[at..].iter().position(|&byte| byte == b'\n').map_or(body.len(), |end| at + end + 1);
        if body[at..end].starts_with(&mark) {
            if let Some(start) = start {
                parts.push(&body[start..at]);
            }
            start = Some(end);
        }
        at = end;
    }
    // A mail that is cut off has no last boundary.
    parts.extend(start.filter(|&start| start < body.len()).map(|start| &body[start..]));
    parts
}

fn of_base64(text: &[u8]) -> Vec<u8> {
    let (mut out, mut bits, mut n_bits) = (Vec::with_capacity(text.len() * 3 / 4), 0u32, 0);
    for &byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push((bits >> n_bits) as u8);
        }
    }
    out
}

fn of_quoted(text: &[u8], in_word: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let hex = || {
            std::str::from_utf8(text.get(at + 1..at + 3)?)
                .ok()
                .and_then(|hex| u8::from_str_radix(hex, 16).ok())
        };
        let rest = &text[at..];
        if byte == b'=' && rest.starts_with(b"=\r\n") {
            at += 3;
        } else if byte == b'=' && rest.starts_with(b"=\n") {
            at += 2;
        } else if let Some(value) = (byte == b'=').then(hex).flatten() {
            out.push(value);
            at += 3;
        } else {
            out.push(if in_word && byte == b'_' { b' ' } else { byte });
            at += 1;
        }
    }
    out
}

/// A header field with its encoded words (`=?utf-8?q?Caf=C3=A9?=`) decoded.
fn decoded_words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find("=?") {
        let word = &rest[at + 2..];
        let mut fields = word.splitn(3, '?');
        let (charset, how, tail) = (fields.next(), fields.next(), fields.next());
        let end = tail.and_then(|tail| tail.find("?="));
        let (Some(charset), Some(how), Some(tail), Some(end)) = (charset, how, tail, end) else { break };
        let bytes = match how.to_ascii_lowercase().as_str() {
            "b" => of_base64(&tail.as_bytes()[..end]),
            _ => of_quoted(&tail.as_bytes()[..end], true),
        };
        let before = &rest[..at];
        // Blanks between two encoded words are none.
        if !before.trim().is_empty() || out.is_empty() {
            out.push_str(before);
        }
        out.push_str(&encoding::decode(&bytes, Some(charset)).text);
        rest = &tail[end + 2..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The old pier of Port Ellis fell into the sea on Monday night, the mayor said.";

    fn mail(body: &str) -> String {
        format!(
            "From: Harbor Gazette <news@gazette.example>\nSubject: =?utf-8?q?Pier_falls_at_Caf=C3=A9?=\nDate: Wed, 09 Apr 2031 15:00:00 +0000\nMIME-Version: 1.0\n{body}"
        )
    }

    #[track_caller]
    fn check(body: &str) {
        let mail = mail(body);
        assert!(is_mail(&mail));
        let article = read("a.eml", mail.as_bytes()).remove(0).unwrap();
        assert_eq!(article.title.as_deref(), Some("Pier falls at Café"));
        assert_eq!(article.outlet.as_deref(), Some("Harbor Gazette"));
        assert_eq!(article.published.value.unwrap().to_string(), "2031-04-09T15:00:00Z");
        assert!(article.text.contains(TEXT), "{}", &*article.text);
    }

    #[test]
    fn mails_are_read() {
        check(&format!("\n{TEXT}\n"));
        check(&format!(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{}",
            TEXT.replace("sea", "=\nse=61")
        ));
        check(&format!(
            "Content-Type: multipart/alternative; boundary=\"x\"\n\n--x\nContent-Type: text/plain\n\nShort.\n--x\nContent-Type: text/html\n\n<html><body><p>{TEXT}</p><p>{TEXT}</p></body></html>\n--x--\n"
        ));
        check(&format!(
            "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n{TEXT}"
        ));
        check(
            "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGhlIG9sZCBwaWVyIG9mIFBvcnQgRWxsaXMgZmVsbCBpbnRvIHRoZSBzZWEgb24gTW9uZGF5IG5p\nZ2h0LCB0aGUgbWF5b3Igc2FpZC4=\n",
        );
    }

    #[test]
    fn boxes_of_mails_are_parted() {
        let two = format!(
            "From a@b Wed Apr  9 15:00:00 2031\n{}\n\nFrom a@b Wed Apr  9 15:00:00 2031\n{}",
            mail(&format!("\n{TEXT}\nFrom here on.\n")),
            mail("Content-Type: image/png\n\nx")
        );
        let articles = read("a.mbox", two.as_bytes());
        assert_eq!(articles.len(), 2);
        assert!(articles[0].as_ref().unwrap().text.contains("From here on"));
        assert_eq!(articles[1].as_ref().unwrap_err().path, "a.mbox#2");
    }

    #[test]
    fn what_is_no_mail() {
        for text in ["From the harbor: it fell.\n\nMore.", "Date: 2031-04-09\n\nThe pier fell.", ""] {
            assert!(!is_mail(text), "{text}");
        }
        assert!(read("a.eml", b"").remove(0).is_err());
    }
}
