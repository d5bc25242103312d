"""From a press text to a proposal: which agreement it announces, between whom, signed by whom, on what.

Rules, the register's own names and the taxonomy; no network and no model. What the text does not say
stays empty, and each proposal points to the words that say it and names the rule that read them.
"""
