"""Which corrected facts explain a change in a paper.

Floor 1. A change is explained by the corrections of the facts it shows; failing that, of other fields of the same
entities; failing that, of the facts around it. What is tied to none, such as a number that moved up, follows from all.
"""

from collections.abc import Collection, Iterable

from msgspec import Struct


class Explanation(Struct, frozen=True):
    """The ids of the corrections; `brief` if they are all there are, as nothing ties the change to one of them."""

    ids: tuple[str, ...]
    brief: bool = False


def explain(changed: Collection[str], around: Collection[str], corrected: Iterable[str]) -> Explanation:
    """Return which of the `corrected` facts explain a change.

    `changed` are the ids of the facts in the words that changed, and of the entity whose row came or went; `around`
    those of the whole passage. An entity and its fields explain each other, and so do a collection and its members.
    """
    known = tuple(corrected)
    entities = frozenset(filter(None, map(_entity, changed)))
    tied = (
        tuple(one for one in known if any(_related(one, fact) for fact in changed)),
        tuple(one for one in known if _entity(one) in entities),
        tuple(one for one in known if any(_related(one, fact) for fact in around)),
    )
    return Explanation(next(filter(None, tied), known), brief=bool(known) and not any(tied))


def _related(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _entity(fact: str) -> str:
    """Return the entity that `fact` is a field of, or nothing for a whole collection."""
    section, _, rest = fact.partition(".")
    return f"{section}.{rest.partition('.')[0]}" if rest else ""
