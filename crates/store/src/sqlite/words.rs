//! Words by FTS5, which stems them and lets diacritics be.

use crate::StoreError;
use crate::sql::Database;
use crate::sql::value::{Value, values};
use crate::store::ArticleNo;
use std::ops::Range;

/// Words and phrases as FTS5 wants to be asked for them.
pub(super) fn expression(terms: &[String], any: bool) -> String {
    let quoted = terms.iter().map(|term| format!("\"{}\"", term.replace(['"', '\0'], " ")));
    quoted.collect::<Vec<_>>().join(if any { " OR " } else { " " })
}

/// Signs around what matched that no text is likely to have.
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';
/// Words of an extract.
const EXTRACT_WORDS: usize = 24;

/// Words around what matched: what FTS5's own `snippet` gives, which looks at every two matches of a text and parts it into
/// words twice.
pub(super) fn extract(db: &dyn Database, no: ArticleNo, asked_for: &str) -> Result<String, StoreError> {
    let marked =
        "SELECT highlight(prose_words, 0, ?3, ?4), highlight(prose_words, 1, ?3, ?4) FROM prose_words
         WHERE prose_words MATCH ?1 AND rowid = ?2";
    let (open, close) = (OPEN.to_string(), CLOSE.to_string());
    let columns = db.rows(marked, values![asked_for, no, open.as_str(), close.as_str()], |row| {
        [0, 1].map(|n| Ok(text_of(row.nth(n)?))).into_iter().collect::<Result<Vec<_>, StoreError>>()
    })?;
    let phrases: Vec<String> = asked_for.split('"').skip(1).step_by(2).map(str::to_lowercase).collect();
    let columns: Vec<Marked> = columns.iter().flatten().map(|marked| Marked::of(marked, &phrases)).collect();
    Ok(best(&columns))
}

fn text_of(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.into_owned(),
        _ => String::new(),
    }
}

/// A text, its words, and what matched in it.
struct Marked {
    text: String,
    words: Vec<Range<usize>>,
    matches: Vec<Match>,
}

/// Words that matched, by their places in the text's words.
struct Match {
    words: Range<usize>,
    /// Which of the phrases asked for.
    phrase: usize,
}

impl Marked {
    fn of(marked: &str, phrases: &[String]) -> Self {
        let mut text = String::with_capacity(marked.len());
        let (mut words, mut matches): (Vec<Range<usize>>, Vec<Match>) = (Vec::new(), Vec::new());
        let mut opened = None;
        let mut in_word = false;
        for c in marked.chars() {
            // A combining mark goes with the letter before it.
            let goes_on = c.is_alphanumeric() || (in_word && is_mark(c));
            match c {
                OPEN => opened = Some((words.len(), text.len())),
                CLOSE => {
                    if let Some((first, start)) = opened.take()
                        && first < words.len()
                    {
                        let phrase = likest(&text[start..].to_lowercase(), phrases);
                        matches.push(Match { words: first..words.len(), phrase });
                    }
                }
                _ if goes_on && in_word => {}
                _ if goes_on => words.push(text.len()..text.len()),
                _ => {}
            }
            in_word = goes_on;
            if !matches!(c, OPEN | CLOSE) {
                text.push(c);
            }
            if goes_on && let Some(word) = words.last_mut() {
                word.end = text.len();
            }
        }
        Marked { text, words, matches }
    }

    /// How much matches from a word on, and where the words around it begin so that what matched stands in their middle.
    fn window(&self, from: usize) -> (usize, usize) {
        let first = self.matches.partition_point(|found| found.words.start < from);
        let inside =
            self.matches[first..].iter().take_while(|found| found.words.start < from + EXTRACT_WORDS);
        let (mut seen, mut score, mut past) = (Vec::new(), 0, from);
        for found in inside {
            score += if seen.contains(&found.phrase) { 1 } else { 1_000 };
            seen.push(found.phrase);
            past = found.words.end;
        }
        let start = self.matches.get(first).map_or(from, |found| found.words.start);
        let room = EXTRACT_WORDS.saturating_sub(past.saturating_sub(start)) / 2;
        let latest = self.words.len().saturating_sub(EXTRACT_WORDS);
        (score, start.saturating_sub(room).min(latest))
    }

    /// The best beginnings of an extract with how good they are: around each match, and at the sentence that it stands in.
    fn windows(&self) -> impl Iterator<Item = (usize, usize)> {
        let sentences: Vec<usize> =
            (0..self.words.len()).filter(|&word| self.begins_sentence(word)).collect();
        self.matches.iter().flat_map(move |found| {
            let at = found.words.start;
            let begun = sentences.partition_point(|&sentence| sentence <= at);
            let sentence = begun.checked_sub(1).map(|n| sentences[n]).filter(|&sentence| sentence < at);
            let sentence = sentence.filter(|_| self.words.len() > EXTRACT_WORDS);
            let whole = sentence.map(|from| (self.window(from).0 + if from == 0 { 120 } else { 100 }, from));
            [Some(self.window(at)), whole].into_iter().flatten()
        })
    }

    /// Whether a word is the first, or stands after a period or colon and a blank.
    fn begins_sentence(&self, word: usize) -> bool {
        let before = &self.text[..self.words[word].start];
        let ended = before.trim_end_matches([' ', '\t', '\n', '\r']);
        word == 0 || (ended.len() < before.len() && ended.ends_with(['.', ':']))
    }

    /// The words from one on, with `[` and `]` around what matched.
    fn shown(&self, from: usize) -> String {
        let past = (from + EXTRACT_WORDS).min(self.words.len());
        let mut told = if from == 0 { 0 } else { self.words[from].start };
        let mut out = String::from(if from > 0 { " … " } else { "" });
        let inside = self.matches.iter().filter(|found| (from..past).contains(&found.words.start));
        for found in inside {
            let (start, last) = (self.words[found.words.start].start, found.words.end.min(past) - 1);
            let end = self.words[last].end;
            out.extend([&self.text[told..start], "[", &self.text[start..end], "]"]);
            told = end;
        }
        let is_whole = past == self.words.len();
        let end = if is_whole { self.text.len() } else { self.words[past - 1].end };
        out.push_str(&self.text[told..end]);
        out.push_str(if is_whole { "" } else { " … " });
        out
    }
}

/// The extract of the column that holds most of what was asked for.
fn best(columns: &[Marked]) -> String {
    let windows = columns
        .iter()
        .enumerate()
        .flat_map(|(column, marked)| marked.windows().map(move |(score, from)| (score, column, from)));
    let best = windows.fold((0, 0, 0), |best, window| if window.0 > best.0 { window } else { best });
    columns.get(best.1).map_or_else(String::new, |marked| marked.shown(best.2))
}

/// The phrase whose beginning words share most with; forms of one word begin alike.
fn likest(words: &str, phrases: &[String]) -> usize {
    let shared = |phrase: &String| words.chars().zip(phrase.chars()).take_while(|(a, b)| a == b).count();
    let mut shared = phrases.iter().map(shared).enumerate();
    let first = shared.next().unwrap_or((0, 0));
    shared.fold(first, |best, other| if other.1 > best.1 { other } else { best }).0
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether every article is in the index.
pub(super) fn faults(db: &dyn Database) -> Result<Option<String>, StoreError> {
    let missing = "SELECT (SELECT count(*) FROM article) - (SELECT count(*) FROM prose_words_docsize)";
    let n_missing = db.number(missing)?;
    Ok((n_missing != 0).then(|| format!("{n_missing} articles missing from the full-text index")))
}

#[cfg(test)]
mod tests {
    use super::{CLOSE, EXTRACT_WORDS, Marked, OPEN, best, expression};
    use rusqlite::Connection;

    /// Whether extracts are what FTS5 gives.
    fn check(title: Option<&str>, text: &str, terms: &[&str]) {
        let terms: Vec<String> = terms.iter().map(|&term| term.to_owned()).collect();
        let asked_for = expression(&terms, true);
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(
            "CREATE VIRTUAL TABLE w USING fts5 (title, text, tokenize = 'porter unicode61 remove_diacritics 2')",
        )
        .unwrap();
        db.execute("INSERT INTO w VALUES (?1, ?2)", (title, text)).unwrap();
        let sql = format!(
            "SELECT snippet(w, -1, '[', ']', ' … ', {EXTRACT_WORDS}), highlight(w, 0, ?2, ?3), highlight(w, 1, ?2, ?3)
             FROM w WHERE w MATCH ?1"
        );
        let signs = (asked_for.as_str(), OPEN.to_string(), CLOSE.to_string());
        let row = |row: &rusqlite::Row<'_>| {
            let marked = |n| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(n)?.unwrap_or_default());
            Ok((row.get::<_, String>(0)?, [marked(1)?, marked(2)?]))
        };
        let (expected, marked) = db.query_row(&sql, signs, row).unwrap();
        let phrases: Vec<String> = terms.iter().map(|term| term.to_lowercase()).collect();
        assert_eq!(best(&marked.map(|text| Marked::of(&text, &phrases))), expected, "{terms:?} {text}");
    }

    #[test]
    fn extracts_are_those_of_the_database() {
        let long = "Nothing was known at the time. ".repeat(9)
            + "The harbor office said: the bridges would close, and the bridge at Hollow Lane first of all. "
            + &"More was said later by the office, it was said. ".repeat(9);
        check(None, "The bridge will close.", &["bridge"]);
        check(Some("Bridge closed"), "The bridge will close.", &["bridge"]);
        check(Some("Bridge closed"), &long, &["bridge", "office"]);
        check(Some("A harbor"), &long, &["the", "bridge"]);
        check(None, &long, &["Hollow Lane", "closing"]);
        check(None, &long, &["the", "said"]);
        check(None, &long, &["time"]);
        check(None, &long, &["later"]);
        check(None, &format!("“{long}”"), &["nothing", "later"]);
        check(None, &format!("Die Brücke fiel (endlich). {long}"), &["brucke"]);
        check(None, &format!("{long} Cafe\u{301} — the last word"), &["café", "last"]);
        check(None, &format!("{long} the end"), &["end"]);
        check(None, "12:30, a.b said; c-d", &["b", "d"]);
    }

    #[test]
    fn no_sign_has_a_meaning() {
        let check = |terms: &[&str], any: bool, expected: &str| {
            let terms: Vec<String> = terms.iter().map(|&term| term.to_owned()).collect();
            assert_eq!(expression(&terms, any), expected);
        };
        check(&["bridge", "closed"], false, "\"bridge\" \"closed\"");
        check(&["Hollow Lane", "OR", "closed*"], true, "\"Hollow Lane\" OR \"OR\" OR \"closed*\"");
        check(&[], false, "");
    }
}
