//! QR codes (ISO/IEC 18004) in a grey picture.
//!
//! Mail carries codes that a program drew, upright or scaled, not photographs of them; so a code is
//! found by its three finder patterns and read through the affine map that they give. The readers that
//! were measured weigh 35 KB (quircs) and 114 KB (rqrr) of wasm; this one weighs less and cannot panic
//! on a picture that somebody made for the purpose.

use memchr::memchr_iter;

/// Pixels beyond this number are not read.
pub const PIXELS: usize = 4 << 20;
/// Finder patterns that are tried, the most regular first.
const FINDERS: usize = 24;
/// Arrangements of three patterns that are read.
const TRIALS: usize = 400;
/// Codes of one picture.
const CODES: usize = 8;

/// The texts of the codes in a picture of `width` columns, one byte of grey a pixel, black being 0. Any
/// bytes give an answer.
pub fn read(grey: &[u8], width: usize) -> Vec<String> {
    let mut found = Vec::new();
    if width == 0 || grey.len() > PIXELS || !grey.len().is_multiple_of(width) {
        return found;
    }
    let threshold = threshold(grey);
    // light codes on a dark ground are read as well
    for dark_below in [true, false] {
        let picture = Picture { grey, width, height: grey.len() / width, threshold, dark_below };
        picture.codes(&mut found);
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// Fewest lines and columns of a code that is drawn with characters, two rows of modules to a line.
const DRAWN_LINES: usize = 10;
const DRAWN_COLUMNS: usize = 20;

/// Whether a character is one of those that fill a part of their cell (U+2580 to U+259F).
pub fn is_block(c: char) -> bool {
    matches!(c, '\u{2580}'..='\u{259f}')
}

/// Codes that are drawn with block characters: whether there is such a drawing, and what its codes say.
pub fn drawn(text: &str) -> (bool, Vec<String>) {
    let mut texts = Vec::new();
    let mut is_drawn = false;
    // E2 96 is how they begin in UTF-8
    let may = memchr_iter(0xe2, text.as_bytes()).any(|at| text.as_bytes().get(at + 1) == Some(&0x96));
    if !may || !text.contains(is_block) {
        return (false, texts);
    }
    let mut drawing: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        let (mut blocks, mut others) = (0, 0);
        for c in line.chars() {
            blocks += usize::from(is_block(c));
            others += usize::from(!is_block(c) && !c.is_whitespace());
        }
        if blocks > 2 && others == 0 && line.len() < 4 * 400 && drawing.len() < 400 {
            drawing.push(line);
            continue;
        }
        let columns = drawing.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        if drawing.len() >= DRAWN_LINES && columns >= DRAWN_COLUMNS && columns < drawing.len() * 4 {
            is_drawn = true;
            let (grey, width) = picture(&drawing, columns);
            texts.extend(read(&grey, width));
        }
        drawing.clear();
    }
    (is_drawn, texts)
}

/// A drawing as a picture: a character is twice as high as wide.
fn picture(lines: &[&str], columns: usize) -> (Vec<u8>, usize) {
    const QUARTER: usize = 2; // pixels that a quarter of a cell is wide; it is twice as high
    const EDGE: usize = 8;
    let width = columns * 2 * QUARTER + 2 * EDGE;
    let height = lines.len() * 4 * QUARTER + 2 * EDGE;
    let mut grey = vec![255; width * height];
    for (row, line) in lines.iter().enumerate() {
        for (column, c) in line.chars().enumerate() {
            let quarters = quarters(c);
            for y in 0..4 * QUARTER {
                for x in 0..2 * QUARTER {
                    let quarter = y / (2 * QUARTER) * 2 + x / QUARTER;
                    if quarters >> quarter & 1 == 1 {
                        grey[(EDGE + row * 4 * QUARTER + y) * width + EDGE + column * 2 * QUARTER + x] = 0;
                    }
                }
            }
        }
    }
    (grey, width)
}

/// Which quarters of its cell a character fills: upper left 1, upper right 2, lower left 4, lower right 8.
fn quarters(c: char) -> u8 {
    match c as u32 {
        0x2580 => 3,
        0x2584 => 12,
        0x2588 | 0x2592 | 0x2593 => 15,
        0x258c => 5,
        0x2590 => 10,
        code @ 0x2596..=0x259f => [4, 8, 1, 13, 9, 7, 11, 2, 6, 14][code as usize - 0x2596],
        _ => 0,
    }
}

/// The grey that divides light from dark best (Otsu).
fn threshold(grey: &[u8]) -> u8 {
    let mut histogram = [0_u64; 256];
    for &value in grey {
        histogram[usize::from(value)] += 1;
    }
    let total = grey.len() as u64;
    let sum: u64 = histogram.iter().zip(0..).map(|(count, value)| count * value).sum();
    let (mut below, mut below_sum, mut best, mut at) = (0_u64, 0_u64, 0.0, 127_u8);
    for (value, &count) in (0_u8..=255).zip(&histogram) {
        below += count;
        below_sum += count * u64::from(value);
        let above = total - below;
        if below == 0 || above == 0 {
            continue;
        }
        let difference = below_sum as f64 / below as f64 - (sum - below_sum) as f64 / above as f64;
        let variance = difference * difference * below as f64 * above as f64;
        if variance > best {
            (best, at) = (variance, value);
        }
    }
    at
}

struct Picture<'a> {
    grey: &'a [u8],
    width: usize,
    height: usize,
    threshold: u8,
    dark_below: bool,
}

/// A finder pattern: its centre and the size of a module, in pixels.
#[derive(Clone, Copy)]
struct Finder {
    x: f32,
    y: f32,
    module: f32,
    /// How many rows showed it.
    rows: u32,
}

impl Picture<'_> {
    fn dark(&self, x: usize, y: usize) -> bool {
        (self.grey[y * self.width + x] <= self.threshold) == self.dark_below
    }

    fn codes(&self, found: &mut Vec<String>) {
        let mut finders = self.finders();
        // by hand: a sort of the library weighs more than this file
        for at in 1..finders.len() {
            let mut place = at;
            while place > 0 && finders[place - 1].rows < finders[place].rows {
                finders.swap(place - 1, place);
                place -= 1;
            }
        }
        finders.truncate(FINDERS);
        let mut trials = 0;
        let count = finders.len();
        for corner in 0..count {
            for right in 0..count {
                for below in 0..count {
                    if found.len() >= CODES || trials >= TRIALS {
                        return;
                    }
                    if let Some(frame) = Frame::of(finders[corner], finders[right], finders[below]) {
                        trials += 1;
                        if let Some(text) = self.code(&frame).filter(|text| !found.contains(text)) {
                            found.push(text);
                        }
                    }
                }
            }
        }
    }

    /// Finder patterns: dark, light, dark, light, dark in the proportion 1:1:3:1:1, along a row and along
    /// the column through its middle.
    fn finders(&self) -> Vec<Finder> {
        const MOST: usize = 400;
        let mut found: Vec<Finder> = Vec::new();
        for y in 0..self.height {
            let mut runs = [0_usize; 5];
            let mut dark = false;
            for x in 0..=self.width {
                let now = x < self.width && self.dark(x, y);
                if now == dark && x < self.width {
                    runs[4] += 1;
                    continue;
                }
                // a dark run ends here: are the last five in proportion?
                if dark && let Some(module) = proportion(&runs) {
                    let middle = x as f32 - runs[4] as f32 - runs[3] as f32 - runs[2] as f32 / 2.0;
                    self.add(&mut found, middle, y, module);
                }
                runs.rotate_left(1);
                runs[4] = 1;
                dark = now;
            }
            if found.len() >= MOST {
                break;
            }
        }
        found
    }

    fn add(&self, found: &mut Vec<Finder>, x: f32, y: usize, module: f32) {
        let Some((middle, height)) = self.column(x as usize, y, module) else { return };
        let near = |one: &&mut Finder| (one.x - x).abs() < module * 2.0 && (one.y - middle).abs() < module * 2.0;
        if let Some(known) = found.iter_mut().find(near) {
            let weight = known.rows as f32;
            known.x = (known.x * weight + x) / (weight + 1.0);
            known.y = (known.y * weight + middle) / (weight + 1.0);
            known.module = (known.module * weight + (module + height) / 2.0) / (weight + 1.0);
            known.rows += 1;
        } else {
            found.push(Finder { x, y: middle, module: (module + height) / 2.0, rows: 1 });
        }
    }

    /// The proportion along a column; gives the middle and the size of a module.
    fn column(&self, x: usize, y: usize, module: f32) -> Option<(f32, f32)> {
        let longest = (module * 5.0) as usize + 2;
        let run = |from: usize, up: bool, dark: bool| {
            let mut length = 0;
            let mut at = from;
            while length < longest && at < self.height && self.dark(x, at) == dark {
                length += 1;
                // above the first row there is none
                at = if up { at.wrapping_sub(1) } else { at + 1 };
            }
            (length, at)
        };
        let (up, at) = run(y, true, true);
        let (light, at) = run(at, true, false);
        let (ring, _) = run(at, true, true);
        let (down, at) = run(y + 1, false, true);
        let (pale, at) = run(at, false, false);
        let (last, _) = run(at, false, true);
        let height = proportion(&[ring, light, up + down, pale, last])?;
        ((0.6..1.67).contains(&(height / module))).then(|| ((y + down + 1) as f32 - (up + down) as f32 / 2.0, height))
    }

    /// Whether the module in this column and row of the code is dark, by most of five points in it.
    fn module(&self, frame: &Frame, column: f32, row: f32) -> Option<bool> {
        let mut dark = 0;
        for (right, down) in [(0.0, 0.0), (-0.2, -0.2), (0.2, -0.2), (-0.2, 0.2), (0.2, 0.2)] {
            let (x, y) = frame.place(column + 0.5 + right, row + 0.5 + down);
            if !(x >= 0.0 && y >= 0.0 && x < self.width as f32 && y < self.height as f32) {
                return None;
            }
            dark += u32::from(self.dark(x as usize, y as usize));
        }
        Some(dark >= 3)
    }

    /// Reads the code in a frame; its size is a guess, so those beside it are tried too.
    fn code(&self, frame: &Frame) -> Option<String> {
        let guess = ((frame.size - 17.0) / 4.0 + 0.5) as i32;
        [0, 1, -1, 2, -2].into_iter().find_map(|more| {
            let version = guess + more;
            if !(1..=40).contains(&version) {
                return None;
            }
            let size = 17 + 4 * version as usize;
            let frame = frame.with_size(size);
            // rows 6 and column 6 alternate between the patterns
            let mut wrong = 0;
            for at in 8..size - 8 {
                wrong += usize::from(self.module(&frame, at as f32, 6.0)? != (at & 1 == 0));
                wrong += usize::from(self.module(&frame, 6.0, at as f32)? != (at & 1 == 0));
            }
            if wrong * 5 > (size - 16) * 2 {
                return None;
            }
            let mut modules = Vec::with_capacity(size * size);
            for row in 0..size {
                for column in 0..size {
                    modules.push(self.module(&frame, column as f32, row as f32)?);
                }
            }
            Matrix { size, version: version as usize, modules }.text()
        })
    }
}

/// The size of a module, when five runs are in the proportion 1:1:3:1:1.
fn proportion(runs: &[usize; 5]) -> Option<f32> {
    let total: usize = runs.iter().sum();
    if total < 7 || runs.contains(&0) {
        return None;
    }
    let module = total as f32 / 7.0;
    let fits = runs
        .iter()
        .zip([1.0, 1.0, 3.0, 1.0, 1.0])
        .all(|(&run, modules)| (run as f32 - modules * module).abs() < module * (0.3 + 0.2 * modules));
    fits.then_some(module)
}

/// Where a code lies: the middles of its finder patterns, 3.5 modules from its edges.
struct Frame {
    corner: Finder,
    right: Finder,
    below: Finder,
    /// Modules of a side, as far as the distances tell.
    size: f32,
}

impl Frame {
    fn of(corner: Finder, right: Finder, below: Finder) -> Option<Self> {
        let (ax, ay) = (right.x - corner.x, right.y - corner.y);
        let (bx, by) = (below.x - corner.x, below.y - corner.y);
        let (across, down) = ((ax * ax + ay * ay).sqrt(), (bx * bx + by * by).sqrt());
        let module = (corner.module + right.module + below.module) / 3.0;
        let even = |one: f32, other: f32| one < other * 1.4 && other < one * 1.4;
        let square = even(across, down) && (ax * bx + ay * by).abs() < across * down * 0.2;
        // not a mirror image
        let upright = ax * by - ay * bx > 0.0;
        let alike = [corner, right, below].iter().all(|finder| even(finder.module, module));
        let size = (across + down) / 2.0 / module + 7.0;
        (square && upright && alike && (17.0..190.0).contains(&size)).then_some(Self { corner, right, below, size })
    }

    fn with_size(&self, size: usize) -> Self {
        Self { size: size as f32, ..*self }
    }

    /// The pixel at this distance from the left and the upper edge, in modules.
    fn place(&self, column: f32, row: f32) -> (f32, f32) {
        let (u, v) = ((column - 3.5) / (self.size - 7.0), (row - 3.5) / (self.size - 7.0));
        let Self { corner, right, below, .. } = self;
        (
            corner.x + u * (right.x - corner.x) + v * (below.x - corner.x),
            corner.y + u * (right.y - corner.y) + v * (below.y - corner.y),
        )
    }
}

/// Error correction codewords of a block, by level (L, M, Q, H) and version (table 9).
const CORRECTION: [[u8; 40]; 4] = [
    [
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    [
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
];
/// Blocks, by level and version (table 9).
const BLOCKS: [[u8; 40]; 4] = [
    [
        1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18,
        19, 19, 20, 21, 22, 24, 25,
    ],
    [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31,
        33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    [
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40,
        43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
    [
        1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48,
        51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
];

/// The modules of a code, row by row.
struct Matrix {
    size: usize,
    version: usize,
    modules: Vec<bool>,
}

impl Matrix {
    fn is_dark(&self, column: usize, row: usize) -> bool {
        self.modules[row * self.size + column]
    }

    fn text(&self) -> Option<String> {
        let (level, mask) = self.format()?;
        let codewords = self.codewords(mask);
        let data = corrected(&codewords, self.version, level)?;
        decode(&data, self.version)
    }

    /// Level and mask from the format information (section 7.9), which stands there twice.
    fn format(&self) -> Option<(usize, u32)> {
        let last = self.size - 1;
        let (mut first, mut second) = (0_u32, 0_u32);
        for at in 0..15 {
            let near = match at {
                0..=5 => self.is_dark(8, at),
                6 | 7 => self.is_dark(8, at + 1),
                8 => self.is_dark(7, 8),
                _ => self.is_dark(14 - at, 8),
            };
            let far = if at < 8 { self.is_dark(last - at, 8) } else { self.is_dark(8, last - 14 + at) };
            first |= u32::from(near) << at;
            second |= u32::from(far) << at;
        }
        let distances = (0..32_u32).flat_map(|data| {
            let mut rest = data;
            for _ in 0..10 {
                rest = (rest << 1) ^ ((rest >> 9) * 0x537);
            }
            let word = (data << 10 | rest) ^ 0x5412;
            [(word ^ first).count_ones(), (word ^ second).count_ones()].map(|distance| (distance, data))
        });
        let (distance, data) = distances.min_by_key(|(distance, _)| *distance)?;
        let level = [1, 0, 3, 2][data as usize >> 3];
        (distance <= 3).then_some((level, data & 7))
    }

    /// The codewords in their order, without the mask (section 7.7.3).
    fn codewords(&self, mask: u32) -> Vec<u8> {
        let size = self.size;
        let alignment = alignment(self.version);
        let mut words = Vec::with_capacity(size * size / 8);
        let (mut word, mut bits) = (0_u8, 0);
        let mut right = size - 1;
        loop {
            // column 6 is a pattern
            let pair = if right <= 6 { right - 1 } else { right };
            for step in 0..size {
                let upward = (right + 1) & 2 == 0;
                let row = if upward { size - 1 - step } else { step };
                for column in [pair, pair.wrapping_sub(1)] {
                    if column >= size || self.is_pattern(&alignment, column, row) {
                        continue;
                    }
                    let bit = self.is_dark(column, row) != masked(mask, column, row);
                    word = word << 1 | u8::from(bit);
                    bits += 1;
                    if bits == 8 {
                        words.push(word);
                        (word, bits) = (0, 0);
                    }
                }
            }
            if right <= 2 {
                return words;
            }
            right -= 2;
        }
    }

    /// Whether a module belongs to a pattern or tells the format or version.
    fn is_pattern(&self, alignment: &[usize], column: usize, row: usize) -> bool {
        let size = self.size;
        let finder = (row < 9 && (column < 9 || column >= size - 8)) || (row >= size - 8 && column < 9);
        let version = self.version >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11));
        let near = |at: usize| alignment.iter().position(|&middle| at.abs_diff(middle) <= 2);
        let last = alignment.len().saturating_sub(1);
        let aligned = match (near(column), near(row)) {
            // the three that would fall on finder patterns are left out
            (Some(one), Some(other)) => {
                !matches!((one, other), (0, 0)) && (one, other) != (0, last) && (one, other) != (last, 0)
            }
            _ => false,
        };
        finder || version || aligned || row == 6 || column == 6
    }
}

/// The middles of the alignment patterns along a side (annex E).
fn alignment(version: usize) -> Vec<usize> {
    if version == 1 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    let step = (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2;
    let end = 17 + 4 * version - 7;
    (0..count).map(|at| if at == 0 { 6 } else { end - step * (count - 1 - at) }).collect()
}

fn masked(mask: u32, x: usize, y: usize) -> bool {
    let rest = match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    };
    rest == 0
}

/// The data codewords, taken out of their blocks and corrected (section 7.6).
fn corrected(words: &[u8], version: usize, level: usize) -> Option<Vec<u8>> {
    let correction = usize::from(*CORRECTION.get(level)?.get(version - 1)?);
    let blocks = usize::from(*BLOCKS.get(level)?.get(version - 1)?);
    let total = words.len();
    let long = total % blocks;
    let data = (total / blocks).checked_sub(correction)?;
    let mut all = Vec::with_capacity(total);
    for block in 0..blocks {
        // the last blocks have one more
        let longer = usize::from(block + long >= blocks);
        let mut whole = Vec::with_capacity(data + longer + correction);
        whole.extend((0..data).map(|at| words[at * blocks + block]));
        if longer == 1 {
            whole.push(words[data * blocks + block + long - blocks]);
        }
        let behind = data * blocks + long;
        whole.extend((0..correction).map(|at| words[behind + at * blocks + block]));
        repair(&mut whole, correction)?;
        all.extend(&whole[..data + longer]);
    }
    Some(all)
}

/// GF(256) with the polynomial of QR codes, as logarithms and powers.
struct Field {
    power: [u8; 510],
    log: [u8; 256],
}

impl Field {
    fn new() -> Self {
        let mut field = Self { power: [0; 510], log: [0; 256] };
        let mut value = 1_u32;
        for at in 0..255_u8 {
            field.power[usize::from(at)] = value as u8;
            field.power[usize::from(at) + 255] = value as u8;
            field.log[value as usize] = at;
            value <<= 1;
            if value > 255 {
                value ^= 0x11d;
            }
        }
        field
    }

    fn times(&self, one: u8, other: u8) -> u8 {
        if one == 0 || other == 0 {
            return 0;
        }
        self.power[usize::from(self.log[usize::from(one)]) + usize::from(self.log[usize::from(other)])]
    }

    fn inverse(&self, one: u8) -> u8 {
        self.power[255 - usize::from(self.log[usize::from(one)])]
    }

    /// A polynomial, lowest power first, at a place.
    fn at(&self, polynomial: &[u8], x: u8) -> u8 {
        polynomial.iter().rev().fold(0, |sum, &one| self.times(sum, x) ^ one)
    }
}

/// Corrects a Reed-Solomon block in place; `None` when it has too many errors.
fn repair(block: &mut [u8], correction: usize) -> Option<()> {
    let field = Field::new();
    let syndromes = |block: &[u8]| -> Vec<u8> {
        (0..correction).map(|at| block.iter().fold(0, |sum, &word| field.times(sum, field.power[at]) ^ word)).collect()
    };
    let found = syndromes(block);
    if found.iter().all(|&one| one == 0) {
        return Some(());
    }
    // Berlekamp and Massey: the polynomial whose roots are the places of the errors
    let (mut locator, mut before) = (vec![0_u8; correction + 1], vec![0_u8; correction + 1]);
    (locator[0], before[0]) = (1, 1);
    let (mut errors, mut shift, mut last) = (0, 1, 1_u8);
    for at in 0..correction {
        let gap = (0..=errors).fold(0, |sum, one| sum ^ field.times(locator[one], found[at - one]));
        if gap == 0 {
            shift += 1;
            continue;
        }
        let kept = locator.clone();
        let factor = field.times(gap, field.inverse(last));
        for one in shift..=correction {
            locator[one] ^= field.times(factor, before[one - shift]);
        }
        if errors * 2 <= at {
            (errors, before, last, shift) = (at + 1 - errors, kept, gap, 1);
        } else {
            shift += 1;
        }
    }
    if errors * 2 > correction {
        return None;
    }
    // Forney: how far off the word at each place is
    let values: Vec<u8> = (0..correction)
        .map(|at| (0..=at).fold(0, |sum, one| sum ^ field.times(found[one], locator[at - one])))
        .collect();
    let slope: Vec<u8> = (0..correction).map(|at| if at & 1 == 0 { locator[at + 1] } else { 0 }).collect();
    let length = block.len();
    for place in 0..length.min(255) {
        let root = field.inverse(field.power[place]);
        if field.at(&locator, root) == 0 {
            let down = field.at(&slope, root);
            if down == 0 {
                return None;
            }
            let wrong = field.times(field.at(&values, root), field.inverse(down));
            block[length - 1 - place] ^= field.times(wrong, field.power[place]);
        }
    }
    syndromes(block).iter().all(|&one| one == 0).then_some(())
}

/// Bits of the data, most significant first.
struct Bits<'a> {
    data: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u32> {
        if self.at + count > self.data.len() * 8 {
            return None;
        }
        let mut value = 0;
        for at in self.at..self.at + count {
            value = value << 1 | u32::from(self.data[at / 8] >> (7 - at % 8) & 1);
        }
        self.at += count;
        Some(value)
    }
}

/// The text of the data (section 7.4). Segments of kanji are left out: no address has them.
fn decode(data: &[u8], version: usize) -> Option<String> {
    const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let mut bits = Bits { data, at: 0 };
    let mut text = Vec::new();
    let by_version = |sizes: [usize; 3]| sizes[usize::from(version > 9) + usize::from(version > 26)];
    loop {
        match bits.take(4).unwrap_or(0) {
            0 => break,
            1 => {
                let mut count = bits.take(by_version([10, 12, 14]))?;
                while count > 0 {
                    let (digits, size) = [(1, 4), (2, 7), (3, 10)][count.min(3) as usize - 1];
                    let value = bits.take(size)?;
                    for place in (0..digits).rev() {
                        text.push(b'0' + (value / 10_u32.pow(place) % 10) as u8);
                    }
                    count -= digits;
                }
            }
            2 => {
                let mut count = bits.take(by_version([9, 11, 13]))?;
                while count > 1 {
                    let value = bits.take(11)? as usize;
                    text.push(*LETTERS.get(value / 45)?);
                    text.push(LETTERS[value % 45]);
                    count -= 2;
                }
                if count == 1 {
                    text.push(*LETTERS.get(bits.take(6)? as usize)?);
                }
            }
            4 => {
                for _ in 0..bits.take(by_version([8, 16, 16]))? {
                    text.push(bits.take(8)? as u8);
                }
            }
            8 => {
                bits.at += 13 * bits.take(by_version([8, 10, 12]))? as usize;
            }
            // a charset (UTF-8 nearly always), a part of several codes, and what marks a product
            7 => {
                let first = bits.take(8)?;
                bits.take(if first & 0x80 == 0 {
                    0
                } else if first & 0x40 == 0 {
                    8
                } else {
                    16
                })?;
            }
            3 => {
                bits.take(16)?;
            }
            5 => {}
            _ => return None,
        }
    }
    (!text.is_empty()).then(|| String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use qrcode::types::{Color, EcLevel};
    use qrcode::{QrCode, Version};

    use super::*;

    const ADDRESS: &str = "https://evil.example/scan?id=7";

    fn modules(code: &QrCode) -> (Vec<bool>, usize) {
        (code.to_colors().into_iter().map(|color| color == Color::Dark).collect(), code.width())
    }

    /// A picture of a code: pixels of a module, and the greys of its dark and light parts.
    fn drawn_with(code: &QrCode, scale: usize, dark: u8, light: u8) -> (Vec<u8>, usize) {
        let (modules, size) = modules(code);
        let width = (size + 8) * scale;
        let mut grey = vec![light; width * width];
        for y in 0..size * scale {
            for x in 0..size * scale {
                if modules[y / scale * size + x / scale] {
                    grey[(y + 4 * scale) * width + x + 4 * scale] = dark;
                }
            }
        }
        (grey, width)
    }

    #[test]
    fn codes_of_every_version_and_level_are_read() {
        for version in 1..=40 {
            for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
                let text = format!("EVIL.EXAMPLE/{version}");
                let text = if version == 1 { "A7".to_owned() } else { text };
                let code = QrCode::with_version(&text, Version::Normal(version), level).unwrap();
                let (modules, size) = modules(&code);
                let matrix = Matrix { size, version: version as usize, modules };
                assert_eq!(matrix.text(), Some(text.clone()), "version {version}, level {level:?}");
                if [1, 2, 6, 7, 14, 25, 40].contains(&version) && level == EcLevel::M {
                    let (grey, width) = drawn_with(&code, 2, 0, 255);
                    assert_eq!(read(&grey, width), [text], "version {version}");
                }
            }
        }
    }

    #[test]
    fn a_full_code_is_read_with_letters_digits_and_bytes() {
        for text in ["0123456789".repeat(40), "ABC $%*+-./:".repeat(30), "https://h.example/ä?".repeat(20), "7".into()]
        {
            let code = QrCode::with_error_correction_level(&text, EcLevel::M).unwrap();
            let (grey, width) = drawn_with(&code, 3, 20, 230);
            assert_eq!(read(&grey, width), [text]);
        }
    }

    #[test]
    fn colours_sizes_turns_and_dirt_do_not_hide_a_code() {
        let code = QrCode::with_error_correction_level(ADDRESS, EcLevel::H).unwrap();
        for (scale, dark, light) in [(1, 0, 255), (2, 60, 180), (7, 0, 255), (12, 90, 200), (4, 255, 0)] {
            let (grey, width) = drawn_with(&code, scale, dark, light);
            assert_eq!(read(&grey, width), [ADDRESS], "{scale} {dark} {light}");
        }
        let (grey, width) = drawn_with(&code, 5, 0, 255);
        let turned: Vec<u8> = grey.iter().rev().copied().collect();
        assert_eq!(read(&turned, width), [ADDRESS], "upside down");
        let mut quarter = vec![255; grey.len()];
        for (at, &value) in grey.iter().enumerate() {
            quarter[at % width * width + (width - 1 - at / width)] = value;
        }
        assert_eq!(read(&quarter, width), [ADDRESS], "on its side");
        // a logo in the middle
        let mut logo = grey.clone();
        for y in width * 43 / 100..width * 57 / 100 {
            logo[y * width + width * 43 / 100..y * width + width * 57 / 100].fill(255);
        }
        assert_eq!(read(&logo, width), [ADDRESS], "with a logo");
        // scaled to a size that modules do not divide
        let smaller = width * 7 / 10;
        let scaled: Vec<u8> = (0..smaller * smaller)
            .map(|at| grey[at / smaller * width / smaller * width + at % smaller * width / smaller])
            .collect();
        assert_eq!(read(&scaled, smaller), [ADDRESS], "scaled");
    }

    #[test]
    fn a_code_slightly_turned_is_read() {
        let code = QrCode::with_error_correction_level(ADDRESS, EcLevel::M).unwrap();
        let (grey, width) = drawn_with(&code, 6, 0, 255);
        let (sine, cosine) = 0.12_f32.sin_cos();
        let middle = width as f32 / 2.0;
        let turned: Vec<u8> = (0..grey.len())
            .map(|at| {
                let (x, y) = ((at % width) as f32 - middle, (at / width) as f32 - middle);
                let (x, y) = (x * cosine - y * sine + middle, x * sine + y * cosine + middle);
                let inside = x >= 0.0 && y >= 0.0 && x < width as f32 && y < width as f32;
                if inside { grey[y as usize * width + x as usize] } else { 255 }
            })
            .collect();
        assert_eq!(read(&turned, width), [ADDRESS]);
    }

    #[test]
    fn two_codes_in_one_picture_are_both_read() {
        let one = drawn_with(&QrCode::new("https://one.example").unwrap(), 4, 0, 255);
        let two = drawn_with(&QrCode::new("https://two.example").unwrap(), 4, 0, 255);
        assert_eq!(one.1, two.1);
        let both = [one.0, two.0].concat();
        let mut found = read(&both, one.1);
        found.sort();
        assert_eq!(found, ["https://one.example", "https://two.example"]);
    }

    #[test]
    fn what_is_no_code_is_none() {
        let code = QrCode::with_error_correction_level(ADDRESS, EcLevel::L).unwrap();
        let (grey, width) = drawn_with(&code, 4, 0, 255);
        let mut spoilt = grey.clone();
        for y in width / 3..width * 9 / 10 {
            spoilt[y * width + width / 3..y * width + width * 9 / 10].fill(0);
        }
        assert!(read(&spoilt, width).is_empty());
        assert!(read(&grey, 0).is_empty() && read(&grey, width + 1).is_empty() && read(&[], 5).is_empty());
        assert!(read(&vec![128; 10_000], 100).is_empty());
        let stripes: Vec<u8> = (0..250_000).map(|at| if at / 3 % 2 == 0 { 0 } else { 255 }).collect();
        assert!(read(&stripes, 500).is_empty());
    }

    /// Any noise, the same on every run.
    fn noise(seed: u32) -> impl Iterator<Item = u8> {
        let mut state = seed.wrapping_mul(2_654_435_761) | 1;
        std::iter::repeat_with(move || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 8) as u8
        })
    }

    #[test]
    fn noise_and_damaged_codes_never_stop_the_reader() {
        for seed in 0..60 {
            let code = QrCode::with_version(b"1", Version::Normal((seed % 12 + 1) as i16), EcLevel::L).unwrap();
            let (mut grey, width) = drawn_with(&code, 2, 0, 255);
            let mut random = noise(seed + 1);
            for pixel in &mut grey {
                if random.next().unwrap_or(0) < (seed * 4) as u8 {
                    *pixel = random.next().unwrap_or(0);
                }
            }
            let _ = read(&grey, width);
            let _ = read(&grey[..width * 9], width);
        }
        let data: Vec<u8> = noise(9).take(4000).collect();
        for version in [1, 9, 10, 26, 27, 40] {
            for at in 0..200 {
                let _ = decode(&data[at * 7..at * 7 + 60], version);
            }
        }
    }

    #[test]
    fn codes_drawn_with_characters_are_read() {
        let (modules, size) = modules(&QrCode::new(ADDRESS).unwrap());
        let dark = |x: usize, y: usize| x < size && y < size && modules[y * size + x];
        let halves: String = (0..size.div_ceil(2))
            .map(|y| {
                let line = (0..size).map(|x| match (dark(x, 2 * y), dark(x, 2 * y + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                });
                line.chain(['\n']).collect::<String>()
            })
            .collect();
        assert_eq!(drawn(&["Scan this:\n\n", &halves, "\nThanks"].concat()), (true, vec![ADDRESS.to_owned()]));
        let whole: String = (0..size)
            .map(|y| {
                (0..size).flat_map(|x| [if dark(x, y) { '█' } else { '\u{a0}' }; 2]).chain(['\n']).collect::<String>()
            })
            .collect();
        assert_eq!(drawn(&whole), (true, vec![ADDRESS.to_owned()]));
        let light: String = (0..size + 4)
            .map(|y| {
                let is_dark = |x: usize| x > 1 && y > 1 && dark(x - 2, y - 2);
                (0..size + 4).flat_map(|x| [if is_dark(x) { ' ' } else { '█' }; 2]).chain(['\n']).collect::<String>()
            })
            .collect();
        assert_eq!(drawn(&light), (true, vec![ADDRESS.to_owned()]), "light on dark");
        assert_eq!(drawn("█████ 50 %\n▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀\nbar chart"), (false, Vec::new()));
    }
}
