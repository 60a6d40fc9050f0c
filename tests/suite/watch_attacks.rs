//! Others on the same machine, and pages from elsewhere in the same browser, get nothing of a preview.

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
}

#[test]
fn the_cookie_is_for_this_preview_alone() {
    let plan = PlanTest::small();
    let first = Preview::start(&plan.root(), &plan.path("home"), &[]);
    let entered = first.ask(&format!("/?ticket={}", first.ticket()), &[]);
    let cookie = entered.header("set-cookie").expect("a cookie");
    for rule in ["HttpOnly", "SameSite=Strict", "Path=/"] {
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
        let answer = preview.request("GET", PAGE, &[("Host", &host), ("Cookie", &preview.cookie)]);
        assert!(matches!(answer.status, 421 | 400), "{host}: {}", answer.head);
        assert!(!answer.body.contains(SECRET), "{host}");
    }
    let own = format!("localhost:{port}");
    assert_eq!(
        preview
            .request("GET", PAGE, &[("Host", &own), ("Cookie", &preview.cookie)])
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
            PAGE,
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
