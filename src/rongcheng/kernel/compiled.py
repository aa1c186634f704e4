"""Compiled rules (规则编译): one rule decides at the counter and over a hundred million rows.

`compile_rule` takes a plain integer rule and returns it compiled by Numba together with the plain
functions that it calls, which `njit` alone does not reach. It refuses what would not compute the
same integers: floats, true division, powers, texts, modules, closures, recursion. IntEnum classes
become tuples of plain 64-bit integers inside the compiled rule (Numba's own members do not unify
with integers), so a compiled result holds ints where the rule returns members; they are equal.

The cache on disk lies under `source_hash()`, because Numba itself notices only a change of the
rule's own file and would go on computing with an old kernel; and under a fingerprint of all that
the rule reaches, for rules and constants that live elsewhere.
"""

from __future__ import annotations

import builtins
import hashlib
import os
import stat
import tempfile
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple, TypeVar, cast

import numba
from numba.core import config, types
from numba.core.dispatcher import Dispatcher
from numba.core.errors import TypingError

from rongcheng.kernel.errors import CacheUnsafe, RuleNotCompilable
from rongcheng.kernel.rule_code import check_body, global_names
from rongcheng.kernel.rule_version import source_hash

Rule = TypeVar("Rule", bound=Callable[..., Any])

_INT64 = range(-(2**63), 2**63)
_BUILTINS = frozenset({"abs", "bool", "divmod", "int", "len", "max", "min", "range"})


class _Twin(NamedTuple):
    """A compiled function, and the fingerprint of all that it reaches."""

    dispatcher: Any
    fingerprint: bytes


class _Reached(NamedTuple):
    """What a global name of a rule becomes in the compiled rule, and how it is fingerprinted."""

    value: object
    mark: str


_INTEGERS = (types.int64, types.int32, types.int16, types.int8, types.boolean)

# The names come from an enum, which the checker's rule for literal named tuples cannot follow.
_tuple_class: Any = namedtuple

_twins: dict[tuple[FunctionType, bool], _Twin] = {}
_lock = threading.RLock()


def compile_rule(rule: Rule) -> Rule:
    """Return the rule compiled, to be called alike; the same rule gives the same object.

    Takes a plain function over ints, bools, NamedTuples of them and (in batch loops) arrays of
    integers. It may use integers, tuples of integers, IntEnum and NamedTuple classes, a few
    builtins, and plain functions of the project imported by name. It is compiled at its first
    call, or read from the cache; it releases the interpreter's lock while it runs.

    Raises RuleNotCompilable, here for what the rule is made of, and at the first call for
    arguments that are no 64-bit integers; CacheUnsafe for a cache folder of somebody else.
    """
    with _lock:
        return cast(Rule, _compile(rule, ()).dispatcher)


def cache_folder() -> Path:
    """Return the folder of compiled rules, made for this user alone where it is missing.

    `RONGCHENG_CACHE`, or `cache` in `RONGCHENG_DATA`, or a folder of this user among the system's
    temporary files. Compiled rules are code, so a folder that somebody else owns or can write to
    raises CacheUnsafe.
    """
    if chosen := os.environ.get("RONGCHENG_CACHE"):
        folder = Path(chosen).absolute()
    elif data := os.environ.get("RONGCHENG_DATA"):
        folder = Path(data).absolute() / "cache"
    else:
        folder = Path(tempfile.gettempdir()) / f"rongcheng-cache-{os.geteuid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Not followed: a link among the temporary files could be anybody's.
        found = folder.lstat()
    except OSError as fault:
        raise CacheUnsafe(path=str(folder)) from fault
    others_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or others_write:
        raise CacheUnsafe(path=str(folder))
    return folder


def _compile(rule: object, callers: tuple[object, ...]) -> _Twin:
    if not isinstance(rule, FunctionType):
        raise _refusal(rule, "只能编译普通函数", "only plain functions compile")
    if rule in callers:
        raise _refusal(rule, "函数调用了自己", "it calls itself")
    # A rule that only others call needs no door from Python, which costs most of its compilation.
    inner = bool(callers)
    if (rule, inner) in _twins:
        return _twins[rule, inner]
    check_body(rule)
    reached = {
        name: _reach(rule, name, (*callers, rule))
        for name in global_names(rule)
        if name in rule.__globals__ or name not in _BUILTINS
    }
    fingerprint = _fingerprint(rule, reached)
    own_globals = {name: found.value for name, found in reached.items()}
    twin = FunctionType(
        rule.__code__,
        {"__name__": rule.__module__, "__builtins__": builtins, **own_globals},
        rule.__name__,
        rule.__defaults__,
    )
    twin.__kwdefaults__ = rule.__kwdefaults__
    twin.__module__, twin.__qualname__ = rule.__module__, rule.__qualname__
    twin.__doc__ = rule.__doc__
    _twins[rule, inner] = _Twin(_jit(twin, fingerprint, inner=inner), fingerprint)
    return _twins[rule, inner]


def _reach(rule: FunctionType, name: str, callers: tuple[object, ...]) -> _Reached:
    value = rule.__globals__.get(name)
    if isinstance(value, FunctionType):
        if not _is_ours(value, rule):
            raise _refusal(rule, f"{name} 不是本项目的函数", f"{name} is not the project's own")
        twin = _compile(value, callers)
        return _Reached(twin.dispatcher, twin.fingerprint.hex())
    if isinstance(value, Dispatcher):
        return _compiled_before(rule, name, value)
    if isinstance(value, type) and issubclass(value, IntEnum):
        members = {member.name: _in_range(rule, name, int(member)) for member in value}
        # Not Numba's own enum members: they do not unify with the integers of an argument.
        return _Reached(_tuple_class(value.__name__, members)(**members), repr(members))
    if isinstance(value, type) and hasattr(value, "_fields") and hasattr(value, "_field_defaults"):
        shape = (value.__module__, value.__qualname__, value._fields, value._field_defaults)
        return _Reached(value, repr(shape))
    if isinstance(value, bool):
        return _Reached(value, repr(value))
    if isinstance(value, int):
        return _Reached(_in_range(rule, name, int(value)), repr(int(value)))
    if isinstance(value, tuple) and all(isinstance(item, int) for item in value):
        constants = tuple(_in_range(rule, name, int(item)) for item in value)
        return _Reached(constants, repr(constants))
    raise _refusal(
        rule,
        f"不能使用 {name}；只能用整数、枚举、具名元组，以及按名字导入的函数",
        f"it uses {name}; a rule knows integers, IntEnums, NamedTuples, the builtins "
        f"{', '.join(sorted(_BUILTINS))}, and functions imported by name",
    )


def _is_ours(function: FunctionType, rule: FunctionType) -> bool:
    package = function.__module__.partition(".")[0]
    return package == "rongcheng" or function.__module__ == rule.__module__


def _compiled_before(rule: FunctionType, name: str, value: object) -> _Reached:
    for twin in _twins.values():
        if twin.dispatcher is value:
            return _Reached(value, twin.fingerprint.hex())
    raise _refusal(rule, f"{name} 未经 compile_rule 编译", f"{name} did not come from compile_rule")


def _in_range(rule: FunctionType, name: str, number: int) -> int:
    if number not in _INT64:
        raise _refusal(rule, f"{name} 超出 64 位整数", f"{name} does not fit 64 bits")
    return number


def _fingerprint(rule: FunctionType, reached: dict[str, _Reached]) -> bytes:
    code = rule.__code__
    digest = hashlib.sha256(source_hash().encode())
    digest.update(repr((code.co_code, code.co_consts, code.co_names, code.co_varnames)).encode())
    digest.update(repr((rule.__defaults__, rule.__kwdefaults__)).encode())
    digest.update(repr([(name, reached[name].mark) for name in sorted(reached)]).encode())
    return digest.digest()


def _jit(twin: FunctionType, fingerprint: bytes, *, inner: bool) -> Any:
    folder = cache_folder() / source_hash()[:32] / f"{fingerprint.hex()[:32]}{'-inner' * inner}"
    # Options that Numba's own stubs leave out. A rule makes no arrays and keeps none, so nothing
    # need count who holds the columns: counting would take most of a loop's time.
    options: Any = {
        "no_cpython_wrapper": inner,
        "no_cfunc_wrapper": inner,
        "_nrt": False,
        "forceinline": inner,
    }
    wrap: Any = numba.njit(cache=True, nogil=True, **options)
    with _numba_cache_in(folder):
        dispatcher: Any = wrap(twin)
    # Numba falls back to a folder beside the source, in silence, if it cannot write to ours.
    if not Path(dispatcher.stats.cache_path).is_relative_to(folder):
        raise CacheUnsafe(path=str(folder))
    compile_types = dispatcher.compile

    def compile_integers(signature: Any) -> Any:
        arguments = getattr(signature, "args", signature)
        if not all(_is_integer(argument) for argument in arguments):
            raise _refusal(
                twin, "参数不是 64 位整数", "its arguments are no 64-bit integers or NamedTuples"
            )
        try:
            return compile_types(signature)
        except TypingError as fault:
            raise _refusal(
                twin, "类型不能统一，见上一个异常", "its types do not agree, see the cause"
            ) from fault

    # Numba asks the object itself for a version for new argument types, also between rules.
    dispatcher.compile = compile_integers
    return dispatcher


def _is_integer(kind: Any) -> bool:
    if isinstance(kind, types.BaseTuple):
        parts: Any = kind
        return all(_is_integer(part) for part in parts)
    if isinstance(kind, types.Array | types.IntEnumMember):
        return _is_integer(kind.dtype)
    if isinstance(kind, types.Omitted):
        return isinstance(kind.value, int)
    # Unsigned integers beside signed ones would become floats in silence.
    return getattr(kind, "literal_type", kind) in _INTEGERS


@contextmanager
def _numba_cache_in(folder: Path) -> Iterator[None]:
    # Numba reads its folder when a function is wrapped; there is no argument for it.
    settings: Any = config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        settings.CACHE_DIR = before


def _refusal(rule: object, why_zh: str, why_en: str) -> RuleNotCompilable:
    name = getattr(rule, "__qualname__", repr(rule))
    return RuleNotCompilable(rule=name, why_zh=why_zh, why_en=why_en)
