//! What the sizes of other copies tell somebody who writes a section that stands in them too.

use crate::{opened, plan_test::PlanTest};

const SECRET: &str =
    "Kombinasi peti besi 7f3a91c4e8 d2b65f0a19, penjaga Qasrul Zhafrin, kereta WXJ4471, pangkalan Vektor-Ungu";

/// Bytes that the compressed members of copy 01 take, without the padding. It has a SULIT section with `secret` and the
/// attacker's own with `guess`.
fn compressed(guess: &str, secret: &str) -> usize {
    let test = PlanTest::new()
        .section("01-kita.md", "title: Kita", &format!("{guess}\n"))
        .section(
            "02-sulit.md",
            "title: Sulit\nclassification: SULIT",
            &format!("{secret}\n"),
        )
        .holder("01", "clearance: SULIT");
    test.build();
    let packed = opened::bundle(&test.copy("01"), test.key("01")).packed;
    // The gzip header with its extra field (RFC 1952, 2.3), then the padding in stored blocks (RFC 1951, 3.2.4).
    let length = |at: usize| u16::from_le_bytes([packed[at], packed[at + 1]]);
    let mut at = 12 + usize::from(length(10));
    while packed[at] == 0 && length(at + 1) == !length(at + 3) {
        at += 5 + usize::from(length(at + 1));
    }
    assert!(at > 1024, "the padding was not found");
    packed.len() - at
}

#[test]
fn a_guess_in_my_own_section_is_not_compressed_with_the_secret_of_others() {
    let other: String = SECRET
        .chars()
        .map(|c| match c {
            'a'..='y' | 'A'..='Y' | '0'..='8' => char::from(c as u8 + 1),
            c => c,
        })
        .collect();
    // Two texts may compress differently for themselves. What a right guess saves would show in these sums alone.
    let right = compressed(SECRET, SECRET) + compressed(&other, &other);
    let wrong = compressed(SECRET, &other) + compressed(&other, SECRET);
    assert_eq!(right, wrong);
}
