//! Notes of correction speak in the outlet's own voice.
//!
//! "**This story has been corrected to show** the vote was on Tuesday." "An earlier version of this article
//! **misstated** the date."

use crate::Stance;
use crate::meaning::Context;
use crate::outline::Outline;
use crate::words::lower_hash;
use whosaid_language::TokenRange;
use whosaid_text::RuleId;

/// Adds a note of correction for every sentence that is one, in place of what the models saw there.
pub(crate) fn find(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    let sentences = context.annotated.sentences.iter().map(|sentence| sentence.tokens);
    let mut notes: Vec<(TokenRange, Outline)> =
        sentences.filter_map(|sentence| Some((sentence, note(context, sentence)?))).collect();
    if notes.is_empty() {
        return;
    }
    outlines.retain(|outline| {
        let at = notes.partition_point(|(sentence, _)| sentence.end <= outline.place());
        notes.get(at).is_none_or(|(sentence, note)| {
            let cue = note.cue[0];
            !(sentence.holds(outline.place() as usize)
                && outline.cue.iter().all(|piece| piece.start < cue.end && cue.start < piece.end))
        })
    });
    outlines.extend(notes.drain(..).map(|(_, note)| note));
}

/// Marks attributions whose pieces are given and that are notes of correction.
pub(crate) fn mark(context: &Context<'_>, outlines: &mut [Outline]) {
    for outline in outlines {
        let Some(cue) = outline.cue.first() else { continue };
        let Some(note) = note(context, context.sentence(cue.start)) else { continue };
        if cue.start < note.cue[0].end && note.cue[0].start < cue.end {
            (outline.own_voice, outline.stance) = (note.own_voice, note.stance);
        }
    }
}

fn note(context: &Context<'_>, sentence: TokenRange) -> Option<Outline> {
    let texts = &context.grammar().corrected_texts;
    let reach = TokenRange { start: sentence.start, end: sentence.end.min(sentence.start + 24) };
    let text_at = (reach.start..reach.end).find(|&at| context.is_in(texts, at))?;
    updated(context, sentence, text_at).or_else(|| misstated(context, sentence, reach.start, text_at))
}

/// "This story has been updated to correct the date", "(This story corrects the name)".
fn updated(context: &Context<'_>, sentence: TokenRange, text_at: u32) -> Option<Outline> {
    let grammar = context.grammar();
    let after = TokenRange { start: text_at + 1, end: sentence.end.min(text_at + 12) };
    let corrects = (after.start..after.end)
        .find(|&at| context.is_in(&grammar.corrects, at))
        .filter(|&at| at <= text_at + 6);
    let (start, end) = match corrects {
        Some(at) => (at, at + 1),
        None => {
            let verb = (after.start..after.end).find(|&at| context.is_in(&grammar.corrected, at))?;
            let word_to = lower_hash("to");
            let to = (verb + 1..(verb + 5).min(sentence.end)).find(|&at| context.hash(at) == word_to)?;
            let aim = to + 1;
            context.is_in(&grammar.to_correct, aim).then_some(())?;
            let plain = context.word(aim) != "more";
            let start = (after.start..verb).rev().find(|&at| !context.is_in(&grammar.be, at));
            (start.map_or(after.start, |at| at + 1), if plain { aim + 1 } else { aim + 3 })
        }
    };
    let content = content(context, end, sentence.end)?;
    let mut outline = note_of(TokenRange { start, end }, content);
    outline.own_voice = true;
    Some(outline)
}

/// "An earlier version of this article misstated the date."
fn misstated(context: &Context<'_>, sentence: TokenRange, start: u32, text_at: u32) -> Option<Outline> {
    let grammar = context.grammar();
    let first = (start..=text_at).find(|&at| context.is_in(&grammar.former, at))?;
    let start = if first > start && context.is_in(&grammar.articles, first - 1) { first - 1 } else { first };
    let mut end = text_at + 1;
    while end < sentence.end && context.is_in(&grammar.after_versions, end) {
        end += 1;
    }
    let mut cue_end = end + 1;
    while cue_end < sentence.end && context.is_in(&grammar.before_misstated, cue_end - 1) {
        cue_end += 1;
    }
    let (cue, source) = (TokenRange { start: end, end: cue_end }, TokenRange { start, end });
    if cue.end >= sentence.end || context.is_mark(cue.start) {
        return None;
    }
    let mut outline = note_of(cue, content(context, cue.end, sentence.end)?);
    outline.source = vec![source];
    Some(outline)
}

fn content(context: &Context<'_>, start: u32, until: u32) -> Option<TokenRange> {
    let that = lower_hash("that");
    let start = if context.hash(start) == that { start + 1 } else { start };
    let words = crate::speaker::trimmed(context, TokenRange { start, end: until.max(start) });
    (!words.is_empty()).then_some(words)
}

fn note_of(cue: TokenRange, content: TokenRange) -> Outline {
    let rule = RuleId::new("attribution/correction-note");
    let mut outline = Outline::new(Vec::new(), vec![cue], vec![content], 0.9, rule);
    outline.stance = Some(Stance::Corrects);
    outline
}
