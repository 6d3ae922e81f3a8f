//! [`Line`]: one paragraph as the tagger looks at it, with everything about a word worked out once.

use crate::forms::{AFTER, BEFORE, Form, Forms};
use crate::lexicon::Entry;
use whosaid_language::{Annotated, Paragraph, Tag, TokenRange};
use whosaid_linear::hash;

/// Words beyond each end of a paragraph that features may look at.
pub(crate) const MARGIN: usize = 3;
/// Section number of a line that is the content of an attribution.
pub(crate) const INSIDE: u32 = 31;
/// "There is none", for indexes of words.
pub(crate) const NONE: u32 = u32::MAX;

/// What the tagger knows of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    /// Number of its form.
    pub form: u32,
    /// Hash of the lower-case form.
    pub low: u32,
    /// What the lists say.
    pub entry: Entry,
    /// Part of speech.
    pub tag: u8,
    /// Kind and form of the mention it stands in, and whether it is the first word; zero outside.
    pub mention: u8,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Length of the run of capitalized words it stands in, at most 4.
    pub run: u8,
    /// Where it stands to quotation marks.
    pub quote: Quote,
    /// Length class of the quotation it stands in.
    pub quote_length: u8,
    /// Index of its sentence within the paragraph.
    pub sentence: u32,
    /// Commas outside quotations before it in the paragraph.
    pub commas: u32,
    /// Nearest verb of the lists before it, and at or after it.
    pub verb_before: u32,
    /// See `verb_before`.
    pub verb_after: u32,
    /// Nearest saying verb before it, and at or after it.
    pub say_before: u32,
    /// See `say_before`.
    pub say_after: u32,
}

/// Where a word stands to double quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Quote {
    /// Outside.
    #[default]
    Out,
    /// An opening mark.
    Open,
    /// Between marks.
    In,
    /// A closing mark.
    Close,
}

/// What the tagger knows of one sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clause {
    /// Its first word.
    pub first: usize,
    /// One past its last word.
    pub end: usize,
    /// Bits: has quoted words, has a verb of the lists, has a saying verb, is nearly all quoted, begins quoted.
    pub summary: u8,
}

/// One paragraph. Index `k` of its words is token `first_token + k` of the article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    words: Vec<Word>,
    /// Its sentences.
    pub clauses: Vec<Clause>,
    /// Summary of the last sentence of the paragraph before.
    pub before: u8,
    /// Whether the paragraph before ends inside a quotation.
    pub continues: bool,
    /// Kind of its section, or [`INSIDE`].
    pub section: u32,
}

impl Line {
    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len() - 2 * MARGIN
    }

    /// The word at a place that may lie up to [`MARGIN`] outside.
    pub fn at(&self, place: usize, offset: isize) -> &Word {
        &self.words[(place + MARGIN).wrapping_add_signed(offset)]
    }

    /// The word at a place.
    pub fn word(&self, place: usize) -> &Word {
        &self.words[place + MARGIN]
    }

    /// All words.
    pub fn words(&self) -> &[Word] {
        &self.words[MARGIN..self.words.len() - MARGIN]
    }

    fn words_mut(&mut self) -> &mut [Word] {
        let end = self.words.len() - MARGIN;
        &mut self.words[MARGIN..end]
    }

    /// Reads one paragraph, `before` being the line of the one before.
    pub fn of_paragraph<'a>(
        forms: &mut Forms<'a>,
        annotated: &'a Annotated,
        paragraph: &Paragraph,
        before: Option<&Line>,
    ) -> Self {
        Self::read(forms, annotated, paragraph.tokens, paragraph.section as u32, before)
    }

    /// Reads a piece of a content, as if it stood alone.
    pub fn of_content<'a>(forms: &mut Forms<'a>, annotated: &'a Annotated, tokens: TokenRange) -> Self {
        Self::read(forms, annotated, tokens, INSIDE, None)
    }

    fn read<'a>(
        forms: &mut Forms<'a>,
        annotated: &'a Annotated,
        tokens: TokenRange,
        section: u32,
        before: Option<&Line>,
    ) -> Self {
        let mut line = Line { section, ..Line::default() };
        line.words.reserve(tokens.len() + 2 * MARGIN);
        let outside =
            |form: u32| Word { form, low: forms.all()[form as usize].low, tag: 99, ..Word::default() };
        let (first, last) = (outside(BEFORE), outside(AFTER));
        line.words.resize(MARGIN, first);
        for token_idx in tokens.range() {
            let tag = annotated.tags.get(token_idx).copied().unwrap_or(Tag::NN) as u8;
            let (number, &Form { low, entry, capital, .. }) = forms.number(annotated.word(token_idx));
            line.words.push(Word { form: number, low, entry, capital, tag, ..Word::default() });
        }
        line.words.resize(line.words.len() + MARGIN, last);
        if let Some(before) = before {
            line.before = before.clauses.last().map_or(0, |clause| clause.summary);
            line.continues =
                before.words().last().is_some_and(|word| matches!(word.quote, Quote::Open | Quote::In));
        }
        line.find_quotes(annotated, tokens);
        line.find_mentions(annotated, tokens);
        line.find_runs();
        line.find_clauses(annotated, tokens.start as usize);
        line.find_verbs();
        line.summarize();
        line
    }

    fn find_quotes(&mut self, annotated: &Annotated, tokens: TokenRange) {
        let first = annotated.quotations.partition_point(|quotation| quotation.tokens.start < tokens.start);
        for quotation in annotated.quotations[first..].iter().take_while(|one| one.tokens.start < tokens.end)
        {
            if quotation.depth > 0 {
                continue;
            }
            let place = |token: u32| token.clamp(tokens.start, tokens.end) - tokens.start;
            let (start, end) = (place(quotation.tokens.start) as usize, place(quotation.tokens.end) as usize);
            let length = distance_class(quotation.tokens.len() as u32) as u8;
            for word in &mut self.words_mut()[start..end] {
                (word.quote, word.quote_length) = (Quote::In, length);
            }
            self.words_mut()[start].quote = Quote::Open;
            if quotation.closed && end > start + 1 {
                self.words_mut()[end - 1].quote = Quote::Close;
            }
            self.continues |= quotation.continues.is_some();
        }
    }

    fn find_mentions(&mut self, annotated: &Annotated, tokens: TokenRange) {
        let first = annotated.mentions.partition_point(|mention| mention.tokens.start < tokens.start);
        for mention in annotated.mentions[first..].iter().take_while(|one| one.tokens.start < tokens.end) {
            let number = 2 * (1 + mention.kind as u8 + 4 * mention.form as u8);
            let place = |token: u32| (token.min(tokens.end) - tokens.start) as usize;
            let words = &mut self.words_mut()[place(mention.tokens.start)..place(mention.tokens.end)];
            words.iter_mut().for_each(|word| word.mention = number);
            words.first_mut().into_iter().for_each(|word| word.mention = number + 1);
        }
    }

    fn find_runs(&mut self) {
        let mut start = 0;
        for place in 0..=self.len() {
            if place == self.len() || !self.word(place).capital {
                let length = (place - start).min(4) as u8;
                self.words_mut()[start..place].iter_mut().for_each(|word| word.run = length);
                start = place + 1;
            }
        }
    }

    fn find_clauses(&mut self, annotated: &Annotated, first_token: usize) {
        let mut sentence_idx = annotated.sentence_of(first_token);
        let mut place = 0;
        while place < self.len() {
            let end = match annotated.sentences.get(sentence_idx) {
                Some(sentence) => {
                    (sentence.tokens.end as usize).saturating_sub(first_token).clamp(place, self.len())
                }
                None => self.len(),
            };
            if end > place {
                let number = self.clauses.len() as u32;
                self.words_mut()[place..end].iter_mut().for_each(|word| word.sentence = number);
                self.clauses.push(Clause { first: place, end, summary: 0 });
                place = end;
            }
            sentence_idx += 1;
        }
    }

    fn find_verbs(&mut self) {
        let comma = hash(",");
        let (mut verb, mut say, mut commas) = (NONE, NONE, 0);
        for (place, word) in self.words_mut().iter_mut().enumerate() {
            (word.verb_before, word.say_before, word.commas) = (verb, say, commas);
            if word.quote != Quote::In {
                commas += u32::from(word.low == comma);
                verb = if word.entry.lemma != 0 { place as u32 } else { verb };
                say = if word.entry.says { place as u32 } else { say };
            }
        }
        (verb, say) = (NONE, NONE);
        for (place, word) in self.words_mut().iter_mut().enumerate().rev() {
            if word.quote != Quote::In {
                verb = if word.entry.lemma != 0 { place as u32 } else { verb };
                say = if word.entry.says { place as u32 } else { say };
            }
            (word.verb_after, word.say_after) = (verb, say);
        }
    }

    fn summarize(&mut self) {
        for clause_idx in 0..self.clauses.len() {
            let clause = self.clauses[clause_idx];
            let words = &self.words()[clause.first..clause.end];
            let any = |test: fn(&Word) -> bool| u8::from(words.iter().any(test));
            let quoted = words.iter().filter(|word| word.quote != Quote::Out).count();
            self.clauses[clause_idx].summary = any(|word| word.quote != Quote::Out)
                | any(|word| word.quote == Quote::Out && word.entry.lemma != 0) << 1
                | any(|word| word.quote == Quote::Out && word.entry.says) << 2
                | u8::from(quoted * 10 >= words.len() * 9) << 3
                | u8::from(words[0].quote != Quote::Out) << 4
                | 1 << 5;
        }
    }
}

/// A distance in words as one of eight classes.
pub(crate) fn distance_class(distance: u32) -> u32 {
    match distance {
        0..=2 => distance,
        3..=4 => 3,
        5..=8 => 4,
        9..=16 => 5,
        17..=32 => 6,
        _ => 7,
    }
}
