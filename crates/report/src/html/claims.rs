//! The claims of one story as cards, and those that one outlet tells once as a short list.

use super::lens::{Lens, Words, claim_id};
use crate::voice::{self, stance_words};
use crate::words;
use std::collections::{BTreeMap, BTreeSet};
use whosaid::attribution::{Hop, SourceKind, Stance};
use whosaid::claims::{Claim, Dossier, Status, Telling};
use whosaid::text::{Article, AttributionId};

/// Names corrections where a rule is named.
const CORRECTION: &str = "correction";

/// Tellings shown before the rest is folded away.
const SHOWN_TELLINGS: usize = 6;

/// Folded tellings of one claim; the rest is counted.
const MOST_TELLINGS: usize = 8;

/// Chains shown before the rest is folded away.
const SHOWN_CHAINS: usize = 6;

/// Objections shown.
const MOST_OBJECTIONS: usize = 4;

/// Claims with a card of their own; more are folded with the others.
const MOST_CARDS: usize = 25;

/// One-outlet claims listed; the rest is only counted.
const MOST_FOLDED: usize = 120;

/// How many claims of a story have a card, and how many more are listed: few articles need few.
fn room(dossier: &Dossier) -> (usize, usize) {
    let n_articles = dossier.story.articles.len();
    (MOST_CARDS.min(6 + 2 * n_articles), MOST_FOLDED.min(20 + 4 * n_articles))
}

/// All claims of a story.
pub struct ClaimsView {
    /// With a card each.
    pub cards: Vec<ClaimView>,
    /// One line each.
    pub folded: Vec<FoldedView>,
    /// Claims not even listed.
    pub n_left_out: usize,
}

/// A claim as a card.
pub struct ClaimView {
    /// Id on the page.
    pub id: String,
    /// Id in the JSON.
    pub number: String,
    /// Link to itself.
    pub href: String,
    /// Link to the page that it has to itself; empty where this is all there is.
    pub page: String,
    /// What the count of outlets and origins means for this claim; empty where the page says so for all.
    pub in_words: String,
    /// Its words.
    pub gist: String,
    /// Status for filters and styles.
    pub status: &'static str,
    /// Status in words.
    pub status_words: &'static str,
    /// What the status means.
    pub meaning: &'static str,
    /// "5 outlets, 1 origin".
    pub counts: String,
    /// "a source told The Sun".
    pub origins: String,
    /// "1 to 2 origins" where the number is a range, else "1 origin".
    pub origins_counted: String,
    /// Why so many origins.
    pub why: Vec<String>,
    /// The earliest telling in this collection.
    pub earliest: Option<EarliestView>,
    /// Whether an article without a date tells it too.
    pub told_undated: bool,
    /// Who is credited with being first: (outlet that says so, whom it credits, link).
    pub firsts: Vec<(String, String, String)>,
    /// Tellings that deny, correct or question.
    pub objections: Vec<ObjectionView>,
    /// Objections not shown above; they are among the tellings.
    pub n_more_objections: usize,
    /// Distinct chains.
    pub chains: Vec<ChainView>,
    /// Further chains, folded.
    pub more_chains: Vec<ChainView>,
    /// Tellings by time.
    pub tellings: Vec<TellingView>,
    /// Later tellings, folded.
    pub more_tellings: Vec<TellingView>,
    /// Tellings not even folded.
    pub n_left_out: usize,
    /// Outlets, for filters.
    pub outlets: String,
    /// Kinds of source, for filters.
    pub kinds: String,
}

/// The earliest telling in this collection.
pub struct EarliestView {
    /// Outlet.
    pub outlet: String,
    /// Time in words.
    pub when: String,
    /// In which field the time was found.
    pub how: &'static str,
    /// Link to the words.
    pub href: String,
}

/// Someone who does not go along.
pub struct ObjectionView {
    /// Who.
    pub who: String,
    /// What they do.
    pub does: &'static str,
    /// Where it stands.
    pub place: Words,
}

/// Outlets that give the same chain.
pub struct ChainView {
    /// The outlets, joined.
    pub outlets: String,
    /// Whether there are several.
    pub several: bool,
    /// Names of the hops, outermost first; empty for the outlets' own voice.
    pub hops: Vec<String>,
}

/// One telling.
pub struct TellingView {
    /// The words.
    pub place: Words,
    /// What the source does, unless it just says so.
    pub stance: Option<&'static str>,
    /// Whose voice: "an insider, via The Herald", or empty for the outlet's own.
    pub voice: String,
    /// Where else the same words stand in the same voice: (outlet, link).
    pub same: Vec<(String, String)>,
    /// How sure it is that it tells the claim, 0 to 1.
    pub confidence: f32,
    /// Whether a reader confirmed that it belongs here.
    pub confirmed: bool,
    /// What can be done about it, as HTML.
    pub tools: String,
}

/// A claim that one outlet tells.
pub struct FoldedView {
    /// Id on the page.
    pub id: String,
    /// Its words.
    pub gist: String,
    /// Status for filters.
    pub status: &'static str,
    /// Status in words, unless it is the usual one.
    pub status_words: Option<&'static str>,
    /// Outlet.
    pub outlet: String,
    /// Day.
    pub when: String,
    /// Who says it.
    pub origin: String,
    /// Link to the words.
    pub href: String,
    /// Link to the claim and its number, where it has a place of its own.
    pub claim: Option<(String, String)>,
    /// Outlets, for filters.
    pub outlets: String,
    /// Kinds of source, for filters.
    pub kinds: String,
}

/// Ids of the claims that stand on the page as cards.
pub fn cards(dossier: &Dossier) -> BTreeSet<whosaid::text::ClaimId> {
    let (n_cards, _) = room(dossier);
    dossier.claims.iter().filter(|claim| !claim.folded).take(n_cards).map(|claim| claim.id).collect()
}

impl ClaimsView {
    /// Looks at the claims of one story.
    pub fn of(lens: Lens<'_>, story: usize, dossier: &Dossier) -> Self {
        let cards = cards(dossier);
        let (_, n_folded) = room(dossier);
        let (shown, folded): (Vec<_>, Vec<_>) = dossier.claims.iter().partition(|c| cards.contains(&c.id));
        ClaimsView {
            cards: shown.into_iter().map(|claim| ClaimView::of(lens, story, claim)).collect(),
            n_left_out: folded.len().saturating_sub(n_folded),
            folded: folded
                .into_iter()
                .take(n_folded)
                .filter_map(|claim| FoldedView::of(lens, story, claim))
                .collect(),
        }
    }
}

impl ClaimView {
    /// Looks at one claim: one telling an outlet, the rest folded.
    fn of(lens: Lens<'_>, story: usize, claim: &Claim) -> Self {
        let (tellings, mut more_tellings) = shown_and_folded(tellings(lens, claim));
        let n_left_out = more_tellings.len().saturating_sub(MOST_TELLINGS);
        more_tellings.truncate(MOST_TELLINGS);
        ClaimView { more_tellings, n_left_out, ..Self::telling(lens, story, claim, tellings) }
    }

    /// Looks at one claim: every telling on its own, with what can be done about it.
    pub fn whole(lens: Lens<'_>, story: usize, claim: &Claim) -> Self {
        let view = |telling: &Telling| {
            let tools = lens.setting.about_telling(telling.article, telling.span);
            Some(TellingView { tools, ..TellingView::of(lens, telling)? })
        };
        let tellings = claim.tellings.iter().filter_map(view).collect();
        let in_words = voice::backing_in_words(lens.run, claim);
        ClaimView { page: String::new(), in_words, ..Self::telling(lens, story, claim, tellings) }
    }

    fn telling(lens: Lens<'_>, story: usize, claim: &Claim, tellings: Vec<TellingView>) -> Self {
        let backing = voice::backing(lens.run, claim);
        let mut objections: Vec<_> =
            claim.tellings.iter().filter_map(|telling| objection(lens, telling)).collect();
        let n_more_objections = objections.len().saturating_sub(MOST_OBJECTIONS);
        objections.truncate(MOST_OBJECTIONS);
        let mut chains = chains(lens, claim);
        let more_chains = chains.split_off(chains.len().min(SHOWN_CHAINS));
        let origins = &claim.origins;
        ClaimView {
            id: claim_id(story, claim.id),
            number: claim.id.to_string(),
            href: lens.setting.claim(story, claim.id).unwrap_or_default(),
            page: lens.setting.claim_page(story, claim.id).unwrap_or_default(),
            in_words: String::new(),
            gist: gist(claim),
            status: claim.status.name(),
            status_words: voice::status_words(claim.status),
            meaning: voice::claim_meaning(claim),
            counts: backing.counts,
            origins: backing.origins,
            origins_counted: words::origins(origins.min, origins.max),
            why: origins.why.iter().map(|why| words::calm(why)).collect(),
            earliest: earliest(lens, claim),
            told_undated: claim.tellings.iter().any(|telling| {
                lens.article(telling.article).is_some_and(|article| article.published.value.is_none())
            }),
            firsts: firsts(lens, claim),
            objections,
            n_more_objections,
            chains,
            more_chains,
            tellings,
            more_tellings: Vec::new(),
            n_left_out: 0,
            outlets: outlets_key(lens, claim),
            kinds: kinds_key(claim),
        }
    }
}

impl FoldedView {
    fn of(lens: Lens<'_>, story: usize, claim: &Claim) -> Option<Self> {
        let telling = clearest(lens, claim)?;
        let n_others = voice::backing(lens.run, claim).outlets.len().saturating_sub(1);
        let others = if n_others > 0 { format!(" and {n_others} more") } else { String::new() };
        let usual = matches!(claim.status, Status::SingleOrigin | Status::Unattributed);
        Some(FoldedView {
            id: claim_id(story, claim.id),
            gist: gist(claim),
            status: claim.status.name(),
            status_words: (!usual).then(|| voice::status_words(claim.status)),
            outlet: format!("{}{others}", lens.outlet(telling.article)),
            when: lens.day(telling.article),
            origin: lens.article(telling.article).map(|a| voice::origin(a, &telling.chain))?,
            href: lens.href(telling.article, telling.span),
            claim: lens.claim_link(story, claim.id),
            outlets: outlets_key(lens, claim),
            kinds: kinds_key(claim),
        })
    }
}

/// The telling that the words of a claim are taken from, else its surest one.
fn clearest<'a>(lens: Lens<'_>, claim: &'a Claim) -> Option<&'a Telling> {
    let has_gist = |telling: &&Telling| {
        let words = lens.article(telling.article).map(|article| article.text.slice(telling.span));
        words.is_some_and(|words| claim.gist.contains(words) || words.contains(claim.gist.as_str()))
    };
    let surest = || claim.tellings.iter().rev().max_by(|a, b| a.confidence.total_cmp(&b.confidence));
    claim.tellings.iter().find(has_gist).or_else(surest)
}

impl TellingView {
    fn of(lens: Lens<'_>, telling: &Telling) -> Option<Self> {
        let article = lens.article(telling.article)?;
        Some(TellingView {
            place: lens.words(telling.article, telling.span)?,
            stance: (telling.stance != Stance::Asserts).then(|| stance_words(telling.stance)),
            voice: voice_words(article, &telling.chain),
            same: Vec::new(),
            confidence: telling.confidence,
            confirmed: telling.why.iter().any(|reason| reason.rule.0 == CORRECTION),
            tools: String::new(),
        })
    }
}

/// The surest telling of each outlet and every objection, as far as there is room; the others apart. Both by time.
fn shown_and_folded(tellings: Vec<TellingView>) -> (Vec<TellingView>, Vec<TellingView>) {
    let mut surest: Vec<usize> = (0..tellings.len()).collect();
    surest.sort_by(|&a, &b| tellings[b].confidence.total_cmp(&tellings[a].confidence).then(a.cmp(&b)));
    let mut outlets = BTreeSet::new();
    let mut shown = BTreeSet::new();
    for at in surest {
        let telling = &tellings[at];
        let fresh = outlets.insert(telling.place.outlet.clone()) || telling.stance.is_some();
        outlets.extend(telling.same.iter().map(|(outlet, _)| outlet.clone()));
        if fresh && shown.len() < SHOWN_TELLINGS {
            shown.insert(at);
        }
    }
    let numbered = tellings.into_iter().enumerate();
    let (shown, folded): (Vec<_>, Vec<_>) = numbered.partition(|(at, _)| shown.contains(at));
    let views = |tellings: Vec<(usize, TellingView)>| tellings.into_iter().map(|(_, view)| view).collect();
    (views(shown), views(folded))
}

/// Tellings by time; the same words in the same voice stand once, at their earliest.
fn tellings(lens: Lens<'_>, claim: &Claim) -> Vec<TellingView> {
    let mut tellings: Vec<TellingView> = Vec::new();
    let mut at: BTreeMap<(String, String, Option<&str>), usize> = BTreeMap::new();
    for telling in &claim.tellings {
        let Some(view) = TellingView::of(lens, telling) else { continue };
        let key = (view.place.extract.words.to_lowercase(), view.voice.clone(), view.stance);
        match at.get(&key) {
            Some(&first) => tellings[first].same.push((view.place.outlet, view.place.href)),
            None => {
                at.insert(key, tellings.len());
                tellings.push(view);
            }
        }
    }
    tellings
}

/// "an insider, via The Herald": from the origin outward.
fn voice_words(article: &Article, hops: &[Hop]) -> String {
    let names: Vec<_> = hops.iter().rev().map(|hop| voice::hop_name(article, hop)).collect();
    names.join(", via ")
}

/// The words of a claim on one line.
pub fn gist(claim: &Claim) -> String {
    let gist = words::calm(words::head(&claim.gist, 2_000));
    words::opened(words::clip(gist.trim_start_matches([',', ';', ':', '.', ' ']), 260))
}

fn earliest(lens: Lens<'_>, claim: &Claim) -> Option<EarliestView> {
    let idx = claim.earliest?;
    let article = lens.article(idx)?;
    let telling = claim.tellings.iter().find(|telling| telling.article == idx);
    let when = article.published.value?;
    Some(EarliestView {
        outlet: words::outlet(article),
        when: words::moment(when),
        how: words::how_dated(article.published.how),
        href: telling.map_or_else(|| lens.article_href(idx), |t| lens.href(idx, t.span)),
    })
}

fn firsts(lens: Lens<'_>, claim: &Claim) -> Vec<(String, String, String)> {
    let first = |telling: &Telling| {
        let reading = lens.run.readings.get(telling.article)?;
        let id: AttributionId = telling.attribution?;
        let attribution = reading.attributions.get(id.idx()).filter(|found| found.first_report)?;
        let outlet = attribution.chain.iter().find(|hop| hop.kind == SourceKind::Outlet)?;
        let credited = voice::hop_name(&reading.annotated.article, outlet);
        Some((lens.outlet(telling.article), credited, lens.href(telling.article, telling.span)))
    };
    claim.tellings.iter().filter_map(first).collect()
}

fn objection(lens: Lens<'_>, telling: &Telling) -> Option<ObjectionView> {
    if matches!(telling.stance, Stance::Asserts | Stance::Confirms) {
        return None;
    }
    let article = lens.article(telling.article)?;
    let who = match telling.chain.last() {
        Some(hop) => voice::hop_name(article, hop),
        None => words::outlet(article),
    };
    let place = lens.words(telling.article, telling.span)?;
    Some(ObjectionView { who, does: stance_words(telling.stance), place })
}

fn chains(lens: Lens<'_>, claim: &Claim) -> Vec<ChainView> {
    let mut order: Vec<Vec<String>> = Vec::new();
    let mut outlets: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for telling in &claim.tellings {
        let mut names = lens.chain(telling.article, &telling.chain);
        if names.is_empty() {
            continue;
        }
        let outlet = names.remove(0);
        let key: Vec<_> = names.iter().map(|name| plain(name)).collect();
        let told = outlets.entry(key.clone()).or_default();
        if told.is_empty() {
            order.push(names);
        }
        if !told.contains(&outlet) {
            told.push(outlet);
        }
    }
    let key = |hops: &[String]| hops.iter().map(|name| plain(name)).collect::<Vec<_>>();
    order
        .into_iter()
        .map(|hops| {
            let told = outlets.get(&key(&hops)).map_or(&[][..], |names| names);
            ChainView { outlets: told.join(", "), several: told.len() > 1, hops }
        })
        .collect()
}

/// A name without its article and capitals, to tell whether two chains read the same.
fn plain(name: &str) -> String {
    let name = name.to_lowercase();
    name.strip_prefix("the ").map_or_else(|| name.clone(), str::to_owned)
}

fn outlets_key(lens: Lens<'_>, claim: &Claim) -> String {
    let outlets: BTreeSet<_> = claim.tellings.iter().map(|telling| lens.outlet(telling.article)).collect();
    format!("|{}|", outlets.into_iter().collect::<Vec<_>>().join("|"))
}

fn kinds_key(claim: &Claim) -> String {
    let kinds: BTreeSet<_> = claim
        .tellings
        .iter()
        .map(|telling| telling.chain.last().map_or("own voice", |hop| hop.kind.name()))
        .collect();
    format!("|{}|", kinds.into_iter().collect::<Vec<_>>().join("|"))
}
