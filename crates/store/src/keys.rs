//! Names of claims that hold: a telling's key is a hash of its place, and any telling's key names the claim it tells.

use crate::StoreError;
use crate::store::StoryNo;
use sha2::{Digest, Sha256};

/// The key of a telling: eight hexadecimal digits from the article's id and the first and last code point.
pub fn telling_key(article: &str, span: [u32; 2]) -> String {
    let place = format!("{article}:{}-{}", span[0], span[1]);
    Sha256::digest(place.as_bytes())[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `STORY-KEY` as a story and the key of a telling.
///
/// # Errors
/// [`StoreError::NoSuch`] for something else.
pub fn parse_claim(name: &str) -> Result<(StoryNo, &str), StoreError> {
    let parted = name.split_once('-').and_then(|(story, key)| Some((StoryNo(story.parse().ok()?), key)));
    parted
        .filter(|(_, key)| !key.is_empty())
        .ok_or_else(|| StoreError::NoSuch { what: "claim", name: name.to_owned() })
}

/// `STORY.N` as a story and the place of a conflict, from zero.
///
/// # Errors
/// [`StoreError::NoSuch`] for something else.
pub fn parse_conflict(name: &str) -> Result<(StoryNo, usize), StoreError> {
    let parse = |(story, n): (&str, &str)| -> Option<(StoryNo, usize)> {
        Some((StoryNo(story.parse().ok()?), n.parse::<usize>().ok()?.checked_sub(1)?))
    };
    let parted = name.split_once('.').and_then(parse);
    parted.ok_or_else(|| StoreError::NoSuch { what: "conflict", name: name.to_owned() })
}
