"""A zip that is the same each time."""

import zipfile
from io import BytesIO

import pytest

from toolkit.writers.docx.zipped import zipped

MEMBERS = {"b/c.xml": b"small" * 10, "[Content_Types].xml": b"first", "a.xml": b"large " * 10_000, "empty.xml": b""}


def test_every_member_is_there_in_order_and_without_a_date() -> None:
    with zipfile.ZipFile(BytesIO(zipped(MEMBERS))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[Content_Types].xml", "a.xml", "b/c.xml", "empty.xml"]
        assert {name: archive.read(name) for name in archive.namelist()} == MEMBERS
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_is_what_the_standard_library_makes_of_the_same() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", "a.xml", "b/c.xml", "empty.xml"):
            info = zipfile.ZipInfo(name)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(info, MEMBERS[name], compresslevel=3)
    assert zipped(MEMBERS) == target.getvalue()


def test_the_order_of_what_is_given_does_not_matter() -> None:
    assert zipped(dict(reversed(MEMBERS.items()))) == zipped(MEMBERS)


@pytest.mark.filterwarnings("error")
def test_ctrl_c_within_a_member_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(zipfile, "_ZipWriteFile", stop)
    with pytest.raises(KeyboardInterrupt):
        zipped(MEMBERS)
