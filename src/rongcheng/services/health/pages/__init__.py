"""A settlement on a page (结算页面): for the resident, and for those who pay."""
