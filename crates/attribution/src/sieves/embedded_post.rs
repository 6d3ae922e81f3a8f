//! A post shown whole ends in its author, handle and date.
//!
//! "**We leave at dawn. — Ann Pike (@annpike) May 4, 2019**": the author says all that stands before the dash, in the
//! same paragraph or, where the line holds nothing else, in the one before.

use crate::meaning::Context;
use crate::outline::Outline;
use whosaid_language::TokenRange;
use whosaid_text::RuleId;

/// Most words of an author's name.
const LONGEST_NAME: u32 = 8;

/// Adds the posts, in place of what the models saw in their last lines.
pub(crate) fn find(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    let mut posts = Vec::new();
    let mut before: Option<TokenRange> = None;
    for paragraph in context.annotated.paragraphs.iter().filter(|paragraph| paragraph.section.is_read()) {
        let mut from = paragraph.tokens.start;
        for at in paragraph.tokens.range().map(|at| at as u32) {
            let Some((dash, author, end)) = author(context, paragraph.tokens, at) else { continue };
            let here = crate::speaker::trimmed(context, TokenRange { start: from, end: dash.max(from) });
            let words = if here.is_empty() { before } else { Some(here) };
            posts.extend(words.map(|words| (author, words)));
            from = end;
        }
        before = Some(crate::speaker::trimmed(context, paragraph.tokens));
    }
    for (author, words) in posts {
        let overlap = |piece: &TokenRange| piece.start < author.end && author.start < piece.end;
        let inside = |piece: &TokenRange| words.start <= piece.start && piece.end <= author.end;
        outlines.retain(|outline| {
            let of_author = outline.source.iter().chain(&outline.cue).any(overlap);
            let by_nobody = outline.cue.is_empty() && outline.content.iter().all(inside);
            !of_author && !by_nobody
        });
        let rule = RuleId::new("attribution/embedded-post");
        outlines.push(Outline::new(vec![author], Vec::new(), vec![words], 0.95, rule));
    }
}

/// The dash, the name and the end of the handle at `at`: "— Ann Pike (@annpike) May 4".
fn author(context: &Context<'_>, paragraph: TokenRange, at: u32) -> Option<(u32, TokenRange, u32)> {
    let word = |at: u32| if paragraph.holds(at as usize) { context.word(at) } else { "" };
    let is_handle =
        word(at).starts_with('@') && at > paragraph.start && word(at - 1) == "(" && word(at + 1) == ")";
    let is_dated = word(at + 3).starts_with(|c: char| c.is_ascii_digit()) && context.is_capital(at + 2);
    if !is_handle || !(is_dated || at + 2 >= paragraph.end) {
        return None;
    }
    let floor = paragraph.start.max((at - 1).saturating_sub(LONGEST_NAME + 1));
    let dash = (floor..at - 1).rev().find(|&at| matches!(word(at), "—" | "–" | "--" | "-"))?;
    let name = TokenRange { start: dash + 1, end: at - 1 };
    (!name.is_empty()).then_some((dash, name, at + 2))
}
