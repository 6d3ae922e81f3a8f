//! [`Expression`]: a time as it is written, found by the rules and not yet counted from any date.

use crate::atoms::{Atom, AtomKind, cut};
use crate::classes::Place;
use crate::fields::Fields;
use crate::pattern::Match;
use crate::rules::{Loaded, Neighbor, Rule};
use crate::tense::Tense;
use std::ops::Range;
use whosaid_language::{Annotated, TokenRange};
use whosaid_text::Span;

/// How the fields of an expression are turned into a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// A date by its parts; missing ones come from the anchor.
    Date,
    /// The unit that holds the anchor, moved by `offset` or `dir`: "today", "last week".
    Shift,
    /// `count` units from the anchor: "two weeks ago".
    Ago,
    /// The unit of the last time told: "that year".
    Told,
    /// The quarter or year before the one that is spoken of: "a year earlier".
    YearEarlier,
    /// The quarter last told, in another year: "the 1988 period".
    YearPeriod,
    /// A named day.
    Holiday,
    /// A time of day on the day that is spoken of.
    Time,
    Decade,
    Century,
    Duration,
    Set,
    /// A value that the rule gives.
    Fixed,
    /// Words that look like a time and are none.
    None,
}

impl Operation {
    /// Whether later expressions may be counted from its value.
    pub(crate) fn sets_anchor(self) -> bool {
        !matches!(
            self,
            Operation::YearEarlier
                | Operation::YearPeriod
                | Operation::Decade
                | Operation::Century
                | Operation::Fixed
        )
    }

    pub(crate) fn named(name: &str) -> Option<Operation> {
        Some(match name {
            "date" => Operation::Date,
            "shift" => Operation::Shift,
            "ago" => Operation::Ago,
            "told" => Operation::Told,
            "year-period" => Operation::YearPeriod,
            "year-earlier" => Operation::YearEarlier,
            "holiday" => Operation::Holiday,
            "time" => Operation::Time,
            "decade" => Operation::Decade,
            "century" => Operation::Century,
            "duration" => Operation::Duration,
            "set" => Operation::Set,
            "fixed" => Operation::Fixed,
            "none" => Operation::None,
            _ => return None,
        })
    }
}

/// A time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expression {
    pub(crate) span: Span,
    pub(crate) rule: u16,
    pub(crate) fields: Fields,
    pub(crate) tense: Option<Tense>,
    pub(crate) paragraph_idx: u32,
    /// Whether it stands at the head of its sentence.
    pub(crate) leads: bool,
}

/// Longest row of tokens that is looked at in one piece.
const PIECE: u32 = 4096;

/// Finds the expressions of an article, by position; none overlap.
pub(crate) fn find(loaded: &Loaded, annotated: &Annotated) -> Vec<Expression> {
    let day_first = is_british(annotated);
    let mut finder =
        Finder { loaded, annotated, day_first, atoms: Vec::new(), matches: Vec::new(), found: Vec::new() };
    for (paragraph_idx, paragraph) in annotated.paragraphs.iter().enumerate() {
        if paragraph.section.is_read() {
            let mut rest = paragraph.tokens;
            while !rest.is_empty() {
                let end = rest.end.min(rest.start.saturating_add(PIECE));
                finder.read_piece(TokenRange { start: rest.start, end }, paragraph_idx as u32);
                rest.start = end;
            }
        }
    }
    finder.found
}

struct Finder<'a> {
    loaded: &'a Loaded,
    annotated: &'a Annotated,
    /// Whether 3/4 is the third of April.
    day_first: bool,
    atoms: Vec<Atom>,
    matches: Vec<Match>,
    found: Vec<Expression>,
}

impl Finder<'_> {
    fn read_piece(&mut self, tokens: TokenRange, paragraph_idx: u32) {
        let span = self.annotated.span(tokens);
        self.atoms.clear();
        cut(&self.loaded.vocabulary, &self.annotated.article.text, span, &mut self.atoms);
        let mut at = 0;
        let mut previous: Option<(usize, Fields)> = None;
        while at < self.atoms.len() {
            if !self.loaded.tree.may_begin(&self.atoms[at]) {
                at += 1;
                continue;
            }
            match self.best_at(at, previous) {
                Some(found) => {
                    self.accept(&found, paragraph_idx);
                    previous = Some((found.end, found.fields));
                    at = found.end;
                }
                None => at += 1,
            }
        }
    }

    /// The longest match that begins here and whose rule allows its neighbors; of equal ones the first rule's.
    fn best_at(&mut self, at: usize, previous: Option<(usize, Fields)>) -> Option<Match> {
        self.matches.clear();
        let place = Place { atoms: &self.atoms, day_first: self.day_first };
        self.loaded.tree.matches(&self.loaded.classes, &place, at, &mut self.matches);
        let behind = previous.filter(|(end, _)| *end == at).map(|(_, fields)| fields);
        let best = self.matches.iter().filter(|found| self.is_allowed(found, behind.as_ref())).max_by_key(
            |found| {
                let rule = &self.loaded.rules[usize::from(found.rule)];
                let first = rule.follows.is_some() || rule.operation == Operation::None;
                (found.end, found.looked_to, first, std::cmp::Reverse(found.rule))
            },
        )?;
        let mut best = *best;
        let rule = &self.loaded.rules[usize::from(best.rule)];
        rule_fields(rule, &mut best.fields);
        if rule.follows.is_some() {
            best.fields.fill_from(&behind?);
        }
        Some(best)
    }

    fn is_allowed(&self, found: &Match, behind: Option<&Fields>) -> bool {
        let rule = &self.loaded.rules[usize::from(found.rule)];
        let atoms = &self.atoms;
        let follows = rule.follows.is_none_or(|field| behind.is_some_and(|fields| fields.has(field)));
        let capital = !rule.capital || atoms[found.start].is_capital();
        let is_before =
            |neighbor: &Neighbor| stands(atoms, found.start.checked_sub(1), *neighbor, found.start);
        let is_behind = |neighbor: &Neighbor| stands(atoms, Some(found.end), *neighbor, found.end);
        let lower = !rule.lower || !atoms[found.start].is_capital();
        follows
            && capital
            && lower
            && (rule.after.is_empty() || rule.after.iter().any(is_before))
            && !rule.not_after.iter().any(is_before)
            && (rule.before.is_empty() || rule.before.iter().any(is_behind))
            && !rule.not_before.iter().any(is_behind)
    }

    fn accept(&mut self, found: &Match, paragraph_idx: u32) {
        if self.loaded.rules[usize::from(found.rule)].operation == Operation::None {
            return;
        }
        let (Some(first), Some(last)) = (self.atoms.get(found.start), self.atoms.get(found.end - 1)) else {
            return;
        };
        let span = first.span().cover(last.span());
        let sentence = self.sentence(span);
        let leads = found.start <= sentence.start + crate::tense::LEADING;
        let tense = self.loaded.tenses.tense(&self.atoms, sentence, found.start..found.end);
        let Match { rule, fields, .. } = *found;
        self.found.push(Expression { span, rule, fields, tense, paragraph_idx, leads });
    }

    /// The atoms of the sentence that a span begins in.
    fn sentence(&self, span: Span) -> Range<usize> {
        let tokens = self.annotated.tokens_in(span);
        let sentence_idx = self.annotated.sentence_of(tokens.start as usize);
        let Some(sentence) = self.annotated.sentences.get(sentence_idx) else { return 0..self.atoms.len() };
        let words = self.annotated.span(sentence.tokens);
        let start = self.atoms.partition_point(|atom| atom.start < words.start());
        let end = self.atoms.partition_point(|atom| atom.start < words.end());
        start..end.max(start)
    }
}

fn rule_fields(rule: &Rule, fields: &mut Fields) {
    let mut all = rule.fixed;
    all.fill_from(fields);
    *fields = all;
}

/// Whether a neighbor stands at an atom. `None` is the place before the first atom; `border` is the atom that begins
/// there or ends before it.
fn stands(atoms: &[Atom], at: Option<usize>, neighbor: Neighbor, border: usize) -> bool {
    let atom = at.and_then(|at| atoms.get(at));
    let Some(atom) = atom else { return neighbor == Neighbor::Border };
    match neighbor {
        Neighbor::Word(word) => word != 0 && atom.word() == word,
        Neighbor::Mark(mark) => atom.is_mark(mark),
        Neighbor::Number => atom.digits().is_some(),
        Neighbor::Capital => atom.is_capital(),
        Neighbor::Lower => atom.is_word() && !atom.is_capital(),
        Neighbor::Border => matches!(atom.kind, AtomKind::Mark('.' | '!' | '?' | '"' | '“' | ':' | ';')),
        Neighbor::Glued => {
            !matches!(atom.kind, AtomKind::Mark(_)) && atoms.get(border).is_some_and(|atom| !atom.spaced)
        }
    }
}

/// Whether the article's address ends like a British one, where 3/4 is the third of April.
fn is_british(annotated: &Annotated) -> bool {
    let article = &annotated.article;
    let address = article.url.as_deref().or(article.outlet.as_deref()).unwrap_or("");
    let host = address.split("//").last().unwrap_or("").split('/').next().unwrap_or("");
    [".uk", ".ie", ".au", ".nz", ".in"].iter().any(|ending| host.ends_with(ending))
}
