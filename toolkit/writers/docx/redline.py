"""A redline as a Word file with tracked changes: accepted, it is the new issue, rejected the old one.

Floor 2. Facts stand without content controls, as a tracked change in a bound control would fight with its store, and
one in any control breaks the file in older LibreOffice.
"""

from msgspec.structs import replace

from toolkit.document.changes import Side
from toolkit.document.redline import Redline, Remarks
from toolkit.style import Style
from toolkit.writers.docx.blocks import Room
from toolkit.writers.docx.changes import Marker, Place
from toolkit.writers.docx.inlines import Pen
from toolkit.writers.docx.numbering import Numbering
from toolkit.writers.docx.package import COMMENTS, STYLES, Links, Member, pack
from toolkit.writers.docx.paper import form_parts, main_part, room_across, running_line, running_part, section
from toolkit.writers.docx.styles import Stylesheet
from toolkit.writers.docx.tracking import COMMENT_STYLES, Stamp, Tracking, paragraphs

NOBODY = "official-summaries"
"""The author of a change that no one is named for."""
_SECTION_END = "</w:sectPr>"
_STYLES_END = b"</w:styles>"


def write_redline_docx(redline: Redline, style: Style, remarks: Remarks) -> bytes:
    """Return `redline` as a Word file (ISO 29500 transitional) in the form `style`, with tracked changes.

    `remarks` tell in comments why facts changed; their authors and days are those of the changes. The bytes depend on
    nothing but the arguments and zlib's version.
    """
    new = redline.new
    sheet, numbering, links = Stylesheet(style, new.lang), Numbering(apart=True), Links()
    day = max((remark.date for remark in remarks.values()), default=new.day)
    tracking = Tracking(remarks, Stamp(NOBODY, day))
    marker = Marker(Pen(sheet, links), tracking, remarks)
    place = Place(Room(marker.pen, numbering, room_across(style.page, new.landscape)))
    body = b"".join([piece.encode() for piece in marker.write(redline.changes, place, place)])
    header = replace(marker, pen=Pen(sheet, Links()), mute=True)
    running = running_part(_running(redline, header, style), header.pen)
    last_section = _section(redline, style, running, tracking)
    members = [*_form_parts(sheet, numbering, tracking), *running]
    return pack(new, main_part(body, last_section), links, members, [])


def _form_parts(sheet: Stylesheet, numbering: Numbering, tracking: Tracking) -> list[Member]:
    parts = form_parts(sheet, numbering)
    comments = tracking.comments_xml()
    if not comments:
        return parts
    added = COMMENT_STYLES.encode() + _STYLES_END
    styled = [p._replace(data=p.data.replace(_STYLES_END, added)) if p.kind is STYLES else p for p in parts]
    return [*styled, Member(COMMENTS, "/word/comments.xml", comments, "rIdComments")]


def _section(redline: Redline, style: Style, running: list[Member], tracking: Tracking) -> str:
    new = section(style.page, redline.new.landscape, running)
    if redline.new.landscape == redline.old.landscape:
        return new
    old = section(style.page, redline.old.landscape, []).removeprefix("<w:sectPr>").removesuffix(_SECTION_END)
    return new.replace(_SECTION_END, tracking.turned(old, tracking.default) + _SECTION_END)


def _running(redline: Redline, header: Marker, style: Style) -> str:
    """Return the line of the page header or footer; stops that only one issue has come or go with its words."""
    width = room_across(style.page, redline.new.landscape)
    old, new = (list(running_line(document, header.pen, width)) for document in (redline.old, redline.new))
    if not (old or new):
        return ""
    head, _, stops, end = new or old
    if old and new and old[0] != new[0]:
        ((properties, _),) = paragraphs(old[0] + "</w:p>")
        record = header.tracking.restyled(properties, header.tracking.default)
        head = head.replace("</w:pPr>", f"{record}</w:pPr>")
    side = Side.BOTH if (old and new and old[2] == new[2]) else Side.NEW if redline.new.running else Side.OLD
    look = style.role("page-number")
    words = header.words(redline.running, look, look)
    all_stops = header.tracking.runs(stops or (old[2] if old else ""), side, header.tracking.default)
    return head + words + all_stops + end
