//! What becomes of copies when something went wrong on the way: a reissue that never came out, an issue that was cut short.

use serde_json::{Value, json};

use crate::{
    clerk::{Clerk, copy},
    plan_test::PlanTest,
};

#[test]
fn a_voided_reissue_undoes_its_own_generation_only() {
    let mut clerk = Clerk::new(PlanTest::small().seat("07", "reserved: true"));
    let both = [("01", 1), ("02", 1)];
    clerk.issue("2026-01-01", "0.9", &both, &[]);
    let recalls = [copy("01", "0.9", 1), copy("02", "0.9", 1)];
    clerk.issue("2026-02-01", "1.0", &both, &recalls);
    clerk.entry(
        "2026-02-02",
        &json!({"kind": "acknowledged", "copy": copy("01", "1.0", 1), "means": "code"}),
    );
    let before = clerk.status("2026-02-05").json();
    // A transfer and a reissue that gives way by a recall.
    clerk.entry(
        "2026-02-03",
        &json!({"kind": "transferred", "copy": copy("01", "1.0", 1), "from": "Jawatan", "to": "Lain"}),
    );
    clerk.issue("2026-02-03", "1.0", &[("01", 2), ("02", 2)], &[copy("02", "1.0", 1)]);
    let facts = clerk.status("2026-02-05").json();
    assert_eq!(state(&facts, "01", 1), "transferred");
    let void = json!({"kind": "voided", "version": "1.0", "reason": "cakera rosak"});
    clerk.entry("2026-02-04", &void);

    let facts = clerk.status("2026-02-05").json();
    assert_eq!(facts["copies"], before["copies"], "as before the reissue");
    let last = facts["versions"]
        .as_array()
        .and_then(|all| all.last())
        .expect("a version");
    assert_eq!((&last["version"], &last["in_force"]), (&json!("1.0"), &json!(true)));
    assert_eq!(last["states"]["voided"], 2);
    assert_eq!(last["reserved"], json!(["07"]));
    // The version itself came out: nothing more of it can be voided.
    clerk.entry("2026-02-05", &void);
    clerk.test.run(&["register", "verify"]).fails(1, "E417");
}

/// The state of a generation of a copy of version 1.0.
#[track_caller]
fn state<'a>(facts: &'a Value, number: &str, generation: u64) -> &'a Value {
    let rows = facts["copies"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|row| row["copy"] == number && row["version"] == "1.0" && row["generation"] == generation);
    &row.unwrap_or_else(|| panic!("no copy {number}, generation {generation}: {facts}"))["state"]
}
