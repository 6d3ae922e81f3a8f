//! Markdown: front matter, headings, lists, links and emphasis become the text a reader sees.
//!
//! A light reader of what articles use, a line at a time. Code, tables and footnotes stay as they are written.

use crate::draft::Draft;
use crate::{GivenArticle, byline, dates};
use whosaid_text::HowDated;

/// Reads a Markdown text.
pub(crate) fn read(text: &str) -> Draft {
    let (fields, body) = front_matter(text);
    let mut draft = Draft::default();
    for (name, value) in fields {
        draft.take_field(&name.to_ascii_lowercase(), value);
    }
    let (heading, body) = first_heading(body);
    let title = draft.given.title.take().or_else(|| heading.map(inline));
    draft.given.title = title;
    draft.given.text = lines(body);
    if draft.published.is_none() {
        // A date line may stand in front, as in plain text.
        let plain = crate::plain::read(&draft.given.text);
        draft.published = plain.published;
        draft.given.text = plain.given.text;
    }
    draft
}

impl Draft {
    fn take_field(&mut self, name: &str, value: &str) {
        let given: &mut GivenArticle = &mut self.given;
        let text = || Some(value.to_owned());
        match name {
            "title" | "headline" => given.title = text(),
            "author" | "authors" | "byline" => given.byline = byline::names(value.trim_matches(['[', ']'])),
            "date" | "published" | "pubdate" => {
                self.published = dates::parse(value).map(|at| (at, HowDated::Header));
            }
            "updated" | "modified" | "lastmod" => {
                self.modified = dates::parse(value).map(|at| (at, HowDated::Header));
            }
            "url" | "link" | "canonical" | "source_url" | "canonical_url" => given.url = text(),
            "outlet" | "site" | "publisher" | "source" => given.outlet = text(),
            "lang" | "language" => self.language = text(),
            "id" => given.id = text(),
            _ => {}
        }
    }
}

/// The `name: value` lines between two lines `---` (or `+++`) at the top, and the text after them.
fn front_matter(text: &str) -> (Vec<(&str, &str)>, &str) {
    let text = text.trim_start();
    let Some(mark) = ["---\n", "+++\n"].into_iter().find(|mark| text.starts_with(mark)) else {
        return (Vec::new(), text);
    };
    let inside = &text[mark.len()..];
    let end = format!("\n{}", &mark[..3]);
    let Some(at) = inside.find(&end) else { return (Vec::new(), text) };
    let fields = inside[..at].lines().filter_map(|line| {
        let (name, value) = line.split_once(if mark.starts_with('+') { '=' } else { ':' })?;
        let value = value.trim().trim_matches(['"', '\'']);
        (!value.is_empty() && !name.starts_with([' ', '-', '#'])).then_some((name.trim(), value))
    });
    let after = &inside[at + end.len()..];
    (fields.collect(), after.trim_start_matches('-').trim_start_matches('+'))
}

/// A first line that is a heading (`# Pier falls`, or underlined with `===`), and the text after it.
fn first_heading(text: &str) -> (Option<&str>, &str) {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(heading) = heading(first) {
        return (Some(heading), rest);
    }
    let (second, after) = rest.split_once('\n').unwrap_or((rest, ""));
    let underlined = second.len() >= 3 && second.trim_end().bytes().all(|b| b == b'=');
    if underlined { (Some(first.trim()), after) } else { (None, text) }
}

fn heading(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches('#');
    let n_marks = line.len() - bare.len();
    let text = bare.trim().trim_end_matches('#').trim();
    ((1..=6).contains(&n_marks) && bare.starts_with(' ') && !text.is_empty()).then_some(text)
}

fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim();
        let rule = line.len() >= 3
            && ["-", "*", "_", "="].iter().any(|mark| line.replace(*mark, "").trim().is_empty());
        if !rule {
            out.push_str(&inline(without_marks(line)));
        }
        out.push('\n');
    }
    out
}

/// A line without what opens a heading, a quotation or a list.
fn without_marks(line: &str) -> &str {
    let line = line.trim_start_matches(['>', ' ']);
    if let Some(heading) = heading(line) {
        return heading;
    }
    ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim_start()
}

/// A line without the marks of links, images, emphasis and code; a backslash keeps a mark.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    // Where a link could not be read once it never can: one bracket is not looked for again and again.
    let mut links_left = 2000;
    while let Some(at) = rest.find(['[', '!', '*', '_', '`', '\\', '<']) {
        let (before, mark) = rest.split_at(at);
        out.push_str(before);
        let after = &mark[1..];
        let previous = out.chars().next_back();
        if mark.starts_with('\\') {
            let kept = after.chars().next().filter(char::is_ascii_punctuation);
            out.push(kept.unwrap_or('\\'));
            rest = &after[kept.map_or(0, char::len_utf8)..];
        } else if let Some((words, end)) = (links_left > 0).then(|| link(mark)).flatten() {
            links_left -= 1;
            out.push_str(&inline_words(words));
            rest = &mark[end..];
        } else {
            let next = after.chars().next();
            let opens_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            let inside_word =
                previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
            let emphasis = match mark.as_bytes()[0] {
                b'*' => opens_word(next) || opens_word(previous),
                b'_' => (opens_word(next) || opens_word(previous)) && !inside_word,
                b'`' => true,
                _ => false,
            };
            if !emphasis {
                out.push_str(&mark[..1]);
                links_left -= i32::from(matches!(mark.as_bytes()[0], b'[' | b'!' | b'<'));
            }
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Words of a link, which may be emphasized but hold no link.
fn inline_words(words: &str) -> String {
    words.replace(['*', '`'], "")
}

/// `[words](address)`, `![words](address)`, `<https://...>`: the words and the length of the whole.
fn link(text: &str) -> Option<(&str, usize)> {
    if let Some(rest) = text.strip_prefix('<') {
        let end = rest.find('>')?;
        return rest[..end].contains("://").then_some((&rest[..end], end + 2));
    }
    let image = text.starts_with('!');
    let rest = text.strip_prefix('!').unwrap_or(text).strip_prefix('[')?;
    let close = rest.find(']')?;
    let target = rest[close + 1..].strip_prefix('(')?;
    let end = target.find(')')?;
    Some((&rest[..close], usize::from(image) + 1 + close + 2 + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, title: Option<&str>, text: &str) {
        let draft = read(markdown);
        assert_eq!((draft.given.title.as_deref(), draft.given.text.trim()), (title, text), "{markdown}");
    }

    #[test]
    fn headings_links_and_emphasis_become_text() {
        check("# Pier falls\n\nThe *old* **pier** fell.", Some("Pier falls"), "The old pier fell.");
        check("Pier falls\n=====\nIt fell.", Some("Pier falls"), "It fell.");
        check("## A [link](https://example.org) here\ntext", Some("A link here"), "text");
        check(
            "See ![the pier](pier.jpg) and <https://example.org>.",
            None,
            "See the pier and https://example.org.",
        );
        check(
            "> quoted\n\n- one\n* two\n\n---\nsnake_case and 3 * 4",
            None,
            "quoted\n\none\ntwo\n\n\nsnake_case and 3 * 4",
        );
        check("a \\* b [not a link] (x) !", None, "a * b [not a link] (x) !");
        check("", None, "");
    }

    #[test]
    fn front_matter_is_read() {
        let draft = read(
            "---\ntitle: \"Pier falls\"\nauthor: Ada Fenn\ndate: 2031-04-09 15:00\nurl: https://example.org/a\n---\nIt fell.",
        );
        assert_eq!(draft.given.title.as_deref(), Some("Pier falls"));
        assert_eq!(draft.given.byline, ["Ada Fenn"]);
        assert_eq!(draft.given.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(draft.published.unwrap().0.to_string(), "2031-04-09T15:00:00");
        assert_eq!(draft.given.text.trim(), "It fell.");
    }

    #[test]
    fn odd_marks_are_read_quickly() {
        for text in ["[".repeat(200_000), "![](".repeat(100_000), "*_`".repeat(100_000), "<".repeat(200_000)]
        {
            let _ = read(&text);
        }
    }
}
