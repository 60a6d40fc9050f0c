//! Copies open and check with `age`, `tar` and `sha256sum` as every distribution has them.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{opened, plan_test::PlanTest, program::text, published::files, sample::Sample};

/// Whether a tool is there; says so when it is not.
pub(crate) fn is_installed(tool: &str) -> bool {
    let found = Command::new(tool)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok();
    if !found {
        println!("skipped: {tool} is not installed");
    }
    found
}

/// Runs a line of shell in a folder.
pub(crate) fn shell(folder: &Path, line: &str) -> (bool, String) {
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .output()
        .expect("sh runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn age_and_tar_open_a_copy() {
    if !is_installed("age") || !is_installed("tar") {
        return;
    }
    let test = PlanTest::small();
    test.build();
    let key = test.key_file("01", true);
    let copy = test.copy("01");
    let to = test.fresh();
    fs::create_dir(&to).expect("a folder");
    let line = format!(
        "age -d -i {} {copy}/key.age > ../c.key && age -d -i ../c.key {copy}/bundle.age > ../bundle && tar xzf ../bundle",
        text(&key),
        copy = text(&copy),
    );
    let (succeeded, said) = shell(&to, &line);
    assert!(succeeded, "{said}");
    let mut found = files(&to);
    assert!(found.remove("padding").is_some());
    assert_eq!(found, opened::bundle(&copy, test.key("01")).files);
    assert!(String::from_utf8_lossy(&found["sections/s002.html"]).contains("Hanya pemegang membaca ayat khas ini."));
    // Another holder's key opens nothing.
    let other = test.key_file("02", true);
    let (succeeded, said) = shell(&to, &format!("age -d -i {} {}/key.age", text(&other), text(&copy)));
    assert!(!succeeded && said.contains("no identity matched"), "{said}");
}

#[test]
fn age_opens_a_copy_that_is_sealed_to_a_key_of_its_own() {
    if !is_installed("age") || !is_installed("age-keygen") {
        return;
    }
    let test = PlanTest::small().seat("03", "clearance: SULIT");
    let key = test.path("own.key");
    let (succeeded, said) = shell(&test.root(), &format!("age-keygen -o {}", text(&key)));
    assert!(succeeded, "{said}");
    let recipient = said.split_whitespace().last().expect("a recipient").to_owned();
    test.run(&["enrol", "03", "--recipient", &recipient]).succeeds();
    test.build();
    let arguments = [
        "open",
        text(&test.one_file("03")),
        "--identity",
        text(&key),
        "--to",
        text(&test.fresh()),
    ]
    .map(str::to_owned);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    test.run(&arguments).succeeds();
    let (succeeded, said) = shell(&test.copy("03"), &format!("age -d -i {} key.age", text(&key)));
    assert!(
        succeeded && said.contains("AGE-SECRET-KEY-1"),
        "stock age opens key.age"
    );
}

#[test]
fn sha256sum_checks_the_one_file_copies() {
    if !is_installed("sha256sum") {
        return;
    }
    let sample = Sample::built();
    let folder = sample.output().join("copies/1.0");
    let (succeeded, said) = shell(&folder, "sha256sum -c --strict SHA256SUMS");
    assert!(succeeded, "{said}");
    assert_eq!(said.matches(": OK").count(), 14, "{said}");
    let listed = files(&folder).len() - 1;
    assert_eq!(listed, 14, "every file of the folder is listed");

    let test = PlanTest::small();
    test.build();
    fs::write(test.one_file("02"), "lain").expect("written");
    let (succeeded, said) = shell(
        test.one_file("02").parent().expect("a folder"),
        "sha256sum -c SHA256SUMS",
    );
    assert!(!succeeded && said.contains("salinan-02.html: FAILED"), "{said}");
}
