"""Only public hosts are asked, however an address is written and whatever its name turns into."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.errors import ForbiddenAddress
from connectors.http.addresses import check_url, checked_addresses, is_public

PUBLIC = "93.184.215.14"
OTHER_PUBLIC = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

INSIDE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)
    with pytest.raises(ForbiddenAddress):
        checked_addresses("a.example", 443, resolve=lambda host, port: [address])


@pytest.mark.parametrize("address", [PUBLIC, OTHER_PUBLIC, "8.8.8.8", "64:ff9b::8.8.8.8"])
def test_addresses_that_are_public(address):
    assert is_public(address)
    assert checked_addresses("a.example", 443, resolve=lambda host, port: [address]) == (address,)


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_no_wrapping_makes_an_inner_address_public(address):
    number = int(address)
    wrapped = [
        IPv6Address(number),
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address((0x0064FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | (number << 80)),
        IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF)),
    ]
    public = is_public(str(address))
    assert not (public and (address.is_private or address.is_loopback or address.is_multicast))
    for outer in wrapped:
        assert public or not is_public(str(outer))


@settings(deadline=None)
@given(st.ip_addresses())
@example(IPv4Address("127.0.0.1"))
@example(IPv6Address("::1"))
def test_an_address_in_an_url_is_judged_as_by_the_resolver(address):
    host = f"[{address}]" if address.version == 6 else str(address)
    allowed = True
    try:
        check_url(f"https://{host}/")
    except ForbiddenAddress:
        allowed = False
    assert allowed == is_public(str(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://127.0.0.1./",
        "http://127。0。0。1/",
        "http://①②⑦.0.0.1/",
        "http://%31%32%37.0.0.1/",
        "http://a.example./",
        "http://a..example/",
        "http://-a.example/",
        "http://a%00b.example/",
        "http://[::]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://localhost/",
        "http://LOCALHOST/",
        "http://app.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://router.lan/",
        "http://intranet/",
        "http:///path",
        "https://a.example:22/",
        "https://a.example:8080/",
        "https://a.example:99999/",
        "ftp://a.example/",
        "file:///etc/passwd",
        "gopher://a.example/",
        "//a.example/",
        "https://user@a.example/",
        "https://user:secret99@a.example/",
        "http://a.example\\@127.0.0.1/",
        "http://a.example@127.0.0.1/",
    ],
)
def test_addresses_that_are_never_asked(url):
    with pytest.raises(ForbiddenAddress) as caught:
        check_url(url)
    assert "secret99" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x?y=z",
        "http://a.example:80/",
        "https://a.example:443/",
        "http://a.example:443/",
        "https://a-b.c1.example/",
        "https://_dmarc.a.example/",
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
        f"https://{PUBLIC}/",
        f"https://[{OTHER_PUBLIC}]/",
        "https://localhost.a.example/",
        "https://mylocal.example/",
    ],
)
def test_ordinary_addresses_are_asked(url):
    check_url(url)


def test_only_the_exact_host_and_port_are_let_through():
    allow = {"127.0.0.1:8099", "[::1]:8099"}
    check_url("http://127.0.0.1:8099/x", allow)
    check_url("http://[::1]:8099/x", allow)
    assert checked_addresses("127.0.0.1", 8099, resolve=lambda host, port: [host], allow=allow) == (
        "127.0.0.1",
    )
    for url in ("http://127.0.0.1/", "http://127.0.0.1:8098/", "http://127.0.0.2:8099/"):
        with pytest.raises(ForbiddenAddress):
            check_url(url, allow)
    with pytest.raises(ForbiddenAddress):
        check_url("http://me@127.0.0.1:8099/", allow)


def test_one_inner_address_among_public_ones_spoils_all():
    with pytest.raises(ForbiddenAddress):
        checked_addresses("a.example", 443, resolve=lambda host, port: [PUBLIC, "10.0.0.1"])
