//! A dossier. Articles are named by their place among the readings of the story.

use super::{Reader, Record, Writer, closed, record};
use whosaid::claims::{
    Claim, Conflict, ConflictKind, Credit, Dossier, Origins, Reason, Side, Status, Telling, TimelineEntry,
    Window,
};
use whosaid::story::{Copied, CopyKind, Story, StoryEntity};
use whosaid::text::{ClaimId, Day, StoryId};

/// Writes a dossier.
pub fn write_dossier(dossier: &Dossier) -> Vec<u8> {
    let mut w = Writer::default();
    dossier.put(&mut w);
    w.seal()
}

/// Reads a dossier over `n_articles` readings. `None` where the bytes are of another format, damaged, or of others.
pub fn read_dossier(bytes: &[u8], n_articles: usize) -> Option<Dossier> {
    let mut r = Reader::open(bytes)?;
    let dossier = Dossier::get(&mut r)?;
    r.end()?;
    let within = dossier.story.articles.iter().all(|&article| article < n_articles);
    within.then_some(dossier)
}

record!(Dossier { story, claims, conflicts, timeline, credits, windows });
record!(Story { id, title, articles, entities, copies });
record!(StoryEntity { id, kind, name, names, mentions, described });
record!(Copied { article, of, share, kind });
record!(Claim { id, gist, status, origins, earliest, tellings, folded, why });
record!(Telling { article, span, attribution, chain, stance, when, confidence, why });
record!(Origins { min, max, why });
record!(Conflict { kind, about, a, b, rule });
record!(Side { claim, article, span });
record!(TimelineEntry { when, what, claim, article, span, future, rule });
record!(Credit { article, outlet, to, span, first_report });
record!(Window { article, not_before, not_after, why });
record!(Reason { rule, weight, words });

closed!(CopyKind: CopyKind::NearCopy, CopyKind::WireCopy, CopyKind::Excerpt);
closed!(Status: Status::Corroborated, Status::SingleOrigin, Status::Contested, Status::Denied, Status::Corrected,
    Status::Unattributed);
closed!(ConflictKind: ConflictKind::Number, ConflictKind::Date, ConflictKind::Place, ConflictKind::Who,
    ConflictKind::What, ConflictKind::Denial, ConflictKind::Update);

impl Record for Day {
    fn put(&self, w: &mut Writer) {
        w.number(self.year() as u64);
        w.byte(self.month());
        w.byte(self.day());
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        Day::new(r.number()?.try_into().ok()?, r.byte()?, r.byte()?)
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

numbered!(ClaimId, StoryId);
