//! News outlets and agencies: who they are, and where a text names them.
//!
//! The list is `data/en/outlets/outlets.txt`. A name that is also an everyday word ("The Sun", "People", "Time")
//! counts only where the words around it speak of reporting.

use crate::gazetteer::lines;
use crate::keys::KeyMap;
use crate::{Annotated, Lexicon, TokenRange, tokens};
use std::collections::HashMap;
use whosaid_linear::hash;
use whosaid_text::{Article, ArticleParts, SourceText};

const OUTLETS: &str = include_str!("../../../data/en/outlets/outlets.txt");
const REPORTING: &str = include_str!("../../../data/en/outlets/reporting.txt");

/// A news outlet or agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// The name it is called by in this program: "People", "The Sun", "Associated Press".
    pub name: &'static str,
    /// Its domains, without "www.".
    pub domains: Vec<&'static str>,
    /// Whether it is a news agency, whose texts other outlets print.
    pub is_agency: bool,
}

/// The list of outlets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outlets {
    list: Vec<Outlet>,
    /// By name in lower case without "the", and by domain.
    by_name: HashMap<String, u16>,
    /// Names as token hashes; longest first among those with the same first token.
    forms: Vec<Form>,
    /// First token to the range of its forms: start and number.
    by_first: KeyMap<(u32, u32)>,
    /// Lengths of the first tokens, a bit each, by first byte: most words of a text need not even be hashed.
    first_lengths: Vec<u16>,
    reporting: Reporting,
}

/// Words that show that an outlet reports.
#[derive(Clone, Debug, Default)]
struct Reporting {
    after: Vec<&'static str>,
    owned: Vec<&'static str>,
    before: Vec<&'static str>,
    before_preposition: Vec<&'static str>,
}

impl Reporting {
    fn english() -> Self {
        let class = |name: &str| {
            let line = lines(REPORTING).find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            line.unwrap_or_default().split_whitespace().collect()
        };
        Reporting {
            after: class("after"),
            owned: class("owned"),
            before: class("before"),
            before_preposition: class("before-preposition"),
        }
    }
}

/// One way to name an outlet.
#[derive(Clone, Debug)]
struct Form {
    words: Vec<u32>,
    outlet: u16,
    /// Needs words about reporting around it.
    is_everyday: bool,
    /// Begins with a capital "The".
    has_article: bool,
}

/// An outlet named in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NamedOutlet {
    pub tokens: TokenRange,
    /// Number of the outlet in the list.
    pub outlet: u16,
    pub is_everyday: bool,
}

impl Outlets {
    /// The list that is built in.
    pub fn english(lexicon: &Lexicon) -> Self {
        let mut outlets = Outlets { reporting: Reporting::english(), ..Outlets::default() };
        lines(OUTLETS).for_each(|line| outlets.add(lexicon, line));
        outlets.forms.sort_by_key(|form| (form.words[0], std::cmp::Reverse(form.words.len()), form.outlet));
        for (at, form) in outlets.forms.iter().enumerate() {
            let (start, number) = outlets.by_first.entry(form.words[0]);
            *start = if *number == 0 { at as u32 } else { *start };
            *number += 1;
        }
        outlets
    }

    /// The outlet of this number.
    pub fn get(&self, outlet: u16) -> &Outlet {
        &self.list[usize::from(outlet)]
    }

    /// All ways to name outlets that are not everyday words, for the gazetteer.
    pub fn plain_names() -> impl Iterator<Item = &'static str> {
        lines(OUTLETS).flat_map(|line| fields(line).0).filter(|name| !name.starts_with('?'))
    }

    /// Looks up a name or domain.
    pub fn look_up(&self, name_or_address: &str) -> Option<u16> {
        let name = name_or_address.trim();
        let is_address = name.contains('.') && !name.contains(' ');
        let by_domain = is_address.then(|| self.look_up_domain(name)).flatten();
        by_domain.or_else(|| self.by_name.get(&plain(name)).copied())
    }

    fn look_up_domain(&self, address: &str) -> Option<u16> {
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = address.split(['/', '?', ':']).next().unwrap_or_default().to_lowercase();
        let mut host = host.as_str();
        loop {
            if let Some(&outlet) = self.by_name.get(host) {
                return Some(outlet);
            }
            host = host.split_once('.')?.1;
        }
    }

    fn add(&mut self, lexicon: &Lexicon, line: &'static str) {
        let (names, domains, is_agency) = fields(line);
        let outlet = self.list.len() as u16;
        let Some(&name) = names.first() else { return };
        self.first_lengths.resize(256, 0);
        for form in &names {
            let key = plain(form.trim_start_matches('?'));
            let known = self.by_name.get(&key).map(|&known| plain(self.name_of(known)));
            // A name of its own wins over another outlet's short form.
            if known.is_none_or(|known| key == plain(name) && known != key) {
                self.by_name.insert(key, outlet);
            }
        }
        for form in dedup_everyday(&names) {
            self.add_form(lexicon, form, outlet);
        }
        for &domain in &domains {
            self.by_name.entry(domain.to_owned()).or_insert(outlet);
        }
        self.list.push(Outlet { name, domains, is_agency });
    }

    fn name_of(&self, outlet: u16) -> &'static str {
        self.list.get(usize::from(outlet)).map_or("", |outlet| outlet.name)
    }

    fn add_form(&mut self, lexicon: &Lexicon, form: &str, outlet: u16) {
        let is_everyday = form.starts_with('?');
        let form = form.trim_start_matches('?');
        let form = form.split_once(" (").map_or(form, |(name, _)| name);
        let (words, first) = words_of(lexicon, form);
        if words.is_empty() {
            return;
        }
        self.note_first(&first);
        let has_article = form.starts_with("The ");
        if has_article {
            let mut lower = words.clone();
            lower[0] = hash("the");
            self.note_first("the");
            self.forms.push(Form { words: lower, outlet, is_everyday, has_article: false });
        }
        self.forms.push(Form { words, outlet, is_everyday, has_article });
    }

    fn note_first(&mut self, word: &str) {
        self.first_lengths[usize::from(first_byte(word))] |= length_bit(word);
    }

    fn may_begin(&self, word: &str) -> bool {
        self.first_lengths.get(usize::from(first_byte(word))).is_some_and(|bits| bits & length_bit(word) != 0)
    }

    /// The outlets that a text with tokens and sentences names, by position.
    pub fn find(&self, annotated: &Annotated) -> Vec<NamedOutlet> {
        let mut found: Vec<NamedOutlet> = Vec::new();
        for sentence in &annotated.sentences {
            let mut token_idx = sentence.tokens.start as usize;
            while token_idx < sentence.tokens.end as usize {
                let named = self.at(annotated, sentence.tokens, token_idx);
                token_idx = named.map_or(token_idx + 1, |named| named.tokens.end as usize);
                found.extend(named);
            }
        }
        self.settle_short_forms(annotated, &mut found);
        found
    }

    fn at(&self, annotated: &Annotated, sentence: TokenRange, token_idx: usize) -> Option<NamedOutlet> {
        let first = Some(annotated.word(token_idx)).filter(|word| self.may_begin(word))?;
        let (start, number) = self.by_first.find(hash(first))?;
        let forms = &self.forms[start as usize..(start + number) as usize];
        // Hundreds of names begin with "the": the word after it rules out nearly all of them.
        let second = sentence.holds(token_idx + 1).then(|| hash(annotated.word(token_idx + 1)));
        let form = forms.iter().find(|form| {
            form.words.get(1).is_none_or(|&word| second == Some(word))
                && form.stands_at(annotated, sentence, token_idx)
                && (!form.is_everyday
                    || form.speaks_of_reporting(&self.reporting, annotated, sentence, token_idx))
        })?;
        let tokens = TokenRange { start: token_idx as u32, end: token_idx as u32 + form.words.len() as u32 };
        Some(NamedOutlet { tokens, outlet: form.outlet, is_everyday: form.is_everyday })
    }

    /// "The Times" is the New York Times where that is the Times that the article names in full.
    fn settle_short_forms(&self, annotated: &Annotated, found: &mut [NamedOutlet]) {
        let in_full: Vec<u16> =
            found.iter().filter(|named| !named.is_everyday).map(|named| named.outlet).collect();
        for named in found.iter_mut().filter(|named| named.is_everyday) {
            let words: Vec<u32> = named.tokens.range().map(|idx| hash(annotated.word(idx))).collect();
            let Some((start, number)) = self.by_first.find(words[0]) else { continue };
            let mut same = self.forms[start as usize..(start + number) as usize]
                .iter()
                .filter(|form| form.words == words)
                .map(|form| form.outlet);
            let words_said = annotated.words(named.tokens);
            let own_name = |outlet: &u16| plain(self.get(*outlet).name) == plain(words_said);
            if let Some(outlet) = same.clone().find(|outlet| in_full.contains(outlet)) {
                named.outlet = outlet;
            } else if let Some(outlet) = same.find(own_name) {
                named.outlet = outlet;
            }
        }
    }
}

impl Form {
    fn stands_at(&self, annotated: &Annotated, sentence: TokenRange, token_idx: usize) -> bool {
        let end = token_idx + self.words.len();
        end <= sentence.end as usize
            && (token_idx..end).zip(&self.words).all(|(idx, &word)| hash(annotated.word(idx)) == word)
            && !(end < sentence.end as usize && annotated.word(end) == "-")
    }

    fn speaks_of_reporting(
        &self,
        reporting: &Reporting,
        annotated: &Annotated,
        sentence: TokenRange,
        token_idx: usize,
    ) -> bool {
        let word = |idx: usize| if sentence.holds(idx) { annotated.word(idx) } else { "" };
        let end = token_idx + self.words.len();
        let before = token_idx.checked_sub(1).map_or("", word);
        let before2 = token_idx.checked_sub(2).map_or("", word);
        let (after, after2) = (word(end), word(end + 1));
        if self.has_article && !before.is_empty() && starts_lower(before) && starts_lower(after) {
            return true;
        }
        reporting.after.contains(&after)
            || (matches!(after, "'s" | "’s") && reporting.owned.contains(&after2))
            || (self.words.len() > 1 && reporting.owned.contains(&after))
            || reporting.before.contains(&before)
            || (matches!(before, "to" | "by" | "with" | "from" | "in")
                && reporting.before_preposition.iter().any(|word| word.eq_ignore_ascii_case(before2)))
    }
}

fn starts_lower(word: &str) -> bool {
    word.chars().next().is_some_and(|c| !c.is_uppercase())
}

/// Names (the own name first), domains, agency or not.
fn fields(line: &'static str) -> (Vec<&'static str>, Vec<&'static str>, bool) {
    let mut fields = line.split('|').map(str::trim);
    let mut next = || fields.next().unwrap_or_default();
    let (name, domains, others, flag) = (next(), next(), next(), next());
    let parts = |list: &'static str| list.split(',').filter(|part| !part.is_empty());
    ([name].into_iter().chain(parts(others)).collect(), parts(domains).collect(), flag == "agency")
}

/// Leaves out a plain name that is listed as an everyday word too.
fn dedup_everyday<'a>(names: &'a [&'static str]) -> impl Iterator<Item = &'static str> + 'a {
    let everyday = |name: &str| names.iter().any(|other| other.strip_prefix('?') == Some(name));
    names.iter().copied().filter(move |name| !everyday(name))
}

/// A name in lower case without "the".
fn plain(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    lower.strip_prefix("the ").map_or(lower.clone(), str::to_owned)
}

fn first_byte(word: &str) -> u8 {
    word.as_bytes().first().copied().unwrap_or_default()
}

fn length_bit(word: &str) -> u16 {
    1 << word.len().min(15)
}

/// Hashes of the tokens of a name, and the first of them.
fn words_of(lexicon: &Lexicon, name: &str) -> (Vec<u32>, String) {
    let Ok(text) = SourceText::new(name) else { return Default::default() };
    let mut annotated = Annotated::bare(Article::new(ArticleParts::of_text(text)));
    tokens::tokenize(lexicon, &mut annotated);
    let words = (0..annotated.tokens.len()).map(|token_idx| annotated.word(token_idx));
    (words.clone().map(hash).collect(), words.clone().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read;

    fn check(text: &str, expected: &[&str]) {
        let lexicon = Lexicon::english();
        let outlets = lexicon.outlets();
        let annotated = read(text);
        let found = outlets.find(&annotated);
        let found: Vec<String> = found
            .iter()
            .map(|named| format!("{}={}", annotated.words(named.tokens), outlets.get(named.outlet).name))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn outlets_are_looked_up_by_name_and_domain() {
        let lexicon = Lexicon::english();
        let outlets = lexicon.outlets();
        let check = |name: &str, expected: Option<&str>| {
            let found = outlets.look_up(name).map(|outlet| outlets.get(outlet).name);
            assert_eq!(found, expected, "{name}");
        };
        check("people.com", Some("People"));
        check("PEOPLE", Some("People"));
        check("https://www.dailymail.co.uk/news/article-1.html", Some("Daily Mail"));
        check("edition.cnn.com", Some("CNN"));
        check("the sun", Some("The Sun"));
        check("The Times", Some("The Times"));
        check("Times of London", Some("The Times"));
        check("ap", Some("Associated Press"));
        check("somewhere.example", None);
        check("", None);
    }

    #[test]
    fn outlets_are_found() {
        check("A source told The Sun that it was over.", &["The Sun=The Sun"]);
        check("She told PEOPLE it was over.", &["PEOPLE=People"]);
        check(
            "The plan was first reported by the Mail on Sunday.",
            &["the Mail on Sunday=The Mail on Sunday"],
        );
        check("The Guardian reported the loss.", &["The Guardian=The Guardian"]);
        check("Officials told the AP and Reuters.", &["AP=Associated Press", "Reuters=Reuters"]);
        check("It was seen by Time's editor.", &["Time=Time"]);
    }

    #[test]
    fn every_class_of_reporting_words_is_filled() {
        let reporting = Reporting::english();
        let classes = [&reporting.after, &reporting.owned, &reporting.before, &reporting.before_preposition];
        assert!(classes.iter().all(|class| !class.is_empty()));
    }

    #[test]
    fn short_forms_follow_the_full_name() {
        check(
            "The New York Times had the story. The Times reported it first.",
            &["The New York Times=The New York Times", "The Times=The New York Times"],
        );
        check("He told The Times about it.", &["The Times=The Times"]);
        check("According to People, they never met.", &["People=People"]);
    }

    #[test]
    fn everyday_words_are_no_outlets() {
        check("The Sun rose over the hills.", &[]);
        check("People were told to leave. Time ran out.", &[]);
        check("Local media said so.", &[]);
        check("The guardian of the boy was the star of the times.", &[]);
    }
}
