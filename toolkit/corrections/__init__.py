"""Corrections: one act changes facts, is recorded in the ledger, and leaves notices to send out. Floor 4."""
