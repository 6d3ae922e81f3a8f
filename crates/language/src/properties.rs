//! What holds for tokens, sentences, quotations and tags of any text whatever.

use crate::testing::{ENGLISH, article};
use crate::{Annotated, annotate_words};

fn read(text: &str) -> Annotated {
    annotate_words(&ENGLISH, article(text))
}

fn check(text: &str) {
    let annotated = read(text);
    tokens_and_gaps_rebuild(&annotated);
    sentences_fill_paragraphs(&annotated);
    quotations_lie_in_paragraphs(&annotated);
    assert_eq!(annotated.tags.len(), annotated.tokens.len());
    let again = read(text);
    assert_eq!(
        (annotated.tokens, annotated.tags, annotated.sentences, annotated.quotations),
        (again.tokens, again.tags, again.sentences, again.quotations)
    );
}

fn tokens_and_gaps_rebuild(annotated: &Annotated) {
    let text = annotated.article.text.as_str();
    let mut at = 0;
    for token in &annotated.tokens {
        let range = token.span.range();
        assert!(range.start >= at && !range.is_empty(), "{range:?} after {at} in {text:?}");
        let gap = text.get(at..range.start).expect("gaps end on characters");
        assert!(
            !gap.contains(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation()),
            "{gap:?} in {text:?}"
        );
        let word = text.get(range.clone()).expect("tokens end on characters");
        assert!(!word.contains([' ', '\n', '\0']), "{word:?} in {text:?}");
        at = range.end;
    }
    assert!(!text[at..].contains(char::is_alphanumeric), "{:?} in {text:?}", &text[at..]);
}

fn sentences_fill_paragraphs(annotated: &Annotated) {
    let mut at = 0;
    for paragraph in &annotated.paragraphs {
        assert!(paragraph.tokens.start == at && !paragraph.tokens.is_empty());
        assert!(!annotated.words(paragraph.tokens).contains('\n'));
        at = paragraph.tokens.end;
    }
    assert_eq!(at as usize, annotated.tokens.len());
    let mut at = 0;
    for sentence in &annotated.sentences {
        assert!(sentence.tokens.start == at && !sentence.tokens.is_empty());
        let paragraph = annotated.paragraphs[sentence.paragraph_idx as usize].tokens;
        assert!(paragraph.start <= at && sentence.tokens.end <= paragraph.end);
        at = sentence.tokens.end;
    }
    assert_eq!(at as usize, annotated.tokens.len());
}

fn quotations_lie_in_paragraphs(annotated: &Annotated) {
    let quotations = &annotated.quotations;
    assert!(quotations.is_sorted_by_key(|quotation| quotation.tokens.start));
    for (idx, quotation) in quotations.iter().enumerate() {
        let (start, end) = (quotation.tokens.start, quotation.tokens.end);
        let paragraph = annotated.paragraphs.iter().find(|paragraph| paragraph.tokens.holds(start as usize));
        assert!(paragraph.is_some_and(|paragraph| end <= paragraph.tokens.end), "{quotation:?}");
        let holds = |outer: &&crate::Quotation| outer.tokens.start < start && start < outer.tokens.end;
        assert_eq!(quotations[..idx].iter().filter(holds).count(), usize::from(quotation.depth));
        let crossed = quotations[..idx].iter().any(|outer| holds(&outer) && outer.tokens.end < end);
        assert!(!crossed, "{quotation:?}");
        assert!(quotation.continues.is_none_or(|before| (before as usize) < idx));
    }
}

/// A text of pieces in an order that is the same on every run.
fn jumble(seed: u64, n_pieces: usize) -> String {
    const PIECES: &[&str] = &[
        " ",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "the",
        "Mr.",
        "U.S.",
        "a.m.",
        "Smith",
        "said",
        "can't",
        "workers'",
        "O'Brien",
        "\"",
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "'",
        "''",
        "``",
        "«",
        "»",
        "„",
        ".",
        ".",
        ",",
        "!",
        "?",
        "...",
        "…",
        ". . .",
        "—",
        "--",
        "-",
        "(",
        ")",
        "[1]",
        "$5",
        "3.5%",
        "1,000",
        "10:30",
        "No.",
        "Wash.",
        ",",
        "I",
        "He",
        "The",
        "J.",
        "@you",
        "#tag",
        "http://x.example/a?b",
        "a@b.example",
        ".com",
        "\u{feff}",
        "\u{ad}",
        "\u{200b}",
        "\0",
        "\r",
        "\t",
        "é",
        "e\u{301}",
        "東京",
        "👍🏽",
        "\u{301}",
        "ʼ",
        "n't",
        "'s",
        "'90s",
        "6'2\"",
        "Yahoo!",
        "\u{a0}",
        "\u{2028}",
        "x",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        PIECES[(state % PIECES.len() as u64) as usize]
    };
    (0..n_pieces).map(|_| next()).collect()
}

#[test]
fn layers_hold_together_on_any_text() {
    for seed in 0..3000 {
        check(&jumble(seed, 3 + (seed % 60) as usize));
    }
}

#[test]
fn straight_and_curly_marks_give_the_same_quotations() {
    let curly = [
        "“We lost,” she said. “We will not give up.”",
        "“He told me, ‘Go home,’ and I went,” said the workers’ leader.",
        "“One paragraph.\n“Another one,” he said.",
        "The ‘plan’ is no plan, said Orsk’s mayor: “It’s the boys’ plan.”",
        "‘Never,’ said Lund. ‘It was “a joke”, no more.’",
        "“I saw the ’90s in the U.S.” He paused. (“Too long!”)",
        "“Why?” Ada Quill asked. “Because it’s ‘rock ’n’ roll’?”",
    ];
    for curly in curly {
        let straight = curly.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
        let (curly, straight) = (read(curly), read(&straight));
        assert_eq!(curly.quotations, straight.quotations, "{:?}", straight.article.text);
        assert_eq!((curly.sentences, curly.tags), (straight.sentences, straight.tags));
    }
}

#[test]
fn long_lines_take_time_in_proportion() {
    let pieces = [
        "word ",
        "a",
        "\"",
        "‘",
        "’",
        "“‘",
        "'x' ",
        "\" ",
        ". ",
        "?\"",
        "?\" ",
        "A. ",
        "a.a",
        "n't",
        "'s",
        "((",
        "…",
        "@a",
        "http://",
        "x@y.",
        "No. ",
        ". . ",
        "a-",
        "U.S.-",
        "’\n",
        "“a\n",
        "\u{301}",
        "Mr. \"A' ",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        let annotated = read(&text);
        assert!(
            annotated.tokens.last().is_some_and(|token| token.span.end() as usize <= text.len()),
            "{piece:?}"
        );
    }
}

#[test]
fn a_line_of_five_megabytes_is_read() {
    let line = "The mayor of Orsk said “we can't go on”, and Mr. Lund's party left at 5 p.m. for good. ";
    let annotated = read(&line.repeat(5_000_000 / line.len()));
    assert_eq!(annotated.paragraphs.len(), 1);
    assert_eq!(annotated.sentences.len(), 5_000_000 / line.len());
}
