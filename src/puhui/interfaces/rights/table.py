"""The table of rights: every address of every face, and who may call it."""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from puhui.foundation.access.facade import LOOK_UP, door_policy
from puhui.foundation.evidence.facade import use_case_acts
from puhui.interfaces.rest_api.api import api
from puhui.interfaces.rights.declared import CONSOLE, CUSTOMER_PAGES, OPERATIONS, STAFF_PAGES
from puhui.interfaces.rights.read import roles_asked_for
from puhui.kernel.actors import Role

GROUP = re.compile(r"\(\?P<(\w+)>[^()]*\)")
FACES = ("customers", "workbench", "records", "api")


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call: anyone, or whoever holds one of the roles (a customer: for what is their own)."""

    roles: frozenset[Role] = frozenset()
    anyone: bool = False
    scope: str = ""

    def lets(self, role: Role) -> bool:
        """True when who holds this role comes past the door; the object may still be none of theirs."""
        return self.anyone or role in self.roles


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of one face; `rule` is None where nobody said who may call it, which a test refuses."""

    face: str
    method: str
    path: str
    name: str
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Act:
    """One use case, as the audit log names it; `roles` is None where they depend on the object."""

    verb: str
    roles: frozenset[Role] | None
    asks_proof: bool


ANYONE = Rule(anyone=True)


@functools.lru_cache(maxsize=1)
def endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint of every face, by face and path."""
    found = [*_pages(), *_records(), *_operations()]
    return tuple(sorted(found, key=lambda one: (FACES.index(one.face), one.path, one.method)))


@functools.lru_cache(maxsize=1)
def acts() -> tuple[Act, ...]:
    """Every use case that somebody may call, by verb."""
    fresh = door_policy().fresh_acts
    return tuple(Act(verb, roles_asked_for(act), verb in fresh) for verb, act in sorted(use_case_acts().items()))


def _pages() -> Iterator[Endpoint]:
    for path, name, callback in _addresses(get_resolver().url_patterns):
        if path.startswith("/api/"):
            continue
        if path.startswith("/workbench/"):
            yield Endpoint("workbench", _methods(callback), path, name, _staff_rule(name, callback))
        else:
            yield Endpoint("customers", _methods(callback), path, name, _customer_rule(name, callback))


def _staff_rule(name: str, callback: Any) -> Rule | None:
    """By the room that `staff_page` names; else as declared."""
    if name in CONSOLE:
        return Rule(CONSOLE[name]) if CONSOLE[name] else ANYONE
    room = getattr(callback, "room", None)
    if room:
        return Rule(frozenset(role for role, rooms in LOOK_UP.items() if room in rooms))
    declared = STAFF_PAGES.get(name)
    return None if declared is None else Rule(declared)


def _customer_rule(name: str, callback: Any) -> Rule | None:
    """By the frame that the page wears; else as declared."""
    roles = CUSTOMER_PAGES.get(name, getattr(callback, "let_in", None))
    if roles is None:
        return None
    return Rule(frozenset(roles)) if roles else ANYONE


def _records() -> Iterator[Endpoint]:
    """The console's own look-up of tables: which role may look up which room."""
    for model in admin.site._registry:
        label, name = model._meta.app_label, str(model._meta.model_name)
        roles = frozenset(role for role, rooms in LOOK_UP.items() if label in rooms)
        yield Endpoint("records", "GET", f"/workbench/{label}/{name}/", f"{label}.{name}", Rule(roles))


def _operations() -> Iterator[Endpoint]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                whole = f"/api/v1{prefix}{path}"
                for method in operation.methods:
                    yield Endpoint(
                        "api", method, whole, operation.view_func.__name__, _rule_of(method, whole, operation)
                    )
    yield Endpoint("api", "POST", "/api/v1/oauth/token", "oauth_token", ANYONE)
    yield Endpoint("api", "GET", "/api/v1/openapi.json", "openapi", ANYONE)
    yield Endpoint("api", "GET", "/api/v1/docs", "docs", ANYONE)


def _rule_of(method: str, path: str, operation: Any) -> Rule | None:
    """As declared for what the code cannot tell; else as the code asks."""
    if not operation.auth_callbacks and operation.auth_param is None:
        return ANYONE
    roles = OPERATIONS.get(f"{method} {path}", roles_asked_for(operation.view_func))
    scope = str((operation.openapi_extra or {}).get("x-scope", ""))
    return None if roles is None else Rule(frozenset(roles), scope=scope)


def _addresses(
    patterns: Iterable[URLPattern | URLResolver], *, above: str = "/", space: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Path, name and view of every address below."""
    for pattern in patterns:
        path = above + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "admin" or not pattern.url_patterns:
                yield from _console(pattern, above=path)
            else:
                yield from _addresses(pattern.url_patterns, above=path, space=pattern.namespace or space)
        else:
            yield path, pattern.name or pattern.callback.__name__, pattern.callback


def _console(resolver: URLResolver, *, above: str) -> Iterator[tuple[str, str, Any]]:
    """The console's own addresses, but for its tables, which stand by themselves."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield above + _plain(str(pattern.pattern)), f"console:{pattern.name or 'rest'}", pattern.callback


def _plain(route: str) -> str:
    """A route that is written as a regular expression, as the others are written: each group by its name alone."""
    return GROUP.sub(r"<\1>", route).removeprefix("^").removesuffix("$")


def _methods(callback: Any) -> str:
    """GET, POST or both, as the page's decorator says."""
    while callback is not None:
        code = getattr(callback, "__code__", None)
        if code is not None and "request_method_list" in code.co_freevars:
            allowed = callback.__closure__[code.co_freevars.index("request_method_list")].cell_contents
            return ", ".join(method for method in ("GET", "POST") if method in allowed)
        callback = getattr(callback, "__wrapped__", None)
    return "GET, POST"
