//! [`RuleSet`]: rules on words, read from data files.
//!
//! A file is a list of blocks:
//!
//! ```text
//! [declined]                      the rule's name
//! gives no-comment                what it concludes
//! match decline~|refuse~ to comment|discuss
//! why   A refusal to speak is no stance on the matter.
//! yes   The palace {declined} to comment on the report.
//! no    He {declined} the offer.
//! ```
//!
//! A pattern is a row of words. `a|b` is either, `deny~` any form of the verb, `also?` may be left out, `..3`
//! leaves room for up to three words. A `match` must share a word with the cue (in braces in the examples);
//! an `in-content` pattern must lie in the content (`in-short-content`: in one of few words), an `in-sentence` one anywhere in the sentence of the cue.
//! The examples are tests.

use crate::words::{Hashes, WordSet, forms};
use whosaid_language::TokenRange;
use whosaid_text::RuleId;

/// Rules in the order of their file; the first that matches decides.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleSet(Vec<Rule>);

/// The most words of a short content.
const SHORT: usize = 16;

/// One rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub id: RuleId,
    pub gives: String,
    patterns: Vec<(Place, Pattern)>,
    #[cfg(test)]
    pub examples: Vec<(bool, String)>,
}

/// Where a pattern may match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Cue,
    Content,
    ShortContent,
    Sentence,
}

/// The places that a rule may look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub hashes: &'a Hashes,
    pub sentence: TokenRange,
    pub cue: &'a [TokenRange],
    pub content: &'a [TokenRange],
}

#[derive(Clone, Debug, Default)]
struct Pattern {
    elements: Vec<Element>,
    /// Where the first element must be there: a bit for the lowest six bits of each word's hash.
    first: Option<u64>,
}

#[derive(Clone, Debug)]
enum Element {
    Word { any_of: WordSet, optional: bool },
    Gap(usize),
}

impl RuleSet {
    /// Reads a rule file. Lines of no known kind are left out; tests see to it that there are none.
    pub fn parse(family: &str, file: &str) -> Self {
        let mut rules: Vec<Rule> = Vec::new();
        for line in file.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                rules.push(Rule::named(family, name));
                continue;
            }
            let (key, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            if let Some(rule) = rules.last_mut() {
                rule.read(key, value.trim());
            }
        }
        RuleSet(rules)
    }

    /// The first rule that matches, and the words that it rests on.
    pub fn first(&self, scene: Scene<'_>) -> Option<(&Rule, TokenRange)> {
        self.0.iter().find_map(|rule| rule.matches(scene).map(|words| (rule, words)))
    }

    #[cfg(test)]
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter()
    }
}

impl Rule {
    fn named(family: &str, name: &str) -> Self {
        Rule {
            id: RuleId(format!("{family}/{name}").into()),
            gives: String::new(),
            patterns: Vec::new(),
            #[cfg(test)]
            examples: Vec::new(),
        }
    }

    fn read(&mut self, key: &str, value: &str) {
        match key {
            "gives" => self.gives = value.to_owned(),
            "match" => self.patterns.push((Place::Cue, Pattern::parse(value))),
            "in-content" => self.patterns.push((Place::Content, Pattern::parse(value))),
            "in-short-content" => self.patterns.push((Place::ShortContent, Pattern::parse(value))),
            "in-sentence" => self.patterns.push((Place::Sentence, Pattern::parse(value))),
            #[cfg(test)]
            "yes" | "no" => self.examples.push((key == "yes", value.to_owned())),
            _ => {}
        }
    }

    /// The words of the first match.
    pub fn matches(&self, scene: Scene<'_>) -> Option<TokenRange> {
        self.patterns.iter().find_map(|(place, pattern)| match place {
            Place::Sentence => pattern.find(scene.hashes, scene.sentence, scene.sentence.start),
            Place::ShortContent if scene.content.iter().map(|piece| piece.len()).sum::<usize>() > SHORT => {
                None
            }
            Place::Content | Place::ShortContent => {
                scene.content.iter().find_map(|&piece| pattern.find(scene.hashes, piece, piece.start))
            }
            Place::Cue => {
                scene.cue.iter().find_map(|&cue| pattern.touching(scene.hashes, scene.sentence, cue))
            }
        })
    }
}

impl Pattern {
    fn parse(text: &str) -> Self {
        let elements: Vec<Element> = text.split_whitespace().map(Element::parse).collect();
        let first = match elements.first() {
            Some(Element::Word { any_of, optional: false }) => {
                Some(any_of.hashes().fold(0, |bits, hash| bits | 1 << (hash & 63)))
            }
            _ => None,
        };
        Pattern { elements, first }
    }

    /// The first match inside `within` that starts at `from` or later.
    fn find(&self, hashes: &Hashes, within: TokenRange, from: u32) -> Option<TokenRange> {
        (from.max(within.start)..within.end).find_map(|start| {
            if !self.may_begin(hashes.at(start as usize)) {
                return None;
            }
            let end = fit(&self.elements, hashes, start as usize, within.end as usize)?;
            Some(TokenRange { start, end: end as u32 })
        })
    }

    /// Whether a match may begin with a word: most words are ruled out before anything is fitted.
    #[inline]
    fn may_begin(&self, hash: u32) -> bool {
        self.first.is_none_or(|first| first >> (hash & 63) & 1 == 1)
    }

    /// The first match inside `within` that shares a word with `cue`.
    fn touching(&self, hashes: &Hashes, within: TokenRange, cue: TokenRange) -> Option<TokenRange> {
        let reach: usize = self.elements.iter().map(Element::reach).sum();
        let from = cue.start.saturating_sub(reach.saturating_sub(1) as u32);
        let mut at = from.max(within.start);
        while at < cue.end.min(within.end) {
            let found = self.find(hashes, within, at)?;
            if found.start >= cue.end {
                return None;
            }
            if found.end > cue.start {
                return Some(found);
            }
            at = found.start + 1;
        }
        None
    }
}

/// Fits the elements at `at`; gives the end of the match.
fn fit(elements: &[Element], hashes: &Hashes, at: usize, end: usize) -> Option<usize> {
    let Some((first, rest)) = elements.split_first() else {
        return Some(at);
    };
    match first {
        Element::Word { any_of, optional } => {
            let taken =
                (at < end && any_of.has(hashes.at(at))).then(|| fit(rest, hashes, at + 1, end)).flatten();
            taken.or_else(|| optional.then(|| fit(rest, hashes, at, end)).flatten())
        }
        Element::Gap(most) => (at..=(at + most).min(end)).find_map(|next| fit(rest, hashes, next, end)),
    }
}

impl Element {
    fn parse(text: &str) -> Self {
        if let Some(most) = text.strip_prefix("..") {
            return Element::Gap(most.parse().unwrap_or(1));
        }
        let (text, optional) = text.strip_suffix('?').map_or((text, false), |text| (text, true));
        let words: Vec<String> = text
            .split('|')
            .flat_map(|word| word.strip_suffix('~').map_or_else(|| vec![word.to_owned()], forms))
            .collect();
        Element::Word { any_of: WordSet::from_words(words.iter().map(String::as_str)), optional }
    }

    fn reach(&self) -> usize {
        match self {
            Element::Word { .. } => 1,
            Element::Gap(most) => *most,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cues;
    use crate::meaning::Context;
    use crate::testing::annotated;
    use whosaid_text::Span;

    /// Takes the braces (cue) and angle brackets (content) out of an example.
    fn marked(example: &str) -> (String, Span, Option<Span>) {
        let mut text = String::new();
        let (mut cue, mut content) = ([0, 0], [0, 0]);
        for c in example.chars() {
            let at = text.len() as u32;
            match c {
                '{' => cue[0] = at,
                '}' => cue[1] = at,
                '<' => content[0] = at,
                '>' => content[1] = at,
                _ => text.push(c),
            }
        }
        let content = Span::new(content[0], content[1]);
        (text, Span::new(cue[0], cue[1]), (!content.is_empty()).then_some(content))
    }

    fn check(cues: &Cues, rules: &RuleSet) {
        for rule in rules.iter() {
            assert!(!rule.gives.is_empty() && !rule.examples.is_empty(), "{} is incomplete", rule.id);
            for (wanted, example) in &rule.examples {
                let (text, cue, content) = marked(example);
                let annotated = annotated(&text);
                let context = Context::new(cues, &annotated);
                let cue = [annotated.tokens_in(cue)];
                let content: Vec<_> = content.map(|span| annotated.tokens_in(span)).into_iter().collect();
                let found = rule.matches(context.scene(&cue, &content)).is_some();
                assert_eq!(found, *wanted, "{}: {example}", rule.id);
                let decided = rules.first(context.scene(&cue, &content)).map(|(first, _)| &first.gives);
                assert!(!*wanted || decided == Some(&rule.gives), "{} is not first: {example}", rule.id);
            }
        }
    }

    #[test]
    fn rules_hold_on_their_examples() {
        let cues = Cues::english();
        check(&cues, &cues.meaning.stances);
        check(&cues, &cues.meaning.first_reports);
    }

    #[test]
    fn every_line_of_a_rule_file_is_understood() {
        let files = [
            include_str!("../../../data/en/cues/stances.txt"),
            include_str!("../../../data/en/cues/first_reports.txt"),
        ];
        for line in files.iter().flat_map(|file| file.lines()).filter(|line| !line.is_empty()) {
            let key = line.split_whitespace().next().unwrap_or("");
            let known =
                ["gives", "match", "in-content", "in-short-content", "in-sentence", "why", "yes", "no"];
            assert!(line.starts_with(['#', '[']) || known.contains(&key), "{line}");
        }
    }
}
