//! `plan.yaml`.

use super::super::{pipeline, sample, sound};

/// The whole file, with ordinary sections.
pub fn plan_yaml(data: &[u8]) {
    let world = sample::plan().with("plan/plan.yaml", data);
    let built = pipeline::build(&world, pipeline::Depth::of(data));
    let says_so = String::from_utf8_lossy(data).to_lowercase().contains("qx") || data.contains(&b'\\');
    if !says_so {
        sound::without(&built, &[sample::SEALED, sample::NAME]);
    }
    if let Some(failure) = &built.failure {
        sound::refusal(
            failure,
            &world,
            if says_so { &[] } else { &[sample::SEALED, sample::NAME] },
        );
    }
}
