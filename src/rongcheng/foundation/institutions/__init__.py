"""Institutions (机构): designated institutions and credentials; see `public`."""
