//! What an article calls someone beside the bare name: "local police chief" before it, "the head doctor in the
//! provincial hospital" in apposition behind it, the article, what stands in parentheses, a longer stretch of name.

use crate::name_words::NameWords;
use crate::nominals::same_sort;
use crate::nouns::Nouns;
use whosaid_language::{Annotated, EntityKind, Mention, MentionForm, Tag, TokenRange};

/// Words of a role before a name, at most.
const MOST_BEFORE: u32 = 7;
/// Words behind a noun or of an apposition, at most.
const MOST_BEHIND: u32 = 14;
const FINITE: [Tag; 4] = [Tag::VBD, Tag::VBZ, Tag::VBP, Tag::MD];

/// Names and descriptions of one someone.
#[derive(Default)]
pub(crate) struct Phrases {
    pub words: Vec<String>,
    /// Nouns told of them, in lower case: "company".
    pub types: Vec<String>,
    /// Longer forms of the name itself.
    pub names: Vec<String>,
}

impl Phrases {
    fn add(&mut self, annotated: &Annotated, start: u32, end: u32) {
        if start < end {
            self.words.push(annotated.words(TokenRange { start, end }).to_owned());
        }
    }

    /// A phrase with and without its article.
    fn add_both(&mut self, annotated: &Annotated, start: u32, end: u32) {
        self.add(annotated, start, end);
        if is(annotated, start, &[Tag::DT]) {
            self.add(annotated, start + 1, end);
        }
    }
}

/// The phrases around one mention by name that name the same.
pub(crate) fn around(nouns: &Nouns, names: &NameWords, annotated: &Annotated, mention: &Mention) -> Phrases {
    let mut phrases = Phrases::default();
    let TokenRange { start, end } = mention.tokens;
    let sentence = annotated.sentences.get(annotated.sentence_of(start as usize));
    let Some(within) = sentence.map(|sentence| sentence.tokens) else { return phrases };
    let mut bare = start;
    while bare + 2 < end && (names.is_title(word(annotated, bare)) || is_role(nouns, annotated, bare)) {
        bare += 1;
    }
    let start = longer_name(nouns, names, annotated, mention, within, start);
    let mut ends = vec![end];
    ends.extend(of_body(annotated, mention, within, end));
    if let Some(&longest) = ends.last().filter(|&&longest| longest > end) {
        phrases.names.push(annotated.words(TokenRange { start, end: longest }).to_owned());
    }
    if start < mention.tokens.start {
        phrases.names.push(annotated.words(TokenRange { start, end }).to_owned());
    }
    let behind = *ends.last().unwrap_or(&end);
    if let Some(close) = in_parentheses(annotated, within, behind) {
        ends.push(close);
        if close == behind + 3 && is_short_form(annotated.word(behind as usize + 1)) {
            phrases.names.push(annotated.word(behind as usize + 1).to_owned());
        }
    }
    let mut starts = vec![start];
    if bare > mention.tokens.start {
        starts.push(bare);
    }
    let modifies = is(annotated, end, &[Tag::NN, Tag::NNS, Tag::NNP]);
    if start > within.start && word(annotated, start - 1).eq_ignore_ascii_case("the") && !modifies {
        starts.push(start - 1);
    }
    if mention.kind != EntityKind::Place
        && let Some(role) =
            role_before(nouns, annotated, within, start, mention, names.is_title(word(annotated, start)))
    {
        starts.push(role);
        if is(annotated, role, &[Tag::DT]) {
            starts.push(role + 1);
        }
        let has_title = names.is_title(word(annotated, start)) && bare > start;
        let until = match word(annotated, start - 1) {
            "," => start - 1,
            _ if has_title => bare,
            _ => start,
        };
        phrases.add_both(annotated, role, until);
        phrases.types.extend(type_of(nouns, annotated, role, until));
    }
    let told = apposition(nouns, annotated, within, behind).filter(|_| mention.kind != EntityKind::Place);
    if let Some((from, to)) = told {
        phrases.add_both(annotated, from, to);
        let stem = stem_end(annotated, from, to);
        phrases.add_both(annotated, from, stem);
        phrases.types.extend(type_of(nouns, annotated, from, stem));
        ends.push(to);
    }
    for &from in &starts {
        ends.iter().for_each(|&to| phrases.add(annotated, from, to));
    }
    if is_role(nouns, annotated, end) && nouns.is_of_members(&word(annotated, end).to_lowercase()) {
        phrases.types.push(word(annotated, end).to_lowercase());
    }
    phrases
}

/// Where a person's name begins that was found only in part: "Sayed Kamal Sadat", "do Rego Barros".
fn longer_name(
    nouns: &Nouns,
    names: &NameWords,
    annotated: &Annotated,
    mention: &Mention,
    within: TokenRange,
    start: u32,
) -> u32 {
    let mut from = start;
    while mention.kind == EntityKind::Person && from > within.start && start - from < 4 {
        let before = word(annotated, from - 1);
        let before_it =
            &annotated.mentions[..annotated.mentions.partition_point(|other| other.tokens.start < from)];
        let mut near = before_it.iter().rev().take(4);
        let is_named = near.any(|other| other.tokens.end == from && other.form == MentionForm::Name);
        let is_name = is(annotated, from - 1, &[Tag::NNP])
            && before.chars().next().is_some_and(char::is_uppercase)
            && before.chars().any(char::is_lowercase)
            && !is_role(nouns, annotated, from - 1);
        if is_named && !names.is_particle(word(annotated, from))
            || !(is_name || names.is_particle(before))
            || from - 1 == within.start
        {
            break;
        }
        from -= 1;
    }
    while from < start && !word(annotated, from).chars().next().is_some_and(char::is_uppercase) {
        from += 1;
    }
    from
}

/// "International Committee" goes on as "of the Red Cross".
fn of_body(annotated: &Annotated, mention: &Mention, within: TokenRange, end: u32) -> Option<u32> {
    if mention.kind == EntityKind::Person
        || !matches!(word(annotated, end), "of" | "for")
        || end + 2 >= within.end
    {
        return None;
    }
    let name = if word(annotated, end + 1) == "the" { end + 2 } else { end + 1 };
    let at = annotated.mentions.partition_point(|other| other.tokens.start < name);
    let other = annotated.mentions.get(at).filter(|other| other.tokens.start == name)?;
    let capital = word(annotated, name).chars().next().is_some_and(char::is_uppercase);
    (capital && other.kind == EntityKind::Organization).then_some(other.tokens.end)
}

/// The end of short parentheses that open at `open`.
pub(crate) fn in_parentheses(annotated: &Annotated, within: TokenRange, open: u32) -> Option<u32> {
    let told = word(annotated, open + 1);
    let is_name =
        told.starts_with(|c: char| c.is_uppercase() || c == '@') || word(annotated, open + 1) == "and";
    if open + 1 >= within.end || word(annotated, open) != "(" || !is_name {
        return None;
    }
    let mut depth = 0;
    for at in open..within.end.min(open + 12) {
        match word(annotated, at) {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// "ICRC", "@somebody".
fn is_short_form(word: &str) -> bool {
    word.starts_with('@') || word.len() >= 2 && word.chars().all(|c| c.is_uppercase() || c == '.')
}

/// Where a role before a name begins: nouns and adjectives, the last a common noun, perhaps after a comma or article;
/// before a title within the name also adjectives and owners: "Orlen's" "Vice President Ann Lee".
fn role_before(
    nouns: &Nouns,
    annotated: &Annotated,
    within: TokenRange,
    name: u32,
    mention: &Mention,
    has_title: bool,
) -> Option<u32> {
    let mut role = name;
    if role > within.start && word(annotated, role - 1) == "," {
        role -= 1;
    }
    let last = role.checked_sub(1).filter(|last| *last >= within.start)?;
    let has_title = role == name && has_title;
    let is_before_title = has_title && is(annotated, last, &[Tag::JJ, Tag::NNP, Tag::POS]);
    let kind = nouns.kind(&word(annotated, last).to_lowercase());
    if !is_before_title && !kind.is_some_and(|kind| same_sort(kind, mention.kind)) {
        return None;
    }
    let parts = [Tag::NN, Tag::NNS, Tag::NNP, Tag::NNPS, Tag::JJ, Tag::POS, Tag::HYPH];
    let mut start = last;
    while start > within.start && last - start < MOST_BEFORE {
        let is_and = word(annotated, start - 1) == "and"
            && start > within.start + 1
            && is_role(nouns, annotated, start - 2);
        if !is_and && !is(annotated, start - 1, &parts) {
            break;
        }
        start -= 1 + u32::from(is_and);
    }
    let article = start.checked_sub(1).map_or("", |before| word(annotated, before)).to_lowercase();
    let is_owner = start > 0 && is(annotated, start - 1, &[Tag::PRPS]);
    if start > within.start && (matches!(article.as_str(), "the" | "a" | "an") || is_owner) {
        start -= 1;
    }
    let bare_comma = role < name && !is(annotated, start, &[Tag::DT, Tag::PRPS]);
    (!bare_comma).then_some(start)
}

/// The noun phrase between commas behind a name.
fn apposition(nouns: &Nouns, annotated: &Annotated, within: TokenRange, end: u32) -> Option<(u32, u32)> {
    if end + 2 >= within.end || word(annotated, end) != "," {
        return None;
    }
    let start = end + 1;
    if !is(annotated, start, &[Tag::DT, Tag::NN, Tag::JJ]) && !is_role(nouns, annotated, start) {
        return None;
    }
    let mut depth = 0;
    let stop = (start..within.end.min(start + MOST_BEHIND)).find(|&at| {
        match word(annotated, at) {
            "(" => depth += 1,
            ")" if depth > 0 => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        matches!(word(annotated, at), "," | "." | ";" | ")")
            || is(annotated, at, &FINITE)
            || is(annotated, at, &[Tag::WP, Tag::WDT])
    })?;
    let has_noun =
        (start..stop).any(|at| is(annotated, at, &[Tag::NN, Tag::NNS]) || is_role(nouns, annotated, at));
    (has_noun && !is(annotated, stop, &FINITE)).then_some((start, stop))
}

/// Where the first noun phrase of an apposition ends: before "of", "hired by", "also called".
fn stem_end(annotated: &Annotated, start: u32, end: u32) -> u32 {
    let goes_on = [Tag::IN, Tag::VBN, Tag::VBG, Tag::TO, Tag::RB, Tag::CC];
    (start + 1..end)
        .find(|&at| is(annotated, at, &goes_on) && is(annotated, at - 1, &[Tag::NN, Tag::NNS, Tag::NNP]))
        .unwrap_or(end)
}

/// The last noun of a phrase, if it is one of persons or bodies; with "her" where it is owned.
fn type_of(nouns: &Nouns, annotated: &Annotated, start: u32, end: u32) -> Option<String> {
    let noun = word(annotated, end.checked_sub(1).filter(|last| *last >= start)?).to_lowercase();
    nouns.kind(&noun)?;
    if is(annotated, start, &[Tag::PRPS]) {
        return Some(format!("{} {noun}", word(annotated, start).to_lowercase()));
    }
    let from = start + u32::from(is(annotated, start, &[Tag::DT]));
    Some((from..end).map(|at| word(annotated, at).to_lowercase()).collect::<Vec<_>>().join(" "))
}

/// Ends of what follows a noun and belongs to it: "of the firm", "who spoke first", "hired by the bank".
pub(crate) fn extensions(annotated: &Annotated, within: TokenRange, end: u32) -> Vec<u32> {
    let mut ends = Vec::new();
    if end >= within.end {
        return ends;
    }
    let is_clause =
        matches!(word(annotated, end), "who" | "that" | "which") || is(annotated, end, &[Tag::PRP]);
    if !is_clause && !is(annotated, end, &[Tag::IN, Tag::VBN, Tag::CC]) {
        return ends;
    }
    let (mut n_finite, until) = (0, within.end.min(end + MOST_BEHIND));
    let mut at = end;
    while at < until {
        if matches!(word(annotated, at), "," | "." | ";" | ":" | "(" | ")" | "–" | "—" | "“" | "”" | "\"")
        {
            break;
        }
        if is(annotated, at, &FINITE) {
            n_finite += 1;
            if n_finite > usize::from(is_clause) {
                break;
            }
        }
        if at > end + 1 && is(annotated, at, &[Tag::IN]) && !is_clause {
            ends.push(at);
        }
        at += 1;
    }
    ends.extend((at > end + 1).then_some(at));
    ends
}

pub(crate) fn is(annotated: &Annotated, at: u32, tags: &[Tag]) -> bool {
    annotated.tags.get(at as usize).is_some_and(|tag| tags.contains(tag))
}

pub(crate) fn word(annotated: &Annotated, at: u32) -> &str {
    if (at as usize) < annotated.tokens.len() { annotated.word(at as usize) } else { "" }
}

fn is_role(nouns: &Nouns, annotated: &Annotated, at: u32) -> bool {
    nouns.kind(&word(annotated, at).to_lowercase()).is_some()
}
