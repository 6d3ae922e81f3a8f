//! What an article calls someone beside the name: "local police chief" before it, "the head doctor in the provincial
//! hospital" in apposition behind it, the article before it.

use whosaid_language::{Annotated, EntityKind, Mention, Tag, TokenRange};

/// Words of a role before a name, at most.
const MOST_BEFORE: u32 = 7;
/// Words of an apposition, at most.
const MOST_BEHIND: u32 = 14;

/// The phrases around one mention by name that name the same, as they stand in the text.
pub(crate) fn around<'a>(annotated: &'a Annotated, mention: &Mention) -> Vec<&'a str> {
    let mut phrases = Vec::new();
    let TokenRange { start, end } = mention.tokens;
    let words = |start: u32, end: u32| annotated.words(TokenRange { start, end });
    let sentence = annotated.sentences.get(annotated.sentence_of(start as usize));
    let Some(within) = sentence.map(|sentence| sentence.tokens) else { return phrases };
    if start > within.start && annotated.word(start as usize - 1).eq_ignore_ascii_case("the") {
        phrases.push(words(start - 1, end));
    }
    if mention.kind == EntityKind::Person
        && let Some(role) = role_before(annotated, within, start)
    {
        phrases.push(words(role, end));
        if is(annotated, role, &[Tag::DT]) {
            phrases.push(words(role + 1, end));
        }
        phrases.push(words(role, start));
    }
    if mention.kind != EntityKind::Place {
        phrases.extend(apposition(annotated, within, end).map(|(from, to)| words(from, to)));
    }
    phrases
}

/// Where a role before a name begins: nouns and adjectives, the last a common noun, perhaps after a comma or article.
fn role_before(annotated: &Annotated, within: TokenRange, name: u32) -> Option<u32> {
    let mut role = name;
    if role > within.start && annotated.word(role as usize - 1) == "," {
        role -= 1;
    }
    let last = role.checked_sub(1).filter(|last| *last >= within.start)?;
    if !is(annotated, last, &[Tag::NN, Tag::NNS]) {
        return None;
    }
    let parts = [Tag::NN, Tag::NNS, Tag::NNP, Tag::NNPS, Tag::JJ, Tag::POS, Tag::HYPH];
    let mut start = last;
    while start > within.start && last - start < MOST_BEFORE && is(annotated, start - 1, &parts) {
        start -= 1;
    }
    if start > within.start && is(annotated, start - 1, &[Tag::DT, Tag::PRPS]) {
        start -= 1;
    }
    let bare_comma = role < name && !is(annotated, start, &[Tag::DT]);
    (!bare_comma).then_some(start)
}

/// The noun phrase between commas behind a name.
fn apposition(annotated: &Annotated, within: TokenRange, end: u32) -> Option<(u32, u32)> {
    if end + 2 >= within.end || annotated.word(end as usize) != "," {
        return None;
    }
    let start = end + 1;
    if !is(annotated, start, &[Tag::DT, Tag::NN, Tag::JJ]) {
        return None;
    }
    let finite = [Tag::VBD, Tag::VBZ, Tag::VBP, Tag::MD, Tag::WP, Tag::WDT];
    let stop = (start..within.end.min(start + MOST_BEHIND)).find(|&at| {
        matches!(annotated.word(at as usize), "," | "." | ";" | ")") || is(annotated, at, &finite)
    })?;
    let has_noun = (start..stop).any(|at| is(annotated, at, &[Tag::NN, Tag::NNS]));
    (has_noun && !is(annotated, stop, &finite)).then_some((start, stop))
}

fn is(annotated: &Annotated, at: u32, tags: &[Tag]) -> bool {
    annotated.tags.get(at as usize).is_some_and(|tag| tags.contains(tag))
}
