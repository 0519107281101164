//! The pictures of a message, for the page to decode: the engine only reads how large they are.

use mail_parser::decoders::base64::base64_decode;

use crate::limits;
use crate::message::mime::Part;

/// What the QR code in a picture of the message says.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ImageCode {
    /// Which picture, counted from 0 in the report's list.
    pub image: u32,
    /// The text of the code.
    pub text: String,
}

/// A picture as it is carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its name; empty when it has none.
    pub name: String,
    /// Its media type by its first bytes.
    pub media_type: &'static str,
    /// Pixels in a row.
    pub width: u32,
    /// Rows of pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Picture {
    /// A picture in a part of its own, when it is one that a page can decode.
    pub(super) fn of_part(part: &Part) -> Option<Self> {
        let announced = part.media_type.starts_with("image/") || part.media_type == "application/octet-stream";
        if !announced || part.is_cut() {
            return None;
        }
        Self::of(&part.name, part.decoded().into_owned())
    }

    /// A picture in a `data:` address (RFC 2397).
    pub(super) fn of_address(url: &str) -> Option<Self> {
        let (head, data) = url.split_once(',')?;
        if !head.trim_end().to_ascii_lowercase().ends_with(";base64") || data.len() > limits::PART_BYTES {
            return None;
        }
        let known: Vec<u8> =
            data.bytes().filter(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte)).collect();
        Self::of("", base64_decode(&known)?)
    }

    fn of(name: &str, bytes: Vec<u8>) -> Option<Self> {
        let (media_type, width, height) = size(&bytes)?;
        let pixels = u64::from(width) * u64::from(height);
        let readable = pixels > 0 && pixels <= limits::IMAGE_PIXELS;
        readable.then(|| Self { name: name.to_owned(), media_type, width, height, bytes })
    }
}

/// The media type and the size of a picture, out of the head of its file.
fn size(bytes: &[u8]) -> Option<(&'static str, u32, u32)> {
    let number = |at: usize, length: usize, little: bool| -> Option<u32> {
        let digits = bytes.get(at..at + length)?;
        let add = |sum: u32, &byte: &u8| sum << 8 | u32::from(byte);
        Some(if little { digits.iter().rev().fold(0, add) } else { digits.iter().fold(0, add) })
    };
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(("image/png", number(16, 4, false)?, number(20, 4, false)?));
    }
    if bytes.starts_with(b"GIF8") {
        return Some(("image/gif", number(6, 2, true)?, number(8, 2, true)?));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP" {
        let (width, height) = match bytes.get(12..16)? {
            b"VP8X" => (number(24, 3, true)? + 1, number(27, 3, true)? + 1),
            b"VP8L" => {
                let bits = number(21, 4, true)?;
                ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
            }
            _ => (number(26, 2, true)? & 0x3fff, number(28, 2, true)? & 0x3fff),
        };
        return Some(("image/webp", width, height));
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        let mut at = 2;
        // segments up to the one that begins the frame (ITU-T T.81 B.1.1)
        loop {
            let (mark, kind) = (number(at, 1, false)?, number(at + 1, 1, false)?);
            if mark != 0xff {
                return None;
            }
            match kind {
                0xff => at += 1,
                0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                    return Some(("image/jpeg", number(at + 7, 2, false)?, number(at + 5, 2, false)?));
                }
                0x01 | 0xd0..=0xd8 => at += 2,
                _ => at += 2 + number(at + 2, 2, false)? as usize,
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_picture_is_read_out_of_its_head() {
        let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"[..], &[0, 0, 1, 2, 0, 0, 0, 7]].concat();
        assert_eq!(size(&png), Some(("image/png", 258, 7)));
        assert_eq!(size(b"GIF89a\x05\x01\x03\0"), Some(("image/gif", 261, 3)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc4\0\x03c\xff\xc2\0\x11\x08\0\x20\x01\0\x03";
        assert_eq!(size(jpeg), Some(("image/jpeg", 256, 32)));
        assert_eq!(size(b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x0f\0\0\x1f\0\0"), Some(("image/webp", 16, 32)));
        assert_eq!(size(b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x0f\xc0\x07\0"), Some(("image/webp", 16, 32)));
        assert_eq!(size(b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x10\0\x20\0"), Some(("image/webp", 16, 32)));
        for broken in [
            &b"\xff\xd8\xff\xe0\0\0"[..],
            b"\xff\xd8\xff",
            b"\xff\xd8\xff\xe0\xff\xff",
            b"\x89PNG\r\n\x1a\n",
            b"<svg>",
            b"",
        ] {
            assert_eq!(size(broken), None);
        }
    }

    #[test]
    fn a_picture_that_would_be_too_large_when_it_is_unpacked_is_left_alone() {
        let bomb = [&b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"[..], &[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]].concat();
        assert_eq!(Picture::of("x", bomb), None);
        let data = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=";
        assert_eq!(Picture::of_address(data).map(|picture| (picture.width, picture.height)), Some((1, 1)));
        assert_eq!(Picture::of_address("data:image/gif,GIF89a"), None);
    }
}
