//! What the words in and beside a name tell of its kind: "the retailer Tovex", "Captain Rochester", "Pike, 45,".
//!
//! The words are those of `data/en/names/evidence.txt`, whose examples are tests. Places that the words of a list
//! name are left to the model.

use crate::gazetteer::{Facts, lines, phrase_key};
use crate::keys::KeyMap;
use crate::{Annotated, EntityKind, Lexicon, TokenRange};
use whosaid_linear::{hash, mix};

const EVIDENCE: &str = include_str!("../../../../data/en/names/evidence.txt");
/// Points for what is written beside a name in so many words.
const PLAIN: i8 = 4;

/// Points for person, organization, place, outlet.
pub(crate) type Points = [i32; 4];

/// Which word of a name, or beside it, tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
enum Where {
    Before = 1,
    After,
    Owned,
    First,
    Last,
}

/// The list of telling words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// By place and words.
    points: KeyMap<[i8; 4]>,
}

impl Evidence {
    /// The list that is built in.
    pub fn english() -> Self {
        let mut evidence = Evidence::default();
        for line in lines(EVIDENCE).filter(|line| !line.starts_with("yes ")) {
            evidence.add(line);
        }
        evidence
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let (head, words) = line.split_once(':')?;
        let [place, kind, points] = head.split(' ').collect::<Vec<_>>()[..] else { return None };
        let place = match place {
            "before" => Where::Before,
            "after" => Where::After,
            "owned" => Where::Owned,
            "first" => Where::First,
            _ => Where::Last,
        };
        let points: i8 = points.parse().ok()?;
        for words in words.split_whitespace() {
            let at = &mut self.points.entry(key(place, words.split('_').map(hash)))[index(named(kind)?)];
            *at = points.max(*at);
        }
        Some(())
    }

    /// What stands in and beside a name.
    pub fn of(&self, lexicon: &Lexicon, annotated: &Annotated, name: TokenRange) -> Points {
        let mut points = self.before(annotated, name);
        let sentence = annotated.sentences[annotated.sentence_of(name.start as usize)].tokens;
        let beside = Beside { annotated, sentence };
        self.add_words(&beside, name, &mut points);
        add_shape(lexicon, annotated, name, &mut points);
        add_apposition(lexicon, &beside, name, &mut points);
        points
    }

    /// What stands right before a name.
    pub fn before(&self, annotated: &Annotated, name: TokenRange) -> Points {
        let sentence = annotated.sentences[annotated.sentence_of(name.start as usize)].tokens;
        let beside = Beside { annotated, sentence };
        let start = i64::from(name.start);
        let back = i64::from(matches!(beside.word(start - 1), "the" | "The"));
        let lower = |at: i64| hash(&beside.word(at).to_lowercase());
        let before = start - 1 - back;
        let two = self.points.find(key(Where::Before, [lower(before - 1), lower(before)].into_iter()));
        let known = two.unwrap_or_else(|| {
            if back == 0 { self.points.get(key(Where::Before, [lower(before)].into_iter())) } else { [0; 4] }
        });
        known.map(i32::from)
    }

    fn add_words(&self, beside: &Beside, name: TokenRange, points: &mut Points) {
        let (start, end) = (i64::from(name.start), i64::from(name.end));
        let lower = |at: i64| hash(&beside.word(at).to_lowercase());
        let mut add = |place: Where, words: &[u32]| {
            let known = self.points.get(key(place, words.iter().copied()));
            (0..4).for_each(|kind| points[kind] += i32::from(known[kind]));
            known != [0; 4]
        };
        add(Where::Last, &[lower(end - 1)]);
        if !add(Where::First, &[lower(start), lower(start + 1)]) && name.len() > 1 {
            add(Where::First, &[lower(start)]);
        }
        if matches!(beside.word(end), "'s" | "’s" | "'" | "’") {
            add(Where::Owned, &[lower(end + 1)]);
        } else {
            add(Where::After, &[lower(end)]);
        }
    }
}

/// The words of a sentence by token; empty outside.
struct Beside<'a> {
    annotated: &'a Annotated,
    sentence: TokenRange,
}

impl<'a> Beside<'a> {
    fn word(&self, token_idx: i64) -> &'a str {
        match usize::try_from(token_idx) {
            Ok(idx) if self.sentence.holds(idx) => self.annotated.word(idx),
            _ => "",
        }
    }
}

fn key(place: Where, words: impl Iterator<Item = u32>) -> u32 {
    words.fold(place as u32, mix)
}

fn named(kind: &str) -> Option<EntityKind> {
    use EntityKind::{Organization, Outlet, Person, Place};
    [Person, Organization, Place, Outlet].into_iter().find(|known| known.name() == kind)
}

/// Place of a kind among the points.
pub(crate) fn index(kind: EntityKind) -> usize {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Organization => 1,
        EntityKind::Place => 2,
        EntityKind::Outlet => 3,
    }
}

/// What the name itself tells: known bodies, first names, domains.
fn add_shape(lexicon: &Lexicon, annotated: &Annotated, name: TokenRange, points: &mut Points) {
    let words = name.range().map(|idx| hash(annotated.word(idx)));
    let whole = lexicon.facts(phrase_key(words));
    let first = lexicon.facts(hash(annotated.word(name.start as usize)));
    let last = annotated.word(name.end as usize - 1);
    if whole.has(Facts::KNOWN_BODY) && !whole.has(Facts::SURNAME) && !whole.is_first_name() {
        points[1] += i32::from(PLAIN);
    }
    if name.len() > 1 && first.is_first_name() && lexicon.facts(hash(last)).has(Facts::SURNAME) {
        points[0] += 3;
    }
    if let Some((host, ending)) = last.rsplit_once('.')
        && host.len() > 1
        && matches!(ending, "com" | "org" | "net" | "br" | "hu" | "uk" | "de" | "fr" | "it" | "ru" | "pl")
    {
        points[3] += 3;
    }
}

/// "Pike, 45," "Torvex, which", "Ann Pike, a teacher,", "Torvex, the Danish retailer,".
fn add_apposition(lexicon: &Lexicon, beside: &Beside, name: TokenRange, points: &mut Points) {
    let end = i64::from(name.end);
    if beside.word(end) != "," && beside.word(end) != "(" {
        points[0] += if beside.word(end) == "who" { 2 } else { 0 };
        return;
    }
    let next = beside.word(end + 1);
    let closes = matches!(beside.word(end + 2), "," | "." | ")");
    match next {
        "who" | "whose" => points[0] += 2,
        "which" => (1..4).for_each(|kind| points[kind] += i32::from(kind == 1) * 2),
        _ if closes && next.len() == 2 && next.bytes().all(|byte| byte.is_ascii_digit()) => points[0] += 4,
        "a" | "an" | "the" => {
            let stop =
                |word: &str| matches!(word, "," | "." | "" | "of" | "for" | "in" | "at" | "who" | "that");
            let head = (end + 2..end + 8).find(|&at| stop(beside.word(at))).map(|at| beside.word(at - 1));
            let role = head.and_then(|head| lexicon.roles().get(hash(&head.to_lowercase())));
            // "hit the pier at Port Ellis, a witness said": who follows a place where something happened says so.
            let stands_at = matches!(beside.word(i64::from(name.start) - 1), "at" | "in" | "near" | "off");
            let told = role.filter(|role| !(role.is_plural || stands_at && role.kind == EntityKind::Person));
            if let Some(role) = told {
                points[index(role.kind)] += 3;
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read;

    /// The examples of the list: what the entity over the name in braces is.
    #[test]
    fn names_are_what_the_words_beside_them_tell() {
        for line in lines(EVIDENCE).filter_map(|line| line.strip_prefix("yes ")) {
            let (kind, marked) = line.split_once(": ").expect("an example has a kind");
            let text = marked.replace(['{', '}'], "");
            let start = marked.find('{').expect("an example has a name");
            let annotated = read(&text);
            let holds = |mention: &&crate::Mention| {
                mention.span.start() as usize <= start && start < mention.span.end() as usize
            };
            let found = annotated.mentions.iter().find(holds);
            assert_eq!(found.map(|mention| mention.kind.name()), Some(kind), "{marked}");
        }
    }

    #[test]
    fn every_line_of_the_list_is_understood() {
        for line in lines(EVIDENCE).filter(|line| !line.starts_with("yes ")) {
            let known = ["before ", "after ", "owned ", "first ", "last "]
                .iter()
                .any(|place| line.starts_with(place));
            assert!(known && Evidence::default().add(line).is_some(), "{line}");
        }
    }
}
