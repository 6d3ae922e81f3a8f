//! One self-contained page of a whole run: nothing is fetched, nothing is needed to read it but a browser.
//!
//! Start with [`page`]; [`parts`] gives the same parts of a story to pages of another make, which say in a
//! [`setting::Setting`] where things are. Each part of the page is a view type in a file of its own under `html/`, and a template of the
//! same name under `templates/`. The stylesheet and the script stand inside the page, named by their hashes in its
//! content security policy, so that nothing else can run, and article text is escaped in all places.

pub mod anchors;
mod articles;
mod claims;
mod conflicts;
mod flow;
mod glance;
pub mod lens;
pub(crate) mod marked;
pub mod parts;
pub mod setting;
mod sources;
mod timeline;

use crate::words;
use anchors::Told;
use articles::ArticleView;
use askama::Template;
use claims::ClaimsView;
use conflicts::ConflictView;
use flow::FlowView;
use glance::GlanceView;
use lens::Lens;
use setting::OnePage;
use sha2::{Digest, Sha256};
use sources::SourcesView;
use std::collections::{BTreeMap, BTreeSet};
use timeline::TimelineView;
use whosaid::Run;
use whosaid::claims::Dossier;

const STYLE: &str = include_str!("../templates/page.css");
const SCRIPT: &str = include_str!("../templates/page.js");

/// What the page says besides the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageOptions {
    /// Title of the page; the story's title where there is none.
    pub title: Option<String>,
    /// Measured quality, for the footer.
    pub figures: Vec<Figure>,
}

/// One measured figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What was measured, in a reader's words.
    pub what: String,
    /// On which data.
    pub data: String,
    /// The value, as it is to be shown.
    pub value: String,
}

/// Writes the page.
pub fn page(run: &Run, options: &PageOptions) -> String {
    let setting = OnePage::of(run);
    let view = PageView::of(Lens { run, setting: &setting }, options);
    // Writing to a string fails only where a template's own expression fails; there is none that does.
    view.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "page.html", whitespace = "minimize")]
struct PageView<'a> {
    title: String,
    style: &'static str,
    script: &'static str,
    policy: String,
    glance: GlanceView,
    stories: Vec<StoryView>,
    singles: Vec<SingleView>,
    smaller: Vec<SmallView>,
    others: Vec<ArticleView>,
    not_read: Vec<NotReadView>,
    set_aside: Vec<(String, String)>,
    outlets: Vec<String>,
    statuses: Vec<(&'static str, &'static str)>,
    kinds: Vec<String>,
    figures: &'a [Figure],
    version: String,
    rules: String,
    models: String,
    options: String,
    inputs: Vec<(String, String, String)>,
}

/// One story with all its parts.
struct StoryView {
    /// "s1".
    id: String,
    title: String,
    /// "14 articles in 9 outlets, 1 to 6 Mar 2031".
    counts: String,
    claims: ClaimsView,
    conflicts: Vec<ConflictView>,
    timeline: TimelineView,
    flow: FlowView,
    sources: SourcesView,
    articles: Vec<ArticleView>,
}

/// A story of one article.
struct SingleView {
    title: String,
    outlet: String,
    when: String,
    href: String,
}

/// A story that is only named, because there are many larger ones.
struct SmallView {
    title: String,
    counts: String,
    href: String,
}

/// An article that is kept and not read.
struct NotReadView {
    title: String,
    outlet: String,
    why: String,
    href: String,
}

impl<'a> PageView<'a> {
    fn of(lens: Lens<'_>, options: &'a PageOptions) -> Self {
        let run = lens.run;
        let told = told(run);
        let with_section = sections(run);
        let mut dossiers: Vec<_> =
            run.dossiers.iter().enumerate().filter(|(idx, _)| with_section.contains(idx)).collect();
        dossiers.sort_by_key(|(_, dossier)| std::cmp::Reverse(dossier.story.articles.len()));
        let stories: Vec<_> =
            (dossiers.into_iter()).map(|(idx, dossier)| StoryView::of(lens, idx, dossier, &told)).collect();
        let without = run.dossiers.iter().enumerate().filter(|(idx, _)| !with_section.contains(idx));
        let (singles, smaller): (Vec<_>, Vec<_>) =
            without.map(|(_, dossier)| dossier).partition(|dossier| dossier.story.articles.len() < 2);
        let title = options.title.as_deref().map(words::calm).unwrap_or_else(|| title(run));
        PageView {
            title,
            style: STYLE,
            script: SCRIPT,
            policy: policy(),
            glance: GlanceView::of(lens, &with_section),
            singles: singles
                .into_iter()
                .flat_map(|dossier| &dossier.story.articles)
                .map(|&i| single(lens, i))
                .collect(),
            smaller: smaller.into_iter().filter_map(|dossier| small(lens, dossier)).collect(),
            others: others(lens, &told, &with_section),
            not_read: not_read(lens),
            set_aside: (run.set_aside.iter())
                .map(|aside| (words::calm(&aside.path), words::calm(&aside.why)))
                .collect(),
            outlets: outlets(lens),
            statuses: statuses(&run.dossiers),
            kinds: kinds(stories.iter().map(|story| &story.claims)),
            stories,
            figures: &options.figures,
            version: words::calm(&run.manifest.version),
            rules: words::calm(&run.manifest.rules),
            models: words::calm(&run.manifest.models),
            options: manifest_options(run),
            inputs: inputs(lens),
        }
    }

    /// Heading level of a story's parts.
    fn level(&self) -> usize {
        if self.single() { 2 } else { 3 }
    }

    /// Whether the page is about one story only.
    fn single(&self) -> bool {
        self.stories.len() == 1 && self.singles.is_empty() && self.smaller.is_empty()
    }
}

impl StoryView {
    fn of(lens: Lens<'_>, idx: usize, dossier: &Dossier, told: &BTreeMap<usize, Vec<Told>>) -> Self {
        let article =
            |&at: &usize| ArticleView::of(lens, at, Some(dossier), told.get(&at).map_or(&[], |told| told));
        StoryView {
            id: format!("s{}", idx + 1),
            title: words::clip(&words::calm(words::head(&dossier.story.title, 2_000)), 200),
            counts: glance::story_counts(lens, dossier),
            claims: ClaimsView::of(lens, idx, dossier),
            conflicts: conflicts::conflicts(lens, idx, dossier, |_| true),
            timeline: TimelineView::of(lens, idx, dossier),
            flow: FlowView::of(lens, idx, dossier),
            sources: SourcesView::of(lens, dossier),
            articles: dossier.story.articles.iter().filter_map(article).collect(),
        }
    }
}

/// Stories with a section of their own; the other ones are named.
const MOST_STORIES: usize = 30;

/// Indexes of the stories that have a section of their own: the largest of those with several articles, or the only
/// one.
fn sections(run: &Run) -> BTreeSet<usize> {
    let size = |idx: &usize| run.dossiers[*idx].story.articles.len();
    let mut stories: Vec<usize> = (0..run.dossiers.len()).collect();
    stories.retain(|idx| size(idx) > 1 || run.dossiers.len() == 1);
    stories.sort_by_key(|idx| std::cmp::Reverse(size(idx)));
    stories.into_iter().take(MOST_STORIES).collect()
}

fn small(lens: Lens<'_>, dossier: &Dossier) -> Option<SmallView> {
    Some(SmallView {
        title: words::clip(&words::calm(words::head(&dossier.story.title, 2_000)), 200),
        counts: glance::story_counts(lens, dossier),
        href: lens.article_href(*dossier.story.articles.first()?),
    })
}

/// For each article the claims that have a card on the page.
fn told(run: &Run) -> BTreeMap<usize, Vec<Told>> {
    let cards: Vec<_> = run.dossiers.iter().map(claims::cards).collect();
    let with_section = sections(run);
    anchors::told(run, |story, claim| with_section.contains(&story) && cards[story].contains(&claim))
}

fn title(run: &Run) -> String {
    match &run.dossiers[..] {
        [] => "No stories".to_owned(),
        [only] => words::clip(&words::calm(words::head(&only.story.title, 2_000)), 200),
        many => format!(
            "{} in {}",
            if many.len() == 1 { "1 story".to_owned() } else { format!("{} stories", many.len()) },
            words::count(run.readings.len(), "article")
        ),
    }
}

/// Everything is forbidden but this page's own style and script, by their hashes.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; \
         form-action 'none'",
        base64(&Sha256::digest(STYLE.as_bytes())),
        base64(&Sha256::digest(SCRIPT.as_bytes()))
    )
}

/// Base64 of RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let at = |idx: usize| u32::from(chunk.get(idx).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for idx in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * idx) & 63) as usize];
            out.push(if idx <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

fn single(lens: Lens<'_>, idx: usize) -> SingleView {
    let title = lens.article(idx).map_or_else(String::new, words::title);
    SingleView { title, outlet: lens.outlet(idx), when: lens.day(idx), href: lens.article_href(idx) }
}

/// Articles that no story's section shows.
fn others(
    lens: Lens<'_>,
    told: &BTreeMap<usize, Vec<Told>>,
    with_section: &BTreeSet<usize>,
) -> Vec<ArticleView> {
    let stories = with_section.iter().filter_map(|&idx| lens.run.dossiers.get(idx));
    let shown: BTreeSet<usize> = stories.flat_map(|dossier| &dossier.story.articles).copied().collect();
    let left = (0..lens.run.readings.len()).filter(|idx| !shown.contains(idx));
    left.filter_map(|idx| ArticleView::of(lens, idx, None, told.get(&idx).map_or(&[], |told| told))).collect()
}

fn not_read(lens: Lens<'_>) -> Vec<NotReadView> {
    let view = |idx: usize| {
        let article = lens.article(idx)?;
        let why = articles::not_read(article);
        (!why.is_empty()).then(|| NotReadView {
            title: words::title(article),
            outlet: words::outlet(article),
            why,
            href: lens.article_href(idx),
        })
    };
    (0..lens.run.readings.len()).filter_map(view).collect()
}

fn outlets(lens: Lens<'_>) -> Vec<String> {
    let outlets: BTreeSet<_> = (0..lens.run.readings.len()).map(|idx| lens.outlet(idx)).collect();
    outlets.into_iter().collect()
}

fn statuses<'a>(dossiers: impl IntoIterator<Item = &'a Dossier>) -> Vec<(&'static str, &'static str)> {
    let found: BTreeSet<_> = dossiers.into_iter().flat_map(|d| &d.claims).map(|claim| claim.status).collect();
    found.into_iter().map(|status| (status.name(), crate::voice::status_words(status))).collect()
}

fn kinds<'a>(claims: impl IntoIterator<Item = &'a ClaimsView>) -> Vec<String> {
    let mut kinds = BTreeSet::new();
    for view in claims {
        let cards = view.cards.iter().map(|claim| &claim.kinds);
        for key in cards.chain(view.folded.iter().map(|claim| &claim.kinds)) {
            kinds.extend(key.split('|').filter(|kind| !kind.is_empty()).map(str::to_owned));
        }
    }
    kinds.into_iter().collect()
}

fn manifest_options(run: &Run) -> String {
    let options = run.manifest.options.iter().map(|(name, value)| format!("{name} {value}"));
    words::calm(&options.collect::<Vec<_>>().join(", "))
}

/// Each input: path, id, hash.
fn inputs(lens: Lens<'_>) -> Vec<(String, String, String)> {
    let input = |reading: &whosaid::attribution::Reading| {
        let article = &reading.annotated.article;
        let path = article.path.as_deref().map_or_else(String::new, words::calm);
        (path, article.id().to_string(), article.text_sha256().to_owned())
    };
    lens.run.readings.iter().map(input).collect()
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, written) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(bytes.as_bytes()), written);
        }
    }
}
