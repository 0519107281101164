//! Every limit of the engine, in one place. Reaching one is reported, never an error.

/// Input beyond this many bytes is not examined.
pub const INPUT_BYTES: usize = 64 << 20;
/// A header section beyond this many bytes is not examined.
pub const HEADER_BYTES: usize = 4 << 20;
/// Header fields beyond this number are not examined.
pub const HEADER_FIELDS: usize = 2_000;
/// A field's value beyond this many bytes is not parsed, only shown in part.
pub const FIELD_BYTES: usize = 128 << 10;
/// A field's value is cut at this many characters in the report.
pub const SHOWN_CHARS: usize = 4_000;
/// A text of a message is cut at this many bytes in a mailbox.
pub const MAILBOX_TEXT_BYTES: usize = 400;
/// Hosts of links beyond this number are not kept of a message in a mailbox.
pub const MAILBOX_LINK_HOSTS: usize = 12;
/// Steps of a campaign's timeline.
pub const TIMELINE_STEPS: i64 = 120;
/// Bursts beyond this number, the smallest, are not listed.
pub const BURSTS: usize = 50;
/// Patterns of one kind beyond this number, the smallest, are not put into words.
pub const PATTERNS: usize = 5;
/// Addresses beyond this number, those with the fewest codes, are not listed.
pub const TRIED: usize = 200;
/// Addresses that one sentence lists.
pub const LISTED: usize = 10;
/// Accounts beyond this number, those with the fewest codes, have no step of their own in a flood.
pub const ACCOUNTS: usize = 6;
/// DKIM signatures beyond this number are listed and not checked.
pub const SIGNATURES: usize = 25;
/// ARC sets beyond this instance are not checked (RFC 8617 section 4.2.1 allows 50).
pub const ARC_SETS: usize = 50;
/// Asymmetric operations per message: signatures times candidate keys.
pub const KEY_OPERATIONS: usize = 200;
/// Bytes of header fields that are hashed for one message, over all signatures.
pub const SIGNED_BYTES: usize = 64 << 20;
/// Names in an `h=` tag beyond this number make the signature unusable.
pub const SIGNED_FIELDS: usize = 300;
/// Received fields beyond this number are not read.
pub const HOPS: usize = 100;
/// Authentication-Results fields beyond this number are not read.
pub const STAMPS: usize = 100;
/// Fields of mail filters beyond this number are not put into words.
pub const FILTERS: usize = 60;
/// Entries of one such field beyond this number are not put into words.
pub const FILTER_ENTRIES: usize = 40;
/// Such an entry is cut at this many characters.
pub const FILTER_CHARS: usize = 300;
/// Results in one Authentication-Results field beyond this number are not read.
pub const RESULTS: usize = 64;
/// Comments nested deeper than this are not a comment (RFC 5322 sets no bound).
pub const COMMENT_DEPTH: usize = 32;
/// Addresses in one field beyond this number are not read.
pub const ADDRESSES: usize = 200;
/// Visible text beyond this many characters is not examined.
pub const TEXT_CHARS: usize = 200_000;
/// Parts of a message beyond this number are not read.
pub const PARTS: usize = 1_000;
/// A multipart nested deeper than this is read as one text.
pub const PART_DEPTH: usize = 32;
/// The encoded content of a part beyond this many bytes is not decoded: no encoding shrinks text
/// to a third, and [`TEXT_CHARS`] characters of text stand in eight times as much HTML.
pub const PART_BYTES: usize = 24 * TEXT_CHARS;
/// Links beyond this number are not listed.
pub const LINKS: usize = 300;
/// Forms beyond this number, and fields of one form, are not read.
pub const FORMS: usize = 50;
/// Pictures beyond this number are not looked at for codes.
pub const IMAGES: usize = 12;
/// Pictures with more pixels are not offered for decoding: a small file can unpack to any size.
pub const IMAGE_PIXELS: u64 = 16 << 20;
/// QR codes beyond this number are not read.
pub const CODES: usize = 20;
/// Spans listed with one repair.
pub const REPAIR_SPANS: usize = 50;
/// Messages inside one message beyond this number are not read.
pub const CARRIED: usize = 100;
/// Messages nested deeper than this are not read.
pub const CARRIED_DEPTH: usize = 5;
/// Messages inside one message are not read beyond this many bytes, over all of them and all depths.
pub const CARRIED_BYTES: usize = 4 * INPUT_BYTES;
/// Entries of an archive beyond this number are not read.
pub const ARCHIVE_ENTRIES: usize = 200_000;
/// An archive whose directory has more bytes is not read.
pub const ARCHIVE_DIRECTORY: usize = 64 << 20;
