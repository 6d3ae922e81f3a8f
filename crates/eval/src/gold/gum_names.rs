//! GUM's entities as names: mentions of persons, organizations and places whose words are all written as names.
//!
//! GUM marks every mention, nested, with titles and articles; names are the outermost of those left when articles,
//! titles and possessive endings are taken off.

use super::conllu;
use super::iob::{IobDocument, IobWord, label_of};
use crate::Gold;
use whosaid_language::Lexicon;

/// Words of the longest name.
const LONGEST: usize = 7;
/// Small words that stand inside names.
const LINKS: [&str; 24] = [
    "of", "the", "and", "for", "de", "la", "le", "del", "di", "da", "do", "du", "des", "van", "von", "der",
    "den", "bin", "ibn", "al", "el", "-", "&", "'s",
];

/// The documents in the part for training.
///
/// # Errors
/// What cannot be unpacked or read.
pub fn train(gold: &Gold, lexicon: &Lexicon) -> Result<Vec<IobDocument>, String> {
    let texts = conllu::gum_texts(gold, "train", "")?;
    Ok(texts.iter().map(|text| document(text, lexicon)).collect())
}

fn document(text: &str, lexicon: &Lexicon) -> IobDocument {
    let mut document = IobDocument::default();
    let mut sentence = Marked::default();
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            document.sentences.extend(std::mem::take(&mut sentence).labelled(lexicon));
        } else if !line.starts_with('#') {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() > 9 && columns[0].parse::<usize>().is_ok() {
                sentence.add(columns[1], columns[4], columns[9]);
            }
        }
    }
    document
}

/// A sentence with its mentions.
#[derive(Default)]
struct Marked<'a> {
    words: Vec<&'a str>,
    tags: Vec<&'a str>,
    /// Open ones: group, first word, kind.
    open: Vec<(&'a str, usize, &'a str)>,
    /// First word, one past the last, kind.
    mentions: Vec<(usize, usize, &'a str)>,
}

impl<'a> Marked<'a> {
    fn add(&mut self, word: &'a str, tag: &'a str, misc: &'a str) {
        let here = self.words.len();
        self.words.push(word);
        self.tags.push(tag);
        let marks = misc.split('|').find_map(|part| part.strip_prefix("Entity=")).unwrap_or("");
        let mut rest = marks;
        while let Some(at) = rest.find(['(', ')']) {
            if rest[at..].starts_with(')') {
                self.close(&rest[..at], here);
                rest = &rest[at + 1..];
                continue;
            }
            let body = &rest[at + 1..];
            let end = body.find(['(', ')']).unwrap_or(body.len());
            let mut fields = body[..end].split('-');
            let (group, kind) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
            self.open.push((group, here, kind));
            rest = &body[end..];
            if let Some(after) = rest.strip_prefix(')') {
                self.close(group, here);
                rest = after;
            }
        }
    }

    fn close(&mut self, group: &str, here: usize) {
        if let Some(at) = self.open.iter().rposition(|open| open.0 == group) {
            let (_, start, kind) = self.open.remove(at);
            self.mentions.push((start, here + 1, kind));
        }
    }

    fn labelled(self, lexicon: &Lexicon) -> Option<Vec<IobWord>> {
        let mut names: Vec<_> =
            self.mentions.iter().filter_map(|&mention| self.name(mention, lexicon)).collect();
        names.sort_by_key(|&(start, end, _)| (std::cmp::Reverse(end - start), start));
        let mut labels = vec![0; self.words.len()];
        for (start, end, kind) in names {
            if labels[start..end].iter().all(|&label| label == 0) {
                labels[start..end].fill(label_of(Some(kind), false));
                labels[start] = label_of(Some(kind), true);
            }
        }
        let word = |(text, label): (&&str, usize)| IobWord { text: (*text).to_owned(), label };
        (!self.words.is_empty()).then(|| self.words.iter().zip(labels).map(word).collect())
    }

    /// The name in a mention.
    fn name(&self, mention: (usize, usize, &str), lexicon: &Lexicon) -> Option<(usize, usize, &'static str)> {
        let (mut start, mut end, kind) = mention;
        let kind = match kind {
            "person" => "PER",
            "organization" => "ORG",
            "place" => "LOC",
            _ => return None,
        };
        let is_word = |word: &str| word.chars().next().is_some_and(char::is_alphanumeric);
        let article = |word: &str| ["the", "a", "an"].iter().any(|known| word.eq_ignore_ascii_case(known));
        while start < end && (article(self.words[start]) || !is_word(self.words[start])) {
            start += 1;
        }
        while let Some(n) = (kind == "PER").then(|| title(&self.words[start..end], lexicon)).flatten() {
            start += n;
        }
        let stop = |word: &&str| matches!(*word, "," | "(" | "who" | "which");
        end = self.words[start..end].iter().position(stop).map_or(end, |at| start + at);
        if end > start && matches!(self.words[end - 1], "'s" | "’s") {
            end -= 1;
        }
        let words = self.words.get(start..end).filter(|words| !words.is_empty() && words.len() <= LONGEST)?;
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let fits = |word: &&str| capital(word) || word.starts_with(char::is_numeric) || LINKS.contains(word);
        (capital(words[0]) && words.iter().all(fits) && self.tags[end - 1].starts_with("NNP"))
            .then_some((start, end, kind))
    }
}

/// Words of the title that a name of several words begins with.
fn title(words: &[&str], lexicon: &Lexicon) -> Option<usize> {
    (1..words.len().min(4)).rev().find(|&n| lexicon.is_title(&words[..n].join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_become_names_without_titles_and_articles() {
        let line =
            |word: &str, tag: &str, misc: &str| format!("1\t{word}\t_\t_\t{tag}\t_\t_\t_\t_\t{misc}\n");
        let text = [
            line("The", "DT", "Entity=(1-organization-new"),
            line("Health", "NNP", "_"),
            line("Office", "NNP", "Entity=1)"),
            line("met", "VBD", "_"),
            line("Dr.", "NNP", "Entity=(2-person-new"),
            line("Ann", "NNP", "_"),
            line("Lee", "NNP", "Entity=2)"),
            line("in", "IN", "_"),
            line("Oslo", "NNP", "Entity=(3-place-new)"),
        ];
        let document = document(&text.concat(), &Lexicon::english());
        assert_eq!(document.labels(), [0, 3, 4, 0, 0, 1, 2, 0, 5]);
    }
}
