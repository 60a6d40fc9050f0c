//! Faults of a plan: exit code, code, place and hint; all of them in one run; nothing written.

use crate::{plan_test::PlanTest, program::Output, published::files};

/// One fault: the code, where it is told, and the file that has it.
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) place: &'static str,
    pub(crate) file: &'static str,
    pub(crate) text: &'static str,
}

/// A short way to write one down.
pub(crate) const fn fault(code: &'static str, place: &'static str, file: &'static str, text: &'static str) -> Fault {
    Fault {
        code,
        place,
        file,
        text,
    }
}

/// Demands that check and build tell the fault with its place and a hint, in both formats, and write nothing.
#[track_caller]
pub(crate) fn assert_told(test: &PlanTest, fault: &Fault) {
    let before = files(&test.root());
    for verb in ["check", "build"] {
        let run = test.run(&[verb]);
        assert_told_by(&run, fault);
        assert!(run.stdout.is_empty(), "{}: {}", fault.text, run.stdout);
    }
    let json = test.run(&["--format", "json", "check"]).fails(2, fault.code);
    assert!(json.stderr.is_empty(), "{}", json.stderr);
    let found = json.json()["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .any(|diagnostic| {
            let place = &diagnostic["place"];
            let at = format!(
                "{}:{}:{}",
                place["path"].as_str().unwrap_or_default(),
                place["line"],
                place["column"]
            );
            diagnostic["code"] == fault.code && (fault.place.is_empty() || at == fault.place)
        });
    assert!(found, "{:?}: {}", fault.text, json.stdout);
    // A fault that shows only when pages are made finds the output folder marked, and nothing in it.
    let mut after = files(&test.root());
    after.remove("build/.terkawal");
    assert!(after == before, "{:?}: something was written", fault.text);
}

#[track_caller]
fn assert_told_by(run: &Output, fault: &Fault) {
    assert_eq!(run.status, 2, "{:?}: {}", fault.text, run.text());
    let told = run
        .stderr
        .split("\n\n")
        .find(|told| told.contains(&format!("error[{}]: ", fault.code)) && told.contains(fault.place));
    let told = told.unwrap_or_else(|| panic!("{} at {} of {:?}: {}", fault.code, fault.place, fault.text, run.stderr));
    assert!(told.contains("hint: "), "{:?}: {told}", fault.text);
    let place = if fault.place.is_empty() {
        String::new()
    } else {
        format!("--> {}\n", fault.place)
    };
    assert!(told.contains(&place), "{:?}: {told}", fault.text);
}

/// Each fault alone in an otherwise good plan.
#[track_caller]
pub(crate) fn assert_all_told(faults: &[Fault]) {
    for fault in faults {
        assert_told(&PlanTest::small().file(fault.file, fault.text), fault);
    }
}
