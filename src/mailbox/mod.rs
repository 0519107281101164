//! Many messages at once: a table of them, and what they show together.
//!
//! Files are read in slices, each message is judged as [`crate::analyze`] would judge it, and about two hundred bytes of
//! it are kept: enough to sort, filter and search a hundred thousand rows, and to see a campaign in them. What is wrong
//! with one message is a row with its reason, never the end.
//!
//! Neighbours are compared only after each message was judged, and never change its label: whoever floods a mailbox
//! with forgeries must not make the one genuine message look odd.
//!
//! ```
//! let mut mailbox = header_verdict::mailbox::Mailbox::new(Default::default());
//! mailbox.open("inbox.mbox");
//! mailbox.push(b"From jo@mailbox.example Wed Mar  4 17:15:03 2026\nFrom: Jo <jo@mailbox.example>\n\nHello\n");
//! mailbox.close();
//! assert_eq!(mailbox.row(0).unwrap().from_address, "jo@mailbox.example");
//! ```

mod campaign;
mod export;
mod mask;
mod names;
mod odd;
mod order;
mod query;
mod record;
mod schema;

pub use schema::*;

use std::borrow::Cow;

use crate::data::catalogue::failure as wording;
use crate::input::carried;
use crate::input::mbox::{self, Splitter};
use crate::message::Message;
use crate::report::{InputKind, Text};
use crate::verdict::ledger::Rows;
use crate::{Options, Setting, authentication, input, judge};
use mask::Masker;
use names::{Name, Names};
use odd::Differences;
use record::{NONE, Record};

/// Records of one block: as many never move again.
const BLOCK: usize = 1 << 12;

/// Many messages.
#[derive(Debug, Default)]
pub struct Mailbox {
    options: Options,
    names: Names,
    /// The path of each file, by its ordinal.
    files: Vec<Name>,
    rows: Records,
    /// The file that is being read.
    file: Option<Splitter>,
    /// Rows when it was opened.
    before: usize,
    /// What was selected last, in its order.
    selection: Vec<u32>,
    /// For each row that was compared with the others, the first one with the same message.
    copies: Vec<u32>,
    /// In what rows differ from their neighbours.
    differences: Differences,
    /// What is masked, and how many rows there were when that was collected.
    masker: Option<(usize, Masker)>,
}

impl Mailbox {
    /// An empty mailbox. The options count for every message.
    pub fn new(options: Options) -> Self {
        Self { options, ..Self::default() }
    }

    /// Begins a file of this path. What is open ends.
    pub fn open(&mut self, name: &str) {
        self.close();
        let name = self.names.add(name);
        self.files.push(name);
        self.file = Some(Splitter::new());
        self.before = self.rows.len();
    }

    /// Reads the next bytes of the open file; without one they are left out.
    pub fn push(&mut self, bytes: &[u8]) {
        self.read(|splitter, found| splitter.push(bytes, found));
    }

    /// Ends the open file.
    pub fn close(&mut self) {
        if self.file.is_none() {
            return;
        }
        self.read(|splitter, found| splitter.finish(found));
        self.file = None;
        if self.rows.len() == self.before {
            self.rows.push(Record::failed(self.ordinal(), Failure::NoMessage));
        }
    }

    /// Reads on in the open file, if there is one, and keeps what is found.
    fn read(&mut self, read: impl FnOnce(&mut Splitter, &mut dyn FnMut(mbox::Piece))) {
        let file = self.ordinal();
        let Some(splitter) = &mut self.file else { return };
        let mut keeper = Keeper {
            setting: Setting::new(&self.options, Rows::None).sparing(),
            carried: Setting::new(&self.options, Rows::None).sparing().carried(),
            names: &mut self.names,
            rows: &mut self.rows,
            file,
        };
        read(splitter, &mut |piece| keeper.add(piece));
    }

    /// Adds a row for a file of this path about which there is no answer. It takes an ordinal of its own.
    pub fn failed(&mut self, name: &str, failure: Failure) {
        self.close();
        let name = self.names.add(name);
        self.files.push(name);
        self.rows.push(Record::failed(self.ordinal(), failure));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.len() == 0
    }

    /// Bytes that the rows, their texts and what was found out about them take.
    pub fn bytes(&self) -> usize {
        let numbers = self.files.capacity() + self.selection.capacity() + self.copies.capacity();
        self.names.bytes() + self.rows.bytes() + 4 * numbers + self.differences.bytes()
    }

    /// One row. Copies and differences are those that were found when rows were last selected.
    pub fn row(&self, index: usize) -> Option<Row> {
        let record = self.rows.get(index)?;
        let text = |name: Name| self.names.get(name).to_owned();
        let some = |name: Name| (!name.is_empty()).then(|| text(name));
        let judged = record.failure.is_none();
        let event = record.event();
        Some(Row {
            index: index as u32,
            name: self.files.get(record.file as usize).map_or_else(String::new, |&name| text(name)),
            place: Place {
                file: record.file,
                offset: record.offset,
                length: record.length,
                quoted: record.quoted,
                inside: self
                    .names
                    .get(record.inside)
                    .split_terminator('.')
                    .filter_map(|part| part.parse().ok())
                    .collect(),
            },
            carrier: (record.carrier != NONE).then_some(record.carrier),
            copy_of: self.copies.get(index).copied().filter(|&copy| copy != NONE),
            failure: record.failure.map(Failure::said),
            label: judged.then_some(record.label),
            origin: judged.then_some(record.origin),
            delivery: judged.then_some(record.delivery),
            provider: record.provider().map(|provider| provider.id.into()),
            provider_name: record.provider().map(|provider| provider.name.into()),
            event: event.map(|event| event.id.into()),
            event_title: event.map(|event| event.title()),
            class: event.map(|event| event.class),
            account: record.account(),
            from_name: text(record.from_name),
            from_address: text(record.from_address),
            to: text(record.to),
            subject: text(record.subject),
            epoch: record.epoch,
            received: record.received,
            signer: some(record.signer).filter(|_| record.signed),
            selector: some(record.selector).filter(|_| record.signed),
            host: some(record.host),
            path: some(record.path),
            link_hosts: self.names.get(record.links).lines().map(str::to_owned).collect(),
            odd: self.differences.said(index, record, &self.names),
        })
    }

    /// Chooses and orders rows; gives how many there are. [`Mailbox::selected`] gives them.
    pub fn select(&mut self, query: &Query) -> usize {
        self.compare();
        self.selection = query::select(&self.rows, &self.names, &self.files, &self.differences, query);
        self.selection.len()
    }

    /// A part of what was selected last, in its order.
    pub fn selected(&self, from: usize, to: usize) -> Vec<Row> {
        let to = to.min(self.selection.len());
        let part = self.selection.get(from..to).unwrap_or_default();
        part.iter().filter_map(|&index| self.row(index as usize)).collect()
    }

    /// How many rows have each value, for whoever chooses among them.
    pub fn facets(&mut self) -> Facets {
        self.compare();
        query::facets(&self.rows, &self.copies, &self.differences)
    }

    /// What all of it shows together.
    pub fn campaign(&mut self) -> Campaign {
        self.compare();
        campaign::of(&self.rows, &self.names, &self.copies, &self.differences)
    }

    /// A part of what was selected last as a file: all parts after one another, from the first row to the last, are the
    /// whole of it. What names the recipient, and codes, are `masked`.
    pub fn export(&mut self, format: Format, masked: bool, from: usize, to: usize) -> String {
        if masked && self.masker.as_ref().is_none_or(|(rows, _)| *rows != self.rows.len()) {
            self.masker = Some((self.rows.len(), Masker::of(&self.rows, &self.names)));
        }
        let masker = self.masker.as_ref().filter(|_| masked).map(|(_, masker)| masker);
        export::part(self, format, masker, from, to)
    }

    /// Compares the rows with each other, when there are more than were compared last.
    fn compare(&mut self) {
        if self.copies.len() == self.rows.len() {
            return;
        }
        self.copies = vec![NONE; self.rows.len()];
        let digests: Vec<u64> = self.rows.iter().map(|(_, record)| record.digest).collect();
        let judged = self.rows.iter().filter(|(_, record)| record.failure.is_none());
        let mut order: Vec<u32> = judged.map(|(index, _)| index).collect();
        order::sort(&mut order, &|one, other| digests[one as usize].cmp(&digests[other as usize]));
        let mut first = NONE;
        for index in order {
            if first != NONE && digests[first as usize] == digests[index as usize] {
                self.copies[index as usize] = first;
            } else {
                first = index;
            }
        }
        self.differences = Differences::find(&self.rows, &self.names, &self.copies);
    }

    fn ordinal(&self) -> u32 {
        self.files.len().saturating_sub(1) as u32
    }
}

/// What judges the messages of a file and keeps their rows.
struct Keeper<'m> {
    setting: Setting<'m>,
    /// The same for messages inside others.
    carried: Setting<'m>,
    names: &'m mut Names,
    rows: &'m mut Records,
    /// The ordinal of the file.
    file: u32,
}

impl Keeper<'_> {
    fn add(&mut self, piece: mbox::Piece) {
        let place = Record {
            offset: piece.offset,
            length: piece.length,
            quoted: piece.quoted,
            ..Record::failed(self.file, Failure::NoMessage)
        };
        let bytes = if piece.quoted { unquoted(piece.bytes) } else { Cow::Borrowed(piece.bytes) };
        let carries = keep(self.rows, self.names, &self.setting, &bytes, place);
        if !carries {
            return;
        }
        // the rows that lead to what is being read, from the outermost inwards
        let mut carriers = vec![self.rows.last()];
        carried::each(&bytes, &mut |inner| {
            carriers.truncate(inner.path.len());
            let path: Vec<String> = inner.path.iter().map(u32::to_string).collect();
            let inside = self.names.add(&path.join("."));
            let carrier = carriers.last().copied().unwrap_or(NONE);
            keep(self.rows, self.names, &self.carried, inner.bytes, Record { inside, carrier, ..place });
            carriers.push(self.rows.last());
        });
    }
}

/// Judges a message and keeps its row; whether it may carry others.
fn keep(rows: &mut Records, names: &mut Names, setting: &Setting, bytes: &[u8], place: Record) -> bool {
    let source = input::read(bytes);
    if !matches!(source.kind, InputKind::Headers | InputKind::Message) {
        rows.push(place);
        return false;
    }
    let judged = judge(&source, setting);
    let record = Record::of(&judged, names);
    let Record { file, offset, length, quoted, inside, carrier, .. } = place;
    rows.push(Record { file, offset, length, quoted, inside, carrier, ..record });
    !judged.content.report.attachments.is_empty()
}

/// The text of a message whose file quotes lines that look like its own marks: of the ways to undo it the one whose body
/// a signature was made over, or else the likeliest.
fn unquoted(bytes: &[u8]) -> Cow<'_, [u8]> {
    mbox::unquoted(bytes, |bytes| {
        let source = input::read(bytes);
        source.kind == InputKind::Headers && authentication::signs_body(&Message::parse(&source.bytes))
    })
}

/// The bytes of a message as they were judged, out of those at its [`Place`] in its file: with the quoting of its file
/// undone, and taken out of what carries it. `None` when there is no such message.
///
/// What was carried is to be judged with [`Options::carried`].
pub fn message_at<'a>(bytes: &'a [u8], place: &Place) -> Option<Cow<'a, [u8]>> {
    let outer = if place.quoted { unquoted(bytes) } else { Cow::Borrowed(bytes) };
    if place.inside.is_empty() {
        return Some(outer);
    }
    carried::at(&outer, &place.inside).map(|inner| Cow::Owned(inner.into_owned()))
}

impl Failure {
    /// The failure in one sentence.
    fn said(self) -> Text {
        match self {
            Self::Unreadable => wording::UNREADABLE,
            Self::TooLarge => wording::TOO_LARGE,
            Self::Encrypted => wording::ENCRYPTED,
            Self::Packing => wording::PACKING,
            Self::Damaged => wording::DAMAGED,
            Self::Nested => wording::NESTED,
            Self::Stopped => wording::STOPPED,
            Self::NoMessage => wording::NO_MESSAGE,
        }
        .plain()
    }
}

/// The rows, in blocks that never move: growing copies nothing and needs no memory twice.
#[derive(Debug, Default)]
struct Records(Vec<Vec<Record>>);

impl Records {
    fn len(&self) -> usize {
        self.0.last().map_or(0, |last| (self.0.len() - 1) * BLOCK + last.len())
    }

    /// The number of the last row.
    fn last(&self) -> u32 {
        self.len().checked_sub(1).map_or(NONE, |last| last as u32)
    }

    fn push(&mut self, record: Record) {
        match self.0.last_mut() {
            Some(last) if last.len() < BLOCK => last.push(record),
            _ => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(record);
                self.0.push(block);
            }
        }
    }

    fn get(&self, index: usize) -> Option<&Record> {
        self.0.get(index / BLOCK)?.get(index % BLOCK)
    }

    fn iter(&self) -> impl Iterator<Item = (u32, &Record)> {
        (0..).zip(self.0.iter().flatten())
    }

    fn bytes(&self) -> usize {
        self.0.len() * BLOCK * size_of::<Record>()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::report::{Label, Origin};

    const ROWS: usize = 100_000;

    /// As many rows as asked for, with texts in the measure of real ones: half of the Subjects hold a code, every message
    /// has an Id of its own, and there are a thousand recipients.
    fn filled(rows: usize) -> Mailbox {
        let mut mailbox = Mailbox::default();
        mailbox.files.push(Name::EMPTY);
        let template = {
            let text =
                "From: Netflix <info@netflix.com>\nSubject: Your Netflix verification code\n\nYour code is 123456.\n";
            let source = input::read(text.as_bytes());
            Record::of(&judge(&source, &Setting::new(&Options::default(), Rows::None)), &mut mailbox.names)
        };
        for at in 0..rows {
            let names = &mut mailbox.names;
            let code = if at % 2 == 0 { at } else { 7 };
            let record = Record {
                offset: at as u64 * 20_000,
                length: 20_000,
                digest: at as u64,
                sending: 1 + at as u64,
                epoch: Some(1_700_000_000 + (at as i64 * 7919) % 100_000_000),
                received: true,
                origin: if at % 50 == 0 { Origin::NotConfirmed } else { Origin::Proved },
                label: if at % 50 == 0 { Label::Forged } else { Label::GenuineSender },
                claims: true,
                to: names.add(&format!("reader-{}@mailbox.example", at % 1_000)),
                subject: names.add(&format!("{code:06} is your verification code for Netflix")),
                path: names.add(&format!("out-{}.mail.netflix.example", at % 200)),
                ..template
            };
            mailbox.rows.push(record);
        }
        mailbox
    }

    #[test]
    fn a_hundred_thousand_messages_take_less_than_thirty_megabytes() {
        let mut mailbox = filled(ROWS);
        mailbox.select(&Query { sort: Some(Column::Date), ..Query::default() });
        let each = mailbox.bytes() / ROWS;
        assert!(each <= 300, "{each} bytes a message");
        assert_eq!(mailbox.selected(99_990, 100_010).len(), 10);
    }

    /// The shortest of three runs.
    fn time(mut run: impl FnMut()) -> Duration {
        let runs = (0..3).map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        });
        runs.min().unwrap_or_default()
    }

    #[test]
    fn four_times_the_rows_take_about_four_times_the_time() {
        let queries = [
            Query { sort: Some(Column::Subject), descending: true, ..Query::default() },
            Query { sort: Some(Column::To), search: "netflix 00".into(), ..Query::default() },
            Query { rows: Some((0..ROWS as u32).rev().collect()), sort: Some(Column::Event), ..Query::default() },
        ];
        type Work<'w> = Box<dyn Fn(&mut Mailbox) + 'w>;
        let mut works: Vec<(&str, Work)> = vec![
            ("campaign", Box::new(|mailbox| drop(mailbox.campaign()))),
            (
                "comparison",
                Box::new(|mailbox| {
                    mailbox.copies.clear();
                    mailbox.compare();
                }),
            ),
            (
                "export",
                Box::new(|mailbox| {
                    mailbox.select(&Query::default());
                    (0..mailbox.len())
                        .step_by(1_000)
                        .for_each(|from| drop(mailbox.export(Format::Csv, true, from, from + 1_000)));
                }),
            ),
        ];
        works.extend(
            queries.iter().map(|query| ("query", Box::new(|mailbox: &mut Mailbox| _ = mailbox.select(query)) as Work)),
        );
        // all at one time, all the same message, and each in an hour of its own
        let kinds: [fn(usize, &mut Record); 3] = [
            |_, record| record.epoch = Some(1_700_000_000),
            |_, record| record.digest = 7,
            |at, record| record.epoch = Some(at as i64 * 3_600),
        ];
        for (kind, change) in kinds.into_iter().enumerate() {
            let sizes = [ROWS / 16, ROWS / 4].map(|rows| {
                let mut mailbox = filled(rows);
                for (at, record) in mailbox.rows.0.iter_mut().flatten().enumerate() {
                    change(at, record);
                }
                mailbox
            });
            let [mut small, mut large] = sizes;
            for (name, work) in &works {
                let (few, many) = (time(|| work(&mut small)), time(|| work(&mut large)));
                // what is quadratic takes sixteen times as long
                assert!(many < few * 9 + Duration::from_millis(20), "{name} of kind {kind}: {few:?}, {many:?}");
            }
        }
    }

    #[test]
    #[ignore = "prints times, which depend on the machine"]
    fn times_of_a_hundred_thousand_rows() {
        let mut mailbox = filled(ROWS);
        let all = mailbox.bytes() / ROWS;
        println!("{all} bytes a message");
        println!(
            "comparison {:?}",
            time(|| {
                mailbox.copies.clear();
                mailbox.compare();
            })
        );
        for sort in [Column::Date, Column::Subject, Column::To, Column::Event] {
            let query = Query { sort: Some(sort), search: "netflix 00".into(), ..Query::default() };
            println!("{sort:?} and a search {:?}", time(|| _ = mailbox.select(&query)));
            let query = Query { sort: Some(sort), ..Query::default() };
            println!("{sort:?} {:?}", time(|| _ = mailbox.select(&query)));
        }
        println!("campaign {:?}", time(|| drop(mailbox.campaign())));
        println!("fifty rows {:?}", time(|| drop(mailbox.selected(50_000, 50_050))));
    }
}
