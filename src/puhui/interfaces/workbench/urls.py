"""The addresses of the workbench; what is not here is the console's own look-up of records."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from puhui.interfaces.workbench import (
    applications,
    audit,
    cases,
    collections,
    customers,
    dashboard,
    days,
    ledger,
    loans,
    papers,
    quality,
    records,
    tokens,
    users,
)

pages: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("queues/<slug:kind>/", cases.queue, name="queue"),
    path("cases/<uuid:case_id>/", cases.show_case, name="case"),
    path("cases/<uuid:case_id>/act/", cases.act_on_case, name="act_on_case"),
    path("collections/", collections.collections, name="collections"),
    path("collections/<uuid:loan_id>/", collections.collection, name="collection"),
    path("collections/<uuid:loan_id>/act/", collections.act_on_collection, name="act_on_collection"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<uuid:party_id>/", customers.customer, name="customer"),
    path("customers/<uuid:party_id>/reveal/", customers.reveal, name="reveal"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<uuid:application_id>/", applications.show_application, name="application"),
    path("loans/", loans.loans, name="loans"),
    path("loans/<uuid:loan_id>/", loans.show_loan, name="loan"),
    path("loans/<uuid:loan_id>/statement/", papers.statement_of_loan, name="statement_of_loan"),
    path("loans/<uuid:loan_id>/papers/<slug:kind>.<slug:form>", papers.loan_paper, name="loan_paper"),
    path("contracts/<uuid:contract_id>/copy.pdf", papers.contract_copy, name="contract_copy"),
    path("loans/<uuid:loan_id>/grade/", quality.propose_grade, name="propose_grade"),
    path("loans/<uuid:loan_id>/grade/<uuid:override_id>/", quality.decide_grade, name="decide_grade"),
    path("quality/", quality.show_quality, name="quality"),
    path("quality/loans/", quality.grades, name="grades"),
    path("ledger/", ledger.trial, name="trial_balance"),
    path("ledger/journals/", ledger.journals, name="journals"),
    path("ledger/journals/<uuid:journal_id>/", ledger.show_journal, name="journal"),
    path("ledger/accounts/<str:code>/", ledger.statement, name="statement"),
    path("ledger/owners/<uuid:owner_id>/", ledger.loan_statement, name="loan_statement"),
    path("day/", days.day, name="day"),
    path("day/progress/", days.progress, name="day_progress"),
    path("day/close/", days.close, name="close_day"),
    path("users/", users.users, name="users"),
    path("users/add/", users.add_user, name="add_user"),
    path("users/<uuid:user_id>/", users.change_user, name="change_user"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/add/", tokens.add_token, name="add_token"),
    path("tokens/<uuid:token_id>/revoke/", tokens.end_token, name="revoke_token"),
    path("records/", records.records, name="records"),
    path("audit/", audit.audit, name="audit"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "workbench"))),
    path("language/", set_language, name="set_language"),
    path("", admin.site.urls),
]
