//! Hints say what to do in the words of the plan: its own markings, its own language.

use crate::{
    blocks::{open, sealed},
    plan_test::PlanTest,
};

const SCHEME: &str = "classification_scheme: {BIASA: TERBUKA, TERBATAS: TERHAD, SANGAT TERBATAS: SULIT}";

/// A plan with a scheme of its own, and one open section.
fn with_scheme(body: &str) -> PlanTest {
    let test = PlanTest::new();
    let plan = std::fs::read_to_string(test.root().join("plan.yaml")).expect("plan.yaml");
    test.file("plan.yaml", plan.replace("TERHAD", "TERBATAS"))
        .plan(SCHEME)
        .plan("language: id")
        .section("01-blok.md", "title: Blok\nclassification: BIASA", body)
}

/// All hints of a check that fails with a code.
#[track_caller]
fn hints(test: &PlanTest, code: &str) -> String {
    let run = test.run(&["--format", "json", "check"]).fails(2, code);
    let json = run.json();
    let list = json["diagnostics"].as_array().expect("a list");
    let of_code = list.iter().filter(|diagnostic| diagnostic["code"] == code);
    let hints: Vec<&str> = of_code
        .flat_map(|diagnostic| diagnostic["hints"].as_array().expect("hints"))
        .map(|hint| hint.as_str().expect("a hint"))
        .collect();
    hints.join("\n")
}

#[test]
fn markings_are_those_of_the_plan() {
    let fences = "`::: terbatas` or `::: sangat terbatas`";
    for (body, code, expected) in [
        ("```contacts\n- {name: A, phone: 999}\n```\n", "E244", fences),
        ("```terbatas\nteks\n```\n", "E160", fences),
        ("::: lain\nteks\n:::\n", "E202", fences),
        (
            "::: lain\nteks\n:::\n",
            "E202",
            "use BIASA, TERBATAS or SANGAT TERBATAS",
        ),
        ("::: biasa\nteks\n:::\n", "E163", fences),
        (":::\n", "E167", fences),
        (
            "::: rahsia\nteks\n:::\n",
            "E201",
            "as the rules of your administration say",
        ),
    ] {
        let hints = hints(&with_scheme(body), code);
        assert!(hints.contains(expected), "{code}: {hints}");
        for ours in ["terhad", "TERHAD", "sulit", "SULIT", "TERBUKA", "Arahan Keselamatan"] {
            assert!(!hints.contains(ours), "{code}: {hints}");
        }
    }
    let ours = hints(&open("contacts", "- {name: A, phone: 999}"), "E244");
    assert!(ours.contains("`::: terhad` or `::: sulit`"), "{ours}");
    let ours = hints(
        &PlanTest::new().section("01-a.md", "title: A\nclassification: RAHSIA", "x\n"),
        "E201",
    );
    assert!(ours.contains("Arahan Keselamatan"), "{ours}");
}

#[test]
fn examples_are_in_the_language_of_the_plan() {
    let dates = "- thrust: T\n  strategies: [{strategy: S, programmes: [{programme: P, date: entah}]}]\n";
    let decision = "- {actor: A, decision: B, branches: {x: end}}\n";
    let call = "- {name: A, phone: x}\n";
    let mail = "- {name: A, email: x}\n";
    for (language, examples) in [
        (
            "ms",
            [
                "30 minit",
                "Mac & Sept setiap tahun",
                "Ya: a",
                "samb. 12",
                "nama@majlis",
                "::: nota",
                "::: nota, petua",
            ],
        ),
        (
            "id",
            [
                "30 menit",
                "Triwulan I",
                "Ya: a",
                "ext. 12",
                "nama@instansi",
                "::: catatan",
                "::: catatan, kiat",
            ],
        ),
        (
            "en",
            [
                "30 minutes",
                "every year",
                "Yes: a",
                "ext. 12",
                "name@council",
                "::: note",
                "::: note, tip",
            ],
        ),
    ] {
        let of = |test: PlanTest| test.plan(&format!("language: {language}"));
        let note = |body: &str| of(PlanTest::new().section("01-a.md", "title: A\nclassification: TERBUKA", body));
        for (test, code, example) in [
            (
                of(open("bia", "- {function: A, mtd: lama, rto: 1 jam}")),
                "E232",
                examples[0],
            ),
            (of(open("actionplan", dates)), "E280", examples[1]),
            (of(open("procedure", decision)), "E264", examples[2]),
            (of(sealed("contacts", call)), "E246", examples[3]),
            (of(sealed("contacts", mail)), "E247", examples[4]),
            (note("> [!NOTA]\n> teks\n"), "E495", examples[5]),
            (note("::: lain\nteks\n:::\n"), "E202", examples[6]),
        ] {
            let hints = hints(&test, code);
            assert!(hints.contains(example), "{language} {code}: {hints}");
        }
    }
}

/// What the hint gives as an example is understood, in every language.
#[test]
fn examples_of_hints_are_themselves_understood() {
    for language in ["ms", "id", "en"] {
        let of = |test: PlanTest| test.plan(&format!("language: {language}"));
        let times = hints(&of(open("bia", "- {function: A, mtd: lama, rto: 0 jam}")), "E232");
        let times = times.split(": ").nth(1).expect("examples");
        for time in times.split(';').next().expect("a part").split(", ") {
            let yaml = format!("- {{function: A, mtd: {time}, rto: 0 jam}}");
            of(open("bia", &yaml)).run(&["check"]).succeeds();
        }
        let plan = |date: &str| {
            let programme = format!("{{programme: P, date: \"{date}\"}}");
            of(open(
                "actionplan",
                &format!(
                    "period: 2027-2031\nthrusts:\n- thrust: T\n  strategies: [{{strategy: S, programmes: [{programme}]}}]\n"
                ),
            ))
        };
        let dates = hints(&plan("entah"), "E280");
        for date in dates.trim_start_matches("write dates such as: ").split("; ") {
            let run = plan(date).run(&["check"]);
            assert_eq!(run.status, 0, "{language} {date}: {}", run.text());
        }
    }
}

#[test]
fn numbers_and_levels_are_explained() {
    let row = |fields: &str| format!("- {{function: A, threat: B, {fields}}}");
    let number = hints(&open("risk", &row("likelihood: tiga, impact: 5")), "E215");
    assert!(number.contains("in digits, 1 or 5 or one between them"), "{number}");
    let level = row("likelihood: 3, impact: 5, level: Rendah");
    let said = hints(&open("risk", &level), "E231");
    assert!(said.contains("3 × 5 = 15 is Tinggi"), "{said}");
    let said = hints(&sealed("risk", &level), "E231");
    assert!(!said.contains("15") && !said.contains("Tinggi"), "{said}");
    assert!(said.contains("multiply likelihood and impact"), "{said}");
    let bia = |category: &str| {
        format!(
            "categories: {{Genting: 4 jam, Biasa: }}\nfunctions:\n- {{function: A, mtd: 9 jam, rto: 5 jam, category: {category}}}\n"
        )
    };
    let said = hints(&open("bia", &bia("Genting")), "E237");
    assert!(said.contains("by its `rto` the function is Biasa"), "{said}");
    let said = hints(&sealed("bia", &bia("Genting")), "E237");
    assert!(said.contains("compare its `rto`") && !said.contains("Biasa"), "{said}");
    let short = "categories: {Genting: 4 jam}\nfunctions:\n- {function: A, mtd: 9 jam, rto: 5 jam}\n";
    let said = hints(&open("bia", short), "E237");
    assert!(said.contains("a last line under `categories`"), "{said}");
    let said = hints(&open("dot", "graph { a -- b }"), "E271");
    assert!(said.contains("`digraph { a -> b }`"), "{said}");
    let said = hints(&open("dot", "digraph { a } b"), "E271");
    assert!(said.contains("a block of its own"), "{said}");
}
