//! `/claim/{name}`: one claim with every telling, and what can be done about each.

use super::{Answer, Shell, calm, shown};
use crate::guard::Viewer;
use crate::links::{self, DeskSetting};
use crate::pages::conflicts;
use crate::server::App;
use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use std::collections::BTreeSet;
use whosaid::Run;
use whosaid::claims::Claim;
use whosaid_report::html::parts::Parts;
use whosaid_report::voice;
use whosaid_store::keys::parse_claim;
use whosaid_store::{Store, StoreError, StoryNo};

/// Claims that are proposed as the same.
const MOST_CANDIDATES: usize = 8;

#[derive(Template)]
#[template(path = "claim_page.html", whitespace = "minimize")]
struct ClaimPage {
    shell: Shell,
    name: String,
    href: String,
    story_href: String,
    story_title: String,
    card: String,
    conflicts: String,
    merge_words: String,
    candidates: Vec<Candidate>,
}

#[derive(Template)]
#[template(path = "telling_tools.html", whitespace = "minimize")]
struct TellingTools<'a> {
    name: &'a str,
    name_href: String,
    back: String,
    several: bool,
}

/// A claim that may be the same.
struct Candidate {
    name: String,
    href: String,
    gist: String,
    counts: String,
}

/// What can stand behind the address.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ClaimAsked {
    done: String,
    merge: String,
}

/// Shows one claim.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(name): Path<String>,
    Query(asked): Query<ClaimAsked>,
) -> Answer {
    let page = app
        .read(move |desk| {
            let (story, _) = parse_claim(&name)?;
            let row = desk.store().story(story)?;
            let run = desk.run(StoryNo(row.story))?;
            let page = ClaimPage::of(viewer, StoryNo(row.story), &run, &name, &asked);
            page.ok_or(StoreError::NoSuch { what: "claim", name })
        })
        .await?;
    shown(&page)
}

impl ClaimPage {
    fn of(viewer: Viewer, story: StoryNo, run: &Run, name: &str, asked: &ClaimAsked) -> Option<Self> {
        let mut setting = DeskSetting::new(run, Some(story));
        let dossier = run.dossiers.first()?;
        let claim = dossier.claims.iter().find(|claim| is_named(&setting, claim, name))?;
        let own = setting.claim_name(claim)?;
        let (href, several) = (links::claim(&own), claim.tellings.len() > 1);
        let names: Vec<String> =
            claim.tellings.iter().filter_map(|t| setting.telling_name(t.article, t.span)).collect();
        let telling_tools = |telling: &str| {
            // Should this telling leave, the way back is by one that stays.
            let stays = names.iter().find(|name| *name != telling).map_or(own.as_str(), String::as_str);
            let (name_href, back) = (links::claim(telling), links::claim(stays));
            TellingTools { name: telling, name_href, back, several }.render().unwrap_or_default()
        };
        let conflict_tools = |name: &str| conflicts::tools(name, &href);
        if viewer.may_write {
            setting.telling_tools = Some(&telling_tools);
            setting.conflict_tools = Some(&conflict_tools);
        }
        let parts = Parts::of(run, 0, &setting)?;
        let gist = calm(&claim.gist, 260);
        Some(ClaimPage {
            shell: Shell::new(viewer, &gist, "/claims").after(&asked.done, href.clone()),
            name: own.clone(),
            card: parts.claim(claim.id, 0)?,
            conflicts: parts.conflicts_of(claim.id, 2),
            story_href: links::story(story.0),
            story_title: calm(&dossier.story.title, 120),
            candidates: candidates(&setting, claim, &asked.merge),
            merge_words: asked.merge.clone(),
            href: href.clone(),
        })
    }
}

fn is_named(setting: &DeskSetting<'_>, claim: &Claim, name: &str) -> bool {
    let key = |name: &str| name.split_once('-').map(|(_, key)| key.to_owned());
    let wanted = key(name).unwrap_or_default();
    let names = claim.tellings.iter().filter_map(|t| setting.telling_name(t.article, t.span));
    !wanted.is_empty() && names.filter_map(|name| key(&name)).any(|key| key.starts_with(&wanted))
}

/// Claims of the story that share most words with what was typed, or else with this claim.
fn candidates(setting: &DeskSetting<'_>, claim: &Claim, typed: &str) -> Vec<Candidate> {
    let wanted = stems(if typed.trim().is_empty() { &claim.gist } else { typed });
    let claims = setting.run.dossiers.iter().flat_map(|dossier| &dossier.claims);
    let shared = |other: &Claim| stems(&other.gist).intersection(&wanted).count();
    let mut alike: Vec<(usize, &Claim)> =
        claims.filter(|other| other.id != claim.id).map(|other| (shared(other), other)).collect();
    alike.retain(|(n, _)| *n > 0);
    alike.sort_by_key(|(n, other)| (std::cmp::Reverse(*n), other.id));
    let candidate = |(_, other): (usize, &Claim)| {
        let name = setting.claim_name(other)?;
        let counts = voice::backing(setting.run, other).counts;
        Some(Candidate { href: links::claim(&name), name, gist: calm(&other.gist, 200), counts })
    };
    alike.into_iter().take(MOST_CANDIDATES).filter_map(candidate).collect()
}

/// The beginnings of the longer words, in small letters.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    words.map(|word| word.to_lowercase().chars().take(6).collect()).collect()
}
