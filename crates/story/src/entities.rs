//! One someone across articles: full names, last names with a first name that fits, acronyms, names with and without
//! a company's legal form. Namesakes stay apart; unnamed sources are never joined.
//!
//! An entity of an article brings all its names, roles and descriptions along, since its article already tied them
//! together. What no article names is left out.

use crate::name_words::NameWords;
use crate::nominals::{self, Nominal, same_sort};
use crate::nouns::Nouns;
use crate::{StoryEntity, StoryRules, phrases};
use std::collections::{BTreeMap, BTreeSet};
use whosaid_attribution::Reading;
use whosaid_language::{Annotated, Entity, EntityKind, Mention, MentionForm, Tag, TokenRange};
use whosaid_text::{EntityId, MentionId, Span};

/// An entity of one article on its way into a story.
struct Local<'a> {
    article: usize,
    entity: &'a Entity,
    /// Its kind, where the story knows better than the article.
    kind: EntityKind,
    /// Words of its names in lower case, titles and legal forms left out; the fullest first.
    names: Vec<Vec<String>>,
    /// What else the article calls it, around its names.
    phrases: Vec<String>,
    /// Nouns told of it.
    types: Vec<String>,
    /// Where it is named, by first token.
    places: Vec<u32>,
    /// The names of one word that it is called by, where, and by which mention.
    lone: Vec<(String, u32, MentionId)>,
    /// Its mentions.
    mentions: Vec<MentionId>,
    /// Descriptions that mean it.
    described: Vec<Span>,
}

/// What the story calls an entity of an article beside its names.
struct Called {
    local: usize,
    forms: Vec<String>,
    /// The words, where they stand alone for it.
    words: Option<Span>,
}

/// Joins the named entities of a story's articles; most mentioned first.
pub(crate) fn join(rules: &StoryRules, readings: &[Reading], articles: &[usize]) -> Vec<StoryEntity> {
    let (nouns, names) = (&rules.nouns, &rules.names);
    let mut locals: Vec<Local> =
        articles.iter().flat_map(|&article| locals(nouns, names, article, &readings[article])).collect();
    agree_on_kinds(&mut locals);
    let mut groups = Groups::new(locals.len());
    join_equal_names(&locals, &mut groups);
    join_short_names(&locals, &mut groups);
    join_acronyms(&locals, &mut groups);
    join_first_words(&locals, &mut groups);
    join_inner_words(nouns, &locals, &mut groups);
    join_spellings(&locals, &mut groups);
    for called in describe(nouns, readings, articles, &mut locals, &mut groups) {
        let local = &mut locals[called.local];
        local.phrases.extend(called.forms);
        local.described.extend(called.words);
    }
    let mut entities: Vec<StoryEntity> =
        groups.into_lists().into_iter().map(|list| entity(&locals, &list)).collect();
    entities.sort_by_key(|entity| std::cmp::Reverse(entity.mentions.len()));
    for (n, entity) in entities.iter_mut().enumerate() {
        entity.id = EntityId(n as u32);
    }
    entities
}

fn locals<'a>(nouns: &Nouns, name_words: &NameWords, article: usize, reading: &'a Reading) -> Vec<Local<'a>> {
    let locals = reading.annotated.entities.iter();
    locals.filter_map(|entity| local(nouns, name_words, article, &reading.annotated, entity)).collect()
}

fn local<'a>(
    nouns: &Nouns,
    name_words: &NameWords,
    article: usize,
    annotated: &'a Annotated,
    entity: &'a Entity,
) -> Option<Local<'a>> {
    let mentions = || entity.mentions.iter().filter_map(|id| annotated.mentions.get(id.idx()));
    let by_name = || mentions().filter(|mention| mention.form == MentionForm::Name);
    let text = |mention: &Mention| annotated.article.text.slice(annotated.first_span(mention.tokens));
    let texts: BTreeSet<&str> = by_name().map(text).collect();
    if texts.is_empty() {
        return None;
    }
    let mut names: Vec<Vec<String>> =
        texts.into_iter().chain([entity.name.as_str()]).map(|name| words(name_words, name)).collect();
    let (mut called, mut types) = (Vec::new(), Vec::new());
    for mention in mentions().filter(|mention| mention.form != MentionForm::Pronoun) {
        called.push(text(mention).to_owned());
        if mention.form == MentionForm::Description {
            let noun = text(mention).split_whitespace().last().unwrap_or("").to_lowercase();
            types.extend(nouns.kind(&noun).filter(|&kind| same_sort(kind, entity.kind)).map(|_| noun));
        }
    }
    for mention in by_name() {
        let around = phrases::around(nouns, name_words, annotated, mention);
        names.extend(around.names.iter().map(|name| words(name_words, name)));
        called.extend(around.names);
        called.extend(around.words);
        types.extend(around.types);
    }
    names.retain(|name| !name.is_empty());
    names.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    names.dedup();
    let lone = entity.mentions.iter().filter_map(|&id| {
        let mention = annotated.mentions.get(id.idx()).filter(|mention| mention.form == MentionForm::Name)?;
        let name = text(mention).to_lowercase();
        (!name.contains(' ')).then_some((name, mention.tokens.start, id))
    });
    let lone = lone.collect();
    let places = by_name().map(|mention| mention.tokens.start).collect();
    (!names.is_empty()).then_some(Local {
        article,
        entity,
        kind: entity.kind,
        names,
        phrases: called,
        types,
        places,
        lone,
        mentions: entity.mentions.clone(),
        described: Vec::new(),
    })
}

/// A lone word that the story mostly knows as a body is no person: a person found under it is that body, and one that
/// it was taken for a short name of ("Orlen Ann Lee") loses it.
fn agree_on_kinds(locals: &mut Vec<Local>) {
    let mut votes: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for local in locals.iter() {
        for (name, _, _) in &local.lone {
            votes.entry(name.clone()).or_default()[usize::from(local.kind == EntityKind::Person)] += 1;
        }
    }
    let is_body = |word: &str| votes.get(word).is_some_and(|vote| vote[0] > vote[1]);
    let mut bodies = Vec::new();
    for local in locals.iter_mut().filter(|local| local.kind == EntityKind::Person) {
        if local.names.iter().all(|name| name.len() == 1 && is_body(&name[0])) {
            local.kind = EntityKind::Organization;
        } else {
            local.names.retain(|name| name.len() > 1 || !is_body(&name[0]));
            local.phrases.retain(|phrase| !is_body(&phrase.to_lowercase()));
            bodies.extend(without_body(local, is_body));
        }
    }
    locals.extend(bodies);
}

/// Takes the mentions of a body away from a person.
fn without_body<'a>(local: &mut Local<'a>, is_body: impl Fn(&str) -> bool) -> Option<Local<'a>> {
    let (of_body, lone): (Vec<_>, Vec<_>) = local.lone.drain(..).partition(|(name, _, _)| is_body(name));
    local.lone = lone;
    let name = of_body.first()?.0.clone();
    let of_body: Vec<_> = of_body.into_iter().filter(|(other, _, _)| *other == name).collect();
    let places: Vec<u32> = of_body.iter().map(|(_, place, _)| *place).collect();
    let mentions: Vec<MentionId> = of_body.iter().map(|(_, _, id)| *id).collect();
    local.places.retain(|place| !places.contains(place));
    local.mentions.retain(|id| !mentions.contains(id));
    Some(Local {
        article: local.article,
        entity: local.entity,
        kind: EntityKind::Organization,
        names: vec![vec![name.clone()]],
        phrases: Vec::new(),
        types: Vec::new(),
        places,
        lone: of_body,
        mentions,
        described: Vec::new(),
    })
}

fn words(name_words: &NameWords, name: &str) -> Vec<String> {
    let parts = name.split(|c: char| c.is_whitespace() || c == '-');
    let mut words: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    while words.len() > 1 && (name_words.is_title(words[0]) || matches!(words[0], "the" | "The" | "THE")) {
        words.remove(0);
    }
    let plain = |word: &&str| {
        let word = word
            .trim_start_matches('@')
            .trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
            .replace('’', "'");
        word.strip_suffix("'s").unwrap_or(&word).to_lowercase()
    };
    let mut words: Vec<String> = words.iter().map(plain).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|last| name_words.is_tail(last)) {
        words.pop();
    }
    words
}

/// The same words name the same, unless one is a person by a single name and the other is not.
fn join_equal_names(locals: &[Local], groups: &mut Groups) {
    let mut by_name: BTreeMap<(Option<EntityKind>, &[String]), usize> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate() {
        for name in &local.names {
            if is_short_name(local, name) {
                continue;
            }
            let kind = (name.len() == 1).then_some(local.kind);
            let first = *by_name.entry((kind, name.as_slice())).or_insert(at);
            groups.join(first, at);
        }
    }
    let mut single: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate() {
        let fullest = &local.names[0];
        if fullest.len() == 1 && local.kind != EntityKind::Person {
            let first = *single.entry(fullest[0].as_str()).or_insert(at);
            groups.join(first, at);
        }
    }
}

/// A last name, or a first name, of someone who has more names.
fn is_short_name(local: &Local, name: &[String]) -> bool {
    local.kind == EntityKind::Person && name.len() == 1
}

/// Someone called by a last name alone is the only one of that last name; with a first name, the one it fits.
fn join_short_names(locals: &[Local], groups: &mut Groups) {
    let is_person = |local: &&Local| local.kind == EntityKind::Person;
    let mut by_last: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate().filter(|(_, local)| is_person(local)) {
        if let Some(last) = local.names[0].last() {
            by_last.entry(last).or_default().push(at);
        }
    }
    for of_last in by_last.values() {
        join_fitting(locals, of_last, groups);
    }
    let roots: Vec<usize> = (0..locals.len()).collect();
    let full: Vec<usize> = roots
        .iter()
        .copied()
        .filter(|&at| is_person(&&locals[at]) && locals[at].names[0].len() > 1)
        .collect();
    for at in roots {
        let local = &locals[at];
        if local.kind != EntityKind::Person || local.names[0].len() != 1 {
            continue;
        }
        let called = &local.names[0][0];
        let known: BTreeSet<usize> = full
            .iter()
            .copied()
            .filter(|&other| locals[other].names[0].iter().any(|word| word == called))
            .map(|other| groups.root(other))
            .collect();
        if let (1, Some(&only)) = (known.len(), known.first()) {
            groups.join(only, at);
        }
    }
}

fn join_fitting(locals: &[Local], of_last: &[usize], groups: &mut Groups) {
    let full: Vec<usize> = of_last.iter().copied().filter(|&at| locals[at].names[0].len() > 1).collect();
    for (n, &a) in full.iter().enumerate().take(200) {
        for &b in full[..n].iter() {
            let genders = (locals[a].entity.gender, locals[b].entity.gender);
            let other_gender = matches!(genders, (Some(a), Some(b)) if a != b);
            if !other_gender && first_names_fit(&locals[a].names[0], &locals[b].names[0]) {
                groups.join(b, a);
            }
        }
    }
    if full.is_empty() {
        of_last.windows(2).for_each(|pair| groups.join(pair[0], pair[1]));
    }
}

/// "richard f. smith" and "richard smith", "r. smith".
fn first_names_fit(a: &[String], b: &[String]) -> bool {
    let (x, y) = (a[0].trim_end_matches('.'), b[0].trim_end_matches('.'));
    x == y || (x.chars().count() == 1 || y.chars().count() == 1) && x.chars().next() == y.chars().next()
}

fn join_acronyms(locals: &[Local], groups: &mut Groups) {
    let mut by_initials: BTreeMap<String, usize> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate().filter(|(_, local)| local.kind != EntityKind::Person) {
        for name in local.names.iter().filter(|name| name.len() > 2) {
            let content = name.iter().filter(|word| !matches!(word.as_str(), "of" | "the" | "and" | "for"));
            let initials: String = content.filter_map(|word| word.chars().next()).collect();
            by_initials.entry(initials).or_insert(at);
        }
    }
    for (at, local) in locals.iter().enumerate() {
        let [only] = local.names[0].as_slice() else { continue };
        let written_in_capitals = local
            .entity
            .names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(only) && name.chars().all(|c| !c.is_lowercase()));
        if let Some(&full) = by_initials.get(&only.replace('.', "")).filter(|_| written_in_capitals) {
            groups.join(full, at);
        }
    }
}

/// "All Nippon" is "All Nippon Airways" where no other body of the story begins so.
fn join_first_words(locals: &[Local], groups: &mut Groups) {
    let bodies: Vec<usize> =
        (0..locals.len()).filter(|&at| locals[at].kind == EntityKind::Organization).collect();
    let mut by_first: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in &bodies {
        by_first.entry(locals[at].names[0][0].as_str()).or_default().push(at);
    }
    for of_first in by_first.values() {
        for &short in of_first {
            let own = groups.root(short);
            let name = &locals[short].names[0];
            let longer: BTreeSet<usize> = of_first
                .iter()
                .take(200)
                .filter(|&&other| {
                    locals[other].names[0].len() > name.len() && locals[other].names[0].starts_with(name)
                })
                .map(|&other| groups.root(other))
                .filter(|&root| root != own)
                .collect();
            if let (1, Some(&only)) = (longer.len(), longer.first()) {
                groups.join(only, short);
            }
        }
    }
}

/// Names whose words stand in a longer one in the same order, first and last included ("International Red Cross"), and
/// names that differ in their last word alone, where the two words mean the same ("Airlines", "Airways").
fn join_inner_words(nouns: &Nouns, locals: &[Local], groups: &mut Groups) {
    let mut by_first: BTreeMap<&str, Vec<(usize, &[String])>> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate().filter(|(_, local)| local.kind == EntityKind::Organization) {
        for name in local.names.iter().filter(|name| name.len() > 1 && name.len() < 9) {
            by_first.entry(name[0].as_str()).or_default().push((at, name));
        }
    }
    for of_first in by_first.values() {
        for &(a, short) in of_first.iter().take(100) {
            for &(b, long) in of_first.iter().take(100).filter(|(_, long)| long.len() >= short.len()) {
                let mut rest = long.iter();
                let inside = short.len() > 2
                    && short.last() == long.last()
                    && short.iter().all(|word| rest.any(|other| other == word));
                let n = short.len();
                let alike = n == long.len()
                    && n > 1
                    && short[..n - 1] == long[..n - 1]
                    && nouns.alike(&short[n - 1], &long[n - 1]);
                if inside || alike {
                    groups.join(a, b);
                }
            }
        }
    }
}

/// Persons whose names differ in the spelling of one word alone: "Noor Karimi", "Noor Karimy".
fn join_spellings(locals: &[Local], groups: &mut Groups) {
    let mut by_first: BTreeMap<&str, Vec<(usize, &[String])>> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate().filter(|(_, local)| local.kind == EntityKind::Person) {
        for name in local.names.iter().filter(|name| (2..6).contains(&name.len())) {
            by_first.entry(name[0].as_str()).or_default().push((at, name));
        }
    }
    for of_first in by_first.values() {
        for (n, &(a, one)) in of_first.iter().enumerate().take(100) {
            for &(b, other) in of_first[..n].iter().filter(|(_, other)| other.len() == one.len()) {
                if is_other_spelling(one, other) {
                    groups.join(a, b);
                }
            }
        }
    }
}

fn is_other_spelling(one: &[String], other: &[String]) -> bool {
    let mut unlike = one.iter().zip(other).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (unlike.next(), unlike.next()) else { return false };
    let most = if one.len() > 2 { 2 } else { 1 };
    a.chars().next() == b.chars().next() && a.len().min(b.len()) > 3 && edits(a, b) <= most
}

/// Letters to insert, drop or change (Levenshtein 1966).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(24).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (n, letter) in a.chars().take(24).enumerate() {
        let mut corner = row[0];
        row[0] = n + 1;
        for at in 0..b.len() {
            let change = corner + usize::from(b[at] != letter);
            corner = row[at + 1];
            row[at + 1] = change.min(corner + 1).min(row[at] + 1);
        }
    }
    row[b.len()]
}

/// What the story calls each of its entities by description, by local: first what stands beside a name, then what
/// only one entity of an article can be called.
fn describe(
    nouns: &Nouns,
    readings: &[Reading],
    articles: &[usize],
    locals: &mut [Local],
    groups: &mut Groups,
) -> Vec<Called> {
    let mut numbers: BTreeMap<(usize, u32), usize> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate() {
        local.places.iter().for_each(|&place| {
            numbers.insert((local.article, place), at);
        });
    }
    let (mut told, mut open) = (handles(readings, articles, locals), Vec::new());
    for &article in articles {
        for nominal in nominals::find(nouns, &readings[article].annotated) {
            let beside: Vec<usize> = nominal
                .beside
                .iter()
                .filter_map(|&place| numbers.get(&(article, place)).copied())
                .filter(|&at| same_sort(locals[at].kind, nominal.kind))
                .collect();
            if let Some(&first) = beside.first() {
                beside.iter().for_each(|&other| groups.join(first, other));
                locals[first].types.push(nominal.told());
                told.push(Called { local: first, forms: nominal.forms, words: None });
            } else if nominal.is_definite {
                open.push((article, nominal));
            }
        }
    }
    let mut types: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut owned: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut in_article: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate() {
        types.entry(groups.root(at)).or_default().extend(local.types.iter().cloned());
        if local.kind == EntityKind::Person {
            owned
                .entry(groups.root(at))
                .or_default()
                .extend(local.phrases.iter().map(|phrase| phrase.to_lowercase()));
        }
        in_article.entry(local.article).or_default().push(at);
    }
    for (article, nominal) in open {
        let here = in_article.get(&article).map_or(&[][..], Vec::as_slice);
        let story = Known {
            nouns,
            annotated: &readings[article].annotated,
            locals,
            types: &types,
            owned: &owned,
            here,
        };
        if let Some(at) = story.meant(&nominal, groups) {
            let words = alone(&readings[article].annotated, &nominal);
            told.push(Called { local: at, forms: nominal.forms, words });
        }
    }
    told
}

/// The words of a description to its noun, where it owns nothing: not "the minister" of "the minister's brother".
fn alone(annotated: &Annotated, nominal: &Nominal) -> Option<Span> {
    let owns = annotated.tags.get(nominal.end as usize) == Some(&Tag::POS);
    (!owns).then(|| annotated.span(TokenRange { start: nominal.start, end: nominal.end }))
}

/// "@annlee" for whoever is named Ann Lee.
fn handles(readings: &[Reading], articles: &[usize], locals: &[Local]) -> Vec<Called> {
    let mut by_letters: BTreeMap<String, usize> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate() {
        let names =
            local.names.iter().filter(|name| name.len() > 1 || local.kind == EntityKind::Organization);
        names.for_each(|name| {
            by_letters.entry(name.concat()).or_insert(at);
        });
    }
    let mut told = BTreeSet::new();
    for annotated in articles.iter().map(|&article| &readings[article].annotated) {
        let words = annotated.tokens.iter().map(|token| annotated.article.text.slice(token.span));
        for word in words {
            let Some(letters) = word.strip_prefix('@') else { continue };
            told.extend(by_letters.get(&letters.to_lowercase()).map(|&at| (at, vec![word.to_owned()])));
        }
    }
    told.into_iter().map(|(local, forms)| Called { local, forms, words: None }).collect()
}

/// What is known when a description is read.
struct Known<'a> {
    nouns: &'a Nouns,
    annotated: &'a Annotated,
    locals: &'a [Local<'a>],
    types: &'a BTreeMap<usize, BTreeSet<String>>,
    /// Roles told of persons, in lower case.
    owned: &'a BTreeMap<usize, BTreeSet<String>>,
    /// Locals of the article.
    here: &'a [usize],
}

impl Known<'_> {
    /// The local of the article that a description means, if only one can be meant.
    fn meant(&self, nominal: &Nominal, groups: &mut Groups) -> Option<usize> {
        if self.nouns.is_teller(&nominal.noun) {
            return None;
        }
        let fitting: Vec<usize> =
            self.here.iter().copied().filter(|&at| same_sort(self.locals[at].kind, nominal.kind)).collect();
        let members = self.nouns.is_of_members(&nominal.noun);
        let bodies: Vec<usize> =
            self.here.iter().copied().filter(|&at| self.locals[at].kind != EntityKind::Person).collect();
        let candidates = if members { &bodies } else { &fitting };
        let levels: Vec<(u8, usize)> =
            candidates.iter().map(|&at| (self.closeness(groups.root(at), nominal), at)).collect();
        let closest = levels.iter().map(|(level, _)| *level).max().unwrap_or(0);
        let typed: Vec<usize> =
            levels.iter().filter(|(level, _)| *level == closest && closest > 0).map(|(_, at)| *at).collect();
        if !typed.is_empty() {
            return self.nearest(nominal, &typed, groups);
        }
        if nominal.noun.contains(' ') {
            return None;
        }
        if nominal.kind == EntityKind::Organization {
            if self.nouns.alike(&nominal.noun, "website") {
                let outlets =
                    fitting.iter().copied().filter(|&at| self.locals[at].kind == EntityKind::Outlet);
                return outlets
                    .filter_map(|at| Some((self.last_near(at, nominal.start)?, at)))
                    .max()
                    .map(|(_, at)| at);
            }
            let is_any = self.nouns.alike(&nominal.noun, "company") && !members;
            return is_any.then(|| self.main(&fitting, 2)).flatten();
        }
        let of_owner: Vec<usize> = fitting
            .iter()
            .copied()
            .filter(|&at| nominal.owners.iter().any(|owner| self.belongs(groups.root(at), owner)))
            .collect();
        if !of_owner.is_empty() {
            return self.nearest(nominal, &of_owner, groups);
        }
        if !nominal.owners.is_empty() || !nominal.is_subject || nominal.noun.ends_with('s') {
            return None;
        }
        let near: Vec<usize> = fitting.into_iter().filter(|&at| self.is_near(at, nominal.start)).collect();
        match near[..] {
            [only] => Some(only),
            _ => self.main(&near, 3),
        }
    }

    /// How well a description goes with what is told of an entity: 3 with a further word in common, 2 with the same
    /// noun, 1 with a noun that can stand for it, 0 not at all.
    fn closeness(&self, root: usize, nominal: &Nominal) -> u8 {
        let Some(types) = self.types.get(&root).filter(|_| !nominal.noun.is_empty()) else { return 0 };
        let owned = nominal.noun.contains(' ');
        let level = |told: &String| {
            let noun = told.rsplit(' ').next().unwrap_or("");
            if owned {
                return 2 * u8::from(*told == nominal.noun);
            }
            if !self.nouns.alike(noun, &nominal.noun) {
                return 0;
            }
            let mut further = told.split(' ').map(single).filter(|word| *word != single(&nominal.noun));
            if further.any(|word| nominal.modifiers.iter().any(|other| single(other) == word)) {
                3
            } else {
                1 + u8::from(noun == nominal.noun)
            }
        };
        types.iter().map(level).max().unwrap_or(0)
    }

    /// Whether phrases of a person name a body: "Orlen chief executive".
    fn belongs(&self, root: usize, owner: &str) -> bool {
        self.owned.get(&root).is_some_and(|phrases| {
            phrases.iter().any(|phrase| phrase.starts_with(owner) || phrase.ends_with(&format!("of {owner}")))
        })
    }

    /// Named in the sentence or one of the two before.
    fn is_near(&self, at: usize, start: u32) -> bool {
        self.last_near(at, start).is_some()
    }

    fn last_near(&self, at: usize, start: u32) -> Option<u32> {
        let sentence = self.annotated.sentence_of(start as usize);
        let from =
            self.annotated.sentences.get(sentence.saturating_sub(2)).map_or(0, |first| first.tokens.start);
        let places = &self.locals[at].places;
        let before = places.partition_point(|&place| place < start);
        places[..before].last().copied().filter(|&place| from <= place)
    }

    /// The only one; of several the one named far more often in the article, or the only one near.
    fn nearest(&self, nominal: &Nominal, candidates: &[usize], groups: &mut Groups) -> Option<usize> {
        let roots: BTreeSet<usize> = candidates.iter().map(|&at| groups.root(at)).collect();
        if roots.len() == 1 {
            return candidates.first().copied();
        }
        let near: Vec<usize> =
            candidates.iter().copied().filter(|&at| self.is_near(at, nominal.start)).collect();
        match near[..] {
            [only] => Some(only),
            _ => self.main(candidates, 2),
        }
    }

    /// The one named so many times as often as the next.
    fn main(&self, candidates: &[usize], times: usize) -> Option<usize> {
        let mut counts: Vec<(usize, usize)> =
            candidates.iter().map(|&at| (self.locals[at].places.len(), at)).collect();
        counts.sort_unstable();
        match counts[..] {
            [(_, only)] => Some(only),
            [.., (second, _), (most, at)] if most >= times * second => Some(at),
            _ => None,
        }
    }
}

fn single(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

fn entity(locals: &[Local], list: &[usize]) -> StoryEntity {
    let mut kinds: BTreeMap<EntityKind, usize> = BTreeMap::new();
    let (mut names, mut mentions, mut described) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    let mut fullest: Option<(usize, &str)> = None;
    for local in list.iter().map(|&at| &locals[at]) {
        *kinds.entry(local.kind).or_default() += local.mentions.len();
        names.extend(local.phrases.iter().filter(|name| seen.insert(name.as_str())).cloned());
        mentions.extend(local.mentions.iter().map(|&mention| (local.article, mention)));
        described.extend(local.described.iter().map(|&words| (local.article, words)));
        let length = local.names[0].len();
        if fullest.is_none_or(|(most, _)| length > most && length < 7) {
            fullest = Some((length, &local.entity.name));
        }
    }
    let kind = kinds.iter().max_by_key(|(kind, n)| (**n, std::cmp::Reverse(**kind))).map(|(kind, _)| *kind);
    StoryEntity {
        id: EntityId(0),
        kind: kind.unwrap_or(EntityKind::Person),
        name: fullest.map_or("", |(_, name)| name).to_owned(),
        names,
        mentions,
        described,
    }
}

/// Disjoint groups; the root of a group is its first member.
struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    fn new(n: usize) -> Self {
        Groups { parents: (0..n).collect() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }

    fn into_lists(mut self) -> Vec<Vec<usize>> {
        let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.parents.len() {
            let root = self.root(at);
            lists.entry(root).or_default().push(at);
        }
        lists.into_values().collect()
    }
}
