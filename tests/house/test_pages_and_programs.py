"""The API is equal in power to the pages: what a page can start, a program can, or it stands here with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "puhui"
# What pages start and programs do not, and why. A use case that is no longer missing must leave the table.
OF_THE_SESSION = "is about the session or device of who sits there; a program has tokens instead"
BY_HAND = "gives rights or takes them: staff do it where they prove themselves anew"
FOR_PEOPLE_ONLY = {
    "ask_factor_removal": BY_HAND,
    "assign_branch": BY_HAND,
    "choose_text_size": OF_THE_SESSION,
    "choose_theme": OF_THE_SESSION,
    "close_branch": BY_HAND,
    "decide_factor_removal": BY_HAND,
    "end_passkey": OF_THE_SESSION,
    "end_second_factor": OF_THE_SESSION,
    "end_sign_in": OF_THE_SESSION,
    "end_sign_ins_of": OF_THE_SESSION,
    "keep_passkey": OF_THE_SESSION,
    "revoke_token": BY_HAND,
}


def trees(folder: Path) -> Iterator[ast.Module]:
    return (ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py"))


def use_cases() -> set[str]:
    """Every use case that others may call: by its decorator."""
    return {
        node.name
        for tree in trees(SOURCE)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "use_case"
    }


def started_from(*interfaces: str) -> set[str]:
    """What the modules of an interface import from the rooms and flows."""
    return {
        name.name
        for interface in interfaces
        for tree in trees(SOURCE / "interfaces" / interface)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("puhui.")
        for name in node.names
    }


@pytest.mark.any_database
def test_what_a_page_can_start_a_program_can() -> None:
    known, programs = use_cases(), started_from("rest_api")
    pages = known & started_from("workbench", "customer_web")
    assert len(pages) > 150  # the search itself works
    missing = pages - programs
    assert missing == set(FOR_PEOPLE_ONLY)
