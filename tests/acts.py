"""Invented acts of correction: a sheet before and after, each made by chance from its number."""

import copy
import datetime
import json
import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.sheets import SECTIONS, composer, sheet
from toolkit.compose.composer import Composition
from toolkit.document.redline import Remark

AUTHORS = ("Trần Thị Thử", "")
PAPERS = ("minutes", "register", "press-release")
DAY = datetime.date(2031, 6, 1)
_TOWNS = ("Alba", "Brin", "Corva", "Đại Mẫu", "Esk", "Fjord", "Gamma", "Hạ Thử", "Ibis", "Juno", "Kalla", "Luma")
_BODIES = ("vi_du", "thu_nghiem", "no", "sa", "cang", "truong", "rung")
_KINDS = ("memorandum", "plan", "cooperation-agreement")
_PHRASES = (
    "phấn đấu đạt {figures.trade} trong kỳ tới", "duy trì {figures.length} đường chung, chiếm {figures.share}",
    "trao đổi đoàn thường xuyên, thực chất và hiệu quả ở mọi cấp, cả qua kênh chính thức lẫn giao lưu nhân dân",
    "cùng bảo vệ nguồn nước", "mở thêm cửa khẩu giữa {parties.no} và {parties.sa} từ năm {figures.since}",
    "gặp {people.ivo} tại {event.place}",
)  # fmt: skip


@dataclass
class Draft:
    """A sheet as data, easy to change."""

    agreements: dict[str, dict[str, Any]]
    points: dict[str, dict[str, Any]]
    actions: dict[str, dict[str, Any]]
    trade: int = 7_500_000_000
    share: int = 12
    draft: bool = True
    place: str = "Port Sample"
    present: list[str] = field(default_factory=lambda: ["bo"])

    def text(self) -> str:
        """Return the sheet as YAML."""
        instead = {
            "status": f"status: {'draft' if self.draft else 'confirmed'}\n",
            "organisations": SECTIONS["organisations"]
            + "".join(f"  {key}: {{party: sa, name: {{vi: Sở {key}, en: {key} Office}}}}\n" for key in _BODIES[4:]),
            "figures": SECTIONS["figures"]
            .replace("7_500_000_000", str(self.trade)).replace("12.5", str(self.share))
            .replace("  open: {label: {vi: Vốn, en: Capital}, value: ~, unit: EUR, source: notes}\n", "")
            .replace('{tin: "7,5 tỷ"}', "tin"),
            "event": SECTIONS["event"]
            .replace("en: Port Sample", f"en: {self.place}").replace("present: [bo]", f"present: {self.present}"),
            "agreements": _section("agreements", self.agreements),
            "points": _section("points", self.points),
            "actions": _section("actions", self.actions),
            "checks": "", "office": "",
        }  # fmt: skip
        return "".join(instead.get(name, own) for name, own in SECTIONS.items())


@dataclass(frozen=True)
class Act:
    """Two issues of one paper, and what is told about the facts between them."""

    old: Composition
    new: Composition
    remarks: dict[str, Remark]


def _section(name: str, entries: dict[str, Any]) -> str:
    """Return a section of the sheet; JSON is YAML, but for dates, which stand without quotes."""
    written = re.sub(r'"(\d{4}-\d\d-\d\d)"', r"\1", json.dumps(entries, ensure_ascii=False))
    return f"{name}: {written}\n" if entries else ""


def _agreement(chance: Random, number: int) -> dict[str, Any]:
    towns = f"{chance.choice(_TOWNS)} và {chance.choice(_TOWNS)}"
    made: dict[str, Any] = {
        "kind": chance.choice(_KINDS),
        "title": {"vi": f"Thỏa thuận số {number} về {towns}", "en": f"Agreement {number} on {towns}"},
        "between": [chance.choice(_BODIES[:3:2]), chance.choice(_BODIES[3:])],
        "date": f"2031-05-{chance.randint(10, 14)}",
        "act": chance.choice(("signed", "handed-over")),
        "source": "tin",
    }
    if chance.random() < 0.5:
        made["period"] = f"{chance.randint(2031, 2033)}/2040"
    return made


def _point(chance: Random, number: int) -> dict[str, Any]:
    phrases = chance.sample(_PHRASES, chance.randint(1, 2))
    made: dict[str, Any] = {
        "kind": chance.choice(("agreed", "committed", "noted", "affirmed")),
        "text": {"vi": f"Hai bên {', '.join(phrases)}.", "en": f"Point {number}: {'; '.join(phrases)}."},
        "source": "tin",
    }
    if chance.random() < 0.8:
        made["topic"] = {"vi": f"Chủ đề {chance.choice(_TOWNS)}", "en": f"Topic {chance.choice(_TOWNS)}"}
    if chance.random() < 0.2:
        made["by"] = []
    return made


def _action(chance: Random, number: int) -> dict[str, Any]:
    made: dict[str, Any] = {"text": {"vi": f"Việc {number}", "en": f"Task {number}"}, "source": "tin"}
    return made | {"owner": [chance.choice(("an", "ivo", "vi_du"))], "due": f"2031-12-{chance.randint(10, 28)}"}


_MAKERS = {"agreements": _agreement, "points": _point, "actions": _action}


def _draft(chance: Random) -> Draft:
    entries = {
        name: {f"{name[:2]}_{number}": make(chance, number) for number in range(chance.randint(0, most))}
        for (name, make), most in zip(_MAKERS.items(), (9, 8, 4), strict=True)
    }
    return Draft(**entries, draft=chance.random() < 0.7)


def _set(draft: Draft, chance: Random) -> str:
    """Give one fact of the meeting another value and return its id."""
    what = chance.choice(("figures.trade.value", "status", "event.place.en", "event.present"))
    if what == "figures.trade.value":
        draft.trade = chance.randint(1, 99) * 100_000_000
    elif what == "status":
        draft.draft = not draft.draft
    elif what == "event.place.en":
        draft.place = chance.choice(_TOWNS)
    else:
        draft.present = chance.sample(["bo", "ivo", "an"], chance.randint(1, 3))
    return what


def _arrange(entries: dict[str, Any], name: str, chance: Random, number: int) -> tuple[dict[str, Any], str]:
    """Return `entries` with one more, one less, none, or in another order, and what was changed."""
    items = list(entries.items())
    what = chance.choice(("add", "remove", "reorder", "reorder", "empty"))
    if what == "add" or not items:
        key = f"{name[:2]}_new{number}"
        items.insert(chance.randint(0, len(items)), (key, _MAKERS[name](chance, 50 + number)))
        return dict(items), f"{name}.{key}"
    if what == "remove":
        key, _ = items.pop(chance.randrange(len(items)))
        return dict(items), f"{name}.{key}"
    chance.shuffle(items)
    return dict(items) if what == "reorder" else {}, name


def _alter(entries: dict[str, Any], name: str, chance: Random, number: int) -> str:
    """Give one field of one entity another value and return its id."""
    key = chance.choice(list(entries))
    fresh = _MAKERS[name](chance, 80 + number)
    changed = chance.choice([each for each in ("title", "text", "act", "kind", "period", "due") if each in fresh])
    entries[key][changed] = fresh[changed]
    return f"{name}.{key}.{changed}"


def _edit(draft: Draft, chance: Random, number: int) -> str:
    """Change one thing and return the fact that it is."""
    name = chance.choice(tuple(_MAKERS))
    entries: dict[str, Any] = getattr(draft, name)
    what = chance.choice(("set", "arrange", "arrange", "alter", "alter"))
    if what == "set":
        return _set(draft, chance)
    if what == "alter" and entries:
        return _alter(entries, name, chance, number)
    arranged, fact = _arrange(entries, name, chance, number)
    setattr(draft, name, arranged)
    return fact


def act(number: int) -> Act:
    """Return the act of that number, as one paper in one language shows it."""
    chance = Random(number)
    before = _draft(chance)
    after = copy.deepcopy(before)
    facts = [_edit(after, chance, each) for each in range(chance.randint(1, 4))]
    paper, lang = PAPERS[number % len(PAPERS)], ("vi", "en")[number // len(PAPERS) % 2]
    old, new = (composer().compose(sheet(draft.text(), office=True), paper, lang) for draft in (before, after))
    remarks = {
        fact: Remark(fact.upper(), "cũ & <old>", "mới", f"Lý do {place}", "Công văn 12", chance.choice(AUTHORS), DAY)
        for place, fact in enumerate(facts)
    }
    return Act(old, new, remarks)
