//! Files as browsers take them over the network: packed once, at issue, and listed in the manifest like any other.
//!
//! Only what stands in a version's folder is packed: it never changes again. The pages beside the version folders are
//! replaced with each issue, and one rename must replace a page in every form.

use std::io::{self, Read as _, Write as _};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};

use crate::layout::PageFile;

/// Smaller files fit into one packet anyway.
const SMALLEST: usize = 512;

/// Kinds of files that packing makes smaller; pictures and office files are packed already.
const KINDS: [&str; 7] = ["css", "csv", "html", "js", "json", "svg", "txt"];

/// A way to pack.
#[derive(Clone, Copy)]
enum Form {
    Brotli,
    Zstd,
    Gzip,
}

/// One packed form of a file.
pub(super) struct Packed {
    form: Form,
    pub(super) file: PageFile,
}

/// The packed forms of a file of a version, where they are smaller.
pub(super) fn packed(page: &PageFile) -> io::Result<Vec<Packed>> {
    let extension = page.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    if page.bytes.len() < SMALLEST || !KINDS.contains(&extension) {
        return Ok(Vec::new());
    }
    let mut forms = Vec::new();
    for form in [Form::Brotli, Form::Zstd, Form::Gzip] {
        let bytes = form.pack(&page.bytes)?;
        if bytes.len() < page.bytes.len() {
            let path = format!("{}{}", page.path, form.suffix());
            let file = PageFile { path, bytes };
            forms.push(Packed { form, file });
        }
    }
    Ok(forms)
}

impl Packed {
    /// Whether it unpacks to exactly these bytes.
    pub(super) fn is_of(&self, bytes: &[u8]) -> bool {
        self.form
            .unpack(&self.file.bytes, bytes.len())
            .is_ok_and(|unpacked| unpacked == bytes)
    }
}

impl Form {
    fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Zstd => ".zst",
            Self::Gzip => ".gz",
        }
    }

    fn pack(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                // 11 would take ten times as long for some hundredths.
                let parameters = brotli::enc::BrotliEncoderParams {
                    quality: 9,
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                let mut packed = Vec::new();
                brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
                Ok(packed)
            }
            Self::Zstd => zstd::bulk::compress(bytes, 19),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(bytes)?;
                encoder.finish()
            }
        }
    }

    /// Unpacks at most a byte more than is expected.
    fn unpack(self, packed: &[u8], expected: usize) -> io::Result<Vec<u8>> {
        let most = expected as u64 + 1;
        let mut bytes = Vec::new();
        match self {
            Self::Brotli => brotli::Decompressor::new(packed, 4096)
                .take(most)
                .read_to_end(&mut bytes)?,
            Self::Zstd => zstd::Decoder::new(packed)?.take(most).read_to_end(&mut bytes)?,
            Self::Gzip => GzDecoder::new(packed).take(most).read_to_end(&mut bytes)?,
        };
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, bytes: impl Into<Vec<u8>>) -> PageFile {
        PageFile {
            path: path.to_owned(),
            bytes: bytes.into(),
        }
    }

    #[test]
    fn each_form_holds_the_file_and_nothing_else() {
        let text = "Pelan ini terpakai kepada semua jabatan.\n".repeat(50);
        let forms = packed(&page("1.0/index.html", text.as_bytes())).expect("packed");
        let names: Vec<&str> = forms.iter().map(|form| form.file.path.as_str()).collect();
        assert_eq!(names, ["1.0/index.html.br", "1.0/index.html.zst", "1.0/index.html.gz"]);
        for form in &forms {
            assert!(form.is_of(text.as_bytes()));
            assert!(!form.is_of(&text.as_bytes()[1..]));
            assert!(!form.is_of(format!("{text} ").as_bytes()));
        }
    }

    #[test]
    fn what_would_not_be_smaller_is_left() {
        let text = "x".repeat(2000);
        assert!(packed(&page("1.0/a.html", "short")).expect("packed").is_empty());
        assert!(packed(&page("1.0/a.png", text)).expect("packed").is_empty());
        let mut state = 1_u64;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .take(4000)
        .collect();
        assert!(packed(&page("1.0/a.txt", noise)).expect("packed").is_empty());
    }
}
