//! What a file is, by its path: media type, how long it may be kept, which policy its reader is held to.
//!
//! `hosting/nginx` says the same in nginx' words; a test compares every header.

/// How long a browser may keep an answer without asking.
pub(super) const NO_CACHE: &str = "no-cache";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
                    form-action 'none'; frame-ancestors 'none'";

/// The reader's own script stands in its page, whose own policy allows it by its hash and nothing else: of two policies
/// both hold. The hash differs between versions, so that it cannot stand here.
const READER: &str = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types terkawal";

/// Pictures, attachments, errors: nothing in them runs or loads.
pub(super) const NO_PAGE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
                                  form-action 'none'; frame-ancestors 'none'";

/// The media type of a file.
pub(super) fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "txt" | "minisig" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}

/// Files whose name is made of their hash never change; everything else is asked for again.
pub(super) fn cache(path: &str) -> &'static str {
    if is_named_by_hash(path) { IMMUTABLE } else { NO_CACHE }
}

/// `2.0/assets/site-0123456789abcdef.css`
fn is_named_by_hash(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    let (name, folder) = (parts.next().unwrap_or_default(), parts.next());
    let Some((stem, extension)) = name.split_once('.') else {
        return false;
    };
    let hash = stem.rsplit('-').next().unwrap_or_default();
    let is_hash = hash.len() == 16 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_plain = !extension.is_empty() && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    folder == Some("assets") && is_hash && is_plain
}

/// The content security policy of a file.
pub(super) fn policy(path: &str) -> &'static str {
    if path.ends_with("/read/index.html") {
        READER
    } else if media_type(path).starts_with("text/html") {
        PAGE
    } else {
        NO_PAGE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_made_of_a_hash_are_kept() {
        for path in [
            "1.0/assets/0123456789abcdef.png",
            "1.0/assets/site-0123456789abcdef.css",
        ] {
            assert_eq!(cache(path), IMMUTABLE, "{path}");
        }
        let others = [
            "1.0/index.html",
            "1.0/assets/site.css",
            "1.0/0123456789abcdef.css",
            "1.0/assets/0123456789abcdef.css.br",
            "1.0/assets/0123456789abcdef",
            "1.0/assets/0123456789abcdeF.css",
            "1.0/search/pu.js",
        ];
        for path in others {
            assert_eq!(cache(path), NO_CACHE, "{path}");
        }
    }

    #[test]
    fn only_the_reader_may_run_what_stands_in_its_page() {
        assert!(policy("2.0/read/index.html").contains("'unsafe-inline'"));
        assert!(!policy("2.0/index.html").contains("'unsafe-inline'"));
        assert!(!policy("2.0/01-read/index.html").contains("'unsafe-inline'"));
        assert!(policy("2.0/assets/a.svg").starts_with("default-src 'none'"));
    }
}
