"""Papers from the workbench: files for who may look up loans, a refusal as a page for the others."""

import pytest
from tests.interfaces.workbench.institution import Institution

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("papers/schedule.pdf", 200, "application/pdf"),
        ("papers/schedule.csv", 200, "text/csv"),
        ("papers/statement.pdf", 200, "application/pdf"),
        ("papers/statement.csv?from=2020-01-01", 422, "text/html"),
        ("papers/pay-off.pdf", 409, "text/html"),
        ("papers/poem.pdf", 422, "text/html"),
        ("papers/schedule.docx", 422, "text/html"),
    ],
)
def test_papers_of_a_loan(institution: Institution, path: str, status: int, kind: str) -> None:
    answer = institution.client("operations").get(f"/workbench/loans/{institution.loan_id}/{path}")
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (status, kind)
    assert institution.client("administrator").get(f"/workbench/loans/{institution.loan_id}/{path}").status_code == 403
