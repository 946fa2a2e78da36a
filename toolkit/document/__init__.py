"""The neutral document that stands between facts and file formats. Floor 1."""
