//! `serve` against those who ask for what is not published, or ask in ways that two programs read differently.

use std::{fs, io::Write as _};

use crate::{
    plan_test::PlanTest,
    serving::{Answer, Server},
};

/// Statuses of the answers on one connection.
fn statuses(bytes: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(bytes);
    let parts = text.split("HTTP/1.1 ").skip(1);
    parts.map(|part| part[..3].parse().expect("a status")).collect()
}

#[track_caller]
fn assert_unharmed(server: &Server) {
    assert_eq!(server.get("/1.0/").status, 200);
}

/// Addresses that name nothing which is published, in every spelling that ever led out of a folder.
pub(crate) fn crooked_targets() -> Vec<String> {
    let ways_up = [
        "..",
        "%2e%2e",
        ".%2e",
        "%2E.",
        "%252e%252e",
        "%c0%ae%c0%ae",
        "%uff0e%uff0e",
        "..;",
        "...",
        "....",
        ". .",
        "..%20",
        "%ef%bc%8e%ef%bc%8e",
    ];
    let slashes = [
        "/",
        "%2f",
        "%5c",
        "\\",
        "%252f",
        "%255c",
        "//",
        "/./",
        "%c0%af",
        "%e2%88%95",
    ];
    let mut targets = Vec::new();
    for up in ways_up {
        for slash in slashes {
            for start in ["/", "/1.0/", "/1.0/assets/"] {
                targets.push(format!("{start}{up}{slash}index.html"));
                targets.push(format!("{start}{up}{slash}{up}{slash}plan.yaml"));
                targets.push(format!(
                    "{start}{up}{slash}{up}{slash}{up}{slash}{up}{slash}{up}{slash}etc/passwd"
                ));
            }
        }
    }
    targets.extend(
        [
            "//etc/passwd",
            "/%2fetc%2fpasswd",
            "/C:/Windows/win.ini",
            "/C%3a%5cWindows%5cwin.ini",
            "/\\\\server\\share\\x",
            "/%5c%5cserver%5cshare",
            "/file:///etc/passwd",
            "/.terkawal",
            "/.git/config",
            "/1.0/.env",
            "/1.0/%2eenv",
            "/index.html%00",
            "/index.html%00.txt",
            "/%00",
            "/1.0/index.html/",
            "/1.0/index.html/x",
            "/1.0//index.html",
            "//index.html",
            "/1.0/./index.html",
            "/1.0/index.html%20",
            "/1.0/index.html.",
            "/1.0/index.html%2e",
            "/1.0/index.html...",
            "/1.0/index.html::$DATA",
            "/1.0/index.html:%3a$DATA",
            "/1.0/index.html:stream",
            "/1.0/INDEX.HTML",
            "/1.0/INDEX~1.HTM",
            "/1.0/copies/01/copy.json::$INDEX_ALLOCATION",
            "/1.0;a=b/index.html",
            "/1.0/index.html;x",
            "/%31%2e0%",
            "/%zz",
            "/%",
            "/%f0%9f%92",
            "/1.0/assets*",
        ]
        .map(str::to_owned),
    );
    for device in ["CON", "con", "PRN", "AUX", "NUL", "COM1", "LPT1", "CONIN$", "CLOCK$"] {
        for target in [
            "/DEVICE",
            "/DEVICE.html",
            "/1.0/DEVICE",
            "/1.0/DEVICE:",
            "/1.0/DEVICE.",
            "/1.0/index.html/DEVICE",
        ] {
            targets.push(target.replace("DEVICE", device));
        }
    }
    targets
}

#[test]
fn no_address_leads_out_of_what_is_published() {
    let test = PlanTest::issued();
    // Beside and above the site lie things worth asking for.
    fs::write(test.root().join("index.html"), "OUTSIDE").expect("written");
    fs::write(test.path("secret.txt"), "OUTSIDE").expect("written");
    let server = test.serve(&[]);
    for target in crooked_targets() {
        let answer = server.raw(format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes());
        let statuses = statuses(&answer);
        assert!(matches!(statuses[..], [400 | 404]), "{target}: {statuses:?}");
        let text = String::from_utf8_lossy(&answer);
        assert!(!text.contains("OUTSIDE") && !text.contains("root:"), "{target}");
    }
    assert_unharmed(&server);
}

#[test]
fn an_encoded_name_is_the_same_name_and_no_other() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let page = server.get("/1.0/index.html");
    // Encoding once is what browsers may do; what is behind it is compared as a name.
    for target in ["/%31.0/index.html", "/1%2e0/index%2Ehtml", "/1.0%2findex.html"] {
        let answer = server.get(target);
        assert_eq!((answer.status, &answer.body), (200, &page.body), "{target}");
    }
    assert_eq!(server.get("/%2531.0/index.html").status, 404);
    // A redirect leads to a name of the site, never to another host.
    for target in ["//evil.test/1.0", "/%2fevil.test/..%2f1.0", "//1.0", "/\\1.0"] {
        assert_eq!(server.get(target).status, 404, "{target}");
    }
    let answer = server.raw(b"GET http://evil.test/1.0 HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n");
    assert_eq!(Answer::parse(&answer).expect("an answer").header("location"), "/1.0/");
}

#[cfg(unix)]
#[test]
fn what_is_put_beside_the_site_while_it_runs_is_not_served() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let public = test.root().join("public");
    fs::write(public.join("1.0/new.html"), "OUTSIDE").expect("written");
    std::os::unix::fs::symlink("/etc", public.join("1.0/etc")).expect("a link");
    assert_eq!(server.get("/1.0/new.html").status, 404);
    assert_eq!(server.get("/1.0/etc/passwd").status, 404);
    // A file that becomes a link, or other bytes, is still answered as it was verified.
    let sound = server.get("/1.0/index.html");
    fs::remove_file(public.join("1.0/index.html")).expect("removed");
    std::os::unix::fs::symlink("/etc/passwd", public.join("1.0/index.html")).expect("a link");
    let answer = server.get("/1.0/index.html");
    assert_eq!((answer.status, answer.body), (200, sound.body));
}

#[test]
fn a_file_that_is_held_open_is_not_served_when_somebody_writes_into_it() {
    let test = PlanTest::issued();
    let server = test.serve(&["--memory", "0"]);
    let path = test.root().join("public/1.0/index.html");
    let sound = fs::read(&path).expect("a page");
    assert_eq!(server.get("/1.0/").body, sound);
    let mut file = fs::OpenOptions::new().append(true).open(&path).expect("opened");
    file.write_all(b"OUTSIDE").expect("written");
    let answer = server.get("/1.0/");
    assert_eq!(answer.status, 503);
    assert!(!answer.text().contains("OUTSIDE"));
}

#[test]
fn only_get_and_head() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    for method in [
        "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "DEBUG", "get", "X",
    ] {
        let answer = server.ask(method, "/1.0/", &[]);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
        assert_eq!(server.ask(method, "/healthz", &[]).status, 405, "{method}");
        assert!(!answer.text().contains("intranet.test"), "{method} tells nothing back");
    }
    let answer = server.raw(b"CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n");
    assert_eq!(statuses(&answer), [405]);
    let answer = server.raw(b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!(statuses(&answer), [405]);
    assert_unharmed(&server);
}

#[test]
fn what_two_programs_may_read_differently_ends_the_connection() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    // Behind each of these stands a second request, which a proxy in front may not have seen.
    let smuggled = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for (head, body) in [
        (
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "0\r\n\r\n",
        ),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n",
            "0\r\n\r\n",
        ),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n",
            "0\r\n\r\n",
        ),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n",
            "0\r\n\r\n",
        ),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            "0\r\n\r\n",
        ),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
            "a",
        ),
        ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n", "abc"),
        ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n", "abc"),
        ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n", ""),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n",
            "",
        ),
        ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n", ""),
        ("GET / HTTP/1.1\r\n", ""),
        ("GET / HTTP/1.1\r\nHost: x\r\n X-Folded: y\r\n", ""),
        ("GET / HTTP/1.1\r\nHost: x\r\nBad\0Name: y\r\n", ""),
        ("GET / HTTP/1.1\r\nHost: x\r\nNo-Colon\r\n", ""),
        ("GET / HTTP/9.9\r\nHost: x\r\n", ""),
        ("GET  / HTTP/1.1\r\nHost: x\r\n", ""),
        ("GET / index.html HTTP/1.1\r\nHost: x\r\n", ""),
        ("GET /\u{1} HTTP/1.1\r\nHost: x\r\n", ""),
        ("GET /\r\nHost: x\r\n", ""),
        ("PRI * HTTP/2.0\r\n", "SM\r\n\r\n"),
    ] {
        let answer = server.raw(format!("{head}\r\n{body}{smuggled}").as_bytes());
        let statuses = statuses(&answer);
        let text = String::from_utf8_lossy(&answer);
        assert!(statuses.len() <= 1, "{head:?}: {statuses:?}");
        assert!(
            statuses.iter().all(|status| (400..500).contains(status)),
            "{head:?}: {text}"
        );
        assert!(!text.contains("\"status\""), "{head:?}");
    }
    // Without a body there is nothing to misunderstand, and the connection goes on.
    let answer = server.raw(format!("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n{smuggled}").as_bytes());
    assert_eq!(statuses(&answer), [200, 200]);
}

#[test]
fn heads_and_addresses_have_an_end() {
    let test = PlanTest::issued();
    let server = test.serve(&[]);
    let long = |length: usize| "a".repeat(length);
    assert_eq!(server.get(&format!("/{}", long(5000))).status, 414);
    assert_eq!(server.get(&format!("/?{}", long(5000))).status, 414);
    let many: Vec<String> = (0..100).map(|at| format!("X-{at}: y")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(server.ask("GET", "/", &many).status, 431);
    for head in [
        format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", long(100_000)),
        format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", long(100_000)),
    ] {
        let statuses = statuses(&server.raw(head.as_bytes()));
        assert!(matches!(statuses[..], [414 | 431]), "{statuses:?}");
    }
    assert_unharmed(&server);
}
