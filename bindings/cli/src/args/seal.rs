//! What is said of seals and engines.

use std::path::PathBuf;

use clap::ValueEnum;

#[derive(Debug, Default, clap::Args)]
pub(crate) struct SealArgs {
    /// Seal the blocks: who has the secret can read them, and sees what was changed, moved or cut off. The secret is in
    /// --seal-secret-file or in the environment variable HARMONY4_SECRET
    #[arg(long, conflicts_with_all = ["mask", "key_file"])]
    pub(crate) seal: bool,
    /// Seal the blocks with the bytes of this file, at least 32, as the secret
    #[arg(long, value_name = "FILE", conflicts_with_all = ["mask", "key_file"])]
    pub(crate) seal_secret_file: Option<PathBuf>,
    /// What happens at every 1024th block of sealed ones: nothing, or a public key goes along [default: off]
    #[arg(long, value_enum, value_name = "MODE")]
    pub(crate) seal_mode: Option<SealMode>,
    /// 64 hexadecimal digits that never come twice with one secret, instead of random ones: for repeatable output alone
    #[arg(long, value_name = "HEX", value_parser = id)]
    pub(crate) session_id: Option<[u8; 32]>,
    /// 64 hexadecimal digits that no other container has, instead of random ones
    #[arg(long, value_name = "HEX", value_parser = id)]
    pub(crate) container_id: Option<[u8; 32]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SealMode {
    Off,
    Announce,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineName {
    /// Stores what it is given
    Store,
    /// Run lengths; takes multiples of 256 bytes
    GeometricReference,
}

impl SealArgs {
    /// Whether blocks are to be sealed.
    pub(crate) fn is_said(&self) -> bool {
        self.seal || self.seal_secret_file.is_some()
    }

    /// Whether there is something that only sealed blocks have.
    pub(crate) fn has_details(&self) -> bool {
        self.seal_mode.is_some() || self.session_id.is_some() || self.container_id.is_some()
    }
}

fn id(text: &str) -> Result<[u8; 32], String> {
    let mut id = [0; 32];
    let is_hex = text.bytes().all(|digit| digit.is_ascii_hexdigit());
    if text.len() != 64 || !is_hex {
        return Err("not 64 hexadecimal digits".to_owned());
    }
    for (number, byte) in id.iter_mut().enumerate() {
        let at = number.saturating_mul(2);
        let digits = text.get(at..at.saturating_add(2)).unwrap_or_default();
        *byte = u8::from_str_radix(digits, 16).map_err(|error| error.to_string())?;
    }
    Ok(id)
}
