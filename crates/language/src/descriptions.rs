//! Descriptions found: "the former chief executive of the firm", "a palace insider", "Harry's father".
//!
//! A description is a noun of the list of roles with the words before it, back to its article, number or owner. Whom
//! it describes is decided in `entities.rs`. Descriptions inside quotation marks are left alone.

use crate::pronouns::Quoted;
use crate::roles::Role;
use crate::words::WordLists;
use crate::{Annotated, Gender, Lexicon, Tag, TokenRange};
use whosaid_linear::hash;

/// Most words between a determiner and its noun.
const MOST_MODIFIERS: usize = 5;

/// How a description is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// "the", "this": someone known.
    Definite,
    /// "a", "two", or nothing before a plural: someone new.
    Indefinite,
    /// "his", "Harry's": someone of someone; the token where the owner stands.
    Owned(u32),
}

/// A description and what it tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Description {
    /// From its opening to its noun.
    pub tokens: TokenRange,
    /// The noun in lower case.
    pub head: u32,
    pub role: Role,
    pub opening: Opening,
}

/// The descriptions outside quotation marks and names, by position. `names` are sorted by position.
pub(crate) fn find(lexicon: &Lexicon, annotated: &Annotated, names: &[TokenRange]) -> Vec<Description> {
    let mut quoted = Quoted::new(annotated);
    let mut found = Vec::new();
    let mut names = Names { names, at: 0 };
    for sentence in &annotated.sentences {
        for token_idx in sentence.tokens.range() {
            if quoted.holds(token_idx) || names.cover(token_idx) {
                continue;
            }
            found.extend(at(lexicon, annotated, sentence.tokens, token_idx, &names));
        }
    }
    found
}

struct Names<'a> {
    names: &'a [TokenRange],
    at: usize,
}

impl Names<'_> {
    /// Whether a name covers the token; asked in order of position.
    fn cover(&mut self, token_idx: usize) -> bool {
        while self.names.get(self.at).is_some_and(|name| name.end as usize <= token_idx) {
            self.at += 1;
        }
        self.names.get(self.at).is_some_and(|name| name.holds(token_idx))
    }

    /// The name that ends at a token not far before the present one.
    fn ending_at(&self, end: usize) -> Option<TokenRange> {
        let before = self.names[..self.at].iter().rev().take(MOST_MODIFIERS + 2);
        before.copied().find(|name| name.end as usize == end)
    }
}

fn at(
    lexicon: &Lexicon,
    annotated: &Annotated,
    sentence: TokenRange,
    token_idx: usize,
    names: &Names,
) -> Option<Description> {
    let word = annotated.word(token_idx);
    if let Some(gender) = style_of_address(&lexicon.words, annotated, sentence, token_idx) {
        let role = Role { kind: crate::EntityKind::Person, gender: Some(gender), is_plural: false };
        let tokens = TokenRange { start: token_idx as u32, end: token_idx as u32 + 2 };
        let head = hash(&annotated.word(token_idx + 1).to_lowercase());
        return Some(Description { tokens, head, role, opening: Opening::Definite });
    }
    let head = lower_hash(word);
    let role = lexicon.roles().get(head)?;
    let next = (token_idx + 1 < sentence.end as usize).then(|| annotated.word(token_idx + 1));
    if matches!(annotated.tags.get(token_idx), Some(Tag::VB | Tag::VBP | Tag::VBD | Tag::VBG | Tag::MD)) {
        return None;
    }
    let next_is_noun = next.is_some_and(|next| {
        next == "-"
            || matches!(annotated.tags[token_idx + 1], Tag::NN | Tag::NNS)
            || lexicon.roles().get(lower_hash(next)).is_some() && !names.covers_next(token_idx + 1)
    });
    if next_is_noun {
        return None;
    }
    open(&lexicon.words, annotated, sentence, token_idx, (head, role), names)
}

impl Names<'_> {
    fn covers_next(&self, token_idx: usize) -> bool {
        self.names[self.at..].iter().take(2).any(|name| name.holds(token_idx))
    }
}

/// "His Majesty": the gender of whom it speaks.
fn style_of_address(
    words: &WordLists,
    annotated: &Annotated,
    sentence: TokenRange,
    token_idx: usize,
) -> Option<Gender> {
    let gender = match annotated.word(token_idx) {
        "His" | "his" => Gender::Masculine,
        "Her" | "her" => Gender::Feminine,
        _ => return None,
    };
    let next = (token_idx + 1 < sentence.end as usize).then(|| annotated.word(token_idx + 1))?;
    words.styles.has(next).then_some(gender)
}

/// Walks back from a noun to what opens its description.
fn open(
    words: &WordLists,
    annotated: &Annotated,
    sentence: TokenRange,
    token_idx: usize,
    (head, role): (u32, Role),
    names: &Names,
) -> Option<Description> {
    let mut start = token_idx;
    let describe = |start: usize, opening| Description {
        tokens: TokenRange { start: start as u32, end: token_idx as u32 + 1 },
        head,
        role,
        opening,
    };
    for _ in 0..=MOST_MODIFIERS {
        let Some(before) = start.checked_sub(1).filter(|&before| sentence.holds(before)) else { break };
        let word = annotated.word(before);
        if let Some(opening) = opening_of(words, word, before) {
            return Some(describe(before, opening));
        }
        if matches!(word, "'s" | "’s" | "'" | "’") {
            let owner = names.ending_at(before)?;
            return Some(describe(owner.start as usize, Opening::Owned(owner.start)));
        }
        // A number comes first: "injured 12 people" does something to them, "12 injured people" describes them.
        if annotated.tags[start] == Tag::CD || !may_modify(words, word, annotated.tags[before]) {
            break;
        }
        start = before;
    }
    let is_source_like = role.is_plural && role.kind == crate::EntityKind::Person;
    (is_source_like && token_idx - start <= 3).then(|| describe(start, Opening::Indefinite))
}

fn opening_of(words: &WordLists, word: &str, token_idx: usize) -> Option<Opening> {
    if words.definite.has(word) {
        Some(Opening::Definite)
    } else if words.owners.has(word) {
        Some(Opening::Owned(token_idx as u32))
    } else {
        words.indefinite.has(word).then_some(Opening::Indefinite)
    }
}

fn may_modify(words: &WordLists, word: &str, tag: Tag) -> bool {
    let is_word = word.chars().next().is_some_and(char::is_alphanumeric);
    let by_tag = !matches!(
        tag,
        Tag::VB
            | Tag::VBD
            | Tag::VBP
            | Tag::VBZ
            | Tag::IN
            | Tag::TO
            | Tag::MD
            | Tag::PRP
            | Tag::WP
            | Tag::WDT
            | Tag::CC
    );
    (is_word && by_tag && !words.no_modifiers.get(lower_hash(word))) || word == "-"
}

fn lower_hash(word: &str) -> u32 {
    if word.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        hash(&word.to_lowercase())
    } else {
        hash(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ENGLISH, read};

    fn check(text: &str, expected: &[&str]) {
        let annotated = read(text);
        let names: Vec<TokenRange> =
            crate::names::find(&ENGLISH, &annotated, None).into_iter().map(|(tokens, _)| tokens).collect();
        let found = find(&ENGLISH, &annotated, &names);
        let words: Vec<&str> = found.iter().map(|found| annotated.words(found.tokens)).collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn descriptions_reach_back_to_their_opening() {
        check("The former chief executive resigned.", &["The former chief executive"]);
        check("A palace insider told us.", &["A palace insider"]);
        check("It was seen by two senior officials.", &["two senior officials"]);
        check("Royal sources said so.", &["Royal sources"]);
        check("His Majesty was pleased.", &["His Majesty"]);
        check("He spoke to his younger brother.", &["his younger brother"]);
        check("The crash on Thursday injured 12 residents.", &["12 residents"]);
        check("They left the table.", &[]);
        check("A police officer left.", &["A police officer"]);
    }
}
