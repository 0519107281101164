//! Base64 (RFC 4648 section 4) as tag values carry it: folding white space may stand anywhere.

/// Decodes base64. White space is passed over; padding may be left out. `None` when there is any
/// other character, or when the number of characters cannot be right.
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut digits, mut padding) = (0_u32, 0, 0);
    for &byte in text {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            b'=' => {
                padding += 1;
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        group = group << 6 | u32::from(digit);
        digits += 1;
        if digits == 4 {
            bytes.extend_from_slice(&group.to_be_bytes()[1..]);
            (group, digits) = (0, 0);
        }
    }
    let fits = padding == 0 || digits + padding == 4;
    match digits {
        0 if padding == 0 => {}
        2 if fits => bytes.push((group >> 4) as u8),
        3 if fits => bytes.extend_from_slice(&((group >> 2) as u16).to_be_bytes()),
        _ => return None,
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648_decode() {
        for (text, bytes) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba")]
        {
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
    }

    #[test]
    fn folding_is_passed_over_and_padding_may_be_left_out() {
        assert_eq!(decode(b"Zm9v\r\n\tYg").as_deref(), Some(&b"foob"[..]));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [&b"Zm9v!"[..], b"Z", b"Zg=", b"=", b"Zg==Zg==", b"Zm9v=", b"Zm\x009v"] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }
}
