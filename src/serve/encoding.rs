//! Which packed form of a file a browser takes.

/// Forms in which files lie packed beside themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Zstd,
    Gzip,
}

impl Encoding {
    pub(super) const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// As HTTP names it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// What the packed file is called behind the name of the plain one.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Zstd => ".zst",
            Self::Gzip => ".gz",
        }
    }

    /// Whether an `accept-encoding` header takes it. One that is named with `q=0` is refused, also beside `*`.
    pub(super) fn is_taken(self, accepted: &str) -> bool {
        let mut by_star = false;
        for item in accepted.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let is_wanted = parts.all(|part| {
                let quality = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="));
                quality.is_none_or(|quality| quality.parse::<f32>().is_ok_and(|quality| quality > 0.0))
            });
            let is_it =
                name.eq_ignore_ascii_case(self.name()) || (self == Self::Gzip && name.eq_ignore_ascii_case("x-gzip"));
            if is_it {
                return is_wanted;
            }
            by_star |= name == "*" && is_wanted;
        }
        by_star
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_not_sent() {
        let taken = |accepted: &str| {
            let names = Encoding::ALL.into_iter().filter(|encoding| encoding.is_taken(accepted));
            names.map(Encoding::name).collect::<Vec<_>>()
        };
        assert_eq!(taken("gzip, deflate, br, zstd"), ["br", "zstd", "gzip"]);
        assert_eq!(taken("GZIP;q=0.5 , br;q=0"), ["gzip"]);
        assert_eq!(taken("*, br;q=0.000"), ["zstd", "gzip"]);
        assert_eq!(taken("*;q=0"), [""; 0]);
        assert_eq!(taken("gzip;q=x, identity"), [""; 0]);
        assert_eq!(taken(""), [""; 0]);
    }
}
