//! The nginx configuration that is shipped, in real nginx: the same site, the same headers.

use std::{
    collections::BTreeSet,
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use terkawal::source::has_extension;

use crate::{
    plan_test::PlanTest,
    published::files,
    sample::root,
    serve_attacks::crooked_targets,
    serving::{Answer, ask, connect, exchange},
};

/// nginx, or why the test is left out.
fn nginx() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = folders
        .map(|folder| folder.join("nginx"))
        .find(|program| program.exists());
    if found.is_none() {
        println!("skipped: nginx is not installed");
    }
    found
}

/// Real nginx with the shipped configuration; only addresses and paths are those of the test.
struct Nginx {
    child: Child,
    address: SocketAddr,
}

impl Nginx {
    fn start(program: &Path, temporary: &Path, public: &Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = free.local_addr().expect("its address");
        drop(free);
        let mut shipped = fs::read_to_string(root().join("hosting/nginx/terkawal.conf")).expect("the configuration");
        for (old, new) in [
            ("listen 80;", format!("listen {address};")),
            ("root /srv/terkawal/public;", format!("root {};", public.display())),
            (
                "access_log /var/log/nginx/terkawal.log terkawal;",
                format!("access_log {}/access.log terkawal;", temporary.display()),
            ),
        ] {
            assert_eq!(shipped.matches(old).count(), 1, "{old}");
            shipped = shipped.replace(old, &new);
        }
        fs::write(temporary.join("terkawal.conf"), shipped).expect("written");
        // As root, workers would be a user who may not enter a temporary folder.
        let is_root = Command::new("id")
            .arg("-u")
            .output()
            .is_ok_and(|id| id.stdout == b"0\n");
        let user = if is_root { "user root;" } else { "" };
        let here = temporary.display();
        let bodies =
            ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path {here}/{kind};"));
        let main = format!(
            "{user} daemon off; pid {here}/pid; error_log {here}/error.log; worker_processes 1;\n\
             events {{ worker_connections 256; }}\nhttp {{ {} include {here}/terkawal.conf; }}\n",
            bodies.join(" ")
        );
        fs::write(temporary.join("nginx.conf"), main).expect("written");
        let mut child = Command::new(program)
            .args([
                "-p",
                temporary.to_str().expect("UTF-8"),
                "-c",
                "nginx.conf",
                "-e",
                "error.log",
            ])
            .stdin(Stdio::null())
            .spawn()
            .expect("nginx starts");
        while TcpStream::connect(address).is_err() {
            let ended = child.try_wait().expect("nginx");
            let log = || fs::read_to_string(temporary.join("error.log")).unwrap_or_default();
            assert!(ended.is_none(), "{}", log());
            std::thread::yield_now();
        }
        Self { child, address }
    }

    #[track_caller]
    fn ask(&self, method: &str, target: &str, headers: &[&str]) -> Answer {
        ask(self.address, method, target, headers)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked to end, it ends its workers too.
        let _ = Command::new("kill")
            .args(["-QUIT", &self.child.id().to_string()])
            .status();
        let _ = self.child.wait();
    }
}

/// Headers that both have; which of several equal tags it is, and when, is each program's own.
fn comparable(answer: &Answer) -> BTreeSet<(String, String)> {
    let own = ["date", "server", "connection", "keep-alive"];
    let kept = answer.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    kept.map(|(name, value)| match name.as_str() {
        "etag" => {
            assert!(value.starts_with('"'), "a tag that is exact: {value}");
            (name.clone(), "a tag".to_owned())
        }
        _ => (name.clone(), value.clone()),
    })
    .collect()
}

#[track_caller]
fn assert_same(ours: &Answer, theirs: &Answer, what: &str) {
    assert_eq!(ours.status, theirs.status, "{what}");
    assert_eq!(comparable(ours), comparable(theirs), "{what}");
    assert!(ours.body == theirs.body, "other bytes: {what}");
}

/// A plan with a picture, an attachment and two chapters.
fn plan() -> PlanTest {
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><circle r=\"4\"/></svg>";
    let test = PlanTest::issuable()
        .file("content/data/peta.svg", picture)
        .file("content/data/jadual.csv", "a,b\n1,2\n")
        .replace(
            "content/01-umum.md",
            "Semua orang",
            "![Peta lokasi](data/peta.svg)\n\n[Jadual](data/jadual.csv). Semua orang",
        );
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    test
}

#[test]
fn nginx_answers_every_file_as_serve_does() {
    let Some(program) = nginx() else { return };
    let test = plan();
    let public = test.root().join("public");
    let temporary = test.path("nginx");
    fs::create_dir(&temporary).expect("made");
    let theirs = Nginx::start(&program, &temporary, &public);
    let ours = test.serve(&[]);
    let mut targets: Vec<String> = files(&public).into_keys().map(|path| format!("/{path}")).collect();
    for extension in ["svg", "csv", "gz"] {
        assert!(targets.iter().any(|path| has_extension(path, extension)), "{extension}");
    }
    targets.extend(
        [
            "/",
            "/1.0/",
            "/1.0/print/",
            "/1.0/read/",
            "/versions/",
            "/1.0",
            "/1.0/read?x=1&y=%20",
        ]
        .map(str::to_owned),
    );
    targets.extend(
        [
            "/nowhere",
            "/nowhere.html",
            "/1.0/assets/",
            "/1.0/copies/",
            "/1.0/copies/01/",
            "/.env",
        ]
        .map(str::to_owned),
    );
    for target in &targets {
        for accepted in ["identity", "gzip, deflate", "gzip;q=0"] {
            let header = [&*format!("Accept-Encoding: {accepted}")];
            let what = format!("{target} {accepted}");
            // The text of a redirect is nobody's matter.
            let mut both = [ours.ask("GET", target, &header), theirs.ask("GET", target, &header)];
            if both[0].status == 301 {
                for answer in &mut both {
                    answer.body.clear();
                    answer
                        .headers
                        .retain(|(name, _)| name != "content-length" && name != "content-type");
                }
            }
            assert_same(&both[0], &both[1], &what);
        }
        let both = [ours.ask("HEAD", target, &[]), theirs.ask("HEAD", target, &[])];
        if both[0].status == 200 {
            assert_same(&both[0], &both[1], &format!("HEAD {target}"));
            // Each knows its own tag again.
            let again = [&ours.ask("GET", target, &[]), &theirs.ask("GET", target, &[])]
                .map(|answer| answer.header("etag").to_owned());
            let ours = ours.ask("GET", target, &[&format!("If-None-Match: {}", again[0])]);
            let theirs = theirs.ask("GET", target, &[&format!("If-None-Match: {}", again[1])]);
            assert_eq!(ours.status, 304, "{target}");
            assert_same(&ours, &theirs, &format!("{target}, known"));
        }
    }
    let range = ["Range: bytes=5-20"];
    let bundle = "/1.0/copies/01/bundle.age";
    assert_same(
        &ours.ask("GET", bundle, &range),
        &theirs.ask("GET", bundle, &range),
        "a part",
    );
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"] {
        assert_same(
            &ours.ask(method, "/1.0/", &[]),
            &theirs.ask(method, "/1.0/", &[]),
            method,
        );
    }
    drop(theirs);
    let log = fs::read_to_string(temporary.join("access.log")).expect("the log");
    let marked = log.lines().filter(|line| line.ends_with(" copy=1.0/01"));
    assert!(
        marked.clone().count() > 3 && marked.clone().all(|line| line.contains("/1.0/copies/01/")),
        "{log}"
    );
    assert!(
        log.lines()
            .filter(|line| line.contains(bundle))
            .all(|line| line.ends_with(" copy=1.0/01") || line.contains("\" 304 "))
    );
}

#[cfg(unix)]
#[test]
fn nginx_leads_nobody_out_of_the_site() {
    let Some(program) = nginx() else { return };
    let test = PlanTest::issued();
    let public = test.root().join("public");
    fs::write(test.root().join("index.html"), "OUTSIDE").expect("written");
    fs::write(public.join("1.0/.htpasswd"), "OUTSIDE").expect("written");
    std::os::unix::fs::symlink(test.root(), public.join("1.0/link")).expect("a link");
    std::os::unix::fs::symlink(test.root().join("index.html"), public.join("1.0/link.html")).expect("a link");
    let temporary = test.path("nginx");
    fs::create_dir(&temporary).expect("made");
    let nginx = Nginx::start(&program, &temporary, &public);
    for target in [
        "/1.0/.htpasswd",
        "/1.0/%2ehtpasswd",
        "/1.0/link.html",
        "/1.0/link/index.html",
        "/1.0/link/plan.yaml",
    ] {
        assert_eq!(nginx.ask("GET", target, &[]).status, 404, "{target}");
    }
    for target in crooked_targets() {
        let request = format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let answer = exchange(connect(nginx.address), request.as_bytes());
        let text = String::from_utf8_lossy(&answer);
        assert!(!text.contains("OUTSIDE") && !text.contains("root:"), "{target}");
        assert!(!text.contains("HTTP/1.1 5"), "{target}: {text}");
    }
    assert_eq!(nginx.ask("GET", "/1.0/", &[]).status, 200);
}

#[test]
fn the_systemd_unit_leaves_the_service_little() {
    let unit = root().join("hosting/systemd/terkawal-serve.service");
    // 10 is everything, 0 nothing; the threshold is in tenths.
    let judged = Command::new("systemd-analyze")
        .args(["security", "--offline=yes", "--threshold=12", "--no-pager"])
        .arg(&unit)
        .output();
    match judged {
        Ok(judged) => assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stdout)),
        Err(_) => println!("skipped: systemd-analyze is not installed"),
    }
    // The options in it are those that the program knows.
    let text = fs::read_to_string(unit).expect("the unit");
    let lines = text.lines().filter(|line| !line.starts_with("# "));
    let options: BTreeSet<&str> = lines
        .flat_map(str::split_whitespace)
        .filter(|word| word.starts_with("--"))
        .collect();
    assert!(options.len() >= 4, "{options:?}");
    let help = crate::program::terkawal(root(), Path::new("/nonexistent"), &["serve", "--help"]).succeeds();
    for option in options {
        assert!(help.stdout.contains(option), "{option}");
    }
}
