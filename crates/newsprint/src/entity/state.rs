//! The states of the sequence model: `BILOU` positions of the 18 labels.

use super::Label;

/// How many states there are: outside, and four positions for each label.
pub const STATES: usize = 1 + 4 * Label::ALL.len();

/// A state: `0` is outside; `1 + 4 * label + position` is inside.
///
/// ```
/// use newsprint::entity::{Label, Position, State};
/// let state = State::inside(Label::Gpe, Position::Unit);
/// assert_eq!(state.label(), Some(Label::Gpe));
/// assert!(State::OUTSIDE.precedes(state));
/// assert!(!State::inside(Label::Gpe, Position::Begin).precedes(state));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct State(pub u8);

/// Where in its entity a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Position {
    /// The first of several tokens.
    Begin,
    /// Between the first and the last.
    Inside,
    /// The last of several tokens.
    Last,
    /// The only token.
    Unit,
}

impl State {
    /// No entity.
    pub const OUTSIDE: Self = Self(0);

    /// The state of a token at that position of an entity of that label.
    #[inline]
    pub const fn inside(label: Label, position: Position) -> Self {
        Self(1 + 4 * label as u8 + position as u8)
    }

    /// The label, if inside.
    #[inline]
    pub fn label(self) -> Option<Label> {
        Label::ALL.get((usize::from(self.0).wrapping_sub(1)) / 4).copied()
    }

    /// The position, if inside.
    #[inline]
    pub const fn position(self) -> Option<Position> {
        if self.0 == 0 {
            return None;
        }
        Some(match (self.0 - 1) % 4 {
            0 => Position::Begin,
            1 => Position::Inside,
            2 => Position::Last,
            _ => Position::Unit,
        })
    }

    /// Whether an entity may begin, or none stand, at a token in this state.
    #[inline]
    pub const fn opens(self) -> bool {
        matches!(self.position(), None | Some(Position::Begin | Position::Unit))
    }

    /// Whether no entity goes on after a token in this state.
    #[inline]
    pub const fn closes(self) -> bool {
        matches!(self.position(), None | Some(Position::Last | Position::Unit))
    }

    /// Whether `next` may follow.
    #[inline]
    pub fn precedes(self, next: Self) -> bool {
        self.leaves() == next.takes()
    }

    /// The label of the entity that goes on after a token in this state,
    /// [`NO_ENTITY`] for none.
    #[inline]
    pub(super) fn leaves(self) -> u8 {
        LEAVES.get(usize::from(self.0)).copied().unwrap_or(NO_ENTITY)
    }

    /// The label of the entity that must go on before a token in this state,
    /// [`NO_ENTITY`] for none.
    #[inline]
    pub(super) fn takes(self) -> u8 {
        TAKES.get(usize::from(self.0)).copied().unwrap_or(NO_ENTITY)
    }
}

/// No label.
const NO_ENTITY: u8 = u8::MAX;

const LEAVES: [u8; STATES] = labels(false);
const TAKES: [u8; STATES] = labels(true);

#[allow(clippy::cast_possible_truncation)] // There are 73 states.
const fn labels(before: bool) -> [u8; STATES] {
    let mut labels = [NO_ENTITY; STATES];
    let mut at = 1;
    while at < STATES {
        let state = State(at as u8);
        if !(if before { state.opens() } else { state.closes() }) {
            labels[at] = (at as u8 - 1) / 4;
        }
        at += 1;
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::{Position, STATES, State};
    use crate::entity::Label;

    #[test]
    fn states_keep_label_and_position() {
        for label in Label::ALL {
            for position in [Position::Begin, Position::Inside, Position::Last, Position::Unit] {
                let state = State::inside(label, position);
                assert!(usize::from(state.0) < STATES);
                assert_eq!((state.label(), state.position()), (Some(label), Some(position)));
            }
        }
        assert_eq!(State::OUTSIDE.label(), None);
    }
}
