//! The files of one copy, and the same in one page for offline use.

use std::io::{self, Write as _};

use base64::Engine as _;

use crate::{layout::Shell, plan::CopyNumber, seal::SealedCopy};

/// Files of `copies/NN/` by name.
pub(super) fn files<'c>(copy: &'c SealedCopy, signature: Option<&'c str>) -> Vec<(&'static str, &'c [u8])> {
    let mut files = vec![
        ("copy.json", copy.copy_json.as_bytes()),
        ("key.age", copy.key_age.as_slice()),
        ("bundle.age", copy.bundle_age.as_slice()),
    ];
    if let Some(bytes) = &copy.holder_age {
        files.push(("holder.age", bytes));
    }
    if let Some(signature) = signature {
        files.push(("copy.json.minisig", signature.as_bytes()));
    }
    files
}

/// `salinan-03.html`
pub(super) fn one_file_name(number: &CopyNumber) -> String {
    format!("salinan-{number}.html")
}

/// `salinan-03.zip`
pub(super) fn zip_name(number: &CopyNumber) -> String {
    format!("salinan-{number}.zip")
}

/// A one-file copy in a ZIP file.
pub(super) fn zipped(name: &str, page: &[u8]) -> io::Result<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file(name, options)?;
    zip.write_all(page)?;
    Ok(zip.finish()?.into_inner())
}

/// One page with the open sections, the reader and the sealed files of a copy.
pub(super) fn one_file(shell: &Shell, copy: &SealedCopy, members: &[(&str, &[u8])]) -> String {
    let mut payload = format!(
        "<script type=\"application/json\" id=\"terkawal-copy\">{}</script>\n",
        copy.copy_json.trim_end()
    );
    for (name, bytes) in members.iter().filter(|(name, _)| *name != "copy.json") {
        let encoded = base64::engine::general_purpose::STANDARD.encode(bytes);
        payload.push_str(&format!(
            "<script type=\"text/plain\" id=\"terkawal-{name}\">{encoded}</script>\n"
        ));
    }
    shell.fill(&[copy.number.as_str(), &payload])
}
