//! `distribution/list.yaml`, read and edited.

use terkawal::{
    diagnostic::SourceText,
    plan::{DistributionList, Scheme, enrolled},
};

use super::super::{pipeline, sample, sound};

/// The whole file; every copy of a list that is well is then enrolled.
pub fn list_yaml(data: &[u8]) {
    let world = sample::plan().with("plan/distribution/list.yaml", data);
    let built = pipeline::build(&world, pipeline::Depth::of(data));
    if let Some(failure) = &built.failure {
        sound::refusal(failure, &world, &[sample::SEALED]);
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(list) = parse(text) else { return };
    for copy in list.copies.iter().take(4) {
        match enrolled(&list, &copy.number, sample::RECIPIENT, false, &Scheme::default()) {
            Ok(edited) => only_that_changed(&list, &edited, copy.number.as_str()),
            Err(failure) => {
                assert!(failure.diagnostics.iter().all(|found| !found.message.is_empty()));
            }
        }
    }
}

fn parse(text: &str) -> Result<DistributionList, terkawal::diagnostic::Failure> {
    DistributionList::parse(
        &SourceText::new(DistributionList::PATH, text, true),
        false,
        &Scheme::default(),
    )
}

/// The edited list says the same of everybody, but for the recipient of one copy; comments stay.
fn only_that_changed(list: &DistributionList, edited: &str, number: &str) {
    let new = parse(edited).unwrap_or_else(|failure| panic!("{:?}\n{edited}", failure.diagnostics));
    let said = |list: &DistributionList| {
        let copies: Vec<String> = list
            .copies
            .iter()
            .map(|copy| {
                let holder = copy.holder.as_ref();
                let keys: Vec<String> = holder
                    .filter(|_| copy.number.as_str() != number)
                    .map(|holder| holder.recipients.iter().map(ToString::to_string).collect())
                    .unwrap_or_default();
                let words = holder.map(|h| (&h.post, &h.name, h.clearance, &h.groups));
                format!("{} {words:?} {keys:?}", copy.number)
            })
            .collect();
        let teams: Vec<String> = list
            .teams
            .iter()
            .map(|team| format!("{} {}", team.number, team.post))
            .collect();
        (list.groups.clone(), copies, teams)
    };
    assert_eq!(said(list), said(&new), "{edited}");
    let copy = new
        .copies
        .iter()
        .find(|copy| copy.number.as_str() == number)
        .expect("still there");
    let keys: Vec<String> = copy
        .holder
        .iter()
        .flat_map(|holder| holder.recipients.iter().map(ToString::to_string))
        .collect();
    assert_eq!(keys, [sample::RECIPIENT], "{edited}");
    let comments = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
    assert_eq!(
        comments(list.source.text()),
        comments(edited),
        "a comment is gone:\n{edited}"
    );
}
