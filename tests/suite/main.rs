//! Integration tests: the built binary on plan folders made for the purpose, and on the sample plan of the repository.

#![allow(clippy::disallowed_methods, reason = "tests touch the disk directly")]

#[path = "../../fuzz/src/lib.rs"]
mod fuzzing;
mod opened;
mod oracle;
mod oracle_list;
mod plan_run;
mod plan_test;
mod program;
mod published;
mod sample;
mod seats;
mod tampering;

mod age_vectors;
mod architecture;
mod canaries;
mod canary_plan;
mod canonical;
mod catalogues;
mod compile_fail;
mod crafted;
mod diagnostics;
mod diagnostics_containers;
mod diagnostics_marking;
mod diagnostics_plan;
mod diagnostics_references;
mod diagnostics_theme;
mod enrolment;
mod enrolment_refusals;
mod entitlement;
mod environment_disk;
mod environment_theme;
mod extent;
mod hostile_html;
mod hostile_sizes;
mod hostile_yaml;
mod importing;
mod inheritance;
mod key_files;
mod leak_gate;
mod manual;
mod opening;
mod padding;
mod properties;
mod properties_corpus;
mod review_fences;
mod review_gate;
mod review_keys;
mod review_markup;
mod review_names;
mod review_output;
mod review_sources;
mod review_words;
mod sample_matrix;
mod staging;
mod staging_places;
mod stock_tools;
mod tampering_copies;
mod tampering_pages;
mod tampering_presence;
mod tampering_site;
