//! Which addresses may be asked: nothing on this machine or in its own network unless the user named it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address may be asked: a public one, and where the user allows the `own` network, one of this machine or of a
/// private network. Link-local and other special addresses never: at some of them clouds tell secrets to whoever asks.
pub fn is_allowed(address: IpAddr, own: bool) -> bool {
    is_public(address) || own && is_own(address)
}

/// Whether an address is of this machine or of a private network (RFC 1918, RFC 4193).
fn is_own(address: IpAddr) -> bool {
    /// Unique local addresses at which clouds answer with credentials: `fd00:ec2::/32` (Amazon), `fd20:ce::/32` (Google).
    const METADATA: [[u16; 2]; 2] = [[0xfd00, 0x0ec2], [0xfd20, 0x00ce]];
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => match embedded_v4(v6) {
            Some(v4) => v4.is_loopback() || v4.is_private(),
            None => {
                v6.is_loopback() || v6.is_unique_local() && !METADATA.contains(&[v6.segments()[0], v6.segments()[1]])
            }
        },
    }
}

/// Whether an address lies in the public network.
///
/// Everything that the registries of special addresses (IANA, RFC 6890) do not call globally reachable is not public;
/// addresses of version 4 inside those of version 6 are judged as what they stand for.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match embedded_v4(v6) {
            Some(v4) => is_public_v4(v4),
            // 2000::/3 is all that is allocated; 2001:db8::/32 is for documentation.
            None => v6.segments()[0] & 0xe000 == 0x2000 && !(v6.segments()[0] == 0x2001 && v6.segments()[1] == 0x0db8),
        },
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    !(v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_documentation()
        || v4.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99))
}

/// The version 4 address that a mapped (`::ffff:0:0/96`), translated (`64:ff9b::/96`) or 6to4 (`2002::/16`) address stands for.
fn embedded_v4(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = v6.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(v4(high, low)),
        [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "192.88.99.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
        for own in ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "::1", "fd12::1", "::ffff:127.0.0.1"] {
            let address = own.parse().expect("an address");
            assert!(is_allowed(address, true) && !is_allowed(address, false), "{own}");
        }
        for never in [
            "169.254.169.254",
            "fe80::1",
            "::ffff:169.254.169.254",
            "100.100.100.200",
            "fd00:ec2::254",
            "fd20:ce::254",
            "0.0.0.0",
            "::",
            "224.0.0.1",
        ] {
            assert!(!is_allowed(never.parse().expect("an address"), true), "{never}");
        }
        for address in ["93.184.215.14", "2606:4700::6810:84e5", "64:ff9b::93.184.215.14", "100.128.0.1"] {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
    }
}
