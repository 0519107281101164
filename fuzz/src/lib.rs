//! The fuzzers' side of `tests/fuzzing/`: each program of `targets/` is one line that names its target.

#[path = "../../tests/fuzzing/mod.rs"]
pub mod fuzzing;
#[path = "../../tests/support/mod.rs"]
mod support;

pub use libfuzzer_sys;

/// The folder of the project.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// One input changed in place, by libFuzzer's own means or by the grammar of the target.
pub fn change(target: &fuzzing::Target, data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    if seed % 2 == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    let changed = fuzzing::change(target, &data[..size], seed);
    let size = changed.len().min(max_size);
    data[..size].copy_from_slice(&changed[..size]);
    size
}

/// The program of a target.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ($crate::fuzzing::target($name).run)(bytes));
        $crate::libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            $crate::change($crate::fuzzing::target($name), data, size, max_size, seed)
        });
    };
}
