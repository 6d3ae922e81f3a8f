//! Article to Annotated: sentences, tokens, tags, quotations, names, entities.
//!
//! Start with [`annotate`], then [`Annotated`]. This room knows English (through [`Lexicon`], read from `data/en`
//! and `models/en`) and nothing about time values, attributions or other articles.

mod annotated;
mod describing;
mod descriptions;
mod entities;
mod gazetteer;
mod keys;
mod lexicon;
pub mod names;
mod naming;
mod outlets;
mod pronouns;
#[cfg(test)]
mod properties;
mod quotes;
mod roles;
mod sentences;
mod tagger;
mod tags;
#[cfg(test)]
mod testing;
mod titles;
mod tokens;
mod words;

pub use annotated::{
    Annotated, Entity, EntityKind, Gender, Mention, MentionForm, Paragraph, Quotation, Sentence, Token,
    TokenRange,
};
pub use lexicon::Lexicon;
pub use outlets::Outlet;
pub use tagger::{TagClass, TagContext, TagDictionary, Tagger, best_tag};
pub use tags::Tag;

use whosaid_linear::TokenScores;
use whosaid_text::Article;

/// Annotates one article. An article in a language that is not read gets no layer at all.
pub fn annotate(lexicon: &Lexicon, article: Article) -> Annotated {
    annotate_names(lexicon, annotate_words(lexicon, article), None)
}

/// The layers of words and marks alone: tokens, paragraphs, quotations, sentences, tags.
pub fn annotate_words(lexicon: &Lexicon, article: Article) -> Annotated {
    let mut annotated = Annotated::bare(article);
    if annotated.article.language.is_read() {
        tokens::tokenize(lexicon, &mut annotated);
        quotes::pair(&mut annotated);
        sentences::split(lexicon, &mut annotated);
        tags::tag(lexicon, &mut annotated);
    }
    annotated
}

/// The layers of names and entities, on those of words. `scores` are of [`names::LABELS`], one row a token of the
/// sections that are read; without them the linear model finds the names.
pub fn annotate_names(
    lexicon: &Lexicon,
    mut annotated: Annotated,
    scores: Option<&TokenScores>,
) -> Annotated {
    if !annotated.tokens.is_empty() {
        entities::join(lexicon, &mut annotated, scores);
    }
    annotated
}

/// Tags a text whose tokens, paragraphs and sentences are given, and finds its names and entities: what corpora with
/// their own tokens are measured with.
pub fn annotate_tokens(lexicon: &Lexicon, mut annotated: Annotated) -> Annotated {
    tags::tag(lexicon, &mut annotated);
    annotate_names(lexicon, annotated, None)
}
