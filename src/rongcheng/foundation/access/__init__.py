"""Access (访问记录): residents see who looked at their data; see `public`."""
