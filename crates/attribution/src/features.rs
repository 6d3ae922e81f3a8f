//! What the tagger looks at, place by place.
//!
//! Each group of templates has its own hundred of numbers.

use crate::line::{INSIDE, Line, NONE, Quote, distance_class};
use whosaid_linear::Features;

const WORDS: u32 = 100;
const SHAPES: u32 = 200;
const LISTS: u32 = 300;
const QUOTES: u32 = 400;
const VERBS: u32 = 500;
const SENTENCES: u32 = 600;
const TAGS: u32 = 700;
const MENTIONS: u32 = 800;

/// Adds everything that the first pass looks at.
pub(crate) fn describe(line: &Line, place: usize, features: &mut Features) {
    words(line, place, features);
    shapes(line, place, features);
    lists(line, place, features);
    quotes(line, place, features);
    verbs(line, place, features);
    sentences(line, place, features);
    tags(line, place, features);
    mentions(line, place, features);
}

fn words(line: &Line, place: usize, f: &mut Features) {
    let low = |offset: isize| line.at(place, offset).low;
    f.push(WORDS);
    for offset in -3..=3 {
        f.add(WORDS + (offset + 4) as u32, low(offset));
    }
    f.add2(WORDS + 11, low(-1), low(0));
    f.add2(WORDS + 12, low(0), low(1));
    f.add2(WORDS + 13, low(-2), low(-1));
    f.add2(WORDS + 14, low(1), low(2));
    f.add(WORDS + 15, line.word(place).exact);
}

fn shapes(line: &Line, place: usize, f: &mut Features) {
    let word = line.word(place);
    for (k, &suffix) in word.suffixes.iter().enumerate().filter(|(_, suffix)| **suffix != 0) {
        f.add(SHAPES + k as u32, suffix);
    }
    if word.prefix != 0 {
        f.add(SHAPES + 3, word.prefix);
    }
    for offset in -1..=1 {
        let near = line.at(place, offset);
        f.add(SHAPES + (offset + 6) as u32, near.shape);
        f.add(SHAPES + (offset + 9) as u32, u32::from(near.run));
    }
    f.add(SHAPES + 11, line.at(place, -1).suffixes[1]);
    f.add(SHAPES + 12, line.at(place, 1).suffixes[1]);
}

fn lists(line: &Line, place: usize, f: &mut Features) {
    for offset in -3..=3 {
        let near = line.at(place, offset);
        let template = LISTS + 10 * (offset + 3) as u32;
        if near.entry.lemma != 0 {
            f.add(template, near.entry.lemma);
            f.add(template + 1, u32::from(near.entry.verb));
        }
        if near.capital {
            f.push(template + 2);
        }
        if near.entry.source != 0 {
            f.add(template + 3, u32::from(near.entry.source));
        }
    }
    let entry = &line.word(place).entry;
    if entry.noun != 0 {
        f.add(LISTS + 80, u32::from(entry.noun));
    }
    if entry.little != 0 {
        f.add(LISTS + 81, u32::from(entry.little));
    }
}

fn quotes(line: &Line, place: usize, f: &mut Features) {
    let word = line.word(place);
    let quote = word.quote as u32;
    f.add(QUOTES, quote);
    f.add2(QUOTES + 1, line.at(place, -1).quote as u32 + 8 * u32::from(place == 0), quote);
    f.add2(QUOTES + 2, line.at(place, 1).quote as u32 + 8 * u32::from(place + 1 == line.len()), quote);
    if word.quote != Quote::Out {
        f.add2(QUOTES + 3, u32::from(word.quote_length), quote);
    }
    if line.continues {
        f.add(QUOTES + 4, quote);
    }
    f.add(QUOTES + 5, line.section);
    if line.section == INSIDE {
        f.add(QUOTES + 6, u32::from(word.entry.verb));
        f.add(QUOTES + 7, word.tag);
    }
}

fn verbs(line: &Line, place: usize, f: &mut Features) {
    let word = line.word(place);
    let quote = word.quote as u32;
    let here = |other: u32| other != NONE && line.word(other as usize).sentence == word.sentence;
    if here(word.verb_before) {
        let verb = &line.word(word.verb_before as usize).entry;
        f.add(VERBS, distance_class(place as u32 - word.verb_before));
        f.add(VERBS + 1, verb.lemma);
        f.add2(VERBS + 2, verb.lemma, quote);
        f.add2(VERBS + 3, u32::from(verb.verb), distance_class(place as u32 - word.verb_before));
    } else {
        f.push(VERBS + 4);
    }
    if here(word.verb_after) {
        let verb = &line.word(word.verb_after as usize).entry;
        f.add(VERBS + 5, distance_class(word.verb_after - place as u32));
        f.add(VERBS + 6, verb.lemma);
        f.add2(VERBS + 7, u32::from(verb.verb), distance_class(word.verb_after - place as u32));
    } else {
        f.push(VERBS + 8);
    }
    let (says_before, says_after) = (here(word.say_before), here(word.say_after));
    f.add3(VERBS + 9, u32::from(says_before), u32::from(says_after), quote);
    if says_before {
        let distance = distance_class(place as u32 - word.say_before);
        f.add(VERBS + 10, distance);
        f.add2(VERBS + 11, distance, quote);
        f.add(VERBS + 12, line.at(word.say_before as usize, 1).low);
    }
    if says_after {
        f.add(VERBS + 13, distance_class(word.say_after - place as u32));
        let commas = line.word(word.say_after as usize).commas - word.commas;
        f.add(VERBS + 14, commas.min(3));
    }
}

fn sentences(line: &Line, place: usize, f: &mut Features) {
    let word = line.word(place);
    let number = word.sentence as usize;
    let clause = &line.clauses[number];
    let quote = word.quote as u32;
    f.add(SENTENCES, distance_class((place - clause.first) as u32));
    f.add(SENTENCES + 1, distance_class((clause.end - 1 - place) as u32));
    f.add(SENTENCES + 2, word.sentence.min(3));
    f.add(SENTENCES + 3, line.clauses.len().min(4) as u32);
    f.add(SENTENCES + 4, clause.summary);
    f.add2(SENTENCES + 5, clause.summary, quote);
    if number > 0 {
        f.add(SENTENCES + 6, line.clauses[number - 1].summary);
    } else {
        f.add(SENTENCES + 7, line.before);
    }
    if let Some(next) = line.clauses.get(number + 1) {
        f.add(SENTENCES + 8, next.summary);
    }
    let first = line.word(clause.first);
    f.add(SENTENCES + 9, first.low);
    f.add2(SENTENCES + 10, first.quote as u32, quote);
    if clause.first + 1 < line.len() {
        f.add2(SENTENCES + 11, first.low, line.word(clause.first + 1).low);
    }
    f.add(SENTENCES + 12, (word.commas - first.commas).min(4));
}

fn tags(line: &Line, place: usize, f: &mut Features) {
    let tag = |offset: isize| line.at(place, offset).tag;
    for offset in -2..=2 {
        f.add(TAGS + (offset + 3) as u32, tag(offset));
    }
    f.add2(TAGS + 6, tag(-1), tag(0));
    f.add2(TAGS + 7, tag(0), tag(1));
    f.add3(TAGS + 8, tag(-1), tag(0), tag(1));
    f.add3(TAGS + 9, tag(-2), tag(-1), tag(0));
    f.add3(TAGS + 10, tag(0), tag(1), tag(2));
    let lemma = line.word(place).entry.lemma;
    if lemma != 0 {
        f.add2(TAGS + 11, lemma, tag(0));
    }
}

fn mentions(line: &Line, place: usize, f: &mut Features) {
    let mention = |offset: isize| line.at(place, offset).mention;
    for offset in -2..=2 {
        if mention(offset) != 0 {
            f.add(MENTIONS + (offset + 3) as u32, mention(offset));
        }
    }
    if mention(-1) != 0 || mention(0) != 0 || mention(1) != 0 {
        f.add3(MENTIONS + 6, mention(-1), mention(0), mention(1));
    }
}
