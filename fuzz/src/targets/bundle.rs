//! What a bundle may hold, sealed properly so that it is unpacked.

use std::{collections::BTreeMap, io::Write as _, sync::OnceLock};

use age::secrecy::ExposeSecret as _;
use terkawal::{
    digest,
    inspect::{CopyJson, CopySet, Credentials, FileEntry, open},
    keys::{CopyKey, seal_to},
    plan::Medium,
};

use super::super::sample;

const JSON: &str = "{\"type\":\"terkawal-bundle\",\"format\":1,\"plan\":\"UJI/01\",\"version\":\"1.0\",\"copy\":\"01\",\
                    \"generation\":1,\"sections\":[]}";

/// The first byte says what the rest is: the archive, its tar, a `bundle.json`, or a member's name.
pub fn bundle(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    let archive = match kind % 4 {
        0 => rest.to_vec(),
        1 => gzip(rest),
        2 => gzip(&tar(&[(b"bundle.json", rest)])),
        _ => gzip(&tar(&[(rest, b"isi"), (b"bundle.json", JSON.as_bytes())])),
    };
    if let Ok(opened) = open(&copy(&archive), &Credentials::KeyFile(sample::KEY.to_owned().into())) {
        for (name, _) in &opened.files {
            let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
            assert!(name.split('/').all(plain), "{name:?} would be written");
        }
    }
}

/// A copy for the holder of the sample with this archive in it.
pub fn copy(archive: &[u8]) -> CopySet {
    static KEY: OnceLock<(CopyKey, Vec<u8>)> = OnceLock::new();
    let (key, key_age) = KEY.get_or_init(|| {
        let key = CopyKey::generate();
        let holder = sample::RECIPIENT.parse().expect("a recipient");
        let sealed = seal_to(&[holder], key.text().expose_secret().as_bytes()).expect("sealed");
        (key, sealed)
    });
    let bundle_age = seal_to(&[key.recipient()], archive).expect("sealed");
    copy_set([("key.age", key_age.clone()), ("bundle.age", bundle_age)])
}

/// A copy whose `copy.json` fits its members.
pub fn copy_set<const N: usize>(members: [(&str, Vec<u8>); N]) -> CopySet {
    let members: BTreeMap<String, Vec<u8>> = members
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    let entry = |bytes: &Vec<u8>| FileEntry {
        size: bytes.len() as u64,
        sha256: digest::hex(bytes),
    };
    let files = members
        .iter()
        .map(|(name, bytes)| (name.clone(), entry(bytes)))
        .collect();
    CopySet {
        json: CopyJson {
            r#type: "terkawal-copy".to_owned(),
            format: 1,
            plan: "UJI/01".to_owned(),
            title: "Pelan Ujian".to_owned(),
            version: "1.0".to_owned(),
            draft: true,
            copy: "01".to_owned(),
            generation: 1,
            issued: "2026-11-01".to_owned(),
            valid_until: None,
            medium: Medium::File,
            register: None,
            files,
        },
        members,
        signed: String::new(),
        signature: None,
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// A tar whose names are written as they come.
fn tar(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_entry_type(tar::EntryType::Regular);
        let length = name.len().min(100);
        header.as_mut_bytes()[..length].copy_from_slice(&name[..length]);
        header.set_cksum();
        builder.append(&header, *bytes).expect("memory");
    }
    builder.into_inner().expect("memory")
}
