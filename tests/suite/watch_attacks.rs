//! Others on the same machine, and pages from elsewhere in the same browser, get nothing of a preview.

use std::path::Path;

use crate::{plan_test::PlanTest, previewed::Preview};

const PAGE: &str = "/all/1.0/s002/index.html";
const SECRET: &str = "ayat khas";

#[test]
fn without_the_cookie_nothing_is_shown() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let name = preview.cookie.split_once('=').expect("a cookie").0.to_owned();
    let wrong = format!("{name}=0000");
    for path in [
        PAGE,
        "/",
        "/all/",
        "/.preview/state/all",
        "/.preview/events",
        "/.preview/bar.js",
    ] {
        for cookie in ["", &wrong, &name] {
            let answer = preview.ask(path, &[("Cookie", cookie)]);
            assert_eq!(answer.status, 403, "{path}");
            assert!(!answer.body.contains(SECRET));
        }
    }
    assert!(preview.page(PAGE).body.contains(SECRET), "with it the page is there");
}

#[test]
fn the_address_opens_once() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let again = preview.ask(&format!("/?ticket={}", preview.ticket()), &[]);
    assert_eq!(again.status, 403);
    assert_eq!(again.header("set-cookie"), None);
    let told = preview.said.iter().find(|said| said["diagnostics"].is_array());
    let told = told.expect("the terminal says that somebody else came");
    assert_eq!(told["diagnostics"][0]["code"], "E561");
}

#[cfg(unix)]
#[test]
fn what_opens_the_browser_is_not_told_the_address() {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    let plan = PlanTest::small();
    let programs = plan.path("programs");
    fs::create_dir_all(&programs).expect("a folder");
    let opener = programs.join("xdg-open");
    let told = plan.path("told");
    fs::write(
        &opener,
        format!(
            "#!/bin/sh\necho \"$@\" > {0}.new\n/bin/mv {0}.new {0}\n",
            told.display()
        ),
    )
    .expect("written");
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).expect("executable");
    let preview = Preview::at_desk(&plan.root(), &plan.path("home"), &programs);
    let named = loop {
        if let Ok(named) = fs::read_to_string(&told) {
            break named;
        }
        std::thread::yield_now();
    };
    assert!(!named.contains(preview.ticket()) && !named.contains("http"), "{named}");
    let page = Path::new(named.trim());
    assert!(page.starts_with(plan.path("home")), "{named}");
    let mode = fs::metadata(page).expect("a page").permissions().mode();
    assert_eq!(mode & 0o077, 0, "others may read it: {mode:o}");
    assert!(fs::read_to_string(page).expect("a page").contains(preview.ticket()));
    let entered = preview.ask(
        &format!("/?ticket={}", preview.ticket()),
        &[("Sec-Fetch-Site", "cross-site")],
    );
    assert_eq!(entered.status, 200, "{}", entered.head);
    assert!(!page.exists(), "it is not needed any more");
}

#[test]
fn another_port_of_this_machine_gets_nothing() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let host = format!("127.0.0.1:{}", preview.port());
    let cookie = preview.cookie.as_str();
    // Browsers send the cookie below its path alone, and that path is known to nobody.
    for path in [PAGE, "/", "/.preview/state/all"] {
        let answer = preview.request("GET", path, &[("Host", &host), ("Cookie", cookie)]);
        assert_eq!(answer.status, 403, "{path}");
    }
    for site in ["same-site", "cross-site"] {
        let answer = preview.ask(PAGE, &[("Cookie", cookie), ("Sec-Fetch-Site", site)]);
        assert_eq!(answer.status, 403, "{site}");
    }
    for site in ["same-origin", "none"] {
        let answer = preview.ask(PAGE, &[("Cookie", cookie), ("Sec-Fetch-Site", site)]);
        assert_eq!(answer.status, 200, "{site}");
    }
}

#[test]
fn the_cookie_is_for_this_preview_alone() {
    let plan = PlanTest::small();
    let first = Preview::start(&plan.root(), &plan.path("home"), &[]);
    let entered = first.ask(&format!("/?ticket={}", first.ticket()), &[]);
    let cookie = entered.header("set-cookie").expect("a cookie");
    for rule in ["HttpOnly", "SameSite=Strict", &format!("Path={}", first.whole("/"))] {
        assert!(cookie.contains(rule), "{cookie}");
    }
    let second = Preview::begin(&plan, &[]);
    let brought = cookie.split(';').next().expect("a cookie");
    assert_eq!(second.ask(PAGE, &[("Cookie", brought)]).status, 403);
}

#[test]
fn a_strangers_name_for_this_machine_is_refused() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let port = preview.port();
    for host in [
        format!("evil.test:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1.evil.test:{port}"),
        format!("127.0.0.1:{}", port ^ 1),
        String::new(),
    ] {
        let answer = preview.request(
            "GET",
            &preview.whole(PAGE),
            &[("Host", &host), ("Cookie", &preview.cookie)],
        );
        assert!(matches!(answer.status, 421 | 400), "{host}: {}", answer.head);
        assert!(!answer.body.contains(SECRET), "{host}");
    }
    let own = format!("localhost:{port}");
    assert_eq!(
        preview
            .request(
                "GET",
                &preview.whole(PAGE),
                &[("Host", &own), ("Cookie", &preview.cookie)]
            )
            .status,
        200
    );
}

#[test]
fn browsers_keep_frame_and_tell_nothing() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    for path in [
        PAGE,
        "/.preview/state/all",
        "/.preview/bar.js",
        "/all/1.0/tiada/index.html",
        "/open/1.0/umum/index.html",
    ] {
        let answer = preview.page(path);
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
            ("content-security-policy", "frame-ancestors 'none'"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[test]
fn a_preview_is_only_read() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let host = format!("127.0.0.1:{}", preview.port());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let answer = preview.request(
            method,
            &preview.whole(PAGE),
            &[("Host", &host), ("Cookie", &preview.cookie), ("Content-Length", "0")],
        );
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, Some("GET, HEAD")),
            "{method}"
        );
    }
}

#[test]
fn files_beside_the_pages_are_out_of_reach() {
    let plan = PlanTest::small().file("rahsia.txt", "kzsecretqx");
    let preview = Preview::begin(&plan, &[]);
    for path in [
        "/all/../rahsia.txt",
        "/all/1.0/../../rahsia.txt",
        "/all/%2e%2e/rahsia.txt",
        "/all/1.0/%2e%2e%2f%2e%2e%2frahsia.txt",
        "/all/%252e%252e/rahsia.txt",
        "/all/..%5crahsia.txt",
        "/all/rahsia.txt",
        "/all//rahsia.txt",
        "/all/1.0/assets/sealed/../../rahsia.txt",
        "/all/plan.yaml%00.html",
        "/all/content/02-khusus.md",
        "/..",
        "/%00",
        "//",
    ] {
        let answer = preview.page(path);
        assert_ne!(answer.status, 200, "{path}");
        assert!(
            !answer.body.contains("kzsecretqx") && !answer.body.contains(SECRET),
            "{path}"
        );
    }
}

#[test]
fn it_listens_on_this_machine_alone() {
    let plan = PlanTest::small();
    for interface in ["0.0.0.0", "::", "192.0.2.1"] {
        plan.run(&["watch", "--no-open", "--port", "0", "--interface", interface])
            .fails(2, "E550");
    }
}

#[test]
fn a_port_that_is_taken_is_said_clearly() {
    let plan = PlanTest::small();
    let preview = Preview::begin(&plan, &[]);
    let port = preview.port().to_string();
    let refused = plan.run(&["watch", "--no-open", "--port", &port]).fails(3, "E552");
    assert!(refused.text().contains("another program"), "{}", refused.text());
}

#[test]
fn what_is_no_plan_is_refused_at_once() {
    let plan = PlanTest::small();
    std::fs::remove_file(plan.root().join("plan.yaml")).expect("removed");
    let refused = plan.run(&["watch", "--no-open", "--port", "0"]);
    assert_eq!(refused.status, 2, "{}", refused.text());
}
