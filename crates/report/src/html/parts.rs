//! The parts of one story, each as HTML without a page around it, for whoever has pages of their own.

use super::articles::ArticleView;
use super::claims::{ClaimView, ClaimsView};
use super::conflicts::{self, ConflictView};
use super::flow::FlowView;
use super::glance::{self, GlanceView};
use super::lens::Lens;
use super::setting::Setting;
use super::sources::SourcesView;
use super::timeline::TimelineView;
use super::{anchors, lens};
use askama::Template;
use std::collections::BTreeSet;
use whosaid::Run;
use whosaid::claims::Dossier;
use whosaid::text::{ClaimId, Span};

pub use super::articles::{not_read, safe_url};

/// The stylesheet of all parts.
pub const STYLE: &str = super::STYLE;
/// The script of a page with folded parts and filters; nothing is lost without it.
pub const SCRIPT: &str = super::SCRIPT;

/// One story of a run, as it is shown in a setting.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    lens: Lens<'a>,
    story: usize,
    dossier: &'a Dossier,
}

impl<'a> Parts<'a> {
    /// A story by its place in the run; `None` if there is none.
    pub fn of(run: &'a Run, story: usize, setting: &'a dyn Setting) -> Option<Self> {
        Some(Parts { lens: Lens { run, setting }, story, dossier: run.dossiers.get(story)? })
    }

    /// "14 articles in 9 outlets, 1 to 6 Mar 2031".
    pub fn counts(self) -> String {
        glance::story_counts(self.lens, self.dossier)
    }

    /// Figures and what to look at first.
    pub fn glance(self) -> String {
        let glance = GlanceView::of(self.lens, &BTreeSet::from([self.story]));
        written(GlancePart { glance })
    }

    /// Filters for what is on the page, and the cards of the claims with the list of those told once; headings one
    /// below `level`.
    pub fn claims(self, level: usize) -> (String, String) {
        let claims = ClaimsView::of(self.lens, self.story, self.dossier);
        let articles = self.dossier.story.articles.iter();
        let outlets: BTreeSet<String> = articles.map(|&idx| self.lens.outlet(idx)).collect();
        let filters = FiltersPart {
            outlets: outlets.into_iter().collect(),
            statuses: super::statuses([self.dossier]),
            kinds: super::kinds([&claims]),
        };
        (written(filters), written(ClaimsPart { claims, level }))
    }

    /// The card of one claim with every telling on its own; `None` if there is none.
    pub fn claim(self, claim: ClaimId, level: usize) -> Option<String> {
        let claim = self.dossier.claim(claim)?;
        let cards = vec![ClaimView::whole(self.lens, self.story, claim)];
        let claims = ClaimsView { cards, folded: Vec::new(), n_left_out: 0 };
        Some(written(ClaimsPart { claims, level }))
    }

    /// Extracts that do not agree, side by side.
    pub fn conflicts(self, level: usize) -> String {
        self.conflicts_where(level, |_| true)
    }

    /// Those conflicts in which a claim takes part; empty if there is none.
    pub fn conflicts_of(self, claim: ClaimId, level: usize) -> String {
        let takes_part = |n: usize| {
            let conflict = self.dossier.conflicts.get(n);
            conflict.is_some_and(|found| found.a.claim == claim || found.b.claim == claim)
        };
        match (0..self.dossier.conflicts.len()).any(takes_part) {
            true => self.conflicts_where(level, takes_part),
            false => String::new(),
        }
    }

    fn conflicts_where(self, level: usize, shown: impl Fn(usize) -> bool) -> String {
        let conflicts = conflicts::conflicts(self.lens, self.story, self.dossier, shown);
        written(ConflictsPart { conflicts, level })
    }

    /// What happened when: a drawing and its table.
    pub fn timeline(self) -> String {
        let timeline = TimelineView::of(self.lens, self.story, self.dossier);
        written(TimelinePart { timeline, id: self.id() })
    }

    /// Who repeats whom: a drawing and its table.
    pub fn flow(self) -> String {
        let flow = FlowView::of(self.lens, self.story, self.dossier);
        written(FlowPart { flow, id: self.id() })
    }

    /// Everyone who is quoted, and on what.
    pub fn sources(self, level: usize) -> String {
        written(SourcesPart { sources: SourcesView::of(self.lens, self.dossier), level })
    }

    fn id(self) -> String {
        format!("s{}", self.story + 1)
    }
}

/// The text of one article as HTML, all attributions, times and places marked; `told` are the words of claims, which
/// get a link to their claim. `None` if the run has no such article.
pub fn article(
    run: &Run,
    article: usize,
    setting: &dyn Setting,
    told: &[anchors::Told],
) -> Option<ArticlePart> {
    let lens = Lens { run, setting };
    let dossier = run.dossiers.iter().find(|dossier| dossier.story.articles.contains(&article));
    let ArticleView { published, modified, window, copies, text, counts, not_read, .. } =
        ArticleView::of(lens, article, dossier, told)?;
    Some(ArticlePart { published, modified, window, copies, text, counts, not_read })
}

/// What is known of one article, and its text.
pub struct ArticlePart {
    /// Published time and how it is known.
    pub published: String,
    /// Changed time and how it is known; empty if none is stated.
    pub modified: String,
    /// Why it is dated so, where that had to be worked out: (link, why).
    pub window: Vec<(String, String)>,
    /// Texts it copies: (in which way, outlet, link).
    pub copies: Vec<(&'static str, String, String)>,
    /// The text, as HTML.
    pub text: String,
    /// "12 attributions".
    pub counts: String,
    /// Why it is not read; empty if it is.
    pub not_read: String,
}

/// The words of claims in one article, in the order of their places.
pub fn told(run: &Run, article: usize) -> Vec<anchors::Told> {
    anchors::told(run, |_, _| true).remove(&article).unwrap_or_default()
}

/// When an article was published, to the day; for one without a date the window, if there is one.
pub fn day(run: &Run, article: usize, setting: &dyn Setting) -> String {
    Lens { run, setting }.day(article)
}

/// The words of a span and a little of what stands around them.
pub fn words(run: &Run, article: usize, span: Span, setting: &dyn Setting) -> Option<lens::Words> {
    Lens { run, setting }.words(article, span)
}

/// Signs that other parts draw; stands once on a page.
pub fn signs() -> String {
    written(SignsPart)
}

fn written(part: impl Template) -> String {
    // Writing to a string fails only where a template's own expression fails; there is none that does.
    part.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "signs.html", whitespace = "minimize")]
struct SignsPart;

#[derive(Template)]
#[template(path = "glance.html", whitespace = "minimize")]
struct GlancePart {
    glance: GlanceView,
}

#[derive(Template)]
#[template(path = "filters.html", whitespace = "minimize")]
struct FiltersPart {
    outlets: Vec<String>,
    statuses: Vec<(&'static str, &'static str)>,
    kinds: Vec<String>,
}

#[derive(Template)]
#[template(path = "claims.html", whitespace = "minimize")]
struct ClaimsPart {
    claims: ClaimsView,
    level: usize,
}

#[derive(Template)]
#[template(path = "conflicts.html", whitespace = "minimize")]
struct ConflictsPart {
    conflicts: Vec<ConflictView>,
    level: usize,
}

#[derive(Template)]
#[template(path = "timeline.html", whitespace = "minimize")]
struct TimelinePart {
    timeline: TimelineView,
    id: String,
}

#[derive(Template)]
#[template(path = "flow.html", whitespace = "minimize")]
struct FlowPart {
    flow: FlowView,
    id: String,
}

#[derive(Template)]
#[template(path = "sources.html", whitespace = "minimize")]
struct SourcesPart {
    sources: SourcesView,
    level: usize,
}
