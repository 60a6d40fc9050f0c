//! Enrolment that fails half-way, holder files in the wrong place, keys in capitals, places and modes of secrets.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
    process::Command,
};

use crate::{
    plan_test::PlanTest,
    program::{passphrase_in, text},
    published::files,
    tampering::with_passphrases,
};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

#[test]
fn a_recipient_on_a_line_of_its_own_is_replaced_there_and_no_other() {
    let (test, [_, second]) = with_passphrases();
    let path = test.root().join("distribution/list.yaml");
    let list = fs::read_to_string(&path).expect("the list");
    let spread = list.replacen("recipients: [", "recipients: [\n      ", 1);
    assert_ne!(list, spread);
    fs::write(&path, &spread).expect("written");
    let slip = test.path("baru-01.txt");
    test.run(&["enrol", "01", "--passphrase", "--replace", "--slip", text(&slip)])
        .succeeds();
    let new = fs::read_to_string(&path).expect("the list");
    let differing = spread.lines().zip(new.lines()).filter(|(old, new)| old != new).count();
    assert_eq!((differing, new.lines().count()), (1, spread.lines().count()), "{new}");
    test.build();
    let letter = fs::read_to_string(&slip).expect("the slip");
    test.open_with_passphrase(&test.copy("01"), &passphrase_in(&letter, "01"))
        .succeeds();
    test.open_with_passphrase(&test.copy("02"), &second).succeeds();
}

#[test]
fn a_slip_that_cannot_be_written_changes_nothing() {
    let (test, [passphrase, _]) = with_passphrases();
    let before = files(&test.root());
    fs::write(test.path("fail"), "penting").expect("written");
    let run = test.run(&[
        "enrol",
        "01",
        "--passphrase",
        "--replace",
        "--slip",
        text(&test.path("fail/slip.txt")),
    ]);
    assert_ne!(run.status, 0, "{}", run.text());
    assert!(files(&test.root()) == before);
    test.build();
    test.open_with_passphrase(&test.copy("01"), &passphrase).succeeds();
}

#[test]
fn the_holder_file_of_another_copy_stops_check_and_build() {
    let (test, _) = with_passphrases();
    let holders = test.root().join("distribution/holders");
    let good = files(&holders);
    let before = files(&test.output());
    let beside: Vec<String> = good.keys().filter(|name| name.starts_with("01")).cloned().collect();
    assert!(beside.len() > 1, "{beside:?}");
    // The holder file alone, then everything that stands beside it.
    for names in [&["01.age".to_owned()][..], &beside] {
        for name in names {
            fs::copy(holders.join(name), holders.join(name.replacen("01", "02", 1))).expect("copied");
        }
        for verb in ["check", "build"] {
            let run = test.run(&[verb]).fails(2, "E303");
            assert!(
                run.stderr.contains("02.age") && run.stderr.contains("--replace"),
                "{}",
                run.stderr
            );
        }
        assert!(files(&test.output()) == before);
        for (name, bytes) in &good {
            fs::write(holders.join(name), bytes).expect("written");
        }
    }
    test.build();
    // A holder file beside a holder's own key.
    let test = PlanTest::small().seat("03", "clearance: SULIT");
    test.enrol("03");
    let holders = test.root().join("distribution/holders");
    fs::copy(holders.join("03.age"), holders.join("01.age")).expect("copied");
    test.run(&["check"]).fails(2, "E303");
}

#[test]
fn a_key_in_capitals_is_the_same_key() {
    let test = PlanTest::small();
    let key = test.key("01").to_public().to_string().to_uppercase();
    let twice = PlanTest::small();
    let list = fs::read_to_string(test.root().join("distribution/list.yaml")).expect("the list");
    let more = format!("{list}  - number: \"03\"\n    post: Jawatan\n    clearance: TERHAD\n    recipients: [{key}]\n");
    let twice = twice.file("distribution/list.yaml", more);
    twice.run(&["check"]).fails(2, "E133");
    let test = test.seat("03", "clearance: TERHAD");
    test.run(&["enrol", "03", "--recipient", &key]).fails(2, "E133");
    let sample = fs::read_to_string(crate::sample::root().join("distribution/list.yaml")).expect("the sample's list");
    let known = sample
        .split(['[', ']'])
        .find(|word| word.starts_with("age1"))
        .expect("a recipient");
    test.run(&["enrol", "03", "--recipient", &known.to_uppercase()])
        .fails(2, "E132");
    let own = age::x25519::Identity::generate().to_public().to_string().to_uppercase();
    test.run(&["enrol", "03", "--recipient", &own]).succeeds();
    test.build();
}

#[test]
fn secrets_stay_outside_the_plan_by_whatever_way() {
    let test = PlanTest::small().seat("03", "clearance: TERHAD");
    symlink(test.root().join("content"), test.path("pautan")).expect("a link");
    symlink(test.root().join("slip.txt"), test.path("slip.txt")).expect("a link");
    fs::create_dir(test.path("luar")).expect("a folder");
    let before = files(&test.root());
    for path in [
        "tiada/../plan/slip.txt",
        "tiada/lagi/../../plan/content/slip.txt",
        "luar/tiada/../../plan/slip.txt",
        "pautan/slip.txt",
        "pautan/tiada/slip.txt",
        "pautan/../slip.txt",
        "slip.txt",
        "plan/./slip.txt",
    ] {
        let file = format!("{}/{path}", text(&test.path("")).trim_end_matches('/'));
        // A way through a missing folder leads nowhere; a link that leads nowhere is a file that is there.
        let through_missing = path.contains("tiada/") && path.contains("..");
        for arguments in [
            &["enrol", "03", "--passphrase", "--slip", &file][..],
            &["keygen", "holder", "03", "-o", &file],
        ] {
            let run = test.run(arguments);
            let is_refused = run.stderr.contains("E320")
                || through_missing && run.stderr.contains("E900")
                || path == "slip.txt" && run.stderr.contains("E321");
            assert!(run.status == 2 && is_refused, "{path}: {}", run.text());
        }
        assert!(files(&test.root()) == before, "{path}");
    }
    // From inside the plan, by a name alone.
    for folder in ["", "content", "distribution"] {
        for name in [
            "k.txt",
            "./k.txt",
            "../plan/k.txt",
            "tiada/../k.txt",
            "content/../k.txt",
        ] {
            let run = Command::new(env!("CARGO_BIN_EXE_terkawal"))
                .current_dir(test.root().join(folder))
                .args(["keygen", "holder", "03", "-o", name])
                .output()
                .expect("the binary runs");
            let stderr = String::from_utf8_lossy(&run.stderr);
            assert!(
                run.status.code() == Some(2) && (stderr.contains("E320") || stderr.contains("E900")),
                "{folder} {name}: {stderr}"
            );
            assert!(files(&test.root()) == before, "{folder} {name}");
        }
    }
}

#[test]
fn what_is_opened_and_printed_is_for_its_owner_alone() {
    let test = PlanTest::small().seat("03", "clearance: TERHAD");
    let key = test.path("baru/dalam/kunci.txt");
    test.run(&["keygen", "holder", "03", "-o", text(&key)]).succeeds();
    assert_eq!((mode(&key), mode(key.parent().expect("a folder"))), (0o600, 0o700));
    test.run(&["enrol", "03", "--passphrase"]).succeeds();
    assert_eq!(mode(&test.path("home/slips")), 0o700);
    assert_eq!(mode(&test.path("home/slips/UJI-01-03.txt")), 0o600);
    test.build();
    let to = test.fresh();
    test.open(&test.copy("01"), "01").succeeds();
    assert_eq!(mode(&to), 0o700);
    assert_eq!(mode(&to.join("sections")), 0o700);
    for path in files(&to).keys() {
        assert_eq!(mode(&to.join(path)), 0o600, "{path}");
    }
}
