//! Interviews in question-and-answer form: the answers are quotations, though
//! no mark and no cue says so.
//!
//! ```text
//! ((WN)) How did it start?
//!
//! ((Ann Lee)) With a letter.
//!
//! It came in June.
//! ```
//!
//! Labels are `((Ann Lee))`, `Ann Lee:`, `AL:`, `Q:` and `A.`. The label whose
//! blocks are mostly questions is the interviewer; blocks without a label go
//! on with the answer before them, or answer the question before them.

use std::collections::BTreeMap;

use crate::article::{Block, BlockKind};
use crate::entity::Evidence;
use crate::text::Span;

/// Labels longer than this are none.
const LABEL_BYTES: usize = 40;

/// An answer: from its first word to the end of its last block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    /// The words, without the label.
    pub(super) span: Span,
    /// The name in the label, if it has one.
    pub(super) label: Option<Span>,
}

/// A block of the interview.
struct Turn {
    span: Span,
    label: Option<Span>,
    /// The text after the label.
    body: Span,
    question: bool,
}

/// Finds the answers. Linear.
pub(super) fn answers(evidence: Evidence<'_>) -> Vec<Answer> {
    let text = evidence.text;
    let turns: Vec<Turn> = evidence
        .article
        .blocks
        .iter()
        .filter(|block| spoken(block))
        .map(|block| turn(text, block.span))
        .collect();
    let mut labels: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for turn in &turns {
        if let Some(label) = turn.label {
            let count = labels.entry(label.slice(text).to_lowercase()).or_default();
            count.0 += 1;
            count.1 += usize::from(turn.question);
        }
    }
    let asks = |label: &str| {
        labels
            .get(label)
            .is_some_and(|(all, questions)| *questions >= 2 && questions * 5 >= all * 3)
            || matches!(label, "q" | "wn" | "wikinews")
    };
    if !labels.keys().any(|label| asks(label) && labels.get(label).is_some_and(|c| c.1 >= 2)) {
        return Vec::new();
    }
    let mut answers: Vec<Answer> = Vec::new();
    // Whether the block before is part of a question or of an answer.
    let (mut asked, mut answering) = (false, false);
    for turn in &turns {
        match turn.label {
            Some(label) if asks(&label.slice(text).to_lowercase()) => {
                (asked, answering) = (true, false);
            }
            Some(label) => {
                // `A` is nobody's name.
                let label = Some(label).filter(|label| label.len() > 1);
                answers.push(Answer { span: turn.body, label });
                (asked, answering) = (false, true);
            }
            None if turn.span.len() < 12 || turn.span.slice(text).contains("Image:") => {}
            None if answering => {
                if let Some(answer) = answers.last_mut() {
                    answer.span.end = turn.span.end;
                }
            }
            None if asked && !turn.question => {
                answers.push(Answer { span: turn.body, label: None });
                (asked, answering) = (false, true);
            }
            None => {}
        }
    }
    // What stands after the last question has no label to end it: the
    // answer is its first block.
    answers.retain(|answer| !answer.span.is_empty());
    answers
}

fn spoken(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Subhead | BlockKind::ListItem)
}

fn turn(text: &str, span: Span) -> Turn {
    let slice = span.slice(text);
    let label = bracketed(slice).or_else(|| before_colon(slice));
    let question = slice.trim_end().ends_with('?');
    let Some((name, after)) = label else {
        return Turn { span, label: None, body: span, question };
    };
    let at = |offset: usize| u32::try_from(offset).unwrap_or(0) + span.start;
    let label = Span::new(at(name.start), at(name.end)).trim(text);
    let body = Span::new(at(after), span.end).trim(text);
    Turn { span, label: Some(label), body, question }
}

/// `((Ann Lee)) ...`, perhaps with a colon behind.
fn bracketed(slice: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let rest = slice.strip_prefix("((")?;
    let end = rest.find("))").filter(|end| *end <= LABEL_BYTES)?;
    let after = rest.get(end + 2..)?;
    let skipped = after.len() - after.trim_start_matches([' ', ':', '\u{a0}']).len();
    Some((2..end + 2, end + 4 + skipped))
}

/// `Ann Lee: ...`, `AL: ...`, `Q. ...`.
fn before_colon(slice: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let end = slice.bytes().take(LABEL_BYTES).position(|byte| matches!(byte, b':' | b'.'))?;
    let name = slice.get(..end)?;
    let single = matches!(name, "Q" | "A");
    let words = name.split(' ').count();
    let capitals = name.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let colon = slice.as_bytes().get(end) == Some(&b':');
    let spaced = slice.as_bytes().get(end + 1) == Some(&b' ');
    (spaced && (single || colon && capitals && words <= 4)).then_some((0..end, end + 1))
}
