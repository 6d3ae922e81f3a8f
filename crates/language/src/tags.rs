//! Part-of-speech tags of the Penn treebank.

use crate::tagger::{Scratch, TagContext};
use crate::{Annotated, Lexicon};

macro_rules! tags {
    ($($name:ident $word:literal),* $(,)?) => {
        /// A Penn treebank tag.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs, clippy::upper_case_acronyms)]
        pub enum Tag { $($name),* }

        impl Tag {
            /// All tags, in order of their numbers.
            pub const ALL: &[Tag] = &[$(Tag::$name),*];

            /// The tag as corpora write it.
            pub fn name(self) -> &'static str {
                match self { $(Tag::$name => $word),* }
            }
        }
    };
}

tags! {
    CC "CC", CD "CD", DT "DT", EX "EX", FW "FW", IN "IN", JJ "JJ", JJR "JJR", JJS "JJS", LS "LS", MD "MD",
    NN "NN", NNS "NNS", NNP "NNP", NNPS "NNPS", PDT "PDT", POS "POS", PRP "PRP", PRPS "PRP$", RB "RB",
    RBR "RBR", RBS "RBS", RP "RP", SYM "SYM", TO "TO", UH "UH", VB "VB", VBD "VBD", VBG "VBG", VBN "VBN",
    VBP "VBP", VBZ "VBZ", WDT "WDT", WP "WP", WPS "WP$", WRB "WRB", Stop ".", Comma ",", Colon ":",
    Hash "#", Dollar "$", Open "``", Close "''", LeftBracket "-LRB-", RightBracket "-RRB-", HYPH "HYPH",
    NFP "NFP", ADD "ADD", AFX "AFX", XX "XX", GW "GW",
}

impl Tag {
    /// Whether a word is a verb in any form, modals left out.
    pub fn is_verb(self) -> bool {
        matches!(self, Tag::VB | Tag::VBD | Tag::VBG | Tag::VBN | Tag::VBP | Tag::VBZ)
    }

    /// Whether a word is a verb that makes a sentence of its subject: one with a tense, or a modal.
    pub fn is_finite(self) -> bool {
        matches!(self, Tag::VBD | Tag::VBP | Tag::VBZ | Tag::MD)
    }
}

/// Fills `tags`, a sentence at a time.
pub(crate) fn tag(lexicon: &Lexicon, annotated: &mut Annotated) {
    let tagger = &lexicon.tagger;
    let mut tags = Vec::with_capacity(annotated.tokens.len());
    let mut context = TagContext::default();
    let mut scratch = Scratch::default();
    let mut quotations = annotated.quotations.iter().map(|quotation| quotation.tokens.start).peekable();
    for sentence in &annotated.sentences {
        context.begin();
        for token_idx in sentence.tokens.range() {
            while quotations.next_if(|&start| (start as usize) < token_idx).is_some() {}
            let opens = quotations.peek() == Some(&(token_idx as u32));
            context.push(tagger.dictionary(), annotated.word(token_idx), Some(opens));
        }
        context.end();
        tagger.tag_sentence(&context, &mut scratch, &mut tags);
    }
    annotated.tags = tags;
}

#[cfg(test)]
mod tests {
    use crate::testing;

    fn check(text: &str, expected: &str) {
        let annotated = testing::read(text);
        let names: Vec<&str> = annotated.tags.iter().map(|tag| tag.name()).collect();
        assert_eq!(names.join(" "), expected, "in {text:?}");
    }

    #[test]
    fn news_sentences_are_tagged() {
        check("The mayor said on Friday that he would resign.", "DT NN VBD IN NNP IN PRP MD VB .");
        check("“We can’t wait,” she told reporters.", "`` PRP MD RB VB , '' PRP VBD NNS .");
        check("\"We can't wait,\" she told reporters.", "`` PRP MD RB VB , '' PRP VBD NNS .");
        check("Acme Corp. paid $5 million.", "NNP NNP VBD $ CD CD .");
    }

    #[test]
    fn every_token_has_a_tag() {
        for text in ["", "\u{0}", "…", "\"\"\"", "a\n\nb", "\u{301}x ??? 東京 👍🏽 'n' -- 5"] {
            let annotated = testing::read(text);
            assert_eq!(annotated.tags.len(), annotated.tokens.len(), "in {text:?}");
        }
    }
}
