//! QR codes drawn with characters, as mail draws them to keep them from filters that look into pictures.

// Every integration test is its own crate and uses its own part of this.
#![allow(dead_code)]

use qrcode::QrCode;
use qrcode::types::Color;

/// The lines of a code that says this, two rows of modules in each.
pub fn drawn(text: &str) -> Vec<String> {
    let code = QrCode::new(text).expect("the text fits into a code");
    let size = code.width();
    let colors = code.to_colors();
    let dark = |x: usize, y: usize| y < size && colors[y * size + x] == Color::Dark;
    let cell = |x: usize, y: usize| match (dark(x, y), dark(x, y + 1)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        _ => '\u{a0}',
    };
    (0..size).step_by(2).map(|y| (0..size).map(|x| cell(x, y)).collect()).collect()
}
