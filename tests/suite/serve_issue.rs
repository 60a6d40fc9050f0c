//! `serve` while another version is issued: at once, whole, and verified first.

use std::{
    collections::BTreeMap,
    fs,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use crate::{plan_test::PlanTest, published::files, register_hosting::today, serving::Server};

/// Waits until a page of the site shows something; the server looks twice a second.
#[track_caller]
fn wait_for(server: &Server, target: &str, fits: impl Fn(u16, &str) -> bool) {
    // As often as it takes: a request is the wait.
    for _ in 0..200_000 {
        let answer = server.get(target);
        if fits(answer.status, &answer.text()) {
            return;
        }
    }
    panic!("{target} stays as it is");
}

/// What the open part of a version answers, copies aside.
fn open(files: &BTreeMap<String, Vec<u8>>, version: &str) -> BTreeMap<String, Vec<u8>> {
    let is_open = |path: &String| path.starts_with(version) && !path.contains("/copies/");
    files.clone().into_iter().filter(|(path, _)| is_open(path)).collect()
}

#[test]
fn a_version_that_is_issued_under_load_appears_at_once_and_whole() {
    let test = PlanTest::issued();
    let public = test.root().join("public");
    let before = files(&public);
    let server = test.serve(&["--memory", "0"]);
    let test = test
        .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .replace(
            "content/01-umum.md",
            "boleh membaca ini",
            "boleh membaca versi baharu ini",
        );
    test.approve().succeeds();
    let (done, requests, switches) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    // The pointer, then the pages beside the versions, then everything of the version that the pointer named.
    let follow = || {
        let mut has_switched = false;
        while !(done.load(Ordering::SeqCst) && has_switched) {
            let pointer = server.get("/index.html");
            assert_eq!(pointer.status, 200);
            let is_new = pointer.text().contains("url=1.1/");
            assert!(is_new || pointer.body == before["index.html"]);
            assert!(is_new || !has_switched, "the old pointer came back");
            if is_new && !has_switched {
                has_switched = true;
                switches.fetch_add(1, Ordering::SeqCst);
            }
            if is_new {
                // Everything that the new pointer promises is there.
                for path in [
                    "/1.1/",
                    "/versions/1.1.css",
                    "/1.1/manifest.json",
                    "/1.1/copies/01/bundle.age",
                ] {
                    assert_eq!(server.get(path).status, 200, "{path}");
                }
                assert!(server.get("/versions/versions.json").text().contains("\"1.1\""));
            }
            // What is immutable is there all the time, byte for byte.
            for (path, bytes) in open(&before, "1.0/") {
                let answer = server.get(&format!("/{path}"));
                assert_eq!((answer.status, answer.body == bytes), (200, true), "{path}");
                requests.fetch_add(1, Ordering::SeqCst);
            }
        }
    };
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3).map(|_| scope.spawn(follow)).collect();
        test.issue(&[]).succeeds();
        done.store(true, Ordering::SeqCst);
        for reader in readers {
            reader.join().expect("no reader saw anything wrong");
        }
    });
    assert_eq!(switches.load(Ordering::SeqCst), 3);
    assert!(requests.load(Ordering::SeqCst) > 100);
    // Now exactly what lies there is served, and the recalled copies are not.
    let after = files(&public);
    for (path, bytes) in &after {
        let answer = server.get(&format!("/{path}"));
        assert_eq!((answer.status, answer.body == *bytes), (200, true), "{path}");
    }
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        assert!(path.starts_with("1.0/copies/"), "{path}");
        assert_eq!(server.get(&format!("/{path}")).status, 404, "{path}");
    }
}

#[test]
fn what_does_not_verify_is_never_shown() {
    let test = PlanTest::issued();
    let public = test.root().join("public");
    let server = test.serve(&[]);
    let sound = server.get("/").body;
    // Somebody with the right to write, and no key, puts another site in place.
    let pointer = fs::read_to_string(public.join("index.html")).expect("a page");
    fs::write(
        public.join("index.html"),
        pointer.replace("url=1.0/", "url=//evil.test/"),
    )
    .expect("written");
    server.warns("E546");
    server.warns("E534");
    assert_eq!(server.get("/").body, sound);
    assert!(server.get("/healthz").text().contains("\"stale\""));
    // Put back, everything is as it was.
    fs::write(public.join("index.html"), pointer).expect("written");
    wait_for(&server, "/healthz", |_, text| text.contains("\"ok\""));
}

#[test]
fn any_file_that_is_written_into_is_told_and_never_shown() {
    let test = PlanTest::issued();
    let page = test.root().join("public/1.0/print/index.html");
    let server = test.serve(&[]);
    let sound = fs::read(&page).expect("a page");
    fs::write(&page, [sound.as_slice(), b"<!-- lain -->"].concat()).expect("written");
    server.warns("E546");
    assert_eq!(server.get("/1.0/print/").body, sound);
    assert!(server.get("/healthz").text().contains("\"stale\""));
    fs::write(&page, sound).expect("written");
    wait_for(&server, "/healthz", |_, text| text.contains("\"ok\""));
}

#[test]
fn a_file_that_was_only_touched_is_verified_anew() {
    let test = PlanTest::issued();
    let bundle = test.root().join("public/1.0/copies/02/bundle.age");
    // Nothing is kept in memory, so every file is held open.
    let server = test.serve(&["--memory", "0"]);
    let bytes = fs::read(&bundle).expect("a bundle");
    // A writer of another time, as a restore leaves it.
    let file = fs::File::options().write(true).open(&bundle).expect("opened");
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("touched");
    wait_for(&server, "/1.0/copies/02/bundle.age", |status, _| status == 200);
    assert_eq!(server.get("/1.0/copies/02/bundle.age").body, bytes);
}

#[test]
fn a_copy_that_is_issued_again_or_withdrawn_is_answered_so() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let bundle = "/1.0/copies/02/bundle.age";
    let old = server.get(bundle).body;
    test.issue(&["--copies", "02", "--reason", "slip hilang"]).succeeds();
    let new = fs::read(test.root().join("public/1.0/copies/02/bundle.age")).expect("a bundle");
    assert_ne!(old, new);
    for _ in 0..200_000 {
        let now = server.get(bundle);
        assert_eq!(now.status, 200);
        if now.body == new {
            break;
        }
        assert_eq!(now.body, old, "neither the old nor the new one");
    }
    assert_eq!(server.get(bundle).body, new);
    test.record(&["lost", "02", "--discovered", &today()]).succeeds();
    wait_for(&server, bundle, |status, _| status == 404);
    assert_eq!(server.get("/1.0/copies/01/bundle.age").status, 200);
}

#[test]
fn a_draft_that_is_built_again_appears() {
    let test = PlanTest::small();
    test.build();
    let server = Server::start(&test.path("home"), &test.output().join("site"), &["--allow-unsigned"]);
    let test = test.replace("content/01-umum.md", "boleh membaca ini", "boleh membaca draf baharu");
    test.build();
    wait_for(&server, "/1.0/print/", |status, text| {
        assert!(matches!(status, 200), "{status}");
        text.contains("draf baharu")
    });
}
