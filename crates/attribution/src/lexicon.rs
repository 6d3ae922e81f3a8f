//! [`Lexicon`]: what the cue lists under `data/en/cues` say of a word.

use rustc_hash::FxHashMap;
use whosaid_linear::hash;

const VERBS: &str = include_str!("../../../data/en/cues/verbs.txt");
const NOUNS: &str = include_str!("../../../data/en/cues/nouns.txt");
const SOURCES: &str = include_str!("../../../data/en/cues/sources.txt");
const LITTLE: &str = include_str!("../../../data/en/cues/words.txt");
const PLAIN: &str = include_str!("../../../data/en/cues/plain.txt");
const USES: &str = include_str!("../../../data/en/cues/verb_uses.txt");

/// What the lists say of one word form. Zero stands for "not listed".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Hash of the verb's lemma.
    pub lemma: u32,
    /// Class of the verb.
    pub verb: u8,
    /// Whether the verb often introduces a quotation.
    pub says: bool,
    /// Whether the verb tells what someone says or takes to be so.
    pub retells: bool,
    /// Class of the noun that can be a cue.
    pub noun: u8,
    /// Class of the noun that can be in a source.
    pub source: u8,
    /// Class of the little word.
    pub little: u8,
}

/// Word forms, by the hash of their lower-case spelling.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    entries: FxHashMap<u32, Entry>,
}

impl Lexicon {
    /// The English lists.
    pub fn english() -> Self {
        let mut lexicon = Lexicon { entries: FxHashMap::default() };
        let (saying, retelling) = (used("saying"), used("retelling"));
        let saying_verbs = used("saying-verbs");
        for (class, name, lemma, irregular) in listed(VERBS) {
            let says = saying.contains(&name) || saying_verbs.contains(&lemma);
            let key = hash(lemma);
            for form in verb_forms(lemma).into_iter().chain(irregular.iter().map(|&form| form.to_owned())) {
                let entry = lexicon.entry(&form);
                if entry.lemma == 0 {
                    (entry.lemma, entry.verb, entry.says) = (key, class, says);
                    entry.retells = retelling.contains(&name);
                }
            }
        }
        for (class, _, word, _) in listed(NOUNS) {
            for form in [word.to_owned(), plural(word)] {
                let entry = lexicon.entry(&form);
                entry.noun = if entry.noun == 0 { class } else { entry.noun };
            }
        }
        for (class, _, word, _) in listed(SOURCES) {
            let entry = lexicon.entry(word);
            entry.source = if entry.source == 0 { class } else { entry.source };
        }
        for (class, name, word, _) in listed(LITTLE) {
            lexicon.entry(word).little = class;
            if name == "according" && word == "according" {
                let entry = lexicon.entry(word);
                (entry.lemma, entry.verb, entry.says) = (hash(word), u8::MAX, true);
                entry.retells = true;
            }
        }
        lexicon
    }

    /// What the lists say of a word, by the hash of its lower-case form.
    pub fn get(&self, lower: u32) -> Entry {
        self.entries.get(&lower).copied().unwrap_or_default()
    }

    /// Whether a cue hardly ever means anything but an attribution.
    pub fn is_plain(&self, cue: &str) -> bool {
        PLAIN.lines().filter(|line| !line.starts_with('#')).any(|plain| plain.eq_ignore_ascii_case(cue))
    }

    fn entry(&mut self, word: &str) -> &mut Entry {
        self.entries.entry(hash(word)).or_default()
    }
}

/// The words of a list: class number from 1, class name, word, irregular forms.
fn listed(list: &'static str) -> impl Iterator<Item = (u8, &'static str, &'static str, Vec<&'static str>)> {
    let lines = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'));
    lines.enumerate().flat_map(|(idx, (name, words))| {
        words.split_whitespace().map(move |word| match word.split_once('(') {
            Some((lemma, forms)) => {
                (idx as u8 + 1, name, lemma, forms.trim_end_matches(')').split(',').collect())
            }
            None => (idx as u8 + 1, name, word, Vec::new()),
        })
    })
}

/// The verbs, or classes of verbs, of one use.
fn used(wanted: &str) -> Vec<&'static str> {
    listed(USES).filter(|(_, name, ..)| *name == wanted).map(|(_, _, word, _)| word).collect()
}

/// Regular forms of a verb; a form with a doubled consonant is made as well, whether or not it is ever used.
fn verb_forms(lemma: &str) -> Vec<String> {
    let mut forms = vec![lemma.to_owned()];
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| lemma.ends_with(suffix));
    let vowel_before_last = lemma.chars().rev().nth(1).is_some_and(|c| "aeiou".contains(c));
    forms.push(plural(lemma));
    if let Some(stem) = lemma.strip_suffix('e') {
        forms.push(format!("{lemma}d"));
        forms.push(format!("{stem}ing"));
        if let Some(stem) = lemma.strip_suffix("ie") {
            forms.push(format!("{stem}ying"));
        }
    } else if lemma.ends_with('y') && !vowel_before_last {
        forms.push(format!("{}ied", &lemma[..lemma.len() - 1]));
        forms.push(format!("{lemma}ing"));
    } else {
        forms.push(format!("{lemma}ed"));
        forms.push(format!("{lemma}ing"));
        if vowel_before_last && !ends(&["w", "x", "y"]) {
            let last = &lemma[lemma.len() - 1..];
            forms.push(format!("{lemma}{last}ed"));
            forms.push(format!("{lemma}{last}ing"));
        }
    }
    forms
}

/// The plural of a noun, which is also the third person of a verb.
fn plural(word: &str) -> String {
    let vowel_before_last = word.chars().rev().nth(1).is_some_and(|c| "aeiou".contains(c));
    if word.ends_with('y') && !vowel_before_last {
        format!("{}ies", &word[..word.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_lemma() {
        let lexicon = Lexicon::english();
        for (form, lemma) in [
            ("said", "say"),
            ("says", "say"),
            ("told", "tell"),
            ("denied", "deny"),
            ("admitted", "admit"),
            ("lying", "lie"),
            ("argues", "argue"),
            ("confesses", "confess"),
            ("thought", "think"),
            ("according", "according"),
        ] {
            let entry = lexicon.get(hash(form));
            assert_eq!(entry.lemma, hash(lemma), "{form}");
            assert!(entry.verb > 0, "{form}");
        }
        assert_eq!(lexicon.get(hash("pier")), Entry::default());
        assert!(lexicon.get(hash("statements")).noun > 0);
        assert!(lexicon.get(hash("spokesman")).source > 0);
    }

    #[test]
    fn every_line_of_the_lists_is_a_class() {
        for list in [VERBS, NOUNS, SOURCES, LITTLE, USES] {
            let lines = list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
            assert!(lines.clone().all(|line| line.contains(": ")), "{}", lines.count());
        }
    }
}
