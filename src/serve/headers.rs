//! Headers that every answer carries, whoever makes it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::kind;

/// Of every answer. None of them keeps a browser from reading the site on plain `http://`.
static ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

/// Of answers that say nothing else.
static UNLESS_SAID: [(HeaderName, HeaderValue); 2] = [
    (header::CACHE_CONTROL, HeaderValue::from_static(kind::NO_CACHE)),
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(kind::NO_PAGE)),
];

/// Adds them. No `strict-transport-security`: it would hold for every other program on the same host, whatever its port.
pub fn secure(headers: &mut HeaderMap, tls: bool) {
    for (name, value) in &ALWAYS {
        headers.insert(name, value.clone());
    }
    for (name, value) in &UNLESS_SAID {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if tls {
        // On plain `http://` browsers refuse it, and complain in their console.
        let name = HeaderName::from_static("cross-origin-opener-policy");
        headers.insert(name, HeaderValue::from_static("same-origin"));
    }
}
