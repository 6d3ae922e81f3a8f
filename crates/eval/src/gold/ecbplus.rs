//! ECB+: a folder a topic, a file an article; the two happenings of a topic are told apart by the ending of the name.
//!
//! Only the words are read. The words of an address that stand before the text are left out.

use crate::gold::dossiers::StoryArticle;
use std::fs;
use std::path::{Path, PathBuf};

/// Reads the articles of all topics, by path.
///
/// # Errors
/// A file that cannot be read, with its name.
pub fn articles(folder: &Path) -> Result<Vec<StoryArticle>, String> {
    let mut files: Vec<PathBuf> = Vec::new();
    for topic in entries(folder)? {
        files.extend(entries(&topic)?);
    }
    files
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "xml"))
        .map(|path| article(path))
        .collect()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

fn article(path: &Path) -> Result<StoryArticle, String> {
    let xml = fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))?;
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let topic = name.split('_').next().unwrap_or_default();
    let happening = if name.ends_with("plus") { "plus" } else { "" };
    Ok(StoryArticle {
        id: name.to_owned(),
        outlet: None,
        title: String::new(),
        published: None,
        url: None,
        byline: Vec::new(),
        text: text(&xml),
        event: Some(format!("{topic}{happening}")),
    })
}

/// The sentences of an article, one a line.
fn text(xml: &str) -> String {
    let mut lines: Vec<(&str, Vec<String>)> = Vec::new();
    for line in xml.lines().filter(|line| line.starts_with("<token ")) {
        let Some((head, rest)) = line.split_once('>') else { continue };
        let sentence = head.split("sentence=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("");
        let word = rest.split('<').next().unwrap_or("");
        let word = word.replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&");
        match lines.last_mut() {
            Some((number, words)) if *number == sentence => words.push(word),
            _ => lines.push((sentence, vec![word])),
        }
    }
    let told = lines.iter().filter(|(_, words)| words.first().is_none_or(|word| word != "http"));
    told.map(|(_, words)| joined(words)).collect::<Vec<_>>().join("\n")
}

/// Words with blanks between them, marks set close.
fn joined(words: &[String]) -> String {
    let mut line = String::new();
    for word in words {
        let close = matches!(word.as_str(), "." | "," | ";" | ":" | "?" | "!" | ")" | "%")
            || word.starts_with(['\'', '’'])
            || word == "n't";
        if !line.is_empty() && !close && !line.ends_with(['(', '$']) {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
