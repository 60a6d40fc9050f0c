//! Verbs of the register when the disk is full, when something may not be written, and when the process dies.

use super::{desk::Desk, issuing::approved};
use crate::{diagnostic::Exit, world::Fault};

const BY: [&str; 4] = ["--by", "A", "--passphrase-file", "~/slip/p.txt"];
const HOSTED: &str = "plan/public/1.0/copies/01/key.age";

fn verb(arguments: &[&'static str]) -> Vec<&'static str> {
    [&["register"], arguments, &BY].concat()
}

fn entries(desk: &Desk) -> usize {
    let files = desk.files("plan/distribution");
    String::from_utf8_lossy(&files["register.jsonl"]).lines().count()
}

#[test]
fn a_certificate_and_its_entry_are_both_there_or_neither() {
    let desk = approved();
    let destroy = verb(&["destroy", "01", "--method", "bakar", "--witness", "A", "--witness", "B"]);
    let before = entries(&desk);
    for fault in [Fault::DiskFull, Fault::Refused] {
        desk.each(fault, &destroy, |exit, at| {
            let context = format!("{fault:?} at {at}, {exit:?}");
            let certificate = desk.path("plan/records/destroyed-1.0-01-1.html");
            if exit == Exit::Done {
                assert!(certificate.exists() && entries(&desk) == before + 1, "{context}");
            } else {
                assert!(!certificate.exists() && entries(&desk) == before, "{context}");
                assert!(desk.path(HOSTED).exists(), "{context}");
                assert!(!desk.path("plan/copies/withdrawn").exists(), "{context}");
                desk.succeeds(&["register", "verify"]);
                desk.succeeds(&destroy);
            }
            desk.succeeds(&["register", "verify"]);
        });
    }
}

#[test]
fn a_copy_leaves_the_hosted_folder_before_its_recall_counts() {
    let desk = approved();
    let recall = verb(&["recall", "01", "--reason", "bertukar"]);
    let before = entries(&desk);
    for fault in [Fault::Refused, Fault::Dead] {
        desk.each(fault, &recall, |exit, at| {
            let context = format!("{fault:?} at {at}, {exit:?}");
            desk.succeeds(&["register", "verify"]);
            if exit != Exit::Done && entries(&desk) == before {
                // Nothing counts yet: the same command goes on from there.
                desk.succeeds(&recall);
            }
            assert_eq!(entries(&desk), before + 1, "{context}");
            if exit == Exit::Done && desk.path(HOSTED).exists() {
                // Told as a warning: it is taken away by hand.
                return;
            }
            if fault == Fault::Dead {
                // What was left between manifest and signature is settled by the next verb.
                desk.succeeds(&verb(&["return", "01"]));
                desk.succeeds(&["verify", "~/plan/public"]);
            }
            assert!(!desk.path(HOSTED).exists(), "{context}");
            // What could not be cleared away is told by verify, and hinders nothing.
            if desk
                .files("plan/public")
                .keys()
                .all(|path| !path.contains(".terkawal-"))
            {
                desk.succeeds(&["verify", "~/plan/public"]);
            }
        });
    }
}
