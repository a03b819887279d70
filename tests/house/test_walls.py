"""Walls that import-linter cannot state: only facades across rooms, foreign keys go down, personal data is noted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db.models import PROTECT, ForeignKey, OneToOneField

STOREYS = [
    "kernel",
    "finmath",
    "foundation",
    "risk",
    "products",
    "conduct",
    "flows",
    "adapters",
    "interfaces",
    "config",
]
WITH_ROOMS = {"foundation", "risk", "products", "conduct"}
FOUNDATION = [
    "evidence",
    "access",
    "party",
    "regions",
    "consent",
    "documents",
    "notices",
    "catalogue",
    "ledger",
    "payments",
    "casework",
    "sources",
]
SOURCE = Path(__file__).parents[2] / "src" / "puhui"


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("puhui")


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return ".".join(parts[:3]) if len(parts) > 2 and parts[1] in WITH_ROOMS else None


def test_from_another_room_only_the_facade(graph: grimp.ImportGraph) -> None:
    wrong = []
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            target = room_of(imported)
            if target and room_of(module) != target and imported != f"{target}.facade":
                wrong.append(f"{module} imports {imported}: use {target}.facade")
    assert wrong == []


def our_models() -> list[type]:
    return [m for m in apps.get_models() if m.__module__.startswith("puhui.")]


def height(model: type) -> tuple[int, int]:
    _, storey, room, *_ = model.__module__.split(".")
    return STOREYS.index(storey), FOUNDATION.index(room) if storey == "foundation" else 0


def test_foreign_keys_only_go_down_and_protect() -> None:
    wrong = []
    for model in our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | OneToOneField) or not field.related_model.__module__.startswith(
                "puhui."
            ):
                continue
            if height(field.related_model) > height(model):
                wrong.append(f"{model.__name__}.{field.name} points up")
            if field.remote_field.on_delete is not PROTECT:
                wrong.append(f"{model.__name__}.{field.name} is not PROTECT")
            if field.remote_field.related_name != "+":
                wrong.append(f"{model.__name__}.{field.name} has a reverse name")
    assert wrong == []


def test_every_model_says_what_personal_data_it_holds() -> None:
    assert [m.__name__ for m in our_models() if not getattr(m, "personal_data", "")] == []


def test_every_room_has_its_card() -> None:
    cards = [path for storey in WITH_ROOMS for path in (SOURCE / storey).glob("*/__init__.py")]
    assert [str(c) for c in cards if "TO BE WRITTEN" in c.read_text() or len(c.read_text()) < 100] == []


def functions(tree: ast.Module) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{path}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        for function in functions(ast.parse(path.read_text()))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_file_is_a_giant() -> None:
    files = [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
    assert [str(p) for p in files if len(p.read_text().splitlines()) > 400] == []
