"""Which addresses may be connected to.

Tables of our own rather than `ipaddress.is_global` alone: what that says of several blocks
changed between patch releases of Python, and it counts multicast and translated addresses as
global. Sources: the IANA special-purpose address registries (RFC 6890) for both families.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

Address = IPv4Address | IPv6Address

_V4_REFUSED: Final = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, where clouds keep their metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

_V6_UNICAST: Final = IPv6Network("2000::/3")
"""All global unicast space that was ever handed out. Outside it lie, among others, loopback,
v4-mapped and v4-compatible addresses, NAT64 (64:ff9b::/96), unique-local, link-local, multicast."""

_V6_REFUSED: Final = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo (2001::/32), which holds an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds an IPv4 address
        "3fff::/20",  # documentation
    )
)


def parse(text: str) -> Address | None:
    """The IP address that a host is written as; `None` for a host name."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether this is a global unicast address that is not translated into another one."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _V4_REFUSED)
    return (
        address.scope_id is None
        and address in _V6_UNICAST
        and not any(address in block for block in _V6_REFUSED)
    )


def is_loopback(address: Address) -> bool:
    """Whether this is 127.0.0.0/8 or ::1, and not another form of one of them."""
    if isinstance(address, IPv4Address):
        return address.is_loopback
    return address == IPv6Address("::1")
