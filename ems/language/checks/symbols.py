"""Types and properties by scope: types defined twice, types a class cannot find, properties assigned without $this.

After PowerShell's SymbolResolver. It has something to say only about scripts with classes or using statements.
"""

from __future__ import annotations

from ems.language import tree as t
from ems.language.checks.constants import is_constant
from ems.language.checks.known_types import resolve
from ems.language.checks.restricted import Report
from ems.language.names import ArrayTypeName, GenericTypeName

# What the types of these namespaces are is known to .NET alone, so a name from there is never called unknown.
_OPEN_NAMESPACES = ("system.", "microsoft.")


class Scope:
    """The types and the properties that are seen from a place."""

    __slots__ = ("in_method", "outer", "type_definition", "types", "variables")

    def __init__(
        self, outer: Scope | None, type_definition: t.TypeDefinitionAst | None = None, in_method: bool = False
    ) -> None:
        self.outer = outer
        above: t.TypeDefinitionAst | None = outer.type_definition if outer is not None else None
        self.type_definition: t.TypeDefinitionAst | None = type_definition or above
        self.in_method = in_method
        self.types: dict[str, t.TypeDefinitionAst] = {}
        self.variables: dict[str, t.PropertyMemberAst] = {}
        if type_definition is not None:
            for member in type_definition.members:
                if isinstance(member, t.PropertyMemberAst):
                    self.variables.setdefault(member.name.lower(), member)

    def find_type(self, name: str) -> bool:
        """Whether a type of that name is defined in the script and seen here."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.types:
                return True
            scope = scope.outer
        return False

    def find_variable(self, name: str) -> t.PropertyMemberAst | None:
        """The property of that name of the class around."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.variables:
                return scope.variables[name]
            scope = scope.outer
        return None


class SymbolResolver:
    """Walks a script with the scope of each place."""

    def __init__(self, root: t.ScriptBlockAst, report: Report) -> None:
        self.report = report
        self.root = root
        self.namespaces = [
            using.name.value
            for using in root.using_statements
            if using.using_statement_kind == "Namespace" and using.name is not None
        ]
        # Types may come from modules or assemblies, of which nothing is known here.
        self.open = any(using.using_statement_kind in ("Module", "Assembly") for using in root.using_statements)

    def resolve(self) -> None:
        """Walk the script."""
        waiting: list[tuple[t.Ast, Scope]] = [(self.root, self._enter(self.root, Scope(None)))]
        while waiting:
            node, scope = waiting.pop()
            scope = self._visit(node, scope)
            below = [(child, scope) for child in node.children()]
            below.reverse()
            waiting.extend(below)

    def _enter(self, node: t.Ast, scope: Scope) -> Scope:
        """Add the types defined in a scope, so that they may refer to each other."""

        def inside(candidate: t.Ast) -> bool:
            return candidate is node or not isinstance(
                candidate, (t.ScriptBlockAst, t.FunctionDefinitionAst, t.TypeDefinitionAst)
            )

        for each in node.walk(inside):
            if isinstance(each, t.TypeDefinitionAst) and each is not node:
                name = each.name.lower()
                if name in scope.types:
                    self.report("MemberAlreadyDefined", each.start, each.end, each.name)
                else:
                    scope.types[name] = each
        return scope

    def _visit(self, node: t.Ast, scope: Scope) -> Scope:
        match node:
            case t.TypeDefinitionAst():
                return self._enter(node, Scope(scope, node))
            case t.FunctionMemberAst():
                return self._enter(node.body, Scope(scope, in_method=True))
            case t.ScriptBlockExpressionAst():
                return self._enter(node.script_block, Scope(scope))
            case t.FunctionDefinitionAst() if not isinstance(node.parent, t.FunctionMemberAst):
                return self._enter(node.body, Scope(scope))
            case t.AssignmentStatementAst() if scope.in_method:
                self._check_targets(node, scope)
            case t.TypeConstraintAst() | t.TypeExpressionAst():
                self._check_type(node.type_name, scope, False, 0)
            case t.AttributeAst():
                self._check_type(node.type_name, scope, True, 0)
            case t.UsingStatementAst() if node.using_statement_kind == "Module":
                self._check_module(node)
        return scope

    def _check_targets(self, node: t.AssignmentStatementAst, scope: Scope) -> None:
        targets = node.left.elements if isinstance(node.left, t.ArrayLiteralAst) else [node.left]
        for target in targets:
            while isinstance(target, t.ConvertExpressionAst):
                target = target.child
            if not isinstance(target, t.VariableExpressionAst) or not target.variable_path.is_variable:
                continue
            member = scope.find_variable(target.variable_path.user_path.lower())
            if member is None:
                continue
            if member.is_static:
                prefix = f"[{scope.type_definition.name}]::" if scope.type_definition is not None else ""
                self.report("MissingTypeInStaticPropertyAssignment", target.start, target.end, prefix, member.name)
            else:
                self.report("MissingThis", target.start, target.end, "$this.", member.name)

    def _check_type(self, type_name: t.ITypeName, scope: Scope, attribute: bool, arguments: int) -> None:
        while isinstance(type_name, ArrayTypeName):
            type_name = type_name.element_type
            attribute = False
        if isinstance(type_name, GenericTypeName):
            self._check_type(type_name.type_name, scope, False, len(type_name.generic_arguments))
            for argument in type_name.generic_arguments:
                self._check_type(argument, scope, False, 0)
            return
        name = type_name.name.lower()
        if scope.type_definition is None or name == "ordered" or type_name.assembly_name is not None or self.open:
            return
        if not arguments and scope.find_type(name):
            return
        if name.startswith(_OPEN_NAMESPACES) or (self.namespaces and "." not in name):
            return
        if resolve(type_name.name, self.namespaces, attribute) is None:
            error_id = "CustomAttributeTypeNotFound" if attribute else "TypeNotFound"
            self.report(error_id, type_name.start, type_name.end, type_name.name)

    def _check_module(self, node: t.UsingStatementAst) -> None:
        if node.module_specification is not None and not is_constant(node.module_specification, for_requires=True):
            self.report("RequiresArgumentMustBeConstant", node.start, node.end)
        elif node.name is not None and any(char in node.name.value for char in "*?["):
            self.report("WildCardModuleNameError", node.start, node.end)
        else:
            text = node.name.value if node.name is not None else ""
            if node.module_specification is not None:
                text = node.module_specification.text
            self.report("ModuleNotFoundDuringParse", node.start, node.end, text)
