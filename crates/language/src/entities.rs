//! Mentions joined to one entity per article: name variants, titles and roles, pronouns.
//!
//! Names come first: all names of an article are compared as *types* (`naming.rs`), so that a short name finds its
//! full one wherever it stands. Then the article is read once from its head, and each pronoun goes to the most
//! salient someone that agrees with it. Pronouns inside quotation marks are left alone: whom they mean depends on
//! who speaks.

use crate::describing::Described;
use crate::descriptions::{self, Description, Opening};
use crate::naming::{Names, join_names};
use crate::pronouns::{self, Quoted, Salience};
use crate::{Annotated, Entity, EntityKind, Gender, Lexicon, Mention, MentionForm, TokenRange, names};
use whosaid_linear::TokenScores;
use whosaid_text::{EntityId, MentionId, SectionKind};

/// A mention on its way to an entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub tokens: TokenRange,
    pub kind: EntityKind,
    pub form: MentionForm,
    pub gender: Option<Gender>,
    /// Number of its draft, once known.
    pub draft: Option<usize>,
    /// Number of its description, if it is one.
    pub description: Option<usize>,
}

/// An entity on its way.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub kind: EntityKind,
    pub gender: Option<Gender>,
    /// The name for an outlet of the list.
    pub name: Option<String>,
    pub n_mentions: usize,
    pub is_plural: bool,
    /// Has a name, not only descriptions.
    pub is_named: bool,
}

/// Finds names and pronouns and joins them into `mentions` and `entities`.
pub(crate) fn join(lexicon: &Lexicon, annotated: &mut Annotated, scores: Option<&TokenScores>) {
    let mut drafts = Vec::new();
    let mut found = names_and_outlets(lexicon, annotated, scores, &mut drafts);
    let mut described = Described::new(annotated, &found);
    let names: Vec<TokenRange> = found.iter().map(|mention| mention.tokens).collect();
    let descriptions = descriptions::find(lexicon, annotated, &names);
    found.extend(pronouns::find(lexicon, annotated));
    found.extend(
        descriptions.iter().enumerate().map(|(number, description)| Found::described(description, number)),
    );
    // Owners come before what they own: "his" before "his brother".
    found.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
    resolve_in_order(lexicon, annotated, &mut described, &descriptions, &mut found, &mut drafts);
    found.sort_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
    found.dedup_by_key(|mention| mention.tokens);
    write_down(annotated, &found, &drafts);
}

impl Found {
    fn described(description: &Description, number: usize) -> Self {
        Found {
            tokens: description.tokens,
            kind: description.role.kind,
            form: MentionForm::Description,
            gender: description.role.gender,
            draft: None,
            description: Some(number),
        }
    }
}

fn names_and_outlets(
    lexicon: &Lexicon,
    annotated: &Annotated,
    scores: Option<&TokenScores>,
    drafts: &mut Vec<Draft>,
) -> Vec<Found> {
    let outlets = lexicon.outlets().find(annotated);
    let mut names = names::find(lexicon, annotated, scores);
    names.retain(|(tokens, _)| !is_boilerplate(annotated, tokens.start as usize));
    let names = Names::new(lexicon, annotated, names, &outlets);
    join_names(lexicon, &names, drafts)
}

/// Whether a token lies in related links and their like: their headlines name others than this article does.
fn is_boilerplate(annotated: &Annotated, token_idx: usize) -> bool {
    let sentence = &annotated.sentences[annotated.sentence_of(token_idx)];
    annotated.paragraphs[sentence.paragraph_idx as usize].section == SectionKind::Boilerplate
}

fn resolve_in_order(
    lexicon: &Lexicon,
    annotated: &Annotated,
    described: &mut Described,
    descriptions: &[Description],
    found: &mut [Found],
    drafts: &mut Vec<Draft>,
) {
    let mut salience = Salience::new();
    let mut quoted = Quoted::new(annotated);
    let mut owner_before = None;
    for mention in found.iter_mut() {
        if mention.form == MentionForm::Pronoun {
            mention.draft = salience.best_for(annotated, mention, drafts);
        }
        if let Some(description) = mention.description.map(|number| &descriptions[number]) {
            let owner = owner_before.filter(|&(start, _)| description.opening == Opening::Owned(start));
            let owner = owner.map(|(_, draft)| draft);
            mention.draft = described.resolve(lexicon, annotated, description, drafts, owner);
            if described.is_seat(annotated, description) {
                mention.tokens.end += 2;
                mention.form = MentionForm::Name;
            }
        }
        if let Some(draft) = mention.draft {
            if mention.description.is_none() {
                owner_before = Some((mention.tokens.start, draft));
            }
            if drafts[draft].gender.is_none() {
                drafts[draft].gender = mention.gender;
            }
            described.note(lexicon, annotated, mention, draft);
            let start = mention.tokens.start as usize;
            let opens_bracket = start > 0 && matches!(annotated.word(start - 1), "(" | "[");
            salience.note(annotated, mention, draft, quoted.holds(start) || opens_bracket);
        }
    }
}

/// Numbers entities by first mention and writes the layers.
fn write_down(annotated: &mut Annotated, found: &[Found], drafts: &[Draft]) {
    let mut numbers: Vec<Option<EntityId>> = vec![None; drafts.len()];
    for mention in found {
        let Some(draft) = mention.draft else { continue };
        let id = *numbers[draft].get_or_insert_with(|| {
            let id = EntityId(annotated.entities.len() as u32);
            annotated.entities.push(blank_entity(id, &drafts[draft]));
            id
        });
        let mention_id = MentionId(annotated.mentions.len() as u32);
        annotated.entities[id.idx()].mentions.push(mention_id);
        let span = annotated.span(mention.tokens);
        let (kind, form) = (drafts[draft].kind, mention.form);
        annotated.mentions.push(Mention { tokens: mention.tokens, span, kind, form, entity: id });
    }
    let mut entities = std::mem::take(&mut annotated.entities);
    entities.iter_mut().for_each(|entity| name_entity(annotated, entity));
    annotated.entities = entities;
}

fn blank_entity(id: EntityId, draft: &Draft) -> Entity {
    let name = draft.name.clone().unwrap_or_default();
    Entity { id, kind: draft.kind, name, names: Vec::new(), gender: draft.gender, mentions: Vec::new() }
}

/// Gathers the names an entity goes by; the fullest becomes its name.
fn name_entity(annotated: &Annotated, entity: &mut Entity) {
    let mut fullest = (0, "");
    let mut seen = std::collections::BTreeSet::new();
    for mention in entity.mentions.iter().map(|mention| &annotated.mentions[mention.idx()]) {
        if mention.form == MentionForm::Pronoun {
            continue;
        }
        let words = annotated.article.text.slice(annotated.first_span(mention.tokens));
        if seen.insert(folded(words)) {
            entity.names.push(words.to_owned());
            let fullness = fullness(words, mention.form);
            if fullness > fullest.0 {
                fullest = (fullness, words);
            }
        }
    }
    if entity.name.is_empty() {
        entity.name = fullest.1.to_owned();
    }
}

/// Names before descriptions, then more words, capped where a name has become a sentence.
fn fullness(words: &str, form: MentionForm) -> usize {
    let n_words = words.split_whitespace().count().min(8);
    let is_loud = words.len() > 4 && !words.chars().any(char::is_lowercase);
    n_words * 2 + if form == MentionForm::Name { 100 } else { 1 } - usize::from(is_loud)
}

/// A name as it is compared: lower case, straight quotes, single blanks, without "the".
fn folded(words: &str) -> String {
    let lower = words.to_lowercase().replace(['’', '‘'], "'").replace(['“', '”'], "\"");
    let joined = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.strip_prefix("the ").map_or(joined.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ENGLISH, article, read};
    use whosaid_text::{Article, Section, Span};

    /// Each entity as its mentions, in order.
    fn check(text: &str, expected: &[&[&str]]) {
        let annotated = read(text);
        let groups: Vec<Vec<&str>> =
            annotated.entities.iter().map(|entity| mentions(&annotated, entity)).collect();
        assert_eq!(groups, expected, "{text}");
        layers_agree(&annotated);
    }

    fn mentions<'a>(annotated: &'a Annotated, entity: &Entity) -> Vec<&'a str> {
        entity
            .mentions
            .iter()
            .map(|mention| annotated.words(annotated.mentions[mention.idx()].tokens))
            .collect()
    }

    fn layers_agree(annotated: &Annotated) {
        assert!(annotated.mentions.is_sorted_by_key(|mention| mention.tokens.start));
        for (number, mention) in annotated.mentions.iter().enumerate() {
            let entity = &annotated.entities[mention.entity.idx()];
            assert!(entity.mentions.contains(&MentionId(number as u32)) && entity.id == mention.entity);
            assert_eq!(annotated.span(mention.tokens), mention.span);
        }
        for entity in &annotated.entities {
            assert!(entity.mentions.is_sorted() && !entity.names.is_empty() && !entity.name.is_empty());
        }
    }

    #[test]
    fn short_names_find_their_full_name() {
        check("Maria Lopez won. Lopez smiled.", &[&["Maria Lopez", "Lopez"]]);
        check("Lopez won. Maria Lopez smiled.", &[&["Lopez", "Maria Lopez"]]);
        check("Mr Brown met Mrs Brown. Mr Brown left.", &[&["Mr Brown", "Mr Brown"], &["Mrs Brown"]]);
        check(
            "Prince William met Prince Harry. William left.",
            &[&["Prince William", "William"], &["Prince Harry"]],
        );
    }

    #[test]
    fn pronouns_find_whom_they_agree_with() {
        check("Maria Lopez met John Brown. She smiled.", &[&["Maria Lopez", "She"], &["John Brown"]]);
        check("Maria Lopez met John Brown. He smiled.", &[&["Maria Lopez"], &["John Brown", "He"]]);
        check(
            "Tom Ellery said “John Brown is wrong” on the bridge. He smiled.",
            &[&["Tom Ellery", "He"], &["John Brown"]],
        );
    }

    #[test]
    fn descriptions_find_whom_they_describe() {
        check(
            "Hugh Mason, a doctor, spoke. The doctor smiled.",
            &[&["Hugh Mason", "a doctor", "The doctor"]],
        );
        check("King Charles spoke. The King smiled.", &[&["King Charles", "The King"]]);
        check("A close friend spoke. The friend smiled.", &[&["A close friend", "The friend"]]);
        check("A palace insider spoke. The source smiled.", &[&["A palace insider", "The source"]]);
        check(
            "President Maria Lopez met John Brown. The president smiled.",
            &[&["President Maria Lopez", "The president"], &["John Brown"]],
        );
        check("Prince Harry left. The Duke of Sussex smiled.", &[&["Prince Harry", "The Duke of Sussex"]]);
    }

    #[test]
    fn names_of_related_links_are_nobody_here() {
        let text = "King Charles spoke.\n\nKing Charles Pike Sings Again";
        let mut parts = article(text).into_parts();
        let links = Span::new(text.find("King Charles Pike").unwrap() as u32, text.len() as u32);
        parts.sections.push(Section { span: links, kind: SectionKind::Boilerplate });
        let annotated = crate::annotate(&ENGLISH, Article::new(parts));
        let names: Vec<&str> = annotated.entities.iter().map(|entity| entity.name.as_str()).collect();
        assert_eq!(names, ["King Charles"]);
    }

    #[test]
    fn somebody_unknown_stays_somebody_else() {
        check("Maria Lopez spoke. A friend smiled.", &[&["Maria Lopez"], &["A friend"]]);
        check("Harry spoke. Harry's father smiled.", &[&["Harry", "Harry"], &["Harry's father"]]);
        check("A source spoke. Another source smiled.", &[&["A source"], &["Another source"]]);
    }

    #[test]
    fn outlets_are_one_under_all_their_names() {
        let annotated = read("She told the Associated Press. The AP reported it.");
        assert_eq!(annotated.entities.len(), 1);
        assert_eq!(annotated.entities[0].name, "Associated Press");
    }

    #[test]
    fn odd_texts_are_read() {
        for text in ["", " ", "“", "He", "A", "\u{feff}", "Mr", "THE SUN SAID SO", "O’O’O’ and the"] {
            layers_agree(&read(text));
        }
    }
}
