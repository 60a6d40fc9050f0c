//! `serve` under load: slow clients, many of them, a stop in the middle, and what the log says of all that.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::Shutdown,
    path::Path,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use terkawal::digest;

use crate::{
    plan_test::PlanTest,
    program::text,
    serving::{Answer, Server, exchange},
};

const REQUEST: &[u8] = b"GET /1.0/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// Connections at once: a thousand, or many thousand in a long run.
fn crowd() -> usize {
    if std::env::var("TERKAWAL_LONG_TESTS").is_ok_and(|long| long == "1") {
        5000
    } else {
        1000
    }
}

/// How many files the server has open.
#[cfg(target_os = "linux")]
fn open_files(server: &Server) -> usize {
    fs::read_dir(format!("/proc/{}/fd", server.pid()))
        .expect("its files")
        .count()
}

/// A site, made by hand, with a file so large that no buffer between the programs holds it.
fn large_site(folder: &Path) -> Vec<u8> {
    let mut state = 1_u64;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()
    });
    let large: Vec<u8> = noise.take(4 << 20).flatten().collect();
    let file = json!({"path": "large.bin", "size": large.len(), "sha256": digest::hex(&large)});
    let site = json!({"type": "terkawal-site", "format": 1, "plan": "UJI/01", "draft": true, "versions": ["1.0"], "files": []});
    let version = json!({
        "type": "terkawal-manifest", "format": 1, "plan": "UJI/01", "version": "1.0", "draft": true, "files": [file],
        "copies": [],
    });
    for (path, bytes) in [
        ("versions/manifest.json", site.to_string().into_bytes()),
        ("1.0/manifest.json", version.to_string().into_bytes()),
        ("1.0/large.bin", large.clone()),
    ] {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    large
}

/// Where it is.
const LARGE: &str = "/1.0/large.bin";

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_slow_clients_keep_nobody_from_reading_and_leave_nothing_behind() {
    let test = PlanTest::issued();
    let server = test.serve(&["--timeout", "5", "--connections", "10000"]);
    server.get("/1.0/");
    let before = open_files(&server);
    let mut slow = Vec::new();
    for at in 0..crowd() {
        let mut stream = server.connect();
        // Some say nothing, some stop in the middle of a line, some in the middle of the head.
        let begun: &[u8] = [&b""[..], b"GET /1.0/ HT", b"GET /1.0/ HTTP/1.1\r\nHost: x\r\nX: "][at % 3];
        stream.write_all(begun).expect("sent");
        slow.push(stream);
    }
    assert_eq!(server.get("/1.0/").status, 200, "meanwhile others read");
    for mut stream in slow {
        let mut answer = Vec::new();
        // The server ends each of them: the read comes to an end.
        let _ = stream.read_to_end(&mut answer);
        let status = Answer::parse(&answer).map_or(408, |answer| answer.status);
        assert_eq!(status, 408, "{}", String::from_utf8_lossy(&answer));
    }
    // A connection is given back a moment after its client saw the end.
    for _ in 0..10_000 {
        if open_files(&server) <= before {
            break;
        }
        server.get("/healthz");
    }
    assert!(open_files(&server) <= before, "{} of {before}", open_files(&server));
}

#[test]
fn who_drips_a_head_or_takes_no_answer_is_cut_off() {
    let folder = TempDir::new().expect("a folder");
    let large = large_site(folder.path());
    let server = Server::start(folder.path(), folder.path(), &["--allow-unsigned", "--timeout", "1"]);
    // A byte now and then: each comes in time, the whole does not.
    let mut drip = server.connect();
    drip.set_read_timeout(Some(std::time::Duration::from_millis(100)))
        .expect("a time");
    let mut is_open = true;
    let mut head = b"GET / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat(&b'a'));
    for _ in 0..1000 {
        let sent = drip.write_all(&[*head.next().expect("endless")]);
        let mut byte = [0];
        let ended = match drip.read(&mut byte) {
            Ok(_) => true,
            Err(error) => !matches!(
                error.kind(),
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
            ),
        };
        if sent.is_err() || ended {
            is_open = false;
            break;
        }
    }
    assert!(!is_open, "the head never had to be complete");

    // Nobody reads what comes: the line in the log tells that the answer was given up.
    let mut deaf = server.connect();
    let request = format!("GET {LARGE} HTTP/1.1\r\nHost: x\r\nUser-Agent: deaf\r\n\r\n");
    deaf.write_all(request.as_bytes()).expect("sent");
    let line = server.says("\"deaf\"");
    let mut got = Vec::new();
    let _ = deaf.read_to_end(&mut got);
    assert!(
        got.len() < large.len(),
        "cut off: {} of {}; {line}",
        got.len(),
        large.len()
    );
    assert!(server.get(LARGE).body == large, "who reads gets all of it");
}

#[test]
fn who_comes_when_all_places_are_taken_waits() {
    let test = PlanTest::issued();
    let server = test.serve(&["--connections", "2", "--timeout", "3600"]);
    let first = server.connect();
    let second = server.connect();
    let mut third = server.connect();
    third.write_all(REQUEST).expect("sent");
    third
        .set_read_timeout(Some(std::time::Duration::from_millis(300)))
        .expect("a time");
    assert!(third.read(&mut [0]).is_err(), "no place is free");
    first.shutdown(Shutdown::Both).expect("closed");
    drop(first);
    third.set_read_timeout(None).expect("no time");
    let answer = exchange(third, b"");
    assert_eq!(Answer::parse(&answer).expect("an answer").status, 200);
    drop(second);
}

#[cfg(unix)]
#[test]
fn a_signal_stops_it_when_the_answers_are_given() {
    let folder = TempDir::new().expect("a folder");
    let large = large_site(folder.path());
    // From memory, and from a file held open.
    for (signal, memory) in [("TERM", "512"), ("INT", "0")] {
        let arguments = ["--allow-unsigned", "--memory", memory];
        let mut server = Server::start(folder.path(), folder.path(), &arguments);
        // One connection waits for a request, one is in the middle of an answer.
        let mut idle = server.connect();
        idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            .expect("sent");
        idle.read_exact(&mut [0; 12]).expect("an answer begins");
        let mut busy = server.connect();
        let request = format!("GET {LARGE} HTTP/1.1\r\nHost: x\r\n\r\n");
        busy.write_all(request.as_bytes()).expect("sent");
        let mut begun = vec![0; 20];
        busy.read_exact(&mut begun).expect("an answer begins");
        server.signal(signal);
        busy.read_to_end(&mut begun).expect("all of it");
        assert!(Answer::parse(&begun).expect("an answer").body == large, "{signal}");
        idle.read_to_end(&mut Vec::new()).expect("its end");
        assert_eq!(server.ended(), Some(0), "{signal}");
        assert!(std::net::TcpStream::connect(server.address).is_err(), "{signal}");
    }
}

#[cfg(unix)]
#[test]
fn a_request_that_never_comes_to_its_end_does_not_delay_the_stop() {
    let test = PlanTest::issued();
    // So long that waiting for it would be a test that never ends.
    let mut server = test.serve(&["--timeout", "3600"]);
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHost: ").expect("sent");
    // Taken in the order in which they come, so the one above is taken.
    assert_eq!(server.get("/healthz").status, 200);
    server.signal("TERM");
    half.read_to_end(&mut Vec::new()).expect("its end");
    assert_eq!(server.ended(), Some(0));
}

#[test]
fn the_log_tells_each_request_and_marks_copies() {
    let test = PlanTest::issued();
    let log = test.path("logs/access.log");
    fs::create_dir_all(test.path("logs")).expect("a folder");
    let mut server = test.serve(&["--access-log", text(&log)]);
    server.ask(
        "GET",
        "/1.0/?a=%0A",
        &["User-Agent: a \"quoted\" \\ \tagent", "Referer: http://x/\u{e9}"],
    );
    server.ask("HEAD", "/1.0/copies/01/bundle.age", &[]);
    let bundle = server.get("/1.0/copies/01/bundle.age").body.len();
    server.ask("GET", "/1.0/copies/01/bundle.age", &["Range: bytes=0-9"]);
    server.get("/nowhere");
    // The file is moved away, as logrotate does; what comes then goes into a new one.
    fs::rename(&log, test.path("logs/old.log")).expect("moved");
    server.get("/healthz");
    server.signal("TERM");
    assert_eq!(server.ended(), Some(0));
    let read = |path| fs::read_to_string(test.path(path)).unwrap_or_default();
    let all = read("logs/old.log") + &read("logs/access.log");
    let lines: Vec<&str> = all.lines().collect();
    let ends: Vec<&str> = lines
        .iter()
        .map(|line| line.split("] ").nth(1).expect("a time"))
        .collect();
    let length = test.serve(&[]).get("/1.0/").body.len();
    assert_eq!(
        ends,
        [
            &*format!(
                "\"GET /1.0/?a=%0A HTTP/1.1\" 200 {length} \"http://x/\\xC3\\xA9\" \"a \\x22quoted\\x22 \\x5C \\x09agent\""
            ),
            "\"HEAD /1.0/copies/01/bundle.age HTTP/1.1\" 200 0 \"-\" \"-\" copy=1.0/01",
            &*format!("\"GET /1.0/copies/01/bundle.age HTTP/1.1\" 200 {bundle} \"-\" \"-\" copy=1.0/01"),
            "\"GET /1.0/copies/01/bundle.age HTTP/1.1\" 206 10 \"-\" \"-\" copy=1.0/01",
            "\"GET /nowhere HTTP/1.1\" 404 14 \"-\" \"-\"",
            "\"GET /healthz HTTP/1.1\" 200 62 \"-\" \"-\"",
        ]
    );
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with("127.0.0.1 - - [") && line.contains(" +0000] "))
    );
}

#[test]
fn the_log_as_json_has_the_same() {
    let test = PlanTest::issued();
    let server = test.serve(&["--log-format", "json"]);
    server.ask("GET", "/1.0/copies/02/key.age", &["User-Agent: a \"quoted\" agent"]);
    let line: Value = serde_json::from_str(&server.says("key.age")).expect("JSON");
    assert_eq!(line["copy"], json!({"version": "1.0", "number": "02"}));
    assert_eq!(line["target"], "/1.0/copies/02/key.age");
    assert_eq!(
        (&line["status"], &line["agent"]),
        (&200.into(), &"a \"quoted\" agent".into())
    );
    let length = fs::metadata(test.root().join("public/1.0/copies/02/key.age"))
        .expect("the key")
        .len();
    assert_eq!((&line["bytes"], &line["peer"]), (&length.into(), &"127.0.0.1".into()));
    assert!(line["time"].as_str().is_some_and(|time| time.ends_with('Z')));
}
