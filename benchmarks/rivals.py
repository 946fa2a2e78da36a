"""One rival, one run, as the process a user would start.

    python benchmarks/rivals.py RIVAL SHEET OUT

Every rival reads the same sheet and makes the register's table: number, title, the two sides, act and date, period,
source; its head is repeated on every page. `templates FOLDER` makes the Word templates that docxtpl needs.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import yaml

HEADS = ("STT", "Văn kiện", "Xứ Hồ Bạc", "Xứ Đồi Sương", "Tình trạng", "Giai đoạn", "Nguồn")
SHARES = (0.6, 4, 2.4, 2.4, 1.6, 1.1, 1.1)
ACTS = {"signed": "Được ký", "handed-over": "Được trao"}
MILLIMETRES = 247  # A4 across, without its margins
SIZE = 12
FONTS = Path("/usr/share/fonts/truetype/croscore")
FAMILY = "Tinos"

Row = tuple[str, ...]


def load(sheet: Path) -> Mapping[str, Any]:
    with sheet.open("rb") as file:
        loaded: Mapping[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return loaded


def rows(facts: Mapping[str, Any]) -> list[Row]:
    names = {key: body["name"]["vi"] for key, body in facts["organisations"].items()}
    source = facts["sources"]["ban_tin"]["publisher"]
    return [
        (
            str(number),
            one["title"]["vi"],
            names[one["between"][0]],
            names[one["between"][1]],
            f"{ACTS[one['act']]}, {one['date']:%d/%m/%Y}",
            one["period"].replace("/", "–"),
            source,
        )
        for number, one in enumerate(facts["agreements"].values(), 1)
    ]


def typst_register(sheet: Path, out: Path) -> None:
    """Typst reads the YAML itself; the PDF is tagged, as it is unless one says otherwise."""
    import typst  # noqa: PLC0415 - each run loads its own library only

    heads = ", ".join(f'"{head}"' for head in HEADS)
    program = f"""
#let sheet = yaml("{sheet.name}")
#let names = sheet.organisations.pairs().map(((key, body)) => (key, body.name.vi)).to-dict()
#let acts = (signed: "Được ký", "handed-over": "Được trao")
#set document(title: sheet.title.vi)
#set page(paper: "a4", flipped: true, margin: (x: 25mm, y: 20mm), numbering: "1")
#set text(font: "{FAMILY}", size: {SIZE}pt, lang: "vi")
#align(center, text(14pt, strong(sheet.title.vi)))
#table(columns: ({", ".join(f"{share}fr" for share in SHARES)}), inset: (x: 3pt, y: 2.5pt), stroke: 0.5pt,
  table.header(repeat: true, ..({heads}).map(head => strong(head))),
  ..sheet.agreements.values().enumerate(start: 1).map(((number, one)) => (
    str(number), one.title.vi, names.at(one.between.at(0)), names.at(one.between.at(1)),
    acts.at(one.act) + ", " + one.date.split("-").rev().join("/"),
    one.period.replace("/", "–"), sheet.sources.at(one.source).publisher,
  )).flatten())
"""
    main = sheet.with_suffix(".typ")
    main.write_text(program, encoding="utf-8")
    typst.Compiler(str(main), font_paths=[str(FONTS)], ignore_system_fonts=True).compile(output=str(out))


def platypus_register(sheet: Path, out: Path) -> None:
    from reportlab.lib.pagesizes import A4, landscape  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.lib.units import mm  # noqa: PLC0415
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate  # noqa: PLC0415

    facts = load(sheet)
    registerFont(TTFont("body", FONTS / "Tinos-Regular.ttf"))
    registerFont(TTFont("bold", FONTS / "Tinos-Bold.ttf"))
    cell = ParagraphStyle("cell", fontName="body", fontSize=SIZE, leading=SIZE * 1.15)
    head = ParagraphStyle("head", parent=cell, fontName="bold")
    cells = [[Paragraph(escape(text), cell) for text in row] for row in rows(facts)]
    table = LongTable(
        [[Paragraph(text, head) for text in HEADS], *cells],
        colWidths=[share / sum(SHARES) * MILLIMETRES * mm for share in SHARES],
        repeatRows=1,
        style=[("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )
    SimpleDocTemplate(str(out), pagesize=landscape(A4)).build([Paragraph(facts["title"]["vi"], head), table])


def weasyprint_register(sheet: Path, out: Path) -> None:
    from weasyprint import HTML  # noqa: PLC0415

    facts = load(sheet)
    widths = "".join(f"<col style='width:{share / sum(SHARES):.1%}'>" for share in SHARES)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows(facts))
    form = (
        "@page{size:A4 landscape;margin:20mm 25mm;@bottom-center{content:counter(page)}}"
        f"body{{font:{SIZE}pt {FAMILY}}}table{{border-collapse:collapse;table-layout:fixed;width:100%}}"
        "td,th{border:.5pt solid;padding:2.5pt 3pt;vertical-align:top;text-align:left}tr{break-inside:avoid}"
    )
    head = f"<thead><tr>{''.join(f'<th>{text}</th>' for text in HEADS)}</tr></thead>"
    table = f"<table><colgroup>{widths}</colgroup>{head}<tbody>{body}</tbody></table>"
    page = f"<!doctype html><html lang=vi><style>{form}</style><h1>{escape(facts['title']['vi'])}</h1>{table}"
    HTML(string=page).write_pdf(out, pdf_tags=True)


def docxtpl_register(sheet: Path, out: Path) -> None:
    facts = load(sheet)
    _fill("register", {"title": facts["title"]["vi"], "rows": rows(facts)}, sheet, out)


def docxtpl_minutes(sheet: Path, out: Path) -> None:
    facts = load(sheet)
    points = [(point["topic"]["vi"], point["text"]["vi"]) for point in facts["points"].values()]
    titles = [one["title"]["vi"] for one in facts["agreements"].values()]
    _fill("minutes", {"title": facts["title"]["vi"], "points": points, "titles": titles}, sheet, out)


def docxtpl_register_pdf(sheet: Path, out: Path) -> None:
    docxtpl_register(sheet, out.with_suffix(".docx"))
    _convert(out.with_suffix(".docx"), out.parent)


def docxtpl_minutes_pdf(sheet: Path, out: Path) -> None:
    docxtpl_minutes(sheet, out.with_suffix(".docx"))
    _convert(out.with_suffix(".docx"), out.parent)


def _fill(template: str, words: dict[str, Any], sheet: Path, out: Path) -> None:
    from docxtpl import DocxTemplate  # noqa: PLC0415

    made = DocxTemplate(sheet.parent / f"{template}.docx")
    made.render(words, autoescape=True)
    made.save(out)


def _convert(paper: Path, folder: Path) -> None:
    """Start LibreOffice anew, with a profile that the round before has already made."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(paper)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def convert(paper: Path, out: Path) -> None:
    """Make a PDF of a finished Word paper."""
    out.parent.mkdir(exist_ok=True)
    _convert(paper, out.parent)


def docxtpl_batch(sheets: Path, out: Path) -> None:
    """Fill the template of a dossier from each sheet of a folder, one after the other."""
    from docxtpl import DocxTemplate  # noqa: PLC0415

    out.mkdir()
    template = sheets.parent.parent / "dossier.docx"
    for sheet in sorted(sheets.glob("*.yaml")):
        facts = load(sheet)
        made = DocxTemplate(template)
        made.render({**_dossier(facts), "rows": rows(facts)}, autoescape=True)
        made.save(out / f"{sheet.stem}.docx")


def _dossier(facts: Mapping[str, Any]) -> dict[str, Any]:
    people = facts["people"]
    return {
        "title": facts["title"]["vi"],
        "place": facts["event"]["place"]["vi"],
        "people": [f"{who['office']['vi']} {who['name']}" for who in people.values()],
        "points": [(point["topic"]["vi"], point["text"]["vi"]) for point in facts["points"].values()],
        "signers": [people[key]["name"] for key in facts["event"]["chairs"]],
    }


def typst_batch(sheets: Path, out: Path) -> None:
    """Keep one compiler for all sheets of a folder, which Typst reads itself; the PDFs are tagged."""
    import typst  # noqa: PLC0415

    out.mkdir()
    main = sheets / "dossier.typ"
    main.write_text(_TYPST_DOSSIER, encoding="utf-8")
    every = sorted(sheets.glob("*.yaml"))
    first = {"sheet": every[0].name}
    fonts = [str(FONTS)]
    compiler = typst.Compiler(str(main), root=str(sheets), font_paths=fonts, ignore_system_fonts=True, sys_inputs=first)
    for sheet in every:
        compiler.compile(output=str(out / f"{sheet.stem}.pdf"), sys_inputs={"sheet": sheet.name})


_TYPST_DOSSIER = f"""
#let sheet = yaml(sys.inputs.sheet)
#let people = sheet.people.values()
#set document(title: sheet.title.vi)
#set page(paper: "a4", margin: (x: 25mm, y: 20mm), numbering: "1")
#set text(font: "{FAMILY}", size: 13pt, lang: "vi")
#set par(justify: true)
#align(center, text(14pt, strong(sheet.title.vi)))
#sheet.event.place.vi
#list(..people.map(who => who.office.vi + " " + who.name))
#for point in sheet.points.values() {{ heading(level: 2, point.topic.vi); par(point.text.vi) }}
#heading(level: 2)[Văn kiện]
#enum(..sheet.agreements.values().map(one => one.title.vi + " (" + one.period.replace("/", "–") + ")"))
#grid(columns: (1fr, 1fr), ..sheet.event.chairs.map(key => align(center, strong(sheet.people.at(key).name))))
"""


def add_row_register(sheet: Path, out: Path) -> None:
    facts = load(sheet)
    paper, table = _word_register(facts["title"]["vi"], rows=1)
    for row in rows(facts):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    paper.save(str(out))


def _word_register(title: str, rows: int) -> tuple[Any, Any]:
    """Return a Word paper across A4, and its table with the heads filled in."""
    from docx import Document  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(20)
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = FAMILY, Pt(SIZE)
    paper.styles["Normal"].paragraph_format.space_after = Pt(0)
    paper.add_heading(title, 1)
    table = paper.add_table(rows=rows, cols=len(HEADS), style="Table Grid")
    table.autofit = False
    for head, share, column in zip(HEADS, SHARES, table.columns, strict=True):
        column.width = width = Mm(share / sum(SHARES) * MILLIMETRES)
        for cell in column.cells:
            cell.width = width
        column.cells[0].text = head
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return paper, table


def load_only(sheet: Path, _out: Path) -> None:
    load(sheet)


def bare_help(_sheet: Path, _out: Path) -> None:
    """Show the help of the smallest program there can be with Typer."""
    import typer  # noqa: PLC0415

    def hello(name: str) -> None:
        print(name)

    typer.run(hello)


def templates(folder: Path, _out: Path) -> None:
    """Make the three Word templates beside the sheets."""
    from docx import Document  # noqa: PLC0415

    register, table = _word_register("{{ title }}", rows=4)
    for number in range(len(HEADS)):
        table.cell(2, number).text = f"{{{{ row[{number}] }}}}"
    table.cell(1, 0).text, table.cell(3, 0).text = "{%tr for row in rows %}", "{%tr endfor %}"
    register.save(str(folder / "register.docx"))
    minutes = Document()
    minutes.add_heading("{{ title }}", 1)
    for line in ("{%p for point in points %}", "{{ point[0] }}", "{{ point[1] }}", "{%p endfor %}"):
        minutes.add_paragraph(line)
    for line in ("{%p for title in titles %}", "{{ title }}", "{%p endfor %}"):
        minutes.add_paragraph(line)
    minutes.save(str(folder / "minutes.docx"))
    dossier = Document()
    dossier.add_heading("{{ title }}", 1)
    dossier.add_paragraph("{{ place }}")
    for name, shown in (
        ("people", ("{{ one }}",)),
        ("points", ("{{ one[0] }}", "{{ one[1] }}")),
        ("rows", ("{{ one[1] }} ({{ one[5] }})",)),
        ("signers", ("{{ one }}",)),
    ):
        for line in (f"{{%p for one in {name} %}}", *shown, "{%p endfor %}"):
            dossier.add_paragraph(line)
    dossier.save(str(folder / "dossier.docx"))


RIVALS: dict[str, Callable[[Path, Path], None]] = {
    "typst-register": typst_register,
    "platypus-register": platypus_register,
    "weasyprint-register": weasyprint_register,
    "docxtpl-register": docxtpl_register,
    "docxtpl-register-pdf": docxtpl_register_pdf,
    "docxtpl-minutes-pdf": docxtpl_minutes_pdf,
    "add-row-register": add_row_register,
    "docxtpl-batch": docxtpl_batch,
    "typst-batch": typst_batch,
    "convert": convert,
    "load": load_only,
    "help": bare_help,
    "templates": templates,
}

if __name__ == "__main__":
    name, first, second = sys.argv[1:4]
    sys.argv[1:] = ["--help"]  # seen by the Typer program alone
    RIVALS[name](Path(first), Path(second))
