"""Errors (错误): tell a citizen or a caller what went wrong, whose fault it is and what to do next.

A refusal is no error: it is a result with reasons (see `outcomes`). Errors are for misuse and for
broken surroundings. Each carries a stable code, its parameters and one sentence in each language.
Parameters reach logs and answers: never put an ID number or a key among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from string import Formatter
from typing import ClassVar, Literal

Lang = Literal["zh", "en"]

_CODE = re.compile(r"[a-z][a-z_]*\.[A-Z][0-9]{3}")
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])([0-9]{6})[0-9]{8}([0-9]{3}[0-9Xx])(?![0-9A-Za-z])")
_LONGEST_SHOWN = 40
_MOST_BITS = 1_024


class Fault(Enum):
    """Whose fault (谁的责任): lets an answer say whether to correct, to wait or to call us."""

    OURS = "ours"
    CALLER = "caller"
    PEER = "peer"


class RongchengError(Exception):
    """Any error of the project (错误): a code, both languages, and the next step.

    A subclass sets `code` ("room.E001"), `zh` and `en`; the texts are format templates over the
    keyword parameters of the constructor. A missing parameter is a `TypeError` at once, so that a
    half-filled sentence never reaches a screen.
    """

    code: ClassVar[str] = ""
    fault: ClassVar[Fault] = Fault.OURS
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Refuse a class whose code is misspelt or whose text is missing in one language."""
        super().__init_subclass__(**kwargs)
        if cls.code and not _CODE.fullmatch(cls.code):
            raise TypeError(f"{cls.__name__}: code {cls.code!r} is not of the form room.E001")
        if cls.code and not (cls.zh and cls.en):
            raise TypeError(f"{cls.__name__}: needs a text in both languages")

    def __init__(self, **params: object) -> None:
        """Keep the parameters; every field of both templates must be among them."""
        missing = sorted((_fields(self.zh) | _fields(self.en)) - params.keys())
        if missing:
            raise TypeError(f"{type(self).__name__} lacks parameters: {', '.join(missing)}")
        super().__init__()
        self.params: dict[str, object] = params

    def message(self, lang: Lang) -> str:
        """Return the sentence for the reader's language, with the next step in it."""
        template = self.zh if lang == "zh" else self.en
        return template.format(**self.params)

    def __str__(self) -> str:
        """Show code and English text, for logs and tracebacks."""
        return f"{self.code}: {self.message('en')}"

    def __reduce__(self) -> tuple[object, tuple[type[RongchengError], dict[str, object]]]:
        """Let the error cross a process border with its parameters."""
        return _rebuild, (type(self), self.params)


class CallerError(RongchengError):
    """The caller sent something that it can correct (请求有误)."""

    fault = Fault.CALLER


class OurError(RongchengError):
    """Rongcheng itself is wrongly built, set up or filled (我方故障)."""

    fault = Fault.OURS


class PeerError(RongchengError):
    """A system that we depend on is down or disagrees (对方系统故障)."""

    fault = Fault.PEER


def declared_errors() -> Iterator[type[RongchengError]]:
    """Yield every error class with a code that is loaded, for documentation and for tests."""
    stack: list[type[RongchengError]] = [RongchengError]
    while stack:
        found = stack.pop()
        stack.extend(found.__subclasses__())
        if "code" in vars(found) and found.code:
            yield found


def shown(given: object) -> str:
    """Return a refused value as a message may repeat it: short, and no ID number in clear.

    >>> shown("12,5"), shown("430302199003071235")
    ("'12,5'", "'430302********1235'")
    """
    if isinstance(given, int) and given.bit_length() > _MOST_BITS:
        return "…"  # Python refuses to write out an int of thousands of digits.
    # Masked before it is cut: half an ID number would no longer look like one.
    text = _ID_NUMBER.sub(r"\1********\2", repr(given))
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _rebuild(kind: type[RongchengError], params: dict[str, object]) -> RongchengError:
    return kind(**params)


class AmountInvalid(CallerError):
    """An amount is not written as a plain decimal number (数值写法不对)."""

    code = "kernel.E001"
    zh = (
        "「{name}」的数值 {given} 写法不对。请写成普通十进制数，最多 {decimals} 位小数，"
        "不用指数和千分位，再发一次。"
    )
    en = (
        "The value {given} of “{name}” is not a plain number. Write it as a decimal number with at "
        "most {decimals} decimals, without exponent or separators, and send it again."
    )


class AmountOutOfRange(CallerError):
    """An amount is beyond what can be computed exactly (数值超出范围)."""

    code = "kernel.E002"
    zh = "「{name}」的数值 {given} 超出范围，绝对值最大为 {limit}。请核对后再发一次。"
    en = (
        "The value {given} of “{name}” is out of range; its size is at most {limit}. "
        "Check it and send it again."
    )


class DateInvalid(CallerError):
    """A date is not a real day in the form yyyy-MM-dd (日期写法不对)."""

    code = "kernel.E003"
    zh = "「{name}」的日期 {given} 不对。请写成真实存在的日期，格式 yyyy-MM-dd。"
    en = "The date {given} of “{name}” is wrong. Write a real day in the form yyyy-MM-dd."


class DateTimeInvalid(CallerError):
    """A moment is not in the form yyyy-MM-dd HH:mm:ss (时间写法不对)."""

    code = "kernel.E004"
    zh = "「{name}」的时间 {given} 不对。请写成北京时间，格式 yyyy-MM-dd HH:mm:ss。"
    en = (
        "The time {given} of “{name}” is wrong. Write it in China Standard Time, in the form "
        "yyyy-MM-dd HH:mm:ss."
    )


class DeadlineInvalid(OurError):
    """A number of working days cannot be counted (办理期限算不出)."""

    code = "kernel.E005"
    zh = "从 {start} 起算 {days} 个工作日算不出期限。请核对事项的办理时限，应为 0 至 {limit}。"
    en = (
        "No deadline can be counted {days} working days from {start}. Check the time limit of the "
        "item: it is 0 to {limit}."
    )


class ResidentIdInvalid(CallerError):
    """A resident identity number is wrong (身份证号有误); the number itself is never repeated."""

    code = "kernel.E010"
    zh = "身份证号有误：{why_zh}。请对照证件重新输入 18 位号码。"
    en = "The ID number is wrong: {why_en}. Enter the 18 characters again from the card."


class CreditCodeInvalid(CallerError):
    """A unified social credit code is wrong (统一社会信用代码有误)."""

    code = "kernel.E011"
    zh = "统一社会信用代码 {given} 有误。请对照证照重新输入 18 位代码。"
    en = "The credit code {given} is wrong. Enter the 18 characters again from the certificate."


class InstitutionCodeInvalid(CallerError):
    """An institution code is not a letter and eleven digits (定点机构代码有误)."""

    code = "kernel.E012"
    zh = "定点医药机构编号 {given} 有误。请写 1 位大写字母加 11 位数字，例如 H43028100255。"
    en = (
        "The institution code {given} is wrong. Write one capital letter and 11 digits, for "
        "example H43028100255."
    )


class MessageIdInvalid(CallerError):
    """A sender's message id is wrong (发送方报文ID有误)."""

    code = "kernel.E013"
    zh = "发送方报文 ID {given} 有误。请写机构编号（12 位）+ yyyyMMddHHmmss + 顺序号（4 位）。"
    en = (
        "The message id {given} is wrong. Write the institution code (12), yyyyMMddHHmmss and a "
        "serial of 4 digits."
    )


class IdPrefixInvalid(OurError):
    """A prefix for a new id is no short word (编号前缀有误)."""

    code = "kernel.E014"
    zh = "编号前缀 {given} 有误。请在程序里改用最多 12 位字母、数字、下划线或连字符。"
    en = (
        "The id prefix {given} is wrong. Use at most 12 letters, digits, underscores or hyphens in "
        "the program."
    )


class SealBroken(OurError):
    """Sealed data cannot be opened: wrong key, wrong place or altered (密文打不开)."""

    code = "kernel.E020"
    zh = "密文打不开：{why_zh}。数据未被使用；请管理员核对密钥和备份。"
    en = (
        "The sealed data cannot be opened: {why_en}. Nothing was used; the administrator should "
        "check keys and backups."
    )


class KeyVersionUnknown(SealBroken):
    """The data was sealed under a key that this process does not have (没有该版本密钥)."""


class KeyRingInvalid(OurError):
    """The key ring is incomplete (密钥配置有误)."""

    code = "kernel.E021"
    zh = "密钥配置有误：{why_zh}。请管理员补全密钥后重新启动。"
    en = "The key ring is wrong: {why_en}. The administrator should complete it and start again."


class SuiteUnknown(OurError):
    """A metro asks for a crypto suite that does not exist (密码套件不存在)."""

    code = "kernel.E022"
    zh = "没有名为 {given} 的密码套件。请在 metro.yaml 里写 international 或 national。"
    en = "There is no crypto suite {given}. Write international or national in metro.yaml."


class SuiteNotConfigured(OurError):
    """The process uses cryptography before its keys are loaded (密码套件未配置)."""

    code = "kernel.E023"
    zh = "密码套件还没有配置。请在启动时先载入密钥并调用 configure。"
    en = "No crypto suite is configured. Load the keys and call configure at the start."


class RuleNotCompilable(OurError):
    """A rule uses something that cannot be compiled exactly (规则无法编译)."""

    code = "kernel.E030"
    zh = "规则 {rule} 无法编译：{why_zh}。请改写规则后再试。"
    en = "The rule {rule} cannot be compiled: {why_en}. Rewrite the rule and try again."


class CacheUnsafe(OurError):
    """The folder for compiled rules could be written by somebody else (编译缓存不安全)."""

    code = "kernel.E031"
    zh = "编译缓存目录 {path} 不属于当前用户或他人可写。请用 RONGCHENG_CACHE 指定自己的目录。"
    en = (
        "The cache folder {path} is not this user's own or others can write to it. Name an own "
        "folder in RONGCHENG_CACHE."
    )


class ReasonUnknown(OurError):
    """A rule answered with a reason that has no text (理由缺少说明)."""

    code = "kernel.E040"
    zh = "规则返回的理由位 {bits} 没有对应说明。请在理由表里补上。"
    en = "The rule returned reason bits {bits} without a text. Add them to the table of reasons."
