//! Time expressions of texts made of their words and of numbers: each lies in the text and has days that can be told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use whosaid_language::{Lexicon, annotate};
use whosaid_text::{Article, ArticleParts, SourceText};
use whosaid_time::{TimeRules, read_times};

static ENGLISH: LazyLock<(Lexicon, TimeRules)> = LazyLock::new(|| (Lexicon::english(), TimeRules::english()));
/// What a byte below their number stands for; other bytes stand for themselves.
const WORDS: &[&str] = &[
    "last ", "next ", "Monday", " February ", "29", "31", "1999", "9999", "0000", " quarter", " weekend", "-", "/", ":",
    " hours ", " ago", "in ", "the ", " century", " decade", "second ", "half ", " past ", "p.m.", " UTC", "Christmas",
    " years ", "'90s", "two ", "hundred ", "million ", "until ", "between ", " and ", "T", "Z", "+14:00",
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
    let whole = annotated.article.text.as_str();
    for time in read_times(&ENGLISH.1, &annotated) {
        assert!(whole.get(time.span.range()).is_some_and(|words| !words.is_empty()));
        let _ = time.days();
    }
});
