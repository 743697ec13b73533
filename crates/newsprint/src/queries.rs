//! Questions that one layer alone cannot answer.

use std::borrow::Cow;

use crate::actor;
use crate::document::Document;
use crate::quotation::Quotation;
use crate::text::ActorId;

impl Document {
    /// The quotations that an actor speaks, alone or with others, in text
    /// order.
    pub fn quotes_by(&self, actor: ActorId) -> impl Iterator<Item = &Quotation> {
        self.quotes().iter().filter(move |quote| {
            quote
                .speaker
                .as_ref()
                .is_some_and(|speaker| speaker.actor == actor || speaker.others.contains(&actor))
        })
    }

    /// The actor of each entity, in the order of the entities; `None` for one
    /// that is nobody's name, such as a date.
    pub fn entity_actors(&self) -> Vec<Option<ActorId>> {
        let mut actors = vec![None; self.entities().len()];
        for (index, actor) in self.actors().iter().enumerate() {
            for mention in &actor.mentions {
                let entity =
                    self.mentions().get(mention.index()).and_then(|mention| mention.entity);
                if let Some(slot) = entity.and_then(|entity| actors.get_mut(entity.index())) {
                    *slot = Some(ActorId::new(index));
                }
            }
        }
        actors
    }

    /// The words that a quotation reports: the spans of its content, joined
    /// by a space.
    pub fn words(&self, quote: &Quotation) -> Cow<'_, str> {
        match quote.content.as_slice() {
            &[only] => Cow::Borrowed(self.slice(only)),
            spans => {
                let parts: Vec<&str> = spans.iter().map(|&span| self.slice(span)).collect();
                Cow::Owned(parts.join(" "))
            }
        }
    }

    /// The name of the speaker of a quotation: that of the actor, or the
    /// names of a joint source (`Rex Tillerson and Sergey Lavrov`).
    pub fn speaker_name<'d>(&'d self, quote: &Quotation) -> Option<Cow<'d, str>> {
        actor::speaker_name(self.actors(), quote)
    }
}
