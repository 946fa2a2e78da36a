"""Fact sheets: from YAML text to addressable, checked facts. Floor 1."""

from toolkit.facts.model import Fact, Sheet, canonical
from toolkit.facts.reader import Reading, read_sheet

__all__ = ["Fact", "Reading", "Sheet", "canonical", "read_sheet"]
