"""The whole register in one file: its database, its documents, and the proof that nothing was changed.

The file is a tar archive without compression. Its last member, the seal, is the SHA-256 of everything
before it, so that no byte can change unseen; before anything is restored, the whole file is gone through.
"""
