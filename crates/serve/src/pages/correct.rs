//! `POST /correct`: a correction from a form, then back to where it was made.

use crate::error::Problem;
use crate::guard::Viewer;
use crate::server::App;
use axum::extract::{Form, State};
use axum::response::Redirect;
use serde_json::{Map, Value};
use whosaid_store::corrections::Correction;
use whosaid_store::{Signature, StoreError, Wish};

/// Fields that are numbers in a wish.
const NUMBERS: [&str; 2] = ["story", "other"];

/// Makes the correction and goes back.
pub async fn correct(
    State(app): State<App>,
    viewer: Viewer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, Problem> {
    let field = |name: &str| fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone());
    let (back, why) = (own_address(field("back")), field("why").unwrap_or_default());
    let made = make(&app, viewer, why, wish(&fields)?).await?;
    let undone = field("do").as_deref() == Some("undo");
    let done = made.first().filter(|_| !undone).map(|correction| correction.id.as_str());
    Ok(Redirect::to(&with_done(&back, done)))
}

/// Signs and makes what is wished.
pub async fn make(app: &App, viewer: Viewer, why: String, wish: Wish) -> Result<Vec<Correction>, Problem> {
    let now = app.now();
    let made = app.write(move |desk| {
        let signature = Signature { who: &viewer.who, why: &why, now: &now };
        desk.grant(signature, |desk| desk.pin(&wish))
    });
    Ok(made.await?.0)
}

/// The wish that the fields of a form spell.
fn wish(fields: &[(String, String)]) -> Result<Wish, Problem> {
    let mut object = Map::new();
    let mut articles = Vec::new();
    for (name, value) in fields.iter().map(|(name, value)| (name.as_str(), value.trim())) {
        let value = match name {
            "back" | "why" => continue,
            "articles" => {
                articles.push(Value::from(value));
                continue;
            }
            "right" => Value::from(value == "true"),
            name if NUMBERS.contains(&name) => {
                let bad = |_| StoreError::NoSuch { what: "story", name: value.to_owned() };
                Value::from(value.parse::<i64>().map_err(bad)?)
            }
            _ if value.is_empty() => Value::Null,
            _ => Value::from(value),
        };
        object.insert(name.to_owned(), value);
    }
    if !articles.is_empty() {
        object.insert("articles".to_owned(), Value::Array(articles));
    }
    serde_json::from_value(Value::Object(object)).map_err(|why| Problem::BadBody { why: why.to_string() })
}

/// An address on this desk; the list of stories for anything else.
fn own_address(back: Option<String>) -> String {
    let is_own = |back: &String| {
        back.starts_with('/')
            && !back.starts_with("//")
            && back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    back.filter(is_own).unwrap_or_else(|| "/".to_owned())
}

/// The address with what was done behind it.
fn with_done(back: &str, done: Option<&str>) -> String {
    let Some(done) = done else { return back.to_owned() };
    let (address, fragment) = back.split_once('#').map_or((back, None), |(a, f)| (a, Some(f)));
    let sign = if address.contains('?') { '&' } else { '?' };
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    format!("{address}{sign}done={done}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_spell_wishes() {
        let check = |fields: &[(&str, &str)], expected: Wish| {
            let fields: Vec<_> = fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            assert_eq!(wish(&fields).unwrap(), expected);
        };
        check(
            &[("do", "judge-telling"), ("telling", "1-ab"), ("right", "false"), ("back", "/")],
            Wish::JudgeTelling { telling: "1-ab".into(), right: false },
        );
        check(
            &[("do", "set-speaker"), ("telling", "1-ab"), ("value", " ")],
            Wish::SetSpeaker { telling: "1-ab".into(), value: None },
        );
        check(
            &[("do", "split-story"), ("articles", "a"), ("articles", "b")],
            Wish::SplitStory { articles: vec!["a".into(), "b".into()] },
        );
        check(
            &[("do", "merge-stories"), ("story", "1"), ("other", "2")],
            Wish::MergeStories { story: 1, other: 2 },
        );
        assert!(wish(&[("do".to_owned(), "burn".to_owned())]).is_err());
        assert!(wish(&[]).is_err());
    }

    #[test]
    fn the_way_back_stays_on_this_desk() {
        let check = |back: &str, expected: &str| {
            assert_eq!(own_address(Some(back.to_owned())), expected, "{back}");
        };
        check("/story/3#claims", "/story/3#claims");
        check("//elsewhere.example/", "/");
        check("/\\elsewhere.example/", "/");
        check("https://elsewhere.example/", "/");
        check("/a\r\nSet-Cookie: x", "/");
        assert_eq!(own_address(None), "/");
        assert_eq!(with_done("/story/3?a=b#claims", Some("ff")), "/story/3?a=b&done=ff#claims");
        assert_eq!(with_done("/claim/3-a", None), "/claim/3-a");
    }
}
