//! What the trainer needs of this room: the same lines, features and links that reading uses.

pub use crate::tagger::{Part, Role};

use crate::draft::Draft;
use crate::features::describe;
use crate::forms::{Form, Forms};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::linker::{self, Pieces};
use crate::scorer::RoleModel;
use crate::{Cues, inner};
use whosaid_language::{Annotated, TokenRange};
use whosaid_linear::{Features, Model, Pair};
use whosaid_text::Span;

/// The paragraphs of an article that are read, ready to be described.
pub struct Lines {
    forms: Vec<Form>,
    lines: Vec<(TokenRange, Line)>,
}

impl Lines {
    /// Reads the paragraphs of an article.
    pub fn read(annotated: &Annotated) -> Self {
        let lexicon = Lexicon::english();
        let mut forms = Forms::new(&lexicon);
        let mut lines: Vec<(TokenRange, Line)> = Vec::new();
        for paragraph in annotated.paragraphs.iter().filter(|paragraph| paragraph.section.is_read()) {
            let before = lines.last().map(|(_, line)| line);
            let line = Line::of_paragraph(&mut forms, annotated, paragraph, before);
            lines.push((paragraph.tokens, line));
        }
        Lines { forms: forms.all().to_vec(), lines }
    }

    /// Reads contents, each as if it stood alone; those that are never searched are left out.
    pub fn of_contents(annotated: &Annotated, contents: &[TokenRange]) -> Self {
        let lexicon = Lexicon::english();
        let contents = contents.iter().copied().filter(|&tokens| inner::can_hold_one(annotated, tokens));
        let mut forms = Forms::new(&lexicon);
        let contents = contents.map(|tokens| inner::with_stop(annotated, tokens));
        let lines =
            contents.map(|tokens| (tokens, Line::of_content(&mut forms, annotated, tokens))).collect();
        Lines { forms: forms.all().to_vec(), lines }
    }

    /// The tokens of each paragraph.
    pub fn tokens(&self) -> impl Iterator<Item = TokenRange> + '_ {
        self.lines.iter().map(|(tokens, _)| *tokens)
    }

    /// Describes every token of one paragraph in turn; for the second pass, with the roles of the first.
    pub fn describe(&self, line_idx: usize, first: Option<&[Role]>, mut each: impl FnMut(&Features)) {
        let line = &self.lines[line_idx].1;
        let draft = first.map(|roles| Draft::new(line, roles));
        let mut features = Features::new();
        for place in 0..line.len() {
            features.clear();
            describe(&self.forms, line, place, &mut features);
            if let Some(draft) = &draft {
                draft.describe(place, &mut features);
            }
            each(&features);
        }
    }
}

/// Label of the linker: its one score.
pub const LINKER_LABELS: [&str; 1] = linker::LABELS;

/// A piece and its possible partners, each described. The last one stands for no partner.
pub struct Choice {
    /// The content or cue that looks for a partner.
    pub of: TokenRange,
    /// The cues or sources that it can have.
    pub candidates: Vec<TokenRange>,
    /// Features of each candidate, then of none.
    pub described: Vec<Vec<u32>>,
}

/// The choices that the linker has to make in a paragraph or content whose tokens have these roles.
pub fn choices(annotated: &Annotated, tokens: TokenRange, roles: &[Role]) -> Vec<Choice> {
    let mut features = Features::new();
    let pieces = Pieces::new(annotated, tokens, roles);
    let of = |idx: usize| pieces.all[idx].tokens;
    let describe = |choice: linker::Choice| {
        let candidates = choice.candidates.iter().map(|&idx| Some(idx)).chain([None]);
        let described = candidates.map(|candidate| {
            pieces.describe(&choice, candidate, &mut features);
            features.keys().to_vec()
        });
        let described = described.collect();
        Choice {
            of: of(choice.of),
            candidates: choice.candidates.iter().map(|&idx| of(idx)).collect(),
            described,
        }
    };
    pieces.choices().into_iter().map(describe).collect()
}

/// Source, cue and content spans of the attributions that these models find.
pub fn attributions(cues: &Cues, annotated: &Annotated) -> Vec<[Vec<Span>; 3]> {
    attributions_of(cues, annotated, &crate::tagger::tag(cues, annotated, None))
}

/// Source, cue and content spans of the attributions that the linker makes of these roles.
pub fn attributions_of(cues: &Cues, annotated: &Annotated, roles: &[Role]) -> Vec<[Vec<Span>; 3]> {
    let spans = |pieces: &[TokenRange]| pieces.iter().map(|&piece| annotated.span(piece)).collect();
    let linked = linker::link(cues, annotated, roles);
    linked.iter().map(|one| [spans(&one.source), spans(&one.cue), spans(&one.content)]).collect()
}

/// Cues with the models given instead of the built-in ones.
pub fn cues_with(first: &Model, second: &Model, linker: Model) -> Cues {
    Cues { tagger: RoleModel::new(Pair::new(first, second)), linker, ..Cues::english() }
}
