//! Bytes of a file as they come, or inflated gzip member by gzip member or zstd frame by frame; damage is stepped over.
//! A frame is called a member here, too.

use super::zstd::{Frames, Opened, ZSTD_MAGIC, opens_zstd};
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// How many bytes are read from the file at a time.
const CHUNK_BYTES: usize = 64 << 10;

/// The first bytes of a gzip member (RFC 1952): magic number and the only method there is.
pub(crate) const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// What one step of reading gave.
#[derive(Debug)]
pub(crate) enum Step {
    /// More bytes.
    More,
    /// A member ended well.
    EndOfMember,
    /// A member broke off or bytes between members begin none; what follows comes after the damage.
    Broken(String),
    /// The end of the file.
    End,
}

/// A file's bytes, members inflated.
pub(crate) struct Inflated<R: Read> {
    state: State<R>,
    /// The reader of frames of a file that is zstd.
    frames: Option<Box<Frames>>,
    member_at: u64,
}

enum State<R: Read> {
    Plain(Counted<R>),
    Between(Counted<R>),
    Inside(Box<GzDecoder<Counted<R>>>),
    InFrame(Counted<R>),
    AfterFrame(Counted<R>),
    Gone,
}

impl<R: Read> Inflated<R> {
    /// Starts at the current place of a reader; how it is packed is told by its first bytes.
    pub fn new(reader: R) -> Self {
        let mut counted = Counted::new(reader);
        let frames = opens_zstd(counted.first(ZSTD_MAGIC.len())).then(|| Box::new(Frames::new()));
        let is_packed = frames.is_some() || counted.first(GZIP_MAGIC.len()) == GZIP_MAGIC;
        let state = if is_packed { State::Between(counted) } else { State::Plain(counted) };
        Inflated { state, frames, member_at: 0 }
    }

    /// Whether the file is gzip or zstd.
    pub fn is_packed(&self) -> bool {
        !matches!(self.state, State::Plain(_))
    }

    /// Where in the file the member begins that the last bytes came from.
    pub fn member_at(&self) -> u64 {
        self.member_at
    }

    /// Appends some bytes to `out`.
    pub fn step(&mut self, out: &mut Vec<u8>) -> Step {
        match std::mem::replace(&mut self.state, State::Gone) {
            State::Gone => Step::End,
            State::Plain(counted) => self.step_plain(counted, out),
            State::Between(counted) => self.open_member(counted),
            State::Inside(decoder) => self.step_member(decoder, out),
            State::InFrame(counted) => self.step_frame(counted, out),
            State::AfterFrame(counted) => {
                self.state = State::Between(counted);
                Step::EndOfMember
            }
        }
    }

    fn step_plain(&mut self, mut counted: Counted<R>, out: &mut Vec<u8>) -> Step {
        match counted.fill_buf() {
            Ok([]) => Step::End,
            Ok(bytes) => {
                let n = bytes.len();
                out.extend_from_slice(bytes);
                counted.consume(n);
                self.state = State::Plain(counted);
                Step::More
            }
            Err(why) => Step::Broken(why.to_string()),
        }
    }

    fn open_member(&mut self, mut counted: Counted<R>) -> Step {
        self.member_at = counted.n_taken;
        if self.frames.is_some() {
            return self.open_frame(counted);
        }
        if counted.first(GZIP_MAGIC.len()) == GZIP_MAGIC {
            self.state = State::Inside(Box::new(GzDecoder::new(counted)));
            return Step::More;
        }
        if counted.is_at_end() {
            return Step::End;
        }
        let padding = counted.find_member(is_gzip_member);
        self.state = State::Between(counted);
        if padding { Step::More } else { Step::Broken("bytes that are no gzip".to_owned()) }
    }

    fn open_frame(&mut self, mut counted: Counted<R>) -> Step {
        let magic = <[u8; 4]>::try_from(counted.first(ZSTD_MAGIC.len()));
        let (Some(frames), Ok(magic)) = (&mut self.frames, magic) else {
            let padding = counted.find_member(|_| false);
            return if padding { Step::End } else { Step::Broken("bytes that are no zstd".to_owned()) };
        };
        match frames.open(magic, &mut counted) {
            Ok(Opened::Data) => self.state = State::InFrame(counted),
            Ok(Opened::Skipped) => self.state = State::Between(counted),
            Err(why) => return self.broken(counted, format!("damaged zstd data ({why})"), is_frame),
        }
        Step::More
    }

    fn step_frame(&mut self, mut counted: Counted<R>, out: &mut Vec<u8>) -> Step {
        let Some(frames) = &mut self.frames else { return Step::End };
        match frames.step(&mut counted, CHUNK_BYTES, out) {
            Ok(ended) => {
                self.state = if ended { State::AfterFrame(counted) } else { State::InFrame(counted) };
                Step::More
            }
            Err(why) => self.broken(counted, format!("damaged zstd data ({why})"), is_frame),
        }
    }

    /// Goes on after damage, at what may be the next member.
    fn broken(&mut self, mut counted: Counted<R>, why: String, begins: fn([u8; 4]) -> bool) -> Step {
        if counted.n_taken == self.member_at {
            counted.consume(1);
        }
        counted.find_member(begins);
        self.state = State::Between(counted);
        Step::Broken(why)
    }

    fn step_member(&mut self, mut decoder: Box<GzDecoder<Counted<R>>>, out: &mut Vec<u8>) -> Step {
        let from = out.len();
        out.resize(from + CHUNK_BYTES, 0);
        let got = decoder.read(&mut out[from..]);
        out.truncate(from + *got.as_ref().unwrap_or(&0));
        match got {
            Ok(0) => {
                self.state = State::Between(decoder.into_inner());
                Step::EndOfMember
            }
            Ok(_) => {
                self.state = State::Inside(decoder);
                Step::More
            }
            Err(why) => {
                self.broken(decoder.into_inner(), format!("damaged gzip data ({why})"), is_gzip_member)
            }
        }
    }
}

/// The same as one stream of bytes: members follow each other, damage is an error.
pub(crate) struct OneStream<R: Read> {
    inflated: Inflated<R>,
    buffer: Vec<u8>,
    at: usize,
}

impl<R: Read> OneStream<R> {
    /// Starts at the current place of a reader.
    pub fn new(reader: R) -> Self {
        OneStream { inflated: Inflated::new(reader), buffer: Vec::new(), at: 0 }
    }
}

impl<R: Read> Read for OneStream<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
            match self.inflated.step(&mut self.buffer) {
                Step::More | Step::EndOfMember => {}
                Step::End => return Ok(0),
                Step::Broken(why) => return Err(io::Error::new(io::ErrorKind::InvalidData, why)),
            }
        }
        let n = out.len().min(self.buffer.len() - self.at);
        out[..n].copy_from_slice(&self.buffer[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

/// A buffered reader that knows how far it is.
struct Counted<R> {
    inner: R,
    buffer: Vec<u8>,
    at: usize,
    n_taken: u64,
}

impl<R: Read> Counted<R> {
    fn new(inner: R) -> Self {
        Counted { inner, buffer: Vec::new(), at: 0, n_taken: 0 }
    }

    /// Holds at least so many bytes unread, if the file has them.
    fn hold(&mut self, n_bytes: usize) -> io::Result<()> {
        while self.buffer.len() - self.at < n_bytes {
            self.buffer.drain(..self.at);
            self.at = 0;
            let from = self.buffer.len();
            self.buffer.resize(from + CHUNK_BYTES, 0);
            let got = read_some(&mut self.inner, &mut self.buffer[from..]);
            self.buffer.truncate(from + *got.as_ref().unwrap_or(&0));
            if got? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// The next bytes, fewer at the end.
    fn first(&mut self, n_bytes: usize) -> &[u8] {
        let held = self.hold(n_bytes).is_ok();
        let end = if held { (self.at + n_bytes).min(self.buffer.len()) } else { self.at };
        &self.buffer[self.at..end]
    }

    fn is_at_end(&mut self) -> bool {
        self.hold(1).is_err() || self.buffer.len() == self.at
    }

    /// Goes on to where a member may begin, or to the end. Gives whether only zeros were stepped over.
    fn find_member(&mut self, begins: fn([u8; 4]) -> bool) -> bool {
        let mut zeros = true;
        loop {
            if self.hold(4).is_err() {
                return zeros;
            }
            let left = &self.buffer[self.at..];
            let found = left.windows(4).position(|w| begins([w[0], w[1], w[2], w[3]]));
            let skipped = match found {
                Some(at) => at,
                None if left.len() < 4 => left.len(),
                None => left.len() - 3,
            };
            zeros &= left[..skipped].iter().all(|&byte| byte == 0);
            self.consume(skipped);
            if found.is_some() || self.buffer.len() == self.at {
                return zeros;
            }
        }
    }
}

/// The magic number of gzip with flags that are known.
fn is_gzip_member(start: [u8; 4]) -> bool {
    start[..3] == GZIP_MAGIC && start[3] & 0xe0 == 0
}

fn is_frame(start: [u8; 4]) -> bool {
    start == ZSTD_MAGIC
}

fn read_some(reader: &mut impl Read, out: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(out) {
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.hold(1)?;
        let n = out.len().min(self.buffer.len() - self.at);
        out[..n].copy_from_slice(&self.buffer[self.at..self.at + n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.hold(1)?;
        Ok(&self.buffer[self.at..])
    }

    fn consume(&mut self, n_bytes: usize) {
        self.at = (self.at + n_bytes).min(self.buffer.len());
        self.n_taken += n_bytes as u64;
    }
}
