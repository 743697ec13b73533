//! Whether an article begins with a headline.

use crate::lexicon::Lexicon;
use crate::text::Span;

use super::BlockKind;
use super::label::list_marker;
use super::shape::{Ending, Shape};
use super::wrap::Unit;
use super::{byline, dateline};

/// No headline is longer, in bytes.
const LONGEST: usize = 300;

/// The top of an article, as far as headlines are concerned.
pub(super) struct Top<'a, 't> {
    pub(super) text: &'t str,
    pub(super) lexicon: &'a Lexicon,
    pub(super) units: &'a [Unit],
    pub(super) kinds: &'a [Option<BlockKind>],
}

/// Where the headline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// A section label before it, such as `Analysis`.
    pub(super) kicker: Option<usize>,
    /// Its first line.
    pub(super) first: usize,
    /// Its last line.
    pub(super) last: usize,
}

impl<'t> Top<'_, 't> {
    /// Looks for the headline.
    pub(super) fn find(&self) -> Option<Found> {
        let first = self.next_text(0)?;
        let found = self.at(first);
        // What follows a kicker is a headline itself.
        let look = self.look(first)?;
        let short = look.shape.words <= 2 && look.slice.len() <= 25 && look.ending == Ending::Open;
        if short && (!look.shape.all_caps() || found.is_none()) {
            let second = self.next_text(first + 1);
            if let Some(found) = second.and_then(|second| self.at(second)) {
                let look = self.look(found.first)?;
                let person = byline::bare(look.slice, self.lexicon).is_some();
                if look.shape.words >= 4 && look.ending == Ending::Open && !person {
                    return Some(Found { kicker: Some(first), ..found });
                }
            }
        }
        found
    }

    /// The next unit from `at` that may be a headline or body text.
    fn next_text(&self, at: usize) -> Option<usize> {
        (at..self.units.len().min(at + 8)).find(|&index| {
            let free = self.kinds.get(index).is_some_and(Option::is_none);
            free && self.slice(index).is_some_and(|slice| {
                dateline::line(slice, self.lexicon).is_none()
                    && byline::opened(slice, self.lexicon).is_none()
            })
        })
    }

    fn slice(&self, index: usize) -> Option<&'t str> {
        self.units.get(index).map(|unit| unit.span.slice(self.text))
    }

    fn look(&self, index: usize) -> Option<Look<'t>> {
        let slice = self.slice(index)?;
        (slice.len() <= LONGEST).then(|| Look {
            slice,
            shape: Shape::of(slice),
            ending: Ending::of(slice),
        })
    }

    /// The headline that begins at `index`, if one does.
    fn at(&self, index: usize) -> Option<Found> {
        let last = self.last_line(index);
        let first = self.units.get(index)?.span;
        let whole: Span = self.units.get(last).map_or(first, |unit| first.join(unit.span));
        let slice = whole.slice(self.text);
        if slice.len() > LONGEST {
            return None;
        }
        let look = Look { slice, shape: Shape::of(slice), ending: Ending::of(slice) };
        self.judge(look, index, last).then_some(Found { kicker: None, first: index, last })
    }

    /// A headline over several lines ends before the first blank one.
    fn last_line(&self, index: usize) -> usize {
        let gap = |at: usize| self.units.get(at).map(|unit| unit.gap);
        let more = (index + 1..index + 5).take_while(|&at| gap(at) == Some(0)).count();
        let blank_after = more <= 2 && gap(index + more + 1).is_some();
        let mut last = index;
        for next in index + 1..=index + more.min(2) {
            let (Some(a), Some(b)) = (self.look(last), self.look(next)) else { break };
            let cut = matches!(a.ending, Ending::Comma);
            let caps = a.shape.all_caps();
            let alike = caps == b.shape.all_caps();
            let open = a.ending == Ending::Open && (b.ending == Ending::Open || caps);
            // Two titles, one below the other, are not one over two lines.
            let display = caps || a.shape.title_case() && b.shape.title_case();
            let wrapped = if b.slice.starts_with(char::is_lowercase) {
                true
            } else {
                caps || display && a.slice.len() >= 25 && a.slice.len() * 2 >= b.slice.len()
            };
            let open = open && wrapped;
            let free = self.kinds.get(next).is_some_and(Option::is_none)
                && list_marker(b.slice).is_none()
                && dateline::line(b.slice, self.lexicon).is_none()
                && byline::opened(b.slice, self.lexicon).is_none()
                && byline::bare(b.slice, self.lexicon).is_none();
            let joins = free && alike && (cut && blank_after || open && (blank_after || caps));
            if !joins {
                break;
            }
            last = next;
        }
        last
    }

    fn judge(&self, look: Look<'t>, index: usize, last: usize) -> bool {
        let Look { slice, shape, ending } = look;
        let display = shape.all_caps() || shape.title_case();
        let small = slice.starts_with(char::is_lowercase)
            && !slice.chars().nth(1).is_some_and(char::is_uppercase);
        if list_marker(slice).is_some() || small || shape.words == 0 || is_greeting(slice) {
            return false;
        }
        // A dateline begins the body, unless the line is a title with a dash.
        let dateline = dateline::prefix(slice, self.lexicon);
        if let Some(found) = dateline {
            let body = slice.len() > 110 && !shape.title_case();
            if !shape.all_caps() && (found.is_certain() || body) {
                return false;
            }
        }
        let rest = (last + 1..self.units.len().min(last + 8)).filter(|&at| {
            !matches!(self.kinds.get(at), Some(Some(BlockKind::Boilerplate | BlockKind::Caption)))
        });
        let mut rest = rest.filter_map(|at| Some((self.units.get(at)?, self.slice(at)?)));
        let Some((after, next)) = rest.next() else {
            // Nothing follows: one line.
            return ending == Ending::Open && slice.len() <= 150 && shape.words >= 2;
        };
        match ending {
            Ending::Colon | Ending::Comma => false,
            Ending::Open if display => slice.len() <= 250,
            Ending::Open => {
                slice.len() <= 170
                    && shape.inner_stops <= 1
                    && (after.gap > 0 || !self.lacks_stops(last + 1))
                    && (next.len() > slice.len() / 2 || Ending::of(next) == Ending::Open)
            }
            Ending::Stop | Ending::Mark => {
                // Paragraphs stand on lines of their own; a title may take two.
                let lines = if last > index { 3 } else { 0 };
                let set_off = i32::from(after.gap > 0);
                self.score(look, last, after, next) + lines + set_off >= 3
            }
        }
    }

    /// Whether most of the following units end without a stop, so that a line
    /// without one is nothing special.
    fn lacks_stops(&self, from: usize) -> bool {
        let next = || (from..self.units.len().min(from + 12)).filter_map(|at| self.slice(at));
        let open = next().filter(|slice| Ending::of(slice) == Ending::Open).count();
        open * 10 > next().count() * 6
    }

    /// Weighs a first line that ends like a sentence: some wires and archives
    /// put a stop after headlines.
    fn score(&self, look: Look<'t>, index: usize, after: &Unit, next: &str) -> i32 {
        let Look { slice, shape, .. } = look;
        let mut score = 0;
        if shape.all_caps() {
            score += 4;
        } else if shape.title_case() {
            score += if slice.len() <= 110 { 4 } else { 2 };
        }
        let places = dateline::line(next, self.lexicon).is_some()
            || dateline::is_place_line(next)
            || dateline::prefix(next, self.lexicon).is_some();
        // A byline stands below a headline or at the end.
        let person = index + 2 < self.units.len()
            && (byline::opened(next, self.lexicon).is_some()
                || byline::bare(next, self.lexicon).is_some());
        score += if places || person { 4 } else { 0 };
        score += match slice.len() {
            0..=60 => 2,
            61..=90 => 1,
            91..=110 => 0,
            111..=160 => -2,
            _ => -5,
        };
        let (function, words) = (i32::from(shape.function), i32::from(shape.words.max(1)));
        score += match function * 100 / words {
            0 => 1,
            1..12 => 0,
            12..20 => -1,
            _ => -2,
        };
        score -= i32::from(shape.inner_stops.min(2)) * 2;
        // A blank line after the first line only sets it off from the rest.
        let later = self.units.get(index + 2..).unwrap_or_default();
        let close = later.iter().take(12).filter(|unit| unit.gap == 0).count();
        let body = later.len().min(12);
        if after.gap > 0 && body >= 2 && close * 2 > body {
            score += 2;
        }
        if next.len() * 2 >= slice.len() * 3 {
            score += 1;
        } else if next.len() < slice.len() {
            score -= 2;
        }
        // Speech and quotations begin stories more often than headlines.
        if slice.starts_with(['"', '“']) {
            score -= 1;
        }
        score
    }
}

#[derive(Clone, Copy, Debug)]
struct Look<'t> {
    slice: &'t str,
    shape: Shape,
    ending: Ending,
}

/// `Dear Friend`, the beginning of a letter.
fn is_greeting(slice: &str) -> bool {
    slice.starts_with("Dear ") && slice.len() <= 60
}
