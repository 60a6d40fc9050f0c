//! What the gate must find, what it must not, and what it must survive.

mod canaries;
mod common;
mod encodings;
mod hostile;
mod innocence;
mod kinds;
mod spelling;

use std::io::Write;

use super::{GateBuilder, LeakGate, LeakKind, SealedSource};

/// A sealed sentence with a token that occurs nowhere else.
const SENTENCE: &str = "Tekan butang merah kenariqx7 di dalam almari besi sebelum meninggalkan bilik";

/// The sentence with every vowel written otherwise, so that no five words of it stand as they are.
fn spoilt(write: impl Fn(char) -> String) -> String {
    SENTENCE
        .chars()
        .map(|c| if "aeiou".contains(c) { write(c) } else { c.to_string() })
        .collect()
}

fn source<'a>(label: &'a str, text: &'a str) -> SealedSource<'a> {
    SealedSource {
        label,
        text,
        title: None,
        links: &[],
        file_names: &[],
        names: &[],
    }
}

fn gate_for(source: &SealedSource<'_>) -> LeakGate {
    let mut builder = GateBuilder::new();
    builder.add_sealed(source);
    builder.build()
}

/// A gate with one sealed text, `s017`.
fn gate(text: &str) -> LeakGate {
    gate_for(&source("s017", text))
}

fn titled(title: &str) -> LeakGate {
    gate_for(&SealedSource {
        title: Some(title),
        ..source("s017", "")
    })
}

fn kinds(gate: &LeakGate, bytes: impl AsRef<[u8]>) -> Vec<LeakKind> {
    gate.scan("halaman.html", bytes.as_ref())
        .into_iter()
        .map(|leak| leak.kind)
        .collect()
}

fn finds(gate: &LeakGate, bytes: impl AsRef<[u8]>) -> bool {
    !kinds(gate, bytes).is_empty()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .chain(&[0; 3])
            .take(3)
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

/// Bytes without pattern, the same in every run.
fn noise(size: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32).to_le_bytes()[0]
    };
    (0..size).map(|_| next()).collect()
}
