//! The real thing, through the binary: a disk that is full, files that may not grow, folders that may not be written.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use crate::{
    plan_test::PlanTest,
    program::{Output, shell, text},
    published::files,
};

/// A way to have a small disk: a name space of one's own, or root's right to mount.
pub(crate) fn mounter() -> Option<&'static [&'static str]> {
    let ways: [&[&str]; 2] = [&["-Urm"], &["-m"]];
    ways.into_iter().find(|way| {
        Command::new("unshare")
            .args(*way)
            .args(["mount", "-t", "tmpfs", "none", "/mnt"])
            .output()
            .is_ok_and(|output| output.status.success())
    })
}

#[track_caller]
fn assert_told(run: &Output, file: &str, cause: &str) {
    assert_eq!(run.status, 3, "{}", run.text());
    for words in ["error[E900]: ", file, cause, "hint: "] {
        assert!(run.stderr.contains(words), "no {words:?} in {}", run.stderr);
    }
}

#[test]
fn on_a_disk_of_any_size_a_build_is_whole_or_not_there() {
    let Some(way) = mounter() else {
        println!("skipped: neither user name spaces nor mounts are allowed here");
        return;
    };
    let test = PlanTest::small();
    let disk = test.path("cakera");
    fs::create_dir(&disk).expect("a folder");
    let build = format!(
        "\"$terkawal\" --root {} build -o {}/hasil",
        text(&test.root()),
        text(&disk)
    );
    let mut failed = 0;
    // The shell says what the first build left, and whether there is enough for a second once the disk has grown.
    for size in (16..).step_by(64) {
        let script = format!(
            "mount -t tmpfs -o size={size}k none {0} && {build}; code=$?; cd {0}/hasil 2>/dev/null && find . -type f -size +0
             mount -o remount,size=50m {0} && {build} >/dev/null && \"$terkawal\" verify {0}/hasil >/dev/null || exit 99; exit $code",
            text(&disk)
        );
        let run = shell("unshare", way, &script, &test.path("home"));
        if run.status == 0 {
            break;
        }
        assert_told(&run, "cakera/hasil", "No space left on device");
        assert!(
            !run.stdout.contains("site/") && !run.stdout.contains("copies/"),
            "{size}: {}",
            run.stdout
        );
        failed += 1;
    }
    assert!(failed > 2, "the disk was hardly ever full");
}

#[test]
fn a_full_disk_takes_no_half_enrolment_and_no_half_opened_copy() {
    let Some(way) = mounter() else {
        println!("skipped: neither user name spaces nor mounts are allowed here");
        return;
    };
    let test = PlanTest::small().seat("03", "clearance: TERHAD");
    let key = test.key_file("01", true);
    let disk = test.path("cakera");
    fs::create_dir(&disk).expect("a folder");
    test.enrol("03");
    test.build();
    let verbs = [
        format!("enrol 03 --passphrase --replace --slip {}/slip/03.txt", text(&disk)),
        format!("keygen holder 03 -o {}/kunci/03.txt", text(&disk)),
        format!(
            "open {} --identity {} --to {}/dibuka",
            text(&test.copy("01")),
            text(&key),
            text(&disk)
        ),
    ];
    let before = files(&test.root());
    for verb in verbs {
        let script = format!(
            "mount -t tmpfs -o size=8k none {0} && head -c 8k /dev/zero >{0}/penuh; \"$terkawal\" --root {1} {verb}; code=$?
             find {0} -type f; exit $code",
            text(&disk),
            text(&test.root()),
        );
        let run = shell("unshare", way, &script, &test.path("home"));
        assert_told(&run, "cakera/", "No space left on device");
        assert_eq!(run.stdout.trim(), format!("{}/penuh", text(&disk)), "{verb}");
        assert!(files(&test.root()) == before, "{verb}");
    }
}

#[test]
fn files_that_may_not_grow_are_told() {
    // A limit on the size of files, as some hosts set it; the signal that comes with it is put off first.
    let test = PlanTest::small();
    let here = text(&test.root()).to_owned();
    let script = format!("trap '' XFSZ; ulimit -f 8; \"$terkawal\" --root {here} build");
    let run = shell("env", &[], &script, &test.path("home"));
    assert_told(&run, "build/.terkawal-staging/", "File too large");
    let left = files(&test.root());
    assert!(
        left.keys()
            .all(|path| !path.starts_with("build/") || path == "build/.terkawal")
    );
    test.build();
    let before = files(&test.output());
    let run = shell("env", &[], &script, &test.path("home"));
    assert_told(&run, "build/.terkawal-staging/", "File too large");
    assert!(files(&test.output()) == before);
}

/// Runs the binary as somebody who owns nothing here, or as oneself where that is no root.
fn as_stranger(test: &PlanTest, arguments: &str) -> Option<Output> {
    let script = format!("\"$terkawal\" --root {} {arguments}", text(&test.root()));
    let own = fs::metadata(test.root()).expect("the plan");
    let is_root = std::os::unix::fs::MetadataExt::uid(&own) == 0;
    if !is_root {
        return Some(shell("env", &[], &script, &test.path("home")));
    }
    let way = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let can_run = Command::new("setpriv")
        .args(way)
        .arg(env!("CARGO_BIN_EXE_terkawal"))
        .arg("--version")
        .output();
    if !can_run.is_ok_and(|output| output.status.success()) {
        println!("skipped: as root, and no other user can run the program");
        return None;
    }
    Some(shell("setpriv", &way, &script, &test.path("home")))
}

/// Gives everybody the rights to what is below a folder, or takes them from everybody.
fn allow(folder: &Path, mode: u32) {
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("permissions");
}

#[test]
fn folders_that_may_not_be_written_or_read_are_told() {
    let test = PlanTest::small().seat("03", "clearance: TERHAD");
    allow(&test.path(""), 0o755);
    test.enrol("03");
    test.build();
    let slip = test.path("surat");
    fs::create_dir(&slip).expect("a folder");
    fs::write(test.path("pelan.txt"), "TERHAD\n\nPELAN\n\n1.0 SATU\n\nTeks.\n").expect("written");
    let locked = [test.output(), test.root().join("distribution"), slip.clone()];
    for folder in &locked {
        allow(folder, 0o555);
    }
    let slip_file = format!("{}/03.txt", text(&slip));
    let cases = [
        ("build".to_owned(), "build/.terkawal"),
        (
            format!("enrol 03 --passphrase --replace --slip {slip_file}"),
            "surat/03.txt",
        ),
        (format!("keygen holder 03 -o {slip_file}"), "surat/03.txt"),
        (
            format!("import {} {}/baharu", text(&test.path("pelan.txt")), text(&slip)),
            "surat/baharu",
        ),
        (format!("init {}/baharu", text(&slip)), "surat/baharu"),
        (
            format!(
                "open {} --identity {} --to {}/baharu",
                text(&test.copy("01")),
                text(&test.key_file("01", true)),
                text(&slip)
            ),
            "surat/baharu",
        ),
    ];
    let before = files(&test.path(""));
    for (arguments, file) in &cases {
        let Some(run) = as_stranger(&test, arguments) else {
            return;
        };
        assert_told(&run, file, "Permission denied");
        assert!(files(&test.path("")) == before, "{arguments}");
    }
    // The holder's own recipient: the list cannot be replaced.
    let own = age::x25519::Identity::generate().to_public();
    let run = as_stranger(&test, &format!("enrol 03 --recipient {own} --replace")).expect("as before");
    assert_told(&run, "distribution/list.yaml", "Permission denied");
    assert!(files(&test.path("")) == before);
    for folder in &locked {
        allow(folder, 0o755);
    }
    for unreadable in ["content/01-umum.md", "distribution/list.yaml", "plan.yaml"] {
        let file = test.root().join(unreadable);
        allow(&file, 0o000);
        let run = as_stranger(&test, "check").expect("as before");
        assert_told(&run, unreadable, "Permission denied");
        allow(&file, 0o644);
    }
    test.build();
}
