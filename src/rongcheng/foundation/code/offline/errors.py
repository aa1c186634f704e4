"""The one error of the formats (格式错误): what was scanned or fetched is not what it should be."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class CodeMalformed(CallerError):
    """A code, proof, key set or status list is not written as it must be (格式不对)."""

    code = "code.E001"
    zh = "{what_zh}的格式不对。请重新出示或重新下载后再试。"
    en = "The {what_en} is not written as it must be. Show it or fetch it again."


def malformed_code() -> CodeMalformed:
    """Return the error for something that was scanned."""
    return CodeMalformed(what_zh="融城码", what_en="code")


def malformed_list() -> CodeMalformed:
    """Return the error for a status list."""
    return CodeMalformed(what_zh="状态清单", what_en="status list")


def malformed_statement() -> CodeMalformed:
    """Return the error for something that a metro area signed for another room."""
    return CodeMalformed(what_zh="签发的凭证", what_en="signed statement")


def malformed_keys() -> CodeMalformed:
    """Return the error for a key set."""
    return CodeMalformed(what_zh="公钥清单", what_en="key set")


def malformed_request() -> CodeMalformed:
    """Return the error for a request to bind a phone's key."""
    return CodeMalformed(what_zh="绑定请求", what_en="request to bind a key")
