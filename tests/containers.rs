//! Files that hold messages: mbox, Outlook files, archives, and messages inside messages. What comes out
//! of them is judged as the same message is judged alone.

mod support;

use std::sync::OnceLock;

use header_verdict::input::mbox::{self, Splitter};
use header_verdict::input::zip::{self, Directory, Refusal};
use header_verdict::input::{FileKind, carried, file_kind, outlook, several};
use header_verdict::report::{BodyCheck, ContentVerdict, Delivery, HeaderCheck, InputKind, Label, Origin, RepairId};
use header_verdict::{Options, analyze, image, limits};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use support::mail::*;
use support::outlook::{Node, attachment, binary, file, fixed, message, recipient, rich, text8};
use support::zip::{File, archive, stored};

const MS: &str = "accountprotection.microsoft.com";

/// A message as Outlook.com received it from Microsoft.
fn genuine() -> String {
    static ONCE: OnceLock<String> = OnceLock::new();
    ONCE.get_or_init(|| received(&outlook_pass(MS), &microsoft(), MICROSOFT)).clone()
}

fn body(message: &str) -> &str {
    &message[header(message).len() + 2..]
}

/// The messages of a file that is read in slices of this size: where they stand, their bytes, whether they are quoted.
fn split(file: &[u8], size: usize) -> Vec<(u64, u64, Vec<u8>, bool)> {
    let mut found = Vec::new();
    let mut splitter = Splitter::new();
    let mut note = |piece: mbox::Piece| found.push((piece.offset, piece.length, piece.bytes.to_vec(), piece.quoted));
    file.chunks(size).for_each(|slice| splitter.push(slice, &mut note));
    splitter.finish(&mut note);
    found
}

mod mbox_files {
    use super::*;

    const FROM: &str = "From jo@mailbox.example Wed Mar  4 17:15:03 2026\n";

    /// A file as a writer makes it that quotes lines for which `quotes` says so.
    fn written(messages: &[&str], quotes: impl Fn(&str) -> bool) -> String {
        let mut file = String::new();
        for message in messages {
            file.push_str(FROM);
            for line in message.replace("\r\n", "\n").lines() {
                file.push_str(if quotes(line) { ">" } else { "" });
                file.push_str(line);
                file.push('\n');
            }
            file.push('\n');
        }
        file
    }

    fn rd(line: &str) -> bool {
        line.trim_start_matches('>').starts_with("From ")
    }

    /// The body as signed, by the report of the message alone.
    fn fits(message: &[u8]) -> bool {
        let report = analyze(message, &Options::default());
        report.signatures.iter().any(|signature| signature.body == BodyCheck::Verified)
    }

    fn with_text(text: &str) -> String {
        signed(&microsoft(), &MICROSOFT.replace("Hola:", text))
    }

    #[test]
    fn a_message_of_an_mbox_is_judged_as_it_is_alone() {
        let genuine = genuine();
        let forged = joined("", &MICROSOFT.replace(MS, "accountprotection-microsoft.example"));
        let file = written(&[&genuine, &forged, &genuine], rd);
        assert!(several(file.as_bytes()));
        let found = split(file.as_bytes(), 1_000);
        assert_eq!(found.len(), 3);
        for ((_, _, bytes, quoted), alone) in found.iter().zip([&genuine, &forged, &genuine]) {
            assert!(!quoted);
            let options = keys(&[&microsoft()]);
            assert_eq!(analyze(bytes, &options).verdict, analyze(alone.as_bytes(), &options).verdict);
        }
    }

    #[test]
    fn the_signed_body_comes_back_out_of_every_way_of_quoting() {
        let plain = with_text("Hola:\n\nFrom now on\n\nFrom here");
        let nested = with_text("Hola:\n\nFrom now on\n>From here\n>>From there");
        let unquoted = with_text("Hola:\n>From here\n>>From there");
        type Quotes = fn(&str) -> bool;
        let writers: [(&str, &str, Quotes); 5] = [
            ("mboxrd", &plain, rd),
            ("mboxo", &plain, |line| line.starts_with("From ")),
            ("mboxrd, nested", &nested, rd),
            ("mboxo, nested", &with_text("Hola:\n\nFrom now on\n>>From there"), |line| line.starts_with("From ")),
            ("none", &unquoted, |_| false),
        ];
        for (writer, message, quotes) in writers {
            let found = split(written(&[message], quotes).as_bytes(), 77);
            let [(.., bytes, true)] = &found[..] else { panic!("{writer}: {found:?}") };
            assert!(!fits(bytes) || writer == "none", "{writer}");
            let text = mbox::unquoted(bytes, fits);
            assert_eq!(String::from_utf8_lossy(&text), message.replace("\r\n", "\n"), "{writer}");
            let report = analyze(&text, &keys(&[&microsoft()]));
            assert_eq!(report.verdict.origin, Origin::Proved, "{writer}");
        }
    }

    #[test]
    fn a_from_line_in_a_text_that_is_no_mbox_makes_no_second_message() {
        let inner = joined("", &[FROM, header(&genuine()), "\n", "Read me the code.\n"].concat());
        for text in [
            joined("", &MICROSOFT.replace("Hola:", &["\n", &inner].concat())),
            ["From: a@mailbox.example\r\nTo: b@mailbox.example\r\n\r\n", &inner].concat(),
            [header(&genuine()), "\r\n", header(&genuine())].concat(),
            ["Hello\n\n", &inner].concat(),
        ] {
            assert!(!several(text.as_bytes()), "{text}");
            assert_eq!(split(text.as_bytes(), 100).len(), 1);
        }
    }

    #[test]
    fn a_message_inside_a_text_that_is_counted_was_never_received_and_has_no_row() {
        let smuggled = ["Hello\n\n", FROM, &genuine().replace("\r\n", "\n")].concat();
        let count = |text: &str| ["Content-Length: ", &text.len().to_string(), "\n\n", text].concat();
        let outer = joined("", MICROSOFT).replace("\r\n", "\n");
        let (head, _) = outer.split_once("\n\n").expect("a body");
        let file = |text: &str| [FROM, head, "\n", text, "\n", FROM, head, "\n", &count("Hello\n"), "\n"].concat();
        let found = split(file(&count(&smuggled)).as_bytes(), 100);
        assert_eq!(found.len(), 2);
        for (.., bytes, _) in found {
            let report = analyze(&bytes, &keys(&[&microsoft()]));
            assert_eq!(report.verdict.origin, Origin::NotConfirmed);
        }
        // where nobody counts it cannot be told from the others
        assert_eq!(split(file(&["\n", &smuggled].concat()).as_bytes(), 100).len(), 3);
    }

    /// What files of this format are made of, sound and broken.
    fn pieces() -> impl Strategy<Value = Vec<u8>> {
        let words: Vec<&'static [u8]> = vec![
            b"From ",
            b"From jo@mailbox.example Wed Mar  4 17:15:03 2026",
            b"From 12@xxx Wed Mar 04 17:15:03 +0000 2026\n",
            b"From - Wed Mar 04 17:15:03 2026\r\n",
            b"From \n",
            b"From -\r\n",
            b">From ",
            b">>From x\n",
            b"From: a@b.example\n",
            b"Received: from a by b; x\n",
            b"Subject: x\r\n",
            b"Content-Length: 0\n",
            b"content-length : 40\r\n",
            b"Content-Length: 70\nA: 1\n\n",
            b"\n",
            b"\r\n",
            b"\n\n",
            b"\r",
            b"text\n",
            b"F",
            b"\xef\xbb\xbf",
            b"\0",
            b" ",
        ];
        vec(select(words), 0..60).prop_map(|words| words.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn however_a_file_is_sliced_the_same_messages_come_out(file in pieces(), cuts in vec(any::<Index>(), 0..12)) {
            let whole = split(&file, file.len().max(1));
            prop_assert_eq!(&split(&file, 1), &whole);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.index(file.len() + 1)).collect();
            cuts.sort_unstable();
            let mut found = Vec::new();
            let mut splitter = Splitter::new();
            let mut note = |piece: mbox::Piece| {
                found.push((piece.offset, piece.length, piece.bytes.to_vec(), piece.quoted));
            };
            let mut from = 0;
            for cut in cuts.into_iter().chain([file.len()]) {
                splitter.push(&file[from..cut], &mut note);
                from = cut;
            }
            splitter.finish(&mut note);
            prop_assert_eq!(found, whole);
        }

        #[test]
        fn every_message_stands_where_it_says_and_none_overlaps_another(file in pieces()) {
            let mut end = 0;
            for (offset, length, bytes, quoted) in split(&file, 13) {
                prop_assert!(offset >= end);
                end = offset + length;
                prop_assert_eq!(&file[offset as usize..end as usize], &bytes[..]);
                let readings = mbox::readings(&bytes);
                prop_assert!(quoted || readings.len() == 1 || end == file.len() as u64);
                prop_assert!(readings.iter().all(|reading| reading.len() <= bytes.len()));
            }
        }
    }
}

mod outlook_files {
    use super::*;

    /// 4 March 2026, 17:15:03 UTC in the count of Windows.
    const WHEN: u64 = (1_772_644_503 + 11_644_473_600) * 10_000_000;

    /// The nodes of a received message with this header section and text.
    fn nodes(header: &str, text: &str) -> Vec<Node> {
        vec![
            super::support::outlook::text(0x007D, header),
            super::support::outlook::text(0x0037, "Another subject"),
            super::support::outlook::text(0x1000, text),
            fixed(32, &[(0x0E06_0040, WHEN)]),
        ]
    }

    fn saved(message: &str) -> Vec<u8> {
        file(&nodes(header(message), body(message)))
    }

    fn repairs(report: &header_verdict::Report) -> Vec<RepairId> {
        report.input.repairs.iter().map(|repair| repair.id).collect()
    }

    #[test]
    fn the_header_proves_what_it_proves_alone_and_the_text_is_no_body() {
        let genuine = genuine();
        let mut eight = nodes("", body(&genuine));
        eight[0] = text8(0x007D, header(&genuine).as_bytes());
        let exchange =
            ["Microsoft Mail Internet Headers Version 2.0\r\n", header(&genuine), "\r\n------=_x\r\nA: b\r\n"];
        for (name, msg) in [
            ("unicode", saved(&genuine)),
            ("eight bits", file(&eight)),
            ("old servers", file(&nodes(&exchange.concat(), body(&genuine)))),
        ] {
            let report = analyze(&msg, &keys(&[&microsoft()]));
            let axes = (Label::GenuineSender, Origin::Proved, ContentVerdict::Expected, Delivery::Direct);
            assert_judged(&report, axes, &["dkim.body_rebuilt", "!dkim.body_not_supplied", "!dkim.body_changed"]);
            assert_eq!(report.input.kind, InputKind::Message, "{name}");
            assert_eq!(repairs(&report), [RepairId::Outlook], "{name}");
            let signature = &report.signatures[0];
            assert_eq!((signature.header, signature.body), (HeaderCheck::Verified, BodyCheck::NotSupplied), "{name}");
            assert_eq!(signature.repairs, [], "{name}: the header is as it was received");
            assert!(
                report.verdict.does_not_prove.iter().any(|text| text.id == "does_not_prove.text_rebuilt"),
                "{name}"
            );
            assert!(report.missing.iter().all(|missing| missing.id != "body"), "{name}");
            let alone = analyze(header(&genuine).as_bytes(), &keys(&[&microsoft()]));
            assert_eq!(report.summary.subject, alone.summary.subject, "{name}");
        }
    }

    #[test]
    fn no_span_leads_to_bytes_that_are_not_the_message() {
        let report = analyze(&saved(&genuine()), &keys(&[&microsoft()]));
        let rows = report.ledger.iter().flat_map(|row| &row.spans);
        let fields = report.fields.iter().map(|field| &field.span);
        assert!(report.fields.len() > 10);
        for span in rows.chain(fields) {
            assert_eq!((span.start, span.end), (0, 0));
        }
    }

    #[test]
    fn a_request_in_the_text_is_found_in_every_form_of_it() {
        let words = "Please read the code to our support agent at +1 888 555 0100.";
        let html = format!("<p>{words} <a href=\"https://attack.example/in\">Sign in</a></p>");
        let encapsulated = format!("{{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {{\\*\\htmltag64 {html}}}}}");
        let genuine = genuine();
        let base = || nodes(header(&genuine), "");
        for (name, text) in [
            ("plain", super::support::outlook::text(0x1000, words)),
            ("plain in a codepage", text8(0x1000, words.as_bytes())),
            ("html in bytes", binary(0x1013, html.as_bytes())),
            ("html in text", super::support::outlook::text(0x1013, &html)),
            ("html in rich text", rich(&encapsulated)),
            ("rich text", rich(&format!("{{\\rtf1\\ansi {words}}}"))),
        ] {
            let mut nodes = base();
            nodes[2] = text;
            let report = analyze(&file(&nodes), &keys(&[&microsoft()]));
            assert_eq!(report.verdict.label, Label::GenuineSenderHostileContent, "{name}");
            let linked = report.content.links.iter().any(|link| link.host == "attack.example");
            assert_eq!(linked, name.starts_with("html"), "{name}");
        }
    }

    #[test]
    fn text_in_a_codepage_is_read_in_it() {
        let nodes = |codepage: u64, bytes: &[u8]| {
            let header = text8(0x007D, header(&genuine()).as_bytes());
            [header, text8(0x1000, bytes), fixed(32, &[(0x3FFD_0003, codepage)])]
        };
        for (codepage, bytes, text) in [
            (1251, &b"\xca\xee\xe4: 482913"[..], "\u{41a}\u{43e}\u{434}: 482913"),
            (932, b"\x83R\x81[\x83h", "\u{30b3}\u{30fc}\u{30c9}"),
            (65001, "c\u{f3}digo".as_bytes(), "c\u{f3}digo"),
            (0, b"c\xf3digo", "c\u{f3}digo"),
        ] {
            let item = outlook::read(&file(&nodes(codepage, bytes))).unwrap();
            let content = item.content.unwrap();
            let parts = header_verdict::message::mime::parts(&header_verdict::message::Message::parse(&content)).0;
            assert_eq!(parts[0].text(), text, "{codepage}");
        }
    }

    #[test]
    fn a_message_that_was_never_received_shows_its_fields_and_proves_nothing() {
        use super::support::outlook::text;
        let msg = file(&[
            text(0x0037, "Your code\r\nFrom: b@attack.example"),
            text(0x0042, "Jo \"J\" Roe\r\nX: y"),
            text(0x0065, "/O=EXCHANGE/OU=X/CN=JO"),
            text(0x5D02, "jo@mailbox.example"),
            text(0x1000, "hello"),
            text(0x1035, "<1@mailbox.example>"),
            fixed(32, &[(0x0039_0040, WHEN)]),
            recipient(0, vec![text(0x3001, "Al"), text(0x3003, "al@mailbox.example"), fixed(8, &[])]),
            recipient(1, vec![text(0x3001, "Nobody"), text(0x3003, "/O=EXCHANGE")]),
        ]);
        let report = analyze(&msg, &Options::default());
        assert_eq!(repairs(&report), [RepairId::Outlook, RepairId::OutlookFields]);
        assert_eq!((report.verdict.label, report.input.kind), (Label::NotConfirmed, InputKind::Message));
        let summary = &report.summary;
        let from = summary.from.as_ref().unwrap();
        assert_eq!((from.name.as_str(), from.address.as_str()), ("Jo \"J\" Roe  X: y", "jo@mailbox.example"));
        assert_eq!(summary.to.len(), 1);
        assert_eq!((summary.to[0].name.as_str(), summary.to[0].address.as_str()), ("Al", "al@mailbox.example"));
        assert_eq!(summary.subject.as_deref(), Some("Your code  From: b@attack.example"));
        assert_eq!(summary.date_epoch, Some(RECEIVED));
        assert_eq!(summary.message_id.as_deref(), Some("<1@mailbox.example>"));
        assert_eq!(report.fields.len(), 5);
        assert!(report.missing.iter().any(|missing| missing.id == "header"));

        let empty = analyze(&file(&[text(0x1000, "Please read the code to our support agent.")]), &Options::default());
        assert_eq!((empty.verdict.label, empty.input.kind), (Label::HostileRequest, InputKind::Text));
        assert_eq!(outlook::read(&file(&[text(0x0E04, "nothing that is read")])), None);
    }

    #[test]
    fn what_is_attached_is_listed_and_pictures_can_be_had() {
        use super::support::outlook::text;
        let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x02\x08\0\0\0\0"[..], &[7; 3_000]].concat();
        let mut nodes = nodes(header(&genuine()), "hello");
        nodes.extend([
            attachment(
                0,
                vec![
                    text(0x3707, "r\u{e9}sum\u{e9} \"x\".html"),
                    text(0x3704, "RSUM~1.HTM"),
                    binary(0x3701, b"<p>"),
                    fixed(8, &[]),
                ],
            ),
            attachment(1, vec![text(0x3704, "dot.png"), text(0x370E, "image/png"), binary(0x3701, &png)]),
            attachment(2, vec![text(0x370E, "text/html\r\nX: y"), text(0x3707, "x.js")]),
            attachment(3, vec![text(0x3001, "Other mail"), message(vec![text(0x0037, "inner")])]),
        ]);
        let msg = file(&nodes);
        let report = analyze(&msg, &Options::default());
        let names = ["r\u{e9}sum\u{e9} \"x\".html", "dot.png", "x.js", "Other mail"];
        assert_eq!(report.content.attachments, names);
        let rows: Vec<_> = report.ledger.iter().filter(|row| row.id == "content.attachment").collect();
        assert_eq!(rows.len(), 3, "a page, a program and a message: {rows:?}");
        assert_eq!(image(&msg, 0), Some(png));
        assert_eq!(image(&msg, 1), None);
    }

    #[test]
    fn a_compound_file_of_another_program_is_no_message() {
        let other = file(&[Node::Stream("WordDocument".into(), vec![1; 5_000])]);
        assert_eq!(outlook::read(&other), None);
        assert_eq!(analyze(&other, &Options::default()).input.kind, InputKind::Binary);
        assert_eq!(file_kind(&other), FileKind::Outlook);
    }

    /// A file with every kind of chain in it.
    fn rich_file() -> Vec<u8> {
        use super::support::outlook::text;
        let mut nodes = nodes(header(&genuine()), &"long text ".repeat(1_000));
        nodes.push(attachment(0, vec![text(0x3707, "a.eml"), binary(0x3701, genuine().as_bytes())]));
        nodes.push(attachment(1, vec![message(super::outlook_files::nodes(header(&genuine()), "inner"))]));
        nodes.push(recipient(0, vec![text(0x3003, "al@mailbox.example")]));
        file(&nodes)
    }

    /// Reads everything that can be read; whatever the bytes are, this ends.
    fn read_all(bytes: &[u8]) -> usize {
        let report = analyze(bytes, &Options::default());
        let mut count = 0;
        carried::each(bytes, &mut |_| count += 1);
        count + report.fields.len()
    }

    #[test]
    fn a_file_that_ends_early_gives_what_there_is() {
        let whole = rich_file();
        let all = read_all(&whole);
        for length in (0..whole.len()).step_by(173) {
            assert!(read_all(&whole[..length]) <= all);
        }
    }

    #[test]
    fn circles_and_sizes_that_lie_do_not_hold_up_the_reading() {
        let whole = rich_file();
        let sectors = (whole.len() / 512) as u32;
        let put = |changes: &[(usize, u32)]| {
            let mut changed = whole.clone();
            for (at, value) in changes {
                changed[*at..at + 4].copy_from_slice(&value.to_le_bytes());
            }
            changed
        };
        let u32_at = |at: usize| u32::from_le_bytes(whole[at..at + 4].try_into().unwrap());
        let table = (u32_at(0x4C) as usize + 1) * 512;
        let directory = (u32_at(0x30) as usize + 1) * 512;
        let mut changes: Vec<Vec<(usize, u32)>> = Vec::new();
        for value in [0, 1, sectors, 0xFFFF_FFFA, u32::MAX] {
            // places of the header: directory, cutoff, mini table, list of tables, first table
            changes.extend([0x30, 0x38, 0x3C, 0x44, 0x48, 0x4C].map(|at| vec![(at, value)]));
            // every sector leads to one sector
            changes.push((0..128).map(|entry| (table + 4 * entry, value)).collect());
            for entry in 0..5 {
                let entry = directory + 128 * entry;
                changes.extend([68, 72, 76, 116, 120].map(|field| vec![(entry + field, value)]));
                // as long as it can be said, in a circle
                changes.push(vec![(entry + 116, value), (entry + 120, u32::MAX), (table, 0), (table + 4, 0)]);
            }
        }
        // every sector leads to itself
        changes.push((0..128).map(|entry| (table + 4 * entry, entry as u32)).collect());
        for change in changes {
            read_all(&put(&change));
        }
    }

    #[test]
    fn streams_that_share_their_bytes_reach_a_limit() {
        use super::support::outlook::text;
        const LARGE: usize = 16 << 20;
        let mail = "From: a@mailbox.example\r\nTo: b@mailbox.example\r\n\r\n";
        for (start, found) in [(mail, limits::CARRIED_BYTES / LARGE), ("no message", 0)] {
            let mut large = start.as_bytes().to_vec();
            large.resize(LARGE, b'x');
            let one = |data: &[u8]| vec![text(0x3707, "a.eml"), binary(0x3701, data)];
            let mut nodes = vec![attachment(0, one(&large))];
            nodes.extend((1..90).map(|number| attachment(number, one(b""))));
            let mut msg = file(&nodes);
            // every entry of the directory for the data of an attachment says what the first one says
            let name: Vec<u8> = "__substg1.0_37010102".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let entries: Vec<usize> =
                (0..msg.len()).step_by(128).filter(|&at| msg[at..].starts_with(&name)).map(|at| at + 116).collect();
            assert_eq!(entries.len(), 90);
            let shared: [u8; 8] = msg[entries[0]..entries[0] + 8].try_into().unwrap();
            entries.iter().for_each(|&at| msg[at..at + 8].copy_from_slice(&shared));
            let mut count = 0;
            assert_eq!(carried::each(&msg, &mut |_| count += 1), found > 0);
            assert_eq!(count, found);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_change_of_a_file_gives_a_report(changes in vec((any::<Index>(), any::<u8>()), 1..40)) {
            let mut bytes = rich_file();
            for (at, value) in changes {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
            read_all(&bytes);
        }

        #[test]
        fn any_bytes_behind_the_mark_give_a_report(bytes in vec(any::<u8>(), 0..3_000), shift in select(vec![9_u8, 12])) {
            let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
            file.extend([0; 22]);
            file.extend([shift, 0]);
            file.extend(bytes);
            read_all(&file);
        }
    }
}

mod archives {
    use super::*;

    /// The entries of an archive of which only pieces are read.
    fn listed(archive: &[u8]) -> Option<Vec<zip::Entry>> {
        let last = &archive[archive.len().saturating_sub(zip::TAIL)..];
        let Directory { offset, length } = zip::tail(last, archive.len() as u64)?;
        Some(zip::entries(&archive[offset as usize..(offset + length) as usize]))
    }

    fn data<'a>(archive: &'a [u8], entry: &zip::Entry) -> &'a [u8] {
        let start = entry.offset as usize;
        let data = start + zip::data_start(&archive[start..start + zip::LOCAL]).unwrap() as usize;
        &archive[data..data + entry.compressed as usize]
    }

    #[test]
    fn the_messages_of_an_archive_are_found_by_pieces() {
        let genuine = genuine();
        let files = [
            stored("one.eml", genuine.as_bytes()),
            stored("box/", b""),
            File { long: true, ..stored("box/two.eml", b"Subject: two\r\n\r\n") },
        ];
        for (comment, long) in
            [(&b""[..], false), (b"a comment PK\x05\x06", false), (&[b'x'; 60_000], true), (b"", true)]
        {
            let archive = archive(&files, comment, long);
            assert_eq!(file_kind(&archive), FileKind::Zip);
            let found = listed(&archive).unwrap();
            assert_eq!(found.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["one.eml", "box/two.eml"]);
            assert!(found.iter().all(|entry| entry.refusal().is_none()), "{found:?}");
            assert_eq!(data(&archive, &found[0]), genuine.as_bytes());
            assert_eq!(data(&archive, &found[1]), b"Subject: two\r\n\r\n");
            assert_eq!(found[1].size, 16);
        }
        assert_eq!(file_kind(&archive(&[], b"", false)), FileKind::Zip);
        assert_eq!(listed(&archive(&[], b"", false)), Some(vec![]));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let files = [
            File { flags: 1, ..stored("a", b"x") },
            File { flags: 1 << 6 | 1, ..stored("b", b"x") },
            File { method: 99, ..stored("c", b"x") },
            File { method: 14, ..stored("d", b"x") },
            File { method: 8, ..stored("e", b"x") },
        ];
        let refusals: Vec<_> = listed(&archive(&files, b"", false)).unwrap().iter().map(zip::Entry::refusal).collect();
        let encrypted = Some(Refusal::Encrypted);
        assert_eq!(refusals, [encrypted, encrypted, encrypted, Some(Refusal::Method(14)), None]);
    }

    #[test]
    fn entries_that_share_bytes_are_refused() {
        let archive = archive(&[stored("a", &[1; 50]), stored("b", &[2; 50]), stored("c", &[3; 50])], b"", false);
        let Directory { offset, length } = zip::tail(&archive, archive.len() as u64).unwrap();
        let mut directory = archive[offset as usize..(offset + length) as usize].to_vec();
        // the second entry claims the data of the third as well
        let second = directory.len() / 3;
        directory[second + 20..second + 24].copy_from_slice(&90_u32.to_le_bytes());
        let refusals: Vec<_> = zip::entries(&directory).iter().map(zip::Entry::refusal).collect();
        assert_eq!(refusals, [None, Some(Refusal::Overlaps), Some(Refusal::Overlaps)]);
    }

    #[test]
    fn names_are_read_in_their_codepage_and_hold_no_controls() {
        let name = |bytes: &[u8], flags| {
            let files = [File { name: bytes.to_vec(), flags, ..stored("", b"") }];
            listed(&archive(&files, b"", false)).unwrap()[0].name.clone()
        };
        assert_eq!(name("r\u{e9}sum\u{e9}.eml".as_bytes(), 1 << 11), "r\u{e9}sum\u{e9}.eml");
        assert_eq!(name("r\u{e9}sum\u{e9}.eml".as_bytes(), 0), "r\u{e9}sum\u{e9}.eml");
        assert_eq!(name(b"r\x82sum\x82.eml", 0), "r\u{e9}sum\u{e9}.eml");
        assert_eq!(name(b"\x80\xff", 0), "\u{c7}\u{a0}");
        assert_eq!(name(b"r\x82.eml", 1 << 11), "r\u{fffd}.eml");
        assert_eq!(name(b"a\0b\x1b[2J\n.eml", 0), "a\u{fffd}b\u{fffd}[2J\u{fffd}.eml");
    }

    #[test]
    fn places_outside_the_file_are_refused() {
        let whole = archive(&[stored("a", b"x")], b"", false);
        let size = whole.len() as u64;
        let end = whole.len() - 22;
        for (at, bytes) in [(12, u32::MAX - 1), (12, size as u32), (16, u32::MAX - 1), (16, size as u32), (4, 1)] {
            let mut changed = whole.clone();
            changed[end + at..end + at + 4].copy_from_slice(&bytes.to_le_bytes());
            assert_eq!(zip::tail(&changed, size), None);
        }
        let long = archive(&[stored("a", b"x")], b"", true);
        for at in [22 + 12, 22 + 20 + 16, 22 + 20 + 8] {
            for value in [u64::MAX, u64::MAX - 20, long.len() as u64] {
                let mut changed = long.clone();
                let at = changed.len() - at;
                changed[at..at + 8].copy_from_slice(&value.to_le_bytes());
                assert_eq!(zip::tail(&changed, long.len() as u64), None, "{at} {value}");
            }
        }
        assert_eq!(zip::tail(&whole, 5), None, "the file is no shorter than its end");
        assert_eq!(zip::data_start(b"PK\x03\x04"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_change_of_an_archive_gives_entries_or_none(changes in vec((any::<Index>(), any::<u8>()), 0..20), long in any::<bool>()) {
            let mut bytes = archive(&[stored("a", b"x"), File { long: true, ..stored("b", b"yy") }], b"note", long);
            for (at, value) in changes {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
            if let Some(Directory { offset, length }) = zip::tail(&bytes, bytes.len() as u64) {
                prop_assert!(offset + length <= bytes.len() as u64);
                for entry in zip::entries(&bytes[offset as usize..(offset + length) as usize]) {
                    prop_assert!(!entry.name.contains(char::is_control));
                    let local = usize::try_from(entry.offset).ok().and_then(|at| bytes.get(at..));
                    prop_assert!(local.and_then(zip::data_start).is_none_or(|start| start >= 30));
                }
            }
            zip::entries(&bytes);
            zip::data_start(&bytes);
        }
    }
}

mod inner_messages {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    /// The paths, names and bytes of what a message carries.
    fn inside(bytes: &[u8]) -> Vec<(Vec<u32>, String, Vec<u8>)> {
        let mut found = Vec::new();
        carried::each(bytes, &mut |inner| found.push((inner.path.to_vec(), inner.name.into(), inner.bytes.to_vec())));
        for (path, _, bytes_of) in &found {
            assert_eq!(carried::at(bytes, path).as_deref(), Some(&bytes_of[..]));
        }
        found
    }

    fn outer(parts: &[&str]) -> String {
        let parts = parts.iter().map(|part| ["--o\r\n", part, "\r\n"].concat());
        let head =
            "From: desk@mailbox.example\r\nTo: jo@mailbox.example\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n";
        [head, &parts.collect::<String>(), "--o--\r\n"].concat()
    }

    #[test]
    fn a_message_that_is_attached_verifies_as_it_does_alone() {
        let genuine = genuine();
        let base64: String = STANDARD
            .encode(&genuine)
            .as_bytes()
            .chunks(76)
            .map(|line| format!("{}\r\n", std::str::from_utf8(line).unwrap()))
            .collect();
        let quoted = genuine.replace('=', "=3D").replace("código", "c=C3=B3digo");
        let message = outer(&[
            "Content-Type: text/plain\r\n\r\nPlease look at these.",
            &["Content-Type: message/rfc822\r\n\r\n", &genuine].concat(),
            &["Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n", &base64].concat(),
            &["Content-Type: message/global; name=\"x\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", &quoted].concat(),
            &["Content-Type: application/octet-stream; name=\"Mail.EML\"\r\nContent-Transfer-Encoding: base64\r\n\r\n", &base64].concat(),
            &["Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"a.eml\"\r\n\r\n", &genuine].concat(),
            "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"note.eml\"\r\n\r\nno message at all",
            "Content-Type: application/pdf; name=\"a.eml.pdf\"\r\n\r\nFrom: x@y.example\r\nTo: z\r\n",
        ]);
        let found = inside(message.as_bytes());
        let places: Vec<_> = found.iter().map(|(path, name, _)| (path[0], path.len(), name.as_str())).collect();
        assert_eq!(places, [(0, 1, ""), (1, 1, ""), (2, 1, "x"), (3, 1, "Mail.EML"), (4, 1, "a.eml")]);
        for (_, name, bytes) in found {
            let report = analyze(&bytes, &keys(&[&microsoft()]));
            assert_eq!(
                (report.verdict.origin, report.signatures[0].body),
                (Origin::Proved, BodyCheck::Verified),
                "{name}"
            );
        }
    }

    #[test]
    fn the_outer_message_gains_nothing_from_the_inner_one() {
        let message = outer(&[&["Content-Type: message/rfc822\r\n\r\n", &genuine()].concat()]);
        let report = analyze(message.as_bytes(), &keys(&[&microsoft()]));
        assert_eq!((report.verdict.label, report.signatures.len()), (Label::NotConfirmed, 0));
    }

    #[test]
    fn messages_in_messages_have_paths_and_a_digest_needs_no_types() {
        let leaf = "From: a@mailbox.example\r\nSubject: leaf\r\n\r\nx";
        let digest = format!(
            "From: b@mailbox.example\r\nSubject: digest\r\nContent-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\n{leaf}\r\n--d\r\n\r\n{leaf}\r\n--d--\r\n"
        );
        let message = outer(&[
            &["Content-Type: message/rfc822\r\n\r\n", leaf].concat(),
            &["Content-Type: message/rfc822\r\n\r\n", &digest].concat(),
        ]);
        let paths: Vec<Vec<u32>> = inside(message.as_bytes()).into_iter().map(|(path, ..)| path).collect();
        assert_eq!(paths, [vec![0], vec![1], vec![1, 0], vec![1, 1]]);
        assert_eq!(carried::at(message.as_bytes(), &[]).as_deref(), Some(message.as_bytes()));
        for path in [&[2][..], &[0, 0], &[1, 2], &[u32::MAX]] {
            assert_eq!(carried::at(message.as_bytes(), path), None);
        }
    }

    #[test]
    fn what_outlook_files_carry_is_read_as_files_of_their_own() {
        use super::support::outlook::text;
        let genuine = genuine();
        let inner = vec![
            text(0x007D, header(&genuine)),
            text(0x1000, body(&genuine)),
            fixed(24, &[]),
            attachment(0, vec![text(0x3707, "deep.eml"), binary(0x3701, genuine.as_bytes())]),
        ];
        let msg = file(&[
            text(0x007D, "From: desk@mailbox.example\r\nTo: jo@mailbox.example\r\nReceived: from a by b; x\r\n"),
            attachment(0, vec![text(0x3707, "plain.eml"), binary(0x3701, genuine.as_bytes())]),
            attachment(1, vec![text(0x3001, "The reported one"), message(inner), fixed(8, &[])]),
            attachment(2, vec![text(0x3707, "a.txt"), binary(0x3701, genuine.as_bytes())]),
        ]);
        let in_mail = outer(&[&[
            "Content-Type: application/octet-stream; name=r.msg\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            &STANDARD.encode(&msg),
        ]
        .concat()]);
        for (bytes, above) in [(&msg[..], &[][..]), (in_mail.as_bytes(), &[0])] {
            let found = inside(bytes);
            let expected: [(&[u32], &str, BodyCheck); 3] = [
                (&[0], "plain.eml", BodyCheck::Verified),
                (&[1], "The reported one", BodyCheck::NotSupplied),
                (&[1, 0], "deep.eml", BodyCheck::Verified),
            ];
            assert_eq!(found.len(), expected.len() + above.len());
            for ((path, name, bytes), (place, named, body)) in found.iter().skip(above.len()).zip(expected) {
                assert_eq!((path, name.as_str()), (&[above, place].concat(), named));
                let report = analyze(bytes, &keys(&[&microsoft()]));
                assert_eq!((report.verdict.origin, report.signatures[0].body), (Origin::Proved, body), "{name}");
                assert!(report.content.examined, "{name}");
            }
        }
    }

    #[test]
    fn depth_and_number_reach_a_limit() {
        let mut message = "From: a@mailbox.example\r\nSubject: leaf\r\n\r\nx".to_owned();
        for level in 0..50 {
            message = format!(
                "From: a@mailbox.example\r\nContent-Type: multipart/mixed; boundary={level}.\r\n\r\n--{level}.\r\nContent-Type: message/rfc822\r\n\r\n{message}\r\n--{level}.--\r\n"
            );
        }
        let mut depth = 0;
        assert!(carried::each(message.as_bytes(), &mut |inner| depth = depth.max(inner.path.len())));
        assert_eq!(depth, limits::CARRIED_DEPTH);
        assert_eq!(carried::at(message.as_bytes(), &[0; 40]), None);

        let part = "Content-Type: message/rfc822\r\n\r\nFrom: a@mailbox.example\r\n\r\nx";
        let mut count = 0;
        assert!(carried::each(outer(&[part; 500]).as_bytes(), &mut |_| count += 1));
        assert_eq!(count, limits::CARRIED);
        assert!(!carried::each(outer(&[part; 20]).as_bytes(), &mut |_| ()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_arrangement_of_parts_ends_and_every_path_leads_to_its_message(words in vec(select(vec![
            "--o\r\n", "--o--\r\n", "\r\n", "Content-Type: message/rfc822\r\n", "Content-Type: multipart/digest; boundary=o\r\n",
            "Content-Type: multipart/mixed; boundary=o\r\n", "Content-Transfer-Encoding: base64\r\n", "name=a.eml\r\n",
            "From: a@mailbox.example\r\n", "Content-Disposition: attachment; filename=b.eml\r\n", "RnJvbTogYQ==\r\n", "text\r\n",
        ]), 0..60)) {
            inside(words.concat().as_bytes());
        }
    }
}
