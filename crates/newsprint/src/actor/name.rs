//! Names, taken apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A letter without accents, in lower case.
fn fold_char(c: char, out: &mut String) {
    match c {
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ı' | 'İ' => out.push('i'),
        'ß' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'þ' | 'Þ' => out.push_str("th"),
        '’' | '‘' | 'ʼ' => out.push('\''),
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        _ => {
            for part in std::iter::once(c).nfkd().filter(|p| !is_combining_mark(*p)) {
                out.extend(part.to_lowercase());
            }
        }
    }
}

/// `text` in lower case and without accents, so that `Erdoğan` and `Erdogan`
/// are one.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut out);
    }
    out
}

/// The words of a name, folded: split at white space, hyphens, slashes and
/// commas, stops taken out (`U.S.` is `us`), a possessive cut off.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::with_capacity(4);
    add_words(text, &mut found);
    found
}

/// Adds the words of a name.
fn add_words(text: &str, found: &mut Vec<String>) {
    let plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !text.is_empty() && plain(text) {
        found.push(text.to_ascii_lowercase());
        return;
    }
    let folded = fold(text);
    let separator =
        |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/' | ',' | '(' | ')');
    for word in folded.split(separator) {
        if !word.is_empty() && plain(word) {
            found.push(word.to_owned());
            continue;
        }
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
        let clean: String =
            word.chars().filter(|c| c.is_alphanumeric() || matches!(c, '\'' | '&')).collect();
        let clean = clean.trim_matches('\'');
        match clean {
            "" => {}
            "&" => found.push("and".to_owned()),
            _ => found.push(clean.to_owned()),
        }
    }
}

/// Words between the parts of a family name that writers leave out or keep.
pub(crate) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "al" | "el"
            | "ad"
            | "as"
            | "ul"
            | "bin"
            | "bint"
            | "ibn"
            | "ben"
            | "de"
            | "da"
            | "di"
            | "do"
            | "dos"
            | "du"
            | "del"
            | "della"
            | "der"
            | "den"
            | "la"
            | "le"
            | "van"
            | "von"
            | "zu"
            | "ter"
            | "y"
    )
}

/// Words without content in the name of an organisation.
pub(crate) fn is_stop(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "of"
            | "and"
            | "for"
            | "on"
            | "in"
            | "at"
            | "to"
            | "de"
            | "del"
            | "des"
            | "du"
            | "la"
            | "le"
            | "a"
            | "an"
            | "&"
    )
}

/// A title that is no part of a name, though copy and models run them
/// together (`Mr Trump`).
fn is_honorific(word: &str) -> bool {
    matches!(
        word,
        "mr" | "mrs"
            | "ms"
            | "miss"
            | "mx"
            | "dr"
            | "sir"
            | "dame"
            | "lord"
            | "lady"
            | "sen"
            | "sens"
            | "rep"
            | "reps"
            | "gov"
            | "gen"
            | "col"
            | "maj"
            | "capt"
            | "lt"
            | "sgt"
            | "prof"
            | "rev"
            | "hon"
            | "president"
            | "senator"
            | "senators"
            | "minister"
            | "chancellor"
            | "professor"
            | "judge"
            | "justice"
            | "congressman"
            | "congresswoman"
            | "representative"
            | "governor"
            | "mayor"
            | "general"
            | "colonel"
            | "secretary"
    )
}

fn is_generation(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv" | "md" | "phd" | "esq")
}

/// The name of a person, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PersonName {
    /// The parts, folded, without titles, particles, nicknames in marks and
    /// `Jr.`.
    pub(crate) parts: Vec<String>,
    /// The nicknames in quote marks or brackets.
    pub(crate) nicknames: Vec<String>,
    /// `jr`, `iii` and so on.
    pub(crate) generation: Option<String>,
}

impl PersonName {
    /// Takes `text` apart.
    pub(crate) fn parse(text: &str) -> Self {
        let mut name = Self::default();
        let mut plain = String::new();
        let mut rest = text;
        while let Some((at, open)) = rest.char_indices().find(|(_, c)| opens(*c)) {
            let (before, after) = rest.split_at(at);
            let inside = after.get(open.len_utf8()..).unwrap_or_default();
            let Some(end) = inside.find(|c| closes(open, c)) else { break };
            let (nickname, tail) = inside.split_at(end);
            plain.push_str(before);
            plain.push(' ');
            name.nicknames.extend(words(nickname));
            rest = tail.get(tail.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        }
        let plain = if plain.is_empty() {
            rest
        } else {
            plain.push_str(rest);
            &plain
        };
        let mut found = Vec::with_capacity(4);
        for token in plain.split_whitespace() {
            // `J.K.` are two initials, `St.` is a word.
            let initials = token.len() >= 4
                && token.ends_with('.')
                && token.split_terminator('.').all(|part| part.chars().count() == 1);
            if initials {
                found.extend(token.split_terminator('.').map(fold));
            } else {
                add_words(token, &mut found);
            }
        }
        let first = found.iter().position(|w| !is_honorific(w)).unwrap_or(0);
        let many = found.len() - first > 1;
        for (at, word) in found.drain(..).skip(first).enumerate() {
            // `Ben Hill`, `Al Green`: given names that look like particles.
            let given = at == 0 && matches!(word.as_str(), "ben" | "al") && !text.contains('-');
            if given {
                name.parts.push(word);
            } else if many && is_generation(&word) && !name.parts.is_empty() {
                name.generation = Some(word);
            } else if !(many && is_particle(&word)) {
                name.parts.push(word);
            }
        }
        name
    }

    /// The family name in the order of English copy.
    pub(crate) fn last(&self) -> Option<&str> {
        self.parts.last().map(String::as_str)
    }

    /// The given name in the order of English copy, when there is one.
    pub(crate) fn given(&self) -> Option<&str> {
        if self.parts.len() < 2 { None } else { self.parts.first().map(String::as_str) }
    }

    /// Whether two full names can be of one person.
    pub(crate) fn agrees(&self, other: &Self, same_given: &dyn Fn(&str, &str) -> bool) -> bool {
        if let (Some(a), Some(b)) = (&self.generation, &other.generation)
            && a != b
        {
            return false;
        }
        let (short, long) =
            if self.parts.len() <= other.parts.len() { (self, other) } else { (other, self) };
        if short.parts.len() < 2 {
            return false;
        }
        if is_subsequence(&short.parts, &long.parts) {
            return true;
        }
        let (Some(last), Some(other_last)) = (short.last(), long.last()) else { return false };
        let (Some(given), Some(other_given)) = (short.given(), long.given()) else { return false };
        if last == other_last {
            let nicknamed = long.nicknames.iter().any(|n| n == given)
                || short.nicknames.iter().any(|n| n == other_given);
            return nicknamed
                || ((same_given(given, other_given) || is_initial_of(given, other_given))
                    && middles_agree(short, long));
        }
        // One letter of a long family name is a slip: `Zelensky`, `Zelenskyy`.
        given == other_given && last.len() >= 6 && near(last, other_last, 1)
    }
}

fn middles_agree(short: &PersonName, long: &PersonName) -> bool {
    let middle = |n: &PersonName| n.parts.get(1..n.parts.len() - 1).unwrap_or_default().to_vec();
    let (short, long) = (middle(short), middle(long));
    match (short.first(), long.first()) {
        (Some(a), Some(b)) => a == b || is_initial_of(a, b),
        _ => true,
    }
}

fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '(' | '«')
}

fn closes(open: char, c: char) -> bool {
    match open {
        '(' => c == ')',
        '“' | '"' => matches!(c, '”' | '"'),
        '‘' => c == '’',
        _ => c == '»',
    }
}

/// Whether one of two is the first letter of the other.
pub(crate) fn is_initial_of(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut letters = short.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => long.starts_with(letter),
        _ => false,
    }
}

/// Whether the words of `short` stand in `long` in the same order.
pub(crate) fn is_subsequence(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| other == word))
}

/// Whether at most `most` letters must change to make one of the other.
pub(crate) fn near(a: &str, b: &str, most: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most || a.len() > 40 || b.len() > 40 {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let best = (diagonal + usize::from(x != y)).min(left + 1).min(*cell + 1);
            diagonal = std::mem::replace(cell, best);
            left = best;
        }
    }
    row.last().is_some_and(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> String {
        PersonName::parse(text).parts.join(" ")
    }

    #[test]
    fn takes_names_apart() {
        assert_eq!(parts("Mr Recep Tayyip Erdoğan"), "recep tayyip erdogan");
        assert_eq!(parts("Bashar al-Assad"), "bashar assad");
        assert_eq!(parts("J.K. Rowling"), "j k rowling");
        assert_eq!(parts("Sammy Davis Jr."), "sammy davis");
        let name = PersonName::parse("Dwayne \"The Rock\" Johnson");
        assert_eq!(name.parts, ["dwayne", "johnson"]);
        assert_eq!(name.nicknames, ["the", "rock"]);
    }

    #[test]
    fn counts_changed_letters() {
        assert!(near("sergei", "sergey", 1));
        assert!(!near("michael", "michelle", 2));
        assert!(near("", "a", 1));
    }

    #[test]
    fn words_of_names() {
        assert_eq!(words("the U.S. Dept. of Justice's"), ["the", "us", "dept", "of", "justice"]);
        assert_eq!(words("AT&T"), ["at&t"]);
        assert_eq!(words("Procter & Gamble"), ["procter", "and", "gamble"]);
    }
}
