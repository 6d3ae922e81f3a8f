//! Attributions inside the content of another: "the paper reported that *the minister denied it*".
//!
//! Every retold content is tagged and linked once more as if it stood alone. Quoted contents are left as they are.
//! Of what is found, only what somebody else says or takes to be so is kept: what the speaker himself plans, wants or
//! thinks ("he said he hoped to win") is his own saying already.

use crate::line::Line;
use crate::linker::{Linked, link_content};
use crate::scorer::Scorer;
use crate::tagger::tag_by;
use crate::words::lower_hash;
use crate::{Cues, RoleScores};
use whosaid_language::{Annotated, TokenRange};

/// Contents shorter than this hold no attribution.
const FEWEST_TOKENS: usize = 4;

/// Adds the attributions inside the contents of those already found.
pub(crate) fn find<'a>(
    cues: &Cues,
    scorer: &mut Scorer<'a>,
    annotated: &'a Annotated,
    scores: Option<RoleScores<'_>>,
    linked: &mut Vec<Linked>,
) {
    let contents = linked.iter().flat_map(|one| one.content.iter().copied());
    let lines: Vec<(TokenRange, Line)> = contents
        .filter(|&tokens| can_hold_one(annotated, tokens))
        .map(|tokens| with_stop(annotated, tokens))
        .map(|tokens| (tokens, Line::of_content(&mut scorer.forms, annotated, tokens)))
        .filter(|(_, line)| line.words().iter().any(|word| word.entry.lemma != 0))
        .collect();
    let contents: Vec<TokenRange> = lines.iter().map(|(tokens, _)| *tokens).collect();
    let scores = scores.map(|scores| (scores.inner)(annotated, &contents));
    for (tokens, line) in lines {
        let roles = tag_by(scorer, &line, tokens, scores.as_ref());
        let found = link_content(cues, annotated, tokens, &roles);
        let retells = |token: usize| line.word(token - tokens.start as usize).entry.retells;
        linked.extend(found.into_iter().filter(|one| {
            let told = one.cue.iter().flat_map(|cue| cue.range()).any(retells);
            told && !has_pronoun(cues, annotated, one) && !is_brought(annotated, one)
        }));
    }
}

/// Whether nothing but a pronoun stands for who says it: mostly the speaker himself.
fn has_pronoun(cues: &Cues, annotated: &Annotated, one: &Linked) -> bool {
    let Some(source) = one.source.first().filter(|source| source.len() == 1) else { return false };
    let word = lower_hash(annotated.word(source.start as usize));
    let grammar = &cues.meaning.grammar;
    [&grammar.he_or_she, &grammar.they, &grammar.it, &grammar.we, &grammar.possessives]
        .iter()
        .any(|pronouns| pronouns.has(word))
}

/// Whether what is called a claim or complaint is brought against someone, not said.
fn is_brought(annotated: &Annotated, one: &Linked) -> bool {
    let against =
        |at: u32| (at as usize) < annotated.tokens.len() && annotated.word(at as usize) == "against";
    one.cue.iter().any(|cue| against(cue.end) || cue.len() > 1 && against(cue.end - 1))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagger::tag;
    use crate::testing::annotated;

    /// Checks how many attributions are found inside the content of another.
    fn check(text: &str, n_inner: usize) {
        let (cues, annotated) = (Cues::english(), annotated(text));
        let mut linked = crate::linker::link(&cues, &annotated, &tag(&cues, &annotated, None));
        let n_outer = linked.len();
        find(&cues, &mut Scorer::new(&cues), &annotated, None, &mut linked);
        assert_eq!(linked.len() - n_outer, n_inner, "{text}\n{linked:#?}");
    }

    #[test]
    fn what_others_say_inside_a_content_is_found() {
        check("The Harbor Gazette reported that the mayor said the pier would close in May.", 1);
        check("The Gazette reported that the minister denied that the harbor would be sold.", 1);
    }

    #[test]
    fn claims_brought_against_someone_are_not_said() {
        check(
            "The judge said the mayor's claims against the Gull Company of fraud and neglect were dropped.",
            0,
        );
        check(
            "The spokesman said the union claims against the company over unpaid wages were settled in May.",
            0,
        );
    }

    #[test]
    fn what_the_speaker_wants_is_part_of_what_he_says() {
        check("Tom Ellery said he hoped to open the pier again in May.", 0);
        check("The company said it plans to close three of its shops by the end of the year.", 0);
    }
}
