//! The table of rules: the stable names that [`super::Quotation::rule`] gives.
//!
//! Cues, sources and contents are found by the trained scorer; the rule says
//! what form the report has. The first rule of the table that holds gives the
//! name.

use serde::{Deserialize, Serialize};

use super::QuoteKind;
use super::feature::{Found, View};
use super::tags;
use crate::token::NormKey;

/// The stable name of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleId(pub &'static str);

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        rules()
            .iter()
            .find(|rule| rule.id.0 == name)
            .map(|rule| rule.id)
            .ok_or_else(|| serde::de::Error::custom("expected the id of a quotation rule"))
    }
}

/// One row of the table of rules.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its stable name.
    pub id: RuleId,
    /// A sentence that it reads; the cue stands between asterisks.
    pub example: &'static str,
    /// Whether a report has this form; `None` for rules that no cue leads to.
    holds: Option<fn(&Form) -> bool>,
}

/// What the rules look at.
#[allow(clippy::struct_excessive_bools, reason = "each is a question that some rule asks")]
struct Form {
    kind: QuoteKind,
    /// The trigger is a verb.
    verb: bool,
    noun: bool,
    passive: bool,
    colon: bool,
    /// `according to`, `per`.
    preposition: bool,
    /// Content before the cue, after it, around it.
    before: bool,
    around: bool,
    /// The source stands after the cue.
    inverted: bool,
    source: bool,
    /// The first word of the content.
    to: bool,
    that: bool,
}

/// A passage that no cue claims and that quotes someone.
pub(super) const UNATTRIBUTED: &str = "quoted-alone";
/// A passage behind a name and a colon.
pub(super) const COLON: &str = "quoted-colon";
/// A passage that a name signs.
pub(super) const DASH: &str = "quoted-dash";
/// An answer of an interview.
pub(super) const INTERVIEW: &str = "interview";
/// A passage that quotes nobody.
pub(super) const SCARE: &str = "scare";

macro_rules! table {
    ($($id:literal, $example:literal, $holds:expr);* $(;)?) => {
        &[$(Rule { id: RuleId($id), example: $example, holds: $holds }),*]
    };
}

const RULES: &[Rule] = table! {
    "quoted-colon", "The mayor*:* \"We leave.\"", Some(|f| f.colon && f.kind != QuoteKind::Indirect);
    "colon", "Mayor*:* town to leave the league", Some(|f| f.colon);
    "quoted-according-to", "The plan is \"dead\", *according to* the mayor.", Some(|f| f.preposition && f.kind != QuoteKind::Indirect);
    "according-to", "The plan is dead, *according to* the mayor.", Some(|f| f.preposition);
    "quoted-around", "\"We leave,\" the mayor *said*, \"at noon.\"", Some(|f| f.kind == QuoteKind::Direct && f.around);
    "quoted-inverted", "\"We leave,\" *said* the mayor.", Some(|f| f.kind == QuoteKind::Direct && f.before && f.inverted);
    "quoted-before", "\"We leave,\" the mayor *said*.", Some(|f| f.kind == QuoteKind::Direct && f.before);
    "quoted-after", "The mayor *said*, \"We leave.\"", Some(|f| f.kind == QuoteKind::Direct);
    "noun-mixed", "He rejected her *claim* that it was \"a farce\".", Some(|f| f.noun && f.kind == QuoteKind::Mixed);
    "noun", "He rejected *claims* that the vote was bought.", Some(|f| f.noun);
    "passive-mixed", "The plan *was described* as \"a farce\".", Some(|f| f.passive && f.kind == QuoteKind::Mixed);
    "passive", "Two men *were reported* missing.", Some(|f| f.passive);
    "mixed-before", "The plan was \"a farce\", the mayor *said*.", Some(|f| f.kind == QuoteKind::Mixed && (f.before || f.around));
    "mixed-after", "The mayor *said* the plan was \"a farce\".", Some(|f| f.kind == QuoteKind::Mixed);
    "indirect-around", "The plan, she *said*, was a farce.", Some(|f| f.around);
    "indirect-before", "The plan was a farce, the mayor *said*.", Some(|f| f.before);
    "indirect-to", "The mayor *urged* voters to stay.", Some(|f| f.to);
    "indirect-that", "The mayor *said* that the plan was a farce.", Some(|f| f.that);
    "indirect-after", "The mayor *said* the plan was a farce.", Some(|f| f.verb);
    "other", "In the mayor's *words*, the plan was a farce.", Some(|_| true);
    "quoted-alone", "\"We are leaving tomorrow, all of us.\"", None;
    "quoted-dash", "\"We leave.\" - Mayor Ann Lee", None;
    "interview", "Ann Lee: We leave at noon.", None;
    "scare", "The town's \"mayor\" is a dog.", None;
};

/// Every rule that can stand in [`super::Quotation::rule`].
pub fn rules() -> &'static [Rule] {
    RULES
}

/// The rule of a report with a cue.
pub(super) fn of(view: &View<'_>, found: &Found, kind: QuoteKind) -> RuleId {
    let anchor = &found.anchor;
    let item = view.items.get(anchor.trigger).copied().unwrap_or_default();
    let first = view.items.get(found.content.0).copied().unwrap_or_default();
    let (i, j) = found.content;
    let verb = tags::is_verb(item.tag);
    let form = Form {
        kind,
        verb,
        noun: tags::is_noun(item.tag),
        passive: tags::is_participle(item.tag) && passive(view, anchor.cue.0, anchor.trigger),
        colon: item.mark == b':',
        preposition: !verb && !tags::is_noun(item.tag) && item.mark == 0,
        before: j <= anchor.cue.0,
        around: i < anchor.cue.0 && j > anchor.cue.1,
        inverted: anchor.source.is_some_and(|source| source.0 >= anchor.cue.1),
        source: anchor.source.is_some(),
        to: tags::is_to(first.tag),
        that: tags::is_preposition(first.tag),
    };
    let _ = form.source;
    let rule = RULES.iter().find(|rule| rule.holds.is_some_and(|holds| holds(&form)));
    rule.map_or(RuleId("other"), |rule| rule.id)
}

/// Whether a form of *be* stands in the cue before its participle.
fn passive(view: &View<'_>, from: usize, to: usize) -> bool {
    let forms = ["is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "\u{2019}s"];
    let forms = forms.map(|form| NormKey::of(form).0);
    (from..to).any(|at| view.items.get(at).is_some_and(|item| forms.contains(&item.word)))
}
