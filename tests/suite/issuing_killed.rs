//! `issue` killed at any moment, two at the same time, and on a disk that cannot be written.

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    environment_disk::mounter,
    plan_test::PlanTest,
    program::{shell, text},
    published::files,
};

/// Version 1.0 in force, 1.1 approved; copy 05 is on paper.
fn approved() -> PlanTest {
    let test = PlanTest::issuable().seat("05", "clearance: TERHAD\nmedium: paper");
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let test = test
        .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .section("03-baharu.md", "title: Baharu", "Seksyen yang ditambah kemudian.\n");
    test.approve().succeeds();
    test
}

fn started(test: &PlanTest) -> Child {
    Command::new(env!("CARGO_BIN_EXE_terkawal"))
        .args(["--root", text(&test.root()), "issue", "--passphrase-file"])
        .arg(test.path("slip-publisher.txt"))
        .env("TERKAWAL_HOME", test.path("home"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs")
}

fn issues(test: &PlanTest) -> usize {
    test.entries().iter().filter(|entry| entry["kind"] == "issued").count()
}

/// Everything that is not secret is in place, once.
#[track_caller]
fn assert_in_force(test: &PlanTest, context: &str) {
    for path in ["public", "copies", "copies/1.0", "copies/1.1"] {
        let run = test.run(&["verify", text(&test.root().join(path))]);
        assert_eq!(run.status, 0, "{context}: {}", run.text());
    }
    test.run(&["register", "verify"]).succeeds();
    assert_eq!(issues(test), 2, "{context}");
    assert!(!test.root().join(".terkawal-issue").exists(), "{context}");
    assert!(!test.root().join("distribution/issue.json").exists(), "{context}");
    test.open(&test.issued_copy("1.1", "01"), "01").succeeds();
    test.open_with_passphrase(&test.issued_file("1.1", "05"), &test.master_passphrase())
        .succeeds();
    let page = fs::read_to_string(test.root().join("public/index.html")).expect("the pointer");
    assert!(page.contains("url=1.1/"), "{context}");
}

/// The moments are fractions of what a whole run takes; whatever is met at them must come out the same.
#[test]
fn a_run_that_is_killed_is_undone_or_finished() {
    let is_long = std::env::var("TERKAWAL_LONG_TESTS").is_ok_and(|long| long == "1");
    let kills: u32 = if is_long { 500 } else { 20 };
    let test = approved();
    let (plan, home) = (files(&test.root()), files(&test.path("home")));
    let begin = Instant::now();
    assert!(started(&test).wait().expect("ended").success());
    let whole = begin.elapsed();
    for kill in 0..kills {
        for (folder, kept) in [(test.root(), &plan), (test.path("home"), &home)] {
            fs::remove_dir_all(&folder).expect("removed");
            for (path, bytes) in kept {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, bytes).expect("written");
            }
        }
        let mut random = [0_u8; 2];
        getrandom::fill(&mut random).expect("random bytes");
        // Most of a run is sealing; the moments crowd at its end, where files move.
        let fraction = f64::from(u16::from_le_bytes(random)) / 65536.0;
        let wait = whole.mul_f64(if kill % 2 == 0 { fraction } else { 0.8 + fraction * 0.2 });
        let mut child = started(&test);
        thread::sleep(wait.max(Duration::from_millis(1)));
        child.kill().expect("killed");
        let ended = child.wait().expect("ended");
        let context = format!("kill {kill} after {wait:?} of {whole:?}");
        let counts = issues(&test) == 2;
        if !counts {
            // The version before is still whole, for everybody who reads it now.
            let run = test.run(&["verify", text(&test.root().join("public"))]);
            assert_eq!(run.status, 0, "{context}: {}", run.text());
        }
        if !ended.success() {
            let is_done = counts && !test.root().join("distribution/issue.json").exists();
            let run = test.issue(&[]);
            let expected = if is_done { 2 } else { 0 };
            assert_eq!(run.status, expected, "{context}: {}", run.text());
        }
        assert_in_force(&test, &context);
    }
}

#[test]
fn of_two_issues_at_the_same_time_one_waits_or_is_refused() {
    let test = approved();
    let mut runs = [started(&test), started(&test), started(&test)];
    let ended = runs.each_mut().map(|run| run.wait().expect("ended").code());
    assert_eq!(ended.iter().filter(|code| **code == Some(0)).count(), 1, "{ended:?}");
    assert!(ended.iter().all(|code| matches!(code, Some(0 | 2 | 3))), "{ended:?}");
    assert_in_force(&test, "three at once");
}

#[test]
fn a_disk_that_cannot_be_written_leaves_all_as_it_was() {
    let Some(way) = mounter() else {
        println!("skipped: neither user name spaces nor mounts are allowed here");
        return;
    };
    let test = approved();
    let before = files(&test.root());
    for folder in [test.root(), test.root().join("public"), test.root().join("copies")] {
        let script = format!(
            "mount --bind {0} {0} && mount -o remount,ro,bind {0} && \"$terkawal\" --root {1} issue --passphrase-file {2}",
            text(&folder),
            text(&test.root()),
            text(&test.path("slip-publisher.txt"))
        );
        let run = shell("unshare", way, &script, &test.path("home"));
        assert!(matches!(run.status, 2 | 3), "{}", run.text());
        assert!(run.stderr.contains("error["), "{}", run.text());
        assert_eq!(files(&test.root()), before, "{}: {}", folder.display(), run.text());
    }
    test.issue(&[]).succeeds();
    assert_in_force(&test, "after a disk that cannot be written");
}
