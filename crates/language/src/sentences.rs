//! Sentence borders.

use crate::{Annotated, Sentence, TokenRange};

/// Fills `sentences`.
pub(crate) fn split(annotated: &mut Annotated) {
    let mut sentences = Vec::new();
    for (paragraph_idx, paragraph) in annotated.paragraphs.iter().enumerate() {
        let mut start = paragraph.tokens.start;
        let mut sentence_until = |end: u32| {
            if end > start {
                let tokens = TokenRange { start, end };
                sentences.push(Sentence { tokens, paragraph_idx: paragraph_idx as u32 });
                start = end;
            }
        };
        let mut stopped = false;
        for token_idx in paragraph.tokens.range() {
            let word = annotated.word(token_idx);
            if stopped && !matches!(word, "\"" | "”" | "’" | "'" | ")") {
                sentence_until(token_idx as u32);
                stopped = false;
            }
            stopped |= matches!(word, "." | "!" | "?");
        }
        sentence_until(paragraph.tokens.end);
    }
    annotated.sentences = sentences;
}
