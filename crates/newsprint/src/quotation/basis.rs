//! What the attribution of a quotation to its speaker rests on.

use serde::{Deserialize, Serialize};

/// How the speaker of a quotation was found.
///
/// ```
/// use newsprint::quotation::SpeakerBasis;
/// let document = newsprint::read("Talks end\n\n\"We leave,\" said Ann Lee.").unwrap();
/// let speaker = document.quotes()[0].speaker.as_ref().unwrap();
/// assert_eq!(speaker.basis, SpeakerBasis::NamedSource);
/// assert_eq!(speaker.basis.id(), "named-source");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SpeakerBasis {
    /// The source is a name.
    NamedSource,
    /// The source is a noun phrase.
    NounSource,
    /// The source is a pronoun.
    PronounSource,
    /// The source is a relative pronoun.
    RelativeSource,
    /// It goes on with an earlier quotation, whose marks were left open.
    Continued,
    /// The label of an answer in an interview.
    InterviewLabel,
    /// It stands in one paragraph with another quotation of the speaker.
    SameParagraph,
    /// The words that lead up to it: a sentence or paragraph that ends in a
    /// colon, or announces a statement.
    LeadIn,
    /// The sentence before is about one person.
    SentenceBefore,
    /// The sentence that it is part of is about one person.
    SameSentence,
    /// The paragraph before ends with the speaker's words.
    ParagraphBefore,
    /// Words in the first person, in a text that its headline gives to someone.
    DocumentOwner,
}

macro_rules! table {
    ($($basis:ident, $id:literal, $example:literal);* $(;)?) => {
        impl SpeakerBasis {
            /// Every basis, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$basis),*];

            /// Its stable name.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$basis => $id),* }
            }

            /// A passage that it is the basis of, the quotation between
            /// asterisks.
            pub const fn example(self) -> &'static str {
                match self { $(Self::$basis => $example),* }
            }
        }
    };
}

table! {
    NamedSource, "named-source", "*\"We leave,\"* said Mayor Ann Lee.";
    NounSource, "noun-source", "The mayor said *the town would leave the league*.";
    PronounSource, "pronoun-source", "Ann Lee was firm. *\"We leave,\"* she said.";
    RelativeSource, "relative-source", "Ann Lee, who said *she would leave*, smiled.";
    Continued, "continued", "*\"We leave.\"*, a paragraph after Lee's that no mark closes";
    InterviewLabel, "interview-label", "Ann Lee: *We leave at noon.*";
    SameParagraph, "same-paragraph", "\"We leave,\" said Lee. *\"It is time.\"*";
    LeadIn, "lead-in", "Lee took to the radio: *\"We leave.\"*";
    SentenceBefore, "sentence-before", "Lee was firm. *\"We leave.\"*";
    SameSentence, "same-sentence", "Lee sees it as *a \"way to begin anew\"*.";
    ParagraphBefore, "paragraph-before", "*\"It is time.\"*, a paragraph after \"We leave,\" said Lee.";
    DocumentOwner, "document-owner", "*\"I am proud of our town ...\"*, under MAYOR LEE: TOWN LEAVES LEAGUE";
}

impl SpeakerBasis {
    pub(super) fn index(self) -> usize {
        Self::ALL.iter().position(|basis| *basis == self).unwrap_or(0)
    }
}
