//! The author of a credited document is the hop after it.
//!
//! "according to **a report by the health ministry**": the report, then the ministry. "**Her last post** read": the
//! post, then her.

use crate::meaning::Context;
use crate::outline::{Outline, OutlineHop};
use crate::speaker::{self, Credited};
use crate::{Aspect, SourceKind, kind};
use whosaid_language::TokenRange;

/// Puts the author at the end of the chain.
pub(crate) fn link(context: &Context<'_>, outlines: &mut [Outline]) {
    for outline in outlines {
        in_cue(context, outline);
        let Some(document) = outline.hops.last().filter(|hop| hop.kind == SourceKind::Document) else {
            continue;
        };
        let Some(words) = author(context, document.words) else {
            own_words(context, outline);
            continue;
        };
        let Some(verdict) = kind::of(context, words) else { continue };
        if matches!(verdict.kind, SourceKind::Document | SourceKind::Unspecified | SourceKind::Outlet) {
            continue;
        }
        let document = outline.hops.len() - 1;
        outline.hops[document].words.end = words.start - 1;
        let hop = OutlineHop { kind: verdict.kind, words, entity: context.entity_in(words), resolved: None };
        outline.hops.push(hop);
        outline.because(context, Aspect::Chain, "chain/author", words);
    }
}

/// "according to a post by" as the cue: the post before its author.
fn in_cue(context: &Context<'_>, outline: &mut Outline) {
    let (Some(&cue), 1) = (outline.cue.first(), outline.hops.len()) else { return };
    let by = cue.end - 1;
    let text = (cue.start + 1..by).find(|&at| context.grammar().own_words.has(context.hash(at)));
    let follows = outline.source.first().is_some_and(|piece| piece.start == cue.end);
    if let (Some(text), true, true) = (text, follows, matches!(context.word(by), "by" | "from")) {
        let article = (cue.start..text).rev().find(|&at| context.grammar().articles.has(context.hash(at)));
        let words = TokenRange { start: article.unwrap_or(text), end: text + 1 };
        outline
            .hops
            .insert(0, OutlineHop { kind: SourceKind::Document, words, entity: None, resolved: None });
        outline.because(context, Aspect::Chain, "chain/document-in-cue", words);
    }
}

/// Puts whose words a statement or post is after it.
fn own_words(context: &Context<'_>, outline: &mut Outline) {
    let Some(owner) = outline.hops.last().and_then(|hop| owner(context, hop.words)) else { return };
    let Some((hop, _)) = speaker::hop(context, &Credited::default(), owner) else { return };
    if matches!(hop.kind, SourceKind::Person | SourceKind::Organization | SourceKind::Spokesperson) {
        outline.hops.push(hop);
        outline.because(context, Aspect::Chain, "chain/own-words", owner);
    }
}

/// The owner in "the mayor's statement", "her last post", "the government statement".
fn owner(context: &Context<'_>, source: TokenRange) -> Option<TokenRange> {
    let grammar = context.grammar();
    let head = (source.start + 1..source.end).find(|&at| grammar.own_words.has(context.hash(at)))?;
    if let Some(ending) = (source.start..head).find(|&at| context.is_possessive_ending(at)) {
        return Some(TokenRange { start: source.start, end: ending });
    }
    if matches!(context.word(source.start), "His" | "his" | "Her" | "her") {
        return Some(TokenRange { start: source.start, end: source.start + 1 });
    }
    let body = context.meaning.bodies.has(context.hash(head - 1)) && head - source.start <= 3;
    body.then_some(TokenRange { start: source.start, end: head })
}

/// The words after "by" in a source that is a statement or post.
fn author(context: &Context<'_>, source: TokenRange) -> Option<TokenRange> {
    let by = (source.start + 1..source.end).find(|&at| context.word(at) == "by")?;
    let grammar = context.grammar();
    (source.start..by).any(|at| context.is_small_in(&grammar.authored_texts, at)).then_some(())?;
    let cut = |at: &u32| context.is_small_in(&grammar.after_authors, *at);
    let end = (by + 1..source.end).find(cut).unwrap_or(source.end);
    let words = speaker::trimmed(context, TokenRange { start: by + 1, end });
    (!words.is_empty()).then_some(words)
}
