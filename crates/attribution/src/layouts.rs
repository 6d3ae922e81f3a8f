//! Attributions that the layout of a paragraph makes, without a word that says so: a quotation signed by a dash and a
//! name, and the turns of a printed conversation ("MAYOR: We knew nothing").

use crate::linker::Linked;
use std::collections::BTreeMap;
use whosaid_language::{Annotated, Paragraph, TokenRange};

/// Most words of a name that signs a quotation, with what follows it ("Ann Pike, 34, a teacher").
const LONGEST_SIGNATURE: usize = 10;
/// Most words of the name before a turn.
const LONGEST_NAME: usize = 4;
/// Fewest words of a turn.
const SHORTEST_TURN: usize = 3;
/// Turns from which an article is a conversation: names in capitals, and names as they are written elsewhere.
const FEWEST_TURNS: [usize; 2] = [2, 4];
/// The share of attributions of these layouts that are right.
const CONFIDENCE: f32 = 0.9;

/// The attributions of paragraphs with such a layout, by the first token of their paragraph.
pub(crate) fn find(annotated: &Annotated) -> BTreeMap<u32, Linked> {
    let read = || annotated.paragraphs.iter().filter(|paragraph| paragraph.section.is_read());
    let signed = read().filter_map(|paragraph| Some((paragraph.tokens.start, signed(annotated, paragraph)?)));
    let mut found: BTreeMap<u32, Linked> = signed.collect();
    for in_capitals in [true, false] {
        let turns: Vec<(u32, Linked)> = read()
            .filter_map(|paragraph| Some((paragraph.tokens.start, turn(annotated, paragraph, in_capitals)?)))
            .collect();
        if is_conversation(annotated, &turns, in_capitals) {
            for (start, turn) in turns {
                found.entry(start).or_insert(turn);
            }
        }
    }
    found
}

/// A quotation that fills a paragraph up to a dash and the name after it.
fn signed(annotated: &Annotated, paragraph: &Paragraph) -> Option<Linked> {
    let start = paragraph.tokens.start;
    let at = annotated.quotations.partition_point(|quotation| quotation.tokens.start < start);
    let quotation = annotated.quotations.get(at).filter(|one| one.tokens.start == start && one.closed)?;
    let dash = quotation.tokens.end;
    let end = paragraph.tokens.end - u32::from(last_is(annotated, paragraph.tokens, "."));
    let name = TokenRange { start: (dash + 1).min(end), end };
    let signs = dash < end
        && matches!(annotated.word(dash as usize), "—" | "–" | "―" | "--" | "-" | "~")
        && (1..=LONGEST_SIGNATURE).contains(&name.len())
        && is_capitalized(annotated.word(name.start as usize));
    signs.then(|| Linked {
        source: vec![name],
        cue: vec![TokenRange { start: dash, end: dash + 1 }],
        content: vec![quotation.tokens],
        confidence: CONFIDENCE,
    })
}

/// A paragraph that begins with a name and a colon, perhaps after an opening mark.
fn turn(annotated: &Annotated, paragraph: &Paragraph, in_capitals: bool) -> Option<Linked> {
    let is_mark = |token: u32| matches!(annotated.word(token as usize), "\"" | "“" | "”" | "'" | "‘" | "’");
    let TokenRange { start, end } = paragraph.tokens;
    let first = start + u32::from(is_mark(start));
    let colon = (first..end.min(first + LONGEST_NAME as u32 + 1))
        .find(|&token| annotated.word(token as usize) == ":")
        .filter(|&colon| colon > first)?;
    let name = TokenRange { start: first, end: colon };
    let is_name = |word: &str| match in_capitals {
        true => is_in_capitals(word),
        false => is_capitalized(word) || word == ".",
    };
    let end = end - u32::from(end > colon + 1 && is_mark(end - 1));
    let content = TokenRange { start: colon + 1, end };
    let is_turn = name.range().all(|token_idx| is_name(annotated.word(token_idx)))
        && content.len() >= SHORTEST_TURN
        && !is_mark(colon + 1);
    is_turn.then(|| Linked {
        source: vec![name],
        cue: vec![TokenRange { start: colon, end: colon + 1 }],
        content: vec![content],
        confidence: CONFIDENCE,
    })
}

/// Whether there are turns enough, and somebody has more than one of them.
fn is_conversation(annotated: &Annotated, turns: &[(u32, Linked)], in_capitals: bool) -> bool {
    let mut n_turns: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, turn) in turns {
        *n_turns.entry(annotated.words(turn.source[0])).or_default() += 1;
    }
    let several = n_turns.values().filter(|&&n| n > 1).count();
    turns.len() >= FEWEST_TURNS[usize::from(!in_capitals)]
        && n_turns.len() > 1
        && several * 2 >= n_turns.len()
}

fn last_is(annotated: &Annotated, tokens: TokenRange, word: &str) -> bool {
    !tokens.is_empty() && annotated.word(tokens.end as usize - 1) == word
}

fn is_capitalized(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_in_capitals(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    word == "." || (letters().count() > 0 && letters().all(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::annotated;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let annotated = annotated(text);
        let words = |pieces: &[TokenRange]| annotated.words(pieces[0]).to_owned();
        let found: Vec<(String, String)> =
            find(&annotated).values().map(|one| (words(&one.source), words(&one.content))).collect();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(who, what)| (who.as_str(), what.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_dash_signs_a_quotation() {
        check(
            "Readers wrote to us.\n\n“The pier was never safe.” ― Ann Pike\n\n\"Nobody listened.\" — Tom Ellery, a ferryman.",
            &[("Ann Pike", "“The pier was never safe.”"), ("Tom Ellery, a ferryman", "\"Nobody listened.\"")],
        );
        check("Readers wrote.\n\n“The pier was safe” — until Monday it was.", &[]);
        check("Readers wrote.\n\nThe pier – Ann Pike’s pier – was safe.", &[]);
    }

    #[test]
    fn a_conversation_has_turns() {
        check(
            "They met on Monday.\n\nPIKE: Who knew about the bolts?\n\nMAYOR QUILL: Nobody knew of them.\n\nPIKE: I wrote \
             you three letters.\n\nMAYOR QUILL: I never saw one.",
            &[
                ("PIKE", "Who knew about the bolts?"),
                ("MAYOR QUILL", "Nobody knew of them."),
                ("PIKE", "I wrote you three letters."),
                ("MAYOR QUILL", "I never saw one."),
            ],
        );
        check("They met.\n\nUPDATE: The bridge is closed now.\n\nPHOTOS: The bridge at night.", &[]);
        check("They met.\n\nNote: The bridge is closed now.", &[]);
    }
}
