//! Quotations and whole readings of texts made of marks, cues and names: pieces lie in the text, quotations nest.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use whosaid_attribution::{Cues, attribute};
use whosaid_language::{Lexicon, annotate};
use whosaid_text::{Article, ArticleParts, SourceText};

static ENGLISH: LazyLock<(Lexicon, Cues)> = LazyLock::new(|| (Lexicon::english(), Cues::english()));
/// What a byte below their number stands for; other bytes stand for themselves.
const WORDS: &[&str] = &[
    "“", "”", "\"", "‘", "’", "'", "\n\n", "\n", " said ", " told ", "Ann Pike", " according to ", ", ", ". ", "The ",
    " who ", " denied that ", "«", "»", "„", " she ", "Reuters", " reported ", "--", "—", ": ", " Mr. ", "(", ")",
];

fuzz_target!(|bytes: &[u8]| {
    let mut text = Vec::new();
    for &byte in bytes {
        match WORDS.get(byte as usize) {
            Some(word) => text.extend_from_slice(word.as_bytes()),
            None => text.push(byte),
        }
    }
    let Ok(text) = SourceText::new(String::from_utf8_lossy(&text).into_owned()) else { return };
    let annotated = annotate(&ENGLISH.0, Article::new(ArticleParts::of_text(text)));
    for (idx, quotation) in annotated.quotations.iter().enumerate() {
        let (start, end) = (quotation.tokens.start, quotation.tokens.end);
        assert!(start < end && end as usize <= annotated.tokens.len());
        assert!(quotation.continues.is_none_or(|before| (before as usize) < idx));
    }
    let reading = attribute(&ENGLISH.1, annotated, Vec::new(), None);
    let whole = reading.annotated.article.text.as_str();
    for one in &reading.attributions {
        for span in one.source.iter().chain(&one.cue).chain(&one.content) {
            assert!(whole.get(span.range()).is_some_and(|words| !words.is_empty()));
        }
    }
});
