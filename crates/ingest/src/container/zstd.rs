//! Zstandard frames (RFC 8878), one after the other, as a `.warc.zst` holds them: a frame a record, and before the first
//! perhaps a dictionary in a frame that other readers skip (IIPC, "Zstandard compression for WARC files 1.0").

use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder, StreamingDecoder};
use std::io::Read;

/// The first bytes of a frame.
pub(crate) const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// The first bytes of the frame that holds the dictionary of a `.warc.zst`.
const DICTIONARY_MAGIC: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];
/// A dictionary larger than this is none.
const MAX_DICTIONARY_BYTES: u64 = 16 << 20;

/// Whether some bytes open a file of frames.
pub(crate) fn opens_zstd(bytes: &[u8]) -> bool {
    bytes.starts_with(&ZSTD_MAGIC) || bytes.starts_with(&DICTIONARY_MAGIC)
}

/// Whether some bytes begin a frame that holds no data.
fn is_skippable(magic: [u8; 4]) -> bool {
    magic[0] & 0xf0 == 0x50 && magic[1..] == [0x2a, 0x4d, 0x18]
}

/// Reads frames.
pub(crate) struct Frames {
    decoder: FrameDecoder,
    dictionary: Option<u32>,
    is_first: bool,
}

/// What a frame is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    /// It holds data.
    Data,
    /// It holds none and is past.
    Skipped,
}

impl Frames {
    /// Before the first frame.
    pub fn new() -> Self {
        Frames { decoder: FrameDecoder::new(), dictionary: None, is_first: true }
    }

    /// Begins the frame whose magic number comes next in `source`.
    pub fn open(&mut self, magic: [u8; 4], source: &mut impl Read) -> Result<Opened, String> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        if !is_skippable(magic) {
            self.decoder.init(source).map_err(told)?;
            if let Some(dictionary) = self.dictionary {
                self.decoder.force_dict(dictionary).map_err(told)?;
            }
            return Ok(Opened::Data);
        }
        let mut header = [0; 8];
        source.read_exact(&mut header).map_err(told)?;
        let length = u64::from(u32::from_le_bytes([header[4], header[5], header[6], header[7]]));
        let mut content = source.take(length);
        if is_first && magic == DICTIONARY_MAGIC && length <= MAX_DICTIONARY_BYTES {
            let mut raw = Vec::new();
            content.read_to_end(&mut raw).map_err(told)?;
            self.learn(&raw)?;
        } else {
            std::io::copy(&mut content, &mut std::io::sink()).map_err(told)?;
        }
        Ok(Opened::Skipped)
    }

    /// Takes a dictionary, as it is or as a frame of its own.
    fn learn(&mut self, raw: &[u8]) -> Result<(), String> {
        let mut inflated = Vec::new();
        let raw = if raw.starts_with(&ZSTD_MAGIC) {
            let decoder = StreamingDecoder::new(raw).map_err(told)?;
            decoder.take(MAX_DICTIONARY_BYTES).read_to_end(&mut inflated).map_err(told)?;
            &inflated[..]
        } else {
            raw
        };
        let dictionary = Dictionary::decode_dict(raw).map_err(told)?;
        self.dictionary = Some(dictionary.id);
        self.decoder.add_dict(dictionary).map_err(told)
    }

    /// Appends about so many bytes of the frame to `out`. Whether it ended.
    pub fn step(
        &mut self,
        source: &mut impl Read,
        n_bytes: usize,
        out: &mut Vec<u8>,
    ) -> Result<bool, String> {
        let decoded = self.decoder.decode_blocks(source, BlockDecodingStrategy::UptoBytes(n_bytes));
        self.decoder.collect_to_writer(out).map_err(told)?;
        decoded.map_err(told)
    }
}

fn told(why: impl std::fmt::Display) -> String {
    why.to_string()
}

/// The bytes of one frame, as far as they can be read.
pub(crate) fn unpacked(bytes: &[u8], limit_bytes: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let _ = StreamingDecoder::new(bytes).ok()?.take(limit_bytes).read_to_end(&mut out);
    Some(out)
}
