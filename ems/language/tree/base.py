"""The floor of the tree: what all nodes have in common, and what is left of what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from ems.language.names import ArrayTypeName, GenericTypeName, TypeName

if TYPE_CHECKING:
    from ems.language.source import Source

ITypeName = TypeName | GenericTypeName | ArrayTypeName


class Ast:
    """A node: `start` and `end` are offsets into the source, `parent` is None at the root."""

    __slots__ = ("end", "parent", "start")
    _children: ClassVar[tuple[str, ...]] = ()

    start: int
    end: int
    parent: Ast | None

    def children(self) -> Iterator[Ast]:
        """The nodes directly below, in the order of PowerShell's visitors."""
        for name in self._children:
            value = getattr(self, name)
            if value is None:
                continue
            if type(value) is list:
                for item in value:
                    if type(item) is tuple:
                        yield from item
                    else:
                        yield item
            else:
                yield value

    def walk(self, enter: Callable[[Ast], bool] | None = None) -> Iterator[Ast]:
        """This node and all below it, parents first; `enter` tells whether to look below a node."""
        waiting: list[Ast] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if enter is None or enter(node):
                below = list(node.children())
                below.reverse()
                waiting.extend(below)

    def find_all(self, predicate: Callable[[Ast], bool], search_nested_script_blocks: bool = True) -> Iterator[Ast]:
        """All nodes the predicate accepts."""
        from ems.language.tree.scripts import ScriptBlockAst

        enter = None
        if not search_nested_script_blocks:

            def enter(node: Ast) -> bool:
                return node is self or not isinstance(node, ScriptBlockAst)

        return (node for node in self.walk(enter) if predicate(node))

    @property
    def root(self) -> Ast:
        """The topmost node."""
        node: Ast = self
        while node.parent is not None:
            node = node.parent
        return node

    def enclosing_source(self) -> Source | None:
        """The source this node was read from."""
        from ems.language.tree.scripts import ScriptBlockAst

        node: Ast | None = self
        while node is not None and not isinstance(node, ScriptBlockAst):
            node = node.parent
        return node.source if node is not None else None

    @property
    def text(self) -> str:
        """The piece of the source this node stands for."""
        source = self.enclosing_source()
        return source.text[self.start : self.end] if source is not None else ""


def link_parents(root: Ast) -> list[Ast]:
    """Tell every node below `root` its parent, as the parser does once; gives all nodes, parents first."""
    root.parent = None
    nodes: list[Ast] = []
    waiting: list[Ast] = [root]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        names = node._children
        if not names:
            continue
        first = len(waiting)
        for name in names:
            value = getattr(node, name)
            if value is None:
                continue
            if value.__class__ is not list:
                value.parent = node
                waiting.append(value)
                continue
            for item in value:
                if item.__class__ is tuple:
                    for part in item:
                        part.parent = node
                        waiting.append(part)
                else:
                    item.parent = node
                    waiting.append(item)
        if len(waiting) - first > 1:
            waiting[first:] = waiting[: first - 1 if first else None : -1]
    return nodes


class StatementAst(Ast):
    """Anything that may stand in a list of statements."""

    __slots__ = ()


class PipelineBaseAst(StatementAst):
    """A pipeline, an assignment or an error."""

    __slots__ = ()


class CommandElementAst(Ast):
    """What a command consists of."""

    __slots__ = ()


class ExpressionAst(CommandElementAst):
    """Anything that has a value."""

    __slots__ = ()


class ErrorStatementAst(PipelineBaseAst):
    """A statement that could not be read; what was understood of it hangs below."""

    __slots__ = ("conditions", "bodies", "nested_ast", "kind")
    _children: ClassVar[tuple[str, ...]] = ("conditions", "bodies", "nested_ast")

    def __init__(
        self,
        start: int,
        end: int,
        conditions: list[Ast],
        bodies: list[Ast],
        nested_ast: list[Ast],
        kind: str = "",
    ) -> None:
        self.start = start
        self.end = end
        self.conditions = conditions
        self.bodies = bodies
        self.nested_ast = nested_ast
        self.kind = kind


class ErrorExpressionAst(ExpressionAst):
    """An expression that could not be read."""

    __slots__ = ("nested_ast",)
    _children: ClassVar[tuple[str, ...]] = ("nested_ast",)

    def __init__(self, start: int, end: int, nested_ast: list[Ast]) -> None:
        self.start = start
        self.end = end
        self.nested_ast = nested_ast
