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
/// `seed` repeated to `bytes`, twice, four and eight times that.
///
/// The best of several runs counts, and a text may take up to two and a half
/// times its share of the shortest one's time: noise passes, quadratic growth
/// (64 times as long for eight times the text) does not.
///
/// # Errors
/// The times measured.
pub fn check(seed: &str, bytes: usize, run: impl Fn(&str)) -> Result<(), String> {
    const FACTORS: [u32; 4] = [1, 2, 4, 8];
    let best = |text: &str, tries: usize| {
        let time = |_| {
            let start = Instant::now();
            run(text);
            start.elapsed()
        };
        (0..tries).map(time).min().unwrap_or_default()
    };
    let texts = FACTORS.map(|factor| seed.repeat((bytes * factor as usize).div_ceil(seed.len())));
    let mut times = [Duration::MAX; FACTORS.len()];
    // A busy machine slows any one run; none slows down the best of many.
    for _ in 0..8 {
        for ((time, text), factor) in times.iter_mut().zip(&texts).zip(FACTORS) {
            *time = best(text, if factor == 1 { 3 } else { 1 }).min(*time);
        }
        let [first, ..] = times;
        let slack = Duration::from_millis(20);
        let linear =
            times.iter().zip(FACTORS).all(|(time, factor)| *time <= first * factor * 5 / 2 + slack);
        if linear {
            return Ok(());
        }
    }
    Err(format!("{seed:?} repeated to {bytes} bytes and 2, 4, 8 times that: {times:?}"))
}
