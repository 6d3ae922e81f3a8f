//! Source, cue and content tagged token by token: a linear model over each paragraph, best path by Viterbi.

use crate::Cues;
use crate::features::describe;
use crate::line::Line;
use whosaid_language::Annotated;
use whosaid_linear::{Features, viterbi};

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
pub(crate) fn tag(cues: &Cues, annotated: &Annotated) -> Vec<Role> {
    let mut roles = vec![Role::O; annotated.tokens.len()];
    let mut before: Option<Line> = None;
    for (paragraph_idx, paragraph) in annotated.paragraphs.iter().enumerate() {
        if !paragraph.section.is_read() {
            continue;
        }
        let line = Line::read(&cues.lexicon, annotated, paragraph_idx, before.as_ref());
        tag_line(cues, &line, &mut roles[paragraph.tokens.range()]);
        before = Some(line);
    }
    roles
}

fn tag_line(cues: &Cues, line: &Line, roles: &mut [Role]) {
    let n = Role::ALL.len();
    let mut emissions = vec![0; line.len() * n];
    let mut features = Features::new();
    for (place, scores) in emissions.chunks_exact_mut(n).enumerate() {
        features.clear();
        describe(line, place, &mut features);
        cues.tagger.add_scores(features.keys(), scores);
    }
    for (role, label) in roles.iter_mut().zip(viterbi(&emissions, cues.tagger.transitions())) {
        *role = Role::ALL[label];
    }
}
