//! Who may ask the preview: a browser that opened the address of this session, and no page from elsewhere.

use sha2::{Digest as _, Sha256};

/// Secrets of a session.
pub struct Gate {
    port: u16,
    /// In the address that is opened first; counts once.
    ticket: Option<String>,
    /// In the cookie that the browser then has.
    token: String,
}

/// What the gate says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may pass.
    Pass,
    /// It brought the ticket: it gets this cookie and is sent on.
    Enter(String),
    /// Another host is named: the name of a stranger leads to this machine.
    WrongHost,
    /// It has neither cookie nor ticket.
    Refuse,
}

impl Gate {
    /// From two fresh random texts.
    pub fn new(port: u16, ticket: String, token: String) -> Self {
        Self {
            port,
            ticket: Some(ticket),
            token,
        }
    }

    /// Judges a request by its `Host`, its cookies and the ticket in its address.
    pub fn judge(&mut self, host: Option<&str>, cookies: &str, ticket: Option<&str>) -> Verdict {
        let own = [
            format!("127.0.0.1:{}", self.port),
            format!("localhost:{}", self.port),
            format!("[::1]:{}", self.port),
        ];
        if !host.is_some_and(|host| own.iter().any(|own| own.eq_ignore_ascii_case(host))) {
            return Verdict::WrongHost;
        }
        if let (Some(brought), Some(expected)) = (ticket, &self.ticket)
            && is_same(brought, expected)
        {
            self.ticket = None;
            return Verdict::Enter(format!(
                "{}={}; Path=/; HttpOnly; SameSite=Strict",
                self.cookie(),
                self.token
            ));
        }
        let name = self.cookie();
        let mut tokens = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
        if tokens.any(|(known, token)| known == name && is_same(token, &self.token)) {
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

    fn gate() -> Gate {
        Gate::new(1957, "tiket".to_owned(), "rahsia".to_owned())
    }

    #[test]
    fn a_ticket_counts_once_and_buys_a_cookie() {
        let mut gate = gate();
        let host = Some("127.0.0.1:1957");
        let Verdict::Enter(cookie) = gate.judge(host, "", Some("tiket")) else {
            panic!("the ticket was refused");
        };
        assert_eq!(gate.judge(host, "", Some("tiket")), Verdict::Refuse);
        let cookie = cookie.split(';').next().expect("a cookie");
        assert_eq!(gate.judge(host, &format!("lain=1; {cookie}"), None), Verdict::Pass);
        assert_eq!(gate.judge(host, "terkawal-1957=lain", None), Verdict::Refuse);
        assert_eq!(gate.judge(host, "terkawal-1958=rahsia", None), Verdict::Refuse);
    }

    #[test]
    fn the_name_of_a_stranger_is_refused_even_with_the_cookie() {
        for host in [
            None,
            Some("evil.test:1957"),
            Some("127.0.0.1"),
            Some("127.0.0.1:80"),
            Some("localhost.evil.test:1957"),
        ] {
            assert_eq!(
                gate().judge(host, "terkawal-1957=rahsia", Some("tiket")),
                Verdict::WrongHost
            );
        }
        assert_eq!(
            gate().judge(Some("LOCALHOST:1957"), "terkawal-1957=rahsia", None),
            Verdict::Pass
        );
    }
}
