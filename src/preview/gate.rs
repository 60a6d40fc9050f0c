//! Who may ask the preview: a browser that opened the address of this session, and no page from elsewhere.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use sha2::{Digest as _, Sha256};

/// Secrets of a session.
pub struct Gate {
    /// Names under which the preview may be asked for.
    hosts: Vec<String>,
    port: u16,
    /// First part of every address. Browsers send cookies to all ports of a host; that of the preview belongs to addresses
    /// below this one, which no other program on this machine knows.
    room: String,
    /// In the address that is opened first; counts once.
    ticket: String,
    is_spent: bool,
    /// In the cookie that the browser then has.
    token: String,
}

/// What a request brings.
#[derive(Clone, Copy, Default)]
pub struct Asked<'a> {
    /// `Host`.
    pub host: Option<&'a str>,
    /// The whole path.
    pub path: &'a str,
    /// The ticket in the address.
    pub ticket: Option<&'a str>,
    /// `Cookie`.
    pub cookies: &'a str,
    /// `Sec-Fetch-Site`: where the browser was when it was told to ask.
    pub site: Option<&'a str>,
}

/// What the gate says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may pass.
    Pass,
    /// It brought the ticket: it gets this cookie and is sent on.
    Enter(String),
    /// It brought the ticket, and somebody had brought it before.
    Again,
    /// Another host is named: the name of a stranger leads to this machine.
    WrongHost,
    /// It has neither cookie nor ticket.
    Refuse,
}

impl Gate {
    /// From three fresh random texts. `address` is where the preview listens.
    pub fn new(address: SocketAddr, room: String, ticket: String, token: String) -> Self {
        let port = address.port();
        let names = [
            IpAddr::V4(Ipv4Addr::LOCALHOST).to_string(),
            "localhost".to_owned(),
            "[::1]".to_owned(),
            match address.ip() {
                IpAddr::V4(own) => own.to_string(),
                IpAddr::V6(own) => format!("[{own}]"),
            },
        ];
        let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            // Browsers leave this port out.
            hosts.extend(names);
        }
        Self {
            hosts,
            port,
            room,
            ticket,
            is_spent: false,
            token,
        }
    }

    /// First part of every address.
    pub fn room(&self) -> &str {
        &self.room
    }

    /// What is opened first, below the address of the server.
    pub fn entrance(&self) -> String {
        format!("/{}/?ticket={}", self.room, self.ticket)
    }

    /// Judges a request.
    pub fn judge(&mut self, asked: &Asked<'_>) -> Verdict {
        let is_own = |host: &str| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host));
        if !asked.host.is_some_and(is_own) {
            return Verdict::WrongHost;
        }
        let room = asked.path.split('/').nth(1).unwrap_or_default();
        if !is_same(room, &self.room) {
            return Verdict::Refuse;
        }
        let name = self.cookie();
        if asked.ticket.is_some_and(|brought| is_same(brought, &self.ticket)) {
            if std::mem::replace(&mut self.is_spent, true) {
                return Verdict::Again;
            }
            let (room, token) = (&self.room, &self.token);
            return Verdict::Enter(format!("{name}={token}; Path=/{room}/; HttpOnly; SameSite=Strict"));
        }
        // A page of another port is no page of the preview, though both are one site to a browser.
        let is_told_by_another = asked.site.is_some_and(|site| !matches!(site, "same-origin" | "none"));
        let mut tokens = asked
            .cookies
            .split(';')
            .filter_map(|cookie| cookie.trim().split_once('='));
        if !is_told_by_another && tokens.any(|(known, token)| known == name && is_same(token, &self.token)) {
            Verdict::Pass
        } else {
            Verdict::Refuse
        }
    }

    /// Browsers keep the cookies of all ports of a machine together.
    fn cookie(&self) -> String {
        format!("terkawal-{}", self.port)
    }
}

/// Compares hashes, so that the time it takes tells nothing of the secret.
fn is_same(a: &str, b: &str) -> bool {
    Sha256::digest(a) == Sha256::digest(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(address: &str) -> Gate {
        let address = address.parse().expect("an address");
        Gate::new(address, "bilik".to_owned(), "tiket".to_owned(), "rahsia".to_owned())
    }

    /// A request that may pass.
    const GOOD: Asked<'_> = Asked {
        host: Some("127.0.0.1:1957"),
        path: "/bilik/open/",
        ticket: None,
        cookies: "terkawal-1957=rahsia",
        site: None,
    };

    #[test]
    fn a_ticket_counts_once_and_buys_a_cookie() {
        let mut gate = gate("127.0.0.1:1957");
        let entering = Asked {
            path: "/bilik/",
            ticket: Some("tiket"),
            cookies: "",
            ..GOOD
        };
        let Verdict::Enter(cookie) = gate.judge(&entering) else {
            panic!("the ticket was refused");
        };
        assert_eq!(gate.judge(&entering), Verdict::Again);
        let (cookie, rest) = cookie.split_once(';').expect("a cookie");
        assert!(rest.starts_with(" Path=/bilik/;"), "{rest}");
        for (cookies, verdict) in [
            (format!("lain=1; {cookie}").as_str(), Verdict::Pass),
            ("terkawal-1957=lain", Verdict::Refuse),
            ("terkawal-1958=rahsia", Verdict::Refuse),
        ] {
            assert_eq!(gate.judge(&Asked { cookies, ..GOOD }), verdict, "{cookies}");
        }
    }

    #[test]
    fn the_name_of_a_stranger_is_refused_even_with_the_cookie() {
        for host in [
            None,
            Some("evil.test:1957"),
            Some("127.0.0.1"),
            Some("127.0.0.1:80"),
            Some("127.0.0.2:1957"),
            Some("localhost.evil.test:1957"),
        ] {
            assert_eq!(
                gate("127.0.0.1:1957").judge(&Asked { host, ..GOOD }),
                Verdict::WrongHost
            );
        }
        let host = Some("LOCALHOST:1957");
        assert_eq!(gate("127.0.0.1:1957").judge(&Asked { host, ..GOOD }), Verdict::Pass);
    }

    #[test]
    fn its_own_address_is_taken_as_browsers_write_it() {
        for (address, host, cookies) in [
            ("127.0.0.2:1957", "127.0.0.2:1957", "terkawal-1957=rahsia"),
            ("127.0.0.1:80", "127.0.0.1", "terkawal-80=rahsia"),
            ("[::1]:80", "[::1]", "terkawal-80=rahsia"),
        ] {
            let host = Some(host);
            assert_eq!(
                gate(address).judge(&Asked { host, cookies, ..GOOD }),
                Verdict::Pass,
                "{address}"
            );
        }
    }

    #[test]
    fn the_cookie_is_worth_nothing_elsewhere() {
        for asked in [
            Asked { path: "/open/", ..GOOD },
            Asked {
                path: "/bilik2/open/",
                ..GOOD
            },
            Asked {
                site: Some("same-site"),
                ..GOOD
            },
            Asked {
                site: Some("cross-site"),
                ..GOOD
            },
        ] {
            assert_eq!(gate("127.0.0.1:1957").judge(&asked), Verdict::Refuse, "{}", asked.path);
        }
    }
}
