//! Published files, and a scanner of its own for words that must not be in them.

use std::{collections::BTreeMap, fs, io::Read as _, path::Path};

use base64::{Engine as _, engine::general_purpose};

/// Every file below a folder by path, `/` between names.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, above: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = format!("{above}{}", entry.file_name().to_str().expect("UTF-8"));
        if entry.file_type().expect("a type").is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read(entry.path()).expect("read"));
        }
    }
}

/// The open site without manifest and copies.
pub(crate) fn open_files(output: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(&output.join("site"));
    files.retain(|path, _| !path.contains("/copies/"));
    files
}

/// Which of the words occur in a file or in its name, in any case and however encoded.
pub(crate) fn words_in<'w>(path: &str, bytes: &[u8], words: &[&'w str]) -> Vec<&'w str> {
    let mut readings = vec![path.to_lowercase()];
    readings_of(bytes, 0, &mut readings);
    words
        .iter()
        .filter(|word| readings.iter().any(|reading| reading.contains(&word.to_lowercase())))
        .copied()
        .collect()
}

fn readings_of(bytes: &[u8], depth: usize, readings: &mut Vec<String>) {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    if text.contains('%') {
        readings.push(
            percent_encoding::percent_decode_str(&text)
                .decode_utf8_lossy()
                .into_owned(),
        );
    }
    readings.push(text);
    if depth == 3 {
        return;
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut inner = Vec::new();
        // What can be unpacked of a damaged archive is read as well.
        let _ = flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut inner);
        readings_of(&inner, depth + 1, readings);
    }
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    for run in bytes.split(|byte| !is_base64(byte)).filter(|run| run.len() >= 12) {
        for start in 0..4 {
            let run = &run[start.min(run.len())..];
            let run = &run[..run.len() / 4 * 4];
            for engine in [general_purpose::STANDARD_NO_PAD, general_purpose::URL_SAFE_NO_PAD] {
                if let Ok(inner) = engine.decode(run) {
                    readings_of(&inner, 3, readings);
                    if start == 0 && inner.starts_with(&[0x1f, 0x8b]) {
                        readings_of(&inner, depth + 1, readings);
                    }
                }
            }
        }
    }
}

/// Demands that none of the words occurs in any published file.
#[track_caller]
pub(crate) fn assert_none_of(output: &Path, words: &[&str]) {
    let mut found = Vec::new();
    for (path, bytes) in files(output) {
        found.extend(
            words_in(&path, &bytes, words)
                .into_iter()
                .map(|word| format!("{word} in {path}")),
        );
    }
    assert!(found.is_empty(), "{found:#?}");
}

mod tests {
    use std::io::Write as _;

    use super::{general_purpose, words_in};
    use base64::Engine as _;

    #[test]
    fn the_scanner_finds_a_planted_word_in_every_dress() {
        let word = "kzrahsiaqx";
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"<p>kzrahsiaqx</p>").expect("packed");
        let gzip = gzip.finish().expect("packed");
        let base64 = |bytes: &[u8]| general_purpose::STANDARD.encode(bytes).into_bytes();
        let dressed = [
            b"x KZrahsiaQX y".to_vec(),
            b"href=\"kz%72ahsiaqx\"".to_vec(),
            base64(b"....kzrahsiaqx..."),
            [b"\"data:,".to_vec(), base64(b"a kzrahsiaqx"), b"\"".to_vec()].concat(),
            base64(&gzip),
            gzip,
        ];
        for bytes in dressed {
            assert_eq!(
                words_in("a.html", &bytes, &[word]),
                [word],
                "{}",
                String::from_utf8_lossy(&bytes)
            );
        }
        assert_eq!(words_in("x/kzrahsiaqx.svg", b"", &[word]), [word]);
        assert!(words_in("a.html", b"kzrahsia qx", &[word]).is_empty());
    }
}
