//! Two ages of one person: "Ann Pike, 34," here and "35-year-old Ann Pike" there.
//!
//! Only ages that stand beside a full name are read; whose age "the 34-year-old" is, is left open.

use super::{Found, Told};
use crate::ConflictKind;
use crate::words::ClaimWords;
use std::collections::{BTreeMap, BTreeSet};
use whosaid_language::{Annotated, EntityKind, Mention, MentionForm, TokenRange};
use whosaid_text::RuleId;

/// Ages that are read, in years.
const AGES: std::ops::RangeInclusive<u32> = 1..=110;
/// Words between an age and the name behind it: "34-year-old harbor pilot Ann Pike".
const BETWEEN: u32 = 3;
/// Days between two articles in which a birthday is unlikely.
const NO_BIRTHDAY: i32 = 21;
/// How sure it is that two ages of one name are of one person.
const SURE: f32 = 0.6;

/// An age, where a telling gives it.
#[derive(Clone, Copy)]
struct Aged {
    years: u32,
    at: usize,
}

/// Ages of one person that differ by more than the time between the articles: each one beside that which most articles
/// tell.
pub(super) fn ages(told: &Told) -> Vec<Found> {
    let mut found = Vec::new();
    for (name, ages) in ages_by_person(told).into_values() {
        let n_told = |years: u32| ages.iter().filter(|aged| aged.years == years).count();
        let Some(&most_told) = ages.iter().rev().max_by_key(|aged| n_told(aged.years)) else { continue };
        let mut seen = vec![most_told.years];
        for &other in &ages {
            if !seen.contains(&other.years) && differ(told, most_told, other) {
                seen.push(other.years);
                found.push(two_ages(&name, most_told, other));
            }
        }
    }
    found
}

fn two_ages(name: &str, one: Aged, other: Aged) -> Found {
    let (low, high) = (one.years.min(other.years), one.years.max(other.years));
    Found {
        kind: ConflictKind::Number,
        a: one.at,
        b: other.at,
        sure: SURE,
        about: format!("age of {name}: {low} or {high}"),
        rule: RuleId::new("conflict/age"),
    }
}

/// The first age that each article gives of each person, by time of the articles, with the name first used. Who has
/// another last name is another person, whatever else joined the two.
fn ages_by_person(told: &Told) -> BTreeMap<(u32, String), (String, Vec<Aged>)> {
    let mut starts: Vec<usize> = (0..told.pieces.len()).collect();
    starts.dedup_by_key(|at| told.pieces[*at].article);
    starts.sort_by_key(|&at| (told.moment(at), at));
    let mut by_person: BTreeMap<(u32, String), (String, Vec<Aged>)> = BTreeMap::new();
    for start in starts {
        let article = told.pieces[start].article;
        let annotated = &told.readings[article].annotated;
        let mut seen = BTreeSet::new();
        for mention in annotated.mentions.iter().filter(|mention| is_full_name(annotated, mention)) {
            let Some(&person) = told.names.get(&(article, mention.entity)) else { continue };
            let Some((years, token)) = age_beside(&told.rules.words_of_claims, annotated, mention.tokens)
            else {
                continue;
            };
            let mut own = (start..told.pieces.len()).take_while(|&at| told.pieces[at].article == article);
            let Some(at) = own.find(|&at| told.pieces[at].tokens.holds(token as usize)) else { continue };
            let name = annotated.words(mention.tokens);
            let person = (person, last_name(name));
            if seen.insert(person.clone()) {
                let first_named = || (name.to_owned(), Vec::new());
                by_person.entry(person).or_insert_with(first_named).1.push(Aged { years, at });
            }
        }
    }
    by_person
}

/// Whether a person is named by more than one word, abbreviations ("Mr.") left out.
fn is_full_name(annotated: &Annotated, mention: &Mention) -> bool {
    let words = mention.tokens.range().filter(|&at| !annotated.word(at).ends_with('.'));
    mention.kind == EntityKind::Person && mention.form == MentionForm::Name && words.count() > 1
}

/// The last part of a name: "jong" of "Kim Yo-jong" and of "Kim Yo Jong".
fn last_name(name: &str) -> String {
    name.rsplit([' ', '-']).next().unwrap_or(name).to_lowercase()
}

/// Whether no birthday lies between two ages, as far as the articles' dates tell.
fn differ(told: &Told, one: Aged, other: Aged) -> bool {
    let years = one.years.abs_diff(other.years);
    let Some(days) = told.days_between(one.at, other.at) else { return years > 1 };
    years > days.unsigned_abs() / 365 + u32::from(days > NO_BIRTHDAY)
}

/// The age beside a name and its token: "Ann Pike, 34,", "Ann Pike, aged 34", "Ann Pike, a 34-year-old", "34-year-old
/// Ann Pike".
fn age_beside(words: &ClaimWords, annotated: &Annotated, name: TokenRange) -> Option<(u32, u32)> {
    let years_old = |word: &str| age(words.years_old.strip_end(word)?);
    let ends = |word: &str| matches!(word, "," | "." | ";" | "and");
    let n = annotated.tokens.len() as u32;
    let word = |at: u32| if at < n { annotated.word(at as usize) } else { "" };
    let end = name.end;
    if word(end) == "," {
        if let Some(years) = age(word(end + 1)).filter(|_| ends(word(end + 2))) {
            return Some((years, end + 1));
        }
        if words.aged.holds(word(end + 1)) {
            return Some((age(word(end + 2))?, end + 2));
        }
        if let Some(years) = years_old(word(end + 2)).filter(|_| words.articles.holds(word(end + 1))) {
            return Some((years, end + 2));
        }
    }
    let before = name.start.saturating_sub(BETWEEN + 1)..name.start;
    let in_phrase = |at: &u32| word(*at).starts_with(char::is_alphanumeric);
    let mut before = before.rev().take_while(in_phrase);
    before.find_map(|at| Some((years_old(word(at))?, at)))
}

/// A bare number that can be an age.
fn age(word: &str) -> Option<u32> {
    let is_plain = !word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|years| is_plain && AGES.contains(years))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::reading;
    use whosaid_language::Lexicon;

    #[test]
    fn ages_beside_names_are_read() {
        let lexicon = Lexicon::english();
        let words = ClaimWords::read(include_str!("../../../../data/en/claims/words.txt"));
        let check = |sentence: &str, expected: Option<u32>| {
            let annotated = reading(&lexicon, "a.example", "", sentence).annotated;
            let mention = annotated.mentions.iter().find(|mention| is_full_name(&annotated, mention));
            let name = mention.unwrap_or_else(|| panic!("no name in {sentence}")).tokens;
            assert_eq!(age_beside(&words, &annotated, name).map(|(years, _)| years), expected, "{sentence}");
        };
        check("Ann Pike, 34, was found on Monday.", Some(34));
        check("Ann Pike, aged 34, was found on Monday.", Some(34));
        check("Ann Pike, a 34-year-old baker, was found on Monday.", Some(34));
        check("The 34-year-old baker Ann Pike was found on Monday.", Some(34));
        check("Police found 34-year-old Ann Pike on Monday.", Some(34));
        check("A 34-year-old was found, Ann Pike said on Monday.", None);
        check("Ann Pike, 34 miles away, was found on Monday.", None);
        check("Ann Pike, 1,200 of them said, was found on Monday.", None);
    }
}
