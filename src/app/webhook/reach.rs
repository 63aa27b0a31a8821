//! Which addresses a program may be called at. What is asked here is the address that a name led to, at the moment of
//! the call: a name that led elsewhere a minute ago helps nobody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far calls may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Addresses of the home's own network: where most of a family's programs are.
    pub home: bool,
    /// This very machine.
    pub own: bool,
}

impl Default for Reach {
    fn default() -> Self {
        Self { home: true, own: false }
    }
}

/// Where clouds tell a machine its own secrets, outside the ranges that are closed anyway.
const METADATA: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];

impl Reach {
    /// The internet alone.
    pub const OUTSIDE: Self = Self { home: false, own: false };

    /// Whether a call may go there.
    pub fn allows(self, address: IpAddr) -> bool {
        let address = plain(address);
        if METADATA.contains(&address) {
            return false;
        }
        if address.is_loopback() {
            return self.own;
        }
        match address {
            IpAddr::V4(address) => self.allows_v4(address),
            IpAddr::V6(address) => self.allows_v6(address),
        }
    }

    /// Whether a call from a machine that has these addresses may go there: its own are no other machine's.
    pub fn allows_from(self, machine: &[IpAddr], address: IpAddr) -> bool {
        self.allows(address) && (self.own || !machine.iter().any(|own| plain(*own) == plain(address)))
    }

    fn allows_v4(self, address: Ipv4Addr) -> bool {
        let [first, second, third, _] = address.octets();
        // "This network", link-local, protocol assignments, documentation, benchmarks, multicast, what is reserved.
        let is_closed = first == 0
            || address.is_link_local()
            || (first, second, third) == (192, 0, 0)
            || address.is_documentation()
            || (first == 198 && matches!(second, 18 | 19))
            || first >= 224;
        // Behind a provider's translation, or a network laid over others, is home for whoever uses it.
        let is_shared = first == 100 && (64..128).contains(&second);
        !is_closed && (self.home || !(address.is_private() || is_shared))
    }

    fn allows_v6(self, address: Ipv6Addr) -> bool {
        let first = address.segments()[0];
        let is_closed = address.is_unspecified()
            || address.is_multicast()
            // Link-local, and what a site once had.
            || first & 0xff80 == 0xfe80
            || (first, address.segments()[1]) == (0x2001, 0x0db8)
            // A provider's own translation: what is inside is wherever the provider says.
            || address.segments()[..3] == [0x64, 0xff9b, 1];
        let is_home = first & 0xfe00 == 0xfc00;
        !is_closed && (self.home || !is_home)
    }
}

/// The IPv4 address inside an IPv6 one that only wraps it, and else the address itself.
fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    if let Some(v4) = v6.to_ipv4_mapped() {
        return v4.into();
    }
    match v6.segments() {
        // Compatible: ::/96, but for :: and ::1.
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => embedded(high, low),
        // Translated by the network: 64:ff9b::/96. 6to4: 2002::/16.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => embedded(high, low),
        _ => address,
    }
}

fn embedded(high: u16, low: u16) -> IpAddr {
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    Ipv4Addr::new(a, b, c, d).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_and_the_home_are_reached_the_machine_itself_and_what_clouds_tell_are_not() {
        let usual = Reach::default();
        let outside = Reach { home: false, own: false };
        let own = Reach { home: true, own: true };
        // The address, and whether it is reached as usual, without the home, and with this machine.
        let rows = [
            ("93.184.215.14", [true, true, true]),
            ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", [true, true, true]),
            ("192.168.1.20", [true, false, true]),
            ("10.0.0.7", [true, false, true]),
            ("172.31.255.1", [true, false, true]),
            ("172.32.0.1", [true, true, true]),
            ("100.64.0.9", [true, false, true]),
            ("fd12:3456::1", [true, false, true]),
            ("::ffff:192.168.1.20", [true, false, true]),
            ("127.0.0.1", [false, false, true]),
            ("127.9.9.9", [false, false, true]),
            ("::1", [false, false, true]),
            ("::ffff:127.0.0.1", [false, false, true]),
            ("64:ff9b::7f00:1", [false, false, true]),
            ("2002:7f00:1::", [false, false, true]),
            ("169.254.169.254", [false, false, false]),
            ("::ffff:169.254.169.254", [false, false, false]),
            ("64:ff9b::a9fe:a9fe", [false, false, false]),
            ("100.100.100.200", [false, false, false]),
            ("fd00:ec2::254", [false, false, false]),
            ("fe80::1", [false, false, false]),
            ("0.0.0.0", [false, false, false]),
            ("::", [false, false, false]),
            ("192.0.0.192", [false, false, false]),
            ("224.0.0.251", [false, false, false]),
            ("255.255.255.255", [false, false, false]),
            ("ff02::fb", [false, false, false]),
            ("198.18.0.1", [false, false, false]),
            ("fec0::1", [false, false, false]),
            ("64:ff9b:1::7f00:1", [false, false, false]),
        ];
        for (text, allowed) in rows {
            let address: IpAddr = text.parse().unwrap();
            assert_eq!([usual, outside, own].map(|reach| reach.allows(address)), allowed, "{text}");
        }
    }

    #[test]
    fn an_address_of_the_machine_itself_is_the_machine_wherever_it_is_met() {
        let machine: Vec<IpAddr> = ["192.168.1.5", "2a00:1450::5"].map(|text| text.parse().unwrap()).into();
        let own = Reach { home: true, own: true };
        for (text, usually) in [
            ("192.168.1.5", false),
            ("::ffff:192.168.1.5", false),
            ("2a00:1450::5", false),
            ("192.168.1.6", true),
            ("2a00:1450::6", true),
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert_eq!(Reach::default().allows_from(&machine, address), usually, "{text}");
            assert!(own.allows_from(&machine, address), "{text}");
        }
        assert!(!own.allows_from(&machine, "169.254.169.254".parse().unwrap()), "closed to everybody");
    }
}
