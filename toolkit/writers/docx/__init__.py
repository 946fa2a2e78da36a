"""The Word writer.

Floor 2. `looks` turns roles into properties and `styles` into styles, `inlines` and `blocks` write the body,
`controls` makes facts editable and traceable, `package` puts the parts together.
"""

from toolkit.writers.docx.paper import write_docx

__all__ = ["write_docx"]
