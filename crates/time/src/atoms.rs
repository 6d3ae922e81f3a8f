//! The text cut fine: runs of letters, runs of digits, single marks. `Nov.` is two atoms, `1990s` two, `'s` two.
//!
//! Rules are matched against atoms and not against tokens, because time expressions begin and end inside words
//! ("third-quarter", "mid-2001", "6-7 February"). Each run of letters is looked up once in the [`Vocabulary`].

use whosaid_text::Span;

/// A word of the rules, by number; [`UNKNOWN`] for all others.
pub(crate) type WordId = u16;

/// A word that no rule mentions.
pub(crate) const UNKNOWN: WordId = 0;

/// A run of letters, a run of digits, or one mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: AtomKind,
    /// Whether a blank (or the start of the text) stands before it.
    pub(crate) spaced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AtomKind {
    /// Letters.
    Word { id: WordId, capital: bool, past_ending: bool },
    /// ASCII digits with their value, if it fits.
    Digits { value: u32, n_digits: u8 },
    /// Anything else, with curly quotes and dashes made plain.
    Mark(char),
}

impl Atom {
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    pub(crate) fn word(&self) -> WordId {
        match self.kind {
            AtomKind::Word { id, .. } => id,
            _ => UNKNOWN,
        }
    }

    pub(crate) fn is_word(&self) -> bool {
        matches!(self.kind, AtomKind::Word { .. })
    }

    pub(crate) fn is_capital(&self) -> bool {
        matches!(self.kind, AtomKind::Word { capital: true, .. })
    }

    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == AtomKind::Mark(mark)
    }

    /// Value and number of digits.
    pub(crate) fn digits(&self) -> Option<(u32, u8)> {
        match self.kind {
            AtomKind::Digits { value, n_digits } => Some((value, n_digits)),
            _ => None,
        }
    }
}

/// The words of all rules, found by a hash that ignores case.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    /// Lower case; the first is the unknown word.
    words: Vec<String>,
    slots: Vec<WordId>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary { words: vec![String::new()], slots: vec![UNKNOWN; 64] }
    }
}

impl Vocabulary {
    /// Number of words, the unknown one included.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The number of a word, adding it if it is new.
    pub(crate) fn add(&mut self, word: &str) -> WordId {
        let known = self.find(word);
        if known != UNKNOWN || self.words.len() >= usize::from(u16::MAX) {
            return known;
        }
        self.words.push(word.to_lowercase());
        if self.words.len() * 4 > self.slots.len() {
            self.slots = vec![UNKNOWN; self.slots.len() * 4];
            (1..self.words.len()).for_each(|id| self.place(id as WordId));
        } else {
            self.place(self.words.len() as WordId - 1);
        }
        self.words.len() as WordId - 1
    }

    /// The number of a word, in whatever case, or [`UNKNOWN`].
    pub(crate) fn find(&self, word: &str) -> WordId {
        let mask = self.slots.len() - 1;
        let mut slot = hash(word) as usize & mask;
        loop {
            let id = self.slots[slot];
            if id == UNKNOWN || self.words[usize::from(id)].eq_ignore_ascii_case(word) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn place(&mut self, id: WordId) {
        let mask = self.slots.len() - 1;
        let mut slot = hash(&self.words[usize::from(id)]) as usize & mask;
        while self.slots[slot] != UNKNOWN {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = id;
    }
}

/// FNV-1a over the bytes in lower case.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Cuts `text[from..to]` and appends its atoms; offsets are those of the whole text.
pub(crate) fn cut(vocabulary: &Vocabulary, text: &str, span: Span, atoms: &mut Vec<Atom>) {
    let Some(part) = text.get(span.range()) else { return };
    let offset = span.start() as usize;
    let mut spaced = true;
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() || c.is_control() {
            spaced = true;
            continue;
        }
        let mut end = at + c.len_utf8();
        let mut run = |belongs: fn(char) -> bool| {
            while let Some(&(next, c)) = chars.peek() {
                if !belongs(c) {
                    break;
                }
                end = next + c.len_utf8();
                chars.next();
            }
        };
        let kind = if c.is_ascii_digit() {
            run(|c| c.is_ascii_digit());
            digits(&part[at..end])
        } else if c.is_alphabetic() {
            run(char::is_alphabetic);
            let word = &part[at..end];
            let past_ending = word.len() > 4 && word.ends_with("ed");
            AtomKind::Word { id: vocabulary.find(word), capital: c.is_uppercase(), past_ending }
        } else {
            AtomKind::Mark(plain(c))
        };
        atoms.push(Atom { start: (offset + at) as u32, end: (offset + end) as u32, kind, spaced });
        spaced = false;
    }
}

fn digits(text: &str) -> AtomKind {
    let n_digits = text.len().min(255) as u8;
    AtomKind::Digits { value: text.parse().unwrap_or(u32::MAX), n_digits }
}

fn plain(mark: char) -> char {
    match mark {
        '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add("nov");
        let mut atoms = Vec::new();
        cut(&vocabulary, text, Span::new(0, text.len() as u32), &mut atoms);
        let shown: Vec<_> = atoms.iter().map(|atom| &text[atom.span().range()]).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn text_is_cut_into_letters_digits_and_marks() {
        check("On Nov. 14, 1990s’", &["On", "Nov", ".", "14", ",", "1990", "s", "’"]);
        check("“mid-2001” 5½ été", &["“", "mid", "-", "2001", "”", "5", "½", "été"]);
        check("", &[]);
    }

    #[test]
    fn words_are_found_in_any_case() {
        let mut vocabulary = Vocabulary::default();
        let ids: Vec<_> = (0..500).map(|n| vocabulary.add(&format!("word{n}"))).collect();
        assert_eq!(vocabulary.find("WORD7"), ids[7]);
        assert_eq!(vocabulary.find("Word499"), ids[499]);
        assert_eq!(vocabulary.find("other"), UNKNOWN);
    }
}
