//! Time expressions of TimeML (TIMEX3) and WikiWars (inline TIMEX2) files.

use std::io;
use std::path::{Path, PathBuf};

/// One annotated text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimedText {
    /// File name.
    pub id: String,
    /// Document time, ISO 8601.
    pub published: Option<String>,
    /// The text without tags.
    pub text: String,
    /// Its expressions by position; some lie in others.
    pub times: Vec<GoldTime>,
}

/// One annotated expression.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldTime {
    /// First code point of the text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// TIMEX3 type; TIMEX2 has none.
    pub kind: Option<String>,
    /// Normalized value.
    pub value: Option<String>,
}

/// Reads every file below a folder whose name ends so, by path.
///
/// # Errors
/// What the file system says.
pub fn read_folder(folder: &Path, ending: &str) -> io::Result<Vec<TimedText>> {
    let mut paths = Vec::new();
    list(folder, ending, &mut paths)?;
    paths.sort();
    paths.iter().map(|path| Ok(parse(&file_name(path), &std::fs::read_to_string(path)?))).collect()
}

fn list(folder: &Path, ending: &str, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, ending, paths)?;
        } else if file_name(&path).ends_with(ending) {
            paths.push(path);
        }
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads one file: the text inside `TEXT` with its expressions, and the document time.
pub fn parse(id: &str, raw: &str) -> TimedText {
    let body = between(raw, "<TEXT>", "</TEXT>").unwrap_or(raw);
    let mut timed = TimedText { id: id.to_owned(), published: document_time(raw), ..TimedText::default() };
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut rest = body;
    let mut length = 0;
    while let Some(start) = rest.find('<') {
        length += append(&mut timed.text, &rest[..start]);
        let Some(end) = rest[start..].find('>').map(|end| start + end) else { break };
        let tag = &rest[start + 1..end];
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or("").trim_end_matches('/');
        if name == "TIMEX3" || name == "TIMEX2" {
            if !tag.starts_with('/') {
                open.extend((!tag.ends_with('/')).then_some((length, tag)));
            } else if let Some((from, tag)) = open.pop().filter(|(from, _)| *from < length) {
                let value = attribute(tag, "value").or_else(|| attribute(tag, "val"));
                timed.times.push(GoldTime { start: from, end: length, kind: attribute(tag, "type"), value });
            }
        }
        rest = &rest[end + 1..];
    }
    append(&mut timed.text, rest);
    timed.times.sort_by_key(|time| (time.start, time.end));
    timed
}

/// Appends unescaped text and gives its length in code points.
fn append(text: &mut String, part: &str) -> usize {
    let mut part = part.to_owned();
    for (entity, plain) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
        part = part.replace(entity, plain);
    }
    text.push_str(&part);
    part.chars().count()
}

fn document_time(raw: &str) -> Option<String> {
    let creation = raw.split('<').find(|tag| tag.contains("functionInDocument=\"CREATION_TIME\""));
    creation.and_then(|tag| attribute(tag, "value")).or_else(|| {
        let stated = between(raw, "<DATETIME>", "</DATETIME>")?;
        attribute(stated, "val").or_else(|| attribute(stated, "VAL"))
    })
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let start = text.find(open)? + open.len();
    Some(&text[start..start + text[start..].find(close)?])
}

/// The value of an XML attribute, if it is there and not empty.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = between(tag, &format!(" {name}=\""), "\"")?;
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_expressions_are_read_over_the_plain_text() {
        let raw = "<DCT><TIMEX3 type=\"DATE\" value=\"2020-05-01\" functionInDocument=\"CREATION_TIME\">x</TIMEX3></DCT>\
             <TEXT>A &amp; B <TIMEX3 type=\"DATE\" value=\"2020\">the <EVENT>é</EVENT> of <TIMEX3 value=\"P1D\">a day</TIMEX3></TIMEX3>.</TEXT>";
        let timed = parse("x.tml", raw);
        assert_eq!(timed.text, "A & B the é of a day.");
        assert_eq!(timed.published.as_deref(), Some("2020-05-01"));
        let spans: Vec<_> = timed.times.iter().map(|time| (time.start, time.end)).collect();
        assert_eq!(spans, [(6, 20), (15, 20)]);
        assert_eq!(timed.times[1].value.as_deref(), Some("P1D"));
    }
}
