"""Signing in (登录): of residents by a city's app, of staff by password and code."""
