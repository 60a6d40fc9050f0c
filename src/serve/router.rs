//! What an answer is: what may be asked at all, then the site, then the headers and the log around both.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
        mpsc::SyncSender,
    },
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::any,
};
use percent_encoding::percent_decode_str;
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;

use super::{
    Options,
    access::{Counted, Line},
    answer,
    headers::secure,
    site::{Found, Site},
};

/// Longer addresses lead to nothing that is published.
const LONGEST_ADDRESS: usize = 4096;

/// What may be done with a site.
const METHODS: &str = "GET, HEAD";

/// Who asks.
#[derive(Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

/// What all connections share.
pub(super) struct Server {
    site: RwLock<Arc<Site>>,
    stale: AtomicBool,
    log: SyncSender<Line>,
    tls: bool,
    /// Whose word about clients is believed.
    proxies: Vec<IpAddr>,
}

impl Server {
    pub(super) fn new(site: Site, log: SyncSender<Line>, options: &Options) -> Self {
        Self {
            site: RwLock::new(Arc::new(site)),
            stale: AtomicBool::new(false),
            log,
            tls: options.tls.is_some(),
            proxies: options.proxies.clone(),
        }
    }

    /// The site as it is now. Whoever holds it sees no other one, however many are issued meanwhile.
    pub(super) fn site(&self) -> Arc<Site> {
        Arc::clone(&self.site.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a verified site in the place of the one that is shown.
    pub(super) fn show(&self, site: Site) {
        *self.site.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
    }

    /// Whether what lies on the disk does not verify any more.
    pub(super) fn set_stale(&self, stale: bool) {
        self.stale.store(stale, Ordering::Relaxed);
    }
}

/// The routes with everything around them.
pub(super) fn router(server: &Arc<Server>) -> Router {
    Router::new()
        .route("/healthz", any(health))
        .fallback(page)
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(Arc::clone(server), around))
        .with_state(Arc::clone(server))
}

/// A short answer in words.
pub(super) fn plain(status: StatusCode) -> Response {
    let reason = status.canonical_reason().unwrap_or_default();
    (status, format!("{} {reason}\n", status.as_u16())).into_response()
}

/// Refuses what no reader of a site asks. What could be read in two ways, here and by a proxy in front, ends the
/// connection, so that nothing behind it is taken for another request.
fn refused(request: &Request) -> Option<Response> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let unclear = unclear(request);
    if is_read && unclear.is_none() {
        let length = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
        return (length > LONGEST_ADDRESS).then(|| plain(StatusCode::URI_TOO_LONG));
    }
    let mut response = plain(unclear.filter(|_| is_read).unwrap_or(StatusCode::METHOD_NOT_ALLOWED));
    let headers = response.headers_mut();
    if !is_read {
        headers.insert(header::ALLOW, HeaderValue::from_static(METHODS));
    }
    if unclear.is_some() {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Some(response)
}

fn unclear(request: &Request) -> Option<StatusCode> {
    let headers = request.headers();
    let count = |name| headers.get_all(name).iter().count();
    let hosts = count(header::HOST);
    if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
        return Some(StatusCode::BAD_REQUEST);
    }
    let is_empty = |value: &HeaderValue| value.as_bytes() == b"0";
    let has_body = headers.contains_key(header::TRANSFER_ENCODING)
        || !headers.get_all(header::CONTENT_LENGTH).iter().all(is_empty);
    has_body.then_some(StatusCode::PAYLOAD_TOO_LARGE)
}

async fn health(State(server): State<Arc<Server>>) -> Response {
    let site = server.site();
    let status = if server.stale.load(Ordering::Relaxed) {
        "stale"
    } else {
        "ok"
    };
    let text = json!({"status": status, "plan": site.plan, "version": site.version, "draft": site.draft});
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, format!("{text}\n")).into_response()
}

async fn page(State(server): State<Arc<Server>>, request: Request) -> Response {
    let site = server.site();
    let Ok(path) = percent_decode_str(request.uri().path()).decode_utf8() else {
        return plain(StatusCode::NOT_FOUND);
    };
    match site.find(&path) {
        Found::File(file) => answer::file(file, request.headers()),
        Found::Folder => answer::to_folder(&path, request.uri().query()),
        Found::Nothing => plain(StatusCode::NOT_FOUND),
    }
}

/// The outermost layer: whatever the answer is, it has the headers, and leaves a line when its last byte was handed on.
async fn around(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let head = request.method() == Method::HEAD;
    let mut line = Line::of(&request, &server.proxies);
    let mut response = match refused(&request) {
        Some(response) => response,
        None => next.run(request).await,
    };
    secure(response.headers_mut(), server.tls);
    line.status = response.status().as_u16();
    line.copy = response.extensions_mut().remove();
    if head {
        // Its length stands in the headers already.
        let length = length_of(&response);
        *response.body_mut() = Body::empty();
        if let Some(length) = length {
            response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        }
    }
    let log = server.log.clone();
    response.map(|body| Body::new(Counted::new(body, line, log)))
}

fn length_of(response: &Response) -> Option<u64> {
    use axum::body::HttpBody as _;
    let stated = |headers: &HeaderMap| headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
    stated(response.headers()).or_else(|| response.body().size_hint().exact())
}
