"""The policy lab: one policy or model beside another on a whole portfolio, and its record that a committee signs.

Owns runs, their results and signatures, and pre-approvals. Laws: a run is told by its inputs alone and gives the same
bytes again; results and signatures are never changed; a run is signed by two different people, none of whom started
it. Holds no names; a firm stands as its id where the portfolio is the institution's own history.
"""
