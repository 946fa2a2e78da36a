"""Invented work for the benchmarks: fact sheets of any number of agreements, the same in every run.

    python benchmarks/sheets.py ROWS FILE

`sheet` is a long register, `meeting` one of many small dossiers. All names are made up. Titles are as long as real
ones, about twenty words with Vietnamese accents.
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


def agreements(rows: int, start: int = 0) -> Iterator[Agreement]:
    """Yield `rows` agreements; choices walk their lists in steps that share no factor with the lists' lengths."""
    first_side, second_side = SIDES
    for number in range(start, start + rows):
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


PEOPLE = ("Đào Vĩnh Khê", "Tạ Nhật Hà", "Mạc Uyển Vi", "Kha Sarun", "Loun Piseth", "Vorn Malis")
SAID = (
    "Hai bên xem lại việc đã làm trong năm và thấy phần lớn kế hoạch đã xong đúng hạn.",
    "Các đoàn kỹ thuật sẽ gặp nhau mỗi quý một lần, luân phiên ở hai bờ sông.",
    "Những việc còn vướng về thủ tục được giao cho tổ giúp việc, có thời hạn rõ ràng cho từng việc.",
    "Số liệu được đối chiếu giữa hai cơ quan thống kê trước khi đưa vào báo cáo chung.",
    "Kinh phí do mỗi bên tự thu xếp, trừ những hạng mục đã có thỏa thuận riêng.",
)


def sheet(rows: int) -> str:
    """Return the fact sheet of `rows` agreements, in Vietnamese."""
    return "\n".join([*_head(f"so-{rows}", rows), *_agreements(rows), ""])


def meeting(number: int) -> str:
    """Return the fact sheet of the small meeting `number`: six people, nine points, twelve agreements."""
    lines = [
        *_head(f"hop-{number:05d}", 12),
        "  chairs: [nguoi_0, nguoi_3]",
        f"  present: [{_keys('nguoi_', 6)}]",
        "people:",
    ]
    for place, name in enumerate(PEOPLE):
        side = tuple(SIDES)[place // 3]
        lines.append(f"  nguoi_{place}: {{party: {side}, name: {name}, office: {{vi: Trưởng ban}}, source: ban_tin}}")
    lines.append("points:")
    for place in range(9):
        said = " ".join(SAID[(number + place + step) % len(SAID)] for step in range(3))
        topic = FIELDS[(number * 3 + place) % len(FIELDS)]
        lines += [f"  diem_{place}:", f"    topic: {{vi: {_quoted(topic)}}}", f"    text: {{vi: {_quoted(said)}}}"]
        lines.append("    source: ban_tin")
    return "\n".join([*lines, *_agreements(12, number), ""])


def _keys(start: str, count: int) -> str:
    return ", ".join(f"{start}{number}" for number in range(count))


def _head(name: str, rows: int) -> list[str]:
    """Return the lines of a sheet up to its event, which further lines may go on with."""
    lines = [
        "format: 1",
        f"id: {name}",
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
    return [
        *lines,
        f"figures: {{documents: {{value: {rows}, unit: document, source: ban_tin}}}}",
        "checks: [figures.documents == agreements | count]",
        "event:",
        "  kind: meeting",
        "  date: 2026-01-05",
        "  place: {vi: Bến Đò Cũ}",
        "  source: ban_tin",
    ]


def _agreements(rows: int, first: int = 0) -> Iterator[str]:
    """Yield the lines of `rows` agreements, choosing their words from the `first` on."""
    yield "agreements:"
    for row in agreements(rows, first):
        yield f"  {row.key}:"
        yield f"    kind: {row.kind}"
        yield f"    title: {{vi: {_quoted(row.title)}}}"
        yield f"    between: [{', '.join(row.between)}]"
        yield f"    date: {row.date}"
        yield f"    act: {row.act}"
        yield f"    period: {row.period}"
        yield "    source: ban_tin"


def _quoted(text: str) -> str:
    """Return `text` as a YAML scalar in double quotes, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(sheet(int(sys.argv[1])), encoding="utf-8")
