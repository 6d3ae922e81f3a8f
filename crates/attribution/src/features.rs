//! What the tagger looks at, place by place, beside the letters of the words around ([`crate::forms`]).
//!
//! Most features look at a few small values that come together again and again: those are a [`Group`], whose weights
//! need to be looked up only once. Each group of templates has its own hundred of numbers.

use crate::forms::{Form, REACH};
use crate::line::{INSIDE, Line, NONE, Quote, distance_class};
use whosaid_linear::Features;

const WORDS: u32 = 100;
const SHAPES: u32 = 200;
const QUOTES: u32 = 400;
const VERBS: u32 = 500;
const SENTENCES: u32 = 600;
const TAGS: u32 = 700;
const MENTIONS: u32 = 800;

/// Features that look at the same few values, and those values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    /// Mentions of the places from two before to two after, and runs of capitals from one before to one after.
    Mentions { mentions: [u8; 5], runs: [u8; 3] },
    /// Tags of the place and its neighbours.
    TagsAround([u8; 3]),
    /// Tags of the place and the two before.
    TagsBefore([u8; 3]),
    /// Tags of the place and the two after.
    TagsAfter([u8; 3]),
    /// Where the place and its neighbours stand to quotation marks.
    Quotes(Quotes),
    /// The nearest verb before the place in its sentence: distance, lemma, class.
    VerbBefore { verb: Option<(u32, u32, u8)>, quote: Quote },
    /// The nearest verb at or after it.
    VerbAfter { verb: Option<(u32, u32, u8)> },
    /// The nearest saying verbs of the sentence: distance of the one before and the word after it; distance of the one
    /// after and the commas up to it.
    Sayings { before: Option<(u32, u32)>, after: Option<(u32, u32)>, quote: Quote },
    /// The sentence and those around it.
    Sentence(Sentence),
    /// The place within its sentence: distance from its first and last word, commas.
    InSentence { from_first: u32, to_last: u32, commas: u32 },
    /// What the second pass adds.
    Second(crate::draft::Group),
}

/// See [`Group::Quotes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Quotes {
    /// Of the place before, the place and the place after.
    quotes: [Quote; 3],
    first: bool,
    last: bool,
    length: u8,
    continues: bool,
    section: u32,
    /// Class and tag of the word, inside a content.
    word: Option<(u8, u8)>,
}

/// See [`Group::Sentence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Sentence {
    number: u8,
    n_sentences: u8,
    summary: u8,
    quote: Quote,
    /// Summaries of the sentences before and after; of the paragraph before for the first.
    before: u8,
    after: Option<u8>,
    /// Its first two words, and the quotation of the first.
    words: (u32, Option<u32>),
    first_quote: Quote,
}

/// Adds everything that the first pass looks at.
pub(crate) fn describe(forms: &[Form], line: &Line, place: usize, features: &mut Features) {
    for offset in OFFSETS {
        forms[line.at(place, offset).form as usize].describe(offset, features);
    }
    pairs(line, place, features);
    groups(line, place).iter().for_each(|group| group.describe(features));
}

/// Places whose words count by their form.
pub(crate) const OFFSETS: std::ops::RangeInclusive<isize> = -(REACH as isize)..=REACH as isize;

/// Adds the features that look at two words, or at a word of the lists with its tag: hardly any comes twice.
pub(crate) fn pairs(line: &Line, place: usize, f: &mut Features) {
    let low = |offset: isize| line.at(place, offset).low;
    f.add2(WORDS + 11, low(-1), low(0));
    f.add2(WORDS + 12, low(0), low(1));
    f.add2(WORDS + 13, low(-2), low(-1));
    f.add2(WORDS + 14, low(1), low(2));
    let word = line.word(place);
    if word.entry.lemma != 0 {
        f.add2(TAGS + 11, word.entry.lemma, u32::from(word.tag));
    }
}

/// The groups of a place.
pub(crate) fn groups(line: &Line, place: usize) -> [Group; 10] {
    let word = line.word(place);
    let tags = |offsets: [isize; 3]| offsets.map(|offset| line.at(place, offset).tag);
    [
        Group::Mentions {
            mentions: [-2, -1, 0, 1, 2].map(|offset| line.at(place, offset).mention),
            runs: [-1, 0, 1].map(|offset| line.at(place, offset).run),
        },
        Group::TagsAround(tags([-1, 0, 1])),
        Group::TagsBefore(tags([-2, -1, 0])),
        Group::TagsAfter(tags([0, 1, 2])),
        Group::Quotes(Quotes::of(line, place)),
        verb_before(line, place),
        verb_after(line, place),
        sayings(line, place),
        Group::Sentence(Sentence::of(line, place)),
        Group::InSentence {
            from_first: distance_class((place - line.clauses[word.sentence as usize].first) as u32),
            to_last: distance_class((line.clauses[word.sentence as usize].end - 1 - place) as u32),
            commas: (word.commas - line.word(line.clauses[word.sentence as usize].first).commas).min(4),
        },
    ]
}

impl Group {
    /// Adds the features of the group.
    pub fn describe(&self, f: &mut Features) {
        match *self {
            Group::Mentions { mentions, runs } => {
                describe_mentions(mentions.map(u32::from), f);
                (8..).zip(runs).for_each(|(template, run)| f.add(SHAPES + template, u32::from(run)));
            }
            Group::TagsAround(tags) => {
                let [before, here, after] = tags.map(u32::from);
                f.add(TAGS + 2, before);
                f.add(TAGS + 3, here);
                f.add(TAGS + 4, after);
                f.add2(TAGS + 6, before, here);
                f.add2(TAGS + 7, here, after);
                f.add3(TAGS + 8, before, here, after);
            }
            Group::TagsBefore(tags) => {
                let [second, first, here] = tags.map(u32::from);
                f.add(TAGS + 1, second);
                f.add3(TAGS + 9, second, first, here);
            }
            Group::TagsAfter(tags) => {
                let [here, first, second] = tags.map(u32::from);
                f.add(TAGS + 5, second);
                f.add3(TAGS + 10, here, first, second);
            }
            Group::Quotes(quotes) => quotes.describe(f),
            Group::VerbBefore { verb, quote } => describe_verb_before(verb, quote, f),
            Group::VerbAfter { verb } => describe_verb_after(verb, f),
            Group::Sayings { before, after, quote } => describe_sayings(before, after, quote, f),
            Group::Sentence(sentence) => sentence.describe(f),
            Group::InSentence { from_first, to_last, commas } => {
                f.add(SENTENCES, from_first);
                f.add(SENTENCES + 1, to_last);
                f.add(SENTENCES + 12, commas);
            }
            Group::Second(group) => group.describe(f),
        }
    }
}

fn describe_mentions(mentions: [u32; 5], f: &mut Features) {
    for (template, mention) in (1..).zip(mentions).filter(|(_, mention)| *mention != 0) {
        f.add(MENTIONS + template, mention);
    }
    let [_, before, here, after, _] = mentions;
    if before != 0 || here != 0 || after != 0 {
        f.add3(MENTIONS + 6, before, here, after);
    }
}

impl Quotes {
    fn of(line: &Line, place: usize) -> Self {
        let word = line.word(place);
        Quotes {
            quotes: [-1, 0, 1].map(|offset| line.at(place, offset).quote),
            first: place == 0,
            last: place + 1 == line.len(),
            length: word.quote_length,
            continues: line.continues,
            section: line.section,
            word: (line.section == INSIDE).then_some((word.entry.verb, word.tag)),
        }
    }

    fn describe(&self, f: &mut Features) {
        let [before, quote, after] = self.quotes.map(|quote| quote as u32);
        f.add(QUOTES, quote);
        f.add2(QUOTES + 1, before + 8 * u32::from(self.first), quote);
        f.add2(QUOTES + 2, after + 8 * u32::from(self.last), quote);
        if quote != Quote::Out as u32 {
            f.add2(QUOTES + 3, u32::from(self.length), quote);
        }
        if self.continues {
            f.add(QUOTES + 4, quote);
        }
        f.add(QUOTES + 5, self.section);
        if let Some((verb, tag)) = self.word {
            f.add(QUOTES + 6, u32::from(verb));
            f.add(QUOTES + 7, u32::from(tag));
        }
    }
}

/// Whether the word at an index of a line, if there is one, stands in the sentence of a place.
fn is_here(line: &Line, place: usize, other: u32) -> bool {
    other != NONE && line.word(other as usize).sentence == line.word(place).sentence
}

fn verb_before(line: &Line, place: usize) -> Group {
    let word = line.word(place);
    let verb = is_here(line, place, word.verb_before).then(|| {
        let entry = &line.word(word.verb_before as usize).entry;
        (distance_class(place as u32 - word.verb_before), entry.lemma, entry.verb)
    });
    Group::VerbBefore { verb, quote: word.quote }
}

fn describe_verb_before(verb: Option<(u32, u32, u8)>, quote: Quote, f: &mut Features) {
    let Some((distance, lemma, class)) = verb else { return f.push(VERBS + 4) };
    f.add(VERBS, distance);
    f.add(VERBS + 1, lemma);
    f.add2(VERBS + 2, lemma, quote as u32);
    f.add2(VERBS + 3, u32::from(class), distance);
}

fn verb_after(line: &Line, place: usize) -> Group {
    let word = line.word(place);
    let verb = is_here(line, place, word.verb_after).then(|| {
        let entry = &line.word(word.verb_after as usize).entry;
        (distance_class(word.verb_after - place as u32), entry.lemma, entry.verb)
    });
    Group::VerbAfter { verb }
}

fn describe_verb_after(verb: Option<(u32, u32, u8)>, f: &mut Features) {
    let Some((distance, lemma, class)) = verb else { return f.push(VERBS + 8) };
    f.add(VERBS + 5, distance);
    f.add(VERBS + 6, lemma);
    f.add2(VERBS + 7, u32::from(class), distance);
}

fn sayings(line: &Line, place: usize) -> Group {
    let word = line.word(place);
    let before = is_here(line, place, word.say_before).then(|| {
        let next = line.at(word.say_before as usize, 1).low;
        (distance_class(place as u32 - word.say_before), next)
    });
    let after = is_here(line, place, word.say_after).then(|| {
        let commas = line.word(word.say_after as usize).commas - word.commas;
        (distance_class(word.say_after - place as u32), commas.min(3))
    });
    Group::Sayings { before, after, quote: word.quote }
}

fn describe_sayings(before: Option<(u32, u32)>, after: Option<(u32, u32)>, quote: Quote, f: &mut Features) {
    f.add3(VERBS + 9, u32::from(before.is_some()), u32::from(after.is_some()), quote as u32);
    if let Some((distance, next)) = before {
        f.add(VERBS + 10, distance);
        f.add2(VERBS + 11, distance, quote as u32);
        f.add(VERBS + 12, next);
    }
    if let Some((distance, commas)) = after {
        f.add(VERBS + 13, distance);
        f.add(VERBS + 14, commas);
    }
}

impl Sentence {
    fn of(line: &Line, place: usize) -> Self {
        let word = line.word(place);
        let number = word.sentence as usize;
        let clause = &line.clauses[number];
        let first = line.word(clause.first);
        let second = (clause.first + 1 < line.len()).then(|| line.word(clause.first + 1).low);
        Sentence {
            number: word.sentence.min(3) as u8,
            n_sentences: line.clauses.len().min(4) as u8,
            summary: clause.summary,
            quote: word.quote,
            before: number.checked_sub(1).map_or(line.before, |before| line.clauses[before].summary),
            after: line.clauses.get(number + 1).map(|next| next.summary),
            words: (first.low, second),
            first_quote: first.quote,
        }
    }

    fn describe(&self, f: &mut Features) {
        let quote = self.quote as u32;
        f.add(SENTENCES + 2, u32::from(self.number));
        f.add(SENTENCES + 3, u32::from(self.n_sentences));
        f.add(SENTENCES + 4, u32::from(self.summary));
        f.add2(SENTENCES + 5, u32::from(self.summary), quote);
        f.add(if self.number > 0 { SENTENCES + 6 } else { SENTENCES + 7 }, u32::from(self.before));
        if let Some(after) = self.after {
            f.add(SENTENCES + 8, u32::from(after));
        }
        let (first, second) = self.words;
        f.add(SENTENCES + 9, first);
        f.add2(SENTENCES + 10, self.first_quote as u32, quote);
        if let Some(second) = second {
            f.add2(SENTENCES + 11, first, second);
        }
    }
}
