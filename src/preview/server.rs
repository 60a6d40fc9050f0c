//! Answers the secretary's own browser on the loopback interface.

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
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
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpListener, sync::watch};
use tower::ServiceExt as _;

use super::{
    Gate, Session,
    answer::{self, Answer},
    gate::{Asked, Verdict},
};
use crate::serve::headers::secure;

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

/// Who came with the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visit {
    /// The browser that has the preview now.
    First,
    /// Another one, when the ticket was used up.
    Again,
}

/// Is told of those who come.
pub type Doorkeeper = Box<dyn Fn(Visit) + Send + Sync>;

struct Shared {
    session: Arc<Session>,
    /// First part of every address.
    room: String,
    gate: Mutex<Gate>,
    doorkeeper: Doorkeeper,
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
        (gate, doorkeeper): (Gate, Doorkeeper),
        generation: watch::Receiver<u64>,
        start: String,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let shared = Arc::new(Shared {
            session,
            room: gate.room().to_owned(),
            gate: Mutex::new(gate),
            doorkeeper,
            generation,
            start,
        });
        let router = Router::new().fallback(handle).with_state(shared);
        // An open stream of events would keep a graceful stop waiting for ever.
        tokio::select! {
            () = take(self.listener, router) => Ok(()),
            () = stop => Ok(()),
        }
    }
}

/// Anybody on this machine may connect; whoever says nothing is let go.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// Takes connections for ever.
async fn take(listener: TcpListener, router: Router) {
    // Where the limit cannot be raised, the one that is there counts.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, or a client that is gone already.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| router.clone().oneshot(request.map(Body::new)));
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
        tokio::spawn(builder.serve_connection(TokioIo::new(stream), service));
    }
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let mut response = answer_to(shared, request).await;
    let headers = response.headers_mut();
    for (name, value) in OWN_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    secure(headers, false);
    response
}

/// Of every answer, before what all servers of this program send: nothing is kept by the browser, and pages have their
/// policy in themselves.
const OWN_HEADERS: [(header::HeaderName, &str); 2] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
];

async fn answer_to(shared: Arc<Shared>, request: Request) -> Response {
    if let Some(response) = admit(&shared, &request) {
        return response;
    }
    let room = shared.room.clone();
    // The gate knows that the path begins so.
    let path = request.uri().path()[1 + room.len()..].to_owned();
    drop(request);
    if path.len() < 2 {
        return redirect(&format!("/{room}{}", shared.start));
    }
    if path == answer::EVENTS {
        return events(shared.generation.clone()).into_response();
    }
    let session = Arc::clone(&shared.session);
    let answered = tokio::task::spawn_blocking(move || answer::answer(&session, &room, &path)).await;
    match answered {
        Ok(Answer::File { bytes, media_type }) => with_type(StatusCode::OK, bytes, media_type),
        Ok(Answer::Missing { bytes }) => with_type(StatusCode::NOT_FOUND, bytes, "text/html; charset=utf-8"),
        Ok(Answer::Redirect(to)) => redirect(&format!("/{}{to}", shared.room)),
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
        gate.judge(&Asked {
            host: text_of(header::HOST),
            path: request.uri().path(),
            ticket,
            cookies: text_of(header::COOKIE).unwrap_or_default(),
            site: text_of(header::HeaderName::from_static("sec-fetch-site")),
        })
    };
    match verdict {
        Verdict::Pass if *request.method() == Method::GET || *request.method() == Method::HEAD => None,
        Verdict::Pass => {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "a preview is only read\n");
            let allowed = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(header::ALLOW, allowed);
            Some(response)
        }
        Verdict::Enter(cookie) => {
            (shared.doorkeeper)(Visit::First);
            Some(enter(&shared.room, &cookie))
        }
        Verdict::WrongHost => Some(plain(
            StatusCode::MISDIRECTED_REQUEST,
            "this preview answers to its own address only\n",
        )),
        Verdict::Again => {
            (shared.doorkeeper)(Visit::Again);
            Some(plain(StatusCode::FORBIDDEN, REFUSED))
        }
        Verdict::Refuse => Some(plain(StatusCode::FORBIDDEN, REFUSED)),
    }
}

const REFUSED: &str = "this preview belongs to one browser: open the address that `terkawal watch` printed\n";

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

/// The ticket must not stay in the address. A page leads on, and no redirect: whoever comes from another program or a file
/// would be sent on without the cookie, since all of that is one step from elsewhere to a browser.
fn enter(room: &str, cookie: &str) -> Response {
    let page = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" content=\"0; url=/{room}/\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>terkawal</title>\n</head>\n<body></body>\n</html>\n"
    );
    let mut response = with_type(StatusCode::OK, page.into_bytes(), "text/html; charset=utf-8");
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
