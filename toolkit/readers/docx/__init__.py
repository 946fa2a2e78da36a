"""The Word reader.

Floor 2. `package` opens the zip within bounds, `baseline` says what was issued, `identity` tells which fact a control
shows, `flatten` takes the words out of Word's markup, `paper` puts them together; `refill` puts other values into the
controls.
"""

from toolkit.readers.docx.baseline import Baseline, Entry
from toolkit.readers.docx.paper import Occurrence, Paper, body_hash, read_docx, read_units

__all__ = ["Baseline", "Entry", "Occurrence", "Paper", "body_hash", "read_docx", "read_units"]
