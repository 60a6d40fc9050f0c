//! Published files as somebody hostile would make them: copy.json and manifests of any shape, bundles that fill the
//! memory, devices and pipes in the place of files, names that would move a terminal.

use std::{fs, io::Write as _, os::unix::fs::symlink, path::Path, process::Command};

use age::x25519::Identity;
use serde_json::{Value, json};

use crate::{
    opened::copy_key,
    plan_test::PlanTest,
    program::{Output, shell, text},
    tampering::mend_copy_json,
};

fn verify(test: &PlanTest, path: &Path) -> Output {
    test.run(&["verify", text(path)])
}

/// JSON texts in which one thing is wrong.
fn spoiled(good: &Value, changes: &[(&str, Value)]) -> Vec<String> {
    let text = good.to_string();
    let mut spoiled: Vec<String> = ["", "null", "7", "[]", "{}", "\"x\"", "\u{0}", "\u{feff}{}"]
        .map(str::to_owned)
        .to_vec();
    spoiled.push(text[..text.len() - 1].to_owned());
    spoiled.push(format!("{text}{text}"));
    spoiled.push("[".repeat(300_000));
    spoiled.push(format!("{{\"files\":{}", "{\"a\":".repeat(300_000)));
    let object = good.as_object().expect("an object");
    for (key, value) in object {
        let mut without = object.clone();
        without.remove(key);
        spoiled.push(Value::from(without).to_string());
        // The key twice, with the same value.
        spoiled.push(format!("{{{}:{value},{}", json!(key), &text[1..]));
    }
    for (key, value) in changes {
        let mut changed = object.clone();
        changed.insert((*key).to_owned(), value.clone());
        spoiled.push(Value::from(changed).to_string());
    }
    spoiled
}

#[test]
fn a_copy_json_of_any_shape_is_refused() {
    let test = PlanTest::small();
    test.build();
    let copy = test.copy("01");
    let path = copy.join("copy.json");
    let bytes = fs::read(&path).expect("copy.json");
    let good: Value = serde_json::from_slice(&bytes).expect("JSON");
    let entry = &good["files"]["key.age"];
    let changes = [
        ("type", json!("terkawal-bundle")),
        ("format", json!(2)),
        ("format", json!(-1)),
        ("format", json!(1e300)),
        ("format", json!(18_446_744_073_709_551_615_u64)),
        ("generation", json!("1")),
        ("generation", json!(-1)),
        ("generation", json!(4_294_967_296_u64)),
        ("draft", json!("true")),
        ("copy", json!(1)),
        ("copy", json!("../01")),
        ("copy", json!("01\u{1b}[31m")),
        ("plan", json!(["x"])),
        ("title", json!("a\nb")),
        ("valid_until", json!(7)),
        ("files", json!(null)),
        ("files", json!([])),
        ("files", json!({})),
        ("files", json!({"key.age": null, "bundle.age": entry})),
        (
            "files",
            json!({"key.age": {"size": -1, "sha256": ""}, "bundle.age": entry}),
        ),
        (
            "files",
            json!({"key.age": {"size": 1e30, "sha256": ""}, "bundle.age": entry}),
        ),
        ("files", json!({"key.age": {"size": 3}, "bundle.age": entry})),
        (
            "files",
            json!({"key.age": entry, "bundle.age": entry, "../../../plan.yaml": entry}),
        ),
        (
            "files",
            json!({"key.age": entry, "bundle.age": entry, "/etc/passwd": entry}),
        ),
        ("files", json!({"key.age": entry, "bundle.age": entry, "C:\\a": entry})),
        (
            "files",
            json!({"key.age": entry, "bundle.age": entry, "a\u{1b}]0;x": entry}),
        ),
        ("tambahan", json!(1)),
    ];
    let mut texts = spoiled(&good, &changes);
    let files = good["files"].to_string();
    texts.push(
        good.to_string()
            .replace(&files, &format!("{{\"key.age\":{entry},{}", &files[1..])),
    );
    for spoiled in texts {
        fs::write(&path, &spoiled).expect("written");
        let open = test.open(&copy, "01");
        let shown = &spoiled[..spoiled.len().min(200)];
        assert_eq!(open.status, 2, "{shown}: {}", open.text());
        for run in [open, verify(&test, &copy), verify(&test, &test.output())] {
            assert!(
                [1, 2].contains(&run.status) && run.stderr.contains("error[E5"),
                "{shown}: {}",
                run.text()
            );
            assert!(!run.text().contains('\u{1b}'), "{shown}: {:?}", run.text());
        }
    }
    fs::write(&path, bytes).expect("written");
    test.open(&copy, "01").succeeds();
}

#[test]
fn a_manifest_of_any_shape_is_refused() {
    let test = PlanTest::small();
    test.build();
    let site = test.output().join("site");
    for (name, changes) in [
        (
            "1.0/manifest.json",
            &[
                ("copies", json!("01")),
                ("copies", json!([1])),
                ("version", json!(1.0)),
                ("format", json!(2)),
                ("tambahan", json!({})),
            ][..],
        ),
        (
            "versions/manifest.json",
            &[
                ("versions", json!(["../.."])),
                ("versions", json!(["/etc"])),
                ("versions", json!([""])),
                ("versions", json!([".."])),
                ("type", json!("x")),
            ][..],
        ),
    ] {
        let path = site.join(name);
        let bytes = fs::read(&path).expect("a manifest");
        let good: Value = serde_json::from_slice(&bytes).expect("JSON");
        let entry = &good["files"][0];
        let mut changes = changes.to_vec();
        for (key, value) in [
            ("size", json!(-1)),
            ("size", json!(1e300)),
            ("sha256", json!(7)),
            ("path", json!(null)),
            ("x", json!(1)),
        ] {
            let mut spoiled = entry.clone();
            spoiled[key] = value;
            changes.push(("files", json!([spoiled])));
        }
        changes.extend([
            ("files", json!({})),
            ("files", json!([[]])),
            ("files", json!([entry, entry])),
        ]);
        for spoiled in spoiled(&good, &changes) {
            fs::write(&path, &spoiled).expect("written");
            let shown = &spoiled[..spoiled.len().min(200)];
            let run = verify(&test, &site);
            assert_eq!(run.status, 1, "{shown}: {}", run.text());
            assert!(
                run.stderr.contains("error[E532]") && run.stderr.contains("hint: "),
                "{shown}: {}",
                run.text()
            );
        }
        // Well formed, and names that lead elsewhere: nothing there is read or takes the place of what is here.
        for outside in [
            "../../../plan.yaml",
            "/etc/passwd",
            "a\\b",
            "C:/a",
            "a\u{1b}]0;x\u{7}\u{9b}31m\u{202e}",
        ] {
            let mut changed = good.clone();
            let mut added = entry.clone();
            added["path"] = json!(outside);
            changed["files"].as_array_mut().expect("a list").push(added);
            fs::write(&path, changed.to_string()).expect("written");
            let run = verify(&test, &site).fails(1, "E536");
            let moves = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            assert!(!run.text().contains(moves), "{:?}", run.text());
        }
        fs::write(&path, bytes).expect("written");
    }
    verify(&test, &site).succeeds();
}

fn seal(key: &Identity, plain: &[u8]) -> Vec<u8> {
    age::encrypt(&key.to_public(), plain).expect("sealed")
}

/// A gzip file of so many zeros after a beginning.
fn bomb(beginning: &[u8], zeros: u64) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(beginning).expect("packed");
    let block = vec![0; 1 << 20];
    for _ in 0..zeros >> 20 {
        gzip.write_all(&block).expect("packed");
    }
    gzip.finish().expect("packed")
}

fn header(name: &str, size: u64) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name).expect("a path");
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    header.as_bytes().to_vec()
}

/// Opens copy 01 with little memory to be had.
fn open_in_little_memory(test: &PlanTest) -> Output {
    let key = test.key_file("01", true);
    let script = format!(
        "ulimit -v 1000000; exec \"$terkawal\" open {} --identity {} --to {}",
        text(&test.copy("01")),
        text(&key),
        text(&test.fresh())
    );
    shell("env", &[], &script, &test.path("home"))
}

#[test]
fn a_bundle_that_would_fill_the_memory_is_stopped() {
    let test = PlanTest::small();
    test.build();
    let copy = test.copy("01");
    let key = copy_key(&copy, test.key("01"));
    let huge = 3 << 30;
    let cases = [
        // A file that says how large it is, one that claims to be larger than anything, and a padding without end.
        (bomb(&header("a.html", huge), 64 << 20), "E528"),
        (bomb(&header("a.html", 0o77_777_777_777), 0), "E528"),
        (bomb(&header("padding", huge), 64 << 20), "E528"),
        // Zeros end a tar; nothing behind them is read.
        (bomb(&[], huge / 4), "E521"),
        // A file that is shorter than it says.
        (bomb(&header("a.html", 400 << 20), 1 << 20), "E521"),
        (bomb(&header("bundle.json", 100), 0), "E521"),
    ];
    for (at, (packed, code)) in cases.iter().enumerate() {
        assert!(packed.len() < 8 << 20, "a small file: {}", packed.len());
        fs::write(copy.join("bundle.age"), seal(&key, packed)).expect("written");
        mend_copy_json(&copy);
        let run = open_in_little_memory(&test).fails(2, code);
        assert!(run.stderr.contains("hint: "), "{at}: {}", run.stderr);
        assert!(!test.fresh().exists());
    }
    // Many files, together more than may be.
    let mut many = Vec::new();
    for at in 0..6 {
        many.extend(header(&format!("a{at}.html"), 100 << 20));
        many.resize(many.len() + (100 << 20), 0);
    }
    fs::write(copy.join("bundle.age"), seal(&key, &bomb(&many, 0))).expect("written");
    drop(many);
    mend_copy_json(&copy);
    open_in_little_memory(&test).fails(2, "E528");
}

#[test]
fn names_in_a_bundle_that_only_some_disks_refuse() {
    let test = PlanTest::small();
    test.build();
    let copy = test.copy("01");
    let key = copy_key(&copy, test.key("01"));
    let manifest = crate::opened::bundle(&copy, test.key("01")).files["bundle.json"].clone();
    let tar = |names: &[&str]| {
        let mut tar = header("bundle.json", manifest.len() as u64);
        tar.extend(&manifest);
        tar.resize(tar.len().next_multiple_of(512), 0);
        for name in names {
            tar.extend(header(name, 0));
        }
        bomb(&tar, 1 << 20)
    };
    for names in [
        &["nul.html"][..],
        &["sections/CON"],
        &["aux.tar.gz"],
        &["com1"],
        &["lpt9.html"],
        &["titik."],
        &["a.html", "a.html"],
        &["a.html", "A.HTML"],
        &["bundle.json"],
    ] {
        fs::write(copy.join("bundle.age"), seal(&key, &tar(names))).expect("written");
        mend_copy_json(&copy);
        let to = test.fresh();
        test.open(&copy, "01").fails(2, "E522");
        assert!(!to.exists());
    }
    fs::write(
        copy.join("bundle.age"),
        seal(&key, &tar(&["console.html", "nulla", "com10", "a-b_c.d"])),
    )
    .expect("written");
    mend_copy_json(&copy);
    test.open(&copy, "01").succeeds();
}

#[test]
fn what_has_no_end_is_not_read() {
    let test = PlanTest::small();
    test.build();
    let copy = test.copy("01");
    for name in ["copy.json", "key.age", "bundle.age"] {
        let path = copy.join(name);
        let own = fs::read(&path).expect("a file");
        for target in ["/dev/zero", "pipa"] {
            fs::remove_file(&path).expect("removed");
            if target == "pipa" {
                let made = Command::new("mkfifo").arg(&path).status();
                assert!(made.expect("mkfifo").success());
            } else {
                symlink(target, &path).expect("a link");
            }
            let run = test.open(&copy, "01").fails(2, "E529");
            assert!(
                run.stderr.contains(name) && run.stderr.contains("hint: "),
                "{}",
                run.stderr
            );
            let run = verify(&test, &test.output());
            assert!([1, 2].contains(&run.status), "{name} {target}: {}", run.text());
        }
        fs::remove_file(&path).expect("removed");
        fs::write(&path, own).expect("written");
    }
    // A file of holes, larger than any copy.json, bundle and key file.
    for (path, code) in [(copy.join("copy.json"), "E528"), (copy.join("bundle.age"), "E528")] {
        let own = fs::read(&path).expect("a file");
        let file = fs::OpenOptions::new().write(true).open(&path).expect("a file");
        file.set_len(1 << 40).expect("a file of holes");
        let run = test.open(&copy, "01").fails(2, code);
        assert!(run.stderr.contains("hint: "), "{}", run.stderr);
        fs::write(&path, own).expect("written");
    }
    for (path, code) in [("/dev/zero", "E900"), ("holes", "E514")] {
        let file = if path == "holes" {
            test.path("kunci.txt")
        } else {
            path.into()
        };
        if path == "holes" {
            let made = fs::File::create(&file).expect("a file");
            made.set_len(1 << 40).expect("a file of holes");
        }
        for option in ["--identity", "--passphrase-file"] {
            let arguments = ["open", text(&copy), option, text(&file), "--to", text(&test.fresh())].map(str::to_owned);
            test.run(&arguments.each_ref().map(String::as_str))
                .text()
                .contains(code)
                .then_some(())
                .expect(code);
        }
    }
    test.open(&copy, "01").succeeds();
}
