//! Tags as small numbers, and the few groups of them that matter here.

use crate::tag::{Penn, Tag};

/// The code of a quoted passage.
pub const PASSAGE: u8 = 254;
/// The code beyond both ends of a unit.
pub const EDGE: u8 = 255;

/// The code of a tag.
#[inline]
pub fn code(tag: Tag) -> u8 {
    tag.penn() as u8
}

/// A verb of any form, or a modal.
#[inline]
pub fn is_verb(code: u8) -> bool {
    is_finite(code) || [Penn::Vb, Penn::Vbg, Penn::Vbn].iter().any(|&verb| verb as u8 == code)
}

/// A finite verb or a modal.
#[inline]
pub fn is_finite(code: u8) -> bool {
    [Penn::Vbd, Penn::Vbp, Penn::Vbz, Penn::Md].iter().any(|&verb| verb as u8 == code)
}

/// An adverb.
#[inline]
pub fn is_adverb(code: u8) -> bool {
    code == Penn::Rb as u8
}

/// An adjective.
#[inline]
pub fn is_adjective(code: u8) -> bool {
    code == Penn::Jj as u8
}

/// `'s`.
#[inline]
pub fn is_possessive(code: u8) -> bool {
    code == Penn::Pos as u8
}

/// A common noun.
#[inline]
pub fn is_noun(code: u8) -> bool {
    code == Penn::Nn as u8 || code == Penn::Nns as u8
}

/// A past participle.
#[inline]
pub fn is_participle(code: u8) -> bool {
    code == Penn::Vbn as u8
}

/// `to`.
#[inline]
pub fn is_to(code: u8) -> bool {
    code == Penn::To as u8
}

/// A preposition or a subordinating conjunction.
#[inline]
pub fn is_preposition(code: u8) -> bool {
    code == Penn::In as u8
}

/// A noun, a name or a pronoun.
#[inline]
pub fn is_nominal(code: u8) -> bool {
    is_noun(code)
        || [Penn::Nnp, Penn::Nnps, Penn::Prp, Penn::Dt, Penn::Ex, Penn::Cd]
            .iter()
            .any(|&nominal| nominal as u8 == code)
}

/// A conjunction between equals.
#[inline]
pub fn is_conjunction(code: u8) -> bool {
    code == Penn::Cc as u8
}

/// A plural common noun.
#[inline]
pub fn is_plural(code: u8) -> bool {
    code == Penn::Nns as u8
}

/// An article or another determiner.
#[inline]
pub fn is_determiner(code: u8) -> bool {
    code == Penn::Dt as u8
}

/// A relative or interrogative word.
#[inline]
pub fn is_relative(code: u8) -> bool {
    [Penn::Wdt, Penn::Wp, Penn::WpPossessive, Penn::Wrb].iter().any(|&tag| tag as u8 == code)
}
