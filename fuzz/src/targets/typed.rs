//! What a holder types or hands over: passphrases, key files, copy numbers, recipients.

use terkawal::{
    keys::{HolderKey, Passphrase},
    plan::{Classification, CopyNumber},
};

/// What is accepted is read again as the same.
pub fn typed(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let expected: Vec<CopyNumber> = ["01", "03-01", "0301"]
        .iter()
        .filter_map(|number| number.parse().ok())
        .collect();
    for expected in std::iter::once(None).chain(expected.iter().map(Some)) {
        if let Ok(passphrase) = Passphrase::parse(text, expected) {
            let again = Passphrase::parse(passphrase.slip_text(), Some(passphrase.copy())).ok();
            let again = again.expect("what was read is written readably");
            assert_eq!(again.slip_text(), passphrase.slip_text());
            assert_eq!(again.copy(), passphrase.copy());
        }
    }
    if let Ok(key) = HolderKey::parse(text) {
        let again = HolderKey::parse(age::secrecy::ExposeSecret::expose_secret(&key.text())).ok();
        assert_eq!(again.expect("a key file").copy(), key.copy());
    }
    if let Ok(number) = text.parse::<CopyNumber>() {
        assert_eq!(number.as_str(), text);
        assert!(!number.as_str().contains(['/', '.', '\\']));
    }
    if let Ok(classification) = text.parse::<Classification>() {
        assert_eq!(classification.mark().parse(), Ok(classification));
    }
}
