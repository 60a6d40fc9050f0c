//! `import` as a plan secretary uses it: text in, a plan folder out, then enrol, build and open.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    plan_test::PlanTest,
    program::{passphrase_in, terkawal, text},
    published::files,
};

const TEXT: &str = "\
PELAN KESINAMBUNGAN UJIAN MAJLIS DAERAH UJIAN

TERHAD

Versi 2.1

SENARAI EDARAN

Bil.\tPEMEGANG DOKUMEN\tNO SALINAN TERKAWAL
1.\tYang Dipertua\t01
2.\tSetiausaha\t02

1.0 PENGENALAN

Ayat pembuka bagi bahagian pertama.

1.1 Tujuan

Supaya kerja dapat diteruskan walaupun pejabat ditutup.

2.0 TINDAKAN

2.1 Menghubungi pasukan

Telefon ketua pasukan dahulu, kemudian ahlinya.
";

/// Imports a file and gives the plan's folder.
#[track_caller]
pub(crate) fn import(test: &PlanTest, source: &Path, more: &[&str]) -> PathBuf {
    let name = source.file_stem().expect("a name").to_str().expect("UTF-8");
    let plan = test.path(name);
    let arguments = [&["import", text(source), text(&plan)], more].concat();
    terkawal(&test.root(), &test.path("home"), &arguments).succeeds();
    plan
}

/// Enrols every holder, builds, and opens the copy of the first one.
#[track_caller]
pub(crate) fn build_and_open(test: &PlanTest, plan: &Path) -> PathBuf {
    let home = test.path("home");
    let list = fs::read_to_string(plan.join("distribution/list.yaml")).expect("the list");
    let list: serde_json::Value = serde_yaml::from_str(&list).expect("YAML");
    let mut opened = None;
    for copy in list["copies"].as_array().expect("copies") {
        let team = copy["members"].as_array().cloned();
        for holder in team.unwrap_or_else(|| vec![copy.clone()]) {
            if holder["reserved"] == true {
                continue;
            }
            let number = holder["number"].as_str().expect("a number");
            let slip = test.path(&format!("slip-{number}"));
            terkawal(plan, &home, &["enrol", number, "--passphrase", "--slip", text(&slip)]).succeeds();
            opened.get_or_insert_with(|| passphrase_in(&fs::read_to_string(&slip).expect("the slip"), number));
        }
    }
    terkawal(plan, &home, &["build"]).succeeds();
    let copies = fs::read_dir(plan.join("build/copies")).expect("copies").next();
    let version = copies.expect("a version").expect("readable").path();
    let passphrase = opened.expect("a holder");
    let number = passphrase.rsplitn(5, '-').last().expect("a number");
    let to = test.fresh();
    test.open_with_passphrase(&version.join(format!("salinan-{number}.html")), &passphrase)
        .succeeds();
    to
}

#[test]
fn an_imported_plan_is_built_and_opened() {
    let test = PlanTest::new();
    let source = test.path("pelan.txt");
    fs::write(&source, TEXT).expect("written");
    let plan = test.path("pelan");
    let home = test.path("home");
    let run = terkawal(&test.root(), &home, &["import", text(&source), text(&plan)]).succeeds();
    assert!(
        run.stdout.contains("TERHAD") && run.stdout.contains("2.1"),
        "{}",
        run.stdout
    );
    let made = files(&plan);
    assert!(
        made.contains_key("plan.yaml") && made.contains_key("distribution/list.yaml"),
        "{:?}",
        made.keys()
    );
    for title in ["Tujuan", "Menghubungi pasukan"] {
        let front = format!("title: {title}\n");
        assert!(
            made.values()
                .any(|bytes| String::from_utf8_lossy(bytes).contains(&front)),
            "{title}"
        );
    }
    terkawal(&plan, &home, &["check"]).fails(2, "E300");
    for number in ["01", "02"] {
        let slip = test.path(&format!("slip-{number}"));
        terkawal(&plan, &home, &["enrol", number, "--passphrase", "--slip", text(&slip)]).succeeds();
    }
    terkawal(&plan, &home, &["build"]).succeeds();
    let site = files(&plan.join("build"));
    let told = |word: &str| site.values().any(|bytes| String::from_utf8_lossy(bytes).contains(word));
    assert!(
        !told("pejabat ditutup") && !told("Menghubungi"),
        "everything of a TERHAD plan is sealed"
    );
    let letter = fs::read_to_string(test.path("slip-01")).expect("the slip");
    let to = test.fresh();
    let copy = plan.join("build/copies/2.1/salinan-01.html");
    test.open_with_passphrase(&copy, &passphrase_in(&letter, "01"))
        .succeeds();
    let opened = files(&to);
    let holds = |word: &str| {
        opened
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains(word))
    };
    for word in [
        "Ayat pembuka bagi bahagian pertama.",
        "1.1",
        "Tujuan",
        "2.1",
        "Menghubungi pasukan",
        "kemudian ahlinya.",
    ] {
        assert!(holds(word), "{word}");
    }
}

#[test]
fn it_never_guesses_that_a_plan_is_open() {
    let test = PlanTest::new();
    let source = test.path("pelan.txt");
    let to = test.path("pelan");
    let import = |more: &[&str]| {
        terkawal(
            &test.root(),
            &test.path("home"),
            &[&["import", text(&source), text(&to)], more].concat(),
        )
    };
    fs::write(&source, TEXT.replace("TERHAD\n", "")).expect("written");
    import(&[]).fails(2, "E600");
    assert!(!to.exists());
    import(&["--classification", "RAHSIA"]).fails(2, "E202");
    import(&["--classification", "RAHSIA BESAR"]).fails(2, "E202");
    assert!(!to.exists());
    fs::write(&source, TEXT.replace("TERHAD\n", "RAHSIA\n")).expect("written");
    import(&[]).fails(2, "E600");
    fs::write(&source, "").expect("written");
    import(&[]).fails(2, "E600");
    fs::write(&source, b"1.0 A\n\xff\n").expect("written");
    import(&[]).fails(2, "E602");
    fs::write(&source, TEXT.replace("TERHAD\n", "")).expect("written");
    fs::create_dir(&to).expect("a folder");
    fs::write(to.join("ada.txt"), "penting").expect("written");
    import(&["--classification", "SULIT"]).fails(2, "E601");
    assert!(files(&to).into_keys().eq(["ada.txt"]));
    fs::remove_file(to.join("ada.txt")).expect("removed");
    import(&["--classification", "SULIT"]).succeeds();
    let plan = fs::read_to_string(to.join("plan.yaml")).expect("plan.yaml");
    assert!(plan.contains("classification: SULIT"), "{plan}");
    assert!(import(&[]).fails(2, "E601").stderr.contains("hint: "));
}

#[test]
fn what_it_says_through_a_pipe_repeats_no_text_of_the_plan() {
    let test = PlanTest::new();
    let source = test.path("pelan.txt");
    fs::write(
        &source,
        TEXT.replace("Ayat pembuka", "kzbodyqx\u{fffd} [^1] | a | b |\n\n1.9 kztitleqx\n\n"),
    )
    .expect("written");
    for (at, format) in ["human", "json"].into_iter().enumerate() {
        let to = test.path(&format!("pelan-{at}"));
        let run = test
            .run(&["--format", format, "-v", "import", text(&source), text(&to)])
            .succeeds();
        assert!(!run.text().contains("kz"), "{}", run.text());
    }
}
