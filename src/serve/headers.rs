//! Headers that every answer carries, whoever makes it.

use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
};
use tower_http::set_header::SetResponseHeaderLayer;

use super::kind;

/// Of every answer. None of them keeps a browser from reading the site on plain `http://`.
const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Of answers that say nothing else.
const UNLESS_SAID: [(HeaderName, &str); 2] = [
    (header::CACHE_CONTROL, kind::NO_CACHE),
    (header::CONTENT_SECURITY_POLICY, kind::NO_PAGE),
];

/// On plain `http://` browsers refuse it, and complain in their console.
const WITH_TLS: (HeaderName, &str) = (HeaderName::from_static("cross-origin-opener-policy"), "same-origin");

/// Adds the headers to every answer of a router. No `strict-transport-security`: it would hold for every other program on
/// the same host, whatever its port.
pub fn secured<S: Clone + Send + Sync + 'static>(mut router: Router<S>, tls: bool) -> Router<S> {
    let with_tls = tls.then_some(WITH_TLS);
    for (name, value) in ALWAYS.into_iter().chain(with_tls) {
        let layer = SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
        router = router.layer(layer);
    }
    for (name, value) in UNLESS_SAID {
        let layer = SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
        router = router.layer(layer);
    }
    router
}
