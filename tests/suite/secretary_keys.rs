//! The plan secretary's keys: made, kept, backed up, and used by the stock tools.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    plan_test::PlanTest,
    program::{passphrase_in, text},
    published::files,
    stock_tools::{is_installed, shell},
};

impl PlanTest {
    /// Makes one of the secretary's keys; returns the slip.
    #[track_caller]
    pub(crate) fn secretary_key(&self, kind: &str) -> PathBuf {
        let slip = self.path(&format!("slip-{kind}.txt"));
        self.run(&["keygen", kind, "--slip", text(&slip)]).succeeds();
        slip
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn keys_lie_under_a_passphrase_and_are_never_overwritten() {
    let test = PlanTest::small();
    let before = files(&test.root());
    for (kind, label) in [("publisher", "P"), ("master", "00")] {
        let slip = test.secretary_key(kind);
        let sealed = test.path("home").join(kind).with_extension("age");
        let passphrase = passphrase_in(&fs::read_to_string(&slip).expect("the slip"), label);
        #[cfg(unix)]
        for file in [&slip, &sealed] {
            assert_eq!(mode(file), 0o600, "{}", file.display());
        }
        let kept = files(&test.path("home"));
        assert!(
            kept.values()
                .all(|bytes| !String::from_utf8_lossy(bytes).contains(&passphrase))
        );
        let head = String::from_utf8_lossy(&kept[&format!("{kind}.age")])[..60].to_owned();
        assert!(head.starts_with("age-encryption.org/v1\n-> scrypt "), "{head}");
        test.run(&["keygen", kind]).fails(2, "E321");
        assert_eq!(
            files(&test.path("home")),
            kept,
            "nothing is overwritten, and no slip is made"
        );
    }
    assert_eq!(files(&test.root()), before, "no secret lies in the plan");
    // A home inside a plan is refused.
    let inside = crate::program::terkawal(&test.root(), &test.root().join("rumah"), &["keygen", "publisher"]);
    inside.fails(2, "E320");
    assert_eq!(files(&test.root()), before);
}

#[test]
fn the_public_key_is_told_as_plan_yaml_takes_it() {
    let test = PlanTest::small();
    let slip = test.path("slip.txt");
    let run = test.run(&["keygen", "publisher", "--slip", text(&slip)]).succeeds();
    let line = run
        .stdout
        .lines()
        .find(|line| line.trim().starts_with("publisher_key: "));
    let line = line.expect("a line for plan.yaml").trim();
    let key = fs::read_to_string(test.path("home/publisher.pub")).expect("the public key");
    assert_eq!(key.lines().nth(1), line.strip_prefix("publisher_key: "));
    let test = test.plan(line);
    test.run(&["check"]).succeeds();
}

#[test]
fn age_and_minisign_use_the_publisher_key() {
    if !is_installed("age") || !is_installed("minisign") || !is_installed("script") {
        return;
    }
    let test = PlanTest::small();
    let slip = test.secretary_key("publisher");
    let passphrase = passphrase_in(&fs::read_to_string(slip).expect("the slip"), "P");
    let home = test.path("home");
    // age reads passphrases from a terminal only; `script` is one.
    fs::write(home.join("typed"), format!("{passphrase}\n")).expect("written");
    let line = "script -qec 'age -d -o minisign.key publisher.age' /dev/null < typed && echo teks > a.txt && \
                minisign -S -s minisign.key -m a.txt < /dev/null";
    let (succeeded, said) = shell(&home, line);
    assert!(succeeded, "{said}");
    let (succeeded, said) = shell(&home, "minisign -V -p publisher.pub -m a.txt");
    assert!(succeeded && said.contains("verified"), "{said}");
}

#[test]
fn a_backup_comes_back_and_overwrites_nothing() {
    let test = PlanTest::small();
    test.run(&["keys", "backup", "--to", text(&test.path("a.age")), "--passphrase"])
        .fails(2, "E424");
    test.secretary_key("publisher");
    test.secretary_key("master");
    fs::create_dir_all(test.path("home/slips")).expect("a folder");
    fs::write(test.path("home/slips/lain.txt"), "slip").expect("written");
    let by_passphrase = test.path("a.age");
    let slip = test.path("slip-backup.txt");
    let arguments = [
        "keys",
        "backup",
        "--to",
        text(&by_passphrase),
        "--passphrase",
        "--slip",
        text(&slip),
    ];
    test.run(&arguments).succeeds();
    test.run(&arguments).fails(2, "E321");
    let by_key = test.path("b.age");
    let recipient = test.key("01").to_public().to_string();
    let arguments = ["keys", "backup", "--to", text(&by_key), "--recipient", &recipient];
    test.run(&arguments).succeeds();
    #[cfg(unix)]
    assert_eq!(mode(&by_key), 0o600);
    let key = test.key_file("01", false);
    let other = test.key_file("02", false);

    let mut kept = files(&test.path("home"));
    test.run(&["keys", "restore", text(&by_key), "--identity", text(&key)])
        .fails(2, "E321");
    assert_eq!(files(&test.path("home")), kept);
    kept.remove("slips/lain.txt").expect("a slip");
    for arguments in [
        [text(&by_passphrase), "--passphrase-file", text(&slip)],
        [text(&by_key), "--identity", text(&key)],
    ] {
        fs::remove_dir_all(test.path("home")).expect("removed");
        test.run(&[&["keys", "restore"], &arguments[..]].concat()).succeeds();
        assert_eq!(files(&test.path("home")), kept, "slips are in no backup");
        #[cfg(unix)]
        assert_eq!(mode(&test.path("home/publisher.age")), 0o600);
    }
    fs::remove_dir_all(test.path("home")).expect("removed");
    test.run(&["keys", "restore", text(&by_key), "--identity", text(&other)])
        .fails(2, "E428");
    let wrong = test.path("slip-publisher.txt");
    test.run(&[
        "keys",
        "restore",
        text(&by_passphrase),
        "--passphrase-file",
        text(&wrong),
    ])
    .fails(2, "E425");
    test.run(&["keys", "restore", text(&wrong), "--passphrase-file", text(&slip)])
        .fails(2, "E426");
    assert!(!test.path("home").exists());
}
