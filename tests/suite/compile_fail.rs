//! Sealed matter cannot reach a template, a log or JSON: the code that would do it does not compile. The expected
//! messages beside the cases show that each fails for its own reason and for no other.

#[test]
fn a_sealed_fragment_cannot_leave_the_sealing_stage() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
