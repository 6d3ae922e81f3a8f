//! Bytes to characters: which encoding, and what to do with bytes that are no text.
//!
//! A byte order mark decides, then valid UTF-8, then what the page declares, then a guess from the bytes. A text
//! that is UTF-8 but for a few bytes stays UTF-8, with a replacement character for each bad one.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How many bytes are looked at to guess an encoding or to tell noise from text.
const SAMPLE_BYTES: usize = 64 << 10;

/// Characters, and what was odd about their bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text, line ends as `\n`, control characters as blanks.
    pub text: String,
    /// Remarks for the user: lower case, no full stop.
    pub remarks: Vec<String>,
}

/// Decodes a document. `declared` is the name of the encoding that the document itself states.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let (encoding, bytes) = encoding_of(bytes, declared);
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let mut remarks = Vec::new();
    if replaced {
        let n = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
        let name = encoding.name();
        remarks.push(format!("{n} places are not valid {name}; each is shown as a replacement character"));
    }
    Decoded { text: clean(&text).into_owned(), remarks }
}

fn encoding_of<'a>(bytes: &'a [u8], declared: Option<&str>) -> (&'static Encoding, &'a [u8]) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, &bytes[length..]);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return (encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => return (UTF_8, bytes),
        Err(_) if is_mostly_utf_8(bytes) => return (UTF_8, bytes),
        Err(_) => {}
    }
    let declared = declared.and_then(|name| Encoding::for_label(name.trim().as_bytes()));
    let encoding = declared.filter(|encoding| *encoding != UTF_8).unwrap_or_else(|| guess(bytes));
    (encoding, bytes)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The interesting bytes may come late; windows over the whole document find them.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(SAMPLE_BYTES / 2);
    detector.feed(&bytes[from..bytes.len().min(from + SAMPLE_BYTES)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether characters of several bytes are well formed far more often than not.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad <= good || (bad * 1000 <= bytes.len() && good > 0)
}

/// UTF-16 text of mostly Latin letters has a NUL in every other byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 16 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 >= half * 8 && even * 20 <= half {
        Some(UTF_16LE)
    } else if even * 10 >= half * 8 && odd * 20 <= half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Line ends become `\n`, control characters become blanks, a byte order mark at the start goes.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.chars().any(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => out.push('\n'),
            c if is_odd(c) => out.push(' '),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn is_odd(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{2028}' | '\u{2029}')
}

/// What a binary file is, by its first bytes, or by the control bytes in it.
pub(crate) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "ZIP or office"),
        (b"PK\x05\x06", "ZIP"),
        (b"\x1f\x8b", "gzip"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
        (b"BZh", "bzip2"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"Rar!", "RAR"),
        (b"\x89PNG\r\n", "PNG image"),
        (b"\xff\xd8\xff", "JPEG image"),
        (b"GIF87a", "GIF image"),
        (b"GIF89a", "GIF image"),
        (b"II*\x00", "TIFF image"),
        (b"MM\x00*", "TIFF image"),
        (b"OggS", "Ogg media"),
        (b"ID3", "MP3 audio"),
        (b"fLaC", "FLAC audio"),
        (b"\x7fELF", "program"),
        (b"MZ\x90", "program"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"\xd0\xcf\x11\xe0", "old office"),
        (b"{\\rtf", "RTF"),
        (b"PAR1", "Parquet"),
        (b"WARC/", "WARC"),
        (b"\x00\x00\x01\x00", "icon"),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    match (bytes.get(..4), bytes.get(4..12), bytes.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WEBP")) => return Some("WebP image"),
        (Some(b"RIFF"), ..) => return Some("RIFF media"),
        (_, Some(brand), _) if brand.starts_with(b"ftyp") => return Some("MP4 or HEIF media"),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let wide = Encoding::for_bom(bytes).is_some() || utf_16_without_mark(bytes).is_some();
    let control =
        sample.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)).count();
    (!wide && control * 10 > sample.len()).then_some("binary")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, text: &str, n_remarks: usize) {
        let decoded = decode(bytes, declared);
        assert_eq!((decoded.text.as_str(), decoded.remarks.len()), (text, n_remarks));
    }

    #[test]
    fn encodings_are_told() {
        let (latin, _, _) =
            encoding_rs::WINDOWS_1252.encode("Café “Mole” – déjà vu à Paris, où l’été fut très long");
        check("Café".as_bytes(), None, "Café", 0);
        check(b"\xef\xbb\xbfPier", None, "Pier", 0);
        check(&latin, Some("iso-8859-1"), "Café “Mole” – déjà vu à Paris, où l’été fut très long", 0);
        check(&latin, None, "Café “Mole” – déjà vu à Paris, où l’été fut très long", 0);
        check(&latin, Some("no such"), "Café “Mole” – déjà vu à Paris, où l’été fut très long", 0);
        let wide: Vec<u8> = "The pier fell – é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&wide, None, "The pier fell – é", 0);
        check(&[b"\xff\xfe".as_slice(), &wide].concat(), None, "The pier fell – é", 0);
        let wide: Vec<u8> = "The pier fell – é".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&[b"\xfe\xff".as_slice(), &wide].concat(), None, "The pier fell – é", 0);
    }

    #[test]
    fn bad_bytes_are_replaced_with_a_remark() {
        check(b"\xc3\xa9\xc3\xa9 pier \xff fell", None, "éé pier \u{fffd} fell", 1);
    }

    #[test]
    fn control_characters_become_blanks_and_line_ends_one_kind() {
        check(b"a\0b\x07c\r\nd\re\tf", None, "a b c\nd\ne\tf", 0);
    }

    #[test]
    fn binary_files_are_known() {
        assert_eq!(binary_kind(b"%PDF-1.7 ..."), Some("PDF"));
        assert_eq!(binary_kind(b"\x89PNG\r\n\x1a\n"), Some("PNG image"));
        assert_eq!(binary_kind(&[1, 2, 3, 4, 5, 200, 7, 0, 0, 0]), Some("binary"));
        assert_eq!(binary_kind("The pier fell – é".as_bytes()), None);
        assert_eq!(binary_kind(b""), None);
        let wide: Vec<u8> = "The pier fell again".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(binary_kind(&wide), None);
    }
}
