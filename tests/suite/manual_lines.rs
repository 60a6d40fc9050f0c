//! What stock tools do without the program: the lines of the manual, as they stand there.

use std::{fs, path::Path};

use crate::{
    plan_test::PlanTest,
    program::{passphrase_in, text},
    sample::root,
    stock_tools::{is_installed, shell},
};

/// The block of a page that has these words in it.
fn block(page: &str, words: &str) -> String {
    let page = fs::read_to_string(root().join("docs/content").join(page)).expect("the page");
    let mut blocks = page
        .split("```sh\n")
        .skip(1)
        .map(|rest| rest.split("```").next().expect("a block"));
    blocks
        .find(|block| block.contains(words))
        .expect("the lines")
        .to_owned()
}

/// Runs lines that ask for passphrases at a terminal.
fn typed(folder: &Path, lines: &str, passphrases: &[&str]) {
    fs::write(folder.join("lines.sh"), format!("set -e\n{lines}")).expect("written");
    fs::write(folder.join("typed"), passphrases.join("\n") + "\n").expect("written");
    let (succeeded, said) = shell(folder, "script -qec 'sh lines.sh' /dev/null < typed");
    assert!(succeeded, "{said}");
}

fn has_tools() -> bool {
    ["age", "tar", "script", "sed", "base64"]
        .iter()
        .all(|tool| is_installed(tool))
}

#[test]
fn a_deputy_with_the_backup_and_two_slips_reads_everything() {
    if !has_tools() {
        return;
    }
    let test = PlanTest::issued();
    let (backup, slip) = (test.path("sandaran-2026.age"), test.path("slip-sandaran.txt"));
    test.run(&[
        "keys",
        "backup",
        "--to",
        text(&backup),
        "--passphrase",
        "--slip",
        text(&slip),
    ])
    .succeeds();
    fs::copy(test.issued_file("1.0", "00"), test.path("salinan-00.html")).expect("copied");
    let folder = test.path("baca");
    fs::create_dir(&folder).expect("a folder");
    let slip = fs::read_to_string(&slip).expect("the slip");
    let lines = block("06-membuka/03-hari-banjir.md", "age -d ../sandaran");
    // tar unpacks the backup before the next line asks.
    typed(
        &folder,
        &lines,
        &[&passphrase_in(&slip, "B"), &test.master_passphrase()],
    );
    let section = fs::read_to_string(folder.join("sections/s002.html")).expect("a section");
    assert!(section.contains("ayat khas"), "{section}");
    assert!(folder.join("index.html").exists() && folder.join("publisher.age").exists());
}

#[test]
fn a_holder_with_the_one_file_copy_alone_needs_no_browser() {
    if !has_tools() {
        return;
    }
    let test = PlanTest::small()
        .team("03", "clearance: TERHAD")
        .seat("03-01", "")
        .made_issuable();
    let passphrase = test.enrol("03-01");
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let folder = test.path("baca");
    fs::create_dir(&folder).expect("a folder");
    fs::copy(test.issued_file("1.0", "03-01"), folder.join("salinan-03-01.html")).expect("copied");
    typed(
        &folder,
        &block("06-membuka/01-tanpa-pelayar.md", "keluarkan holder.age"),
        &[&passphrase],
    );
    let section = fs::read_to_string(folder.join("sections/s002.html")).expect("a section");
    assert!(section.contains("ayat khas"), "{section}");
}

#[test]
fn an_auditor_checks_what_was_issued() {
    if !["minisign", "jq", "sha256sum"].iter().all(|tool| is_installed(tool)) {
        return;
    }
    let test = PlanTest::issued();
    let key = fs::read_to_string(test.path("home/publisher.pub")).expect("the key");
    let key = key.lines().nth(1).expect("a key");
    let lines = block("04-edaran/04-terbitan.md", "kunci=RW…");
    assert!(lines.contains("/2.0/"), "{lines}");
    let lines = lines.replace("RW…", key).replace("/2.0", "/1.0");
    let check = || shell(&test.root(), &format!("set -e\n{lines}"));
    let (succeeded, said) = check();
    assert!(succeeded, "{said}");
    for path in ["public/1.0/index.html", "copies/1.0/salinan-02.html"] {
        let good = fs::read(test.root().join(path)).expect("a file");
        fs::write(test.root().join(path), "lain").expect("written");
        let (succeeded, said) = check();
        let name = path.rsplit('/').next().expect("a name");
        assert!(!succeeded && said.contains(&format!("{name}: FAILED")), "{said}");
        fs::write(test.root().join(path), good).expect("written");
    }
    assert!(check().0);
}

#[test]
fn the_report_opens_with_the_slip_of_the_master_key() {
    if !has_tools() {
        return;
    }
    let test = PlanTest::issued();
    let folder = test.path("laporan");
    fs::create_dir(&folder).expect("a folder");
    test.run(&["status", "--html", text(&folder.join("status.html.age"))])
        .succeeds();
    fs::copy(test.path("home/master.age"), folder.join("master.age")).expect("copied");
    let lines = block("04-edaran/06-status.md", "age -d master.age");
    typed(&folder, &lines, &[&test.master_passphrase()]);
    let report = fs::read_to_string(folder.join("status.html")).expect("the report");
    assert!(report.contains("UJI/01"), "{report}");
}
