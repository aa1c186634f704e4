"""The one code (融城码): issue, renew, revoke, verify with no network; see `public`."""
