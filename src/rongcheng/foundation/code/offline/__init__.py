"""What a gate or desk needs with no network (离线核验): no database, no clock, no framework.

`verifier.verify` answers a scanned text; `keyset` and `status` read what is fetched beforehand;
`cose`, `claims`, `proof`, `base45` and `text` are the formats, each in one file. docs/code.md says
the same for other implementers, with test vectors.
"""
