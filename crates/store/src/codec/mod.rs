//! Readings and dossiers as compact bytes, so that a story is weighed again without reading its articles again.
//!
//! The bytes are a cache and no promise: they carry [`FORMAT`] and a check sum, and stand beside the hash of the rules
//! and models that made them. Bytes of another format, another making or with damage are not read; the article, which
//! is kept as it came, is read again. Numbers are LEB128, spans count from the span before, a string is written once.

mod dossier;
mod outline;
mod reading;

pub use dossier::{read_dossier, write_dossier};
pub use outline::{read_outline, write_outline};
pub use reading::{read_layers, write_layers};

use std::borrow::Cow;
use std::collections::BTreeMap;
use whosaid::text::{RuleId, Span};

/// Number of the format; raised whenever the bytes of an unchanged reading or dossier change.
pub const FORMAT: u8 = 2;

/// Something that is written and read back.
pub(crate) trait Record: Sized {
    fn put(&self, w: &mut Writer);
    fn get(r: &mut Reader<'_>) -> Option<Self>;
}

/// Writes every field of a struct, in order.
macro_rules! record {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl Record for $name {
            fn put(&self, w: &mut Writer) {
                let $name { $($field),* } = self;
                $($field.put(w);)*
            }
            fn get(r: &mut Reader<'_>) -> Option<Self> {
                $(let $field = Record::get(r)?;)*
                Some($name { $($field),* })
            }
        }
    };
}

/// Writes a closed set as the place of a value in its list.
macro_rules! closed {
    ($name:ident: $($value:path),* $(,)?) => {
        impl Record for $name {
            fn put(&self, w: &mut Writer) {
                const ALL: &[$name] = &[$($value),*];
                w.number(ALL.iter().position(|value| value == self).unwrap_or(ALL.len()) as u64);
            }
            fn get(r: &mut Reader<'_>) -> Option<Self> {
                const ALL: &[$name] = &[$($value),*];
                ALL.get(r.number()? as usize).copied()
            }
        }
    };
}

pub(crate) use {closed, record};

/// Bytes under way out.
#[derive(Default)]
pub(crate) struct Writer {
    out: Vec<u8>,
    strings: BTreeMap<String, u64>,
    last: u32,
}

impl Writer {
    pub fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.out.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.out.push(value as u8);
    }

    pub fn byte(&mut self, byte: u8) {
        self.out.push(byte);
    }

    fn string(&mut self, text: &str) {
        if let Some(&known) = self.strings.get(text) {
            return self.number(known + 1);
        }
        let next = self.strings.len() as u64;
        self.strings.insert(text.to_owned(), next);
        self.number(0);
        self.number(text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    /// The bytes, sealed with format and check sum.
    pub fn seal(self) -> Vec<u8> {
        let mut sealed = Vec::with_capacity(self.out.len() + 5);
        sealed.push(FORMAT);
        sealed.extend_from_slice(&check_sum(&self.out).to_le_bytes());
        sealed.extend_from_slice(&self.out);
        sealed
    }
}

/// Bytes on their way in. Every read gives `None` where the bytes do not fit.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    strings: Vec<&'a str>,
    last: u32,
}

impl<'a> Reader<'a> {
    /// Opens sealed bytes; `None` for another format or damage.
    pub fn open(sealed: &'a [u8]) -> Option<Self> {
        let (&format, rest) = sealed.split_first()?;
        let (sum, rest) = rest.split_first_chunk::<4>()?;
        let whole = format == FORMAT && u32::from_le_bytes(*sum) == check_sum(rest);
        whole.then_some(Reader { rest, strings: Vec::new(), last: 0 })
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    fn bytes(&mut self, n: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(bytes)
    }

    fn string(&mut self) -> Option<&'a str> {
        match self.number()?.checked_sub(1) {
            Some(known) => self.strings.get(known as usize).copied(),
            None => {
                let n = self.number()? as usize;
                let text = std::str::from_utf8(self.bytes(n)?).ok()?;
                self.strings.push(text);
                Some(text)
            }
        }
    }

    /// `Some` where nothing is left over.
    pub fn end(&self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }
}

/// FNV-1a, 32 bits.
fn check_sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Record for u32 {
    fn put(&self, w: &mut Writer) {
        w.number(u64::from(*self));
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        r.number()?.try_into().ok()
    }
}

impl Record for usize {
    fn put(&self, w: &mut Writer) {
        w.number(*self as u64);
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        r.number()?.try_into().ok()
    }
}

impl Record for u8 {
    fn put(&self, w: &mut Writer) {
        w.byte(*self);
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        r.byte()
    }
}

impl Record for bool {
    fn put(&self, w: &mut Writer) {
        w.byte(u8::from(*self));
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        Some(r.byte()? != 0)
    }
}

impl Record for f32 {
    fn put(&self, w: &mut Writer) {
        w.out.extend_from_slice(&self.to_bits().to_le_bytes());
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        Some(f32::from_bits(u32::from_le_bytes(r.bytes(4)?.try_into().ok()?)))
    }
}

impl Record for String {
    fn put(&self, w: &mut Writer) {
        w.string(self);
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        r.string().map(str::to_owned)
    }
}

impl Record for RuleId {
    fn put(&self, w: &mut Writer) {
        w.string(&self.0);
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        Some(RuleId(Cow::Owned(r.string()?.to_owned())))
    }
}

impl Record for Span {
    fn put(&self, w: &mut Writer) {
        let step = i64::from(self.start()) - i64::from(w.last);
        w.number(((step << 1) ^ (step >> 63)) as u64);
        w.number(u64::from(self.end() - self.start()));
        w.last = self.start();
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        let step = r.number()?;
        let step = (step >> 1) as i64 ^ -((step & 1) as i64);
        let start = u32::try_from(i64::from(r.last).checked_add(step)?).ok()?;
        let end = start.checked_add(u32::try_from(r.number()?).ok()?)?;
        r.last = start;
        Some(Span::new(start, end))
    }
}

impl<T: Record> Record for Option<T> {
    fn put(&self, w: &mut Writer) {
        self.is_some().put(w);
        if let Some(value) = self {
            value.put(w);
        }
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        Some(if bool::get(r)? { Some(T::get(r)?) } else { None })
    }
}

impl<T: Record> Record for Vec<T> {
    fn put(&self, w: &mut Writer) {
        w.number(self.len() as u64);
        self.iter().for_each(|value| value.put(w));
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        let n = r.number()? as usize;
        // A value takes at least one byte, so a damaged length cannot ask for more memory than there are bytes.
        let mut values = Vec::with_capacity(n.min(r.rest.len()));
        for _ in 0..n {
            values.push(T::get(r)?);
        }
        Some(values)
    }
}

impl<A: Record, B: Record> Record for (A, B) {
    fn put(&self, w: &mut Writer) {
        self.0.put(w);
        self.1.put(w);
    }
    fn get(r: &mut Reader<'_>) -> Option<Self> {
        Some((A::get(r)?, B::get(r)?))
    }
}
