//! What an article looks like to the stories around it.

use super::{Reader, Record, Writer};
use whosaid::story::Outline;

/// Writes an outline.
pub fn write_outline(outline: &Outline) -> Vec<u8> {
    let mut w = Writer::default();
    outline.published.map(|moment| moment.to_string()).put(&mut w);
    outline.terms.put(&mut w);
    w.seal()
}

/// Reads an outline. `None` where the bytes are of another format or damaged.
pub fn read_outline(bytes: &[u8]) -> Option<Outline> {
    let mut r = Reader::open(bytes)?;
    let published = Option::<String>::get(&mut r)?.and_then(|text| text.parse().ok());
    let terms = Record::get(&mut r)?;
    r.end()?;
    Some(Outline { terms, published })
}
