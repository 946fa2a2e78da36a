"""Official summaries: one YAML fact sheet, many official papers, every fact traceable."""

__version__ = "0.1.0"
