//! How many may be here at once: in all, and from one address, so that one caller cannot take the place of everybody.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::Network;
use crate::limit::network_of;

/// Open connections at once; more wait in the system's queue. A family's browsers need some dozens.
const CONNECTIONS: usize = 512;
/// Open connections of one address; more are closed at once. A browser opens six, and a router may stand for all
/// devices of a home.
const OF_ONE: u32 = 100;

/// The places of all the box's addresses. A cheap clone.
#[derive(Debug, Clone)]
pub struct Places {
    all: Arc<Semaphore>,
    taken: Arc<Mutex<BTreeMap<IpAddr, u32>>>,
    /// Those who call for many.
    shared: Arc<[Network]>,
    of_one: u32,
}

/// Kept for as long as the connection.
#[derive(Debug)]
pub(super) struct Place {
    places: Places,
    address: IpAddr,
    _permit: OwnedSemaphorePermit,
}

impl Places {
    /// `shared` are addresses that call for many: a proxy in front of the box, the machine itself.
    pub fn new(shared: &[Network]) -> Self {
        Self::of(CONNECTIONS, OF_ONE, shared)
    }

    fn of(all: usize, of_one: u32, shared: &[Network]) -> Self {
        Self { all: Arc::new(Semaphore::new(all)), taken: Arc::default(), shared: shared.into(), of_one }
    }

    /// Waits for a free place.
    pub(super) async fn free(&self) -> Option<OwnedSemaphorePermit> {
        self.all.clone().acquire_owned().await.ok()
    }

    /// The place for a caller; none if theirs are all taken.
    pub(super) fn take(&self, permit: OwnedSemaphorePermit, caller: IpAddr) -> Option<Place> {
        let address = network_of(caller);
        let mut taken = self.taken();
        let count = taken.entry(address).or_default();
        if *count >= self.of_one && !self.shared.iter().any(|network| network.contains(caller)) {
            return None;
        }
        *count += 1;
        Some(Place { places: self.clone(), address, _permit: permit })
    }

    fn taken(&self) -> MutexGuard<'_, BTreeMap<IpAddr, u32>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_address_cannot_take_every_place() {
        let places = Places::of(10, 2, &[]);
        let take = async |from: &str| {
            let permit = places.free().await.unwrap();
            places.take(permit, from.parse().unwrap())
        };
        let (first, second) = (take("192.0.2.7").await, take("::ffff:192.0.2.7").await);
        assert!(first.is_some() && second.is_some());
        assert!(take("192.0.2.7").await.is_none());
        assert!(take("192.0.2.8").await.is_some(), "others come in");
        let near = [take("2001:db8::1").await, take("2001:db8::2").await, take("2001:db8::3").await];
        assert_eq!(
            near.each_ref().map(Option::is_some),
            [true, true, false],
            "one network, however many addresses"
        );
        drop(first);
        assert!(take("192.0.2.7").await.is_some(), "a place is free again");
        drop((second, near));
        assert_eq!(places.all.available_permits(), 10);
        assert!(places.taken().is_empty(), "nothing is remembered of who left");
    }
}
