"""Only named hosts are called, at the address that was checked: whatever a name, a link or a redirect says."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from schakel.chain.problem import Refusal
from schakel.data.zgw.addresses import Allowed, connected
from schakel.data.zgw.config import read_config
from schakel.data.zgw.session import GuardedSession, Unreachable

OPEN = Allowed(("zaken.example.nl", "zaken.example.nl:8443"))
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/zaken",
        "https://[::1]/zaken",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.8/zaken",
        "https://2130706433/zaken",
        "https://0x7f000001/zaken",
        "https://zaken.example.nl@169.254.169.254/zaken",
        "https://user:secret@zaken.example.nl/zaken",
        "http://zaken.example.nl/zaken",
        "file:///etc/passwd",
        "gopher://zaken.example.nl/zaken",
        "https://zaken.example.nl:99999/zaken",
        "https://zaken.example.nl:22/zaken",
        "https://zaken.example.nl\\@elders.example/zaken",
        "https://zaken.example.nl/zaken#deel",
        "https://zaken.example.nl/za\nken",
        "https://zaken.example.nl.elders.example/zaken",
        "//zaken.example.nl/zaken",
        "",
    ],
)
def test_an_address_that_is_not_a_named_host_over_https_is_refused(url: str) -> None:
    with pytest.raises(Refusal) as refusal:
        OPEN.check(url)
    assert refusal.value.problems[0].code in ("zgw_address", "zgw_host", "zgw_plain")
    with pytest.raises(Refusal):
        GuardedSession(OPEN).get(url, {})


@pytest.mark.parametrize("url", ["https://zaken.example.nl/zaken?page=2", "https://ZAKEN.example.nl:8443/zaken"])
def test_a_named_host_is_taken(url: str) -> None:
    assert OPEN.check(url) == url


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "::1", "169.254.169.254", "10.0.0.8", "172.16.3.4", "192.168.1.1", "0.0.0.0",  # noqa: S104
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "fe80::1%eth0", "fd00:ec2::254", "fc00::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.8", "64:ff9b::7f00:1", "2002:7f00:1::", "::", "ff02::1",
    ],
)  # fmt: skip
def test_a_name_that_points_inside_is_not_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not OPEN.may_reach(address)
    called = resolving(monkeypatch, [[address]])
    with pytest.raises(Refusal) as refusal:
        GuardedSession(OPEN).get("https://zaken.example.nl/zaken", {})
    assert refusal.value.problems[0].code == "zgw_private"
    assert called == []


def test_public_addresses_are_called() -> None:
    assert OPEN.may_reach(PUBLIC)
    assert OPEN.may_reach("2a00:1450:400e:80f::2003")


def test_a_private_network_must_be_named_and_the_address_of_metadata_never_helps() -> None:
    inside = Allowed(
        ("zaken.example.nl",), (ipaddress.ip_network("10.20.0.0/16"), ipaddress.ip_network("169.254.0.0/16"))
    )
    assert inside.may_reach("10.20.3.4")
    assert not inside.may_reach("10.21.3.4")
    assert not inside.may_reach("169.254.169.254")


def test_one_address_inside_among_several_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    called = resolving(monkeypatch, [[PUBLIC, "10.0.0.8"]])
    with pytest.raises(Refusal):
        GuardedSession(OPEN).get("https://zaken.example.nl/zaken", {})
    assert called == []


def test_a_name_that_changes_its_mind_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked once; the connection goes to what was checked, not to what the name says a moment later."""
    called = resolving(monkeypatch, [[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    with pytest.raises(Unreachable):
        GuardedSession(OPEN).get("https://zaken.example.nl/zaken", {})
    assert called == [PUBLIC]


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    called = resolving(monkeypatch, [[PUBLIC]])
    with pytest.raises(Unreachable):
        GuardedSession(OPEN).get("https://zaken.example.nl/zaken", {})
    assert called == [PUBLIC]


def test_http_goes_only_to_this_machine_and_only_where_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Allowed(("zaken.example.nl",), (LOOPBACK, ipaddress.ip_network("10.0.0.0/8")))
    called = resolving(monkeypatch, [["10.0.0.8"]])
    with pytest.raises(Refusal) as refusal:
        GuardedSession(here).get("http://zaken.example.nl/zaken", {})
    assert refusal.value.problems[0].code == "zgw_plain"
    assert called == []


def test_a_certificate_of_nobody_is_refused() -> None:
    """A real server on loopback that speaks no TLS: nothing of the request is sent to it in the clear."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)
        got: list[bytes] = []

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(5)
                got.append(connection.recv(4096))
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        port = listening.getsockname()[1]
        session = GuardedSession(Allowed((f"127.0.0.1:{port}",), (LOOPBACK,)), connect=5, read=5)
        with pytest.raises((Refusal, Unreachable)):
            session.get(f"https://127.0.0.1:{port}/zaken", {"Authorization": "Bearer geheim"})
        thread.join(10)
    assert b"geheim" not in got[0]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody signed but itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def sealed(certificate: Path) -> Iterator[int]:
    """The port of a server that speaks TLS and answers one request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def answer() -> None:
            with suppress(OSError):
                connection, _ = listening.accept()
                connection.settimeout(5)
                with context.wrap_socket(connection, server_side=True) as secure:
                    secure.recv(4096)
                    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(15)


@pytest.mark.parametrize(
    ("host", "trusted", "code"),
    [("localhost", True, ""), ("localhost", False, "zgw_certificate"), ("127.0.0.1", True, "zgw_certificate")],
)
def test_the_certificate_must_be_of_the_name_and_signed_by_who_is_trusted(
    certificate: Path, host: str, trusted: bool, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to the address that was checked, and the certificate is still held against the name."""
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, port, **_: [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]
    )
    with sealed(certificate) as port:
        allowed = Allowed((f"{host}:{port}",), (LOOPBACK,))
        session = GuardedSession(allowed, connect=5, read=5, ca_file=certificate if trusted else None)
        if not code:
            assert session.get(f"https://{host}:{port}/zaken", {}).body == b"{}"
        else:
            with pytest.raises(Refusal) as refusal:
                session.get(f"https://{host}:{port}/zaken", {})
            assert refusal.value.problems[0].code == code
        session.close()


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schakel.data.zgw.session.MAX_BYTES", 100_000)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(5)
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
                try:
                    for _ in range(100):
                        connection.sendall(b"x" * 10_000)
                except OSError:
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        port = listening.getsockname()[1]
        session = GuardedSession(Allowed((f"127.0.0.1:{port}",), (LOOPBACK,)), connect=5, read=5)
        with pytest.raises(Refusal) as refusal:
            session.get(f"http://127.0.0.1:{port}/zaken", {})
        session.close()
        thread.join(10)
    assert refusal.value.problems[0].code == "zgw_large"


def resolving(monkeypatch: pytest.MonkeyPatch, answers: list[list[str]]) -> list[str]:
    """Names resolve to these addresses, one list after the other; where somebody connects is noted, and no more."""
    called: list[str] = []
    left = list(answers)

    def looked_up(_host: Any, port: int, **_: Any) -> list[Any]:
        found = left.pop(0)
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found
        ]

    class Noted:
        def __init__(self, *_: Any) -> None:
            pass

        def settimeout(self, _seconds: float | None) -> None:
            pass

        def connect(self, where: tuple[str, int]) -> None:
            called.append(where[0])
            raise ConnectionRefusedError

        def close(self) -> None:
            pass

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "socket", Noted)
    return called


def test_a_connection_is_really_made_to_what_was_checked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = connected(Allowed((), (LOOPBACK,)), "127.0.0.1", listening.getsockname()[1], 5, is_plain=True)
        made.close()


CONFIG = """
zaken = "https://zaken.example.nl/zaken/api/v1/"
catalogi = "https://zaken.example.nl/catalogi/api/v1"
hosts = ["zaken.example.nl"]
client_id = "schakel"
secret_file = "secret"
key_file = "log/key"
"""


def test_a_configuration_as_small_as_can_be(tmp_path: Path) -> None:
    (tmp_path / "zgw.toml").write_text(CONFIG, encoding="utf-8")
    found = read_config(tmp_path / "zgw.toml")
    assert found.zaken == "https://zaken.example.nl/zaken/api/v1"
    assert found.resident_roles == ("initiator", "belanghebbende")
    assert found.secret_file == tmp_path / "secret"


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        (("hosts", "host"), "toml_key_unknown", "host"),
        (('"zaken.example.nl"]', '"elders.example.nl"]'), "zgw_host", ""),
        (('"https://zaken.example.nl/cat', '"http://zaken.example.nl/cat'), "zgw_plain", ""),
        (('["zaken.example.nl"]', '["https://zaken.example.nl/"]'), "toml_value", "hosts"),
        (('client_id = "schakel"\n', ""), "toml_value", "client_id"),
        (('secret_file = "secret"\n', ""), "toml_value", "secret_file"),
        (('key_file = "log/key"\n', ""), "toml_value", "key_file"),
        (("\nhosts", '\nca_file = "weg.pem"\nhosts'), "toml_value", "ca_file"),
        (("\nhosts", '\nprivate_networks = ["thuis"]\nhosts'), "toml_value", "private_networks"),
        (("\nhosts", '\nresident_roles = ["bewoner"]\nhosts'), "toml_value", "resident_roles"),
        (('log/key"\n', 'log/key"\n[select]\nvan = 2024-01-01\n'), "toml_key_unknown", "select.van"),
    ],
)
def test_a_slip_in_the_configuration_is_told(tmp_path: Path, change: tuple[str, str], code: str, column: str) -> None:
    (tmp_path / "zgw.toml").write_text(CONFIG.replace(*change), encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read_config(tmp_path / "zgw.toml")
    assert (refusal.value.problems[0].code, refusal.value.problems[0].column) == (code, column)
