//! Attributions inside the content of another: "the paper reported that *the minister denied it*".
//!
//! Every retold content is tagged and linked once more as if it stood alone. Quoted contents are left as they are.

use crate::line::Line;
use crate::linker::{Linked, link_content};
use crate::tagger::tag_by;
use crate::{Cues, RoleScores};
use whosaid_language::{Annotated, TokenRange};

/// Contents shorter than this hold no attribution.
const FEWEST_TOKENS: usize = 4;

/// Adds the attributions inside the contents of those already found.
pub(crate) fn find(
    cues: &Cues,
    annotated: &Annotated,
    scores: Option<RoleScores<'_>>,
    linked: &mut Vec<Linked>,
) {
    let contents = linked.iter().flat_map(|one| one.content.iter().copied());
    let lines: Vec<(TokenRange, Line)> = contents
        .filter(|&tokens| can_hold_one(annotated, tokens))
        .map(|tokens| with_stop(annotated, tokens))
        .map(|tokens| (tokens, Line::of_content(&cues.lexicon, annotated, tokens)))
        .filter(|(_, line)| line.words().iter().any(|word| word.entry.lemma != 0))
        .collect();
    let contents: Vec<TokenRange> = lines.iter().map(|(tokens, _)| *tokens).collect();
    let scores = scores.map(|scores| (scores.inner)(annotated, &contents));
    for (tokens, line) in lines {
        let roles = tag_by(cues, &line, tokens, scores.as_ref());
        linked.extend(link_content(cues, annotated, tokens, &roles));
    }
}

/// A content with the full stop after it: a sentence ends as the tagger is used to.
pub(crate) fn with_stop(annotated: &Annotated, tokens: TokenRange) -> TokenRange {
    let stops = annotated.tokens.len() > tokens.end as usize && annotated.word(tokens.end as usize) == ".";
    TokenRange { start: tokens.start, end: tokens.end + u32::from(stops) }
}

/// Whether a content is long enough to hold an attribution, and retold.
pub(crate) fn can_hold_one(annotated: &Annotated, tokens: TokenRange) -> bool {
    tokens.len() >= FEWEST_TOKENS && !matches!(annotated.word(tokens.start as usize), "“" | "\"" | "‘")
}
