"""A hundred million visits (批量结算): the rules of the counter over columns, compiled."""
