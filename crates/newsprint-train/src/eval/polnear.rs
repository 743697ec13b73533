//! What `PolNeAR` does otherwise than our guidelines.
//!
//! Source: Newell, Margolin, Ruths: An Attribution Relations Corpus for
//! Political News, LREC 2018.

use std::collections::BTreeSet;

use newsprint::quotation::QuoteKind;

use super::quotations::{Answer, letters};
use crate::data::gold::GoldDocument;

/// `PolNeAR`'s kinds count double marks only: what stands in single marks, as
/// British papers have it, or in two of them (`''so''`), is given as indirect.
/// Gives such quotations the kind that their marks say.
pub fn single_marks(document: &mut GoldDocument) {
    for quote in &mut document.quotes {
        if quote.kind != QuoteKind::Indirect {
            continue;
        }
        let parts: Vec<&str> = quote.content.iter().map(|c| c.slice(&document.text)).collect();
        let marked = |part: &str| part.starts_with(['\'', '‘']) && part.ends_with(['\'', '’']);
        let marks = ['\'', '‘', '’'];
        let around = |part: &str, at: usize| {
            let before = part[..at].trim_end_matches(marks).chars().next_back();
            (before, part[at..].trim_start_matches(marks).chars().next())
        };
        let opens = |part: &str, at: usize| {
            let (before, after) = around(part, at);
            before.is_none_or(char::is_whitespace) && after.is_some_and(char::is_alphanumeric)
        };
        let closes = |part: &str, at: usize| {
            let (before, after) = around(part, at);
            // Not a possessive: `voters' rights`.
            before.is_some_and(|c| c.is_alphanumeric() || ".,!?".contains(c))
                && before != Some('s')
                && after.is_none_or(|c| !c.is_alphanumeric())
        };
        let pair = |part: &str| {
            let open = part.match_indices(['\'', '‘']).find(|(at, _)| opens(part, *at));
            open.is_some_and(|(open, _)| {
                part.match_indices(['\'', '’']).any(|(at, _)| at > open && closes(part, at))
            })
        };
        if parts.iter().all(|part| marked(part)) {
            quote.kind = QuoteKind::Direct;
        } else if parts.iter().any(|part| marked(part) || pair(part)) {
            quote.kind = QuoteKind::Mixed;
        }
    }
}

/// Puts what was found into `PolNeAR`'s form, as the corpus is given:
///
/// - No quotation stands inside another; our guidelines make a nested one an
///   entry of its own.
/// - Quoted words without a cue that go on with the report before them in
///   their paragraph are a part of it (`She said the plan was dead. "It is
///   over."`); ours are joined only to a direct one.
/// - The kind follows from the marks alone: an indirect content with a term in
///   marks is a mixed one.
pub fn conventions(text: &str, answers: &mut Vec<Answer>) {
    let reports = |answer: &Answer| answer.kind != QuoteKind::Scare;
    let contents: Vec<BTreeSet<u32>> =
        answers.iter().map(|answer| letters(text, &answer.content).into_iter().collect()).collect();
    let inside = |at: usize| {
        contents.iter().zip(answers.iter()).any(|(other, answer)| {
            reports(answer) && other.len() > contents[at].len() && other.is_superset(&contents[at])
        })
    };
    let outer: Vec<bool> = (0..answers.len()).map(|at| !inside(at)).collect();
    let mut outer = outer.into_iter();
    answers.retain(|_| outer.next().unwrap_or(true));
    answers.sort_by_key(|answer| answer.content.first().copied());
    let mut joined: Vec<Answer> = Vec::with_capacity(answers.len());
    for answer in answers.drain(..) {
        let last = joined.iter_mut().rev().find(|last| reports(last));
        let same = last.filter(|last| {
            let ends = [last.content.last(), answer.content.first()];
            let [Some(end), Some(start)] = ends else { return false };
            let between = text.get(end.end as usize..start.start as usize);
            answer.rule == "quoted-alone" && between.is_some_and(|text| !text.contains('\n'))
        });
        let Some(last) = same else {
            joined.push(answer);
            continue;
        };
        last.content.extend(answer.content);
        if last.kind != answer.kind {
            last.kind = QuoteKind::Mixed;
        }
    }
    for answer in &mut joined {
        let marks: usize = answer.content.iter().map(|c| marks_in(c.slice(text))).sum();
        if answer.kind == QuoteKind::Indirect && marks > 1 {
            answer.kind = QuoteKind::Mixed;
        }
    }
    *answers = joined;
}

/// How many double quote marks a text has.
fn marks_in(text: &str) -> usize {
    text.matches(['"', '“', '”']).count()
}

#[cfg(test)]
mod tests {
    use newsprint::Reader;
    use newsprint::quotation::QuoteKind;

    use super::conventions;
    use crate::data::gold::GoldDocument;
    use crate::eval::quotations::answers;

    #[test]
    fn nested_ones_go_and_what_goes_on_is_joined() {
        let text = "Vote\n\nMayor Ana Reyes said on Monday that the plan was dead. \"It is \
                    over,\" \n\n\"My mother always told me, 'Wait and see,'\" said Femi Okafor.\n";
        let gold = GoldDocument::of_quotes(String::new(), text.to_string(), Vec::new());
        let before = answers(&Reader::english(), &gold);
        let mut after = before.clone();
        conventions(text, &mut after);
        assert_eq!(before.len(), 4, "{before:?}");
        assert_eq!(after.len(), 2, "{after:?}");
        assert_eq!((after[0].kind, after[0].content.len()), (QuoteKind::Mixed, 2));
    }
}
