"""Fact sheets: from YAML text to addressable, checked facts. Floor 1."""
