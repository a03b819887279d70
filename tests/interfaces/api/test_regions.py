"""Regions by the API and the command: looked up, imported with a dry run first; who may not is told so."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from tests.interfaces.api.conftest import token
from tests.rooms.lending.world import World
from tests.rooms.regions.test_regions import LIST

from puhui.foundation.regions.models import RegionImport
from puhui.interfaces.command_line.regions import command
from puhui.kernel.actors import Role

pytestmark = pytest.mark.django_db


def test_regions_by_programs(tmp_path: Path) -> None:
    cache.clear()
    World()
    risk, manager = token("risk", Role.RISK_OFFICER), token("manager", Role.RELATIONSHIP_MANAGER)
    assert [r["code"] for r in manager.get("/regions?search=西湖").json()] == ["330106"]
    assert len(manager.get("/regions?limit=200").json()) == 34
    assert {r["parent"] for r in manager.get("/regions?parent=330100").json()} == {"330100"}
    place = manager.get("/regions/331124").json()
    assert (place["tier"], place["path"]["en"]) == ("middle", "Zhejiang · Lishui · Songyang")
    assert [(one["id"], one["all_in_cap_pct"]) for one in place["local"]] == [("lishui", "14"), ("zhejiang", None)]
    assert manager.get("/regions/330103").json()["code"] == "330105"  # merged in 2021
    assert len(manager.get("/regions/tiers").json()) == 3
    refused = manager.get("/regions/000000")
    assert (refused.status_code, refused.json()["code"]) == (422, "region_unknown")
    seen = risk.post("/regions/import", {"csv": LIST}).json()
    assert (seen["added"], RegionImport.objects.count()) == (1, 0)
    for program, body, status, code in (
        (manager, {"csv": LIST, "dry_run": False, "source": "MCA"}, 403, "forbidden"),
        (risk, {"csv": LIST, "dry_run": False}, 422, "invalid_input"),
        (risk, {"csv": "code\n1\n", "dry_run": False, "source": "MCA"}, 422, "bad_region_list"),
        (risk, {"csv": LIST, "colour": "red"}, 422, "invalid_input"),
    ):
        answer = program.post("/regions/import", body)
        assert (answer.status_code, answer.json()["code"], RegionImport.objects.count()) == (status, code, 0)
    assert risk.post("/regions/import", {"csv": LIST, "dry_run": False, "source": "MCA"}).json()["added"] == 1
    assert manager.get("/regions/330113").json()["name"]["zh"] == "临平区"
    _by_command(tmp_path)


def _by_command(folder: Path) -> None:
    run = CliRunner().invoke
    file = folder / "regions.csv"
    file.write_text("code,name_zh,tier\n330113,临平区,middle\n", encoding="utf-8")
    assert "临平区" in run(command, ["find", "临平"]).output
    assert json.loads(run(command, ["find", "330113", "--json"]).output)["tier"] == "developed"
    assert json.loads(run(command, ["show", "丽水市"]).output)["local_policies"][0]["id"] == "lishui"
    told = json.loads(run(command, ["import", str(file), "--dry-run", "--json"]).output)
    assert (told["changed"], told["dry_run"], RegionImport.objects.count()) == (1, True, 1)
    assert "1 would be changed" in run(command, ["import", str(file), "--dry-run"]).output
    for arguments, code in (
        (["show", "nowhere"], "region_unknown"),
        (["import", str(file), "--source", "MCA", "--json"], "invalid_input"),  # without a token
    ):
        answer = run(command, arguments)
        assert (answer.exit_code, json.loads(answer.output)["error"]["code"]) == (1, code)
    assert run(command, ["import", str(folder / "none.csv"), "--dry-run"]).exit_code == 2
