//! The table as a file: CSV or JSON, masked or whole.

use super::mask::Masker;
use super::schema::{Format, Row};
use super::{Mailbox, Name};
use crate::report::Text;

/// One cell.
enum Cell {
    Nothing,
    Number(i64),
    Flag(bool),
    Text(String),
    /// Texts, which CSV joins with a space.
    List(Vec<String>),
}

/// The names of the columns.
const NAMES: [&str; 27] = [
    "index",
    "label",
    "origin",
    "delivery",
    "provider",
    "event",
    "event_title",
    "class",
    "account",
    "date",
    "received",
    "from_name",
    "from_address",
    "to",
    "subject",
    "signer",
    "selector",
    "host",
    "path",
    "link_hosts",
    "odd",
    "failure",
    "copy_of",
    "carrier",
    "name",
    "offset",
    "length",
];

/// Writes a part of what was selected, with what opens the file before its first row and what closes it behind its last.
pub(super) fn part(mailbox: &Mailbox, format: Format, masker: Option<&Masker>, from: usize, to: usize) -> String {
    let count = mailbox.selection.len();
    let to = to.min(count);
    let mut out = String::new();
    let begins = from == 0;
    match format {
        Format::Csv if begins => {
            out.push_str(&NAMES.join(","));
            out.push_str("\r\n");
        }
        Format::Json if begins => out.push('['),
        _ => {}
    }
    for (at, &index) in mailbox.selection.get(from..to).unwrap_or_default().iter().enumerate() {
        let Some(row) = mailbox.row(index as usize) else { continue };
        let row = match masker {
            Some(masker) => masked(mailbox, masker, row),
            None => row,
        };
        match format {
            Format::Csv => csv(cells(row), &mut out),
            Format::Json => {
                out.push_str(if begins && at == 0 { "\n" } else { ",\n" });
                json(cells(row), &mut out);
            }
        }
    }
    if matches!(format, Format::Json) && to == count && from <= to {
        out.push_str("\n]\n");
    }
    out
}

/// A row without what names the recipient, and without codes.
fn masked(mailbox: &Mailbox, masker: &Masker, row: Row) -> Row {
    let Some(record) = mailbox.rows.get(row.index as usize) else { return row };
    let names = &mailbox.names;
    let text = |name: Name| names.get(name);
    let name = masker.prose(&row.name, record, names);
    Row {
        name,
        from_name: masker.name(text(record.from_name), record, names),
        from_address: masker.sender(text(record.from_address)),
        to: masker.recipient(text(record.to)),
        subject: masker.prose(text(record.subject), record, names),
        ..row
    }
}

fn cells(row: Row) -> [Cell; NAMES.len()] {
    let said = |text: Option<Text>| text.map_or(Cell::Nothing, |text| Cell::Text(text.text));
    let some = |text: Option<String>| text.map_or(Cell::Nothing, Cell::Text);
    let number = |number: Option<u32>| number.map_or(Cell::Nothing, |number| Cell::Number(number.into()));
    let judged = row.failure.is_none();
    [
        Cell::Number(row.index.into()),
        row.label.map_or(Cell::Nothing, |label| word(&label)),
        row.origin.map_or(Cell::Nothing, |origin| word(&origin)),
        row.delivery.map_or(Cell::Nothing, |delivery| word(&delivery)),
        some(row.provider),
        some(row.event),
        said(row.event_title),
        row.class.map_or(Cell::Nothing, |class| word(&class)),
        row.account.map_or(Cell::Nothing, |account| word(&account)),
        row.epoch.map_or(Cell::Nothing, |epoch| Cell::Text(moment(epoch))),
        if judged { Cell::Flag(row.received) } else { Cell::Nothing },
        Cell::Text(row.from_name),
        Cell::Text(row.from_address),
        Cell::Text(row.to),
        Cell::Text(row.subject),
        some(row.signer),
        some(row.selector),
        some(row.host),
        some(row.path),
        Cell::List(row.link_hosts),
        Cell::List(row.odd.into_iter().map(|text| text.text).collect()),
        said(row.failure),
        number(row.copy_of),
        number(row.carrier),
        Cell::Text(row.name),
        Cell::Number(row.place.offset as i64),
        Cell::Number(row.place.length as i64),
    ]
}

/// A value of the schema as its word: `GenuineSender` is `genuine_sender`.
fn word(value: &dyn std::fmt::Debug) -> Cell {
    let mut out = String::new();
    for c in format!("{value:?}").chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    Cell::Text(out)
}

/// A time as RFC 3339 writes it, in UTC.
fn moment(epoch: i64) -> String {
    let (days, second) = (epoch.div_euclid(86_400), epoch.rem_euclid(86_400));
    // days since 1 March of the year 0, in eras of 400 years
    let days = days.saturating_add(719_468);
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second % 3600 / 60, second % 60)
}

/// Writes a record (RFC 4180 section 2).
fn csv(cells: [Cell; NAMES.len()], out: &mut String) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        let text = match cell {
            Cell::Nothing => continue,
            Cell::Number(number) => number.to_string(),
            Cell::Flag(flag) => flag.to_string(),
            Cell::Text(text) => harmless(&text),
            Cell::List(texts) => harmless(&texts.join(" ")),
        };
        if text.contains([',', '"', '\r', '\n', ';', '\t']) || text.trim().len() < text.len() {
            out.push('"');
            out.push_str(&text.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&text);
        }
    }
    out.push_str("\r\n");
}

/// A text that no spreadsheet takes for a formula. Where a semicolon or a tab parts cells, one can begin behind it as well.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.chars() {
        if begins && matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') {
            out.push('\'');
        }
        begins = matches!(c, ';' | '\t' | '\r' | '\n');
        out.push(c);
    }
    out
}

/// Writes an object (RFC 8259), without the names that have no value.
fn json(cells: [Cell; NAMES.len()], out: &mut String) {
    let mut open = '{';
    for (name, cell) in NAMES.into_iter().zip(cells) {
        if matches!(cell, Cell::Nothing) {
            continue;
        }
        out.push(open);
        open = ',';
        quoted(name, out);
        out.push(':');
        match cell {
            Cell::Nothing => {}
            Cell::Number(number) => out.push_str(&number.to_string()),
            Cell::Flag(flag) => out.push_str(if flag { "true" } else { "false" }),
            Cell::Text(text) => quoted(&text, out),
            Cell::List(texts) => {
                out.push('[');
                for (at, text) in texts.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    quoted(text, out);
                }
                out.push(']');
            }
        }
    }
    out.push('}');
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // the two that end a line of JavaScript and not of JSON
            '\0'..='\u{1f}' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar() {
        assert_eq!(moment(0), "1970-01-01T00:00:00Z");
        assert_eq!(moment(1_772_644_503), "2026-03-04T17:15:03Z");
        assert_eq!(moment(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(moment(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(moment(4_107_542_400), "2100-03-01T00:00:00Z");
        assert_eq!(moment(-1), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn no_cell_begins_as_a_formula_does() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert!(harmless(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(harmless("a;=1"), "a;'=1");
        assert_eq!(harmless("one-time code = 5"), "one-time code = 5");
    }
}
