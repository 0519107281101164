//! Dates (RFC 5322 section 3.3).

use super::auth_results::skip_cfws;

/// Seconds since 1970-01-01T00:00:00Z of a date-time, obsolete forms included (RFC 5322 section
/// 4.3): comments, two-digit years, alphabetic zones, no seconds. `None` when it is not one.
///
/// An alphabetic zone that the RFC does not name counts as UTC, as it says. The day of the week is
/// not compared with the date. Years run from 1 to 9999.
///
/// mail-parser takes the 31st of June and text behind the date for valid, so it is not used here.
pub fn parse(text: &str) -> Option<i64> {
    let mut scan = Scanner { bytes: text.as_bytes(), at: 0 };
    // date-time = [ day-name [CFWS] "," ] date time [CFWS]
    scan.skip();
    if !scan.word().is_empty() {
        scan.skip();
        scan.eat(b',');
        scan.skip();
    }
    // date = day month year
    let (day, _) = scan.number(2)?;
    scan.skip();
    let month = month(scan.word())?;
    scan.skip();
    let year = match scan.number(4)? {
        (year, 4) => year,
        (year, 3) => year + 1900,
        (year, 2) if year < 50 => year + 2000,
        (year, 2) => year + 1900,
        _ => return None,
    };
    scan.skip();
    // time-of-day = hour ":" minute [ ":" second ]
    let (hour, _) = scan.number(2)?;
    scan.skip();
    scan.eat(b':').then_some(())?;
    scan.skip();
    let (minute, _) = scan.number(2)?;
    scan.skip();
    let mut second = 0;
    if scan.eat(b':') {
        scan.skip();
        second = scan.number(2)?.0;
        scan.skip();
    }
    let zone = scan.zone()?;
    scan.skip();
    let valid = scan.at == scan.bytes.len()
        && (1..=9999).contains(&year)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    valid.then(|| days_since_epoch(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - zone * 60)
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    fn skip(&mut self) {
        self.at = skip_cfws(self.bytes, self.at).at;
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn run(&mut self, keep: fn(&u8) -> bool) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let run = &rest[..rest.iter().position(|byte| !keep(byte)).unwrap_or(rest.len())];
        self.at += run.len();
        run
    }

    fn word(&mut self) -> &'a [u8] {
        self.run(u8::is_ascii_alphabetic)
    }

    /// A number of at most `digits` digits, and how many it has.
    fn number(&mut self, digits: usize) -> Option<(i64, usize)> {
        let run = self.run(u8::is_ascii_digit);
        let value = run.iter().take(digits).fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
        (1..=digits).contains(&run.len()).then_some((value, run.len()))
    }

    /// The zone in minutes east of UTC: zone = ( "+" / "-" ) 4DIGIT / obs-zone.
    fn zone(&mut self) -> Option<i64> {
        let sign = if self.eat(b'+') {
            1
        } else if self.eat(b'-') {
            -1
        } else {
            // obs-zone (RFC 5322 section 4.3)
            return match self.word().to_ascii_uppercase().as_slice() {
                b"" => None,
                b"EDT" => Some(-4 * 60),
                b"EST" | b"CDT" => Some(-5 * 60),
                b"CST" | b"MDT" => Some(-6 * 60),
                b"MST" | b"PDT" => Some(-7 * 60),
                b"PST" => Some(-8 * 60),
                _ => Some(0),
            };
        };
        let (value, digits) = self.number(4)?;
        (digits == 4 && value % 100 < 60).then_some(sign * (value / 100 * 60 + value % 100))
    }
}

fn month(name: &[u8]) -> Option<i64> {
    const NAMES: [&[u8]; 12] =
        [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    (1..).zip(NAMES).find(|(_, known)| name.eq_ignore_ascii_case(known)).map(|(number, _)| number)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar. The year is counted from March, so
/// that the leap day is its last.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + day
        - 719_469
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_epoch_is_zero_and_leap_days_count() {
        assert_eq!(parse("Thu, 01 Jan 1970 00:00:00 +0000"), Some(0));
        assert_eq!(parse("29 Feb 2000 12:00:00 +0000"), Some(951_825_600));
        assert_eq!(parse("29 Feb 1900 12:00:00 +0000"), None);
        assert_eq!(parse("Sat, 1 Mar 2025 00:00:00 -0800 (PST)"), Some(1_740_816_000));
        assert_eq!(parse("Mon, 1 Jan 0001 00:00:00 +0000"), Some(-62_135_596_800));
        assert_eq!(parse("Fri, 31 Dec 9999 23:59:59 +0000"), Some(253_402_300_799));
    }

    #[test]
    fn obsolete_zones_have_their_offsets_and_unknown_ones_are_utc() {
        let utc = parse("1 Jun 2024 12:00:00 GMT");
        assert_eq!(utc, parse("1 Jun 2024 07:00:00 EST"));
        assert_eq!(utc, parse("1 Jun 2024 05:00:00 pdt"));
        assert_eq!(utc, parse("1 Jun 2024 12:00:00 CEST"));
        assert_eq!(utc, parse("1 Jun 2024 12:00:00 Z"));
        assert_eq!(utc, parse("1 Jun 2024 17:30:00 +0530"));
    }

    #[test]
    fn comments_missing_parts_and_short_years_are_read() {
        let full = parse("Sat, 1 Jun 2024 12:00:00 +0000");
        assert_eq!(full, parse("1 Jun 24 12:00 +0000"));
        assert_eq!(full, parse("(a (nested) one) Sat , 1 (x) Jun 2024 12 : 00 : 00 +0000 (UTC)"));
        assert_eq!(full, parse("Sat, 1 Jun\r\n 124 12:00:00 +0000"));
        assert_eq!(parse("1 Jun 70 00:00 GMT"), parse("1 Jun 1970 00:00 GMT"));
    }

    #[test]
    fn what_is_no_date_gives_none() {
        for text in [
            "",
            "yesterday",
            "Sat, 1 Jun 2024",
            "Sat, 1 Jun 2024 12:00:00",
            "31 Jun 2024 12:00 +0000",
            "1 Jun 2024 24:00 +0000",
            "1 Jun 2024 12:60 +0000",
            "1 Jun 2024 12:00 +0060",
            "1 Jun 2024 12:00 +100",
            "1 Jun 20245 12:00 +0000",
            "1 Jun 0000 12:00 +0000",
            "1 Jun 2024 12:00 +0000 tail",
            "2024-06-01T12:00:00Z",
            "99999999999999999999 Jun 2024 12:00 +0000",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
