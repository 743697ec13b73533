//! Quote marks, paired.
//!
//! Every mark of an article (and every apostrophe that stands as a token of
//! its own) is one event of a sequence, and so is the step from one block to
//! the next. Opening, closing, leaving a mark alone, nesting, carrying a
//! quotation over to the next paragraph each have a cost that depends on the
//! glyph and on what stands at both sides of it; the cheapest reading of the
//! whole sequence is taken. So one missing, doubled or badly spaced mark does
//! not turn all the marks after it inside out.

mod cost;
mod glyph;
mod search;

use serde::{Deserialize, Serialize};

use crate::article::{Article, Diagnostic, DiagnosticCode};
use crate::text::{Span, TokenId};
use crate::token::Token;

/// The style of a pair of quote marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MarkStyle {
    /// `"` or `“ ”`, or `„ “`.
    Double,
    /// `'` or `‘ ’`.
    Single,
    /// `« »` or `‹ ›`.
    Guillemet,
    /// Two back ticks and two apostrophes, as in LaTeX; two single marks that
    /// stand for a double one.
    Latex,
}

/// How a pair starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MarkStart {
    /// With an opening mark.
    Opened,
    /// With its block: the speech of the block before goes on, though no mark
    /// opens it again.
    Carried,
}

/// How a pair ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MarkEnd {
    /// With a closing mark.
    Closed,
    /// With its block: the speech goes on in the next one, which opens with a
    /// mark again or carries the pair on without one.
    Continued,
    /// Nothing closes it: it ends before the next mark that opens another, or
    /// with its block.
    Unclosed,
}

/// A pair of quote marks and what they enclose; never over more than one
/// block.
///
/// ```
/// let document = newsprint::read("Vote\n\n\"It's done,\" said the chair of the 'Yes' camp.").unwrap();
/// let pairs: Vec<&str> = document.marks().iter().map(|m| document.slice(m.span)).collect();
/// assert_eq!(pairs, ["\"It's done,\"", "'Yes'"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarkPair {
    /// From the opening mark to the closing one, both included.
    pub span: Span,
    /// The token of the opening mark, or the first one enclosed.
    pub open: TokenId,
    /// The token of the closing mark, or the last one enclosed.
    pub close: TokenId,
    /// The style of the marks.
    pub style: MarkStyle,
    /// How it starts.
    pub start: MarkStart,
    /// How it ends.
    pub end: MarkEnd,
    /// How many pairs enclose it.
    pub depth: u8,
    /// How sure the pairing is, 0 to 1.
    pub confidence: f32,
}

/// All that was read of the quote marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// The pairs, by opening mark.
    pub pairs: Vec<MarkPair>,
    /// Marks that belong to no pair and are no apostrophe, in text order.
    pub strays: Vec<TokenId>,
}

/// Pairs the quote marks of an article; never fails on an odd count. Linear.
///
/// A pair lies in one block. Speech over several blocks is a pair in each of
/// them, all but the last of them [`MarkEnd::Continued`].
pub fn pair(text: &str, article: &Article, tokens: &[Token]) -> Marks {
    search::solve(text, article, tokens)
}

/// What is wrong with the marks: strays and pairs that nothing closes.
pub fn diagnose(tokens: &[Token], marks: &Marks) -> Vec<Diagnostic> {
    let unclosed = marks
        .pairs
        .iter()
        .filter(|pair| pair.end == MarkEnd::Unclosed)
        .map(|pair| (pair.open, "an opening quote mark that nothing closes"));
    let strays =
        marks.strays.iter().map(|&stray| (stray, "a quote mark that opens and closes nothing"));
    let mut found: Vec<(TokenId, &str)> = unclosed.chain(strays).collect();
    found.sort_unstable_by_key(|&(token, _)| token);
    found
        .into_iter()
        .filter_map(|(token, message)| {
            Some(Diagnostic {
                code: DiagnosticCode::UnbalancedQuote,
                span: tokens.get(token.index())?.span,
                message: message.to_owned(),
            })
        })
        .collect()
}
