//! Mentions to chains: names by their clusters, nominals by their heads,
//! pronouns by rank.

use super::chain::{Chain, Form, Item, Nature};
use super::cluster::{self, Gender, NameUse};
use super::nominal::{OTHER_OFFICE, nominal_key};
use super::rank::{self, Features, Place};
use super::syntax;
use super::table::Table;
use super::title::{self, STRONG};
use crate::article::BlockKind;
use crate::entity::Label;
use crate::lexicon::WordClass;
use crate::mention::phrase;
use crate::mention::{Context, Mention, MentionForm, PronounKind};
use crate::tag::Upos;

/// Names that one joint chain may have.
const MOST_JOINED: usize = 6;
/// Chains that a pronoun or nominal may look back to.
const REACH: usize = 40;

/// The chains of an article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chains {
    pub(crate) all: Vec<Chain>,
    /// The chain of each mention.
    pub(crate) of_mention: Vec<Option<usize>>,
    pub(crate) items: Vec<Item>,
    /// The mentions that each report's source is.
    pub(crate) sources: Vec<Vec<usize>>,
}

/// A decision about one pronoun, for training.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) mention: usize,
    /// The chains that it chose among, with their features.
    pub(crate) candidates: Vec<(usize, Features)>,
}

/// Puts the mentions of an article into chains.
pub(crate) fn resolve(
    context: &Context<'_>,
    mentions: &[Mention],
    weights: &[i16],
    mut trace: Option<&mut Vec<Decision>>,
) -> Chains {
    let mut state = State::new(context, mentions);
    for at in 0..mentions.len() {
        let Some(item) = state.found.items.get(at).cloned() else { continue };
        let chain = match &item.form {
            Form::Name(cluster) => Some(*cluster),
            Form::Nominal(key) => Some(state.nominal(at, &item, key)),
            Form::Pronoun(PronounKind::Speaker | PronounKind::Speakers) => None,
            Form::Pronoun(kind) => {
                let decision = state.candidates(at, &item, *kind);
                let best = decision
                    .candidates
                    .iter()
                    .map(|(chain, features)| (rank::score(weights, features), *chain))
                    .max_by_key(|(score, chain)| (*score, std::cmp::Reverse(*chain)));
                if let Some(trace) = trace.as_deref_mut() {
                    trace.push(decision);
                }
                best.filter(|(score, _)| *score > 0 || !rank::may_be_open(*kind))
                    .map(|(_, chain)| chain)
            }
        };
        if let Some(chain) = chain {
            state.add(at, chain, &item);
        }
    }
    state.found
}

pub(super) struct State<'a> {
    pub(super) context: &'a Context<'a>,
    /// The people of each role, by first mention.
    pub(super) titled: Table<String, Vec<usize>>,
    /// Where the mentions of a chain went.
    pub(super) alias: Table<usize, usize>,
    pub(super) found: Chains,
    /// Chains by the time of their last mention, the latest last.
    pub(super) recent: Vec<usize>,
    /// The last chain with a nominal of that head.
    pub(super) by_key: Table<String, usize>,
    /// The chain that was the source of the last report.
    pub(super) spoke_last: Option<usize>,
    /// The chain of one person that has most mentions.
    pub(super) topic: Option<usize>,
    /// A source without a name, new in its sentence, that the next sentence
    /// may name.
    pub(super) unnamed: Option<(usize, usize)>,
}

/// Whether what is known of a name does not speak against an earlier phrase
/// without one: a title of the name must be that of the phrase.
fn may_be_named(open: &Chain, named: &Chain) -> bool {
    let told = open.keys.iter().any(|key| named.keys.contains(key));
    match open.nature {
        Nature::Person => {
            let general = open.keys.iter().any(|key| super::describe::is_any_office(key));
            told || (named.keys.is_empty() || general)
                && !open.keys.iter().any(|k| k.starts_with("spokes"))
        }
        _ => told || open.keys.iter().any(|key| super::describe::is_general(key)),
    }
}

impl<'a> State<'a> {
    fn new(context: &'a Context<'a>, mentions: &[Mention]) -> Self {
        let mut found = Chains { of_mention: vec![None; mentions.len()], ..Chains::default() };
        found.items.reserve(mentions.len());
        let mut at_head: Vec<Option<usize>> = vec![None; context.len()];
        let mut of_entity: Vec<Option<usize>> = vec![None; context.entities.len()];
        for (at, mention) in mentions.iter().enumerate() {
            match mention.entity {
                Some(entity) => {
                    if let Some(cell) = of_entity.get_mut(entity.index()) {
                        *cell = Some(at);
                    }
                }
                None => {
                    if let Some(cell) = at_head.get_mut(mention.head.index()) {
                        cell.get_or_insert(at);
                    }
                }
            }
        }
        let of_entity = |entity: usize| of_entity.get(entity).copied().flatten();
        let at_head = |head: usize| at_head.get(head).copied().flatten();
        let mut describe = Vec::new();
        let mut source_of = vec![None; mentions.len()];
        for (index, report) in context.reports.iter().enumerate() {
            let mut row = Vec::new();
            if let Some(source) = report.source.filter(|s| !s.tokens.is_empty()) {
                for phrase in phrase::parts(context, source.tokens.range()) {
                    let owner = phrase::owner(context, &phrase);
                    let name = phrase.name.or_else(|| owner.and_then(|at| context.entity_at(at)));
                    if let (Some(entity), None) = (phrase.name, owner) {
                        describe.push((entity, phrase.tokens.clone()));
                    }
                    let mention = match name {
                        Some(entity) => of_entity(entity),
                        None => owner.and_then(at_head),
                    };
                    let mention = mention.or_else(|| at_head(phrase.head));
                    if let Some(mention) = mention {
                        row.push(mention);
                        if let Some(cell) = source_of.get_mut(mention) {
                            *cell = Some(index);
                        }
                    }
                }
            }
            found.sources.push(row);
        }
        let mut state = Self {
            context,
            titled: Table::default(),
            alias: Table::default(),
            found,
            recent: Vec::new(),
            by_key: Table::default(),
            spoke_last: None,
            topic: None,
            unnamed: None,
        };
        let cluster_of = state.names(mentions);
        let cluster_of = |at: usize| cluster_of.get(at).copied().flatten();
        for (entity, tokens) in describe {
            if let Some(cluster) = of_entity(entity).and_then(cluster_of) {
                state.describe(cluster, entity, &tokens);
            }
        }
        // The last sentence whose first subject was seen.
        let mut led = None;
        for (at, mention) in mentions.iter().enumerate() {
            let tokens = mention.tokens.range();
            let form = match mention.form {
                MentionForm::Name => Form::Name(cluster_of(at).unwrap_or(0)),
                MentionForm::Pronoun => Form::Pronoun(
                    PronounKind::of(context.text(tokens.start)).unwrap_or(PronounKind::Thing),
                ),
                MentionForm::Nominal => Form::Nominal(nominal_key(context, mention.head.index())),
            };
            let source_of = source_of.get(at).copied().flatten();
            let role = if source_of.is_some() {
                syntax::Role::Subject
            } else {
                syntax::role(context, &tokens)
            };
            let sentence = context.sentence_at(tokens.start);
            let leads = role == syntax::Role::Subject && led != Some(sentence);
            if leads {
                led = Some(sentence);
            }
            state.found.items.push(Item {
                head: mention.head.index(),
                sentence,
                leads,
                block: context.block_at(tokens.start),
                quoted: context.quoted_in(tokens.start),
                role,
                source_of,
                form,
                tokens,
            });
        }
        state
    }

    /// `Iran's Health Ministry` says more than `Health Ministry`.
    fn describe(&mut self, cluster: usize, entity: usize, tokens: &std::ops::Range<usize>) {
        let context = self.context;
        let Some(run) = context.entities.get(entity).map(|e| e.tokens.range()) else { return };
        let gpe = |at: usize| matches!(context.name_at(at), Some((_, Label::Gpe)));
        let owned = run.start.checked_sub(2).is_some_and(|at| {
            at >= tokens.start && matches!(context.text(at + 1), "'s" | "’s" | "'" | "’") && gpe(at)
        });
        // `the French Consulate in Perth`
        let inside = run.end + 1 < tokens.end
            && context.has(run.end - 1, WordClass::OrganisationNoun)
            && context.is(run.end, "in")
            && (run.end + 1..tokens.end).all(|at| gpe(at) || context.is(at, "the"));
        let office = run.clone().any(|at| {
            context.has(at, WordClass::OrganisationNoun)
                || context.is_any(at, &["service", "presidency", "center", "centre"])
        }) && (inside || run.end >= tokens.end);
        if let Some(chain) = self.found.all.get_mut(cluster)
            && (owned || inside)
            && office
            && chain.label == Some(Label::Org)
            && chain.described.is_none()
        {
            let start = if owned { tokens.start } else { run.start };
            chain.described = Some(start..if inside { tokens.end } else { run.end });
        }
    }

    /// Clusters the names and makes their chains; gives the cluster of each
    /// mention that is a name.
    fn names(&mut self, mentions: &[Mention]) -> Vec<Option<usize>> {
        let context = self.context;
        let mut uses = Vec::new();
        let mut at_use = Vec::new();
        let mut titles = Vec::new();
        for (at, mention) in mentions.iter().enumerate() {
            let Some(entity) = mention.entity.and_then(|id| context.entities.get(id.index()))
            else {
                continue;
            };
            let run = mention.tokens.range();
            let around = match entity.label {
                Label::Person => title::around(context, &run),
                Label::Org => title::body(context, &run),
                _ => title::Titles::default(),
            };
            let before = run.start.checked_sub(1);
            uses.push(NameUse {
                text: mention.span.slice(context.evidence.text),
                label: entity.label,
                gender: match around.gender {
                    g if g >= STRONG - 2 => Some(Gender::Male),
                    g if g <= 2 - STRONG => Some(Gender::Female),
                    _ => None,
                },
                in_brackets: before.is_some_and(|b| context.text(b) == "("),
            });
            at_use.push(at);
            titles.push(around);
        }
        let clusters = cluster::cluster(&uses, context.lexicon);
        self.found.all = (0..clusters.count).map(|_| Chain::new(Nature::Thing, None)).collect();
        let mut tally: Table<(usize, Label), usize> = Table::default();
        let mut genders: Table<&str, i32> = Table::default();
        let mut of_mention = vec![None; mentions.len()];
        for (((name, &cluster), &at), titles) in
            uses.iter().zip(&clusters.of_use).zip(&at_use).zip(titles)
        {
            if let Some(cell) = of_mention.get_mut(at) {
                *cell = Some(cluster);
            }
            let count = tally.entry((cluster, name.label)).or_default();
            *count += 1;
            let count = *count;
            let Some(chain) = self.found.all.get_mut(cluster) else { continue };
            let best = chain.label.and_then(|label| tally.get(&(cluster, label)).copied());
            if best.is_none_or(|best| count > best) {
                chain.label = Some(name.label);
                chain.nature = Nature::of(name.label);
            }
            chain.named = true;
            chain.country = clusters.countries.get(cluster).copied().flatten();
            if titles.gender.abs() > chain.gender.abs() {
                chain.gender = titles.gender;
            }
            if chain.gender == 0 && name.label == Label::Person {
                // Weak evidence: most bearers of the given name.
                chain.gender = *genders.entry(name.text).or_insert_with(|| {
                    let words = super::name::PersonName::parse(name.text);
                    let given = words.parts.iter().take(words.parts.len().max(2) - 1);
                    given
                        .filter_map(|part| cluster::given_gender(part, context.lexicon))
                        .map(|gender| if gender == Gender::Male { 2 } else { -2 })
                        .next()
                        .unwrap_or(0)
                });
            }
            for key in &titles.keys {
                chain.add_key(key);
                let row = self.titled.entry(key.clone()).or_default();
                if row.len() < 4 && !row.contains(&cluster) {
                    row.push(cluster);
                }
            }
            if chain.roles.len() < 24 {
                chain.roles.extend(titles.roles);
            }
        }
        of_mention
    }

    /// Records that a mention belongs to a chain.
    fn add(&mut self, at: usize, chain_id: usize, item: &Item) {
        if let Some(cell) = self.found.of_mention.get_mut(at) {
            *cell = Some(chain_id);
        }
        if let Form::Name(_) = item.form {
            self.name_unnamed(chain_id, item);
            self.name_titled(chain_id, item);
        }
        let Some(chain) = self.found.all.get_mut(chain_id) else { return };
        chain.mentions.push(at);
        chain.subjects += usize::from(item.role == syntax::Role::Subject);
        chain.outside += usize::from(item.quoted.is_none());
        if item.role == syntax::Role::Subject {
            chain.last_subject = Some(item.sentence);
        }
        match item.form {
            Form::Pronoun(PronounKind::Male) => chain.by_pronouns += 2,
            Form::Pronoun(PronounKind::Female) => chain.by_pronouns -= 2,
            _ => {}
        }
        let count = chain.mentions.len();
        if item.source_of.is_some() {
            chain.speaks = true;
            self.spoke_last = Some(chain_id);
        }
        let person = chain.nature == Nature::Person;
        let most = self.topic.and_then(|t| self.found.all.get(t)).map_or(0, |c| c.mentions.len());
        if person && count > most {
            self.topic = Some(chain_id);
        }
        self.touch(chain_id);
        let sources = item.source_of.and_then(|report| self.found.sources.get(report));
        if let Some(sources) = sources.filter(|sources| sources.len() > 1) {
            if sources.last() == Some(&at) {
                self.join_sources(sources.clone(), item);
            }
        } else if let Form::Name(_) = item.form {
            self.join_neighbours(at, chain_id, item);
        }
    }

    /// The sources of one report: a joint chain that `they` and `the
    /// senators` can stand for.
    fn join_sources(&mut self, sources: Vec<usize>, item: &Item) {
        let mut members: Vec<usize> = Vec::new();
        for chain in sources.iter().filter_map(|&m| self.found.of_mention.get(m).copied().flatten())
        {
            let parts = self.found.all.get(chain).map_or(&[][..], |c| c.members.as_slice());
            let single = [chain];
            let parts = if parts.is_empty() { &single } else { parts };
            for &part in parts {
                if !members.contains(&part) {
                    members.push(part);
                }
            }
        }
        let natures = || members.iter().filter_map(|&m| self.found.all.get(m)).map(|c| c.nature);
        let Some(first) = natures().next().filter(|_| members.len() > 1) else { return };
        let nature = if natures().all(|nature| nature == first) { first } else { Nature::People };
        let mut chain = Chain::new(nature, None);
        chain.members = members;
        chain.mentions = sources;
        chain.outside = usize::from(item.quoted.is_none());
        chain.subjects = 1;
        chain.last_subject = Some(item.sentence);
        chain.speaks = true;
        let id = self.found.all.len();
        self.found.all.push(chain);
        self.spoke_last = Some(id);
        self.touch(id);
    }

    /// `A health expert says ... . Ann Lee told reporters ...`: whoever the next
    /// sentence names first.
    fn name_unnamed(&mut self, chain_id: usize, item: &Item) {
        let Some((unnamed, sentence)) = self.unnamed else { return };
        if item.sentence == sentence {
            return;
        }
        let (Some(open), Some(chain)) = (self.found.all.get(unnamed), self.found.all.get(chain_id))
        else {
            return;
        };
        let fits = open.nature == chain.nature
            && open.gender() * chain.gender() >= 0
            && chain.mentions.is_empty()
            && item.quoted.is_none()
            && may_be_named(open, chain)
            && !self.of_another_office(open, chain);
        let next = item.sentence == sentence + 1 && item.leads;
        if item.role == syntax::Role::Subject || item.sentence > sentence + 1 {
            self.unnamed = None;
        }
        if fits && next {
            self.merge(unnamed, chain_id);
        }
    }

    /// Whether a chain without a name is of a former or deputy office: `the vice
    /// president` is not President Lee.
    fn of_other_office(&self, chain: &Chain) -> bool {
        let first = chain.mentions.first().and_then(|&m| self.found.items.get(m));
        first
            .is_some_and(|item| item.tokens.clone().any(|at| self.context.is_any(at, OTHER_OFFICE)))
    }

    /// Whether a chain without a name and a name share their title but not
    /// what tells two such offices apart.
    fn of_another_office(&self, open: &Chain, named: &Chain) -> bool {
        let shared = open.keys.iter().any(|key| named.keys.contains(key));
        let Some(first) = open.mentions.first().and_then(|&m| self.found.items.get(m)) else {
            return false;
        };
        let mut roles = named.roles.iter().take(4).flat_map(|role| role.clone().take(12));
        shared
            && first
                .tokens
                .clone()
                .filter(|&at| self.context.is_any(at, OTHER_OFFICE))
                .any(|at| !roles.any(|other| self.context.is(other, self.context.text(at))))
    }

    /// `A federal judge ruled ... . Judge Lee wrote ...`: the one of that title.
    fn name_titled(&mut self, chain_id: usize, item: &Item) {
        let Some(chain) = self.found.all.get(chain_id) else { return };
        if chain.nature != Nature::Person || !chain.mentions.is_empty() {
            return;
        }
        let titled = chain.keys.iter().filter(|key| super::describe::is_one_office(key));
        let open = titled.filter_map(|key| self.by_key.get(key).copied()).find(|&open| {
            let near = |chain: &Chain| {
                let last = chain.mentions.last().and_then(|&m| self.found.items.get(m));
                last.is_some_and(|last| {
                    item.sentence - last.sentence.min(item.sentence) <= 4
                        || self.context.block_kind(last.tokens.start) == BlockKind::Headline
                })
            };
            self.found.all.get(open).is_some_and(|open| {
                !open.named
                    && open.nature == Nature::Person
                    && open.gender() * chain.gender() >= 0
                    && !self.of_other_office(open)
                    && near(open)
            })
        });
        if let Some(open) = open {
            self.merge(open, chain_id);
        }
    }

    fn touch(&mut self, chain: usize) {
        if let Some(place) = self.recent.iter().rposition(|&c| c == chain) {
            self.recent.remove(place);
        } else if self.recent.len() >= REACH {
            self.recent.remove(0);
        }
        self.recent.push(chain);
    }

    /// `Tillerson and Lavrov`, `Sens. Reed (D-RI), Cole and Voss`: a joint chain
    /// that `they` can stand for.
    fn join_neighbours(&mut self, at: usize, chain_id: usize, item: &Item) {
        let Some(nature) = self.found.all.get(chain_id).map(|chain| chain.nature) else { return };
        if nature == Nature::Thing {
            return;
        }
        // From the last back to the first, over `and` once, then commas.
        let last = (at, chain_id);
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut next = item.tokens.start;
        for other in (0..at).rev().take(5 * MOST_JOINED) {
            let Some(before) = self.found.items.get(other) else { break };
            if before.sentence != item.sentence || found.len() + 1 >= MOST_JOINED {
                break;
            }
            let chain = self.found.of_mention.get(other).copied().flatten();
            let fits = chain.filter(|&c| {
                matches!(before.form, Form::Name(_))
                    && self.found.all.get(c).is_some_and(|c| c.nature == nature)
            });
            let joint = if found.is_empty() { "and" } else { "," };
            if let Some(chain) = fits
                && self.joined(before.tokens.end..next, joint, nature == Nature::Person)
            {
                if !found.iter().chain([&last]).any(|&(_, c)| c == chain) {
                    found.push((other, chain));
                }
                next = before.tokens.start;
            } else if before.tokens.end + 8 < next {
                break;
            }
        }
        if found.is_empty() {
            return;
        }
        found.reverse();
        found.push(last);
        let mut chain = Chain::new(nature, None);
        chain.members = found.iter().map(|&(_, chain)| chain).collect();
        chain.mentions = found.iter().map(|&(mention, _)| mention).collect();
        chain.outside = usize::from(item.quoted.is_none());
        chain.subjects = usize::from(item.role == syntax::Role::Subject);
        chain.speaks = item.source_of.is_some();
        let id = self.found.all.len();
        self.found.all.push(chain);
        self.touch(id);
    }

    /// Whether words between two names join them: `and`, ` (D-RI) and Sen.`.
    fn joined(&self, gap: std::ops::Range<usize>, joint: &str, people: bool) -> bool {
        let context = self.context;
        let mut at = gap.start;
        if gap.len() > 10 {
            return false;
        }
        if context.text(at) == "(" {
            let close = (at..gap.end).find(|&t| context.text(t) == ")");
            at = close.map_or(gap.end, |close| close + 1);
        }
        if joint == "and" && context.text(at) == "," {
            at += 1;
        }
        if at >= gap.end || !context.is(at, joint) {
            return false;
        }
        let titles = at + 1..gap.end;
        titles.len() <= if people { 4 } else { 1 }
            && titles.clone().all(|t| {
                context.is(t, "the")
                    || people && (context.text(t) == "." || title::is_title(context, t))
            })
    }

    /// The chains that a pronoun may stand for, with their features.
    fn candidates(&self, at: usize, item: &Item, kind: PronounKind) -> Decision {
        let speaker = item.quoted.and_then(|report| {
            let row = self.found.sources.get(report)?;
            let &[mention] = row.as_slice() else { return None };
            match self.found.items.get(mention)?.form {
                Form::Name(cluster) => Some(cluster),
                _ => self.found.of_mention.get(mention).copied().flatten(),
            }
        });
        let single = matches!(kind, PronounKind::Male | PronounKind::Female);
        let mut candidates = Vec::with_capacity(self.recent.len());
        let mut rank = 0;
        let mut subjects = 0;
        for &id in self.recent.iter().rev() {
            let Some(chain) = self.found.all.get(id) else { continue };
            // Whoever speaks says `I`.
            if !rank::compatible(kind, chain) || (single && speaker == Some(id)) {
                continue;
            }
            let Some(last) = chain.mentions.last().and_then(|&m| self.found.items.get(m)) else {
                continue;
            };
            // `Italian officials`: an adjective is nobody.
            if chain.nature == Nature::People && self.context.upos(last.head) == Upos::Adjective {
                continue;
            }
            if last.tokens.contains(&item.head) && last.tokens.len() > 1 {
                // `his` inside `his lawyer` is not the lawyer.
                continue;
            }
            if rank::co_argument(self.context, item, last) {
                continue;
            }
            let place = self.place(id, rank, item, last, subjects);
            subjects += usize::from(last.role == syntax::Role::Subject);
            let features = rank::features(self.context, item, kind, chain, last, place);
            candidates.push((id, features));
            rank += 1;
        }
        // `In his interview, Putin doubled down`.
        let ahead = self.found.items.iter().skip(at + 1).take(6).filter(|next| {
            next.sentence == item.sentence && next.quoted.is_none() && item.quoted.is_none()
        });
        for next in ahead {
            let Form::Name(id) = next.form else { continue };
            if candidates.iter().any(|(c, _)| *c == id) {
                continue;
            }
            if let Some(chain) = self.found.all.get(id)
                && rank::compatible(kind, chain)
            {
                let place = Place { ahead: true, ..self.place(id, rank, item, next, subjects) };
                let features = rank::features(self.context, item, kind, chain, next, place);
                candidates.push((id, features));
            }
        }
        Decision { mention: at, candidates }
    }

    fn place(&self, id: usize, rank: usize, item: &Item, last: &Item, subjects: usize) -> Place {
        let chain = self.found.all.get(id);
        let mentions = chain.map_or(&[][..], |chain| chain.mentions.as_slice());
        let lately = mentions
            .iter()
            .rev()
            .take(4)
            .filter_map(|&m| self.found.items.get(m))
            .filter(|m| m.sentence + 3 > item.sentence)
            .count();
        Place {
            rank,
            ahead: false,
            topic: self.topic == Some(id) && mentions.len() > 2,
            spoke_last: self.spoke_last == Some(id),
            lately,
            leads: last.leads,
            subjects_since: subjects,
        }
    }
}
