//! Amounts of money whose writing leaves no doubt.
//!
//! The model knows the currencies that it was trained on; the papers of the
//! world write in all others, too: `Rs 500 crore`, `R1.2 billion`, `Sh300m`.
//! A sign or code of a currency before figures is money whatever the model
//! makes of it, and so are figures before the name of a currency.

use super::{Entity, Evidence, Label};
use crate::text::{IdRange, Span};
use crate::token::Token;

/// How sure an amount is that this grammar alone has found.
const SCORE: f32 = 0.9;

/// What stands for a currency before figures.
const SIGNS: &[&str] = &[
    "A$", "AFN", "ARS", "AU$", "AUD", "AZN", "B$", "BDT", "BRL", "C$", "CA$", "CAD", "CDN$", "CFA",
    "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EC$", "EGP", "ETB", "EUR", "F$", "FCFA", "FJ$",
    "FJD", "G$", "GBP", "GEL", "GHS", "GH¢", "GH₵", "GHC", "HK$", "HKD", "HUF", "IDR", "ILS",
    "INR", "IQD", "IRR", "J$", "JMD", "JPY", "KES", "KSh", "KSh.", "KZT", "Ksh", "Ksh.", "Kshs",
    "Kshs.", "KRW", "L.E.", "LE", "LKR", "MAD", "MMK", "MXN", "MYR", "M$", "N$", "NAD", "NGN",
    "NIS", "NOK", "NPR", "NT$", "NZ$", "NZD", "PEN", "PGK", "PHP", "PKR", "PLN", "Php", "QAR",
    "R$", "RM", "RMB", "RON", "RSD", "RUB", "RWF", "Rp", "Rp.", "Rs", "Rs.", "S$", "SAR", "SEK",
    "SGD", "SI$", "Sh", "Sh.", "Shs", "Shs.", "THB", "TRY", "TT$", "TTD", "TWD", "TZS", "Tk",
    "Tk.", "Tsh", "Tshs", "UAH", "UGX", "US$", "USD", "USh", "Ush", "Ushs", "UZS", "VND", "WS$",
    "XAF", "XOF", "Z$", "ZAR", "ZMW", "ZW$", "$", "£", "€", "¥", "₦", "₹", "₱", "₩", "₪", "₫", "₴",
    "₵", "₺", "₽", "฿", "৳", "₨", "₡",
];

/// Letters that are a currency only before an amount of thousands or more.
const LETTERS: &[&str] = &["D", "E", "K", "M", "N", "P", "Q", "R", "T", "ZK"];

/// Words that make a number larger.
const MAGNITUDES: &[&str] = &[
    "hundred", "thousand", "million", "billion", "trillion", "crore", "crores", "lakh", "lakhs",
    "lac", "lacs", "bn", "mn", "tn", "m", "b", "k",
];

/// Names of currencies after figures.
const NAMES: &[&str] = &[
    "afghanis",
    "ariary",
    "baht",
    "birr",
    "bolivars",
    "cedi",
    "cedis",
    "cents",
    "dalasi",
    "dalasis",
    "dinar",
    "dinars",
    "dirham",
    "dirhams",
    "dollar",
    "dollars",
    "dong",
    "drams",
    "euro",
    "euros",
    "forint",
    "forints",
    "franc",
    "francs",
    "guilders",
    "hryvnia",
    "hryvnias",
    "koruna",
    "krona",
    "krone",
    "kroner",
    "kronor",
    "kuna",
    "kwacha",
    "kwanzas",
    "kyat",
    "kyats",
    "lari",
    "leones",
    "leva",
    "lira",
    "liras",
    "lire",
    "naira",
    "pence",
    "peso",
    "pesos",
    "pula",
    "rand",
    "rands",
    "reais",
    "renminbi",
    "rial",
    "rials",
    "riel",
    "ringgit",
    "riyal",
    "riyals",
    "rouble",
    "roubles",
    "ruble",
    "rubles",
    "rufiyaa",
    "rupee",
    "rupees",
    "rupiah",
    "shekel",
    "shekels",
    "shilling",
    "shillings",
    "soles",
    "soms",
    "taka",
    "tenge",
    "vatu",
    "won",
    "yen",
    "yuan",
    "zloty",
    "zlotys",
];

/// The longest amount, in bytes.
const LONGEST: usize = 64;

/// Where an amount ends that begins at the start of the text.
fn amount(text: &str) -> Option<usize> {
    let first = text.bytes().next()?;
    if first.is_ascii_digit() {
        let (end, _) = figures(text)?;
        return name(text.get(end..)?).map(|length| end + length);
    }
    let sign = SIGNS
        .iter()
        .filter(|&&sign| text.starts_with(sign))
        .max_by_key(|sign| sign.len())
        .map(|sign| (sign.len(), false))
        .or_else(|| {
            let letter = LETTERS.iter().find(|&&letter| text.starts_with(letter))?;
            Some((letter.len(), true))
        });
    let (sign, doubtful) = sign?;
    let rest = text.get(sign..)?;
    let gap = if doubtful { 0 } else { usize::from(rest.starts_with([' ', '\u{a0}'])) };
    let gap = rest.get(..).and_then(|r| r.chars().next()).map_or(0, |c| gap * c.len_utf8());
    let (end, large) = figures(rest.get(gap..)?)?;
    (!doubtful || large).then_some(sign + gap + end)
}

/// Where a number ends that begins at the start of the text, with words that
/// make it larger, and whether it is of thousands or more.
fn figures(text: &str) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    if !bytes.first()?.is_ascii_digit() {
        return None;
    }
    let mut end = 0;
    let mut large = false;
    while let Some(&byte) = bytes.get(end) {
        let next = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match byte {
            b'0'..=b'9' => {}
            b',' | b'.' if next => large |= byte == b',',
            _ => break,
        }
        end += 1;
    }
    loop {
        let rest = text.get(end..)?;
        let gap =
            usize::from(rest.starts_with([' ', '-'])) + usize::from(rest.starts_with('\u{a0}')) * 2;
        let word = rest.get(gap..)?;
        let length = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = word.get(..length)?;
        // A letter alone is a word that makes larger only when joined.
        if !MAGNITUDES.contains(&word) || gap > 0 && length == 1 {
            return Some((end, large));
        }
        large = true;
        end += gap + length;
    }
}

/// How long the name of a currency is that the text begins with: `dollars`,
/// `US dollars`, `Kenyan shillings`.
fn name(text: &str) -> Option<usize> {
    let mut end = 0;
    for turn in 0..2 {
        let rest = text.get(end..)?;
        let gap = usize::from(rest.starts_with([' ', '-']));
        if gap == 0 {
            return None;
        }
        let word = rest.get(gap..)?;
        let length = word.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'.').count();
        let word = word.get(..length)?;
        let bare = word.trim_end_matches('.');
        if NAMES.contains(&bare) {
            return Some(end + gap + bare.len());
        }
        if turn > 0 || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        end += gap + length;
    }
    None
}

/// The tokens of a span whose ends are ends of tokens.
fn tokens(all: &[Token], span: Span, first: usize) -> Option<IdRange<crate::text::TokenId>> {
    let last = all.get(first..)?.iter().take(LONGEST).position(|t| t.span.end >= span.end)?;
    let end = first + last;
    let fits = all.get(first)?.span.start == span.start && all.get(end)?.span.end == span.end;
    fits.then(|| IdRange::new(first, end + 1))
}

/// Whether an amount may begin with the token: figures, or a word or sign that
/// figures follow. Most tokens are decided here.
fn opens(evidence: Evidence<'_>, index: usize, word: &str) -> bool {
    let Some(&first) = word.as_bytes().first() else { return false };
    if first.is_ascii_digit() {
        return true;
    }
    if !first.is_ascii_uppercase() && first != b'$' && first.is_ascii() {
        return false;
    }
    let text = |at: usize| evidence.tokens.get(at).map_or("", |t| t.span.slice(evidence.text));
    let figure = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let next = text(index + 1);
    word.ends_with(|c: char| c.is_ascii_digit())
        || figure(next)
        || next.len() <= 3 && !next.starts_with(char::is_alphabetic) && figure(text(index + 2))
}

/// Adds the amounts of money that the model has not found, in place of what
/// it took their parts for. Linear.
pub(super) fn add(evidence: Evidence<'_>, entities: &mut Vec<Entity>) {
    let mut found: Vec<Entity> = Vec::new();
    let mut past = 0;
    for (index, token) in evidence.tokens.iter().enumerate() {
        let start = token.span.start as usize;
        let word = token.span.slice(evidence.text);
        if start < past || !opens(evidence, index, word) {
            continue;
        }
        // A figure that goes on is no beginning.
        if evidence.text.get(..start).is_some_and(|t| t.ends_with(['.', ',', '-', '\u{2013}']))
            && word.starts_with(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        let mut limit = (start + LONGEST).min(evidence.text.len());
        while !evidence.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let Some(length) = evidence.text.get(start..limit).and_then(amount) else { continue };
        let span = Span::from_range(start..start + length);
        let Some(range) = tokens(evidence.tokens, span, index) else { continue };
        past = start + length;
        found.push(Entity { span, tokens: range, label: Label::Money, score: SCORE });
    }
    // What the model says of an amount as a whole stays.
    found.retain(|amount| {
        let first = entities.partition_point(|entity| entity.span.end <= amount.span.start);
        !entities.get(first).is_some_and(|entity| {
            entity.label == Label::Money
                && entity.span.end >= amount.span.end
                && entity.span.start <= amount.span.start + amount.span.len() / 2
        })
    });
    if found.is_empty() {
        return;
    }
    entities.retain(|entity| {
        let first = found.partition_point(|amount| amount.span.end <= entity.span.start);
        !found.get(first).is_some_and(|amount| amount.span.overlaps(entity.span))
    });
    entities.append(&mut found);
    entities.sort_unstable_by_key(|entity| entity.span);
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn amounts_end_where_they_end() {
        for (text, expected) in [
            ("Rs 500 crore was", Some("Rs 500 crore")),
            ("R1.2 billion.", Some("R1.2 billion")),
            ("R1, the line", None),
            ("M25 motorway", None),
            ("N$20m for", Some("N$20m")),
            ("Sh2.3 billion", Some("Sh2.3 billion")),
            ("K1,500 a day", Some("K1,500")),
            ("40 million Kenyan shillings", Some("40 million Kenyan shillings")),
            ("40 million Kenyan farmers", None),
            ("300,000 naira", Some("300,000 naira")),
            ("€1.2bn", Some("€1.2bn")),
            ("£5 million-a-year", Some("£5 million")),
            ("20 m euros", None),
        ] {
            let found = amount(text).and_then(|end| text.get(..end));
            assert_eq!(found, expected, "{text}");
        }
    }
}
