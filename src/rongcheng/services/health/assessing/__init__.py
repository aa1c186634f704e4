"""A decision (裁定) from facts, totals and the policy book alone; nothing is read or kept here."""
