//! Writes a synthetic mailbox: the same arguments give the same bytes, on every machine.
//!
//! ```text
//! cargo run --profile native --example mailbox -- --messages 1000 all.mbox
//! cargo run --profile native --example mailbox -- --megabytes 1000 --truth all.tsv --keys keys.json all.mbox
//! ```
//!
//! The messages are `messages.rs`'s: provider-like code and alert mails signed with the test keys of `tests/keys/`,
//! newsletters, letters with attachments, lists, forwarded ones, carriers of other messages, two campaigns with odd ones
//! out, imitations and broken messages. `--keys` writes the TXT records to paste (`Options.keys`), `--truth` what is true
//! of each message, tab-separated.

mod containers;
mod messages;
mod random;
mod received;
mod senders;
#[path = "../support/signer.rs"]
mod signer;
mod text;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZero;
use std::process::ExitCode;
use std::{env, thread};

use containers::{Container, Folder, Mbox, Zip};
use messages::{MEAN_BYTES, Made, Mailbox};

const USAGE: &str = "usage: mailbox (--messages N | --megabytes N) [--seed N] [--small] [--part K/N] \
    [--format mbox|folder|zip] [--truth FILE] [--keys FILE] [OUTPUT]
  --small      short texts without attachments, about 3 KB a message
  --part K/N   only the K-th of N equal parts of the messages, counted from 0
  OUTPUT       a file, or a folder for --format folder; without it only --truth and --keys are written";

#[derive(Default)]
struct Arguments {
    messages: Option<u64>,
    megabytes: Option<u64>,
    seed: u64,
    small: bool,
    part: Option<(u64, u64)>,
    format: String,
    truth: Option<String>,
    keys: Option<String>,
    output: Option<String>,
}

fn arguments() -> Option<Arguments> {
    let mut given = Arguments { seed: 1, format: "mbox".into(), ..Arguments::default() };
    let mut rest = env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--messages" => given.messages = Some(rest.next()?.parse().ok()?),
            "--megabytes" => given.megabytes = Some(rest.next()?.parse().ok()?),
            "--seed" => given.seed = rest.next()?.parse().ok()?,
            "--small" => given.small = true,
            "--part" => {
                let (part, parts) = rest
                    .next()?
                    .split_once('/')
                    .and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)))?;
                given.part = (part < parts).then_some((part, parts));
                given.part?;
            }
            "--format" => given.format = rest.next()?,
            "--truth" => given.truth = Some(rest.next()?),
            "--keys" => given.keys = Some(rest.next()?),
            _ if argument.starts_with("--") || given.output.is_some() => return None,
            _ => given.output = Some(argument),
        }
    }
    let one = given.messages.is_some() != given.megabytes.is_some();
    let format = ["mbox", "folder", "zip"].contains(&given.format.as_str());
    (one && format && !(given.part.is_some() && given.megabytes.is_some())).then_some(given)
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match write(&arguments) {
        Ok((messages, bytes)) => {
            eprintln!("{messages} messages, {bytes} bytes");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("mailbox: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes everything that was asked for; the answer is how many messages and how many bytes of output.
fn write(arguments: &Arguments) -> io::Result<(u64, u64)> {
    if let Some(path) = &arguments.keys {
        let keys: Vec<_> = messages::keys()
            .into_iter()
            .map(|(name, record)| serde_json::json!({ "name": name, "record": record }))
            .collect();
        fs::write(path, serde_json::to_string_pretty(&keys)? + "\n")?;
    }
    let mut container: Box<dyn Container> = match (&arguments.output, arguments.format.as_str()) {
        (None, _) => Box::new(Mbox(io::sink())),
        (Some(path), "folder") => Box::new(Folder(path.into())),
        (Some(path), "zip") => Box::new(Zip::new(BufWriter::new(File::create(path)?))),
        (Some(path), _) => Box::new(Mbox(BufWriter::new(File::create(path)?))),
    };
    let mut truth = match &arguments.truth {
        Some(path) => {
            let mut file = BufWriter::new(File::create(path)?);
            writeln!(file, "index\tkind\tlabel\torigin\tprovider\tevent\tepoch\tbytes\tcarried\tcampaign\todd")?;
            Some(file)
        }
        None => None,
    };
    let enough = arguments.megabytes.map_or(u64::MAX, |megabytes| megabytes * 1_000_000);
    let mean = if arguments.small { 2_500 } else { MEAN_BYTES };
    let planned = arguments.messages.unwrap_or((enough / mean).max(1));
    let mailbox = Mailbox { seed: arguments.seed, planned, small: arguments.small };
    let (part, parts) = arguments.part.unwrap_or((0, 1));
    let mut next = planned * part / parts;
    let last = if arguments.megabytes.is_some() { u64::MAX } else { planned * (part + 1) / parts };
    let (first, mut bytes) = (next, 0);
    while next < last && bytes < enough {
        let batch = (last - next).min(512);
        for made in side_by_side(&mailbox, next, batch) {
            bytes += container.add(next, &made)?;
            if let Some(file) = &mut truth {
                let known = &made.truth;
                let (campaign, odd) = known.campaign.map_or((String::new(), false), |(at, odd)| (at.to_string(), odd));
                let epoch = known.epoch.map_or(String::new(), |epoch| epoch.to_string());
                writeln!(
                    file,
                    "{next}\t{}\t{}\t{}\t{}\t{}\t{epoch}\t{}\t{}\t{campaign}\t{}",
                    known.kind,
                    known.label,
                    known.origin,
                    known.provider,
                    known.event,
                    made.bytes.len(),
                    known.carried,
                    u8::from(odd)
                )?;
            }
            next += 1;
            if bytes >= enough {
                break;
            }
        }
    }
    container.finish()?;
    if let Some(file) = &mut truth {
        file.flush()?;
    }
    Ok((next - first, bytes))
}

/// Makes these messages on every core, in their order.
fn side_by_side(mailbox: &Mailbox, first: u64, count: u64) -> Vec<Made> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    thread::scope(|scope| {
        let parts: Vec<_> = (0..workers)
            .map(|worker| {
                let (from, to) = (first + count * worker / workers, first + count * (worker + 1) / workers);
                scope.spawn(move || (from..to).map(|index| mailbox.message(index)).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().expect("a message was made")).collect()
    })
}
