//! Existing documents as `import` reads them.

use terkawal::{
    diagnostic::Severity,
    import::{Options, import as import_text},
};

use super::super::{memory::Memory, pipeline, sound};

/// The first byte says which classification is given; what is made must be a plan that only lacks keys.
pub fn import(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let classification = ["", "TERBUKA", "TERHAD", "SULIT"][usize::from(kind % 4)];
    let options = Options {
        classification: (!classification.is_empty()).then(|| classification.to_owned()),
    };
    let imported = match import_text(text, &options) {
        Ok(imported) => imported,
        Err(problem) => {
            assert!(!problem.to_string().is_empty() && !problem.hint().is_empty());
            return;
        }
    };
    let mut world = Memory::new();
    for (path, text) in &imported.files {
        let plain = |part: &str| !part.is_empty() && part != ".." && !part.contains(['\\', ':', '\0']);
        assert!(path.split('/').all(plain), "{path}");
        world = world.with(&format!("plan/{path}"), text);
    }
    let built = pipeline::build(&world, pipeline::Depth::of(data));
    if let Some(failure) = &built.failure {
        sound::refusal(failure, &world, &[]);
        let errors = failure
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error);
        let others: Vec<_> = errors.filter(|found| found.code != "E300").collect();
        assert!(others.is_empty(), "{others:?}");
    }
}
