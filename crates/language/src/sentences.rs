//! Sentence borders.
//!
//! Works on tokens and paired quotation marks: a stop is a token of its own unless it belongs to an abbreviation.
//! What the marks look like is decided in `tokens`, which of them close in `quotes`.

use crate::tokens::is_quote;
use crate::words::{Abbreviation, WordLists};
use crate::{Annotated, Lexicon, Sentence, TokenRange};

/// Most names between a quoted question and the verb that takes it up ("Why?" Dr. Ada Quill asked).
const MOST_NAMES: usize = 4;

/// Fills `sentences`.
pub(crate) fn split(lexicon: &Lexicon, annotated: &mut Annotated) {
    let mut closers: Vec<u32> =
        annotated.quotations.iter().filter(|q| q.closed).map(|q| q.tokens.end - 1).collect();
    closers.sort_unstable();
    let mut sentences = Vec::new();
    for (idx, paragraph) in annotated.paragraphs.iter().enumerate() {
        let borders = Borders {
            words: &lexicon.words,
            annotated,
            closers: &closers,
            end: paragraph.tokens.end as usize,
        };
        let mut start = paragraph.tokens.start as usize;
        let mut token_idx = start;
        while start < borders.end {
            let border =
                if token_idx < borders.end { borders.after(token_idx, start) } else { Some(borders.end) };
            token_idx += 1;
            if let Some(end) = border {
                let tokens = TokenRange { start: start as u32, end: end as u32 };
                sentences.push(Sentence { tokens, paragraph_idx: idx as u32 });
                (start, token_idx) = (end, end);
            }
        }
    }
    annotated.sentences = sentences;
}

/// Finds borders within one paragraph.
struct Borders<'a> {
    words: &'a WordLists,
    annotated: &'a Annotated,
    closers: &'a [u32],
    end: usize,
}

/// What a token may end a sentence with.
#[derive(Clone, Copy)]
enum Ending {
    /// A full stop.
    Stop,
    /// A question or exclamation mark.
    Asking,
    /// Three dots.
    Ellipsis,
    /// The stop of an abbreviation.
    Short(Abbreviation),
    /// The stop of a.m. and p.m.
    Clock,
}

/// What follows a possible end: the closing marks that belong to it, then the first word.
#[derive(Clone, Copy)]
struct Next<'a> {
    /// First token after the closing marks.
    token_idx: usize,
    /// Whether a quotation closes right after the end.
    quote_closed: bool,
    /// Whether a quotation or bracket opens before the first word.
    opened: bool,
    /// Whether white space stands before it.
    gap: bool,
    /// The first word.
    word: &'a str,
}

impl<'a> Borders<'a> {
    /// The border that a token brings: the first token of the next sentence.
    fn after(&self, token_idx: usize, start: usize) -> Option<usize> {
        let ending = self.ending(token_idx)?;
        let Some(next) = self.next(token_idx + 1) else { return Some(self.end) };
        let first = next.word.chars().next()?;
        let ends = match first {
            ',' | ';' | ':' | '.' | ')' | ']' | '}' | '%' => false,
            '!' | '?' => false,
            '-' | '–' | '—' => matches!(ending, Ending::Stop) && next.gap && !next.quote_closed,
            '\'' | '’' if !next.gap => false,
            _ => self.ends(ending, token_idx, start, next, first),
        };
        ends.then_some(next.token_idx)
    }

    fn ends(&self, ending: Ending, token_idx: usize, start: usize, next: Next, first: char) -> bool {
        let begins = self.words.starters.has(next.word);
        match ending {
            Ending::Stop if self.numbers_list(token_idx, start) => false,
            Ending::Stop if first.is_lowercase() => {
                !next.quote_closed && self.ends_before_lower(token_idx, next)
            }
            Ending::Stop => true,
            Ending::Asking if first.is_lowercase() => false,
            Ending::Asking => !(next.quote_closed && self.taken_up(next.token_idx)),
            Ending::Ellipsis if !first.is_uppercase() => false,
            Ending::Ellipsis if next.word == "I" => next.quote_closed,
            Ending::Ellipsis => begins || next.quote_closed || !self.gap_before(token_idx),
            Ending::Short(Abbreviation::Inner | Abbreviation::BeforeNumber) => false,
            Ending::Short(_) | Ending::Clock if !first.is_uppercase() => false,
            Ending::Short(_) | Ending::Clock if begins || next.quote_closed || next.opened => true,
            Ending::Short(kind) => kind == Abbreviation::Closing,
            Ending::Clock => !self.words.after_clock.has(next.word.trim_end_matches('.')),
        }
    }

    fn ending(&self, token_idx: usize) -> Option<Ending> {
        let word = self.annotated.word(token_idx);
        match word {
            "." => return self.single_stop(token_idx),
            "..." | "…" => return Some(Ending::Ellipsis),
            _ => {}
        }
        match word.bytes().last()? {
            b'!' | b'?' if self.exclaimed(token_idx) => Some(Ending::Short(Abbreviation::Either)),
            b'!' | b'?' if word.starts_with(['!', '?']) => Some(Ending::Asking),
            b'.' if word.starts_with('.') => Some(Ending::Stop),
            b'.' => Some(self.abbreviation(word)),
            _ => None,
        }
    }

    /// A full stop, unless it is one of several with blanks between that stand for an ellipsis.
    fn single_stop(&self, token_idx: usize) -> Option<Ending> {
        let is_stop =
            |idx: usize| self.annotated.tokens.get(idx).is_some() && self.annotated.word(idx) == ".";
        if token_idx + 1 < self.end && is_stop(token_idx + 1) {
            return None;
        }
        let spaced = token_idx > 1 && is_stop(token_idx - 1) && is_stop(token_idx - 2);
        Some(if spaced { Ending::Ellipsis } else { Ending::Stop })
    }

    fn abbreviation(&self, word: &str) -> Ending {
        let word = word.trim_end_matches('.');
        if word.eq_ignore_ascii_case("a.m") || word.eq_ignore_ascii_case("p.m") {
            return Ending::Clock;
        }
        Ending::Short(self.words.abbreviation(word).unwrap_or(Abbreviation::Either))
    }

    /// Whether the mark belongs to a name, as in "Yahoo!".
    fn exclaimed(&self, token_idx: usize) -> bool {
        let before = token_idx.checked_sub(1).filter(|_| !self.gap_before(token_idx));
        before.is_some_and(|idx| self.words.exclaimed.has(self.annotated.word(idx)))
    }

    /// Whether the stop is that of "1." or "a." at the head of a list entry.
    fn numbers_list(&self, token_idx: usize, start: usize) -> bool {
        let head = self.annotated.word(start);
        token_idx == start + 1 && list_number(head)
    }

    /// Whether a stop ends a sentence although a small letter follows: not after what may be an abbreviation.
    fn ends_before_lower(&self, token_idx: usize, next: Next) -> bool {
        let brand = next.word.chars().nth(1).is_some_and(char::is_uppercase);
        let before = token_idx.checked_sub(1).map_or("", |idx| self.annotated.word(idx));
        next.gap && (brand || before.len() > 3)
    }

    /// Whether names and a verb of asking or saying follow, so that the question is part of the sentence.
    fn taken_up(&self, token_idx: usize) -> bool {
        let is_name = |word: &str| word.starts_with(char::is_uppercase) && !self.words.starters.has(word);
        let words = token_idx..self.end.min(token_idx + MOST_NAMES + 1);
        let mut words = words.map(|idx| self.annotated.word(idx)).skip_while(|word| is_name(word));
        is_name(self.annotated.word(token_idx))
            && words.next().is_some_and(|word| self.words.taken_up.has(word))
    }

    /// Steps over what closes (quotation marks, brackets, notes) and what opens, to the first word.
    fn next(&self, mut token_idx: usize) -> Option<Next<'a>> {
        let mut quote_closed = false;
        while token_idx < self.end {
            if self.closes_quote(token_idx) {
                quote_closed = true;
            } else if !self.closes_bracket(token_idx) {
                match self.note_end(token_idx) {
                    Some(end) => token_idx = end,
                    None => break,
                }
            }
            token_idx += 1;
        }
        let opening = |idx: &usize| is_opening(self.annotated.word(*idx));
        let word_idx = (token_idx..self.end).find(|idx| !opening(idx)).filter(|_| token_idx < self.end)?;
        let (gap, word) = (self.gap_before(token_idx), self.annotated.word(word_idx));
        Some(Next { token_idx, quote_closed, opened: word_idx > token_idx, gap, word })
    }

    fn gap_before(&self, token_idx: usize) -> bool {
        let tokens = &self.annotated.tokens;
        token_idx == 0 || tokens[token_idx - 1].span.end() < tokens[token_idx].span.start()
    }

    fn closes_quote(&self, token_idx: usize) -> bool {
        let word = self.annotated.word(token_idx);
        if !is_mark(word) || self.closers.binary_search(&(token_idx as u32)).is_ok() {
            return is_mark(word);
        }
        let glued_right = token_idx + 1 < self.end && !self.gap_before(token_idx + 1);
        if matches!(word, "“" | "‘" | "„" | "«" | "``") || self.gap_before(token_idx) {
            return false;
        }
        !(glued_right && self.begins_word(token_idx + 1))
    }

    fn begins_word(&self, token_idx: usize) -> bool {
        self.annotated.word(token_idx).starts_with(char::is_alphanumeric)
    }

    fn closes_bracket(&self, token_idx: usize) -> bool {
        matches!(self.annotated.word(token_idx), ")" | "]" | "}") && !self.gap_before(token_idx)
    }

    /// Last token of a note such as "[1]" that hangs on the sentence.
    fn note_end(&self, token_idx: usize) -> Option<usize> {
        let hangs = token_idx + 2 < self.end
            && !self.gap_before(token_idx)
            && self.annotated.word(token_idx) == "["
            && self.annotated.word(token_idx + 2) == "]";
        let digits = hangs && self.annotated.word(token_idx + 1).bytes().all(|b| b.is_ascii_digit());
        digits.then_some(token_idx + 2)
    }
}

fn is_mark(word: &str) -> bool {
    word.starts_with(is_quote) && !word.contains(char::is_alphanumeric)
}

fn is_opening(word: &str) -> bool {
    is_mark(word) || matches!(word, "(" | "[" | "{")
}

fn list_number(word: &str) -> bool {
    let digits = word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
    digits || word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use crate::testing;

    /// Checks a paragraph in which `|` stands at every border.
    fn check(paragraph: &str) {
        let annotated = testing::read(&paragraph.replace('|', ""));
        let found: Vec<&str> =
            annotated.sentences.iter().map(|sentence| annotated.words(sentence.tokens)).collect();
        let expected: Vec<&str> = paragraph.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn plain_stops() {
        check("The mill closed in May.| Nobody was told.| It reopened a week later.");
        check("Was it planned?| The council says no!| Residents doubt it.");
        check("Prices rose 4.5 percent to $3.20 a loaf.| Wages did not.");
        check("The bridge opened in 1990.| 23 years later it fell.");
        check("She paid £5.| He paid nothing");
        check("Ferry sinks off Karsk, 12 missing");
        check("It was over.| iPhones lit the square.");
        check("The ship is 30 m. long and 5 m. wide.");
        check("He left.| — The Editor");
        check("the food was awful.| we left at once.");
        check("BELL MOTORS PVT. LTD. CHAIRMAN RESIGNS");
    }

    #[test]
    fn titles_and_initials() {
        check("Mr. Ode met Mrs. Vance on Friday.| Dr. Ito was there.");
        check("Sen. Ada Quill and Rep. J. B. Marsh voted no.| Gov. Lund did not vote.");
        check("George W. Aldane spoke first.| J.K. Ito followed.");
        check("Lt. Gen. P. Orsk took command.| Col. Bray resigned.");
        check("It was signed by A. Lund, B. Orsk and C. Bray.| Others refused.");
        check("They moved to Plan B.| The first plan had failed.");
        check("“So did I.| Then we ran,” she said.");
        check("St. Alban's school, near Mt. Orsk, is shut.| Ft. Lund is open.");
        check("The case is Lund v. Orsk.| It opens on Monday.");
        check("Prof. Ada Quill Jr. declined.| Robert Lund Sr. was her teacher.");
        check("Messrs. Lund and Orsk, i.e. the owners, fled, e.g. to Karsk.");
    }

    #[test]
    fn countries_and_bodies() {
        check("The U.S. President arrived.| He stayed an hour.");
        check("He was born in the U.S.| He moved away at nine.");
        check("Troops left the U.K. on Monday.| The U.N. Security Council met.");
        check("Acme Inc. said profits rose.| Bell Corp. Chairman Ada Quill was pleased.");
        check("She works for Acme Inc.| The firm makes nails.");
        check("Bell Co. and Acme Ltd. merged.| Lund Bros. did not.");
        check("A U.S.-led force crossed the border.| The U.S.'s allies waited.");
        check("He studied in Washington, D.C., for years.| In D.C. he met Ada.");
        check("Orders came from the U.S. and the E.U. in May.");
        check("The talks were held in the U.S.| But nobody signed.");
    }

    #[test]
    fn dates_times_and_places() {
        check("It began at 5 p.m. Tuesday.| By 6 p.m. it was over.");
        check("It began at 5 p.m.| Police came at once.");
        check("The curfew runs from 11 p.m. to 5 a.m.| Shops shut early.");
        check("The vote is on Jan. 5 at 10 a.m. EST.| Results come on Feb. 1.");
        check("He wrote in Sept. that it would end.| It did in Oct.| The town rejoiced.");
        check("A man from Orsk, Wash., and one from Lund, Calif., were held.| They will wash.");
        check("He lives at 10 Mill St. in Karsk.| Ada lives on Lund Ave.| They never met.");
        check("No. 10 would not comment.| The answer was no.| No. 11 was silent.");
        check("See vol. 3, p. 12.| The rest is lost.");
        check("LUND (Reuters) - Rain fell on Monday.| It did not stop.");
    }

    #[test]
    fn quotations() {
        check("“It is over,” she said.| “We lost.”| He nodded.");
        check("\"It is over,\" she said.| \"We lost.\"| He nodded.");
        check("“It is over.| We lost.| Go home,” she said.");
        check("“Why?” he asked.| “Because,” she said.");
        check("'Why?' he asked.| 'Because!' she cried.| He left.");
        check("\"Why now?\" Ada Quill asked.| \"Why not?\"| He shrugged.");
        check("“Stop!” shouted Mr. Ode.| Nobody did.");
        check("“Who did it?”| The room was quiet.");
        check("He said: “We lost.”| She said: “We won.”");
        check("She called it “a joke.”| The mayor laughed.");
        check("He wrote 'I am done.'| She wrote 'Good.'");
        check("“He told me, ‘Go!’”| She went.");
        check("“He told me, ‘It is over.’ ”| She wept.");
        check("\" He left . \"| \" She stayed . \"");
        check("“I saw it in the U.S.”| He paused.");
        check("\"We lost.\" he said, misplacing the stop.");
        check("Is it “over”?| Ask the “winners”.| They know.");
        check("“It was a long game.” - Ada Quill");
        check("“Really?”.| She did not think so.");
    }

    #[test]
    fn brackets_notes_and_lists() {
        check("The firm (Acme Inc.) is broke.| It owes millions.");
        check("It failed.| (The owner fled.)| Nobody paid.");
        check("The mayor resigned.[1]| Her deputy stayed.[2][3]");
        check("1. The first point is money.| 2. The second is time.");
        check("a. Open the door.");
        check("He said [the mayor] left.| [She did not.]");
    }

    #[test]
    fn ellipses() {
        check("“I think ... I do not know,” he said.| He left.");
        check("He waited...| The train never came.");
        check("“Well … Obviously not,” she said.");
        check("They had money . . . and time.| They had no plan.");
        check("It was over....| Nobody spoke.");
        check("“We will try…”| The line went dead.");
    }

    #[test]
    fn names_with_marks() {
        check("Yahoo! said it would pay.| Yahoo! Inc. is old.");
        check("He left Yahoo!| The firm was sold.");
        check("She joined Orsk.com.| Lund.co.uk was gone.");
        check("Write to ada@lund.example.| Or call.");
        check("Visit www.lund.example/a?b=c.| It is free.");
        check("Version 2.0 of Web 3.0 failed.| Version 4.0.1 works.");
        check("What?!| No!!!| Yes...");
    }
}
