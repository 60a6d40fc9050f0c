//! What a section without marks of its own takes from the chapters above it.

use crate::{opened::bundle, plan_test::PlanTest};

/// An open section between a restricted chapter and an unmarked section must not widen what the chapter narrowed.
#[test]
fn an_open_section_lowers_nothing_below_it() {
    let test = PlanTest::new()
        .holder("01", "clearance: SULIT\ngroups: [DRT]")
        .holder("02", "clearance: SULIT\ngroups: [ERT]")
        .holder("03", "clearance: TERHAD\ngroups: [DRT]")
        .section(
            "01-bab/_index.md",
            "title: Bab\nclassification: SULIT\naudience: [DRT]",
            "Bab.\n",
        )
        .section(
            "01-bab/01-umum/_index.md",
            "title: Umum\nclassification: TERBUKA",
            "Umum.\n",
        )
        .section(
            "01-bab/01-umum/01-dalam.md",
            "title: Dalam",
            "Perkataan kzdalam di sini.\n",
        );
    test.build();
    for (number, entitled) in [("01", true), ("02", false), ("03", false)] {
        let opened = bundle(&test.copy(number), test.key(number));
        assert_eq!(opened.holds("kzdalam"), entitled, "copy {number}");
    }
}
