"""Invented work for the benchmarks: a fact sheet of any number of agreements, the same in every run.

    python benchmarks/sheets.py ROWS FILE

All names are made up. Titles are as long as real ones, about twenty words with Vietnamese accents.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SIDES = {"ho_bac": "Xứ Hồ Bạc", "doi_suong": "Xứ Đồi Sương"}
TASKS = (
    "Giao thông và Bến cảng",
    "Nông nghiệp và Thủy lợi",
    "Giáo dục, Thể thao và Du lịch",
    "Năng lượng, Hầm mỏ và Lưới điện",
    "Y tế, Kiểm dịch và Chăm sóc trẻ em",
    "Thương mại, Thuế quan và Cửa khẩu",
    "Đất đai, Rừng và Tài nguyên nước",
)
KINDS = {
    "memorandum": "Bản ghi nhớ",
    "cooperation-agreement": "Thỏa thuận hợp tác",
    "protocol": "Nghị định thư",
    "plan": "Kế hoạch hợp tác",
}
FIELDS = (
    "vận tải đường thủy và quản lý bến phà",
    "phòng, chống lũ lụt và cảnh báo sớm",
    "đào tạo nghề cho thanh niên vùng biên",
    "kết nối lưới điện và chia sẻ nguồn nước",
    "kiểm dịch động vật, thực vật tại cửa khẩu",
    "khuyến khích đầu tư và tránh đánh thuế hai lần",
    "bảo tồn rừng đầu nguồn và nuôi trồng thủy sản",
    "trao đổi sinh viên, giáo viên và học bổng",
    "du lịch sinh thái, văn hóa và thể thao",
    "viễn thông, bưu chính và chuyển đổi số",
    "cấp cứu, y tế dự phòng và thuốc men",
)
TAILS = ("và các phụ lục kèm theo", "trên toàn tuyến biên giới", "do ủy ban hỗn hợp theo dõi", "có sửa đổi, bổ sung")
ACTS = ("signed", "signed", "signed", "handed-over", "handed-over")


class Agreement(NamedTuple):
    """One row of the register."""

    key: str
    kind: str
    title: str
    between: tuple[str, str]
    date: str
    act: str
    period: str


def agreements(rows: int) -> Iterator[Agreement]:
    """Yield `rows` agreements; choices walk their lists in steps that share no factor with the lists' lengths."""
    first_side, second_side = SIDES
    for number in range(rows):
        kind = tuple(KINDS)[number * 3 % len(KINDS)]
        first, second = number * 5 % len(TASKS), number * 3 % len(TASKS)
        title = (
            f"{KINDS[kind]} giữa Ban {TASKS[first]} {SIDES[first_side]} với Ban {TASKS[second]} {SIDES[second_side]} "
            f"về {FIELDS[number * 7 % len(FIELDS)]} {TAILS[number // 11 % len(TAILS)]}"
        )
        year, month, day = 2000 + number * 7 % 26, 1 + number * 5 % 12, 1 + number * 11 % 28
        yield Agreement(
            key=f"vb_{number + 1:05d}",
            kind=kind,
            title=title,
            between=(f"ban_{first_side}_{first}", f"ban_{second_side}_{second}"),
            date=f"{year}-{month:02d}-{day:02d}",
            act=ACTS[number * 3 % len(ACTS)],
            period=f"{year}/{year + 5}",
        )


def sheet(rows: int) -> str:
    """Return the fact sheet of `rows` agreements, in Vietnamese."""
    lines = [
        "format: 1",
        f"id: so-{rows}",
        "languages: [vi]",
        "title: {vi: Sổ văn kiện minh họa}",
        "status: draft",
        "sources:",
        "  ban_tin: {publisher: Bản tin Hồ Bạc, title: Số đặc biệt, date: 2026-01-05}",
        "parties:",
        *(f"  {side}: {{name: {{vi: {name}}}}}" for side, name in SIDES.items()),
        "organisations:",
    ]
    for side in SIDES:
        for number, task in enumerate(TASKS):
            lines.append(f"  ban_{side}_{number}: {{party: {side}, name: {{vi: {_quoted(f'Ban {task}')}}}}}")
    lines += [
        "event: {kind: meeting, date: 2026-01-05, place: {vi: Bến Đò Cũ}, source: ban_tin}",
        f"figures: {{documents: {{value: {rows}, unit: document, source: ban_tin}}}}",
        "agreements:",
    ]
    for row in agreements(rows):
        lines += [
            f"  {row.key}:",
            f"    kind: {row.kind}",
            f"    title: {{vi: {_quoted(row.title)}}}",
            f"    between: [{', '.join(row.between)}]",
            f"    date: {row.date}",
            f"    act: {row.act}",
            f"    period: {row.period}",
            "    source: ban_tin",
        ]
    return "\n".join([*lines, "checks:", "  - figures.documents == agreements | count", ""])


def _quoted(text: str) -> str:
    """Return `text` as a YAML scalar in double quotes, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(sheet(int(sys.argv[1])), encoding="utf-8")
