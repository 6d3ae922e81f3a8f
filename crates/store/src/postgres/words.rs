//! Words for PostgreSQL's full-text search: the same words are handed over for texts and for what is asked, in small letters
//! and without diacritics, so that the server's own idea of what a word is (paths, addresses, hyphens) plays no part.

use std::cmp::Reverse;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Bytes of a text that are searched: the server keeps at most a mebibyte of words a text, which half of it never fills.
const MOST_BYTES: usize = 500_000;
/// Bytes of a word at most; the server takes four times as many.
const LONGEST_WORD: usize = 500;

/// Bytes of a text at most in which an extract is looked for.
const SHOWN_BYTES: usize = 100_000;
/// Words of an extract, and those before what matched.
const EXTRACT_WORDS: usize = 24;
const WORDS_BEFORE: usize = 6;

/// Words (`?1`) with `[` before those that match what was asked for (`?2`).
pub(super) const MARKED: &str =
    "SELECT ts_headline('words', ?1, to_tsquery('words', ?2), 'HighlightAll=true, StartSel=[, StopSel=]')";

/// The words of a text, parted by blanks.
pub(super) fn to_index(text: &str) -> String {
    joined(words(head(text, MOST_BYTES)))
}

/// The words of a text's beginning, parted by blanks, to be marked by the server.
pub(super) fn to_mark(text: &str) -> String {
    joined(words(head(text, SHOWN_BYTES)))
}

/// The words of a text around those that the server marked, in its own spelling and with `[` and `]` around them.
pub(super) fn extract(text: &str, marked: &str) -> String {
    let text = head(text, SHOWN_BYTES);
    let words: Vec<(Range<usize>, bool)> =
        words(text).map(|(span, _)| span).zip(marked.split(' ').map(|word| word.contains('['))).collect();
    let n_marked = |from: usize| words[from..].iter().take(EXTRACT_WORDS).filter(|word| word.1).count();
    let starts = words.iter().enumerate().filter(|(_, word)| word.1);
    let starts = starts.map(|(n, _)| n.saturating_sub(WORDS_BEFORE));
    let first = starts.max_by_key(|&from| (n_marked(from), Reverse(from))).unwrap_or(0);
    let past = words.len().min(first + EXTRACT_WORDS);
    let begin = if first == 0 { 0 } else { words[first].0.start };
    let end = words.get(past).map_or(text.len(), |_| words[past - 1].0.end);
    let mut out = String::from(if begin > 0 { "… " } else { "" });
    let mut told = begin;
    for (span, _) in words[first..past].iter().filter(|word| word.1) {
        out.extend([&text[told..span.start], "[", &text[span.clone()], "]"]);
        told = span.end;
    }
    out.push_str(&text[told..end]);
    out.push_str(if end < text.len() { " …" } else { "" });
    out
}

/// Words and phrases as the server wants to be asked for them. Empty if there is no word in them.
pub(super) fn expression(terms: &[String], any: bool) -> String {
    let phrases = terms.iter().map(|term| joined(words(term))).filter(|words| !words.is_empty());
    let phrases = phrases.map(|words| format!("({})", words.replace(' ', " <-> ")));
    phrases.collect::<Vec<_>>().join(if any { " | " } else { " & " })
}

/// The beginning of a text, in whole characters.
fn head(text: &str, most_bytes: usize) -> &str {
    let end = (0..=text.len().min(most_bytes)).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

fn joined(words: impl Iterator<Item = (Range<usize>, String)>) -> String {
    words.map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

/// The words of a text with their places, in small letters and without diacritics.
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let is_between = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
    let mut at = 0;
    let spans = text.split_inclusive(is_between).map(move |part| {
        let start = at;
        at += part.len();
        let word = part.trim_end_matches(is_between);
        (start..start + word.len(), plain(word))
    });
    spans.filter(|(_, word)| !word.is_empty() && word.len() <= LONGEST_WORD)
}

fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_words() {
        let check = |text: &str, expected: &str| assert_eq!(to_index(text), expected);
        check("Café-Möbel, www.a.b/c?d", "cafe mobel www a b c d");
        check("It’s 4.5 & more!", "it s 4 5 more");
        check("\0 𝄞 !", "");
        assert!(to_index(&"wörter ".repeat(200_000)).len() <= MOST_BYTES);
        assert_eq!(to_index(&"x".repeat(1_000)), "");
    }

    #[test]
    fn an_extract_stands_around_what_matched() {
        let check = |text: &str, marked: &str, expected: &str| assert_eq!(extract(text, marked), expected);
        check("“Nö,” he said.", "[no] he said", "“[Nö],” he said.");
        check("No match.", "no match", "No match.");
        check("", "", "");
        let long = "filler – ".repeat(40) + "the Brücke fell. " + &"more ".repeat(40);
        let marked = to_mark(&long).replace("brucke", "[brucke]");
        let shown = extract(&long, &marked);
        assert!(shown.starts_with("… filler") && shown.ends_with("more …"), "{shown}");
        assert!(shown.contains("the [Brücke] fell."), "{shown}");
    }

    #[test]
    fn no_sign_has_a_meaning() {
        let check = |terms: &[&str], any: bool, expected: &str| {
            let terms: Vec<String> = terms.iter().map(|&term| term.to_owned()).collect();
            assert_eq!(expression(&terms, any), expected);
        };
        check(&["bridge", "Hollow Lane"], false, "(bridge) & (hollow <-> lane)");
        check(&["a'b", "!", "x:*"], true, "(a <-> b) | (x)");
        check(&["&"], false, "");
    }
}
