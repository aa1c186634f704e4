"""Identifiers (标识): a mistyped number is caught at the counter, and nobody's number is shown.

Checks return the number in its one written form, or raise; `parse_*` take it apart. The region of
a resident identity number is that of first registration and may long be abolished, so it is never
a ground for refusal (python-stdnum refuses such numbers; the check digit here is our own).

Source: GB 11643; GB 32100-2015; domain/identifiers.md.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from rongcheng.kernel.dates import parse_date, parse_datetime
from rongcheng.kernel.errors import (
    CreditCodeInvalid,
    DateInvalid,
    DateTimeInvalid,
    IdPrefixInvalid,
    InstitutionCodeInvalid,
    MessageIdInvalid,
    ResidentIdInvalid,
    shown,
)
from rongcheng.kernel.id_source import id_bits

MALE, FEMALE = 1, 2
"""Gender as the interface writes it (dictionary gend)."""

_RESIDENT_ID = re.compile(r"[1-9][0-9]{16}[0-9X]", re.ASCII)
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}", re.ASCII)
_INSTITUTION_CODE = re.compile(r"([A-Z])([0-9]{6})([0-9]{5})", re.ASCII)
_MESSAGE_ID = re.compile(r"([A-Z][0-9]{11})([0-9]{14})([0-9]{3,4})", re.ASCII)
_PREFIX = re.compile(r"[A-Za-z0-9_-]{0,12}", re.ASCII)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"

_ID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread aloud
_ID_LENGTH = 25


class ResidentId(NamedTuple):
    """What an identity number says of its holder (居民身份号码); `region` is advisory."""

    number: str
    region: str
    born_on: date
    gender: int


class InstitutionCode(NamedTuple):
    """What a designated institution's code says (定点医药机构编号)."""

    code: str
    kind: str
    region: str
    serial: str


class MessageId(NamedTuple):
    """What a sender's message id says (发送方报文ID); the serial has 3 or 4 digits."""

    msgid: str
    institution: str
    sent_at: datetime
    serial: str


def id_check_digit(first17: str) -> str:
    """Return the last character of an identity number from the seventeen digits before it.

    >>> id_check_digit("43030219900307123")
    '5'

    Source: GB 11643, ISO 7064 MOD 11-2.
    """
    if len(first17) != 17 or not (first17.isascii() and first17.isdigit()):
        raise ResidentIdInvalid(why_zh="前 17 位应为数字", why_en="its first 17 are not all digits")
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def check_resident_id(number: str) -> str:
    """Return an identity number in its written form (a last x becomes X), or raise.

    Raises ResidentIdInvalid, which tells what is wrong but never repeats the number.
    """
    return parse_resident_id(number).number


def parse_resident_id(number: str) -> ResidentId:
    """Return what an identity number says: number, region (advisory), day of birth, gender.

    >>> parse_resident_id("430302199003071235").born_on
    datetime.date(1990, 3, 7)

    Raises ResidentIdInvalid.
    """
    written = number.upper() if isinstance(number, str) else ""
    if not _RESIDENT_ID.fullmatch(written):
        raise ResidentIdInvalid(
            why_zh="应为 18 位，前 17 位是数字，末位是数字或 X",
            why_en="it has to be 17 digits and a last digit or X",
        )
    try:
        born_on = parse_date(f"{written[6:10]}-{written[10:12]}-{written[12:14]}")
    except DateInvalid:
        # Without the cause: its text would carry the day of birth into the logs.
        raise ResidentIdInvalid(
            why_zh="第 7 至 14 位不是真实的出生日期",
            why_en="its characters 7 to 14 are no real day of birth",
        ) from None
    if id_check_digit(written[:17]) != written[17]:
        raise ResidentIdInvalid(why_zh="末位校验码不符", why_en="its check digit does not fit")
    gender = MALE if int(written[16]) % 2 else FEMALE
    return ResidentId(written, written[:6], born_on, gender)


def mask_id(number: str) -> str:
    """Return an identity number as a screen may show it; anything else wholly masked.

    >>> mask_id("430302199003071235"), mask_id("43030219")
    ('430302********1235', '********')
    """
    if len(number) != 18:
        return "*" * len(number)
    return f"{number[:6]}{'*' * 8}{number[14:]}"


def check_credit_code(code: str) -> str:
    """Return a unified social credit code in capitals, or raise CreditCodeInvalid.

    >>> check_credit_code("91110000600037341L")
    '91110000600037341L'

    Source: GB 32100-2015.
    """
    written = code.upper() if isinstance(code, str) else ""
    if not _CREDIT_CODE.fullmatch(written):
        raise CreditCodeInvalid(given=shown(code))
    try:
        return str(uscc.validate(written))
    except ValidationError as fault:
        raise CreditCodeInvalid(given=shown(code)) from fault


def check_institution_code(code: str) -> str:
    """Return a designated institution's code, or raise InstitutionCodeInvalid."""
    return parse_institution_code(code).code


def parse_institution_code(code: str) -> InstitutionCode:
    """Return what an institution's code says: kind (letter), region, serial.

    >>> parse_institution_code("H43028100255").region
    '430281'

    Raises InstitutionCodeInvalid.
    """
    match = _INSTITUTION_CODE.fullmatch(code) if isinstance(code, str) else None
    if not match:
        raise InstitutionCodeInvalid(given=shown(code))
    kind, region, serial = match.groups()
    return InstitutionCode(code, kind, region, serial)


def check_message_id(msgid: str) -> str:
    """Return a sender's message id, or raise MessageIdInvalid."""
    return parse_message_id(msgid).msgid


def parse_message_id(msgid: str) -> MessageId:
    """Return what a message id says: institution, moment of sending, serial.

    The declared length is 30; published samples with a serial of three digits (29) pass too.

    >>> parse_message_id("H43028100255202602280930000001").sent_at.isoformat()
    '2026-02-28T09:30:00+08:00'

    Raises MessageIdInvalid. Source: domain/health-interface.md, envelope and contradictions.
    """
    match = _MESSAGE_ID.fullmatch(msgid) if isinstance(msgid, str) else None
    if not match:
        raise MessageIdInvalid(given=shown(msgid))
    institution, moment, serial = match.groups()
    day = f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}"
    time = f"{moment[8:10]}:{moment[10:12]}:{moment[12:14]}"
    try:
        sent_at = parse_datetime(f"{day} {time}")
    except DateTimeInvalid as fault:
        raise MessageIdInvalid(given=shown(msgid)) from fault
    return MessageId(msgid, institution, sent_at, serial)


def new_id(prefix: str = "") -> str:
    """Return a new opaque id: the prefix and 25 random characters (125 bits, see `id_source`).

    With a prefix of at most 5 it fits the 30 characters of the message interface. The prefix is
    ASCII letters, digits, `_` or `-`, at most 12; otherwise IdPrefixInvalid.
    """
    if not _PREFIX.fullmatch(prefix):
        raise IdPrefixInvalid(given=shown(prefix))
    number = id_bits(5 * _ID_LENGTH)
    return prefix + "".join(
        _ID_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_ID_LENGTH))
    )
