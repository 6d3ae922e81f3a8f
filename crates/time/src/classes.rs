//! The classes a pattern can ask for: `<month>`, `<count>`, `<clock>`. Lists of words come from the word files,
//! numbers and dates in digits are read here.

use crate::atoms::{Atom, UNKNOWN, Vocabulary, WordId};
use crate::fields::Field;
use jiff::civil::Date;

/// A class by its position in [`Classes`].
pub(crate) type ClassId = u8;

/// One way to read a class at a place: where it ends and what it fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) end: usize,
    pub(crate) value: i64,
}

/// Classes that are read by code.
const NUMERIC: &[(&str, Field, Reader)] = &[
    ("day", Field::Day, read_day),
    ("year", Field::Year, read_year),
    ("shortyear", Field::ShortYear, read_short_year),
    ("yy", Field::ShortYear, read_two_digits),
    ("num", Field::Year, read_any_number),
    ("decade", Field::Decade, read_decade),
    ("count", Field::Count, read_count),
    ("n", Field::Nothing, read_count),
    ("ordinal", Field::Ordinal, read_ordinal),
    ("clock", Field::Clock, read_clock),
    ("clock-colon", Field::Clock, read_clock_without_half),
    ("hour24", Field::Clock, read_hour24),
    ("q", Field::Quarter, read_lettered_quarter),
    ("h", Field::Half, read_lettered_half),
    ("numdate", Field::Packed, read_numeric_date),
    ("isodate", Field::Packed, read_iso_date),
];

type Reader = fn(&Classes, &Place<'_>, usize, &mut Vec<Reading>);

/// Where a class is read.
pub(crate) struct Place<'a> {
    pub(crate) atoms: &'a [Atom],
    /// Whether 3/4 is the third of April.
    pub(crate) day_first: bool,
}

/// A list entry: the words after the first and what they fill in.
#[derive(Clone, Debug)]
struct Entry {
    class: ClassId,
    rest: Vec<EntryPart>,
    /// A full stop may follow without a blank.
    dotted: bool,
    /// The first letter must be a capital.
    capital: bool,
    value: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryPart {
    Word(WordId),
    Mark(char),
}

/// All classes: their names, fields and words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classes {
    names: Vec<(String, Field)>,
    /// By first word.
    entries: Vec<Vec<Entry>>,
    /// Classes that have an entry with this first word, a bit each, by word.
    begun: Vec<[u64; 4]>,
    numbers: Numbers,
}

/// Words of numbers, by meaning.
#[derive(Clone, Debug, Default)]
struct Numbers {
    /// Sorted by word: cardinal value, or the ordinal's plus 1000.
    cardinals: Vec<(WordId, i64)>,
    ordinals: Vec<(WordId, i64)>,
    hundred: WordId,
    scales: [(WordId, i64); 3],
    and: WordId,
    a: WordId,
    half: WordId,
    suffixes: [WordId; 4],
    am: WordId,
    pm: WordId,
    letter_p: WordId,
    letter_m: WordId,
    letter_s: WordId,
    letter_q: WordId,
    letter_h: WordId,
}

const CARDINALS: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
     fifteen sixteen seventeen eighteen nineteen";
const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";
const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth \
     fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";

impl Classes {
    pub(crate) fn new(vocabulary: &mut Vocabulary) -> Self {
        let names = NUMERIC.iter().map(|(name, field, _)| ((*name).to_owned(), *field)).collect();
        Classes { names, numbers: Numbers::new(vocabulary), ..Classes::default() }
    }

    /// The class of a name.
    pub(crate) fn find(&self, name: &str) -> Option<ClassId> {
        self.names.iter().position(|(known, _)| known == name).map(|idx| idx as ClassId)
    }

    /// The class of a name, made if it is new.
    pub(crate) fn add(&mut self, name: &str, field: Field) -> ClassId {
        self.find(name).unwrap_or_else(|| {
            self.names.push((name.to_owned(), field));
            (self.names.len() - 1) as ClassId
        })
    }

    pub(crate) fn field(&self, class: ClassId) -> Field {
        self.names[usize::from(class)].1
    }

    /// Adds words to a class. A final full stop marks an abbreviation, a capital letter words that need one.
    pub(crate) fn add_entry(&mut self, vocabulary: &mut Vocabulary, class: ClassId, words: &str, value: i64) {
        let dotted = words.ends_with('.');
        let mut atoms = Vec::new();
        words
            .split_whitespace()
            .for_each(|word| atoms.extend(entry_parts(vocabulary, word.trim_end_matches('.'))));
        let Some((EntryPart::Word(first), rest)) = atoms.split_first() else { return };
        let capital = words.starts_with(char::is_uppercase);
        if self.entries.len() < vocabulary.len() {
            self.entries.resize_with(vocabulary.len(), Vec::new);
            self.begun.resize(vocabulary.len(), [0; 4]);
        }
        self.begun[usize::from(*first)][usize::from(class / 64)] |= 1 << (class % 64);
        self.entries[usize::from(*first)].push(Entry { class, rest: rest.to_vec(), dotted, capital, value });
    }

    /// Whether there may be a way to read a class at an atom: of most classes there is none, and this tells it at once.
    #[inline]
    pub(crate) fn may_read(&self, class: ClassId, atom: &Atom) -> bool {
        let begun = self.begun.get(usize::from(atom.word()));
        usize::from(class) < NUMERIC.len()
            || begun.is_some_and(|classes| classes[usize::from(class / 64)] >> (class % 64) & 1 != 0)
    }

    /// All ways to read a class at an atom.
    pub(crate) fn read(&self, class: ClassId, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
        if let Some((_, _, reader)) = NUMERIC.get(usize::from(class)) {
            return reader(self, place, at, readings);
        }
        let Some(atom) = place.atoms.get(at) else { return };
        let Some(entries) = self.entries.get(usize::from(atom.word())) else { return };
        for entry in entries.iter().filter(|entry| entry.class == class) {
            if entry.capital && !atom.is_capital() {
                continue;
            }
            if let Some(end) = entry_end(place.atoms, at, entry) {
                readings.push(Reading { end, value: entry.value });
            }
        }
    }

    /// Whether a word begins some list entry or number word.
    pub(crate) fn begins(&self, word: WordId) -> bool {
        self.entries.get(usize::from(word)).is_some_and(|entries| !entries.is_empty())
            || word == self.numbers.letter_q
            || word == self.numbers.letter_h
            || find(&self.numbers.cardinals, word).is_some()
            || find(&self.numbers.ordinals, word).is_some()
    }
}

fn entry_parts(vocabulary: &mut Vocabulary, word: &str) -> Vec<EntryPart> {
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        if c.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            parts.push(EntryPart::Word(vocabulary.add(&rest[..end])));
            rest = &rest[end..];
        } else {
            parts.push(EntryPart::Mark(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    parts
}

fn entry_end(atoms: &[Atom], at: usize, entry: &Entry) -> Option<usize> {
    let mut end = at + 1;
    for part in &entry.rest {
        let atom = atoms.get(end)?;
        match part {
            EntryPart::Word(word) if *word != UNKNOWN && atom.word() == *word => {}
            EntryPart::Mark(mark) if atom.is_mark(*mark) => {}
            _ => return None,
        }
        end += 1;
    }
    let stop = entry.dotted && atoms.get(end).is_some_and(|atom| atom.is_mark('.') && !atom.spaced);
    Some(end + usize::from(stop))
}

fn find(list: &[(WordId, i64)], word: WordId) -> Option<i64> {
    let idx = list.binary_search_by_key(&word, |(known, _)| *known).ok()?;
    Some(list[idx].1)
}

impl Numbers {
    fn new(vocabulary: &mut Vocabulary) -> Self {
        let mut cardinals: Vec<_> = CARDINALS
            .split_whitespace()
            .enumerate()
            .map(|(n, word)| (vocabulary.add(word), n as i64))
            .collect();
        let tens =
            TENS.split_whitespace().enumerate().map(|(n, word)| (vocabulary.add(word), n as i64 * 10 + 20));
        cardinals.extend(tens);
        cardinals.sort_unstable();
        let mut ordinals: Vec<_> = ORDINALS
            .split_whitespace()
            .enumerate()
            .map(|(n, word)| (vocabulary.add(word), n as i64 + 1))
            .collect();
        ordinals.push((vocabulary.add("thirtieth"), 30));
        ordinals.sort_unstable();
        let scales = [("thousand", 1000), ("million", 1_000_000), ("billion", 1_000_000_000)];
        Numbers {
            cardinals,
            ordinals,
            hundred: vocabulary.add("hundred"),
            scales: scales.map(|(word, value)| (vocabulary.add(word), value)),
            and: vocabulary.add("and"),
            a: vocabulary.add("a"),
            half: vocabulary.add("half"),
            suffixes: ["st", "nd", "rd", "th"].map(|suffix| vocabulary.add(suffix)),
            am: vocabulary.add("am"),
            pm: vocabulary.add("pm"),
            letter_p: vocabulary.add("p"),
            letter_m: vocabulary.add("m"),
            letter_s: vocabulary.add("s"),
            letter_q: vocabulary.add("q"),
            letter_h: vocabulary.add("h"),
        }
    }

    /// A number word below a hundred and where it ends: "seven", "twenty-one", "ninety nine".
    fn below_hundred(&self, atoms: &[Atom], at: usize) -> Option<(usize, i64)> {
        let value = find(&self.cardinals, atoms.get(at)?.word())?;
        if value < 20 {
            return Some((at + 1, value));
        }
        let next =
            at + 1 + usize::from(atoms.get(at + 1).is_some_and(|atom| atom.is_mark('-') && !atom.spaced));
        match atoms.get(next).and_then(|atom| find(&self.cardinals, atom.word())) {
            Some(ones @ 1..=9) => Some((next + 1, value + ones)),
            _ => Some((at + 1, value)),
        }
    }

    /// A number in words and where it ends: "a hundred", "two thousand and five".
    fn words(&self, atoms: &[Atom], at: usize) -> Option<(usize, i64)> {
        let mut total = 0i64;
        let (mut at, mut part) = match self.below_hundred(atoms, at) {
            Some(read) => read,
            None if atoms.get(at)?.word() == self.a && self.is_scale(atoms, at + 1) => (at + 1, 1),
            None if self.is_scale(atoms, at) => (at, 1),
            None => return None,
        };
        let mut least = i64::MAX;
        while let Some(atom) = atoms.get(at) {
            if atom.word() == UNKNOWN {
                break;
            }
            if atom.word() == self.hundred && part < 100 {
                part *= 100;
                at += 1;
            } else if let Some((_, scale)) = self.scales.iter().find(|(word, _)| *word == atom.word()) {
                if *scale >= least {
                    break;
                }
                least = *scale;
                total += part * scale;
                part = 0;
                at += 1;
            } else {
                break;
            }
            let after_and = at + usize::from(atoms.get(at).is_some_and(|atom| atom.word() == self.and));
            if let Some((end, more)) = self.below_hundred(atoms, after_and) {
                part += more;
                at = end;
            }
        }
        Some((at, total + part))
    }

    fn is_scale(&self, atoms: &[Atom], at: usize) -> bool {
        let word = atoms.get(at).map_or(UNKNOWN, Atom::word);
        word == self.hundred || self.scales.iter().any(|(scale, _)| *scale == word)
    }

    /// Whether a glued ordinal suffix stands here.
    fn is_suffix(&self, atoms: &[Atom], at: usize) -> bool {
        atoms
            .get(at)
            .is_some_and(|atom| !atom.spaced && self.suffixes.contains(&atom.word()) && atom.word() != 0)
    }
}

/// Whether digits at `at` go on: a decimal, a thousands group, a percentage, letters.
fn goes_on(atoms: &[Atom], at: usize) -> bool {
    let glued = |idx: usize| atoms.get(idx).filter(|atom| !atom.spaced);
    match glued(at).map(|atom| atom.kind) {
        Some(crate::atoms::AtomKind::Mark('.' | ',' | ':')) => {
            glued(at + 1).is_some_and(|atom| atom.digits().is_some())
        }
        Some(crate::atoms::AtomKind::Mark('%' | '/' | '°' | '€' | '£')) => true,
        Some(crate::atoms::AtomKind::Word { .. } | crate::atoms::AtomKind::Digits { .. }) => true,
        _ => false,
    }
}

fn read_day(classes: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let atoms = place.atoms;
    match atoms.get(at).and_then(Atom::digits) {
        Some((value @ 1..=31, 1 | 2)) => {
            let end = at + 1 + usize::from(classes.numbers.is_suffix(atoms, at + 1));
            if !goes_on(atoms, end) {
                readings.push(Reading { end, value: i64::from(value) });
            }
        }
        Some(_) => {}
        None => {
            let before = readings.len();
            read_ordinal(classes, place, at, readings);
            if readings.last().is_some_and(|reading| reading.value > 31) {
                readings.truncate(before);
            }
        }
    }
}

fn read_ordinal(classes: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let (atoms, numbers) = (place.atoms, &classes.numbers);
    let Some(atom) = atoms.get(at) else { return };
    if let Some((value, 1..=3)) = atom.digits() {
        if numbers.is_suffix(atoms, at + 1) {
            readings.push(Reading { end: at + 2, value: i64::from(value) });
        }
        return;
    }
    if let Some(value) = find(&numbers.ordinals, atom.word()) {
        readings.push(Reading { end: at + 1, value });
        return;
    }
    let Some(tens @ 20..) = find(&numbers.cardinals, atom.word()) else { return };
    let next = at + 1 + usize::from(atoms.get(at + 1).is_some_and(|atom| atom.is_mark('-')));
    if let Some(ones @ 1..=9) = atoms.get(next).and_then(|atom| find(&numbers.ordinals, atom.word())) {
        readings.push(Reading { end: next + 1, value: tens + ones });
    }
}

fn read_year(classes: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let atoms = place.atoms;
    match atoms.get(at).and_then(Atom::digits) {
        Some((value @ 1000..=2199, 4)) => {
            let joined =
                at > 0 && !atoms[at].spaced && (is_joint(&atoms[at - 1]) || is_number_row(atoms, at));
            if !goes_on(atoms, at + 1) && !joined {
                readings.push(Reading { end: at + 1, value: i64::from(value) });
            }
        }
        Some(_) => {}
        None => readings.extend(spelled_year(&classes.numbers, atoms, at)),
    }
}

/// Marks and letters that make the digits behind them something else than a year: `$1990`, `A1990`, `3.1990`.
fn is_joint(before: &Atom) -> bool {
    use crate::atoms::AtomKind;
    matches!(before.kind, AtomKind::Word { .. } | AtomKind::Digits { .. })
        || matches!(before.kind, AtomKind::Mark('$' | '£' | '€' | '#' | '.' | ',' | '+' | '@'))
}

/// Whether the digits at `at` end a row such as `555-1234` or `31/2020`, where no year stands before the mark.
fn is_number_row(atoms: &[Atom], at: usize) -> bool {
    let before = at.checked_sub(2).and_then(|idx| atoms.get(idx)).and_then(Atom::digits);
    let joined = atoms[at - 1].is_mark('/') || atoms[at - 1].is_mark('-');
    joined
        && !atoms[at - 1].spaced
        && before.is_some_and(|(value, n)| n != 4 || !(1000..=2199).contains(&value))
}

/// "nineteen ninety-six", "nineteen hundred", "two thousand and five".
fn spelled_year(numbers: &Numbers, atoms: &[Atom], at: usize) -> Option<Reading> {
    let head = find(&numbers.cardinals, atoms.get(at)?.word())?;
    if head == 2 {
        let (end, value) = numbers.words(atoms, at)?;
        return (2000..=2099).contains(&value).then_some(Reading { end, value });
    }
    if !(13..=20).contains(&head) {
        return None;
    }
    let (end, rest) = numbers.below_hundred(atoms, at + 1)?;
    (rest >= 10).then_some(Reading { end, value: head * 100 + rest })
}

fn read_short_year(_: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let atoms = place.atoms;
    let Some((value, 2)) = atoms.get(at + 1).and_then(Atom::digits) else { return };
    if atoms[at].is_mark('\'') && !atoms[at + 1].spaced && !goes_on(atoms, at + 2) {
        readings.push(Reading { end: at + 2, value: i64::from(value) });
    }
}

fn read_two_digits(_: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let digits = place.atoms.get(at).and_then(Atom::digits);
    if let Some((value, 2)) = digits.filter(|_| !goes_on(place.atoms, at + 1)) {
        readings.push(Reading { end: at + 1, value: i64::from(value) });
    }
}

fn read_any_number(_: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let digits = place.atoms.get(at).and_then(Atom::digits);
    if let Some((value @ 1..=9998, 1..=4)) = digits.filter(|_| !goes_on(place.atoms, at + 1)) {
        readings.push(Reading { end: at + 1, value: i64::from(value) });
    }
}

/// "1990s", "1990's", "'90s", "90s": the year without its last digit, or that digit alone.
fn read_decade(classes: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let atoms = place.atoms;
    let glued = |idx: usize| atoms.get(idx).filter(|atom| !atom.spaced);
    let quoted = usize::from(atoms.get(at).is_some_and(|atom| atom.is_mark('\'')));
    let digits = at + quoted;
    let value = match atoms.get(digits).and_then(Atom::digits) {
        Some((value @ 1000..=2199, 4)) if value % 10 == 0 && quoted == 0 => value / 10,
        Some((value @ 10..=99, 2)) if value % 10 == 0 => value / 10,
        _ => return,
    };
    if quoted == 1 && atoms[digits].spaced {
        return;
    }
    let s = digits + 1 + usize::from(glued(digits + 1).is_some_and(|atom| atom.is_mark('\'')));
    if glued(s).is_some_and(|atom| atom.word() == classes.numbers.letter_s) {
        readings.push(Reading { end: s + 1, value: i64::from(value) });
    }
}

/// A count in hundredths: "5", "1,200", "2.5", "2 1/2", "five", "a hundred", "two and a half".
fn read_count(classes: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let (atoms, numbers) = (place.atoms, &classes.numbers);
    let read = match atoms.get(at).map(Atom::digits) {
        Some(Some(_)) => digits_count(atoms, at),
        Some(None) => numbers.words(atoms, at).map(|(end, value)| (end, value.saturating_mul(100))),
        None => None,
    };
    let Some((end, value)) = read else { return };
    let is = |idx: usize, word: WordId| atoms.get(idx).is_some_and(|atom| atom.word() == word);
    if is(end, numbers.and) && is(end + 1, numbers.a) && is(end + 2, numbers.half) {
        readings.push(Reading { end: end + 3, value: value.saturating_add(50) });
    }
    readings.push(Reading { end, value });
}

fn digits_count(atoms: &[Atom], at: usize) -> Option<(usize, i64)> {
    let digits = |idx: usize| atoms.get(idx).and_then(Atom::digits);
    let glued_mark =
        |idx: usize, mark: char| atoms.get(idx).is_some_and(|atom| atom.is_mark(mark) && !atom.spaced);
    let glued = |idx: usize| atoms.get(idx).is_some_and(|atom| !atom.spaced);
    if at > 0 && glued(at) && is_joint(&atoms[at - 1]) {
        return None;
    }
    let (value, _) = digits(at)?;
    let mut value = i64::from(value);
    let mut end = at + 1;
    while let (true, true, Some((group, 3))) = (glued_mark(end, ','), glued(end + 1), digits(end + 1)) {
        value = value.saturating_mul(1000).saturating_add(i64::from(group));
        end += 2;
    }
    let mut value = value.saturating_mul(100);
    if let (true, true, Some((part, n @ 1..=2))) = (glued_mark(end, '.'), glued(end + 1), digits(end + 1)) {
        value = value.saturating_add(i64::from(part) * if n == 1 { 10 } else { 1 });
        end += 2;
    } else if let (Some((over @ 1..=9, 1)), true, Some((under @ 2..=9, 1))) =
        (digits(end), glued_mark(end + 1, '/'), digits(end + 2))
    {
        value = value.saturating_add(i64::from(over) * 100 / i64::from(under));
        end += 3;
    } else if atoms.get(end).is_some_and(|atom| atom.is_mark('½')) {
        value = value.saturating_add(50);
        end += 1;
    }
    Some((end, value))
}

/// "3 p.m.", "3:30pm", "11.30 a.m.".
fn read_clock(classes: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    readings.extend(clock(classes, place, at).filter(|(_, has_half)| *has_half).map(|(reading, _)| reading));
}

/// "3:30", "15:30".
fn read_clock_without_half(classes: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    readings.extend(clock(classes, place, at).filter(|(_, has_half)| !*has_half).map(|(reading, _)| reading));
}

/// A time of day, and whether it says which half of the day it lies in.
fn clock(classes: &Classes, place: &Place<'_>, at: usize) -> Option<(Reading, bool)> {
    let (atoms, numbers) = (place.atoms, &classes.numbers);
    let glued = |idx: usize| atoms.get(idx).filter(|atom| !atom.spaced);
    if at > 0 && !atoms[at].spaced && is_joint(&atoms[at - 1]) {
        return None;
    }
    let hour = match atoms.get(at).map(Atom::digits) {
        Some(Some((hour @ 0..=24, 1 | 2))) => i64::from(hour),
        Some(None) => match find(&numbers.cardinals, atoms[at].word()) {
            Some(hour @ 1..=12) => hour,
            _ => return None,
        },
        _ => return None,
    };
    let part = |idx: usize, marks: &[char]| {
        glued(idx).filter(|atom| marks.iter().any(|mark| atom.is_mark(*mark)))?;
        match glued(idx + 1).and_then(Atom::digits) {
            Some((value @ 0..=59, 2)) => Some(i64::from(value)),
            _ => None,
        }
    };
    let minute = part(at + 1, &[':', '.']);
    let colon = glued(at + 1).is_some_and(|atom| atom.is_mark(':'));
    let mut end = at + 1 + if minute.is_some() { 2 } else { 0 };
    let second = minute.and_then(|_| part(end, &[':']));
    end += if second.is_some() { 2 } else { 0 };
    let (half, after) = numbers.half_of_day(atoms, end);
    if (half.is_none() && !(minute.is_some() && colon)) || (half.is_some() && !(1..=12).contains(&hour)) {
        return None;
    }
    let hour = match half {
        Some(true) => hour % 12 + 12,
        Some(false) => hour % 12,
        None => hour,
    };
    if half.is_none() && goes_on(atoms, end) || hour > 24 {
        return None;
    }
    let value = hour * 3600 + minute.unwrap_or(0) * 60 + second.unwrap_or(0);
    Some((Reading { end: after, value }, half.is_some()))
}

impl Numbers {
    /// Reads "a.m." or "pm": whether it is the second half of the day, and where it ends.
    fn half_of_day(&self, atoms: &[Atom], at: usize) -> (Option<bool>, usize) {
        let word = |idx: usize| atoms.get(idx).map_or(UNKNOWN, Atom::word);
        let is_stop = |idx: usize| atoms.get(idx).is_some_and(|atom| atom.is_mark('.') && !atom.spaced);
        if word(at) == self.am || word(at) == self.pm {
            return (Some(word(at) == self.pm), at + 1);
        }
        let letter = word(at);
        if (letter == self.a || letter == self.letter_p) && is_stop(at + 1) && word(at + 2) == self.letter_m {
            return (Some(letter == self.letter_p), at + 3 + usize::from(is_stop(at + 3)));
        }
        (None, at)
    }
}

/// "Q3".
fn read_lettered_quarter(classes: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    readings.extend(
        lettered(place, at, classes.numbers.letter_q).filter(|reading| (1..=4).contains(&reading.value)),
    );
}

/// "H1".
fn read_lettered_half(classes: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    readings.extend(
        lettered(place, at, classes.numbers.letter_h).filter(|reading| (1..=2).contains(&reading.value)),
    );
}

/// A capital letter with one digit right behind it.
fn lettered(place: &Place<'_>, at: usize, letter: WordId) -> Option<Reading> {
    let (first, second) = (place.atoms.get(at)?, place.atoms.get(at + 1)?);
    let stands =
        first.word() == letter && first.is_capital() && !second.spaced && !goes_on(place.atoms, at + 2);
    let (value, 1) = second.digits().filter(|_| stands)? else { return None };
    Some(Reading { end: at + 2, value: i64::from(value) })
}

/// "0530", "2130": four digits as an hour and a minute.
fn read_hour24(_: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    if let Some((value, 4)) = place.atoms.get(at).and_then(Atom::digits) {
        let (hour, minute) = (i64::from(value / 100), i64::from(value % 100));
        if hour < 24 && minute < 60 {
            readings.push(Reading { end: at + 1, value: hour * 3600 + minute * 60 });
        }
    }
}

/// "2023-11-14", "2023/11/14".
fn read_iso_date(_: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let Some((parts, end)) = three_numbers(place.atoms, at, &['-', '/', '.']) else { return };
    if parts[0].1 == 4 {
        readings.extend(packed(parts[0].0, parts[1].0, parts[2].0).map(|value| Reading { end, value }));
    }
}

/// "10/30/89", "31/12/2020", "14.11.2023": month first unless that is impossible or the article is British.
fn read_numeric_date(_: &Classes, place: &Place<'_>, at: usize, readings: &mut Vec<Reading>) {
    let Some((parts, end)) = three_numbers(place.atoms, at, &['-', '/', '.']) else { return };
    let [(first, 1 | 2), (second, 1 | 2), (year, digits @ (2 | 4))] = parts else { return };
    let year = match digits {
        4 => year,
        _ if year < 50 => 2000 + year,
        _ => 1900 + year,
    };
    let dotted = place.atoms.get(at + 1).is_some_and(|atom| atom.is_mark('.'));
    if dotted && digits == 2 {
        return;
    }
    let (american, british) = (packed(year, first, second), packed(year, second, first));
    let value = if dotted || place.day_first { british.or(american) } else { american.or(british) };
    readings.extend(value.map(|value| Reading { end, value }));
}

type Digits = (u32, u8);

fn three_numbers(atoms: &[Atom], at: usize, marks: &[char]) -> Option<([Digits; 3], usize)> {
    let glued = |idx: usize| atoms.get(idx).filter(|atom| !atom.spaced);
    let mark = marks.iter().find(|mark| glued(at + 1).is_some_and(|atom| atom.is_mark(**mark)))?;
    glued(at + 3).filter(|atom| atom.is_mark(*mark))?;
    let joined = at > 0 && !atoms.get(at)?.spaced && (is_joint(&atoms[at - 1]) || atoms[at - 1].is_mark('/'));
    let parts = [atoms.get(at)?.digits()?, glued(at + 2)?.digits()?, glued(at + 4)?.digits()?];
    let more = glued(at + 5).is_some_and(|atom| atom.is_mark(*mark) && *mark != '.' && *mark != '-')
        || glued(at + 5).is_some_and(|atom| atom.digits().is_some());
    (!joined && !more).then_some((parts, at + 5))
}

fn packed(year: u32, month: u32, day: u32) -> Option<i64> {
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (date.year() > 0).then(|| i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day))
}
