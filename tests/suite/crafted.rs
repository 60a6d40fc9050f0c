//! Copies that somebody made by hand: consistent to the last hash, and hostile inside.

use std::{fs, io::Write as _};

use age::{Encryptor, Recipient, secrecy::SecretString, x25519::Identity};

use crate::{
    opened::copy_key,
    plan_test::PlanTest,
    published::files,
    tampering::{mend_copy_json, with_passphrases},
};

fn seal(recipient: &dyn Recipient, plain: &[u8]) -> Vec<u8> {
    let encryptor = Encryptor::with_recipients(std::iter::once(recipient)).expect("an encryptor");
    let mut sealed = Vec::new();
    let mut writer = encryptor.wrap_output(&mut sealed).expect("a writer");
    writer.write_all(plain).expect("sealed");
    writer.finish().expect("sealed");
    sealed
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).expect("packed");
    gzip.finish().expect("packed")
}

/// A tar of entries with any name and kind; the tar crate itself would refuse some of the names.
fn tar(entries: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, kind, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        if kind.is_symlink() || kind.is_hard_link() {
            header.set_link_name("/etc/passwd").expect("a link name");
        }
        header.set_cksum();
        builder.append(&header, *bytes).expect("appended");
    }
    builder.into_inner().expect("a tar")
}

const FILE: tar::EntryType = tar::EntryType::Regular;

#[test]
fn a_bundle_can_write_nowhere_but_into_its_folder() {
    let test = PlanTest::small();
    test.build();
    let copy = test.copy("01");
    let key = copy_key(&copy, test.key("01"));
    let manifest = crate::opened::bundle(&copy, test.key("01")).files["bundle.json"].clone();
    let good = ("bundle.json", FILE, manifest.as_slice());
    let before = files(&test.root());
    let names = [
        "../jahat.html",
        "/tmp/terkawal-jahat.html",
        "sections/../../jahat.html",
        "sections/./a.html",
        "a/b/c.html",
        ".tersembunyi",
        "sections/.a",
        "a\\b.html",
        "a b.html",
        "sections//a.html",
        "a\nb",
    ];
    let mut archives: Vec<(Vec<u8>, &str)> = names
        .iter()
        .map(|name| (tar(&[good, (name, FILE, b"jahat")]), "E522"))
        .collect();
    for kind in [
        tar::EntryType::Symlink,
        tar::EntryType::Link,
        tar::EntryType::Directory,
        tar::EntryType::Fifo,
        tar::EntryType::Char,
    ] {
        archives.push((tar(&[good, ("pautan", kind, b"")]), "E522"));
    }
    archives.push((tar(&[]), "E521"));
    archives.push((tar(&[("a.html", FILE, b"x")]), "E521"));
    archives.push((tar(&[("bundle.json", FILE, b"{}")]), "E521"));
    archives.push((b"bukan tar".to_vec(), "E521"));
    for (archive, code) in archives {
        fs::write(copy.join("bundle.age"), seal(&key.to_public(), &gzip(&archive))).expect("written");
        mend_copy_json(&copy);
        let to = test.fresh();
        test.open(&copy, "01").fails(2, code);
        assert!(!to.exists(), "nothing of it is written");
    }
    assert!(!test.path("jahat.html").exists() && !std::path::Path::new("/tmp/terkawal-jahat.html").exists());
    let untouched = |(path, _): &(String, Vec<u8>)| !path.contains("/copies/01/");
    assert!(
        files(&test.root())
            .into_iter()
            .filter(untouched)
            .eq(before.into_iter().filter(untouched))
    );
    // The way these were made is not what is refused.
    let packed = gzip(&tar(&[good, ("sections/s002.html", FILE, b"x")]));
    fs::write(copy.join("bundle.age"), seal(&key.to_public(), &packed)).expect("written");
    mend_copy_json(&copy);
    test.open(&copy, "01").succeeds();
}

#[test]
fn a_bundle_that_is_no_gzip_or_cut_short_is_refused() {
    let test = PlanTest::small();
    test.build();
    let copy = test.copy("01");
    let key = copy_key(&copy, test.key("01"));
    let packed = crate::opened::bundle(&copy, test.key("01")).packed;
    for inner in [&b""[..], b"bukan gzip", &packed[..packed.len() / 2], &packed[..40]] {
        fs::write(copy.join("bundle.age"), seal(&key.to_public(), inner)).expect("written");
        mend_copy_json(&copy);
        test.open(&copy, "01").fails(2, "E521");
    }
    fs::write(
        copy.join("bundle.age"),
        seal(&Identity::generate().to_public(), &packed),
    )
    .expect("written");
    mend_copy_json(&copy);
    test.open(&copy, "01").fails(2, "E515");
}

#[test]
fn keys_that_are_sealed_in_another_way_are_told() {
    let test = PlanTest::small();
    test.build();
    let copy = test.copy("01");
    let holder = test.key("01").to_public();
    let mut passphrase = age::scrypt::Recipient::new(SecretString::from("x".to_owned()));
    passphrase.set_work_factor(2);
    let cases = [
        (seal(&holder, b"bukan kunci"), "E517"),
        (seal(&holder, b""), "E517"),
        (seal(&passphrase, b"x"), "E518"),
        (b"age-encryption.org/v1\n".to_vec(), "E519"),
        (b"bukan age".to_vec(), "E525"),
    ];
    for (bytes, code) in cases {
        fs::write(copy.join("key.age"), bytes).expect("written");
        mend_copy_json(&copy);
        test.open(&copy, "01").fails(2, code);
    }
}

#[test]
fn a_holder_file_may_not_stall_the_machine() {
    let (test, [passphrase, _]) = with_passphrases();
    let copy = test.copy("01");
    let holder = fs::read(copy.join("holder.age")).expect("holder.age");
    let header_end = holder.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
    let stanza_end = header_end
        + holder[header_end..]
            .iter()
            .position(|byte| *byte == b'\n')
            .expect("a line");
    let stanza = String::from_utf8(holder[header_end..stanza_end].to_vec()).expect("UTF-8");
    let costly = stanza.strip_suffix(" 15").expect("the work factor").to_owned() + " 40";
    let costly = [&holder[..header_end], costly.as_bytes(), &holder[stanza_end..]].concat();
    fs::write(copy.join("holder.age"), costly).expect("written");
    mend_copy_json(&copy);
    test.open_with_passphrase(&copy, &passphrase).fails(2, "E520");
    fs::write(copy.join("holder.age"), seal(&Identity::generate().to_public(), b"x")).expect("written");
    mend_copy_json(&copy);
    test.open_with_passphrase(&copy, &passphrase).fails(2, "E518");
    // The holder file of somebody else in the plan is found before anything is sealed with it.
    let [first, second] = ["01", "02"].map(|number| test.root().join(format!("distribution/holders/{number}.age")));
    fs::copy(&second, &first).expect("copied");
    let run = test.run(&["build"]).fails(2, "E303");
    assert!(run.stderr.contains("distribution/holders/01.age"), "{}", run.stderr);
}
