//! An archive of any size to try the program on: `cargo xtask crawl N FOLDER` writes N invented articles as pages of a
//! crawl, `cargo xtask crawl N FOLDER FILE.jsonl` those of a file (a JSON article a line, as [`Article`] has it), again
//! and again, each round a month later and with other words, names and numbers, so that no two rounds tell one story.
//!
//! Files hold 25,000 pages each, WARC with a gzip member a record. The same call writes the same bytes.

mod exchange;
mod pages;

use crate::collection::{Invention, megabytes};
use exchange::{Exchange, made_up_word};
use serde::Deserialize;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use whosaid_linear::mix;
use whosaid_text::Day;

/// Pages of a file.
const PAGES: usize = 25_000;
/// Words that an invented story has for itself, of each ending.
const WORDS_OF_STORY: u32 = 12;

/// A page to be.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Article {
    outlet: Option<String>,
    url: Option<String>,
    published: Option<String>,
    title: Option<String>,
    text: String,
}

/// Writes the files.
pub fn run(n_articles: &str, folder: &str, of: Option<&str>) -> Result<(), String> {
    let n_articles = n_articles.parse().map_err(|_| format!("{n_articles}: how many articles?"))?;
    fs::create_dir_all(folder).map_err(|why| format!("{folder}: {why}"))?;
    let mut articles = match of {
        Some(path) => rounds(base(path)?, n_articles),
        None => invented(n_articles),
    };
    let mut n_files = 0;
    let mut n_written = 0;
    while n_written < n_articles {
        n_files += 1;
        let path = Path::new(folder).join(format!("{n_files:05}.warc.gz"));
        let written = write(&path, n_written, &mut articles).map_err(|why| format!("{path:?}: {why}"))?;
        let size = fs::metadata(&path).map_or(0, |file| file.len());
        println!("{}: {written} pages, {}", path.display(), megabytes(size));
        n_written += written;
    }
    Ok(())
}

fn write(path: &Path, first: usize, articles: &mut dyn Iterator<Item = Article>) -> std::io::Result<usize> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut n_pages = 0;
    for article in articles.take(PAGES) {
        pages::write_record(&mut file, first + n_pages, &article)?;
        n_pages += 1;
    }
    file.flush()?;
    Ok(n_pages)
}

/// Invented articles, those of each story in words of its own.
fn invented(n_articles: usize) -> Box<dyn Iterator<Item = Article>> {
    let mut invention = Invention::new(n_articles);
    let mut n_articles = 0;
    let exchange = Exchange::of_made_up_words();
    let next = move || {
        let (story, line) = invention.next_of_story()?;
        let article = serde_json::from_str::<Article>(&line).ok()?;
        n_articles += 1;
        Some(Article {
            title: article.title.map(|title| exchange.text(&title, story as u32)),
            text: detailed(&exchange.text(&article.text, story as u32), story as u32, n_articles),
            ..article
        })
    };
    Box::new(std::iter::from_fn(next))
}

/// A text with a sentence of its story's own words after every paragraph, as an article has details that only its story
/// has.
fn detailed(text: &str, story: u32, article: u32) -> String {
    let mut detailed = String::new();
    for (n, paragraph) in text.split("\n\n").enumerate() {
        let word = |nth, ending| {
            let of_story = mix(article, 8 * n as u32 + nth) % WORDS_OF_STORY;
            made_up_word(mix(story, of_story), ending)
        };
        let between = if n == 0 { "" } else { "\n\n" };
        let _ = write!(
            detailed,
            "{between}{paragraph} The {} {} was {} by a {} {} near the {} and its {}.",
            word(0, "al"),
            word(1, ""),
            word(2, "ed"),
            word(3, "ing"),
            word(4, "er"),
            word(5, ""),
            word(6, "s"),
        );
    }
    detailed
}

/// The articles of a file.
fn base(path: &str) -> Result<Vec<Article>, String> {
    let file = File::open(path).map_err(|why| format!("{path}: {why}"))?;
    let lines = BufReader::new(file).lines();
    let read = |(n, line): (usize, std::io::Result<String>)| {
        let line = line.map_err(|why| format!("{path}: {why}"))?;
        serde_json::from_str(&line).map_err(|why| format!("{path}:{}: {why}", n + 1))
    };
    let base: Vec<Article> = lines.enumerate().map(read).collect::<Result<_, _>>()?;
    if base.is_empty() { Err(format!("{path}: no article")) } else { Ok(base) }
}

/// The same articles again and again, the first time as they are.
fn rounds(base: Vec<Article>, n_articles: usize) -> Box<dyn Iterator<Item = Article>> {
    let texts = base.iter().flat_map(|article| article.title.iter().chain([&article.text]));
    let exchange = Exchange::among(texts.map(String::as_str));
    Box::new((0..n_articles).map(move |n| {
        let (round, article) = (n / base.len(), &base[n % base.len()]);
        if round == 0 { article.clone() } else { in_round(article, round, &exchange) }
    }))
}

fn in_round(article: &Article, round: usize, exchange: &Exchange) -> Article {
    let seed = round as u32;
    Article {
        outlet: article.outlet.clone(),
        url: article.url.as_ref().map(|url| {
            let and = if url.contains('?') { '&' } else { '?' };
            format!("{url}{and}round={round}")
        }),
        published: article.published.as_ref().map(|published| months_later(published, round)),
        title: article.title.as_ref().map(|title| exchange.text(title, seed)),
        text: exchange.text(&article.text, seed),
    }
}

/// A time that begins with a day, so many months later; what is none stays as it is.
fn months_later(published: &str, n_months: usize) -> String {
    let Some((day, rest)) = published.split_at_checked(10) else { return published.to_owned() };
    let Ok(day) = day.parse::<Day>() else { return published.to_owned() };
    let months = usize::from(day.month()) - 1 + n_months;
    let year = day.year().saturating_add((months / 12) as i16);
    let later = Day::new(year, (months % 12) as u8 + 1, day.day().min(28));
    later.map_or_else(|| published.to_owned(), |later| format!("{later}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use whosaid::ingest::{self, Entry, RawDocument};
    use whosaid::text;

    /// The articles that the program finds in pages.
    fn read_back(name: &str, articles: &[Article]) -> Vec<text::Article> {
        let path = std::env::temp_dir().join(format!("whosaid-crawl-{name}-{}.warc.gz", std::process::id()));
        assert_eq!(write(&path, 0, &mut articles.iter().cloned()).unwrap(), articles.len());
        let entries = ingest::open(&path.to_string_lossy(), File::open(&path).unwrap());
        let read = entries
            .filter_map(|entry| match entry {
                Entry::Document(document) => Some(document),
                Entry::PassedOver(_) => None,
                Entry::SetAside(aside) => panic!("{aside:?}"),
            })
            .flat_map(|document| ingest::read(RawDocument { path: &document.path, bytes: &document.bytes }));
        let read = read.map(|article| article.unwrap()).collect();
        fs::remove_file(path).unwrap();
        read
    }

    fn words(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    fn check(name: &str, articles: Vec<Article>) {
        let read = read_back(name, &articles);
        assert_eq!(read.len(), articles.len());
        for (read, article) in read.iter().zip(&articles) {
            assert_eq!(read.title, article.title);
            let published = read.published.value.map(|at| at.day.to_string());
            assert_eq!(published.as_deref(), article.published.as_deref());
            assert!(read.url.is_some() && read.outlet.is_some());
            let title = article.title.as_deref().unwrap_or_default();
            let expected = format!("{title} {}", article.text);
            let found = words(&read.text).join(" ");
            let body = words(&expected)[words(title).len()..].join(" ");
            assert!(found.contains(&body), "{found}\n{expected}");
        }
    }

    #[test]
    fn invented_pages_read_back_to_the_same_articles() {
        check("invented", invented(60).collect());
    }

    #[test]
    fn rounds_read_back_to_the_same_articles() {
        let base: Vec<Article> = invented(20).collect();
        let again: Vec<Article> = rounds(base.clone(), 50).collect();
        assert_eq!(again[..20], base);
        assert!(again[20].text != base[0].text && again[40].text != again[20].text);
        assert_eq!(rounds(base, 50).collect::<Vec<_>>(), again);
        check("rounds", again);
    }

    #[test]
    fn the_same_call_writes_the_same_bytes() {
        let folder = std::env::temp_dir().join(format!("whosaid-crawls-{}", std::process::id()));
        let of = |name: &str| {
            let folder = folder.join(name);
            run("12", &folder.to_string_lossy(), None).unwrap();
            fs::read(folder.join("00001.warc.gz")).unwrap()
        };
        assert_eq!(of("a"), of("b"));
        assert!(run("12", "a", Some("not/there.jsonl")).is_err() && run("many", "a", None).is_err());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_round_is_a_month() {
        assert_eq!(months_later("2031-12-31T10:00:00Z", 2), "2032-02-28T10:00:00Z");
        assert_eq!(months_later("2031-01-02", 24), "2033-01-02");
        assert_eq!(months_later("yesterday", 2), "yesterday");
    }
}
