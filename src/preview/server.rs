//! Answers the secretary's own browser on the loopback interface.

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use tokio::{net::TcpListener, sync::watch};

use super::{
    Gate, Session,
    answer::{self, Answer},
    gate::Verdict,
};

/// A preview that waits for its browser.
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
}

/// Takes a port of the loopback interface; no other interface is ever used.
///
/// # Errors
/// A port that is taken, or an address that is not this machine's own.
pub async fn listen(interface: IpAddr, port: u16) -> io::Result<Listening> {
    if !interface.is_loopback() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a loopback address"));
    }
    let listener = TcpListener::bind((interface, port)).await?;
    let address = listener.local_addr()?;
    Ok(Listening { listener, address })
}

struct Shared {
    session: Arc<Session>,
    gate: Mutex<Gate>,
    generation: watch::Receiver<u64>,
    /// What the browser is told when it enters.
    start: String,
}

impl Listening {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` is done. `generation` tells of new states; the browser begins at `start`.
    ///
    /// # Errors
    /// A socket that fails.
    pub async fn serve(
        self,
        session: Arc<Session>,
        gate: Gate,
        generation: watch::Receiver<u64>,
        start: String,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let shared = Arc::new(Shared {
            session,
            gate: Mutex::new(gate),
            generation,
            start,
        });
        let router = Router::new().fallback(handle).with_state(shared);
        // An open stream of events would keep a graceful stop waiting for ever.
        tokio::select! {
            served = async { axum::serve(self.listener, router).await } => served,
            () = stop => Ok(()),
        }
    }
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let mut response = answer_to(shared, request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Of every answer. Nothing is kept by the browser, shown in a frame, or told to another site.
const HEADERS: [(header::HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        header::HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

async fn answer_to(shared: Arc<Shared>, request: Request) -> Response {
    if let Some(response) = admit(&shared, &request) {
        return response;
    }
    let path = request.uri().path().to_owned();
    drop(request);
    if path == "/" {
        return redirect(&shared.start);
    }
    if path == answer::EVENTS {
        return events(shared.generation.clone()).into_response();
    }
    let session = Arc::clone(&shared.session);
    let answered = tokio::task::spawn_blocking(move || answer::answer(&session, &path)).await;
    match answered {
        Ok(Answer::File { bytes, media_type }) => with_type(StatusCode::OK, bytes, media_type),
        Ok(Answer::Missing { bytes }) => with_type(StatusCode::NOT_FOUND, bytes, "text/html; charset=utf-8"),
        Ok(Answer::Redirect(to)) => redirect(&to),
        Err(_) => plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "this page cannot be shown; see the terminal\n",
        ),
    }
}

/// What is said to a request that may not pass.
fn admit(shared: &Shared, request: &Request) -> Option<Response> {
    let text_of = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let ticket = request.uri().query().and_then(|query| query.strip_prefix("ticket="));
    let verdict = {
        let mut gate = shared.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let cookies = text_of(header::COOKIE).unwrap_or_default();
        gate.judge(text_of(header::HOST), cookies, ticket)
    };
    match verdict {
        Verdict::Pass if *request.method() == Method::GET || *request.method() == Method::HEAD => None,
        Verdict::Pass => {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "a preview is only read\n");
            let allowed = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(header::ALLOW, allowed);
            Some(response)
        }
        Verdict::Enter(cookie) => Some(enter(&shared.start, &cookie)),
        Verdict::WrongHost => Some(plain(
            StatusCode::MISDIRECTED_REQUEST,
            "this preview answers to its own address only\n",
        )),
        Verdict::Refuse => Some(plain(
            StatusCode::FORBIDDEN,
            "this preview belongs to one browser: open the address that `terkawal watch` printed\n",
        )),
    }
}

fn with_type(status: StatusCode, bytes: Vec<u8>, media_type: &'static str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let media_type = HeaderValue::from_static(media_type);
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    with_type(status, text.as_bytes().to_vec(), "text/plain; charset=utf-8")
}

fn redirect(to: &str) -> Response {
    let mut response = plain(StatusCode::SEE_OTHER, "");
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// The ticket must not stay in the address.
fn enter(start: &str, cookie: &str) -> Response {
    let mut response = redirect(start);
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// The number of each state, as it comes.
fn events(mut generation: watch::Receiver<u64>) -> Sse<impl stream::Stream<Item = Result<Event, Infallible>>> {
    generation.mark_changed();
    let events = stream::unfold(generation, |mut generation| async move {
        generation.changed().await.ok()?;
        let number = *generation.borrow_and_update();
        Some((Ok(Event::default().data(number.to_string())), generation))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
