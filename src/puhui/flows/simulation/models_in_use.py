"""Puts the shipped packages of the demonstration into use, through the same acts as everybody: two people, reasons."""

from pathlib import Path

from puhui.flows.simulation.world import World
from puhui.risk.decisioning.facade import ModelRole, decide_model, decide_role, propose_role, register_model

PACKAGES = Path(__file__).resolve().parents[2] / "policies" / "model_packages"
SLOT = "demo-invoices"
MAKER, CHECKER = "risk", "compliance"
PURPOSE = "Working capital of small firms, from their invoices / 小微企业流动资金贷款（发票数据）"


def put_models_to_use(world: World) -> None:
    """Every shipped package runs in shadow beside the card that decides."""
    maker, checker = world.staff.get(MAKER), world.staff.get(CHECKER)
    if maker is None or checker is None:
        return
    for folder in sorted(path for path in PACKAGES.iterdir() if path.is_dir()):
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        why = "Does a shorter card do as well? / 较短的评分卡是否同样有效？"
        made = register_model(world.call(maker), files=files, purpose=PURPOSE, reason=why)
        decide_model(world.call(checker), package_id=made.package_id, agree=True, reason=why)
        asked = propose_role(
            world.call(maker), package_id=made.package_id, slot=SLOT, role=ModelRole.SHADOW, reason=why
        )
        decide_role(world.call(checker), role_id=asked.role_id, agree=True, reason=why)
        world.count("models in shadow")
