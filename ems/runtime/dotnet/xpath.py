"""XPath 1.0, as SelectNodes and SelectSingleNode understand it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from ems.runtime.dotnet.xmlnodes import Attribute, Node
from ems.runtime.errors import NetError

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>\"[^\"]*\"|'[^']*')|(?P<op>::|//|\.\.|<=|>=|!=|[/()\[\]@,|+\-=<>*.$])"
    r"|(?P<name>[^\W\d][\w.\-]*(?::(?!:)[^\W\d][\w.\-]*|:\*)?))"
)
_AXES: Final = frozenset(
    ("child", "parent", "self", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self", "attribute",
     "following-sibling", "preceding-sibling", "following", "preceding")
)  # fmt: skip
_TYPES: Final = frozenset(("text", "node", "comment", "processing-instruction"))


class Place(NamedTuple):
    """Where an expression is evaluated."""

    node: Node
    position: int
    size: int
    prefixes: Mapping[str, str]


Evaluate = Callable[[Place], Any]


def invalid(expression: str) -> NetError:
    return NetError("System.Xml.XPath.XPathException", f"'{expression}' has an invalid token.")


def _no_node_set() -> NetError:
    return NetError("System.Xml.XPath.XPathException", "Expression must evaluate to a node-set.")


def _no_context() -> NetError:
    return NetError(
        "System.Xml.XPath.XPathException",
        "Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function.",
    )


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text) and text[at:].strip():
            match = _TOKEN.match(text, at)
            if match is None:
                rest = text[at:].lstrip()
                if rest[:1] in "'\"":
                    raise NetError("System.Xml.XPath.XPathException", "This is an unclosed string.")
                if re.match(r"\$[\w:]+", rest):
                    raise _no_context()
                raise invalid(text)
            kind = match.lastgroup or ""
            self.tokens.append((kind, match[kind]))
            at = match.end()
        self.tokens.append(("end", ""))
        self.at = 0

    @property
    def peek(self) -> str:
        return self.tokens[self.at][1]

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    def take(self) -> str:
        value = self.tokens[self.at][1]
        self.at += 1
        return value

    def accept(self, value: str) -> bool:
        if self.peek == value and self.kind in ("op", "name"):
            self.at += 1
            return True
        return False

    def expect(self, value: str) -> None:
        if not self.accept(value):
            raise invalid(self.text)

    def whole(self) -> Evaluate:
        made = self.either()
        if self.kind != "end":
            raise invalid(self.text)
        return made

    def _binary(self, operators: Mapping[str, Callable[[Any, Any], Any]], inner: Callable[[], Evaluate]) -> Evaluate:
        left = inner()
        while self.peek in operators and self.kind in ("op", "name"):
            left = _apply(operators[self.take()], left, inner())
        return left

    def either(self) -> Evaluate:
        return self._binary({"or": lambda a, b: to_truth(a) or to_truth(b)}, self.both)

    def both(self) -> Evaluate:
        return self._binary({"and": lambda a, b: to_truth(a) and to_truth(b)}, self.equality)

    def equality(self) -> Evaluate:
        return self._binary(
            {"=": lambda a, b: compare(a, b, "="), "!=": lambda a, b: compare(a, b, "!=")}, self.relation
        )

    def relation(self) -> Evaluate:
        return self._binary({op: partial(compare, operator=op) for op in ("<", ">", "<=", ">=")}, self.sum)

    def sum(self) -> Evaluate:
        return self._binary(
            {"+": lambda a, b: to_number(a) + to_number(b), "-": lambda a, b: to_number(a) - to_number(b)}, self.product
        )

    def product(self) -> Evaluate:
        return self._binary(
            {
                "*": lambda a, b: to_number(a) * to_number(b),
                "div": lambda a, b: to_number(a) / to_number(b) if to_number(b) else math.nan,
                "mod": lambda a, b: math.fmod(to_number(a), to_number(b)) if to_number(b) else math.nan,
            },
            self.unary,
        )

    def unary(self) -> Evaluate:
        if self.accept("-"):
            inner = self.unary()
            return lambda place: -to_number(inner(place))
        return self.union()

    def union(self) -> Evaluate:
        left = self.path()
        while self.accept("|"):
            left = _apply(_union, left, self.path())
        return left

    def path(self) -> Evaluate:
        if self.kind in ("number", "text") or self.peek == "(" or self._is_function():
            return self.filtered()
        return self.location()

    def _is_function(self) -> bool:
        return self.kind == "name" and self.tokens[self.at + 1][1] == "(" and self.peek not in _TYPES

    def filtered(self) -> Evaluate:
        made = self.primary()
        while self.peek == "[":
            predicate = self.predicate()
            made = _filter(made, predicate)
        if self.peek in ("/", "//"):
            steps = self.steps(self.take() == "//")
            return _steps_from(made, steps)
        return made

    def primary(self) -> Evaluate:
        kind, value = self.kind, self.peek
        if kind == "number":
            self.at += 1
            number = float(value)
            return lambda _place: number
        if kind == "text":
            self.at += 1
            return lambda _place: value[1:-1]
        if self.accept("("):
            made = self.either()
            self.expect(")")
            return made
        name = self.take()
        self.expect("(")
        arguments: list[Evaluate] = []
        if self.peek != ")":
            arguments.append(self.either())
            while self.accept(","):
                arguments.append(self.either())
        self.expect(")")
        function = FUNCTIONS.get(name)
        if function is None:
            raise _no_context()
        return lambda place: function(place, *[each(place) for each in arguments])

    def location(self) -> Evaluate:
        if self.peek == "//":
            self.at += 1
            steps = self.steps(True)
            return _steps_from(_root, steps)
        if self.accept("/"):
            if self.kind == "end" or self.peek in ("]", ")", "|", ","):
                return _root
            return _steps_from(_root, self.steps(False))
        return _steps_from(lambda place: [place.node], self.steps(False))

    def steps(self, deep: bool) -> list[Callable[[list[Node], Place], list[Node]]]:
        found = []
        while True:
            if deep:
                found.append(_step("descendant-or-self", _any_node, []))
            found.append(self.step())
            if self.accept("//"):
                deep = True
            elif self.accept("/"):
                deep = False
            else:
                return found

    def step(self) -> Callable[[list[Node], Place], list[Node]]:
        if self.accept("."):
            return _step("self", _any_node, [])
        if self.accept(".."):
            return _step("parent", _any_node, [])
        axis = "child"
        if self.accept("@"):
            axis = "attribute"
        elif self.kind == "name" and self.tokens[self.at + 1][1] == "::":
            axis = self.take()
            self.at += 1
            if axis not in _AXES:
                raise invalid(self.text)
        test = self.test(axis)
        predicates = []
        while self.peek == "[" and self.kind == "op":
            predicates.append(self.predicate())
        return _step(axis, test, predicates)

    def test(self, axis: str) -> Callable[[Node, Place], bool]:
        if self.accept("*"):
            return lambda node, _place: node.kind in ("Element", "Attribute")
        if self.kind != "name":
            raise _no_node_set()
        name = self.take()
        if name in _TYPES and self.accept("("):
            if self.kind == "text":
                self.at += 1
            self.expect(")")
            wanted = {
                "text": ("Text", "CDATA", "Whitespace"),
                "comment": ("Comment",),
                "processing-instruction": ("ProcessingInstruction",),
            }.get(name)
            return _any_node if wanted is None else (lambda node, _place: node.kind in wanted)
        prefix, _, local = name.rpartition(":")

        def matches(node: Node, place: Place) -> bool:
            if node.kind not in ("Element", "Attribute"):
                return False
            if prefix:
                namespace = place.prefixes.get(prefix)
                if namespace is None:
                    raise _no_context()
                return node.namespace == namespace and local in ("*", node.local_name)
            return node.local_name == local and not node.namespace

        return matches

    def predicate(self) -> Evaluate:
        self.expect("[")
        made = self.either()
        self.expect("]")
        return made


def _apply(run: Callable[[Any, Any], Any], left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda place: run(left(place), right(place))


def _any_node(_node: Node, _place: Place) -> bool:
    return True


def _root(place: Place) -> list[Node]:
    node = place.node
    return [*node.ancestors[-1:]] or [node]


def _union(one: Any, other: Any) -> list[Node]:
    return in_order([*one, *(each for each in other if each not in one)])


def in_order(nodes: list[Node]) -> list[Node]:
    """Nodes in document order, each once."""
    if len(nodes) < 2:
        return nodes
    return sorted(dict.fromkeys(nodes), key=_order_key)


def _order_key(node: Node) -> tuple[int, ...]:
    key: list[int] = []
    each = node
    while each.parent is not None:
        if isinstance(each, Attribute):
            key.append(-1_000_000 + (each.parent.attributes or []).index(each))
        else:
            key.append(next(at for at, child in enumerate(each.parent.children) if child is each))
        each = each.parent
    return tuple(reversed(key))


def _axis(node: Node, axis: str) -> list[Node]:
    if axis == "child":
        return list(node.children)
    if axis == "attribute":
        return [each for each in node.attributes or () if not each.name.startswith("xmlns")]
    if axis == "self":
        return [node]
    if axis == "parent":
        return [node.parent] if node.parent is not None else []
    if axis == "descendant":
        return list(node.descendants())
    if axis == "descendant-or-self":
        return [node, *node.descendants()]
    if axis == "ancestor":
        return node.ancestors
    if axis == "ancestor-or-self":
        return [node, *node.ancestors]
    siblings = node.parent.children if node.parent is not None and node.kind != "Attribute" else []
    at = next((place for place, each in enumerate(siblings) if each is node), 0)
    if axis == "following-sibling":
        return siblings[at + 1 :]
    if axis == "preceding-sibling":
        return siblings[:at][::-1]
    found: list[Node] = []
    for each in [node, *node.ancestors]:
        for sibling in _axis(each, "following-sibling" if axis == "following" else "preceding-sibling"):
            found += [sibling, *sibling.descendants()]
    return found


def _step(
    axis: str, test: Callable[[Node, Place], bool], predicates: list[Evaluate]
) -> Callable[[list[Node], Place], list[Node]]:
    def run(nodes: list[Node], place: Place) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            chosen = [each for each in _axis(node, axis) if test(each, place)]
            for predicate in predicates:
                chosen = _chosen(chosen, predicate, place)
            found += chosen
        return in_order(found) if len(nodes) > 1 or axis.startswith(("ancestor", "preceding")) else found

    return run


def _chosen(nodes: list[Node], predicate: Evaluate, place: Place) -> list[Node]:
    size = len(nodes)
    kept = []
    for at, node in enumerate(nodes, 1):
        value = predicate(Place(node, at, size, place.prefixes))
        if (value == at) if isinstance(value, float) else to_truth(value):
            kept.append(node)
    return kept


def _filter(inner: Evaluate, predicate: Evaluate) -> Evaluate:
    return lambda place: _chosen(inner(place), predicate, place)


def _steps_from(start: Evaluate, steps: list[Callable[[list[Node], Place], list[Node]]]) -> Evaluate:
    def run(place: Place) -> list[Node]:
        nodes = start(place)
        for step in steps:
            nodes = step(nodes, place)
        return nodes  # type: ignore[no-any-return]

    return run


# Values


def to_text(value: Any) -> str:
    if isinstance(value, list):
        return value[0].inner_text if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)


def to_number(value: Any) -> float:
    if isinstance(value, (bool, float)):
        return float(value)
    try:
        return float(to_text(value).strip())
    except ValueError:
        return math.nan


def to_truth(value: Any) -> bool:
    if isinstance(value, float):
        return bool(value) and not math.isnan(value)
    return bool(value)


def compare(one: Any, other: Any, operator: str) -> bool:
    """Comparison: a set of nodes matches where any of its nodes does."""
    if isinstance(one, list) and not isinstance(other, bool):
        return any(compare(node.inner_text, other, operator) for node in one)
    if isinstance(other, list) and not isinstance(one, bool):
        return any(compare(one, node.inner_text, operator) for node in other)
    if operator in ("=", "!="):
        if isinstance(one, bool) or isinstance(other, bool):
            same = to_truth(one) == to_truth(other)
        elif isinstance(one, float) or isinstance(other, float):
            same = to_number(one) == to_number(other)
        else:
            same = to_text(one) == to_text(other)
        return same if operator == "=" else not same
    left, right = to_number(one), to_number(other)
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[operator]


def _context(place: Place, arguments: tuple[Any, ...]) -> Any:
    return arguments[0] if arguments else [place.node]


def _substring(_place: Place, text: Any, start: Any, length: Any = math.inf) -> str:
    body, first = to_text(text), round(to_number(start))
    last = first + (to_number(length) if length != math.inf else math.inf)
    return "".join(char for at, char in enumerate(body, 1) if first <= at < last)


def _translate(_place: Place, text: Any, old: Any, new: Any) -> str:
    source, target = to_text(old), to_text(new)
    table = {char: target[at] if at < len(target) else "" for at, char in reversed(list(enumerate(source)))}
    return "".join(table.get(char, char) for char in to_text(text))


def _name(attribute: str) -> Callable[..., str]:
    def run(place: Place, *arguments: Any) -> str:
        nodes = _context(place, arguments)
        return str(getattr(nodes[0], attribute)) if nodes and nodes[0].kind in ("Element", "Attribute") else ""

    return run


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "boolean": lambda _place, value: to_truth(value),
    "ceiling": lambda _place, value: float(math.ceil(to_number(value))),
    "concat": lambda _place, *values: "".join(to_text(value) for value in values),
    "contains": lambda _place, text, part: to_text(part) in to_text(text),
    "count": lambda _place, nodes: float(len(nodes)),
    "false": lambda _place: False,
    "floor": lambda _place, value: float(math.floor(to_number(value))),
    "last": lambda place: float(place.size),
    "local-name": _name("local_name"),
    "name": _name("name"),
    "namespace-uri": _name("namespace"),
    "normalize-space": lambda place, *value: " ".join(to_text(_context(place, value)).split()),
    "not": lambda _place, value: not to_truth(value),
    "number": lambda place, *value: to_number(_context(place, value)),
    "position": lambda place: float(place.position),
    "round": lambda _place, value: float(math.floor(to_number(value) + 0.5)),
    "starts-with": lambda _place, text, part: to_text(text).startswith(to_text(part)),
    "string": lambda place, *value: to_text(_context(place, value)),
    "string-length": lambda place, *value: float(len(to_text(_context(place, value)))),
    "substring": _substring,
    "substring-after": lambda _place, text, part: to_text(text).partition(to_text(part))[2],
    "substring-before": lambda _place, text, part: (
        to_text(text).partition(to_text(part))[0] if to_text(part) in to_text(text) else ""
    ),
    "sum": lambda _place, nodes: float(sum(to_number(node.inner_text) for node in nodes)),
    "translate": _translate,
    "true": lambda _place: True,
}


@lru_cache(maxsize=256)
def _compiled(expression: str) -> Evaluate:
    return _Parser(expression).whole()


def select(node: Node, expression: str, prefixes: Mapping[str, str] | None = None) -> list[Node]:
    """SelectNodes."""
    found = _compiled(expression)(Place(node, 1, 1, prefixes or {}))
    if not isinstance(found, list):
        raise _no_node_set()
    return found
