//! Words, numbers and marks.
//!
//! Borders follow the Penn treebank where attribution needs them: possessives and contractions are split off, full
//! stops stay on abbreviations and initials, every quotation mark stands alone. Hyphenated words, addresses of sites
//! and mail, @names and #tags are one token. Which abbreviation ends a sentence is left to `sentences`, which mark
//! opens and which closes to `quotes`.

use crate::words::{Abbreviation, WordLists};
use crate::{Annotated, Lexicon, Paragraph, Token, TokenRange};
use whosaid_text::{Article, Section, SectionKind, Span};

/// How far to look ahead for the end of an address of a site or of mail.
const LONGEST_ADDRESS: usize = 100;

/// Fills `tokens` and `paragraphs`.
pub(crate) fn tokenize(lexicon: &Lexicon, annotated: &mut Annotated) {
    let text = annotated.article.text.clone();
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut offset = 0;
    let inserts = inserts(&annotated.article);
    let mut next_insert = 0;
    for line in text.split_inclusive('\n') {
        let first = tokens.len();
        let end = offset + line.len() as u32;
        let n_inserts = inserts[next_insert..].iter().take_while(|insert| insert.start() < end).count();
        let left_out = &inserts[next_insert..next_insert + n_inserts];
        next_insert += n_inserts;
        Line { words: &lexicon.words, text: line, offset, left_out, tokens: &mut tokens }.scan();
        if tokens.len() > first {
            let section = annotated.article.section_at(tokens[first].span.start());
            let range = TokenRange { start: first as u32, end: tokens.len() as u32 };
            annotated.paragraphs.push(Paragraph { tokens: range, section });
        }
        offset += line.len() as u32;
    }
    annotated.tokens = tokens;
}

/// Boilerplate that shares a line with other text: it has no tokens, so that what stands around it is read as one.
fn inserts(article: &Article) -> Vec<Span> {
    let is_boilerplate = |section: &&Section| section.kind == SectionKind::Boilerplate;
    let boilerplate = article.sections.iter().filter(is_boilerplate).map(|section| section.span);
    boilerplate.filter(|&span| !fills_lines(&article.text, span)).collect()
}

/// Whether nothing but blanks stands between a span and the ends of its lines. Looks no further than the next word.
fn fills_lines(text: &str, span: Span) -> bool {
    let (before, after) = (text.get(..span.start() as usize), text.get(span.end() as usize..));
    let is_blank = |c: char| c.is_whitespace() && c != '\n';
    let before = before.unwrap_or("").trim_end_matches(is_blank);
    let after = after.unwrap_or("").trim_start_matches(is_blank);
    (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
}

/// One line on its way into tokens. Positions are bytes of the line.
struct Line<'a> {
    words: &'a WordLists,
    text: &'a str,
    offset: u32,
    /// What is not read of its rest, by position, in bytes of the text.
    left_out: &'a [Span],
    tokens: &'a mut Vec<Token>,
}

/// What follows a run of letters and digits.
enum Joint {
    /// The word goes on at this byte.
    On(usize),
    /// The word ends at this byte.
    End(usize),
}

impl<'a> Line<'a> {
    fn scan(&mut self) {
        let mut at = 0;
        while let Some(c) = self.char_at(at) {
            at = if let Some(end) = self.insert_end(at) {
                self.contractions(end)
            } else if is_word(c) {
                self.word(at)
            } else if is_blank(c) {
                at + c.len_utf8()
            } else {
                self.mark(at, c)
            };
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.text.get(at..)?.chars().next(),
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    /// The character that ends right before a byte.
    fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn word_at(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(is_word)
    }

    fn push(&mut self, start: usize, end: usize) -> usize {
        let span = Span::new(self.offset + start as u32, self.offset + end as u32);
        self.tokens.push(Token { span });
        end
    }

    fn last_token(&self) -> &'a str {
        let span = self.tokens.last().map(|token| token.span).filter(|span| span.start() >= self.offset);
        let within = |byte: u32| (byte - self.offset) as usize;
        span.and_then(|span| self.text.get(within(span.start())..within(span.end()))).unwrap_or("")
    }

    /// Takes a word with the contractions that hang on it.
    fn word(&mut self, start: usize) -> usize {
        if let Some(end) = self.site(start) {
            return self.push(start, end);
        }
        let end = self.word_end(start);
        let word = &self.text[start..end];
        match self.words.split(word) {
            Some(first) => {
                self.push(start, start + first);
                self.push(start + first, end);
            }
            None => {
                self.push(start, end);
            }
        }
        self.contractions(end)
    }

    /// Takes the contractions that follow a word that ended at a byte.
    fn contractions(&mut self, mut end: usize) -> usize {
        while let Some(next) = self.contraction(end) {
            end = self.push(end, next);
        }
        end
    }

    /// End of the insert around a byte; those before it are done with.
    fn insert_end(&mut self, at: usize) -> Option<usize> {
        let at = self.offset + at as u32;
        while let Some((insert, rest)) =
            self.left_out.split_first().filter(|(insert, _)| insert.start() <= at)
        {
            self.left_out = rest;
            if at < insert.end() {
                return Some((insert.end() - self.offset) as usize);
            }
        }
        None
    }

    /// End of the word that begins at `start`, without its contractions.
    fn word_end(&self, start: usize) -> usize {
        let (mut at, mut part) = (start, start);
        loop {
            at = self.letters_end(at);
            let joint = match self.char_at(at) {
                Some('.') => self.stop(start, part, at),
                Some('@') => self.address(start, at).map_or(Joint::End(at), Joint::End),
                Some(c) if is_apostrophe(c) => self.inner_apostrophe(start, at, c),
                Some(c) => self.joined(at, c).map_or(Joint::End(at), Joint::On),
                None => return at,
            };
            match joint {
                Joint::On(next) => (at, part) = (next, next),
                Joint::End(end) => return end,
            }
        }
    }

    /// End of the letters, digits and marks on letters from `at`.
    fn letters_end(&self, mut at: usize) -> usize {
        loop {
            while self.byte(at).is_ascii_alphanumeric() {
                at += 1;
            }
            match self.char_at(at) {
                Some(c) if !c.is_ascii() && (is_word(c) || goes_on(c)) => at += c.len_utf8(),
                _ => return at,
            }
        }
    }

    /// Where the word goes on after a mark that joins letters or digits.
    fn joined(&self, at: usize, c: char) -> Option<usize> {
        let next = at + c.len_utf8();
        let digits = || at > 0 && self.byte(at - 1).is_ascii_digit() && self.byte(next).is_ascii_digit();
        let joins = match c {
            '-' | '\u{2010}' | '\u{2011}' | '&' => self.word_at(next),
            '_' => self.word_at(next) || self.byte(next) == b'_',
            ',' | ':' | '/' => digits(),
            _ => false,
        };
        joins.then_some(next)
    }

    /// An apostrophe after letters: inside the word (O'Brien), or a contraction or mark begins.
    fn inner_apostrophe(&self, start: usize, at: usize, c: char) -> Joint {
        let next = at + c.len_utf8();
        if !self.word_at(next) {
            return Joint::End(at);
        }
        let Some(end) = self.contraction(at) else {
            let digits = self.byte(next).is_ascii_digit() && self.byte(at.saturating_sub(1)).is_ascii_digit();
            let letters = c != '`' && self.char_at(next).is_some_and(char::is_alphabetic);
            return if letters || digits { Joint::On(next) } else { Joint::End(at) };
        };
        let negated = end == next + 1 && matches!(self.byte(next), b't' | b'T');
        Joint::End(if negated && at - start > 1 { at - 1 } else { at })
    }

    /// End of the contraction or possessive that begins at `at`: 's, 're, n't.
    fn contraction(&self, at: usize) -> Option<usize> {
        let (at, negated) = match self.byte(at) {
            b'n' | b'N' => (at + 1, true),
            _ => (at, matches!(self.char_before(at), Some('n' | 'N'))),
        };
        let next = at + self.char_at(at).filter(|&c| is_apostrophe(c))?.len_utf8();
        let len = (0..3).take_while(|&n| self.byte(next + n).is_ascii_alphabetic()).count();
        let end = next + len;
        let known = match self.text.get(next..end)?.as_bytes() {
            [b's' | b'S' | b'd' | b'D' | b'm' | b'M'] => true,
            [b't' | b'T'] => negated,
            [a, b] => matches!(&[a.to_ascii_lowercase(), b.to_ascii_lowercase()], b"re" | b"ve" | b"ll"),
            _ => false,
        };
        let hyphen = self.byte(end) == b'-' && self.word_at(end + 1);
        (known && !hyphen && !self.word_at(end)).then_some(end)
    }

    /// A full stop after letters or digits.
    fn stop(&self, start: usize, part: usize, at: usize) -> Joint {
        let next = at + 1;
        if self.byte(next) == b'.' {
            return Joint::End(at);
        }
        if self.byte(at - 1).is_ascii_digit() && self.byte(next).is_ascii_digit() {
            return Joint::On(next);
        }
        if self.word_at(next) {
            if let Some(end) = self.address(start, at) {
                return Joint::End(end);
            }
            if self.is_letter(part, at) && self.is_letter(next, self.letters_end(next)) {
                return Joint::On(next);
            }
            if let Some(end) = self.dotted_abbreviation(start) {
                return Joint::End(end);
            }
        }
        if !self.keeps_stop(start, at) {
            return Joint::End(at);
        }
        let hyphenated = self.byte(next) == b'-' && self.word_at(next + 1);
        if hyphenated { Joint::On(next + 1) } else { Joint::End(next) }
    }

    fn is_letter(&self, start: usize, end: usize) -> bool {
        self.char_at(start).is_some_and(|c| c.is_alphabetic() && start + c.len_utf8() == end)
    }

    /// End of an abbreviation of the list with a stop inside (Ph.D.), its last stop included.
    fn dotted_abbreviation(&self, start: usize) -> Option<usize> {
        let within = |n: &usize| matches!(self.byte(start + n), b'.' | b'a'..=b'z' | b'A'..=b'Z');
        let end = start + (0..12).take_while(within).count();
        let word = self.text.get(start..end)?.strip_suffix('.')?;
        self.words.abbreviation(word).map(|_| end)
    }

    /// Whether the full stop at `at` belongs to the word before it.
    fn keeps_stop(&self, start: usize, at: usize) -> bool {
        let whole = &self.text[start..at];
        let word = whole.rsplit('-').next().unwrap_or(whole);
        let mut letters = word.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if letter.is_uppercase() => return self.is_initial(letter, at),
            (Some(_), Some('.')) => return word.split('.').all(|part| part.chars().nth(1).is_none()),
            _ => {}
        }
        match self.words.abbreviation(whole).or_else(|| self.words.abbreviation(word)) {
            Some(Abbreviation::BeforeNumber) => self.next_visible(at + 1).is_some_and(|c| c.is_ascii_digit()),
            Some(Abbreviation::AfterComma) => self.last_token() == ",",
            Some(_) => true,
            None => self.byte(at + 1) == b',' && word.len() <= 8 && word.starts_with(char::is_uppercase),
        }
    }

    /// Whether a single capital with a stop goes with what follows, as in "George W. Bush".
    fn is_initial(&self, letter: char, at: usize) -> bool {
        let rest = self.text[at + 1..].trim_start_matches(|c| is_blank(c) && c != '\n');
        let next = rest.split(|c| !is_word(c)).next().unwrap_or("");
        let another = next.chars().nth(1).is_none() && rest[next.len()..].starts_with('.');
        match rest.chars().next() {
            Some(c) if c.is_alphabetic() && another => true,
            Some(c) if c.is_uppercase() => letter != 'I' && !self.words.starters.has(next),
            Some(c) => (c.is_lowercase() && letter != 'I') || matches!(c, ',' | ';'),
            None => false,
        }
    }

    fn next_visible(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().find(|&c| !is_blank(c))
    }

    /// End of a mail address or a site named without http, if the word from `start` is one; `at` is its first
    /// stop or at sign.
    fn address(&self, start: usize, at: usize) -> Option<usize> {
        let name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
        let end = self.run(at, name);
        if self.byte(end) == b'@' {
            let host = end + 1;
            let end = self.trim_stops(host, self.run(host, name));
            return self.text.get(host..end)?.contains('.').then_some(end);
        }
        let end = self.trim_stops(start, end);
        let host = self.text.get(start..end)?;
        let (first, last) = host.rsplit_once('.')?;
        let lower = last.to_ascii_lowercase();
        let named = first.len() > 1 && (last == lower || lower.len() == 3) && self.words.domains.has(&lower);
        let path = self.byte(end) == b'/' && self.word_at(end + 1);
        named.then(|| if path { self.site_end(end) } else { end })
    }

    fn run(&self, start: usize, within: impl Fn(u8) -> bool) -> usize {
        start + (0..LONGEST_ADDRESS).take_while(|n| within(self.byte(start + n))).count()
    }

    fn trim_stops(&self, start: usize, mut end: usize) -> usize {
        while end > start && matches!(self.byte(end - 1), b'.' | b'-' | b'_' | b'+') {
            end -= 1;
        }
        end
    }

    /// End of an address that begins with http or www.
    fn site(&self, start: usize) -> Option<usize> {
        if !matches!(self.byte(start), b'h' | b'H' | b'w' | b'W') {
            return None;
        }
        let head = self.text.as_bytes().get(start..)?;
        let begins =
            |with: &str| head.get(..with.len()).is_some_and(|it| it.eq_ignore_ascii_case(with.as_bytes()));
        let known = ["http://", "https://", "www."].into_iter().find(|with| begins(with))?;
        let end = self.site_end(start);
        (end > start + known.len()).then_some(end)
    }

    /// End of an address: up to a blank, quotation mark or angle bracket, less the punctuation that ends it.
    fn site_end(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        let stops = |c: char| is_blank(c) || is_quote(c) && c != '\'' || matches!(c, '<' | '>' | '|');
        let site = rest.find(stops).map_or(rest, |end| &rest[..end]);
        let bracketed = site.contains('(');
        let ending = |c: char| {
            matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '}') || c == ')' && !bracketed
        };
        start + site.trim_end_matches(ending).len()
    }

    /// Takes anything that does not begin with a letter or digit.
    fn mark(&mut self, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        let end = match c {
            '\'' | '`' if self.char_at(next) == Some(c) => next + 1,
            _ if is_apostrophe(c) => self.elision(at, next).unwrap_or(next),
            '@' | '#' => self.handle(next, c).unwrap_or(next),
            '.' => self.leading_stop(at).unwrap_or_else(|| self.same(at, c)),
            '-' | '–' | '—' | '―' | '−' | '*' | '=' | '_' | '~' | '…' | '+' => self.same(at, c),
            '!' | '?' => {
                at + self.text[at..].find(|c| !matches!(c, '!' | '?')).unwrap_or(self.text.len() - at)
            }
            '°' if matches!(self.byte(next), b'C' | b'F') && !self.word_at(next + 1) => next + 1,
            _ => next,
        };
        let end = self.letter_marks_end(end);
        self.push(at, end)
    }

    /// End of the run of one character.
    fn same(&self, at: usize, c: char) -> usize {
        let rest = &self.text[at..];
        self.text.len() - rest.trim_start_matches(c).len()
    }

    /// End of the marks that change the sign before them (accents, skin tones).
    fn letter_marks_end(&self, mut at: usize) -> usize {
        while let Some(c) = self.char_at(at).filter(|&c| !c.is_ascii() && is_combining(c)) {
            at += c.len_utf8();
        }
        at
    }

    /// End of an @name or a #tag whose sign ends at `next`.
    fn handle(&self, next: usize, sign: char) -> Option<usize> {
        let rest = self.text.get(next..)?;
        let len = rest.find(|c| !is_word(c) && c != '_').unwrap_or(rest.len());
        let named = if sign == '#' { rest[..len].contains(char::is_alphabetic) } else { len > 0 };
        named.then_some(next + len)
    }

    /// End of a number or name that begins with a stop (.22, .com).
    fn leading_stop(&self, at: usize) -> Option<usize> {
        let after_blank =
            self.char_before(at).is_none_or(|c| is_blank(c) || is_quote(c) || c == '(' || c == '$');
        let next = self.byte(at + 1);
        let begins = next.is_ascii_digit() || next.is_ascii_lowercase();
        (after_blank && begins).then(|| self.word_end(at + 1))
    }

    /// End of a word that begins with an apostrophe in place of letters ('tis) or of a century ('98, '90s).
    fn elision(&self, at: usize, next: usize) -> Option<usize> {
        let opens = |c: char| matches!(c, '(' | '[' | '{' | '“' | '‘' | '«' | '—' | '–' | '-');
        match self.char_before(at) {
            Some(c) if is_word(c) => return self.contraction(at),
            Some(c) if !is_blank(c) && !opens(c) && self.contraction(at).is_some() => {
                return self.contraction(at);
            }
            _ => {}
        }
        let end = self.letters_end(next);
        let word = self.text.get(next..end).filter(|word| word.len() <= 5)?;
        let after = self.char_at(end);
        let known = match word.as_bytes() {
            [a, b, b's'] if a.is_ascii_digit() && b.is_ascii_digit() => true,
            [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
                self.words.before_short_years.has(self.last_token())
            }
            [b'n' | b'N'] => return after.filter(|&c| is_apostrophe(c)).map(|c| end + c.len_utf8()),
            _ => self.words.elisions.has(&word.to_ascii_lowercase()) && !after.is_some_and(is_quote),
        };
        known.then_some(end)
    }
}

/// A letter or digit of any script.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() && c != 'ʼ' }
}

/// White space, control characters, and characters that nobody sees.
fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        c <= ' ' || c == '\u{7f}'
    } else {
        c.is_whitespace() || c.is_control() || is_invisible(c)
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Characters that belong to the letter or sign before them.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Characters that do not end a word: accents, soft hyphens, joiners.
fn goes_on(c: char) -> bool {
    is_combining(c) || matches!(c, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{2060}')
}

/// Signs used for an apostrophe.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '′')
}

/// Signs used for quotation marks, double and single.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '＂'
            | '\''
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '‹'
            | '›'
            | '`'
    )
}

#[cfg(test)]
mod tests {
    use crate::testing;

    /// Checks the tokens of a text, given with blanks between them.
    fn check(text: &str, expected: &str) {
        let annotated = testing::read(text);
        let found: Vec<&str> = (0..annotated.tokens.len()).map(|idx| annotated.word(idx)).collect();
        assert_eq!(found.join(" "), expected, "in {text:?}");
    }

    #[test]
    fn contractions_and_possessives() {
        check("I can't say it's Anna's.", "I ca n't say it 's Anna 's .");
        check("We’re sure they’d’ve won’t", "We ’re sure they ’d ’ve wo n’t");
        check("DON'T! I'M. He'll, you've", "DO N'T ! I 'M . He 'll , you 've");
        check("the workers' rights, the 1990's", "the workers ' rights , the 1990 's");
        check("O'Brien d’Estaing o'clock rock'n'roll ma'am", "O'Brien d’Estaing o'clock rock'n'roll ma'am");
        check("I cannot. They're gonna", "I can not . They 're gon na");
        check("a bird's-eye view, the U.S.'s plan", "a bird's-eye view , the U.S. 's plan");
        check("couldn't've shan't ain't", "could n't 've sha n't ai n't");
        check("don`t and it´s", "do n`t and it ´s");
    }

    #[test]
    fn apostrophes_for_letters_left_out() {
        check("'tis the '90s, get ’em", "'tis the '90s , get ’em");
        check("the class of '98 met", "the class of '98 met");
        check("'10 people died,' he said", "' 10 people died , ' he said");
        check("rock 'n' roll", "rock 'n' roll");
        check("the 'cause' of it", "the ' cause ' of it");
    }

    #[test]
    fn stops_on_abbreviations() {
        check("Mr. Ode met Sen. Vance.", "Mr. Ode met Sen. Vance .");
        check("George W. Bush, J.K. Ode and J. R. R. Ito", "George W. Bush , J.K. Ode and J. R. R. Ito");
        check("at 5 a.m. in the U.S.", "at 5 a.m. in the U.S.");
        check("a U.S.-led force; ex-U.S. troops", "a U.S.-led force ; ex-U.S. troops");
        check("No. 10 said no. No. He left", "No. 10 said no . No . He left");
        check("in Seattle, Wash., and he had to wash.", "in Seattle , Wash. , and he had to wash .");
        check("Plan B. The end. So do I. We left.", "Plan B . The end . So do I . We left .");
        check("She has a Ph.D. in art.", "She has a Ph.D. in art .");
        check("Apple Inc., Acme Corp. and Co.", "Apple Inc. , Acme Corp. and Co.");
        check("J.Smith, St.Louis", "J. Smith , St. Louis");
        check("It ended.Then came", "It ended . Then came");
        check("etc... and U.S...", "etc ... and U.S ...");
    }

    #[test]
    fn numbers_and_signs() {
        check("$1.5bn, £5m, 3,000 and 4.5%", "$ 1.5bn , £ 5m , 3,000 and 4.5 %");
        check("US$5 at 10:30, 3/4/2020 (2-1)", "US $ 5 at 10:30 , 3/4/2020 ( 2-1 )");
        check("2010–2012, 20-year-old, .22-caliber", "2010 – 2012 , 20-year-old , .22-caliber");
        check("AT&T and/or R&D; 30°C #1", "AT&T and / or R&D ; 30 °C # 1");
        check("6'2\" tall", "6'2 \" tall");
        check("It rose 5. Then 6.", "It rose 5 . Then 6 .");
    }

    #[test]
    fn addresses_and_handles() {
        check("See https://a.example/b?c=(d). Now", "See https://a.example/b?c=(d) . Now");
        check("(www.example.com), x@y.example.org.", "( www.example.com ) , x@y.example.org .");
        check("Amazon.com. The bbc.co.uk/news site", "Amazon.com . The bbc.co.uk/news site");
        check("@some_one: #NoWay! a .com name", "@some_one : #NoWay ! a .com name");
        check("jo.do+x@mail.example.net, he", "jo.do+x@mail.example.net , he");
    }

    #[test]
    fn dashes_ellipses_and_quotation_marks() {
        check("well--no – he... left… “Yes”", "well -- no – he ... left … “ Yes ”");
        check("``Yes,'' he said. 'No'", "`` Yes , '' he said . ' No '");
        check("What?! No!!! [...]", "What ?! No !!! [ ... ]");
        check("\"'Go,'\" she said", "\" ' Go , ' \" she said");
    }

    #[test]
    fn characters_that_nobody_sees() {
        check("\u{feff}A min\u{ad}ister\u{0}s\u{200b}aid\u{200d}.", "A min\u{ad}ister s aid\u{200d} .");
        check("cafe\u{301} 👍🏽 naïve 東京です", "cafe\u{301} 👍🏽 naïve 東京です");
        check("\u{301}\u{200f}\u{1}", "\u{301}");
    }
}
