"""The checks of a whole tree, in the order of 5.1. After PowerShell's SemanticChecks.cs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as t
from ems.language.checks.constants import is_constant
from ems.language.checks.known_types import is_same_or_derived, resolve
from ems.language.kinds import KIND_TEXT
from ems.language.names import ArrayTypeName

if TYPE_CHECKING:
    from ems.language.checks.flow import MethodFlow
    from ems.language.checks.restricted import Report

_ASSIGNABLE: Final = (
    t.AttributedExpressionAst,
    t.MemberExpressionAst,
    t.VariableExpressionAst,
    t.ArrayLiteralAst,
    t.ParenExpressionAst,
    t.IndexExpressionAst,
)
_PLAIN_TARGETS: Final = frozenset((t.VariableExpressionAst, t.MemberExpressionAst, t.IndexExpressionAst))
# Automatic variables and the types a cast before an assignment to them must name.
_AUTOMATIC_TYPES: Final = {
    "_": "System.Object",
    "args": "System.Object[]",
    "this": "System.Object",
    "input": "System.Object",
    "pscmdlet": "System.Management.Automation.PSScriptCmdlet",
    "psboundparameters": "System.Management.Automation.PSBoundParametersDictionary",
    "myinvocation": "System.Management.Automation.InvocationInfo",
    "psscriptroot": "System.String",
    "pscommandpath": "System.String",
}
_MAXIMUM_RANKS: Final = 200


def _type_is(attribute: t.AttributeBaseAst, full_name: str) -> bool:
    return resolve(attribute.type_name.full_name) == full_name


def _is_reference(node: t.ConvertExpressionAst) -> bool:
    return _type_is(node.attribute, "System.Management.Automation.PSReference")


class SemanticChecks:
    """Visits the nodes of a tree, parents first; the parents have to be linked."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.flows: dict[int, MethodFlow] = {}
        self.in_classes = False
        self.handlers: dict[type[t.Ast], Callable[[Any], None]] = {
            t.ParamBlockAst: lambda node: self._duplicate_parameters(node.parameters),
            t.TypeConstraintAst: lambda node: self._array_depth(node, node.type_name),
            t.TypeExpressionAst: lambda node: self._array_depth(node, node.type_name),
            t.AttributeAst: self._attribute,
            t.ParameterAst: self._parameter,
            t.TypeDefinitionAst: self._type_definition,
            t.FunctionMemberAst: self._method,
            t.FunctionDefinitionAst: self._function,
            t.PropertyMemberAst: self._property,
            t.SwitchStatementAst: self._switch,
            t.ForEachStatementAst: self._foreach,
            t.DataStatementAst: self._data,
            t.TryStatementAst: self._try,
            t.BreakStatementAst: self._break_or_continue,
            t.ContinueStatementAst: self._break_or_continue,
            t.ReturnStatementAst: self._return,
            t.AssignmentStatementAst: self._assignment,
            t.BinaryExpressionAst: self._binary,
            t.UnaryExpressionAst: self._unary,
            t.ConvertExpressionAst: self._convert,
            t.AttributedExpressionAst: self._attributed,
            t.UsingExpressionAst: self._using_expression,
            t.UsingStatementAst: self._using_statement,
            t.VariableExpressionAst: self._variable,
            t.HashtableAst: self._hashtable,
            t.BlockStatementAst: self._block_statement,
        }

    def check(self, nodes: list[t.Ast]) -> None:
        """Check all nodes of a tree, which come parents first."""
        handlers = self.handlers
        for node in nodes:
            handler = handlers.get(node.__class__)
            if handler is not None:
                handler(node)

    def _report(self, error_id: str, node: t.Ast, *arguments: str) -> None:
        self.report(error_id, node.start, node.end, *arguments)

    # -- surroundings

    @staticmethod
    def _member(node: t.Ast) -> t.MemberAst | None:
        """The member of a class the node belongs to directly, not through a script block of its own."""
        above = node.parent
        while above is not None:
            if isinstance(above, t.MemberAst):
                return above
            if isinstance(above, t.ScriptBlockAst) and not (
                isinstance(above.parent, t.FunctionDefinitionAst) and isinstance(above.parent.parent, t.MemberAst)
            ):
                return None
            above = above.parent
        return None

    @staticmethod
    def _in_workflow(node: t.Ast) -> bool:
        above = node.parent
        while above is not None:
            if isinstance(above, t.FunctionDefinitionAst) and above.is_workflow:
                return True
            above = above.parent
        return False

    # -- parameters, attributes, functions

    def _duplicate_parameters(self, parameters: list[t.ParameterAst]) -> None:
        seen: set[str] = set()
        for parameter in parameters:
            name = parameter.name.variable_path.user_path
            if name.lower() in seen:
                self._report("DuplicateFormalParameter", parameter.name, name)
            seen.add(name.lower())
            for attribute in parameter.attributes:
                if isinstance(attribute, t.TypeConstraintAst) and _type_is(attribute, "System.Void"):
                    self._report("VoidTypeConstraintNotAllowed", attribute)
                    break

    def _array_depth(self, node: t.Ast, type_name: t.ITypeName) -> None:
        ranks = 0
        while isinstance(type_name, ArrayTypeName):
            ranks += 1
            type_name = type_name.element_type
            if ranks > _MAXIMUM_RANKS:
                self._report("ScriptTooComplicated", node)
                return

    def _attribute(self, node: t.AttributeAst) -> None:
        above = node.parent
        in_class = isinstance(above, (t.TypeDefinitionAst, t.MemberAst)) or (
            isinstance(above, t.ParameterAst) and isinstance(self._member(node), t.FunctionMemberAst)
        )
        if in_class:
            from ems.language.checks.class_attributes import check_class_attribute

            check_class_attribute(node, self.report)
        error_id = "ParameterAttributeArgumentNeedsToBeConstant" + ("" if in_class else "OrScriptBlock")
        seen: set[str] = set()
        for named in node.named_arguments:
            name = named.argument_name
            if name.lower() in seen:
                self._report("DuplicateNamedArgument", named, name)
                continue
            seen.add(name.lower())
            if not named.expression_omitted and not is_constant(named.argument, True, in_class):
                self._report(error_id, named.argument)
        for argument in node.positional_arguments:
            if not is_constant(argument, True, in_class):
                self._report(error_id, argument)

    def _parameter(self, node: t.ParameterAst) -> None:
        in_method = node.parent is not None and isinstance(node.parent.parent, t.FunctionMemberAst)
        typed = False
        for attribute in node.attributes:
            if not isinstance(attribute, t.TypeConstraintAst):
                continue
            if attribute.type_name.full_name.lower() == "ordered":
                self._report("OrderedAttributeOnlyOnHashLiteralNode", attribute, attribute.type_name.full_name)
            elif in_method:
                if typed:
                    self._report("MultipleTypeConstraintsOnMethodParam", attribute)
                typed = True

    def _function(self, node: t.FunctionDefinitionAst) -> None:
        if node.parameters is None:
            return
        if node.body.param_block is not None:
            self._report("OnlyOneParameterListAllowed", node.body.param_block)
        else:
            self._duplicate_parameters(node.parameters)

    # -- classes

    @staticmethod
    def _returns_void(node: t.FunctionMemberAst) -> bool:
        return node.return_type is None or _type_is(node.return_type, "System.Void")

    def _type_definition(self, node: t.TypeDefinitionAst) -> None:
        self.in_classes = True
        if node.attributes:
            from ems.language.checks.dsc_resources import check_resource

            check_resource(node, self.report)

    def _data(self, node: t.DataStatementAst) -> None:
        from ems.language.checks.restricted import check_data_statement

        check_data_statement(node, self.report)

    def _method(self, node: t.FunctionMemberAst) -> None:
        from ems.language.checks.flow import MethodFlow

        body = node.body
        if body.param_block is not None:
            self._report("ParamBlockNotAllowedInMethod", body.param_block)
        named = [
            block
            for block in (body.dynamic_param_block, body.begin_block, body.process_block, body.end_block)
            if block is not None
        ]
        if (named and not named[-1].unnamed) or len(named) > 1:
            self._report("NamedBlockNotAllowedInMethod", named[0])
        if node.is_constructor and node.return_type is not None:
            self._report("ConstructorCantHaveReturnType", node.return_type)
        flow = MethodFlow(node)
        self.flows[id(node)] = flow
        if not flow.all_paths_return and not self._returns_void(node):
            definition = node.function_definition
            self.report("MethodHasCodePathNotReturn", definition.name_start, definition.name_end)

    def _property(self, node: t.PropertyMemberAst) -> None:
        if node.property_type is not None and _type_is(node.property_type, "System.Void"):
            self._report("TypeNotAllowedForProperty", node.property_type, node.property_type.type_name.full_name)

    # -- statements

    def _switch(self, node: t.SwitchStatementAst) -> None:
        if "Parallel" in node.flags and not self._in_workflow(node):
            self._report("ParallelNotSupported", node)

    def _foreach(self, node: t.ForEachStatementAst) -> None:
        if node.flags == "Parallel":
            if not self._in_workflow(node):
                self._report("ParallelNotSupported", node)
        elif node.throttle_limit is not None:
            self._report("ThrottleLimitRequresParallelFlag", node)

    def _try(self, node: t.TryStatementAst) -> None:
        for index, first in enumerate(node.catch_clauses[:-1]):
            for second in node.catch_clauses[index + 1 :]:
                if first.is_catch_all:
                    offset = max(0, second.start - 1)
                    self.report("EmptyCatchNotLast", offset, offset)
                    break
                if not second.is_catch_all:
                    self._same_exceptions(first, second)

    def _same_exceptions(self, first: t.CatchClauseAst, second: t.CatchClauseAst) -> None:
        for earlier in first.catch_types:
            base = resolve(earlier.type_name.full_name)
            if base is None:
                continue
            for later in second.catch_types:
                name = resolve(later.type_name.full_name)
                if name is not None and is_same_or_derived(name, base):
                    self._report("ExceptionTypeAlreadyCaught", later, name)

    def _break_or_continue(self, node: t.BreakStatementAst | t.ContinueStatementAst) -> None:
        label: str | None = ""
        if node.label is not None:
            label = node.label.value if isinstance(node.label, t.StringConstantExpressionAst) else None
        self._flow_out_of_finally(node, label)
        if not label:
            return
        above = node.parent
        while above is not None:
            if isinstance(above, t.FunctionDefinitionAst):
                if isinstance(above.parent, t.FunctionMemberAst):
                    self._report("LabelNotFound", node, label)
                return
            if isinstance(above, t.LoopStatementAst) and (above.label or "").lower() == label.lower():
                return
            above = above.parent

    def _return(self, node: t.ReturnStatementAst) -> None:
        self._flow_out_of_finally(node, None)
        method = self._member(node)
        if not isinstance(method, t.FunctionMemberAst):
            return
        if node.pipeline is not None:
            if self._returns_void(method):
                self._report("VoidMethodHasReturn", node)
        elif not self._returns_void(method):
            self._report("NonVoidMethodMissingReturnValue", node)

    def _flow_out_of_finally(self, node: t.Ast, label: str | None) -> None:
        above = node.parent
        while above is not None:
            if isinstance(above, (t.NamedBlockAst, t.TrapStatementAst, t.ScriptBlockAst)):
                return
            if (
                label is not None
                and isinstance(above, t.LoopStatementAst)
                and (not label or (above.label or "").lower() == label.lower())
            ):
                return
            if isinstance(above.parent, t.TryStatementAst) and above.parent.finally_ is above:
                self._report("ControlLeavingFinally", node)
                return
            above = above.parent

    def _block_statement(self, node: t.BlockStatementAst) -> None:
        if not self._in_workflow(node):
            self.report("UnexpectedKeyword", node.start, node.start + len(node.kind), node.kind)

    def _using_statement(self, node: t.UsingStatementAst) -> None:
        if node.using_statement_kind not in ("Namespace", "Assembly", "Module") or node.alias is not None:
            self._report("UsingStatementNotSupported", node)

    # -- assignments

    def _assignment(self, node: t.AssignmentStatementAst) -> None:
        if node.left.__class__ in _PLAIN_TARGETS:
            return
        self._target(node.left, node.operator == "Equals", lambda bad: self._report("InvalidLeftHandSide", bad))

    def _unary(self, node: t.UnaryExpressionAst) -> None:
        if node.token_kind in ("PlusPlus", "MinusMinus", "PostfixPlusPlus", "PostfixMinusMinus"):
            text = KIND_TEXT[node.token_kind]
            error_id = "OperatorRequiresVariableOrProperty"
            self._target(node.child, False, lambda bad: self._report(error_id, bad, text))

    def _target(self, target: t.Ast, simple: bool, refuse: Callable[[t.Ast], None]) -> None:
        """Whether something can be assigned to."""
        if isinstance(target, t.ArrayLiteralAst):
            if simple:
                for element in target.elements:
                    self._target(element, True, refuse)
            else:
                refuse(target)
        elif isinstance(target, t.ParenExpressionAst):
            pipeline = target.pipeline
            inner = pipeline.get_pure_expression() if isinstance(pipeline, t.PipelineAst) else None
            if inner is None:
                refuse(pipeline)
            else:
                self._target(inner, simple, refuse)
        elif not isinstance(target, _ASSIGNABLE):
            refuse(target)
        elif isinstance(target, t.AttributedExpressionAst):
            self._attributed_target(target, simple, refuse)

    def _attributed_target(
        self, target: t.AttributedExpressionAst, simple: bool, refuse: Callable[[t.Ast], None]
    ) -> None:
        converts = 0
        reference: t.AttributeBaseAst | None = None
        last: t.AttributeBaseAst | None = None
        inner: t.ExpressionAst = target
        while isinstance(inner, t.AttributedExpressionAst):
            if isinstance(inner, t.ConvertExpressionAst):
                converts += 1
                last = inner.attribute
                if _is_reference(inner):
                    reference = last
                elif _type_is(last, "System.Void"):
                    self._report("VoidTypeConstraintNotAllowed", last)
            inner = inner.child
        if reference is not None and converts > 1:
            self._report("ReferenceNeedsToBeByItselfInTypeConstraint", reference)
            return
        if isinstance(inner, t.VariableExpressionAst):
            path = inner.variable_path
            wanted = _AUTOMATIC_TYPES.get(path.name.lower())
            if wanted is not None and path.is_variable and path.scope in (None, "local", "private"):
                if last is None or not self._names_type(last, wanted):
                    self._report("AssignmentStatementToAutomaticNotSupported", target, path.name, wanted)
        self._target(inner, simple, refuse)

    @staticmethod
    def _names_type(attribute: t.AttributeBaseAst, full_name: str) -> bool:
        name = attribute.type_name
        if isinstance(name, ArrayTypeName):
            return f"{resolve(name.element_type.full_name)}[]" == full_name
        return resolve(name.full_name) == full_name

    # -- expressions

    def _binary(self, node: t.BinaryExpressionAst) -> None:
        if node.operator in ("AndAnd", "OrOr"):
            self.report("InvalidEndOfLine", node.operator_start, node.operator_end, KIND_TEXT[node.operator])

    def _convert(self, node: t.ConvertExpressionAst) -> None:
        name = node.attribute.type_name.full_name
        if name.lower() == "ordered":
            if not isinstance(node.child, t.HashtableAst):
                self._report("OrderedAttributeOnlyOnHashLiteralNode", node, name)
        elif name.lower().endswith(("ref", "psreference")) and _is_reference(node):
            self._reference(node)

    def _reference(self, node: t.ConvertExpressionAst) -> None:
        """`[ref]` stands alone and last, except on the left of an assignment, which has an error of its own."""
        child = node.child
        several = False
        while isinstance(child, t.AttributedExpressionAst):
            if isinstance(child, t.ConvertExpressionAst) and _is_reference(child):
                several = True
                self._report("ReferenceNeedsToBeByItselfInTypeSequence", child.attribute)
            child = child.child
        above = node.parent
        if not isinstance(above, t.ConvertExpressionAst) or several or _is_reference(above):
            return
        outer: t.Ast = node
        further: t.Ast | None = above
        while further is not None and not isinstance(further, t.CommandExpressionAst):
            if isinstance(further, t.AssignmentStatementAst):
                if further.left is outer:
                    return
                break
            outer, further = further, further.parent
        self._report("ReferenceNeedsToBeLastTypeInTypeConversion", node.attribute)

    def _attributed(self, node: t.AttributedExpressionAst) -> None:
        inner: t.ExpressionAst = node
        while isinstance(inner, t.AttributedExpressionAst):
            inner = inner.child
            if isinstance(inner, t.VariableExpressionAst):
                return
        self._report("UnexpectedAttribute", node.attribute, node.attribute.type_name.full_name)

    def _using_expression(self, node: t.UsingExpressionAst) -> None:
        inner: t.ExpressionAst = node.sub_expression
        while not isinstance(inner, t.VariableExpressionAst):
            if type(inner) is t.MemberExpressionAst and isinstance(inner.member, t.StringConstantExpressionAst):
                inner = inner.expression
            elif isinstance(inner, t.IndexExpressionAst):
                if not is_constant(inner.index, True):
                    self._report("InvalidUsingExpression", inner.index)
                    return
                inner = inner.target
            else:
                self._report("InvalidUsingExpression", inner)
                return

    def _variable(self, node: t.VariableExpressionAst) -> None:
        path = node.variable_path
        if node.splatted and not isinstance(node.parent, (t.CommandAst, t.UsingExpressionAst)):
            in_list = isinstance(node.parent, t.ArrayLiteralAst) and isinstance(node.parent.parent, t.CommandAst)
            error_id = "SplattingNotPermittedInArgumentList" if in_list else "SplattingNotPermitted"
            self._report(error_id, node, path.user_path)
        if not self.in_classes:
            return
        member = self._member(node)
        if isinstance(member, t.FunctionMemberAst):
            flow = self.flows.get(id(member))
            if flow is not None and flow.is_not_local(node):
                self._report("VariableNotLocal", node)
        if path.user_path.lower() == "this" and isinstance(member, (t.FunctionMemberAst, t.PropertyMemberAst)):
            if member.is_static:
                self._report("NonStaticMemberAccessInStaticMember", node, path.user_path)

    def _hashtable(self, node: t.HashtableAst) -> None:
        seen: set[str] = set()
        for key, _ in node.key_value_pairs:
            if isinstance(key, (t.StringConstantExpressionAst, t.ConstantExpressionAst)):
                text = str(key.value)
                if text.lower() in seen:
                    self._report("DuplicateKeyInHashLiteral", key, text)
                seen.add(text.lower())
