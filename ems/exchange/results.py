"""What the listing cmdlets do with their results: put them in order, and cut them off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ems.exchange import net

if TYPE_CHECKING:
    from ems.exchange.tasks import ExchangeCmdlet

_DEFAULT_SIZE: Final = 1000
_MORE: Final = (
    "By default, only the first {0} items are returned. Use the ResultSize parameter to specify "
    "the number of items returned. "
    'To return all items, specify "-ResultSize Unlimited". Be aware that, depending on the '
    "actual number of items, returning "
    "all items can take a long time and consume a large amount of memory. Also, we don't "
    "recommend storing the results in a "
    "variable. Instead, pipe the results to another task or script to perform batch changes."
)
_MORE_ASKED: Final = (
    "There are more results available than are currently displayed. To view them, increase the value "
    "for the ResultSize parameter."
)


def sorted_by(cmdlet: ExchangeCmdlet, objects: list[Any]) -> list[Any]:
    """In the order of -SortBy, by the text of the property; as they came without it."""
    name = cmdlet.given("SortBy")
    if name is None:
        return objects
    return sorted(objects, key=lambda each: net.text_of(each.get(net.text_of(name))).casefold())


def limited(cmdlet: ExchangeCmdlet, objects: list[Any]) -> Iterator[Any]:
    """As many as -ResultSize says, with the product's warning where there are more."""
    given = cmdlet.given("ResultSize")
    if given is not None and net.text_of(given).strip().casefold() == "unlimited":
        yield from objects
        return
    number = net.whole_number(given)
    if number is None and given is not None and net.text_of(given).isdigit():
        number = int(net.text_of(given))
    size = _DEFAULT_SIZE if number is None else number
    yield from objects[:size]
    if len(objects) > size:
        cmdlet.write_warning(_MORE.format(size) if given is None else _MORE_ASKED)
