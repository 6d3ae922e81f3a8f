//! How many independent origins stand behind a claim: a range, with its reasons in words; and how the claim stands.
//!
//! Each telling is followed to its origin: the last hop of its chain, the agency of its article, the article it was
//! copied from, or the outlet's own voice. Tellings of one origin, of one copied text or in the very same words are
//! one. What is named counts for certain; who is not named may be one with anyone.

use crate::tellings::Piece;
use crate::terms::{Names, Terms};
use crate::{Origins, Status};
use std::collections::{BTreeMap, BTreeSet};
use whosaid_attribution::{Hop, Reading, SourceKind, Stance};
use whosaid_language::Lexicon;
use whosaid_story::{CopyKind, Story, StoryEntity};

/// Share of the shorter telling's word pairs from which two tellings are the same words.
const SAME_WORDS: f32 = 0.7;
/// Word pairs that both must have for that.
const LEAST_PAIRS: usize = 7;

/// Sureness of a telling, as a share of the surest one's, from which it counts.
pub(crate) const CORE: f32 = 0.45;
/// Share of the attributed tellings from which a named origin counts, and from which a hidden one does.
const NAMED_SHARE: f32 = 0.34;
const HIDDEN_SHARE: f32 = 0.12;
/// Share of attributed tellings under which a claim is told in the outlets' own voice.
const LEAST_ATTRIBUTED: f32 = 0.34;
/// Share of a claim's tellings that must deny it, and correct it, for its status.
const LEAST_DENYING: f32 = 0.15;
const LEAST_CORRECTING: f32 = 0.34;
/// Tellings that deny a claim from which it is contested whatever their share.
const MANY_DENYING: usize = 3;
/// Origins at most behind own voices.
const MOST_VOICES: u32 = 5;

/// Where a telling comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// Someone with a name or title, or a document.
    Named(String),
    /// Someone told by title or description only: "the airline".
    Described(String),
    /// A news outlet or agency.
    Outlet(String),
    /// Someone whom an outlet does not name.
    Unnamed(String),
    /// Nobody in particular, as an outlet has it.
    Unspecified(String),
    /// The outlet's own voice.
    OwnVoice(String),
}

impl Origin {
    /// Whether somebody is credited, if not by name.
    fn is_attributed(&self) -> bool {
        !matches!(self, Origin::OwnVoice(_) | Origin::Unspecified(_))
    }
}

/// What the room knows of a story's articles for this question.
pub(crate) struct Witnesses<'a> {
    readings: &'a [Reading],
    names: &'a Names,
    story: &'a Story,
    /// Name of each article's outlet.
    outlets: BTreeMap<usize, String>,
    /// The article that each article goes back to, where it is a copy.
    roots: BTreeMap<usize, usize>,
    /// Names of files that several articles of the story have, in folders of their own.
    shared_files: BTreeSet<&'a str>,
}

impl<'a> Witnesses<'a> {
    pub fn new(lexicon: &Lexicon, readings: &'a [Reading], names: &'a Names, story: &'a Story) -> Self {
        let outlets = story.articles.iter().map(|&at| (at, outlet_name(lexicon, &readings[at]))).collect();
        let copies = story.copies.iter().filter(|copied| copied.kind != CopyKind::Excerpt);
        let of: BTreeMap<usize, usize> = copies.map(|copied| (copied.article, copied.of)).collect();
        let root = |mut at: usize| {
            for _ in 0..of.len() {
                match of.get(&at) {
                    Some(&next) => at = next,
                    None => break,
                }
            }
            at
        };
        let roots = of.keys().map(|&article| (article, root(article))).collect();
        let mut files: Vec<&str> = story.articles.iter().filter_map(|&at| file_name(&readings[at])).collect();
        files.sort_unstable();
        let shared_files =
            files.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect();
        Witnesses { readings, names, story, outlets, roots, shared_files }
    }

    /// Name of an article's outlet.
    pub fn outlet(&self, article: usize) -> &str {
        self.outlets.get(&article).map_or("", String::as_str)
    }

    /// The outlet or agency in whose words an article stands.
    fn voice(&self, article: usize) -> String {
        let root = self.roots.get(&article).copied().unwrap_or(article);
        let wire = self.readings[root].annotated.article.wire.as_deref();
        wire.map_or_else(|| self.teller(root), str::to_owned)
    }

    /// What tells an article from others by who writes it: its outlet; where that is not known, the article itself, by
    /// headline, file or number.
    pub fn teller(&self, article: usize) -> String {
        let outlet = self.outlet(article);
        if !outlet.is_empty() {
            return outlet.to_owned();
        }
        let of = &self.readings[article].annotated.article;
        let file = file_name(&self.readings[article]).filter(|name| !self.shared_files.contains(name));
        let path = file.map(str::to_owned).or_else(|| of.path.clone());
        let named = of.title.clone().or(path).or_else(|| of.given_id.clone());
        named.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("article {}", article + 1))
    }

    fn origin(&self, piece: &Piece) -> Origin {
        let voice = || self.voice(piece.article);
        let Some(last) = piece.chain.last() else { return Origin::OwnVoice(voice()) };
        let outer = piece.chain.iter().rev().skip(1).find(|hop| hop.kind == SourceKind::Outlet);
        let teller = || outer.map_or_else(voice, |hop| self.called(piece.article, hop));
        match last.kind {
            SourceKind::Unnamed { .. } => Origin::Unnamed(teller()),
            SourceKind::Unspecified => Origin::Unspecified(teller()),
            SourceKind::Outlet => Origin::Outlet(self.called(piece.article, last)),
            _ if self.entity(piece.article, last).is_some() => {
                Origin::Named(self.called(piece.article, last))
            }
            _ => Origin::Described(self.called(piece.article, last)),
        }
    }

    fn entity(&self, article: usize, hop: &Hop) -> Option<&'a StoryEntity> {
        let number = self.names.get(&(article, hop.entity?))?;
        self.story.entities.get(*number as usize)
    }

    /// What a hop is called across the story.
    fn called(&self, article: usize, hop: &Hop) -> String {
        if let Some(entity) = self.entity(article, hop) {
            return entity.name.clone();
        }
        let words = self.readings[article].annotated.article.text.slice(hop.span);
        let name = hop.resolved.as_deref().unwrap_or(words).trim();
        let bare = ["the ", "The ", "a ", "A ", "an ", "An "].iter().find_map(|word| name.strip_prefix(word));
        bare.unwrap_or(name).to_owned()
    }
}

/// An outlet's name: as the list has it, else as given.
pub(crate) fn outlet_name(lexicon: &Lexicon, reading: &Reading) -> String {
    let given = reading.annotated.article.outlet.as_deref().unwrap_or("");
    lexicon.outlet(given).map_or_else(|| given.to_owned(), |outlet| outlet.name.to_owned())
}

/// Counts the independent origins of the tellings of one claim. `sureness` says how sure each telling tells it; where
/// others are surer, an unsure telling does not widen the range.
pub(crate) fn origins(
    witnesses: &Witnesses,
    pieces: &[Piece],
    terms: &[Terms],
    group: &[usize],
    sureness: &[f32],
) -> Origins {
    let core = backing(pieces, core(group, sureness));
    let mut origins: Vec<Origin> = core.iter().map(|&at| witnesses.origin(&pieces[at])).collect();
    let n_same_words = join_same_words(&mut origins, pieces, terms, &core);
    join_descriptions(&mut origins);
    let support = Support::of(&origins);
    let (min, max) = support.range();
    let distinct: BTreeSet<Origin> = origins.into_iter().collect();
    let mut why = reasons(&distinct, n_same_words);
    why.extend(support.left_out().map(str::to_owned));
    Origins { min, max, why }
}

/// The tellings that are sure enough to count, measured by the surest.
fn core(group: &[usize], sureness: &[f32]) -> Vec<usize> {
    let most = sureness.iter().copied().fold(0.0, f32::max);
    let sure = group.iter().zip(sureness).filter(|(_, sure)| **sure >= CORE * most);
    sure.map(|(&at, _)| at).collect()
}

/// Those of the tellings that stand behind a claim: who denies or questions it is no origin of it. All where none is left.
fn backing(pieces: &[Piece], core: Vec<usize>) -> Vec<usize> {
    let backing: Vec<usize> =
        core.iter().copied().filter(|&at| crate::stands_behind(pieces[at].stance)).collect();
    if backing.is_empty() { core } else { backing }
}

/// How many tellings stand behind each origin of a claim.
struct Support {
    tellings: BTreeMap<Origin, usize>,
    n_tellings: usize,
    n_attributed: usize,
}

impl Support {
    fn of(origins: &[Origin]) -> Self {
        let mut tellings: BTreeMap<Origin, usize> = BTreeMap::new();
        for origin in origins {
            *tellings.entry(origin.clone()).or_default() += 1;
        }
        let n_attributed = origins.iter().filter(|origin| origin.is_attributed()).count();
        Support { tellings, n_tellings: origins.len(), n_attributed }
    }

    /// How many distinct origins of a kind carry at least a share of the attributed tellings.
    fn count(&self, share: f32, is: impl Fn(&Origin) -> bool) -> u32 {
        let least = share * self.n_attributed as f32;
        self.tellings.iter().filter(|(origin, n)| is(origin) && **n as f32 >= least).count() as u32
    }

    /// Whether hardly any telling credits anyone.
    fn is_own_voice(&self) -> bool {
        self.n_attributed == 0 || (self.n_attributed as f32) < LEAST_ATTRIBUTED * self.n_tellings as f32
    }

    /// Why some of those who are credited do not count.
    fn left_out(&self) -> Option<&'static str> {
        let least = NAMED_SHARE * self.n_attributed as f32;
        let named = |origin: &Origin| matches!(origin, Origin::Named(_) | Origin::Described(_));
        match () {
            () if self.n_attributed > 0 && self.is_own_voice() => {
                Some("most tellings name nobody, so who is named in a few of them is not counted")
            }
            () if self.tellings.iter().any(|(origin, &n)| named(origin) && (n as f32) < least) => {
                Some("whom few of the tellings rest on is not counted")
            }
            () => None,
        }
    }

    /// The range of independent origins. One body behind most tellings is one, whoever repeats it; two unnamed sources
    /// of two outlets may be one; outlets that name nobody may all have one source or their own.
    fn range(&self) -> (u32, u32) {
        let voices = self.count(0.0, |origin| !origin.is_attributed());
        if self.is_own_voice() {
            return (1, voices.clamp(1, MOST_VOICES));
        }
        let named = self.count(NAMED_SHARE, |origin| matches!(origin, Origin::Named(_)));
        let hidden =
            self.count(HIDDEN_SHARE, |origin| matches!(origin, Origin::Unnamed(_) | Origin::Outlet(_)));
        let described = self.count(NAMED_SHARE, |origin| matches!(origin, Origin::Described(_)));
        let hidden = hidden + described.min(1);
        match (named, hidden) {
            (0 | 1, 0) | (0, 1) => (1, 1),
            (0, 2) | (1, 1) => (1, 2),
            (0, hidden) => (2, hidden.min(4)),
            (1, hidden) => (2, (hidden + 1).min(4)),
            (named, hidden) => (named.min(3), named.min(3) + hidden.min(2)),
        }
    }
}

/// Gives a description the named origin whose name it holds; a bare one ("the company") the foremost named origin.
fn join_descriptions(origins: &mut [Origin]) {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for origin in origins.iter() {
        if let Origin::Named(name) = origin {
            *named.entry(name.clone()).or_default() += 1;
        }
    }
    let foremost = named.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(name, _)| name.clone());
    let Some(foremost) = foremost else { return };
    for origin in origins.iter_mut() {
        let (words, n) = match origin {
            Origin::Described(words) => (words.clone(), 0),
            Origin::Named(name) => (name.clone(), named[name]),
            _ => continue,
        };
        let akin = named.iter().find(|(name, tellings)| **tellings > n && share_a_name(name, &words));
        let bare = n == 0 && !words.split_whitespace().any(is_name_like);
        match akin {
            Some((name, _)) => *origin = Origin::Named(name.clone()),
            None if bare => *origin = Origin::Named(foremost.clone()),
            None => {}
        }
    }
}

/// Whether two names or descriptions share a word that is written as a name.
fn share_a_name(a: &str, b: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let bare = |word: &str| word.trim_end_matches("'s").trim_end_matches("’s").to_lowercase();
        text.split_whitespace().filter(|word| is_name_like(word)).map(bare).collect()
    };
    !words(a).is_disjoint(&words(b))
}

fn is_name_like(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && !matches!(word, "The" | "A" | "An" | "It" | "He" | "She" | "They")
}

/// Gives tellings in the very same words one origin, the best known of theirs. How many were joined.
fn join_same_words(origins: &mut [Origin], pieces: &[Piece], terms: &[Terms], group: &[usize]) -> usize {
    let mut joined = 0;
    for (n, &a) in group.iter().enumerate().take(200) {
        for (m, &b) in group[..n].iter().enumerate() {
            if origins[n] == origins[m] || pieces[a].article == pieces[b].article {
                continue;
            }
            if same_words(&terms[a], &terms[b]) {
                let best = origins[n].clone().min(origins[m].clone());
                (origins[n], origins[m]) = (best.clone(), best);
                joined += 1;
            }
        }
    }
    joined
}

fn same_words(a: &Terms, b: &Terms) -> bool {
    let least = a.bigrams.len().min(b.bigrams.len());
    let shared = a.bigrams.iter().filter(|pair| b.bigrams.binary_search(pair).is_ok()).count();
    least >= LEAST_PAIRS && shared as f32 >= SAME_WORDS * least as f32
}

fn reasons(distinct: &BTreeSet<Origin>, n_same_words: usize) -> Vec<String> {
    let list = |is: fn(&Origin) -> Option<&String>| {
        distinct.iter().filter_map(is).filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>()
    };
    let mut why = Vec::new();
    let mut add = |names: Vec<String>, one: &str, many: &str| match names.as_slice() {
        [] => {}
        [only] => why.push(format!("{one} {only}")),
        several => why.push(format!("{} {many}: {}", several.len(), several.join(", "))),
    };
    add(list(|o| if let Origin::Named(name) = o { Some(name) } else { None }), "named:", "named origins");
    add(
        list(|o| if let Origin::Described(name) = o { Some(name) } else { None }),
        "told by description:",
        "told by description, who may be one",
    );
    add(
        list(|o| if let Origin::Outlet(name) = o { Some(name) } else { None }),
        "credited to",
        "outlets credited, whose own sources are not told",
    );
    add(
        list(|o| if let Origin::Unnamed(name) = o { Some(name) } else { None }),
        "an unnamed source of",
        "outlets with unnamed sources, who may be one",
    );
    add(
        list(|o| if let Origin::Unspecified(name) = o { Some(name) } else { None }),
        "nobody in particular, in",
        "outlets that name nobody in particular",
    );
    add(
        list(|o| if let Origin::OwnVoice(name) = o { Some(name) } else { None }),
        "own voice of",
        "outlets in their own voice",
    );
    if n_same_words > 0 {
        why.push("tellings in the same words count as one".to_owned());
    }
    why
}

/// The name of an article's file, without its folders.
fn file_name(reading: &Reading) -> Option<&str> {
    let path = reading.annotated.article.path.as_deref()?;
    path.rsplit(['/', '\\']).next().filter(|name| !name.is_empty())
}

/// How a claim stands, from its origins and the stances of its tellings; `deniers` are tellings that deny another one.
pub(crate) fn status(
    origins: &Origins,
    pieces: &[Piece],
    group: &[usize],
    deniers: &BTreeSet<usize>,
) -> Status {
    let n = |stance: Stance| group.iter().filter(|&&at| pieces[at].stance == stance).count();
    let (denies, corrects) = (n(Stance::Denies), n(Stance::Corrects));
    let asserts = n(Stance::Asserts) + n(Stance::Confirms);
    let share = |n: usize| n as f32 / group.len().max(1) as f32;
    let attributed = group
        .iter()
        .filter(|&&at| pieces[at].chain.last().is_some_and(|hop| hop.kind != SourceKind::Unspecified))
        .count();
    if share(corrects) >= LEAST_CORRECTING {
        return Status::Corrected;
    }
    // A claim that something is untrue is not denied by those who tell it.
    let untrue = group.iter().filter(|&&at| pieces[at].says_untrue).count();
    let denies = if asserts == 0 { denies.saturating_sub(untrue) } else { denies };
    if denies > 0 && asserts == 0 {
        return Status::Denied;
    }
    let denied = group.iter().any(|at| deniers.contains(at));
    if denied || denies >= MANY_DENYING || share(denies) >= LEAST_DENYING {
        return Status::Contested;
    }
    if share(attributed) < LEAST_ATTRIBUTED {
        return Status::Unattributed;
    }
    if origins.min >= 2 { Status::Corroborated } else { Status::SingleOrigin }
}

/// The article that told a claim first by published time: the earliest moment of the dated articles, and no other one
/// of the same day whose hour is not known. Articles without a date decide nothing here.
pub(crate) fn earliest(readings: &[Reading], pieces: &[Piece], group: &[usize]) -> Option<usize> {
    let articles: BTreeSet<usize> = group.iter().map(|&at| pieces[at].article).collect();
    let moment = |article: usize| readings[article].annotated.article.published.value;
    let dated: Vec<_> = articles.iter().filter_map(|&article| Some((moment(article)?, article))).collect();
    let &(first, article) = dated.iter().min()?;
    let has_hour = |moment: whosaid_text::Moment| {
        moment.clock.is_some_and(|clock| (clock.hour, clock.minute, clock.second) != (0, 0, 0))
    };
    let unclear = dated.iter().any(|&(other, at)| {
        at != article && other.day == first.day && (!has_hour(first) || !has_hour(other) || other == first)
    });
    (!unclear).then_some(article)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_stands_behind_few_tellings_is_named_and_not_counted() {
        let named = |name: &str| Origin::Named(name.to_owned());
        let voice = |name: &str| Origin::OwnVoice(name.to_owned());
        let check = |origins: &[Origin], range: (u32, u32), left_out: bool| {
            let support = Support::of(origins);
            assert_eq!((support.range(), support.left_out().is_some()), (range, left_out), "{origins:?}");
        };
        let (ann, ben) = (named("Ann"), named("Ben"));
        check(&[ann.clone(), ben.clone()], (2, 2), false);
        check(&[ann.clone(), ann.clone(), ann.clone(), ben], (1, 1), true);
        check(&[voice("Post"), voice("Gazette")], (1, 2), false);
        check(&[voice("Post"), voice("Post"), voice("Gazette"), ann], (1, 2), true);
    }
}
