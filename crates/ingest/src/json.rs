//! JSON and JSON lines: one article or a list of them, as in the project's input format; a few common names of
//! fields from other collections are understood too.

use crate::draft::Draft;
use crate::{GivenArticle, SetAside, agency, feed};
use serde_json::{Map, Value};
use whosaid_text::Article;

/// Fields by the names they go by, first the project's own.
const OUTLET: &[&str] = &["outlet", "source_domain", "source"];
const URL: &[&str] = &["url", "link"];
const TITLE: &[&str] = &["title", "headline"];
const BYLINE: &[&str] = &["byline", "authors", "author"];
const PUBLISHED: &[&str] = &["published", "date_publish", "date"];
const MODIFIED: &[&str] = &["modified", "date_modify"];
const TEXT: &[&str] = &["text", "maintext"];

/// Reads a document: one object, a list of objects, or one object a line.
pub(crate) fn read(path: &str, text: &str) -> Vec<Result<Article, SetAside>> {
    match serde_json::from_str(text) {
        Ok(Value::Array(items)) => items
            .into_iter()
            .enumerate()
            .map(|(n, item)| article(&format!("{path}[{}]", n + 1), item, path))
            .collect(),
        Ok(value) => match feed::of_json(&value) {
            Some(feed) => feed::articles(path, feed),
            None => vec![article(path, value, path)],
        },
        Err(_) if has_several_objects(text) => read_lines(path, text),
        Err(why) => vec![Err(broken(path, &why))],
    }
}

/// Reads one object a line; a bad line is set aside with its number.
pub(crate) fn read_lines(path: &str, text: &str) -> Vec<Result<Article, SetAside>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(n, line)| read_line(path, n + 1, line)).collect()
}

/// Reads one line of JSON lines, `number` counted from 1: for callers that read a long file line by line.
///
/// # Errors
/// [`SetAside`] names the file, the line and what is wrong with it.
pub fn read_line(path: &str, number: usize, line: &str) -> Result<Article, SetAside> {
    let place = format!("{path}:{number}");
    match serde_json::from_str(line.trim_start_matches('\u{feff}')) {
        Ok(value) => article(&place, value, path),
        Err(why) => Err(broken(&place, &why)),
    }
}

/// Whether a text that is no JSON looks like JSON lines: two lines that open an object, the first of them closed.
fn has_several_objects(text: &str) -> bool {
    let mut opening = text.lines().map(str::trim).filter(|line| line.starts_with('{'));
    opening.next().is_some_and(|line| line.ends_with('}')) && opening.next().is_some()
}

fn broken(place: &str, why: &serde_json::Error) -> SetAside {
    SetAside::new(place, format!("is not valid JSON: {why}").to_lowercase())
}

/// Makes an article of one object. `place` names it in messages, `path` is the file it came from.
fn article(place: &str, value: Value, path: &str) -> Result<Article, SetAside> {
    if let Some(draft) = agency::of_ninjs(&value) {
        return agency::read_ninjs(path, draft).map_err(|aside| SetAside { path: place.to_owned(), ..aside });
    }
    let Value::Object(mut fields) = value else {
        let found = kind(&value);
        return Err(SetAside::new(place, format!("is {found} where an article object was expected")));
    };
    let wrong = |why: String| SetAside::new(place, why);
    let text = take_text(&mut fields, TEXT).map_err(wrong)?;
    let text = text.ok_or_else(|| wrong("has no field 'text'; it is required".to_owned()))?;
    let given = GivenArticle {
        id: take_id(&mut fields).map_err(wrong)?,
        outlet: take_text(&mut fields, OUTLET).map_err(wrong)?,
        url: take_text(&mut fields, URL).map_err(wrong)?,
        title: take_text(&mut fields, TITLE).map_err(wrong)?,
        byline: take_byline(&mut fields).map_err(wrong)?,
        published: take_text(&mut fields, PUBLISHED).map_err(wrong)?,
        modified: take_text(&mut fields, MODIFIED).map_err(wrong)?,
        text,
    };
    let article = Draft { given, ..Draft::default() }.finish(path);
    article.map_err(|aside| SetAside { path: place.to_owned(), ..aside })
}

/// A text field by the first of its names that is there; another name than the first counts only if it is a text.
fn take_text(fields: &mut Map<String, Value>, names: &[&str]) -> Result<Option<String>, String> {
    for (nth, name) in names.iter().enumerate() {
        match fields.remove(*name) {
            Some(Value::String(text)) => return Ok(Some(text)),
            None | Some(Value::Null) => {}
            Some(other) if nth == 0 => {
                return Err(format!("field '{name}' is {} instead of a text", kind(&other)));
            }
            Some(_) => {}
        }
    }
    Ok(None)
}

fn take_id(fields: &mut Map<String, Value>) -> Result<Option<String>, String> {
    match fields.remove("id") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) => Ok(Some(id)),
        Some(Value::Number(id)) => Ok(Some(id.to_string())),
        Some(other) => Err(format!("field 'id' is {} instead of a text", kind(&other))),
    }
}

/// A list of names, or one text that names them.
fn take_byline(fields: &mut Map<String, Value>) -> Result<Vec<String>, String> {
    let Some((name, value)) = BYLINE.iter().find_map(|&name| Some((name, fields.remove(name)?))) else {
        return Ok(Vec::new());
    };
    match value {
        Value::Null => Ok(Vec::new()),
        Value::String(text) => Ok(crate::byline::names(&text)),
        Value::Array(items) => items
            .into_iter()
            .map(|item| match item {
                Value::String(author) => Ok(author.trim().to_owned()),
                other => Err(format!("field '{name}' holds {} instead of a name", kind(&other))),
            })
            .filter(|item| !matches!(item, Ok(author) if author.is_empty()))
            .collect(),
        other => Err(format!("field '{name}' is {} instead of a list of names", kind(&other))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"id": "s1", "outlet": "www.example.org", "title": "Pier falls", "byline": ["Ada Fenn"],
        "published": "2031-04-09T15:00:00Z", "text": "The pier fell on Monday.", "more": [1]}"#;

    fn why(text: &str) -> String {
        match read("in.json", text).remove(0) {
            Ok(_) => "read".to_owned(),
            Err(aside) => format!("{}: {}", aside.path, aside.why),
        }
    }

    #[test]
    fn an_article_is_read() {
        let article = read("in.json", GOOD).remove(0).unwrap();
        assert_eq!(&*article.text, "Pier falls\n\nThe pier fell on Monday.");
        assert_eq!(article.given_id.as_deref(), Some("s1"));
        assert_eq!(article.outlet.as_deref(), Some("example.org"));
        assert_eq!(article.byline, ["Ada Fenn"]);
        assert_eq!(article.published.value.unwrap().to_string(), "2031-04-09T15:00:00Z");
    }

    #[test]
    fn fields_of_other_collections_are_understood() {
        let text = r#"[{"source_domain": "example.org", "date_publish": "2031-04-09T00:00:00", "authors": ["A B"],
            "text": "The pier fell."}, {"source": "Gazette", "date": "2031-04-09", "authors": "A B, C D", "text": "x"}]"#;
        let articles = read("in.json", text);
        assert_eq!(articles[0].as_ref().unwrap().outlet.as_deref(), Some("example.org"));
        assert_eq!(articles[1].as_ref().unwrap().byline, ["A B", "C D"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        assert!(why("{\"text\": \"a\",\n oops}").starts_with("in.json: is not valid json"));
        assert!(why("{\"text\": \"a\",\n oops}").contains("line 2 column"));
        assert_eq!(why("{}"), "in.json: has no field 'text'; it is required");
        assert_eq!(why("3"), "in.json: is a number where an article object was expected");
        assert_eq!(why(r#"{"text": 3}"#), "in.json: field 'text' is a number instead of a text");
        assert_eq!(
            why(r#"{"text": "a", "title": []}"#),
            "in.json: field 'title' is a list instead of a text"
        );
        assert_eq!(
            why(r#"{"text": "a", "byline": [1]}"#),
            "in.json: field 'byline' holds a number instead of a name"
        );
        assert_eq!(why(r#"{"text": " \n"}"#), "in.json: there is no text in it");
        assert!(why(&"[".repeat(100_000)).contains("recursion limit"));
    }

    #[test]
    fn a_bad_line_does_not_stop_the_others() {
        let one = GOOD.replace('\n', " ");
        let lines = format!("{one}\n{{\"text\": \n\n{one}\n");
        let read = read_lines("in.jsonl", &lines);
        assert_eq!(read.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(read[1].as_ref().unwrap_err().path, "in.jsonl:2");
    }
}
