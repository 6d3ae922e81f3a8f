//! Whom the words of a source stand for: full names for short ones, people for pronouns and relative words.

use crate::SourceKind;
use crate::kind::{self, Verdict};
use crate::meaning::Context;
use crate::outline::OutlineHop;
use std::collections::BTreeMap;
use whosaid_language::{Entity, EntityKind, Gender, Mention, MentionForm, TokenRange};
use whosaid_text::EntityId;

/// Everyone credited so far in the article, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Credited {
    hops: Vec<OutlineHop>,
    /// Place of the last hop of each entity.
    last: BTreeMap<EntityId, usize>,
    /// The one who spoke last in the article's own prose, not inside what another says.
    speaker: Option<OutlineHop>,
}

/// How far back, in tokens, a pronoun looks for the one it stands for.
const PRONOUN_REACH: u32 = 160;
/// How many tokens into a sentence its subject begins.
const SUBJECT_BEGINS: u32 = 2;
/// Tokens at the head of a sentence in which its subject is looked for.
const OPENING: u32 = 6;
/// How many tokens before a relative word its noun phrase can begin.
const RELATIVE_REACH: u32 = 12;
/// How many phrases can hang on that noun phrase.
const MOST_CLIMBED: usize = 3;

impl Credited {
    pub fn add(&mut self, hop: &OutlineHop, is_inner: bool) {
        if !is_inner {
            self.speaker = Some(hop.clone());
        }
        if let Some(entity) = hop.entity {
            self.last.insert(entity, self.hops.len());
        }
        self.hops.push(hop.clone());
    }

    fn back_from(&self, token_idx: u32) -> impl Iterator<Item = &OutlineHop> {
        let near = move |hop: &&OutlineHop| {
            hop.words.start < token_idx && token_idx - hop.words.start <= PRONOUN_REACH
        };
        self.hops.iter().rev().take(12).filter(near)
    }

    /// The one last credited under an entity.
    fn known(&self, entity: &Entity) -> Option<&OutlineHop> {
        self.last.get(&entity.id).and_then(|&at| self.hops.get(at))
    }
}

/// The hop that the words of a source make, and what decided it.
pub(crate) fn hop(
    context: &Context<'_>,
    credited: &Credited,
    words: TokenRange,
) -> Option<(OutlineHop, Verdict)> {
    let words = without_opener(context, trimmed(context, words));
    if words.is_empty() {
        return None;
    }
    if words.len() == 1
        && let Some(found) = pronoun(context, credited, words)
    {
        return Some(found);
    }
    if context.outlet_meant(words).is_some() {
        let verdict =
            Verdict { kind: SourceKind::Outlet, rule: "speaker/outlet-named-before", words, sure: true };
        return Some((context.outlet_hop(words), verdict));
    }
    let verdict = kind::of(context, words)?;
    Some((named(context, credited, words, verdict), verdict))
}

/// Whether a source is the article's own outlet, by name or as "we" and "I" outside quotations; one that refers to
/// what it reported elsewhere is a source like any other.
pub(crate) fn is_own_voice(context: &Context<'_>, words: TokenRange, cue: &[TokenRange]) -> bool {
    let words = trimmed(context, words);
    let mut cue = cue.iter().flat_map(|piece| piece.start..piece.end);
    if words.is_empty() || cue.any(|at| context.grammar().reporting.has(context.hash(at))) {
        return false;
    }
    let quoted = crate::form::in_quotation(context.annotated, words.start as usize);
    if words.len() == 1 && context.grammar().first_person.has(context.hash(words.start)) {
        return !quoted;
    }
    let named = context.outlet_from(words.start, words.end).is_some_and(|outlet| outlet == words);
    named && context.is_own_outlet(words)
}

/// A source without the conjunction that it was cut out with: "and [he]", "which [she]", "but [officials]".
fn without_opener(context: &Context<'_>, words: TokenRange) -> TokenRange {
    if words.len() < 2 {
        return words;
    }
    let (grammar, next) = (context.grammar(), context.hash(words.start + 1));
    let pronoun =
        [&grammar.he_or_she, &grammar.they, &grammar.it, &grammar.we].iter().any(|set| set.has(next));
    let relative = words.len() == 2 && pronoun && grammar.relatives.has(context.hash(words.start));
    let opens = grammar.openers.has(context.hash(words.start)) || relative;
    TokenRange { start: words.start + u32::from(opens), ..words }
}

/// A range without marks at its ends.
pub(crate) fn trimmed(context: &Context<'_>, words: TokenRange) -> TokenRange {
    let TokenRange { mut start, mut end } = words;
    while start < end && context.is_mark(start) {
        start += 1;
    }
    while end > start && context.is_mark(end - 1) && !matches!(context.word(end - 1), ")" | "]") {
        end -= 1;
    }
    TokenRange { start, end }
}

fn named(context: &Context<'_>, credited: &Credited, words: TokenRange, verdict: Verdict) -> OutlineHop {
    let mut hop = OutlineHop { kind: verdict.kind, words, entity: None, resolved: None };
    if verdict.rule == kind::NAMED_AGAIN
        && let Some(entity) = only_one_named(context, words.start)
    {
        hop.entity = Some(entity.id);
        hop.resolved = Some(entity.name.clone());
        return hop;
    }
    let Some((mention, entity)) = mention_for(context, words, verdict) else {
        return hop;
    };
    let has_name = is_named(context, entity);
    let personal = matches!(
        hop.kind,
        SourceKind::Person | SourceKind::Spokesperson | SourceKind::Unnamed { plural: false, .. }
    );
    if personal != (entity.kind == EntityKind::Person) || is_owner(context, words, entity, verdict) {
        return hop;
    }
    hop.entity = Some(entity.id);
    if mention.form == MentionForm::Description
        && has_name
        && entity.kind == EntityKind::Person
        && matches!(hop.kind, SourceKind::Unnamed { .. })
    {
        hop.kind = SourceKind::Person;
    }
    let speaks_for = credited.known(entity).filter(|known| known.kind == SourceKind::Spokesperson);
    if let (Some(known), true) = (speaks_for, personal) {
        hop.kind = known.kind;
    }
    let text = context.annotated.words(words);
    let longer = text.strip_prefix(entity.name.as_str()).and_then(|rest| rest.strip_prefix(' '));
    let is_fragment = longer.is_some_and(|rest| rest.starts_with(char::is_uppercase));
    hop.resolved = (has_name && entity.name != text && !is_fragment).then(|| entity.name.clone());
    hop
}

/// The only person whom the article names before a place.
fn only_one_named<'a>(context: &Context<'a>, before: u32) -> Option<&'a Entity> {
    let of_person =
        |mention: &&Mention| mention.form == MentionForm::Name && mention.kind == EntityKind::Person;
    let mut named = context.mentions(TokenRange { start: 0, end: before }).filter(of_person);
    let first = named.next()?.entity;
    named
        .all(|mention| mention.entity == first)
        .then(|| context.annotated.entities.get(first.idx()))
        .flatten()
}

/// The mention inside a source that its kind rests on, else one over its head.
fn mention_for<'a>(
    context: &Context<'a>,
    words: TokenRange,
    verdict: Verdict,
) -> Option<(&'a Mention, &'a Entity)> {
    let entities = &context.annotated.entities;
    let with_entity = |mention: &'a Mention| Some((mention, entities.get(mention.entity.idx())?));
    let over_verdict = context.mention_at(verdict.words.start, |form| form != MentionForm::Pronoun);
    let personal = matches!(verdict.kind, SourceKind::Person | SourceKind::Spokesperson);
    let of_name = |mention: &&Mention| {
        mention.form == MentionForm::Name && (mention.kind == EntityKind::Person) == personal
    };
    let is_spokesperson = verdict.kind == SourceKind::Spokesperson;
    // "a Pike spokesman", "a spokesman for Pike"
    let speaks_for = |mention: &Mention| {
        let after = (verdict.words.end..mention.tokens.start).take_while(|&at| !context.is_mark(at));
        is_spokesperson
            && (mention.tokens.end == verdict.words.start
                || after.into_iter().any(|at| context.is_small_in(&context.grammar().before_clients, at)))
    };
    let owner = |mention: &&Mention| context.is_possessive_ending(mention.tokens.end) || speaks_for(mention);
    let named = over_verdict.filter(|mention| of_name(mention));
    let other =
        || context.mentions(words).filter(of_name).find(|mention| !owner(mention)).filter(|_| personal);
    named.or_else(other).or(over_verdict).and_then(with_entity)
}

/// Whether an unnamed source only belongs to an entity: "one of Smith's friends" is not Smith.
fn is_owner(context: &Context<'_>, words: TokenRange, entity: &Entity, verdict: Verdict) -> bool {
    let mut owners =
        context.mentions(words).filter(|mention| context.is_possessive_ending(mention.tokens.end));
    matches!(verdict.kind, SourceKind::Unnamed { .. }) && owners.any(|mention| mention.entity == entity.id)
}

/// Whether the article names an entity anywhere.
fn is_named(context: &Context<'_>, entity: &Entity) -> bool {
    let mentions = entity.mentions.iter().filter_map(|id| context.annotated.mentions.get(id.idx()));
    mentions.into_iter().any(|mention| mention.form == MentionForm::Name)
}

/// A pronoun or relative word.
fn pronoun(context: &Context<'_>, credited: &Credited, words: TokenRange) -> Option<(OutlineHop, Verdict)> {
    let (grammar, hash) = (context.grammar(), context.hash(words.start));
    let verdict = |kind, rule| Verdict { kind, rule, words, sure: true };
    if grammar.relatives.has(hash) {
        let antecedent = antecedent(context, words.start)?;
        let of_antecedent = kind::of(context, antecedent)?;
        let full = named(context, credited, antecedent, of_antecedent);
        let resolved = full.resolved.clone().or_else(|| Some(context.annotated.words(antecedent).to_owned()));
        let hop = OutlineHop { words, resolved, ..full };
        return Some((hop, Verdict { words: antecedent, rule: "speaker/relative", ..of_antecedent }));
    }
    let class =
        [&grammar.he_or_she, &grammar.they, &grammar.it, &grammar.we].iter().position(|set| set.has(hash))?;
    if class == 0
        && let Some(found) = goes_on_speaking(context, credited, words)
    {
        return Some((found.clone(), verdict(found.kind, "speaker/goes-on-speaking")));
    }
    if let Some(found) = joined_pronoun(context, credited, words) {
        return Some((found.clone(), verdict(found.kind, "speaker/pronoun")));
    }
    let fits = |hop: &&OutlineHop| {
        let are_two = || hop.words.range().any(|at| context.word(at as u32) == "and");
        matches!((class, hop.kind), (1, SourceKind::Person) if are_two())
            || matches!(
                (class, hop.kind),
                (
                    0,
                    SourceKind::Person | SourceKind::Spokesperson | SourceKind::Unnamed { plural: false, .. }
                ) | (
                    1,
                    SourceKind::Organization | SourceKind::Outlet | SourceKind::Unnamed { plural: true, .. }
                ) | (2, SourceKind::Organization | SourceKind::Outlet | SourceKind::Document)
            )
    };
    if let Some(known) = credited.back_from(words.start).find(fits) {
        let resolved =
            known.resolved.clone().or_else(|| Some(context.annotated.words(known.words).to_owned()));
        return Some((
            OutlineHop { words, resolved, ..known.clone() },
            verdict(known.kind, "speaker/credited-before"),
        ));
    }
    if matches!(class, 1 | 2)
        && let Some(found) = body_before(context, words)
    {
        return Some((found.clone(), verdict(found.kind, "speaker/body-before")));
    }
    let quoted = crate::form::in_quotation(context.annotated, words.start as usize);
    let kind = match class {
        0 => SourceKind::Person,
        2 => SourceKind::Organization,
        3 if !quoted => SourceKind::Outlet,
        _ => SourceKind::Unnamed { plural: true, described: false },
    };
    Some((OutlineHop { kind, words, entity: None, resolved: None }, verdict(kind, "speaker/pronoun-alone")))
}

/// The one who spoke last, where "he" or "she" is the subject of a sentence and nobody else came in between: "Pike
/// noted that the mayor had left. She also said ...".
fn goes_on_speaking(context: &Context<'_>, credited: &Credited, words: TokenRange) -> Option<OutlineHop> {
    let last = credited.speaker.as_ref()?;
    let entity = context.annotated.entities.get(last.entity?.idx())?;
    let pronoun = Gender::of_pronoun(context.word(words.start))?;
    let (here, there) = (context.sentence(words.start), context.sentence(last.words.start));
    let before = words.start.checked_sub(1).filter(|&before| before >= here.start);
    let is_subject = before.is_none_or(|before| matches!(context.word(before), "”" | "\"" | ","));
    if entity.gender != Some(pronoun) || !is_subject || there.start >= here.start {
        return None;
    }
    let mut between = there.end;
    while between < here.start {
        let sentence = context.sentence(between);
        let opening = TokenRange { start: between, end: sentence.end.min(between + OPENING) };
        let mut others = context.mentions(opening).filter(|mention| mention.entity != entity.id);
        if between + PRONOUN_REACH < here.start || others.any(|mention| mention.kind == EntityKind::Person) {
            return None;
        }
        between = sentence.end.max(between + 1);
    }
    let resolved = last.resolved.clone().or_else(|| Some(entity.name.clone()));
    Some(OutlineHop { words, resolved, ..last.clone() })
}

/// The body that "it" or "they" at the head of a clause stands for: the one that its sentence or the one before
/// begins with.
fn body_before(context: &Context<'_>, words: TokenRange) -> Option<OutlineHop> {
    let here = context.sentence(words.start);
    let before = here.start.checked_sub(1).map(|at| context.sentence(at));
    let mention = [Some(here), before].into_iter().flatten().find_map(|sentence| {
        let first = TokenRange { start: sentence.start, end: sentence.end.min(words.start) };
        let mention = context.mentions(first).find(|mention| mention.form != MentionForm::Pronoun)?;
        (mention.tokens.start <= sentence.start + SUBJECT_BEGINS).then_some(mention)
    })?;
    let kind = match mention.kind {
        EntityKind::Organization => SourceKind::Organization,
        EntityKind::Outlet => SourceKind::Outlet,
        EntityKind::Person | EntityKind::Place => return None,
    };
    let entity = context.annotated.entities.get(mention.entity.idx())?;
    Some(OutlineHop { kind, words, entity: Some(entity.id), resolved: Some(entity.name.clone()) })
}

/// A pronoun that the language room joined to an entity.
fn joined_pronoun(context: &Context<'_>, credited: &Credited, words: TokenRange) -> Option<OutlineHop> {
    let mention = context.mention_at(words.start, |form| form == MentionForm::Pronoun)?;
    let entity = context.annotated.entities.get(mention.entity.idx())?;
    if let Some(known) = credited.known(entity) {
        let resolved = known.resolved.clone().or_else(|| Some(entity.name.clone()));
        return Some(OutlineHop { words, resolved, ..known.clone() });
    }
    let kind = match entity.kind {
        EntityKind::Outlet => SourceKind::Outlet,
        EntityKind::Organization | EntityKind::Place => SourceKind::Organization,
        EntityKind::Person if is_named(context, entity) => SourceKind::Person,
        EntityKind::Person => {
            let first = context.annotated.mentions.get(entity.mentions.first()?.idx())?;
            kind::of(context, first.tokens)?.kind
        }
    };
    Some(OutlineHop { kind, words, entity: Some(entity.id), resolved: Some(entity.name.clone()) })
}

/// The named person that "who" stands for where something else is named in between: "Ann Pike of the Harbor Board,
/// who".
fn person_before(context: &Context<'_>, floor: u32, end: u32) -> Option<TokenRange> {
    let within = TokenRange { start: floor, end };
    let nearest = context.mentions(within).filter(|mention| mention.form != MentionForm::Pronoun).last()?;
    if nearest.kind == EntityKind::Person {
        return None;
    }
    let persons = context.mentions(within).filter(|mention| {
        mention.kind == EntityKind::Person
            && mention.form == MentionForm::Name
            && mention.tokens.end <= nearest.tokens.start
    });
    let person = persons.last()?.tokens;
    context.is_small_in(&context.grammar().after_persons, person.end).then_some(person)
}

/// The noun phrase that a relative word at `at` belongs to: back to the nearest border; for "who" the nearest one of
/// people, where others hang on it ("the only person on that stage who").
pub(crate) fn antecedent(context: &Context<'_>, at: u32) -> Option<TokenRange> {
    let sentence = context.sentence(at);
    let floor = sentence.start.max(at.saturating_sub(RELATIVE_REACH));
    let mut end = phrase_end(context, at, floor);
    // "Ann Pike, 45, who"
    let is_age =
        |at: u32| context.word(at).len() == 2 && context.word(at).bytes().all(|b| b.is_ascii_digit());
    if end > floor + 2 && is_age(end - 1) && context.word(end - 2) == "," {
        end -= 2;
    }
    if end <= floor {
        return None;
    }
    let is_of_people = matches!(context.word(at), "who" | "whom");
    if let Some(person) = is_of_people.then(|| person_before(context, floor, end)).flatten() {
        return Some(TokenRange { start: person.start, end });
    }
    let nearest = phrase_before(context, floor, end);
    let fits = |phrase: &TokenRange| {
        if is_of_people { is_people(context, *phrase) } else { !is_number(context, *phrase) }
    };
    let before =
        |phrase: &TokenRange| Some(phrase_before(context, floor, hangs_on(context, phrase.start, floor)?));
    let mut climbed = std::iter::successors(Some(nearest), before).take(1 + MOST_CLIMBED);
    Some(climbed.find(fits).unwrap_or(nearest))
}

/// End of the words before a relative word, without marks and what stands in parentheses right before it.
fn phrase_end(context: &Context<'_>, at: u32, floor: u32) -> u32 {
    let mut end = at;
    while end > floor && context.is_mark(end - 1) {
        end -= 1;
        if context.word(end) == ")" {
            end = (floor..end).rev().find(|&open| context.word(open) == "(").unwrap_or(end);
        }
    }
    end
}

/// The noun phrase that ends at a place: a mention, or back to the nearest border.
fn phrase_before(context: &Context<'_>, floor: u32, end: u32) -> TokenRange {
    if let Some(mention) = context.mention_at(end - 1, |form| form != MentionForm::Pronoun) {
        return TokenRange { start: mention.tokens.start, end };
    }
    let grammar = context.grammar();
    let mut start = end - 1;
    while start > floor && !grammar.borders.has(context.hash(start - 1)) && !context.is_mark(start - 1) {
        start -= 1;
        if grammar.articles.has(context.hash(start)) {
            break;
        }
    }
    TokenRange { start, end }
}

/// End of the phrase that the one from `start` hangs on by a preposition or "and".
fn hangs_on(context: &Context<'_>, start: u32, floor: u32) -> Option<u32> {
    let grammar = context.grammar();
    let joint = start.checked_sub(1).filter(|&joint| joint > floor)?;
    let joins = context.is_small_in(&grammar.prepositions, joint)
        || context.is_small_in(&grammar.conjunctions, joint);
    let end = joins.then(|| phrase_end(context, joint, floor))?;
    (end > floor).then_some(end)
}

/// Whether a list or a name says that these words are people.
fn is_people(context: &Context<'_>, words: TokenRange) -> bool {
    kind::of(context, words).is_some_and(|verdict| {
        verdict.sure
            && matches!(
                verdict.kind,
                SourceKind::Person | SourceKind::Spokesperson | SourceKind::Unnamed { .. }
            )
    })
}

/// Whether words hold nothing but a number.
fn is_number(context: &Context<'_>, words: TokenRange) -> bool {
    words.len() == 1 && context.word(words.start).starts_with(|c: char| c.is_ascii_digit())
}
