//! Certificate and private key; renewed ones are taken while the site is served.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
};

use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    digest,
    world::World,
};

/// A chain of certificates is far smaller.
const LARGEST_FILE: u64 = 1 << 20;

/// What https needs.
pub(super) struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    now: RwLock<Now>,
}

struct Now {
    acceptor: TlsAcceptor,
    /// SHA-256 of both files, those that could not be used included.
    seen: String,
}

impl Tls {
    /// Reads both files.
    pub(super) fn read(world: &dyn World, (certificate, key): &(PathBuf, PathBuf)) -> Outcome<Arc<Self>> {
        let (config, seen) = read(world, certificate, key)?;
        Ok(Arc::new(Self {
            certificate: certificate.clone(),
            key: key.clone(),
            now: RwLock::new(Now {
                acceptor: config?.into(),
                seen,
            }),
        }))
    }

    /// What takes connections now.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.acceptor.clone()
    }

    /// Takes other files when they are there; those that cannot be used are told once, and the old ones go on.
    pub(super) fn renew(&self, world: &dyn World) -> Outcome<()> {
        // In the middle of a renewal one of them may be missing.
        let Ok((config, seen)) = read(world, &self.certificate, &self.key) else {
            return Ok(());
        };
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        if now.seen == seen {
            return Ok(());
        }
        now.seen = seen;
        now.acceptor = config?.into();
        Ok(())
    }
}

type Config = Outcome<Arc<ServerConfig>>;

fn read(world: &dyn World, certificate: &Path, key: &Path) -> Outcome<(Config, String)> {
    let read = |path: &Path| {
        let bytes = world.read_up_to(path, LARGEST_FILE);
        bytes.map_err(|error| Failure::io("read", path, &error))
    };
    let (chain, secret) = (read(certificate)?, read(key)?);
    let seen = digest::hex(&chain) + &digest::hex(&secret);
    Ok((config(&chain, &secret, certificate, key), seen))
}

fn config(chain: &[u8], secret: &[u8], certificate: &Path, key: &Path) -> Config {
    let unusable = |path: &Path, what: &str| {
        Failure::fault(
            Diagnostic::error("E544", format!("{} {what}", path.display()))
                .hint("give PEM files: the certificate with those between it and the root, and its private key"),
        )
    };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(chain).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| unusable(certificate, "holds no certificate in PEM form"))?;
    let secret = PrivateKeyDer::from_pem_slice(secret)
        .map_err(|_| unusable(key, "holds no private key in PEM form without a passphrase"))?;
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = builder
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret));
    let mut config = config.map_err(|error| unusable(key, &format!("does not fit the certificate: {error}")))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
