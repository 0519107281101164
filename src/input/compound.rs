//! Compound files (MS-CFB): a file system in a file, in which Outlook keeps a message.
//!
//! A reader of our own: the crate `cfb` adds 416 KB to the wasm and needs a reader that seeks. Nothing
//! in the file is trusted. A chain of sectors ends where it should, where it leaves the file, or where
//! as many bytes were read as the file has; an entry of the directory is visited once.

/// The first bytes of a compound file (MS-CFB section 2.2).
pub(super) const MARK: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Sector numbers beyond this one have a meaning of their own (MS-CFB section 2.1).
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// What follows the last sector of a chain.
const END: u32 = 0xFFFF_FFFE;
/// Bytes of a sector of the mini stream (MS-CFB section 2.2).
const MINI: usize = 64;
/// Bytes of an entry of the directory (MS-CFB section 2.6.1).
const ENTRY: usize = 128;
/// Offset of the entry's first child in an entry.
const CHILD: usize = 76;

/// A compound file.
#[derive(Debug)]
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector.
    sector: usize,
    /// The sectors that hold the allocation table.
    tables: Vec<u32>,
    directory: Vec<u8>,
    /// Streams shorter than this stand in the mini stream.
    cutoff: u32,
    mini_table: Vec<u8>,
    mini_stream: Vec<u8>,
    visited: Vec<bool>,
}

/// A storage or a stream.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name; only the names that can be known here are read.
    pub(super) name: String,
    /// Whether it holds bytes, and no other entries.
    pub(super) is_stream: bool,
    /// Bytes of the stream as the directory says.
    pub(super) size: u32,
    /// Number of the first entry inside it.
    pub(super) child: u32,
    left: u32,
    right: u32,
    start: u32,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

impl<'a> Compound<'a> {
    /// Opens a file; `None` when it is no compound file that can be read.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        if !bytes.starts_with(MARK) {
            return None;
        }
        let sector = match u16_at(bytes, 0x1E)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            tables: Vec::new(),
            directory: Vec::new(),
            cutoff: u32_at(bytes, 0x38)?,
            mini_table: Vec::new(),
            mini_stream: Vec::new(),
            visited: Vec::new(),
        };
        file.find_tables()?;
        file.directory = file.chain(u32_at(bytes, 0x30)?, bytes.len());
        file.mini_table = file.chain(u32_at(bytes, 0x3C)?, bytes.len());
        let root = file.entry(0)?;
        file.visited = vec![false; file.directory.len() / ENTRY];
        file.visited[0] = true;
        file.mini_stream = file.chain(root.start, root.size as usize);
        Some(file)
    }

    /// The sectors of the allocation table: 109 in the header, more in a chain of sectors (MS-CFB
    /// section 2.5).
    fn find_tables(&mut self) -> Option<()> {
        const IN_HEADER: usize = 109;
        let add = |tables: &mut Vec<u32>, list: &[u8]| {
            let numbers = list.chunks_exact(4).filter_map(|number| u32_at(number, 0));
            tables.extend(numbers.filter(|&number| number <= LAST_SECTOR));
        };
        add(&mut self.tables, self.bytes.get(0x4C..0x4C + 4 * IN_HEADER)?);
        let mut next = u32_at(self.bytes, 0x44)?;
        // each sector of the file can hold one part of the list
        for _ in 0..self.bytes.len() / self.sector {
            let Some(part) = self.offset(next).and_then(|at| self.bytes.get(at..at.checked_add(self.sector)?)) else {
                break;
            };
            let (list, link) = part.split_at(self.sector - 4);
            add(&mut self.tables, list);
            next = u32_at(link, 0)?;
        }
        Some(())
    }

    fn offset(&self, sector: u32) -> Option<usize> {
        (sector as usize).checked_add(1)?.checked_mul(self.sector)
    }

    /// The sector behind this one.
    fn next(&self, sector: u32) -> u32 {
        let entries = self.sector / 4;
        let table = self.tables.get(sector as usize / entries).and_then(|&table| self.offset(table));
        let entry = table.and_then(|table| table.checked_add(sector as usize % entries * 4));
        entry.and_then(|at| u32_at(self.bytes, at)).unwrap_or(END)
    }

    /// The bytes of a chain of sectors, `length` at most.
    fn chain(&self, start: u32, length: usize) -> Vec<u8> {
        collect(self.bytes, start, length, self.sector, |sector| self.offset(sector), |sector| self.next(sector))
    }

    /// The bytes of a stream, `most` at most.
    pub(super) fn read(&self, entry: &Entry, most: usize) -> Vec<u8> {
        let length = most.min(entry.size as usize);
        if entry.size >= self.cutoff {
            return self.chain(entry.start, length);
        }
        let next = |sector: u32| {
            let at = (sector as usize).checked_mul(4);
            at.and_then(|at| u32_at(&self.mini_table, at)).unwrap_or(END)
        };
        collect(&self.mini_stream, entry.start, length, MINI, |sector| (sector as usize).checked_mul(MINI), next)
    }

    /// The root, whose child is the first entry of all.
    pub(super) fn root(&self) -> Option<Entry> {
        self.entry(0)
    }

    fn entry(&self, number: u32) -> Option<Entry> {
        let at = (number as usize).checked_mul(ENTRY)?;
        let entry = self.directory.get(at..at.checked_add(ENTRY)?)?;
        let units = usize::from(u16_at(entry, 64)?).min(64) / 2;
        let name = entry[..2 * units].chunks_exact(2).map(|unit| char::from(if unit[1] == 0 { unit[0] } else { b'?' }));
        Some(Entry {
            name: name.take_while(|&unit| unit != '\0').collect(),
            is_stream: entry[66] == 2,
            size: u32_at(entry, 120)?,
            child: u32_at(entry, CHILD)?,
            left: u32_at(entry, 68)?,
            right: u32_at(entry, 72)?,
            start: u32_at(entry, 116)?,
        })
    }

    /// The entries inside a storage, by name. They form a tree (MS-CFB section 2.6.4), of which only the
    /// links count here: in a broken one, the order does not matter. An entry belongs to the storage that asks first.
    pub(super) fn children(&mut self, storage: &Entry) -> Vec<Entry> {
        let mut found = Vec::new();
        let mut open = vec![storage.child];
        while let Some(number) = open.pop() {
            let Some(visited) = self.visited.get_mut(number as usize) else { continue };
            if std::mem::replace(visited, true) {
                continue;
            }
            if let Some(entry) = self.entry(number) {
                open.extend([entry.left, entry.right]);
                found.push(entry);
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    /// A copy of the file in which what stands inside this storage stands in the root.
    pub(super) fn with_root(&self, storage: &Entry) -> Option<Vec<u8>> {
        let mut copy = self.bytes.to_vec();
        let at = self.offset(u32_at(self.bytes, 0x30)?)?.checked_add(CHILD)?;
        copy.get_mut(at..)?.first_chunk_mut().map(|child| *child = storage.child.to_le_bytes())?;
        Some(copy)
    }
}

/// Puts sectors together. Each of them brings a byte at least, so that a circle ends as well.
fn collect(
    bytes: &[u8],
    start: u32,
    length: usize,
    sector: usize,
    offset: impl Fn(u32) -> Option<usize>,
    next: impl Fn(u32) -> u32,
) -> Vec<u8> {
    let length = length.min(bytes.len());
    let mut read = Vec::new();
    let mut number = start;
    while read.len() < length {
        let Some(rest) = offset(number).and_then(|at| bytes.get(at..)).filter(|rest| !rest.is_empty()) else { break };
        read.extend_from_slice(&rest[..rest.len().min(sector).min(length - read.len())]);
        number = next(number);
    }
    read
}
