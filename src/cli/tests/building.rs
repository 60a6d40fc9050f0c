//! `build`, `import` and `open` when the disk is full, when something may not be written, and when the process dies.

use std::{cell::RefCell, collections::BTreeSet, fs};

use super::desk::{Desk, Files};
use crate::{
    diagnostic::Exit,
    keys::HolderKey,
    world::{Fault, RealWorld},
};

const FAULTS: [Fault; 3] = [Fault::DiskFull, Fault::Refused, Fault::Dead];

/// Site and copies, without mark and list.
fn output(desk: &Desk) -> Files {
    let mut files = desk.files("plan/build");
    files.retain(|path, _| path.starts_with("site/") || path.starts_with("copies/"));
    files
}

fn names(desk: &Desk) -> Vec<String> {
    let Ok(entries) = fs::read_dir(desk.path("plan/build")) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

/// The old output as it was, or the new one, whole.
#[track_caller]
fn assert_old_or_new(desk: &Desk, before: &Files, context: &str) {
    if output(desk) == *before {
        return;
    }
    desk.succeeds(&["verify", "~/plan/build"]);
    let page = fs::read_to_string(desk.path("plan/build/site/1.0/umum/index.html")).expect("a page");
    assert!(page.contains("Teks baharu"), "{context}");
    // Folder and one-file copy come from the same build.
    let read = |path: &str| fs::read_to_string(desk.path(path)).expect("a copy");
    let described = read("plan/build/site/1.0/copies/01/copy.json");
    let one_file = read("plan/build/copies/1.0/salinan-01.html");
    assert!(one_file.contains(described.trim()), "{context}: two builds in one");
}

#[test]
fn a_build_that_fails_anywhere_leaves_the_old_output_or_the_new_one() {
    let (first, again) = (Desk::new(), Desk::new());
    again.succeeds(&["build"]);
    for (desk, faults) in [(first, &FAULTS[..1]), (again, &FAULTS)] {
        desk.write(
            "plan/content/01-umum.md",
            "---\ntitle: Umum\nclassification: TERBUKA\n---\n![Rajah](a.svg) Teks baharu.\n",
        );
        let before = output(&desk);
        for fault in faults {
            let seen = RefCell::new(BTreeSet::new());
            desk.each(*fault, &["build"], |exit, at| {
                let context = format!("{fault:?} at {at}");
                if *fault != Fault::Dead {
                    assert_old_or_new(&desk, &before, &context);
                    assert_eq!(exit == Exit::Done, output(&desk) != before, "{context}");
                    let left = names(&desk).into_iter().find(|name| name == ".terkawal-old");
                    assert!(left.is_none(), "{context}: {left:?}");
                }
                // What follows depends on what is there, and many operations leave the same.
                let mut shape: Vec<String> = desk.files("plan/build").into_keys().collect();
                shape.retain(|path| !path.starts_with(".terkawal-staging/site/1.0/"));
                shape.extend(fs::read_to_string(desk.path("plan/build/.terkawal-files")));
                if seen.borrow_mut().insert((exit, shape)) {
                    assert_put_right(&desk, &before, &context);
                }
            });
            assert!(
                *fault != Fault::Dead || seen.borrow().len() > 4,
                "a killed build leaves many states"
            );
        }
    }
}

/// The next build puts right what is there, also when it fails itself, and the one after that succeeds.
#[track_caller]
fn assert_put_right(desk: &Desk, before: &Files, context: &str) {
    desk.write("plan/themes/default/templates/section.html", "{{ tiada.langsung }}");
    assert_eq!(desk.run(&RealWorld, &["build"]).0, Exit::Fault, "{context}");
    fs::remove_dir_all(desk.path("plan/themes")).expect("removed");
    assert_old_or_new(desk, before, context);
    desk.succeeds(&["build"]);
    desk.succeeds(&["verify", "~/plan/build"]);
    let expected = [".terkawal", ".terkawal-files", "copies", "site"];
    assert_eq!(names(desk), expected, "{context}");
}

#[test]
fn an_import_that_fails_leaves_nothing() {
    let text = "TERHAD\n\nPELAN UJIAN\n\nVersi 1.0\n\n1.0 PENGENALAN\n\nTeks pertama.\n\n2.0 DASAR\n\nTeks kedua.\n";
    for is_there in [false, true] {
        let desk = Desk::new();
        desk.write("pelan.txt", text);
        if is_there {
            fs::create_dir(desk.path("baharu")).expect("a folder");
        }
        for fault in FAULTS {
            desk.each(fault, &["import", "~/pelan.txt", "~/baharu"], |_, at| {
                let written = desk.files("baharu");
                if fault == Fault::Dead {
                    assert!(
                        !written.contains_key("plan.yaml"),
                        "what is no whole plan has no plan.yaml: {at}"
                    );
                    return;
                }
                assert!(written.is_empty(), "{fault:?} at {at}: {:?}", written.keys());
                assert_eq!(desk.path("baharu").exists(), is_there, "{fault:?} at {at}");
            });
        }
    }
}

#[test]
fn a_first_plan_that_fails_leaves_nothing() {
    for is_there in [false, true] {
        let desk = Desk::new();
        if is_there {
            fs::create_dir(desk.path("baharu")).expect("a folder");
        }
        for fault in FAULTS {
            desk.each(fault, &["init", "~/baharu"], |_, at| {
                let written = desk.files("baharu");
                if fault == Fault::Dead {
                    assert!(!written.contains_key("plan.yaml"), "no whole plan, no plan.yaml: {at}");
                    return;
                }
                assert!(written.is_empty(), "{fault:?} at {at}: {:?}", written.keys());
                assert_eq!(desk.path("baharu").exists(), is_there, "{fault:?} at {at}");
            });
        }
    }
}

#[test]
fn opening_that_fails_leaves_nothing_decrypted() {
    let desk = Desk::new();
    desk.succeeds(&["keygen", "holder", "02", "-o", "~/kunci.txt"]);
    let key = fs::read_to_string(desk.path("kunci.txt")).expect("the key file");
    let key = HolderKey::parse(&key).expect("a key").recipient();
    let list = fs::read_to_string(desk.path("plan/distribution/list.yaml")).expect("the list");
    let seat = format!("  - number: \"02\"\n    post: Timbalan\n    clearance: TERHAD\n    recipients: [{key}]\n");
    desk.write("plan/distribution/list.yaml", &(list + &seat));
    desk.succeeds(&["build"]);
    let copy = "~/plan/build/copies/1.0/salinan-02.html";
    let arguments = ["open", copy, "--identity", "~/kunci.txt", "--to", "~/dibuka/02"];
    for is_there in [false, true] {
        if is_there {
            fs::create_dir_all(desk.path("dibuka/02")).expect("a folder");
        }
        for fault in FAULTS {
            desk.each(fault, &arguments, |_, at| {
                let written = desk.files("dibuka/02");
                if fault == Fault::Dead {
                    assert!(!written.contains_key("index.html"), "{at}");
                    return;
                }
                assert!(written.is_empty(), "{fault:?} at {at}: {:?}", written.keys());
            });
        }
    }
}
