//! The age test vectors of C2SP (npm `cctv-age`, installed with the reader's tests) through the decryption that `open`
//! uses, whole and byte by byte, and some of them in the place of a copy's own files.

use std::{
    fs,
    io::{BufReader, Read},
};

use age::{secrecy::SecretString, x25519::Identity};
use base64::Engine as _;
use sha2::{Digest as _, Sha256};
use terkawal::keys::{OpenError, open_with_identity, open_with_passphrase};

use crate::{
    plan_test::PlanTest,
    sample::root,
    tampering::{mend_copy_json, with_passphrases},
};

/// One vector: what is known about it, and the age file.
struct Vector {
    name: String,
    facts: Vec<(String, String)>,
    file: Vec<u8>,
}

impl Vector {
    fn fact(&self, key: &str) -> Option<&str> {
        let mut facts = self.facts.iter();
        facts.find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    fn is_post_quantum(&self) -> bool {
        let has_ordinary = ["hybrid_and_x25519", "hybrid_x25519_arg"].contains(&self.name.as_str());
        self.name.contains("hybrid") && !has_ordinary
    }
}

/// The vectors; none, said so, where the package is not installed.
fn vectors() -> Vec<Vector> {
    let Ok(script) = fs::read_to_string(root().join("reader/node_modules/cctv-age/index.js")) else {
        println!("skipped: `npm ci` in reader/ installs the age vectors");
        return Vec::new();
    };
    let parts = script.split("\n// ../testdata/").skip(1);
    let vectors: Vec<Vector> = parts.map(vector).collect();
    assert_eq!(vectors.len(), 143, "each of the package's vectors was found");
    vectors
}

fn vector(part: &str) -> Vector {
    let (name, rest) = part.split_once('\n').expect("a name");
    let text = rest.split('"').nth(1).expect("a string");
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).expect("base64");
    let end = bytes
        .windows(2)
        .position(|pair| pair == b"\n\n")
        .expect("an empty line");
    let head = std::str::from_utf8(&bytes[..end]).expect("text");
    let facts = head.lines().map(|line| line.split_once(": ").unwrap_or((line, "")));
    let facts: Vec<_> = facts.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let mut file = bytes[end + 2..].to_vec();
    if facts.iter().any(|(key, value)| key == "compressed" && value == "zlib") {
        let mut inflated = Vec::new();
        let mut zlib = flate2::read::ZlibDecoder::new(file.as_slice());
        zlib.read_to_end(&mut inflated).expect("zlib");
        file = inflated;
    }
    Vector {
        name: name.to_owned(),
        facts,
        file,
    }
}

/// What this program must make of a vector. It takes X25519 keys, passphrases and binary files.
fn expected(vector: &Vector) -> Result<(), OpenError> {
    // An armored file is text: whatever is in it, it is not what a copy holds.
    if vector.fact("armored").is_some() || ["empty", "version_unsupported"].contains(&vector.name.as_str()) {
        return Err(OpenError::NotAge);
    }
    if vector.is_post_quantum() {
        // What cannot be read has no recipients that could be named.
        let is_readable = vector.name != "hybrid_not_canonical_body";
        return Err(if is_readable {
            OpenError::PostQuantum
        } else {
            OpenError::Damaged
        });
    }
    match vector.fact("expect").expect("an expectation") {
        // To the other recipient of this file we have no key.
        "success" if vector.name == "hybrid_and_x25519" => Err(OpenError::WrongKey),
        "success" => Ok(()),
        "no match" if vector.name == "scrypt_uppercase" => Err(OpenError::WrongKind),
        "no match" => Err(OpenError::WrongKey),
        "header failure" if vector.name == "scrypt_work_factor_23" => Err(OpenError::ExcessiveWork),
        "header failure" => Err(OpenError::Damaged),
        "HMAC failure" | "payload failure" => Err(OpenError::Altered),
        other => panic!("{}: {other}", vector.name),
    }
}

/// Opens with what the vector brings; `step` bytes come at a time.
fn open(vector: &Vector, step: usize) -> Result<Vec<u8>, OpenError> {
    let sealed = || BufReader::with_capacity(step, vector.file.as_slice());
    if let Some(passphrase) = vector.fact("passphrase") {
        return open_with_passphrase(&SecretString::from(passphrase.to_owned()), sealed()).map(|bytes| bytes.to_vec());
    }
    // A post-quantum identity is refused before any file is looked at; an ordinary one stands for it.
    let own = vector.facts.iter().filter(|(key, _)| key == "identity");
    let identity = own.into_iter().find_map(|(_, value)| value.parse::<Identity>().ok());
    let identity = identity.unwrap_or_else(Identity::generate);
    open_with_identity(&identity, sealed()).map(|bytes| bytes.to_vec())
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .concat()
}

#[test]
fn every_vector_opens_or_is_refused_for_the_right_reason() {
    let mut wrong = Vec::new();
    for vector in vectors() {
        let steps: &[usize] = if vector.file.len() > 1 << 20 {
            &[1 << 16, 777]
        } else {
            &[1 << 16, 1]
        };
        for step in steps {
            let found = open(&vector, *step);
            let is_right = match (&found, expected(&vector)) {
                (Ok(plain), Ok(())) => Some(hash(plain).as_str()) == vector.fact("payload"),
                (Err(found), Err(expected)) => *found == expected,
                _ => false,
            };
            if !is_right {
                let found = found.map(|plain| hash(&plain));
                wrong.push(format!(
                    "{} ({step} at a time): {found:?}, not {:?}",
                    vector.name,
                    expected(&vector)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn in_the_place_of_a_copys_own_files_they_are_told_apart() {
    let vectors = vectors();
    if vectors.is_empty() {
        return;
    }
    let file = |name: &str| {
        &vectors
            .iter()
            .find(|vector| vector.name == name)
            .expect("a vector")
            .file
    };
    let (test, [passphrase, _]) = with_passphrases();
    let copy = test.copy("01");
    let cases = [
        ("holder.age", "scrypt_no_match", "E515", "wrong passphrase"),
        ("holder.age", "scrypt_bad_tag", "E515", "wrong passphrase"),
        ("holder.age", "scrypt_work_factor_23", "E520", "more work"),
        ("holder.age", "scrypt_salt_short", "E519", "damaged"),
        ("holder.age", "x25519", "E518", "another way"),
        ("holder.age", "hybrid", "E527", "post-quantum"),
        ("key.age", "x25519_no_match", "E515", "does not fit"),
        ("key.age", "scrypt", "E518", "another way"),
        ("key.age", "hybrid_multiple_recipients", "E527", "post-quantum"),
        ("key.age", "armor_x25519", "E525", "no age file"),
        ("key.age", "armor_hybrid", "E525", "no age file"),
        ("key.age", "version_unsupported", "E525", "no age file"),
        ("key.age", "stanza_missing_body", "E515", "does not fit"),
        ("bundle.age", "header_crlf", "E519", "damaged"),
        ("bundle.age", "stream_no_nonce", "E519", "damaged"),
        ("bundle.age", "hybrid_identity", "E527", "post-quantum"),
        ("bundle.age", "empty", "E525", "no age file"),
    ];
    for (member, vector, code, words) in cases {
        let own = fs::read(copy.join(member)).expect("a file");
        fs::write(copy.join(member), file(vector)).expect("written");
        mend_copy_json(&copy);
        let run = test.open_with_passphrase(&copy, &passphrase).fails(2, code);
        for words in [member, words, "hint: "] {
            let is_shown = run.stderr.contains(words) || code == "E515" && words == member;
            assert!(is_shown, "{vector}: no {words:?} in {}", run.stderr);
        }
        fs::write(copy.join(member), own).expect("written");
    }
    mend_copy_json(&copy);
    test.open_with_passphrase(&copy, &passphrase).succeeds();
}

#[test]
fn post_quantum_keys_are_refused_by_name() {
    let recipient = format!("age1pq1{}", "qpzry9x8".repeat(240));
    let test = PlanTest::small().seat("03", "clearance: TERHAD");
    let run = test.run(&["enrol", "03", "--recipient", &recipient]).fails(2, "E130");
    assert!(
        run.stderr.contains("post-quantum recipients are not supported") && run.stderr.contains("hint: "),
        "{}",
        run.stderr
    );
    let test = PlanTest::small().seat("03", &format!("clearance: TERHAD\nrecipients: [{recipient}]"));
    let run = test.run(&["check"]).fails(2, "E130");
    assert!(
        run.stderr.contains("post-quantum recipients are not supported"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("distribution/list.yaml:"), "{}", run.stderr);
    // The identities of the vectors, as key files.
    let test = PlanTest::small();
    test.build();
    let vectors = vectors();
    let mut identities = vectors.iter().filter_map(|vector| vector.fact("identity"));
    if let Some(identity) = identities.find(|identity| identity.starts_with("AGE-SECRET-KEY-PQ-")) {
        let key = test.path("kunci.txt");
        fs::write(&key, identity).expect("written");
        let run = test.open_with_key_file(&test.copy("01"), &key).fails(2, "E514");
        assert!(
            run.stderr.contains("post-quantum keys are not supported"),
            "{}",
            run.stderr
        );
    }
}
