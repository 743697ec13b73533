//! What is known of words and names in general: lists of names, classes of
//! words, and word clusters.
//!
//! # The serialised form
//! Class sets that occur; then the words, sorted by norm key, in columns
//! (key differences, class set, cluster when lower-case, cluster when
//! capitalised); the coarser clusters of each cluster; then the phrases, as a
//! trie whose nodes are hashes, in columns (key differences, class set).

use crate::error::Error;
use crate::model::{Input, Output, corrupt, joint};
use crate::token::NormKey;

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// A class of words or names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum NameClass {
            $($(#[$doc])* $variant),*
        }

        impl NameClass {
            /// Every class.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name of its word list.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

classes! {
    /// Given names.
    FirstName = "first-names",
    /// Family names.
    Surname = "surnames",
    /// Cities and towns.
    City = "cities",
    /// Capitals and the best-known cities.
    GreatCity = "great-cities",
    /// Countries.
    Country = "countries",
    /// States, provinces, counties.
    Province = "provinces",
    /// Nationalities and peoples.
    Demonym = "demonyms",
    /// Religious and political groups.
    Group = "groups",
    /// Languages.
    Language = "languages",
    /// Regions, continents, waters, mountains.
    Region = "regions",
    /// Organisations by name.
    Organisation = "organisations",
    /// Newspapers, broadcasters, agencies of news.
    Media = "media",
    /// Sports teams.
    Team = "teams",
    /// Companies.
    Company = "companies",
    /// Words that a name of an organisation ends in, or turns on.
    OrganisationWord = "organisation-words",
    /// Words that a name of a building or site turns on.
    FacilityWord = "facility-words",
    /// Words that a name of a place in nature turns on.
    PlaceWord = "place-words",
    /// Words that a name of an event turns on.
    EventWord = "event-words",
    /// Words that a name of a law turns on.
    LawWord = "law-words",
    /// Words that a title of a work or a prize turns on.
    WorkWord = "work-words",
    /// Products by name, and words that their names turn on.
    Product = "products",
    /// Months.
    Month = "months",
    /// Days of the week.
    Weekday = "weekdays",
    /// Holidays and words such as `yesterday`.
    DateWord = "date-words",
    /// Units of a day or more.
    DateUnit = "date-units",
    /// Units of less than a day.
    TimeUnit = "time-units",
    /// Parts of a day, time zones.
    TimeWord = "time-words",
    /// Number words.
    NumberWord = "number-words",
    /// Ordinal words.
    OrdinalWord = "ordinal-words",
    /// Units of measurement.
    Unit = "units",
    /// Currencies.
    Currency = "currencies",
    /// Words before a number that are part of it.
    Approximator = "approximators",
    /// Titles before a person's name.
    Title = "titles",
    /// What people do for a living.
    Occupation = "occupations",
    /// Particles inside a person's name.
    NameParticle = "name-particles",
    /// What follows a person's name and belongs to it.
    NameSuffix = "name-suffixes",
    /// Lower-case words that occur inside entities.
    Inner = "inner",
    /// Lower-case words that entities begin with.
    First = "first",
    /// Lower-case words that entities end with.
    Last = "last",
    /// Nearly always lower-case in running text.
    MostlyLower = "mostly-lower",
    /// Nearly always capitalised in running text.
    MostlyUpper = "mostly-upper",
    /// Either.
    EitherCase = "either-case",
}

/// A set of [`NameClass`]es.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameClasses(pub u64);

impl NameClasses {
    /// Whether the class is in the set.
    #[inline]
    pub const fn has(self, class: NameClass) -> bool {
        self.0 >> class as u8 & 1 == 1
    }

    /// Whether one of the classes of `other` is in the set.
    #[inline]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The set with the class.
    #[must_use]
    pub const fn with(self, class: NameClass) -> Self {
        Self(self.0 | 1 << class as u8)
    }

    /// The set without the classes of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The set with the classes.
    #[must_use]
    pub const fn with_all(mut self, classes: &[NameClass]) -> Self {
        let mut at = 0;
        while at < classes.len() {
            self = self.with(classes[at]);
            at += 1;
        }
        self
    }

    /// The union of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// A key for the set as a whole.
    #[inline]
    pub const fn key(self) -> u32 {
        joint(0, (self.0 >> 32) as u32, (self.0 & 0xffff_ffff) as u32)
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Its classes.
    pub classes: NameClasses,
    /// Its cluster when in lower case; 0 when unknown.
    pub lower: u16,
    /// Its cluster when capitalised; 0 when unknown.
    pub upper: u16,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u32,
    set: u16,
    lower: u16,
    upper: u16,
    used: bool,
}

/// A table of words and phrases.
///
/// Phrases are found word by word: [`Gazetteer::step`] goes from the state of
/// a beginning to that of the beginning with one more word.
///
/// ```
/// use newsprint::entity::{Gazetteer, GazetteerBuilder, NameClass, PHRASE_START};
/// use newsprint::model::{Input, Output};
/// use newsprint::token::NormKey;
///
/// let mut builder = GazetteerBuilder::default();
/// builder.name("New York", NameClass::City);
/// builder.name("Lagos", NameClass::City);
/// let mut output = Output::new();
/// builder.write(&mut output);
/// let bytes = output.into_bytes();
/// let gazetteer = Gazetteer::read(&mut Input::new(&bytes)).unwrap();
/// assert!(gazetteer.word(NormKey::of("lagos")).classes.has(NameClass::City));
/// let (new, _) = gazetteer.step(PHRASE_START, NormKey::of("new")).unwrap();
/// let (_, classes) = gazetteer.step(new, NormKey::of("york")).unwrap();
/// assert!(classes.has(NameClass::City));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    words: Table,
    phrases: Table,
    /// Which keys `phrases` may have.
    beginnings: Filter,
    sets: Vec<NameClasses>,
    middle: Vec<u16>,
    coarse: Vec<u16>,
}

/// The state before the first word of a phrase.
pub const PHRASE_START: u32 = 0;

/// Slots sorted by key, each at the place that its high bits name or after it.
#[derive(Clone, Debug, Default)]
struct Table {
    shift: u32,
    slots: Vec<Slot>,
}

impl Table {
    fn new(rows: &[Slot]) -> Self {
        let bits = (rows.len() as u64 * 2).max(2).next_power_of_two().ilog2();
        let shift = 32_u32.saturating_sub(bits);
        let mut slots = vec![Slot::default(); (u32::MAX >> shift) as usize + 1];
        let mut free = 0;
        for &row in rows {
            let place = free.max((row.key >> shift) as usize);
            if place >= slots.len() {
                slots.resize(place + 1, Slot::default());
            }
            if let Some(slot) = slots.get_mut(place) {
                *slot = row;
            }
            free = place + 1;
        }
        slots.push(Slot::default());
        Self { shift, slots }
    }

    /// Something of the slot of a key.
    #[inline]
    fn touch(&self, key: u32) -> u32 {
        self.slots.get((key >> self.shift) as usize).map_or(0, |slot| slot.key)
    }

    #[inline]
    fn get(&self, key: u32) -> Option<&Slot> {
        let from = self.slots.get((key >> self.shift) as usize..)?;
        let slot = from.iter().find(|slot| slot.key >= key || !slot.used)?;
        (slot.key == key && slot.used).then_some(slot)
    }
}

/// A bit for each prefix of a key: says at once that most keys are not in a
/// table, and is small enough to stay at hand.
#[derive(Clone, Debug, Default)]
struct Filter {
    shift: u32,
    bits: Vec<u64>,
}

impl Filter {
    fn new(rows: &[Slot]) -> Self {
        let bits = (rows.len() as u64 * 8).max(64).next_power_of_two().ilog2().min(31);
        let mut filter = Self { shift: 32 - bits, bits: vec![0; 1 << (bits - 6)] };
        for row in rows {
            let at = row.key >> filter.shift;
            if let Some(bits) = filter.bits.get_mut((at >> 6) as usize) {
                *bits |= 1 << (at & 63);
            }
        }
        filter
    }

    #[inline]
    fn may_have(&self, key: u32) -> bool {
        let at = key >> self.shift;
        self.bits.get((at >> 6) as usize).is_some_and(|bits| bits >> (at & 63) & 1 == 1)
    }
}

impl Gazetteer {
    /// Asks memory for what is known of words, so that the waits overlap.
    #[inline]
    pub(super) fn fetch(&self, norms: impl Iterator<Item = NormKey>) {
        std::hint::black_box(norms.fold(0, |all, norm| all ^ self.words.touch(norm.0)));
    }

    /// What is known of a word.
    #[inline]
    pub fn word(&self, norm: NormKey) -> Word {
        self.words.get(norm.0).map_or_else(Word::default, |slot| Word {
            classes: self.set(slot.set),
            lower: slot.lower,
            upper: slot.upper,
        })
    }

    #[inline]
    fn set(&self, set: u16) -> NameClasses {
        self.sets.get(usize::from(set)).copied().unwrap_or_default()
    }

    /// The state after one more word and the classes of the phrase so far, if
    /// any phrase begins so.
    #[inline]
    pub fn step(&self, state: u32, norm: NormKey) -> Option<(u32, NameClasses)> {
        let next = joint(1, state, norm.0);
        if !self.beginnings.may_have(next) {
            return None;
        }
        self.phrases.get(next).map(|slot| (next, self.set(slot.set)))
    }

    /// The coarser cluster that a cluster belongs to.
    #[inline]
    pub fn middle(&self, cluster: u16) -> u16 {
        self.middle.get(usize::from(cluster)).copied().unwrap_or(0)
    }

    /// The coarsest cluster that a cluster belongs to.
    #[inline]
    pub fn coarse(&self, cluster: u16) -> u16 {
        self.coarse.get(usize::from(cluster)).copied().unwrap_or(0)
    }

    /// Reads what [`GazetteerBuilder::write`] wrote.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when the bytes are
    /// no such table.
    pub fn read(input: &mut Input<'_>) -> Result<Self, Error> {
        let mut sets = Vec::new();
        for _ in 0..input.count()? {
            let (low, high) = (input.varint()?, input.varint()?);
            sets.push(NameClasses(u64::from(high) << 32 | u64::from(low)));
        }
        let words = Table::new(&read_rows(input, true)?);
        let mut middle = Vec::new();
        let mut coarse = Vec::new();
        for _ in 0..input.count()? {
            middle.push(input.small()?);
            coarse.push(input.small()?);
        }
        let rows = read_rows(input, false)?;
        let (phrases, beginnings) = (Table::new(&rows), Filter::new(&rows));
        Ok(Self { words, phrases, beginnings, sets, middle, coarse })
    }
}

impl Input<'_> {
    fn small(&mut self) -> Result<u16, Error> {
        u16::try_from(self.varint()?).map_err(|_| corrupt("a number of 16 bits", "a larger one"))
    }
}

fn read_rows(input: &mut Input<'_>, clusters: bool) -> Result<Vec<Slot>, Error> {
    let count = input.varint()?;
    let mut keys = Input::new(input.block()?);
    let mut set = Input::new(input.block()?);
    if count as usize > keys.remaining() {
        return Err(corrupt("a key for each word of a gazetteer", "too few"));
    }
    let mut rows = Vec::with_capacity(count as usize);
    let mut key = 0_u32;
    for index in 0..count {
        let difference = keys.varint()?;
        key = key
            .checked_add(difference)
            .filter(|_| difference > 0 || index == 0)
            .ok_or_else(|| corrupt("rising keys of a gazetteer", "others"))?;
        rows.push(Slot { key, set: set.small()?, used: true, ..Slot::default() });
    }
    if clusters {
        let mut lower = Input::new(input.block()?);
        let mut upper = Input::new(input.block()?);
        for row in &mut rows {
            row.lower = lower.small()?;
            row.upper = upper.small()?;
        }
    }
    Ok(rows)
}

/// Collects words and phrases and serialises them.
///
/// See [`Gazetteer`] for an example.
#[derive(Clone, Debug, Default)]
pub struct GazetteerBuilder {
    words: std::collections::BTreeMap<u32, Word>,
    phrases: std::collections::BTreeMap<u32, NameClasses>,
    clusters: Vec<(u16, u16)>,
}

impl GazetteerBuilder {
    /// Adds a class to a word.
    pub fn word(&mut self, norm: NormKey, class: NameClass) {
        let word = self.words.entry(norm.0).or_default();
        word.classes = word.classes.with(class);
    }

    /// Adds a phrase of one or more words.
    pub fn phrase(&mut self, norms: &[NormKey], class: NameClass) {
        if let [norm] = norms {
            return self.word(*norm, class);
        }
        let mut state = PHRASE_START;
        for norm in norms {
            state = joint(1, state, norm.0);
            self.phrases.entry(state).or_default();
        }
        let classes = self.phrases.entry(state).or_default();
        *classes = classes.with(class);
    }

    /// Adds a name whose words white space separates.
    pub fn name(&mut self, name: &str, class: NameClass) {
        let norms: Vec<NormKey> = name.split_whitespace().map(NormKey::of).collect();
        if !norms.is_empty() {
            self.phrase(&norms, class);
        }
    }

    /// What is known of a word so far.
    pub fn get(&self, norm: NormKey) -> Word {
        self.words.get(&norm.0).copied().unwrap_or_default()
    }

    /// Sets the clusters of a word.
    pub fn cluster(&mut self, norm: NormKey, lower: u16, upper: u16) {
        let word = self.words.entry(norm.0).or_default();
        (word.lower, word.upper) = (lower, upper);
    }

    /// Sets the middle and the coarse cluster of each cluster.
    pub fn coarser(&mut self, clusters: Vec<(u16, u16)>) {
        self.clusters = clusters;
    }

    /// How many words and phrase nodes there are.
    pub fn len(&self) -> (usize, usize) {
        (self.words.len(), self.phrases.len())
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// Serialises everything.
    ///
    /// # Panics
    /// When there are more than 65,536 different sets of classes.
    pub fn write(&self, output: &mut Output) {
        let mut sets: Vec<NameClasses> = self.words.values().map(|word| word.classes).collect();
        sets.extend(self.phrases.values());
        sets.push(NameClasses::default());
        // Frequent sets first, so that their numbers are short.
        let mut counts = std::collections::BTreeMap::<NameClasses, usize>::new();
        for &set in &sets {
            *counts.entry(set).or_default() += 1;
        }
        let mut sets: Vec<(NameClasses, usize)> = counts.into_iter().collect();
        sets.sort_by_key(|&(set, count)| (std::cmp::Reverse(count), set));
        let number = |count: usize| u32::try_from(count).expect("a gazetteer fits 32 bits");
        output.varint(number(sets.len()));
        let mut index = std::collections::BTreeMap::new();
        for (at, &(set, _)) in sets.iter().enumerate() {
            output.varint((set.0 & 0xffff_ffff) as u32);
            output.varint((set.0 >> 32) as u32);
            index.insert(set, u16::try_from(at).expect("at most 65,536 sets of classes"));
        }
        let columns = |rows: &mut dyn Iterator<Item = (u32, NameClasses)>, output: &mut Output| {
            let (mut keys, mut column, mut last, mut rows_written) =
                (Output::new(), Output::new(), 0, 0);
            for (key, set) in rows {
                keys.varint(key - last);
                last = key;
                column.varint(u32::from(index[&set]));
                rows_written += 1;
            }
            output.varint(rows_written);
            output.block(&keys.into_bytes());
            output.block(&column.into_bytes());
        };
        columns(&mut self.words.iter().map(|(&key, word)| (key, word.classes)), output);
        let (mut lower, mut upper) = (Output::new(), Output::new());
        for word in self.words.values() {
            lower.varint(u32::from(word.lower));
            upper.varint(u32::from(word.upper));
        }
        output.block(&lower.into_bytes());
        output.block(&upper.into_bytes());
        output.varint(number(self.clusters.len()));
        for &(middle, coarse) in &self.clusters {
            output.varint(u32::from(middle));
            output.varint(u32::from(coarse));
        }
        columns(&mut self.phrases.iter().map(|(&key, &set)| (key, set)), output);
    }
}
