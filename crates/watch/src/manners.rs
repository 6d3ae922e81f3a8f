//! When a host may be asked again.

use std::collections::BTreeMap;
use std::time::Duration;

/// The time of day, and waiting. The only way time comes in.
pub trait Clock {
    /// Seconds since 1970, UTC, and the part of a second in milliseconds.
    fn now_ms(&self) -> i64;
    /// Lets time pass.
    fn wait(&self, time: Duration);
}

/// The longest wait that a host is granted, seconds.
pub(crate) const LONGEST_WAIT: u64 = 24 * 3600;
/// The first wait after a failure, seconds; doubled with every further one.
const FIRST_WAIT: u64 = 300;

/// Hosts, and when each may be asked again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manners {
    next_ms: BTreeMap<String, i64>,
    blocked_ms: BTreeMap<String, i64>,
}

impl Manners {
    /// Waits for a host's turn and takes it. Gives the seconds left where the host asked to be left alone.
    pub fn turn(&mut self, clock: &dyn Clock, host: &str, gap: Duration) -> Result<(), u64> {
        let now = clock.now_ms();
        if let Some(&until) = self.blocked_ms.get(host).filter(|&&until| until > now) {
            return Err(((until - now) as u64).div_ceil(1000));
        }
        let next = self.next_ms.get(host).copied().unwrap_or(now);
        if next > now {
            clock.wait(Duration::from_millis((next - now) as u64));
        }
        self.next_ms.insert(host.to_owned(), clock.now_ms() + gap.as_millis() as i64);
        Ok(())
    }

    /// Takes over which hosts asked to be left alone.
    pub fn remember(&mut self, blocked: &BTreeMap<String, i64>) {
        self.blocked_ms.extend(blocked.iter().map(|(host, until)| (host.clone(), *until)));
    }

    /// Which hosts asked to be left alone, and still do.
    pub fn blocked(&self, clock: &dyn Clock) -> BTreeMap<String, i64> {
        let now = clock.now_ms();
        let still = self.blocked_ms.iter().filter(|(_, until)| **until > now);
        still.map(|(host, until)| (host.clone(), *until)).collect()
    }

    /// The host asked to be left alone.
    pub fn block(&mut self, clock: &dyn Clock, host: &str, seconds: u64) {
        let until = clock.now_ms() + seconds.min(LONGEST_WAIT) as i64 * 1000;
        self.blocked_ms.insert(host.to_owned(), until);
    }
}

/// Seconds to wait after so many failures.
pub(crate) fn back_off(n_failures: u32) -> u64 {
    FIRST_WAIT.saturating_mul(1 << n_failures.saturating_sub(1).min(20)).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        assert_eq!([1, 2, 3].map(back_off), [300, 600, 1200]);
        assert_eq!(back_off(99), LONGEST_WAIT);
    }
}
