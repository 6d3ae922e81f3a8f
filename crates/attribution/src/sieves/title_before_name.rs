//! A title between what is said and the name that follows belongs to the name.
//!
//! "The ferry hit the pier, **harbor master** Ann Pike said."

use crate::meaning::Context;
use crate::outline::Outline;
use whosaid_language::{Tag, TokenRange};

/// The most words of a title before a name.
const LONGEST_TITLE: u32 = 5;

/// Gives such titles to the source.
pub(crate) fn repair(context: &Context<'_>, outlines: &mut Vec<Outline>) {
    for outline in outlines {
        let [source] = outline.source.as_mut_slice() else { continue };
        let Some(content) = outline.content.iter_mut().find(|piece| piece.end == source.start) else {
            continue;
        };
        if context.is_capital(source.start)
            && let Some(comma) = comma_before_title(context, *content)
        {
            (content.end, source.start) = (comma, comma + 1);
        }
    }
}

/// The comma before the title that a content ends in.
fn comma_before_title(context: &Context<'_>, content: TokenRange) -> Option<u32> {
    let floor = content.end.saturating_sub(LONGEST_TITLE + 1).max(content.start + 1);
    let comma = (floor..content.end).rev().find(|&at| context.word(at) == ",")?;
    let tags = context.annotated.tags.get(comma as usize + 1..content.end as usize)?;
    let is_title = tags.last() == Some(&Tag::NN) && tags.iter().all(|tag| matches!(tag, Tag::NN | Tag::JJ));
    is_title.then_some(comma)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cues;
    use crate::linker::Linked;
    use crate::testing::annotated;

    /// Checks what the source is, where the content ended right before this name.
    fn check(text: &str, name: &str, expected: &str) {
        let (cues, annotated) = (Cues::english(), annotated(text));
        let context = Context::new(&cues, &annotated);
        let place_of =
            |words: &str| (0..annotated.tokens.len()).find(|&at| words.starts_with(annotated.word(at)));
        let start = place_of(name).expect("the name is there") as u32;
        let source = TokenRange { start, end: start + name.split(' ').count() as u32 };
        let content = TokenRange { start: 0, end: start };
        let linked =
            Linked { source: vec![source], cue: Vec::new(), content: vec![content], confidence: 1.0 };
        let mut outlines = vec![Outline::linked(linked)];
        repair(&context, &mut outlines);
        assert_eq!(annotated.words(outlines[0].source[0]), expected, "{text}");
    }

    #[test]
    fn a_title_goes_with_its_name() {
        check("The ferry hit the pier, harbor master Ann Pike said.", "Ann Pike", "harbor master Ann Pike");
        check("The ferry hit the pier and the harbor, Ann Pike said.", "Ann Pike", "Ann Pike");
        check("The ferry hit the pier near the captain Ann Pike said.", "Ann Pike", "Ann Pike");
    }
}
