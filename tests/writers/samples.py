"""Invented documents for the writers' tests."""

from datetime import date
from pathlib import Path

from toolkit.document.model import (
    Block,
    Column,
    Columns,
    Document,
    Emphasis,
    Foreign,
    Heading,
    Inlines,
    Item,
    LineBreak,
    Link,
    Listing,
    Mention,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Strong,
    Table,
    Text,
)
from toolkit.style import Style, read_style
from toolkit.yamlparser import parse

STYLES = Path(__file__).parents[2] / "templates" / "styles"
NASTY = "*Ltd* [x](y) & <b>bold</b> `code` {{ 7 * 7 }} | \"q\" 'q' _u_ # ~~s~~\nnext $HOME \\"


def style(name: str) -> Style:
    """Return one of the workspace's own styles."""
    names = ["base"] if name == "base" else ["base", name]
    return read_style(parse((STYLES / f"{each}.yaml").read_text("utf-8"), f"{each}.yaml") for each in names)


def text(words: str) -> Inlines:
    return (Text(words),)


def paragraph(words: str, role: str = "body") -> Paragraph:
    return Paragraph(text(words), role)


def paper(*blocks: Block, lang: str = "vi", **more: object) -> Document:
    """Return a document of `blocks`, whose mentions have notes."""
    about: dict[str, object] = {
        "title": "Biên bản họp",
        "kind": "minutes",
        "sheet": "thu-nghiem",
        "day": date(2030, 2, 6),
    }
    notes = {
        "figures.target.value": Note("Kim ngạch", "20000000000", "Báo Thử, 6/2/2030"),
        "points.trade.text.vi": Note("Kinh tế", "… {figures.target} …", "Báo Thử"),
    }
    return Document(lang=lang, blocks=blocks, **{"notes": notes, **about, **more})  # type: ignore[arg-type]


TARGET = Mention("figures.target.value", "20 tỷ USD", "money")
SENTENCE = Mention(
    "points.trade.text.vi",
    "Hai bên phấn đấu đạt 20 tỷ USD trong năm 2035.",
    parts=(Text("Hai bên phấn đấu đạt "), TARGET, Text(" trong năm 2035.")),
)
BLANK = Mention("event.secretary", "[chưa có: thư ký]", open=True)
COUNT = Mention("agreements", "12", "count")
KHMER = "ព្រះរាជាណាចក្រកម្ពុជា"

LETTERHEAD = Columns(
    (
        (
            paragraph("Ủy ban nhân dân tỉnh Mẫu", "parent-body"),
            paragraph("Văn phòng", "issuing-body"),
            paragraph("Số: 15/BB-VP", "number"),
        ),
        (
            paragraph("Cộng hòa xã hội chủ nghĩa Việt Nam", "national-name"),
            paragraph("Độc lập - Tự do - Hạnh phúc", "motto"),
            paragraph("Mẫu, ngày 06 tháng 02 năm 2030", "place-date"),
        ),
    ),
    (67.5, 100),
    "letterhead",
)
SIGNATURES = Columns(
    (
        (
            paragraph("Nơi nhận:", "recipients-label"),
            Listing(
                (Item((paragraph("Như trên;"),)), Item((paragraph("Lưu: VT, Hồ sơ."),))), ("-", "-"), role="recipients"
            ),
        ),
        (paragraph("Chủ tọa", "signatory"), paragraph("(Chữ ký)", "signature"), paragraph("Trần Văn Mẫu", "signer")),
    ),
    (75, 85),
    "signatures",
)
TABLE = Table(
    (
        Column(text("STT"), 1, "center"),
        Column(text("Tên văn kiện"), 6, "left"),
        Column(text("Giá trị"), 2, "right"),
    ),
    tuple(
        Row(
            f"a{number}",
            (text(str(number)), (Mention(f"agreements.a{number}.title.vi", f"Thỏa thuận số {number}"),), text("1.234")),
        )
        for number in range(1, 31)
    ),
    caption=text("Danh mục văn kiện"),
    summary="Ba cột: số, tên, giá trị",
)
EVERY_INLINE: dict[str, Inlines] = {
    "text": text("chữ thường"),
    "mention": (TARGET,),
    "sentence": (SENTENCE,),
    "open": (BLANK,),
    "count": (COUNT,),
    "strong": (Strong((Text("đậm "), TARGET)),),
    "emphasis": (Emphasis((Strong(text("đậm nghiêng")),)),),
    "foreign": (Foreign("en", (Text("memorandum "), TARGET)),),
    "khmer": (Foreign("km", text(KHMER)),),
    "link": (Link("https://example.org/a?b=c&d=e", text("trang mẫu")),),
    "break": (Text("một"), LineBreak(), Text("hai")),
}
EVERY_BLOCK: dict[str, Block] = {
    "heading": Heading(2, text("I. Nội dung"), "heading-2"),
    "paragraph": Paragraph((Text("Số liệu: "), TARGET)),
    "listing": Listing((Item((paragraph("một"),)), Item((paragraph("hai"),))), ("1.", "2."), ordered=True),
    "table": TABLE,
    "columns": SIGNATURES,
    "rule": Rule(),
    "page-break": PageBreak(),
}


def minutes(**more: object) -> Document:
    """Return a paper of several pages with everything that a decree's form has."""
    body = [
        paragraph(f"Đoạn {number}. " + "Hội nghị đã trao đổi về tình hình hợp tác và thống nhất các nội dung sau. " * 3)
        for number in range(1, 9)
    ]
    inlines = tuple(part for inlines in EVERY_INLINE.values() for part in (*inlines, Text("; ")))
    nested = Listing((Item((paragraph("con một"),)), Item((paragraph("con hai"),))), ("a)", "b)"), ordered=True)
    listing = Listing(
        (
            Item((paragraph("Mục thứ nhất " + "dài " * 30), paragraph("Đoạn tiếp"), nested)),
            Item((paragraph("Mục hai"),)),
        ),
        ("1.", "2."),
        ordered=True,
    )
    letters = Listing(tuple(Item((paragraph(f"khoản {c}"),)) for c in "abcdđe"), tuple(f"{c})" for c in "abcdđe"), True)
    dashes = Listing(tuple(Item((Paragraph((Text("mục "), TARGET)),)) for _ in "ab"), ("-", "-"))
    title = (Heading(1, text("Biên bản"), "title"), paragraph("Cuộc họp thử về hợp tác biên giới", "subject"))
    blocks = (
        LETTERHEAD, paragraph("Dự thảo", "draft-mark"), *title, paragraph("Thời gian bắt đầu: 8 giờ 00", "field"),
        Heading(2, text("I. Diễn biến"), "heading-2"), *body, listing, letters, dashes, Paragraph(inlines),
        Rule(), TABLE, TABLE, SIGNATURES, SIGNATURES, PageBreak(), Heading(3, text("Phụ lục"), "heading-3"),
        paragraph("Hết./."),
    )  # fmt: skip
    return paper(*blocks, **{"draft": True, "running": (Text("DỰ THẢO · "), TARGET), **more})
