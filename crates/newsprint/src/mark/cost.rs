//! What each reading of a mark costs, given its glyph and its surroundings.
//!
//! The numbers are weights of evidence on a small scale: 0 is what good copy
//! looks like, 5 a slip of the keyboard, 10 and more real damage.

use super::glyph::{Family, Glyph, Mark, Side};

/// The price of a reading that is ruled out in practice.
pub(super) const NEVER: u32 = 40;
/// A pair that nothing closes.
pub(super) const UNCLOSED: u32 = 10;
/// A double mark or guillemet that opens and closes nothing.
const STRAY: u32 = 12;
/// Speech that goes on in the next block without an opening mark, by block.
pub(super) const CARRIED: u32 = 3;
/// Speech that goes on in the next block, which opens with a mark.
pub(super) const CONTINUED: u32 = 1;

/// The costs of the readings of one mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs {
    pub(super) open: u32,
    pub(super) close: u32,
    /// An apostrophe, a sign of measure, or a stray.
    pub(super) leave: u32,
    /// Whether leaving it means that it is stray.
    pub(super) stray: bool,
}

/// The costs of a mark that stands after the byte `letter`, in lower case.
pub(super) fn of(mark: &Mark, letter: u8) -> Costs {
    match mark.glyph.family() {
        Family::Double => double(mark),
        Family::Single => single(mark, letter),
        Family::Guillemet => guillemet(mark),
    }
}

/// How badly the spacing fits an opening mark.
#[allow(
    clippy::match_same_arms,
    clippy::unnested_or_patterns,
    reason = "a table: a row for each situation, by cost"
)]
fn open_spacing(before: Side, after: Side) -> u32 {
    use Side::{Close, Colon, Comma, Dash, Digit, Edge, Letter, Open, Space, Stop};
    match (before, after) {
        (Edge | Space | Open, Letter | Digit | Open) => 0,
        (Edge | Space | Open, Stop | Dash) | (Dash, Letter | Digit | Open) => 1,
        (Colon, Letter | Digit | Open) => 2,
        (Edge | Open | Colon, Space) | (Space, Space) => 4,
        (Comma, Letter | Digit | Open) => 4,
        (Edge | Space, _) => 6,
        (Letter | Digit | Stop | Close, Letter | Digit | Open) => 6,
        _ => 10,
    }
}

/// How badly the spacing fits a closing mark.
#[allow(
    clippy::match_same_arms,
    clippy::unnested_or_patterns,
    reason = "a table: a row for each situation, by cost"
)]
fn close_spacing(before: Side, after: Side) -> u32 {
    use Side::{Close, Colon, Comma, Dash, Digit, Edge, Letter, Open, Space, Stop};
    match (before, after) {
        (
            Letter | Digit | Stop | Comma | Close,
            Edge | Space | Stop | Comma | Close | Colon | Dash,
        ) => 0,
        (Dash | Colon, Edge | Space | Stop | Comma | Close | Colon) => 1,
        (Space, Edge | Stop | Comma | Close | Colon) => 2,
        (Letter | Digit | Stop | Comma | Close, Open) => 2,
        (Space, Space | Dash) => 4,
        (Stop | Comma, Letter | Digit) => 4,
        (Letter | Digit | Close, Letter | Digit) => 5,
        (Edge, _) => 14,
        _ => 9,
    }
}

fn double(mark: &Mark) -> Costs {
    let (before, after) = (mark.before, mark.after);
    let open = open_spacing(before, after);
    let close = close_spacing(before, after);
    // A glyph with a direction is believed more than the spaces around it.
    let (open, close) = match mark.glyph {
        Glyph::DoubleOpen | Glyph::LatexOpen => (open / 2, close + 7),
        Glyph::DoubleLow => (open / 2, NEVER),
        Glyph::DoubleClose => (open + 7, close / 2),
        Glyph::LatexClose => (open + 4, close / 2),
        _ => (open, close),
    };
    // 6'2" and 12" are measures, unless a quotation waits for its end.
    let measure = mark.glyph == Glyph::Double
        && before == Side::Digit
        && !matches!(after, Side::Letter | Side::Digit);
    if measure {
        return Costs { open, close: close + 1, leave: 2, stray: false };
    }
    Costs { open, close, leave: STRAY, stray: true }
}

fn guillemet(mark: &Mark) -> Costs {
    let open = open_spacing(mark.before, mark.after);
    let close = close_spacing(mark.before, mark.after);
    // Pointing inwards is a custom of its own, and a space inside the marks
    // another.
    match mark.glyph {
        Glyph::GuillemetOpen => {
            Costs { open: open / 3, close: close + 2, leave: STRAY - 2, stray: true }
        }
        _ => Costs { open: open + 2, close: close / 3, leave: STRAY - 2, stray: true },
    }
}

fn single(mark: &Mark, letter: u8) -> Costs {
    use Side::{Close, Comma, Dash, Digit, Edge, Letter, Open, Space, Stop};
    let (before, after) = (mark.before, mark.after);
    let mut open = 1 + open_spacing(before, after);
    let mut close = close_spacing(before, after);
    let mut leave = match (before, after) {
        (Letter | Digit, Letter | Digit) => 0,
        // The workers' union; goin'; Marx'.
        (Letter, _) => match letter {
            b's' => 1,
            b'n' | b'x' | b'z' => 2,
            b'o' => 3,
            _ => 5,
        },
        // Six foot: 6'.
        (Digit, _) => 3,
        (Stop | Comma | Close, _) => 7,
        (Edge | Space | Open | Dash, Space) => 4,
        _ => 5,
    };
    match (before, after) {
        (Letter | Digit, Letter | Digit) => {
            open = 20;
            close = 12;
        }
        (Letter, Space) if letter == b's' => close += 4,
        (Letter, _) if letter == b's' => close += 1,
        (Letter, _) => open += 8,
        _ => {}
    }
    match mark.glyph {
        Glyph::SingleOpen => {
            open = open.saturating_sub(1) / 2;
            close += 8;
            leave = leave.max(8);
        }
        Glyph::SingleClose => open += 6,
        _ => {}
    }
    Costs { open, close, leave, stray: false }
}

/// The cost of opening a pair of one family inside another.
pub(super) fn nesting(inner: Family, outer: Option<Family>) -> u32 {
    match (inner, outer) {
        (Family::Double, Some(Family::Double)) => 5,
        (Family::Single, Some(Family::Single)) => 8,
        (Family::Guillemet, Some(Family::Guillemet)) => 3,
        (Family::Double, Some(Family::Single)) => 1,
        _ => 0,
    }
}

/// The cost of a pair of a family that nothing closes.
pub(super) fn unclosed(family: Family) -> u32 {
    match family {
        Family::Double => UNCLOSED,
        Family::Single => UNCLOSED + 4,
        Family::Guillemet => UNCLOSED - 2,
    }
}
