//! A careless holder or secretary: opened text where others copy, commit or host it.

use crate::{plan_test::PlanTest, program::text};

#[test]
fn nothing_is_opened_into_a_plan_or_a_published_folder() {
    let test = PlanTest::small();
    test.build();
    let key = test.key_file("02", true);
    let hosted = test.path("hosted");
    assert!(
        std::process::Command::new("cp")
            .arg("-r")
            .arg(test.output().join("site"))
            .arg(&hosted)
            .status()
            .expect("cp")
            .success()
    );
    for folder in [
        test.root().join("buka"),
        test.root().join("content"),
        test.output().join("site/1.0/copies/02/buka"),
        test.output().join("copies/buka"),
        hosted.join("1.0/buka"),
    ] {
        let run = test.run(&[
            "open",
            text(&test.copy("02")),
            "--identity",
            text(&key),
            "--to",
            text(&folder),
        ]);
        run.fails(2, "E508");
        assert!(!folder.join("bundle.json").exists(), "{}", folder.display());
    }
    test.open(&test.copy("02"), "02").succeeds();
}
