"""The nodes of an XML document, and their text.

The tree is that of System.Xml: a document with a declaration, comments and one element; attributes have nodes of
their own. White space between elements is dropped while reading, as PowerShell's `[xml]` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ems.runtime.collection import Enumerable
from ems.runtime.errors import NetError
from ems.runtime.members.model import Member
from ems.runtime.values import NetObject

_KINDS: Final = {
    "Element": 1, "Attribute": 2, "Text": 3, "CDATA": 4, "ProcessingInstruction": 7, "Comment": 8, "Document": 9,
    "DocumentType": 10,
    "DocumentFragment": 11, "Whitespace": 13, "SignificantWhitespace": 14, "XmlDeclaration": 17,
}  # fmt: skip
_XMLNS: Final = "http://www.w3.org/2000/xmlns/"


class Node(NetObject):
    """A node. `name` is the qualified name; text-like nodes have `data`, elements and documents `children`."""

    __slots__ = ("children", "data", "document", "name", "namespace", "parent")
    kind = "Element"
    type_name = "System.Xml.XmlNode"
    method_error_id = "DotNetMethodException"

    def __init__(self, name: str, document: Document | None, data: str | None = None, namespace: str = "") -> None:
        self.name = name
        self.document = document
        self.data = data
        self.namespace = namespace
        self.parent: Node | None = None
        self.children: list[Node] = []

    @property
    def number(self) -> int:
        return _KINDS[self.kind]

    @property
    def local_name(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        return self.name.rpartition(":")[0]

    @property
    def attributes(self) -> list[Attribute] | None:
        return None

    @property
    def inner_text(self) -> str:
        if self.data is not None:
            return self.data
        return "".join(
            child.inner_text for child in self.children if child.kind not in ("Comment", "ProcessingInstruction")
        )

    def set_inner_text(self, text: str) -> None:
        if self.data is not None:
            self.data = text
            return
        self.children = []
        if text:
            self.append(Text("#text", self.document, text))

    @property
    def outer(self) -> str:
        """OuterXml."""
        from ems.runtime.dotnet.xmltext import write_node

        return write_node(self)

    @property
    def inner(self) -> str:
        """InnerXml."""
        return "".join(child.outer for child in self.children)

    def to_text(self) -> str:
        return self.type_name

    # Changing

    def adopt(self, child: Node) -> Node:
        if child.document is not None and self.document is not None and child.document is not self.document:
            raise NetError("System.ArgumentException", "The node to be inserted is from a different document context.")
        if child.parent is not None:
            child.parent.remove(child)
        child.parent = self
        return child

    def append(self, child: Node) -> Node:
        return self.insert(len(self.children), child)

    def insert(self, at: int, child: Node | None) -> Node:
        if child is None:
            raise NetError("System.NullReferenceException", "Object reference not set to an instance of an object.")
        if child is self or child in self.ancestors:
            raise NetError(
                "System.ArgumentException", "Cannot insert a node or any ancestor of that node as a child of itself."
            )
        if (
            isinstance(self, Document)
            and child.kind == "Element"
            and self.element is not None
            and self.element is not child
        ):
            raise NetError("System.InvalidOperationException", "This document already has a 'DocumentElement' node.")
        if child.kind == "DocumentFragment":
            for each in list(child.children):
                self.insert(at, each)
                at += 1
            return child
        self.adopt(child)
        self.children.insert(min(at, len(self.children)), child)
        return child

    def remove(self, child: Node) -> Node:
        if child.parent is not self:
            raise NetError("System.ArgumentException", "The node to be removed is not a child of this node.")
        self.children.remove(child)
        child.parent = None
        return child

    @property
    def ancestors(self) -> list[Node]:
        found = []
        node = self.parent
        while node is not None:
            found.append(node)
            node = node.parent
        return found

    def sibling(self, step: int) -> Node | None:
        if self.parent is None or self.kind == "Attribute":
            return None
        at = next(at for at, child in enumerate(self.parent.children) if child is self) + step
        return self.parent.children[at] if 0 <= at < len(self.parent.children) else None

    def clone(self, deep: bool, document: Document | None = None) -> Node:
        """CloneNode, and ImportNode with another document."""
        made: Node = self.__class__.__new__(self.__class__)
        Node.__init__(made, self.name, document or self.document, self.data, self.namespace)
        self.copy_into(made, document)
        if deep:
            for child in self.children:
                copy = child.clone(True, document)
                copy.parent = made
                made.children.append(copy)
        return made

    def copy_into(self, made: Any, document: Document | None) -> None: ...

    def namespace_of(self, prefix: str) -> str:
        """The namespace of a prefix at this place."""
        wanted = f"xmlns:{prefix}" if prefix else "xmlns"
        node: Node | None = self
        while node is not None:
            for attribute in node.attributes or ():
                if attribute.name == wanted:
                    return attribute.data or ""
            node = node.parent
        return "http://www.w3.org/XML/1998/namespace" if prefix == "xml" else ""

    def descendants(self) -> Iterator[Node]:
        for child in self.children:
            yield child
            yield from child.descendants()

    # What PowerShell makes of it: children and attributes as properties

    def adapted_members(self) -> list[Member]:
        """The names of attributes and children, each once."""
        names: dict[str, Member] = {}
        for node in self.named_nodes():
            names.setdefault(node.name.lower(), XmlProperty(node.name))
        return list(names.values())

    def adapted_member(self, folded: str) -> Member | None:
        for node in self.named_nodes():
            if node.name.lower() == folded:
                return XmlProperty(node.name)
        return None

    def named_nodes(self) -> list[Node]:
        """Attributes, then children; white space is not seen."""
        return [*(self.attributes or ()), *(child for child in self.children if child.kind != "Whitespace")]

    def adapted_type_names(self) -> list[str]:
        from ems.runtime.types import names_of_type, type_of

        names = names_of_type(type_of(self))
        if not self.namespace:
            return names
        return [f"{names[0]}#{self.namespace}#{self.local_name}", *names]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.children)


class Attribute(Node):
    """An attribute; `data` is its value."""

    __slots__ = ()
    kind = "Attribute"
    type_name = "System.Xml.XmlAttribute"


class Element(Node):
    """An element. `closed` says that it was written as `<a></a>` although nothing is inside."""

    __slots__ = ("attribute_list", "closed")
    kind = "Element"
    type_name = "System.Xml.XmlElement"

    def __init__(self, name: str, document: Document | None, namespace: str = "") -> None:
        super().__init__(name, document, None, namespace)
        self.attribute_list: list[Attribute] = []
        self.closed = False

    @property
    def attributes(self) -> list[Attribute]:
        return self.attribute_list

    def copy_into(self, made: Any, document: Document | None) -> None:
        made.attribute_list = []
        made.closed = self.closed
        for attribute in self.attribute_list:
            copy = attribute.clone(True, document)
            copy.parent = made
            made.attribute_list.append(copy)

    def attribute(self, name: str, namespace: str | None = None) -> Attribute | None:
        for each in self.attribute_list:
            if namespace is not None:
                if each.local_name == name and each.namespace == namespace:
                    return each
            elif each.name == name:
                return each
        return None

    def set_attribute(self, name: str, value: str, namespace: str = "") -> Attribute:
        found = self.attribute(name.rpartition(":")[2], namespace) if namespace else self.attribute(name)
        if found is None:
            found = Attribute(name, self.document, value, namespace or (_XMLNS if name.startswith("xmlns") else ""))
            found.parent = self
            self.attribute_list.append(found)
        found.data = value
        return found

    def remove_attribute(self, name: str) -> None:
        self.attribute_list = [each for each in self.attribute_list if each.name != name]


class Text(Node):
    """Text between elements."""

    __slots__ = ()
    kind = "Text"
    type_name = "System.Xml.XmlText"


class CData(Node):
    __slots__ = ()
    kind = "CDATA"
    type_name = "System.Xml.XmlCDataSection"


class Comment(Node):
    __slots__ = ()
    kind = "Comment"
    type_name = "System.Xml.XmlComment"


class Whitespace(Node):
    __slots__ = ()
    kind = "Whitespace"
    type_name = "System.Xml.XmlWhitespace"


class Instruction(Node):
    """A processing instruction; the name is its target."""

    __slots__ = ()
    kind = "ProcessingInstruction"
    type_name = "System.Xml.XmlProcessingInstruction"


class Declaration(Node):
    """`<?xml version="1.0"?>`."""

    __slots__ = ("encoding", "standalone", "version")
    kind = "XmlDeclaration"
    type_name = "System.Xml.XmlDeclaration"

    def __init__(self, document: Document | None, version: str, encoding: str | None, standalone: str | None) -> None:
        super().__init__("xml", document, None)
        self.version = version
        self.encoding = encoding or ""
        self.standalone = standalone or ""
        self.data = self.value

    @property
    def value(self) -> str:
        text = f'version="{self.version}"'
        if self.encoding:
            text += f' encoding="{self.encoding}"'
        if self.standalone:
            text += f' standalone="{self.standalone}"'
        return text

    def copy_into(self, made: Any, document: Document | None) -> None:
        made.version, made.encoding, made.standalone = self.version, self.encoding, self.standalone


class DocumentType(Node):
    __slots__ = ()
    kind = "DocumentType"
    type_name = "System.Xml.XmlDocumentType"


class Fragment(Node):
    __slots__ = ()
    kind = "DocumentFragment"
    type_name = "System.Xml.XmlDocumentFragment"


class Document(Node):
    """System.Xml.XmlDocument."""

    __slots__ = ("preserve",)
    kind = "Document"
    type_name = "System.Xml.XmlDocument"

    def __init__(self) -> None:
        super().__init__("#document", None)
        self.document = self
        self.preserve = False

    @property
    def element(self) -> Element | None:
        return next((child for child in self.children if isinstance(child, Element)), None)

    def clone(self, deep: bool, document: Document | None = None) -> Node:
        made = Document()
        made.preserve = self.preserve
        if deep:
            for child in self.children:
                copy = child.clone(True, made)
                copy.parent = made
                made.children.append(copy)
        return made


class NodeList(Enumerable):
    """XmlNodeList, in one of its kinds."""

    __slots__ = ("items", "kind")

    def __init__(self, items: list[Node], kind: str = "XPathNodeList") -> None:
        self.items = items
        self.kind = kind

    @property
    def net_type(self) -> Any:
        from ems.runtime.types import type_named

        return type_named(f"System.Xml.{self.kind}")

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.items))

    def __len__(self) -> int:
        return len(self.items)


class AttributeMap(Enumerable):
    """XmlAttributeCollection."""

    __slots__ = ("element",)
    type_name = "System.Xml.XmlAttributeCollection"

    def __init__(self, element: Element) -> None:
        self.element = element

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.element.attribute_list))

    def __len__(self) -> int:
        return len(self.element.attribute_list)


class XmlProperty(Member):
    """A child or attribute as a property of its parent (XmlNodeAdapter)."""

    __slots__ = ()
    type_class = "System.Management.Automation.PSProperty"

    def nodes(self, target: Any) -> list[Node]:
        folded = self.name.lower()
        return [node for node in target.named_nodes() if node.name.lower() == folded]

    def get(self, target: Any) -> Any:
        found = [node_value(node) for node in self.nodes(target)]
        return found[0] if len(found) == 1 else found

    def set(self, target: Any, value: Any) -> None:
        # Every refusal has an identifier of its own, and all of them the same sentence.
        nodes = self.nodes(target)
        if not isinstance(value, str):
            raise self._refused("XmlNodeSetShouldBeAString")
        if len(nodes) > 1:
            raise self._refused("XmlNodeSetRestrictionsMoreThanOneNode")
        node = nodes[0]
        if node.kind == "Attribute" or node.data is not None:
            node.data = value
            return
        if node.attributes:
            raise self._refused("XmlNodeSetRestrictionsNodeWithAttributes")
        if node.children and [child.kind for child in node.children] != ["Text"]:
            raise self._refused("XmlNodeSetRestrictionsUnknownNodeType")
        node.set_inner_text(value)

    def _refused(self, identifier: str) -> Exception:
        text = f'Cannot set "{self.name}" because only strings can be used as values to set XmlNode properties.'
        return _refused(identifier, text)

    def is_settable(self) -> bool:
        return True

    def type_name_of_value(self, target: Any) -> str:
        from ems.runtime.types import type_of

        value = self.get(target)
        return type_of(value).full_name

    def definition(self, target: Any) -> str:
        from ems.runtime.types import type_of

        value = self.get(target)
        kind = type_of(value)
        return f"{kind.ps_name if kind.full_name != 'System.Object[]' else 'System.Object[]'} {self.name} {{get;set;}}"


def _refused(error_id: str, text: str) -> Exception:
    from ems.runtime.errors import runtime_error

    return runtime_error(error_id, text, "NotSpecified", exception="System.Management.Automation.SetValueException")


def node_value(node: Node) -> Any:
    """What a child or attribute reads as: its text where there is nothing but text."""
    if node.kind == "Attribute":
        return node.data or ""
    if node.data is not None:
        return node.data
    if not node.attributes:
        if not node.children:
            return ""
        if len(node.children) == 1 and node.children[0].kind in ("Text", "CDATA") and node.children[0].kind == "Text":
            return node.children[0].data
    return node
