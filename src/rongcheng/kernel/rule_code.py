"""What a rule is made of (规则的构成): reads its code and refuses what is no integer arithmetic.

The floor under `compiled`: it looks at one function at a time, never at what the function calls.
"""

from __future__ import annotations

import dis
import inspect
from types import FunctionType

from rongcheng.kernel.errors import RuleNotCompilable

_INT64 = range(-(2**63), 2**63)
_NO_INTEGERS = frozenset({"/", "/=", "**", "**="})
_OUTSIDE = frozenset({"STORE_GLOBAL", "DELETE_GLOBAL", "IMPORT_NAME", "LOAD_NAME"})


def global_names(rule: FunctionType) -> tuple[str, ...]:
    """Return the global names that a rule reads, sorted; attribute names are not among them."""
    return tuple(
        sorted(
            {
                str(step.argval)
                for step in dis.get_instructions(rule)
                if step.opname == "LOAD_GLOBAL"
            }
        )
    )


def check_body(rule: FunctionType) -> None:
    """Refuse a function that is no exact integer arithmetic; raises RuleNotCompilable."""
    code = rule.__code__
    if code.co_freevars or code.co_cellvars:
        raise _refusal(rule, "它是闭包或含内部函数", "it is a closure or has inner functions")
    if code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
        raise _refusal(rule, "它是生成器或协程", "it is a generator or a coroutine")
    if code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS):
        raise _refusal(rule, "它的参数个数不定", "it takes any number of arguments")
    defaults = (*(rule.__defaults__ or ()), *(rule.__kwdefaults__ or {}).values())
    if not all(_is_integer(value) for value in defaults):
        raise _refusal(rule, "参数默认值不是整数", "a default value is no integer")
    for step in dis.get_instructions(rule):
        _check_step(rule, step)


def _check_step(rule: FunctionType, step: dis.Instruction) -> None:
    if step.opname in ("LOAD_CONST", "RETURN_CONST"):
        _check_constant(rule, step.argval)
    elif step.opname == "BINARY_OP" and step.argrepr in _NO_INTEGERS:
        raise _refusal(
            rule, f"运算 {step.argrepr} 的结果不是整数", f"{step.argrepr} does not give an integer"
        )
    elif step.opname in _OUTSIDE:
        raise _refusal(rule, "它在函数内导入或改全局变量", "it imports or changes a global inside")


def _check_constant(rule: FunctionType, value: object) -> None:
    if inspect.iscode(value):
        raise _refusal(rule, "它含内部函数或推导式", "it has an inner function or a comprehension")
    parts = value if isinstance(value, tuple) else (value,)
    if isinstance(value, tuple) and all(isinstance(part, str) for part in parts):
        return  # the keyword names of a call, which some versions of Python load as a constant
    if value is not None and not all(_is_integer(part) for part in parts):
        raise _refusal(rule, f"常量 {value!r} 不是 64 位整数", f"{value!r} is no 64-bit integer")


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and value in _INT64


def _refusal(rule: FunctionType, why_zh: str, why_en: str) -> RuleNotCompilable:
    return RuleNotCompilable(rule=rule.__qualname__, why_zh=why_zh, why_en=why_en)
