//! [`ServeOptions`]: what a server is to do, worked out by whoever starts it.

use std::net::{Ipv4Addr, SocketAddr};
use whosaid_report::html::Figure;

/// What a server is to do.
#[derive(Clone)]
pub struct ServeOptions {
    /// Port on this machine, 0 for any that is free.
    pub port: u16,
    /// Whether and how others may come in.
    pub sharing: Sharing,
    /// Who signs corrections, where a reader gives no name.
    pub who: String,
    /// The time, ISO 8601 in UTC.
    pub now: fn() -> String,
    /// Documents read between two steps of an import.
    pub batch: usize,
    /// How often the models are right, for the page that says so.
    pub figures: Vec<Figure>,
    /// Name of the collection, for the pages.
    pub collection: String,
}

/// Whether others may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Only programs on this machine can reach it.
    Local,
    /// Machines that can reach the address and know the password.
    Shared {
        /// Where it listens.
        address: Ipv4Addr,
        /// What everyone must know, to read and to write.
        password: String,
        /// Names under which it may be asked for; none: any.
        names: Vec<String>,
    },
}

impl ServeOptions {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        match self.sharing {
            Sharing::Local => (Ipv4Addr::LOCALHOST, self.port).into(),
            Sharing::Shared { address, .. } => (address, self.port).into(),
        }
    }
}
