//! [`Reading`]: an article with its attributions.

use whosaid_language::Annotated;
use whosaid_text::{AttributionId, EntityId, RuleId, SourceText, Span};
use whosaid_time::TimeMention;

/// An article read alone: everything up to here needs no other article.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The article with its layers.
    pub annotated: Annotated,
    /// Time expressions by position.
    pub times: Vec<TimeMention>,
    /// Attributions by position of their first span, numbered by [`AttributionId`].
    pub attributions: Vec<Attribution>,
}

/// One relation of source, cue and content.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Its number.
    pub id: AttributionId,
    /// Words that name who says it; empty if they are left unsaid.
    pub source: Vec<Span>,
    /// Words that signal the attribution; empty if there are none.
    pub cue: Vec<Span>,
    /// What is said, in one or more pieces by position.
    pub content: Vec<Span>,
    /// How the content is given.
    pub form: Form,
    /// Stance of the origin toward the content.
    pub stance: Stance,
    /// Whether it credits an outlet with being first.
    pub first_report: bool,
    /// How sure the model is, 0 to 1.
    pub confidence: f32,
    /// The rule or model that found it.
    pub rule: RuleId,
    /// The hops, outermost first: whom the writer credits, down to the origin.
    pub chain: Vec<Hop>,
    /// What decided chain, kinds, stance and first report, in that order.
    pub why: Vec<Evidence>,
}

/// A rule and the words it rested on when it decided one aspect of an attribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What was decided.
    pub aspect: Aspect,
    /// What decided it.
    pub rule: RuleId,
    /// The words it rests on.
    pub span: Span,
}

/// What a piece of evidence speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aspect {
    /// That a hop belongs to the chain.
    Chain,
    /// Kind of a hop.
    Kind,
    /// Whom the words of a hop stand for.
    Speaker,
    /// Stance.
    Stance,
    /// First report.
    FirstReport,
}

impl Aspect {
    /// The word on screens.
    pub fn name(self) -> &'static str {
        match self {
            Aspect::Chain => "chain",
            Aspect::Kind => "kind",
            Aspect::Speaker => "speaker",
            Aspect::Stance => "stance",
            Aspect::FirstReport => "first report",
        }
    }
}

impl Attribution {
    /// The last hop: whom it all goes back to. `None` for the outlet's own voice.
    pub fn origin(&self) -> Option<&Hop> {
        self.chain.last()
    }

    /// The chain in words, origin first: "a source, told by The Sun". Empty for the outlet's own voice.
    pub fn chain_in_words(&self, text: &SourceText) -> String {
        let mut words = String::new();
        for hop in self.chain.iter().rev() {
            if !words.is_empty() {
                words.push_str(", told by ");
            }
            words.push_str(hop.name(text));
        }
        words
    }
}

/// One link of a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// What kind of source it is.
    pub kind: SourceKind,
    /// The words in the article.
    pub span: Span,
    /// The entity they resolve to.
    pub entity: Option<EntityId>,
    /// Full name of whom the words stand for, where the words are not that name themselves.
    pub resolved: Option<String>,
}

impl Hop {
    /// The full name where it is known, else the words as they stand.
    pub fn name<'a>(&'a self, text: &'a SourceText) -> &'a str {
        self.resolved.as_deref().unwrap_or_else(|| text.slice(self.span))
    }
}

/// Kinds of source: the closed set of the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceKind {
    /// A named person.
    Person,
    /// Someone who speaks for a body or person, named or not.
    Spokesperson,
    /// A body as such.
    Organization,
    /// A news outlet or agency, or one of its reports.
    Outlet,
    /// A record, filing, poll, video, statement or post.
    Document,
    /// A person or people not named. Never merged with another article's unnamed source.
    Unnamed {
        /// More than one.
        plural: bool,
        /// The text says something about their position.
        described: bool,
    },
    /// Nobody in particular: "reportedly".
    Unspecified,
}

impl SourceKind {
    /// The word in JSON and on screens.
    pub fn name(self) -> &'static str {
        match self {
            SourceKind::Person => "person",
            SourceKind::Spokesperson => "spokesperson",
            SourceKind::Organization => "organization",
            SourceKind::Outlet => "outlet",
            SourceKind::Document => "document",
            SourceKind::Unnamed { .. } => "unnamed",
            SourceKind::Unspecified => "unspecified",
        }
    }
}

/// How a content is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// Inside quotation marks.
    Direct,
    /// Retold.
    Indirect,
    /// Partly quoted.
    Mixed,
}

impl Form {
    /// The word in JSON and on screens.
    pub fn name(self) -> &'static str {
        match self {
            Form::Direct => "direct",
            Form::Indirect => "indirect",
            Form::Mixed => "mixed",
        }
    }
}

/// Stance of a source toward what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stance {
    /// Says it is so.
    Asserts,
    /// Says it is not so.
    Denies,
    /// Confirms what was said before.
    Confirms,
    /// Replaces an earlier version.
    Corrects,
    /// Casts doubt.
    Questions,
    /// Declines to comment.
    NoComment,
}

impl Stance {
    /// The word in JSON and on screens.
    pub fn name(self) -> &'static str {
        match self {
            Stance::Asserts => "asserts",
            Stance::Denies => "denies",
            Stance::Confirms => "confirms",
            Stance::Corrects => "corrects",
            Stance::Questions => "questions",
            Stance::NoComment => "no-comment",
        }
    }
}
