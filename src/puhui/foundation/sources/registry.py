"""The registry of sources: dated files, a lender's own laid over the shipped ones."""

from datetime import date
from functools import lru_cache

from puhui.foundation.catalogue.facade import newest_on, policies_in
from puhui.foundation.sources.contracts import SourceDefinition, Subject, UnknownSource

FOLDER = "sources"


def source_definitions(*, on: date, subject: Subject | None = None) -> dict[str, SourceDefinition]:
    """The sources in force on a day, by id; those about firms or about persons when asked."""
    found = _on(policies_in(SourceDefinition, FOLDER), on)
    return {name: one for name, one in found.items() if subject in (None, one.subject)}


def source_definition(source: str, *, on: date) -> SourceDefinition:
    """One source; refuses one that there is not."""
    found = source_definitions(on=on).get(source)
    if found is None:
        raise UnknownSource(where="source", source=source[:40])
    return found


@lru_cache(maxsize=64)
def _on(versions: tuple[SourceDefinition, ...], on: date) -> dict[str, SourceDefinition]:
    names = sorted({one.id for one in versions})
    return {name: newest_on(on, [one for one in versions if one.id == name]) for name in names}
