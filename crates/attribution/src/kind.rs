//! Kind of a source by its words: person, spokesperson, organization, outlet, document, unnamed, unspecified.
//!
//! Strictest first: words that speak for others, names of people, the outlet's work, then the head of the phrase
//! ("a senior [official] at the ministry"). Pronouns are resolved elsewhere (`speaker`).

use crate::SourceKind;
use crate::meaning::Context;
use crate::words::lower_hash;
use whosaid_language::{EntityKind, Mention, MentionForm, Tag, TokenRange};

/// A kind, and what decided it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub kind: SourceKind,
    pub rule: &'static str,
    /// The words it rests on.
    pub words: TokenRange,
    /// Whether a list or a name says so; otherwise it is a guess from the shape of the words.
    pub sure: bool,
}

/// Rule of descriptions of whom the article has named before.
pub(crate) const NAMED_AGAIN: &str = "kind/named-again";

/// A phrase with its head found.
#[derive(Clone, Copy, Debug)]
struct Phrase {
    /// The words before any relative clause.
    core: TokenRange,
    /// The first plain noun phrase of the core, or the one after "some of".
    first: TokenRange,
    /// Its head.
    head: u32,
    /// Whether it is "one of", "some of" others.
    partitive: bool,
}

/// The kind of the source that these words name.
pub(crate) fn of(context: &Context<'_>, source: TokenRange) -> Option<Verdict> {
    let phrase = phrase(context, source)?;
    let rules: [fn(&Context<'_>, Phrase) -> Option<Verdict>; 10] = [
        authored,
        spokesperson,
        advocate,
        named_person,
        members,
        earlier_version,
        outlet_work,
        named_text,
        head_name,
        head_noun,
    ];
    rules.iter().find_map(|rule| rule(context, phrase)).or_else(|| by_shape(context, phrase))
}

/// Cuts a source into core and head.
fn phrase(context: &Context<'_>, source: TokenRange) -> Option<Phrase> {
    let mut start = source.start;
    while start < source.end && context.is_mark(start) {
        start += 1;
    }
    if start >= source.end {
        return None;
    }
    let grammar = context.grammar();
    start = after_estimate(context, TokenRange { start, ..source });
    // "The Who", but "Sources Who Knew" in a headline
    let is_relative = |at: &u32| {
        grammar.relatives.has(context.hash(*at))
            && (!context.is_capital(*at) || is_known_noun(context, at - 1))
    };
    let relative = (start + 1..source.end).find(is_relative);
    let core = TokenRange { start, end: relative.unwrap_or(source.end) };
    let border = |from: u32| {
        let inner = (from + 1..core.end).find(|&at| {
            (grammar.borders.has(context.hash(at))
                && !context.is_possessive_ending(at)
                && !is_adjective(context, at)
                && !joins_adjectives(context, at, core.end))
                || (context.word(at).ends_with("ed") && is_known_noun(context, at - 1))
        });
        inner.unwrap_or(core.end)
    };
    let mut first = TokenRange { start, end: border(start) };
    let of = lower_hash("of");
    let mut partitive = false;
    while context.hash(first.end) == of
        && first.end + 1 < core.end
        && grammar.parts.has(context.hash(first.end - 1))
        && !partitive
    {
        partitive = true;
        first = TokenRange { start: first.end + 1, end: border(first.end + 1) };
    }
    let mut head = first.end - 1;
    let adverb =
        |at: u32| matches!(context.annotated.tags.get(at as usize), Some(Tag::RB | Tag::RBR | Tag::RBS));
    while head > first.start && (context.is_mark(head) || context.is_possessive_ending(head) || adverb(head))
    {
        head -= 1;
    }
    Some(Phrase { core, first, head, partitive })
}

/// Whether a word that can open a complement stands before its noun instead: "a close friend".
fn is_adjective(context: &Context<'_>, at: u32) -> bool {
    context.is_small_in(&context.grammar().bordering_adjectives, at) && is_known_noun(context, at + 1)
}

/// The number of an estimate: "more than [95]% of the residents"; else where the words begin.
fn after_estimate(context: &Context<'_>, words: TokenRange) -> u32 {
    let about = &context.grammar().about;
    let number = |at: &u32| context.word(*at).starts_with(|c: char| c.is_ascii_digit());
    let end = words.end.min(words.start + 4);
    let first = (words.start..end).find(|&at| !about.has(context.hash(at)));
    first.filter(number).unwrap_or(words.start)
}

/// "legal and religious groups": "and" stands between adjectives of one noun.
fn joins_adjectives(context: &Context<'_>, at: u32, end: u32) -> bool {
    matches!(context.word(at), "and" | "or")
        && context.annotated.tags.get(at as usize - 1) == Some(&Tag::JJ)
        && !is_known_noun(context, at - 1)
        && (at + 1..end.min(at + 5)).any(|next| is_known_noun(context, next))
}

/// Whether one of the lists of nouns has a word.
fn is_known_noun(context: &Context<'_>, at: u32) -> bool {
    let (meaning, hash) = (context.meaning, context.hash(at));
    meaning.people.has(hash) || meaning.bodies.has(hash) || meaning.documents.has(hash)
}

fn verdict(kind: SourceKind, rule: &'static str, words: TokenRange) -> Option<Verdict> {
    Some(Verdict { kind, rule, words, sure: true })
}

/// "a statement by the ministry's spokesman": the statement.
fn authored(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let by = (phrase.first.end..phrase.core.end).any(|at| context.word(at) == "by");
    let words = TokenRange { start: phrase.head, end: phrase.head + 1 };
    (by && context.meaning.documents.has(context.hash(phrase.head))).then_some(())?;
    if grammar_works(context, phrase)
        && context.mentions(phrase.core).any(|mention| mention.kind == EntityKind::Outlet)
    {
        return None;
    }
    verdict(SourceKind::Document, "kind/document", words)
}

/// Whether the head is a piece of an outlet's work.
fn grammar_works(context: &Context<'_>, phrase: Phrase) -> bool {
    context.grammar().works.has(context.hash(phrase.head))
}

/// "a spokesman for the mayor"; where he is the second of two ("neither Ann Pike nor her spokesman"), the first counts.
fn spokesperson(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let words = context.meaning.spokespersons.find(&context.hashes, phrase.core)?;
    let before = TokenRange { start: phrase.core.start, end: words.start };
    let is_second = before.range().any(|at| context.is_in(&context.grammar().conjunctions, at as u32));
    let first = context.mentions(before).find(|mention| mention.form == MentionForm::Name);
    if let Some(first) = first.filter(|first| is_second && first.kind == EntityKind::Person) {
        return verdict(SourceKind::Person, "kind/name", first.tokens);
    }
    verdict(SourceKind::Spokesperson, "kind/spokesperson", words)
}

/// "his lawyers", "an attorney for the family"; not "one of his lawyers", "the attorney general".
fn advocate(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let words = context.meaning.advocates.find(&context.hashes, phrase.core)?;
    let after = context.word(words.end);
    let public = words.start > phrase.core.start
        && context.is_in(&context.grammar().public_attorneys, words.start - 1);
    if public
        || after.eq_ignore_ascii_case("general")
        || (phrase.partitive && words.start >= phrase.first.start)
    {
        return None;
    }
    let possessives = &context.grammar().possessives;
    let owned = (phrase.core.start..words.start)
        .rev()
        .take(4)
        .any(|at| possessives.has(context.hash(at)) || context.is_possessive_ending(at));
    let client =
        words.end < phrase.core.end && context.is_small_in(&context.grammar().before_clients, words.end);
    (owned || client).then_some(())?;
    verdict(SourceKind::Spokesperson, "kind/advocate", words)
}

/// A person's name that is the source or stands in apposition to it, not one inside "the lawyer of …".
fn named_person(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let of_person =
        |mention: &&Mention| mention.form == MentionForm::Name && mention.kind == EntityKind::Person;
    let names = context.mentions(phrase.core).filter(of_person);
    let mut standing = names.filter(|mention| stands_free(context, phrase, mention.tokens));
    verdict(SourceKind::Person, "kind/name", standing.next()?.tokens)
}

/// Whether a name is neither owner ("Smith's aide"), modifier ("the Smith camp") nor complement ("an aide to
/// Smith", "an aide to President Smith"); a title may have a complement of its own ("Mayor of Springfield Smith").
fn stands_free(context: &Context<'_>, phrase: Phrase, name: TokenRange) -> bool {
    let (grammar, next) = (context.grammar(), context.word(name.end));
    let modifies = next.starts_with(char::is_lowercase)
        && !context.is_in(&grammar.borders, name.end)
        && !next.ends_with("self")
        && !next.ends_with("ly")
        && !context.is_in(&grammar.also, name.end);
    if name.end < phrase.core.end && (context.is_possessive_ending(name.end) || modifies) {
        return false;
    }
    let mut parentheses = 0;
    for at in (phrase.core.start..name.start).rev() {
        let word = context.word(at);
        parentheses += i32::from(word == ")") - i32::from(word == "(");
        if parentheses > 0 || word == "(" {
            // "the Harbor Board (HB)": what stands in parentheses is another name of what stands before.
            continue;
        }
        if is_inside_name(context, at) {
            // "Board of Harbors chair Ann Pike"
            continue;
        }
        if matches!(word, "," | "—" | "–" | "-") || context.is_small_in(&grammar.called, at) {
            return true;
        }
        if context.is_small_in(&grammar.nicknames, at) {
            return false;
        }
        if context.is_in(&grammar.prepositions, at) {
            let before = context.hash(name.start - 1);
            let complement = context.meaning.people.has(before) || context.meaning.titles.has(before);
            return at + 1 < name.start && !complement && is_title(context, phrase.head);
        }
    }
    true
}

/// Whether a word stands in the middle of a name, known as one or by its capitals.
fn is_inside_name(context: &Context<'_>, at: u32) -> bool {
    let name = context.mention_at(at, |form| form == MentionForm::Name);
    if name.is_some_and(|name| name.tokens.start < at && at + 1 < name.tokens.end) {
        return true;
    }
    let Some(before) = at.checked_sub(1) else { return false };
    let (meaning, hash) = (context.meaning, context.hash(before));
    let is_role = meaning.people.has(hash) || meaning.titles.has(hash);
    context.is_capital(before) && context.is_capital(at + 1) && !is_role
}

/// "Some members of the council": people, not the council.
fn members(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let members = &context.grammar().members;
    let before = (phrase.core.start..phrase.first.start).any(|at| context.is_in(members, at));
    (phrase.partitive && before).then_some(())?;
    verdict(unnamed(context, phrase), "kind/members", phrase.first)
}

/// "The Harbor Protection Act".
fn named_text(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let texts = &context.grammar().texts;
    (is_proper(context, phrase) && texts.has(context.hash(phrase.head))).then_some(())?;
    verdict(
        SourceKind::Document,
        "kind/named-text",
        TokenRange { start: phrase.first.start, end: phrase.head + 1 },
    )
}

/// "An earlier version of this article".
fn earlier_version(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let words = TokenRange { start: phrase.core.start, end: phrase.head + 1 };
    let grammar = context.grammar();
    let old = words.range().any(|at| context.is_in(&grammar.earlier, at as u32));
    let own = phrase.core.range().any(|at| is_word(context, at as u32, "this"));
    (old && own && context.is_in(&grammar.own_texts, phrase.head)).then_some(())?;
    verdict(SourceKind::Outlet, "kind/earlier-version", words)
}

/// Whether a word names the office of one person: "mayor", not "researchers".
fn is_title(context: &Context<'_>, at: u32) -> bool {
    let listed = context.meaning.people.has(context.hash(at)) || context.meaning.titles.has(context.hash(at));
    listed && !context.word(at).ends_with('s')
}

/// "a Springfield Gazette story", "media reports", "a report in the Gazette".
fn outlet_work(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let grammar = context.grammar();
    if phrase.head > phrase.first.start
        && context.is_in(&grammar.sources, phrase.head)
        && context.is_in(&grammar.news_or_media, phrase.head - 1)
    {
        let words = TokenRange { start: phrase.head - 1, end: phrase.head + 1 };
        return verdict(SourceKind::Outlet, "kind/news-sources", words);
    }
    if let Some(outlet) = outlet_beside(context, phrase) {
        return verdict(SourceKind::Outlet, "kind/of-outlet", outlet);
    }
    if !grammar.works.has(context.hash(phrase.head)) {
        return None;
    }
    let words = TokenRange { start: phrase.first.start, end: phrase.head + 1 };
    let modifiers = TokenRange { start: phrase.first.start, end: phrase.head };
    let of_outlet = |mention: &Mention| mention.kind == EntityKind::Outlet;
    let of_press = modifiers.range().any(|at| context.is_in(&grammar.press_modifiers, at as u32));
    let named = context.mentions(phrase.core).any(of_outlet)
        || (context.outlet_from(phrase.first.start, phrase.head).is_some() && !modifiers.is_empty());
    if of_press || named {
        return verdict(SourceKind::Outlet, "kind/outlet-work", words);
    }
    let bare = modifiers.is_empty() || modifiers.len() == 1 && context.is_in(&grammar.some, modifiers.start);
    let plural = context.word(phrase.head).ends_with('s');
    (bare && plural && phrase.first.end == phrase.core.end).then_some(())?;
    verdict(SourceKind::Unspecified, "kind/reports", words)
}

/// "the Reuters news agency", "a Gazette reporter": an outlet's name right before what it is or who works for it.
fn outlet_beside(context: &Context<'_>, phrase: Phrase) -> Option<TokenRange> {
    let grammar = context.grammar();
    let news = u32::from(phrase.head > 0 && context.is_in(&grammar.news_or_press, phrase.head - 1));
    let before = phrase.head.checked_sub(1 + news).filter(|&before| before >= phrase.first.start);
    let outlet = before.and_then(|before| context.mention_at(before, |form| form == MentionForm::Name));
    let outlet = outlet.filter(|name| name.kind == EntityKind::Outlet)?;
    context.is_in(&grammar.beside_outlets, phrase.head).then_some(outlet.tokens)
}

fn is_word(context: &Context<'_>, at: u32, word: &str) -> bool {
    context.word(at).eq_ignore_ascii_case(word)
}

/// The head is a name, or the end of one.
fn head_name(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let mention = context.mention_at(phrase.head, |form| form == MentionForm::Name)?;
    if !context.is_capital(phrase.head) {
        return None;
    }
    let kind = match mention.kind {
        EntityKind::Outlet => SourceKind::Outlet,
        EntityKind::Person if stands_free(context, phrase, mention.tokens) => SourceKind::Person,
        EntityKind::Person => return None,
        EntityKind::Organization | EntityKind::Place => SourceKind::Organization,
    };
    verdict(kind, "kind/name", mention.tokens)
}

/// The head is a noun of one of the lists.
fn head_noun(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let (meaning, grammar, hash) = (context.meaning, context.grammar(), context.hash(phrase.head));
    let words = TokenRange { start: phrase.head, end: phrase.head + 1 };
    if is_office(context, phrase) && is_known_one(context, phrase) {
        return verdict(SourceKind::Person, "kind/office", words);
    }
    if is_named_again(context, phrase) {
        return verdict(SourceKind::Person, NAMED_AGAIN, words);
    }
    let proper = is_proper(context, phrase);
    let named = proper.then(|| context.outlet_from(phrase.first.start, phrase.first.end)).flatten();
    let filed = phrase.head > 0 && context.is_in(&grammar.filed, phrase.head - 1);
    if filed && meaning.documents.has(hash) {
        return verdict(SourceKind::Document, "kind/document", words);
    }
    let social = phrase.head > 0 && is_word(context, phrase.head - 1, "social");
    if social && meaning.outlets.has(hash) {
        return verdict(SourceKind::Unspecified, "kind/social-media", words);
    }
    // "a network of hospitals"
    let network = is_word(context, phrase.head + 1, "of") && phrase.head + 1 < phrase.core.end;
    if meaning.outlets.has(hash) && network {
        return verdict(SourceKind::Organization, "kind/network", words);
    }
    if meaning.outlets.has(hash) || named.is_some_and(|name| name.end > phrase.head) {
        return verdict(SourceKind::Outlet, "kind/outlet", words);
    }
    if let Some(owner) = account_owner(context, phrase) {
        return Some(owner);
    }
    if proper && context.is_in(&grammar.crews, phrase.head) {
        return verdict(SourceKind::Organization, "kind/body", words);
    }
    if meaning.people.has(hash) && is_given_name(context, phrase) {
        return verdict(SourceKind::Person, "kind/given-name", words);
    }
    if meaning.people.has(hash) || meaning.bare.has(hash) {
        return verdict(unnamed(context, phrase), "kind/people", words);
    }
    if meaning.bodies.has(hash) {
        return verdict(SourceKind::Organization, "kind/body", words);
    }
    if proper {
        return None;
    }
    if meaning.documents.has(hash) {
        return verdict(SourceKind::Document, "kind/document", words);
    }
    if meaning.vague.has(hash) {
        return verdict(SourceKind::Unspecified, "kind/vague", words);
    }
    None
}

/// "the ministry's Twitter account": whoever speaks there.
fn account_owner(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let before = phrase.head.checked_sub(1)?;
    let grammar = context.grammar();
    if !context.is_in(&grammar.accounts, phrase.head) || !context.is_in(&grammar.social_sites, before) {
        return None;
    }
    let owner = (phrase.first.start..before)
        .find(|&at| context.is_possessive_ending(at) || context.meaning.bodies.has(context.hash(at)))?;
    let end = if context.is_possessive_ending(owner) { owner } else { owner + 1 };
    let owner = TokenRange { start: phrase.first.start, end };
    (!owner.is_empty()).then(|| of(context, owner)).flatten()
}

/// Whether the head is an office that one person holds at a time: "governor", "prime minister".
fn is_office(context: &Context<'_>, phrase: Phrase) -> bool {
    let (grammar, before) = (context.grammar(), phrase.head.checked_sub(1));
    context.is_in(&grammar.offices, phrase.head)
        || before.is_some_and(|before| is_word(context, before, "prime"))
        || is_word(context, phrase.head, "general")
            && before.is_some_and(|before| context.is_in(&grammar.generals, before))
}

/// Whether a phrase goes on to say what its head is called: "a student named Pike".
fn is_given_name(context: &Context<'_>, phrase: Phrase) -> bool {
    let mut after = phrase.head + 1..phrase.core.end.saturating_sub(1);
    after.any(|at| context.is_in(&context.grammar().called, at) && context.is_capital(at + 1))
}

/// Whether "the singer", "the couple" are whom the article has named before.
fn is_named_again(context: &Context<'_>, phrase: Phrase) -> bool {
    let before = TokenRange { start: 0, end: phrase.core.start };
    let is_name = |mention: &Mention| mention.form == MentionForm::Name && mention.kind == EntityKind::Person;
    is_word(context, phrase.first.start, "the")
        && !phrase.partitive
        && context.grammar().named_again.has(context.hash(phrase.head))
        && context.mentions(before).any(is_name)
}

/// Whether a phrase speaks of someone known, "the", "our", "Norway's", or, in headlines, nothing; not "a", "one of".
fn is_known_one(context: &Context<'_>, phrase: Phrase) -> bool {
    let (grammar, first) = (context.grammar(), context.hash(phrase.core.start));
    let indefinite = context.is_in(&grammar.indefinites, phrase.core.start);
    let counted = grammar.counts.has(first) || grammar.unnamed.has(first);
    !phrase.partitive && !indefinite && !counted
}

/// Whether the head belongs to a name of several words: "Talking Points Memo", not "Officials".
fn is_proper(context: &Context<'_>, phrase: Phrase) -> bool {
    context.is_capital(phrase.head)
        && phrase.head > phrase.first.start
        && context.is_capital(phrase.head - 1)
        && !context.grammar().articles.has(context.hash(phrase.head - 1))
}

/// No list knows the head: names by their shape, people by their ending.
fn by_shape(context: &Context<'_>, phrase: Phrase) -> Option<Verdict> {
    let words = TokenRange { start: phrase.head, end: phrase.head + 1 };
    let guess = |kind, rule| Some(Verdict { kind, rule, words, sure: false });
    if context.outlet_from(phrase.first.start, phrase.first.end).is_some_and(|name| name.end > phrase.head) {
        return verdict(SourceKind::Outlet, "kind/outlet-name", words);
    }
    if !phrase.core.range().any(|at| can_name(context.annotated.tags.get(at))) {
        return verdict(SourceKind::Unspecified, "kind/no-noun", words);
    }
    if context.is_capital(phrase.head) {
        if context.meaning.peoples.has(context.hash(phrase.head)) && context.word(phrase.head).ends_with('s')
        {
            return guess(SourceKind::Unnamed { plural: true, described: true }, "kind/people-of-name");
        }
        let mut start = phrase.head;
        while start > phrase.first.start && context.is_capital(start - 1) {
            start -= 1;
        }
        let titled = start > phrase.first.start && context.meaning.people.has(context.hash(start - 1))
            || context.meaning.titles.has(context.hash(start))
            || (start..phrase.head).any(|at| context.meaning.people.has(context.hash(at)));
        let articled = start > phrase.first.start && context.grammar().articles.has(context.hash(start - 1))
            || context.grammar().articles.has(context.hash(start));
        let n_names = phrase.head + 1 - start;
        let acronym = is_acronym(context, context.word(phrase.head));
        let thing = context.word(phrase.core.end) == "which" || context.word(phrase.core.end + 1) == "which";
        return match (titled, articled || acronym || thing, n_names) {
            (true, _, _) | (_, false, 1..=3) => guess(SourceKind::Person, "kind/shape-of-name"),
            _ => guess(SourceKind::Organization, "kind/shape-of-name"),
        };
    }
    let word = context.word(phrase.head);
    if context.grammar().human_endings.iter().any(|ending| word.ends_with(ending))
        || phrase.core.len() < word.len() && word.ends_with('s')
    {
        return guess(unnamed(context, phrase), "kind/shape-of-noun");
    }
    guess(SourceKind::Document, "kind/shape-of-noun")
}

/// Whether a word of this tag can tell who is meant; "you", "such", "that" cannot.
fn can_name(tag: Option<&Tag>) -> bool {
    use Tag::{CD, JJ, JJR, JJS, NN, NNP, NNPS, NNS};
    matches!(tag, Some(CD | JJ | JJR | JJS | NN | NNP | NNPS | NNS))
}

/// Whether a word has capitals inside as names of bodies do: "NASA", "SpaceX", but not "McBride".
fn is_acronym(context: &Context<'_>, word: &str) -> bool {
    let of_persons = &context.grammar().name_openings;
    let rest = of_persons.iter().find_map(|start| word.strip_prefix(start)).filter(|rest| rest.len() > 2);
    rest.unwrap_or(word).chars().filter(|c| c.is_uppercase()).count() > 1
}

/// Number and description of an unnamed source.
fn unnamed(context: &Context<'_>, phrase: Phrase) -> SourceKind {
    let (grammar, meaning) = (context.grammar(), context.meaning);
    let head = context.hash(phrase.head);
    let one_of = phrase.partitive && context.is_in(&grammar.single_ones, phrase.core.start);
    let word = context.word(phrase.head);
    let plural = !one_of
        && (grammar.plurals.has(head) || (word.ends_with('s') && !word.ends_with("ss")) || phrase.partitive);
    let says_nothing = |at: u32| {
        let hash = context.hash(at);
        grammar.articles.has(hash)
            || grammar.counts.has(hash)
            || grammar.unnamed.has(hash)
            || context.is_mark(at)
    };
    let modified = (phrase.first.start..phrase.head).any(|at| !says_nothing(at));
    let described =
        modified || !meaning.bare.has(head) || phrase.first.end < phrase.core.end || phrase.partitive;
    SourceKind::Unnamed { plural, described }
}
