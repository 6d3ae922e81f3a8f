//! Whom a description describes: by apposition, by owner, by a role told before, or by a title.
//!
//! "Hugh Hill, a doctor, left. The doctor smiled." One candidate is taken, the nearest of several only where it was
//! mentioned just before; otherwise a description is somebody of its own, for unknown stays unknown.

use crate::descriptions::{Description, Opening};
use crate::entities::{Draft, Found};
use crate::gazetteer::lines;
use crate::{Annotated, EntityKind, Lexicon, MentionForm};
use std::collections::HashMap;
use whosaid_linear::hash;

const HOLDERS: &str = include_str!("../../../data/en/titles/holders.txt");
/// Candidates of one role that are looked at, the latest first.
const MOST_CANDIDATES: usize = 8;
/// A nearer candidate wins over another only this many tokens back.
const NEAR_TOKENS: u32 = 150;

/// What an article has told of its persons and bodies so far, and where all its names stand.
pub(crate) struct Described {
    /// Drafts by the role told of them, in order of telling.
    by_role: HashMap<u32, Vec<usize>>,
    by_owner: HashMap<(usize, u32), usize>,
    /// Standing titles: "duke" and "Sussex".
    by_seat: HashMap<(u32, u32), usize>,
    name_starts: HashMap<u32, (u32, usize)>,
    /// Persons by the words of their names.
    by_word: HashMap<u32, usize>,
    /// The name mentioned last: its end and draft.
    last_name: Option<(u32, usize)>,
    /// Where each draft was mentioned last.
    last_seen: HashMap<usize, u32>,
    /// The body that the article names far more often than any other.
    main_body: Option<usize>,
}

impl Described {
    /// Looks ahead at all names.
    pub fn new(annotated: &Annotated, found: &[Found]) -> Self {
        let mut described = Described {
            by_role: HashMap::new(),
            by_owner: HashMap::new(),
            by_seat: HashMap::new(),
            name_starts: HashMap::new(),
            by_word: HashMap::new(),
            last_name: None,
            last_seen: HashMap::new(),
            main_body: main_body(found),
        };
        for mention in found.iter().filter(|mention| mention.form == MentionForm::Name) {
            let Some(draft) = mention.draft else { continue };
            described.name_starts.entry(mention.tokens.start).or_insert((mention.tokens.end, draft));
            if mention.kind == EntityKind::Person {
                for token_idx in mention.tokens.range() {
                    let word = hash(&annotated.word(token_idx).to_lowercase());
                    described.by_word.entry(word).or_insert(draft);
                }
            }
        }
        described
    }

    /// Learns what a mention tells: the titles before a name, the words of a body's name.
    pub fn note(&mut self, lexicon: &Lexicon, annotated: &Annotated, mention: &Found, draft: usize) {
        self.last_seen.insert(draft, mention.tokens.end);
        if mention.form != MentionForm::Name {
            return;
        }
        self.last_name = Some((mention.tokens.end, draft));
        for token_idx in mention.tokens.range().take(8) {
            let word = hash(&annotated.word(token_idx).to_lowercase());
            let fits = lexicon.roles().get(word).is_some_and(|role| same_sort(role.kind, mention.kind));
            if fits {
                self.learn(draft, word);
            }
        }
    }

    /// The draft a description belongs to; a new one where it is nobody known. `None`: nothing worth a mention.
    pub fn resolve(
        &mut self,
        lexicon: &Lexicon,
        annotated: &Annotated,
        description: &Description,
        drafts: &mut Vec<Draft>,
        owner: Option<usize>,
    ) -> Option<usize> {
        let known = self
            .seat(annotated, description, drafts)
            .or_else(|| self.in_apposition(lexicon, annotated, description, drafts))
            .or_else(|| self.known(lexicon, description, drafts, owner));
        if known.is_none() && description.role.kind == EntityKind::Place {
            return None;
        }
        let draft = known.unwrap_or_else(|| {
            let (kind, gender) = (description.role.kind, description.role.gender);
            let is_plural = description.role.is_plural;
            drafts.push(Draft { kind, gender, name: None, n_mentions: 0, is_plural, is_named: false });
            drafts.len() - 1
        });
        drafts[draft].gender = drafts[draft].gender.or(description.role.gender);
        self.learn(draft, description.head);
        if let Some(owner) = owner {
            self.by_owner.insert((owner, description.head), draft);
        }
        Some(draft)
    }

    fn learn(&mut self, draft: usize, role: u32) {
        let drafts = self.by_role.entry(role).or_default();
        if let Some(at) = drafts.iter().rev().take(MOST_CANDIDATES).position(|&known| known == draft) {
            let at = drafts.len() - 1 - at;
            drafts.remove(at);
        }
        drafts.push(draft);
    }

    /// "the Duke of Sussex": whoever holds the title, if the article names them.
    fn seat(
        &mut self,
        annotated: &Annotated,
        description: &Description,
        drafts: &mut Vec<Draft>,
    ) -> Option<usize> {
        let of = description.tokens.end as usize;
        let is_title = annotated.word(of - 1).chars().next().is_some_and(char::is_uppercase);
        if !is_title || annotated.tokens.len() <= of + 1 || annotated.word(of) != "of" {
            return None;
        }
        let seat = annotated.word(of + 1);
        let title = format!("{} of {seat}", annotated.word(of - 1));
        let key = (description.head, hash(&seat.to_lowercase()));
        if let Some(&draft) = self.by_seat.get(&key) {
            return Some(draft);
        }
        if !lines(HOLDERS).any(|line| line.split('|').next() == Some(title.as_str())) {
            return None;
        }
        let day = annotated.article.published.value.map(|moment| moment.to_string());
        let holder =
            holders(&title, day.as_deref()).find_map(|name| self.by_word.get(&hash(&name.to_lowercase())));
        let draft = holder.copied().unwrap_or_else(|| {
            let gender = description.role.gender;
            drafts.push(Draft {
                kind: EntityKind::Person,
                gender,
                name: None,
                n_mentions: 0,
                is_plural: false,
                is_named: true,
            });
            drafts.len() - 1
        });
        self.by_seat.insert(key, draft);
        Some(draft)
    }

    /// Whether a description was resolved as a standing title.
    pub fn is_seat(&self, annotated: &Annotated, description: &Description) -> bool {
        let of = description.tokens.end as usize;
        let is_title = annotated.word(of - 1).chars().next().is_some_and(char::is_uppercase);
        is_title && annotated.tokens.len() > of + 1 && annotated.word(of) == "of" && {
            let seat = hash(&annotated.word(of + 1).to_lowercase());
            self.by_seat.contains_key(&(description.head, seat))
        }
    }

    /// "Hugh Hill, a doctor,", "the minister, Ann Lee,", "her husband John", "Hill was a doctor".
    fn in_apposition(
        &self,
        lexicon: &Lexicon,
        annotated: &Annotated,
        description: &Description,
        drafts: &[Draft],
    ) -> Option<usize> {
        let word = |token_idx: u32| {
            annotated.tokens.get(token_idx as usize).map_or("", |_| annotated.word(token_idx as usize))
        };
        let (start, end) = (description.tokens.start, description.tokens.end);
        let fits = |draft: &usize| {
            let draft = &drafts[*draft];
            same_sort(description.role.kind, draft.kind)
                && !description.role.is_plural
                && !matches!((description.role.gender, draft.gender), (Some(a), Some(b)) if a != b)
        };
        if let Some(&(_, draft)) = self.name_starts.get(&end).filter(|name| fits(&name.1)) {
            return Some(draft);
        }
        let closes = |mark: &str| matches!(mark, "," | "." | ";" | ")" | "–" | "—" | "");
        if word(end) == "," {
            let after = self.name_starts.get(&(end + 1)).filter(|name| fits(&name.1) && closes(word(name.0)));
            if let (Some(&(_, draft)), true) = (after, description.opening != Opening::Indefinite) {
                return Some(draft);
            }
        }
        let (name_end, draft) = self.last_name.filter(|name| fits(&name.1) && name.0 <= start)?;
        let between: Vec<&str> = (name_end..start).take(4).map(word).collect();
        let is_linked = match between[..] {
            [","] => {
                let told = self.by_role.get(&description.head);
                let is_of_another = told.is_some_and(|told| !told.contains(&draft));
                let stays = closes(word(end)) || lexicon.words.after_appositions.has(word(end));
                stays && !(is_of_another && description.opening == Opening::Definite)
            }
            ["is" | "was"] | [",", "who", "is" | "was"] | ["who", "is" | "was"] => true,
            _ => false,
        };
        is_linked.then_some(draft)
    }

    fn known(
        &self,
        lexicon: &Lexicon,
        description: &Description,
        drafts: &[Draft],
        owner: Option<usize>,
    ) -> Option<usize> {
        match description.opening {
            Opening::Indefinite => None,
            Opening::Owned(_) => self.by_owner.get(&(owner?, description.head)).copied(),
            Opening::Definite => {
                let same = self.candidate(description, drafts, &[description.head]);
                same.or_else(|| {
                    self.candidate(description, drafts, lexicon.roles().narrower(description.head))
                })
                .or_else(|| self.main_body(lexicon, description))
            }
        }
    }

    /// "The company", where the article is about one.
    fn main_body(&self, lexicon: &Lexicon, description: &Description) -> Option<usize> {
        let is_any = lexicon.words.any_body.get(description.head);
        self.main_body.filter(|draft| is_any && self.last_seen.contains_key(draft))
    }

    /// The only draft with one of these roles that agrees, or the nearest where the others are far.
    fn candidate(&self, description: &Description, drafts: &[Draft], roles: &[u32]) -> Option<usize> {
        let here = description.tokens.start;
        let mut fitting: Vec<(u32, usize)> = roles
            .iter()
            .filter_map(|role| self.by_role.get(role))
            .flat_map(|drafts| drafts.iter().rev().take(MOST_CANDIDATES))
            .filter(|&&draft| agrees(description, &drafts[draft]))
            .map(|&draft| (self.last_seen.get(&draft).copied().unwrap_or(0), draft))
            .collect();
        fitting.sort_unstable();
        fitting.dedup();
        match fitting[..] {
            [] => None,
            [(_, draft)] => Some(draft),
            [.., (second, _), (last, draft)] => {
                let is_near = here.saturating_sub(last) <= NEAR_TOKENS && last - second > NEAR_TOKENS / 5;
                is_near.then_some(draft)
            }
        }
    }
}

fn main_body(found: &[Found]) -> Option<usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for mention in found.iter().filter(|mention| mention.kind == EntityKind::Organization) {
        if let Some(draft) = mention.draft {
            *counts.entry(draft).or_default() += 1;
        }
    }
    let mut counts: Vec<(usize, usize)> = counts.into_iter().map(|(draft, count)| (count, draft)).collect();
    counts.sort_unstable();
    match counts[..] {
        [(most, draft)] if most >= 2 => Some(draft),
        [.., (second, _), (most, draft)] if most >= 3 && most >= 2 * second => Some(draft),
        _ => None,
    }
}

fn agrees(description: &Description, draft: &Draft) -> bool {
    let role = description.role;
    same_sort(role.kind, draft.kind)
        && role.is_plural == draft.is_plural
        && !matches!((role.gender, draft.gender), (Some(a), Some(b)) if a != b)
}

/// Bodies and outlets are of one sort.
fn same_sort(a: EntityKind, b: EntityKind) -> bool {
    let plain = |kind| if kind == EntityKind::Outlet { EntityKind::Organization } else { kind };
    plain(a) == plain(b)
}

/// The names of whoever holds a standing title on a day, or today where the day is not known.
fn holders<'a>(title: &'a str, day: Option<&'a str>) -> impl Iterator<Item = &'static str> + 'a {
    let day = day.unwrap_or("9999");
    lines(HOLDERS).filter_map(move |line| {
        let fields: Vec<&'static str> = line.split('|').collect();
        let [held, name, _, from, until] = fields[..] else { return None };
        let holds = from <= day && (until.is_empty() || day <= until);
        (held == title && holds).then_some(name)
    })
}
