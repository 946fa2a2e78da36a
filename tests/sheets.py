"""Invented sheets, and the way from them to papers: nobody and nothing in them is real."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from toolkit.build.workspace import Workspace, builtin
from toolkit.compose.composer import Composer, Composition
from toolkit.compose.library import Library
from toolkit.document.model import Document, Inline, Mention, Text
from toolkit.document.walk import inline_text, mentions, runs_of_text
from toolkit.facts.model import Sheet
from toolkit.facts.reader import read_sheet

SECTIONS: dict[str, str] = {
    "format": "format: 1\n",
    "id": "id: no-sa-2031\n",
    "languages": "languages: [vi, en]\n",
    "title": 'title: {vi: "Hội đàm {parties.no} và {parties.sa}", en: "Talks of {parties.no} and {parties.sa}"}\n',
    "status": "status: draft\n",
    "embargo": "embargo: 2031-05-04T18:30:00+07:00\n",
    "sources": """\
sources:
  tin:
    publisher: {vi: Hãng tin Mẫu, en: Sample Wire}
    title: Bản tin thử
    date: 2031-05-04
  notes: {publisher: Ghi chép, title: Note of the talks}
""",
    "parties": """\
parties:
  no: {name: {vi: Nô-vi-a, en: Norvia}}
  sa: {name: {vi: Xa-man, en: Sarmand}}
""",
    "organisations": """\
organisations:
  vi_du: {party: no, name: {vi: Bộ Ví dụ, en: Ministry of Examples}, source: tin}
  thu_nghiem: {party: sa, name: {vi: Cục Thử nghiệm, en: Trial Agency}, short: TA}
""",
    "people": """\
people:
  an: {party: no, name: Lê Thị Thử, office: {vi: Bộ trưởng, en: Minister}, organisation: vi_du}
  ivo: {party: sa, name: Ivo Karst, office: {vi: Cục trưởng, en: Director}}
  bo: {party: sa, name: Bo Lindqvast}
""",
    "event": """\
event:
  kind: talks
  date: 2031-05-04
  start: 9 giờ 15
  end: 11 giờ 40
  place: {vi: Cảng Mẫu, en: Port Sample}
  frame: {vi: "Theo lời mời của {people.ivo}.", en: "At the invitation of {people.ivo}."}
  invited_by: thu_nghiem
  chairs: [an, ivo]
  present: [bo]
  secretary: bo
  source: tin
""",
    "figures": """\
figures:
  trade:
    label: {vi: Kim ngạch, en: Trade}
    value: 7_500_000_000
    unit: USD
    source: {tin: "7,5 tỷ"}
  share: {label: {vi: Phần còn lại, en: Remaining share}, value: 12.5, unit: percent, approximate: true, source: tin}
  texts: {label: {vi: Văn kiện, en: Texts}, value: 3, unit: document, source: [tin, notes]}
  since: {label: {vi: Từ năm, en: Since}, value: 2019, unit: year, source: tin}
  length: {label: {vi: Chiều dài, en: Length}, value: 48.75, unit: km, source: notes}
  open: {label: {vi: Vốn, en: Capital}, value: ~, unit: EUR, source: notes}
""",
    "points": """\
points:
  trade:
    topic: {vi: Thương mại, en: Trade}
    kind: committed
    text: {vi: "Hai bên hướng tới {figures.trade}.", en: "Both sides aim at {figures.trade}."}
    source: tin
  border:
    kind: agreed
    by: [no]
    text: {vi: "Còn {figures.share} của {figures.length}.", en: "{figures.share} of {figures.length} remains."}
    source: notes
  told:
    kind: noted
    by: []
    text: {vi: "Theo {sources.tin}, năm {figures.since} đã mở đầu.", en: "{sources.tin} recalls {figures.since}."}
    source: tin
""",
    "actions": """\
actions:
  report: {owner: [vi_du, ivo], due: 2031-12-01, text: {vi: Gửi báo cáo, en: Send a report}, source: notes}
  meet: {owner: [thu_nghiem], text: {vi: Họp lại, en: Meet again}, source: notes}
""",
    "agreements": """\
agreements:
  ports:
    kind: memorandum
    title: {vi: "Bản ghi nhớ về cảng, {agreements.ports.period}", en: "Memorandum on ports, {agreements.ports.period}"}
    between: [vi_du, thu_nghiem]
    date: 2031-05-04
    act: signed
    period: 2031/2035
    source: tin
  schools:
    kind: plan
    title: {vi: Kế hoạch trường học, en: Plan for schools}
    between: [vi_du, sa]
    date: 2031-05-03
    act: handed-over
    period: 2032
    source: [tin, notes]
  bare:
    title: {vi: Thư chung, en: Joint letter}
    between: [no, sa]
    source: notes
""",
    "checks": """\
checks:
  - figures.texts == agreements | count
  - figures.trade > 1_000_000
""",
    "facts": """\
facts:
  ceremony: {text: {vi: "Lễ ký có {people.an}.", en: "{people.an} attended the signing."}, source: tin}
  flag: true
""",
    "office": """\
office:
  body: {vi: Văn phòng Mẫu, en: Sample Office}
  number: "07"
  place: {vi: Cảng Mẫu, en: Port Sample}
""",
}
"""The invented meeting, by top-level key; `text` puts the sections together."""

MINIMAL = """\
format: 1
id: minimal
languages: [en]
title: Only what is needed
event: {kind: meeting, date: 2031-05-04}
"""


def text(*left_out: str, **instead: str) -> str:
    """Return the invented sheet without the sections `left_out`, and with other texts for those in `instead`."""
    return "".join(instead.get(name, own) for name, own in SECTIONS.items() if name not in left_out)


def sheet(words: str = "", file: str = "facts/invented.yaml", office: bool = True) -> Sheet:
    """Return the sheet of `words`, by default the invented meeting; it must be without errors."""
    node = Workspace(builtin()).open_sheet(_real_sheet()).office if office else None
    reading = read_sheet(words or text(), file, node)
    errors = [finding.render() for finding in reading.diagnostics if finding.severity == "error"]
    assert reading.sheet is not None, errors
    assert not errors
    return reading.sheet


def _real_sheet() -> Path:
    return next((builtin() / "facts").glob("*.yaml"))


@cache
def library() -> Library:
    """Return the built-in templates, labels and styles."""
    return Workspace(builtin()).library


@cache
def composer() -> Composer:
    """Return the composer of the built-in templates."""
    return Composer(library())


def compose(
    template: str, of: Sheet | None = None, lang: str = "en", files: Mapping[str, str] | None = None
) -> Composition:
    """Return the paper that the text `template` makes of a sheet, with `files` laid over the built-in ones."""
    mixed = Library({**library().files, "note.md.j2": template, **(files or {})})
    return Composer(mixed).compose(of or sheet(), "note", lang)


def workspace(root: Path, *sheets: str) -> Workspace:
    """Return a workspace at `root` with `sheets` (by default the invented one) as facts/sheet-1.yaml and so on."""
    (root / "facts").mkdir(parents=True, exist_ok=True)
    for number, words in enumerate(sheets or (text(),), start=1):
        (root / "facts" / f"sheet-{number}.yaml").write_text(words, encoding="utf-8")
    return Workspace(root)


def papers(of: Sheet, using: Composer | None = None) -> Iterator[tuple[str, str, Composition]]:
    """Yield every document of `of` in each of its languages: document, language, composition."""
    for document in library().documents():
        for lang in of.languages:
            yield document, lang, (using or composer()).compose(of, document, lang)


def printed(composition: Composition, fact: str) -> list[str]:
    """Return how `fact` is printed at each of its mentions."""
    return [mention.text for mention in mentions(composition.document) if mention.fact == fact]


def marks(words: str) -> list[str]:
    """Return the private-use characters among `words`: marks that nothing was put in the place of."""
    return [char for char in words if 0xE000 <= ord(char) <= 0xF8FF or ord(char) >= 0xF0000]


def bare(inlines: tuple[Inline, ...]) -> Iterator[str]:
    """Yield the texts of a run of words that stand in no mention, at any depth."""
    for inline in inlines:
        match inline:
            case Text(words):
                yield words
            case Mention():
                pass
            case _:
                yield from bare(getattr(inline, "inlines", ()))


def summit(parties: int = 3, agreements: int = 40) -> str:
    """Return a sheet of a summit of invented states, with long titles and one open value."""
    keys = [f"state_{number}" for number in range(1, parties + 1)]
    lines = [
        "format: 1\nid: summit-2032\nlanguages: [vi, en]\ntitle: {vi: Hội nghị cấp cao, en: The summit}\nparties:\n",
        *(f"  {key}: {{name: {{vi: Bang thứ {key[-1]}, en: State {key[-1]}}}}}\n" for key in keys),
        "organisations:\n",
        *(f"  body_{key}: {{party: {key}, name: {{vi: Sở {key[-1]}, en: Bureau {key[-1]}}}}}\n" for key in keys),
        "people:\n",
        *(f"  head_{key}: {{party: {key}, name: Head {key[-1]}, office: {{vi: Trưởng, en: Head}}}}\n" for key in keys),
        f"event:\n  kind: conference\n  date: 2032-01-15\n  chairs: [{', '.join(f'head_{key}' for key in keys)}]\n",
        "figures:\n  fund: {label: {vi: Quỹ, en: Fund}, value: ~, unit: EUR}\n",
        "points:\n  fund: {kind: agreed, text: {vi: 'Lập {figures.fund}.', en: 'A fund of {figures.fund}.'}}\n",
        "agreements:\n",
    ]
    for number in range(1, agreements + 1):
        title = f"Agreement {number} on " + "cooperation in a field of many words and " * 6 + "more"
        sides = ", ".join(f"body_{key}" for key in keys[: 2 + number % (parties - 1)])
        lines.append(
            f"  text_{number}:\n    kind: {('plan', 'memorandum', 'protocol')[number % 3]}\n"
            f"    title: {{vi: Thỏa thuận {title}, en: {title}}}\n    between: [{sides}]\n"
            f"    date: 2032-01-{1 + number % 28:02d}\n    act: {('signed', 'handed-over')[number % 2]}\n"
        )
    return "".join(lines)


def plain_text(document: Document) -> str:
    """Return the document's words, one heading, paragraph, caption or cell a line."""
    return "\n".join(inline_text(inlines) for inlines in runs_of_text(document.blocks)) + "\n"
