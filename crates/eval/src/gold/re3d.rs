//! re3d: government and encyclopedia texts on Syria and Iraq with entities by offset. Only its openly licensed parts.

use super::iob::label_of;
use super::plain_article;
use crate::Gold;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;
use whosaid_language::{Annotated, Lexicon, annotate};
use whosaid_text::{SourceText, Span};

/// Folders of the openly licensed parts.
const PARTS: [&str; 6] = [
    "Australian Department of Foreign Affairs",
    "CENTCOM",
    "Delegation of the European Union to Syria",
    "UK Government",
    "US State Department",
    "Wikipedia",
];

/// All documents, annotated, with a label a token.
///
/// # Errors
/// A file that cannot be read.
pub fn documents(gold: &Gold, lexicon: &Lexicon) -> io::Result<Vec<(Annotated, Vec<usize>)>> {
    let folder = gold.unpacked("ner-small/re3d-open-licences.tar.zst")?;
    let mut documents = Vec::new();
    for part in PARTS {
        let lines = |name: &str| -> io::Result<Vec<Value>> {
            let text = std::fs::read_to_string(folder.join(part).join(name))?;
            text.lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| serde_json::from_str(line).map_err(io::Error::other))
                .collect()
        };
        let mut names: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        for entity in lines("entities.json")? {
            if let Some(name) = Name::read(&entity) {
                names.entry(string(&entity, "documentId")).or_default().push(name);
            }
        }
        for document in lines("documents.json")? {
            let names = names.remove(&string(&document, "_id")).unwrap_or_default();
            documents.extend(labelled(lexicon, &string(&document, "text"), names));
        }
    }
    Ok(documents)
}

/// A name by its place in code points.
struct Name {
    start: usize,
    end: usize,
    kind: &'static str,
}

impl Name {
    fn read(entity: &Value) -> Option<Self> {
        let kind = match entity["type"].as_str()? {
            "Person" => "PER",
            "Organisation" => "ORG",
            "Location" => "LOC",
            _ => return None,
        };
        let place = |key: &str| entity[key].as_u64().map(|at| at as usize);
        Some(Name { start: place("begin")?, end: place("end")?, kind })
    }
}

fn string(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn labelled(lexicon: &Lexicon, text: &str, mut names: Vec<Name>) -> Option<(Annotated, Vec<usize>)> {
    names.sort_by_key(|name| (std::cmp::Reverse(name.end - name.start), name.start));
    let bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
    let annotated = annotate(lexicon, plain_article(&SourceText::new(text).ok()?));
    let mut labels = vec![0; annotated.tokens.len()];
    for name in names {
        let (Some(&start), Some(&end)) = (bytes.get(name.start), bytes.get(name.end)) else { continue };
        let mut tokens = annotated.tokens_in(Span::new(start, end)).range();
        while !tokens.is_empty() && !opens_name(&annotated, tokens.start, name.kind, lexicon) {
            tokens.start += 1;
        }
        if tokens.is_empty() || labels[tokens.clone()].iter().any(|&label| label > 0) {
            continue;
        }
        labels[tokens.clone()].fill(label_of(Some(name.kind), false));
        labels[tokens.start] = label_of(Some(name.kind), true);
    }
    Some((annotated, labels))
}

/// Articles, pronouns, titles and words in lower case stand before names, not in them.
fn opens_name(annotated: &Annotated, token_idx: usize, kind: &str, lexicon: &Lexicon) -> bool {
    let word = annotated.word(token_idx);
    let small = ["The", "We", "They", "It", "He", "She", "Our", "You", "I"];
    word.starts_with(char::is_uppercase)
        && !small.contains(&word)
        && !(kind == "PER" && lexicon.is_title(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_labels_of_tokens() {
        let name = |start, end, kind| Name { start, end, kind };
        let names = vec![name(0, 14, "ORG"), name(19, 29, "PER")];
        let (_, labels) = labelled(&Lexicon::english(), "The Harbor Act met Mr Ann Lee.", names).unwrap();
        assert_eq!(labels, [0, 3, 4, 0, 0, 1, 2, 0]);
    }
}
