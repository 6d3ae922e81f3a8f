//! [`SourceText`], which never changes once made, and [`Span`], which points into it.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// How many bytes lie between two remembered code-point counts.
const STRIDE: usize = 256;

/// One article's text. Cheap to clone; never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    text: Arc<str>,
    /// Code points before byte `STRIDE * k` (rounded down to a character boundary); empty for ASCII text.
    counts: Arc<[u32]>,
}

/// A text longer than `u32::MAX` bytes, which spans cannot address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextTooLong {
    /// Length of the refused text in bytes.
    pub size_bytes: usize,
}

impl fmt::Display for TextTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text of {} bytes is longer than offsets can address (4 GiB)", self.size_bytes)
    }
}

impl std::error::Error for TextTooLong {}

impl SourceText {
    /// Takes the text as it is.
    ///
    /// # Errors
    /// [`TextTooLong`] past 4 GiB.
    pub fn new(text: impl Into<Arc<str>>) -> Result<Self, TextTooLong> {
        let text = text.into();
        if u32::try_from(text.len()).is_err() {
            return Err(TextTooLong { size_bytes: text.len() });
        }
        let counts = if text.is_ascii() { Arc::from([]) } else { count_points(&text) };
        Ok(SourceText { text, counts })
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The span over the whole text.
    pub fn whole(&self) -> Span {
        Span { start: 0, end: self.text.len() as u32 }
    }

    /// The span of a byte range, if it lies inside the text and on character boundaries.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        self.text.get(range.clone())?;
        Some(Span { start: range.start as u32, end: range.end as u32 })
    }

    /// The words a span covers. A span of another text that does not fit gives "".
    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        debug_assert!(self.text.get(span.range()).is_some(), "span {span:?} does not lie in this text");
        self.text.get(span.range()).unwrap_or("")
    }

    /// Code points before a byte offset: the offset as JSON and users count it.
    pub fn code_points(&self, byte: u32) -> u32 {
        if self.counts.is_empty() {
            return byte;
        }
        let byte = floor_boundary(&self.text, byte as usize);
        let block = byte / STRIDE;
        let start = floor_boundary(&self.text, block * STRIDE);
        self.counts[block] + self.text[start..byte].chars().count() as u32
    }

    /// A span as `[start, end]` in code points.
    pub fn code_point_span(&self, span: Span) -> [u32; 2] {
        [self.code_points(span.start), self.code_points(span.end)]
    }

    /// The byte offset of a code-point offset, or `None` past the end of the text.
    pub fn byte_of(&self, code_point: u32) -> Option<u32> {
        if self.counts.is_empty() {
            return (code_point as usize <= self.text.len()).then_some(code_point);
        }
        let block = self.counts.partition_point(|&n| n <= code_point).saturating_sub(1);
        let start = floor_boundary(&self.text, block * STRIDE);
        let rest = (code_point - self.counts[block]) as usize;
        let tail = &self.text[start..];
        let within = tail.char_indices().map(|(at, _)| at).chain([tail.len()]).nth(rest)?;
        Some((start + within) as u32)
    }
}

impl Deref for SourceText {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

fn floor_boundary(text: &str, mut byte: usize) -> usize {
    byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn count_points(text: &str) -> Arc<[u32]> {
    let mut counts = Vec::with_capacity(text.len() / STRIDE + 1);
    let mut points = 0u32;
    let mut from = 0;
    for block in 0..=text.len() / STRIDE {
        let to = floor_boundary(text, block * STRIDE);
        points += text[from..to].chars().count() as u32;
        counts.push(points);
        from = to;
    }
    counts.into()
}

/// A stretch of one article's text: bytes `start..end`, half open, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Makes a span from bytes that the caller knows to be character boundaries of the text (token borders,
    /// for instance). For anything else use [`SourceText::span`].
    #[inline]
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Span { start, end: end.max(start) }
    }

    /// First byte.
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    pub fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range for slicing.
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Bytes that the two share.
    pub fn shared(self, other: Span) -> u32 {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_are_inverse() {
        let long = "a“é”𝄞 z".repeat(200);
        let text = SourceText::new(long.as_str()).unwrap();
        for (n, (at, _)) in long.char_indices().enumerate() {
            assert_eq!(text.code_points(at as u32), n as u32);
            assert_eq!(text.byte_of(n as u32), Some(at as u32));
        }
        let n = long.chars().count() as u32;
        assert_eq!(text.byte_of(n), Some(long.len() as u32));
        assert_eq!(text.byte_of(n + 1), None);
    }

    #[test]
    fn spans_off_a_character_boundary_are_refused() {
        let text = SourceText::new("é!").unwrap();
        assert_eq!(text.span(0..1), None);
        assert_eq!(text.span(0..9), None);
        assert_eq!(text.slice(text.span(0..2).unwrap()), "é");
    }

    #[test]
    fn spans_relate() {
        let (a, b, c) = (Span::new(0, 5), Span::new(3, 8), Span::new(5, 6));
        assert!(a.overlaps(b) && !a.overlaps(c) && b.contains(c));
        assert_eq!((a.shared(b), a.shared(c), a.cover(b)), (2, 0, Span::new(0, 8)));
    }
}
