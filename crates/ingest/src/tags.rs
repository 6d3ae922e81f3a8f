//! The tags of a page, in one linear pass: enough to read its metadata and to make it small, no tree.

use std::borrow::Cow;

/// One tag as it stands in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// Name, in the page's own case.
    pub name: &'a str,
    /// Whether it closes an element.
    pub closing: bool,
    /// Everything between the name and `>`.
    attributes: &'a str,
    /// Where it starts and ends in the page.
    pub start: usize,
    pub end: usize,
}

impl<'a> Tag<'a> {
    /// Names and values of its attributes as they stand in the page.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        attributes(self.attributes)
    }

    /// Whether it has this name, whatever the case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, character references resolved; "" for one without a value.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        attributes(self.attributes)
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, v)| unescape(v))
    }
}

/// All tags of a page in order; what is inside scripts, styles and comments is none.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    let mut raw: Option<&str> = None;
    std::iter::from_fn(move || {
        loop {
            if let Some(name) = raw.take() {
                at = end_of_raw(html, at, name);
            }
            let start = at + html.get(at..)?.find('<')?;
            let rest = &html[start + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                at = comment.find("-->").map_or(html.len(), |end| start + 4 + end + 3);
                continue;
            }
            let closing = rest.starts_with('/');
            let name_at = start + 1 + usize::from(closing);
            let name_len = html[name_at..]
                .bytes()
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':'))
                .count();
            if name_len == 0 || !html.as_bytes()[name_at].is_ascii_alphabetic() {
                at = start + 1;
                continue;
            }
            let name = &html[name_at..name_at + name_len];
            let inside = end_of_tag(html, name_at + name_len);
            let end = (inside + 1).min(html.len());
            at = end;
            if !closing
                && ["script", "style", "textarea", "title"].iter().any(|r| name.eq_ignore_ascii_case(r))
            {
                raw = Some(name);
            }
            return Some(Tag { name, closing, attributes: &html[name_at + name_len..inside], start, end });
        }
    })
}

/// Where the `>` of a tag stands, quoted values skipped; the end of the page for a tag that is cut off.
pub(crate) fn end_of_tag(html: &str, from: usize) -> usize {
    let bytes = html.as_bytes();
    let mut quote = None;
    let mut previous = b' ';
    for (at, &byte) in bytes.iter().enumerate().skip(from) {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return at,
            None if matches!(byte, b'"' | b'\'') && previous == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            previous = byte;
        }
    }
    // A quotation mark that never closes must not eat the page.
    html[from..].find('>').map_or(html.len(), |at| from + at)
}

/// Where the closing tag of an element without inner tags begins.
fn end_of_raw(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(next) = html.get(at..).and_then(|rest| rest.find("</")) {
        let open = at + next;
        let found = bytes.get(open + 2..open + 2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return open;
        }
        at = open + 2;
    }
    html.len()
}

/// Names and values of attributes as they are written.
pub(crate) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let length =
            rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length.max(1).min(rest.len()).max(first_char(rest)));
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        rest = after;
        Some((name, value))
    })
}

fn first_char(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Resolves character references: numbers, and the names that titles and metadata use.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let reference = &rest[at + 1..];
        let length = reference.bytes().take(10).position(|b| b == b';');
        match length.and_then(|length| Some((length, character(&reference[..length])?))) {
            Some((length, c)) => {
                out.push(c);
                rest = &reference[length + 1..];
            }
            None => {
                out.push('&');
                rest = reference;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    const NAMES: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("hellip", '…'),
        ("bull", '•'),
        ("middot", '·'),
        ("copy", '©'),
        ("reg", '®'),
        ("trade", '™'),
        ("pound", '£'),
        ("euro", '€'),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("aacute", 'á'),
        ("iacute", 'í'),
        ("oacute", 'ó'),
        ("uacute", 'ú'),
        ("ntilde", 'ñ'),
        ("ccedil", 'ç'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("szlig", 'ß'),
        ("raquo", '»'),
        ("laquo", '«'),
    ];
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

/// The text of a piece of a page: tags become blanks, blanks single.
pub(crate) fn inner_text(html: &str) -> String {
    let mut text = String::new();
    let mut from = 0;
    for tag in tags(html) {
        text.push_str(html.get(from..tag.start).unwrap_or(""));
        text.push(' ');
        from = tag.end;
    }
    text.push_str(html.get(from..).unwrap_or(""));
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a cleaned piece of a page, a block element a line; blanks inside a line are single.
pub(crate) fn lines(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut from = 0;
    for tag in tags(html) {
        push_words(&mut text, html.get(from..tag.start).unwrap_or(""));
        if is_block(tag.name) && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        from = tag.end;
    }
    push_words(&mut text, html.get(from..).unwrap_or(""));
    let mut lines: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    // Cleaned pages now and then hold an element twice in a row.
    lines.dedup();
    lines.join("\n\n")
}

/// How many bytes of a page's text stand in its paragraphs.
pub(crate) fn bytes_in_paragraphs(html: &str) -> usize {
    let (mut n_bytes, mut inside, mut from) = (0, false, 0);
    for tag in tags(html) {
        if inside {
            n_bytes += html.get(from..tag.start).map_or(0, |text| text.trim().len());
        }
        if tag.is("p") {
            inside = !tag.closing;
        }
        from = tag.end;
    }
    n_bytes
}

/// Appends text with runs of white space as one blank.
fn push_words(text: &mut String, html: &str) {
    for c in unescape(html).chars() {
        match c {
            c if c.is_whitespace() && c != '\u{a0}' => {
                if !text.ends_with([' ', '\n']) {
                    text.push(' ');
                }
            }
            c => text.push(c),
        }
    }
}

/// Whether an element stands on lines of its own.
pub(crate) fn is_block(name: &str) -> bool {
    const INLINE: [&str; 30] = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "em", "font", "hi",
        "i", "ins", "kbd", "mark", "q", "ref", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
        "u", "var",
    ];
    !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline))
}

/// Whether an element holds nothing and has no closing tag.
pub(crate) fn is_void(name: &str) -> bool {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    ];
    VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str) -> Vec<String> {
        tags(html).map(|tag| format!("{}{}", if tag.closing { "/" } else { "" }, tag.name)).collect()
    }

    #[test]
    fn tags_are_found() {
        assert_eq!(
            names("<p>a<b class='x>y'>c</b> 3 < 4 <!-- <i> --><br/></P>"),
            ["p", "b", "/b", "br", "/P"]
        );
        assert_eq!(names("<script>if (a < b) '<p>'</script><p>"), ["script", "/script", "p"]);
        assert_eq!(names("<script>never closed <p>"), ["script"]);
        assert_eq!(names("<a href=\"never closed><p>"), ["a", "p"]);
        assert_eq!(names("<é><1><"), Vec::<String>::new());
        assert_eq!(names("<p"), ["p"]);
    }

    #[test]
    fn attributes_are_read() {
        let tag =
            tags("<meta name='a b' content=\"Tom &amp; Ada &#8217;s\" checked data=x/y é=1>").next().unwrap();
        let check = |name: &str, value: Option<&str>| assert_eq!(tag.attribute(name).as_deref(), value);
        check("name", Some("a b"));
        check("CONTENT", Some("Tom & Ada ’s"));
        check("checked", Some(""));
        check("data", Some("x/y"));
        check("none", None);
    }

    #[test]
    fn text_is_read() {
        assert_eq!(
            inner_text("<b>Pier</b> falls<br>again &amp; again &unknown; &"),
            "Pier falls again & again &unknown; &"
        );
    }

    #[test]
    fn blocks_become_lines() {
        assert_eq!(
            lines("<div><p>The <b>pier</b>\n fell.</p><p>It <a href=x>was</a> old.<br>Very.</p></div>"),
            "The pier fell.\n\nIt was old.\n\nVery."
        );
        assert_eq!(lines("pier &amp; boat"), "pier & boat");
        assert_eq!(lines("<p> </p>"), "");
        assert_eq!(lines("<h2>Pier</h2><h2>Pier</h2><p>It fell.</p>"), "Pier\n\nIt fell.");
    }
}
