//! `diff --record` with each operation failing: the record is the old one or the new one.

use std::fs;

use super::desk::Desk;
use crate::{
    diagnostic::Exit,
    world::{Fault, RealWorld, World as _},
};

const RECORD: &str = "plan/content/data/amendments.yaml";

/// The plan of the desk, issued as 1.0 and changed for 1.1; the passphrase of the master key in `~/p00`.
fn changed() -> Desk {
    let desk = Desk::new();
    let plan = fs::read_to_string(desk.path("plan/plan.yaml")).expect("plan.yaml");
    let today = RealWorld.today();
    let signed = |name: &str| format!("{{name: {name}, post: Pegawai, date: {today}}}");
    let control = format!(
        "control:\n  prepared: {}\n  reviewed: {}\n  approved: {}\n",
        signed("Azizah"),
        signed("Bakar"),
        signed("Chong")
    );
    let plan = plan.replace("2026-11-01", &today.to_string()) + &control;
    desk.write("plan/plan.yaml", &plan);
    desk.succeeds(&["keygen", "publisher", "--slip", "~/p"]);
    desk.succeeds(&["keygen", "master", "--slip", "~/p00"]);
    let signing = ["--passphrase-file", "~/p"];
    desk.succeeds(&[&["approve", "--by", "Chong", "--post", "Pegawai"], &signing[..]].concat());
    desk.succeeds(&[&["issue"], &signing[..]].concat());
    desk.write("plan/plan.yaml", &plan.replace("\"1.0\"", "\"1.1\""));
    desk.write(
        "plan/content/02-khusus.md",
        "---\ntitle: Khusus\n---\nHanya pemegang membaca ayat baharu.\n",
    );
    desk
}

#[test]
fn the_record_is_the_old_one_or_the_new_one() {
    let desk = changed();
    let diff = ["diff", "1.0", "--record", "--passphrase-file", "~/p00"];
    desk.succeeds(&diff);
    let old = fs::read(desk.path(RECORD)).expect("the record");
    assert!(String::from_utf8_lossy(&old).contains("[-ini-]{+baharu+}"));
    desk.write(
        "plan/content/01-umum.md",
        "---\ntitle: Umum\nclassification: TERBUKA\n---\nTeks lain.\n",
    );
    fs::remove_file(desk.path("plan/content/a.svg")).expect("removed");
    let before = desk.files("plan");
    for fault in [Fault::DiskFull, Fault::Refused, Fault::Dead] {
        desk.each(fault, &diff, |exit, at| {
            let mut after = desk.files("plan");
            let record = after.insert("content/data/amendments.yaml".to_owned(), old.clone());
            let record = record.expect("the record");
            assert_eq!(record != old, exit == Exit::Done, "{fault:?} {at}");
            assert_eq!(after, before, "{fault:?} {at}");
        });
    }
}
