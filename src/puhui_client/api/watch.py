"""Operations: watch.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from puhui_client.transport import Group, part


class AttributeOut(TypedDict):
    """What may not decide about people."""

    name: str
    en: str
    zh: str
    source: str
    read_from: str
    groups: list[str]
    reference: str


class Episodes(TypedDict):
    """Alarms, newest first."""

    items: list[WatchEpisodeOut]


class FairnessOut(TypedDict):
    """The protected attributes, and how their groups stand on a day."""

    on: str | None
    attributes: list[AttributeOut]
    items: list[WatchMeasureOut]


class KindOut(TypedDict):
    """What a measure means."""

    name: str
    unit: str
    en: str
    zh: str
    meaning_en: str
    meaning_zh: str


class Kinds(TypedDict):
    """All measures."""

    items: list[KindOut]


class WatchDayOut(TypedDict):
    """All measures of a day; none before the first day was watched."""

    on: str | None
    items: list[WatchMeasureOut]


class WatchEpisodeOut(TypedDict):
    """A time during which a measure was beyond its limit, with the case that it opened."""

    id: str
    product_code: str
    model: str
    measure: str
    subject: str
    level: str
    opened_on: str
    ended_on: str | None
    case_id: str | None


class WatchIn(TypedDict):
    """A business date that is over."""

    on: str


class WatchMeasureOut(TypedDict):
    """A measure of one segment on a day; `level` is calm, thin (too few rows), warn or stop."""

    on: str
    product_code: str
    model: str
    measure: str
    subject: str
    value: str
    reference: str | None
    low: str | None
    high: str | None
    rows: int
    level: str
    policy: str


class WatchedOut(TypedDict):
    """What the watch of a day came to."""

    day: str
    measures: int
    alarms: int


class WatchOperations(Group):
    """Operations: watch."""

    def read_watch(self, *, on: str | None = None, product: str | None = None, model: str | None = None) -> WatchDayOut:
        """How the watch stands. On a day, preset the last one that was watched; of one product or model, or of all; staff only. Scope `watch:read`."""
        answer: WatchDayOut = self._transport.call(
            "GET", "/api/v1/watch", query={"on": on, "product": product, "model": model}
        )
        return answer

    def read_kinds(self) -> Kinds:
        """What each measure means. With its unit, in both languages; staff only. Scope `watch:read`."""
        answer: Kinds = self._transport.call("GET", "/api/v1/watch/kinds")
        return answer

    def read_series(
        self,
        measure: str,
        *,
        until: str | None = None,
        subject: str | None = None,
        product: str | None = None,
        model: str | None = None,
        days: int | None = None,
    ) -> WatchDayOut:
        """The course of a measure. Oldest first; staff only. Scope `watch:read`."""
        answer: WatchDayOut = self._transport.call(
            "GET",
            f"/api/v1/watch/series/{part(measure)}",
            query={"until": until, "subject": subject, "product": product, "model": model, "days": days},
        )
        return answer

    def read_episodes(self, *, open_only: bool | None = None) -> Episodes:
        """Alarms. Newest first; staff only. Scope `watch:read`."""
        answer: Episodes = self._transport.call("GET", "/api/v1/watch/episodes", query={"open_only": open_only})
        return answer

    def read_fairness(self, *, on: str | None = None) -> FairnessOut:
        """Groups side by side. Approval, price, errors by group and facts that tell of a group, on a day; staff only. Scope `watch:read`."""
        answer: FairnessOut = self._transport.call("GET", "/api/v1/watch/fairness", query={"on": on})
        return answer

    def read_impact_record(self, product: str, *, language: Literal["en", "zh"] | None = None) -> str:
        """Data-protection impact record. Markdown, made from what is in force today; for risk, compliance and audit. Scope `watch:read`."""
        answer: str = self._transport.call(
            "GET", f"/api/v1/watch/impact-record/{part(product)}", query={"language": language}
        )
        return answer

    def watch(self, body: WatchIn, *, idempotency_key: str = "") -> WatchedOut:
        """Watch a day that is over. Once; a day that was watched stays as it is. The worker does it after each day close. Scope `watch:write`."""
        answer: WatchedOut = self._transport.call("POST", "/api/v1/watch/days", body=body, key=idempotency_key)
        return answer
