//! Whom a telling comes from, in words: hops, chains, and the origin behind a claim.

use crate::words::{self, calm, clip, count, outlet};
use std::collections::BTreeSet;
use whosaid::Run;
use whosaid::attribution::{Hop, SourceKind, Stance};
use whosaid::claims::{Claim, ConflictKind, Status, Telling};
use whosaid::story::CopyKind;
use whosaid::text::Article;

/// Longest name of a source, in characters.
const LONGEST_NAME: usize = 90;

/// The name a hop is shown under: whom the words stand for, or the words.
pub fn hop_name(article: &Article, hop: &Hop) -> String {
    let name = hop.resolved.as_deref().unwrap_or_else(|| article.text.slice(hop.span));
    let name = clip(&calm(name), LONGEST_NAME);
    if name.is_empty() { "unknown".to_owned() } else { name }
}

/// What kind of source it is, in words.
pub fn kind_words(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Person => "person",
        SourceKind::Spokesperson => "spokesperson",
        SourceKind::Organization => "organization",
        SourceKind::Outlet => "outlet",
        SourceKind::Document => "document",
        SourceKind::Unnamed { plural: true, .. } => "unnamed, several",
        SourceKind::Unnamed { .. } => "unnamed",
        SourceKind::Unspecified => "unspecified",
    }
}

/// What a source does, in words.
pub fn stance_words(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "says so",
        Stance::Denies => "denies it",
        Stance::Confirms => "confirms it",
        Stance::Corrects => "corrects it",
        Stance::Questions => "questions it",
        Stance::NoComment => "declines to comment",
    }
}

/// How a claim stands, in words.
pub fn status_words(status: Status) -> &'static str {
    match status {
        Status::Corroborated => "Corroborated",
        Status::SingleOrigin => "Single origin",
        Status::Contested => "Contested",
        Status::Denied => "Denied",
        Status::Corrected => "Corrected",
        Status::Unattributed => "Unattributed",
    }
}

/// What a status means, in words.
pub fn status_meaning(status: Status) -> &'static str {
    match status {
        Status::Corroborated => "at least two independent origins stand behind it",
        Status::SingleOrigin => "everything leads back to one origin",
        Status::Contested => "sources disagree",
        Status::Denied => "someone denies it",
        Status::Corrected => "an outlet corrected it",
        Status::Unattributed => "outlets say it in their own voice and name no source",
    }
}

/// What the status of a claim means, in words.
pub fn claim_meaning(claim: &Claim) -> &'static str {
    match claim.status {
        Status::SingleOrigin if claim.origins.max > 1 => "it may all lead back to one origin",
        status => status_meaning(status),
    }
}

/// What the count of outlets and origins means for one claim: "“5 outlets, 1 origin” means: ...".
pub fn backing_in_words(run: &Run, claim: &Claim) -> String {
    let Backing { counts, outlets, .. } = backing(run, claim);
    let means = match (outlets.len(), claim.origins.min, claim.origins.max) {
        (1, 1, 1) => "one outlet tells it, and it comes from one origin.".to_owned(),
        (n, 1, 1) => format!(
            "{n} outlets tell it, and all lead back to the same person, agency, report or text. Repeating is not \
             confirming."
        ),
        (_, min, max) if min == max && min > 1 => {
            format!("the outlets that tell it have it from {min} sources that do not lean on each other.")
        }
        (_, 0, 0) => "nobody stands behind it.".to_owned(),
        (_, min, max) => format!(
            "the outlets that tell it name {max} sources, and some of these may be one and the same: only {min} \
             {} for certain.",
            if min == 1 { "stands" } else { "stand" }
        ),
    };
    format!("“{counts}” means: {means}")
}

/// In which way one text holds another, in words.
pub fn copy_words(kind: CopyKind) -> &'static str {
    match kind {
        CopyKind::NearCopy => "nearly the same text as",
        CopyKind::WireCopy => "the same agency text as",
        CopyKind::Excerpt => "shares a passage with",
    }
}

/// What a kind of conflict is called.
pub fn conflict_words(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Number => "Numbers differ",
        ConflictKind::Date => "Dates differ",
        ConflictKind::Place => "Places differ",
        ConflictKind::Who => "Names differ",
        ConflictKind::What => "Accounts differ",
        ConflictKind::Denial => "Denied",
        ConflictKind::Update => "Figure updated",
    }
}

/// The outlet and the names of the hops, outermost first.
pub fn chain(article: &Article, hops: &[Hop]) -> Vec<String> {
    let mut names = vec![outlet(article)];
    names.extend(hops.iter().map(|hop| match hop.kind {
        SourceKind::Unnamed { .. } => format!("{} (unnamed)", hop_name(article, hop)),
        SourceKind::Unspecified => format!("“{}” (nobody named)", hop_name(article, hop)),
        _ => hop_name(article, hop),
    }));
    names
}

/// The origin of one telling, in words such as "a source told The Sun", or "a source (unnamed)" where no
/// outlet is known.
pub fn origin(article: &Article, hops: &[Hop]) -> String {
    let Some((last, before)) = hops.split_last() else {
        return match &article.wire {
            Some(agency) => format!("the agency {}", calm(agency)),
            None => format!("{}, in its own voice", outlet(article)),
        };
    };
    let name = within_sentence(hop_name(article, last));
    match last.kind {
        SourceKind::Unnamed { .. } => {
            let told = before.iter().rev().find(|hop| hop.kind == SourceKind::Outlet);
            let own = (before.is_empty() && article.outlet.is_some()).then(|| outlet(article));
            match told.map(|hop| within_sentence(hop_name(article, hop))).or(own) {
                Some(told) => format!("{name} told {told}"),
                None => format!("{name} (unnamed)"),
            }
        }
        SourceKind::Outlet => format!("a report by {name}"),
        SourceKind::Document => format!("{name} (document)"),
        SourceKind::Unspecified => format!("nobody named (“{name}”)"),
        SourceKind::Person | SourceKind::Spokesperson | SourceKind::Organization => name,
    }
}

/// A name as it reads after other words: "The engineer" is "the engineer", "The Hague" stays.
fn within_sentence(name: String) -> String {
    let all_small = |rest: &str| !rest.chars().any(char::is_uppercase);
    for article in ["The ", "A ", "An ", "One ", "Two ", "Some ", "Several "] {
        match name.strip_prefix(article) {
            Some(rest) if all_small(rest) => return article.to_lowercase() + rest,
            _ => {}
        }
    }
    name
}

/// Who stands behind a claim, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backing {
    /// "5 outlets, 1 origin".
    pub counts: String,
    /// "a source told The Sun"; empty where it cannot be said in a line.
    pub origins: String,
    /// Names of the outlets that tell it (not those that only report a denial), by first telling.
    pub outlets: Vec<String>,
}

/// Counts outlets and origins of a claim and says who the origins are.
pub fn backing(run: &Run, claim: &Claim) -> Backing {
    let telling = claim.backing();
    let outlets = outlets(run, &telling);
    let (min, max) = (claim.origins.min, claim.origins.max);
    Backing {
        counts: format!("{}, {}", count(outlets.len(), "outlet"), words::origins(min, max)),
        origins: origins(run, claim, max as usize),
        outlets,
    }
}

fn outlets(run: &Run, tellings: &[&Telling]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let names = tellings.iter().filter_map(|telling| run.readings.get(telling.article));
    let names = names.map(|reading| outlet(&reading.annotated.article));
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// Origins that one line names.
const NAMED_ORIGINS: usize = 3;

/// The origins of the sure tellings: those of which the articles say most first, among these the ones that the surest
/// tellings rest on. Of a claim that nobody is credited with only the outlets' own voices.
fn origins(run: &Run, claim: &Claim, n_max: usize) -> String {
    let own_voice = claim.status == Status::Unattributed;
    let mut found: Vec<Named> = Vec::new();
    for telling in claim.sure_backing() {
        let Some(reading) = run.readings.get(telling.article) else { continue };
        let article = &reading.annotated.article;
        let vague = vagueness(telling.chain.last());
        if own_voice && vague < OWN_VOICE {
            continue;
        }
        let key = origin_key(article, telling);
        match found.iter_mut().find(|named| named.key == key) {
            Some(named) => named.sure += telling.confidence,
            None => {
                let phrase = origin(article, &telling.chain);
                found.push(Named { key, phrase, vague, sure: telling.confidence });
            }
        }
    }
    found.sort_by(|a, b| a.vague.cmp(&b.vague).then(b.sure.total_cmp(&a.sure)));
    let shown = n_max.clamp(1, NAMED_ORIGINS);
    let more = if n_max > shown && found.len() > shown { "; and others" } else { "" };
    let phrases: Vec<_> = found.into_iter().take(shown).map(|named| named.phrase).collect();
    format!("{}{more}", phrases.join("; "))
}

/// An origin on its way into a line, with how surely its tellings tell the claim in all.
struct Named {
    key: String,
    phrase: String,
    vague: u8,
    sure: f32,
}

/// How little an outlet's own voice says of where something comes from.
const OWN_VOICE: u8 = 2;

/// How little a hop says of where something comes from, least first.
fn vagueness(origin: Option<&Hop>) -> u8 {
    match origin.map(|hop| hop.kind) {
        Some(SourceKind::Person | SourceKind::Spokesperson | SourceKind::Document) => 0,
        Some(SourceKind::Organization | SourceKind::Unnamed { .. }) => 0,
        Some(SourceKind::Outlet) => 1,
        None => OWN_VOICE,
        Some(SourceKind::Unspecified) => 3,
    }
}

/// What makes two origins read the same in one line: the same name, or unnamed sources of the same outlet.
fn origin_key(article: &Article, telling: &Telling) -> String {
    let phrase = origin(article, &telling.chain).to_lowercase();
    match telling.chain.last().map(|hop| hop.kind) {
        Some(SourceKind::Unnamed { .. }) => phrase.rsplit(" told ").next().unwrap_or("").to_owned(),
        _ => phrase.strip_prefix("the ").map_or_else(|| phrase.clone(), str::to_owned),
    }
}
