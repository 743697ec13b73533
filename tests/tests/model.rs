//! Damaged models: each section is read or refused, and a reader with one
//! that was read all the same still keeps the laws of spans.

use newsprint::model::{Model, pack, unpack};
use newsprint::{ErrorKind, Reader};
use newsprint_en::MODEL_SECTIONS;
use newsprint_tests::laws;
use proptest::prelude::*;
use proptest::sample::Index;

/// An article that gives every stage something to do.
const ARTICLE: &str = "Harbour board sues builder\n\nOSLO, 12 May — Ingrid Dahl, who chairs \
    the Oslo Harbour Board (OHB), said on Monday that \"the crane was late\" and cost 3.5 million \
    euros. \"We waited for two years,\" she added. According to Nordkran AS, the board had \
    changed its mind twice.";

/// One section with some of its bytes changed, the others as they are.
fn with_changes(section: usize, changes: &[(Index, u8)]) -> Vec<(&'static str, Vec<u8>)> {
    let mut sections: Vec<(&str, Vec<u8>)> =
        MODEL_SECTIONS.iter().map(|(name, bytes)| (*name, bytes.to_vec())).collect();
    let bytes = &mut sections[section].1;
    for (at, value) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *value;
    }
    sections
}

fn read(sections: &[(&str, Vec<u8>)]) -> Result<Model, newsprint::Error> {
    let sections: Vec<(&str, &[u8])> =
        sections.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    Model::from_sections(&sections)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_section_that_is_cut_off_is_refused(
        section in 0..MODEL_SECTIONS.len(),
        end: Index,
    ) {
        let (name, bytes) = MODEL_SECTIONS[section];
        let cut = &bytes[..end.index(bytes.len())];
        let error = Model::from_sections(&[(name, cut)]).unwrap_err();
        prop_assert_eq!(error.kind(), ErrorKind::Model);
    }

    #[test]
    fn a_damaged_section_is_refused_or_keeps_the_laws(
        section in 0..MODEL_SECTIONS.len(),
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..40),
    ) {
        match read(&with_changes(section, &changes)) {
            Err(error) => prop_assert_eq!(error.kind(), ErrorKind::Model),
            Ok(model) => {
                let document = Reader::english().with_model(model).read(ARTICLE).unwrap();
                laws::check(&document).unwrap();
            }
        }
    }

    #[test]
    fn a_damaged_head_is_refused_or_keeps_the_laws(
        section in 0..MODEL_SECTIONS.len(),
        // Versions, counts and lengths stand at the start.
        changes in prop::collection::vec((0_usize..64, any::<u8>()), 1..6),
    ) {
        let mut sections = with_changes(section, &[]);
        for (at, value) in changes {
            if let Some(byte) = sections[section].1.get_mut(at) {
                *byte = value;
            }
        }
        match read(&sections) {
            Err(error) => prop_assert_eq!(error.kind(), ErrorKind::Model),
            Ok(model) => {
                let document = Reader::english().with_model(model).read(ARTICLE).unwrap();
                laws::check(&document).unwrap();
            }
        }
    }

    #[test]
    fn a_damaged_file_is_refused(at: Index, flip in 1_u8..=255) {
        let mut file = pack(&[("actor", MODEL_SECTIONS.iter().find(|s| s.0 == "actor").unwrap().1)]);
        let at = at.index(file.len());
        file[at] ^= flip;
        let refused = unpack(&file).is_err_and(|error| error.kind() == ErrorKind::Model);
        // The section's name may be another now, which readers pass over.
        prop_assert!(refused || unpack(&file).unwrap().iter().all(|(name, _)| *name != "actor"));
    }
}

#[test]
fn a_model_without_a_section_falls_back() {
    for (left_out, _) in MODEL_SECTIONS {
        let rest: Vec<(&str, Vec<u8>)> =
            with_changes(0, &[]).into_iter().filter(|(name, _)| name != left_out).collect();
        let document = Reader::english().with_model(read(&rest).unwrap()).read(ARTICLE).unwrap();
        laws::check(&document).unwrap();
    }
}
