//! The layers of a reading, without its article.

use super::{Reader, Record, Writer, closed, record};
use whosaid::attribution::{Aspect, Attribution, Evidence, Form, Hop, Reading, SourceKind, Stance};
use whosaid::language::{
    Annotated, Entity, EntityKind, Gender, Mention, MentionForm, Paragraph, Quotation, Sentence, Tag, Token,
    TokenRange,
};
use whosaid::text::{Article, AttributionId, EntityId, MentionId, SectionKind};
use whosaid::time::{Anchor, Modifier, TimeKind, TimeMention};

/// Writes the layers of a reading.
pub fn write_layers(reading: &Reading) -> Vec<u8> {
    let mut w = Writer::default();
    let annotated = &reading.annotated;
    annotated.tokens.put(&mut w);
    annotated.tags.put(&mut w);
    annotated.paragraphs.put(&mut w);
    annotated.sentences.put(&mut w);
    annotated.quotations.put(&mut w);
    annotated.mentions.put(&mut w);
    annotated.entities.put(&mut w);
    reading.times.put(&mut w);
    reading.attributions.put(&mut w);
    w.seal()
}

/// Puts layers and their article together. `None` where the bytes are of another format, damaged, or of another text.
pub fn read_layers(article: Article, layers: &[u8]) -> Option<Reading> {
    let mut r = Reader::open(layers)?;
    let annotated = Annotated {
        article,
        tokens: Record::get(&mut r)?,
        tags: Record::get(&mut r)?,
        paragraphs: Record::get(&mut r)?,
        sentences: Record::get(&mut r)?,
        quotations: Record::get(&mut r)?,
        mentions: Record::get(&mut r)?,
        entities: Record::get(&mut r)?,
    };
    let reading = Reading { annotated, times: Record::get(&mut r)?, attributions: Record::get(&mut r)? };
    r.end()?;
    fits(&reading).then_some(reading)
}

/// Whether the tokens are those of the text; the check sum vouches for the rest.
fn fits(reading: &Reading) -> bool {
    let text = &reading.annotated.article.text;
    let tokens = &reading.annotated.tokens;
    tokens.iter().all(|token| text.span(token.span.range()).is_some())
        && reading.attributions.iter().flat_map(|a| &a.content).all(|span| text.span(span.range()).is_some())
}

record!(Token { span });
record!(TokenRange { start, end });
record!(Paragraph { tokens, section });
record!(Sentence { tokens, paragraph_idx });
record!(Quotation { tokens, depth, closed, continues });
record!(Mention { tokens, span, kind, form, entity });
record!(Entity { id, kind, name, names, gender, mentions });
record!(TimeMention { span, kind, value, modifier, anchor, rule });
record!(Attribution { id, source, cue, content, form, stance, first_report, confidence, rule, chain, why });
record!(Evidence { aspect, rule, span });
record!(Hop { kind, span, entity, resolved });

closed!(SectionKind: SectionKind::Headline, SectionKind::Standfirst, SectionKind::Byline, SectionKind::Body,
    SectionKind::Caption, SectionKind::Boilerplate);
closed!(EntityKind: EntityKind::Person, EntityKind::Organization, EntityKind::Place, EntityKind::Outlet);
closed!(MentionForm: MentionForm::Name, MentionForm::Description, MentionForm::Pronoun);
closed!(Gender: Gender::Feminine, Gender::Masculine);
closed!(TimeKind: TimeKind::Date, TimeKind::Time, TimeKind::Duration, TimeKind::Set);
closed!(Anchor: Anchor::Published, Anchor::Mentioned);
closed!(Form: Form::Direct, Form::Indirect, Form::Mixed);
closed!(Stance: Stance::Asserts, Stance::Denies, Stance::Confirms, Stance::Corrects, Stance::Questions,
    Stance::NoComment);
closed!(Aspect: Aspect::Chain, Aspect::Kind, Aspect::Speaker, Aspect::Stance, Aspect::FirstReport);

impl Record for Tag {
    fn put(&self, w: &mut Writer) {
        w.byte(*self as u8);
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        Tag::ALL.get(usize::from(r.byte()?)).copied()
    }
}

impl Record for Modifier {
    fn put(&self, w: &mut Writer) {
        w.byte(*self as u8);
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        Modifier::ALL.get(usize::from(r.byte()?)).copied()
    }
}

impl Record for SourceKind {
    fn put(&self, w: &mut Writer) {
        w.byte(match self {
            SourceKind::Person => 0,
            SourceKind::Spokesperson => 1,
            SourceKind::Organization => 2,
            SourceKind::Outlet => 3,
            SourceKind::Document => 4,
            SourceKind::Unspecified => 5,
            SourceKind::Unnamed { plural, described } => 8 | u8::from(*plural) << 1 | u8::from(*described),
        });
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        Some(match r.byte()? {
            0 => SourceKind::Person,
            1 => SourceKind::Spokesperson,
            2 => SourceKind::Organization,
            3 => SourceKind::Outlet,
            4 => SourceKind::Document,
            5 => SourceKind::Unspecified,
            unnamed @ 8..12 => SourceKind::Unnamed { plural: unnamed & 2 != 0, described: unnamed & 1 != 0 },
            _ => return None,
        })
    }
}

macro_rules! numbered {
    ($($name:ident),*) => {
        $(impl Record for $name {
            fn put(&self, w: &mut Writer) {
                self.0.put(w);
            }
            fn get(r: &mut Reader<'_>) -> Option<Self> {
                Some($name(Record::get(r)?))
            }
        })*
    };
}

numbered!(AttributionId, EntityId, MentionId);
