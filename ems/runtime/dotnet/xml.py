"""The members of System.Xml's nodes."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import NetError, argument_null, attr, net_text, number_of
from ems.runtime.dotnet.xmlnodes import (
    Attribute,
    AttributeMap,
    CData,
    Comment,
    Declaration,
    Document,
    Element,
    Fragment,
    Instruction,
    Node,
    NodeList,
    Text,
    Whitespace,
)
from ems.runtime.dotnet.xmltext import load, write_indented
from ems.runtime.dotnet.xpath import select
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject


class NamespaceManager(NetObject):
    """System.Xml.XmlNamespaceManager."""

    __slots__ = ("prefixes",)
    type_name = "System.Xml.XmlNamespaceManager"

    def __init__(self) -> None:
        self.prefixes: dict[str, str] = {}


class NameTable(NetObject):
    """System.Xml.NameTable: the names of a document, each of them once."""

    __slots__ = ("names",)
    type_name = "System.Xml.NameTable"

    def __init__(self) -> None:
        self.names: dict[str, str] = {}


def _prefixes(manager: Any) -> dict[str, str]:
    if isinstance(manager, NamespaceManager):
        return manager.prefixes
    return {}


def _select(node: Node, expression: str, manager: Any = None) -> NodeList:
    if expression is None:
        raise argument_null("xpath")
    return NodeList(select(node, expression, _prefixes(manager)))


def _select_one(node: Node, expression: str, manager: Any = None) -> Node | None:
    found = select(node, expression, _prefixes(manager))
    return found[0] if found else None


def _document(node: Node) -> Document:
    if isinstance(node, Document):
        return node
    assert node.document is not None
    return node.document


def _place(parent: Node, child: Node | None) -> int:
    if child is None:
        return -1
    at = next((at for at, each in enumerate(parent.children) if each is child), None)
    if at is None:
        raise NetError("System.ArgumentException", "The reference node is not a child of this node.")
    return at


def _insert_before(parent: Node, child: Node, reference: Node | None) -> Node:
    if reference is None:
        return parent.append(child)
    if child.parent is parent:
        parent.remove(child)
    return parent.insert(_place(parent, reference), child)


def _insert_after(parent: Node, child: Node, reference: Node | None) -> Node:
    if reference is None:
        return parent.insert(0, child)
    if child.parent is parent:
        parent.remove(child)
    return parent.insert(_place(parent, reference) + 1, child)


def _replace(parent: Node, new: Node, old: Node) -> Node:
    at = _place(parent, old)
    parent.remove(old)
    parent.insert(at, new)
    return old


def _remove_all(node: Node) -> None:
    for child in list(node.children):
        node.remove(child)
    if isinstance(node, Element):
        node.attribute_list = []


def _set_inner_xml(node: Node, text: str) -> None:
    document = Document()
    load(document, f"<root>{text}</root>" if not isinstance(node, Document) else text)
    source = document if isinstance(node, Document) else document.element
    assert source is not None
    node.children = []
    for child in source.children:
        copy = child.clone(True, _document(node))
        copy.parent = node
        node.children.append(copy)


def _value(node: Node) -> str | None:
    return node.data


def _set_value(node: Node, value: str) -> None:
    if node.data is None:
        raise NetError("System.InvalidOperationException", f"Cannot set a value on node type '{node.kind}'.")
    node.data = value


def _by_tag(node: Node, name: str, namespace: str | None = None) -> NodeList:
    found: list[Node] = [
        each
        for each in node.descendants()
        if isinstance(each, Element)
        and (
            name in ("*", each.name)
            if namespace is None
            else name in ("*", each.local_name) and namespace in ("*", each.namespace)
        )
    ]
    return NodeList(found, "XmlElementList")


def _normalize(node: Node) -> None:
    for child in list(node.children):
        _normalize(child)


# Elements


def _get_attribute(element: Element, name: str, namespace: str | None = None) -> str:
    found = element.attribute(name, namespace)
    return found.data or "" if found is not None else ""


def _set_attribute(element: Element, name: str, *rest: Any) -> Any:
    if len(rest) == 2:
        namespace, value = rest
        element.set_attribute(name, value or "", namespace or "")
        return value
    element.set_attribute(name, rest[0] or "")
    return None


def _set_node(element: Element, attribute: Attribute | str, namespace: str | None = None) -> Attribute | None:
    if isinstance(attribute, str):
        found = element.attribute(attribute, namespace)
        if found is None:
            element.set_attribute(attribute, "", namespace or "")
            found = element.attribute(attribute, namespace)
        return found
    old = element.attribute(attribute.name)
    element.remove_attribute(attribute.name)
    attribute.parent = element
    element.attribute_list.append(attribute)
    return old


def _remove_node(element: Element, attribute: Attribute | str, namespace: str | None = None) -> Attribute | None:
    if isinstance(attribute, str):
        found = element.attribute(attribute, namespace)
        if found is None:
            return None
        attribute = found
    element.remove_attribute(attribute.name)
    return attribute


# Documents


def _read_file(name: Any) -> str:
    from ems.runtime.dotnet.encodings import Encoding, encoding_of
    from ems.runtime.dotnet.support import session

    if hasattr(name, "rest"):
        found = name.rest()
        return found if isinstance(found, str) else encoding_of(None).decode(found)
    files = session().files
    path = files.full_path(name)
    if not files.is_file(path):
        raise NetError("System.IO.FileNotFoundException", f"Could not find file '{path}'.")
    content = files.read(path)
    from ems.runtime.dotnet.readers import StreamReader
    from ems.runtime.dotnet.streams import MemoryStream

    marker: Encoding | None = None
    head = content[:200].decode("ascii", "ignore")
    if 'encoding="' in head and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        from ems.runtime.dotnet.encodings import _get_encoding

        marker = _get_encoding(head.split('encoding="')[1].split('"')[0])
    return StreamReader(MemoryStream(content), marker).rest()


def _save(document: Document, target: Any) -> None:
    from ems.runtime.dotnet.support import session

    text = document.outer if document.preserve else write_indented(document)
    if hasattr(target, "put"):
        target.put(text)
        return
    if hasattr(target, "write") and not isinstance(target, str):
        target.write(text.encode("utf-8"))
        return
    declared = next((each for each in document.children if isinstance(each, Declaration)), None)
    files = session().files
    if declared is not None and declared.encoding.lower() in ("utf-16", "unicode"):
        files.write(files.full_path(target), b"\xff\xfe" + text.encode("utf-16-le"))
    else:
        mark = b"\xef\xbb\xbf" if declared is not None and declared.encoding.lower() == "utf-8" else b""
        files.write(files.full_path(target), mark + text.encode("utf-8"))


def _create_element(document: Document, *names: Any) -> Element:
    if len(names) == 3:
        prefix, local, namespace = names
        return Element(f"{prefix}:{local}" if prefix else local, document, namespace or "")
    return Element(_checked(names[0]), document, names[1] or "" if len(names) > 1 else "")


def _checked(name: str) -> str:
    if not name:
        raise NetError(
            "System.ArgumentException", "The local name for elements or attributes cannot be null or an empty string."
        )
    bad = next(
        (
            char
            for at, char in enumerate(name)
            if not (char.isalnum() or char in "_-.:") or (at == 0 and not (char.isalpha() or char in "_:"))
        ),
        None,
    )
    if bad is not None:
        at = name.index(bad)
        begin = " begin with" if at == 0 else " contain"
        lead = "Name cannot begin with" if at == 0 else "The"
        if begin and at == 0:
            raise NetError(
                "System.Xml.XmlException", f"{lead} the '{bad}' character, hexadecimal value 0x{ord(bad):02X}."
            )
        raise NetError(
            "System.Xml.XmlException",
            f"The '{bad}' character, hexadecimal value 0x{ord(bad):02X}, cannot be included in a name.",
        )
    return name


def _create_attribute(document: Document, *names: Any) -> Attribute:
    if len(names) == 3:
        prefix, local, namespace = names
        return Attribute(f"{prefix}:{local}" if prefix else local, document, "", namespace or "")
    return Attribute(_checked(names[0]), document, "", names[1] or "" if len(names) > 1 else "")


def _create_node(document: Document, kind: Any, name: str, namespace: str = "") -> Node:
    number = (
        number_of(kind)
        if not isinstance(kind, str)
        else {"element": 1, "attribute": 2, "text": 3, "comment": 8}.get(kind.lower(), 1)
    )
    if number == 2:
        return Attribute(name, document, "", namespace)
    if number == 3:
        return Text("#text", document, "")
    if number == 8:
        return Comment("#comment", document, "")
    return Element(name, document, namespace or "")


def _import(document: Document, node: Node, deep: bool) -> Node:
    return node.clone(deep, document)


def _new_document(_type: Any, *_arguments: Any) -> Document:
    return Document()


def _attribute_item(attributes: AttributeMap, key: Any, namespace: str | None = None) -> Attribute | None:
    if isinstance(key, int):
        found = attributes.element.attribute_list
        return found[key] if 0 <= key < len(found) else None
    return attributes.element.attribute(key, namespace)


def _list_item(nodes: NodeList, index: int) -> Node | None:
    return nodes.items[index] if 0 <= index < len(nodes.items) else None


def _attributes(node: Node) -> AttributeMap | None:
    return AttributeMap(node) if isinstance(node, Element) else None


_NODE_LIST: Final = """
    System.Collections.IEnumerator GetEnumerator()
    System.Xml.XmlNode Item(int index) {get;}
    System.Xml.XmlNode ItemOf(int i) {get;}
    int Count {get;}
"""
_NODE: Final = """
    System.Xml.XmlNode AppendChild(System.Xml.XmlNode newChild)
    System.Xml.XmlNode CloneNode(bool deep)
    System.Collections.IEnumerator GetEnumerator()
    string GetNamespaceOfPrefix(string prefix)
    System.Xml.XmlNode InsertAfter(System.Xml.XmlNode newChild, System.Xml.XmlNode refChild)
    System.Xml.XmlNode InsertBefore(System.Xml.XmlNode newChild, System.Xml.XmlNode refChild)
    void Normalize()
    System.Xml.XmlNode PrependChild(System.Xml.XmlNode newChild)
    void RemoveAll()
    System.Xml.XmlNode RemoveChild(System.Xml.XmlNode oldChild)
    System.Xml.XmlNode ReplaceChild(System.Xml.XmlNode newChild, System.Xml.XmlNode oldChild)
    System.Xml.XmlNodeList SelectNodes(string xpath)
    System.Xml.XmlNodeList SelectNodes(string xpath, System.Xml.XmlNamespaceManager nsmgr)
    System.Xml.XmlNode SelectSingleNode(string xpath)
    System.Xml.XmlNode SelectSingleNode(string xpath, System.Xml.XmlNamespaceManager nsmgr)
    System.Xml.XmlAttributeCollection Attributes {get;}
    string BaseURI {get;}
    System.Xml.XmlNodeList ChildNodes {get;}
    System.Xml.XmlNode FirstChild {get;}
    bool HasChildNodes {get;}
    string InnerText {get;set;}
    string InnerXml {get;set;}
    bool IsReadOnly {get;}
    System.Xml.XmlNode LastChild {get;}
    string LocalName {get;}
    string Name {get;}
    string NamespaceURI {get;}
    System.Xml.XmlNode NextSibling {get;}
    System.Xml.XmlNodeType NodeType {get;}
    string OuterXml {get;}
    System.Xml.XmlDocument OwnerDocument {get;}
    System.Xml.XmlNode ParentNode {get;}
    string Prefix {get;set;}
    System.Xml.XmlNode PreviousSibling {get;}
    string Value {get;set;}
"""

TYPES: Final = {
    "System.Xml.XmlNode": Implementation(
        methods={
            "AppendChild": Node.append,
            "Clone": lambda node: node.clone(True),
            "CloneNode": lambda node, deep: node.clone(deep),
            "GetEnumerator": lambda node: _enumerator(node),
            "GetNamespaceOfPrefix": Node.namespace_of,
            "GetPrefixOfNamespace": lambda node, uri: next(
                (
                    each.local_name
                    for owner in [node, *node.ancestors]
                    for each in owner.attributes or ()
                    if each.data == uri and each.prefix == "xmlns"
                ),
                "",
            ),
            "InsertAfter": _insert_after,
            "InsertBefore": _insert_before,
            "Normalize": _normalize,
            "PrependChild": lambda node, child: node.insert(0, child),
            "RemoveAll": _remove_all,
            "RemoveChild": Node.remove,
            "ReplaceChild": _replace,
            "SelectNodes": _select,
            "SelectSingleNode": _select_one,
            "ToString": net_text,
        },
        properties={
            "Attributes": _attributes,
            "BaseURI": lambda _node: "",
            "ChildNodes": lambda node: NodeList(node.children, "XmlChildNodes"),
            "FirstChild": lambda node: node.children[0] if node.children else None,
            "HasChildNodes": lambda node: bool(node.children),
            "InnerText": (attr("inner_text"), Node.set_inner_text),
            "InnerXml": (attr("inner"), _set_inner_xml),
            "IsReadOnly": lambda _node: False,
            "LastChild": lambda node: node.children[-1] if node.children else None,
            "LocalName": attr("local_name"),
            "Name": attr("name"),
            "NamespaceURI": attr("namespace"),
            "NextSibling": lambda node: node.sibling(1),
            "NodeType": attr("number"),
            "OuterXml": attr("outer"),
            "OwnerDocument": lambda node: None if isinstance(node, Document) else node.document,
            "ParentNode": lambda node: None if isinstance(node, Attribute) else node.parent,
            "Prefix": (
                attr("prefix"),
                lambda node, value: setattr(node, "name", f"{value}:{node.local_name}" if value else node.local_name),
            ),
            "PreviousSibling": lambda node: node.sibling(-1),
            "PreviousText": lambda _node: None,
            "SchemaInfo": lambda _node: None,
            "Value": (_value, _set_value),
        },
        declared=_NODE,
    ),
    "System.Xml.XmlElement": Implementation(
        methods={
            "GetAttribute": _get_attribute,
            "GetAttributeNode": lambda element, name, namespace=None: element.attribute(name, namespace),
            "GetElementsByTagName": _by_tag,
            "HasAttribute": lambda element, name, namespace=None: element.attribute(name, namespace) is not None,
            "RemoveAllAttributes": lambda element: element.attribute_list.clear(),
            "RemoveAttribute": lambda element, name, _namespace=None: element.remove_attribute(name),
            "RemoveAttributeNode": _remove_node,
            "SetAttribute": _set_attribute,
            "SetAttributeNode": _set_node,
        },
        properties={
            "HasAttributes": lambda element: bool(element.attribute_list),
            "IsEmpty": (
                lambda element: not element.children and not element.closed,
                lambda element, value: setattr(element, "closed", not value),
            ),
        },
        declared="""
            bool HasAttributes {get;}
            bool IsEmpty {get;set;}
        """,
    ),
    "System.Xml.XmlAttribute": Implementation(
        properties={"OwnerElement": attr("parent"), "Specified": lambda _attribute: True},
        declared="""
            System.Xml.XmlElement OwnerElement {get;}
            bool Specified {get;}
        """,
    ),
    "System.Xml.XmlDocument": Implementation(
        methods={
            "CreateAttribute": _create_attribute,
            "CreateCDataSection": lambda document, data: CData("#cdata-section", document, data),
            "CreateComment": lambda document, data: Comment("#comment", document, data),
            "CreateDocumentFragment": lambda document: Fragment("#document-fragment", document),
            "CreateElement": _create_element,
            "CreateNode": _create_node,
            "CreateProcessingInstruction": lambda document, target, data: Instruction(target, document, data),
            "CreateTextNode": lambda document, text: Text("#text", document, text),
            "CreateWhitespace": lambda document, text: Whitespace("#whitespace", document, text),
            "CreateXmlDeclaration": lambda document, version, encoding, standalone: Declaration(
                document, version, encoding, standalone
            ),
            "GetElementById": lambda _document, _id: None,
            "GetElementsByTagName": _by_tag,
            "ImportNode": _import,
            "Load": lambda document, source: load(document, _read_file(source)),
            "LoadXml": load,
            "Save": _save,
        },
        properties={
            "DocumentElement": attr("element"),
            "DocumentType": lambda document: next(
                (each for each in document.children if each.kind == "DocumentType"), None
            ),
            "NameTable": lambda _document: NameTable(),
            "PreserveWhitespace": (attr("preserve"), lambda document, value: setattr(document, "preserve", value)),
            "Schemas": lambda _document: None,
            "XmlResolver": (lambda _document: None, lambda _document, _value: None),
        },
        static={"new": _new_document},
        declared="""
            System.Xml.XmlElement DocumentElement {get;}
            System.Xml.XmlDocumentType DocumentType {get;}
            bool PreserveWhitespace {get;set;}
            System.Object Schemas {get;set;}
            System.Object XmlResolver {set;}
            System.Xml.XmlNameTable NameTable {get;}
        """,
    ),
    "System.Xml.XmlCharacterData": Implementation(
        methods={"AppendData": lambda node, data: setattr(node, "data", (node.data or "") + data)},
        properties={
            "Data": (attr("data"), lambda node, value: setattr(node, "data", value)),
            "Length": lambda node: len(node.data or ""),
        },
        declared="""
            void AppendData(string strData)
            string Data {get;set;}
            int Length {get;}
        """,
    ),
    "System.Xml.XmlDeclaration": Implementation(
        properties={
            "Encoding": (attr("encoding"), lambda node, value: setattr(node, "encoding", value or "")),
            "Standalone": (attr("standalone"), lambda node, value: setattr(node, "standalone", value or "")),
            "Version": attr("version"),
        },
        declared="""
            string Encoding {get;set;}
            string Standalone {get;set;}
            string Version {get;}
        """,
    ),
    "System.Xml.XmlProcessingInstruction": Implementation(
        properties={"Data": (attr("data"), lambda node, value: setattr(node, "data", value)), "Target": attr("name")},
        declared="""
            string Data {get;set;}
            string Target {get;}
        """,
    ),
    "System.Xml.XmlNodeList": Implementation(
        methods={"GetEnumerator": lambda nodes: _enumerator(nodes), "Item": _list_item, "ItemOf": _list_item},
        properties={"Count": len},
        declared=_NODE_LIST,
    ),
    "System.Xml.XmlAttributeCollection": Implementation(
        methods={
            "Append": lambda attributes, node: (_set_node(attributes.element, node), node)[1],
            "GetEnumerator": lambda attributes: _enumerator(attributes),
            "GetNamedItem": _attribute_item,
            "Item": _attribute_item,
            "Remove": lambda attributes, node: _remove_node(attributes.element, node),
            "RemoveAll": lambda attributes: attributes.element.attribute_list.clear(),
            "RemoveAt": lambda attributes, at: attributes.element.attribute_list.pop(at),
            "RemoveNamedItem": lambda attributes, name: attributes.element.remove_attribute(name),
            "SetNamedItem": lambda attributes, node: _set_node(attributes.element, node),
        },
        properties={"Count": len},
        declared="""
            System.Xml.XmlAttribute Append(System.Xml.XmlAttribute node)
            System.Collections.IEnumerator GetEnumerator()
            System.Xml.XmlNode GetNamedItem(string name)
            System.Xml.XmlNode Item(int i) {get;}, System.Xml.XmlNode Item(string name) {get;}
            System.Xml.XmlAttribute Remove(System.Xml.XmlAttribute node)
            void RemoveAll()
            System.Xml.XmlAttribute RemoveAt(int i)
            System.Xml.XmlNode RemoveNamedItem(string name)
            System.Xml.XmlNode SetNamedItem(System.Xml.XmlNode node)
            int Count {get;}
        """,
    ),
    "System.Xml.NameTable": Implementation(
        methods={
            "Add": lambda table, name: table.names.setdefault(name, name),
            "Get": lambda table, name: table.names.get(name),
        },
        static={"new": lambda _type: NameTable()},
        declared="""
            string Add(string key)
            string Get(string value)
            System.Xml.NameTable new()
        """,
    ),
    "System.Xml.XmlNamespaceManager": Implementation(
        methods={
            "AddNamespace": lambda manager, prefix, uri: manager.prefixes.__setitem__(prefix, uri),
            "HasNamespace": lambda manager, prefix: prefix in manager.prefixes,
            "LookupNamespace": lambda manager, prefix: manager.prefixes.get(prefix),
            "LookupPrefix": lambda manager, uri: next(
                (prefix for prefix, each in manager.prefixes.items() if each == uri), None
            ),
            "RemoveNamespace": lambda manager, prefix, _uri: manager.prefixes.pop(prefix, None),
        },
        properties={"DefaultNamespace": lambda manager: manager.prefixes.get("", "")},
        static={"new": lambda _type, _table: NamespaceManager()},
        declared="""
            void AddNamespace(string prefix, string uri)
            bool HasNamespace(string prefix)
            string LookupNamespace(string prefix)
            string LookupPrefix(string uri)
            void RemoveNamespace(string prefix, string uri)
            string DefaultNamespace {get;}
            System.Xml.XmlNamespaceManager new(System.Xml.XmlNameTable nameTable)
        """,
    ),
}


def _enumerator(nodes: Any) -> Any:
    from ems.runtime.dotnet.enumerators import Enumerator

    return Enumerator("System.Collections.ArrayListEnumeratorSimple", lambda: iter(nodes))
