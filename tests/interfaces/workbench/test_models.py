"""The pages of models: registered from files, approved and given a role by two people, then compared."""

import html
import re

import numpy as np
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
        "Beside the champion",
        "demo-invoices 2026.1</span> · decides now",
        "The champion came with the house",
        "no columns of groups were given to the training",
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


def odd_file(rows: int = 1200) -> bytes:
    """A lender's file as it may come: GB 18030, semicolons, commas for decimals, Chinese heads, an odd outcome."""
    roll = np.random.default_rng(17)
    sales, late, trade = roll.normal(size=rows), roll.integers(0, 6, rows), roll.choice(["零售", "加工"], rows)
    bad = roll.random(rows) < 1 / (1 + np.exp(2 + 1.1 * sales - 0.5 * late))
    lines = ["客户编号;月均销售;逾期次数;行业;性别;备注;放款日;结果"]
    for n in range(rows):
        gender, outcome = "男女"[n % 2], "核销" if bad[n] else "结清"
        day = f"{2024 + n // 600}-{n // 50 % 12 + 1:02}-01"
        lines.append(f"{n + 1};{sales[n]:.3f};{late[n]};{trade[n]};{gender};;{day};{outcome}".replace(".", ","))
    return "\n".join(lines).encode("gb18030")


def trained(client: Client, content: bytes = b"", **form: str) -> tuple[int, str]:
    told = {"target": "结果", "bad_value": "核销", "model_id": "own", "version": "1", **form}
    file = SimpleUploadedFile("我行样本.csv", content or odd_file())
    response = client.post("/workbench/models/train/", {**told, "file": file})
    return response.status_code, response.content.decode()


HAND = """[[column]]
name = "月均销售"
cuts = ["-1", "0", "1"]
direction = "falling"
who = "Li Wei"
why = "the committee wants round cuts"
"""


def test_a_file_never_seen_becomes_a_card_with_bins_and_a_draft_for_a_second_person(institution: Institution) -> None:
    maker, checker, auditor = (institution.client(name) for name in ("risk_officer", "compliance", "auditor"))
    assert "Train a scorecard" in shown(maker, "models/")
    status, text = trained(maker, groups="性别")
    assert status == 200
    assert "月均销售" in text
    assert "性别" in text  # looked at for fairness, and no input
    assert "no row has a value" in text  # why the empty column was left out
    status, text = trained(maker, groups="性别", bins=HAND, period="放款日")
    assert status == 200
    assert "&lt; -1" in text
    assert "&lt; 0" in text
    package = html.unescape(re.findall(r'name="package" value="([^"]+)"', text)[0])
    before = footprint()
    propose = {"purpose": "own loans", "key": str(new_id()), "package": package, **WHY}
    assert checker.post("/workbench/models/train/register/", propose).status_code in (403, 422)
    tampered = {**propose, "package": package[:-4] + "AAAA", "key": str(new_id())}
    assert maker.post("/workbench/models/train/register/", tampered).status_code == 422
    assert footprint() == before
    done = maker.post("/workbench/models/train/register/", {**propose, "key": str(new_id())}, follow=True)
    assert "You registered it; a colleague approves it." in done.content.decode()
    [line] = models_list(SYSTEM)
    assert (line.model_id, line.state) == ("own", "draft")
    card = shown(auditor, f"models/{line.id}/")
    for words in (
        "How steady its columns are",
        "0.10 warns, 0.25 stops",
        "steady",
        "Fairness by group",
        "性别",
        "largest",
    ):
        assert words in card
    assert card.count("<rect") > 3  # bars of shifts and marks of ratios
    assert "变量稳定性" in shown(institution.client("auditor", language="zh-hans"), f"models/{line.id}/")
    _, text = posted(checker, f"models/{line.id}/act/", act="approve", **WHY)
    assert "Approved for use" in text
    assert auditor.get("/workbench/models/train/").status_code == 403
    assert "训练评分卡" in shown(institution.client("risk_officer", language="zh-hans"), "models/train/")


@pytest.mark.parametrize(
    ("content", "form", "said"),
    [
        (b"", {"target": "nothing"}, "nothing"),
        (b"", {"bad_value": ""}, "say which value is bad"),
        (b"", {"exclude": "none"}, "none"),
        (b"", {"bins": "[[column"}, "cannot be read"),
        (b"", {"bins": "column = 3"}, "[[column]]"),
        (b"", {"segment": "行业"}, "no segment"),
        (b"a,b\n1,1\n", {"target": "b", "bad_value": ""}, "at least 50"),
        (b"\xff\xfe\x00" * 20, {}, "neither UTF-8"),
    ],
)
def test_what_cannot_be_trained_is_said_beside_the_form(
    institution: Institution, content: bytes, form: dict[str, str], said: str
) -> None:
    maker = institution.client("risk_officer")
    before = footprint()
    status, text = trained(maker, content, **form)
    assert status == 422
    assert said in html.unescape(text)
    assert footprint() == before
