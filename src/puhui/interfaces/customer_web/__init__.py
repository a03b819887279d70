"""Customer web: the pages a small firm uses on a phone, from the first visit to the last repayment.

For: translating between a browser and one flow, action or query each; it decides nothing and keeps nothing.
Owns: the addresses under `/`, the templates, one stylesheet, the Simplified Chinese catalogue of its texts.
Laws: every journey works without JavaScript; another customer's id is a page "not found"; whatever a refused form
held is shown again, with the reason beside its field; a page with personal data is never kept by a cache; no script
or style runs that is not ours (Content-Security-Policy); a first load stays under 100 KB.
Personal data: none kept; pages show names and numbers masked, cookies hold a session id, language and text size.
"""
