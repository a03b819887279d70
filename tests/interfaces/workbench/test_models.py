"""The pages of models: registered from files, approved and given a role by two people, then compared."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.workbench.institution import Institution, footprint
from tests.interfaces.workbench.test_acts import posted
from tests.interfaces.workbench.test_quality import shown
from tests.unit.decisioning.packages import boosted_package, scorecard_package

from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import decision_ids, models_list, score_shadows

pytestmark = pytest.mark.django_db
WHY = {"reason": "better out of time"}


def brought(client: Client, files: dict[str, bytes], **form: str) -> tuple[int, str]:
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]
    told = {"purpose": "working capital", "key": str(new_id()), **WHY, **form, "files": sent}
    response = client.post("/workbench/models/register/", told, follow=True)
    return response.status_code, response.content.decode()


def test_a_model_from_its_files_to_a_shadow(institution: Institution) -> None:
    maker, checker, auditor = (institution.client(name) for name in ("risk_officer", "compliance", "auditor"))
    assert "No model was registered yet." in shown(auditor, "models/")
    _, text = brought(maker, scorecard_package("harsh", "1", more=-300))
    assert "You registered it; a colleague approves it." in text
    [line] = models_list(SYSTEM)
    model = f"models/{line.id}/"
    _, text = posted(checker, f"{model}act/", act="approve", **WHY)
    assert "Approved for use" in text
    _, text = posted(maker, f"{model}act/", act="assign", slot="demo-invoices", role="shadow", **WHY)
    assert "Waits for a second person" in text
    [role] = models_list(SYSTEM)[0].roles
    _, text = posted(checker, f"{model}roles/{role.id}/", act="agree", **WHY)
    assert "Challenger in shadow" in text
    made = list(decision_ids())
    score_shadows(Call(SYSTEM, "s", institution.world.clock.now()), decision_ids=made)
    text = shown(auditor, model)
    for words in (
        "0.740",
        "0.710–0.770",
        "Only for tests.",
        "It would have said",
        "Within months",
        "Volatility of turnover",
    ):
        assert words in text
    assert text.count("<polyline") == 2
    assert f"<b>{len(made)}</b>" in text
    assert "Role given" in text
    zh = shown(institution.client("auditor", language="zh-hans"), model)
    assert "影子挑战者" in zh
    assert "若由其决策" in zh
    posted(checker, f"{model}roles/{role.id}/", act="end", **WHY)
    _, text = posted(checker, f"{model}act/", act="retire", **WHY)
    assert "Retired" in text


def test_boosted_trees_have_a_page(institution: Institution) -> None:
    maker = institution.client("risk_officer")
    brought(maker, boosted_package())
    [line] = models_list(SYSTEM)
    assert "Boosted trees" in shown(maker, f"models/{line.id}/")


def test_refusals_are_shown_and_change_nothing(institution: Institution) -> None:
    maker, checker, outsider = (institution.client(name) for name in ("risk_officer", "compliance", "operations"))
    brought(maker, scorecard_package())
    [line] = models_list(SYSTEM)
    model, before = f"models/{line.id}/", footprint()
    changed = scorecard_package() | {"model_card.json": b"{}"}
    status, text = brought(maker, changed)
    assert (status, "was changed after the package was made" in text) == (422, True)
    assert brought(checker, scorecard_package("x", "1"))[0] == 403
    assert "you registered or proposed this yourself" in posted(maker, f"{model}act/", act="approve", **WHY)[1]
    assert "not approved" in posted(maker, f"{model}act/", act="assign", slot="x", role="shadow", **WHY)[1]
    assert "choose one of the acts" in posted(maker, f"{model}act/", act="sing", **WHY)[1]
    assert outsider.get("/workbench/models/").status_code == 403
    assert checker.get(f"/workbench/models/{institution.loan_id}/").status_code == 404
    assert footprint() == before
