//! What a short text looks like: words, capitals, how it ends.

/// How a text ends, closing marks and brackets aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A letter, a digit or anything else.
    Open,
    /// A full stop or an ellipsis.
    Stop,
    /// A question or exclamation mark.
    Mark,
    /// A colon.
    Colon,
    /// A comma or semicolon.
    Comma,
}

impl Ending {
    /// The ending of `text`.
    pub(super) fn of(text: &str) -> Self {
        let closers = ['"', '”', '’', '\'', '»', ')', ']', '*', '_', ' ', '\u{a0}'];
        let core = text.trim_end_matches(closers);
        match core.chars().next_back() {
            Some('.' | '…' | '。') => Self::Stop,
            Some('!' | '?') => Self::Mark,
            Some(':') => Self::Colon,
            Some(',' | ';') => Self::Comma,
            _ => Self::Open,
        }
    }

    /// Whether a sentence ends here.
    pub(super) fn closes(self) -> bool {
        matches!(self, Self::Stop | Self::Mark)
    }
}

/// The look of a short text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// Words, split at white space.
    pub(super) words: u16,
    /// Words of four letters and more.
    pub(super) long: u16,
    /// Those of them that begin with a capital or digit.
    pub(super) long_capital: u16,
    /// Words that begin with a capital.
    pub(super) capital: u16,
    /// Capital letters.
    pub(super) upper: u16,
    /// Small letters.
    pub(super) lower: u16,
    /// Words such as `the`, `was` and `said`, which headlines avoid.
    pub(super) function: u16,
    /// Sentence ends before the last word.
    pub(super) inner_stops: u16,
}

impl Shape {
    /// Reads `text`; only its first 400 bytes or so.
    pub(super) fn of(text: &str) -> Self {
        let mut shape = Self::default();
        let mut stopped = false;
        let mut seen = 0;
        for word in text.split_whitespace() {
            seen += word.len();
            if seen > 400 {
                break;
            }
            shape.words += 1;
            let core = word.trim_start_matches(|c: char| !c.is_alphanumeric());
            let first = core.chars().next();
            let begins_upper = first.is_some_and(char::is_uppercase);
            shape.capital += u16::from(begins_upper);
            if stopped && (begins_upper || first.is_none()) {
                shape.inner_stops += 1;
            }
            let mut letters = 0_u16;
            for c in core.chars().take(60) {
                if c.is_uppercase() {
                    shape.upper += 1;
                    letters += 1;
                } else if c.is_alphabetic() {
                    shape.lower += 1;
                    letters += 1;
                }
            }
            if letters >= 4 {
                shape.long += 1;
                shape.long_capital +=
                    u16::from(begins_upper || first.is_some_and(char::is_numeric));
            }
            shape.function += u16::from(is_function_word(core));
            // An abbreviation such as `U.S.` or `Sen.` ends no sentence.
            let bare = word.trim_end_matches(['"', '”', '’', '\'', ')']);
            let stem = bare.trim_end_matches(['.', '?', '!']);
            stopped = stem.len() < bare.len() && stem.len() > 3 && !stem.contains('.');
        }
        shape
    }

    /// Whether all letters are capitals.
    pub(super) fn all_caps(self) -> bool {
        self.upper >= 3 && u32::from(self.lower) * 8 <= u32::from(self.upper)
    }

    /// Whether the long words begin with capitals, as in a title.
    pub(super) fn title_case(self) -> bool {
        self.long >= 3 && u32::from(self.long_capital) * 10 >= u32::from(self.long) * 8
    }
}

/// Articles, auxiliaries and pronouns that running text is full of.
fn is_function_word(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "is"
            | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "been"
            | "said"
            | "he"
            | "she"
            | "they"
            | "it"
            | "we"
            | "I"
            | "that"
            | "which"
            | "who"
            | "his"
            | "her"
            | "their"
            | "its"
            | "our"
            | "my"
            | "there"
            | "this"
            | "these"
            | "The"
            | "A"
            | "An"
            | "He"
            | "She"
            | "They"
            | "It"
            | "We"
            | "This"
            | "There"
    )
}
