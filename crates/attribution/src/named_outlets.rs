//! [`NamedOutlets`]: which outlet an article means by "the newspaper" or by the last word of a name, "the Ledger".

use crate::words::{Hashes, WordSet};
use std::collections::{BTreeMap, BTreeSet};
use whosaid_language::{Annotated, EntityKind, MentionForm, TokenRange};
use whosaid_text::EntityId;

/// The outlets that an article names, by position.
#[derive(Clone, Debug, Default)]
pub(crate) struct NamedOutlets {
    named: Vec<Named>,
    /// Names of several words, by the hash of their last word.
    by_last: BTreeMap<u32, Vec<Named>>,
    /// Outlets with such a name.
    in_full: BTreeSet<EntityId>,
    /// Places where an organization that is no outlet is named.
    others: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Named {
    start: u32,
    entity: EntityId,
}

impl NamedOutlets {
    pub fn of(annotated: &Annotated, hashes: &Hashes, articles: &WordSet) -> Self {
        let mut outlets = NamedOutlets::default();
        for mention in annotated.mentions.iter().filter(|mention| mention.form == MentionForm::Name) {
            let TokenRange { start, end } = mention.tokens;
            match mention.kind {
                EntityKind::Outlet => {
                    let bare = start + u32::from(articles.has(hashes.at(start as usize)));
                    let named = Named { start, entity: mention.entity };
                    outlets.named.push(named);
                    if end > bare + 1 {
                        outlets.by_last.entry(hashes.at(end as usize - 1)).or_default().push(named);
                        outlets.in_full.insert(mention.entity);
                    }
                }
                EntityKind::Organization => outlets.others.push(start),
                EntityKind::Person | EntityKind::Place => {}
            }
        }
        outlets
    }

    /// The outlet named last before a place.
    pub fn before(&self, token_idx: u32) -> Option<EntityId> {
        let until = self.named.partition_point(|named| named.start < token_idx);
        Some(self.named[..until].last()?.entity)
    }

    /// The same, unless another organization is named since.
    pub fn before_any_other(&self, token_idx: u32) -> Option<EntityId> {
        let until = self.named.partition_point(|named| named.start < token_idx);
        let named = self.named[..until].last()?;
        let others = &self.others[..self.others.partition_point(|&other| other < token_idx)];
        others.last().is_none_or(|&other| other < named.start).then_some(named.entity)
    }

    /// The outlet whose name ends in a word: the one named last before a place, else the first one after it.
    pub fn ending_in(&self, last: u32, token_idx: u32) -> Option<EntityId> {
        let named = self.by_last.get(&last)?;
        let until = named.partition_point(|named| named.start < token_idx);
        Some(named[..until].last().or(named.first())?.entity)
    }

    /// Whether the article calls an outlet by a name of several words.
    pub fn is_named_in_full(&self, entity: EntityId) -> bool {
        self.in_full.contains(&entity)
    }
}
