//! A writer of Outlook files for tests: properties (MS-OXMSG) in a compound file (MS-CFB), each the
//! shortest way that the formats allow. It shares no code with the reader.

// Every integration test is its own crate and uses its own part of this.
#![allow(dead_code)]

/// A stream or a storage.
#[derive(Clone, Debug)]
pub enum Node {
    /// Bytes under a name.
    Stream(String, Vec<u8>),
    /// Other nodes under a name.
    Storage(String, Vec<Node>),
}

const SECTOR: usize = 512;
const MINI: usize = 64;
const CUTOFF: usize = 4096;
const END: u32 = 0xFFFF_FFFE;
const NONE: u32 = 0xFFFF_FFFF;

/// A text property in Unicode.
pub fn text(id: u16, text: &str) -> Node {
    Node::Stream(format!("__substg1.0_{id:04X}001F"), text.encode_utf16().flat_map(u16::to_le_bytes).collect())
}

/// A text property in a codepage.
pub fn text8(id: u16, bytes: &[u8]) -> Node {
    Node::Stream(format!("__substg1.0_{id:04X}001E"), bytes.to_vec())
}

/// A binary property.
pub fn binary(id: u16, bytes: &[u8]) -> Node {
    Node::Stream(format!("__substg1.0_{id:04X}0102"), bytes.to_vec())
}

/// Properties of fixed length, as tag and value, behind a header of so many bytes: 32 for the message itself, 24 for
/// one inside it, 8 for an attachment.
pub fn fixed(header: usize, values: &[(u32, u64)]) -> Node {
    let mut bytes = vec![0; header];
    for (tag, value) in values {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(6_u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    Node::Stream("__properties_version1.0".into(), bytes)
}

/// An attachment.
pub fn attachment(number: usize, nodes: Vec<Node>) -> Node {
    Node::Storage(format!("__attach_version1.0_#{number:08X}"), nodes)
}

/// A recipient.
pub fn recipient(number: usize, nodes: Vec<Node>) -> Node {
    Node::Storage(format!("__recip_version1.0_#{number:08X}"), nodes)
}

/// A message as the data of an attachment.
pub fn message(nodes: Vec<Node>) -> Node {
    Node::Storage("__substg1.0_3701000D".into(), nodes)
}

/// Rich text in its uncompressed form.
pub fn rich(text: &str) -> Node {
    let size = text.len() as u32;
    binary(0x1009, &[&(size + 12).to_le_bytes(), &size.to_le_bytes(), b"MELA", &[0; 4], text.as_bytes()].concat())
}

#[derive(Default)]
struct Writer {
    entries: Vec<[u8; 128]>,
    mini: Vec<u8>,
    mini_table: Vec<u32>,
    sectors: Vec<u8>,
    table: Vec<u32>,
}

/// The file that holds these nodes.
pub fn file(nodes: &[Node]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.entry("Root Entry", 5);
    let child = writer.tree(nodes);
    let mini = std::mem::take(&mut writer.mini);
    let start = writer.chain(&mini);
    writer.set(0, &[(76, child), (116, start), (120, mini.len() as u32)]);
    let mini_table: Vec<u8> = writer.mini_table.iter().flat_map(|next| next.to_le_bytes()).collect();
    let mini_start = writer.chain(&mini_table);
    let directory = writer.entries.concat();
    let directory_start = writer.chain(&directory);
    // the table has entries for its own sectors as well
    let mut tables = 0;
    while tables * SECTOR / 4 < writer.table.len() + tables {
        tables += 1;
    }
    assert!(tables <= 109, "no list of tables beyond the header is written");
    let first = writer.table.len() as u32;
    writer.table.extend(std::iter::repeat_n(0xFFFF_FFFD, tables));
    writer.table.resize(tables * SECTOR / 4, NONE);
    let table: Vec<u8> = writer.table.iter().flat_map(|next| next.to_le_bytes()).collect();
    writer.sectors.extend(table);

    let mut header = vec![0; SECTOR];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    put(0x18, &[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    put(0x2C, &(tables as u32).to_le_bytes());
    put(0x30, &directory_start.to_le_bytes());
    put(0x38, &(CUTOFF as u32).to_le_bytes());
    put(0x3C, &mini_start.to_le_bytes());
    put(0x40, &(mini_table.len().div_ceil(SECTOR) as u32).to_le_bytes());
    put(0x44, &END.to_le_bytes());
    for at in 0..109 {
        let table = if at < tables { first + at as u32 } else { NONE };
        put(0x4C + 4 * at, &table.to_le_bytes());
    }
    [header, writer.sectors].concat()
}

impl Writer {
    /// A new entry of the directory; 1 is a storage, 2 a stream, 5 the root.
    fn entry(&mut self, name: &str, kind: u8) -> u32 {
        let mut entry = [0; 128];
        let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = units.len() as u8;
        entry[66] = kind;
        entry[67] = 1; // black
        entry[68..80].fill(0xFF);
        self.entries.push(entry);
        self.entries.len() as u32 - 1
    }

    fn set(&mut self, entry: u32, values: &[(usize, u32)]) {
        for (at, value) in values {
            self.entries[entry as usize][*at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
    }

    /// A tree of the nodes, which are to be in the order of their names: shorter ones first.
    fn tree(&mut self, nodes: &[Node]) -> u32 {
        let name = |node: &Node| match node {
            Node::Stream(name, _) | Node::Storage(name, _) => name.clone(),
        };
        let mut sorted = nodes.to_vec();
        sorted.sort_by_key(|node| (name(node).len(), name(node).to_uppercase()));
        let written: Vec<u32> = sorted
            .iter()
            .map(|node| match node {
                Node::Stream(name, bytes) => {
                    let entry = self.entry(name, 2);
                    let start = if bytes.len() < CUTOFF { self.mini_chain(bytes) } else { self.chain(bytes) };
                    self.set(entry, &[(116, start), (120, bytes.len() as u32)]);
                    entry
                }
                Node::Storage(name, nodes) => {
                    let entry = self.entry(name, 1);
                    let child = self.tree(nodes);
                    self.set(entry, &[(76, child)]);
                    entry
                }
            })
            .collect();
        self.link(&written)
    }

    fn link(&mut self, entries: &[u32]) -> u32 {
        let Some(&middle) = entries.get(entries.len() / 2) else { return NONE };
        let left = self.link(&entries[..entries.len() / 2]);
        let right = self.link(&entries[entries.len() / 2 + 1..]);
        self.set(middle, &[(68, left), (72, right)]);
        middle
    }

    fn chain(&mut self, bytes: &[u8]) -> u32 {
        chain(&mut self.sectors, &mut self.table, SECTOR, bytes)
    }

    fn mini_chain(&mut self, bytes: &[u8]) -> u32 {
        chain(&mut self.mini, &mut self.mini_table, MINI, bytes)
    }
}

fn chain(sectors: &mut Vec<u8>, table: &mut Vec<u32>, size: usize, bytes: &[u8]) -> u32 {
    if bytes.is_empty() {
        return END;
    }
    let start = table.len() as u32;
    let count = bytes.len().div_ceil(size);
    sectors.extend(bytes);
    sectors.resize((table.len() + count) * size, 0);
    table.extend((1..count as u32).map(|step| start + step).chain([END]));
    start
}
