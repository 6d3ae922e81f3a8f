//! Disagreements between tellings, precision first: a pair is shown only where both sides speak of one thing.
//!
//! Each file finds one sort and says how sure it is; this one keeps the surest and gives them their sides.

mod ages;
mod alternatives;
mod corrected;
mod counted;
mod counts;
mod denials;
mod figures;
mod times;

pub(crate) use alternatives::Alternatives;
use alternatives::Members;
pub(crate) use counted::Counted;

use crate::alike::Figures;
use crate::corrections::Correction;
use crate::numbers::Quantity;
use crate::pairs::Compared;
use crate::tellings::Piece;
use crate::terms::{Names, Terms};
use crate::{Claim, ClaimRules, Conflict, ConflictKind, Side};
use std::collections::{BTreeMap, BTreeSet};
use whosaid_attribution::Reading;
use whosaid_language::Tag;
use whosaid_text::{ClaimId, Moment, RuleId, Span};

/// Conflicts of one kind and subject that are shown.
const MOST: usize = 2;
/// Assertions that are shown beside what one source denies.
const MOST_DENIED: usize = 3;
/// Conflicts that one telling may stand in.
const MOST_OF_TELLING: usize = 3;

/// Tokens of a telling in front of its subject: "that", "the".
const OPENING: u32 = 1;

/// Two tellings that do not agree, with how sure it is that they speak of one thing.
struct Found {
    kind: ConflictKind,
    a: usize,
    b: usize,
    sure: f32,
    about: String,
    rule: RuleId,
}

/// What all finders look at.
pub(crate) struct Told<'a> {
    pub rules: &'a ClaimRules,
    pub readings: &'a [Reading],
    pub pieces: &'a [Piece],
    pub terms: &'a [Terms],
    pub names: &'a Names,
}

/// A pair of tellings that share words.
struct Pair {
    a: usize,
    b: usize,
    figures: Figures,
    /// Probability that both tell one claim.
    likely: f32,
}

/// What disagrees in a story, and what it tells of the claims.
pub(crate) struct Disagreements {
    found: Vec<Found>,
    counts: Vec<Vec<usize>>,
}

/// Finds what disagrees in a story.
pub(crate) fn disagreements(told: &Told, corrections: &[Correction]) -> Disagreements {
    let mut found: Vec<Found> =
        corrections.iter().filter_map(|&correction| corrected::corrected(told, correction)).collect();
    let counts = counts::Counts::of(told);
    found.extend(counts.changes(told));
    found.extend(ages::ages(told));
    let may_be = MayConflict::new(told);
    Compared::new(told.terms.iter().collect()).each(
        |a, b| may_be.holds(a, b),
        |a, b, figures| {
            let pair = Pair { a, b, likely: told.rules.pairs.probability(figures), figures: *figures };
            // An article that tells two figures or times in its own voice tells them of two things.
            if told.pieces[a].article != told.pieces[b].article {
                if may_be.numbers[a] && may_be.numbers[b] {
                    found.extend(figures::figures(told, &pair));
                }
                if may_be.times[a] && may_be.times[b] {
                    found.extend(times::times(told, &pair));
                }
                if may_be.chooses[a] && may_be.chooses[b] {
                    found.extend(alternatives::alternatives(told, &pair, &may_be.members));
                }
            }
            if may_be.denies(a, b) {
                found.extend(denials::denial(told, &pair));
            }
        },
    );
    found.sort_by(|x, y| y.sure.total_cmp(&x.sure).then((x.a, x.b).cmp(&(y.a, y.b))));
    Disagreements { found, counts: counts.of_one_event(told) }
}

impl Disagreements {
    /// Tellings that count the same people of one event, whatever the figure: one claim each.
    pub fn counts(&self) -> &[Vec<usize>] {
        &self.counts
    }

    /// Each telling that denies, with what it denies and how surely.
    pub fn denials(&self) -> BTreeMap<usize, Vec<(usize, f32)>> {
        let denials = self.found.iter().filter(|found| found.kind == ConflictKind::Denial);
        let mut of_denier: BTreeMap<usize, Vec<(usize, f32)>> = BTreeMap::new();
        for found in denials {
            of_denier.entry(found.b).or_default().push((found.a, found.sure));
        }
        of_denier
    }

    /// The conflicts by kind, the surest first within each.
    pub fn conflicts(self, told: &Told, claims: &[Claim]) -> Vec<Conflict> {
        let claim_of = claims_of(claims);
        let claim_at = |at: usize| claim_of.get(&(told.pieces[at].article, told.pieces[at].span)).copied();
        few_and_sure(told, claim_at, self.found)
    }
}

/// Which pairs any finder can make something of: most can be passed over without being compared.
struct MayConflict<'a> {
    pieces: &'a [Piece],
    numbers: Vec<bool>,
    times: Vec<bool>,
    members: Vec<Members>,
    chooses: Vec<bool>,
    denies: Vec<bool>,
    asserts: Vec<bool>,
}

impl<'a> MayConflict<'a> {
    fn new(told: &Told<'a>) -> Self {
        let all = |has: &dyn Fn(usize) -> bool| (0..told.pieces.len()).map(has).collect();
        let members: Vec<Members> = (0..told.pieces.len()).map(|at| Members::of(told, at)).collect();
        MayConflict {
            pieces: told.pieces,
            numbers: all(&|at| !told.terms[at].quantities.is_empty()),
            times: all(&|at| times::gives_time(told, at)),
            chooses: all(&|at| !members[at].is_empty()),
            members,
            denies: all(&|at| denials::denies(told, at) || denials::says_no(told, at)),
            asserts: all(&|at| denials::asserts(told, at)),
        }
    }

    fn holds(&self, a: usize, b: usize) -> bool {
        let both = |has: &[bool]| has[a] && has[b];
        let across = self.pieces[a].article != self.pieces[b].article;
        self.denies(a, b) || across && (both(&self.numbers) || both(&self.times) || both(&self.chooses))
    }

    fn denies(&self, a: usize, b: usize) -> bool {
        self.denies[a] && self.asserts[b] || self.asserts[a] && self.denies[b]
    }
}

impl Told<'_> {
    /// When the article of a telling came out.
    fn moment(&self, at: usize) -> Option<Moment> {
        self.readings[self.pieces[at].article].annotated.article.published.value
    }

    /// Days between the articles of two tellings; `None` where one has no date.
    fn days_between(&self, a: usize, b: usize) -> Option<i32> {
        Some((self.moment(a)?.day.ordinal() - self.moment(b)?.day.ordinal()).abs())
    }

    /// Words of the article of a telling.
    fn words(&self, at: usize, span: Span) -> &str {
        self.readings[self.pieces[at].article].annotated.article.text.slice(span)
    }

    /// The words of a number, with those that say how exact it is.
    fn number(&self, at: usize, number: &Quantity) -> &str {
        self.readings[self.pieces[at].article].annotated.words(number.tokens)
    }

    /// Whether both tellings rest on one someone, or on nobody in one article.
    fn one_voice(&self, a: usize, b: usize) -> bool {
        let speakers = (self.terms[a].speaker, self.terms[b].speaker);
        let same_article = self.pieces[a].article == self.pieces[b].article;
        matches!(speakers, (Some(a), Some(b)) if a == b)
            || same_article && self.pieces[a].chain == self.pieces[b].chain
    }

    /// Whether the times of two tellings can be of one event: one of them tells none, or one holds the other.
    fn one_time(&self, a: usize, b: usize) -> bool {
        match (self.terms[a].when.as_deref(), self.terms[b].when.as_deref()) {
            (Some(a), Some(b)) => a.starts_with(b) || b.starts_with(a),
            _ => true,
        }
    }

    /// Whom a telling says something of: the one with whose name it begins, if a verb follows; `None` where that is a
    /// thing of someone, or it begins otherwise.
    fn subject(&self, at: usize) -> Option<u32> {
        let piece = &self.pieces[at];
        let annotated = &self.readings[piece.article].annotated;
        let tags = annotated.tags.get(piece.tokens.range())?;
        let verb = piece.tokens.start + tags.iter().position(|tag| tag.is_finite())? as u32;
        let from = annotated.mentions.partition_point(|mention| mention.tokens.start < piece.tokens.start);
        let first = annotated.mentions[from..].first()?;
        let begins = first.tokens.start <= piece.tokens.start + OPENING && first.tokens.end <= verb;
        let is_owner = tags.get((first.tokens.end - piece.tokens.start) as usize) == Some(&Tag::POS);
        self.names.get(&(piece.article, first.entity)).copied().filter(|_| begins && !is_owner)
    }

    /// Whether two tellings can say something of one someone.
    fn of_one_subject(&self, a: usize, b: usize) -> bool {
        match (self.subject(a), self.subject(b)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }

    /// Whether a figure of a later article replaces an earlier one.
    fn is_later(&self, a: usize, b: usize) -> bool {
        match (self.moment(a), self.moment(b)) {
            (Some(a), Some(b)) => a.day != b.day || (a.clock.is_some() && b.clock.is_some() && a != b),
            _ => false,
        }
    }

    /// Two numbers of one thing; a number that is told at a later time may update the earlier one.
    fn two_numbers(
        &self,
        unit: &str,
        (a, x): (usize, &Quantity),
        (b, y): (usize, &Quantity),
        may_update: bool,
        sure: f32,
    ) -> Found {
        let (kind, rule, joint) = if may_update && self.is_later(a, b) {
            (ConflictKind::Update, "conflict/later-figure", ", then ")
        } else {
            (ConflictKind::Number, "conflict/number", " or ")
        };
        let (a, x, b, y) = if self.moment(b) < self.moment(a) { (b, y, a, x) } else { (a, x, b, y) };
        let about = format!("{unit}: {}{joint}{}", self.number(a, x), self.number(b, y));
        Found { kind, a, b, sure, about, rule: RuleId::new(rule) }
    }
}

/// The claim of each telling, by article and words.
fn claims_of(claims: &[Claim]) -> BTreeMap<(usize, Span), ClaimId> {
    let tellings =
        claims.iter().flat_map(|claim| claim.tellings.iter().map(move |telling| (claim.id, telling)));
    tellings.map(|(id, telling)| ((telling.article, telling.span), id)).collect()
}

/// Keeps the surest of each subject and of each telling, once for two articles, the earlier side first.
fn few_and_sure(
    told: &Told,
    claim_at: impl Fn(usize) -> Option<ClaimId>,
    found: Vec<Found>,
) -> Vec<Conflict> {
    let mut of_telling: BTreeMap<usize, usize> = BTreeMap::new();
    let mut of_subject: BTreeMap<(ConflictKind, String), usize> = BTreeMap::new();
    let mut told_once: BTreeSet<(ConflictKind, String, usize, usize)> = BTreeSet::new();
    let mut shown = Vec::new();
    for found in found {
        let articles = [found.a, found.b].map(|at| told.pieces[at].article);
        let n = of_subject.entry((found.kind, found.about.clone())).or_default();
        let full = |at: usize| of_telling.get(&at).copied().unwrap_or(0) >= MOST_OF_TELLING;
        let most = if found.kind == ConflictKind::Denial { MOST_DENIED } else { MOST };
        let again =
            (found.kind, found.about.clone(), articles[0].min(articles[1]), articles[0].max(articles[1]));
        if *n >= most || full(found.a) || full(found.b) || told_once.contains(&again) {
            continue;
        }
        let side = |at: usize| {
            let piece = &told.pieces[at];
            Some(Side { claim: claim_at(at)?, article: piece.article, span: piece.span })
        };
        let later = told.moment(found.b) < told.moment(found.a);
        let (first, second) = if later { (found.b, found.a) } else { (found.a, found.b) };
        let (Some(a), Some(b)) = (side(first), side(second)) else { continue };
        *n += 1;
        told_once.insert(again);
        for at in [found.a, found.b] {
            *of_telling.entry(at).or_default() += 1;
        }
        shown.push(Conflict { kind: found.kind, about: found.about, a, b, rule: found.rule });
    }
    shown.sort_by_key(|conflict| conflict.kind);
    shown
}
