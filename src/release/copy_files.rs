//! The files of one copy, and the same in one page for offline use.

use base64::Engine as _;

use crate::{layout::Shell, seal::SealedCopy};

/// Files of `copies/NN/` by name.
pub(super) fn files(copy: &SealedCopy) -> Vec<(&'static str, &[u8])> {
    let mut files = vec![
        ("copy.json", copy.copy_json.as_bytes()),
        ("key.age", copy.key_age.as_slice()),
        ("bundle.age", copy.bundle_age.as_slice()),
    ];
    if let Some(bytes) = &copy.holder_age {
        files.push(("holder.age", bytes));
    }
    files
}

/// `salinan-03.html`
pub(super) fn one_file_name(number: &str) -> String {
    format!("salinan-{number}.html")
}

/// One page with the open sections, the reader and the sealed files of a copy.
pub(super) fn one_file(shell: &Shell, copy: &SealedCopy) -> String {
    let mut payload = format!(
        "<script type=\"application/json\" id=\"terkawal-copy\">{}</script>\n",
        copy.copy_json.trim_end()
    );
    for (name, bytes) in files(copy).into_iter().filter(|(name, _)| *name != "copy.json") {
        let encoded = base64::engine::general_purpose::STANDARD.encode(bytes);
        payload.push_str(&format!(
            "<script type=\"text/plain\" id=\"terkawal-{name}\">{encoded}</script>\n"
        ));
    }
    shell.fill(&[&copy.number, &payload])
}
