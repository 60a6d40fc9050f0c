//! The year of a plan in the manual: every command of the page, as it stands there, one after the other.

use std::fs;

use serde_json::Value;

use crate::{
    plan_test::PlanTest,
    program::{Output, passphrase_in, shell, text},
    published::files,
    register_hosting::today,
    sample::root,
};

/// The commands of the page, block by block.
fn blocks() -> Vec<Vec<String>> {
    let page = fs::read_to_string(root().join("docs/content/04-edaran/07-setahun.md")).expect("the page");
    let blocks = page.split("```sh\n").skip(1);
    let blocks = blocks.map(|rest| {
        rest.split("```")
            .next()
            .expect("a block")
            .lines()
            .map(str::to_owned)
            .collect()
    });
    blocks.collect()
}

/// An office before its first year: nobody has a key yet.
fn office() -> PlanTest {
    let signed = |name: &str| format!("{{name: {name}, post: Pegawai, date: 2024-05-01}}");
    PlanTest::new()
        .section(
            "01-umum.md",
            "title: Umum\nclassification: TERBUKA",
            "Semua orang boleh membaca ini.\n",
        )
        .section(
            "02-khusus.md",
            "title: Khusus",
            "Hanya pemegang membaca ayat khas ini.\n",
        )
        .plan(&format!(
            "control:\n  prepared: {}\n  reviewed: {}\n  approved: {}",
            signed("Azizah"),
            signed("Bakar"),
            signed("Chong")
        ))
        .replace("plan.yaml", "date: 2026-11-01", "date: 2024-05-04")
        .team("02", "clearance: TERHAD")
        .seat("01", "clearance: SULIT")
        .seat("02-01", "")
        .seat("02-02", "")
        .seat("05", "clearance: TERHAD\nmedium: paper")
}

/// Runs one command in the plan folder. Who is asked for a passphrase has it on the slip.
fn run(test: &PlanTest, line: &str) -> Output {
    let slip = |name: &str| {
        let slips = files(&test.path("home")).into_keys();
        let mut slips = slips.filter(|path| path.starts_with("slips/") && path.contains(name));
        slips
            .next()
            .map_or(String::new(), |path| text(&test.path("home").join(path)).to_owned())
    };
    let script = format!(
        "cd '{plan}' || exit 9\n\
         terkawal() {{\n  case \"$1 $2\" in\n    'register verify'|'register list') ;;\n    \
           approve*|issue*|register*) set -- \"$@\" --passphrase-file '{publisher}' ;;\n    \
           diff*) set -- \"$@\" --passphrase-file '{master}' ;;\n  esac\n  \
           \"$terkawal\" \"$@\"\n}}\n{line}\n",
        plan = text(&test.root()),
        publisher = slip("publisher"),
        master = slip("master"),
    );
    shell("env", &[], &script, &test.path("home"))
}

/// The receipt code that the holder of a slip reads in the copy.
fn receipt(test: &PlanTest, number: &str) -> String {
    let slips = files(&test.path("home"));
    let (_, slip) = slips
        .iter()
        .find(|(path, _)| path.starts_with("slips/") && path.contains(number))
        .expect("a slip");
    let to = test.fresh();
    let passphrase = passphrase_in(&String::from_utf8_lossy(slip), number);
    test.open_with_passphrase(&test.issued_file("1.0", number), &passphrase)
        .succeeds();
    let bundle: Value = serde_json::from_slice(&fs::read(to.join("bundle.json")).expect("bundle.json")).expect("JSON");
    bundle["receipt"].as_str().expect("a code").to_owned()
}

#[test]
fn every_command_of_the_year_runs_as_it_stands_in_the_manual() {
    let mut test = office();
    let key = PlanTest::small().key("01").to_public().to_string();
    let mut ran = 0;
    let mut filled_in = Vec::new();
    for block in blocks() {
        // What the page says is done before, in files.
        match block[0].as_str() {
            "terkawal enrol 02-01 --passphrase --replace" => {
                let list = fs::read_to_string(test.root().join("distribution/list.yaml")).expect("the list");
                let (before, after) = list.split_once("number: \"02-01\"").expect("the copy");
                let after = after.replacen("post: Jawatan", "post: Ketua ERT", 1);
                test = test.file("distribution/list.yaml", format!("{before}number: \"02-01\"{after}"));
            }
            "terkawal diff 1.0" => {
                test = test
                    .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
                    .section(
                        "02-khusus.md",
                        "title: Khusus",
                        "Hanya pemegang membaca ayat baharu ini.\n",
                    );
            }
            _ => {}
        }
        for line in block {
            // What everybody writes for themselves.
            let mut typed = line.clone();
            for (shown, meant) in [
                ("D:/", format!("{}/", text(&test.path(".")))),
                ("age1…", key.clone()),
                ("2027-05-12T08:30", today()),
                (
                    "against salinan-03.html",
                    "against copies/1.1/salinan-01.html".to_owned(),
                ),
            ] {
                if typed.contains(shown) {
                    typed = typed.replace(shown, &meant);
                    filled_in.push(shown);
                }
            }
            if typed.contains("ABCDEF-GHJKMN-PQRSTV") {
                typed = typed.replace("ABCDEF-GHJKMN-PQRSTV", &receipt(&test, "02-01"));
                filled_in.push("ABCDEF");
            }
            let run = run(&test, &typed);
            // A status in which something is overdue is a finding.
            let is_status = typed.starts_with("terkawal status");
            assert!(
                run.status == 0 || is_status && run.status == 1,
                "{line}\n{}",
                run.text()
            );
            ran += 1;
        }
    }
    assert!(ran > 25, "{ran} commands");
    filled_in.sort_unstable();
    filled_in.dedup();
    assert_eq!(
        filled_in.len(),
        5,
        "what is filled in stands on the page: {filled_in:?}"
    );
    let states = test.run(&["--format", "json", "status"]).json();
    assert_eq!(states["versions"].as_array().map(Vec::len), Some(2), "{states}");
    test.run(&["verify", text(&test.root().join("copies"))]).succeeds();
}
