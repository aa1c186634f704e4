"""A postal address (邮寄地址): what it consists of, and everything that is wrong with it at once.

No fault repeats what was written. Provinces and cities anywhere in the country are free text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from rongcheng.services.government.forms.answers import AnswerFault

POST = "post"
"""The way of delivery that needs an address."""
PREFIX = "post-"
"""Stands before a field's name in a page, so that it is no question of the form."""
LONGEST = {"receiver": 40, "phone": 20, "region": 60, "street": 120, "postcode": 6}
"""The longest text of each field, in characters."""
_SHORTEST = {"receiver": 1, "region": 2, "street": 3}
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,5})?")
_POSTCODE = re.compile(r"[0-9]{6}")
_CUT = 200
_NAMES = {
    "receiver": ("收件人", "Receiver"),
    "phone": ("收件人电话", "Receiver's telephone"),
    "region": ("省、市、区县", "Province, city, district"),
    "street": ("街道、门牌号", "Street and number"),
    "postcode": ("邮编", "Postcode"),
}


class PostAddress(NamedTuple):
    """Where a result is posted: receiver, telephone, province with city and district, street."""

    receiver: str = ""
    phone: str = ""
    region: str = ""
    street: str = ""
    postcode: str = ""


NO_ADDRESS = PostAddress()


def read_address(posted: Mapping[str, str]) -> PostAddress:
    """Return what a page's form says, as it was written, without what no keyboard types."""
    written = (posted.get(PREFIX + name, "") for name in PostAddress._fields)
    return PostAddress(*(" ".join(one.replace("\x00", "").split())[:_CUT] for one in written))


def address_from(words: Mapping[str, str]) -> PostAddress:
    """Return an address that was kept."""
    return PostAddress(*(words.get(name, "") for name in PostAddress._fields))


def address_faults(address: PostAddress) -> list[AnswerFault]:
    """Return everything that is wrong with an address, in the order of its fields.

    >>> written = PostAddress("样例·林", "12", "湖南长沙", "样例路 1 号")
    >>> [fault.zh for fault in address_faults(written)]
    ['收件人电话：请写 11 位手机号，或带区号的座机号。']
    """
    found = []
    for name, written in address._asdict().items():
        said = _fault_of(name, written)
        if said is not None:
            (zh, en), (name_zh, name_en) = said, _NAMES[name]
            found.append(AnswerFault(name, f"{name_zh}：{zh}", f"{name_en}: {en}"))
    return found


def _fault_of(name: str, written: str) -> tuple[str, str] | None:
    if not written:
        return None if name == "postcode" else ("请填写。", "Fill this in.")
    if name == "postcode":
        fits = _POSTCODE.fullmatch(written)
        return None if fits else ("请写 6 位数字，不知道可以不填。", "Six digits, or leave it out.")
    if name == "phone":
        fits = _MOBILE.fullmatch(written) or _LANDLINE.fullmatch(written)
        return None if fits else (
            "请写 11 位手机号，或带区号的座机号。",
            "A mobile number of 11 digits, or a landline with its area code.",
        )  # fmt: skip
    longest = LONGEST[name]
    if len(written) > longest:
        return f"最多 {longest} 个字。请写短些。", f"At most {longest} characters."
    if len(written) < _SHORTEST[name]:
        return "请写完整，快递才送得到。", "Write it in full, or the parcel will not arrive."
    return None
