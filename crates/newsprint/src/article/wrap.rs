//! Hard-wrapped lines joined to paragraphs.
//!
//! Two layouts look alike line by line: a paragraph a line, and a paragraph
//! wrapped over many. They differ in how lines end. A wrapped line was cut
//! because the next word no longer fitted, so its width and that of the next
//! word together exceed the width of the page; and most wrapped lines end in
//! the middle of a sentence. Both are measured, for the whole text and for
//! each run of lines without a blank one.

use crate::text::Span;

use super::label::list_marker;
use super::lines::Line;
use super::shape::{Ending, Shape};

/// One or more lines that are one piece of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Where it stands, from its first line to its last.
    pub(super) span: Span,
    /// Columns of white space before its first line.
    pub(super) indent: u16,
    /// Blank lines before it.
    pub(super) gap: u8,
}

/// No page is wider: a longer line was not wrapped.
const WIDEST: usize = 140;

/// Joins wrapped lines. Linear.
pub(super) fn join(text: &str, lines: &[Line]) -> Vec<Unit> {
    if lines.iter().skip(1).all(|line| line.gap > 0) {
        // Every line stands between blank ones: nothing to join.
        return lines.iter().copied().map(Unit::of).collect();
    }
    let page = Page::measure(text, lines);
    let mut units = Vec::with_capacity(lines.len());
    let mut from = 0;
    while from < lines.len() {
        let rest = lines.get(from..).unwrap_or_default();
        let more = rest.iter().skip(1).take_while(|line| line.gap == 0).count();
        let run = rest.get(..=more).unwrap_or_default();
        page.join_run(text, run, &mut units);
        from += run.len().max(1);
    }
    units
}

impl Unit {
    fn of(line: Line) -> Self {
        Self { span: line.span, indent: line.indent, gap: line.gap }
    }
}

/// How two neighbouring lines meet.
#[derive(Clone, Copy, Debug)]
struct Seam {
    /// Columns of the first.
    width: usize,
    /// Columns of the first with the first word of the second.
    filled: usize,
    /// How the first ends.
    ending: Ending,
    /// Whether the second begins with a small letter.
    lower: bool,
    /// Whether the second is set in from the first.
    set_in: bool,
}

impl Seam {
    fn of(text: &str, first: Line, second: Line) -> Self {
        let width = columns(first.span.slice(text));
        let next = second.span.slice(text);
        let word = next.split([' ', '\t', '\u{a0}']).next().unwrap_or_default();
        Self {
            width,
            filled: width + 1 + columns(word),
            ending: Ending::of(first.span.slice(text)),
            lower: next.starts_with(char::is_lowercase),
            set_in: second.indent > first.indent + 1,
        }
    }

    /// Whether the first line ends inside a sentence.
    fn inside(self) -> bool {
        matches!(self.ending, Ending::Open | Ending::Comma)
    }
}

/// Columns of a line; of a long one only that it is long.
fn columns(line: &str) -> usize {
    if line.len() > WIDEST * 3 { line.len() } else { line.chars().count() }
}

/// What is known of the whole text.
#[derive(Clone, Copy, Debug)]
struct Page {
    /// The width that the text is wrapped at, if it is.
    width: Option<usize>,
    /// Whether a small letter at the beginning of a line means that the line
    /// goes on from the one before.
    lower_tells: bool,
    /// Whether the lines of a paragraph after its first are set in.
    hanging: bool,
}

impl Page {
    fn measure(text: &str, lines: &[Line]) -> Self {
        let seams = || {
            lines.windows(2).filter_map(|pair| match pair {
                [a, b] if b.gap == 0 => Some(Seam::of(text, *a, *b)),
                _ => None,
            })
        };
        let (mut count, mut inside, mut lower, mut wide) = (0_usize, 0_usize, 0_usize, 0_usize);
        let (mut goes_on, mut hangs) = (0_usize, 0_usize);
        let mut histogram = [0_usize; WIDEST + 1];
        for seam in seams() {
            count += 1;
            inside += usize::from(seam.inside());
            lower += usize::from(seam.lower);
            goes_on += usize::from(seam.lower && seam.inside());
            hangs += usize::from(seam.lower && seam.inside() && seam.set_in);
            match histogram.get_mut(seam.width) {
                Some(slot) => *slot += 1,
                None => wide += 1,
            }
        }
        let lower_tells = lower * 10 < count * 9 || count < 4;
        let mut page = Self { width: None, lower_tells, hanging: hangs * 10 > goes_on };
        if count < 3 || wide * 10 > count || inside * 10 < count * 4 {
            return page;
        }
        // The page is as wide as all but the widest few lines.
        let mut above = 0;
        let Some(width) = (0..=WIDEST).rev().find(|&width| {
            above += histogram.get(width).copied().unwrap_or_default();
            above * 20 > count
        }) else {
            return page;
        };
        let full = seams().filter(|seam| seam.filled + slack(width) > width).count();
        if width >= 30 && full * 10 >= count * 5 {
            page.width = Some(width);
        }
        page
    }

    /// Joins the lines of a run without blank lines.
    fn join_run(self, text: &str, run: &[Line], units: &mut Vec<Unit>) {
        let width = Self::run_width(text, run).or(self.width);
        let mut open: Option<Unit> = None;
        let mut after_colon = false;
        for (at, &line) in run.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|i| run.get(i)).copied();
            let joins = match (before, open) {
                (Some(before), Some(unit)) => {
                    self.joins(text, width, unit, before, line) && !after_colon
                }
                _ => false,
            };
            match &mut open {
                Some(unit) if joins => unit.span = unit.span.join(line.span),
                _ => {
                    if let Some(unit) = open {
                        units.push(unit);
                        let ending = Ending::of(unit.span.slice(text));
                        after_colon = width.is_none()
                            && (ending == Ending::Colon || after_colon && !ending.closes());
                    }
                    open = Some(Unit::of(line));
                }
            }
        }
        units.extend(open);
    }

    /// The width that a run is wrapped at, if it is long enough to tell.
    fn run_width(text: &str, run: &[Line]) -> Option<usize> {
        if run.len() < 3 {
            return None;
        }
        let seams = || {
            run.windows(2).filter_map(|pair| match pair {
                [a, b] => Some(Seam::of(text, *a, *b)),
                _ => None,
            })
        };
        let width = seams().map(|seam| seam.width).max()?;
        if !(30..=WIDEST).contains(&width) {
            return None;
        }
        let (count, full, inside) = seams().fold((0, 0, 0), |(count, full, inside), seam| {
            let fills = seam.filled + slack(width) > width;
            (count + 1, full + usize::from(fills), inside + usize::from(seam.inside()))
        });
        (full * 10 >= count * 8 && inside * 10 >= count * 5).then_some(width)
    }

    /// Whether `line` goes on where `before` ended.
    fn joins(self, text: &str, width: Option<usize>, unit: Unit, before: Line, line: Line) -> bool {
        let first = before.span.slice(text);
        let second = line.span.slice(text);
        if list_marker(second).is_some() || !second.contains(char::is_alphanumeric) {
            return false;
        }
        let seam = Seam::of(text, before, line);
        if seam.width > WIDEST {
            return false;
        }
        let goes_on = seam.lower && seam.inside();
        // A heading in capitals is not the beginning of what follows.
        if !goes_on
            && Shape::of(first).all_caps()
            && first.len() > 8
            && !Shape::of(second).all_caps()
        {
            return false;
        }
        let credit = first.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
        if credit && before.span.start == unit.span.start && !goes_on {
            return false;
        }
        let last = first.rsplit(' ').next().unwrap_or_default();
        let dangling = seam.ending == Ending::Comma || hangs(last);
        let goes_on = goes_on && (dangling || seam.width >= 20);
        let Some(width) = width else {
            return goes_on && self.lower_tells && !first.starts_with('©');
        };
        if goes_on {
            return true;
        }
        // A first line that is set in begins a paragraph.
        let set_in = !self.hanging && seam.set_in && line.indent > unit.indent + 1;
        let listed = list_marker(unit.span.slice(text)).is_some();
        if set_in && !listed {
            return false;
        }
        if seam.inside() && seam.width * 10 >= width * 6 && seam.filled + 2 * slack(width) > width {
            return true;
        }
        seam.filled + slack(width) > width
    }
}

/// How much a wrapped line may fall short.
fn slack(width: usize) -> usize {
    width / 16 + 1
}

/// Words that no line of its own ends with.
fn hangs(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "of"
            | "in"
            | "on"
            | "at"
            | "to"
            | "for"
            | "from"
            | "by"
            | "with"
            | "and"
            | "or"
            | "but"
            | "that"
            | "as"
            | "is"
            | "are"
            | "was"
            | "were"
            | "has"
            | "after"
            | "before"
            | "into"
            | "over"
            | "under"
            | "than"
    )
}
