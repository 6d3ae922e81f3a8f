//! The pages: one file each, a view and a handler. What all pages share stands here: the shell around them, the form
//! that narrows a list, and the way from one page of a list to the next.

pub mod alerts;
pub mod article;
pub mod articles;
pub mod changes;
pub mod claim;
pub mod claims;
pub mod conflicts;
pub mod correct;
pub mod corrections;
pub mod enter;
pub mod help;
pub mod import;
pub mod problem;
pub mod sources;
pub mod stories;
pub mod story;
#[cfg(test)]
mod tests;
pub mod timeline;

use crate::asked::Asked;
use crate::error::Problem;
use crate::guard::Viewer;
use crate::statics;
use askama::Template;
use axum::response::Html;
use whosaid::text::Moment;
use whosaid_report::html::parts;
use whosaid_report::{voice, words};
use whosaid_store::Listing;

/// A page, or why there is none.
pub type Answer = Result<Html<String>, Problem>;

/// Renders a view.
pub fn shown(view: &impl Template) -> Answer {
    view.render().map(Html).map_err(|_| Problem::Broken)
}

/// What stands around every page.
#[derive(Default)]
pub struct Shell {
    /// Title in the browser's tab.
    pub title: String,
    /// Address of the part of the desk that it belongs to.
    pub here: &'static str,
    /// Whether the viewer may change things.
    pub may_write: bool,
    /// Who signs.
    pub who: String,
    /// Id of the correction that was just made; empty if none was.
    pub done: String,
    /// Where an undoing leads back to.
    pub back: String,
}

impl Shell {
    /// For a page of the part `here` of the desk.
    pub fn new(viewer: Viewer, title: &str, here: &'static str) -> Self {
        let Viewer { may_write, who } = viewer;
        Shell { title: words::calm(title), here, may_write, who, done: String::new(), back: here.to_owned() }
    }

    /// After a correction: `done` as it came in the address, `back` to this page.
    pub fn after(self, done: &str, back: String) -> Self {
        let is_id = done.len() <= 64 && done.bytes().all(|byte| byte.is_ascii_hexdigit());
        Shell { done: if is_id { done.to_owned() } else { String::new() }, back, ..self }
    }

    fn address(&self, name: &str) -> String {
        statics::address(name)
    }

    fn is_here(&self, href: &str) -> bool {
        self.here == href
    }

    fn signs(&self) -> String {
        parts::signs()
    }

    fn places(&self) -> [(&'static str, &'static str); 9] {
        [
            ("/", "Stories"),
            ("/claims", "Claims"),
            ("/conflicts", "Conflicts"),
            ("/sources", "Sources"),
            ("/timeline", "Timeline"),
            ("/changes", "Changes"),
            ("/alerts", "Alerts"),
            ("/corrections", "Corrections"),
            ("/import", "Add"),
        ]
    }
}

/// The way from one page of a list to the next.
pub struct Pager {
    told: String,
    before: Option<String>,
    after: Option<String>,
}

impl Pager {
    /// For a list that was asked for so.
    pub fn of<T>(asked: &Asked, listing: &Listing<T>) -> Result<Self, Problem> {
        let page = asked.page()?;
        let (first, n) = (u64::from(page.offset), listing.rows.len() as u64);
        let told = match (n, listing.total) {
            (0, 0) => String::new(),
            (0, total) => format!("No rows here; {} in all", words::thousands(total as usize)),
            (n, total) if n == total => words::count(n as usize, "row"),
            (n, total) => {
                format!("Rows {} to {} of {}", first + 1, first + n, words::thousands(total as usize))
            }
        };
        let step = u64::from(page.limit);
        Ok(Pager {
            told,
            before: (first > 0).then(|| asked.starting_at(first.saturating_sub(step))),
            after: (first + n < listing.total && n > 0).then(|| asked.starting_at(first + n)),
        })
    }
}

/// A form that narrows a list.
pub struct Narrow {
    action: &'static str,
    fields: Vec<NarrowField>,
    narrowed: bool,
}

/// One field of the form.
pub struct NarrowField {
    label: &'static str,
    name: &'static str,
    value: String,
    kind: &'static str,
    choices: Vec<(&'static str, &'static str)>,
}

impl Narrow {
    /// For the list at an address, with some of the fields that [`Asked`] has.
    pub fn of(action: &'static str, asked: &Asked, fields: &[&'static str]) -> Self {
        let fields = fields.iter().filter_map(|name| NarrowField::of(asked, name)).collect();
        Narrow { action, fields, narrowed: asked.is_narrowed() }
    }
}

impl NarrowField {
    /// What a choice says where nothing is chosen.
    fn without(&self) -> &'static str {
        match self.name {
            "versions" => "left out",
            "unseen" => "new ones",
            _ => "all",
        }
    }

    fn is(&self, value: &str) -> bool {
        self.value == value
    }

    fn of(asked: &Asked, name: &'static str) -> Option<Self> {
        let (label, value, kind) = match name {
            "words" => ("Words", &asked.words, "search"),
            "outlet" => ("Outlet", &asked.outlet, "text"),
            "from" => ("From", &asked.from, "date"),
            "to" => ("To", &asked.to, "date"),
            "source" => ("Quoting", &asked.source, "text"),
            "speaker" => ("Name", &asked.speaker, "text"),
            "kind" => ("Kind of source", &asked.kind, "text"),
            "conflict" => ("Kind", &asked.kind, "text"),
            "status" => ("Status", &asked.status, "text"),
            "alert" => ("Kind", &asked.kind, "text"),
            "unseen" => ("Which", &asked.unseen, "text"),
            "story" => ("Story number", &asked.story, "text"),
            "versions" => ("Older versions", &asked.versions, "text"),
            _ => return None,
        };
        let choices = match name {
            "kind" => KINDS.to_vec(),
            "status" => STATUSES.to_vec(),
            "conflict" => CONFLICTS.to_vec(),
            "versions" => vec![("1", "shown too")],
            "unseen" => vec![("no", "seen ones too")],
            "alert" => ALERTS.to_vec(),
            _ => Vec::new(),
        };
        let name = if matches!(name, "conflict" | "alert") { "kind" } else { name };
        Some(NarrowField { label, name, value: value.clone(), kind, choices })
    }
}

const KINDS: [(&str, &str); 7] = [
    ("person", "person"),
    ("spokesperson", "spokesperson"),
    ("organization", "organization"),
    ("outlet", "outlet"),
    ("document", "document"),
    ("unnamed", "unnamed"),
    ("unspecified", "nobody in particular"),
];

const STATUSES: [(&str, &str); 6] = [
    ("corroborated", "Corroborated"),
    ("single-origin", "Single origin"),
    ("contested", "Contested"),
    ("denied", "Denied"),
    ("corrected", "Corrected"),
    ("unattributed", "Unattributed"),
];

const ALERTS: [(&str, &str); 4] =
    [("status", "Status changed"), ("denial", "Denial"), ("correction", "Correction"), ("edit", "Edit")];

const CONFLICTS: [(&str, &str); 7] = [
    ("number", "Numbers differ"),
    ("date", "Dates differ"),
    ("place", "Places differ"),
    ("who", "Names differ"),
    ("what", "Accounts differ"),
    ("denial", "Denied"),
    ("update", "Figure updated"),
];

/// Formats that a story or claim can be taken away in: the word of the address, and words for the reader.
pub const EXPORTS: [(&str, &str); 7] = [
    ("markdown", "Markdown"),
    ("csv", "Spreadsheet (CSV)"),
    ("html", "Page of extracts (HTML)"),
    ("json", "JSON"),
    ("json-ld", "schema.org (JSON-LD)"),
    ("web-annotation", "Web Annotation"),
    ("graphml", "Graph (GraphML)"),
];

/// A status in words.
pub fn status_words(status: &str) -> &'static str {
    STATUSES.iter().find(|(name, _)| *name == status).map_or("", |(_, words)| words)
}

/// A kind of conflict in words.
pub fn conflict_words(kind: &str) -> &'static str {
    CONFLICTS.iter().find(|(name, _)| *name == kind).map_or("", |(_, words)| words)
}

/// "5 outlets, 1 origin".
pub fn backing(outlets: u32, origins: (u32, u32)) -> String {
    format!("{}, {}", words::count(outlets as usize, "outlet"), words::origins(origins.0, origins.1))
}

/// A time as lists keep it, to the day, in words.
pub fn day(iso: Option<&str>) -> String {
    match iso.and_then(|iso| iso.parse::<Moment>().ok()) {
        Some(moment) => words::day(moment.day),
        None => "undated".to_owned(),
    }
}

/// From the first to the last day, in words.
pub fn days(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{} to {}", day(Some(first)), day(Some(last))),
        (Some(only), _) | (None, Some(only)) => day(Some(only)),
        (None, None) => "undated".to_owned(),
    }
}

/// Words of an article that are shown in a list: calm, and not too many.
pub fn calm(text: &str, n_chars: usize) -> String {
    words::clip(&words::calm(words::head(text, 8_000)), n_chars)
}

/// Name of an outlet in a list.
pub fn outlet(name: Option<&str>) -> String {
    name.map_or_else(|| "unknown outlet".to_owned(), |name| calm(name, 80))
}

/// Statuses as the help explains them.
pub fn statuses() -> Vec<(&'static str, &'static str, &'static str)> {
    use whosaid::claims::Status;
    let all = [
        Status::Corroborated,
        Status::SingleOrigin,
        Status::Contested,
        Status::Denied,
        Status::Corrected,
        Status::Unattributed,
    ];
    all.map(|status| (status.name(), voice::status_words(status), voice::status_meaning(status))).to_vec()
}
