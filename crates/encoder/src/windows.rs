//! [`Window`]: a few paragraphs of an article, cut into pieces, as the encoder sees them at once.

use crate::pieces::WordPieces;
use std::ops::Range;
use whosaid_language::{Annotated, Tag, TokenRange};

/// Most pieces of one window, marks of its start and of the ends of its paragraphs included.
pub const LONGEST_WINDOW: usize = 128;
/// Pieces of a word beyond this are left out.
const LONGEST_WORD: usize = 64;
/// Number of shapes of a piece; the last stands for the marks that the windows add.
pub const N_SHAPES: usize = 17;
/// Number of tags of a piece; the last stands for the marks that the windows add.
pub const N_TAGS: usize = Tag::ALL.len() + 1;

/// Consecutive paragraphs as rows of pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Numbers of pieces.
    pub pieces: Vec<u32>,
    /// Of each piece, whether its word has capitals and where it stands to quotation marks.
    pub shapes: Vec<u32>,
    /// Of each piece, the part of speech of its word.
    pub tags: Vec<u32>,
    /// Of each word, its first piece.
    pub firsts: Vec<u32>,
    /// The words: runs of tokens of the article, one a paragraph or part of one.
    pub runs: Vec<TokenRange>,
}

impl Window {
    /// The tokens of the article that it holds, by position.
    pub fn tokens(&self) -> impl Iterator<Item = usize> + '_ {
        self.runs.iter().flat_map(|run| run.range())
    }

    /// A window of so many unknown words.
    pub(crate) fn of_unknown_words(vocabulary: &WordPieces, n_words: usize) -> Self {
        let mut window = Window::new(vocabulary);
        for place in 1..=n_words {
            window.firsts.push(place as u32);
            window.push_mark(vocabulary.unknown());
        }
        window.runs.push(TokenRange { start: 0, end: n_words as u32 });
        window.push_mark(vocabulary.end());
        window
    }

    fn new(vocabulary: &WordPieces) -> Self {
        let mut window = Window::default();
        window.push_mark(vocabulary.start());
        window
    }

    fn push_mark(&mut self, piece: u32) {
        self.pieces.push(piece);
        self.shapes.push(N_SHAPES as u32 - 1);
        self.tags.push(N_TAGS as u32 - 1);
    }

    fn push_run(&mut self, run: &Run, words: &Words) {
        for token_idx in run.tokens.range() {
            self.firsts.push(self.pieces.len() as u32);
            let pieces = words.pieces_of(token_idx);
            self.pieces.extend_from_slice(pieces);
            self.shapes.resize(self.pieces.len(), words.shapes[token_idx]);
            self.tags.resize(self.pieces.len(), words.tags[token_idx]);
        }
        self.runs.push(run.tokens);
    }
}

/// Packs the paragraphs that are read into windows, in order. A paragraph that is longer than a window is parted
/// between sentences, a sentence that is longer between words.
pub fn windows(vocabulary: &WordPieces, annotated: &Annotated) -> Vec<Window> {
    let read = annotated.paragraphs.iter().filter(|paragraph| paragraph.section.is_read());
    windows_of(vocabulary, annotated, read.map(|paragraph| paragraph.tokens))
}

/// Packs runs of tokens into windows, in order, each run as if it were a paragraph.
pub fn windows_of(
    vocabulary: &WordPieces,
    annotated: &Annotated,
    runs: impl Iterator<Item = TokenRange>,
) -> Vec<Window> {
    let words = Words::new(vocabulary, annotated);
    let mut parts = Vec::new();
    runs.for_each(|run| words.part(annotated, run, &mut parts));
    let mut windows: Vec<Window> = Vec::new();
    for run in parts {
        let fits = |window: &Window| window.pieces.len() + run.n_pieces < LONGEST_WINDOW;
        if !windows.last().is_some_and(fits) {
            windows.push(Window::new(vocabulary));
        }
        let window = windows.last_mut().expect("one was just pushed");
        window.push_run(&run, &words);
        window.push_mark(vocabulary.end());
    }
    windows
}

/// Tokens that go into one window together.
struct Run {
    tokens: TokenRange,
    n_pieces: usize,
}

/// All words of an article, cut.
struct Words {
    pieces: Vec<u32>,
    /// Where the pieces of each word begin, and at last where all end.
    starts: Vec<u32>,
    shapes: Vec<u32>,
    tags: Vec<u32>,
}

impl Words {
    fn new(vocabulary: &WordPieces, annotated: &Annotated) -> Self {
        let mut words = Words { pieces: Vec::new(), starts: vec![0], shapes: Vec::new(), tags: Vec::new() };
        for (token_idx, quote) in quote_states(annotated).into_iter().enumerate() {
            let word = annotated.word(token_idx);
            let before = words.pieces.len();
            vocabulary.cut(word, &mut words.pieces);
            words.pieces.truncate(before + LONGEST_WORD);
            words.starts.push(words.pieces.len() as u32);
            words.shapes.push(capitals(word) * 4 + quote);
            words.tags.push(annotated.tags.get(token_idx).map_or(N_TAGS as u32 - 1, |&tag| tag as u32));
        }
        words
    }

    fn pieces_of(&self, token_idx: usize) -> &[u32] {
        &self.pieces[self.starts[token_idx] as usize..self.starts[token_idx + 1] as usize]
    }

    fn n_pieces(&self, tokens: Range<usize>) -> usize {
        (self.starts[tokens.end] - self.starts[tokens.start]) as usize
    }

    /// Parts a run where it is longer than a window.
    fn part(&self, annotated: &Annotated, paragraph: TokenRange, runs: &mut Vec<Run>) {
        let most = LONGEST_WINDOW - 2;
        let mut start = paragraph.start as usize;
        let end = paragraph.end as usize;
        while start < end {
            let fits = |&until: &usize| self.n_pieces(start..until) <= most;
            let mut until = end;
            if !fits(&until) {
                let first = annotated.sentence_of(start);
                let ends = annotated.sentences[first..].iter().map(|sentence| sentence.tokens.end as usize);
                let whole = ends.take_while(|until| *until < end && fits(until)).last();
                until = whole.or_else(|| (start + 1..end).take_while(fits).last()).unwrap_or(start + 1);
            }
            let tokens = TokenRange { start: start as u32, end: until as u32 };
            runs.push(Run { tokens, n_pieces: self.n_pieces(start..until) });
            start = until;
        }
    }
}

/// Of each token: outside quotations 0, inside 1, an opening mark 2, a closing mark 3.
fn quote_states(annotated: &Annotated) -> Vec<u32> {
    let mut states = vec![0; annotated.tokens.len()];
    for quotation in annotated.quotations.iter().filter(|quotation| quotation.depth == 0) {
        let tokens = quotation.tokens.range();
        states[tokens.clone()].fill(1);
        if let Some(first) = states[tokens.clone()].first_mut() {
            *first = 2;
        }
        if let (true, [_, .., last]) = (quotation.closed, &mut states[tokens]) {
            *last = 3;
        }
    }
    states
}

/// Number, mark or the like 3; all capitals 2; first letter a capital 1; else 0.
fn capitals(word: &str) -> u32 {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if first.is_uppercase() => {
            let rest = chars.as_str();
            if !rest.is_empty() && !rest.chars().any(char::is_lowercase) { 2 } else { 1 }
        }
        Some(first) if first.is_alphabetic() => 0,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whosaid_language::{Lexicon, annotate_words};
    use whosaid_text::{Article, ArticleParts, SourceText};

    fn read(text: &str) -> (Annotated, Vec<Window>) {
        let vocabulary = WordPieces::parse("[UNK]\n[CLS]\n[SEP]\nx\n.").unwrap();
        let text = SourceText::new(text).unwrap();
        let annotated = annotate_words(&Lexicon::english(), Article::new(ArticleParts::of_text(text)));
        let windows = windows(&vocabulary, &annotated);
        (annotated, windows)
    }

    #[test]
    fn every_word_that_is_read_stands_in_one_window() {
        let sentence = "x x x x x x x x x x. ";
        for n_paragraphs in [1, 3, 40] {
            for n_sentences in [1, 5, 60] {
                let text = format!("{}\n\n", sentence.repeat(n_sentences)).repeat(n_paragraphs);
                let (annotated, windows) = read(&text);
                let tokens: Vec<usize> = windows.iter().flat_map(Window::tokens).collect();
                assert_eq!(tokens, (0..annotated.tokens.len()).collect::<Vec<_>>());
                assert!(windows.iter().all(|window| window.pieces.len() <= LONGEST_WINDOW));
                assert!(windows.iter().all(|window| window.firsts.len() == window.tokens().count()));
            }
        }
    }

    #[test]
    fn a_long_paragraph_is_parted_between_sentences() {
        let (annotated, windows) = read(&"They went home again after the long rain. ".repeat(40));
        let ends = windows.iter().flat_map(|window| &window.runs).map(|run| run.end);
        let is_end = |end: u32| annotated.sentences.iter().any(|sentence| sentence.tokens.end == end);
        assert!(windows.len() > 1 && ends.into_iter().all(is_end));
    }

    #[test]
    fn words_that_nobody_wrote_stay_within_a_window() {
        for text in ["", "\u{301}", &"x".repeat(100_000), &"x".repeat(90).repeat(9), &"-".repeat(5000)] {
            let (_, windows) = read(text);
            assert!(windows.iter().all(|window| window.pieces.len() <= LONGEST_WINDOW), "{}", text.len());
        }
    }
}
