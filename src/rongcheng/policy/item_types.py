"""What a pack says of government items (政务服务事项): fields, forms, bundles, delegated powers.

One file an item, with dated versions: what held when a case began holds for it to its end. Fields
follow table 4 of GB/T 39046-2020. Who takes part in an item is never said here but by an agreement.

Source: domain/government.md section 2.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from rongcheng.policy import item_words as words
from rongcheng.policy.records import Bilingual, Key, Many, Record
from rongcheng.policy.shapes import Code, Flag, Text, Whole, Word
from rongcheng.policy.sources import Source, Sourced, Status, Title
from rongcheng.policy.types import (
    NAME,
    SLUG,
    Region,
    ReviewBy,
    Since,
    Slug,
    Until,
)

_NUMBER = Code(r"[A-Za-z0-9-]{1,64}", "64 位以内字母数字", "at most 64 letters and digits")
_CREDIT = Code(r"[0-9A-HJ-NP-RTUW-Y]{18}", "18 位统一社会信用代码", "a credit code of 18")
_MOST_DAYS = 2_500
_MOST_FEN = 9_000_000_000_000

OptionalTitle = Annotated[dict[str, str] | None, Bilingual()]


class Condition(NamedTuple):
    """Only if a field of the form has one of these values."""

    field: Annotated[str, NAME]
    values: Annotated[tuple[str, ...], Key("is"), Many(Text(), least=1, distinct=True)]


class Choice(NamedTuple):
    """One value that a field may have (JSON Schema `const`), with its words."""

    const: Annotated[str, Text()]
    title: Title


class FormField(NamedTuple):
    """One question of a form, in the words of JSON Schema; see `item_schema.json_schema`.

    `place` says that the answer is this place of the case, which competence may follow.
    """

    name: Annotated[str, NAME]
    type: Annotated[str, Word(words.FIELD_TYPES)]
    title: Title
    required: Annotated[bool, Flag()]
    description: OptionalTitle = None
    format: Annotated[str, Word(words.FIELD_FORMATS)] = ""
    choices: Annotated[tuple[Choice, ...], Key("oneOf"), Many(Record(Choice), least=2)] = ()
    max_length: Annotated[int | None, Key("maxLength"), Whole(1, 4_000)] = None
    minimum: Annotated[int | None, Whole(0, _MOST_FEN)] = None
    maximum: Annotated[int | None, Whole(0, _MOST_FEN)] = None
    prefill: Annotated[str, Word(tuple(words.PREFILLS))] = ""
    place: Annotated[str, Word(tuple(words.PLACES))] = ""
    when: Annotated[Condition | None, Record(Condition)] = None


class Material(NamedTuple):
    """A paper or file that an applicant hands in (材料).

    `licence` names the kind of e-certificate that stands for it, so that nobody brings the paper.
    """

    id: Annotated[str, SLUG]
    title: Title
    issuer: Title
    originals: Annotated[int, Whole(0, 99)]
    copies: Annotated[int, Whole(0, 99)]
    required: Annotated[bool, Flag()]
    note: OptionalTitle = None
    licence: Annotated[str, SLUG] = ""
    when: Annotated[Condition | None, Record(Condition)] = None


class Limit(NamedTuple):
    """A time limit (时限): how many days of which kind; 0 is at once."""

    number: Annotated[int, Key("count"), Whole(0, _MOST_DAYS)]
    unit: Annotated[str, Word(tuple(words.LIMIT_UNITS))]
    note: OptionalTitle = None


Limited = Annotated[Limit, Record(Limit)]


class Competence(NamedTuple):
    """Who decides by law (行使层级): the authority of which place, at which level.

    `body` is its name with `{place}` for the place, such as "{place}公安局"; `department` the one
    of the metro area's departments whose people work on it.
    """

    place: Annotated[str, Word(tuple(words.PLACES))]
    level: Annotated[str, Word(words.DECIDING_LEVELS)]
    body: Title
    nature: Annotated[str, Word(tuple(words.NATURES))] = "1"
    department: Annotated[str, SLUG] = ""


class JointPart(NamedTuple):
    """What another place does in a case that several decide together (联办环节).

    An `optional` part falls away where the case has no such place.
    """

    place: Annotated[str, Word(tuple(words.PLACES))]
    level: Annotated[str, Word(words.DECIDING_LEVELS)]
    body: Title
    part: Title
    optional: Annotated[bool, Flag()] = False
    department: Annotated[str, SLUG] = ""


class Implementation(NamedTuple):
    """An item as one authority carries it out (实施清单): its own code and name."""

    at: Region
    code: Annotated[str, _NUMBER]
    body: OptionalTitle = None
    credit_code: Annotated[str, _CREDIT] = ""


class Procedure(NamedTuple):
    """A special procedure (特别程序): an extension of the limit, or time that is not counted."""

    id: Annotated[str, SLUG]
    title: Title
    code: Annotated[str, Word(tuple(words.PROCEDURES))]
    longest: Limited


class Fee(NamedTuple):
    """What it costs (收费): nothing, or an amount in fen with its basis."""

    charged: Annotated[bool, Flag()]
    amount_fen: Annotated[int, Whole(0, _MOST_FEN)] = 0
    basis: OptionalTitle = None


class Result(NamedTuple):
    """What the applicant gets (结果), as which kind of certificate, and how."""

    title: Title
    delivery: Annotated[
        tuple[str, ...], Many(Word(tuple(words.DELIVERIES)), least=1, distinct=True)
    ]
    certificate: Annotated[str, SLUG] = ""


class ItemVersion(NamedTuple):
    """What holds of an item from a day on; the fields of table 4."""

    since: Since
    type: Annotated[str, Word(tuple(words.ITEM_TYPES))]
    case_type: Annotated[str, Word(tuple(words.CASE_TYPES))]
    range: Annotated[str, Word(tuple(words.RANGES))]
    targets: Annotated[tuple[str, ...], Many(Word(tuple(words.TARGETS)), least=1, distinct=True)]
    channels: Annotated[tuple[str, ...], Many(Word(tuple(words.CHANNELS)), least=1, distinct=True)]
    basis: Annotated[tuple[Source, ...], Many(Record(Source), least=1)]
    content: Title
    conditions: Title
    competence: Annotated[Competence, Record(Competence)]
    legal_limit: Limited
    promised_limit: Limited
    fee: Annotated[Fee, Record(Fee)]
    result: Annotated[Result, Record(Result)]
    materials: Annotated[tuple[Material, ...], Many(Record(Material))]
    form: Annotated[tuple[FormField, ...], Many(Record(FormField), least=1)]
    source: Sourced
    status: Status
    review_by: ReviewBy
    until: Until = None
    division: OptionalTitle = None
    joint: Annotated[tuple[JointPart, ...], Many(Record(JointPart))] = ()
    procedures: Annotated[tuple[Procedure, ...], Many(Record(Procedure))] = ()
    implementations: Annotated[tuple[Implementation, ...], Many(Record(Implementation))] = ()
    flow: OptionalTitle = None
    quantity_limit: OptionalTitle = None
    intermediaries: OptionalTitle = None
    booking: Annotated[bool, Flag()] = False
    online_payment: Annotated[bool, Flag()] = False
    courier: Annotated[bool, Flag()] = False
    hours: OptionalTitle = None
    telephone: Annotated[str, Text()] = ""
    supervision_telephone: Annotated[str, Text()] = ""


class ServiceItem(NamedTuple):
    """A government item that runs from end to end (政务服务事项)."""

    id: Slug
    basic_code: Annotated[str, _NUMBER]
    title: Title
    theme: Title
    versions: Annotated[tuple[ItemVersion, ...], Many(Record(ItemVersion), least=1)]
