"""The names of WordprocessingML that reading needs.

Floor 2. ISO 29500-1, clause 17, and its extensions by Microsoft (MS-DOCX).
"""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

VAL, XPATH, CHAR, TYPE, INSTRUCTION = f"{_W}val", f"{_W}xpath", f"{_W}char", f"{_W}type", f"{_W}instr"
FIELD_TYPE = f"{_W}fldCharType"

PARAGRAPH, TABLE, ROW, CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
PARAGRAPH_SETTINGS, ROW_SETTINGS, CELL_SETTINGS = f"{_W}pPr", f"{_W}trPr", f"{_W}tcPr"
RUN, LOOK, RUN_STYLE, TEXT, DELETED_TEXT = f"{_W}r", f"{_W}rPr", f"{_W}rStyle", f"{_W}t", f"{_W}delText"
TEXT_BOX = f"{_W}txbxContent"
CHOICE, FALLBACK, ALTERNATIVES = f"{_MC}Choice", f"{_MC}Fallback", f"{_MC}AlternateContent"

CONTROL, CONTROL_SETTINGS, CONTROL_CONTENT = f"{_W}sdt", f"{_W}sdtPr", f"{_W}sdtContent"
TAG, ALIAS, PLACEHOLDER, BINDING = f"{_W}tag", f"{_W}alias", f"{_W}showingPlcHdr", f"{_W15}dataBinding"

DELETED, INSERTED = f"{_W}del", f"{_W}ins"
GONE = frozenset((DELETED, f"{_W}moveFrom"))
COME = frozenset((INSERTED, f"{_W}moveTo"))
TRACKED = (*sorted(GONE), *sorted(COME))
CELL_GONE, CELL_COME = f"{_W}cellDel", f"{_W}cellIns"

FIELD, FIELD_MARK, FIELD_CODE = f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText"
VOLATILE = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "SAVEDATE", "PRINTDATE"))
"""The fields whose result follows from the printing, not from the paper."""

PLACEHOLDER_STYLE = "PlaceholderText"
"""The id of Word's own style for placeholders, in every language of Word."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

WORDS = frozenset((TEXT, f"{_M}t"))
SYMBOL, BREAK = f"{_W}sym", f"{_W}br"
SPACING = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
SILENT = frozenset((
    *(PARAGRAPH_SETTINGS, LOOK, CONTROL_SETTINGS, f"{_W}sdtEndPr", ROW_SETTINGS, CELL_SETTINGS, f"{_W}sectPr"),
    *(f"{_W}tblPr", f"{_W}tblGrid", f"{_W}delInstrText", f"{_W}softHyphen"),
))  # fmt: skip
"""What holds no words of its own."""
SAYING = (*sorted(WORDS), DELETED_TEXT, SYMBOL, BREAK, *SPACING)
"""What says something in a run."""
