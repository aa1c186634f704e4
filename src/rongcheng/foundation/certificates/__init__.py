"""E-certificates (电子证照): issued once, checked by anybody, recognised by member cities."""
