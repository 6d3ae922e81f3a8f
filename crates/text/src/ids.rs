//! Names for things: newtypes, so that no bare number or string stands for a thing.

use std::borrow::Cow;
use std::fmt;

/// An article, named by the hash of its content: the same content has the same id on any machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub [u8; 8]);

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The id as an index into the list it numbers.
            pub fn idx(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0 + 1)
            }
        }
    };
}

numbered!(
    /// One someone or something in one article (or, in a story, across articles), counted from zero.
    EntityId, "e");
numbered!(
    /// One mention in one article, counted from zero in order of position.
    MentionId, "m");
numbered!(
    /// One attribution in one article, counted from zero in order of position.
    AttributionId, "a");
numbered!(
    /// One claim of one story, counted from zero in order of rank.
    ClaimId, "c");
numbered!(
    /// One story of a run, counted from zero in order of its earliest article.
    StoryId, "st");

/// The rule or model that made a conclusion, such as `time/weekday` or `attribution/tagger`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub Cow<'static, str>);

impl RuleId {
    /// Names a rule known when the program was written.
    pub const fn new(name: &'static str) -> Self {
        RuleId(Cow::Borrowed(name))
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
