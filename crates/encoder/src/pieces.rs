//! [`WordPieces`]: words cut into the pieces of a fixed vocabulary, the longest first.
//!
//! The pieces are those of Wu et al. (2016), "Google's Neural Machine Translation System", as BERT uses them: lower
//! case, no accents, marks apart, `##` before a piece that goes on a word. Curly quotation marks become straight
//! ones, so that either is read alike.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words of more letters are unknown: nobody speaks them, and looking them up takes quadratic time.
const LONGEST_WORD: usize = 100;
const UNKNOWN: &str = "[UNK]";
const START: &str = "[CLS]";
const END: &str = "[SEP]";
/// Stands before a piece that goes on a word.
const GOES_ON: &str = "##";

/// A vocabulary of pieces, numbered by their lines.
#[derive(Clone, Debug)]
pub struct WordPieces {
    numbers: HashMap<String, u32>,
    unknown: u32,
    start: u32,
    end: u32,
}

/// A vocabulary that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPiece(pub &'static str);

impl WordPieces {
    /// Reads a vocabulary: one piece a line, numbered from zero.
    ///
    /// # Errors
    /// The first of the special pieces that is not there.
    pub fn parse(vocabulary: &str) -> Result<Self, MissingPiece> {
        let numbers: HashMap<String, u32> = vocabulary.lines().map(str::to_owned).zip(0..).collect();
        let special = |piece: &'static str| numbers.get(piece).copied().ok_or(MissingPiece(piece));
        let (unknown, start, end) = (special(UNKNOWN)?, special(START)?, special(END)?);
        Ok(WordPieces { numbers, unknown, start, end })
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is no piece at all.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The piece for what cannot be cut.
    pub fn unknown(&self) -> u32 {
        self.unknown
    }

    /// The piece that stands before all others.
    pub fn start(&self) -> u32 {
        self.start
    }

    /// The piece that stands after a paragraph.
    pub fn end(&self) -> u32 {
        self.end
    }

    /// Adds the pieces of one word, at least one.
    pub fn cut(&self, word: &str, pieces: &mut Vec<u32>) {
        let before = pieces.len();
        let mut run = String::new();
        for c in word.chars().flat_map(char::to_lowercase).nfd().map(straight) {
            if is_combining_mark(c) || c.is_control() || c.is_whitespace() {
                continue;
            }
            if is_mark(c) {
                self.cut_run(&run, pieces);
                run.clear();
                self.cut_run(c.encode_utf8(&mut [0; 4]), pieces);
            } else {
                run.push(c);
            }
        }
        self.cut_run(&run, pieces);
        if pieces.len() == before {
            pieces.push(self.unknown);
        }
    }

    /// Cuts letters and digits without a mark between them.
    fn cut_run(&self, run: &str, pieces: &mut Vec<u32>) {
        if run.is_empty() {
            return;
        }
        let before = pieces.len();
        let mut rest = run;
        let mut candidate = String::new();
        while !rest.is_empty() && run.chars().count() <= LONGEST_WORD {
            let goes_on = rest.len() < run.len();
            let ends = rest.char_indices().rev().map(|(at, c)| at + c.len_utf8());
            let longest = ends.into_iter().find_map(|end| {
                candidate.clear();
                candidate.push_str(if goes_on { GOES_ON } else { "" });
                candidate.push_str(&rest[..end]);
                self.numbers.get(&candidate).map(|&number| (number, end))
            });
            let Some((number, end)) = longest else { break };
            pieces.push(number);
            rest = &rest[end..];
        }
        if !rest.is_empty() {
            pieces.truncate(before);
            pieces.push(self.unknown);
        }
    }
}

/// Quotation marks and apostrophes as a typewriter has them.
fn straight(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        c => c,
    }
}

/// Whether a character is a piece of its own.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '¡' | '¿' | '§' | '¶' | '·')
        || matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{3000}'..='\u{303f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &[&str]) {
        let vocabulary = "[UNK]\n[CLS]\n[SEP]\nharbor\n##master\n##s\n'\n\"\nn\nt\ncafe\n-\nun\n##a\n##b";
        let pieces = WordPieces::parse(vocabulary).unwrap();
        let mut numbers = Vec::new();
        pieces.cut(word, &mut numbers);
        let lines: Vec<&str> = vocabulary.lines().collect();
        let cut: Vec<&str> = numbers.iter().map(|&number| lines[number as usize]).collect();
        assert_eq!(cut, expected, "{word:?}");
    }

    #[test]
    fn the_longest_piece_is_taken_first() {
        check("Harbormasters", &["harbor", "##master", "##s"]);
        check("unab", &["un", "##a", "##b"]);
        check("CAFÉ", &["cafe"]);
    }

    #[test]
    fn marks_stand_apart_and_curly_ones_are_straight() {
        check("n’t", &["n", "'", "t"]);
        check("“", &["\""]);
        check("harbor-harbor", &["harbor", "-", "harbor"]);
    }

    #[test]
    fn what_cannot_be_cut_is_unknown() {
        check("xyz", &["[UNK]"]);
        check("unabx", &["[UNK]"]);
        check("", &["[UNK]"]);
        check("\u{301}", &["[UNK]"]);
        check(&"un".repeat(200), &["[UNK]"]);
    }

    #[test]
    fn a_vocabulary_without_its_special_pieces_is_refused() {
        assert_eq!(WordPieces::parse("a\nb").err(), Some(MissingPiece(UNKNOWN)));
    }
}
