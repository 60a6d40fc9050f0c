//! What the sizes of other copies tell somebody who writes a section that stands in them too.

use crate::{opened, plan_test::PlanTest};

const SECRET: &str =
    "Kombinasi peti besi 7f3a91c4e8 d2b65f0a19, penjaga Qasrul Zhafrin, kereta WXJ4471, pangkalan Vektor-Ungu";

/// Text that does not compress: hexadecimal digits of a simple generator, from a seed.
fn noise(mut state: u64, length: usize) -> String {
    let mut text = String::new();
    while text.len() < length {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("{:08x}", state >> 32));
    }
    text.truncate(length);
    text
}

/// The size of copy 01, which has a SULIT section and the attacker's own, when the attacker writes `guess`.
fn size(guess: &str, filler: usize) -> usize {
    let test = PlanTest::new()
        .section(
            "01-kita.md",
            "title: Kita",
            &format!("{guess}\n\n{}\n", noise(7, filler)),
        )
        .section(
            "02-sulit.md",
            "title: Sulit\nclassification: SULIT",
            &format!("{SECRET}\n"),
        )
        .holder("01", "clearance: SULIT");
    test.build();
    opened::bundle(&test.copy("01"), test.key("01")).packed.len()
}

#[test]
fn a_guess_in_my_own_section_does_not_change_the_size_of_another_copy() {
    // As hard to compress as the secret, and not it: the same letters from the end, so that their own size is the same
    // to the byte wherever the steps of the series lie.
    let wrong: String = SECRET.chars().rev().collect();
    // The filler moves the size past a step of the Padmé series, where a few bytes show.
    let sizes = |guess: &str| (0..8).map(|step| size(guess, 600 + 64 * step)).collect::<Vec<_>>();
    let (right, wrong) = (sizes(SECRET), sizes(&wrong));
    assert!(right[0] < right[7], "{right:?} passes no step");
    assert_eq!(right, wrong);
}
