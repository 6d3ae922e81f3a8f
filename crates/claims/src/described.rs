//! Sources told by description only: "the Orlen frontman" is the one whom the story knows as that.
//!
//! An article alone may not tell whom it means; the story does, where other articles say it. Where nothing tells,
//! whoever is described stays unnamed.

use crate::tellings::Piece;
use crate::terms::Names;
use std::collections::HashMap;
use whosaid_attribution::{Hop, Reading, SourceKind};
use whosaid_language::EntityKind;
use whosaid_story::{Story, StoryEntity};
use whosaid_text::{EntityId, Span};

/// Gives hops that only describe someone the name that the story knows.
pub(crate) fn name_described(readings: &[Reading], story: &Story, names: &Names, pieces: &mut [Piece]) {
    let meant = Meant::new(readings, story);
    for piece in pieces {
        let article = piece.article;
        let is_named = |hop: &Hop| hop.entity.is_some_and(|entity| names.contains_key(&(article, entity)));
        piece.chain.iter_mut().filter(|hop| !is_named(hop)).for_each(|hop| meant.name(article, hop));
    }
}

/// Someone whom a description means, with what the article of the description has for them.
type Whom<'a> = (&'a StoryEntity, EntityId);

/// Whom the descriptions of a story's articles mean.
#[derive(Default)]
struct Meant<'a> {
    /// By article and first byte of the words.
    by_words: HashMap<(usize, u32), Whom<'a>>,
    /// By article and what it has for someone whom it only describes.
    by_entity: HashMap<(usize, EntityId), Whom<'a>>,
}

impl<'a> Meant<'a> {
    fn new(readings: &[Reading], story: &'a Story) -> Self {
        let mut meant = Meant::default();
        for entity in &story.entities {
            for &(article, words) in &entity.described {
                let mentions = &readings[article].annotated.mentions;
                let own = entity.mentions.iter().find(|mention| mention.0 == article);
                let Some(own) = own.and_then(|(_, id)| mentions.get(id.idx())) else { continue };
                let whom = (entity, own.entity);
                meant.by_words.insert((article, words.start()), whom);
                let of_words = mentions.iter().filter(|mention| is_description(mention.span, words));
                meant.by_entity.extend(of_words.map(|mention| ((article, mention.entity), whom)));
            }
        }
        meant
    }

    fn name(&self, article: usize, hop: &mut Hop) {
        let known = hop.entity.and_then(|entity| self.by_entity.get(&(article, entity)));
        let Some((entity, own)) = known.or_else(|| self.by_words.get(&(article, hop.span.start()))) else {
            return;
        };
        hop.kind = match (hop.kind, entity.kind) {
            (SourceKind::Unnamed { plural: false, .. }, EntityKind::Person) => SourceKind::Person,
            (SourceKind::Person, EntityKind::Person)
            | (SourceKind::Organization, EntityKind::Organization | EntityKind::Place) => hop.kind,
            _ => return,
        };
        hop.entity = Some(*own);
        hop.resolved = Some(entity.name.clone());
    }
}

/// Whether a mention is a description to its noun, from wherever it begins.
fn is_description(mention: Span, words: Span) -> bool {
    mention.end() == words.end() && mention.overlaps(words)
}
