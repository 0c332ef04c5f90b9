//! From the bytes of a file to its text: gzip and zstd are unpacked, UTF-16 becomes UTF-8, a byte-order mark goes.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::bufread::GzDecoder;

/// How many layers of packing are taken off: a packed file that was packed again is a mistake, more is an attack.
const MAX_LAYERS: usize = 3;

/// How many bytes show how a file is packed and encoded.
const LOOK_LENGTH: u64 = 1024;

/// A file whose beginning was looked at and is read again.
type Whole = Chain<Cursor<Vec<u8>>, Box<dyn Read + Send>>;

/// The text of a file, as UTF-8 where its encoding shows.
///
/// All members of a gzip file and all frames of a zstd file are read; zeros or other bytes after the last member are left.
/// What is neither UTF-16 nor UTF-8 passes as it is: each reader decides entry by entry.
pub(super) fn text(input: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut input = input;
    for _ in 0..MAX_LAYERS {
        let (beginning, whole) = look(input)?;
        input = match packing(&beginning) {
            Some(Packing::Gzip) => Box::new(Gzip::new(BufReader::new(whole))),
            Some(Packing::Zstd) => Box::new(zstd::Decoder::new(whole)?),
            None => return Ok(decoded(whole, &beginning)),
        };
    }
    let (beginning, whole) = look(input)?;
    Ok(decoded(whole, &beginning))
}

fn look(mut input: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Whole)> {
    let mut beginning = Vec::new();
    input.by_ref().take(LOOK_LENGTH).read_to_end(&mut beginning)?;
    Ok((beginning.clone(), Cursor::new(beginning).chain(input)))
}

enum Packing {
    Gzip,
    Zstd,
}

/// Sources of the signatures: RFC 1952, section 2.3.1 (method 8 is the only one); RFC 8878, section 3.1.
fn packing(beginning: &[u8]) -> Option<Packing> {
    if beginning.starts_with(b"\x1f\x8b\x08") {
        Some(Packing::Gzip)
    } else if beginning.starts_with(b"\x28\xb5\x2f\xfd") {
        Some(Packing::Zstd)
    } else {
        None
    }
}

fn decoded(whole: impl Read + Send + 'static, beginning: &[u8]) -> Box<dyn Read + Send> {
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.utf8_passthru(true).strip_bom(true);
    match utf_16_without_mark(beginning) {
        Some(encoding) => builder.encoding(Some(encoding)),
        None => &mut builder,
    };
    Box::new(builder.build(whole))
}

/// UTF-16 of a text that begins with Latin letters shows by its zeros, in every other place and nowhere else.
fn utf_16_without_mark(beginning: &[u8]) -> Option<&'static Encoding> {
    let pairs = beginning.len().min(64) / 2;
    let zeros = |side: usize| beginning.chunks_exact(2).take(pairs).filter(|pair| pair[side] == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    match (high, low) {
        (high, 0) if pairs >= 2 && high * 10 >= pairs * 9 => Some(UTF_16BE),
        (0, low) if pairs >= 2 && low * 10 >= pairs * 9 => Some(UTF_16LE),
        _ => None,
    }
}

/// All members of a gzip file. What follows the last one and is no member is left, as gzip itself does.
struct Gzip<R> {
    /// `None` after the last.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Gzip<R> {
    fn new(input: R) -> Self {
        Self { member: Some(GzDecoder::new(input)) }
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(member) = &mut self.member else { return Ok(0) };
            let length = member.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            let mut rest = self.member.take().expect("it was there").into_inner();
            if matches!(rest.fill_buf()?, [0x1f] | [0x1f, 0x8b, ..]) {
                self.member = Some(GzDecoder::new(rest));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: Vec<u8>) -> io::Result<String> {
        let mut out = String::new();
        text(Box::new(Cursor::new(bytes)))?.read_to_string(&mut out)?;
        Ok(out)
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_member_and_every_frame_is_read() {
        assert_eq!(read([gzip("one "), gzip("two")].concat()).unwrap(), "one two");
        let frame = |text: &str| zstd::encode_all(text.as_bytes(), 1).unwrap();
        assert_eq!(read([frame("one "), frame("two")].concat()).unwrap(), "one two");
        assert_eq!(read(zstd::encode_all(&gzip("twice")[..], 1).unwrap()).unwrap(), "twice");
    }

    #[test]
    fn what_follows_the_last_member_is_left_and_a_cut_file_is_an_error() {
        assert_eq!(read([gzip("one"), vec![0; 512]].concat()).unwrap(), "one");
        assert_eq!(read([gzip("one"), b"signature".to_vec()].concat()).unwrap(), "one");
        let whole = gzip(&"long ".repeat(100_000));
        assert!(read(whole[..whole.len() / 2].to_vec()).is_err());
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let little: Vec<u8> = "TY  - René".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "TY  - René".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked: Vec<u8> = "\u{feff}TY  - René".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [little, big, marked] {
            assert_eq!(read(bytes).unwrap(), "TY  - René");
        }
        assert_eq!(read(b"\xef\xbb\xbfplain".to_vec()).unwrap(), "plain");
    }
}
