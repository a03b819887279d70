"""Reads from the code which roles a function asks for: the first `require(..., verb=...)` on its way down.

A right stands where it is enforced, in the action or query; a second list beside it would be wrong one day. So the
function's source is read: what it calls, in order, down through our own functions, to the first thing that asks for a
role. Where none is asked for but `reads_all` or `is_customer` is looked at, customers
(and the agent beside one) see their own and staff see all.
"""

import ast
import functools
import inspect
import linecache
from collections import ChainMap
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, TypeGuard

from puhui.kernel.actors import STAFF_ROLES, Role

OWN = frozenset({*STAFF_ROLES, Role.CUSTOMER, Role.AGENT})
_LOOKED_AT = frozenset({"reads_all", "is_customer"})


def roles_asked_for(act: Callable[..., Any]) -> frozenset[Role] | None:
    """The roles that may call it; None when the code does not say so in a way that can be read."""
    function = inspect.unwrap(act) if callable(act) else act
    if not _is_ours(function):
        return None
    if function not in _known:
        _known[function] = None  # a function that calls itself does not answer for itself
        _known[function] = _read(function)
    return _known[function]


_known: dict[FunctionType, frozenset[Role] | None] = {}


def _read(function: FunctionType) -> frozenset[Role] | None:
    names, customers, own = _names(function), frozenset[Role](), False
    for node in _in_order(function):
        if isinstance(node, ast.Attribute):
            own = True
            if node.attr == "is_customer":  # set apart here; what is asked for below is asked of the others
                customers = frozenset({Role.CUSTOMER})
            continue
        found = _roles(node, names) if _is_require(node) else roles_asked_for(_value(node.func, names))
        if found == OWN:  # an object was looked up; what is asked for below narrows who may act on it
            own = True
        elif found is not None:
            return found | customers
        elif _is_require(node):
            return None
    return OWN if own else None


def _is_ours(function: Any) -> TypeGuard[FunctionType]:
    return isinstance(function, FunctionType) and function.__module__.startswith("puhui.")


@functools.lru_cache(maxsize=1024)
def _functions_of(file: str) -> dict[int, ast.AST]:
    """The functions of a file by the line that they begin on (with their decorators), as code objects count."""
    tree = ast.parse("".join(linecache.getlines(file)))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    found: dict[int, ast.AST] = {}
    for node in ast.walk(tree):
        if isinstance(node, kinds):
            first = min((one.lineno for one in getattr(node, "decorator_list", ())), default=node.lineno)
            found.setdefault(first, node)
    return found


@functools.lru_cache(maxsize=8192)
def _in_order(function: FunctionType) -> tuple[Any, ...]:
    """Calls and looks at `reads_all`, in the order in which they are done: what stands inside of a call comes first."""
    code = function.__code__
    tree = _functions_of(code.co_filename).get(code.co_firstlineno)
    found = [
        node
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, ast.Call) or (isinstance(node, ast.Attribute) and node.attr in _LOOKED_AT)
    ]
    return tuple(sorted(found, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0)))


def _is_require(node: ast.Call) -> bool:
    is_named = isinstance(node.func, ast.Attribute) and node.func.attr == "require"
    return is_named and any(keyword.arg == "verb" for keyword in node.keywords)


def _roles(node: ast.Call, names: Mapping[str, Any]) -> frozenset[Role] | None:
    """The roles of a `require`; None where they depend on the object (a kind of case, a rule of a policy)."""
    found: set[Role] = set()
    for given in node.args:
        value = _value(given.value if isinstance(given, ast.Starred) else given, names)
        if value is None:
            return None
        found |= {value} if isinstance(value, Role) else set(value)
    return frozenset(found)


def _names(function: FunctionType) -> Mapping[str, Any]:
    """What the names in a function mean: of its module, of the functions around it, and what is left out in a call."""
    around = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    closed = {name: cell.cell_contents for name, cell in around.items()}
    return ChainMap(closed, function.__kwdefaults__ or {}, function.__globals__)


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What a name, a member of it or a joined set of roles means; None for what only a call would tell."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _value(node.value, names)
        return None if owner is None else getattr(owner, node.attr, None)
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, names), _value(node.right, names)
        if left is None or right is None:
            return None
        return left | right if isinstance(node.op, ast.BitOr) else left - right
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        members = [_value(member, names) for member in node.elts]
        return None if None in members else set(members)
    return None
