//! The access log: who asked for what, and which copies were fetched.

use std::{
    fmt::Write as _,
    io::Write as _,
    net::IpAddr,
    path::PathBuf,
    pin::Pin,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender},
    },
    task::{Context, Poll},
};

use axum::{
    body::{Body, HttpBody},
    extract::Request,
    http::{HeaderMap, header},
};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use jiff::Timestamp;
use serde_json::json;

use super::{Notice, Options, router::Peer, site::CopyName};
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    world::World,
};

/// Form of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogForm {
    /// As Apache and nginx write them; a copy stands behind.
    Combined,
    /// One JSON object a line.
    Json,
}

/// So many lines are written at once.
const BATCH: usize = 1000;

/// One request and what became of it.
pub(super) struct Line {
    peer: Option<IpAddr>,
    method: String,
    target: String,
    protocol: String,
    referrer: Option<String>,
    agent: Option<String>,
    pub(super) status: u16,
    /// Bytes of the body that were handed on.
    sent: u64,
    pub(super) copy: Option<Arc<CopyName>>,
}

impl Line {
    /// `proxies` are believed when they say for whom they ask.
    pub(super) fn of(request: &Request, proxies: &[IpAddr]) -> Self {
        let said = |name| {
            let value = request.headers().get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let peer = request.extensions().get::<Peer>();
        let peer = peer.map(|peer| peer.0.ip().to_canonical());
        Self {
            peer: peer.map(|peer| asked_for(request.headers(), peer, proxies)),
            method: request.method().to_string(),
            target: request.uri().to_string(),
            protocol: format!("{:?}", request.version()),
            referrer: said(header::REFERER),
            agent: said(header::USER_AGENT),
            status: 0,
            sent: 0,
            copy: None,
        }
    }

    fn text(&self, form: LogForm, now: Timestamp, world: &dyn World) -> String {
        let peer = self.peer.map_or_else(|| "-".to_owned(), |peer| peer.to_string());
        match form {
            LogForm::Json => {
                let mut line = json!({
                    "time": now.to_string(),
                    "peer": peer,
                    "method": self.method,
                    "target": self.target,
                    "protocol": self.protocol,
                    "status": self.status,
                    "bytes": self.sent,
                    "referrer": self.referrer,
                    "agent": self.agent,
                });
                if let Some(copy) = &self.copy {
                    line["copy"] = json!({"version": copy.version, "number": copy.number});
                }
                format!("{line}\n")
            }
            LogForm::Combined => {
                let time = now.to_zoned(world.zone()).strftime("%d/%b/%Y:%H:%M:%S %z").to_string();
                let quoted = |text: &Option<String>| quoted(text.as_deref().unwrap_or("-"));
                let request = format!("{} {} {}", self.method, self.target, self.protocol);
                let mut line = format!(
                    "{peer} - - [{time}] {} {} {} {} {}",
                    quoted(&Some(request)),
                    self.status,
                    self.sent,
                    quoted(&self.referrer),
                    quoted(&self.agent)
                );
                if let Some(copy) = &self.copy {
                    let _ = write!(line, " copy={}/{}", copy.version, copy.number);
                }
                line + "\n"
            }
        }
    }
}

/// The address of the client as the last trusted proxy saw it: `X-Forwarded-For`, read from behind, since what stands
/// before may be the client's own invention.
fn asked_for(headers: &HeaderMap, peer: IpAddr, proxies: &[IpAddr]) -> IpAddr {
    let said = headers.get_all("x-forwarded-for").iter().rev();
    let said = said.filter_map(|value| value.to_str().ok());
    let mut clients = said.flat_map(|value| value.rsplit(',')).map(str::trim);
    let mut known = peer;
    while proxies.contains(&known) {
        match clients.next().and_then(|client| client.parse::<IpAddr>().ok()) {
            Some(client) => known = client.to_canonical(),
            None => break,
        }
    }
    known
}

/// A text in quotes; whatever could end it, or do something to a terminal, is written as nginx writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' | 0..0x20 | 0x7f.. => {
                let _ = write!(quoted, "\\x{byte:02X}");
            }
            _ => quoted.push(char::from(byte)),
        }
    }
    quoted + "\""
}

/// The body of an answer. When it ends, or the client goes away, the line is written.
pub(super) struct Counted {
    body: Body,
    line: Option<Line>,
    log: SyncSender<Line>,
}

impl Counted {
    pub(super) fn new(body: Body, line: Line, log: SyncSender<Line>) -> Self {
        Self {
            body,
            line: Some(line),
            log,
        }
    }
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let poll = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &poll
            && let (Some(data), Some(line)) = (frame.data_ref(), &mut self.line)
        {
            line.sent += data.len() as u64;
        }
        poll
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if let Some(line) = self.line.take() {
            // Nobody listens any more when the server ends.
            let _ = self.log.send(line);
        }
    }
}

/// Writes lines where they belong. A file is opened anew each time, so that it can be moved away and a new one begins.
pub(super) struct Writer<'w> {
    world: &'w dyn World,
    file: Option<PathBuf>,
    form: LogForm,
    to_stdout: bool,
    is_failing: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn new(world: &'w dyn World, options: &Options) -> Outcome<Self> {
        if let Some(file) = &options.log {
            // A folder that is missing was mistyped.
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            if folder.is_some_and(|folder| !world.exists(folder)) {
                return Err(Failure::io("write", file, &std::io::ErrorKind::NotFound.into()));
            }
            let tried = world.append(file, b"");
            tried.map_err(|error| Failure::io("write", file, &error))?;
        }
        Ok(Self {
            world,
            file: options.log.clone(),
            form: options.log_form,
            to_stdout: options.log_to_stdout,
            is_failing: false,
        })
    }

    /// Writes until the last connection is gone.
    pub(super) fn write_all(&mut self, lines: &Receiver<Line>, notice: &Notice<'_>) {
        while let Ok(first) = lines.recv() {
            let mut batch = String::new();
            for line in std::iter::once(first).chain(lines.try_iter().take(BATCH)) {
                batch.push_str(&line.text(self.form, self.world.now(), self.world));
            }
            let written = match &self.file {
                Some(file) => self.world.append(file, batch.as_bytes()),
                None if self.to_stdout => {
                    let mut stdout = std::io::stdout().lock();
                    stdout.write_all(batch.as_bytes()).and_then(|()| stdout.flush())
                }
                None => Ok(()),
            };
            if let Err(error) = &written
                && !self.is_failing
            {
                let message = format!("the access log cannot be written: {error}");
                let hint = "free some space; requests are answered meanwhile, and leave no line";
                notice(vec![Diagnostic::warning("E547", message).hint(hint)]);
            }
            self.is_failing = written.is_err();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_trusted_proxies_say_of_the_client_is_believed() {
        let proxies: Vec<IpAddr> = ["127.0.0.1", "10.0.0.1"]
            .map(|ip| ip.parse().expect("an address"))
            .to_vec();
        for (peer, said, client) in [
            ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
            ("127.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
            ("127.0.0.1", "192.0.2.7, 10.0.0.1", "192.0.2.7"),
            ("127.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"),
            ("127.0.0.1", "192.0.2.7, unknown", "127.0.0.1"),
            ("127.0.0.1", "", "127.0.0.1"),
            ("192.0.2.9", "127.0.0.1", "192.0.2.9"),
        ] {
            let headers = HeaderMap::from_iter([(
                "x-forwarded-for".parse().expect("a name"),
                said.parse().expect("a value"),
            )]);
            let client: IpAddr = client.parse().expect("an address");
            assert_eq!(
                asked_for(&headers, peer.parse().expect("an address"), &proxies),
                client,
                "{said}"
            );
        }
    }

    #[test]
    fn nothing_in_a_line_ends_it_or_its_quotes() {
        assert_eq!(
            quoted("a\" \\ \n\u{1b}[2J é"),
            "\"a\\x22 \\x5C \\x0A\\x1B[2J \\xC3\\xA9\""
        );
    }
}
