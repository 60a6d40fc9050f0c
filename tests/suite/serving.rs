//! `terkawal serve` as a process, and requests to it byte by byte.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

use crate::{plan_test::PlanTest, program::text};

/// Nothing that is tested takes near as long; a test that waits in vain ends.
const AT_MOST: Duration = Duration::from_mins(1);

/// Lines of a stream, as they come.
#[derive(Clone, Default)]
struct Lines(Arc<(Mutex<Vec<String>>, Condvar)>);

impl Lines {
    fn follow(&self, stream: impl std::io::Read + Send + 'static) {
        let lines = self.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines() {
                let Ok(line) = line else { break };
                lines.0.0.lock().expect("lines").push(line);
                lines.0.1.notify_all();
            }
        });
    }

    fn wait(&self, fits: impl Fn(&str) -> bool) -> String {
        let lines = self.0.0.lock().expect("lines");
        let none = |lines: &mut Vec<String>| !lines.iter().any(|line| fits(line));
        let (lines, timeout) = self.0.1.wait_timeout_while(lines, AT_MOST, none).expect("lines");
        assert!(!timeout.timed_out(), "no such line in {lines:#?}");
        lines.iter().find(|line| fits(line)).expect("a line").clone()
    }
}

/// The server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    stdout: Lines,
    stderr: Lines,
}

impl Server {
    /// Serves a folder on a free port.
    #[track_caller]
    pub(crate) fn start(home: &Path, folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_terkawal"))
            .args(["serve", text(folder), "--port", "0"])
            .args(arguments)
            .env("TERKAWAL_HOME", home)
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let (stdout, stderr) = (Lines::default(), Lines::default());
        stdout.follow(child.stdout.take().expect("stdout"));
        stderr.follow(child.stderr.take().expect("stderr"));
        let line = stdout.wait(|line| line.contains("://"));
        let address = line.split("://").nth(1).and_then(|rest| rest.split('/').next());
        Self {
            child,
            address: address.and_then(|address| address.parse().ok()).expect("an address"),
            stdout,
            stderr,
        }
    }

    /// Waits for a line on stdout.
    #[track_caller]
    pub(crate) fn says(&self, part: &str) -> String {
        self.stdout.wait(|line| line.contains(part))
    }

    /// Waits for a line on stderr.
    #[track_caller]
    pub(crate) fn warns(&self, part: &str) -> String {
        self.stderr.wait(|line| line.contains(part))
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A connection.
    #[track_caller]
    pub(crate) fn connect(&self) -> TcpStream {
        connect(self.address)
    }

    /// Sends bytes and reads until the server closes.
    #[track_caller]
    pub(crate) fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        exchange(self.connect(), bytes)
    }

    /// One answer to a request with further header lines.
    #[track_caller]
    pub(crate) fn ask(&self, method: &str, target: &str, headers: &[&str]) -> Answer {
        ask(self.address, method, target, headers)
    }

    #[track_caller]
    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[])
    }

    /// Sends a signal by name, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &self.pid().to_string()])
            .status();
        assert!(sent.expect("kill").success());
    }

    /// Waits until the process ended; its exit code.
    pub(crate) fn ended(&mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl PlanTest {
    /// Serves what was issued.
    #[track_caller]
    pub(crate) fn serve(&self, arguments: &[&str]) -> Server {
        Server::start(&self.path("home"), &self.root().join("public"), arguments)
    }
}

#[track_caller]
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(AT_MOST)).expect("a time");
    stream.set_write_timeout(Some(AT_MOST)).expect("a time");
    stream
}

/// Sends bytes and reads until the other side closes.
#[track_caller]
pub(crate) fn exchange(mut stream: TcpStream, bytes: &[u8]) -> Vec<u8> {
    stream.write_all(bytes).expect("sent");
    let mut answer = Vec::new();
    // A server that refuses may close before everything was read; what it said came before.
    if let Err(error) = stream.read_to_end(&mut answer) {
        assert!(
            error.kind() == std::io::ErrorKind::ConnectionReset,
            "{error} after {} bytes",
            answer.len()
        );
    }
    answer
}

#[track_caller]
pub(crate) fn ask(address: SocketAddr, method: &str, target: &str, headers: &[&str]) -> Answer {
    let mut request = format!("{method} {target} HTTP/1.1\r\nHost: intranet.test\r\nConnection: close\r\n");
    for header in headers {
        request += header;
        request += "\r\n";
    }
    let bytes = exchange(connect(address), (request + "\r\n").as_bytes());
    Answer::parse(&bytes).unwrap_or_else(|| panic!("{method} {target}: {}", String::from_utf8_lossy(&bytes)))
}

/// One answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case, as they came.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
        Some(Self {
            status,
            headers: headers.collect::<Option<_>>()?,
            body: bytes[end + 4..].to_vec(),
        })
    }

    /// The only value of a header; empty when it is not there.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let value = values.next().map_or("", |(_, value)| value);
        assert!(values.next().is_none(), "{name} twice");
        value
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
