//! Keys of the plan secretary when the disk is full, when something may not be written, and when the process dies.

use super::desk::Desk;
use crate::{diagnostic::Exit, world::Fault};

/// The verb is whole or did not happen. What a killed run leaves is laid beside its place, and hinders no second one.
#[track_caller]
fn assert_whole(desk: &Desk, arguments: &[&str], made: &[&str]) {
    let before = desk.files("");
    for fault in [Fault::DiskFull, Fault::Refused] {
        desk.each(fault, arguments, |exit, at| {
            let context = format!("{fault:?} at {at}, {exit:?}");
            if exit != Exit::Done {
                assert_eq!(desk.files(""), before, "{context}");
                return;
            }
            for name in made {
                assert!(desk.path(name).exists(), "{context}: {name}");
            }
        });
    }
}

#[test]
fn a_key_of_the_secretary_comes_with_its_slip_and_public_part_or_not_at_all() {
    for (kind, stem) in [("publisher", "home/publisher"), ("master", "home/master")] {
        let desk = Desk::new();
        let made = [format!("{stem}.age"), format!("{stem}.pub"), "slip/a.txt".to_owned()];
        let made: Vec<&str> = made.iter().map(String::as_str).collect();
        assert_whole(&desk, &["keygen", kind, "--slip", "~/slip/a.txt"], &made);
    }
}

#[test]
fn a_backup_is_written_and_put_back_whole_or_not_at_all() {
    let desk = Desk::new();
    desk.succeeds(&["keygen", "publisher", "--slip", "~/slip/p.txt"]);
    desk.succeeds(&["keygen", "master", "--slip", "~/slip/m.txt"]);
    let backup = [
        "keys",
        "backup",
        "--to",
        "~/usb/a.age",
        "--passphrase",
        "--slip",
        "~/slip/b.txt",
    ];
    assert_whole(&desk, &backup, &["usb/a.age", "slip/b.txt"]);
    desk.succeeds(&backup);
    let home = desk.files("home");
    std::fs::remove_dir_all(desk.path("home")).expect("removed");
    let restore = ["keys", "restore", "~/usb/a.age", "--passphrase-file", "~/slip/b.txt"];
    assert_whole(&desk, &restore, &["home/publisher.age", "home/master.pub"]);
    desk.succeeds(&restore);
    assert_eq!(desk.files("home"), home);
}
