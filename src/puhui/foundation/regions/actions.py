"""Takes over a list of regions: differences first, all of it or nothing."""

from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.regions.contracts import ImportReport, Region
from puhui.foundation.regions.models import RegionImport, RegionRow
from puhui.foundation.regions.queries import atlas
from puhui.foundation.regions.reading import check_whole, read_regions
from puhui.foundation.regions.rules import differences
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.canonical import digest
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id

KEEPERS = (Role.ADMINISTRATOR, Role.RISK_OFFICER)
MOST_SHOWN = 500


def preview_import(actor: Actor, *, text: str) -> ImportReport:
    """What an import would change; nothing is changed."""
    actor.require(*KEEPERS, Role.SYSTEM, verb="import regions")
    return _compared(text)[0]


@use_case("regions.import_regions", answers=ImportReport, subject="import_id")
def import_regions(call: Call, *, text: str, source: str) -> ImportReport:
    """Lays a list over the known one; regions that it leaves out stay. The same list again changes nothing."""
    call.actor.require(*KEEPERS, verb="import regions")
    if not 3 <= len(source.strip()) <= 200:
        raise InvalidInput("source", "where the list comes from, in 3 to 200 characters")
    report, changed = _compared(text)
    if not changed:
        return report
    import_id = new_id()
    RegionImport.objects.create(
        id=import_id,
        source=source.strip(),
        rows=report.rows,
        digest=digest(text),
        imported_by=call.actor.id,
        imported_at=call.at,
    )
    RegionRow.objects.bulk_create([_row(import_id, region) for region in changed], batch_size=500)
    return ImportReport(import_id, *_counts(report), report.differences)


def _compared(text: str) -> tuple[ImportReport, list[Region]]:
    given, known = read_regions(text), atlas().regions
    check_whole({**known, **{region.code: region for region in given}})
    found = differences(known, given)
    touched = {one.code for one in found}
    added = sum(one.what == "added" for one in found)
    left_out = len(known.keys() - {region.code for region in given})
    report = ImportReport(None, len(given), added, len(touched) - added, left_out, found[:MOST_SHOWN])
    return report, [region for region in given if region.code in touched]


def _counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.rows, report.added, report.changed, report.left_out


def _row(import_id: UUID, region: Region) -> RegionRow:
    return RegionRow(
        region_import_id=import_id,
        code=region.code,
        name_zh=region.name.zh,
        name_en=region.name.en,
        kind=region.kind.value,
        tier=region.tier.value if region.tier else "",
        parent=region.parent,
        effective_from=region.effective_from,
        effective_until=region.effective_until,
        replaced_by=region.replaced_by,
    )
