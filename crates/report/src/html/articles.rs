//! Articles with their full text, every attribution and time marked in it.

use super::anchors::{self, Told, article_id, trimmed};
use super::lens::{Lens, window_words};
use super::marked::{Element, Mark, Marker, in_order};
use crate::{voice, words};
use std::collections::BTreeMap;
use std::fmt::Write;
use whosaid::attribution::{Attribution, Reading};
use whosaid::claims::Dossier;
use whosaid::text::{Article, Dating, SectionKind};
use whosaid::time::TimeMention;

/// One article.
pub struct ArticleView {
    /// Id on the page.
    pub id: String,
    /// Headline.
    pub title: String,
    /// Outlet.
    pub outlet: String,
    /// Day, or what is known of it.
    pub when: String,
    /// Published time and how it is known.
    pub published: String,
    /// Changed time and how it is known; empty if none is stated.
    pub modified: String,
    /// Authors.
    pub byline: String,
    /// Agency credited for the text; empty if none.
    pub wire: String,
    /// Texts it copies: (in which way, outlet, link).
    pub copies: Vec<(&'static str, String, String)>,
    /// Why it is dated so, where that had to be worked out: (link, why).
    pub window: Vec<(String, String)>,
    /// Address to link to; empty if there is none that is safe to follow.
    pub url: String,
    /// File it came from.
    pub path: String,
    /// SHA-256 of the text.
    pub text_sha256: String,
    /// "12 attributions".
    pub counts: String,
    /// Why it is not read; empty if it is.
    pub not_read: String,
    /// Outlet, for filters.
    pub outlets: String,
    /// The text, as HTML.
    pub text: String,
}

impl ArticleView {
    /// Looks at one article.
    pub fn of(lens: Lens<'_>, idx: usize, dossier: Option<&Dossier>, told: &[Told]) -> Option<Self> {
        let reading = lens.run.readings.get(idx)?;
        let article = &reading.annotated.article;
        let outlet = words::outlet(article);
        Some(ArticleView {
            id: article_id(idx),
            title: words::title(article),
            when: lens.day(idx),
            published: dated(&article.published),
            modified: article.modified.as_ref().map_or_else(String::new, dated),
            byline: words::clip(&words::calm(&article.byline.join(", ")), 120),
            wire: article.wire.as_deref().map_or_else(String::new, words::calm),
            copies: dossier.map_or_else(Vec::new, |dossier| copies(lens, idx, dossier)),
            window: window(lens, idx),
            url: safe_url(article.url.as_deref()),
            path: article.path.as_deref().map_or_else(String::new, words::calm),
            text_sha256: article.text_sha256().to_owned(),
            counts: words::count(reading.attributions.len(), "attribution"),
            not_read: not_read(article),
            outlets: format!("|{outlet}|"),
            text: text(lens, idx, reading, told),
            outlet,
        })
    }
}

/// Why an article is not read; empty if it is.
pub fn not_read(article: &Article) -> String {
    match article.language.code() {
        Some(code) if !article.language.is_read() => {
            format!("written in {}; only English is read so far", words::calm(words::language(code)))
        }
        _ => String::new(),
    }
}

fn dated(dating: &Dating) -> String {
    match dating.value {
        Some(moment) => format!("{} ({})", words::moment(moment), words::how_dated(dating.how)),
        None => "not known".to_owned(),
    }
}

/// Only web addresses are linked: an article's address is as hostile as its text.
pub fn safe_url(url: Option<&str>) -> String {
    let url = url.unwrap_or("").trim();
    let web = url.starts_with("https://") || url.starts_with("http://");
    if web && !url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        url.to_owned()
    } else {
        String::new()
    }
}

fn copies(lens: Lens<'_>, idx: usize, dossier: &Dossier) -> Vec<(&'static str, String, String)> {
    let copies = dossier.story.copies.iter().filter(|copied| copied.article == idx);
    copies
        .map(|copied| (voice::copy_words(copied.kind), lens.outlet(copied.of), lens.article_href(copied.of)))
        .collect()
}

fn window(lens: Lens<'_>, idx: usize) -> Vec<(String, String)> {
    let undated = lens.article(idx).is_some_and(|article| article.published.value.is_none());
    let Some(window) = lens.window(idx).filter(|_| undated) else { return Vec::new() };
    let mut why = vec![(String::new(), window_words(window))];
    why.extend(window.why.iter().map(|(span, reason)| (lens.href(idx, *span), words::calm(&reason.words))));
    why
}

fn text(lens: Lens<'_>, idx: usize, reading: &Reading, told: &[Told]) -> String {
    let article = &reading.annotated.article;
    let marks = in_order(marks(lens, idx, reading, told));
    let shown = anchors::shown(&article.text);
    let mut marker = Marker::new(shown, &marks);
    let (mut out, mut at) = (String::new(), 0);
    for line in shown.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        if !words.trim().is_empty() {
            let inner = marker.line(at, at + words.len());
            paragraph(&mut out, article.section_at(at as u32 + indent(words)), &inner);
        }
        at += line.len();
    }
    if shown.len() < article.text.len() {
        let rest = article.text[shown.len()..].chars().count();
        let _ = write!(
            out,
            "<p class=note>The text goes on for {} more characters that this page does not show.</p>",
            words::thousands(rest)
        );
    }
    out
}

fn indent(line: &str) -> u32 {
    (line.len() - line.trim_start().len()) as u32
}

fn paragraph(out: &mut String, section: SectionKind, inner: &str) {
    let (class, label) = match section {
        SectionKind::Headline => ("hl", ""),
        SectionKind::Standfirst => ("sf", ""),
        SectionKind::Byline => ("by", ""),
        SectionKind::Body => ("", ""),
        SectionKind::Caption => ("cap", "caption"),
        SectionKind::Boilerplate => ("bp", "not read"),
    };
    match class {
        "" => out.push_str("<p>"),
        class => {
            let _ = write!(out, "<p class={class}>");
        }
    }
    if !label.is_empty() {
        let _ = write!(out, "<small>{label}</small> ");
    }
    let _ = writeln!(out, "{inner}</p>");
}

fn marks(lens: Lens<'_>, idx: usize, reading: &Reading, told: &[Told]) -> Vec<Mark> {
    let article = &reading.annotated.article;
    let mut places: BTreeMap<_, _> = lens.setting.places(idx).into_iter().collect();
    let mut marks = Vec::new();
    for attribution in &reading.attributions {
        let title = attribution_title(article, attribution);
        let parts = [
            (&attribution.content, Element::Content),
            (&attribution.source, Element::Source),
            (&attribution.cue, Element::Cue),
        ];
        for (spans, element) in parts {
            for span in spans.iter().filter_map(|&span| trimmed(article, span)) {
                let title = (element == Element::Content).then(|| title.clone());
                let id = (element == Element::Content).then(|| places.remove(&span)).flatten();
                let after = id.as_ref().map_or_else(String::new, |_| claim_links(lens, told, span));
                marks.push(Mark { span, element: element.clone(), id, title, after });
            }
        }
    }
    marks.extend(reading.times.iter().filter_map(|time| time_mark(article, time)));
    marks.extend(places.into_iter().map(|(span, id)| Mark {
        span,
        element: Element::Place,
        id: Some(id),
        title: None,
        after: claim_links(lens, told, span),
    }));
    marks
}

/// Links from words to the claims they tell.
fn claim_links(lens: Lens<'_>, told: &[Told], span: whosaid::text::Span) -> String {
    let mut out = String::new();
    for told in told.iter().filter(|told| told.span == span) {
        let Some((href, number)) = lens.claim_link(told.story, told.claim) else { continue };
        let _ = write!(out, "<a class=k href={href} title=\"claim {number}\">{number}</a>");
    }
    out
}

fn attribution_title(article: &Article, attribution: &Attribution) -> String {
    let chain = voice::chain(article, &attribution.chain).join(" → ");
    let stance = voice::stance_words(attribution.stance);
    format!("{chain}: {stance} ({}, {:.2})", attribution.id, attribution.confidence)
}

fn time_mark(article: &Article, time: &TimeMention) -> Option<Mark> {
    let span = trimmed(article, time.span)?;
    let value = time.value.as_deref();
    let mut title = format!("{} {}", time.kind.name(), value.unwrap_or("value unknown"));
    if let Some(modifier) = time.modifier {
        let _ = write!(title, " {}", modifier.name());
    }
    if let Some(anchor) = time.anchor {
        let _ = write!(title, ", counted from the {} time", anchor.name());
    }
    let element = Element::Time(value.and_then(html_time));
    Some(Mark { span, element, id: None, title: Some(title), after: String::new() })
}

/// The value, where HTML's `time` element knows it too: a year, month, week or day.
fn html_time(value: &str) -> Option<String> {
    let shape: String = value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let known = ["0000", "0000-00", "0000-00-00", "0000-W00", "0000-00-00T00:00"];
    known.contains(&shape.as_str()).then(|| value.to_owned())
}
