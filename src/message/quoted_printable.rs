//! The quoted-printable transfer encoding (RFC 2045 section 6.7).
//!
//! Read as mail programs read it: what breaks its rules stands for itself, and everything around it is decoded all the
//! same. A decoder that gives up at the first such place shows a forger how to hide a text from whoever judges it.

use super::field::line_end;

/// The decoded content. Line ends stay as they are.
pub fn decode(encoded: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while at < encoded.len() {
        let (end, next) = line_end(encoded, at);
        let (content, line_end) = (&encoded[at..end], &encoded[end..next]);
        at = next;
        // blanks before a line end were added on the way (rule 3)
        let content = if line_end.is_empty() { content } else { content.trim_ascii_end() };
        if let Some(content) = content.strip_suffix(b"=") {
            decode_line(content, &mut decoded); // a soft line break (rule 5)
        } else {
            decode_line(content, &mut decoded);
            decoded.extend_from_slice(line_end);
        }
    }
    decoded
}

/// `hex-octet := "=" 2(DIGIT / "A" / "B" / "C" / "D" / "E" / "F")`; small letters are read as well.
fn decode_line(line: &[u8], decoded: &mut Vec<u8>) {
    let mut rest = line;
    while let Some(at) = memchr::memchr(b'=', rest) {
        decoded.extend_from_slice(&rest[..at]);
        let octet = || Some((digit(*rest.get(at + 1)?)?, digit(*rest.get(at + 2)?)?));
        if let Some((high, low)) = octet() {
            decoded.push(high << 4 | low);
            rest = &rest[at + 3..];
        } else {
            decoded.push(b'=');
            rest = &rest[at + 1..];
        }
    }
    decoded.extend_from_slice(rest);
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use mail_parser::parsers::MessageStream;
    use proptest::prelude::*;

    use super::*;

    fn text(encoded: &str) -> String {
        String::from_utf8(decode(encoded.as_bytes())).unwrap()
    }

    #[test]
    fn octets_soft_line_breaks_and_blanks_at_line_ends_are_undone() {
        assert_eq!(text("caf=C3=A9 caf=c3=a9"), "café café");
        assert_eq!(text("one =\r\nline, =  \r\nand this\r\n"), "one line, and this\r\n");
        assert_eq!(text("blanks \t\nkept=20\n"), "blanks\nkept \n");
        assert_eq!(text("ends in =\n"), "ends in ");
        assert_eq!(text("cut off ="), "cut off ");
        assert_eq!(text("a\n\n\r\nb"), "a\n\n\r\nb");
    }

    #[test]
    fn what_is_no_octet_stands_for_itself_and_hides_nothing() {
        assert_eq!(text("1 == 1, =3D= =4"), "1 == 1, == =4");
        assert_eq!(text("<a href==22https://x.example=22>=E2=80=8B"), "<a href=\"https://x.example\">\u{200b}");
        assert_eq!(text("=XY =é"), "=XY =é");
    }

    proptest! {
        #[test]
        fn what_keeps_the_rules_is_decoded_as_mail_parser_does(
            lines in prop::collection::vec("([ -<>-~]|=[0-9A-F]{2}){0,20}=?", 0..8),
            end in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let encoded = lines.iter().map(|line| [line, end].concat()).collect::<String>();
            let (_, theirs) = MessageStream::new(encoded.as_bytes()).decode_quoted_printable_mime(b"");
            prop_assert_eq!(decode(encoded.as_bytes()), theirs.into_owned());
        }

        #[test]
        fn nothing_grows(encoded in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(decode(&encoded).len() <= encoded.len());
        }
    }
}
