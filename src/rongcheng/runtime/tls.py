"""Checks a certificate and its key before they are served (证书检查)."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives import serialization

from rongcheng.runtime.errors import TlsUnusable
from rongcheng.runtime.folders import write_private

PKCS8_HEAD = "-----BEGIN PRIVATE KEY-----"


class TlsFiles(NamedTuple):
    """A certificate chain and its private key, in PEM."""

    certificate: Path
    key: Path


def prepare_tls(certificate: Path, key: Path, data_folder: Path) -> TlsFiles:
    """Return files that the web server can use, or say what is wrong with them.

    The server reads keys in PKCS#8 only; one in an older form is rewritten into the data folder,
    readable by its owner only. Raises `TlsUnusable`.
    """
    for path in (certificate, key):
        if not path.is_file():
            raise TlsUnusable(file=path, problem="不存在 · no such file")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, _no_password)
        text = key.read_text(encoding="ascii")
        if PKCS8_HEAD not in text:
            text = _as_pkcs8(text)
            key = data_folder / "tls-key.pem"
            write_private(key, text)
    except (OSError, ValueError, TypeError) as error:
        raise TlsUnusable(file=key, problem=str(error)) from error
    return TlsFiles(certificate.absolute(), key.absolute())


def _no_password() -> bytes:
    raise ValueError("私钥有口令，请先去掉 · the key has a passphrase; remove it first")


def _as_pkcs8(text: str) -> str:
    key = serialization.load_pem_private_key(text.encode("ascii"), password=None)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")
