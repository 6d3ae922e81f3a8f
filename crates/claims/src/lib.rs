//! Story to Dossier: claims from tellings, independent origins, status, conflicts, timeline, credits.
//!
//! Start with [`weigh`], then [`Dossier`]. This room says who said, repeated, denied and changed; never what is true.

mod alike;
mod claims;
mod conflicts;
mod corrections;
mod credits;
mod described;
mod gists;
mod independence;
mod linkage;
mod members;
mod numbers;
mod pairs;
mod ranking;
mod rows;
mod statement;
mod tellings;
mod terms;
mod ties;
mod timeline;
mod windows;
mod words;

pub use alike::{FIGURE_NAMES, Figures, N_FIGURES, PairModel};
pub use ties::{Place, Tie};

use independence::Witnesses;
use std::collections::BTreeSet;
use tellings::Piece;
use terms::Terms;
use whosaid_attribution::{Hop, Reading, Stance};
use whosaid_language::{Lexicon, TokenRange};
use whosaid_story::{Story, WordWeights};
use whosaid_text::{AttributionId, ClaimId, Day, RuleId, Span};

/// What this room knows of English.
#[derive(Clone, Debug)]
pub struct ClaimRules {
    /// How much words say.
    pub words: WordWeights,
    /// Whether two tellings tell one claim.
    pub pairs: PairModel,
    /// Words that give credit to an outlet.
    credits: credits::CreditWords,
    /// Words by what they do.
    words_of_claims: words::ClaimWords,
    /// The English of numbers.
    numbers: numbers::NumberWords,
    /// Words that tell what a number counts.
    counted: conflicts::Counted,
    /// Words that exclude each other.
    alternatives: conflicts::Alternatives,
}

impl ClaimRules {
    /// The English that is built into the program.
    pub fn english() -> Self {
        ClaimRules {
            words: whosaid_story::StoryRules::english().words,
            pairs: PairModel::read(include_str!("../../../models/en/same-claim.tsv")),
            credits: credits::CreditWords::read(include_str!("../../../data/en/claims/credits.txt")),
            words_of_claims: words::ClaimWords::read(include_str!("../../../data/en/claims/words.txt")),
            numbers: numbers::NumberWords::read(include_str!("../../../data/en/claims/numbers.txt")),
            counted: conflicts::Counted::read(include_str!("../../../data/en/claims/counted.txt")),
            alternatives: conflicts::Alternatives::read(include_str!(
                "../../../data/en/claims/alternatives.txt"
            )),
        }
    }

    /// Whether a word says that something is not so.
    pub(crate) fn is_negation(&self, word: &str) -> bool {
        self.words_of_claims.negation.holds(word)
    }
}

/// What a story says, and on whose word.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The story.
    pub story: Story,
    /// Claims by rank: what a reader must know first.
    pub claims: Vec<Claim>,
    /// Disagreements between tellings.
    pub conflicts: Vec<Conflict>,
    /// What happened when, by time.
    pub timeline: Vec<TimelineEntry>,
    /// Outlets that credit outlets.
    pub credits: Vec<Credit>,
    /// For undated articles: when they must have been written.
    pub windows: Vec<Window>,
}

impl Dossier {
    /// The claim of an id; as a rule it stands at the place that its id names.
    pub fn claim(&self, id: ClaimId) -> Option<&Claim> {
        let at_place = self.claims.get(id.idx()).filter(|claim| claim.id == id);
        at_place.or_else(|| self.claims.iter().find(|claim| claim.id == id))
    }
}

/// Why a conclusion was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The rule or model.
    pub rule: RuleId,
    /// How much it weighs, in the rule's own scale.
    pub weight: f32,
    /// What it saw, in words.
    pub words: String,
}

/// When an undated article must have been written, as far as its words tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Index of the article.
    pub article: usize,
    /// Not before this day.
    pub not_before: Option<Day>,
    /// Not after this day.
    pub not_after: Option<Day>,
    /// The words each bound rests on, and the reason.
    pub why: Vec<(Span, Reason)>,
}

/// What several tellings have in common.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its number, by rank.
    pub id: ClaimId,
    /// The words of its clearest telling.
    pub gist: String,
    /// How it stands.
    pub status: Status,
    /// How many independent origins stand behind it.
    pub origins: Origins,
    /// Index of the article that told it first in this collection; `None` where times do not tell.
    pub earliest: Option<usize>,
    /// Its tellings, by time of their article, then position.
    pub tellings: Vec<Telling>,
    /// Whether a page folds it away: one outlet tells it, or no two outlets surely tell the same, and nobody disputes it.
    pub folded: bool,
    /// Why it has its rank and its status.
    pub why: Vec<Reason>,
}

impl Claim {
    /// The tellings that stand behind it: those that do not deny, question or decline it, or all where none is left.
    pub fn backing(&self) -> Vec<&Telling> {
        let backing: Vec<&Telling> =
            self.tellings.iter().filter(|telling| stands_behind(telling.stance)).collect();
        if backing.is_empty() { self.tellings.iter().collect() } else { backing }
    }

    /// Those of the tellings behind it that are sure enough to count for its origins.
    pub fn sure_backing(&self) -> Vec<&Telling> {
        let backing = self.backing();
        let most = backing.iter().map(|telling| telling.confidence).fold(0.0, f32::max);
        backing.into_iter().filter(|telling| telling.confidence >= independence::CORE * most).collect()
    }
}

/// Whether someone of this stance stands behind a claim: who denies, questions or declines it does not.
pub(crate) fn stands_behind(stance: Stance) -> bool {
    !matches!(stance, Stance::Denies | Stance::NoComment | Stance::Questions)
}

/// One place where one article states a claim.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Index of the article.
    pub article: usize,
    /// The words.
    pub span: Span,
    /// The attribution it stands in, if any.
    pub attribution: Option<AttributionId>,
    /// The hops, outermost first; empty for the outlet's own voice.
    pub chain: Vec<Hop>,
    /// Stance toward the claim.
    pub stance: Stance,
    /// TIMEX3 value of when the telling says it happened.
    pub when: Option<String>,
    /// How sure it is that this tells the claim, 0 to 1: its likeness to the claim's other tellings, where the surest
    /// one has 1.
    pub confidence: f32,
    /// Why it counts as a telling of this claim.
    pub why: Vec<Reason>,
}

/// How a claim stands. Never whether it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// At least two independent origins for certain.
    Corroborated,
    /// One origin.
    SingleOrigin,
    /// Sources disagree.
    Contested,
    /// Denied.
    Denied,
    /// Corrected.
    Corrected,
    /// Told in the outlets' own voice only.
    Unattributed,
}

impl Status {
    /// The word in JSON and on screens.
    pub fn name(self) -> &'static str {
        match self {
            Status::Corroborated => "corroborated",
            Status::SingleOrigin => "single-origin",
            Status::Contested => "contested",
            Status::Denied => "denied",
            Status::Corrected => "corrected",
            Status::Unattributed => "unattributed",
        }
    }
}

/// Independent origins: a range with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    /// At least so many.
    pub min: u32,
    /// At most so many.
    pub max: u32,
    /// Why, in words.
    pub why: Vec<String>,
}

/// Two extracts that do not agree.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// In what they disagree.
    pub kind: ConflictKind,
    /// What it is about, in words of the tellings.
    pub about: String,
    /// One side.
    pub a: Side,
    /// The other side.
    pub b: Side,
    /// The rule that found it.
    pub rule: RuleId,
}

/// One side of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// The claim it belongs to.
    pub claim: ClaimId,
    /// Index of the article.
    pub article: usize,
    /// The words.
    pub span: Span,
}

/// In what two extracts disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConflictKind {
    /// A number of the same thing at the same time.
    Number,
    /// When it happened.
    Date,
    /// Where it happened.
    Place,
    /// Who did it.
    Who,
    /// What happened.
    What,
    /// One side denies it.
    Denial,
    /// A later figure replaces an earlier one.
    Update,
}

impl ConflictKind {
    /// The word in JSON and on screens.
    pub fn name(self) -> &'static str {
        match self {
            ConflictKind::Number => "number",
            ConflictKind::Date => "date",
            ConflictKind::Place => "place",
            ConflictKind::Who => "who",
            ConflictKind::What => "what",
            ConflictKind::Denial => "denial",
            ConflictKind::Update => "update",
        }
    }
}

/// When something happened, as an article tells it.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// TIMEX3 value of a day, month or year, or a date-time.
    pub when: String,
    /// What happened, in the article's words.
    pub what: String,
    /// The claim it belongs to, if any.
    pub claim: Option<ClaimId>,
    /// Index of the article.
    pub article: usize,
    /// The words it rests on.
    pub span: Span,
    /// Whether the article tells it as still to come.
    pub future: bool,
    /// The rule that read the time.
    pub rule: RuleId,
}

/// One outlet crediting another.
#[derive(Clone, Debug, PartialEq)]
pub struct Credit {
    /// Index of the article that gives credit.
    pub article: usize,
    /// Name of the outlet credited.
    pub outlet: String,
    /// Index of the credited outlet's article, where it is in the collection.
    pub to: Option<usize>,
    /// The words that give credit.
    pub span: Span,
    /// Whether it credits the outlet with being first.
    pub first_report: bool,
}

/// A pair of tellings that are compared, for the trainer of the pair model.
#[derive(Clone, Debug)]
pub struct ComparedPair {
    /// Article index and words of one.
    pub a: (usize, Span),
    /// Article index and words of the other.
    pub b: (usize, Span),
    /// Its figures.
    pub figures: Figures,
}

/// The pairs of a story's tellings that are compared.
pub fn compared_pairs(rules: &ClaimRules, readings: &[Reading], story: &Story) -> Vec<ComparedPair> {
    let pieces = pieces(rules, readings, story);
    let terms = terms::terms(rules, readings, &terms::names(readings, story), &pieces);
    let at = |idx: usize| (pieces[idx].article, pieces[idx].span);
    let mut found = Vec::new();
    pairs::Compared::new(terms.iter().collect()).each(
        |_, _| true,
        |a, b, figures| found.push(ComparedPair { a: at(a), b: at(b), figures: *figures }),
    );
    found
}

/// What one article states, read alone: its tellings by position, as they would stand in a story.
pub fn tellings_of(rules: &ClaimRules, reading: &Reading) -> Vec<Telling> {
    stated(rules, 0, reading).iter().map(|piece| piece.telling(1.0)).collect()
}

/// What the articles of a story state.
fn pieces(rules: &ClaimRules, readings: &[Reading], story: &Story) -> Vec<Piece> {
    story.articles.iter().flat_map(|&idx| stated(rules, idx, &readings[idx])).collect()
}

/// What an article states: pieces that say or date something.
fn stated(rules: &ClaimRules, article: usize, reading: &Reading) -> Vec<Piece> {
    let mut cut = tellings::pieces(&rules.words_of_claims, article, reading);
    cut.retain(|piece| {
        let told = terms::states_something(rules, reading, piece) || gives_time(reading, piece);
        told && !is_button(rules, reading, piece)
    });
    cut
}

/// Whether a piece is a button of the page: "Hide Caption 7 of 30".
fn is_button(rules: &ClaimRules, reading: &Reading, piece: &Piece) -> bool {
    let TokenRange { start, end } = piece.tokens;
    rules.words_of_claims.buttons.stands_at(&reading.annotated, start as usize, end as usize)
}

/// Whether a piece says when something happened.
fn gives_time(reading: &Reading, piece: &Piece) -> bool {
    let from = reading.times.partition_point(|time| time.span.end() <= piece.span.start());
    reading.times.get(from).is_some_and(|time| time.span.start() < piece.span.end())
}

/// Weighs a story: what is claimed in it, by whom, and how the tellings stand to each other.
pub fn weigh(lexicon: &Lexicon, rules: &ClaimRules, readings: &[Reading], story: Story) -> Dossier {
    weigh_with(lexicon, rules, readings, story, &[])
}

/// Weighs a story whose reader decided that some tellings tell one claim, or do not. Later ties win.
pub fn weigh_with(
    lexicon: &Lexicon,
    rules: &ClaimRules,
    readings: &[Reading],
    story: Story,
    ties: &[Tie],
) -> Dossier {
    let mut pieces = pieces(rules, readings, &story);
    let names = terms::names(readings, &story);
    described::name_described(readings, &story, &names, &mut pieces);
    let terms = terms::terms(rules, readings, &names, &pieces);
    let witnesses = Witnesses::new(lexicon, readings, &names, &story);
    let corrections = corrections::corrections(&rules.words_of_claims, readings, &pieces, &terms);
    let told = conflicts::Told { rules, readings, pieces: &pieces, terms: &terms, names: &names };
    let disagreements = conflicts::disagreements(&told, &corrections);
    let denials = disagreements.denials();
    // A "no" is a stance toward the claim that it denies.
    denials.keys().for_each(|&denier| pieces[denier].stance = Stance::Denies);
    let weighed = Weighed {
        words: &rules.words_of_claims,
        readings,
        pieces: &pieces,
        terms: &terms,
        pairs: &rules.pairs,
        witnesses: &witnesses,
        corrected: corrections::Corrected::by(&corrections),
        deniers: denials.keys().copied().collect(),
    };
    let groups = claims::group(&rules.pairs, &terms);
    let told_by = members::n_articles(&pieces, &groups);
    let groups = members::without_strangers(&rules.pairs, &terms, groups);
    let mut members = members::Groups::new(groups, pieces.len());
    disagreements.counts().iter().for_each(|link| members.join(link));
    corrections::of_one_note(&corrections).iter().for_each(|wrong| members.part(wrong));
    denials.iter().for_each(|(&denier, denied)| members.put_beside(denier, denied));
    let mut claims = weighed.claims(ties::applied(ties, &pieces, members.sorted()));
    let windows = windows::windows(&rules.words_of_claims, readings, &story.articles, &pieces, &claims);
    claims.iter_mut().for_each(|claim| windows::settle_earliest(readings, &windows, claim));
    let outlet_of = |article: usize| witnesses.outlet(article).to_owned();
    let told = conflicts::Told { rules, readings, pieces: &pieces, terms: &terms, names: &names };
    Dossier {
        conflicts: disagreements.conflicts(&told, &claims),
        timeline: timeline::timeline(
            &rules.words_of_claims,
            readings,
            &story,
            &names,
            &pieces,
            &told_by,
            &claims,
        ),
        credits: credits::credits(lexicon, &rules.credits, readings, &story.articles, outlet_of),
        windows,
        claims,
        story,
    }
}

/// A story under way.
struct Weighed<'a> {
    words: &'a words::ClaimWords,
    readings: &'a [Reading],
    pieces: &'a [Piece],
    terms: &'a [Terms],
    pairs: &'a PairModel,
    witnesses: &'a Witnesses<'a>,
    corrected: corrections::Corrected,
    /// Tellings that deny another one.
    deniers: BTreeSet<usize>,
}

impl Weighed<'_> {
    /// The claims, what a reader must know first.
    fn claims(&self, groups: Vec<Vec<usize>>) -> Vec<Claim> {
        let claims = groups.iter().map(|group| (self.claim(group), group));
        let mut ranked: Vec<((f32, Claim), &Vec<usize>)> = claims.collect();
        ranked.sort_by(|((a, _), _), ((b, _), _)| b.total_cmp(a));
        let mut gists = gists::Gists::default();
        let told = ranked.into_iter().enumerate().map(|(n, ((_, claim), group))| {
            let (article, words) = gists.give(self.words, self.readings, self.pieces, self.terms, group);
            let gist = self.readings[article].annotated.read_on(words).into_owned();
            Claim { id: ClaimId(n as u32), gist, ..claim }
        });
        told.collect()
    }

    /// A claim with its rank, without number and gist.
    fn claim(&self, group: &[usize]) -> (f32, Claim) {
        let sureness = ranking::sureness(self.terms, group);
        let origins = independence::origins(self.witnesses, self.pieces, self.terms, group, &sureness);
        let status = match self.corrected.holds(self.terms, group) {
            true => Status::Corrected,
            false => independence::status(&origins, self.pieces, group, &self.deniers),
        };
        let strength = ranking::strength(self.pairs, self.terms, group);
        let (rank, why) = ranking::rank(self.witnesses, self.pieces, group, status, &origins, strength);
        let claim = Claim {
            id: ClaimId(0),
            gist: String::new(),
            status,
            origins,
            earliest: independence::earliest(self.readings, self.pieces, group),
            tellings: group.iter().zip(sureness).map(|(&at, sure)| self.pieces[at].telling(sure)).collect(),
            folded: ranking::is_folded(self.witnesses, self.pieces, group, status, strength),
            why,
        };
        (rank, claim)
    }
}

#[cfg(test)]
mod tests;
