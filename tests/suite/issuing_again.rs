//! Single copies are issued again, the master copy and the source archive.

use std::fs;

use serde_json::{Value, json};

use crate::{
    opened,
    plan_test::PlanTest,
    program::{passphrase_in, text},
    published::files,
    stock_tools::{is_installed, shell},
};

#[test]
fn a_single_copy_is_issued_again_and_the_others_stay() {
    let test = PlanTest::issued();
    let root = test.root();
    let before = files(&root.join("public"));
    let one_file = fs::read(test.issued_file("1.0", "01")).expect("a copy");
    let other = fs::read(test.issued_file("1.0", "02")).expect("a copy");
    // The slip is lost: a new key, for this copy alone.
    let passphrase = {
        let slip = test.path("slip-01.txt");
        test.run(&["enrol", "01", "--passphrase", "--replace", "--slip", text(&slip)])
            .succeeds();
        passphrase_in(&fs::read_to_string(slip).expect("a slip"), "01")
    };
    test.issue(&["--copies", "01"]).fails(2, "E439");
    test.issue(&["--copies", "07,01", "--reason", "slip hilang"])
        .fails(2, "E439");
    test.issue(&["--copies", "01", "--reason", "slip hilang", "--new-keys", "01"])
        .succeeds();
    test.run(&["register", "verify"]).succeeds();
    for folder in ["public", "copies", "copies/1.0"] {
        test.run(&["verify", text(&root.join(folder))]).succeeds();
    }

    let issued = test.entries().pop().expect("an entry");
    assert_eq!(issued["reason"], "slip hilang");
    assert_eq!(issued["copies"].as_array().expect("copies").len(), 1);
    assert_eq!(issued["copies"][0]["generation"], 2);
    assert_eq!(
        issued["recalls"],
        json!([{"number": "01", "version": "1.0", "generation": 1}])
    );

    // Only this copy and what vouches for it changed.
    let after = files(&root.join("public"));
    let changed = |path: &&String| after.get(*path) != before.get(*path);
    let changed: Vec<&String> = before.keys().chain(after.keys()).filter(changed).collect();
    let may_change = |path: &&String| {
        path.starts_with("1.0/copies/01/")
            || path.starts_with("1.0/manifest.json")
            || path.starts_with("versions/manifest.json")
    };
    assert!(changed.iter().all(may_change) && changed.len() > 6, "{changed:?}");
    assert_eq!(fs::read(test.issued_file("1.0", "02")).expect("a copy"), other);
    let kept = root.join("copies/withdrawn/1.0/g1");
    assert_eq!(fs::read(kept.join("salinan-01.html")).expect("the old copy"), one_file);
    assert_eq!(
        fs::read(kept.join("01/key.age")).expect("the old key"),
        before["1.0/copies/01/key.age"]
    );

    let copy = test.issued_copy("1.0", "01");
    let json: Value = serde_json::from_slice(&fs::read(copy.join("copy.json")).expect("copy.json")).expect("JSON");
    assert_eq!(json["generation"], 2);
    test.open_with_passphrase(&copy, &passphrase).succeeds();
    let old = test.key_file("01", true);
    test.open_with_key_file(&copy, &old).fails(2, "E515");
    // Once more.
    test.issue(&["--copies", "01,02", "--reason", "cetakan rosak"])
        .succeeds();
    let issued = test.entries().pop().expect("an entry");
    let generations: Vec<&Value> = issued["copies"]
        .as_array()
        .expect("copies")
        .iter()
        .map(|copy| &copy["generation"])
        .collect();
    assert_eq!(generations, [3, 2]);
    test.run(&["verify", text(&root.join("public"))]).succeeds();
}

#[test]
fn a_holder_who_came_later_gets_a_copy_of_the_version_in_force() {
    let test = PlanTest::issued().holder("03", "clearance: TERHAD");
    // The list is written anew, with what the plan had.
    test.issue(&["--copies", "03", "--reason", "pemegang baharu"])
        .succeeds();
    test.run(&["verify", text(&test.root().join("public"))]).succeeds();
    test.open(&test.issued_copy("1.0", "03"), "03").succeeds();
    let issued = test.entries().pop().expect("an entry");
    assert_eq!(
        (&issued["copies"][0]["generation"], &issued["recalls"]),
        (&json!(1), &Value::Null)
    );
}

#[test]
fn single_copies_are_not_issued_beside_files_that_were_altered() {
    let test = PlanTest::issued();
    let path = test.root().join("copies/1.0/SHA256SUMS");
    let sums = fs::read_to_string(&path).expect("the sums");
    fs::write(&path, sums.replace('a', "b")).expect("written");
    let before = files(&test.root());
    test.issue(&["--copies", "01", "--reason", "ujian"]).fails(2, "E445");
    assert_eq!(files(&test.root()), before);
}

#[test]
fn the_master_copy_holds_everything_and_is_not_hosted() {
    let test = PlanTest::issuable().section(
        "03-sulit.md",
        "title: Sulit\nclassification: SULIT\naudience: [\"02\"]",
        "Untuk dua sahaja.\n",
    );
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let slip = fs::read_to_string(test.path("slip-master.txt")).expect("the slip");
    let passphrase = passphrase_in(&slip, "00");
    let to = test.path("induk");
    let file = test.path("induk.txt");
    fs::write(&file, passphrase).expect("written");
    test.run(&[
        "open",
        text(&test.issued_file("1.0", "00")),
        "--passphrase-file",
        text(&file),
        "--to",
        text(&to),
    ])
    .succeeds();
    let all: String = files(&to)
        .values()
        .map(|bytes| opened::without_marks(&String::from_utf8_lossy(bytes)))
        .collect();
    assert!(all.contains("Untuk dua sahaja.") && all.contains("ayat khas"));
    assert!(!test.issued_copy("1.0", "00").exists());
    let other = opened::bundle(&test.issued_copy("1.0", "01"), test.key("01"));
    assert!(
        other
            .files
            .values()
            .all(|bytes| !String::from_utf8_lossy(bytes).contains("Untuk dua sahaja."))
    );
}

#[test]
fn the_sources_are_kept_for_the_master_key_alone() {
    if !["age", "tar", "script"].iter().all(|tool| is_installed(tool)) {
        return;
    }
    let test = PlanTest::issued();
    let slip = fs::read_to_string(test.path("slip-master.txt")).expect("the slip");
    let home = test.path("home");
    fs::write(home.join("typed"), passphrase_in(&slip, "00") + "\n").expect("written");
    let line = format!(
        "script -qec 'age -d -o master.key master.age' /dev/null < typed && mkdir sumber && \
         age -d -i master.key {archive} | tar xz -C sumber && sha256sum {archive} | cut -c 1-64",
        archive = text(&test.root().join("copies/1.0/sources.age"))
    );
    let (succeeded, said) = shell(&home, &line);
    assert!(succeeded, "{said}");
    let issued = test.entries().pop().expect("an entry");
    let hash = issued["archive"].as_str().expect("a hash");
    assert!(said.contains(&hash[1..]), "{said}");
    let sources = files(&home.join("sumber"));
    let names: Vec<&String> = sources.keys().collect();
    assert_eq!(
        names,
        [
            "content/01-umum.md",
            "content/02-khusus.md",
            "distribution/list.yaml",
            "plan.yaml"
        ]
    );
    for (path, bytes) in sources {
        assert_eq!(fs::read(test.root().join(path)).expect("a source"), bytes);
    }
    let (succeeded, said) = shell(
        &home,
        &format!(
            "age -d -i {} {}",
            text(&test.key_file("01", false)),
            text(&test.root().join("copies/1.0/sources.age"))
        ),
    );
    assert!(!succeeded && said.contains("no identity matched"), "{said}");
}

#[test]
fn copies_are_packed_for_mail_when_asked() {
    if !is_installed("python3") {
        return;
    }
    let test = PlanTest::issuable();
    test.approve().succeeds();
    test.issue(&["--zip"]).succeeds();
    let folder = test.root().join("copies/1.0");
    let unpack = "python3 -c 'import zipfile; zipfile.ZipFile(\"salinan-01.zip\").extractall(\"../keluar\")' && \
                  cmp salinan-01.html ../keluar/salinan-01.html && sha256sum -c --quiet --strict SHA256SUMS";
    let (succeeded, said) = shell(&folder, unpack);
    assert!(succeeded, "{said}");
    test.run(&["verify", text(&folder)]).succeeds();
    // Issued again without, the packed one goes as well.
    test.issue(&["--copies", "01", "--reason", "ujian"]).succeeds();
    assert!(!folder.join("salinan-01.zip").exists() && folder.join("salinan-02.zip").exists());
    test.run(&["verify", text(&folder)]).succeeds();
}

#[test]
fn a_plan_without_sealed_matter_is_issued_without_copies() {
    let test = PlanTest::new()
        .section("01-umum.md", "title: Umum\nclassification: TERBUKA", "Semua orang.\n")
        .made_issuable();
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let folder = test.root().join("copies/1.0");
    let names: Vec<String> = files(&folder).into_keys().collect();
    assert_eq!(names, ["SHA256SUMS", "SHA256SUMS.minisig", "sealed.age", "sources.age"]);
    for folder in [&folder, &test.root().join("public")] {
        test.run(&["verify", text(folder)]).succeeds();
    }
    let issued = test.entries().pop().expect("an entry");
    assert_eq!(issued["copies"], json!([]));
    test.issue(&["--copies", "99", "--reason", "ujian"]).fails(2, "E439");
    // What is signed is looked at here too.
    let sums = folder.join("SHA256SUMS");
    let text_of = fs::read_to_string(&sums).expect("the sums");
    let kept: String = text_of.lines().take(1).flat_map(|line| [line, "\n"]).collect();
    fs::write(&sums, kept).expect("written");
    fs::remove_file(
        folder.join(
            text_of
                .lines()
                .nth(1)
                .expect("a line")
                .split("  ")
                .nth(1)
                .expect("a name"),
        ),
    )
    .expect("removed");
    test.run(&["verify", text(&folder)]).fails(1, "E447");
}

#[test]
fn after_a_change_of_keys_older_versions_are_vouched_for_by_the_present_one() {
    let test = PlanTest::issued();
    let old_key = test.path("lama.pub");
    fs::copy(test.path("home/publisher.pub"), &old_key).expect("copied");
    let old_slip = test.path("slip-lama.txt");
    fs::rename(test.path("slip-publisher.txt"), &old_slip).expect("renamed");
    test.run(&[
        "keygen",
        "publisher",
        "--rotate",
        "--by",
        "S",
        "--reason",
        "ujian",
        "--passphrase-file",
        text(&old_slip),
        "--slip",
        text(&test.path("slip-publisher.txt")),
    ])
    .succeeds();
    let public = test.root().join("public");
    test.run(&["verify", text(&public)]).succeeds();
    let both = [
        "verify",
        text(&public),
        "--publisher-key",
        text(&old_key),
        "--publisher-key",
    ];
    let new_key = test.path("home/publisher.pub");
    test.run(&[&both[..], &[text(&new_key)]].concat()).succeeds();
    // A single copy beside those that the older key signed.
    test.issue(&["--copies", "01", "--reason", "slip hilang"]).succeeds();
    test.run(&[&both[..], &[text(&new_key)]].concat()).succeeds();

    let test = test.replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"");
    test.approve().succeeds();
    test.issue(&[]).fails(2, "E440");
    test.issue(&["--old-passphrase-file", text(&old_slip)]).succeeds();
    test.run(&["verify", text(&public)]).succeeds();
    // The present key vouches for the older version as it was issued, and for no other.
    let page = public.join("1.0/index.html");
    let manifest = public.join("1.0/manifest.json");
    let altered = fs::read_to_string(&page).expect("a page").replace("Ujian", "Lain");
    let old = terkawal::digest::hex(&fs::read(&page).expect("a page"));
    fs::write(&page, &altered).expect("written");
    let text_of = fs::read_to_string(&manifest).expect("the manifest");
    fs::write(
        &manifest,
        text_of.replace(&old, &terkawal::digest::hex(altered.as_bytes())),
    )
    .expect("written");
    test.run(&["verify", text(&public)]).fails(1, "E447");
}
