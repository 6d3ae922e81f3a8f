//! Tokens and sentences of any text: they lie inside it, in order, on borders of characters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use whosaid_language::{Lexicon, annotate_words};
use whosaid_text::{Article, ArticleParts, SourceText};

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(Lexicon::english);

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = SourceText::new(String::from_utf8_lossy(bytes).into_owned()) else { return };
    let annotated = annotate_words(&ENGLISH, Article::new(ArticleParts::of_text(text)));
    let whole = annotated.article.text.as_str();
    let mut end = 0;
    for token in &annotated.tokens {
        let range = token.span.range();
        assert!(range.start >= end && whole.get(range.clone()).is_some_and(|word| !word.is_empty()));
        end = range.end;
    }
    assert_eq!(annotated.tokens.len(), annotated.tags.len());
    let mut token = 0;
    for sentence in &annotated.sentences {
        assert!(sentence.tokens.start == token && !sentence.tokens.is_empty());
        token = sentence.tokens.end;
    }
    assert_eq!(token as usize, annotated.tokens.len());
});
