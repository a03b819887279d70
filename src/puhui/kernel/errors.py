"""Expected refusals: typed, with a stable code, an HTTP status and a sentence for the customer in both languages."""

from collections.abc import Mapping
from typing import Any, ClassVar

from puhui.kernel.texts import Text


class CannotStart(RuntimeError):
    """What puhui stands on does not allow a start; the message names the setting or the file, and what to do."""


class Refusal(Exception):
    """puhui says no, on purpose: nothing was changed.

    A room subclasses it in its `contracts.py` and sets `code`, `http_status` and `text`. `where` names the field,
    line or object that caused it; `detail` carries values for programs and for the places in the text.
    """

    code: ClassVar[str] = "refused"
    http_status: ClassVar[int] = 422
    text: ClassVar[Text] = Text(en="This cannot be done.", zh="无法办理。")

    def __init__(self, *, where: str = "", **detail: object) -> None:
        self.where = where
        self.detail: dict[str, object] = detail
        super().__init__(self.message.en)

    @property
    def message(self) -> Text:
        """The sentence, filled with the detail of this case."""
        return self.text.filled(where=self.where, **self.detail)

    def as_json(self, language: str = "en") -> Mapping[str, Any]:
        """The shape of contract.md: `{"error": {"code", "message", "where"}}`."""
        return {"error": {"code": self.code, "message": self.message.in_language(language), "where": self.where}}


class InvalidInput(Refusal):
    """A value is of the wrong type, out of bounds or unknown."""

    code = "invalid_input"
    text = Text(en="{where}: {reason}", zh="{where}：{reason}")

    def __init__(self, where: str, reason: str | Text) -> None:
        super().__init__(where=where, reason=reason)


class NotFound(Refusal):
    """There is no such object, or the actor may not know of it."""

    code = "not_found"
    http_status = 404
    text = Text(en="There is no such {what}.", zh="没有找到相应的记录（{what}）。")

    def __init__(self, what: str, *, where: str = "") -> None:
        super().__init__(where=where, what=what)


class Forbidden(Refusal):
    """The actor is known and may not do this."""

    code = "forbidden"
    http_status = 403
    text = Text(en="Your role does not allow this ({verb}).", zh="您的岗位无权进行此操作（{verb}）。")

    def __init__(self, verb: str, *, where: str = "") -> None:
        super().__init__(where=where, verb=verb)


class Conflict(Refusal):
    """The object is no longer in a state that allows this."""

    code = "conflict"
    http_status = 409
    text = Text(en="This is no longer possible: {reason}", zh="当前状态不允许此操作：{reason}")

    def __init__(self, reason: str, *, where: str = "") -> None:
        super().__init__(where=where, reason=reason)
