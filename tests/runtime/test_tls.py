"""A certificate is checked before it is served, and an old key form is rewritten privately."""

from __future__ import annotations

import datetime
import http.client
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rongcheng.runtime.errors import TlsUnusable
from rongcheng.runtime.tls import prepare_tls
from tests.plugins.live import LiveServer

PEM = serialization.Encoding.PEM
PKCS8 = serialization.PrivateFormat.PKCS8
OLD_FORM = serialization.PrivateFormat.TraditionalOpenSSL
OPEN = serialization.NoEncryption()


def write_pair(
    folder: Path,
    form: serialization.PrivateFormat = PKCS8,
    encryption: serialization.KeySerializationEncryption = OPEN,
) -> tuple[Path, Path]:
    """Write a certificate of our own and its key, and return their paths."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(PEM, form, encryption))
    return folder / "cert.pem", folder / "key.pem"


def test_a_good_pair_is_used_as_it_is(tmp_path: Path) -> None:
    pair = write_pair(tmp_path)
    assert prepare_tls(*pair, tmp_path) == pair


def test_an_old_key_form_is_rewritten_into_the_data_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    certificate, key = write_pair(tmp_path, OLD_FORM)
    assert "BEGIN EC PRIVATE KEY" in key.read_text()
    found = prepare_tls(certificate, key, data)
    assert found == (certificate, data / "tls-key.pem")
    assert "BEGIN PRIVATE KEY" in found.key.read_text()
    assert found.key.stat().st_mode & 0o777 == 0o600


def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    certificate, key = write_pair(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    _, stranger = write_pair(other)
    for pair, problem in (
        ((tmp_path / "absent.pem", key), "absent"),
        ((certificate, tmp_path / "absent.pem"), "absent"),
        ((certificate, stranger), "(?i)mismatch"),
        ((key, key), "key.pem"),
    ):
        with pytest.raises(TlsUnusable, match=problem):
            prepare_tls(*pair, tmp_path)


def test_a_key_with_a_passphrase_is_named(tmp_path: Path) -> None:
    locked = serialization.BestAvailableEncryption(b"a passphrase")
    with pytest.raises(TlsUnusable, match="passphrase"):
        prepare_tls(*write_pair(tmp_path, PKCS8, locked), tmp_path)


@pytest.mark.faults
def test_the_pages_are_served_over_tls(short_folder: Path) -> None:
    certificate, key = write_pair(short_folder, OLD_FORM)
    words = ("--no-demo", "--tls-cert", str(certificate), "--tls-key", str(key))
    server = LiveServer(short_folder, *words)
    server.url = f"https://127.0.0.1:{server.port}"
    try:
        server.start()
        context = ssl.create_default_context(cafile=str(certificate))
        context.check_hostname = False
        page = http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=30)
        page.request("GET", "/")
        assert page.getresponse().status == 200
        page.close()
        assert f"ready: {server.url}" in server.output()
    finally:
        assert server.stop() == 0
