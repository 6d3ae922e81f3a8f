//! [`small_page`]: the page that a tree is made of, without what holds no text of an article, so that taking the article
//! out is quick, and of bounded depth, so that the tree can be walked safely.
//!
//! What a page says about itself is read before (`metadata.rs`); here its tags are only copied or left out.

use crate::tags::{Tag, is_void, tags};
use std::collections::BTreeMap;

/// Elements nested deeper than this lose their tags, not their text.
const MAX_DEPTH: usize = 256;
/// Elements that hold no text of an article.
const LEFT_OUT: [&str; 11] =
    ["script", "style", "svg", "canvas", "iframe", "object", "audio", "video", "select", "button", "nav"];
/// The same of those that hold nothing at all.
const VOID_LEFT_OUT: [&str; 7] = ["link", "meta", "img", "input", "source", "track", "embed"];
/// Attributes that tell what an element is for; those of pictures and scripts are most of a page.
const KEPT: [&str; 15] = [
    "class",
    "id",
    "role",
    "href",
    "itemprop",
    "itemtype",
    "property",
    "rel",
    "style",
    "title",
    "datetime",
    "lang",
    "aria-hidden",
    "data-component",
    "data-testid",
];

/// The page to make a tree of.
pub(crate) fn small_page(html: &str) -> String {
    let mut page = Copied { html, out: String::with_capacity(html.len() / 2), to: 0 };
    let mut depth = Depth::default();
    // The element that is being left out and where it begins.
    let mut left_out: Option<(&str, usize)> = None;
    for tag in tags(html) {
        if let Some((name, start)) = left_out {
            if tag.closing && tag.is(name) {
                page.leave_out(start, tag.end);
                left_out = None;
            } else if tag.is("p") {
                // What holds a paragraph was not closed where it ended, or holds text after all.
                left_out = None;
            }
        } else if is_void(tag.name) {
            match VOID_LEFT_OUT.iter().any(|name| tag.is(name)) {
                true => page.leave_out(tag.start, tag.end),
                false => page.push_tag(&tag),
            }
        } else if !tag.closing && LEFT_OUT.iter().any(|name| tag.is(name)) {
            left_out = Some((tag.name, tag.start));
        } else if depth.is_passed(&tag) {
            page.leave_out(tag.start, tag.end);
            page.part_words();
        } else if !tag.closing {
            page.push_tag(&tag);
        }
    }
    page.finish()
}

/// A page as far as it is copied.
struct Copied<'a> {
    html: &'a str,
    out: String,
    to: usize,
}

impl Copied<'_> {
    /// Copies what stands before a place, and goes on behind another.
    fn leave_out(&mut self, start: usize, end: usize) {
        self.out.push_str(&self.html[self.to..start]);
        self.to = end;
    }

    /// Copies an opening tag with the attributes that are kept.
    fn push_tag(&mut self, tag: &Tag<'_>) {
        self.leave_out(tag.start, tag.end);
        self.out.push('<');
        self.out.push_str(tag.name);
        for (name, value) in tag.attributes() {
            let quote = if value.contains('"') { '\'' } else { '"' };
            if KEPT.iter().any(|kept| name.eq_ignore_ascii_case(kept)) && !value.contains(quote) {
                self.out.extend([" ", name, "="]);
                self.out.push(quote);
                self.out.push_str(value);
                self.out.push(quote);
            }
        }
        self.out.push('>');
    }

    /// Words on both sides of a tag that is left out stay two.
    fn part_words(&mut self) {
        if !self.out.ends_with(char::is_whitespace) {
            self.out.push(' ');
        }
    }

    fn finish(mut self) -> String {
        self.leave_out(self.html.len(), self.html.len());
        self.out
    }
}

/// How deep the elements of a page are nested.
#[derive(Default)]
struct Depth<'a> {
    open: Vec<&'a str>,
    /// How many elements of a name are open that lay too deep.
    too_deep: BTreeMap<String, usize>,
}

impl<'a> Depth<'a> {
    /// Whether a tag belongs to an element that lies too deep; goes into it or out of it.
    fn is_passed(&mut self, tag: &Tag<'a>) -> bool {
        if tag.closing { self.closes_too_deep(tag) } else { self.opens_too_deep(tag) }
    }

    fn opens_too_deep(&mut self, tag: &Tag<'a>) -> bool {
        if closes_itself(tag.name) && self.open.last().is_some_and(|name| tag.is(name)) {
            self.open.pop();
        }
        if self.open.len() < MAX_DEPTH {
            self.open.push(tag.name);
            return false;
        }
        *self.too_deep.entry(tag.name.to_ascii_lowercase()).or_default() += 1;
        true
    }

    fn closes_too_deep(&mut self, tag: &Tag<'a>) -> bool {
        let passed = match self.too_deep.is_empty() {
            true => None,
            false => self.too_deep.get_mut(&tag.name.to_ascii_lowercase()).filter(|n| **n > 0),
        };
        if let Some(n) = passed {
            *n -= 1;
            return true;
        }
        if let Some(depth) = self.open.iter().rposition(|name| tag.is(name)) {
            self.open.truncate(depth);
        }
        false
    }
}

/// Elements whose closing tag pages leave out: the next one of the kind closes them.
fn closes_itself(name: &str) -> bool {
    ["p", "li", "td", "th", "tr", "dd", "dt"].iter().any(|open| name.eq_ignore_ascii_case(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(small_page(html), expected, "{html}");
    }

    #[test]
    fn depth_is_bounded_and_text_kept() {
        check("<div><p>a<p>b</div>", "<div><p>a<p>b</div>");
        let many_paragraphs = "<p>a".repeat(5000);
        check(&many_paragraphs, &many_paragraphs);
        let deep = format!("{}core{}<p>after</p>", "<div>".repeat(1_000_000), "</div>".repeat(1_000_000));
        let bounded = small_page(&deep);
        assert_eq!(bounded.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(bounded.matches("</div>").count(), MAX_DEPTH);
        assert!(bounded.contains("core") && bounded.contains("<p>after</p>"));
    }

    #[test]
    fn what_holds_no_text_is_left_out() {
        check("<p>a<script>if (a < b) '<p>'</script>b</p>", "<p>ab</p>");
        check("<STYLE>p {}</STYLE><p>a<svg><g><title>x</title></g></svg>", "<p>a");
        check("<p>a<svg>never closed<p>b", "<p>a<svg>never closed<p>b");
        check("<p>a<img src=b.png><br/>c <select><option>d</select>e", "<p>a<br>c e");
        check("<button>a<p>b</p><button>c</button>d", "<button>a<p>b</p>d");
    }

    #[test]
    fn attributes_that_tell_what_an_element_is_for_are_kept() {
        check(
            "<p class=lead data-track='x > y' ID=\"a\" onclick=\"f('b')\">c",
            "<p class=\"lead\" ID=\"a\">c",
        );
        check(
            "<a title='the \"old\" pier' href=/x?a=b hidden>c</a>",
            "<a title='the \"old\" pier' href=\"/x?a=b\">c</a>",
        );
        check("<p class>a<p class=''>b", "<p class=\"\">a<p class=\"\">b");
        check("<p class=a'b\"c>d", "<p>d");
    }
}
