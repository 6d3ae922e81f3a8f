//! A source that the models left out stands right before its verb, or right after it.
//!
//! "**Ms Ito** recalled leaving early." "“We are ready,” tweeted **the mayor**."

use crate::meaning::Context;
use crate::outline::{Outline, without};
use crate::speaker;
use whosaid_language::{EntityKind, MentionForm, TokenRange};

/// How far before a credit for being first its outlet stands, in tokens.
const OUTLET_REACH: u32 = 10;

/// Gives a source to attributions whose cue is an active verb with a name or pronoun beside it.
pub(crate) fn repair(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    for outline in outlines {
        let Some(&cue) = outline.cue.first() else { continue };
        if !outline.source.iter().all(|&piece| speaker::trimmed(context, piece).is_empty()) {
            continue;
        }
        if !is_active(context, cue) {
            outline.source.extend(outlet_first(context, outline, cue));
            continue;
        }
        if let Some(source) = before(context, refusal(context, outline).unwrap_or(cue))
            .or_else(|| after(context, cue))
            .or_else(|| outlet_first(context, outline, cue))
        {
            outline.content = without(&outline.content, source);
            outline.source = vec![source];
        }
    }
}

/// Whether a cue is a verb of telling, and not passive, a noun or an adverb.
fn is_active(context: &Context<'_>, cue: TokenRange) -> bool {
    let verb = cue.range().any(|at| context.is_telling_verb(at as u32));
    let be = cue
        .range()
        .any(|at| context.grammar().be.has(context.hash(at as u32)) && !is_have(context, at as u32));
    verb && !be && !context.word(cue.start).ends_with("ing")
}

/// "declined to comment when [asked]": who was asked stands before the refusal.
fn refusal(context: &Context<'_>, outline: &Outline) -> Option<TokenRange> {
    let cue = outline.cue.first()?;
    let (rule, words) = context.meaning.stances.first(context.scene(&outline.cue, &outline.content))?;
    (rule.gives == "no-comment" && words.start < cue.start).then_some(words)
}

/// "**The Gazette** was the first to report", "after **the Gazette** in May broke the news".
fn outlet_first(context: &Context<'_>, outline: &Outline, cue: TokenRange) -> Option<TokenRange> {
    let (_, words) = context.meaning.first_reports.first(context.scene(&outline.cue, &outline.content))?;
    let floor = context.sentence(cue.start).start;
    let end = cue.start.min(words.start);
    let near = TokenRange { start: end.saturating_sub(OUTLET_REACH).max(floor), end };
    let mention = context.mentions(near).filter(|mention| mention.kind == EntityKind::Outlet).last()?;
    let commas = (mention.tokens.end..end).any(|at| context.is_mark(at));
    let article = mention.tokens.start.checked_sub(1).filter(|&at| at >= floor);
    let article = article.filter(|&at| context.grammar().articles.has(context.hash(at)));
    (!commas)
        .then_some(TokenRange { start: article.unwrap_or(mention.tokens.start), end: mention.tokens.end })
}

fn is_have(context: &Context<'_>, at: u32) -> bool {
    context.is_small_in(&context.grammar().have, at)
}

fn before(context: &Context<'_>, cue: TokenRange) -> Option<TokenRange> {
    let floor = context.sentence(cue.start).start;
    let mut end = cue.start;
    while end > floor
        && (context.word(end - 1).ends_with("ly")
            || context.word(end - 1) == ","
            || context.is_small_in(&context.grammar().before_verbs, end - 1))
    {
        end -= 1;
    }
    let mention = (end > floor).then(|| context.mention_at(end - 1, |_| true)).flatten()?;
    if mention.form == MentionForm::Pronoun || mention.tokens.start <= floor {
        return Some(TokenRange { start: mention.tokens.start, end });
    }
    speaker::antecedent(context, end)
}

fn after(context: &Context<'_>, cue: TokenRange) -> Option<TokenRange> {
    let until = context.sentence(cue.start).end;
    let said = &context.grammar().before_subjects;
    let clause = context.word(cue.end) == "that" && !(cue.start > 0 && context.is_mark(cue.start - 1));
    if clause || !context.is_small_in(said, cue.end - 1) || cue.len() > 1 {
        return None;
    }
    let goes_on = |at: u32| context.is_small_in(&context.grammar().after_subjects, at);
    let stop =
        |at: &u32| *at > cue.end && (context.is_mark(*at) || context.word(*at) == "that" || goes_on(*at));
    let end = (cue.end..until).find(stop).unwrap_or(until);
    let source = TokenRange { start: cue.end, end };
    let article = context.grammar().articles.has(context.hash(source.start));
    let named =
        context.mention_at(source.start, |_| true).is_some() || (article && context.is_person_phrase(source));
    (!source.is_empty() && named && (matches!(context.word(end), "," | "." | "\"" | "”") || goes_on(end)))
        .then_some(source)
}
