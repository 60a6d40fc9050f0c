//! `serve`: what is answered is what was verified, with headers that say what it is.

use std::{collections::BTreeMap, fs, io::Read as _, net::TcpListener};

use serde_json::{Value, json};

use crate::{plan_test::PlanTest, program::text, published::files, serving::Server};
use terkawal::digest;

/// Every published file by its address.
fn public(test: &PlanTest) -> BTreeMap<String, Vec<u8>> {
    files(&test.root().join("public"))
}

/// A port on which nobody else can listen, until the listener is dropped.
fn taken_port() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its address").port();
    (listener, port.to_string())
}

#[test]
fn every_published_file_is_answered_with_its_bytes_and_its_hash() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let files = public(&test);
    assert!(files.len() > 20, "{:?}", files.keys());
    for (path, bytes) in &files {
        let answer = server.get(&format!("/{path}"));
        assert_eq!((answer.status, &answer.body), (200, bytes), "{path}");
        assert_eq!(answer.header("etag"), format!("\"{}\"", digest::hex(bytes)), "{path}");
        assert_eq!(answer.header("content-length"), bytes.len().to_string(), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(
            answer
                .header("content-security-policy")
                .contains("frame-ancestors 'none'")
        );
        // It would hold for every program on this host, and plain http must work.
        for absent in ["strict-transport-security", "cross-origin-opener-policy", "server"] {
            assert_eq!(answer.header(absent), "", "{path}");
        }
        let head = server.ask("HEAD", &format!("/{path}"), &[]);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        let without_date = |headers: &[(String, String)]| {
            let kept = headers.iter().filter(|(name, _)| name != "date");
            kept.cloned().collect::<Vec<_>>()
        };
        assert_eq!(without_date(&head.headers), without_date(&answer.headers), "{path}");
    }
}

#[test]
fn folders_lead_to_their_index_and_nothing_is_listed() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let files = public(&test);
    assert_eq!(server.get("/").body, files["index.html"]);
    assert_eq!(server.get("/1.0/").body, files["1.0/index.html"]);
    assert_eq!(server.get("/1.0/print/?q=1").body, files["1.0/print/index.html"]);
    let answer = server.get("/1.0?to=//evil.test");
    assert_eq!(
        (answer.status, answer.header("location")),
        (301, "/1.0/?to=//evil.test")
    );
    for folder in [
        "/1.0/assets",
        "/1.0/assets/",
        "/1.0/copies/",
        "/1.0/copies/01/",
        "/1.0/copies/01",
    ] {
        let answer = server.get(folder);
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (404, "404 Not Found\n"),
            "{folder}"
        );
    }
}

#[test]
fn names_made_of_a_hash_are_kept_and_pages_are_asked_for_again() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let mut kept = 0;
    for path in public(&test).keys() {
        let cache = server.get(&format!("/{path}")).header("cache-control").to_owned();
        if cache.contains("immutable") {
            kept += 1;
            assert!(path.starts_with("1.0/assets/"), "{path}");
        } else {
            assert_eq!(cache, "no-cache", "{path}");
        }
    }
    assert!(kept >= 2, "{kept}");
}

#[test]
fn a_browser_gets_the_packed_form_that_it_takes() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let files = public(&test);
    let plain = &files["1.0/index.html"];
    for (accepted, encoding, suffix) in [
        ("br", "br", ".br"),
        ("zstd;q=0.1, br;q=0", "zstd", ".zst"),
        ("gzip, deflate", "gzip", ".gz"),
        ("identity", "", ""),
        ("gzip;q=0", "", ""),
    ] {
        let answer = server.ask("GET", "/1.0/", &[&format!("Accept-Encoding: {accepted}")]);
        assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.body, files[&format!("1.0/index.html{suffix}")], "{accepted}");
        let unpacked = match encoding {
            "br" => {
                let mut out = Vec::new();
                brotli::Decompressor::new(&*answer.body, 4096)
                    .read_to_end(&mut out)
                    .expect("brotli");
                out
            }
            "zstd" => zstd::decode_all(&*answer.body).expect("zstd"),
            "gzip" => {
                let mut out = Vec::new();
                flate2::read::GzDecoder::new(&*answer.body)
                    .read_to_end(&mut out)
                    .expect("gzip");
                out
            }
            _ => answer.body.clone(),
        };
        assert_eq!(&unpacked, plain, "{accepted}");
    }
    let part = server.ask("GET", "/1.0/", &["Accept-Encoding: gzip", "Range: bytes=0-9"]);
    assert_eq!(
        (part.status, part.body == files["1.0/index.html.gz"]),
        (200, true),
        "no parts of packed forms"
    );
    let smallest = ["", ".br", ".zst", ".gz"].map(|suffix| files[&format!("1.0/index.html{suffix}")].len());
    let answer = server.ask("GET", "/1.0/", &["Accept-Encoding: gzip, br", "Accept-Encoding: zstd"]);
    assert_eq!(
        Some(answer.body.len()),
        smallest.into_iter().min(),
        "the smallest of all that are taken"
    );
    // What the pointer and the pages beside it are is decided by one rename each.
    let beside = files.keys().filter(|path| !path.starts_with("1.0/"));
    let packed: Vec<_> = beside
        .filter(|path| [".br", ".zst", ".gz"].iter().any(|suffix| path.ends_with(suffix)))
        .collect();
    assert!(packed.is_empty(), "{packed:?}");
}

#[test]
fn what_a_browser_has_already_is_not_sent_again() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let tag = server.get("/1.0/").header("etag").to_owned();
    let packed_tag = server
        .ask("GET", "/1.0/", &["Accept-Encoding: gzip"])
        .header("etag")
        .to_owned();
    assert_ne!(tag, packed_tag, "other bytes, another tag");
    let status = |header: &str| {
        let answer = server.ask("GET", "/1.0/", &[header]);
        assert!(answer.status != 304 || answer.body.is_empty());
        (answer.status, answer.header("etag").to_owned())
    };
    for header in [
        format!("If-None-Match: {tag}"),
        format!("If-None-Match: W/{tag}"),
        format!("If-None-Match: \"x\", {tag}"),
        "If-None-Match: *".to_owned(),
    ] {
        assert_eq!(status(&header), (304, tag.clone()), "{header}");
    }
    assert_eq!(status(&format!("If-None-Match: {packed_tag}")).0, 200);
    assert_eq!(status("If-None-Match: nonsense").0, 200);
    assert_eq!(status(&format!("If-Match: {tag}")).0, 200);
    assert_eq!(status("If-Match: \"x\"").0, 412);
}

#[test]
fn parts_of_a_file() {
    let test = PlanTest::issued();
    // With and without memory: the large file lies in memory, or is held open.
    for memory in ["512", "0"] {
        let server = test.serve(&["--memory", memory]);
        let path = "/1.0/copies/01/bundle.age";
        let bundle = server.get(path);
        let (all, tag) = (&bundle.body, bundle.header("etag"));
        assert_eq!(bundle.header("accept-ranges"), "bytes");
        let length = all.len();
        let ask = |headers: &[&str]| server.ask("GET", path, headers);
        for (range, start, end) in [
            ("0-0".to_owned(), 0, 1),
            ("10-19".to_owned(), 10, 20),
            (format!("{}-", length - 5), length - 5, length),
            ("-7".to_owned(), length - 7, length),
            (format!("5-{}", u64::MAX), 5, length),
            (format!("-{}", length + 10), 0, length),
        ] {
            let answer = ask(&[&format!("Range: bytes={range}")]);
            assert_eq!(answer.status, 206, "{range}");
            let stated = format!("bytes {start}-{}/{length}", end - 1);
            assert_eq!(answer.header("content-range"), stated, "{range}");
            assert_eq!(answer.body, all[start..end], "{range}");
        }
        for range in [
            format!("{length}-"),
            format!("{}-{}", length, length + 5),
            "-0".to_owned(),
        ] {
            let answer = ask(&[&format!("Range: bytes={range}")]);
            assert_eq!(answer.status, 416, "{range}");
            assert_eq!(answer.header("content-range"), format!("bytes */{length}"), "{range}");
        }
        // Many parts at once have been used to make servers work; a whole file is always right.
        let many = format!("Range: bytes={}", vec!["0-"; 500].join(","));
        for range in [
            many.as_str(),
            "Range: bytes=5-3",
            "Range: lines=1-2",
            "Range: bytes=a-b",
        ] {
            let answer = ask(&[range]);
            assert_eq!((answer.status, answer.body.len()), (200, length), "{range:.40}");
        }
        let fitting = ask(&["Range: bytes=0-9", &format!("If-Range: {tag}")]);
        assert_eq!((fitting.status, fitting.body.len()), (206, 10));
        for condition in [
            "If-Range: \"other\"",
            "If-Range: W/\"x\"",
            "If-Range: Sat, 21 Nov 2026 20:17:53 GMT",
        ] {
            let answer = ask(&["Range: bytes=0-9", condition]);
            assert_eq!((answer.status, answer.body.len()), (200, length), "{condition}");
        }
    }
}

#[test]
fn the_site_is_verified_before_it_is_served() {
    let test = PlanTest::issued();
    let public = test.root().join("public");
    // On a port that is taken nothing could be served by mistake, and nobody would wait for the end of it.
    let (_taken, port) = taken_port();
    let serve = |arguments: &[&str]| test.run(&[&["serve", text(&public), "--port", &port], arguments].concat());

    let page = public.join("1.0/index.html.gz");
    let sound = fs::read(&page).expect("a packed page");
    fs::write(&page, [&sound[..], b"x"].concat()).expect("written");
    serve(&[]).fails(1, "E534");
    fs::write(&page, &sound).expect("written");

    // Neither an ordinary file nor a link that nobody listed.
    fs::write(public.join(".htpasswd"), "x").expect("written");
    serve(&["--allow-unsigned"]).fails(1, "E533");
    fs::remove_file(public.join(".htpasswd")).expect("removed");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc", public.join("1.0/etc")).expect("a link");
        serve(&["--allow-unsigned"]).fails(1, "E533");
        fs::remove_file(public.join("1.0/etc")).expect("removed");
    }

    let other = PlanTest::issuable();
    let key = other.path("home").join("publisher.pub");
    serve(&["--publisher-key", text(&key)]).fails(1, "E447");
    serve(&["--publisher-key", text(&key), "--allow-unsigned"]).fails(1, "E447");

    let nobody = test.path("nobody");
    let unpinned = crate::program::terkawal(&test.root(), &nobody, &["serve", text(&public), "--port", &port]);
    unpinned.fails(1, "E542");
    let server = Server::start(&nobody, &public, &["--allow-unsigned"]);
    assert_eq!(server.get("/").status, 200);

    let folder = test.path("empty");
    fs::create_dir(&folder).expect("a folder");
    test.run(&["serve", text(&folder)]).fails(2, "E531");
}

#[test]
fn a_draft_is_served_when_asked_for() {
    let test = PlanTest::small();
    test.build();
    let site = test.output().join("site");
    let (_taken, port) = taken_port();
    test.run(&["serve", text(&site), "--port", &port]).fails(1, "E541");
    let server = Server::start(&test.path("home"), &site, &["--allow-unsigned", "--format", "json"]);
    let facts: Value = serde_json::from_str(&server.says("address")).expect("JSON");
    assert_eq!((&facts["draft"], &facts["version"]), (&json!(true), &json!("1.0")));
    assert_eq!(server.get("/1.0/").status, 200);
    let health: Value = serde_json::from_slice(&server.get("/healthz").body).expect("JSON");
    assert_eq!(
        health,
        json!({"status": "ok", "plan": "UJI/01", "version": "1.0", "draft": true})
    );
}

#[test]
fn a_port_that_is_taken_and_files_that_are_no_certificate_are_told() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let port = server.address.port().to_string();
    let public = test.root().join("public");
    test.run(&["serve", text(&public), "--port", &port]).fails(3, "E540");
    test.run(&["serve", text(&public), "--port", "0", "--interface", "192.0.2.1"])
        .fails(3, "E545");
    let page = public.join("index.html");
    let tls = [
        "serve",
        text(&public),
        "--tls-cert",
        text(&page),
        "--tls-key",
        text(&page),
    ];
    test.run(&tls).fails(2, "E544");
    test.run(&["serve", text(&public), "--tls-cert", text(&page)])
        .fails(2, "--tls-key");
}
