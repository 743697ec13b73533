//! The tag set: pairs of a Penn tag and a universal part of speech.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($(#[$type_doc:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)? }) => {
        $(#[$type_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum $type {
            $($(#[$doc])* #[serde(rename = $name)] $variant),*
        }

        impl $type {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in the corpora.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

names! {
    /// A universal part of speech.
    ///
    /// ```
    /// use newsprint::tag::Upos;
    /// assert_eq!(Upos::from_name("PROPN"), Some(Upos::ProperNoun));
    /// assert_eq!(Upos::ProperNoun.to_string(), "PROPN");
    /// ```
    Upos {
        /// Adjective.
        Adjective = "ADJ",
        /// Preposition.
        Adposition = "ADP",
        /// Adverb.
        Adverb = "ADV",
        /// Auxiliary, the copula too.
        Auxiliary = "AUX",
        /// `and`, `or`, `but`.
        CoordinatingConjunction = "CCONJ",
        /// Article, demonstrative or quantifier before a noun.
        Determiner = "DET",
        /// Interjection.
        Interjection = "INTJ",
        /// Common noun.
        Noun = "NOUN",
        /// Numeral.
        Numeral = "NUM",
        /// `to`, `not`, `'s`.
        Particle = "PART",
        /// Pronoun, possessive ones too.
        Pronoun = "PRON",
        /// Word of a name.
        ProperNoun = "PROPN",
        /// Punctuation.
        Punctuation = "PUNCT",
        /// `that`, `if`, `because`.
        SubordinatingConjunction = "SCONJ",
        /// Symbol.
        Symbol = "SYM",
        /// Full verb.
        Verb = "VERB",
        /// Anything else.
        Other = "X",
    }
}

names! {
    /// A Penn Treebank tag, as UD English corpora use them.
    ///
    /// ```
    /// use newsprint::tag::Penn;
    /// assert_eq!(Penn::from_name("VBD"), Some(Penn::Vbd));
    /// assert_eq!(Penn::Vbd.name(), "VBD");
    /// ```
    Penn {
        /// Currency sign.
        Dollar = "$",
        /// Closing quote mark.
        CloseQuote = "''",
        /// Opening quote mark.
        OpenQuote = "``",
        /// Comma.
        Comma = ",",
        /// Opening bracket.
        Lrb = "-LRB-",
        /// Closing bracket.
        Rrb = "-RRB-",
        /// End of a sentence.
        Stop = ".",
        /// Colon, semicolon, dash.
        Colon = ":",
        /// Web or e-mail address.
        Add = "ADD",
        /// Affix that stands alone.
        Afx = "AFX",
        /// Coordinating conjunction.
        Cc = "CC",
        /// Cardinal number.
        Cd = "CD",
        /// Determiner.
        Dt = "DT",
        /// Existential `there`.
        Ex = "EX",
        /// Foreign word.
        Fw = "FW",
        /// Part of a word written apart.
        Gw = "GW",
        /// Hyphen inside a word.
        Hyph = "HYPH",
        /// Preposition or subordinating conjunction.
        In = "IN",
        /// Adjective.
        Jj = "JJ",
        /// Comparative adjective.
        Jjr = "JJR",
        /// Superlative adjective.
        Jjs = "JJS",
        /// List marker.
        Ls = "LS",
        /// Modal.
        Md = "MD",
        /// Superfluous punctuation.
        Nfp = "NFP",
        /// Singular noun.
        Nn = "NN",
        /// Singular proper noun.
        Nnp = "NNP",
        /// Plural proper noun.
        Nnps = "NNPS",
        /// Plural noun.
        Nns = "NNS",
        /// Predeterminer.
        Pdt = "PDT",
        /// Possessive ending.
        Pos = "POS",
        /// Personal pronoun.
        Prp = "PRP",
        /// Possessive pronoun.
        PrpPossessive = "PRP$",
        /// Adverb.
        Rb = "RB",
        /// Comparative adverb.
        Rbr = "RBR",
        /// Superlative adverb.
        Rbs = "RBS",
        /// Particle of a phrasal verb.
        Rp = "RP",
        /// Symbol.
        Sym = "SYM",
        /// `to` before an infinitive.
        To = "TO",
        /// Interjection.
        Uh = "UH",
        /// Base form of a verb.
        Vb = "VB",
        /// Past tense.
        Vbd = "VBD",
        /// Gerund or present participle.
        Vbg = "VBG",
        /// Past participle.
        Vbn = "VBN",
        /// Present tense, not third person singular.
        Vbp = "VBP",
        /// Present tense, third person singular.
        Vbz = "VBZ",
        /// `which`, `that` as a relative.
        Wdt = "WDT",
        /// `who`, `what`.
        Wp = "WP",
        /// `whose`.
        WpPossessive = "WP$",
        /// `where`, `when`, `how`.
        Wrb = "WRB",
    }
}

macro_rules! pairs {
    ($($penn:ident $upos:ident),* $(,)?) => {
        /// Every tag, the commonest first.
        pub(super) const PAIRS: &[(Penn, Upos)] = &[$((Penn::$penn, Upos::$upos)),*];
    };
}

pairs! {
    Nn Noun, In Adposition, Dt Determiner, Nnp ProperNoun, Jj Adjective, Prp Pronoun,
    Stop Punctuation, Nns Noun, Comma Punctuation, Rb Adverb, Vb Verb, Cc CoordinatingConjunction,
    Cd Numeral, Vbn Verb, In SubordinatingConjunction, Vbd Verb, Vbg Verb, To Particle,
    Vbz Auxiliary, Md Auxiliary, PrpPossessive Pronoun, Vbp Verb, Vbp Auxiliary, Vbd Auxiliary,
    Vbz Verb, Rb Particle, Rrb Punctuation, Lrb Punctuation, Vb Auxiliary, Colon Punctuation,
    Wdt Pronoun, OpenQuote Punctuation, CloseQuote Punctuation, Wrb Adverb, Hyph Punctuation,
    Dt Pronoun, Pos Particle, Nnp Adjective, Wp Pronoun, Rp Adposition, Uh Interjection,
    Nnps ProperNoun, Jjr Adjective, Nn Pronoun, Jjs Adjective, Ex Pronoun, Rbr Adverb,
    Vbn Auxiliary, Sym Symbol, Dollar Symbol, Add ProperNoun, Nfp Punctuation, Pdt Determiner,
    Vbg Auxiliary, Gw Other, Fw Other, Rbs Adverb, Ls Numeral, Wdt Determiner, Nfp Symbol,
    Comma Symbol, Nn Symbol, Nnp Verb, Fw Noun, Nn Other, Gw ProperNoun, Add Other, Fw Adverb,
    Ls Other, Afx Other, WpPossessive Pronoun, Nnp Numeral, Rb Other, Sym Punctuation, Gw Adverb,
    Afx Adverb, Gw Noun, Jj Other, Nnp Adverb, Afx Noun,
}

/// A tag: a Penn Treebank tag with its universal part of speech.
///
/// ```
/// use newsprint::tag::{Penn, Tag, Upos};
/// let tag = Tag::of(Penn::Vbd, Upos::Auxiliary).unwrap();
/// assert_eq!(tag.penn(), Penn::Vbd);
/// assert_eq!(tag.upos(), Upos::Auxiliary);
/// assert_eq!(tag.to_string(), "VBD/AUX");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(pub(super) u8);

impl Tag {
    /// How many tags there are.
    pub const COUNT: usize = PAIRS.len();

    /// The tag of a pair, if English copy has it.
    pub fn of(penn: Penn, upos: Upos) -> Option<Self> {
        let at = PAIRS.iter().position(|&pair| pair == (penn, upos))?;
        u8::try_from(at).ok().map(Self)
    }

    /// The tag of that index.
    pub fn from_index(index: usize) -> Option<Self> {
        u8::try_from(index).ok().filter(|_| index < Self::COUNT).map(Self)
    }

    /// Its index, below [`Tag::COUNT`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The Penn tag.
    #[inline]
    pub fn penn(self) -> Penn {
        PAIRS.get(self.index()).map_or(Penn::Nn, |pair| pair.0)
    }

    /// The universal part of speech.
    #[inline]
    pub fn upos(self) -> Upos {
        PAIRS.get(self.index()).map_or(Upos::Noun, |pair| pair.1)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.penn(), self.upos())
    }
}

/// A set of tags.
///
/// ```
/// use newsprint::tag::{Penn, Tag, TagSet, Upos};
/// let noun = Tag::of(Penn::Nn, Upos::Noun).unwrap();
/// let mut set = TagSet::default();
/// set.insert(noun);
/// assert_eq!(set.iter().collect::<Vec<_>>(), [noun]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagSet(pub(super) u128);

impl TagSet {
    /// Every tag.
    pub const ALL: Self = Self((1 << Tag::COUNT) - 1);

    /// Adds a tag.
    pub const fn insert(&mut self, tag: Tag) {
        self.0 |= 1 << tag.0;
    }

    /// Whether the tag is in the set.
    pub const fn contains(self, tag: Tag) -> bool {
        self.0 >> tag.0 & 1 == 1
    }

    /// How many tags are in the set.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The tags in the set, the commonest first.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = Tag> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let tag = u8::try_from(left.trailing_zeros()).ok().filter(|_| left != 0)?;
            left &= left - 1;
            Some(Tag(tag))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{PAIRS, Tag};

    #[test]
    fn every_pair_is_its_own_tag() {
        assert_eq!(Tag::COUNT, 80);
        for (index, &(penn, upos)) in PAIRS.iter().enumerate() {
            assert_eq!(Tag::of(penn, upos), Tag::from_index(index));
        }
    }
}
