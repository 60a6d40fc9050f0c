//! `serve` with a certificate: https, its renewal, and what must not be sent over plain http.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    plan_test::PlanTest,
    program::text,
    serving::{Answer, Server},
};

/// A certificate for `localhost` and its key, in PEM files; false when openssl is not there to make them.
fn certificate(folder: &Path, name: &str) -> bool {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
        ])
        .args([
            "-subj",
            &format!("/CN={name}"),
            "-addext",
            "subjectAltName=DNS:localhost",
        ])
        .args([
            "-keyout",
            text(&folder.join("key.pem")),
            "-out",
            text(&folder.join("certificate.pem")),
        ])
        .stderr(Stdio::null())
        .status();
    if made.is_err() {
        println!("skipped: openssl is not installed");
    }
    made.is_ok_and(|status| status.success())
}

/// One request over TLS, checked against the certificate; the whole answer.
fn over_tls(server: &Server, certificate: &Path, options: &[&str]) -> Option<Answer> {
    let output = Command::new("curl")
        .args(["--silent", "--include", "--http1.1", "--cacert", text(certificate)])
        .args([
            "--connect-to",
            &format!("localhost:443:127.0.0.1:{}", server.address.port()),
        ])
        .args(options)
        .arg("https://localhost/1.0/")
        .output();
    let Ok(output) = output else {
        println!("skipped: curl is not installed");
        return None;
    };
    Answer::parse(&output.stdout)
}

#[test]
fn a_certificate_makes_it_https_and_a_renewed_one_is_taken() {
    let test = PlanTest::issued();
    let folder = test.path("tls");
    fs::create_dir(&folder).expect("made");
    if !certificate(&folder, "first") || Command::new("curl").arg("-V").stdout(Stdio::null()).status().is_err() {
        return;
    }
    let (chain, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let server = test.serve(&["--tls-cert", text(&chain), "--tls-key", text(&key), "--timeout", "2"]);
    let answer = over_tls(&server, &chain, &[]).expect("an answer");
    assert_eq!(
        (answer.status, answer.header("cross-origin-opener-policy")),
        (200, "same-origin")
    );
    assert_eq!(
        answer.header("strict-transport-security"),
        "",
        "it would hold for the whole host"
    );
    assert_eq!(
        answer.body,
        fs::read(test.root().join("public/1.0/index.html")).expect("the page")
    );
    assert!(over_tls(&server, &chain, &["--tls-max", "1.2"]).is_some());
    assert!(over_tls(&server, &chain, &["--tls-max", "1.1"]).is_none());
    // Whoever speaks plainly, or begins and says nothing more, is cut off.
    assert!(Answer::parse(&server.raw(b"GET /1.0/ HTTP/1.1\r\nHost: x\r\n\r\n")).is_none());
    assert!(Answer::parse(&server.raw(&[22, 3, 1])).is_none());

    // A key that does not fit is told, and the old pair goes on; a fitting one is taken.
    let old = test.path("old.pem");
    fs::copy(&chain, &old).expect("copied");
    let other = test.path("other");
    fs::create_dir(&other).expect("made");
    assert!(certificate(&other, "second"));
    fs::copy(other.join("certificate.pem"), &chain).expect("copied");
    server.warns("E544");
    assert_eq!(over_tls(&server, &old, &[]).expect("an answer").status, 200);
    fs::copy(other.join("key.pem"), &key).expect("copied");
    let renewed = (0..10_000).any(|_| over_tls(&server, &chain, &[]).is_some());
    assert!(renewed, "the new certificate is not served");
}
