"""What servers send, a little spoilt: hypothesis' strategies for bodies."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = Any
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.just("\ud800"),
    st.just([]),
    st.just({}),
    st.just([[{"a": [1]}]]),
    st.sampled_from(["9999-99-99T99:99:99Z", "0001-01-01T00:00:00+23:59", "<" * 500, "0"]),
)


@st.composite
def mutated(draw: st.DrawFn, bodies: Sequence[Json], oddities: Sequence[str]) -> Json:
    """A body of which one place is another, gone, or under another name.

    `oddities` are texts that a reader of such bodies may stumble over.
    """
    body = copy.deepcopy(draw(st.sampled_from(bodies)))
    *above, last = draw(st.sampled_from([path for path in _paths(body) if path]))
    holder: Json = body
    for key in above:
        holder = holder[key]
    match draw(st.sampled_from(["change", "drop", "rename"])):
        case "change":
            holder[last] = draw(VALUES | st.sampled_from(oddities))
        case "rename" if isinstance(holder, dict):
            holder[draw(st.text())] = holder.pop(last)
        case _:
            del holder[last]
    return body


def _paths(value: Json, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All places in a value."""
    inside: Any = value.items() if isinstance(value, dict) else ()
    inside = enumerate(value) if isinstance(value, list) else inside
    return [path, *(deeper for key, one in inside for deeper in _paths(one, (*path, key)))]
