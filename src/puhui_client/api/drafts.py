"""Operations: drafts.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from puhui_client.transport import Group, part


class TaskOut(TypedDict):
    """One task of a draft; without a needed one it cannot be sent."""

    kind: str
    is_done: bool
    is_needed: bool


class DraftsOperations(Group):
    """Operations: drafts."""

    def tasks(self, application_id: UUID | str) -> list[TaskOut]:
        """What is missing. What is done, what is missing before a draft can be sent, and what would help. Scope `applications:read`."""
        answer: list[TaskOut] = self._transport.call("GET", f"/api/v1/applications/{part(application_id)}/tasks")
        return answer
