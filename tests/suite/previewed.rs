//! A running preview, and the browser's side of its connections.

use std::{
    io::{BufRead as _, BufReader, Read, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver, Sender},
    time::Duration,
};

use serde_json::Value;

use crate::plan_test::PlanTest;

/// Nothing here takes so long; a test that waits for ever says less.
const PATIENCE: Duration = Duration::from_mins(2);

/// The binary in watch mode; it ends with the test.
pub(crate) struct Preview {
    child: Child,
    port: u16,
    room: String,
    ticket: String,
    pub(crate) cookie: String,
    /// What it said about changes since.
    pub(crate) said: Receiver<Value>,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

impl Preview {
    /// Starts it and enters with the ticket.
    pub(crate) fn begin(plan: &PlanTest, arguments: &[&str]) -> Self {
        let mut preview = Self::start(&plan.root(), &plan.path("home"), arguments);
        let ticket = preview.ticket.clone();
        let entered = preview.ask(&format!("/?ticket={ticket}"), &[]);
        assert_eq!(entered.status, 200, "{}", entered.head);
        let cookie = entered.header("set-cookie").expect("a cookie");
        cookie
            .split(';')
            .next()
            .expect("a cookie")
            .clone_into(&mut preview.cookie);
        preview
    }

    /// Starts it; its browser has not come yet. Whatever it may write, it writes below `home`.
    pub(crate) fn start(root: &Path, home: &Path, arguments: &[&str]) -> Self {
        Self::spawn(root, home, &[&["--no-open"], arguments].concat(), &[])
    }

    /// Starts it as it is called at a desk, where a program in the folder `programs` opens pages.
    pub(crate) fn at_desk(root: &Path, home: &Path, programs: &Path) -> Self {
        Self::spawn(root, home, &[], &[("PATH", programs)])
    }

    fn spawn(root: &Path, home: &Path, arguments: &[&str], more: &[(&str, &Path)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_terkawal"))
            .args(["--format", "json", "--root"])
            .arg(root)
            .args(["watch", "--port", "0"])
            .args(arguments)
            .current_dir(home)
            .envs(
                [
                    "TERKAWAL_HOME",
                    "HOME",
                    "TMPDIR",
                    "XDG_DATA_HOME",
                    "XDG_CACHE_HOME",
                    "XDG_RUNTIME_DIR",
                ]
                .map(|name| (name, home)),
            )
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let (sender, said) = mpsc::channel();
        collect(child.stdout.take().expect("its output"), sender.clone());
        collect(child.stderr.take().expect("its problems"), sender);
        let address = loop {
            let value: Value = said.recv_timeout(PATIENCE).expect("an address");
            if let Some(address) = value["preview"].as_str() {
                break address.to_owned();
            }
        };
        let rest = address.strip_prefix("http://127.0.0.1:").expect("the loopback address");
        let (place, ticket) = rest.split_once("/?ticket=").expect("a ticket");
        let (port, room) = place.split_once('/').expect("a room");
        Self {
            child,
            port: port.parse().expect("a port"),
            room: room.to_owned(),
            ticket: ticket.to_owned(),
            cookie: String::new(),
            said,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn ticket(&self) -> &str {
        &self.ticket
    }

    /// The whole path of an address of the preview.
    pub(crate) fn whole(&self, path: &str) -> String {
        format!("/{}{path}", self.room)
    }

    /// A page for the browser that entered.
    pub(crate) fn page(&self, path: &str) -> Answer {
        self.ask(path, &[("Cookie", &self.cookie)])
    }

    /// The state as the bar gets it.
    pub(crate) fn state(&self, view: &str) -> Value {
        serde_json::from_str(&self.page(&format!("/.preview/state/{view}")).body).expect("JSON")
    }

    /// A request below the preview's own room, with these headers and the right host.
    pub(crate) fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let host = format!("127.0.0.1:{}", self.port);
        let headers: Vec<(&str, &str)> = [("Host", host.as_str())].iter().chain(headers).copied().collect();
        self.request("GET", &self.whole(path), &headers)
    }

    /// A request with exactly these headers.
    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = self.connect();
        let headers: Vec<String> = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let headers = headers.concat();
        write!(stream, "{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").expect("asked");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .unwrap_or(0);
        Answer {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("patience");
        stream
    }

    /// The numbers of states, as the browser is told them.
    pub(crate) fn events(&self) -> Events {
        let mut stream = self.connect();
        let (port, cookie, path) = (self.port, &self.cookie, self.whole("/.preview/events"));
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n"
        )
        .expect("asked");
        let mut events = Events(BufReader::new(stream));
        events.next();
        events
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Hands every line of JSON on, until the program ends.
fn collect(stream: impl Read + Send + 'static, lines: Sender<Value>) {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if let Ok(value) = serde_json::from_str(&line) {
                // Who dropped the other end wants no more.
                let _ = lines.send(value);
            }
        }
    });
}

/// A stream of events.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    /// Changes a file as an editor does that writes into it, and waits until the browser is told.
    pub(crate) fn save(&mut self, file: PathBuf, text: impl AsRef<[u8]>) -> u64 {
        std::fs::write(file, text).expect("saved");
        self.next()
    }

    /// The number of the next state.
    pub(crate) fn next(&mut self) -> u64 {
        let mut idle = 0;
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).expect("an event in time");
            assert!(read > 0, "the stream ended");
            // The server says every few seconds that it is still there.
            idle += usize::from(line.starts_with(':'));
            assert!(idle < 8, "no event came");
            if let Some(number) = line.strip_prefix("data: ") {
                return number.trim().parse().expect("a number");
            }
        }
    }
}
