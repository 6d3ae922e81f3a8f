//! Names of an article compared as types, so that a short name finds its full one wherever it stands.
//!
//! What a type is, person, organization, place or outlet, is one decision for the whole article: how the model read
//! each of its places, and what the words beside them tell (`evidence.rs`).

pub(crate) mod evidence;

use crate::entities::{Draft, Found};
use crate::gazetteer::{Facts, phrase_key};
use crate::outlets::NamedOutlet;
use crate::{Annotated, EntityKind, Gender, Lexicon, MentionForm, TokenRange};
use evidence::Points;
use std::collections::{BTreeMap, HashMap, HashSet};
use whosaid_linear::{hash, mix};

/// Most full names that a short one is compared with.
const MOST_CANDIDATES: usize = 24;
/// Readings of the model that count toward a kind.
const MOST_VOTES: u32 = 4;
/// Words of a name that may stand before the title in it.
const MOST_BEFORE_TITLE: usize = 4;
/// Points from which a body is an outlet.
const OUTLET_FROM: i32 = 4;

/// One place where a name stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// With its title.
    tokens: TokenRange,
    kind: EntityKind,
    gender: Option<Gender>,
    has_title: bool,
    /// Number of its type, or of its outlet.
    name: Called,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Called {
    Type(usize),
    Outlet(u16),
}

/// A name by its words in lower case, without title.
#[derive(Clone, Debug)]
struct Type {
    words: Vec<u32>,
    /// How often it was read as person, organization, place, outlet.
    votes: [u32; 4],
    /// What the words in and beside its places tell.
    points: Points,
    kind: EntityKind,
    gender: Option<Gender>,
    /// The name in capitals alone: "ICRC".
    acronym: Option<String>,
    /// Its own initials: "icrc".
    initials: String,
    n_places: usize,
    /// For "the Beckhams", the name of one: "beckham".
    of_family: Option<u32>,
}

/// All names of an article.
pub(crate) struct Names {
    places: Vec<Place>,
    types: Vec<Type>,
}

impl Names {
    /// Gathers names and outlets; where they overlap the longer one stays, and an outlet wins a tie.
    pub fn new(
        lexicon: &Lexicon,
        annotated: &Annotated,
        names: Vec<(TokenRange, EntityKind)>,
        outlets: &[NamedOutlet],
    ) -> Self {
        let mut gathered = Names { places: Vec::new(), types: Vec::new() };
        let mut numbers = HashMap::new();
        let mut outlets = outlets.iter().peekable();
        for (tokens, kind) in names {
            while let Some(outlet) = outlets.next_if(|outlet| outlet.tokens.end <= tokens.start) {
                gathered.add_outlet(outlet);
            }
            let overlapping = outlets.peek().filter(|outlet| outlet.tokens.start < tokens.end);
            if overlapping.is_some_and(|outlet| is_outlet_rather(annotated, outlet, tokens, kind)) {
                continue;
            }
            while outlets.next_if(|outlet| outlet.tokens.start < tokens.end).is_some() {}
            gathered.add_name(lexicon, annotated, &mut numbers, tokens, kind);
        }
        outlets.for_each(|outlet| gathered.add_outlet(outlet));
        gathered.agree_on_kinds();
        gathered
    }

    fn add_outlet(&mut self, outlet: &NamedOutlet) {
        self.places.push(Place {
            tokens: outlet.tokens,
            kind: EntityKind::Outlet,
            gender: None,
            has_title: false,
            name: Called::Outlet(outlet.outlet),
        });
    }

    fn add_name(
        &mut self,
        lexicon: &Lexicon,
        annotated: &Annotated,
        numbers: &mut HashMap<Vec<u32>, usize>,
        tokens: TokenRange,
        kind: EntityKind,
    ) {
        let titled = personal_title(lexicon, annotated, tokens);
        let (tokens, kind) = titled.map_or((tokens, kind), |tokens| (tokens, EntityKind::Person));
        let naming = Naming::read(lexicon, annotated, tokens, kind);
        let Some(naming) = naming else { return };
        let points = lexicon.evidence().of(lexicon, annotated, naming.bare);
        let number = *numbers.entry(naming.words.clone()).or_insert(self.types.len());
        if number == self.types.len() {
            self.types.push(Type::new(annotated, naming.bare, naming.words.clone()));
        }
        let name = &mut self.types[number];
        name.votes[kind_index(kind)] += 1 + u32::from(naming.has_title) * 3;
        (0..4).for_each(|kind| name.points[kind] += points[kind]);
        name.n_places += 1;
        if name.gender.is_none() {
            name.gender = naming.gender;
        }
        self.places.push(Place {
            tokens: naming.tokens,
            kind,
            gender: naming.gender,
            has_title: naming.has_title,
            name: Called::Type(number),
        });
    }

    /// One kind for each type. A lone word that is part of a person's full name is that person unless much speaks
    /// against it; a name that a body's full name begins with is that body.
    fn agree_on_kinds(&mut self) {
        self.types.iter_mut().for_each(Type::settle);
        let mut of_persons = HashSet::new();
        for name in self.types.iter().filter(|name| name.kind == EntityKind::Person && name.words.len() > 1) {
            of_persons.extend([name.words[0], name.words[name.words.len() - 1]]);
        }
        let begin = self.begin_of_bodies();
        let words: HashSet<u32> = self.types.iter().flat_map(|name| name.words.iter().copied()).collect();
        for name in &mut self.types {
            if name.of_family.is_some_and(|one| words.contains(&one)) {
                name.kind = EntityKind::Person;
                continue;
            }
            let is_of_person = name.words.len() == 1 && of_persons.contains(&name.words[0]);
            if is_of_person && name.kind == EntityKind::Organization {
                let against = name.votes[1] as i32 + name.points[1] >= 3 * (1 + name.votes[0] as i32);
                name.kind = if against { name.kind } else { EntityKind::Person };
            } else if !is_of_person
                && name.kind == EntityKind::Person
                && name.points[0] < 3
                && begin.contains(&key_of(&name.words))
            {
                name.kind = EntityKind::Organization;
            }
        }
        for place in &mut self.places {
            if let Called::Type(number) = place.name {
                place.kind = self.types[number].kind;
            }
        }
    }

    /// What is left of the names of bodies without their last word, where that is one that bodies have in their
    /// names: "Torvex" of "Torvex Group".
    fn begin_of_bodies(&self) -> HashSet<u32> {
        let bodies = self.types.iter().filter(|name| {
            name.kind == EntityKind::Organization && name.words.len() > 1 && name.points[1] > name.points[0]
        });
        bodies.map(|name| key_of(&name.words[..name.words.len() - 1])).collect()
    }
}

fn key_of(words: &[u32]) -> u32 {
    words.iter().copied().reduce(mix).unwrap_or_default()
}

/// From the title on, a name that is a title and a person's name, "Captain Rochester", "U.S. Attorney Bash"; not a
/// body or place that is called so.
fn personal_title(lexicon: &Lexicon, annotated: &Annotated, tokens: TokenRange) -> Option<TokenRange> {
    let at = |start: u32| TokenRange { start, ..tokens };
    let (start, n_words) = (tokens.start..tokens.end)
        .take(MOST_BEFORE_TITLE)
        .find_map(|start| lexicon.titles().at(annotated, at(start)).map(|(n_words, _)| (start, n_words)))?;
    let rest = at((start + n_words as u32).min(tokens.end));
    let hashes = |range: TokenRange| phrase_key(range.range().map(|idx| hash(annotated.word(idx))));
    let listed = Facts::BODY.with(Facts::KNOWN_BODY).with(Facts::PLACE).with(Facts::OUTLET);
    let is_listed = |key: u32| lexicon.facts(key).0 & listed.0 != 0;
    let is_name = |idx: usize| annotated.word(idx).starts_with(char::is_uppercase);
    let fits = (1..=3).contains(&rest.len())
        && rest.range().all(is_name)
        && !is_listed(hashes(tokens))
        && !lexicon.facts(hash(annotated.word(tokens.end as usize - 1))).has(Facts::BODY);
    fits.then(|| at(start))
}

/// Whether the outlet, not the overlapping name, stays.
fn is_outlet_rather(
    annotated: &Annotated,
    outlet: &NamedOutlet,
    tokens: TokenRange,
    kind: EntityKind,
) -> bool {
    let covers = outlet.tokens.start <= tokens.start && tokens.end <= outlet.tokens.end;
    let only_adds_the = || {
        let extra = tokens.len() - outlet.tokens.len().min(tokens.len());
        let last = annotated.word(tokens.end as usize - 1).to_lowercase();
        extra == 1 && matches!(last.as_str(), "newspaper" | "magazine" | "'s" | "’s")
    };
    covers || (kind != EntityKind::Person && only_adds_the())
}

fn kind_index(kind: EntityKind) -> usize {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Place => 2,
        EntityKind::Organization => 1,
        EntityKind::Outlet => 3,
    }
}

/// A name taken apart.
struct Naming {
    /// With title and "the".
    tokens: TokenRange,
    /// Without.
    bare: TokenRange,
    words: Vec<u32>,
    gender: Option<Gender>,
    has_title: bool,
}

impl Naming {
    fn read(lexicon: &Lexicon, annotated: &Annotated, tokens: TokenRange, kind: EntityKind) -> Option<Self> {
        match kind {
            EntityKind::Person => Naming::read_person(lexicon, annotated, tokens),
            _ => Naming::read_body(annotated, tokens),
        }
    }

    fn read_person(lexicon: &Lexicon, annotated: &Annotated, tokens: TokenRange) -> Option<Self> {
        let (mut whole, mut bare) = (tokens, tokens);
        let mut gender = None;
        let mut has_title = false;
        while let Some((n_words, title)) = lexicon.titles().at(annotated, bare) {
            if n_words >= bare.len() {
                break;
            }
            bare.start += n_words as u32;
            gender = title.gender.or(gender);
            has_title = true;
        }
        let sentence = annotated.sentences[annotated.sentence_of(tokens.start as usize)].tokens;
        while let Some((n_words, title)) =
            lexicon.titles().before(annotated, whole.start as usize, sentence.start as usize)
        {
            whole.start -= n_words as u32;
            gender = gender.or(title.gender);
            has_title = true;
        }
        while bare.len() > 1 && is_name_tail(annotated.word(bare.end as usize - 1)) {
            bare.end -= 1;
        }
        let words: Vec<u32> = bare
            .range()
            .map(|idx| annotated.word(idx))
            .enumerate()
            .filter(|&(at, word)| at == 0 || bare.len() < 3 || !is_initial(word))
            .filter(|(_, word)| word.chars().any(char::is_alphabetic))
            .map(|(_, word)| hash(&word.to_lowercase()))
            .collect();
        if gender.is_none() {
            gender = gender_of_first_name(lexicon, annotated.word(bare.start as usize));
        }
        (!words.is_empty()).then_some(Naming { tokens: whole, bare, words, gender, has_title })
    }

    fn read_body(annotated: &Annotated, tokens: TokenRange) -> Option<Self> {
        let mut bare = tokens;
        if bare.len() > 1 && annotated.word(bare.start as usize).eq_ignore_ascii_case("the") {
            bare.start += 1;
        }
        while bare.len() > 1 && is_body_tail(annotated.word(bare.end as usize - 1)) {
            bare.end -= 1;
        }
        let words: Vec<u32> = bare
            .range()
            .map(|idx| annotated.word(idx))
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .map(|word| hash(&without_stops(word).to_lowercase()))
            .collect();
        (!words.is_empty()).then_some(Naming { tokens, bare, words, gender: None, has_title: false })
    }
}

/// "U.S." as "US".
fn without_stops(word: &str) -> std::borrow::Cow<'_, str> {
    if word.contains('.') { word.replace('.', "").into() } else { word.into() }
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars().filter(|&c| c != '.');
    matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase())
}

fn is_name_tail(word: &str) -> bool {
    matches!(
        word,
        "Jr" | "Jr."
            | "Sr"
            | "Sr."
            | "II"
            | "III"
            | "IV"
            | "MP"
            | "MBE"
            | "OBE"
            | "CBE"
            | "QC"
            | "KC"
            | ","
            | "'s"
            | "’s"
    )
}

fn is_body_tail(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Inc"
            | "Corp"
            | "Corporation"
            | "Co"
            | "Company"
            | "Ltd"
            | "Limited"
            | "LLC"
            | "LLP"
            | "PLC"
            | "plc"
            | "Plc"
            | "AG"
            | "SA"
            | "NV"
            | "A"
            | "S"
            | "A/S"
            | "AB"
            | "ASA"
            | "GmbH"
            | "SE"
            | "SpA"
            | ""
            | ","
            | "'s"
            | "’s"
    )
}

fn gender_of_first_name(lexicon: &Lexicon, word: &str) -> Option<Gender> {
    let facts = lexicon.facts(hash(word));
    match (facts.has(Facts::MALE), facts.has(Facts::FEMALE)) {
        (true, false) => Some(Gender::Masculine),
        (false, true) => Some(Gender::Feminine),
        _ => None,
    }
}

impl Type {
    fn new(annotated: &Annotated, bare: TokenRange, words: Vec<u32>) -> Self {
        let capitals = bare.range().map(|idx| annotated.word(idx));
        let capitals = capitals.filter(|word| word.chars().next().is_some_and(char::is_uppercase));
        let initials = capitals.filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect();
        let word = annotated.word(bare.start as usize);
        let is_acronym = bare.len() == 1
            && (2..=8).contains(&word.len())
            && word.chars().filter(|c| c.is_uppercase()).count() * 2 > word.len();
        let acronym = is_acronym.then(|| without_stops(word).to_lowercase());
        let kind = EntityKind::Organization;
        let of_family = (bare.len() == 1).then(|| one_of_family(annotated, bare.start as usize)).flatten();
        Type {
            words,
            votes: [0; 4],
            points: [0; 4],
            kind,
            gender: None,
            acronym,
            initials,
            n_places: 0,
            of_family,
        }
    }

    /// The kind that most speaks for. Readings of the model count up to a number; an outlet is a body that more than
    /// one word shows to be one.
    fn settle(&mut self) {
        const KINDS: [EntityKind; 3] = [EntityKind::Person, EntityKind::Organization, EntityKind::Place];
        let read = |kind: usize| 2 * self.votes[kind].min(MOST_VOTES) as i32;
        let [person, body, place, outlet] = self.points;
        let scores = [read(0) + person, read(1) + body + outlet, read(2) + place];
        let best = (0..3).max_by_key(|&kind| (scores[kind], std::cmp::Reverse(kind)));
        self.kind = KINDS[best.unwrap_or(1)];
        if self.kind == EntityKind::Organization
            && self.points[3] >= OUTLET_FROM
            && self.points[3] >= self.points[1]
        {
            self.kind = EntityKind::Outlet;
        }
    }
}

/// "beckham" for "Beckhams" after "the".
fn one_of_family(annotated: &Annotated, token_idx: usize) -> Option<u32> {
    let before = token_idx.checked_sub(1).map(|before| annotated.word(before));
    let word = annotated.word(token_idx).to_lowercase();
    let hissing = ["x", "z", "s", "ch", "sh"];
    let long = word.strip_suffix("es").filter(|stem| hissing.iter().any(|end| stem.ends_with(end)));
    let one = long.or_else(|| word.strip_suffix('s')).filter(|one| one.len() > 3)?;
    matches!(before, Some("the" | "The")).then(|| hash(one))
}

/// Gives every name its draft. Mentions come in order of position.
pub(crate) fn join_names(lexicon: &Lexicon, names: &Names, drafts: &mut Vec<Draft>) -> Vec<Found> {
    let mut joining = Joining { names, drafts, of_type: vec![Vec::new(); names.types.len()] };
    joining.join_full_persons();
    joining.join_bodies();
    let mut outlets = BTreeMap::new();
    let mut last_place: HashMap<usize, usize> = HashMap::new();
    let mut found = Vec::with_capacity(names.places.len());
    for (at, place) in names.places.iter().enumerate() {
        let draft = match place.name {
            Called::Outlet(outlet) => *outlets.entry(outlet).or_insert_with(|| {
                joining.drafts.push(Draft {
                    kind: EntityKind::Outlet,
                    gender: None,
                    name: Some(lexicon.outlets().get(outlet).name.to_owned()),
                    n_mentions: 0,
                    is_plural: false,
                    is_named: true,
                });
                joining.drafts.len() - 1
            }),
            Called::Type(number) => joining.draft_of(number, place, &last_place),
        };
        last_place.insert(draft, at);
        let draft_now = &mut joining.drafts[draft];
        draft_now.n_mentions += 1;
        if draft_now.gender.is_none() {
            draft_now.gender = place.gender;
        }
        found.push(Found {
            tokens: place.tokens,
            kind: draft_now.kind,
            form: MentionForm::Name,
            gender: place.gender,
            draft: Some(draft),
            description: None,
        });
    }

    found
}

struct Joining<'a> {
    names: &'a Names,
    drafts: &'a mut Vec<Draft>,
    /// Drafts that a type may stand for.
    of_type: Vec<Vec<usize>>,
}

impl Joining<'_> {
    fn new_draft(&mut self, kind: EntityKind, gender: Option<Gender>) -> usize {
        self.drafts.push(Draft { kind, gender, name: None, n_mentions: 0, is_plural: false, is_named: true });
        self.drafts.len() - 1
    }

    /// Persons named with two words or more, longest first; then lone words that are part of one.
    fn join_full_persons(&mut self) {
        let types = &self.names.types;
        let mut full: Vec<usize> = (0..types.len())
            .filter(|&number| types[number].kind == EntityKind::Person && types[number].words.len() > 1)
            .collect();
        full.sort_by_key(|&number| (std::cmp::Reverse(types[number].words.len()), number));
        let mut by_word: HashMap<u32, Vec<(usize, usize)>> = HashMap::new();
        for number in full {
            let words = &types[number].words;
            let (first, last) = (words[0], words[words.len() - 1]);
            let near = by_word.get(&first).into_iter().flatten().take(MOST_CANDIDATES);
            let same =
                near.filter(|(other, _)| is_variant(words, &types[*other].words)).map(|&(_, draft)| draft);
            let mut same: Vec<usize> = same.collect();
            same.dedup();
            let draft = match same[..] {
                [draft] => draft,
                _ => self.new_draft(EntityKind::Person, types[number].gender),
            };
            if self.drafts[draft].gender.is_none() {
                self.drafts[draft].gender = types[number].gender;
            }
            self.of_type[number] = vec![draft];
            for word in [first, last] {
                by_word.entry(word).or_default().push((number, draft));
            }
        }
        for (number, name) in types.iter().enumerate() {
            if name.kind == EntityKind::Person && name.words.len() == 1 {
                let near = by_word.get(&name.words[0]).into_iter().flatten().take(MOST_CANDIDATES);
                let mut drafts: Vec<usize> = near.map(|&(_, draft)| draft).collect();
                drafts.sort_unstable();
                drafts.dedup();
                self.of_type[number] = drafts;
            }
        }
    }

    /// Bodies and places: acronyms, and full names whose first words are used alone.
    fn join_bodies(&mut self) {
        let types = &self.names.types;
        let mut by_initials: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut by_start: HashMap<u32, Vec<usize>> = HashMap::new();
        for (number, name) in types.iter().enumerate().filter(|(_, name)| name.kind != EntityKind::Person) {
            if name.words.len() > 1 {
                by_initials.entry(&name.initials).or_default().push(number);
                let start =
                    name.words[..name.words.len() - 1].iter().copied().reduce(mix).unwrap_or_default();
                by_start.entry(start).or_default().push(number);
            }
        }
        for (number, name) in types.iter().enumerate() {
            if name.kind == EntityKind::Person {
                continue;
            }
            let by_acronym = name.acronym.as_deref().and_then(|acronym| by_initials.get(acronym));
            let whole = name.words.iter().copied().reduce(mix).unwrap_or_default();
            let longer = by_start.get(&whole).filter(|_| name.kind == EntityKind::Organization);
            let full = match (by_acronym.map(Vec::as_slice), longer.map(Vec::as_slice)) {
                (Some(&[full]), _) | (None, Some(&[full])) if types[full].kind == name.kind => full,
                _ => number,
            };
            let draft = match self.of_type[full].first() {
                Some(&draft) => draft,
                None => self.new_draft(types[full].kind, None),
            };
            self.of_type[full] = vec![draft];
            self.of_type[number] = vec![draft];
        }
    }

    /// The draft for one place of a type; a lone word that fits several persons goes to the one named last.
    fn draft_of(&mut self, number: usize, place: &Place, last_place: &HashMap<usize, usize>) -> usize {
        let gender = place.gender.filter(|_| place.has_title);
        let agrees = |draft: &usize| match (gender, self.drafts[*draft].gender) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let fitting = self.of_type[number].iter().copied().filter(agrees);
        let best =
            fitting.max_by_key(|draft| (last_place.get(draft).map(|&at| at + 1), std::cmp::Reverse(*draft)));
        best.unwrap_or_else(|| {
            let draft = self.new_draft(place.kind, place.gender.or(self.names.types[number].gender));
            let name = &self.names.types[number];
            self.drafts[draft].is_plural = name.of_family.is_some() && name.kind == EntityKind::Person;
            self.of_type[number].push(draft);
            draft
        })
    }
}

/// Whether two full names (in lower case, longer or equal second) can be one person: same first and last word, or the
/// one a stretch of the other from its start.
fn is_variant(words: &[u32], longer: &[u32]) -> bool {
    let ends = (words.first(), words.last());
    ends == (longer.first(), longer.last()) || longer.starts_with(words)
}
