//! [`Annotated`]: an article with its layers of stand-off annotation, each sorted by position.

use crate::Tag;
use std::borrow::Cow;
use std::ops::Range;
use whosaid_text::{Article, EntityId, MentionId, SectionKind, Span};

/// An article and everything the language room found in it.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The article.
    pub article: Article,
    /// Words, numbers and marks, by position.
    pub tokens: Vec<Token>,
    /// One part-of-speech tag a token.
    pub tags: Vec<Tag>,
    /// Lines of the text that hold a token, by position.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences by position; none crosses a paragraph.
    pub sentences: Vec<Sentence>,
    /// Quotations by position of their opening mark; nested ones after the one that holds them.
    pub quotations: Vec<Quotation>,
    /// Words that name someone or something, by position, numbered by [`MentionId`].
    pub mentions: Vec<Mention>,
    /// Whom the mentions name, numbered by [`EntityId`] in order of first mention.
    pub entities: Vec<Entity>,
}

/// A half-open range of token positions. Not a range of bytes: that is a [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenRange {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

/// A word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
}

/// A line of the text that holds at least one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its tokens.
    pub tokens: TokenRange,
    /// The section it belongs to.
    pub section: SectionKind,
}

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: TokenRange,
    /// Index of its paragraph.
    pub paragraph_idx: u32,
}

/// Words inside quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Tokens from the opening mark to the closing mark, both included where they stand.
    pub tokens: TokenRange,
    /// Zero outermost, one for a quotation inside a quotation.
    pub depth: u8,
    /// Whether a closing mark was found; otherwise it runs to the end of its paragraph.
    pub closed: bool,
    /// Index of the quotation in the paragraph before that this one goes on (re-opened without being closed).
    pub continues: Option<u32>,
}

/// Words that name or stand for someone or something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its tokens.
    pub tokens: TokenRange,
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: EntityKind,
    /// In which way.
    pub form: MentionForm,
    /// Whom or what it names.
    pub entity: EntityId,
}

/// In which way a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionForm {
    /// By name, perhaps with a title: "Mr Obama", "the Duke of Sussex".
    Name,
    /// By role or description: "the president", "the spokesman".
    Description,
    /// By a pronoun: "he".
    Pronoun,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body: company, party, ministry, team.
    Organization,
    /// A place.
    Place,
    /// A news outlet or agency.
    Outlet,
}

impl EntityKind {
    /// The word in JSON and on screens.
    pub fn name(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organization => "organization",
            EntityKind::Place => "place",
            EntityKind::Outlet => "outlet",
        }
    }
}

/// Grammatical gender of the pronouns that stand for someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// she, her.
    Feminine,
    /// he, him.
    Masculine,
}

impl Gender {
    /// The gender that a personal pronoun shows.
    pub fn of_pronoun(word: &str) -> Option<Gender> {
        match word {
            "he" | "him" | "his" | "himself" | "He" | "His" | "Him" => Some(Gender::Masculine),
            "she" | "her" | "hers" | "herself" | "She" | "Her" | "Hers" => Some(Gender::Feminine),
            _ => None,
        }
    }
}

/// One someone or something in one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its number.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name the article gives it; for one that is never named, its description.
    pub name: String,
    /// All names, roles and descriptions the article uses (no pronouns), each once, by first use.
    pub names: Vec<String>,
    /// Gender, where a title, first name or pronoun tells.
    pub gender: Option<Gender>,
    /// Its mentions, by position.
    pub mentions: Vec<MentionId>,
}

impl TokenRange {
    /// The positions as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no token.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the token at `token_idx` lies inside.
    pub fn holds(self, token_idx: usize) -> bool {
        self.range().contains(&token_idx)
    }
}

impl Annotated {
    /// The article without any layer.
    pub fn bare(article: Article) -> Self {
        Annotated {
            article,
            tokens: Vec::new(),
            tags: Vec::new(),
            paragraphs: Vec::new(),
            sentences: Vec::new(),
            quotations: Vec::new(),
            mentions: Vec::new(),
            entities: Vec::new(),
        }
    }

    /// The words of one token.
    #[inline]
    pub fn word(&self, token_idx: usize) -> &str {
        self.article.text.slice(self.tokens[token_idx].span)
    }

    /// The words of a range of tokens as they stand in the text, blanks included.
    #[inline]
    pub fn words(&self, tokens: TokenRange) -> &str {
        self.article.text.slice(self.span(tokens))
    }

    /// The bytes from the first to the last token of a range; empty at the start of the text for no tokens.
    #[inline]
    pub fn span(&self, tokens: TokenRange) -> Span {
        match self.tokens.get(tokens.range()) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::new(0, 0),
        }
    }

    /// [`span`](Self::span), cut where boilerplate is set into the line.
    pub fn spans(&self, tokens: TokenRange) -> Vec<Span> {
        let whole = self.span(tokens);
        let sections = &self.article.sections;
        let from = sections.partition_point(|section| section.span.start() < whole.start());
        let inside = sections[from..].iter().take_while(|section| section.span.end() < whole.end());
        let (mut spans, mut start) = (Vec::new(), tokens.start);
        for insert in inside.filter(|section| section.kind == SectionKind::Boilerplate) {
            let end = self.tokens_in(insert.span).start;
            if start < end {
                spans.push(self.span(TokenRange { start, end }));
                start = end;
            }
        }
        spans.push(self.span(TokenRange { start, end: tokens.end }));
        spans
    }

    /// [`span`](Self::span), up to the first boilerplate that is set into it.
    pub fn first_span(&self, tokens: TokenRange) -> Span {
        self.spans(tokens).first().copied().unwrap_or_else(|| self.span(tokens))
    }

    /// The text of a span as it reads on, without boilerplate that is set into it.
    pub fn read_on(&self, span: Span) -> Cow<'_, str> {
        match self.spans(self.tokens_in(span)).as_slice() {
            pieces @ [_, _, ..] => {
                let words: Vec<&str> = pieces.iter().map(|&piece| self.article.text.slice(piece)).collect();
                Cow::Owned(words.join(" "))
            }
            _ => Cow::Borrowed(self.article.text.slice(span)),
        }
    }

    /// The tokens that overlap a span.
    pub fn tokens_in(&self, span: Span) -> TokenRange {
        let start = self.tokens.partition_point(|token| token.span.end() <= span.start());
        let end = self.tokens.partition_point(|token| token.span.start() < span.end());
        TokenRange { start: start as u32, end: end.max(start) as u32 }
    }

    /// Index of the sentence that holds a token.
    pub fn sentence_of(&self, token_idx: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end as usize <= token_idx)
    }
}
