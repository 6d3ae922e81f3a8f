//! Form of an attribution: direct, mixed or indirect, by the share of its content inside quotation marks.

use crate::Form;
use whosaid_language::{Annotated, TokenRange};

/// Share of the content's letters and digits inside quotations from which it counts as direct.
const DIRECT_FROM: f64 = 0.9;

/// The form of a content given in pieces.
pub(crate) fn of(annotated: &Annotated, content: &[TokenRange]) -> Form {
    let (mut quoted, mut all) = (0usize, 0usize);
    for piece in content {
        for token_idx in piece.range() {
            let letters = annotated.word(token_idx).chars().filter(|c| c.is_alphanumeric()).count();
            all += letters;
            quoted += if in_quotation(annotated, token_idx) { letters } else { 0 };
        }
    }
    match quoted as f64 / all.max(1) as f64 {
        share if share >= DIRECT_FROM => Form::Direct,
        share if share > 0.0 => Form::Mixed,
        _ => Form::Indirect,
    }
}

/// Whether a token lies in an outermost quotation.
pub(crate) fn in_quotation(annotated: &Annotated, token_idx: usize) -> bool {
    let after =
        annotated.quotations.partition_point(|quotation| quotation.tokens.start as usize <= token_idx);
    let before = annotated.quotations[..after].iter().rev();
    let outermost = before.take(8).find(|quotation| quotation.depth == 0);
    outermost.is_some_and(|quotation| quotation.tokens.holds(token_idx))
}
