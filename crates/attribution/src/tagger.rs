//! Source, cue and content tagged token by token: two linear passes over each paragraph, best
//! path by Viterbi. The second pass sees the roles that the first one gave. Where an encoder gives its scores, they decide
//! alone.

use crate::draft::Draft;
use crate::line::Line;
use crate::scorer::Scorer;
use crate::{Cues, RoleScores};
use whosaid_language::{Annotated, TokenRange};
use whosaid_linear::{PairSums, TokenScores, Transitions, viterbi};

/// Role of a token, BIO coded: the labels of the tagger, in the order of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Role {
    /// Outside.
    O,
    /// First of a source.
    BeginSource,
    /// Inside a source.
    InSource,
    /// First of a cue.
    BeginCue,
    /// Inside a cue.
    InCue,
    /// First of a content.
    BeginContent,
    /// Inside a content.
    InContent,
}

/// What a piece is, whichever of its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Who says it.
    Source,
    /// The words that signal it.
    Cue,
    /// What is said.
    Content,
}

impl Role {
    /// All roles in the order of the model.
    pub const ALL: [Role; 7] = [
        Role::O,
        Role::BeginSource,
        Role::InSource,
        Role::BeginCue,
        Role::InCue,
        Role::BeginContent,
        Role::InContent,
    ];
    /// Their names in the model file.
    pub const NAMES: [&str; 7] = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"];

    /// The role of a token of a piece.
    pub fn of(part: Part, begins: bool) -> Role {
        match (part, begins) {
            (Part::Source, true) => Role::BeginSource,
            (Part::Source, false) => Role::InSource,
            (Part::Cue, true) => Role::BeginCue,
            (Part::Cue, false) => Role::InCue,
            (Part::Content, true) => Role::BeginContent,
            (Part::Content, false) => Role::InContent,
        }
    }

    /// The piece it belongs to.
    pub fn part(self) -> Option<Part> {
        match self {
            Role::O => None,
            Role::BeginSource | Role::InSource => Some(Part::Source),
            Role::BeginCue | Role::InCue => Some(Part::Cue),
            Role::BeginContent | Role::InContent => Some(Part::Content),
        }
    }

    /// Whether a piece begins here.
    pub fn begins(self) -> bool {
        matches!(self, Role::BeginSource | Role::BeginCue | Role::BeginContent)
    }
}

/// One role a token.
pub(crate) fn tag(cues: &Cues, annotated: &Annotated, scores: Option<RoleScores<'_>>) -> Vec<Role> {
    tag_all(&mut Scorer::new(cues), annotated, scores)
}

/// One role a token of the paragraphs that are read.
pub(crate) fn tag_all<'a>(
    scorer: &mut Scorer<'a>,
    annotated: &'a Annotated,
    scores: Option<RoleScores<'_>>,
) -> Vec<Role> {
    let mut roles = vec![Role::O; annotated.tokens.len()];
    let mut before: Option<Line> = None;
    for paragraph in annotated.paragraphs.iter().filter(|paragraph| paragraph.section.is_read()) {
        let line = Line::of_paragraph(&mut scorer.forms, annotated, paragraph, before.as_ref());
        let found = tag_by(scorer, &line, paragraph.tokens, scores.map(|scores| scores.outer));
        roles[paragraph.tokens.range()].copy_from_slice(&found);
        before = Some(line);
    }
    roles
}

/// One role a token of a line, by the scores of an encoder for its tokens or by the linear passes alone.
pub(crate) fn tag_by(
    scorer: &mut Scorer<'_>,
    line: &Line,
    tokens: TokenRange,
    scores: Option<&TokenScores>,
) -> Vec<Role> {
    match scores {
        Some(scores) => best_scored(scores, tokens),
        None => tag_line(scorer, line),
    }
}

/// Both passes over one paragraph. The first pass's features are looked up once for both. Where the first finds
/// nothing, the second is spared.
fn tag_line(scorer: &mut Scorer<'_>, line: &Line) -> Vec<Role> {
    let mut sums = scorer.sums(line);
    let roles = best_roles(sums.iter().map(PairSums::first), scorer.transitions().0);
    if roles.iter().all(|&role| role == Role::O) {
        return roles;
    }
    scorer.add_drafted(&Draft::new(line, &roles), &mut sums);
    best_roles(sums.iter().map(PairSums::second), scorer.transitions().1)
}

/// The best path through an encoder's scores.
fn best_scored(scores: &TokenScores, tokens: TokenRange) -> Vec<Role> {
    scores.best(tokens.range()).into_iter().map(|label| Role::ALL[label]).collect()
}

fn best_roles<'a>(sums: impl Iterator<Item = &'a [i16]>, transitions: &Transitions) -> Vec<Role> {
    let emissions: Vec<i32> =
        sums.flat_map(|sums| sums[..Role::ALL.len()].iter().map(|&sum| i32::from(sum))).collect();
    viterbi(&emissions, transitions).into_iter().map(|label| Role::ALL[label]).collect()
}
