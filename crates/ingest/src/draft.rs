//! [`Draft`]: what a reader of some format found, and how an [`Article`] is made of it.
//!
//! Every format ends here, so titles, sections, dates, wire credits and languages are treated alike.

use crate::crawl::Surroundings;
use crate::sections::{self, Known, Line};
use crate::{GivenArticle, SetAside, byline, dates, encoding, language, outlet, page_dates, wire};
use whosaid_text::{
    Article, ArticleParts, DateOf, Dating, HowDated, Language, Moment, SectionKind, SourceText, Stated,
    StatedDate,
};

/// Texts longer than this many bytes are set aside: no article is, and a reading takes many times its text.
pub const MAX_TEXT_BYTES: usize = 16 << 20;

/// An article as a format's reader found it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// Fields by their common names; its dates are read only where `published` and `modified` below are `None`.
    pub given: GivenArticle,
    /// When it was published, and how that is known.
    pub published: Option<(Moment, HowDated)>,
    /// When it was changed, and how that is known.
    pub modified: Option<(Moment, HowDated)>,
    /// Name of the site, where no address tells the outlet.
    pub site_name: Option<String>,
    /// Language the document states.
    pub language: Option<String>,
    /// When it was fetched: it was published no later.
    pub fetched: Option<Moment>,
    /// When the server says that it was last changed.
    pub last_modified: Option<Moment>,
    /// All that the document states.
    pub stated: Stated,
}

impl Draft {
    /// Adds what came with the document from outside of it, where it does not say better itself.
    pub fn within(mut self, around: &Surroundings) -> Self {
        self.given.url = self.given.url.or_else(|| around.url.clone());
        self.fetched = self.fetched.or(around.fetched);
        self.last_modified = self.last_modified.or(around.last_modified);
        self
    }

    /// Makes the article.
    ///
    /// # Errors
    /// [`SetAside`] where the text is empty or longer than [`MAX_TEXT_BYTES`].
    pub fn finish(self, path: &str) -> Result<Article, SetAside> {
        let given = self.given;
        let title = given.title.as_deref().map(one_line).filter(|title| !title.is_empty());
        let body = encoding::clean(&given.text);
        if body.trim().is_empty() {
            return Err(SetAside::new(path, "there is no text in it"));
        }
        let title_is_first_line = title.is_some();
        let text = match &title {
            Some(title) if !starts_with_line(&body, title) => format!("{title}\n\n{body}"),
            _ => body.into_owned(),
        };
        if text.len() > MAX_TEXT_BYTES {
            let limit = MAX_TEXT_BYTES >> 20;
            return Err(SetAside::new(
                path,
                format!("the text is longer than {limit} MB; split it into articles"),
            ));
        }
        let text = SourceText::new(text).map_err(|why| SetAside::new(path, why.to_string()))?;
        let authors = given.byline;
        let lines = sections::lines(&text, Known { title_is_first_line, authors: &authors });
        let stated = StatedDates::of(&lines);
        let read_as =
            |text: &Option<String>| text.as_deref().and_then(dates::parse).map(|at| (at, HowDated::Given));
        let published = self.published.or_else(|| read_as(&given.published));
        let modified = self.modified.or_else(|| read_as(&given.modified));
        let url = given.url.filter(|url| !url.trim().is_empty());
        let authors = if authors.is_empty() { printed_authors(&lines) } else { authors };
        let sections = sections::sections(&text, &lines);
        let day = url.as_deref().and_then(dates::of_url).map(Moment::of_day);
        let mut all = self.stated;
        let found = [
            (DateOf::Published, published, ""),
            (DateOf::Modified, modified, ""),
            (DateOf::Published, stated.published.map(|at| (at, HowDated::Text)), "text"),
            (DateOf::Modified, stated.modified.map(|at| (at, HowDated::Text)), "text"),
            (DateOf::Published, day.map(|day| (day, HowDated::Url)), "url"),
            (DateOf::Modified, self.last_modified.map(|at| (at, HowDated::Header)), "last-modified"),
            (DateOf::Fetched, self.fetched.map(|at| (at, HowDated::Header)), "fetched"),
        ];
        found.into_iter().for_each(|(of, date, field)| keep_date(&mut all.dates, of, date, field));
        let article = Article::new(ArticleParts {
            given_id: given.id,
            path: Some(path.to_owned()),
            outlet: outlet_of(given.outlet.as_deref(), url.as_deref(), self.site_name),
            title: title.or_else(|| headline(&lines)),
            published: published_of(published, &stated, url.as_deref(), self.fetched),
            modified: modified
                .or(stated.modified.map(|at| (at, HowDated::Text)))
                .map(|(at, how)| Dating::known(at, how)),
            language: language_of(&lines, self.language.as_deref()),
            wire: wire::credited(&lines, &authors),
            byline: authors,
            url,
            sections,
            text: text.clone(),
        });
        Ok(article.stating(all))
    }
}

/// Adds a date that is not there yet; without a field of its own it has the name of its kind.
fn keep_date(dates: &mut Vec<StatedDate>, of: DateOf, date: Option<(Moment, HowDated)>, field: &str) {
    let Some((value, how)) = date else { return };
    let is_known = dates.iter().any(|known| known.of == of && known.value == value && known.how == how);
    if !is_known {
        let field = if field.is_empty() { how.name() } else { field };
        dates.push(StatedDate { of, value, how, field: field.to_owned() });
    }
}

/// A title on one line, blanks single.
fn one_line(title: &str) -> String {
    encoding::clean(title).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the first line of a text says the same as its title.
fn starts_with_line(text: &str, title: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or("");
    first.len() <= title.len() * 2 + 16 && first.split_whitespace().eq(title.split_whitespace())
}

fn headline(lines: &[Line<'_>]) -> Option<String> {
    lines.first().filter(|line| line.kind == SectionKind::Headline).map(|line| line.text.to_owned())
}

/// Dates that lines such as "Published on ..." state.
#[derive(Clone, Copy, Debug, Default)]
struct StatedDates {
    published: Option<Moment>,
    modified: Option<Moment>,
}

impl StatedDates {
    fn of(lines: &[Line<'_>]) -> Self {
        let mut stated = StatedDates::default();
        for line in lines.iter().filter(|line| line.kind == SectionKind::Byline) {
            let Some(moment) = dates::parse(line.text) else { continue };
            let lower = line.text.to_lowercase();
            let changed = ["updated", "modified", "revised"].iter().any(|word| lower.contains(word));
            let slot = if changed { &mut stated.modified } else { &mut stated.published };
            *slot = slot.or(Some(moment));
        }
        stated
    }
}

/// A date from a field goes first; the day of a field without a clock takes the clock that the text states.
fn published_of(
    field: Option<(Moment, HowDated)>,
    stated: &StatedDates,
    url: Option<&str>,
    fetched: Option<Moment>,
) -> Dating {
    match (field, stated.published) {
        (Some((field, how)), Some(text)) if field.clock.is_none() && field.day == text.day => {
            Dating::known(text, how)
        }
        (Some((field, how)), _) => {
            let day = url.and_then(dates::of_url);
            Dating::known(day.map_or(field, |day| page_dates::in_zone_of(field, day)), how)
        }
        (None, Some(text)) => Dating::known(text, HowDated::Text),
        (None, None) => match url.and_then(dates::of_url) {
            Some(day) => Dating::known(Moment::of_day(day), HowDated::Url),
            None => Dating { not_after: fetched.map(|at| at.day), ..Dating::unknown() },
        },
    }
}

fn printed_authors(lines: &[Line<'_>]) -> Vec<String> {
    let printed = lines.iter().take(12).filter(|line| line.kind == SectionKind::Byline);
    let named = printed.filter(|line| line.rule == Some("by-line"));
    let mut names = Vec::new();
    for name in named.flat_map(|line| byline::names(line.text)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn outlet_of(given: Option<&str>, url: Option<&str>, site_name: Option<String>) -> Option<String> {
    given
        .and_then(outlet::as_given)
        .or_else(|| url.and_then(outlet::domain))
        .or_else(|| site_name.map(|name| one_line(&name)).filter(|name| !name.is_empty()))
}

/// The language of the prose; of everything where there is no prose.
fn language_of(lines: &[Line<'_>], hint: Option<&str>) -> Language {
    let mut sample = String::new();
    for line in lines.iter().filter(|line| line.kind.is_read()) {
        let room = 4096usize.saturating_sub(sample.len());
        let mut end = room.min(line.text.len());
        while !line.text.is_char_boundary(end) {
            end -= 1;
        }
        sample.push_str(&line.text[..end]);
        sample.push('\n');
        if room == 0 {
            break;
        }
    }
    language::of(&sample, hint)
}
