//! A cluster as whoever runs it writes it down, in TOML. `networks/local.toml` of the command line explains every field.

mod key;

pub use key::{Key, KeyText};

use std::{
    fs,
    path::{self, Path, PathBuf},
    str::FromStr,
};

use anyhow::{Context, Result, bail, ensure};
use girder_sdk::{artifacts, ledger, loader::MAX_PROGRAM_BYTES};
use serde::Deserialize;
use solana_address::Address;

use crate::network_file::{NetworkPlan, units::Tokens};

/// A whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterFile {
    /// The programs; one that is not named is left as it is.
    #[serde(default, rename = "program")]
    pub programs: Vec<ProgramEntry>,
    /// The networks.
    #[serde(default, rename = "network")]
    pub networks: Vec<NetworkEntry>,
    /// What paths in the file start from.
    #[serde(skip)]
    directory: PathBuf,
}

/// A program of the cluster.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramEntry {
    /// Which one.
    pub name: ProgramName,
    /// Its compiled file; without it, the one that came with this build.
    pub artifact: Option<PathBuf>,
    /// The key of its address: needed to deploy it for the first time, never again.
    pub keypair: Option<KeyText>,
    /// Its upgrade authority; without it, whoever pays.
    pub authority: Option<KeyText>,
    /// Bytes that it may have after later upgrades; without it, those that it has.
    pub most_bytes: Option<usize>,
    /// Who may upgrade it from then on.
    #[serde(default)]
    pub custody: Custody,
    /// To whom the stewardship is offered; without it, the upgrade authority stays the steward.
    pub steward: Option<KeyText>,
    /// Whether its accounts of old layouts are moved to today's. Reads all of its accounts; only of the ledger.
    #[serde(default)]
    pub migrate_accounts: bool,
}

/// The programs there are, in the order in which they are deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProgramName {
    /// Holds upgrade authorities.
    Steward,
    /// The ledger.
    Ledger,
    /// Stake votes.
    Governor,
}

impl ProgramName {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Steward => "steward",
            Self::Ledger => "ledger",
            Self::Governor => "governor",
        }
    }

    /// Where this build of Girder expects it.
    pub fn address(self) -> Address {
        match self {
            Self::Steward => girder_sdk::steward::program::ID,
            Self::Ledger => ledger::ID,
            Self::Governor => girder_sdk::governor::program::ID,
        }
    }

    /// The address that its committed program was compiled for.
    pub(crate) fn compiled_for(self) -> Option<Address> {
        artifacts::compiled_for(self.name())
    }

    fn artifact(self) -> &'static [u8] {
        match self {
            Self::Steward => artifacts::STEWARD,
            Self::Ledger => artifacts::LEDGER,
            Self::Governor => artifacts::GOVERNOR,
        }
    }
}

impl FromStr for ProgramName {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let named = [Self::Steward, Self::Ledger, Self::Governor].into_iter().find(|program| program.name() == text);
        named.with_context(|| format!("there is no program `{text}`: it is steward, ledger or governor"))
    }
}

/// Who may upgrade a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Custody {
    /// Its authority, at once.
    #[default]
    Authority,
    /// Its steward, 30 days after announcing it.
    Steward,
    /// Nobody, for ever.
    Final,
}

/// A network of the cluster.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkEntry {
    /// What it has in common with the demo's.
    #[serde(flatten)]
    pub plan: NetworkPlan,
    /// Who creates it, part of its address; without it, whoever pays.
    pub founder: Option<KeyText>,
    /// The mint that it is paid in and stakes; without it, one is made at an address that follows from founder and name.
    pub mint: Option<KeyText>,
    /// The wallet whose token accounts get what is slashed; without it, that is burned.
    pub treasury: Option<KeyText>,
    /// Who may pause.
    pub guardian: Option<KeyText>,
    /// Who runs it once it is set up; without it, the founder.
    pub authority: Option<KeyText>,
    /// Smallest bond of an attestor.
    pub smallest_bond: Tokens,
    /// What the reserve is filled up to, out of the founder's tokens, until the first epoch is settled.
    pub reserve: Option<Tokens>,
    /// Who attests.
    #[serde(default, rename = "attestor")]
    pub attestors: Vec<AttestorEntry>,
}

/// An attestor of a network.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttestorEntry {
    /// Its key. With the file of its keypair it registers here, and the founder posts its bond; with its address alone it has to
    /// do that itself.
    pub key: KeyText,
    /// Its bond.
    pub bond: Tokens,
    /// What its signature weighs.
    pub weight: u64,
}

impl ClusterFile {
    /// Reads a file.
    pub fn load(path: &Path) -> Result<Self> {
        let name = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("the cluster file `{name}` can't be read"))?;
        let directory = path.parent().unwrap_or(Path::new(""));
        Self::parse(&text, directory).with_context(|| format!("the cluster file `{name}` is not valid"))
    }

    /// Reads a file's text. `directory`: what paths in it start from.
    pub fn parse(text: &str, directory: &Path) -> Result<Self> {
        let mut file: Self = toml::from_str(text)?;
        file.directory = directory.to_owned();
        file.programs.sort_by_key(|program| program.name);
        file.check()?;
        Ok(file)
    }

    fn check(&self) -> Result<()> {
        for [one, other] in self.programs.array_windows() {
            ensure!(one.name != other.name, "the program `{}` is there twice", one.name.name());
        }
        for program in &self.programs {
            let ProgramEntry { name, custody, steward, migrate_accounts, .. } = program;
            let name_text = name.name();
            let is_steward = *name == ProgramName::Steward;
            ensure!(!is_steward || *custody != Custody::Steward, "the program `steward` can't be its own steward");
            let in_stewardship = *custody == Custody::Steward;
            ensure!(steward.is_none() || in_stewardship, "{name_text}.steward is only for custody = \"steward\"");
            let is_ledger = *name == ProgramName::Ledger;
            ensure!(!migrate_accounts || is_ledger, "{name_text}.migrate_accounts is only for the ledger");
        }
        Ok(())
    }

    /// Names the keypair of a program's address, whatever the file says: a path from the current directory. Refuses a program
    /// that the file does not have.
    pub fn set_keypair(&mut self, program: ProgramName, keypair: &Path) -> Result<()> {
        let entry = self.programs.iter_mut().find(|entry| entry.name == program);
        let entry = entry.with_context(|| format!("the file has no program `{}`", program.name()))?;
        entry.keypair = Some(KeyText::of_file(&path::absolute(keypair)?)?);
        Ok(())
    }

    /// The key that a text of the file names.
    pub fn key(&self, text: &KeyText) -> Result<Key> {
        text.resolve(&self.directory)
    }

    /// The path of the keypair's file that a text of the file names.
    pub(crate) fn path(&self, text: &KeyText) -> PathBuf {
        text.path(&self.directory)
    }

    /// A program's bytes.
    pub fn artifact(&self, program: &ProgramEntry) -> Result<Vec<u8>> {
        let Some(path) = &program.artifact else {
            return Ok(program.name.artifact().to_vec());
        };
        let path = self.directory.join(path);
        let name = path.display();
        let bytes = fs::read(&path).with_context(|| format!("the program `{name}` can't be read"))?;
        if !bytes.starts_with(b"\x7fELF") || bytes.len() > MAX_PROGRAM_BYTES {
            bail!("`{name}` is no compiled program of at most {MAX_PROGRAM_BYTES} bytes");
        }
        Ok(bytes)
    }
}
