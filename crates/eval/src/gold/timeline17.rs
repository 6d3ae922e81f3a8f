//! Timeline17: dated articles on long topics, and the days that journalists chose for their timelines.

use crate::gold::dossiers::StoryArticle;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use whosaid_text::Day;

/// A topic: its articles, and the days of each timeline.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Name.
    pub name: String,
    /// Articles in the order of the file.
    pub articles: Vec<StoryArticle>,
    /// The days of each timeline, by name of its file.
    pub timelines: Vec<BTreeSet<Day>>,
}

/// Reads the topics that have articles, by name.
///
/// # Errors
/// A file that cannot be read, with its name.
pub fn topics(folder: &Path) -> Result<Vec<Topic>, String> {
    let mut names: Vec<String> = files(&folder.join("t17-articles"))?
        .into_iter()
        .filter_map(|name| Some(name.strip_suffix(".csv")?.to_owned()))
        .collect();
    names.sort();
    names.iter().map(|name| topic(folder, name)).collect()
}

fn files(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

fn topic(folder: &Path, name: &str) -> Result<Topic, String> {
    let csv = read(&folder.join("t17-articles").join(format!("{name}.csv")))?;
    let timelines = folder.join("gold-timelines").join(format!("tl17-{name}"));
    let days = files(&timelines)?
        .iter()
        .map(|file| Ok(days(&read(&timelines.join(file))?)))
        .collect::<Result<_, String>>()?;
    Ok(Topic { name: name.to_owned(), articles: articles(name, &csv), timelines: days })
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn days(timeline: &str) -> BTreeSet<Day> {
    timeline.lines().filter_map(|line| line.trim().parse().ok()).collect()
}

/// The articles of a file `date,"text"`, where a quotation mark inside the text is doubled.
fn articles(topic: &str, csv: &str) -> Vec<StoryArticle> {
    let mut articles = Vec::new();
    let mut rest = csv.split_once('\n').map_or("", |(_, rest)| rest);
    while let Some((date, tail)) = rest.split_once(',') {
        let (text, tail) = field(tail);
        articles.push(StoryArticle {
            id: format!("{topic}-{:03}", articles.len()),
            outlet: None,
            title: String::new(),
            published: Some(date.trim().to_owned()),
            url: None,
            byline: Vec::new(),
            text: detokenised(&text),
            event: None,
        });
        rest = tail;
    }
    articles
}

/// A field of a row that ends its line, and what follows.
fn field(tail: &str) -> (String, &str) {
    let Some(quoted) = tail.strip_prefix('"') else {
        let (text, rest) = tail.split_once('\n').unwrap_or((tail, ""));
        return (text.to_owned(), rest);
    };
    let bytes = quoted.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => break,
            _ => at += 1,
        }
    }
    let rest = quoted.get(at + 1..).unwrap_or("").trim_start_matches(['\r', '\n']);
    (quoted[..at].replace("\"\"", "\""), rest)
}

/// A text whose marks stand apart, set close again.
fn detokenised(text: &str) -> String {
    const CLOSE: &[(&str, &str)] = &[
        (" .", "."),
        (" ,", ","),
        (" ;", ";"),
        (" :", ":"),
        (" ?", "?"),
        (" !", "!"),
        (" 's", "'s"),
        (" n't", "n't"),
        (" 'm", "'m"),
        (" 're", "'re"),
        (" 've", "'ve"),
        (" 'll", "'ll"),
        (" 'd", "'d"),
        (" %", "%"),
        ("$ ", "$"),
        ("-LRB- ", "("),
        (" -RRB-", ")"),
        ("`` ", "“"),
        (" ''", "”"),
        ("\\/", "/"),
    ];
    CLOSE.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
