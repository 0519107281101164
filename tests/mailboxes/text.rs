//! The words of the mailbox: prose of no meaning, HTML as mail tools write it, transfer encodings and dates.

// Not every program that uses this needs all of it.
#![allow(dead_code)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::random::Random;

/// Words that ask for nothing and claim nobody.
const WORDS: [&str; 96] = [
    "harbour", "window", "quiet", "table", "morning", "paper", "garden", "river", "stone", "yellow", "lantern",
    "bridge", "kettle", "orchard", "pocket", "velvet", "meadow", "corner", "silver", "thread", "basket", "copper",
    "summer", "ladder", "market", "winter", "candle", "village", "cotton", "feather", "island", "pepper", "museum",
    "pencil", "valley", "wooden", "blanket", "cherry", "dinner", "engine", "forest", "guitar", "hammer", "insect",
    "jacket", "kitchen", "lemon", "marble", "needle", "ocean", "painter", "rabbit", "saddle", "teacup", "umbrella",
    "violin", "walnut", "almost", "behind", "carry", "drift", "early", "follow", "gather", "hollow", "inside",
    "kindly", "little", "mostly", "nearly", "often", "plenty", "rather", "seldom", "toward", "under", "wander",
    "yonder", "and", "the", "of", "with", "a", "in", "for", "on", "while", "this", "that", "some", "most", "each",
    "into", "over", "near", "older",
];

/// One sentence.
pub fn sentence(random: &mut Random) -> String {
    let mut text = String::new();
    for at in 0..random.between(6, 16) {
        let word = random.pick(&WORDS);
        if at > 0 {
            text.push(' ');
            text.push_str(word);
        } else {
            text.push_str(&word[..1].to_ascii_uppercase());
            text.push_str(&word[1..]);
        }
    }
    text.push('.');
    text
}

/// Two or three words for a title.
pub fn title(random: &mut Random) -> String {
    (0..random.between(2, 4)).map(|_| *random.pick(&WORDS)).collect::<Vec<_>>().join(" ")
}

/// Paragraphs of about this many bytes, in lines of at most 76 characters, CRLF.
pub fn prose(random: &mut Random, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 200);
    while text.len() < bytes {
        let mut column = 0;
        for _ in 0..random.between(2, 6) {
            for word in sentence(random).split(' ') {
                if column + word.len() > 75 {
                    text.push_str("\r\n");
                    column = 0;
                } else if column > 0 {
                    text.push(' ');
                    column += 1;
                }
                text.push_str(word);
                column += word.len();
            }
        }
        text.push_str("\r\n\r\n");
    }
    text
}

/// An HTML document around these paragraphs, with as much layout as it takes to reach about this many bytes. Links and
/// pictures lead to `host`.
pub fn html(random: &mut Random, paragraphs: &[String], host: &str, bytes: usize) -> String {
    let mut page = String::with_capacity(bytes + 2_000);
    page.push_str(
        "<!DOCTYPE html>\r\n<html lang=\"en\">\r\n<head>\r\n<meta charset=\"utf-8\">\r\n<style>\r\n\
         body { margin: 0; background: #ffffff; font-family: Arial, Helvetica, sans-serif; }\r\n\
         .cell { padding: 12px 24px; font-size: 14px; line-height: 20px; color: #333333; }\r\n\
         .head { padding: 24px; font-size: 22px; line-height: 28px; color: #111111; }\r\n</style>\r\n</head>\r\n<body>\r\n\
         <table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" align=\"center\">\r\n",
    );
    for paragraph in paragraphs {
        row(&mut page, paragraph);
    }
    while page.len() < bytes {
        page.push_str(&format!(
            "<tr><td class=\"cell\"><a href=\"https://{host}/{}\"><img src=\"https://{host}/i/{}.png\" width=\"180\" \
             height=\"120\" alt=\"{}\" style=\"display:block;border:0\"></a></td></tr>\r\n",
            random.hex(12),
            random.hex(16),
            title(random),
        ));
        let text = [sentence(random), sentence(random)].join(" ");
        row(&mut page, &text);
    }
    page.push_str("</table>\r\n</body>\r\n</html>\r\n");
    page
}

fn row(page: &mut String, text: &str) {
    page.push_str("<tr><td class=\"cell\" style=\"padding:12px 24px;font-size:14px;line-height:20px;color:#333333\">");
    page.push_str(text);
    page.push_str("</td></tr>\r\n");
}

/// Quoted-printable (RFC 2045 section 6.7) of a text with CRLF line ends.
pub fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for line in text.split_inclusive("\r\n") {
        let (line, end) = line.strip_suffix("\r\n").map_or((line, ""), |line| (line, "\r\n"));
        let mut column = 0;
        for (at, &byte) in line.as_bytes().iter().enumerate() {
            let last = at + 1 == line.len();
            let plain = (33..=126).contains(&byte) && byte != b'=' || byte == b' ' && !last;
            let width = if plain { 1 } else { 3 };
            if column + width > 75 {
                out.push_str("=\r\n");
                column = 0;
            }
            column += width;
            if plain {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("={byte:02X}"));
            }
        }
        out.push_str(end);
    }
    out
}

/// Base64 in lines of 76 characters, CRLF.
pub fn base64(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let mut out = String::with_capacity(text.len() + text.len() / 38 + 2);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(76));
        out.push_str(line);
        out.push_str("\r\n");
        rest = after;
    }
    out
}

/// Bytes of no meaning, for an attachment.
pub fn bytes(random: &mut Random, count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(count + 8);
    while out.len() < count {
        out.extend(random.next().to_le_bytes());
    }
    out.truncate(count);
    out
}

/// A moment in parts: year, month 1 to 12, day, hour, minute, second, weekday with Sunday 0.
fn parts(epoch: i64) -> [i64; 7] {
    let (days, seconds) = (epoch.div_euclid(86_400), epoch.rem_euclid(86_400));
    // The civil calendar counted from March, so that the leap day ends a year.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    [year, month, day, seconds / 3_600, seconds / 60 % 60, seconds % 60, (days + 4).rem_euclid(7)]
}

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date of RFC 5322 in a zone of this many hours from UTC.
pub fn date(epoch: i64, zone: i64) -> String {
    let [year, month, day, hour, minute, second, weekday] = parts(epoch + zone * 3_600);
    let (weekday, month) = (DAYS[weekday as usize], MONTHS[month as usize - 1]);
    let sign = if zone < 0 { '-' } else { '+' };
    format!("{weekday}, {day} {month} {year} {hour:02}:{minute:02}:{second:02} {sign}{:02}00", zone.abs())
}

/// The date of a line that separates the messages of an mbox (asctime, RFC 4155).
pub fn asctime(epoch: i64) -> String {
    let [year, month, day, hour, minute, second, weekday] = parts(epoch);
    let (weekday, month) = (DAYS[weekday as usize], MONTHS[month as usize - 1]);
    format!("{weekday} {month} {day:2} {hour:02}:{minute:02}:{second:02} {year}")
}
