//! What a reader corrected: who, when, why, and what, pinned to characters of articles.
//!
//! Corrections are a log of their own beside the evidence, which they never touch. Each names places in articles, not
//! numbers of claims or stories, so that they hold when articles are added or read again by a newer version. The id of
//! a correction is the hash of what it says, so bringing the same file in twice changes nothing. Undoing is a
//! correction too. Start with [`Correction`] and [`active`]; `decisions.rs` applies them.

use crate::StoreError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// One correction, signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Hash of all that follows.
    pub id: String,
    /// Who made it.
    pub who: String,
    /// When, ISO 8601.
    pub when: String,
    /// Why, in that person's words.
    pub why: String,
    /// What is corrected.
    pub what: What,
}

/// Words in an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Id of the article.
    pub article: String,
    /// First code point and one past the last.
    pub span: [u32; 2],
    /// The words that stand there.
    pub words: String,
}

/// What is corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum What {
    /// The tellings at two places tell one claim.
    MergeClaims {
        /// A telling of one.
        a: Anchor,
        /// A telling of the other.
        b: Anchor,
    },
    /// A telling does not tell the claim of another.
    SplitClaim {
        /// The telling that leaves.
        telling: Anchor,
        /// A telling that stays.
        from: Anchor,
    },
    /// Two articles belong to one story; the stories they are in become one.
    MergeStories {
        /// Id of an article.
        a: String,
        /// Id of an article.
        b: String,
    },
    /// An article does not belong to the story of another.
    SplitStory {
        /// Id of the article that leaves.
        article: String,
        /// Id of an article that stays.
        from: String,
    },
    /// The words at two places name one person or body.
    MergeEntities {
        /// A mention of one.
        a: Anchor,
        /// A mention of the other.
        b: Anchor,
    },
    /// The words at one place do not name the person or body that those at another do.
    SplitEntity {
        /// The mention that leaves, with all of its article that were joined to it.
        mention: Anchor,
        /// A mention that stays.
        from: Anchor,
    },
    /// Who says what stands at a place.
    SetSpeaker {
        /// What is said.
        content: Anchor,
        /// Full name of who says it; nobody: the outlet's own voice.
        speaker: Option<String>,
    },
    /// When an article was published, by which outlet, or which agency it is from.
    SetArticle {
        /// Id of the article.
        article: String,
        /// What is set.
        field: Field,
        /// To what; nothing: not known.
        value: Option<String>,
    },
    /// A link that the program suggests is right or wrong.
    Judge {
        /// The link.
        link: Link,
        /// Whether it is right.
        right: bool,
    },
    /// An earlier correction no longer holds.
    Undo {
        /// Its id.
        id: String,
    },
}

/// What can be set about an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// When it was published: ISO 8601.
    Published,
    /// Outlet.
    Outlet,
    /// News agency.
    Wire,
}

/// A link between two things that the program suggests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "link", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Link {
    /// A telling tells the claim of another telling.
    Telling {
        /// The telling.
        telling: Anchor,
        /// Another telling of the claim.
        claim: Anchor,
    },
    /// Two extracts do not agree.
    Conflict {
        /// One side.
        a: Anchor,
        /// The other.
        b: Anchor,
    },
    /// One article holds much of another.
    Copy {
        /// Id of the article that copies.
        article: String,
        /// Id of the article copied.
        of: String,
    },
}

/// The file that corrections travel in.
#[derive(Serialize, Deserialize)]
struct CorrectionsFile {
    schema: String,
    corrections: Vec<Correction>,
}

/// Names the form of the file.
const SCHEMA: &str = "whosaid.corrections/1";

impl Correction {
    /// Signs a correction.
    pub fn new(who: &str, when: &str, why: &str, what: What) -> Self {
        let (who, when, why) = (who.to_owned(), when.to_owned(), why.to_owned());
        let mut correction = Correction { id: String::new(), who, when, why, what };
        correction.id = correction.hash();
        correction
    }

    /// The hash of who, when, why and what, in hexadecimal.
    fn hash(&self) -> String {
        let told = (&self.who, &self.when, &self.why, &self.what);
        // These types have string keys and finite depth, so writing them cannot fail.
        let told = serde_json::to_string(&told).unwrap_or_default();
        Sha256::digest(told.as_bytes())[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Ids of the articles that it is about; none for an undoing, which is about those of what it undoes.
    pub fn articles(&self) -> Vec<&str> {
        match &self.what {
            What::MergeClaims { a, b }
            | What::MergeEntities { a, b }
            | What::SplitClaim { telling: a, from: b }
            | What::SplitEntity { mention: a, from: b }
            | What::Judge {
                link: Link::Telling { telling: a, claim: b } | Link::Conflict { a, b }, ..
            } => {
                vec![&a.article, &b.article]
            }
            What::MergeStories { a, b }
            | What::SplitStory { article: a, from: b }
            | What::Judge { link: Link::Copy { article: a, of: b }, .. } => vec![a, b],
            What::SetSpeaker { content, .. } => vec![&content.article],
            What::SetArticle { article, .. } => vec![article],
            What::Undo { .. } => Vec::new(),
        }
    }
}

/// The corrections that hold, in the order they were made: those undone are left out, and so are the undoings.
pub fn active(log: &[Correction]) -> Vec<&Correction> {
    let mut undone: BTreeSet<&str> = BTreeSet::new();
    let mut holding = Vec::new();
    for correction in log.iter().rev() {
        if undone.contains(correction.id.as_str()) {
            continue;
        }
        match &correction.what {
            What::Undo { id } => drop(undone.insert(id)),
            _ => holding.push(correction),
        }
    }
    holding.reverse();
    holding
}

/// Writes corrections as one JSON file.
pub fn export(corrections: &[Correction]) -> String {
    let file = CorrectionsFile { schema: SCHEMA.to_owned(), corrections: corrections.to_vec() };
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a file that [`export`] wrote.
///
/// # Errors
/// [`StoreError::NotCorrections`], [`StoreError::UnknownCorrections`], and [`StoreError::BadValue`] for a correction
/// whose id is not the hash of what it says.
pub fn import(text: &str) -> Result<Vec<Correction>, StoreError> {
    let file: CorrectionsFile =
        serde_json::from_str(text).map_err(|source| StoreError::NotCorrections { source })?;
    if file.schema != SCHEMA {
        return Err(StoreError::UnknownCorrections { schema: file.schema });
    }
    match file.corrections.iter().find(|correction| correction.hash() != correction.id) {
        Some(odd) => {
            Err(StoreError::BadValue { what: "id of what the correction says", value: odd.id.clone() })
        }
        None => Ok(file.corrections),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(article: &str) -> Anchor {
        Anchor { article: article.to_owned(), span: [3, 9], words: "words".to_owned() }
    }

    fn correction(n: u32, what: What) -> Correction {
        Correction::new("Ada", &format!("2031-03-0{n}T10:00:00Z"), "they are one", what)
    }

    #[test]
    fn an_undoing_can_be_undone() {
        let merge = correction(1, What::MergeClaims { a: anchor("x"), b: anchor("y") });
        let undo = correction(2, What::Undo { id: merge.id.clone() });
        let redo = correction(3, What::Undo { id: undo.id.clone() });
        let ids = |log: &[Correction]| active(log).iter().map(|c| c.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(std::slice::from_ref(&merge)), std::slice::from_ref(&merge.id));
        assert!(ids(&[merge.clone(), undo.clone()]).is_empty());
        assert_eq!(ids(&[merge.clone(), undo, redo]), [merge.id]);
    }

    #[test]
    fn a_file_comes_back_as_it_went() {
        let link = Link::Conflict { a: anchor("x"), b: anchor("y") };
        let log = vec![
            correction(1, What::SetArticle { article: "x".into(), field: Field::Wire, value: None }),
            correction(2, What::Judge { link, right: false }),
            correction(3, What::SetSpeaker { content: anchor("x"), speaker: Some("Mara Quill".into()) }),
        ];
        assert_eq!(import(&export(&log)).unwrap(), log);
    }

    #[test]
    fn a_changed_file_is_refused() {
        let log = [correction(1, What::MergeStories { a: "x".into(), b: "y".into() })];
        let text = export(&log);
        assert!(matches!(import(&text.replace("Ada", "Bob")), Err(StoreError::BadValue { .. })));
        let later = text.replace("corrections/1", "corrections/2");
        assert!(matches!(import(&later), Err(StoreError::UnknownCorrections { .. })));
        assert!(matches!(import("{}"), Err(StoreError::NotCorrections { .. })));
    }
}
