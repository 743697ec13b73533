//! The growth law: time grows in proportion to the text.

use std::time::{Duration, Instant};

/// Texts that hurt careless code, each a seed to repeat.
pub const HOSTILE: &[&str] = &[
    "\"",
    "'",
    "“",
    "”",
    ". ",
    ".",
    "Mr. ",
    "\n\n",
    "\n",
    " ",
    "a",
    "-",
    "--",
    "A",
    "A.",
    "1,",
    "«",
    "\" \"",
    "' '",
    "\"'",
    "(",
    "U.S. ",
    "he said, ",
    "\"A,\" he said. ",
    "said said ",
    "John Smith ",
    "é",
    "😀",
    "👩‍👩‍👧",
    "http://a",
    "@",
    "#",
    "&",
    "\u{200b}",
    "\t",
    "By A and ",
    "X (AP) - ",
    "according to ",
    "that ",
    "• a\n",
    "``",
    "''",
    "Smith, ",
    "he ",
    "1. ",
];

/// Checks that `run` takes time in proportion to its input's length, for
/// `seed` repeated to `bytes`, twice and four times that.
///
/// The best of several runs counts, and four times the input may take up to
/// ten times as long: noise passes, quadratic growth (16 times) does not.
///
/// # Errors
/// The times measured.
pub fn check(seed: &str, bytes: usize, run: impl Fn(&str)) -> Result<(), String> {
    let text = |factor: usize| seed.repeat((bytes * factor).div_ceil(seed.len()));
    let time = |text: &str, tries: usize| {
        (0..tries)
            .map(|_| {
                let start = Instant::now();
                run(text);
                start.elapsed()
            })
            .min()
            .unwrap_or_default()
    };
    let small = text(1);
    let large = text(4);
    let mut times = (Duration::ZERO, Duration::ZERO);
    for _ in 0..3 {
        times = (time(&small, 3), time(&large, 2));
        if times.1 <= times.0 * 10 + Duration::from_millis(20) {
            return Ok(());
        }
    }
    Err(format!(
        "{seed:?} repeated: {:?} for {bytes} bytes, {:?} for four times that",
        times.0, times.1
    ))
}
