//! The cheapest reading of all marks of an article: a search over the stacks
//! of pairs that may be open, three deep.

use super::cost::{self, Costs};
use super::glyph::{self, Family, Mark, Side};
use super::{MarkEnd, MarkPair, MarkStart, Marks};
use crate::article::{Article, BlockKind};
use crate::text::{Span, TokenId};
use crate::token::Token;

/// Every quote mark and lone apostrophe, in text order, with its costs.
struct Reader<'a> {
    text: &'a str,
    article: &'a Article,
    tokens: &'a [Token],
    next: usize,
    block: usize,
}

impl Iterator for Reader<'_> {
    type Item = (Mark, Costs);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        while let Some(token) = self.tokens.get(self.next) {
            let at = self.next;
            self.next += 1;
            let first = bytes.get(token.span.start as usize).copied().unwrap_or_default();
            if !glyph::may_be_mark(first) {
                continue;
            }
            let Some((glyph, last)) = glyph::read(bytes, self.tokens, at) else { continue };
            self.next = last + 1;
            let blocks = &self.article.blocks;
            while blocks.get(self.block).is_some_and(|b| b.span.end <= token.span.start) {
                self.block += 1;
            }
            let bounds = blocks.get(self.block)?.span.range();
            let start = token.span.start as usize;
            let end = self.tokens.get(last).map_or(start, |t| t.span.end as usize);
            let mark = Mark {
                token: index(at),
                last: index(last),
                block: index(self.block),
                glyph,
                before: glyph::side_before(self.text, bounds.start, start),
                after: glyph::side_after(self.text, end, bounds.end),
                first: start == bounds.start,
            };
            let before = bytes.get(..start).and_then(|before| before.last());
            let letter = before.map_or(0, u8::to_ascii_lowercase);
            return Some((mark, cost::of(&mark, letter)));
        }
        None
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// How many readings are kept after each event.
const BEAM: usize = 8;
/// How many events may wait for a decision.
const LONGEST: usize = 4096;
/// Readings this much dearer than the best are dropped.
const MARGIN: u32 = 30;

/// The families of the open pairs, two bits for each, the innermost lowest.
type Stack = u8;

fn top(stack: Stack) -> Option<Family> {
    match stack & 3 {
        1 => Some(Family::Double),
        2 => Some(Family::Single),
        3 => Some(Family::Guillemet),
        _ => None,
    }
}

fn push(stack: Stack, family: Family) -> Option<Stack> {
    (stack < 16).then_some(stack << 2 | family as u8)
}

fn bottom(mut stack: Stack) -> Stack {
    while stack > 3 {
        stack >>= 2;
    }
    stack
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Open,
    Close,
    /// Closes the pair below the innermost, which nothing closes.
    CloseOuter,
    /// The innermost pair is given up and a new one opened.
    Reopen,
    Leave,
    /// At a block's end: everything ends.
    End,
    /// At a block's end: the outermost pair goes on in the next.
    Carry,
}

#[derive(Clone, Copy)]
struct Node {
    stack: Stack,
    parent: u8,
    action: Action,
}

/// The readings after an event.
#[derive(Clone)]
struct Beam {
    nodes: [(u32, Node); BEAM],
    len: usize,
}

impl Beam {
    const EMPTY: (u32, Node) = (u32::MAX, Node { stack: 0, parent: 0, action: Action::Leave });

    fn new() -> Self {
        Self { nodes: [Self::EMPTY; BEAM], len: 0 }
    }

    fn iter(&self) -> impl Iterator<Item = (u8, u32, Stack)> {
        (0_u8..)
            .zip(self.nodes.iter().take(self.len))
            .map(|(i, &(cost, node))| (i, cost, node.stack))
    }

    /// Adds a reading: the cheapest for its stack, in order of cost.
    fn offer(&mut self, cost: u32, node: Node) {
        let nodes = &mut self.nodes;
        if let Some(same) = nodes.iter().take(self.len).position(|(_, n)| n.stack == node.stack) {
            if nodes.get(same).is_some_and(|&(old, _)| old <= cost) {
                return;
            }
            if let Some(tail) = nodes.get_mut(same..self.len) {
                tail.rotate_left(1);
            }
            self.len -= 1;
        }
        let at = nodes.iter().take(self.len).position(|&(c, _)| c > cost).unwrap_or(self.len);
        if at == BEAM {
            return;
        }
        self.len = (self.len + 1).min(BEAM);
        if let Some(tail) = nodes.get_mut(at..self.len) {
            tail.rotate_right(1);
            if let Some(slot) = tail.first_mut() {
                *slot = (cost, node);
            }
        }
    }

    /// Drops what is too dear and counts costs from the best.
    fn settle(&mut self) {
        let best = self.nodes.first().map_or(0, |&(cost, _)| cost);
        let keep =
            self.nodes.iter().take(self.len).take_while(|&&(c, _)| c <= best + MARGIN).count();
        self.len = keep;
        for (cost, _) in self.nodes.iter_mut().take(keep) {
            *cost -= best;
        }
    }
}

/// Finds the cheapest reading and writes it down as pairs.
pub(super) fn solve(text: &str, article: &Article, tokens: &[Token]) -> Marks {
    let mut marks = Reader { text, article, tokens, next: 0, block: 0 }.peekable();
    let mut beam = Beam::new();
    beam.offer(0, Node { stack: 0, parent: 0, action: Action::Leave });
    let mut writer = Writer { article, tokens, out: Marks::default(), stack: Vec::new() };
    // What waits for a decision: the marks, and the readings after each event.
    let mut waiting: Vec<(Mark, Costs)> = Vec::new();
    let mut history: Vec<[Node; BEAM]> = Vec::new();
    while let Some((mark, costs)) = marks.next() {
        let next = marks.peek().map(|(mark, _)| mark);
        waiting.push((mark, costs));
        beam = step_mark(&beam, &mark, costs);
        history.push(beam.nodes.map(|(_, node)| node));
        let crosses = next.is_none_or(|next| next.block != mark.block);
        if crosses {
            beam = step_block(&beam, article, &mark, next);
            history.push(beam.nodes.map(|(_, node)| node));
        }
        // Where one reading is left, all that led to it is settled. In copy
        // that never settles, the best so far is taken from time to time.
        let settled =
            crosses && beam.len == 1 && beam.nodes.first().is_some_and(|(_, node)| node.stack == 0);
        if settled || history.len() >= LONGEST || next.is_none() {
            beam.len = beam.len.min(1);
            writer.write(&history, &waiting, next);
            history.clear();
            waiting.clear();
        }
    }
    writer.out
}

fn step_mark(beam: &Beam, mark: &Mark, costs: Costs) -> Beam {
    let family = mark.glyph.family();
    let mut out = Beam::new();
    for (parent, so_far, stack) in beam.iter() {
        let mut offer = |cost: u32, stack: Stack, action: Action| {
            out.offer(so_far + cost, Node { stack, parent, action });
        };
        let inner = top(stack);
        if let Some(pushed) = push(stack, family) {
            offer(costs.open + cost::nesting(family, inner), pushed, Action::Open);
        }
        if inner == Some(family) {
            offer(costs.close, stack >> 2, Action::Close);
            if family != Family::Single {
                offer(costs.open + cost::unclosed(family), stack, Action::Reopen);
            }
        } else if let Some(dropped) = inner
            && top(stack >> 2) == Some(family)
        {
            offer(costs.close + cost::unclosed(dropped), stack >> 4, Action::CloseOuter);
        }
        offer(costs.leave, stack, Action::Leave);
    }
    out.settle();
    out
}

/// Whether the speech of one block can go on in another of this kind.
fn carries(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem)
}

/// Steps over the end of `mark`'s block to the block of the `next` mark.
fn step_block(beam: &Beam, article: &Article, mark: &Mark, next: Option<&Mark>) -> Beam {
    const FARTHEST: u32 = 8;
    let crossed = next.map_or(0, |next| next.block - mark.block);
    let text_only = crossed <= FARTHEST
        && (mark.block..=mark.block + crossed)
            .all(|b| article.blocks.get(b as usize).is_some_and(|b| carries(b.kind)));
    let mut out = Beam::new();
    for (parent, so_far, stack) in beam.iter() {
        let mut price = 0;
        let mut rest = stack;
        let mut inner = 0;
        while let Some(family) = top(rest) {
            if rest > 3 {
                inner += cost::unclosed(family);
            }
            price += cost::unclosed(family);
            rest >>= 2;
        }
        let outermost = top(bottom(stack));
        if let (Some(family), Some(next)) = (outermost, next)
            && text_only
        {
            if reopens(mark, next, family) {
                price = inner + cost::CONTINUED;
            }
            // A block that opens with a mark opens its own pair.
            if family != Family::Single && !next.first {
                let node = Node { stack: bottom(stack), parent, action: Action::Carry };
                out.offer(so_far + inner + crossed * cost::CARRIED, node);
            }
        }
        out.offer(so_far + price, Node { stack: 0, parent, action: Action::End });
    }
    out.settle();
    out
}

/// Whether `next` opens its block and can take up the pair of `family` that
/// the block of `mark` leaves open.
fn reopens(mark: &Mark, next: &Mark, family: Family) -> bool {
    next.first
        && next.block == mark.block + 1
        && next.glyph.family() == family
        && !matches!(next.after, Side::Space | Side::Edge)
}

/// Turns a reading into pairs.
struct Writer<'a> {
    article: &'a Article,
    tokens: &'a [Token],
    out: Marks,
    /// The open pairs: index, family and cost so far.
    stack: Vec<(usize, Family, u32)>,
}

impl Writer<'_> {
    /// Writes what the events of `history` did: one for each mark, and one at
    /// each change of block.
    fn write(&mut self, history: &[[Node; BEAM]], marks: &[(Mark, Costs)], after: Option<&Mark>) {
        let mut actions = Vec::with_capacity(history.len());
        let mut at = 0_u8;
        for nodes in history.iter().rev() {
            let Some(node) = nodes.get(usize::from(at)) else { break };
            actions.push(node.action);
            at = node.parent;
        }
        let mut actions = actions.into_iter().rev();
        for (i, (mark, costs)) in marks.iter().enumerate() {
            if let Some(action) = actions.next() {
                self.mark(mark, *costs, action);
            }
            let next = marks.get(i + 1).map(|(mark, _)| mark).or(after);
            if next.is_none_or(|next| next.block != mark.block) {
                match actions.next() {
                    Some(Action::Carry) => self.carry(mark, next),
                    _ => self.end(mark, next),
                }
            }
        }
    }

    fn mark(&mut self, mark: &Mark, costs: Costs, action: Action) {
        let family = mark.glyph.family();
        match action {
            Action::Open => {
                let outer = self.stack.last().map(|&(_, family, _)| family);
                self.open(mark, costs.open + cost::nesting(family, outer));
            }
            Action::Reopen => {
                self.give_up(mark.token, cost::unclosed(family));
                self.open(mark, costs.open);
            }
            Action::Close => self.close(mark, costs.close),
            Action::CloseOuter => {
                self.give_up(mark.token, cost::NEVER);
                self.close(mark, costs.close);
            }
            _ if costs.stray => self.out.strays.push(TokenId(mark.token)),
            _ => {}
        }
    }

    fn span(&self, open: u32, close: u32) -> Span {
        let start = self.tokens.get(open as usize).map_or(0, |t| t.span.start);
        let end = self.tokens.get(close as usize).map_or(start, |t| t.span.end);
        Span::new(start, end)
    }

    fn open(&mut self, mark: &Mark, cost: u32) {
        self.stack.push((self.out.pairs.len(), mark.glyph.family(), cost));
        self.out.pairs.push(MarkPair {
            span: Span::default(),
            open: TokenId(mark.token),
            close: TokenId(mark.last),
            style: mark.glyph.style(),
            start: MarkStart::Opened,
            end: MarkEnd::Unclosed,
            depth: u8::try_from(self.stack.len() - 1).unwrap_or(u8::MAX),
            confidence: 0.0,
        });
    }

    /// Ends the innermost pair with the token `close`.
    fn finish(&mut self, close: u32, end: MarkEnd, more: u32) {
        let Some((at, _, cost)) = self.stack.pop() else { return };
        let Some(open) = self.out.pairs.get(at).map(|pair| pair.open.0) else { return };
        let close = close.max(open);
        let span = self.span(open, close);
        if let Some(pair) = self.out.pairs.get_mut(at) {
            pair.span = span;
            pair.close = TokenId(close);
            pair.end = end;
            pair.confidence = confidence(cost + more);
        }
    }

    fn close(&mut self, mark: &Mark, cost: u32) {
        self.finish(mark.last, MarkEnd::Closed, cost);
    }

    /// The innermost pair ends unclosed before the token `next`.
    fn give_up(&mut self, next: u32, cost: u32) {
        self.finish(next.saturating_sub(1), MarkEnd::Unclosed, cost);
    }

    /// First and last token of a block.
    fn tokens_of(&self, block: u32) -> Option<(u32, u32)> {
        let span = self.article.blocks.get(block as usize)?.span;
        let first = self.tokens.partition_point(|t| t.span.start < span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        (first < end).then(|| (index(first), index(end - 1)))
    }

    /// Everything ends with the block of `mark`.
    fn end(&mut self, mark: &Mark, next: Option<&Mark>) {
        let Some((_, last)) = self.tokens_of(mark.block) else { return };
        while let Some(&(_, family, _)) = self.stack.last() {
            let goes_on = self.stack.len() == 1
                && next.is_some_and(|next| {
                    reopens(mark, next, family)
                        && [mark, next].iter().all(|m| {
                            let block = self.article.blocks.get(m.block as usize);
                            block.is_some_and(|block| carries(block.kind))
                        })
                });
            if goes_on {
                self.finish(last, MarkEnd::Continued, cost::CONTINUED);
            } else {
                self.finish(last, MarkEnd::Unclosed, cost::unclosed(family));
            }
        }
    }

    /// The outermost pair goes on up to the block of `next`.
    fn carry(&mut self, mark: &Mark, next: Option<&Mark>) {
        let Some((_, mut last)) = self.tokens_of(mark.block) else { return };
        let style = self
            .stack
            .first()
            .and_then(|&(at, ..)| self.out.pairs.get(at))
            .map_or(mark.glyph.style(), |pair| pair.style);
        while self.stack.len() > 1 {
            self.finish(last, MarkEnd::Unclosed, cost::NEVER);
        }
        let Some(&(_, family, _)) = self.stack.last() else { return };
        for block in mark.block + 1..=next.map_or(mark.block, |next| next.block) {
            self.finish(last, MarkEnd::Continued, cost::CARRIED);
            let Some((first, end)) = self.tokens_of(block) else { return };
            self.stack.push((self.out.pairs.len(), family, cost::CARRIED));
            self.out.pairs.push(MarkPair {
                span: Span::default(),
                open: TokenId(first),
                close: TokenId(end),
                style,
                start: MarkStart::Carried,
                end: MarkEnd::Unclosed,
                depth: 0,
                confidence: 0.0,
            });
            last = end;
        }
    }
}

/// Costs as a probability: hand-set, monotone.
#[allow(clippy::cast_precision_loss)] // Costs are below 100.
fn confidence(cost: u32) -> f32 {
    7.92 / (8 + cost.min(100)) as f32
}
