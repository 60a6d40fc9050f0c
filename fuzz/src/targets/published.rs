//! A published folder with one file changed, as `verify` and `open` read it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use terkawal::{
    inspect::{CopySet, Credentials, open, verify},
    world::World as _,
};

use super::super::{memory::Memory, pipeline, sample};

fn base() -> &'static BTreeMap<String, Vec<u8>> {
    static BASE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    BASE.get_or_init(|| {
        let built = pipeline::build(&sample::plan(), pipeline::Depth::Everything);
        assert!(built.failure.is_none(), "{:?}", built.failure);
        built.files
    })
}

/// File, kind of change, place, then the bytes of the change.
pub fn published(data: &[u8]) {
    let [file, change, high, low, rest @ ..] = data else {
        return;
    };
    let base = base();
    // The files that are read as structure come first; all others are alike.
    let structured = [
        "site/1.0/manifest.json",
        "site/versions/manifest.json",
        "site/1.0/copies/01/copy.json",
    ];
    let others = [
        "copies/1.0/SHA256SUMS",
        "copies/1.0/salinan-01.html",
        "site/1.0/copies/01/key.age",
        "site/1.0/copies/01/bundle.age",
        "site/index.html",
        "site/1.0/index.html",
        "site/1.0/umum/index.html",
    ];
    let names: Vec<&str> = structured.iter().chain(&others).copied().collect();
    let name = names[usize::from(*file) % names.len()];
    let old = &base[name];
    let at = usize::from(u16::from_be_bytes([*high, *low])) % old.len();
    let new = match change % 6 {
        0 => Some(rest.to_vec()),
        1 => Some([&old[..at], rest, &old[at..]].concat()),
        2 => Some([&old[..at], rest].concat()),
        3 => Some([&old[..at], rest, old.get(at + rest.len()..).unwrap_or_default()].concat()),
        4 => Some([rest, &old[at..]].concat()),
        _ => None,
    };
    let is_same = new.as_ref() == Some(old);
    let world = base.iter().fold(Memory::new(), |world, (path, bytes)| {
        world.with(&format!("out/{path}"), bytes)
    });
    let path = PathBuf::from("out").join(name);
    match &new {
        Some(bytes) => world.write(&path, bytes),
        None => world.remove_file(&path),
    }
    .expect("memory");
    let whole = verify(&world, Path::new("out"), &[]);
    for below in [
        "out/site",
        "out/site/1.0",
        "out/site/1.0/copies/01",
        "out/copies/1.0",
        "out/copies/1.0/salinan-01.html",
    ] {
        if let Ok(report) = verify(&world, Path::new(below), &[]) {
            assert!(report.problems.iter().all(|found| !found.message.is_empty()));
        }
    }
    if is_same {
        assert!(whole.expect("readable").problems.is_empty());
    } else if !structured.contains(&name) && name != "copies/1.0/SHA256SUMS" {
        assert!(
            !whole.expect("readable").problems.is_empty(),
            "a change of {name} is not seen"
        );
    }
    for copy in ["out/site/1.0/copies/01", "out/copies/1.0/salinan-01.html"] {
        if let Ok(copy) = CopySet::read(&world, Path::new(copy))
            && let Ok(opened) = open(&copy, &Credentials::KeyFile(sample::KEY.to_owned().into()))
        {
            assert_eq!(copy.json.copy, "01");
            assert!(opened.sections > 0);
        }
    }
}
