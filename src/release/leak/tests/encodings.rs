//! Images, ciphertext and what cannot be read.

use super::LeakKind;
use super::{SENTENCE, base64, finds, gate, gzip, kinds, noise, titled, zlib};

fn chunk(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len()).expect("small").to_be_bytes();
    [&size, kind.as_slice(), body, b"Qcrc"].concat()
}

fn png(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let head = b"\x89PNG\r\n\x1a\n".to_vec();
    [
        head,
        chunk(*b"IHDR", &[0; 13]),
        chunk(kind, body),
        chunk(*b"IDAT", &noise(500)),
        chunk(*b"IEND", b""),
    ]
    .concat()
}

#[test]
fn image_metadata_is_text() {
    // A short title: in pixels it would not count.
    let gate = titled("Kebal");
    assert!(finds(&gate, png(*b"tEXt", b"Title\0Bilik Kebal")));
    assert!(finds(&gate, png(*b"tEXt", b"Title\0Caf\xe9 Kebal")));
    assert!(finds(&titled("Kébal"), png(*b"tEXt", b"Title\0K\xe9bal")));
    assert!(finds(
        &gate,
        png(*b"zTXt", &[b"Title\0\0".to_vec(), zlib(b"Bilik Kebal")].concat())
    ));
    assert!(finds(&gate, png(*b"iTXt", b"Title\0\0\0ms\0Tajuk\0Bilik Kebal")));
    assert!(finds(
        &gate,
        b"\xff\xd8\xff\xfe\0\x0eBilik\0 Kebal\xff\xda\0\x02\x80\x81"
    ));
    assert!(finds(
        &gate,
        b"RIFF\x20\0\0\0WEBPEXIF\x0b\0\0\0\x01\x02Kebal\0\x03\x04\x05\0"
    ));
    assert!(!finds(&gate, png(*b"IDAT", b"\x01\x02 Kebal \x03")));
    assert!(finds(
        &titled("Bilik Kebal"),
        png(*b"IDAT", b"\x01\x02 Bilik Kebal \x03")
    ));
}

#[test]
fn damaged_images_do_not_stop_it() {
    for file in [png(*b"tEXt", b"Title\0Bilik"), png(*b"zTXt", &zlib(b"Bilik"))] {
        for size in 0..file.len() {
            assert!(!finds(&gate(SENTENCE), &file[..size]));
        }
    }
    assert!(!finds(&gate(SENTENCE), b"\xff\xd8\xff\xfe\0\0\xff\xfe\0\x01"));
}

fn age(payload: &[u8]) -> Vec<u8> {
    [
        b"age-encryption.org/v1\n-> X25519 abcdefgh\nQUJDREVGR0g\n--- bWFjbWFjbWFj\n",
        payload,
    ]
    .concat()
}

#[test]
fn ciphertext_is_skipped_and_its_header_is_not() {
    let title = titled("Kebalrayat");
    let payload = [noise(300), b" Kebalrayat ".to_vec(), noise(300)].concat();
    assert!(finds(&title, &payload));
    assert!(!finds(&title, age(&payload)));
    assert!(!finds(&title, format!("<script>{}</script>", base64(&age(&payload)))));
    let header = String::from_utf8_lossy(&age(b"")).replace("abcdefgh", "Kebalrayat");
    assert!(finds(&title, [header.as_bytes(), &noise(100)].concat()));
    // A header alone makes no ciphertext.
    assert!(finds(&gate(SENTENCE), age(SENTENCE.as_bytes())));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let gate = gate(SENTENCE);
    let unreadable = vec![LeakKind::Unreadable];
    assert_eq!(kinds(&gate, b"\x28\xb5\x2f\xfd\x04\x00zstd"), unreadable);
    assert_eq!(kinds(&gate, b"BZh91AY&SY\x00\x01"), unreadable);
    assert_eq!(gate.scan("a.css.br", b"\x0b\x02\x80").len(), 1);
    let locked = b"PK\x03\x04\x14\0\x01\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0a";
    assert_eq!(kinds(&gate, locked), unreadable);
}

#[test]
fn a_bomb_is_refused() {
    let gate = gate(SENTENCE);
    let zeros = vec![0; 2 << 20];
    assert_eq!(kinds(&gate, gzip(&zeros)), vec![LeakKind::Unreadable]);
}

#[test]
fn deep_nesting_is_refused() {
    let gate = gate(SENTENCE);
    let mut text = SENTENCE.to_owned();
    for level in 1..=12 {
        text = base64(text.as_bytes());
        let expected = if level <= 8 {
            LeakKind::Phrase
        } else {
            LeakKind::Unreadable
        };
        assert_eq!(kinds(&gate, &text), vec![expected], "level {level}");
    }
}
