//! Text with marks that may nest and cross, as well-formed HTML.
//!
//! Marks are spans over one line. Where two cross, the one without an id is cut in two, so that a link to words always
//! reaches all of them; where two with ids cross, the later one is cut.

use crate::words::calm_char;
use std::fmt::Write;
use whosaid::text::Span;

/// One mark over a stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The words.
    pub span: Span,
    /// The element, with its class: a name and attributes that need no escaping.
    pub element: Element,
    /// What the words can be linked to by.
    pub id: Option<String>,
    /// What the pointer shows, unescaped.
    pub title: Option<String>,
    /// HTML that follows the words.
    pub after: String,
}

/// What a mark looks like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// Words that something links to.
    Place,
    /// What is said.
    Content,
    /// Who says it.
    Source,
    /// The word that says so.
    Cue,
    /// A time, with its value where HTML knows such a value.
    Time(Option<String>),
}

impl Element {
    fn name(&self) -> &'static str {
        match self {
            Element::Time(Some(_)) => "time",
            _ => "span",
        }
    }

    fn class(&self) -> &'static str {
        match self {
            Element::Place => "p",
            Element::Content => "q",
            Element::Source => "s",
            Element::Cue => "c",
            Element::Time(_) => "t",
        }
    }
}

/// Sorts marks so that outer ones come before inner ones.
pub fn in_order(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by(|a, b| {
        let key = |mark: &Mark| (mark.span.start(), std::cmp::Reverse(mark.span.end()));
        key(a).cmp(&key(b)).then_with(|| a.element.cmp(&b.element))
    });
    marks
}

/// Escapes text for HTML content and attributes; control and bidirectional formatting characters are replaced.
pub fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match calm_char(c) {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// Writes lines of one text with the marks that lie on them.
pub struct Marker<'a> {
    text: &'a str,
    marks: &'a [Mark],
    /// First mark not yet opened on any line.
    next: usize,
    /// Marks that go on from the lines before.
    carried: Vec<usize>,
    /// Open marks, outermost first.
    open: Vec<usize>,
    out: String,
}

impl<'a> Marker<'a> {
    /// Takes a text and its marks, [`in_order`].
    pub fn new(text: &'a str, marks: &'a [Mark]) -> Self {
        Marker { text, marks, next: 0, carried: Vec::new(), open: Vec::new(), out: String::new() }
    }

    /// The line of bytes `start..end` as HTML. Lines must be asked for in order.
    pub fn line(&mut self, start: usize, end: usize) -> String {
        if start >= end {
            return String::new();
        }
        let (mut at, end) = (start as u32, end as u32);
        let carried = std::mem::take(&mut self.carried);
        for mark in carried {
            if self.end(mark) > at {
                self.open(mark, false);
            }
        }
        loop {
            while self.marks.get(self.next).is_some_and(|mark| mark.span.start() <= at && at < end) {
                let mark = self.next;
                self.next += 1;
                if self.end(mark) > at {
                    self.open_fitting(mark);
                }
            }
            let boundary = self.boundary(end);
            if boundary > at {
                escape(&mut self.out, self.text.get(at as usize..boundary as usize).unwrap_or(""));
                at = boundary;
            }
            if at >= end {
                break;
            }
            self.close_ended(at);
        }
        self.end_line(end);
        std::mem::take(&mut self.out)
    }

    fn end(&self, mark: usize) -> u32 {
        self.marks[mark].span.end()
    }

    fn boundary(&self, end: u32) -> u32 {
        let opens = self.marks.get(self.next).map_or(end, |mark| mark.span.start());
        let closes = self.open.iter().map(|&mark| self.end(mark)).min().unwrap_or(end);
        opens.min(closes).min(end)
    }

    /// Opens a mark that has an id outside of the open marks without id that end before it.
    fn open_fitting(&mut self, mark: usize) {
        let mut inside = Vec::new();
        if self.marks[mark].id.is_some() {
            while let Some(&top) = self.open.last() {
                if self.marks[top].id.is_some() || self.end(top) >= self.end(mark) {
                    break;
                }
                self.close_top(false);
                inside.push(top);
            }
        }
        self.open(mark, true);
        inside.into_iter().rev().for_each(|mark| self.open(mark, false));
    }

    fn open(&mut self, mark: usize, first: bool) {
        self.open.push(mark);
        let mark = &self.marks[mark];
        let _ = write!(self.out, "<{} class={}", mark.element.name(), mark.element.class());
        if let (Some(id), true) = (&mark.id, first) {
            let _ = write!(self.out, " id={id}");
        }
        if let Element::Time(Some(value)) = &mark.element {
            let _ = write!(self.out, " datetime={value}");
        }
        if let (Some(title), true) = (&mark.title, first) {
            self.out.push_str(" title=\"");
            escape(&mut self.out, title);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn close_top(&mut self, last: bool) {
        let Some(mark) = self.open.pop() else { return };
        let mark = &self.marks[mark];
        let _ = write!(self.out, "</{}>", mark.element.name());
        if last {
            self.out.push_str(&mark.after);
        }
    }

    /// Closes what ends at `at`, and what stands inside it for as long as that takes.
    fn close_ended(&mut self, at: u32) {
        let Some(lowest) = self.open.iter().position(|&mark| self.end(mark) <= at) else { return };
        let mut again = Vec::new();
        while self.open.len() > lowest {
            let Some(&top) = self.open.last() else { break };
            let ended = self.end(top) <= at;
            self.close_top(ended);
            if !ended {
                again.push(top);
            }
        }
        again.into_iter().rev().for_each(|mark| self.open(mark, false));
    }

    fn end_line(&mut self, end: u32) {
        let mut carried = Vec::new();
        while let Some(&top) = self.open.last() {
            let ended = self.end(top) <= end;
            self.close_top(ended);
            if !ended {
                carried.push(top);
            }
        }
        carried.reverse();
        self.carried = carried;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32, element: Element, id: Option<&str>) -> Mark {
        let id = id.map(str::to_owned);
        Mark { span: Span::new(start, end), element, id, title: None, after: String::new() }
    }

    fn check(text: &str, marks: Vec<Mark>, expected: &str) {
        let marks = in_order(marks);
        let mut marker = Marker::new(text, &marks);
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.split('\n') {
            lines.push(marker.line(at, at + line.len()));
            at += line.len() + 1;
        }
        assert_eq!(lines.join("|"), expected);
    }

    #[test]
    fn marks_nest() {
        let marks = vec![mark(0, 7, Element::Content, None), mark(2, 4, Element::Source, None)];
        check("ab cd e", marks, "<span class=q>ab<span class=s> c</span>d e</span>");
    }

    #[test]
    fn marks_with_an_id_stay_whole_where_they_cross() {
        let marks = vec![mark(0, 4, Element::Content, None), mark(2, 6, Element::Place, Some("x"))];
        let expected = "<span class=q>ab</span><span class=p id=x><span class=q>cd</span>ef</span>g";
        check("abcdefg", marks, expected);
        let marks = vec![mark(2, 6, Element::Content, None), mark(0, 4, Element::Place, Some("x"))];
        let expected = "<span class=p id=x>ab<span class=q>cd</span></span><span class=q>ef</span>g";
        check("abcdefg", marks, expected);
    }

    #[test]
    fn marks_go_on_in_the_next_line_without_their_id() {
        let marks = vec![mark(1, 5, Element::Place, Some("x"))];
        check("ab\n\ncd", marks, "a<span class=p id=x>b</span>||<span class=p>c</span>d");
    }

    #[test]
    fn what_follows_a_mark_follows_its_end_only() {
        let mut one = mark(0, 4, Element::Place, Some("x"));
        one.after = "!".to_owned();
        check("ab\ncd", vec![one], "<span class=p id=x>ab</span>|<span class=p>c</span>!d");
    }

    #[test]
    fn hostile_text_is_escaped() {
        check("<b>'\"&\u{202e}", Vec::new(), "&lt;b&gt;&#39;&quot;&amp;\u{fffd}");
    }
}
