//! From marks and words to reports.

use super::assemble;
use super::claim::{self, Claim};
use super::feature::{self, Anchor, Found, Role, Run, View};
use super::learned::{QuotationModel, SCALE, Trigger, probability};
use super::search::{self, Candidate, Weights};
use super::unit::{self, Item, Units};
use super::{Report, tags};
use crate::article::BlockKind;
use crate::entity::{Entity, Evidence, Label};
use crate::lexicon::Lexicon;
use crate::model::Model;
use crate::tag::TagModel;
use crate::token::NormKey;

/// Triggers looked at in one unit; a sentence has no more.
const TRIGGERS: usize = 40;
/// A trigger that looks less probable by its neighbours is not searched.
const HOPELESS: f32 = 0.03;
/// How probable a report must be.
const LEAST: f32 = 0.5;
/// From which step of its claim on a passage alone makes a report.
const SURE: u8 = claim::SURE + 1;
/// How many sources are tried for the sake of the content.
const SOURCES: usize = 3;
/// The prior of words that are cues more often than not.
const MOSTLY: u8 = 6;
/// How probable a report is that only its passage asks for, by the steps of
/// its claim.
const CLAIMED: [f32; 8] = [0.0, 0.0, 0.0, 0.0, 0.5, 0.55, 0.6, 0.7];

/// Finds who said what: kind, content, cue and source of each report, by the
/// start of the content. Linear.
pub fn find(
    evidence: Evidence<'_>,
    entities: &[Entity],
    _lexicon: &Lexicon,
    model: &Model,
) -> Vec<Report> {
    let tagger = model.tag.as_ref();
    let Some(model) = model.quotation.as_ref() else { return Vec::new() };
    let units = units(evidence, entities, model, tagger);
    let claims = claim::claims(evidence, &units, model);
    let drafts = drafts(evidence, &units, &claims, model);
    assemble::reports(evidence, &units, &drafts, model)
}

/// The units of a document. The tagger knows which words are used alike.
pub fn units(
    evidence: Evidence<'_>,
    entities: &[Entity],
    model: &QuotationModel,
    tagger: Option<&TagModel>,
) -> Units {
    let family = |word| model.trigger(word).map_or(0, |t| t.family);
    let cluster = |word| tagger.map_or(0, |tagger| tagger.entry(NormKey(word)).cluster);
    unit::build(evidence, entities, family, cluster)
}

/// A report within one unit.
#[derive(Clone, Copy, Debug)]
pub struct Draft {
    /// The unit.
    pub unit: usize,
    /// What was found there.
    pub found: Found,
    /// How sure it is, 0 to 1.
    pub probability: f32,
}

/// The unit as features see it.
pub fn view<'a>(
    evidence: Evidence<'_>,
    units: &'a Units,
    claims: &'a [Claim],
    unit: &'a unit::Unit,
) -> View<'a> {
    let block = evidence.article.blocks.get(unit.block as usize);
    let headline = block.is_some_and(|block| block.kind == BlockKind::Headline);
    View { items: units.items(unit), cells: units.cells(unit), unit, headline, claims }
}

/// Every report that has a cue, by unit and place of its cue.
pub fn drafts(
    evidence: Evidence<'_>,
    units: &Units,
    claims: &[Claim],
    model: &QuotationModel,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut scratch = Vec::new();
    for (index, unit) in units.units.iter().enumerate() {
        let view = view(evidence, units, claims, unit);
        let first = drafts.len();
        let triggers = view.items.iter().enumerate().filter(|(_, item)| item.family > 0);
        for (trigger, item) in triggers.take(TRIGGERS) {
            if at_fault(&view, trigger) {
                continue;
            }
            let word = model.trigger(item.word).unwrap_or_default();
            let mut gate = search::Sum::new(model);
            let (_, claim) = claim::of_trigger(&view, trigger);
            feature::gate(&view, trigger, word.prior, word.habit, claim, &mut gate);
            if probability(gate.total) < HOPELESS {
                continue;
            }
            let previous = drafts.get(first..).and_then(<[Draft]>::last).map(|d| &d.found);
            let found = read(&view, trigger, word, previous, None, model, &mut scratch);
            let Some(found) = found else { continue };
            let score = accept(&view, &found, model);
            let draft = Draft { unit: index, found, probability: probability(score) };
            let sense = !adverbial(&view, &found) && !names(&view, units, &found);
            if draft.probability >= LEAST && sense {
                push(&mut drafts, first, draft);
            }
        }
        if unit.total.passages > 0 {
            claim(&view, index, units, first, model, &mut drafts, &mut scratch);
        }
        nearer(&mut drafts, first);
    }
    drafts
}

/// `The storm was to blame for the delay`: nobody is said to blame anybody.
fn at_fault(view: &View<'_>, trigger: usize) -> bool {
    const BLAME: NormKey = NormKey::ascii("blame");
    const TO: NormKey = NormKey::ascii("to");
    let is = |back: usize, words: &[NormKey]| {
        let item = trigger.checked_sub(back).and_then(|at| view.items.get(at));
        item.is_some_and(|item| words.iter().any(|word| word.0 == item.word))
    };
    let be = ["is", "are", "was", "were", "be", "been", "being"].map(NormKey::ascii);
    is(0, &[BLAME]) && is(1, &[TO]) && is(2, &be)
}

/// `Trump said in a note on Twitter.` tells where, not what: a bare *in*, *on*
/// or *at* behind the cue, without a verb or a quotation in it.
fn adverbial(view: &View<'_>, found: &Found) -> bool {
    let (i, j) = found.content;
    let run = view.items.get(i..j).unwrap_or_default();
    let places = ["in", "on", "at", "during"].map(|word| NormKey::of(word).0);
    i >= found.anchor.cue.1
        && run.first().is_some_and(|first| places.contains(&first.word))
        && !run.iter().any(|item| tags::is_verb(item.tag) || item.passage > 0)
}

/// `The minister rejected the union's claims that ...`: of two reports with
/// one content it is that of the cue next to it, if source and cue of the one
/// stand between the other and the content.
fn nearer(drafts: &mut Vec<Draft>, first: usize) {
    let hull = |found: &Found| {
        let cue = found.anchor.cue;
        found.anchor.source.map_or(cue, |source| (source.0.min(cue.0), source.1.max(cue.1)))
    };
    let between = |far: &Found, near: &Found| {
        let near_hull = hull(near);
        far.content == near.content
            && near.anchor.source.is_some()
            && far.anchor.cue.1 <= near_hull.0
            && near_hull.1 <= near.content.0
    };
    let own = drafts.split_off(first.min(drafts.len()));
    let far = |draft: &&Draft| own.iter().any(|other| between(&draft.found, &other.found));
    drafts.extend(own.iter().filter(|draft| !far(draft)));
}

/// Whether a passage looks like the title of something: a few words with
/// capitals, no comma or stop.
fn titled(units: &Units, item: &Item) -> bool {
    let passage = (item.passage as usize).checked_sub(1).and_then(|at| units.passages.get(at));
    let capitals = |inner: &unit::Inner| inner.length > 1 && inner.capitals * 2 > inner.length;
    item.has(Item::SHORT)
        && !item.has(Item::STOPPED | Item::COMMA)
        && passage.is_some_and(|passage| capitals(&passage.inner))
}

/// `I have read "The Long Road"`: words that seldom report name a title.
fn names(view: &View<'_>, units: &Units, found: &Found) -> bool {
    let (i, j) = found.content;
    let title = view.items.get(i).is_some_and(|item| titled(units, item));
    j == i + 1 && title && found.prior < MOSTLY
}

/// Reads the passages that no report holds though they choose a cue.
fn claim(
    view: &View<'_>,
    unit: usize,
    units: &Units,
    first: usize,
    model: &QuotationModel,
    drafts: &mut Vec<Draft>,
    scratch: &mut Vec<Candidate>,
) {
    let passages = view.items.iter().enumerate().filter(|(_, item)| item.passage > 0);
    for (at, item) in passages.take(TRIGGERS) {
        let claim = view.claims.get(item.passage as usize - 1).copied().unwrap_or_default();
        let trigger = claim.trigger as usize;
        let holds = |run: Run| run.0 <= at && at < run.1;
        let held = |draft: &Draft| holds(draft.found.content);
        if claim.step < SURE || titled(units, item) || drafts.iter().skip(first).any(held) {
            continue;
        }
        let Some(cue) = view.items.get(trigger) else { continue };
        let word = model.trigger(cue.word).unwrap_or_default();
        let Some(found) = read(view, trigger, word, None, Some(at), model, scratch) else {
            continue;
        };
        let taken = found.anchor.source.is_some_and(holds) || holds(found.anchor.cue);
        if !taken && holds(found.content) {
            let probability = CLAIMED.get(usize::from(claim.step)).copied().unwrap_or(LEAST);
            push(drafts, first, Draft { unit, found, probability });
        }
    }
}

/// The score of "this is a report", as a logit in the model's integers.
pub fn accept<W: Weights>(view: &View<'_>, found: &Found, weights: &W) -> i32 {
    let mut sum = search::Sum::new(weights);
    feature::accept(view, found, &mut sum);
    sum.total
}

/// Adds a draft; of two that share a cue the surer one stays.
fn push(drafts: &mut Vec<Draft>, first: usize, draft: Draft) {
    let shares = |a: Run, b: Run| a.0 < b.1 && b.0 < a.1;
    let rival = drafts.iter().enumerate().skip(first).find(|(_, other)| {
        shares(other.found.anchor.cue, draft.found.anchor.cue)
            || other.found.content == draft.found.content
                && other.found.anchor.source == draft.found.anchor.source
    });
    match rival {
        Some((at, other)) if other.probability < draft.probability => {
            drafts.remove(at);
            drafts.push(draft);
        }
        Some(_) => {}
        None => drafts.push(draft),
    }
}

/// An anchor that knows its trigger only.
pub fn anchor(view: &View<'_>, trigger: usize, family: u16, previous: Option<&Found>) -> Anchor {
    let (claimed, claim) = claim::of_trigger(view, trigger);
    Anchor {
        claimed,
        claim,
        trigger,
        family: family.into(),
        cue: (trigger, trigger + 1),
        source: None,
        previous: previous.and_then(|found| found.anchor.source),
        outer: previous.map(|found| found.content),
    }
}

/// Cue, source and content about a trigger, whether or not it is one.
pub fn read<W: Weights>(
    view: &View<'_>,
    trigger: usize,
    word: Trigger,
    previous: Option<&Found>,
    must: Option<usize>,
    weights: &W,
    scratch: &mut Vec<Candidate>,
) -> Option<Found> {
    let family = view.items.get(trigger)?.family;
    let mut anchor = anchor(view, trigger, family, previous);
    search::candidates(view, Role::Cue, &anchor, weights, None, None, scratch);
    anchor.cue = search::best(scratch).and_then(|(best, _)| best.run).unwrap_or(anchor.cue);
    search::candidates(view, Role::Source, &anchor, weights, None, None, scratch);
    if let Some(end) = owner(view, &anchor) {
        let owns = |c: &Candidate| c.run.is_some_and(|run| run.1 == end);
        if scratch.iter().any(owns) {
            scratch.retain(owns);
        }
    }
    let (_, source_lead) = search::best(scratch)?;
    // The source and the content that are likeliest together: `The market,
    // she said, is calm` has no content for the source `the market, she`.
    let mut chosen: Option<(i64, Found)> = None;
    let sources = search::close::<SOURCES>(scratch);
    let several = sources.iter().flatten().count() > 1;
    let share = |candidates: &[Candidate], of| {
        if several { search::share(candidates, of) } else { search::ONE }
    };
    let sources = sources.map(|source| source.map(|source| (source, share(scratch, source))));
    for (source, likely) in sources.into_iter().flatten() {
        anchor.source = source.run.map(|run| timeless(view, &anchor, nearest(view, run)));
        search::candidates(view, Role::Content, &anchor, weights, None, must, scratch);
        let Some((content, content_lead)) = search::best(scratch) else { continue };
        let Some(run) = content.run else { continue };
        let both = likely * share(scratch, content);
        if chosen.as_ref().is_none_or(|(best, _)| *best < both) {
            let found = Found {
                anchor,
                content: mend(view, &anchor, run),
                prior: word.prior,
                habit: word.habit,
                source_lead: lead(source_lead),
                content_lead: lead(content_lead),
            };
            chosen = Some((both, found));
        }
    }
    chosen.map(|(_, found)| found)
}

/// `the minister blasted Norway's repeated claims`: who owns the noun says it.
/// Where that one's name ends.
fn owner(view: &View<'_>, anchor: &Anchor) -> Option<usize> {
    let item = |at: usize| view.items.get(at).copied().unwrap_or_default();
    let describes = |at: usize| {
        let tag = item(at).tag;
        tags::is_adjective(tag) || tags::is_participle(tag)
    };
    let mut before = (anchor.cue.0.saturating_sub(3)..anchor.cue.0).rev();
    let mark = before.find(|&at| !describes(at))?;
    let times = [Label::Date, Label::Time].map(|label| label as u8 + 1);
    let owned = mark > 0 && tags::is_possessive(item(mark).tag);
    // Not `last week's claims`.
    (owned && !times.contains(&item(mark - 1).label)).then_some(mark)
}

/// `a handful of issues Tillerson and Lavrov said they agreed on`: the source
/// starts with the people, not with what they speak of.
fn nearest(view: &View<'_>, source: Run) -> Run {
    let item = |at: usize| view.items.get(at).copied().unwrap_or_default();
    let person = Label::Person as u8 + 1;
    let starts = |at: &usize| {
        let (before, here) = (item(at - 1), item(*at));
        here.label == person
            && !here.has(Item::INSIDE)
            && tags::is_plural(before.tag)
            && !before.has(Item::CAPITAL)
    };
    if !tags::is_determiner(item(source.0).tag) {
        return source;
    }
    let start = (source.0 + 1..source.1).find(starts);
    (start.unwrap_or(source.0), source.1)
}

/// `was announced by the ministry on Friday`: the day belongs to the cue.
fn timeless(view: &View<'_>, anchor: &Anchor, source: Run) -> Run {
    let item = |at: usize| view.items.get(at).copied().unwrap_or_default();
    let times = [Label::Date, Label::Time].map(|label| label as u8 + 1);
    let mut end = source.1;
    while end > source.0 + 1 && times.contains(&item(end - 1).label) {
        end -= 1;
    }
    let preposition = end > source.0 + 1 && tags::is_preposition(item(end - 1).tag);
    if source.0 >= anchor.cue.1 && end < source.1 && preposition {
        return (source.0, end - 1);
    }
    source
}

/// What quote marks make certain about a content.
fn mend(view: &View<'_>, anchor: &Anchor, content: Run) -> Run {
    let (i, j) = content;
    let item = |at: usize| view.items.get(at).copied().unwrap_or_default();
    let first = item(i);
    if first.passage == 0 {
        // `said after talks in Moscow that ...`: when and where come first.
        let that = NormKey::of("that").0;
        let plain = |at: &usize| !tags::is_verb(item(*at).tag) && item(*at).passage == 0;
        let complementizer = (i..j.min(i + 10))
            .take_while(plain)
            .find(|&at| item(at).word == that && tags::is_preposition(item(at).tag));
        return match complementizer {
            Some(at) if i >= anchor.cue.1 && tags::is_preposition(first.tag) => (at, j),
            _ => content,
        };
    }
    // `"A."` and a stop inside its marks: nothing goes on behind it.
    if first.has(Item::STOPPED) && j > i + 1 && i >= anchor.cue.1 && item(i + 1).passage == 0 {
        return (i, i + 1);
    }
    // `"A," wrote Mr B, "C."`: both parts.
    if j == i + 1 && j <= anchor.cue.0 && first.has(Item::COMMA) {
        let hull = anchor.source.map_or(anchor.cue.1, |source| source.1.max(anchor.cue.1));
        let comma = item(hull).mark == b',';
        let next = item(hull + usize::from(comma));
        if next.passage > 0 {
            return (i, hull + usize::from(comma) + 1);
        }
    }
    content
}

/// A lead in steps.
fn lead(lead: i32) -> u32 {
    (lead / SCALE).clamp(0, 8).unsigned_abs()
}

/// The parts of a content: one run, or two about the cue.
pub fn parts(view: &View<'_>, found: &Found) -> Vec<Run> {
    let (i, j) = found.content;
    let cue = found.anchor.cue;
    let mark = |at: usize| view.items.get(at).map_or(0, |item| item.mark);
    let mut parts = Vec::with_capacity(2);
    if j <= cue.0 || i >= cue.1 {
        parts.push((i, j));
    } else {
        let around = |run: Run| i < run.0 && run.1 < j;
        let hull = match found.anchor.source {
            Some(source) if around(source) => (source.0.min(cue.0), source.1.max(cue.1)),
            _ => cue,
        };
        let passage = |at: usize| view.items.get(at).is_some_and(|item| item.passage > 0);
        let tag = |at: usize| view.items.get(at).map_or(0, |item| item.tag);
        let mut before = hull.0;
        while before > i + 1 && (mark(before - 1) == b',' || tags::is_adverb(tag(before - 1))) {
            before -= 1;
        }
        let set_off = mark(before) == b',' || before > i && passage(before - 1);
        let mut after = hull.1;
        if set_off {
            // `"A," he said in Paris, "B."`: the second part starts after the
            // comma or with the passage.
            let end = (after + 40).min(j);
            let quoted = before > i && (i..before).all(|at| passage(at) || mark(at) > 0);
            let next = (after..end)
                .find(|&at| passage(at))
                .filter(|_| quoted)
                .or_else(|| (after..end).find(|&at| mark(at) == b',' || passage(at)));
            after = next.map_or(after, |at| if passage(at) { at } else { at + 1 });
        } else if mark(after) == b',' {
            after += 1;
        }
        parts.push((i, before));
        // `"A," he told the press.`: the press is no part of it.
        let quoted = |run: Run| (run.0..run.1).any(passage);
        if after < j && (quoted((after, j)) || !quoted((i, before))) {
            parts.push((after, j));
        }
    }
    for part in &mut parts {
        while part.0 + 1 < part.1 && matches!(mark(part.0), b',' | b':' | b';' | b'.') {
            part.0 += 1;
        }
        while part.0 + 1 < part.1 && matches!(mark(part.1 - 1), b',' | b':' | b';' | b'.') {
            part.1 -= 1;
        }
    }
    parts
}
