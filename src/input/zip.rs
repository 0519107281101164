//! The directory of a ZIP archive (APPNOTE.TXT 6.3.10 of PKWARE), read by pieces: what a page can slice
//! out of a file without holding it. What is in an entry the browser inflates.
//!
//! 1. [`tail`] finds the directory with the last [`TAIL`] bytes of the file;
//! 2. [`entries`] reads the directory;
//! 3. [`data_start`] reads the start of an entry, where its data begins.
//!
//! Our own reader, since the crate `rawzip` wants the whole file or a reader that seeks (it would add 6.5 KB).
//! Nothing in the directory is trusted: a size in it says how much to slice and never how much to expect, and
//! whoever inflates stops at a limit of its own. Entries that share bytes, of which bombs are made, are
//! refused.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::limits;

/// How archives begin: with an entry, with the end of an empty one, or with the mark of several disks.
pub(super) const MARKS: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];

/// Bytes at the end of a file that [`tail`] needs: the longest comment with the records before it, and some
/// room between them.
pub const TAIL: usize = 66 << 10;

/// Bytes at the start of an entry that [`data_start`] needs (section 4.3.7).
pub const LOCAL: usize = 30;

/// Where the directory of an archive stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directory {
    /// Offset of its first byte in the file.
    pub offset: u64,
    /// Its bytes.
    pub length: u64,
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path. Control characters in it are replaced; it leads nowhere and is only shown.
    pub name: String,
    /// How it is compressed (section 4.4.5): 0 is not at all, 8 is deflate.
    pub method: u16,
    /// Offset of its local header in the file.
    pub offset: u64,
    /// Bytes of its data in the file.
    pub compressed: u64,
    /// Bytes of the file itself, as the directory says.
    pub size: u64,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// Whether its bytes are those of another entry as well.
    pub overlaps: bool,
}

/// Why an entry is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is encrypted.
    Encrypted,
    /// It is compressed in a way that browsers do not know.
    Method(u16),
    /// Its bytes belong to another entry as well.
    Overlaps,
}

impl Entry {
    /// Why it cannot be read; `None` when it can.
    pub fn refusal(&self) -> Option<Refusal> {
        if self.encrypted {
            Some(Refusal::Encrypted)
        } else if !matches!(self.method, 0 | 8) {
            Some(Refusal::Method(self.method))
        } else if self.overlaps {
            Some(Refusal::Overlaps)
        } else {
            None
        }
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Finds the directory: `last` are the last bytes of a file of `file_size` bytes, all of them or [`TAIL`] at
/// least. `None` when there is none, when it stands on another disk, or when it is larger than is read.
pub fn tail(last: &[u8], file_size: u64) -> Option<Directory> {
    const END: usize = 22;
    let start = file_size.checked_sub(last.len() as u64)?;
    let end = (0..=last.len().checked_sub(END)?).rev().find(|&at| {
        let comment = u16_at(last, at + 20).map_or(0, usize::from);
        last[at..].starts_with(b"PK\x05\x06") && at + END + comment <= last.len()
    })?;
    let disks = [u16_at(last, end + 4)?, u16_at(last, end + 6)?];
    let mut length = u64::from(u32_at(last, end + 12)?);
    let mut offset = u64::from(u32_at(last, end + 16)?);
    let full = |number: u64| number == u64::from(u32::MAX);
    let long = end.checked_sub(20).map(|at| &last[at..end]).filter(|locator| locator.starts_with(b"PK\x06\x07"));
    if let Some(locator) = long {
        // ZIP64 (sections 4.3.14 and 4.3.15): the record stands somewhere before its locator
        let record = usize::try_from(u64_at(locator, 8)?.checked_sub(start)?).ok()?;
        let record = last.get(record..end).filter(|record| record.starts_with(b"PK\x06\x06"))?;
        (length, offset) = (u64_at(record, 40)?, u64_at(record, 48)?);
    } else if full(length) || full(offset) || disks.iter().any(|&disk| disk != 0) {
        return None;
    }
    let fits = offset.checked_add(length)? <= start + end as u64 && length <= limits::ARCHIVE_DIRECTORY as u64;
    fits.then_some(Directory { offset, length })
}

/// Reads a directory: the files in it, in its order, without folders. It ends where an entry is broken, and at
/// [`limits::ARCHIVE_ENTRIES`].
pub fn entries(directory: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut at = 0;
    while entries.len() < limits::ARCHIVE_ENTRIES {
        let Some((entry, length)) = directory.get(at..).and_then(read_entry) else { break };
        at += length;
        entries.extend(entry);
    }
    mark_overlaps(&mut entries);
    entries
}

/// An entry, `None` for a folder, and the length of its record (section 4.3.12).
fn read_entry(bytes: &[u8]) -> Option<(Option<Entry>, usize)> {
    const FIXED: usize = 46;
    if !bytes.starts_with(b"PK\x01\x02") {
        return None;
    }
    let flags = u16_at(bytes, 8)?;
    let [name, extra, comment] = [u16_at(bytes, 28)?, u16_at(bytes, 30)?, u16_at(bytes, 32)?].map(usize::from);
    let extra_start = FIXED + name;
    let mut entry = Entry {
        name: path(bytes.get(FIXED..extra_start)?, flags & 1 << 11 != 0),
        method: u16_at(bytes, 10)?,
        offset: u32_at(bytes, 42)?.into(),
        compressed: u32_at(bytes, 20)?.into(),
        size: u32_at(bytes, 24)?.into(),
        // bit 0, bit 6 for strong encryption, bit 13 for a masked header, method 99 for AES
        encrypted: flags & (1 | 1 << 6 | 1 << 13) != 0 || u16_at(bytes, 10)? == 99,
        overlaps: false,
    };
    long_values(bytes.get(extra_start..extra_start + extra)?, &mut entry)?;
    let is_folder = entry.name.ends_with(['/', '\\']);
    Some(((!is_folder).then_some(entry), extra_start + extra + comment))
}

/// The values that have no room in an entry stand in an extra field, in this order (section 4.5.3).
fn long_values(mut extra: &[u8], entry: &mut Entry) -> Option<()> {
    let mut values = [&mut entry.size, &mut entry.compressed, &mut entry.offset];
    if values.iter().all(|value| **value != u64::from(u32::MAX)) {
        return Some(());
    }
    loop {
        let length = usize::from(u16_at(extra, 2)?);
        let field = extra.get(4..4 + length)?;
        if u16_at(extra, 0)? == 1 {
            let full = values.iter_mut().filter(|value| ***value == u64::from(u32::MAX));
            for (at, value) in full.enumerate() {
                **value = u64_at(field, 8 * at)?;
            }
            return Some(());
        }
        extra = &extra[4 + length..];
    }
}

/// A path in UTF-8, or in the codepage of the first PCs (appendix D). Some writers use UTF-8 without
/// saying so, and what is UTF-8 by chance is hardly ever anything else.
fn path(bytes: &[u8], says_utf8: bool) -> String {
    const CODEPAGE_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if says_utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => {
            let high = |byte: u8| CODEPAGE_437.chars().nth(usize::from(byte) - 128);
            let decoded = bytes.iter().map(|&byte| if byte < 128 { Some(char::from(byte)) } else { high(byte) });
            decoded.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
    };
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Marks the entries that share bytes with another.
fn mark_overlaps(entries: &mut [Entry]) {
    // a heap is a tenth of the code of a sort
    let mut order: BinaryHeap<_> = (0_usize..).zip(&*entries).map(|(at, entry)| Reverse((entry.offset, at))).collect();
    let mut farthest: Option<(usize, u64)> = None; // the entry that reaches farthest so far, and how far
    while let Some(Reverse((start, at))) = order.pop() {
        let end = start.saturating_add(LOCAL as u64).saturating_add(entries[at].compressed);
        if let Some((other, reach)) = farthest
            && start < reach
        {
            entries[at].overlaps = true;
            entries[other].overlaps = true;
        }
        if farthest.is_none_or(|(_, reach)| end > reach) {
            farthest = Some((at, end));
        }
    }
}

/// Where the data of an entry begins, in bytes behind the start of its local header, of which the first [`LOCAL`] are
/// needed. The lengths in it can differ from those in the directory.
pub fn data_start(local: &[u8]) -> Option<u32> {
    let lengths = [u16_at(local, 26)?, u16_at(local, 28)?];
    local.starts_with(b"PK\x03\x04").then(|| LOCAL as u32 + lengths.map(u32::from).iter().sum::<u32>())
}
