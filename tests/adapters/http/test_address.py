from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.http.address import Address, is_loopback, is_public, parse

REFUSED_V4 = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
]
REFUSED_V6 = [
    "::/96",
    "::ffff:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:db8::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]

inside = st.sampled_from(REFUSED_V4 + REFUSED_V6).flatmap(
    lambda block: st.ip_addresses(network=ip_network(block))
)
any_v4 = st.ip_addresses(v=4).map(lambda address: IPv4Address(int(address)))


@given(inside)
def test_nothing_inside_a_special_block_is_public(address: Address) -> None:
    assert not is_public(address)


@given(st.ip_addresses())
def test_nothing_is_public_that_python_calls_otherwise(address: Address) -> None:
    if address.is_multicast or not address.is_global:
        assert not is_public(address)


@given(any_v4, st.integers(min_value=0, max_value=0xFFFF))
def test_no_address_is_public_that_stands_for_an_ipv4_one(v4: IPv4Address, rest: int) -> None:
    """Not even for a public one: what it is translated to is not what was checked."""
    number = int(v4)
    forms = [
        IPv6Address(number),  # compatible
        IPv6Address(0xFFFF << 32 | number),  # mapped
        IPv6Address(0x64FF9B << 96 | number),  # NAT64
        IPv6Address(0x2002 << 112 | number << 80 | rest),  # 6to4
        IPv6Address(0x20010000 << 96 | number << 64 | rest),  # Teredo, its server
        IPv6Address(0x20010000 << 96 | number ^ 0xFFFFFFFF),  # Teredo, its client
    ]

    assert not any(is_public(form) for form in forms)


@pytest.mark.parametrize(
    "text", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "2a01:e0a::1", "192.0.1.1"]
)
def test_the_addresses_of_real_servers_are_public(text: str) -> None:
    address = parse(text)

    assert address
    assert is_public(address)


def test_an_address_bound_to_an_interface_is_not_public() -> None:
    assert not is_public(IPv6Address("2606:4700::1111%eth0"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("::ffff:127.0.0.1", False),
        ("10.0.0.1", False),
        ("1.1.1.1", False),
        ("::", False),
    ],
)
def test_loopback_is_loopback_in_its_plain_form_only(text: str, expected: bool) -> None:  # noqa: FBT001
    address = parse(text)

    assert address
    assert expected == is_loopback(address)


@pytest.mark.parametrize("text", ["localhost", "127.1", "2130706433", "0x7f.1", "", "1.2.3.4:80"])
def test_what_is_not_written_as_an_address_is_a_name(text: str) -> None:
    assert parse(text) is None
