//! Says what each unit is.

use crate::lexicon::{Lexicon, PhraseClass};
use crate::text::Span;

use super::BlockKind;
use super::byline::{self, Names};
use super::dateline::{self, Parsed};
use super::floor;
use super::headline::Top;
use super::shape::{Ending, Shape};
use super::wrap::Unit;

/// How far from the top datelines and bylines are looked for.
const TOP: usize = 10;
/// How far from the bottom bylines are looked for.
const BOTTOM: usize = 6;

/// The units of a text with their kinds.
pub(super) struct Labels<'t> {
    pub(super) units: Vec<Unit>,
    pub(super) kinds: Vec<BlockKind>,
    pub(super) headline: Option<usize>,
    /// Datelines that fill a unit or stand at its beginning.
    pub(super) datelines: Vec<(usize, Parsed<'t>)>,
    pub(super) bylines: Vec<(usize, Names<'t>)>,
}

/// Labels all units. Linear.
pub(super) fn label<'t>(text: &'t str, units: Vec<Unit>, lexicon: &Lexicon) -> Labels<'t> {
    let kinds = units.iter().map(|unit| alone(unit.span.slice(text), lexicon)).collect();
    let mut work = Work {
        text,
        lexicon,
        units,
        kinds,
        headline: None,
        datelines: Vec::new(),
        bylines: Vec::new(),
    };
    work.find_headline();
    work.read_top();
    work.read_bottom();
    work.find_lists();
    work.find_subheads();
    Labels {
        units: work.units,
        kinds: work.kinds.iter().map(|kind| kind.unwrap_or(BlockKind::Paragraph)).collect(),
        headline: work.headline,
        datelines: work.datelines,
        bylines: work.bylines,
    }
}

/// What a unit shows by itself, wherever it stands.
fn alone(slice: &str, lexicon: &Lexicon) -> Option<BlockKind> {
    let first = *slice.as_bytes().first()?;
    let plain = first.is_ascii_alphanumeric();
    if !plain && (is_rule(slice) || is_markup(slice)) {
        return Some(BlockKind::Boilerplate);
    }
    if slice.len() > 600 {
        return None;
    }
    if is_boilerplate(slice, lexicon) {
        return Some(BlockKind::Boilerplate);
    }
    if is_caption(slice, lexicon) {
        return Some(BlockKind::Caption);
    }
    if !plain {
        let inner = slice
            .trim_start_matches(['>', '»', '*', '•', '[', '(', '-', '–', '|', '▶', '►', '→', ' ']);
        let list = slice.starts_with(['*', '•', '-', '–']) && slice.len() > 40;
        if inner.len() < slice.len() && !list && is_boilerplate(inner, lexicon) {
            return Some(BlockKind::Boilerplate);
        }
    }
    is_address(slice).then_some(BlockKind::Boilerplate)
}

/// A line of signs: `***`, `# # #`, `____`.
fn is_rule(slice: &str) -> bool {
    slice.len() <= 300
        && slice.chars().all(|c| c.is_whitespace() || "#*_-=~.–—―•·|+<>/\\^".contains(c))
}

/// Lines of mark-up that a converter left over.
fn is_markup(slice: &str) -> bool {
    let command = |word: &&str| word.starts_with(['\\', '{', '}']);
    let two = slice.get(1..3).unwrap_or_default();
    let rtf = slice.starts_with("{\\")
        || slice == "\\"
        // A line of text may begin with a command or two.
        || slice.starts_with('\\')
            && two.bytes().filter(u8::is_ascii_lowercase).count() == 2
            && slice.split_whitespace().filter(|word| !command(word)).take(6).count() < 6;
    let template =
        slice.starts_with("{{") || slice.starts_with("[caption") || slice.starts_with("[embed");
    let tag = slice.starts_with('<')
        && slice.get(1..2).is_some_and(|c| {
            c == "/" || c == "!" || c.starts_with(|c: char| c.is_ascii_alphabetic())
        })
        && slice.trim_end_matches('.').ends_with('>');
    rtf || template || tag
}

/// A web or e-mail address and nothing else.
fn is_address(slice: &str) -> bool {
    slice.len() <= 300
        && !slice.contains(char::is_whitespace)
        && (slice.starts_with("http://")
            || slice.starts_with("https://")
            || slice.starts_with("www.")
            || slice.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.contains('.') && !host.ends_with('.')
            }))
}

fn is_boilerplate(slice: &str, lexicon: &Lexicon) -> bool {
    let found = lexicon.phrases().matches(slice, PhraseClass::Boilerplate).any(|found| {
        let rest = slice.get(found.len..).unwrap_or_default();
        let ends = rest.chars().all(|c| c.is_whitespace() || ".:!>»…→›|)]".contains(c));
        ends || found.open && (slice.len() <= 240 || slice.starts_with(['C', 'c', '©', '(']))
    });
    let tail = slice.trim_end_matches(['.', ' ']);
    let reserved = || {
        tail.len()
            .checked_sub("all rights reserved".len())
            .and_then(|at| tail.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case("all rights reserved"))
    };
    found || tail.ends_with(['d', 'D']) && slice.len() <= 400 && reserved()
}

fn is_caption(slice: &str, lexicon: &Lexicon) -> bool {
    let opened = lexicon.phrases().matches(slice, PhraseClass::CaptionOpener).any(|found| {
        let rest = slice.get(found.len..).unwrap_or_default();
        let bare = rest.chars().all(|c| c.is_whitespace() || ".:)]".contains(c));
        bare || found.open
    });
    if opened {
        return true;
    }
    // `... on Monday. (AP Photo/Jane Doe)`, `Jane Doe/Getty Images`
    let bracket = slice.ends_with([')', ']']);
    if slice.len() > 500 || !bracket && (slice.len() > 160 || Ending::of(slice) == Ending::Stop) {
        return false;
    }
    let from = floor(slice, slice.len().saturating_sub(70));
    let tail = slice.get(from..).unwrap_or_default();
    let tail = match (bracket, tail.rfind(['(', '['])) {
        (true, Some(open)) => tail.get(open..).unwrap_or_default(),
        (true, None) => "",
        _ => tail,
    };
    !tail.is_empty() && lexicon.phrases().has_credit(tail)
}

/// What opens an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `•` and other signs that mean nothing else.
    Bullet,
    /// `*`
    Star,
    /// `-` or `–` before a space.
    Dash,
    /// `1.`, `(2)`, `3-`
    Number(u16),
    /// `a)`, `(b)`
    Letter(u8),
    /// `(iv)`
    Roman,
}

/// The marker at the beginning of a list item.
pub(super) fn list_marker(slice: &str) -> Option<Marker> {
    let mut chars = slice.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let space = |rest: &str| rest.starts_with(|c: char| c.is_whitespace());
    match first {
        '•' | '▪' | '●' | '◦' | '‣' | '∙' | '■' | '□' | '➢' | '✓' | '✔' | '·' | '\u{f0b7}' => {
            Some(Marker::Bullet)
        }
        '*' if space(rest) => Some(Marker::Star),
        '-' | '–' | '—' if space(rest) => Some(Marker::Dash),
        '(' => {
            let (inner, after) = rest.get(..floor(rest, 6))?.split_once(')')?;
            let spaced = space(after) || space(rest.get(inner.len() + 1..)?);
            spaced.then(|| ordinal(inner)).flatten()
        }
        '0'..='9' | 'a'..='z' | 'A'..='Z' => {
            let head = slice.get(..floor(slice, 6))?;
            let end = head.find([')', '.', '-'])?;
            let (inner, sign) = (slice.get(..end)?, slice.get(end..=end)?);
            let after = slice.get(end + 1..)?;
            let number = first.is_ascii_digit();
            let closed = sign == ")" || number || sign == "." && first.is_ascii_lowercase();
            (space(after) && closed).then(|| ordinal(inner)).flatten()
        }
        _ => None,
    }
}

fn ordinal(inner: &str) -> Option<Marker> {
    if let Ok(number) = inner.parse::<u16>() {
        return (number <= 200 && !inner.starts_with('0')).then_some(Marker::Number(number));
    }
    match inner.as_bytes() {
        &[letter] if letter.is_ascii_alphabetic() => {
            Some(Marker::Letter(letter.to_ascii_lowercase()))
        }
        roman if roman.len() <= 5 && roman.iter().all(|b| b"ivxIVX".contains(b)) => {
            Some(Marker::Roman)
        }
        _ => None,
    }
}

impl Marker {
    /// Whether the two may stand in one list, near each other.
    fn goes_with(self, other: Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.abs_diff(b) == 1,
            (Self::Letter(a), Self::Letter(b)) => a.abs_diff(b) == 1,
            (Self::Roman, Self::Letter(b'i')) | (Self::Letter(b'i'), Self::Roman) => true,
            _ => std::mem::discriminant(&self) == std::mem::discriminant(&other),
        }
    }
}

struct Work<'a, 't> {
    text: &'t str,
    lexicon: &'a Lexicon,
    units: Vec<Unit>,
    kinds: Vec<Option<BlockKind>>,
    headline: Option<usize>,
    datelines: Vec<(usize, Parsed<'t>)>,
    bylines: Vec<(usize, Names<'t>)>,
}

impl<'t> Work<'_, 't> {
    fn slice(&self, index: usize) -> &'t str {
        self.units.get(index).map_or("", |unit| unit.span.slice(self.text))
    }

    fn free(&self, index: usize) -> bool {
        self.kinds.get(index).is_some_and(Option::is_none)
    }

    fn set(&mut self, index: usize, kind: BlockKind) {
        if let Some(slot) = self.kinds.get_mut(index) {
            *slot = Some(kind);
        }
    }

    /// Makes one unit of two or more.
    fn merge(&mut self, first: usize, last: usize) {
        if first >= last || last >= self.units.len() {
            return;
        }
        let end = self.units.get(last).map_or(0, |unit| unit.span.end);
        if let Some(unit) = self.units.get_mut(first) {
            unit.span = Span::new(unit.span.start, end);
        }
        self.units.drain(first + 1..=last);
        self.kinds.drain(first + 1..=last);
    }

    fn find_headline(&mut self) {
        let top =
            Top { text: self.text, lexicon: self.lexicon, units: &self.units, kinds: &self.kinds };
        let Some(found) = top.find() else { return };
        self.merge(found.first, found.last);
        self.set(found.first, BlockKind::Headline);
        self.headline = Some(found.first);
        if let Some(kicker) = found.kicker {
            self.set(kicker, BlockKind::Subhead);
        }
    }

    /// Reads what stands between the headline and the text.
    fn read_top(&mut self) {
        let mut index = 0;
        let mut decks = 0;
        while index < self.units.len().min(TOP) {
            if self.free(index) && !self.read_top_unit(index, &mut decks) {
                break;
            }
            index += 1;
        }
        // The dateline stands in the first paragraph, or in the second after
        // a remark.
        let body = (index..self.units.len().min(index + 3)).filter(|&at| self.free(at));
        for at in body.take(2).collect::<Vec<_>>() {
            let slice = self.slice(at);
            if let Some(parsed) = dateline::prefix(slice, self.lexicon) {
                let caps = Shape::of(slice.get(..floor(slice, 200)).unwrap_or_default());
                if !caps.all_caps() && !self.is_dialogue(at) {
                    self.datelines.push((at, parsed));
                    break;
                }
            }
        }
    }

    /// Reads a unit before the text; false when it is the text.
    fn read_top_unit(&mut self, index: usize, decks: &mut u8) -> bool {
        let slice = self.slice(index);
        if let Some(parsed) = dateline::line(slice, self.lexicon) {
            self.set(index, BlockKind::Dateline);
            self.datelines.push((index, parsed));
            return true;
        }
        if dateline::is_place_line(slice) {
            let next = self.units.get(index + 1).copied();
            let dated = next.filter(|next| {
                next.gap == 0
                    && dateline::line(next.span.slice(self.text), self.lexicon)
                        .is_some_and(|line| line.places.is_empty())
            });
            if dated.is_some() {
                self.merge(index, index + 1);
                let merged = self.slice(index);
                let parsed = dateline::over_lines(merged, self.lexicon).unwrap_or_default();
                self.set(index, BlockKind::Dateline);
                self.datelines.push((index, parsed));
                return true;
            }
        }
        if let Some(names) = byline::opened(slice, self.lexicon) {
            self.set(index, BlockKind::Byline);
            self.bylines.push((index, names));
            return true;
        }
        let listed = list_marker(self.slice(index + 1)).is_some();
        if let Some(names) = byline::signed(slice, self.lexicon).filter(|_| !listed) {
            self.set(index, BlockKind::Byline);
            self.bylines.push((index, names));
            return true;
        }
        let Some(headline) = self.headline.filter(|&at| at < index) else { return false };
        let near = index <= headline + 3;
        if let Some((names, sure)) = byline::bare(slice, self.lexicon).filter(|_| near) {
            let next = self.slice(index + 1);
            let placed = dateline::line(next, self.lexicon).is_some()
                || dateline::is_place_line(next)
                || dateline::prefix(next, self.lexicon).is_some();
            if sure || placed || byline::is_known_person(&names, self.lexicon) {
                self.set(index, BlockKind::Byline);
                self.bylines.push((index, names));
                return true;
            }
        }
        // A second title below the first.
        let shape = Shape::of(slice);
        let deck = near
            && *decks < 2
            && slice.len() <= 220
            && shape.words >= 2
            && Ending::of(slice) == Ending::Open
            && slice
                .starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '"' || c == '“')
            && index + 1 < self.units.len()
            && (shape.all_caps() || self.units.get(index + 1).is_some_and(|unit| unit.gap > 0))
            && !self.follows_open(index + 1);
        if deck {
            *decks += 1;
            self.set(index, BlockKind::Subhead);
        }
        deck
    }

    /// Whether the units from `index` on end without stops: a list or a table.
    fn follows_open(&self, index: usize) -> bool {
        (index..index + 2).all(|at| {
            at < self.units.len()
                && self.free(at)
                && self.slice(at).len() <= 80
                && Ending::of(self.slice(at)) == Ending::Open
                && byline::bare(self.slice(at), self.lexicon).is_none()
        })
    }

    /// Whether paragraphs after `index` open with `Name:` as well, as in an
    /// interview or a transcript.
    fn is_dialogue(&self, index: usize) -> bool {
        let label = |at: usize| {
            let head = self.slice(at);
            let head = head.get(..floor(head, 40)).unwrap_or_default();
            head.split_once(':').is_some_and(|(name, _)| {
                name.split(' ').count() <= 3
                    && name.starts_with(char::is_uppercase)
                    && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-'))
            })
        };
        label(index) && (index + 1..index + 5).any(label)
    }

    /// Reads bylines at the end.
    fn read_bottom(&mut self) {
        let mut seen = 0;
        let mut index = self.units.len();
        let body = self.headline.map_or(0, |at| at + 1);
        while index > body && seen < BOTTOM {
            index -= 1;
            if !self.free(index) {
                continue;
            }
            if self.datelines.iter().any(|&(at, _)| at == index) {
                break;
            }
            seen += 1;
            let slice = self.slice(index);
            let names = byline::opened(slice, self.lexicon).or_else(|| {
                let listed = index > 0 && list_marker(self.slice(index - 1)).is_some();
                let quoted = slice.starts_with(['—', '–', '-'])
                    && index > 0
                    && self.slice(index - 1).starts_with(['"', '“']);
                let alone = !listed && !quoted && index > 0;
                byline::signed(slice, self.lexicon).filter(|_| alone)
            });
            let names = names.or_else(|| {
                let (names, sure) = byline::bare(slice, self.lexicon)?;
                let listed =
                    byline::bare(self.slice(index.checked_sub(1)?), self.lexicon).is_some();
                let known = byline::is_known_person(&names, self.lexicon);
                ((sure || known) && !listed && seen == 1).then_some(names)
            });
            if let Some(names) = names {
                self.set(index, BlockKind::Byline);
                self.bylines.push((index, names));
                continue;
            }
            let dateline = dateline::line(slice, self.lexicon)
                .filter(|line| seen == 1 && line.fields.day.is_some() && index > body);
            let Some(parsed) = dateline else { break };
            self.set(index, BlockKind::Dateline);
            self.datelines.push((index, parsed));
        }
        self.bylines.sort_by_key(|&(index, _)| index);
    }

    fn find_lists(&mut self) {
        let mut previous: Option<Marker> = None;
        for index in 0..self.units.len() {
            if !self.free(index) {
                continue;
            }
            let Some(marker) = list_marker(self.slice(index)) else {
                previous = None;
                continue;
            };
            let near = |at: usize| {
                self.free(at) && list_marker(self.slice(at)).is_some_and(|m| marker.goes_with(m))
            };
            let paired =
                previous.is_some_and(|m| marker.goes_with(m)) || (index + 1..index + 4).any(near);
            if paired || matches!(marker, Marker::Bullet | Marker::Star) {
                self.set(index, BlockKind::ListItem);
            }
            previous = Some(marker);
        }
        self.find_rows();
    }

    /// Lists without markers, tables: three and more short lines in a row
    /// that end without a stop, or two after a colon.
    fn find_rows(&mut self) {
        let mut index = 0;
        let mut colon = false;
        while index < self.units.len() {
            let short = |at: usize, colon: bool| {
                let slice = self.slice(at);
                self.free(at)
                    && slice.len() <= 90
                    && matches!(Ending::of(slice), Ending::Open | Ending::Comma)
                    && (colon || !slice.starts_with(char::is_lowercase))
                    && !slice.starts_with(['—', '–', '-', '"', '“'])
            };
            let run = (index..self.units.len()).take_while(|&at| short(at, colon)).count();
            if run >= 3 || colon && run >= 2 {
                for at in index..index + run {
                    self.set(at, BlockKind::ListItem);
                }
            }
            let last = index + run.max(1) - 1;
            colon = Ending::of(self.slice(last)) == Ending::Colon;
            index += run.max(1);
        }
    }

    fn find_subheads(&mut self) {
        // Where many lines ask, people are talking: questions are no headings.
        let asking = |at: &usize| {
            let slice = self.slice(*at);
            slice.len() <= 200 && slice.ends_with('?')
        };
        let questions = (0..self.units.len()).filter(asking).count();
        let talk = questions > 2 && questions * 8 > self.units.len();
        for index in 1..self.units.len() {
            if self.free(index) && self.is_subhead(index, talk) {
                self.set(index, BlockKind::Subhead);
            }
        }
    }

    fn is_subhead(&self, index: usize, talk: bool) -> bool {
        let slice = self.slice(index);
        let address = || slice.contains("www.") || slice.contains("://") || slice.contains('@');
        if slice.len() > 100 || index + 1 >= self.units.len() || address() {
            return false;
        }
        if is_clock(slice) {
            return true;
        }
        let shape = Shape::of(slice);
        let ending = Ending::of(slice);
        let quoted = slice.starts_with(['"', '“', '‘', '\'']);
        let begins = slice.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            || quoted && slice.ends_with(['"', '”', '’', '\'']);
        let question = ending == Ending::Mark && slice.ends_with('?') && !slice.contains(':');
        let asks = question && !talk && shape.words <= 8 && !quoted;
        let caps = shape.all_caps() && ending.closes() && shape.words <= 8;
        let headed = ending == Ending::Open
            && shape.words <= 14
            && shape.upper + shape.lower >= 3
            && !slice.ends_with(['-', '–', '—']);
        if !begins || !(headed || asks || caps) {
            return false;
        }
        let before = self.slice(index - 1);
        let next = self.slice(index + 1);
        let runs_on = matches!(Ending::of(before), Ending::Comma | Ending::Colon)
            && self.kinds.get(index - 1).is_some_and(Option::is_none);
        let body = next.len() > slice.len() && Ending::of(next) != Ending::Open
            || self.kinds.get(index + 1) == Some(&Some(BlockKind::ListItem));
        !runs_on && body && !next.starts_with(char::is_lowercase)
    }
}

/// `6:05 p.m.`, which heads an entry of a running report.
fn is_clock(slice: &str) -> bool {
    slice.len() <= 12
        && slice.starts_with(|c: char| c.is_ascii_digit())
        && slice.to_ascii_lowercase().trim_end_matches('.').ends_with('m')
        && slice.chars().all(|c| c.is_ascii_digit() || ":. apmAPM\u{a0}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        for (text, marker) in [
            ("• one", Marker::Bullet),
            ("* one", Marker::Star),
            ("- one", Marker::Dash),
            ("1. one", Marker::Number(1)),
            ("12) one", Marker::Number(12)),
            ("3- one", Marker::Number(3)),
            ("(2) one", Marker::Number(2)),
            ("b) one", Marker::Letter(b'b')),
            ("(viii) one", Marker::Roman),
        ] {
            assert_eq!(list_marker(text), Some(marker), "{text}");
        }
        for text in [
            "-Russian",
            "1993. It was",
            "1.5 million",
            "A. Smith",
            "*one*",
            "U.S. claims",
            "3-year",
        ] {
            assert_eq!(list_marker(text), None, "{text}");
        }
    }
}
