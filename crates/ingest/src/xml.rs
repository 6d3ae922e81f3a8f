//! XML as feeds and agencies send it, well formed or not: elements with their place, no entity is ever expanded.
//!
//! Document types are stepped over, so that neither entity bombs nor external entities do anything. Elements that are
//! nested too deep and elements past the bound are text of what is around them.

use crate::tags::unescape;
use std::borrow::Cow;

/// Elements nested deeper than this are text of the one they are in.
const MAX_DEPTH: usize = 48;
/// How many elements of a document are kept.
const MAX_ELEMENTS: usize = 2_000_000;

/// A document.
#[derive(Debug)]
pub(crate) struct Xml<'a> {
    source: &'a str,
    nodes: Vec<Node<'a>>,
}

#[derive(Debug)]
struct Node<'a> {
    name: &'a str,
    attributes: &'a str,
    depth: usize,
    inner: (usize, usize),
    /// One past the last element in it.
    end: usize,
}

/// An element of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'x, 'a> {
    xml: &'x Xml<'a>,
    nth: usize,
}

enum Markup<'a> {
    Open { name: &'a str, attributes: &'a str, empty: bool },
    Close { name: &'a str },
    Other,
}

impl<'a> Xml<'a> {
    /// Reads a document; whatever is wrong with it, what can be told is kept.
    pub fn read(source: &'a str) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some(start) = source[at..].find('<').map(|found| at + found) {
            let (markup, end) = markup(source, start);
            at = end;
            match markup {
                Markup::Open { name, attributes, empty } => {
                    if nodes.len() >= MAX_ELEMENTS || open.len() >= MAX_DEPTH {
                        continue;
                    }
                    let nth = nodes.len();
                    nodes.push(Node { name, attributes, depth: open.len(), inner: (end, end), end: nth + 1 });
                    if !empty {
                        open.push(nth);
                    }
                }
                Markup::Close { name } => {
                    if let Some(depth) = open.iter().rposition(|&nth| nodes[nth].name == name) {
                        for nth in open.drain(depth..) {
                            nodes[nth].inner.1 = start;
                            nodes[nth].end = nodes.len();
                        }
                    }
                }
                Markup::Other => {}
            }
        }
        let n_nodes = nodes.len();
        for nth in open {
            nodes[nth].inner.1 = source.len();
            nodes[nth].end = n_nodes;
        }
        Xml { source, nodes }
    }

    /// The outermost element.
    #[cfg(test)]
    pub fn root(&self) -> Option<Element<'_, 'a>> {
        (!self.nodes.is_empty()).then_some(Element { xml: self, nth: 0 })
    }

    /// All elements in order, at any depth.
    pub fn elements(&self) -> impl Iterator<Item = Element<'_, 'a>> {
        (0..self.nodes.len()).map(|nth| Element { xml: self, nth })
    }
}

impl<'x, 'a> Element<'x, 'a> {
    fn node(self) -> &'x Node<'a> {
        &self.xml.nodes[self.nth]
    }

    /// Its name as written, with prefix.
    pub fn name(self) -> &'a str {
        self.node().name
    }

    /// Whether it has a name, whatever the case; a name without a prefix matches with any.
    pub fn is(self, name: &str) -> bool {
        let own = self.name();
        let local = own.rsplit(':').next().unwrap_or(own);
        own.eq_ignore_ascii_case(name) || (!name.contains(':') && local.eq_ignore_ascii_case(name))
    }

    /// The elements right in it.
    pub fn children(self) -> impl Iterator<Item = Element<'x, 'a>> + use<'x, 'a> {
        let depth = self.node().depth + 1;
        self.inside().filter(move |element| element.node().depth == depth)
    }

    /// The elements in it at any depth, in order.
    pub fn inside(self) -> impl Iterator<Item = Element<'x, 'a>> + use<'x, 'a> {
        let xml = self.xml;
        (self.nth + 1..self.node().end).map(move |nth| Element { xml, nth })
    }

    /// The first element right in it with one of these names, in the order of the names.
    pub fn child(self, names: &[&str]) -> Option<Element<'x, 'a>> {
        names.iter().find_map(|name| self.children().find(|child| child.is(name)))
    }

    /// What stands between its tags, as written.
    pub fn source(self) -> &'a str {
        let (start, end) = self.node().inner;
        self.xml.source.get(start..end).unwrap_or("")
    }

    /// Its text: CDATA as it is, references resolved, other markup left in.
    pub fn text(self) -> String {
        text(self.source())
    }

    /// Its text on one line, `None` where there is none.
    pub fn line(self) -> Option<String> {
        let line = crate::tags::inner_text(&self.text());
        (!line.is_empty()).then_some(line)
    }

    /// The value of an attribute.
    pub fn attribute(self, name: &str) -> Option<Cow<'a, str>> {
        let mut attributes = crate::tags::attributes(self.node().attributes);
        attributes.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| unescape(value))
    }
}

/// The text of some source: CDATA as it is, references resolved.
pub(crate) fn text(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("<![CDATA[") {
        text.push_str(&unescape(&rest[..at]));
        let inside = &rest[at + 9..];
        let end = inside.find("]]>").unwrap_or(inside.len());
        text.push_str(&inside[..end]);
        rest = inside.get(end + 3..).unwrap_or("");
    }
    text.push_str(&unescape(rest));
    text
}

/// What stands at a `<`, and where it ends.
fn markup(source: &str, start: usize) -> (Markup<'_>, usize) {
    let rest = &source[start..];
    let after = |mark: &str, skip: usize| {
        rest.get(skip..)
            .and_then(|rest| rest.find(mark))
            .map_or(source.len(), |at| start + skip + at + mark.len())
    };
    if rest.starts_with("<!--") {
        return (Markup::Other, after("-->", 4));
    }
    if rest.starts_with("<![CDATA[") {
        return (Markup::Other, after("]]>", 9));
    }
    if rest.starts_with("<?") {
        return (Markup::Other, after("?>", 2));
    }
    if rest.starts_with("<!") {
        return (Markup::Other, end_of_declaration(source, start));
    }
    let closing = rest.starts_with("</");
    let name_at = start + 1 + usize::from(closing);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
    let name = &source[name_at..];
    let name = &name[..name.find(|c: char| !is_name(c)).unwrap_or(name.len())];
    if name.is_empty() {
        return (Markup::Other, start + 1);
    }
    let inside_at = name_at + name.len();
    let inside_end = crate::tags::end_of_tag(source, inside_at);
    let end = (inside_end + 1).min(source.len());
    let attributes = &source[inside_at..inside_end];
    if closing {
        return (Markup::Close { name }, end);
    }
    let empty = attributes.ends_with('/');
    (Markup::Open { name, attributes: attributes.trim_end_matches('/'), empty }, end)
}

/// The end of `<!DOCTYPE ... [ ... ]>`.
fn end_of_declaration(source: &str, start: usize) -> usize {
    let mut depth = 0usize;
    for (at, byte) in source.bytes().enumerate().skip(start) {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found() {
        let source = "<?xml version='1.0'?><!-- x --><a:r n='1 &amp; 2'><b>one</b><c/><b><![CDATA[<i>]]> two &lt;</b></a:r>";
        let xml = Xml::read(source);
        let root = xml.root().unwrap();
        assert!(root.is("r") && root.is("a:r") && !root.is("b:r"));
        assert_eq!(root.attribute("n").as_deref(), Some("1 & 2"));
        assert_eq!(root.children().map(|child| child.text()).collect::<Vec<_>>(), ["one", "", "<i> two <"]);
    }

    #[test]
    fn what_is_broken_is_kept_as_far_as_it_goes() {
        let xml = Xml::read("<r><b>one<b>two</r></x><");
        assert_eq!(xml.elements().count(), 3);
        assert!(Xml::read("").root().is_none());
        assert!(Xml::read("< <<>").root().is_none());
        let deep = format!("{}x{}", "<a>".repeat(500_000), "</a>".repeat(500_000));
        assert_eq!(Xml::read(&deep).elements().count(), MAX_DEPTH);
    }

    #[test]
    fn entities_are_never_expanded() {
        let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><r>&b;&c;</r>";
        assert_eq!(Xml::read(bomb).root().unwrap().text(), "&b;&c;");
    }
}
