import pytest

from toolkit.document.controls import MAX_TAG, Titles, fingerprint, shortened, tag


@pytest.mark.parametrize("fact", ["a" * 64, "a" * 65, "agreements." + "x" * 200 + ".title.vi"])
def test_tags_are_short_and_tell_facts_apart(fact: str) -> None:
    assert len(tag(fact)) <= MAX_TAG
    assert tag(fact) == tag(fact)
    assert tag(fact) != tag(fact + "y")
    assert (tag(fact) == fact) is (len(fact) <= MAX_TAG)


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("Kim ngạch", "Kim ngạch"),
        ("dài " * 40, ("dài " * 40)[:63] + "…"),
        ("dài " * 40 + "· date", ("dài " * 40)[:56] + "… · date"),
        ("ngắn · " + "dài " * 40, ("ngắn · " + "dài " * 40)[:63] + "…"),
    ],
)
def test_a_long_label_keeps_its_start_and_its_field(label: str, short: str) -> None:
    assert shortened(label, MAX_TAG) == short
    assert len(short) <= MAX_TAG


def test_every_fact_keeps_one_title_and_no_two_share_one() -> None:
    titles = Titles()
    labels = ["Thư (2)", "Thư", "Thư", "Thư", "x" * 99, "x" * 99, "x" * 70 + " · date", "x" * 70 + " · date"]
    made = [titles.title(f"facts.f{number}", label) for number, label in enumerate(labels)]
    assert made[:4] == ["Thư (2)", "Thư", "Thư (3)", "Thư (4)"]
    assert made[4:6] == ["x" * 63 + "…", "x" * 59 + "… (2)"]
    assert made[6:] == ["x" * 56 + "… · date", "x" * 52 + "… · date (2)"]
    assert [titles.title(f"facts.f{number}", label) for number, label in enumerate(labels)] == made
    assert max(map(len, made)) <= MAX_TAG


def test_a_fingerprint_is_of_every_line_in_order() -> None:
    assert fingerprint(["a", "b"]) == fingerprint(iter(["a", "b"]))
    assert len({fingerprint(lines) for lines in (["a", "b"], ["b", "a"], ["a"], [])}) == 4
