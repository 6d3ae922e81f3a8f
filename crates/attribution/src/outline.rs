//! [`Outline`]: an attribution in the making, in positions of tokens.

use crate::linker::Linked;
use crate::meaning::Context;
use crate::{Aspect, Evidence, SourceKind, Stance};
use whosaid_language::TokenRange;
use whosaid_text::{EntityId, RuleId};

/// An attribution whose chain and stance are being worked out.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    pub source: Vec<TokenRange>,
    pub cue: Vec<TokenRange>,
    pub content: Vec<TokenRange>,
    pub confidence: f32,
    pub rule: RuleId,
    /// Hops, outermost first.
    pub hops: Vec<OutlineHop>,
    /// Set by a finder that knows it; otherwise the stance rules decide.
    pub stance: Option<Stance>,
    /// Whether the words are the article's own, so that there is nobody to name.
    pub own_voice: bool,
    /// Words for the one its source cites, where they were cut out of the content.
    pub cited: Option<TokenRange>,
    /// Whether it went into another one and is none of its own.
    pub merged: bool,
    pub why: Vec<Evidence>,
}

/// A hop in positions of tokens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OutlineHop {
    pub kind: SourceKind,
    pub words: TokenRange,
    pub entity: Option<EntityId>,
    pub resolved: Option<String>,
}

impl Outline {
    /// Starts from what the models linked.
    pub fn linked(linked: Linked) -> Self {
        let Linked { source, cue, content, confidence, .. } = linked;
        Outline::new(source, cue, content, confidence, RuleId::new("attribution/tagger"))
    }

    pub fn new(
        source: Vec<TokenRange>,
        cue: Vec<TokenRange>,
        content: Vec<TokenRange>,
        confidence: f32,
        rule: RuleId,
    ) -> Self {
        let (hops, why) = (Vec::new(), Vec::new());
        Outline {
            source,
            cue,
            content,
            confidence,
            rule,
            hops,
            stance: None,
            own_voice: false,
            cited: None,
            merged: false,
            why,
        }
    }

    /// All pieces, in no particular order.
    pub fn pieces(&self) -> impl Iterator<Item = TokenRange> {
        self.source.iter().chain(&self.cue).chain(&self.content).copied()
    }

    /// Its first token.
    pub fn start(&self) -> u32 {
        self.pieces().map(|piece| piece.start).min().unwrap_or(0)
    }

    /// Where the saying itself stands: its cue, else its source, else its content.
    pub fn place(&self) -> u32 {
        let pieces = self.cue.first().or(self.source.first()).or(self.content.first());
        pieces.map_or(0, |piece| piece.start)
    }

    /// Whether a token lies in its content.
    pub fn content_holds(&self, token_idx: u32) -> bool {
        self.content.iter().any(|piece| piece.holds(token_idx as usize))
    }

    /// Whether a token lies in its source.
    pub fn source_holds(&self, token_idx: u32) -> bool {
        self.source.iter().any(|piece| piece.holds(token_idx as usize))
    }

    /// Notes what decided an aspect.
    pub fn because(&mut self, context: &Context<'_>, aspect: Aspect, rule: &'static str, words: TokenRange) {
        let span = context.annotated.span(words);
        self.why.push(Evidence { aspect, rule: RuleId::new(rule), span });
    }
}

/// Pieces without the tokens of a range.
pub(crate) fn without(pieces: &[TokenRange], cut: TokenRange) -> Vec<TokenRange> {
    let sides = pieces.iter().flat_map(|piece| {
        let before = TokenRange { start: piece.start, end: piece.end.min(cut.start) };
        let after = TokenRange { start: piece.start.max(cut.end), end: piece.end };
        if piece.end <= cut.start || cut.end <= piece.start {
            [*piece, TokenRange { start: 0, end: 0 }]
        } else {
            [before, after]
        }
    });
    sides.filter(|side| !side.is_empty()).collect()
}
