//! A name found once in an article is found wherever the article repeats it.
//!
//! The model may see a name in one sentence and miss it in another, above all in headlines. What it found gives the
//! words; a repetition counts where no other capitalized word touches it, or anywhere in a headline.

use super::surface::{Shape, Surface, Word, usage};
use crate::gazetteer::Facts;
use crate::keys::KeyMap;
use crate::{Annotated, EntityKind, Lexicon, TokenRange};
use whosaid_linear::mix;

/// Words of the longest name that is carried on.
const LONGEST: usize = 4;

/// Adds the repetitions to the names found, which are in order of position and stay so.
pub(super) fn carry(
    lexicon: &Lexicon,
    surface: &Surface,
    annotated: &Annotated,
    stretches: &[TokenRange],
    found: &mut Vec<(TokenRange, EntityKind)>,
) {
    let known = Known::of(lexicon, surface, found);
    let mut covered = found.iter().map(|name| name.0).peekable();
    let mut repeated = Vec::new();
    for stretch in stretches {
        let mut at = stretch.start;
        while at < stretch.end {
            while covered.next_if(|name| name.end <= at).is_some() {}
            if let Some(name) = covered.peek().filter(|name| name.start <= at) {
                at = name.end;
                continue;
            }
            let until = covered.peek().map_or(stretch.end, |name| name.start.min(stretch.end));
            let room = TokenRange { start: at, end: until };
            match known.at(surface, room).filter(|&(tokens, _)| stands_alone(surface, annotated, tokens)) {
                Some((tokens, kind)) => {
                    repeated.push((tokens, kind));
                    at = tokens.end;
                }
                None => at += 1,
            }
        }
    }
    if !repeated.is_empty() {
        found.append(&mut repeated);
        found.sort_unstable_by_key(|name| name.0);
    }
}

/// The names found, by their words in lower case.
struct Known {
    /// How often a name was read as person, organization, place.
    votes: KeyMap<[u16; 3]>,
}

impl Known {
    fn of(lexicon: &Lexicon, surface: &Surface, found: &[(TokenRange, EntityKind)]) -> Self {
        let mut known = Known { votes: KeyMap::new() };
        for &(tokens, kind) in found.iter().filter(|name| name.0.len() <= LONGEST) {
            known.add(lexicon, surface, tokens, kind);
            if kind == EntityKind::Person && tokens.len() > 1 {
                known.add(lexicon, surface, TokenRange { start: tokens.end - 1, ..tokens }, kind);
            }
            if kind == EntityKind::Organization
                && let Some(short) = short_of_body(surface, tokens)
            {
                known.add(lexicon, surface, short, kind);
            }
        }
        known
    }

    fn add(&mut self, lexicon: &Lexicon, surface: &Surface, tokens: TokenRange, kind: EntityKind) {
        let word = &surface.words[tokens.start as usize];
        let unsure = surface.loud[tokens.start as usize] && word.facts == Facts::default();
        if tokens.len() == 1 && (unsure || !is_telling(lexicon, word)) {
            return;
        }
        let at = match kind {
            EntityKind::Person => 0,
            EntityKind::Organization | EntityKind::Outlet => 1,
            EntityKind::Place => 2,
        };
        let votes = &mut self.votes.entry(key(surface, tokens))[at];
        *votes = votes.saturating_add(1);
    }

    /// The longest known name that a range begins with.
    fn at(&self, surface: &Surface, room: TokenRange) -> Option<(TokenRange, EntityKind)> {
        let most = room.len().min(LONGEST) as u32;
        (1..=most).rev().find_map(|n| {
            let tokens = TokenRange { start: room.start, end: room.start + n };
            let votes = self.votes.find(key(surface, tokens))?;
            let kinds = [EntityKind::Person, EntityKind::Organization, EntityKind::Place];
            let best = (0..3).max_by_key(|&kind| (votes[kind], std::cmp::Reverse(kind)))?;
            Some((tokens, kinds[best]))
        })
    }
}

/// "Torvex" of "Torvex Group": a word that no list knows, before one that bodies have in their names.
fn short_of_body(surface: &Surface, tokens: TokenRange) -> Option<TokenRange> {
    let (first, second) =
        (surface.words[tokens.start as usize], surface.words.get(tokens.start as usize + 1)?);
    let is_short = tokens.len() > 1 && first.facts == Facts::default() && second.facts.has(Facts::BODY);
    is_short.then_some(TokenRange { start: tokens.start, end: tokens.start + 1 })
}

/// Whether a lone word is a name by itself: no initial, title, role or people.
fn is_telling(lexicon: &Lexicon, word: &Word) -> bool {
    word.shape != Shape::Initial
        && !word.facts.has(Facts::TITLE)
        && !word.facts.has(Facts::NATION)
        && lexicon.roles().get(word.lower).is_none()
}

fn key(surface: &Surface, tokens: TokenRange) -> u32 {
    tokens.range().map(|idx| surface.words[idx].lower).reduce(mix).unwrap_or_default()
}

/// Whether nothing speaks against a repetition: it is written as a name, no capitalized word touches it outside of
/// headlines, and a lone word is not one that the article also writes small.
fn stands_alone(surface: &Surface, annotated: &Annotated, tokens: TokenRange) -> bool {
    let sentence = annotated.sentences[annotated.sentence_of(tokens.start as usize)].tokens;
    let is_capital = |idx: usize| {
        sentence.holds(idx) && !matches!(surface.words[idx].shape, Shape::Lower | Shape::Number | Shape::Mark)
    };
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    if !is_capital(start) || !is_capital(end - 1) {
        return false;
    }
    let written_small = tokens.len() == 1 && surface.usage_of(start) & usage::IN_LOWER_CASE != 0;
    // The first word of a sentence is written large anyway, days and months always are.
    let opens = |idx: usize| idx == sentence.start as usize && surface.words[idx].facts == Facts::default();
    let is_day = |idx: usize| annotated.word(idx).ends_with("day");
    let before = start.checked_sub(1).is_some_and(|idx| is_capital(idx) && !opens(idx) && !is_day(idx));
    !written_small && (surface.loud[start] || !(before || is_capital(end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ENGLISH, read};

    /// Carries a name given by its first place on, and checks where it stands then.
    fn check(text: &str, name: &str, kind: EntityKind, n_places: usize) {
        let annotated = read(text);
        let surface = Surface::new(&ENGLISH, &annotated);
        let at = text.find(name).unwrap() as u32;
        let span = whosaid_text::Span::new(at, at + name.len() as u32);
        let mut found = vec![(annotated.tokens_in(span), kind)];
        let reader = super::super::NameReader { annotated: &annotated, surface };
        carry(&ENGLISH, &reader.surface, &annotated, &reader.stretches(), &mut found);
        assert_eq!(found.len(), n_places, "{text}: {found:?}");
        assert!(found.iter().all(|name| name.1 == kind));
    }

    #[test]
    fn names_are_carried_to_their_repetitions() {
        use EntityKind::{Organization, Person};
        check("The firm Torvex grew. On Monday Torvex said so.", "Torvex", Organization, 2);
        check("The firm Torvex grew.\n\nWILL TORVEX EVER MAKE MONEY AGAIN", "Torvex", Organization, 2);
        check("We met Ann Pike. It was Pike who left.", "Ann Pike", Person, 2);
        check("We saw Torvex Group grow. On Monday Torvex said so.", "Torvex Group", Organization, 2);
        check("The firm Torvex grew. On Monday Torvex Harbor said so.", "Torvex", Organization, 1);
        check("The firm Summer grew. It was summer. Then Summer said so.", "Summer", Organization, 1);
    }
}
