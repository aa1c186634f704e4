"""The year of a resident (年度累计): what has counted towards which limit."""
