"""The contract of the API: how its addresses and shapes are written down in OpenAPI 3.1.

`openapi.yaml` is the contract itself, pinned: `make openapi` writes it anew, and a test fails where the
application promises other than it says.
"""
