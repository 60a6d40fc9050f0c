//! Read-only hosting of a published site.
//!
//! What is served is what was verified: the names of the signed manifests are the only addresses there are, and each file
//! is read once, held against its SHA-256, and kept in memory or held open. No request leads to a path on the disk, so
//! there is nothing that a crafted address could reach.
//!
//! 1. `load` verifies a folder and makes a `Site` of it.
//! 2. `listener` takes connections within limits, `router` decides what an answer is, `answer` makes it.
//! 3. `follow` looks whether something else was issued, verifies it, and puts the new `Site` in place of the old one.
//! 4. `access` writes a line for each request.
//!
//! `headers` holds what every answer carries, for whoever else answers browsers.

mod access;
mod answer;
mod content;
mod encoding;
mod follow;
pub mod headers;
mod kind;
mod listener;
mod load;
mod paced;
mod router;
mod site;
mod tls;

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

pub use access::LogForm;
use router::Server;

use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    keys::PublicKey,
    world::World,
};

/// How a site is served.
pub struct Options {
    /// The folder that `issue` wrote: `public/`.
    pub folder: PathBuf,
    /// Publisher keys that came by another way.
    pub pins: Vec<PublicKey>,
    /// Whether drafts, and sites whose publisher nobody can check, are served too.
    pub allow_unsigned: bool,
    /// Where to listen.
    pub interface: IpAddr,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// Certificate chain and private key, PEM.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// How long a client may take for its request, and how long it may stand still.
    pub timeout: Duration,
    /// Connections at a time.
    pub connections: usize,
    /// Bytes of the site that are kept in memory; the rest is read from files held open.
    pub memory: u64,
    /// File of the access log.
    pub log: Option<PathBuf>,
    /// Form of its lines.
    pub log_form: LogForm,
    /// Proxies whose `X-Forwarded-For` is written there as the client.
    pub proxies: Vec<IpAddr>,
    /// Whether the access log goes to stdout when there is no file for it.
    pub log_to_stdout: bool,
}

/// What is served, told once when the first connection can be taken.
pub struct Ready {
    /// `http://127.0.0.1:1957/`
    pub address: String,
    /// Reference of the plan.
    pub plan: String,
    /// Version in force.
    pub version: String,
    /// Whether it is a draft.
    pub draft: bool,
    /// Addresses that answer.
    pub files: usize,
}

/// Tells problems that come up while the site is served.
pub type Notice<'a> = dyn Fn(Vec<Diagnostic>) + Sync + 'a;

/// How long lines of the access log may take to be written when everything else has ended.
const GRACE: Duration = Duration::from_secs(5);

/// Serves until the process is asked to stop.
///
/// # Errors
/// What does not verify; ports, certificates and logs that cannot be used.
pub fn serve(world: &dyn World, options: &Options, ready: &mut dyn FnMut(&Ready), notice: &Notice<'_>) -> Outcome<()> {
    // Where the limit cannot be raised, the one that is there counts.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let tls = options.tls.as_ref().map(|files| tls::Tls::read(world, files));
    let tls = tls.transpose()?;
    let mut writer = access::Writer::new(world, options)?;
    let site = load::load(world, options, None)?;
    let listener = bind(SocketAddr::new(options.interface, options.port))?;
    let address = listener.local_addr().map_err(|error| unusable(&error, options.port))?;
    ready(&Ready {
        address: format!("{}://{address}/", if tls.is_some() { "https" } else { "http" }),
        plan: site.plan.clone(),
        version: site.version.clone(),
        draft: site.draft,
        files: site.count(),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| unusable(&error, options.port))?;
    // A disk that stands still makes clients wait: no line about a download is lost.
    let (log, lines) = mpsc::sync_channel(65_536);
    let server = Arc::new(Server::new(site, log, options));
    let (stop, stopped) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || writer.write_all(&lines, notice));
        let (current, certificate) = (Arc::clone(&server), tls.clone());
        scope.spawn(move || follow::follow(world, options, &current, certificate.as_deref(), &stopped, notice));
        let outcome = runtime.block_on(listener::run(listener, &server, tls, options));
        // A reader of the log that stands still would keep the process for ever.
        thread::spawn(|| {
            thread::sleep(GRACE);
            std::process::exit(0);
        });
        drop((stop, server));
        // Ends what is left of connections, and with the last of them the log.
        runtime.shutdown_timeout(Duration::from_secs(1));
        outcome.map_err(|error| unusable(&error, options.port))
    })
}

fn bind(address: SocketAddr) -> Outcome<std::net::TcpListener> {
    std::net::TcpListener::bind(address).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::environment(
            Diagnostic::error("E540", format!("port {} is taken by another program", address.port()))
                .hint("end that program, or name another port with --port"),
        ),
        _ => unusable(&error, address.port()),
    })
}

fn unusable(error: &std::io::Error, port: u16) -> Failure {
    let diagnostic = Diagnostic::error("E545", format!("port {port} cannot be listened on: {error}"));
    Failure::environment(diagnostic.hint("see --interface and --port; ports below 1024 need a right of their own"))
}
