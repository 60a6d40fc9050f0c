//! The inputs of the fuzz targets, those that once failed among them, are tests as well.

use std::{collections::BTreeSet, fs};

use crate::{fuzzing::targets, sample::root};

#[test]
fn every_committed_input_works_or_is_refused() {
    let corpus = root().join("fuzz/corpus");
    let folders: BTreeSet<String> = fs::read_dir(&corpus)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let known: BTreeSet<String> = targets::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(folders, known, "one folder for each target");
    for (name, target) in targets::ALL {
        let mut inputs: Vec<_> = fs::read_dir(corpus.join(name)).expect("a folder").collect();
        inputs.sort_by_key(|entry| entry.as_ref().expect("an entry").path());
        assert!(inputs.len() >= 10, "{name} has too few inputs");
        for entry in inputs {
            let path = entry.expect("an entry").path();
            println!("{}", path.display());
            target(&fs::read(&path).expect("readable"));
        }
    }
}
