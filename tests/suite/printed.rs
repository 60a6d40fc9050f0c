//! Copies on paper: sealed to the master key, for the plan secretary to print.

use std::fs;

use serde_json::{Value, json};

use crate::{
    opened::without_marks,
    plan_test::PlanTest,
    program::{passphrase_in, text},
    published::files,
};

const ABOVE: &str = "Ayat yang lebih tinggi daripada pelepasan itu.";

/// Version 1.0 issued: copy 05 on paper for a holder cleared to TERHAD, 06 for one cleared to SULIT.
fn printed() -> PlanTest {
    let test = PlanTest::issuable()
        .section("03-sulit.md", "title: Senarai dapur\nclassification: SULIT", ABOVE)
        .section(
            "04-pasukan.md",
            "title: Pasukan\naudience: [\"01\"]",
            "Untuk salinan satu sahaja.\n",
        )
        .seat("05", "name: Encik Contoh\nclearance: TERHAD\nmedium: paper")
        .seat("06", "clearance: SULIT\nmedium: paper");
    test.run(&["check"]).succeeds();
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    test
}

/// All text that a copy on paper holds.
fn opened(test: &PlanTest, number: &str) -> String {
    let to = test.fresh();
    test.open_with_passphrase(&test.issued_file("1.0", number), &test.master_passphrase())
        .succeeds();
    let pages = files(&to).into_values();
    pages
        .map(|bytes| without_marks(&String::from_utf8_lossy(&bytes)))
        .collect()
}

/// The list with a line of one copy replaced.
fn relisted(test: PlanTest, number: &str, old: &str, new: &str) -> PlanTest {
    let list = fs::read_to_string(test.root().join("distribution/list.yaml")).expect("the list");
    let (before, after) = list.split_once(&format!("- number: \"{number}\"")).expect("the copy");
    assert!(after.contains(old), "{after}");
    let after = after.replacen(old, new, 1);
    test.file(
        "distribution/list.yaml",
        format!("{before}- number: \"{number}\"{after}"),
    )
}

fn of_copy(test: &PlanTest, number: &str) -> Value {
    let issued = test.entries().into_iter().rev().find(|entry| entry["kind"] == "issued");
    let copies = issued.expect("an issue")["copies"].clone();
    let copies = copies.as_array().expect("copies").clone();
    copies
        .into_iter()
        .find(|copy| copy["number"] == number)
        .expect("the copy")
}

fn assert_verified(test: &PlanTest) {
    for folder in ["public", "copies", "copies/1.0"] {
        test.run(&["verify", text(&test.root().join(folder))]).succeeds();
    }
    test.run(&["register", "verify"]).succeeds();
}

#[test]
fn a_copy_on_paper_holds_what_its_holder_may_read_for_the_master_key_alone() {
    let test = printed();
    assert_verified(&test);
    let low = opened(&test, "05");
    assert!(low.contains("ayat khas") && low.contains("SALINAN TERKAWAL NO. 05"));
    for beyond in [ABOVE, "Senarai dapur", "SULIT", "Untuk salinan satu sahaja."] {
        assert!(!low.contains(beyond), "{beyond}");
    }
    let high = opened(&test, "06");
    assert!(high.contains(ABOVE) && !high.contains("Untuk salinan satu sahaja."));
    // Not for holders, and not for other slips.
    let file = test.issued_file("1.0", "05");
    let run = test.open_with_key_file(&file, &test.key_file("01", true));
    let run = run.fails(2, "E511");
    assert!(run.stderr.contains("it opens with the master key"), "{}", run.text());
    test.open_with_key_file(&file, &test.key_file("01", false))
        .fails(2, "E515");
}

#[test]
fn nothing_of_a_copy_on_paper_is_hosted_and_the_register_names_its_file() {
    let test = printed();
    let page = fs::read(test.issued_file("1.0", "05")).expect("the copy");
    let copy = of_copy(&test, "05");
    assert_eq!(copy["medium"], "paper");
    assert_eq!((&copy["receipt"], &copy["keys"]), (&Value::Null, &Value::Null));
    let sha256 = terkawal::digest::hex(&page);
    assert_eq!(
        copy["files"],
        json!([{"path": "copies/1.0/salinan-05.html", "sha256": sha256}])
    );
    let sums = fs::read_to_string(test.root().join("copies/1.0/SHA256SUMS")).expect("the sums");
    assert!(sums.contains(&format!("{sha256}  salinan-05.html\n")), "{sums}");
    let hosted = files(&test.root().join("public"));
    assert!(
        hosted.keys().all(|path| !path.contains("copies/05")),
        "{:?}",
        hosted.keys()
    );
    let manifest: Value = serde_json::from_slice(&hosted["1.0/manifest.json"]).expect("JSON");
    assert_eq!(manifest["copies"], json!(["01", "02"]));
    assert!(!String::from_utf8_lossy(&hosted["1.0/read/index.html"]).contains("\"05\""));

    // Altered, taken away, or hosted after all: told each time.
    let verify = |folder: &str| test.run(&["verify", text(&test.root().join(folder))]);
    let file = test.issued_file("1.0", "05");
    let altered = String::from_utf8_lossy(&page).replace("TERBUKA", "TERBUKO");
    fs::write(&file, altered).expect("written");
    verify("copies").fails(1, "E535");
    verify("copies/1.0/salinan-05.html").fails(1, "E451");
    fs::remove_file(&file).expect("removed");
    verify("copies").fails(1, "E536");
    fs::write(&file, &page).expect("written");
    verify("copies").succeeds();
    let folder = test.issued_copy("1.0", "05");
    fs::create_dir_all(&folder).expect("a folder");
    for (path, bytes) in files(&test.issued_copy("1.0", "01")) {
        fs::write(folder.join(path), bytes).expect("written");
    }
    verify("public").fails(1, "E537");
}

#[test]
fn its_receipt_form_is_in_the_copy_and_bears_the_head_before_the_issue() {
    let test = printed();
    let form = |test: &PlanTest| {
        let to = test.fresh();
        test.open_with_passphrase(&test.issued_file("1.0", "05"), &test.master_passphrase())
            .succeeds();
        let bundle = fs::read_to_string(to.join("bundle.json")).expect("bundle.json");
        assert!(
            bundle.contains("\"form\":\"receipt.html\""),
            "the reader finds it: {bundle}"
        );
        fs::read_to_string(to.join("receipt.html")).expect("the form")
    };
    let first = form(&test);
    let page = fs::read_to_string(test.issued_file("1.0", "05")).expect("the copy");
    let start = page.find("id=\"terkawal-copy\">").expect("copy.json") + "id=\"terkawal-copy\">".len();
    let json: Value = serde_json::from_str(page[start..].split('<').next().expect("text")).expect("JSON");
    let head = json["register"]["hash"].as_str().expect("a head");
    for part in [
        "<td>05</td>",
        "<td>1</td>",
        "<td>Jawatan</td>",
        "<td>Encik Contoh</td>",
        head,
    ] {
        assert!(first.contains(part), "{part}: {first}");
    }
    assert!(!first.contains("ayat khas"), "{first}");
    // Today's register extends that head.
    test.run(&[
        "verify",
        text(&test.root().join("public")),
        "--against",
        text(&test.issued_file("1.0", "05")),
    ])
    .succeeds();
    // Issued again it has a form of its own; the copy before is kept.
    test.issue(&["--copies", "05", "--reason", "lusuh"]).succeeds();
    assert_verified(&test);
    let second = form(&test);
    assert!(second.contains("<td>2</td>") && !second.contains(head), "{second}");
    let kept = test.root().join("copies/withdrawn/1.0/g1/salinan-05.html");
    assert_eq!(fs::read_to_string(&kept).expect("the copy before"), page);
    // What lies there and was never issued is told.
    fs::write(kept.with_file_name("salinan-08.html"), &page).expect("written");
    test.run(&["verify", text(&test.root().join("copies"))])
        .fails(1, "E452");
}

#[test]
fn a_copy_on_paper_lives_like_any_other() {
    let test = printed();
    let record = |arguments: &[&str]| test.with_publisher(&[&["register"], arguments, &["--by", "Siti"]].concat());
    record(&["ack", "05", "ABCDEF-GHJKMN-PQRSTV"]).fails(2, "E46");
    record(&["ack", "05", "--form"]).succeeds();
    let status = test.run(&["status"]);
    let line = status
        .stdout
        .lines()
        .find(|line| line.starts_with("05"))
        .expect("the copy");
    assert!(line.contains("acknowledged, on paper"), "{}", status.text());
    let rows = test.run(&["--format", "json", "status"]).json()["copies"].clone();
    let rows = rows.as_array().expect("rows").iter();
    let media: Vec<_> = rows.map(|row| (row["copy"].clone(), row["medium"].clone())).collect();
    assert!(
        media.contains(&(json!("05"), json!("paper"))) && media.contains(&(json!("01"), json!("file"))),
        "{media:?}"
    );
    let recalled = record(&["recall", "05", "--reason", "lusuh"]).succeeds();
    assert!(!recalled.stderr.contains("E555"), "{}", recalled.text());
    record(&["return", "05"]).succeeds();
    record(&[
        "destroy",
        "05",
        "--method",
        "dicincang",
        "--witness",
        "Ali",
        "--witness",
        "Abu",
    ])
    .succeeds();

    // A successor gets sheets of the next generation.
    let test = relisted(test, "06", "post: Jawatan", "post: Imam Baharu");
    let transfer = |to: &str| test.with_publisher(&["register", "transfer", "06", "--to", to, "--by", "Siti"]);
    transfer("Imam Lama").fails(2, "E478");
    transfer("Imam Baharu").succeeds();
    assert_verified(&test);
    assert_eq!(of_copy(&test, "06")["generation"], 2);
    assert!(opened(&test, "06").contains("Imam Baharu"));
    let again = transfer("Imam Baharu");
    let again = again.fails(2, "E478");
    assert!(!again.stderr.contains("enrol"), "{}", again.text());
    // A key for it would be for nobody.
    let key = PlanTest::small().key("01").to_public().to_string();
    test.run(&["enrol", "05", "--recipient", &key]).fails(2, "E438");
}

#[test]
fn a_copy_that_was_hosted_can_be_printed_from_now_on_and_the_other_way() {
    let test = printed();
    let key = format!("recipients: [{}]", test.key("02").to_public());
    let test = relisted(test, "02", &key, "medium: paper");
    test.issue(&["--copies", "02", "--reason", "tiada komputer"]).succeeds();
    assert_verified(&test);
    assert!(!test.issued_copy("1.0", "02").exists());
    assert!(opened(&test, "02").contains("ayat khas"));
    let test = relisted(test, "02", "medium: paper", &key);
    test.issue(&["--copies", "02", "--reason", "komputer baharu", "--new-keys", "02"])
        .succeeds();
    assert_verified(&test);
    test.open(&test.issued_copy("1.0", "02"), "02").succeeds();
}

#[test]
fn a_successor_may_get_on_paper_what_was_a_file_and_the_other_way() {
    let test = PlanTest::small().seat("03", "clearance: TERHAD").made_issuable();
    test.enrol("03");
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let list = fs::read_to_string(test.root().join("distribution/list.yaml")).expect("the list");
    let of_three = list.split("number: \"03\"").nth(1).expect("copy 03");
    let key = of_three
        .lines()
        .find(|line| line.contains("recipients:"))
        .expect("a key")
        .trim();
    let test = relisted(test, "03", "post: Jawatan", "post: Penghulu");
    let test = relisted(test, "03", key, "medium: paper");
    let transfer =
        |test: &PlanTest, to: &str| test.with_publisher(&["register", "transfer", "03", "--to", to, "--by", "Siti"]);
    let run = transfer(&test, "Penghulu").succeeds();
    assert!(run.stdout.contains("passed from Jawatan to Penghulu"), "{}", run.text());
    assert_verified(&test);
    assert!(!test.issued_copy("1.0", "03").exists() && opened(&test, "03").contains("Penghulu"));
    let test = relisted(test, "03", "post: Penghulu", "post: Ketua");
    let test = relisted(test, "03", "medium: paper", "");
    let slip = test.path("slip-ketua.txt");
    test.run(&["enrol", "03", "--passphrase", "--replace", "--slip", text(&slip)])
        .succeeds();
    let run = transfer(&test, "Ketua").succeeds();
    assert!(run.stdout.contains("passed from Penghulu to Ketua"), "{}", run.text());
    assert_verified(&test);
    let passphrase = passphrase_in(&fs::read_to_string(slip).expect("the slip"), "03");
    test.open_with_passphrase(&test.issued_copy("1.0", "03"), &passphrase)
        .succeeds();
}

#[test]
fn a_draft_has_no_copies_on_paper_and_an_unknown_medium_is_refused() {
    let test = PlanTest::small().seat("05", "clearance: TERHAD\nmedium: paper");
    let copies = test.build().output().join("copies/1.0");
    assert!(copies.join("salinan-01.html").exists() && !copies.join("salinan-05.html").exists());
    PlanTest::small()
        .seat("05", "clearance: TERHAD\nmedium: kertas")
        .run(&["check"])
        .fails(2, "E438");
}
