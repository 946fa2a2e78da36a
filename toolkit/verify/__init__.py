"""Issued papers held against the facts: are they ours, are they current, does their text read back? Floor 4."""
