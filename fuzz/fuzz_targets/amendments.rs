#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| terkawal_fuzz::targets::amendments(data));
