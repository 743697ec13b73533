//! Actors and speakers, with gold entities and gold reports in the place of
//! the system's: what these stages do by themselves.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;

use newsprint::actor::Cast;
use newsprint::entity::{Entity, Label};
use newsprint::lexicon::{Lexicon, WordClass};
use newsprint::mention::MentionForm;
use newsprint::quotation::{self, Passage, QuoteKind, Report};
use newsprint::text::{IdRange, MarkId, TokenId};
use newsprint::token::NormKey;
use newsprint::{Document, Reader, Span};
use serde_json::json;

use super::quotations::plain;
use super::{Counts, Request, Row, percent};
use crate::data::conllu::{self, TreebankDocument};
use crate::data::gold::{self, GoldDocument};

/// Measures actors on GUM and speakers on gold reports.
///
/// # Errors
/// When a gold file cannot be read.
pub fn evaluate(data: &Path, reader: &Reader, request: Request) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for set in ["gum-dev", "gum-train"] {
        let documents = conllu::read(&data.join(format!("train/{set}.conllu.xz")))?;
        let errors = if set == "gum-train" { request.errors } else { 0 };
        for gold_names in [true, false] {
            let mut found = coreference(reader, set, &documents, gold_names, errors);
            if set == "gum-dev" && gold_names {
                for row in &mut found {
                    if row.measure == "pronoun antecedent right, people, gold names" {
                        row.floor = Some(75.0);
                    }
                }
            }
            rows.extend(found);
        }
    }
    for set in [
        "wikinews-gold-dev",
        "senate-gold-dev",
        "wikinews-gold-train",
        "senate-gold-train",
        "voa-gold",
    ] {
        let documents = gold::read(&data.join(format!("train/{set}.jsonl")))?;
        let errors = request.errors;
        rows.extend(speakers(reader, set, &documents, errors));
        rows.extend(super::speakers::whole(reader, set, &documents, errors));
    }
    Ok(rows)
}

/// The tokens that a span touches.
pub fn tokens(document: &Document, span: Span) -> IdRange<TokenId> {
    let tokens = document.tokens();
    let start = tokens.partition_point(|token| token.span.end <= span.start);
    let end = tokens.partition_point(|token| token.span.start < span.end);
    IdRange::new(start, end)
}

/// Gold entities in the form that the stages read.
pub fn entities(document: &Document, gold: &[(Span, Label)]) -> Vec<Entity> {
    gold.iter()
        .map(|&(span, label)| Entity { span, tokens: tokens(document, span), label, score: 1.0 })
        .filter(|entity| !entity.tokens.is_empty())
        .collect()
}

/// The entities of a gold document.
pub fn gold_entities(gold: &GoldDocument) -> Vec<(Span, Label)> {
    gold.entities
        .iter()
        .filter_map(|entity| Some((entity.span, Label::from_name(&entity.label)?)))
        .collect()
}

/// Gold quotations in the form that the stages read, with their positions in
/// the gold document.
pub fn reports(document: &Document, gold: &GoldDocument) -> (Vec<Report>, Vec<usize>) {
    let passage = |span: Span| Passage { span, tokens: tokens(document, span) };
    let mut order: Vec<usize> =
        (0..gold.quotes.len()).filter(|&at| !gold.quotes[at].content.is_empty()).collect();
    order.sort_by_key(|&at| gold.quotes[at].content[0]);
    let reports = order
        .iter()
        .map(|&at| {
            let quote = &gold.quotes[at];
            let marks = document
                .marks()
                .iter()
                .enumerate()
                .filter(|(_, pair)| quote.content.iter().any(|span| span.covers(pair.span)));
            Report {
                kind: quote.kind,
                content: quote.content.iter().copied().map(passage).collect(),
                cue: quote.cue.first().copied().map(passage),
                source: quote
                    .source
                    .iter()
                    .copied()
                    .reduce(|a, b| if b.start - a.end.min(b.start) < 120 { a.join(b) } else { a })
                    .map(passage)
                    .filter(|passage| !passage.tokens.is_empty()),
                marks: marks.map(|(at, _)| MarkId::new(at)).collect(),
                continues: None,
                rule: quotation::rules()[0].id,
                score: 1.0,
            }
        })
        .collect();
    (reports, order)
}

/// Runs the stages on gold layers.
pub fn cast(reader: &Reader, document: &Document, entities: &[Entity], reports: &[Report]) -> Cast {
    quotation::attribute(
        document.evidence(),
        entities,
        reports,
        reader.lexicon(),
        reader.model(),
        true,
    )
}

fn speakers(reader: &Reader, set: &str, gold: &[GoldDocument], errors: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    // Right, unknown, of; invented, of those without a speaker.
    let mut tally: BTreeMap<(&str, &str), [usize; 5]> = BTreeMap::new();
    let mut wrong: Vec<String> = Vec::new();
    for gold in gold {
        let Ok(document) = reader.read(gold.text.as_str()) else { continue };
        let entities = entities(&document, &gold_entities(gold));
        let (reports, order) = reports(&document, gold);
        let cast = cast(reader, &document, &entities, &reports);
        for (quotation, &at) in cast.quotations.iter().zip(&order) {
            let quote = &gold.quotes[at];
            if quote.kind == QuoteKind::Scare {
                continue;
            }
            let quoted = quote.kind != QuoteKind::Indirect;
            let source = quote.source.first().map_or("", |span| span.slice(&gold.text));
            let form = match source.to_lowercase().as_str() {
                "" => "without a source",
                "he" | "she" | "they" | "it" | "him" | "her" | "them" | "his" | "their" | "its" => {
                    "with a pronoun"
                }
                _ => "with a name or noun",
            };
            let found = cast.speaker_name(quotation);
            let expected = quote.speaker.as_deref().map(plain).filter(|name| !name.is_empty());
            let right = expected.is_some() && found.as_deref().map(plain) == expected;
            for choice in [if quoted { "direct and mixed" } else { "indirect" }, "all kinds", form]
            {
                let row = tally.entry((choice, "")).or_default();
                if expected.is_some() {
                    row[0] += usize::from(right);
                    row[1] += usize::from(found.is_none());
                    row[2] += 1;
                } else {
                    row[3] += usize::from(found.is_some());
                    row[4] += 1;
                }
            }
            if errors > 0 && found.as_deref().map(plain) != expected {
                let cue = quote.cue.first().map_or("", |span| span.slice(&gold.text));
                let content = quote.content[0].slice(&gold.text);
                let content: String = content.chars().take(50).collect();
                wrong.push(format!(
                    "[{}] {:?} source {source:?} cue {cue:?} gold {:?} found {found:?} | {content}",
                    gold.id,
                    quote.kind,
                    quote.speaker.as_deref().unwrap_or("-"),
                ));
            }
        }
    }
    for ((choice, _), [right, unknown, of, invented, without]) in tally {
        let mut add = |measure: &str, part: usize, of: usize| {
            let measure = format!("{measure}, {choice}, gold reports");
            rows.push(
                Row::new("actors", set, &measure, percent(part, of))
                    .detail(json!({ "right": part, "of": of })),
            );
        };
        add("speaker name right", right, of);
        add("speaker left unknown", unknown, of);
        add("speaker invented where gold has none", invented, without);
    }
    let step = (wrong.len() / errors.max(1)).max(1);
    for line in wrong.iter().step_by(step).take(errors) {
        eprintln!("{line}");
    }
    rows
}

/// A name of GUM: its span, its label and its cluster.
struct GoldName {
    span: Span,
    label: Label,
    cluster: String,
    measured: bool,
}

/// The named mentions of a document, outermost only.
fn gold_names(document: &TreebankDocument, lexicon: &Lexicon) -> Vec<GoldName> {
    let mut names: Vec<GoldName> = Vec::new();
    for mention in &document.mentions {
        let head = mention
            .words
            .clone()
            .find(|&at| document.words[at].head.is_none_or(|head| !mention.words.contains(&head)));
        let proper = |at: usize| document.words[at].xpos.starts_with("NNP");
        let Some(head) = head.filter(|&at| proper(at)) else { continue };
        let link = |at: usize| {
            matches!(document.form(at), "of" | "the" | "and" | "for" | "-" | "&" | "." | "'s")
        };
        let (mut start, mut end) = (head, head + 1);
        while start > mention.words.start
            && (proper(start - 1)
                || link(start - 1) && start >= mention.words.start + 2 && proper(start - 2))
        {
            start -= 1;
        }
        while end < mention.words.end
            && (proper(end)
                || link(end)
                    && (end + 1 < mention.words.end && proper(end + 1)
                        || end + 2 < mention.words.end && link(end + 1) && proper(end + 2)))
        {
            end += 1;
        }
        // A common noun in capitals (`the Court`) is no name.
        if end - start == 1
            && [WordClass::PersonNoun, WordClass::OrganisationNoun]
                .iter()
                .any(|class| lexicon.classes(NormKey::of(document.form(start))).has(*class))
        {
            continue;
        }
        let span = document.words[start].span.join(document.words[end - 1].span);
        let (label, measured) = match mention.kind.as_str() {
            "person" => (Label::Person, true),
            "place" => (Label::Gpe, true),
            "organization" => (Label::Org, true),
            "event" => (Label::Event, false),
            "object" => (Label::Product, false),
            _ => (Label::WorkOfArt, false),
        };
        names.push(GoldName { span, label, cluster: mention.cluster.clone(), measured });
    }
    names.sort_by_key(|name| (name.span.start, std::cmp::Reverse(name.span.end)));
    let mut end = 0;
    names.retain(|name| {
        let outer = name.span.start >= end;
        if outer {
            end = name.span.end;
        }
        outer
    });
    names
}

/// The third-person pronouns of people.
fn gold_pronouns(document: &TreebankDocument) -> Vec<(Span, String)> {
    document
        .mentions
        .iter()
        .filter(|mention| mention.words.len() == 1 && mention.kind == "person")
        .filter(|mention| {
            let word = document.form(mention.words.start).to_lowercase();
            matches!(
                word.as_str(),
                "he" | "him"
                    | "his"
                    | "himself"
                    | "she"
                    | "her"
                    | "hers"
                    | "herself"
                    | "they"
                    | "them"
                    | "their"
                    | "theirs"
                    | "themselves"
            )
        })
        .map(|mention| (document.words[mention.words.start].span, mention.cluster.clone()))
        .collect()
}

/// The gold entities of a treebank document.
pub fn treebank_entities(document: &TreebankDocument, lexicon: &Lexicon) -> Vec<(Span, Label)> {
    gold_names(document, lexicon).into_iter().map(|name| (name.span, name.label)).collect()
}

/// The spans of each cluster.
pub type Clusters = HashMap<String, Vec<Span>>;

/// The spans of each gold cluster but for its pronouns, and the pronouns with
/// their cluster.
pub fn treebank_clusters(document: &TreebankDocument) -> (Clusters, Vec<(Span, String)>) {
    let mut clusters: HashMap<String, Vec<Span>> = HashMap::new();
    for mention in &document.mentions {
        let words = &document.words[mention.words.clone()];
        if let (Some(first), Some(last)) = (words.first(), words.last())
            && !(words.len() == 1 && first.upos == "PRON")
        {
            clusters.entry(mention.cluster.clone()).or_default().push(first.span.join(last.span));
        }
    }
    (clusters, gold_pronouns(document))
}

#[allow(clippy::too_many_lines, reason = "one pass counts every figure")]
fn coreference(
    reader: &Reader,
    set: &str,
    documents: &[TreebankDocument],
    with_gold: bool,
    errors: usize,
) -> Vec<Row> {
    let mut pairs = Counts::default();
    let (mut b_precision, mut b_recall, mut b_count) = (0.0, 0.0, 0usize);
    let mut pronouns: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for gold in documents {
        let Ok(document) = reader.read(gold.text.as_str()) else { continue };
        let names = gold_names(gold, reader.lexicon());
        let found = if with_gold {
            entities(&document, &names.iter().map(|n| (n.span, n.label)).collect::<Vec<_>>())
        } else {
            document.entities().to_vec()
        };
        // GUM has no reports; the system's tell what is quoted.
        let reports =
            quotation::find(document.evidence(), &found, reader.lexicon(), reader.model());
        let cast = cast(reader, &document, &found, &reports);
        let mut actor_of: Vec<(Span, MentionForm, usize)> = Vec::new();
        for (id, actor) in cast.actors.iter().enumerate() {
            for mention in &actor.mentions {
                let mention = cast.mentions[mention.index()];
                actor_of.push((mention.span, mention.form, id));
            }
        }
        actor_of.sort_by_key(|(span, ..)| *span);
        let key: Vec<(usize, &str, Span)> = names
            .iter()
            .enumerate()
            .filter(|(_, name)| name.measured)
            .map(|(at, name)| {
                let actor = actor_of
                    .iter()
                    .find(|(span, form, _)| *form == MentionForm::Name && span.overlaps(name.span))
                    .map_or(usize::MAX - at, |(.., id)| *id);
                (actor, name.cluster.as_str(), name.span)
            })
            .collect();
        for (at, a) in key.iter().enumerate() {
            let (mut same, mut found, mut gold) = (0usize, 0usize, 0usize);
            for (other, b) in key.iter().enumerate() {
                let (together, truly) = (a.0 == b.0, a.1 == b.1);
                same += usize::from(together && truly);
                found += usize::from(together);
                gold += usize::from(truly);
                if other > at {
                    pairs.add(Counts {
                        right: usize::from(together && truly),
                        found: usize::from(together),
                        gold: usize::from(truly),
                    });
                    if together != truly && with_gold {
                        wrong.push(format!(
                            "[{}] {} {:?} {:?}",
                            document.text().len(),
                            if truly { "apart" } else { "joined" },
                            a.2.slice(document.text()),
                            b.2.slice(document.text())
                        ));
                    }
                }
            }
            #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            {
                b_precision += same as f64 / found as f64;
                b_recall += same as f64 / gold as f64;
            }
            b_count += 1;
        }
        let (clusters, gold_pronouns) = treebank_clusters(gold);
        for (span, cluster) in gold_pronouns {
            let is_named = names.iter().any(|name| name.cluster == cluster);
            let id = actor_of.iter().find(|(s, ..)| *s == span).map(|(.., id)| *id);
            let antecedent = id.and_then(|id| {
                let mut own = actor_of
                    .iter()
                    .filter(|(_, form, other)| *other == id && *form != MentionForm::Pronoun);
                let mut before = own.clone().filter(|(s, ..)| s.end <= span.start);
                before.next_back().or_else(|| own.next()).map(|(s, ..)| *s)
            });
            let spans = clusters.get(&cluster).map(Vec::as_slice).unwrap_or_default();
            let right = antecedent.is_some_and(|a| {
                spans.iter().any(|s| {
                    s.covers(a) && a.len() * 4 >= s.len() || a.covers(*s) && s.len() * 3 >= a.len()
                })
            });
            for choice in ["all people", if is_named { "people" } else { "unnamed people" }] {
                let row = pronouns.entry(choice).or_default();
                row.0 += usize::from(right);
                row.1 += usize::from(antecedent.is_none());
                row.2 += 1;
            }
            if !right && with_gold {
                let at = (span.start as usize).saturating_sub(160);
                let at = (0..=at).rev().find(|&i| document.text().is_char_boundary(i)).unwrap_or(0);
                let before = &document.text()[at..span.end as usize];
                wrong.push(format!(
                    "[{}] named {is_named} found {:?} gold {:?} | {}",
                    gold.id,
                    antecedent.map(|s| s.slice(document.text())),
                    spans.first().map(|s| s.slice(document.text())),
                    before.replace('\n', " ¶ ")
                ));
            }
        }
    }
    let step = (wrong.len() / errors.max(1)).max(1);
    for line in wrong.iter().step_by(step).take(errors) {
        eprintln!("{line}");
    }
    let with = if with_gold { "gold names" } else { "system names" };
    #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let (p, r) =
        (100.0 * b_precision / b_count.max(1) as f64, 100.0 * b_recall / b_count.max(1) as f64);
    let mut rows = vec![
        Row::new("actors", set, &format!("names, pairwise F1, {with}"), pairs.f1()).detail(pairs),
        Row::new("actors", set, &format!("names, pairwise precision, {with}"), pairs.precision()),
        Row::new("actors", set, &format!("names, pairwise recall, {with}"), pairs.recall()),
        Row::new("actors", set, &format!("names, B-cubed F1, {with}"), 2.0 * p * r / (p + r)),
    ];
    for (choice, (right, unknown, of)) in pronouns {
        for (measure, part) in [("pronoun antecedent right", right), ("pronoun left open", unknown)]
        {
            let measure = format!("{measure}, {choice}, {with}");
            rows.push(
                Row::new("actors", set, &measure, percent(part, of))
                    .detail(json!({ "right": part, "of": of })),
            );
        }
    }
    rows
}
