//! [`Draft`]: the first pass's roles of one paragraph, and what the second pass looks at in them.

use crate::line::{Line, NONE, distance_class};
use crate::tagger::{Part, Role};
use whosaid_linear::Features;

const ROLES: u32 = 1000;
const CUES: u32 = 1100;
const SENTENCES: u32 = 1200;
/// Stands for a place outside the paragraph.
const OUTSIDE: u32 = 9;

/// The first pass's roles with the cues around every place.
pub(crate) struct Draft<'a> {
    line: &'a Line,
    roles: &'a [Role],
    places: Vec<Surroundings>,
    /// Parts in each sentence, as bits.
    sentences: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Surroundings {
    /// First word of the nearest cue that begins before the place, and after it.
    cue_before: u32,
    cue_after: u32,
    /// Sources and contents before the place, counted in words.
    n_sources: u32,
    n_contents: u32,
}

impl<'a> Draft<'a> {
    /// Surveys the roles of a paragraph.
    pub fn new(line: &'a Line, roles: &'a [Role]) -> Self {
        let mut draft = Draft {
            line,
            roles,
            places: vec![Surroundings::default(); roles.len()],
            sentences: vec![0; line.clauses.len()],
        };
        let (mut cue, mut n_sources, mut n_contents) = (NONE, 0, 0);
        for (place, role) in roles.iter().enumerate() {
            draft.places[place] = Surroundings { cue_before: cue, cue_after: NONE, n_sources, n_contents };
            n_sources += u32::from(role.part() == Some(Part::Source));
            n_contents += u32::from(role.part() == Some(Part::Content));
            if *role == Role::BeginCue {
                cue = place as u32;
            }
            if let Some(part) = role.part() {
                draft.sentences[line.word(place).sentence as usize] |= 1 << part as u32;
            }
        }
        cue = NONE;
        for (place, role) in roles.iter().enumerate().rev() {
            draft.places[place].cue_after = cue;
            if *role == Role::BeginCue {
                cue = place as u32;
            }
        }
        draft
    }

    /// Adds what the second pass looks at beside the first pass's features.
    pub fn describe(&self, place: usize, f: &mut Features) {
        self.describe_roles(place, f);
        self.describe_cues(place, f);
        self.describe_sentences(place, f);
    }

    fn role(&self, place: usize, offset: isize) -> u32 {
        let there = place.checked_add_signed(offset).and_then(|there| self.roles.get(there));
        there.map_or(OUTSIDE, |&role| role as u32)
    }

    fn describe_roles(&self, place: usize, f: &mut Features) {
        let role = |offset: isize| self.role(place, offset);
        f.add(ROLES, role(0));
        f.add2(ROLES + 1, role(-1), role(0));
        f.add2(ROLES + 2, role(0), role(1));
        f.add3(ROLES + 3, role(-1), role(0), role(1));
        f.add(ROLES + 4, role(-2));
        f.add(ROLES + 5, role(2));
        f.add2(ROLES + 6, role(0), self.line.word(place).low);
        f.add3(ROLES + 7, role(-3), role(-2), role(-1));
        f.add3(ROLES + 8, role(1), role(2), role(3));
        f.add2(ROLES + 9, role(0), self.line.word(place).quote as u32);
    }

    fn describe_cues(&self, place: usize, f: &mut Features) {
        let here = self.places[place];
        let word = self.line.word(place);
        let mut in_sentence = [0, 0];
        if here.cue_before != NONE {
            let cue = here.cue_before as usize;
            let other = self.line.word(cue);
            let crossed = (word.sentence - other.sentence).min(2);
            in_sentence[0] = u32::from(crossed == 0);
            let distance = distance_class((place - cue) as u32);
            f.add2(CUES, distance, crossed);
            f.add(CUES + 1, other.low);
            f.add(CUES + 2, self.between(cue + 1, place));
            f.add3(CUES + 10, distance, crossed, self.between(cue + 1, place));
            f.add2(CUES + 11, u32::from(other.entry.verb), self.between(cue + 1, place));
        } else {
            f.push(CUES + 3);
        }
        if here.cue_after != NONE {
            let cue = here.cue_after as usize;
            let other = self.line.word(cue);
            let crossed = (other.sentence - word.sentence).min(2);
            in_sentence[1] = u32::from(crossed == 0);
            let distance = distance_class((cue - place) as u32);
            f.add2(CUES + 4, distance, crossed);
            f.add(CUES + 5, other.low);
            f.add(CUES + 6, self.between(place + 1, cue));
            f.add3(CUES + 12, distance, crossed, self.between(place + 1, cue));
            f.add2(CUES + 13, u32::from(other.entry.verb), self.between(place + 1, cue));
        } else {
            f.push(CUES + 7);
        }
        f.add2(CUES + 8, in_sentence[0], in_sentence[1]);
    }

    /// Whether there is a source, and a content, between two places, as bits.
    fn between(&self, from: usize, until: usize) -> u32 {
        let (Some(from), Some(until)) = (self.places.get(from), self.places.get(until)) else { return 0 };
        u32::from(until.n_sources > from.n_sources) | u32::from(until.n_contents > from.n_contents) << 1
    }

    fn describe_sentences(&self, place: usize, f: &mut Features) {
        let number = self.line.word(place).sentence as usize;
        let parts = |number: usize| self.sentences.get(number).copied().unwrap_or(OUTSIDE);
        f.add(SENTENCES, parts(number));
        f.add(SENTENCES + 1, number.checked_sub(1).map_or(OUTSIDE, parts));
        f.add(SENTENCES + 2, parts(number + 1));
        f.add2(SENTENCES + 3, parts(number), self.role(place, 0));
    }
}
