//! The ground floor: one article's text, and how every later layer points into it.
//!
//! Start with [`SourceText`] and [`Span`], then [`Article`]. This room knows no language, no file format and
//! no calendar arithmetic; it reads no file and no clock.
//!
//! Inside the program offsets are **bytes** (`u32`, half open, on character boundaries); at the JSON edge they
//! are Unicode code points, made by [`SourceText::code_points`].

mod article;
mod diagnostic;
mod ids;
mod moment;
mod source;

pub use article::{
    Article, ArticleParts, DateOf, Dating, HowDated, Language, Section, SectionKind, Stated,
    StatedCorrection, StatedDate,
};
pub use diagnostic::Diagnostic;
pub use ids::{ArticleId, AttributionId, ClaimId, EntityId, MentionId, RuleId, StoryId};
pub use moment::{Clock, Day, Moment, MomentError};
pub use source::{SourceText, Span, TextTooLong};
