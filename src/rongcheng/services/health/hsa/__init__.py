"""The national medical-insurance interface (医保接口): wire format only.

Translates messages to this room's own types and back; it decides nothing. Field names are the
specification's own. Source: interface specification V1.1.27 (2024-10-14), read in
`docs/interface.md`, with its irregularities kept on the wire.
"""
