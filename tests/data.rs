//! The maintainer's list of what has aged: `./build.sh data`.

#[path = "../examples/data/age.rs"]
mod age;

use std::fs;
use std::path::Path;

use age::Age;

/// What these files hold, read from a folder of their own.
fn read(name: &str, files: &[(&str, &str)]) -> Result<Age, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    age::read(&folder)
}

#[test]
fn every_entry_with_a_date_is_listed_with_its_source_the_oldest_first() {
    let provider = "id = \"brand\"\ndate = \"2026-11-21\"\nsources = [\"A page\", \"Mail\"]\n\
                    [[service]]\nid = \"account\"\nsenders = [{ host = \"old.example\", date = \"2015-12-31\" }, { host = \"new.example\" }]\n";
    let keys = "# a comment\nbrand.example\tsel\tv=DKIM1; p=AA\t3\t2019-01-01\t2020-02-02\tpublished\tA list\n";
    let files = [
        ("providers/brand.toml", provider),
        ("dkim_keys.tsv", keys),
        ("public_suffix_list.dat", "// VERSION: 2026-10-22_08-36-41_UTC\ncom\n"),
        ("wording.toml", "[text]\na = \"A text.\"\n"),
        ("notes.txt", "not data"),
    ];
    let age = read("dated", &files).expect("good files");
    let listed: Vec<_> =
        age.entries.iter().map(|entry| [&entry.date[..], &entry.file, &entry.name, &entry.source]).collect();
    assert_eq!(
        listed,
        [
            ["2015-12-31", "providers/brand.toml", "old.example", "A page; Mail"],
            ["2020-02-02", "dkim_keys.tsv", "sel._domainkey.brand.example, which verifies 3", "A list"],
            [
                "2026-10-22",
                "public_suffix_list.dat",
                "the list",
                "https://publicsuffix.org/list/public_suffix_list.dat"
            ],
            ["2026-11-21", "providers/brand.toml", "brand", "A page; Mail"],
        ]
    );
    assert_eq!(age.undated, ["wording.toml"]);
}

#[test]
fn what_is_no_date_is_named_with_its_file_and_its_entry() {
    for date in ["yesterday", "2026-13-01", "2026-1-1", "2026-01-32", ""] {
        let text = format!("[[receiver]]\nid = \"post\"\ndate = \"{date}\"\n");
        let refused = read("undated", &[("receivers.toml", &text)]).expect_err("no date");
        assert_eq!(refused, format!("receivers.toml: post: {date:?} is not a date YYYY-MM-DD"));
    }
    let refused = read("cut", &[("dkim_keys.tsv", "brand.example\tsel\n")]).expect_err("a cut line");
    assert_eq!(refused, "dkim_keys.tsv: 2 columns instead of 8");
    let refused = read("list", &[("public_suffix_list.dat", "com\n")]).expect_err("a list without a date");
    assert!(refused.contains("public_suffix_list.dat: the list"), "{refused}");
}

#[test]
fn every_kind_of_our_own_data_is_dated() {
    let age = age::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/data")).expect("good files");
    for file in [
        "dkim_keys.tsv",
        "public_suffix_list.dat",
        "receivers.toml",
        "filters.toml",
        "links.toml",
        "attachments.toml",
        "mailboxes.toml",
    ] {
        assert!(age.entries.iter().any(|entry| entry.file == file), "{file}");
    }
    assert!(
        age.entries.iter().all(|entry| !entry.source.is_empty()),
        "{:?}",
        age.entries.iter().find(|entry| entry.source.is_empty())
    );
    assert!(!age.undated.iter().any(|file| file.starts_with("providers/")), "{:?}", age.undated);
}

#[test]
fn days_are_counted_by_the_calendar() {
    for (date, days) in
        [("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017), ("2026-11-22", 20_779)]
    {
        assert_eq!(age::days(date), Some(days), "{date}");
    }
}
