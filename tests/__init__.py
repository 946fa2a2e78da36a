"""The tests mirror `toolkit/`; `repo/` guards the repository itself, `validators/` runs other people's judges."""
