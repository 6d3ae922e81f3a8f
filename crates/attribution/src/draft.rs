//! [`Draft`]: the first pass's roles of one paragraph, and what the second pass looks at in them.

use crate::line::{Line, NONE, Quote, distance_class};
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

/// Features that look at the same few values, and those values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    /// Roles of the places from three before to three after.
    Roles { roles: [u8; 7], quote: Quote },
    /// The nearest cue that begins before the place.
    CueBefore(Option<Cue>),
    /// The nearest cue that begins after it.
    CueAfter(Option<Cue>),
    /// Parts of its sentence and of those around it, its role, and whether the cues before and after share its sentence.
    Parts { here: u32, before: u32, after: u32, role: u32, cues_in_sentence: [bool; 2] },
}

/// A cue as a place before or after it sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Cue {
    /// Class of the distance in words.
    distance: u32,
    /// Borders of sentences between, at most two.
    crossed: u32,
    /// The lower-case form of its first word, and the class of the verb.
    low: u32,
    verb: u8,
    /// Parts between.
    between: u32,
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
        self.pairs(place, f);
        self.groups(place).iter().for_each(|group| group.describe(f));
    }

    /// Adds the feature that looks at a role with its word.
    pub fn pairs(&self, place: usize, f: &mut Features) {
        f.add2(ROLES + 6, self.role(place, 0), self.line.word(place).low);
    }

    /// The groups of a place.
    pub fn groups(&self, place: usize) -> [Group; 4] {
        let here = self.places[place];
        let [before, after] = [self.cue(here.cue_before, place), self.cue(here.cue_after, place)];
        let number = self.line.word(place).sentence as usize;
        let parts = |number: usize| self.sentences.get(number).copied().unwrap_or(OUTSIDE);
        [
            Group::Roles {
                roles: [-3, -2, -1, 0, 1, 2, 3].map(|offset| self.role(place, offset) as u8),
                quote: self.line.word(place).quote,
            },
            Group::CueBefore(before),
            Group::CueAfter(after),
            Group::Parts {
                here: parts(number),
                before: number.checked_sub(1).map_or(OUTSIDE, parts),
                after: parts(number + 1),
                role: self.role(place, 0),
                cues_in_sentence: [before, after].map(|cue| cue.is_some_and(|cue| cue.crossed == 0)),
            },
        ]
    }

    fn role(&self, place: usize, offset: isize) -> u32 {
        let there = place.checked_add_signed(offset).and_then(|there| self.roles.get(there));
        there.map_or(OUTSIDE, |&role| role as u32)
    }

    /// The cue at an index, if there is one, as a place sees it.
    fn cue(&self, cue: u32, place: usize) -> Option<Cue> {
        let cue = (cue != NONE).then_some(cue as usize)?;
        let (word, other) = (self.line.word(place), self.line.word(cue));
        Some(Cue {
            distance: distance_class(place.abs_diff(cue) as u32),
            crossed: word.sentence.abs_diff(other.sentence).min(2),
            low: other.low,
            verb: other.entry.verb,
            between: self.between(place.min(cue) + 1, place.max(cue)),
        })
    }

    /// Whether there is a source, and a content, between two places, as bits.
    fn between(&self, from: usize, until: usize) -> u32 {
        let (Some(from), Some(until)) = (self.places.get(from), self.places.get(until)) else { return 0 };
        u32::from(until.n_sources > from.n_sources) | u32::from(until.n_contents > from.n_contents) << 1
    }
}

impl Group {
    /// Adds the features of the group.
    pub fn describe(&self, f: &mut Features) {
        match *self {
            Group::Roles { roles, quote } => describe_roles(roles.map(u32::from), quote, f),
            Group::CueBefore(None) => f.push(CUES + 3),
            Group::CueBefore(Some(cue)) => cue.describe([0, 1, 2, 10, 11], f),
            Group::CueAfter(None) => f.push(CUES + 7),
            Group::CueAfter(Some(cue)) => cue.describe([4, 5, 6, 12, 13], f),
            Group::Parts { here, before, after, role, cues_in_sentence } => {
                f.add(SENTENCES, here);
                f.add(SENTENCES + 1, before);
                f.add(SENTENCES + 2, after);
                f.add2(SENTENCES + 3, here, role);
                f.add2(CUES + 8, u32::from(cues_in_sentence[0]), u32::from(cues_in_sentence[1]));
            }
        }
    }
}

fn describe_roles(roles: [u32; 7], quote: Quote, f: &mut Features) {
    let role = |offset: isize| roles[3usize.wrapping_add_signed(offset)];
    f.add(ROLES, role(0));
    f.add2(ROLES + 1, role(-1), role(0));
    f.add2(ROLES + 2, role(0), role(1));
    f.add3(ROLES + 3, role(-1), role(0), role(1));
    f.add(ROLES + 4, role(-2));
    f.add(ROLES + 5, role(2));
    f.add3(ROLES + 7, role(-3), role(-2), role(-1));
    f.add3(ROLES + 8, role(1), role(2), role(3));
    f.add2(ROLES + 9, role(0), quote as u32);
}

impl Cue {
    /// Adds the features of a cue, under the templates of its side.
    fn describe(self, templates: [u32; 5], f: &mut Features) {
        let [near, word, parts, near_parts, class_parts] = templates.map(|template| CUES + template);
        f.add2(near, self.distance, self.crossed);
        f.add(word, self.low);
        f.add(parts, self.between);
        f.add3(near_parts, self.distance, self.crossed, self.between);
        f.add2(class_parts, u32::from(self.verb), self.between);
    }
}
