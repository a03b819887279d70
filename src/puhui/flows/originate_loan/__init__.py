"""A loan from the first wish to the signed contract: one use case per file, in the order of the journey.

start_application, submit_application, (ask_for_person, propose_review, confirm_review), show_offer, accept_offer,
request_signing_code, sign_contract; and withdraw_application and expire_offers for what comes to nothing.
"""
