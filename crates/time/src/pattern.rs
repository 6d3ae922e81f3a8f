//! The language of patterns, and the tree that all patterns are matched with at once.
//!
//! A pattern is a row of words, marks, `<classes>`, groups `( a | b )`, each perhaps followed by `?`; `$name` stands
//! for a pattern named by `let`. Braces hold the words that are reported; without them it is the whole match. A `~`
//! before a mark or word asks that no blank stands before it.

use crate::atoms::{Atom, UNKNOWN, Vocabulary, WordId};
use crate::classes::{ClassId, Classes, Place, Reading};
use crate::fields::Fields;
use std::collections::BTreeMap;

/// Something a rule file says that cannot be read.
pub(crate) type PatternError = String;

/// One thing a pattern asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Element {
    Word { id: WordId, glued: bool },
    Mark { mark: char, glued: bool },
    Class(ClassId),
    Number(u32),
    Open,
    Close,
}

/// Patterns being read.
#[derive(Default)]
pub(crate) struct PatternReader {
    named: BTreeMap<String, Vec<Vec<Element>>>,
}

impl PatternReader {
    /// Names a pattern for use as `$name`.
    pub(crate) fn name(
        &mut self,
        vocabulary: &mut Vocabulary,
        classes: &Classes,
        name: &str,
        text: &str,
    ) -> Result<(), PatternError> {
        let rows = self.rows(vocabulary, classes, text)?;
        self.named.insert(name.to_owned(), rows);
        Ok(())
    }

    /// Every row of elements that a pattern stands for.
    fn rows(
        &self,
        vocabulary: &mut Vocabulary,
        classes: &Classes,
        text: &str,
    ) -> Result<Vec<Vec<Element>>, PatternError> {
        let spread = text
            .replace('(', " ( ")
            .replace(')', " ) ")
            .replace('|', " | ")
            .replace('{', " { ")
            .replace('}', " } ");
        let spread = spread.replace(" ) ?", " )? ");
        let words: Vec<&str> = spread.split_whitespace().collect();
        let mut at = 0;
        let rows = self.alternatives(vocabulary, classes, &words, &mut at)?;
        if at < words.len() { Err(format!("'{}' stands too much in '{text}'", words[at])) } else { Ok(rows) }
    }

    fn alternatives(
        &self,
        vocabulary: &mut Vocabulary,
        classes: &Classes,
        words: &[&str],
        at: &mut usize,
    ) -> Result<Vec<Vec<Element>>, PatternError> {
        let mut all = Vec::new();
        loop {
            all.extend(self.sequence(vocabulary, classes, words, at)?);
            if words.get(*at) != Some(&"|") {
                return Ok(all);
            }
            *at += 1;
        }
    }

    fn sequence(
        &self,
        vocabulary: &mut Vocabulary,
        classes: &Classes,
        words: &[&str],
        at: &mut usize,
    ) -> Result<Vec<Vec<Element>>, PatternError> {
        let mut rows = vec![Vec::new()];
        while let Some(word) = words.get(*at).filter(|word| !matches!(**word, ")" | ")?" | "|")) {
            *at += 1;
            let mut choices = if *word == "(" {
                let inner = self.alternatives(vocabulary, classes, words, at)?;
                let close = words.get(*at).ok_or("a group is not closed")?;
                *at += 1;
                let mut inner = inner;
                inner.extend((*close == ")?").then(Vec::new));
                inner
            } else {
                self.single(vocabulary, classes, word)?
            };
            choices.dedup();
            rows = rows
                .iter()
                .flat_map(|row: &Vec<Element>| choices.iter().map(|choice| [row.as_slice(), choice].concat()))
                .collect();
        }
        Ok(rows)
    }

    fn single(
        &self,
        vocabulary: &mut Vocabulary,
        classes: &Classes,
        word: &str,
    ) -> Result<Vec<Vec<Element>>, PatternError> {
        let (word, optional) = match word.strip_suffix('?') {
            Some(word) if !word.is_empty() => (word, true),
            _ => (word, false),
        };
        let (bare, glued) = word.strip_prefix('~').map_or((word, false), |bare| (bare, true));
        let mut rows = if let Some(name) = bare.strip_prefix('$').filter(|name| !name.is_empty()) {
            self.named.get(name).ok_or_else(|| format!("no pattern is named ${name}"))?.clone()
        } else if let Some(class) = bare.strip_prefix('<').and_then(|class| class.strip_suffix('>')) {
            vec![vec![Element::Class(classes.find(class).ok_or_else(|| format!("no class <{class}>"))?)]]
        } else {
            match bare {
                "{" => vec![vec![Element::Open]],
                "}" => vec![vec![Element::Close]],
                _ if bare.chars().all(char::is_alphabetic) => {
                    vec![vec![Element::Word { id: vocabulary.add(bare), glued }]]
                }
                _ if bare.bytes().all(|byte| byte.is_ascii_digit()) => {
                    let number = bare.parse().map_err(|_| format!("'{bare}' is too great a number"))?;
                    vec![vec![Element::Number(number)]]
                }
                _ => {
                    let mut chars = bare.chars();
                    match (chars.next(), chars.next()) {
                        (Some(mark), None) => vec![vec![Element::Mark { mark, glued }]],
                        _ => return Err(format!("'{word}' is neither a word nor a mark")),
                    }
                }
            }
        };
        rows.extend(optional.then(Vec::new));
        Ok(rows)
    }
}

/// All patterns as one tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct PatternTree {
    nodes: Vec<Node>,
    /// Whether a pattern begins with this word, by word.
    begins: Vec<bool>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    /// Sorted.
    edges: Vec<(Element, u32)>,
    /// Rules whose pattern ends here, by position.
    rules: Vec<u16>,
}

impl Node {
    /// The edges that ask for a word.
    fn words(&self, word: WordId) -> &[(Element, u32)] {
        let id_of = |element: &Element| match element {
            Element::Word { id, .. } => *id,
            _ => WordId::MAX,
        };
        if word == UNKNOWN {
            return &[];
        }
        let first = self.edges.partition_point(|(element, _)| id_of(element) < word);
        let end = self.edges.partition_point(|(element, _)| id_of(element) <= word);
        &self.edges[first..end]
    }

    /// The edges that ask for something else than a word.
    fn others(&self) -> &[(Element, u32)] {
        let first = self.edges.partition_point(|(element, _)| matches!(element, Element::Word { .. }));
        &self.edges[first..]
    }
}

/// A rule's pattern found in a row of atoms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) rule: u16,
    /// First atom of the words that are reported.
    pub(crate) start: usize,
    /// One past the last atom of the words that are reported.
    pub(crate) end: usize,
    /// One past the last atom that was looked at.
    pub(crate) looked_to: usize,
    pub(crate) fields: Fields,
}

impl PatternTree {
    /// Adds a pattern for a rule.
    pub(crate) fn add(
        &mut self,
        vocabulary: &mut Vocabulary,
        classes: &Classes,
        reader: &PatternReader,
        text: &str,
        rule: u16,
    ) -> Result<(), PatternError> {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        for row in reader.rows(vocabulary, classes, text)? {
            let mut node = 0;
            for element in row {
                node = self.child(node, element);
            }
            if node == 0 {
                return Err(format!("'{text}' matches nothing"));
            }
            let rules = &mut self.nodes[node as usize].rules;
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        Ok(())
    }

    fn child(&mut self, node: u32, element: Element) -> u32 {
        let made = self.nodes.len() as u32;
        let edges = &mut self.nodes[node as usize].edges;
        match edges.binary_search_by_key(&element, |(known, _)| *known) {
            Ok(idx) => edges[idx].1,
            Err(idx) => {
                edges.insert(idx, (element, made));
                self.nodes.push(Node::default());
                made
            }
        }
    }

    /// Notes which words begin a pattern, so that all others are passed over at once.
    pub(crate) fn finish(&mut self, vocabulary: &Vocabulary, classes: &Classes) {
        self.begins = (0..vocabulary.len()).map(|word| classes.begins(word as WordId)).collect();
        self.note_beginnings(0);
        if let Some(unknown) = self.begins.first_mut() {
            *unknown = false;
        }
    }

    fn note_beginnings(&mut self, node: u32) {
        let Some(node) = self.nodes.get(node as usize) else { return };
        for (element, child) in node.edges.clone() {
            match element {
                Element::Word { id, .. } => self.begins[usize::from(id)] = true,
                Element::Open | Element::Close => self.note_beginnings(child),
                Element::Mark { .. } | Element::Number(_) | Element::Class(_) => {}
            }
        }
    }

    /// Whether a match can begin at this atom.
    pub(crate) fn may_begin(&self, atom: &Atom) -> bool {
        match atom.kind {
            crate::atoms::AtomKind::Word { id, .. } => {
                self.begins.get(usize::from(id)).copied().unwrap_or(false)
            }
            crate::atoms::AtomKind::Digits { .. } => true,
            crate::atoms::AtomKind::Mark(mark) => matches!(mark, '\'' | '-' | '/' | '&' | ','),
        }
    }

    /// All matches that begin at an atom.
    pub(crate) fn matches(&self, classes: &Classes, place: &Place<'_>, at: usize, found: &mut Vec<Match>) {
        if !self.nodes.is_empty() {
            let walk = Walk { tree: self, classes, place, found };
            let begun =
                Match { rule: 0, start: at, end: usize::MAX, looked_to: at, fields: Fields::default() };
            { walk }.step(0, begun);
        }
    }
}

struct Walk<'a> {
    tree: &'a PatternTree,
    classes: &'a Classes,
    place: &'a Place<'a>,
    found: &'a mut Vec<Match>,
}

impl Walk<'_> {
    fn step(&mut self, node: u32, so_far: Match) {
        let node = &self.tree.nodes[node as usize];
        for rule in &node.rules {
            let end = so_far.end.min(so_far.looked_to);
            if end > so_far.start {
                self.found.push(Match { rule: *rule, end, ..so_far });
            }
        }
        let Some(atom) = self.place.atoms.get(so_far.looked_to) else {
            return self.close_at_end(node, so_far);
        };
        let word = atom.word();
        let next = Match { looked_to: so_far.looked_to + 1, ..so_far };
        for (element, child) in node.words(word) {
            if !matches!(element, Element::Word { glued: true, .. }) || !atom.spaced {
                self.step(*child, next);
            }
        }
        for (element, child) in node.others() {
            match element {
                Element::Mark { mark, glued } if atom.is_mark(*mark) && !(*glued && atom.spaced) => {
                    self.step(*child, next);
                }
                Element::Mark { .. } | Element::Word { .. } => {}
                Element::Number(number) => {
                    if atom.digits().is_some_and(|(value, _)| value == *number) {
                        self.step(*child, next);
                    }
                }
                Element::Class(class) => {
                    if self.classes.may_read(*class, atom) {
                        self.read_class(*class, *child, so_far);
                    }
                }
                Element::Open => self.step(*child, Match { start: so_far.looked_to, ..so_far }),
                Element::Close => self.step(*child, Match { end: so_far.looked_to, ..so_far }),
            }
        }
    }

    /// A closing brace needs no atom behind it.
    fn close_at_end(&mut self, node: &Node, so_far: Match) {
        for (element, child) in &node.edges {
            if *element == Element::Close {
                self.step(*child, Match { end: so_far.looked_to, ..so_far });
            }
        }
    }

    fn read_class(&mut self, class: ClassId, child: u32, so_far: Match) {
        let mut readings: Vec<Reading> = Vec::new();
        self.classes.read(class, self.place, so_far.looked_to, &mut readings);
        for reading in readings {
            let mut fields = so_far.fields;
            fields.fill(self.classes.field(class), reading.value);
            self.step(child, Match { looked_to: reading.end, fields, ..so_far });
        }
    }
}
