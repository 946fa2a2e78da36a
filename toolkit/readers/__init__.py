"""Readers: an issued or edited paper back to its text and the facts in it. Floor 2, the writers' counterpart."""
