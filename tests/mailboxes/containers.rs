//! Writes messages into the files in which people keep them.

// The tests of the generator write only one kind.
#![allow(dead_code)]

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use super::messages::Made;
use super::text::asctime;

/// Takes messages one after the other.
pub trait Container {
    /// Writes one; the answer is how many bytes of output it took.
    fn add(&mut self, index: u64, made: &Made) -> io::Result<u64>;
    /// Writes what stands at the end.
    fn finish(&mut self) -> io::Result<()>;
}

/// An mbox with LF line ends, quoted as mboxrd does: one `>` before every line that is `From ` behind any number of
/// them, so that it can be undone exactly.
pub struct Mbox<W: Write>(pub W);

impl<W: Write> Container for Mbox<W> {
    fn add(&mut self, _: u64, made: &Made) -> io::Result<u64> {
        let mut out = Vec::with_capacity(made.bytes.len() + 100);
        out.extend(format!("From MAILER-DAEMON {}\n", asctime(made.truth.epoch.unwrap_or(0))).into_bytes());
        for line in made.bytes.split_inclusive(|&byte| byte == b'\n') {
            let quotes = line.iter().take_while(|&&byte| byte == b'>').count();
            if line[quotes..].starts_with(b"From ") {
                out.push(b'>');
            }
            match line.strip_suffix(b"\r\n") {
                Some(line) => out.extend([line, b"\n"].concat()),
                None => out.extend(line),
            }
        }
        if !out.ends_with(b"\n") {
            out.push(b'\n');
        }
        out.push(b'\n');
        self.0.write_all(&out)?;
        Ok(out.len() as u64)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A folder with one file for each message, CRLF, a thousand in each folder inside it.
pub struct Folder(pub PathBuf);

impl Container for Folder {
    fn add(&mut self, index: u64, made: &Made) -> io::Result<u64> {
        let folder = self.0.join(format!("{:06}", index / 1_000));
        if index.is_multiple_of(1_000) || !folder.is_dir() {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("{index:09}.eml")), &made.bytes)?;
        Ok(made.bytes.len() as u64)
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A zip archive of .eml files, every other one deflated. It has no 64-bit fields: at most 65,535 files and 4 GB.
pub struct Zip<W: Write> {
    out: W,
    offset: u64,
    entries: u64,
    directory: Vec<u8>,
}

impl<W: Write> Zip<W> {
    /// An empty archive.
    pub fn new(out: W) -> Self {
        Self { out, offset: 0, entries: 0, directory: Vec::new() }
    }
}

impl<W: Write> Container for Zip<W> {
    fn add(&mut self, index: u64, made: &Made) -> io::Result<u64> {
        if self.entries == 0xffff || self.offset + made.bytes.len() as u64 > 0xf000_0000 {
            return Err(io::Error::other("the archive is full: take fewer messages, or an mbox"));
        }
        let name = format!("mail/{index:09}.eml");
        let mut checksum = flate2::Crc::new();
        checksum.update(&made.bytes);
        let (method, data) = if index.is_multiple_of(2) {
            (0_u16, made.bytes.clone())
        } else {
            let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(&made.bytes)?;
            (8, encoder.finish()?)
        };
        // APPNOTE 4.3.7 and 4.3.12: both records share these fields. The date is 1980-01-01, the first there is.
        let mut shared = Vec::new();
        for half in [20, 0, method, 0, 0x21] {
            shared.extend(half.to_le_bytes());
        }
        for word in [checksum.sum(), data.len() as u32, made.bytes.len() as u32] {
            shared.extend(word.to_le_bytes());
        }
        shared.extend((name.len() as u16).to_le_bytes());
        shared.extend(0_u16.to_le_bytes());

        self.directory.extend([b"PK\x01\x02\x14\0", &shared[..], &[0; 10]].concat());
        self.directory.extend((self.offset as u32).to_le_bytes());
        self.directory.extend(name.bytes());
        let entry = [b"PK\x03\x04", &shared[..], name.as_bytes(), &data].concat();
        self.out.write_all(&entry)?;
        self.offset += entry.len() as u64;
        self.entries += 1;
        Ok(entry.len() as u64)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(&self.directory)?;
        let entries = (self.entries as u16).to_le_bytes();
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        end.extend([entries, entries].concat());
        end.extend((self.directory.len() as u32).to_le_bytes());
        end.extend((self.offset as u32).to_le_bytes());
        end.extend([0; 2]);
        self.out.write_all(&end)?;
        self.out.flush()
    }
}
