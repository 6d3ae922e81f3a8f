//! [`Meaning`]: the word lists and rules that say what an attribution means; [`Context`]: one article seen with them.

use crate::grammar::Grammar;
use crate::lexicon::Lexicon;
use crate::named_outlets::NamedOutlets;
use crate::outline::OutlineHop;
use crate::own_outlet::OwnOutlet;
use crate::rules::{RuleSet, Scene};
use crate::words::{Hashes, PhraseSet, WordSet, lower_hash};
use crate::{Cues, SourceKind};
use whosaid_language::{Annotated, Entity, EntityKind, Mention, MentionForm, TokenRange};
use whosaid_linear::TokenScores;
use whosaid_text::EntityId;

macro_rules! listed {
    ($file:literal) => {
        include_str!(concat!("../../../data/en/cues/", $file))
    };
}

/// Lists and rules of one language, for kinds, chains, stances and first reports.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meaning {
    pub people: WordSet,
    pub bodies: WordSet,
    pub documents: WordSet,
    pub outlets: WordSet,
    pub vague: WordSet,
    pub bare: WordSet,
    pub titles: WordSet,
    pub news_names: WordSet,
    /// "Afghans", "Republicans".
    pub peoples: WordSet,
    pub spokespersons: PhraseSet,
    pub advocates: PhraseSet,
    pub stances: RuleSet,
    pub first_reports: RuleSet,
    pub grammar: Grammar,
}

/// Whether a word is written as an address: "gazette.example".
fn is_domain(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(host, ending)| {
        host.len() > 2
            && (2..=3).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}

impl Meaning {
    /// The English that is built into the program.
    pub fn english() -> Self {
        Meaning {
            people: WordSet::listed_with_plurals(listed!("kinds/people.txt")),
            bodies: WordSet::listed_with_plurals(listed!("kinds/bodies.txt")),
            documents: WordSet::listed_with_plurals(listed!("kinds/documents.txt")),
            outlets: WordSet::listed_with_plurals(listed!("kinds/outlets.txt")),
            vague: WordSet::listed_with_plurals(listed!("kinds/vague.txt")),
            bare: WordSet::listed(listed!("kinds/bare.txt")),
            titles: WordSet::listed(listed!("kinds/titles.txt")),
            news_names: WordSet::listed(listed!("kinds/newsnames.txt")),
            peoples: WordSet::listed(include_str!("../../../data/en/names/nations.txt")),
            spokespersons: PhraseSet::listed(listed!("kinds/spokespersons.txt")),
            advocates: PhraseSet::listed(listed!("kinds/advocates.txt")),
            stances: RuleSet::parse("stance", listed!("stances.txt")),
            first_reports: RuleSet::parse("first-report", listed!("first_reports.txt")),
            grammar: Grammar::english(),
        }
    }
}

/// One article with its words hashed, seen through the lists and rules.
pub(crate) struct Context<'a> {
    pub meaning: &'a Meaning,
    pub lexicon: &'a Lexicon,
    pub annotated: &'a Annotated,
    pub hashes: Hashes,
    /// Scores of [`crate::weighed::KINDS`] for every token, where an encoder has read the article.
    pub kinds: Option<&'a TokenScores>,
    outlets: NamedOutlets,
    own_outlet: OwnOutlet,
}

impl<'a> Context<'a> {
    pub fn new(cues: &'a Cues, annotated: &'a Annotated) -> Self {
        let own_outlet = OwnOutlet::of(&annotated.article);
        let hashes = Hashes::of(annotated);
        let outlets = NamedOutlets::of(annotated, &hashes, &cues.meaning.grammar.articles);
        Context {
            meaning: &cues.meaning,
            lexicon: &cues.lexicon,
            annotated,
            hashes,
            kinds: None,
            outlets,
            own_outlet,
        }
    }

    pub fn grammar(&self) -> &'a Grammar {
        &self.meaning.grammar
    }

    /// Hash of the word at a place; 0 past the end.
    pub fn hash(&self, token_idx: u32) -> u32 {
        self.hashes.at(token_idx as usize)
    }

    /// The word at a place; empty past the end.
    pub fn word(&self, token_idx: u32) -> &'a str {
        if (token_idx as usize) < self.annotated.tokens.len() {
            self.annotated.word(token_idx as usize)
        } else {
            ""
        }
    }

    /// Whether the word at a place is one of a class, letter case aside.
    pub fn is_in(&self, class: &WordSet, token_idx: u32) -> bool {
        class.has(self.hash(token_idx))
    }

    /// Whether the word at a place is one of a class and has no capital letter.
    pub fn is_small_in(&self, class: &WordSet, token_idx: u32) -> bool {
        class.has(self.hash(token_idx)) && !self.word(token_idx).chars().any(char::is_uppercase)
    }

    /// Whether the word at a place begins with a capital.
    pub fn is_capital(&self, token_idx: u32) -> bool {
        self.word(token_idx).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the word at a place holds no letter and no digit.
    pub fn is_mark(&self, token_idx: u32) -> bool {
        !self.word(token_idx).chars().any(char::is_alphanumeric)
    }

    /// Whether the cue lists know the word at a place as a verb of telling, thinking or wanting.
    pub fn is_telling_verb(&self, token_idx: u32) -> bool {
        self.lexicon.get(whosaid_linear::hash(&self.word(token_idx).to_lowercase())).verb != 0
    }

    /// Whether the word at a place is a form of a verb that often introduces a quotation.
    pub fn is_saying_verb(&self, token_idx: u32) -> bool {
        self.lexicon.get(whosaid_linear::hash(&self.word(token_idx).to_lowercase())).says
    }

    /// Whether a phrase is headed by a noun for people.
    pub fn is_person_phrase(&self, words: TokenRange) -> bool {
        let kind = crate::kind::of(self, words).filter(|verdict| verdict.sure).map(|verdict| verdict.kind);
        kind.is_some_and(|kind| !matches!(kind, SourceKind::Document | SourceKind::Unspecified))
    }

    /// Whether attributions are read from the section at a place.
    pub fn is_read(&self, token_idx: u32) -> bool {
        let paragraph = self.annotated.paragraphs.get(self.paragraph_idx(token_idx));
        paragraph.is_some_and(|paragraph| paragraph.section.is_read())
    }

    /// Whether the word at a place is a possessive ending.
    pub fn is_possessive_ending(&self, token_idx: u32) -> bool {
        matches!(self.word(token_idx), "'s" | "’s" | "'" | "’")
    }

    /// Mentions that lie inside a range, by position.
    pub fn mentions(&self, within: TokenRange) -> impl Iterator<Item = &'a Mention> {
        let from = self.annotated.mentions.partition_point(|mention| mention.tokens.start < within.start);
        self.annotated.mentions[from..]
            .iter()
            .take_while(move |mention| mention.tokens.start < within.end)
            .filter(move |mention| mention.tokens.end <= within.end)
    }

    /// The mention that covers a place, if its form is as asked.
    pub fn mention_at(&self, token_idx: u32, wanted: impl Fn(MentionForm) -> bool) -> Option<&'a Mention> {
        let until = self.annotated.mentions.partition_point(|mention| mention.tokens.start <= token_idx);
        let before = self.annotated.mentions[..until].iter().rev().take(4);
        before.into_iter().find(|mention| mention.tokens.holds(token_idx as usize) && wanted(mention.form))
    }

    /// Hash of the word at a place without the digits at its end ("NBC4").
    fn numberless(&self, token_idx: u32) -> u32 {
        lower_hash(self.word(token_idx).trim_end_matches(|c: char| c.is_ascii_digit()))
    }

    /// The sentence around a place.
    pub fn sentence(&self, token_idx: u32) -> TokenRange {
        let idx = self.annotated.sentence_of(token_idx as usize);
        let whole = TokenRange { start: 0, end: self.annotated.tokens.len() as u32 };
        self.annotated.sentences.get(idx).map_or(whole, |sentence| sentence.tokens)
    }

    /// Index of the paragraph around a place.
    pub fn paragraph_idx(&self, token_idx: u32) -> usize {
        self.annotated.paragraphs.partition_point(|paragraph| paragraph.tokens.end <= token_idx)
    }

    /// What the rules may look at for one attribution.
    pub fn scene<'s>(&'s self, cue: &'s [TokenRange], content: &'s [TokenRange]) -> Scene<'s> {
        let place = cue.first().or(content.first()).map_or(0, |piece| piece.start);
        Scene { hashes: &self.hashes, sentence: self.sentence(place), cue, content }
    }

    /// Whether words name the article's own outlet, or the agency that wrote it.
    pub fn is_own_outlet(&self, words: TokenRange) -> bool {
        let meant = self.outlet_meant(words).map(|entity| entity.name.as_str());
        self.own_outlet.is_named_by(meant.unwrap_or_else(|| self.annotated.words(words)))
    }

    /// The outlet, named elsewhere in the article, that "the newspaper" or "the Ledger" stands for.
    pub fn outlet_meant(&self, words: TokenRange) -> Option<&'a Entity> {
        let the = words.len() == 2 && self.word(words.start).eq_ignore_ascii_case("the");
        let head = words.end.checked_sub(1).filter(|_| the)?;
        let grammar = self.grammar();
        let entity = if self.is_capital(head) {
            self.outlets.ending_in(self.hash(head), words.start)?
        } else if grammar.publications.has(self.hash(head)) {
            self.outlets.before(words.start)?
        } else if grammar.media_bodies.has(self.hash(head)) {
            self.outlets.before_any_other(words.start)?
        } else {
            return None;
        };
        let named =
            self.mention_at(words.start, |form| form == MentionForm::Name).map(|mention| mention.entity);
        if named.is_some_and(|named| named != entity && self.outlets.is_named_in_full(named)) {
            return None;
        }
        self.annotated.entities.get(entity.idx())
    }

    /// A hop of words that name an outlet, in full or in short.
    pub fn outlet_hop(&self, words: TokenRange) -> OutlineHop {
        let meant = self.outlet_meant(words);
        let entity = meant.map(|entity| entity.id).or_else(|| self.entity_in(words));
        let resolved = meant.map(|entity| entity.name.clone());
        OutlineHop { kind: SourceKind::Outlet, words, entity, resolved }
    }

    /// The entity that the first name inside some words stands for.
    pub fn entity_in(&self, words: TokenRange) -> Option<EntityId> {
        self.mentions(words).find(|mention| mention.form == MentionForm::Name).map(|mention| mention.entity)
    }

    /// The words of an outlet that begin at a place: "the Springfield Gazette", "BBC News", "the paper".
    pub fn outlet_from(&self, start: u32, until: u32) -> Option<TokenRange> {
        let grammar = self.grammar();
        let mut at = start;
        while at < until && (grammar.articles.has(self.hash(at)) || grammar.press.has(self.hash(at))) {
            at += 1;
        }
        let name = self.mention_at(at, |form| form != MentionForm::Pronoun);
        if let Some(mention) = name.filter(|mention| mention.kind == EntityKind::Outlet) {
            let end = if self.meaning.outlets.has(self.hash(mention.tokens.end)) { 1 } else { 0 };
            return Some(TokenRange { start, end: mention.tokens.end + end });
        }
        if at == start + 1 && self.outlet_meant(TokenRange { start, end: at + 1 }).is_some() {
            return Some(TokenRange { start, end: at + 1 });
        }
        if at > start && self.meaning.outlets.has(self.hash(at)) {
            return Some(TokenRange { start, end: at + 1 });
        }
        let mut end = at;
        while end < until && (self.is_capital(end) || self.hash(end) == lower_hash("of") && end > at) {
            end += 1;
        }
        let known = end > at
            && (self.meaning.news_names.has(self.hash(end - 1))
                || grammar.broadcasters.has(self.numberless(at))
                || is_domain(self.word(end - 1))
                || self.is_capital_the(start));
        if known {
            return Some(TokenRange { start, end });
        }
        let described = (at..until.min(at + 4)).find(|&noun| self.meaning.outlets.has(self.hash(noun)))?;
        let name = self.mention_at(described + 1, |form| form == MentionForm::Name)?;
        (name.tokens.start == described + 1 && name.kind == EntityKind::Outlet)
            .then_some(TokenRange { start, end: name.tokens.end })
    }

    /// "The" inside a sentence, as names of newspapers begin: "told The Springfield Herald".
    fn is_capital_the(&self, token_idx: u32) -> bool {
        self.word(token_idx) == "The" && token_idx > self.sentence(token_idx).start
    }
}
