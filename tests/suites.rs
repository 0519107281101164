//! The engine held against the test suites of two other projects: the chain validation of
//! ValiMail/arc_test_suite and the corpus of fastmail/mail-dkim. No file of theirs is part of this
//! project: `./build.sh suites FOLDER...` runs it over checkouts of them. Where the engine judges
//! otherwise, the difference is named here with its reason, so that a new one fails and one that
//! has vanished fails too.

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use header_verdict::authentication::keys::PastedKey;
use header_verdict::report::{BodyCheck, HeaderCheck, Report, Signature};
use header_verdict::{Options, analyze};
use support::mail::{MICROSOFT, joined, microsoft, microsoft_seal, signed, text};

/// One message of a suite.
#[derive(Debug, Default)]
struct Case {
    name: String,
    message: Vec<u8>,
    /// The suite's own verdict, in lower case.
    expected: String,
    keys: Vec<PastedKey>,
}

impl Case {
    fn report(&self) -> Report {
        analyze(&self.message, &Options { keys: self.keys.clone(), ..Options::default() })
    }
}

/// A verdict of the engine that is not the suite's: the cases, the engine's verdict, and why.
type Explained = (&'static [&'static str], &'static str, &'static str);

/// Compares and says how many agree. Names every difference that is not explained, and every
/// explanation that explains nothing.
fn compare(suite: &str, cases: &[Case], verdict: impl Fn(&Report) -> &'static str, explained: &[Explained]) {
    let mut differs: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for case in cases {
        let got = verdict(&case.report());
        if got != case.expected {
            differs.insert((&case.name, got), &case.expected);
        }
    }
    let known: Vec<(&str, &str)> =
        explained.iter().flat_map(|(names, got, _)| names.iter().map(move |name| (*name, *got))).collect();
    let unexplained: Vec<_> = differs.iter().filter(|(found, _)| !known.contains(found)).collect();
    let vanished: Vec<_> = known.iter().filter(|known| !differs.contains_key(known)).collect();
    println!("\n{suite}: of {} cases {} agree, {} explained", cases.len(), cases.len() - differs.len(), known.len());
    for (names, got, why) in explained {
        println!("  {} {got}: {why}", names.len());
    }
    assert!(unexplained.is_empty(), "unexplained, with the engine's verdict and the suite's: {unexplained:?}");
    assert!(vanished.is_empty(), "explained, but no longer different: {vanished:?}");
}

/// Whether a signature verifies over header and whole body.
fn holds(signature: &Signature) -> bool {
    signature.header == HeaderCheck::Verified && signature.body == BodyCheck::Verified
}

/// Whether RFC 8301 lets it count.
fn is_weak(signature: &Signature) -> bool {
    signature.algorithm == "rsa-sha1"
        || signature.key.bits.is_some_and(|bits| bits < 1024) && signature.key.algorithm.as_deref() == Some("rsa")
}

/// The chain validation status of RFC 8617 section 5.2, out of what the report says of each set.
fn chain(report: &Report) -> &'static str {
    let Some(newest) = report.arc.last() else { return "none" };
    let sealed = report.arc.iter().zip(1..).all(|(set, instance)| {
        let before = if instance == 1 { "none" } else { "pass" };
        set.instance == instance && set.seal == HeaderCheck::Verified && set.chain_validation == before
    });
    let bound = newest.message_signature.as_ref().is_some_and(|signature| holds(signature) && !is_weak(signature));
    if sealed && bound { "pass" } else { "fail" }
}

/// Mail::DKIM's word for a message: the best of its signatures.
fn best_signature(report: &Report) -> &'static str {
    let any = |is: &dyn Fn(&Signature) -> bool| report.signatures.iter().any(is);
    if any(&|signature| holds(signature) && !is_weak(signature)) {
        "pass"
    } else if any(&holds) {
        "weak"
    } else if any(&|signature| matches!(signature.header, HeaderCheck::Mismatch | HeaderCheck::Verified)) {
        "fail"
    } else if report.signatures.is_empty() {
        "none"
    } else {
        "invalid"
    }
}

/// Reads the YAML of the ARC suite, as far as the suite uses it: documents with `tests` and
/// `txt-records`, literal blocks (`|`) and folded ones (`>-`). A name that stands twice is two cases.
fn arc_cases(yaml: &str) -> Vec<Case> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut cases: Vec<Case> = Vec::new();
    let (mut of_document, mut section) = (0, "");
    let mut lines = yaml.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "---" {
            of_document = cases.len();
        }
        let Some((key, value)) = line.trim().split_once(':').filter(|_| !line.trim().starts_with('#')) else {
            continue;
        };
        let mut block = Vec::new();
        if matches!(value.trim(), "|" | ">-") {
            while let Some(line) = lines.next_if(|next| next.trim().is_empty() || indent(next) > indent(line)) {
                block.push(line);
            }
            while block.last().is_some_and(|line| line.trim().is_empty()) {
                block.pop();
            }
        }
        let within = block.iter().find(|line| !line.trim().is_empty()).map_or(0, |line| indent(line));
        let value = match value.trim() {
            "|" => block.iter().map(|line| [line.get(within..).unwrap_or_default(), "\n"].concat()).collect(),
            ">-" => block.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" "),
            plain => plain.to_owned(),
        };
        match (indent(line), section, key) {
            (0, ..) => section = if ["tests", "txt-records"].contains(&key) { key } else { "" },
            (2, "tests", _) => cases.push(Case { name: key.into(), ..Case::default() }),
            (4, "tests", "message") => cases.last_mut().expect("a test").message = value.into_bytes(),
            // nothing, which is what a verifier of a chain that had failed before prints, is a failure
            (4, "tests", "cv") => {
                let said = if value.is_empty() { "fail".to_owned() } else { value.to_lowercase() };
                cases.last_mut().expect("a test").expected = said;
            }
            (2, "txt-records", _) => {
                for case in &mut cases[of_document..] {
                    case.keys.push(PastedKey { name: key.into(), record: value.clone() });
                }
            }
            _ => {}
        }
    }
    cases
}

/// Reads what mail-dkim's script says of each file of its corpus, with the records of its file of
/// names. `read` gives the file of a name.
fn dkim_cases(script: &str, records: &str, read: impl Fn(&str) -> Vec<u8>) -> Vec<Case> {
    let record = |line: &str| {
        let (name, record) = line.split_once(char::is_whitespace)?;
        // NXDOMAIN and ~~errors~~ are no records
        let is_record = !name.starts_with(['#', ';']) && record.contains('=');
        is_record.then(|| PastedKey { name: name.into(), record: record.trim().into() })
    };
    let keys: Vec<PastedKey> = records.lines().filter_map(record).collect();
    let mut cases = Vec::new();
    for line in script.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let Some((_, call)) = line.split_once("test_email( \"") else { continue };
        let mut quoted = call.split('"').step_by(2);
        let (Some(file), Some(expected)) = (quoted.next(), call.split('"').nth(2)) else { continue };
        cases.push(Case { name: file.into(), message: read(file), expected: expected.into(), keys: keys.clone() });
    }
    cases
}

#[test]
fn a_chain_in_the_format_of_the_arc_suite_is_read_and_judged() {
    let seal = |message: &str, instance, validation| {
        text(microsoft_seal().seal(message.as_bytes(), instance, validation, "mx.example; dmarc=pass"))
    };
    let plain = joined("", MICROSOFT);
    let once = seal(&plain, 1, "none");
    let twice = seal(&once, 2, "pass");
    let mut yaml = "# a comment\ndescription: >-\n  two\n  lines\ntests:\n".to_owned();
    for (name, message, cv) in [
        ("no_chain", plain.as_str(), "None  "),
        ("one_set", &once, "Pass"),
        ("two_sets", &twice, "Pass"),
        ("changed", &twice.replace("482913", "482914"), "Fail"),
        ("reported", &seal(&once, 2, "fail"), "|\n      "),
        ("first_is_missing", &twice.replace("ARC-Seal: i=1", "X-Seal: i=1"), "Fail"),
    ] {
        let lines: String = message.lines().map(|line| ["      ", line, "\n"].concat()).collect();
        let case = format!("  {name}:\n    spec: 1\n    message:     |\n{lines}    cv:          {cv}\n");
        yaml.push_str(&case.replace("\n      \n", "\n\n"));
    }
    let record = microsoft_seal().key.record();
    let (start, rest) = record.split_at(60);
    yaml.push_str(&format!("txt-records:\n  {}: >-\n    {start}\n    {rest}\n", microsoft_seal().dns_name()));
    yaml.push_str("---\ntests:\n  other_document:\n    message: |\n\n    cv: None\n");

    let cases = arc_cases(&yaml);
    let expected: Vec<&str> = cases.iter().map(|case| case.expected.as_str()).collect();
    assert_eq!(expected, ["none", "pass", "pass", "fail", "fail", "fail", "none"]);
    assert_eq!(cases[2].message, twice.replace("\r\n", "\n").into_bytes());
    assert_eq!((cases[0].keys.len(), cases[6].keys.len(), cases[6].message.len()), (1, 0, 0));
    compare("our own", &cases, chain, &[]);
}

#[test]
fn a_message_in_the_format_of_mail_dkims_script_is_read_and_judged() {
    let files = |name: &str| match name {
        "plain.txt" => MICROSOFT.as_bytes().to_vec(),
        "bad.txt" => signed(&microsoft(), MICROSOFT).replace("482913", "482914").into_bytes(),
        _ => signed(&microsoft(), MICROSOFT).into_bytes(),
    };
    let script = "test_email( \"good.txt\", \"pass\" );\nok( 1 );\n# test_email( \"x.txt\", \"pass\" );\n    \
                  test_email( \"bad.txt\", \"fail\" )\n  ;\ntest_email( \"plain.txt\",   \"invalid\" );\n";
    let records = format!("# names\n{}  {}\ngone._domainkey.example NXDOMAIN\n", microsoft().dns_name(), {
        microsoft().key.record()
    });
    let cases = dkim_cases(script, &records, files);
    let read: Vec<(&str, &str)> = cases.iter().map(|case| (case.name.as_str(), case.expected.as_str())).collect();
    assert_eq!(read, [("good.txt", "pass"), ("bad.txt", "fail"), ("plain.txt", "invalid")]);
    assert_eq!(cases[0].keys.len(), 1);
    compare("our own", &cases, best_signature, &[(&["plain.txt"], "none", "it has no signature")]);
}

#[test]
#[should_panic(expected = "unexplained")]
fn a_difference_that_is_not_explained_fails() {
    let case = Case { name: "plain".into(), expected: "pass".into(), ..Case::default() };
    compare("our own", &[case], chain, &[]);
}

#[test]
#[should_panic(expected = "no longer different")]
fn an_explanation_without_a_difference_fails() {
    let case = Case { name: "plain".into(), expected: "none".into(), ..Case::default() };
    compare("our own", &[case], chain, &[(&["plain"], "pass", "there was one")]);
}

/// The checkout that an environment variable names.
fn folder(variable: &str) -> PathBuf {
    PathBuf::from(std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names no folder")))
}

fn read(path: PathBuf) -> String {
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
#[ignore = "not asked for: ./build.sh suites FOLDER, a checkout of ValiMail/arc_test_suite"]
fn the_arc_suite_agrees_but_for_what_is_explained() {
    let cases = arc_cases(&read(folder("HEADER_VERDICT_ARC_SUITE").join("tests/arc-draft-validation-tests.yml")));
    assert!(cases.len() > 100, "only {} cases were read", cases.len());
    compare(
        "ValiMail's ARC suite",
        &cases,
        chain,
        &[
            (
                &["ams_fields_c_na"],
                "fail",
                "without c= the form is simple/simple (RFC 6376 section 3.5); the case was signed in the relaxed form, \
                 and mail-dkim's copy of the suite expects a failure too",
            ),
            (&["ams_fields_h_empty"], "fail", "a signature covers From, so h= cannot be empty (RFC 6376 section 5.4)"),
            (
                &["as_format_tags_sc"],
                "pass",
                "an empty tag between two semicolons is passed over; the seal covers the semicolons as well",
            ),
        ],
    );
}

#[test]
#[ignore = "not asked for: ./build.sh suites FOLDER, a checkout of fastmail/mail-dkim"]
fn mail_dkims_corpus_agrees_but_for_what_is_explained() {
    let folder = folder("HEADER_VERDICT_MAIL_DKIM").join("t");
    let corpus = |name: &str| std::fs::read(folder.join("corpus").join(name)).expect("a file of the corpus");
    let cases = dkim_cases(&read(folder.join("verifier.t")), &read(folder.join("FAKE_DNS.dat")), corpus);
    assert!(cases.len() > 50, "only {} cases were read", cases.len());
    const DOMAIN_KEYS: &str = "DomainKeys (RFC 4870) is historic; its signatures are not read";
    const DRAFT: &str = "signed by a draft of DKIM, without v= or with v=0.5; v=1 is required (RFC 6376 section 3.5)";
    const WEAK: &str = "it verifies, and counts for nothing: SHA-1, most with 512 bits too (RFC 8301 section 3)";
    compare(
        "mail-dkim's corpus",
        &cases,
        best_signature,
        &[
            (
                &[
                    "good_rfc4871_3.txt",
                    "good_rfc4871_4.txt",
                    "good_1878523.txt",
                    "good_83176.txt",
                    "multiple_2.txt",
                    "good_qp_1.txt",
                    "goodkey_1.txt",
                    "goodkey_2.txt",
                    "goodkey_3.txt",
                    "goodkey_4.txt",
                ],
                "weak",
                WEAK,
            ),
            (
                &["badkey_8.txt", "badkey_9.txt", "badkey_12.txt", "badkey_13.txt"],
                "weak",
                "as before, and the record's g= is passed over: RFC 6376 section 3.6.1 has withdrawn it",
            ),
            (&["ignore_7.txt"], "weak", "as before; whether x= had passed at receipt is not known without a receiver"),
            (
                &["good_qp_2.txt", "good_qp_3.txt"],
                "invalid",
                "i= has its at sign or its domain in quoted-printable; the grammar of RFC 6376 section 3.5 allows that \
                 for the local part alone",
            ),
            (
                &[
                    "good_ietf00_1.txt",
                    "good_ietf00_2.txt",
                    "good_ietf00_3.txt",
                    "good_ietf00_4.txt",
                    "good_ietf00_5.txt",
                    "good_ietf01_1.txt",
                    "good_ietf01_2.txt",
                    "mine_ietf01_1.txt",
                    "mine_ietf01_2.txt",
                    "mine_ietf01_3.txt",
                    "mine_ietf01_4.txt",
                    "mine_ietf05_1.txt",
                    "multiple_1.txt",
                    "bad_ietf01_1.txt",
                    "bad_ietf01_2.txt",
                    "bad_ietf01_3.txt",
                    "bad_1.txt",
                    "no_body_1.txt",
                    "no_body_2.txt",
                    "no_body_3.txt",
                ],
                "invalid",
                DRAFT,
            ),
            (
                &[
                    "good_dk_gmail.txt",
                    "good_dk_yahoo.txt",
                    "good_dk_1.txt",
                    "good_dk_2.txt",
                    "good_dk_3.txt",
                    "good_dk_4.txt",
                    "good_dk_5.txt",
                    "good_dk_6.txt",
                    "good_dk_7.txt",
                    "dk_headers_1.txt",
                    "dk_headers_2.txt",
                    "dk_multiple_1.txt",
                    "bad_dk_1.txt",
                    "bad_dk_2.txt",
                    "bad_dk_3.txt",
                    "bad_dk_4.txt",
                    "bad_dk_5.txt",
                ],
                "none",
                DOMAIN_KEYS,
            ),
        ],
    );
}
