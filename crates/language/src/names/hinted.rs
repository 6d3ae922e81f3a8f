//! Names that the model left out and the word before gives away: "the newspaper Vorlandet", "the retailer Torvex".

use super::surface::{Shape, Surface, usage};
use crate::gazetteer::Facts;
use crate::{Annotated, EntityKind, Lexicon, TokenRange};

/// Words of the longest name that is taken on a hint.
const LONGEST: u32 = 5;
/// Points from which a hint is enough.
const ENOUGH: i32 = 3;

/// Adds the names, which are in order of position and stay so.
pub(super) fn add(
    lexicon: &Lexicon,
    surface: &Surface,
    annotated: &Annotated,
    stretches: &[TokenRange],
    found: &mut Vec<(TokenRange, EntityKind)>,
) {
    let mut covered = found.iter().map(|name| name.0).peekable();
    let mut hinted = Vec::new();
    for stretch in stretches {
        while covered.next_if(|name| name.end <= stretch.start).is_some() {}
        let until = covered.peek().map_or(stretch.end, |name| name.start.min(stretch.end));
        let name = run(surface, TokenRange { start: stretch.start, end: until.max(stretch.start) });
        if name.end < until || until == stretch.end {
            let kind = kind_of(lexicon, annotated, name);
            hinted.extend(kind.filter(|_| may_be_unknown(surface, annotated, name)).map(|kind| (name, kind)));
        }
    }
    if !hinted.is_empty() {
        found.append(&mut hinted);
        found.sort_unstable_by_key(|name| name.0);
    }
}

/// What the words before tell, if they tell enough.
fn kind_of(lexicon: &Lexicon, annotated: &Annotated, name: TokenRange) -> Option<EntityKind> {
    let [person, body, place, outlet] = lexicon.evidence().before(annotated, name);
    let kinds = [EntityKind::Person, EntityKind::Organization, EntityKind::Place];
    let (points, kind) =
        [person, body.max(outlet), place].into_iter().zip(kinds).rev().max_by_key(|one| one.0)?;
    (points >= ENOUGH).then_some(kind)
}

/// The capitalized words that a range begins with.
fn run(surface: &Surface, room: TokenRange) -> TokenRange {
    let is_capital =
        |idx: &usize| !matches!(surface.words[*idx].shape, Shape::Lower | Shape::Number | Shape::Mark);
    let n_words = room.range().take_while(is_capital).count() as u32;
    TokenRange { start: room.start, end: room.start + n_words }
}

/// Whether words may be a name that no list knows: inside a sentence that is no headline, no people and no title.
fn may_be_unknown(surface: &Surface, annotated: &Annotated, name: TokenRange) -> bool {
    let sentence = annotated.sentences[annotated.sentence_of(name.start as usize)].tokens;
    let is_name = |idx: usize| {
        let facts = surface.words[idx].facts;
        let written_small = surface.usage_of(idx) & usage::IN_LOWER_CASE != 0;
        !written_small
            && !facts.has(Facts::TITLE)
            && !facts.has(Facts::NATION)
            && !annotated.word(idx).ends_with("day")
    };
    name.start > sentence.start
        && (1..=LONGEST).contains(&(name.end - name.start))
        && !surface.loud[name.start as usize]
        && name.range().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ENGLISH, read};

    fn check(text: &str, expected: &[(&str, EntityKind)]) {
        let annotated = read(text);
        let reader = super::super::NameReader::new(&ENGLISH, &annotated);
        let mut found = Vec::new();
        add(&ENGLISH, &reader.surface, &annotated, &reader.stretches(), &mut found);
        let found: Vec<_> = found.iter().map(|&(tokens, kind)| (annotated.words(tokens), kind)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_word_before_gives_a_name_away() {
        use EntityKind::{Organization, Person};
        check("She told the newspaper Vorlandet about it.", &[("Vorlandet", Organization)]);
        check("It was the retailer Torvex Nord that closed.", &[("Torvex Nord", Organization)]);
        check("We met the singer Qvell at noon.", &[("Qvell", Person)]);
        check("We met the singer on Monday.", &[]);
        check("It was a firm French people like.", &[]);
    }
}
