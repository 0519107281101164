//! A writer of ZIP archives for tests. Everything in them is stored as it is; what else a reader can meet is written
//! into the records by hand.

// Every integration test is its own crate and uses its own part of this.
#![allow(dead_code)]

/// What an archive is made of.
#[derive(Clone, Debug)]
pub struct File {
    /// The bytes of its name.
    pub name: Vec<u8>,
    /// Its data.
    pub data: Vec<u8>,
    /// General purpose bit flag.
    pub flags: u16,
    /// Compression method.
    pub method: u16,
    /// Offset and size stand in the extra field.
    pub long: bool,
}

/// A file that is stored.
pub fn stored(name: &str, data: &[u8]) -> File {
    File { name: name.into(), data: data.to_vec(), flags: 1 << 11, method: 0, long: false }
}

/// The archive of these files with a comment; `long` writes the records of ZIP64.
pub fn archive(files: &[File], comment: &[u8], long: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for file in files {
        let offset = bytes.len() as u64;
        let size = file.data.len() as u32;
        let lengths = [file.name.len() as u16, 4].map(u16::to_le_bytes).concat();
        let fixed = [
            [20, file.flags, file.method, 0, 0].map(u16::to_le_bytes).concat(),
            [0, size, size].map(u32::to_le_bytes).concat(),
        ];
        let fixed = fixed.concat();
        bytes.extend([b"PK\x03\x04", &fixed[..], &lengths, &file.name, b"\xfe\xca\x00\x00", &file.data].concat());

        let extra = if file.long {
            let values = [u64::from(size), u64::from(size), offset].map(u64::to_le_bytes).concat();
            [&[0xFE, 0xCA, 2, 0, 9, 9, 1, 0, 24, 0][..], &values].concat()
        } else {
            Vec::new()
        };
        let shown = |value: u32| if file.long { u32::MAX } else { value };
        let record = [
            &b"PK\x01\x02"[..],
            &[20_u16, 20, file.flags, file.method, 0, 0].map(u16::to_le_bytes).concat(),
            &[0, shown(size), shown(size)].map(u32::to_le_bytes).concat(),
            &[file.name.len() as u16, extra.len() as u16, 3, 0, 0].map(u16::to_le_bytes).concat(),
            &[0, shown(offset as u32)].map(u32::to_le_bytes).concat(),
            &file.name,
            &extra,
            b"...",
        ];
        directory.extend(record.concat());
    }
    let offset = bytes.len();
    let length = directory.len();
    bytes.extend(&directory);
    let mut values = [length as u32, offset as u32];
    if long {
        let record = bytes.len() as u64;
        let count = files.len() as u64;
        let places = [count, count, length as u64, offset as u64].map(u64::to_le_bytes).concat();
        bytes.extend([&b"PK\x06\x06"[..], &44_u64.to_le_bytes(), &[45, 0, 45, 0], &[0; 8], &places].concat());
        bytes.extend([&b"PK\x06\x07"[..], &[0; 4], &record.to_le_bytes(), &1_u32.to_le_bytes()].concat());
        values = [u32::MAX; 2];
    }
    let counts = [0, 0, files.len() as u16, files.len() as u16].map(u16::to_le_bytes).concat();
    let values = values.map(u32::to_le_bytes).concat();
    bytes.extend([&b"PK\x05\x06"[..], &counts, &values, &(comment.len() as u16).to_le_bytes(), comment].concat());
    bytes
}
