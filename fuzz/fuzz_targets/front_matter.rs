#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| terkawal_fuzz::targets::front_matter(data));
