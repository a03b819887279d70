"""The addresses of the customer pages."""

from django.urls import path

from puhui.interfaces.customer_web.views import (
    applications,
    consents,
    contracts,
    firm,
    invoices,
    loans,
    messages,
    offers,
    papers,
    sign_in,
    welcome,
)

urlpatterns = [
    path("", welcome.home, name="home"),
    path("help/", welcome.help_page, name="help"),
    path("choose/language/", welcome.choose_language, name="choose_language"),
    path("choose/text/", welcome.choose_text, name="choose_text"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("demo/outbox/", sign_in.outbox, name="demo_outbox"),
    path("overview/", firm.overview, name="overview"),
    path("firms/new/", firm.register_firm, name="register_firm"),
    path("firms/<uuid:firm_id>/consent/", consents.consent, name="consent"),
    path("firms/<uuid:firm_id>/consent/<slug:purpose>/", consents.consent, name="consent"),
    path("firms/<uuid:firm_id>/invoices/", invoices.invoices, name="invoices"),
    path("firms/<uuid:firm_id>/invoices/pull/", invoices.pull_invoices, name="pull_invoices"),
    path("firms/<uuid:firm_id>/invoices/<uuid:batch_id>/", invoices.import_report, name="import_report"),
    path("firms/<uuid:firm_id>/apply/", applications.apply, name="apply"),
    path("applications/<uuid:application_id>/", applications.application, name="application"),
    path("applications/<uuid:application_id>/submit/", applications.submit_application, name="submit_application"),
    path("applications/<uuid:application_id>/ask/", applications.ask_for_person, name="ask_for_person"),
    path(
        "applications/<uuid:application_id>/withdraw/", applications.withdraw_application, name="withdraw_application"
    ),
    path("applications/<uuid:application_id>/offers/", offers.offers, name="offers"),
    path("offers/<uuid:offer_id>/", offers.offer, name="offer"),
    path("offers/<uuid:offer_id>/accept/", offers.accept_offer, name="accept_offer"),
    path("contracts/<uuid:contract_id>/", contracts.contract, name="contract"),
    path("contracts/<uuid:contract_id>/file/", contracts.contract_file, name="contract_file"),
    path("contracts/<uuid:contract_id>/code/", contracts.request_signing_code, name="request_signing_code"),
    path("contracts/<uuid:contract_id>/sign/", contracts.sign, name="sign"),
    path("loans/<uuid:loan_id>/", loans.loan, name="loan"),
    path("loans/<uuid:loan_id>/repay/", loans.repay, name="repay"),
    path("loans/<uuid:loan_id>/history/", loans.loan_history, name="loan_history"),
    path("loans/<uuid:loan_id>/statement/", papers.statement, name="loan_statement"),
    path("loans/<uuid:loan_id>/papers/<slug:kind>.<slug:form>", papers.loan_paper, name="loan_paper"),
    path("contracts/<uuid:contract_id>/copy.pdf", papers.contract_copy, name="contract_copy"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<uuid:notice_id>/read/", messages.read_message, name="read_message"),
    path("my-data/", consents.my_data, name="my_data"),
    path("my-data/consents/<uuid:consent_id>/withdraw/", consents.withdraw_consent, name="withdraw_consent"),
]
