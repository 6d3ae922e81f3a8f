//! `/sources`: everyone who is quoted by name; `/source`: everything that one of them said, when, to whom.

use super::{Answer, Narrow, Pager, Shell, calm, day, days, outlet, shown};
use crate::asked::Asked;
use crate::guard::Viewer;
use crate::links;
use crate::server::App;
use askama::Template;
use axum::extract::{Query, State};
use whosaid_report::words::count;
use whosaid_store::Store;
use whosaid_store::rows::{QuoteRow, SpeakerRow};

#[derive(Template)]
#[template(path = "sources_page.html", whitespace = "minimize")]
struct SourcesPage {
    shell: Shell,
    narrow: Narrow,
    pager: Pager,
    rows: Vec<SourceLine>,
}

/// Someone who is quoted.
struct SourceLine {
    href: String,
    name: String,
    counts: String,
}

impl SourceLine {
    fn of(row: &SpeakerRow) -> Self {
        let counts = format!(
            "{} in {} · {}",
            count(row.quotes as usize, "attribution"),
            count(row.outlets as usize, "outlet"),
            days(row.first.as_deref(), row.last.as_deref())
        );
        SourceLine { href: links::source(&row.speaker), name: calm(&row.speaker, 90), counts }
    }
}

#[derive(Template)]
#[template(path = "source_page.html", whitespace = "minimize")]
struct SourcePage {
    shell: Shell,
    name: String,
    who: String,
    /// Whether all of it was said by one, so that the name need not stand at each line.
    named: bool,
    narrow: Narrow,
    pager: Pager,
    rows: Vec<QuoteLine>,
}

/// Something said.
struct QuoteLine {
    when: String,
    outlet: String,
    speaker: String,
    stance: String,
    direct: bool,
    words: String,
    chain: String,
    href: String,
    story: String,
}

impl QuoteLine {
    fn of(row: &QuoteRow) -> Self {
        let stance = if row.stance == "asserts" { String::new() } else { row.stance.replace('-', " ") };
        QuoteLine {
            when: day(row.published.as_deref()),
            outlet: outlet(row.outlet.as_deref()),
            speaker: calm(&row.speaker, 90),
            stance,
            direct: row.form == "direct",
            words: calm(&row.words, 400),
            chain: calm(&row.chain, 200),
            href: links::words(&row.article, row.span),
            story: row.story.map(links::story).unwrap_or_default(),
        }
    }
}

/// Shows everyone.
pub async fn list(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Answer {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let listing = app.read(move |desk| desk.store().speakers(&filter, page)).await?;
    shown(&SourcesPage {
        shell: Shell::new(viewer, "Sources", "/sources"),
        narrow: Narrow::of("/sources", &asked, &["source", "kind"]),
        pager: Pager::of(&asked, &listing)?,
        rows: listing.rows.iter().map(SourceLine::of).collect(),
    })
}

/// Shows what one of them, or a kind of them, said.
pub async fn one(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Answer {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let listing = app.read(move |desk| desk.store().quotes(&filter, page)).await?;
    let speaker = calm(&asked.speaker, 90);
    let (name, who) = match (speaker.is_empty(), asked.kind.as_str()) {
        (false, _) => (speaker.clone(), speaker.clone()),
        (true, "unnamed") => ("Unnamed sources".to_owned(), "unnamed sources".to_owned()),
        (true, _) => ("Quotes".to_owned(), "anyone".to_owned()),
    };
    shown(&SourcePage {
        shell: Shell::new(viewer, &name, "/sources"),
        named: !speaker.is_empty(),
        name,
        who,
        narrow: Narrow::of("/source", &asked, &["speaker", "kind", "outlet", "from", "to"]),
        pager: Pager::of(&asked, &listing)?,
        rows: listing.rows.iter().map(QuoteLine::of).collect(),
    })
}
