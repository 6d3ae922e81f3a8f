//! What can go wrong on a visit, each by its name.

use thiserror::Error;

/// Why a visit brought nothing.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Problem {
    /// No address of the web.
    #[error("{address} is no web address")]
    NoAddress {
        /// As it was written.
        address: String,
    },
    /// A feed or page leads to the visitor's own machine or network.
    #[error("{address} lies in a private network and was not named by you")]
    Private {
        /// Where it leads.
        address: String,
    },
    /// The site asks not to.
    #[error("{address} is closed to programs (robots.txt)")]
    Closed {
        /// The page.
        address: String,
    },
    /// The host wants to be left alone for a while.
    #[error("{host} asks to come back in {seconds} s")]
    ComeBack {
        /// The host.
        host: String,
        /// How long to wait.
        seconds: u64,
    },
    /// It is gone or forbidden.
    #[error("{address} answers {status}")]
    Status {
        /// The page.
        address: String,
        /// HTTP status.
        status: u16,
    },
    /// It leads to itself.
    #[error("{address} leads in a circle")]
    Circle {
        /// Where the circle closes.
        address: String,
    },
    /// It leads on and on.
    #[error("{address} leads on more than {most} times")]
    TooFar {
        /// Where it began.
        address: String,
        /// The bound.
        most: u32,
    },
    /// More bytes than anybody reads, after unpacking.
    #[error("{address} is larger than {most_bytes} bytes")]
    TooLarge {
        /// The page.
        address: String,
        /// The bound.
        most_bytes: u64,
    },
    /// It does not come to an end in time.
    #[error("{address} takes longer than {seconds} s")]
    TooSlow {
        /// The page.
        address: String,
        /// The bound.
        seconds: u64,
    },
    /// A picture, a film, a program.
    #[error("{address} is {found}")]
    WrongType {
        /// The page.
        address: String,
        /// Its media type.
        found: String,
    },
    /// What was said to be a feed is none.
    #[error("{address} is no feed: {why}")]
    NoFeed {
        /// The address.
        address: String,
        /// What is wrong.
        why: String,
    },
    /// The network or the server fails.
    #[error("{address} cannot be reached: {why}")]
    Unreachable {
        /// The page.
        address: String,
        /// What the network says.
        why: String,
    },
}

impl Problem {
    /// Whether it may be gone the next time.
    pub fn may_pass(&self) -> bool {
        match self {
            Problem::ComeBack { .. } | Problem::TooSlow { .. } | Problem::Unreachable { .. } => true,
            Problem::Status { status, .. } => *status >= 500 || matches!(status, 408 | 425 | 429),
            _ => false,
        }
    }
}
