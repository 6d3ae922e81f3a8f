//! `/search`: articles by words and filters; without words the newest.

use super::{Answer, Narrow, Pager, Shell, calm, day, outlet, shown};
use crate::asked::Asked;
use crate::guard::Viewer;
use crate::links;
use crate::server::App;
use askama::Template;
use axum::extract::{Query, State};
use whosaid_report::words::calm as calm_line;
use whosaid_store::Store;
use whosaid_store::rows::SearchRow;

#[derive(Template)]
#[template(path = "articles_page.html", whitespace = "minimize")]
struct ArticlesPage {
    shell: Shell,
    heading: String,
    lead: String,
    narrow: Narrow,
    pager: Pager,
    rows: Vec<ArticleLine>,
}

/// An article in a list.
struct ArticleLine {
    href: String,
    title: String,
    outlet: String,
    when: String,
    older: bool,
    story: String,
    /// Words around what matched: whether they matched, and the words.
    extract: Vec<(bool, String)>,
}

impl ArticleLine {
    fn of(row: &SearchRow) -> Self {
        let article = &row.article;
        ArticleLine {
            href: links::article(&article.id),
            title: article.title.as_deref().map_or_else(|| "Without a headline".to_owned(), |t| calm(t, 200)),
            outlet: outlet(article.outlet.as_deref()),
            when: day(article.published.as_deref()),
            older: article.newer.is_some(),
            story: article.story.map(links::story).unwrap_or_default(),
            extract: marked(&row.extract),
        }
    }
}

/// Parts of an extract, those in square brackets marked.
fn marked(extract: &str) -> Vec<(bool, String)> {
    let mut parts = Vec::new();
    let mut rest = extract;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((inside, beyond)) = after.split_once(']') else { break };
        parts.push((false, before));
        parts.push((true, inside));
        rest = beyond;
    }
    parts.push((false, rest));
    let blank = |text: &str| text.starts_with(char::is_whitespace);
    let calm = |(is_marked, text): (bool, &str)| {
        // Blanks at the ends part the words from the marked ones.
        let (head, tail) = (blank(text), text.ends_with(char::is_whitespace) && !text.trim().is_empty());
        let edge = |is: bool| if is { " " } else { "" };
        (is_marked, format!("{}{}{}", edge(head), calm_line(text), edge(tail)))
    };
    parts.into_iter().filter(|(_, text)| !text.is_empty()).map(calm).collect()
}

/// Shows what was found.
pub async fn search(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Answer {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let listing = app.read(move |desk| desk.store().search(&filter, page)).await?;
    let words = calm(&asked.words, 80);
    let heading = if words.is_empty() { "Articles".to_owned() } else { format!("Search: {words}") };
    let fields = ["words", "outlet", "from", "to", "source", "kind", "status", "story", "versions"];
    shown(&ArticlesPage {
        shell: Shell::new(viewer, &heading, "/search"),
        heading,
        lead: String::new(),
        narrow: Narrow::of("/search", &asked, &fields),
        pager: Pager::of(&asked, &listing)?,
        rows: listing.rows.iter().map(ArticleLine::of).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::marked;

    fn check(extract: &str, expected: &[(bool, &str)]) {
        let parts = marked(extract);
        let parts: Vec<_> = parts.iter().map(|(is_marked, text)| (*is_marked, text.as_str())).collect();
        assert_eq!(parts, expected, "{extract}");
    }

    #[test]
    fn what_matched_is_marked() {
        check("the [ferry] left", &[(false, "the "), (true, "ferry"), (false, " left")]);
        check("[a][b]", &[(true, "a"), (true, "b")]);
        check("an [open end", &[(false, "an [open end")]);
        check("<b>", &[(false, "<b>")]);
    }
}
