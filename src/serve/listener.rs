//! Connections: so many at a time, each within limits, until the process is asked to stop.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::{Semaphore, watch},
    time::{sleep, timeout},
};
use tower::ServiceExt as _;

use super::{
    Options,
    paced::Paced,
    router::{Peer, Server, router},
    tls::Tls,
};

/// Longer heads, and heads with more lines, are refused.
const LARGEST_HEAD: usize = 16 << 10;
const MOST_HEADERS: usize = 64;

/// What every connection is given.
#[derive(Clone)]
struct Taken {
    router: Router,
    limit: Duration,
    /// Turns true when the process is asked to stop.
    stopping: watch::Receiver<bool>,
}

/// Takes connections until SIGTERM or SIGINT, then lets those that are at work end.
pub(super) async fn run(
    listener: std::net::TcpListener,
    server: &Arc<Server>,
    tls: Option<Arc<Tls>>,
    options: &Options,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(options.connections));
    let graceful = GracefulShutdown::new();
    let (stop_all, stopping) = watch::channel(false);
    let taken = Taken {
        router: router(server),
        limit: options.timeout,
        stopping,
    };
    let mut stop = std::pin::pin!(asked_to_stop()?);
    loop {
        // Who comes when all places are taken waits before the door.
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
            let (stream, peer) = listener.accept().await?;
            Ok::<_, io::Error>((place, stream, peer))
        };
        let (place, stream, peer) = tokio::select! {
            () = &mut stop => break,
            next = next => match next {
                Ok(next) => next,
                Err(_) => {
                    // Out of file descriptors, or a client that is gone already.
                    sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let (watcher, taken) = (graceful.watcher(), taken.clone());
        let acceptor = tls.as_ref().map(|tls| tls.acceptor());
        tokio::spawn(async move {
            match acceptor {
                None => taken.answer(stream, peer, watcher).await,
                Some(acceptor) => {
                    if let Ok(Ok(stream)) = timeout(taken.limit, acceptor.accept(stream)).await {
                        taken.answer(stream, peer, watcher).await;
                    }
                }
            }
            drop(place);
        });
    }
    drop(listener);
    let _ = stop_all.send(true);
    // Whoever is slower than that is cut off.
    let _ = timeout(options.timeout, graceful.shutdown()).await;
    Ok(())
}

impl Taken {
    async fn answer<S>(self, stream: S, peer: SocketAddr, watcher: Watcher)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Self {
            router,
            limit,
            mut stopping,
        } = self;
        let asked = Arc::new(AtomicBool::new(false));
        let has_asked = Arc::clone(&asked);
        let service = service_fn(move |request: Request<Incoming>| {
            asked.store(true, Ordering::Relaxed);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer));
            router.clone().oneshot(request)
        });
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(limit)
            .max_buf_size(LARGEST_HEAD)
            .max_headers(MOST_HEADERS);
        let stream = TokioIo::new(Paced::new(stream, limit));
        // Who has asked for nothing until the stop waits for no answer.
        let unheard = async {
            let stopped = stopping.wait_for(|stopping| *stopping).await.is_ok();
            if !stopped || has_asked.load(Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
        };
        // A client that goes away or breaks the rules ends its own connection.
        tokio::select! {
            _ = watcher.watch(builder.serve_connection(stream, service)) => {}
            () = unheard => {}
        }
    }
}

/// Ends when a signal asks to stop.
#[cfg(unix)]
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ends when Ctrl-C is pressed.
#[cfg(not(unix))]
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
