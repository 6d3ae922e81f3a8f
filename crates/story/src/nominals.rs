//! Descriptions without a name that an article uses: "the credit bureau", "her husband", "the 46-year-old".
//!
//! A description that stands beside a name is tied to it here; whom the others mean is decided over the whole story.

use crate::nouns::Nouns;
use crate::phrases::{extensions, in_parentheses, is, word};
use std::collections::BTreeMap;
use whosaid_language::{Annotated, EntityKind, MentionForm, Tag, TokenRange};

/// Most words of a description up to its noun.
const MOST_WORDS: u32 = 9;

/// A description outside quotation marks.
pub(crate) struct Nominal {
    /// Where it begins.
    pub start: u32,
    /// Where its noun ends.
    pub end: u32,
    /// Its forms: to its noun, and with what belongs to it.
    pub forms: Vec<String>,
    /// Its noun in lower case, with "her" where it is owned; an age alone is "".
    pub noun: String,
    /// The words before the noun, in lower case.
    pub modifiers: Vec<String>,
    pub kind: EntityKind,
    /// Names before its noun: "the Orlen frontman".
    pub owners: Vec<String>,
    /// First tokens of the names it stands beside.
    pub beside: Vec<u32>,
    /// "the", "her", or an age.
    pub is_definite: bool,
    /// Stands where a subject does.
    pub is_subject: bool,
}

impl Nominal {
    /// The noun with its modifiers, or with its owner: what is remembered of whom it describes.
    pub fn told(&self) -> String {
        if self.noun.contains(' ') {
            return self.noun.clone();
        }
        let words = self.modifiers.iter().chain([&self.noun]);
        words.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// Names of an article by where they begin and end.
struct Places {
    by_start: BTreeMap<u32, u32>,
    by_end: BTreeMap<u32, u32>,
}

/// The descriptions of an article. `known` tells the entity that a described someone unnamed would be.
pub(crate) fn find(nouns: &Nouns, annotated: &Annotated) -> Vec<Nominal> {
    let mut places = Places { by_start: BTreeMap::new(), by_end: BTreeMap::new() };
    for mention in annotated.mentions.iter().filter(|mention| mention.form == MentionForm::Name) {
        places.by_start.entry(mention.tokens.start).or_insert(mention.tokens.end);
        places.by_end.insert(mention.tokens.end, mention.tokens.start);
    }
    let mut found = Vec::new();
    let (mut quoted, mut next) = (0, 0);
    for sentence in &annotated.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            while annotated.quotations.get(next).is_some_and(|quotation| quotation.tokens.start <= at) {
                quoted = quoted.max(annotated.quotations[next].tokens.end);
                next += 1;
            }
            if at >= quoted && !places.by_start.contains_key(&at) {
                found.extend(nominals(nouns, annotated, sentence.tokens, at, &places));
            }
            at += 1;
        }
    }
    found
}

/// The descriptions that open at a token: one, or one more for each owner within it.
fn nominals(
    nouns: &Nouns,
    annotated: &Annotated,
    within: TokenRange,
    start: u32,
    places: &Places,
) -> Vec<Nominal> {
    let opening = word(annotated, start).to_lowercase();
    if !matches!(opening.as_str(), "the" | "her" | "his" | "its" | "their" | "a" | "an" | "one") {
        return Vec::new();
    }
    let heads = heads(nouns, annotated, within, start, places);
    heads.into_iter().map(|head| nominal(annotated, within, start, head, places)).collect()
}

fn nominal(
    annotated: &Annotated,
    within: TokenRange,
    start: u32,
    (end, noun, kind): (u32, String, EntityKind),
    places: &Places,
) -> Nominal {
    let opening = word(annotated, start).to_lowercase();
    let is_definite = !matches!(opening.as_str(), "a" | "an" | "one");
    let mut owners = Vec::new();
    for at in start + 1..end {
        if let Some(&name_end) = places.by_start.get(&at).filter(|name| **name < end) {
            owners.push(annotated.words(TokenRange { start: at, end: name_end }).to_lowercase());
        }
    }
    let mut ends = vec![end];
    ends.extend(extensions(annotated, within, end));
    ends.extend(in_parentheses(annotated, within, end));
    let mut beside = Vec::new();
    let closes = |at: u32| matches!(word(annotated, at), "," | "." | ";" | ")" | "–" | "—" | ":" | "");
    for &to in &ends {
        if word(annotated, to) == "," {
            let after = places.by_start.get(&(to + 1)).filter(|&&name_end| closes(name_end));
            beside.extend(after.map(|_| to + 1));
        }
        let called = (to..within.end.min(to + 4)).find(|&at| {
            matches!(word(annotated, at), "called" | "named" | "dubbed")
                || word(annotated, at) == "known" && word(annotated, at + 1) == "as"
        });
        if let Some(at) =
            called.filter(|&at| (to..at).all(|at| matches!(word(annotated, at), "also" | "," | "is")))
        {
            let name = if word(annotated, at) == "known" { at + 2 } else { at + 1 };
            beside.extend(places.by_start.get(&name).map(|_| name));
        }
    }
    let last = *ends.last().unwrap_or(&end);
    let before = start.checked_sub(1).filter(|&before| before > within.start);
    if let Some(before) = before {
        let is_linked = match word(annotated, before) {
            "," => {
                ends.iter().any(|&to| closes(to))
                    || matches!(word(annotated, end), "also" | "known" | "called")
            }
            "is" | "was" | "became" | "remains" => true,
            _ => false,
        };
        let name = places.by_end.get(&before);
        beside.extend(name.filter(|_| is_linked).copied());
    }
    beside.dedup();
    let owned = is(annotated, start, &[Tag::PRPS]);
    let forms = ends.iter().map(|&end| annotated.words(TokenRange { start, end }).to_owned()).collect();
    let is_subject = start <= within.start + 1
        || is(annotated, last, &[Tag::VBD, Tag::VBZ])
        || is(annotated, end, &[Tag::VBD, Tag::VBZ, Tag::RB]);
    let noun = if owned { format!("{opening} {noun}") } else { noun };
    let modifiers = (start + 1..end.saturating_sub(1)).map(|at| word(annotated, at).to_lowercase()).collect();
    Nominal { start, end, forms, noun, modifiers, kind, owners, beside, is_definite, is_subject }
}

/// The ends of a description, its nouns and their kinds: "the minister's brother" and "the minister".
fn heads(
    nouns: &Nouns,
    annotated: &Annotated,
    within: TokenRange,
    start: u32,
    places: &Places,
) -> Vec<(u32, String, EntityKind)> {
    let parts = [
        Tag::NN,
        Tag::NNS,
        Tag::NNP,
        Tag::NNPS,
        Tag::JJ,
        Tag::JJR,
        Tag::JJS,
        Tag::CD,
        Tag::VBN,
        Tag::VBG,
        Tag::HYPH,
        Tag::POS,
    ];
    let mut end = start + 1;
    while end < within.end
        && end - start <= MOST_WORDS
        && (is(annotated, end, &parts) || word(annotated, end) == "-")
    {
        end += 1;
    }
    let has_age = (start + 1..end).any(|at| {
        let word = word(annotated, at);
        word.ends_with("-year-old") || word == "old" || word.ends_with("-old")
    });
    let (mut found, mut to) = (Vec::new(), end);
    while to > start + 1 {
        let noun = word(annotated, to - 1).to_lowercase();
        let in_name = places.by_start.range(..to).next_back().is_some_and(|(_, name)| *name >= to);
        let kind = nouns.kind(&noun).filter(|kind| *kind != EntityKind::Place && !in_name);
        found.extend(kind.map(|kind| (to, noun, kind)));
        match (start + 1..to - 1).rev().find(|&at| is(annotated, at, &[Tag::POS])) {
            Some(at) => to = at,
            None => break,
        }
    }
    if found.is_empty() && has_age && end > start + 1 {
        found.push((end, String::new(), EntityKind::Person));
    }
    found
}

/// Bodies and outlets are of one sort.
pub(crate) fn same_sort(a: EntityKind, b: EntityKind) -> bool {
    let plain = |kind| if kind == EntityKind::Outlet { EntityKind::Organization } else { kind };
    plain(a) == plain(b)
}
